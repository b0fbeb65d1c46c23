"""Screenplay layout without markup: plain text and the lines of a PDF, told apart by place and shape.

The standard page has action at column 15, dialogue at 25, parentheticals at 31, cues at 37 (FACTS 5). Real
pages drift, lose their indentation or their blank rows: so each script is read by what it does itself
(`sequence`). Here page furniture and title page are set apart before that, and the lines put together after.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from core.models import LineKind
from core.screenplay.furniture import find_furniture
from core.screenplay.numbers import split_numbers
from core.screenplay.reading import Read
from core.screenplay.rows import Row, repaired, squeeze
from core.screenplay.sequence import most_likely
from core.screenplay.shapes import heading_prefix, is_dotted_heading, is_transition, is_uppercase
from core.screenplay.sight import KINDS, see

_BYLINE = re.compile(
    r"\b(?:by|draft|copyright|based on|registered|screenplay|teleplay|revised|productions?)\b|©|@|\(c\)",
    re.IGNORECASE,
)
_MOST_FRONT_ROWS = 60


def read_layout(rows: Sequence[Row]) -> list[Read]:
    """Classify each row; the result has as many entries as `rows`."""
    rows = [repaired(row) for row in rows]
    furniture = find_furniture([(row.text, row.column, row.page) for row in rows])
    front = _title_page_end(rows, furniture)
    view = see(rows, furniture | frozenset(range(front)))
    parts = most_likely(view)
    kinds = {sight.index: KINDS[part] for sight, part in zip(view.sights, parts, strict=True)}
    return [_read(row, kinds.get(index), index in furniture) for index, row in enumerate(rows)]


def _read(row: Row, kind: LineKind | None, furniture: bool) -> Read:
    if not row.text:
        return Read(LineKind.BLANK, "")
    if furniture:
        return Read(LineKind.FURNITURE, squeeze(row.text))
    if kind is None:
        return Read(LineKind.TITLE_PAGE, squeeze(row.text))
    if kind is LineKind.HEADING:
        text, label, _ = split_numbers(row.text)
        return Read(kind, squeeze(text), label)
    return Read(kind, squeeze(row.text))


def title_of(reads: Iterable[Read]) -> str:
    """The first block of the title page, up to three rows and no byline; "" without a title page."""
    parts: list[str] = []
    for read in reads:
        if read.kind is not LineKind.TITLE_PAGE or _BYLINE.search(read.text):
            if parts or read.kind not in (LineKind.BLANK, LineKind.FURNITURE):
                break
            continue
        parts.append(read.text)
        if len(parts) == 3:
            break
    return _without_quotes(" ".join(parts))


def _without_quotes(title: str) -> str:
    """A title without the quotes around all of it; one that only ends in a quote keeps it."""
    if len(title) > 2 and (title[0], title[-1]) in (('"', '"'), ("“", "”")):
        return title[1:-1]
    return title


def _title_page_end(rows: Sequence[Row], furniture: frozenset[int]) -> int:
    """The number of rows before the body: whole pages, or a block with a byline."""
    body = next(
        (at for at, row in enumerate(rows) if at not in furniture and _begins_body(row)), 0
    )
    front = [row for at, row in enumerate(rows[:body]) if row.text and at not in furniture]
    if not front or len(front) > _MOST_FRONT_ROWS:
        return 0
    if front[0].page < rows[body].page:
        first = rows[body].page
        return next(index for index, row in enumerate(rows) if row.page == first)
    return body if any(_BYLINE.search(row.text) for row in front) else 0


def _begins_body(row: Row) -> bool:
    if not row.text:
        return False
    return is_dotted_heading(split_numbers(row.text)[0]) or is_transition(row.text)
