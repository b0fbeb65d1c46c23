"""Fountain's emphasis and escapes, taken off in one pass (Fountain 1.1, Emphasis)."""

from __future__ import annotations

import re

from core.screenplay.limits import PATTERN_CHARS

_MARK = re.compile(r"\\.|\*{1,3}|_")


def strip_emphasis(text: str) -> str:
    """`*x*`, `**x**`, `***x***`, `_x_` without their marks, `\\*` as `*`; unpaired marks stay."""
    if len(text) > PATTERN_CHARS or not any(mark in text for mark in "*_\\"):
        return text
    drop: set[int] = set()
    opened: dict[str, tuple[int, int]] = {}
    for match in _MARK.finditer(text):
        _pair(text, match, opened, drop)
    return "".join(char for index, char in enumerate(text) if index not in drop)


def _pair(text: str, match: re.Match[str], opened: dict[str, tuple[int, int]], drop: set[int]) -> None:
    mark, start, end = match[0], match.start(), match.end()
    if mark[0] == "\\":
        if mark[1] in "*_\\":
            drop.add(start)
        return
    # A mark closes after a letter and opens before one: "*69 and *23" is two phone numbers.
    if mark in opened and not text[start - 1].isspace():
        drop.update(range(*opened.pop(mark)))
        drop.update(range(start, end))
    elif end < len(text) and not text[end].isspace():
        opened[mark] = (start, end)
