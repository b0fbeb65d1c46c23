"""Dual dialogue of a PDF: two speeches side by side become one after the other, the left one first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from core.models import LineKind
from core.screenplay.rows import Row
from core.screenplay.shapes import is_continued, is_cue_shape, is_parenthetical, is_transition

_GAP = re.compile(r" {2,}")
_CUE_GAP = 5
_MAX_ROWS = 120


def untangle(rows: Sequence[Row]) -> list[Row]:
    """The rows with each pair of speeches taken apart; their kinds are settled, as no margin tells them."""
    out: list[Row] = []
    index = 0
    while index < len(rows):
        cues = _two_cues(rows, index)
        if cues is None:
            out.append(rows[index])
            index += 1
            continue
        end = _speech_end(rows, index + 1)
        out += _apart(cues, rows[index + 1 : end])
        index = end
    return out


def _two_cues(rows: Sequence[Row], index: int) -> tuple[Row, Row] | None:
    parts = _parts(rows[index])
    followed = index + 1 < len(rows) and bool(rows[index + 1].text)
    if len(parts) != 2 or not followed:
        return None
    left, right = parts
    wide = right.column - left.column - len(left.text) >= _CUE_GAP
    if wide and _is_name(left.text) and _is_name(right.text):
        return left, right
    return None


def _is_name(text: str) -> bool:
    return len(text) <= 40 and is_cue_shape(text) and not is_transition(text) and not is_continued(text)


def _parts(row: Row) -> list[Row]:
    """The pieces of a row that wide gaps part, each with its own column."""
    parts: list[Row] = []
    start = 0
    for gap in (*_GAP.finditer(row.text), None):
        end = gap.start() if gap else len(row.text)
        if end > start:
            parts.append(replace(row, text=row.text[start:end], column=row.column + start))
        start = gap.end() if gap else end
    return parts


def _speech_end(rows: Sequence[Row], start: int) -> int:
    end = start
    while (
        end < len(rows) and end - start < _MAX_ROWS and rows[end].text and rows[end].page == rows[start].page
    ):
        end += 1
    return end


def _apart(cues: tuple[Row, Row], rows: Sequence[Row]) -> list[Row]:
    left, right = cues
    pieces = [_parts(row) for row in rows]
    # Speech is set left of its cue, so the right column begins where its leftmost piece does.
    edge = min(
        (parts[-1].column for parts in pieces if len(parts) > 1), default=(left.column + right.column) // 2
    )
    halves: tuple[list[Row], list[Row]] = ([], [])
    for parts in pieces:
        for part in parts:
            halves[part.column >= edge].append(part)
    gap = Row("", 0, left.page)
    return [*_speech(left, halves[0]), gap, *_speech(right, halves[1])]


def _speech(cue: Row, rows: list[Row]) -> list[Row]:
    return [
        replace(cue, kind=LineKind.CUE),
        *(
            replace(row, kind=LineKind.PARENTHETICAL if is_parenthetical(row.text) else LineKind.DIALOGUE)
            for row in rows
        ),
    ]
