"""Every line of a screenplay in which a name stands: the mentions of what a person names by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.models import AssetType, Line, LineKind, Mention, MentionKind, Screenplay

UNSPOKEN = frozenset(
    {
        LineKind.TITLE_PAGE,
        LineKind.NOTE,
        LineKind.SECTION,
        LineKind.SYNOPSIS,
        LineKind.FURNITURE,
        LineKind.PAGE_BREAK,
        LineKind.BLANK,
    }
)
"""Kinds of lines that are no part of the film: the writer's outline, and what the page carries beside it."""

KINDS = {LineKind.HEADING: MentionKind.HEADING, LineKind.CUE: MentionKind.CUE}

Columns = tuple[tuple[int, int], ...]


def mentions_of(screenplay: Screenplay, name: str, type: AssetType | None = None) -> tuple[Mention, ...]:
    """The lines in which `name` stands as a word of its own, in order, each with the columns where.

    A name of several words is found in any case. One word goes by how it is written: "NELL" and "Nell" are
    found with a first capital, "key" in lower case or in capitals, but not as "Key". With `type` a thing or a
    place is found in any case, and never in a cue, for it does not speak.
    """
    pattern = name_pattern(name)
    if pattern is None:
        return ()
    found = ((line, _columns(line, name, type, pattern)) for line in screenplay.lines)
    return tuple(_mention(line, columns) for line, columns in found if columns)


def name_pattern(name: str) -> re.Pattern[str] | None:
    """What finds a name's words in any case, with either apostrophe; None for a name without words.

    Neither a part of a word nor of a hyphenated one is found, but a possessive is, and a name at a dash.
    """
    words = name.split()
    if not words:
        return None
    spelled = "[ \u00a0]+".join(re.sub("['’]", "['’]", re.escape(word)) for word in words)
    return re.compile(rf"(?<!\w)(?<!\w[-'’]){spelled}(?!-?\w)", re.IGNORECASE)


def _columns(line: Line, name: str, type: AssetType | None, pattern: re.Pattern[str]) -> Columns:
    if line.kind in UNSPOKEN or (line.kind is LineKind.CUE and _is_thing(type)):
        return ()
    return tuple(_spans(line.text, name, type, pattern))


def _spans(
    text: str, name: str, type: AssetType | None, pattern: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(text) if _is_meant(match[0], name, type))


def _is_meant(found: str, name: str, type: AssetType | None) -> bool:
    """Whether the case of what was found lets it be the name, and not a word that is spelled like it."""
    if len(name.split()) > 1 or _is_thing(type):
        return True
    if _has_capital(name):
        return _has_capital(found)
    return not _has_capital(found) or found.isupper()


def _has_capital(text: str) -> bool:
    """Whether the first letter is a capital; letters without case count as such."""
    return not next((char.islower() for char in text if char.isalpha()), False)


def _is_thing(type: AssetType | None) -> bool:
    return type in (AssetType.PROP, AssetType.LOCATION)


def _mention(line: Line, columns: Columns) -> Mention:
    kind = KINDS.get(line.kind, MentionKind.NAME)
    return Mention(line.number, line.scene, line.page, line.text, columns, kind)
