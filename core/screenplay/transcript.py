"""Scripts that set a speech beside its name: `ANN: Put it down.` becomes a cue and a speech."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from core.models import LineKind
from core.screenplay.rows import Row
from core.screenplay.shapes import heading_prefix, is_page_transition, is_transition

_SPOKEN = re.compile(r"([^\W\d_][\w .'’&#-]{0,30})( ?[(\[][^()\[\]]{0,40}[)\]])?:(?: +|\t)(\S.*)")
_DIRECTION = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEAST_SPEECHES = 3
_MOST_WORDS = 4
_LEAST_DEED_WORDS = 3


def spread(rows: Sequence[Row]) -> list[Row]:
    """The rows with each speech below its name, when the script is such a transcript; else as they are."""
    spoken = {index: parts for index, row in enumerate(rows) if (parts := _spoken(row.text))}
    names = Counter(name for name, _, _ in spoken.values())
    spoken = {index: parts for index, parts in spoken.items() if names[parts[0]] > 1}
    if len(spoken) < _LEAST_SPEECHES or len(spoken) * 7 < sum(bool(row.text) for row in rows):
        return list(rows)
    out: list[Row] = []
    for index, row in enumerate(rows):
        if index not in spoken:
            out.append(replace(row, kind=_direction(row.text) or row.kind))
            continue
        name, extension, speech = spoken[index]
        out.append(replace(row, text=name + extension, kind=LineKind.CUE))
        out.append(replace(row, text=speech, kind=LineKind.DIALOGUE))
    return out


def _direction(text: str) -> LineKind | None:
    """What a row in brackets is: a sentence of what is done, or the manner of a speech."""
    if not _DIRECTION.fullmatch(text):
        return None
    told = len(text.split()) >= _LEAST_DEED_WORDS and text[1:].lstrip()[:1].isupper()
    return LineKind.ACTION if told else LineKind.PARENTHETICAL


def _spoken(text: str) -> tuple[str, str, str] | None:
    """(name, extension, speech) of a row that has them."""
    if ":" not in text[:80] or heading_prefix(text):
        return None
    match = _SPOKEN.match(text[:400])
    if match is None:
        return None
    name = match[1].strip()
    words = name.split()
    if len(words) > _MOST_WORDS or not all(word[0].isupper() or not word[0].isalpha() for word in words):
        return None
    if is_page_transition(name) or is_transition(name + ":"):
        return None
    return name, " " + match[2].strip() if match[2] else "", text[match.start(3) :]
