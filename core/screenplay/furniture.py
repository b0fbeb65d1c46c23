"""What a page carries that is not the script: page numbers, (MORE), CONTINUED, headers and footers.

Page numbers are told by their order: rows that count up, a page's length apart. Where they stand, or where
the file itself begins a page, a page ends; what comes back there on many pages is a header or a footer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.screenplay.numbers import split_numbers
from core.screenplay.rows import Row, squeeze
from core.screenplay.shapes import (
    heading_prefix,
    is_continued,
    is_cue_shape,
    is_dotted_heading,
    is_page_number,
    is_uppercase,
)

_DIGITS = re.compile(r"\d+")
_EDGE_ROWS = 2
_RIGHT_SIDE = 35
_LONGEST = 110
_LEAST_COUNT = 4
"""Numbers in a row that make a count of pages, and times that a header comes back."""
_LEAST_PAGE, _MOST_PAGE = 12, 260
"""Rows of a file between two page numbers, blank ones included: double-spaced, and with a page lost."""
_MOST_STEP = 3
_ADDRESS = re.compile(r"(?:https?://|www\.)\S", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Furniture:
    """The indices of the rows that belong to the page, and the page numbers that count up, by their row."""

    rows: frozenset[int]
    numbers: Mapping[int, int]


def find_furniture(rows: Sequence[Row]) -> Furniture:
    """What belongs to the page and not to the script."""
    numbers = _page_count(rows)
    edges = _edge_rows(rows) | _beside(rows, numbers)
    headers = _repeated(rows, edges, max(len(numbers), rows[-1].page if rows else 1))
    edges |= _beside(rows, headers)
    own = (index for index, row in enumerate(rows) if row.text and _is_alone(rows, index, index in edges))
    return Furniture(headers.union(numbers, own), numbers)


def _is_alone(rows: Sequence[Row], index: int, edge: bool) -> bool:
    """Furniture by its own words and place, whatever other pages have."""
    row = rows[index]
    if is_continued(row.text) or (len(row.text) < _LONGEST and _ADDRESS.search(row.text)):
        return True
    if not is_page_number(row.text):
        return False
    blank = _is_blank(rows, index - 1) and _is_blank(rows, index + 1)
    return edge or (blank and row.column >= _RIGHT_SIDE)


def _is_blank(rows: Sequence[Row], index: int) -> bool:
    return not 0 <= index < len(rows) or not rows[index].text


def _key(text: str) -> str:
    """The words of a row whatever its numbers are."""
    return _DIGITS.sub("#", squeeze(text).lower())


def _page_count(rows: Sequence[Row]) -> dict[int, int]:
    """The rows that count the pages: the longest run of numbers that grow a page's length apart."""
    longest: dict[int, tuple[int, int]] = {}
    """By the number that a run ends in: its length and its last row."""
    before: dict[int, int] = {}
    numbers: dict[int, int] = {}
    for index, number, inserted in _numbered(rows):
        values = range(number - _MOST_STEP, number + inserted)
        runs = [
            longest[value] for value in values if value in longest and _is_page(index - longest[value][1])
        ]
        length, before[index] = max(runs, default=(0, -1))
        numbers[index] = number
        longest[number] = max((length + 1, index), longest.get(number, (0, 0)))
    length, index = max(longest.values(), default=(0, -1))
    counted: dict[int, int] = {}
    while index >= 0 and length >= _LEAST_COUNT:
        counted[index] = numbers[index]
        index = before[index]
    return counted


def _is_page(rows: int) -> bool:
    return _LEAST_PAGE <= rows <= _MOST_PAGE


def _numbered(rows: Sequence[Row]) -> Iterable[tuple[int, int, bool]]:
    """Rows that may count pages: (index, number, whether a letter inserts it, as in 12A).

    They are a number alone, or words that come back with another number.
    """
    found: list[tuple[int, str, int]] = []
    for index, row in enumerate(rows):
        if row.text and len(row.text) < _LONGEST:
            number = _number_at_end(row.text)
            if number is not None and not heading_prefix(row.text) and not split_numbers(row.text)[1]:
                found.append((index, "#" if is_page_number(row.text) else _key(row.text), number))
    keys = Counter(key for _, key, _ in found)
    return (
        (index, number, key == "#" and rows[index].text.strip("( .)-")[-1:].isalpha())
        for index, key, number in found
        if keys[key] >= _LEAST_COUNT
    )


def _number_at_end(text: str) -> int | None:
    """The number with which a row ends, else the one with which it begins."""
    if not (text[-1].isdigit() or text[0].isdigit() or text[-1] in ".-)ABab"):
        return None
    numbers = _DIGITS.findall(text)
    if not numbers:
        return None
    number = numbers[0] if text[0].isdigit() and not text[-1].isdigit() else numbers[-1]
    return int(number) if len(number) <= 4 else None


def _edge_rows(rows: Sequence[Row]) -> frozenset[int]:
    """The first and last rows of each page, where a file has pages."""
    by_page: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        if row.text:
            by_page.setdefault(row.page, []).append(index)
    if len(by_page) < 2:
        return frozenset()
    return frozenset(index for own in by_page.values() for index in (*own[:_EDGE_ROWS], *own[-_EDGE_ROWS:]))


def _beside(rows: Sequence[Row], marks: Collection[int]) -> frozenset[int]:
    """The rows with text around each of some rows."""
    solid = [index for index, row in enumerate(rows) if row.text]
    return frozenset(
        near
        for at, index in enumerate(solid)
        if index in marks
        for near in solid[max(0, at - _EDGE_ROWS) : at + _EDGE_ROWS + 1]
    )


def _repeated(rows: Sequence[Row], edges: frozenset[int], pages: int) -> frozenset[int]:
    """Rows whose words, digits aside, come back at the edges of many pages; cues and headings may."""
    keys = {index: _key(row.text) for index, row in enumerate(rows) if 0 < len(row.text) < _LONGEST}
    everywhere = Counter(keys.values())
    at_edges = Counter(keys[index] for index in edges if index in keys)
    names = {keys[index] for index in edges if index in keys and _is_name(rows[index].text)}
    # Words with a number are seldom script; others, and names, must come back often and nowhere else.
    few, many = max(3, pages // 10), max(3, pages // 4)
    headers = {
        key
        for key, count in at_edges.items()
        if (count >= few and "#" in key and key not in names)
        or (count >= many and everywhere[key] * 4 <= count * 5)
    }
    return frozenset(
        index
        for index, key in keys.items()
        if key in headers and (index in edges or "#" in key) and not _is_script(rows, index)
    )


def _is_script(rows: Sequence[Row], index: int) -> bool:
    text, label, _ = split_numbers(rows[index].text)
    if label or is_dotted_heading(text):
        return True
    return _is_name(text) and not _is_blank(rows, index + 1)


def _is_name(text: str) -> bool:
    return is_uppercase(text) and is_cue_shape(text)
