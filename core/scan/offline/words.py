"""The words that rules go by, read from `words.txt`: general English and the craft's own terms."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

CAMERA = re.compile(
    r"\b(?:CLOSE(?:[- ]?UP)?|CU|ECU|POV|ANGLE|INSERT|MONTAGE|INTERCUT|CUT|FADE|DISSOLVE|SMASH|MATCH|PAN|ZOOM|"
    r"TRACKING|SHOT|TITLES?|SUPER|CARD|CAPTION|SUBTITLE|CREDITS|LATER|CONTINUED|CONTINUOUS|BACK TO|FLASHBACK|"
    r"END|BEGIN|SERIES|SCENE|ACT|WIDE|HOLD|ON SCREEN|OMITTED|MORE|BEAT|PAUSE|REVISION|DAY|NIGHT|MORNING|"
    r"EVENING)\b"
)
"""Words of headings, shots and transitions: a name that holds one is no person."""


@cache
def words(*names: str) -> frozenset[str]:
    """The words of these lists of `words.txt`."""
    return frozenset(word for name in names for word in _lists()[name])


@cache
def pattern(*names: str) -> re.Pattern[str]:
    """A pattern for any whole word of these lists, in any case."""
    longest_first = sorted(words(*names), key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE)


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    text = (files(__package__) / "words.txt").read_text(encoding="utf-8")
    lists: dict[str, tuple[str, ...]] = {}
    for block in re.sub(r"(?m)^#.*$", "", text).split("\n\n"):
        name, _, listed = block.strip().partition(":")
        lists[name] = tuple(listed.split())
    return lists
