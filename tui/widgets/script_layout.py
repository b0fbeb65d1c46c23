"""A screenplay set in cells as it stands on its page: indents, rows, rules where a page begins. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, get_character_cell_size

from core.models import Line, LineKind

MEASURE = 62
"""Cells of a row of action: six inches of a typewriter's ten characters, and two for what hangs over."""

LEAST_CELLS = 12
"""A row is never set narrower, however narrow the terminal."""

HIDDEN = frozenset({LineKind.FURNITURE, LineKind.PAGE_BREAK})
"""What belongs to the paper and not to the film; page breaks are drawn from the lines' pages."""

# Characters of one cell each, far quicker to test for than to measure.
_NARROW = re.compile("[ -~\u00a0-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e]*")
_WORD = re.compile(r"#?[^\W_]+(?:['’&-][^\W_]+)*")


class Row(NamedTuple):
    """One row: `text[start:end]` of the line at index `line`, `indent` cells from the left.

    A row between lines has `start` -1 and the index of the line after it: it is blank, or with `page` the
    rule that a page begins with.
    """

    line: int
    start: int
    end: int
    indent: int = 0
    page: int = 0

    @property
    def is_text(self) -> bool:
        """Whether a part of a line stands in it."""
        return self.start >= 0


@dataclass(frozen=True, slots=True)
class Form:
    """How a kind of line is set on a page of `MEASURE` cells: its indent and its longest row, in cells."""

    indent: int = 0
    cells: int = MEASURE
    flush_right: bool = False


FORMS: dict[LineKind, Form] = {
    LineKind.CUE: Form(22, 38),
    LineKind.PARENTHETICAL: Form(16, 26),
    LineKind.DIALOGUE: Form(10, 36),
    LineKind.LYRIC: Form(10, 36),
    LineKind.TRANSITION: Form(flush_right=True),
}
"""The others take the whole row. After the usual typescript: dialogue an inch in, cues two inches."""

_WHOLE = Form()


def typeset(lines: Sequence[Line], cells: int) -> list[Row]:
    """All rows of a script whose longest row has `cells` cells; blank lines stand one at a time.

    In the order of (line, start), so that `row_at` finds by halves.
    """
    cells = max(LEAST_CELLS, min(MEASURE, cells))
    rows: list[Row] = []
    page, blank = 1, False
    for index, line in enumerate(lines):
        if line.kind in HIDDEN:
            continue
        if not line.text or line.kind is LineKind.BLANK:
            blank = bool(rows)
            continue
        if blank:
            rows.append(Row(index, -1, -1))
        if line.page != page:
            page = line.page
            if rows:
                rows.append(Row(index, -1, -1, 0, page))
                rows += [Row(index, -1, -1)] * blank
        rows += _line_rows(index, line, cells)
        blank = False
    return rows


def row_at(rows: Sequence[Row], line: int, column: int) -> int:
    """The index of the row in which a character of a line stands, or would stand; 0 without rows."""
    return max(0, bisect_right(rows, (line, column), key=lambda row: (row.line, row.start)) - 1)


def _line_rows(index: int, line: Line, cells: int) -> Iterator[Row]:
    form = FORMS.get(line.kind, _WHOLE)
    indent, width = _scaled(form, cells)
    for start, end in wrapped(line.text, width):
        if form.flush_right:
            indent = max(0, cells - cell_len(line.text[start:end]))
        yield Row(index, start, end, indent)


@lru_cache(maxsize=32)
def _scaled(form: Form, cells: int) -> tuple[int, int]:
    """Indent and longest row on a narrower page: the indents give way, in proportion."""
    indent = form.indent * cells // MEASURE
    return indent, max(1, min(form.cells, cells - indent))


def wrapped(text: str, cells: int) -> Iterator[tuple[int, int]]:
    """`text` in rows of at most `cells` cells, broken at blanks where it has any: (start, end) of each."""
    narrow = _NARROW.fullmatch(text) is not None
    start, length = 0, len(text)
    while start < length:
        limit = start + cells if narrow else _limit(text, start, cells)
        if limit >= length:
            yield start, length
            return
        cut = text.rfind(" ", start + 1, limit + 1)
        end = limit if cut < 0 else cut
        yield start, end
        start = end + 1 if cut >= 0 else end


def _limit(text: str, start: int, cells: int) -> int:
    """The end of the characters from `start` on that fit into `cells`; at least one does."""
    left = cells
    for at in range(start, len(text)):
        left -= get_character_cell_size(text[at])
        if left < 0:
            return max(at, start + 1)
    return len(text)


@lru_cache(maxsize=64)
def words(text: str) -> tuple[tuple[int, int], ...]:
    """The words of a line, (start, end) in characters: letters and digits with what joins them, so that a
    name is taken without the comma after it."""
    return tuple(match.span() for match in _WORD.finditer(text))


def word_at(text: str, column: int) -> int:
    """The index of the word at a character, or of the nearest one; -1 in a line without words."""
    spans = words(text)
    if not spans:
        return -1
    after = bisect_right(spans, column, key=lambda span: span[0]) - 1
    if after < 0:
        return 0
    end = spans[after][1]
    if column >= end and after + 1 < len(spans) and spans[after + 1][0] - column <= column - end:
        return after + 1
    return after


def word_start(text: str, column: int) -> int:
    """Where a cursor stands that is put at a character: at the beginning of its word; 0 without words."""
    at = word_at(text, column)
    return words(text)[at][0] if at >= 0 else 0


def character_at(text: str, row: Row, cell: int) -> int:
    """The character of a row that covers a cell, counted from the row's own left, or the nearest one."""
    left = cell
    for at in range(row.start, row.end):
        left -= get_character_cell_size(text[at])
        if left < 0:
            return at
    return max(row.start, row.end - 1) if cell >= 0 else row.start
