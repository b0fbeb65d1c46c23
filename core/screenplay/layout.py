"""Screenplay layout without markup: plain text and the lines of a PDF, told apart by column and shape.

The standard page has action at column 15, dialogue at 25, parentheticals at 31, cues at 37 (FACTS 5). Real
pages keep the order of these columns and little else, so they are measured from the script: headings show
where action begins, what stands under a cue where dialogue does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.models import LineKind
from core.screenplay.furniture import find_furniture, split_right_number
from core.screenplay.reading import Read
from core.screenplay.shapes import (
    heading_prefix,
    is_cue_shape,
    is_dotted_heading,
    is_transition,
    is_uppercase,
)

_SPEECH = (LineKind.CUE, LineKind.PARENTHETICAL, LineKind.DIALOGUE)
_CUE_INDENT = 8
_DIALOGUE_INDENT = 4
_BYLINE = re.compile(
    r"\b(?:by|draft|copyright|based on|registered|screenplay|teleplay|revised|productions?)\b|©|@|\(c\)",
    re.IGNORECASE,
)
_NUMBER_LEFT = re.compile(r"(\*? ?[A-Z]{0,2}\d{1,4}[A-Z]{0,3}[.)]?) +(?=\S)")
_STAR_RIGHT = re.compile(r" {2,}\*{1,3}$")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a page: `column` in characters from the left edge, `page` as the file has it, from 1;
    `kind` where that is settled before any margin is measured."""

    text: str
    column: int
    page: int
    kind: LineKind | None = None


@dataclass(frozen=True, slots=True)
class Margins:
    """The columns at which this script sets its elements."""

    action: int
    dialogue: int
    cue: int


def read_layout(rows: Sequence[Row]) -> list[Read]:
    """Classify each row; the result has as many entries as `rows`."""
    return _Reader(rows).read()


def has_layout(rows: Sequence[Row]) -> bool:
    """Whether names in capitals stand indented over indented text: screenplay layout, not flat text."""
    left = _action_column(rows)
    cues = sum(1 for index in _cue_candidates(rows) if rows[index].column >= left + _CUE_INDENT)
    flat = sum(1 for index in _cue_candidates(rows) if rows[index].column < left + _CUE_INDENT)
    return cues > 0 and cues >= flat


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


def _cue_candidates(rows: Sequence[Row]) -> Iterable[int]:
    for index in range(len(rows) - 1):
        before = rows[index - 1].text if index else ""
        text = rows[index].text
        if text and not before and rows[index + 1].text and is_cue_shape(text) and not heading_prefix(text):
            yield index


def _action_column(rows: Sequence[Row]) -> int:
    """Where headings begin; without any, where long rows do."""
    headings = Counter(_heading_column(row) for row in rows if _is_plain_heading(row))
    if headings:
        return _mode(headings)
    return _mode(Counter(row.column for row in rows if len(row.text) > 45))


def _is_plain_heading(row: Row) -> bool:
    return is_dotted_heading(_split_numbers(row.text)[0])


def _heading_column(row: Row) -> int:
    match = _NUMBER_LEFT.match(row.text[:40])
    numbered = match is not None and not heading_prefix(row.text)
    return row.column + (match.end() if numbered and match else 0)


def _mode(counts: Counter[int]) -> int:
    return max(counts, key=lambda column: (counts[column], -column), default=0)


def _margins(rows: Sequence[Row]) -> Margins:
    action = _action_column(rows)
    cues: Counter[int] = Counter()
    speeches: Counter[int] = Counter()
    for index in _cue_candidates(rows):
        below = rows[index + 1]
        if rows[index].column < action + _CUE_INDENT or below.column < action + _DIALOGUE_INDENT:
            continue
        cues[rows[index].column] += 1
        if not below.text.startswith("("):
            speeches[below.column] += 1
    cue = _mode(cues) if cues else action + 22
    return Margins(action, _mode(speeches) if speeches else action + 10, cue)


def _split_numbers(text: str) -> tuple[str, str]:
    """A heading without the scene number in its margins, and that number; other rows as they are."""
    if heading_prefix(text):
        bare, label = split_right_number(text)
        return bare, label
    match = _NUMBER_LEFT.match(text[:40])
    if match is None or not heading_prefix(text[match.end() :]):
        return text, ""
    bare, _ = split_right_number(text[match.end() :])
    return bare, match[1].strip("* .)")


