"""What a deed tells in passing of the set it is done in: “lies on the unmade bed”, “a wall of grey stone”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from core.scan.offline.lexicon import kind_of, singular
from core.scan.offline.place_look import (
    EVENTS,
    FIXTURES,
    PLACED,
    STATES,
    TELLING,
    is_furniture,
    looks,
    pieces,
    whole,
)
from core.scan.offline.words import words

MOST_MODIFIERS = 5
MOST_UNKNOWN = 1
"""So many words of which nothing is known may stand among the modifiers: the decaying FORMER hallway."""

KINDS_OF_FURNITURE = frozenset(("object", "furniture", "built", "stuff", "food"))
"""Classes of nouns that tell one piece from another: a KITCHEN table, a KITCHEN table."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_BETWEEN = re.compile(r",? ")
_DRESSED = re.compile(
    rf"(?: (?:that|which) (?:is|are))?(?: \w{{1,15}}ly)? (?:{'|'.join(sorted(PLACED))}) "
    r"(?:with|by|in|from|of) (?:(?!with |and |while |as )[\w’'-]{1,20} ?){1,4}(?:and [\w’'-]{1,20}\b)?"
)
_POSSESSIVES = frozenset(("his", "her", "their", "my", "your", "our"))


def fixture_values(text: str, own: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Field and value of each described piece of furniture, part of the building, or light in a sentence.

    Furniture is described by an adjective or by its kind: a KITCHEN table.

    `own` are the nouns, in lower case, that the set itself goes by: of rooms and houses only these are
    its own.
    """
    spans = [match.span() for match in _WORD.finditer(text)]
    tokens = [text[start:end].lower() for start, end in spans]
    gaps = [*(text[one[1] : other[0]] for one, other in pairwise(spans)), ""][: len(spans)]
    for at, (token, gap) in enumerate(zip(tokens, gaps, strict=True)):
        field = _field_of(token, own)
        if field is None or (gap == " " and _field_of(tokens[at + 1], own) is not None) or gap == "-":
            continue
        first = _first_word(at, tokens, gaps)
        if first is None:
            continue
        dressed = _DRESSED.match(text, spans[at][1])
        kind = field == "dressing" and first < at and kind_of(tokens[at - 1]) in KINDS_OF_FURNITURE
        if dressed or kind or looks() & pieces(tokens[first:at]):
            yield field, whole(text[spans[first][0] : dressed.end() if dressed else spans[at][1]])


def heading_value(heading: str, part: str) -> str:
    """What a part of a heading tells of the set's state: “MESSY LIVING ROOM”; "" where none does."""
    spelled = r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", part)))
    match = re.search(spelled, heading, re.IGNORECASE)
    told = next((word for word in _WORD.finditer(match[0]) if _tells_state(word[0])), None) if match else None
    return match[0][told.start() :] if match and told and told.end() < len(match[0]) else ""


def _tells_state(word: str) -> bool:
    return bool(pieces((word.lower(),)) & TELLING)


def _field_of(token: str, own: frozenset[str]) -> str | None:
    one = singular(token)
    if is_furniture(token):
        return "dressing"
    if one in FIXTURES or token in FIXTURES or one in own:
        return "architecture"
    return "atmosphere_light" if token in ("lighting", "glow", "sunlight", "moonlight") else None


def _first_word(at: int, tokens: Sequence[str], gaps: Sequence[str]) -> int | None:
    """Where the phrase of the noun `at` begins, behind a possessive or at its article; None for no phrase."""
    unknown = 0
    for first in range(at - 1, max(-1, at - 2 - MOST_MODIFIERS), -1):
        token = tokens[first]
        if not _BETWEEN.fullmatch(gaps[first]):
            return None
        if token in words("determiners"):
            return first + 1 if token in _POSSESSIVES else first
        if token in EVENTS or token in STATES or token in words("boundaries") or kind_of(token) == "person":
            return None
        known = looks() & pieces((token,)) or token.endswith("ly") or kind_of(token) is not None
        unknown += not known
        if unknown > MOST_UNKNOWN or (not known and token.endswith(("s", "ing"))):
            return None
    return None
