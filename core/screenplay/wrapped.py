"""Headings that are too long for their row and go on in the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.screenplay.numbers import split_numbers
from core.screenplay.rows import Row
from core.screenplay.shapes import heading_prefix, is_dotted_heading, is_uppercase

_FULL = 48
"""A heading and the next word would be at least this long; a little under the standard page (FACTS 5)."""
_OPEN_ENDS = ("-", "–", "—", "/", ",", "&")


def join_headings(rows: Sequence[Row]) -> tuple[list[Row], frozenset[int]]:
    """The rows with each wrapped heading whole in its first row, and the rows that only carry one on."""
    out = list(rows)
    carried: set[int] = set()
    for index in range(len(out) - 1):
        first, second = out[index], out[index + 1]
        if first.text and second.text and index not in carried and _goes_on(first, second):
            text, label, _ = split_numbers(first.text)
            number = first.text[: first.text.find(text)] if label else ""
            out[index] = replace(first, text=f"{number}{text} {second.text}")
            carried.add(index + 1)
    return out, frozenset(carried)


def _goes_on(first: Row, second: Row) -> bool:
    if first.page != second.page or not is_uppercase(second.text) or not is_uppercase(first.text):
        return False
    text = split_numbers(first.text)[0]
    if not is_dotted_heading(text) or second.text[0] == "(" or heading_prefix(second.text):
        return False
    room = len(text) + 1 + len(second.text.split(" ", 1)[0])
    return text.endswith(_OPEN_ENDS) or room > _FULL