class _Reader:
    """Walks the rows once; `speech` says that a cue is open."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = [_without_star(row) for row in rows]
        self.furniture = find_furniture([(row.text, row.column, row.page) for row in self.rows])
        solid = [row for at, row in enumerate(self.rows) if at not in self.furniture and row.kind is None]
        self.margins = _margins(solid)
        self.speech = False
        self.bracket = False
        self.last = LineKind.BLANK
        self.last_page = 1

    def read(self) -> list[Read]:
        body = self._title_page_end()
        out: list[Read] = []
        for index, row in enumerate(self.rows):
            if not row.text:
                read = Read(LineKind.BLANK, "")
                self.speech = self.bracket = False
            elif index in self.furniture:
                read = Read(LineKind.FURNITURE, _squeeze(row.text))
            elif index < body:
                read = Read(LineKind.TITLE_PAGE, _squeeze(row.text))
            else:
                read = self._line(index, row)
            out.append(read)
        return out

    def _line(self, index: int, row: Row) -> Read:
        text, label = _split_numbers(row.text)
        kind = self._kind(index, row, text)
        self.speech = kind in _SPEECH
        self.bracket = kind is LineKind.PARENTHETICAL and ")" not in text
        self.last, self.last_page = kind, row.page
        if kind is LineKind.HEADING:
            return Read(kind, _squeeze(text), label)
        return Read(kind, _squeeze(row.text))

    def _kind(self, index: int, row: Row, text: str) -> LineKind:
        if row.kind is not None:
            return row.kind
        if self._is_heading(index, row, text):
            return LineKind.HEADING
        indent = row.column - self.margins.action
        if self.bracket and indent >= _DIALOGUE_INDENT:
            return LineKind.PARENTHETICAL
        if self._is_transition(index, text, indent):
            return LineKind.TRANSITION
        if self._is_cue(index, row):
            return LineKind.CUE
        if (
            indent >= _DIALOGUE_INDENT
            and not self._is_centred(row)
            and (self.speech or self._carries_on(row))
        ):
            return LineKind.PARENTHETICAL if self._is_bracket(row) else LineKind.DIALOGUE
        return LineKind.ACTION

    def _is_heading(self, index: int, row: Row, text: str) -> bool:
        if heading_prefix(text) is None or _heading_column(row) > self.margins.action + 3:
            return False
        return self._opens(index) and (is_dotted_heading(text) or is_uppercase(text))

    def _opens(self, index: int) -> bool:
        """Whether a new block may begin here: after a blank row or furniture, or outside a speech."""
        before = self._before(index)
        return not before or not self.speech or is_uppercase(self.rows[index].text)

    def _before(self, index: int) -> str:
        """The text of the row above, "" when that is blank, furniture, or on another page."""
        if index == 0 or index - 1 in self.furniture or self.rows[index - 1].page != self.rows[index].page:
            return ""
        return self.rows[index - 1].text

    def _after(self, index: int) -> Row | None:
        """The row below on the same page, None when that is blank or furniture."""
        below = index + 1
        if below >= len(self.rows) or below in self.furniture or not self.rows[below].text:
            return None
        return self.rows[below]

    def _is_transition(self, index: int, text: str, indent: int) -> bool:
        if self._before(index) or self._after(index) is not None:
            return False
        far_right = indent >= 30 and is_uppercase(text) and text.endswith((":", "."))
        return is_transition(text) or (far_right and len(text) < 40)

    def _is_cue(self, index: int, row: Row) -> bool:
        below = self._after(index)
        if below is None or not is_cue_shape(row.text) or row.text.startswith("("):
            return False
        if abs(row.column - self.margins.cue) > 12 or row.column <= self.margins.dialogue:
            return False
        deep = below.column >= self.margins.action + _DIALOGUE_INDENT and below.column < row.column + 4
        return deep and (not self._before(index) or row.column >= self.margins.cue - 2)

    def _is_centred(self, row: Row) -> bool:
        """Beyond any dialogue: a title card or the end of an act below a speech."""
        return row.column >= max(self.margins.dialogue + 11, self.margins.cue - 2)

    def _is_bracket(self, row: Row) -> bool:
        """A parenthetical of its own: deeper than dialogue, or nothing beside the bracket in its row."""
        if not row.text.startswith("("):
            return False
        return row.column >= self.margins.dialogue + 2 or row.text.endswith(")")

    def _carries_on(self, row: Row) -> bool:
        """A speech that goes on over the page without its cue said again."""
        near = abs(row.column - self.margins.dialogue) <= 1
        return near and self.last in _SPEECH and row.page != self.last_page

    def _title_page_end(self) -> int:
        """The number of rows before the body: whole pages, or a block with a byline."""
        body = next((index for index, row in enumerate(self.rows) if self._begins_body(index, row)), 0)
        front = [row for row in self.rows[:body] if row.text]
        if not front or len(front) > 60:
            return 0
        if front[0].page < self.rows[body].page:
            first = self.rows[body].page
            return next(index for index, row in enumerate(self.rows) if row.page == first)
        return body if any(_BYLINE.search(row.text) for row in front) else 0

    def _begins_body(self, index: int, row: Row) -> bool:
        if not row.text or index in self.furniture:
            return False
        if _is_plain_heading(row) or is_transition(row.text):
            return True
        return not self._before(index) and self._is_cue(index, row)


def _without_star(row: Row) -> Row:
    text = _STAR_RIGHT.sub("", row.text[-80:]) if row.text.endswith("*") else ""
    if not text:
        return row
    return replace(row, text=row.text[:-80] + text)


def _squeeze(text: str) -> str:
    return " ".join(text.split())
