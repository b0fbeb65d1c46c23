"""Page numbers that the script itself carries: form feeds, printed numbers, the pages of a PDF.

Page 1 is the first page of the body, as it is numbered in print; a title page has no number of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from core.models import LineKind
from core.screenplay.reading import Read
from core.screenplay.rows import Row
from core.screenplay.shapes import is_page_number

_NUMBER = re.compile(r"\d{1,4}")
_LEAST_AGREEING = 2


def text_rows(lines: Sequence[str], breaks: frozenset[int]) -> list[Row]:
    """The lines of a text file as rows; a form feed begins a page, before the text of its own line."""
    rows: list[Row] = []
    page = 1
    for index, line in enumerate(lines):
        if index in breaks and index:
            page += 1
        text = line.strip()
        rows.append(Row(text, len(line) - len(line.lstrip()) if text else 0, page))
    return rows


def printed_pages(reads: Sequence[Read], pages: Sequence[int]) -> list[int]:
    """Pages counted in the file (`pages`, one a line) as the numbers printed on them."""
    shift = _printed_shift(reads, pages)
    if shift is None:
        shift = _title_pages(reads, pages)
    return [max(1, page - shift) for page in pages]


def text_pages(reads: Sequence[Read], pages: Sequence[int]) -> list[int] | None:
    """The pages of a text file by its form feeds, else by its page numbers; None when it has neither."""
    if pages and pages[-1] > 1:
        return printed_pages(reads, pages)
    current, seen = 1, 0
    out: list[int] = []
    for read in reads:
        number = _number(read)
        if number is not None and current <= number <= current + 5:
            current, seen = number, seen + 1
        out.append(current)
    return out if seen >= _LEAST_AGREEING else None


def _number(read: Read) -> int | None:
    """The page number that a row of furniture is, or that it counts the pages with."""
    if read.kind is not LineKind.FURNITURE:
        return None
    if read.label:
        return int(read.label)
    if not is_page_number(read.text):
        return None
    match = _NUMBER.search(read.text)
    return int(match[0]) if match else None


def _printed_shift(reads: Sequence[Read], pages: Sequence[int]) -> int | None:
    """How many pages of the file come before the one printed as 1, by what most numbers say."""
    shifts = Counter(
        page - number
        for read, page in zip(reads, pages, strict=True)
        if (number := _number(read)) is not None
    )
    if not shifts:
        return None
    shift, agreeing = shifts.most_common(1)[0]
    return shift if agreeing >= _LEAST_AGREEING and shift >= 0 else None


def _title_pages(reads: Sequence[Read], pages: Sequence[int]) -> int:
    """The pages at the front that hold nothing but a title page."""
    body = (LineKind.TITLE_PAGE, LineKind.BLANK, LineKind.FURNITURE)
    return next((page - 1 for read, page in zip(reads, pages, strict=True) if read.kind not in body), 0)
