"""What is measured of a whole script before its rows are read: widths, blank rows, brackets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.screenplay.looks import LONG_ROW, Looker
from core.screenplay.rows import Row

_NARROW_SPEECH = 42
"""Speeches wrapped to more than this are set as wide as action, or not wrapped."""
_TELLING_SPEECH = 30
_ENOUGH_SPEECHES = 8
_USUAL_SPEECH, _USUAL_ACTION = 35, 60
_MOST_BRACKET_ROWS = 6


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide, in characters, a script sets speech and action before it wraps them; `narrow` says that the
    two differ, so that a row's length tells them apart."""

    speech: int
    action: int
    narrow: bool


def measure_widths(rows: Sequence[Row], skipped: frozenset[int], looker: Looker) -> Widths:
    """The widths that most rows keep: those right below a name that comes back, and long rows elsewhere."""
    speeches: list[int] = []
    lengths: list[int] = []
    named = False
    for index, row in enumerate(rows):
        if index in skipped or not row.text:
            continue
        if named:
            speeches.append(len(row.text))
        elif len(row.text) > LONG_ROW:
            lengths.append(len(row.text))
        named = looker.is_known_name(row.text)
    action = _most(lengths) if lengths else _USUAL_ACTION
    telling = [length for length in speeches if length >= _TELLING_SPEECH]
    wide = sum(length > _NARROW_SPEECH for length in telling)
    # A few rows below a name are action that stands there without its speech.
    narrow = action < 2 * _NARROW_SPEECH and wide * 20 <= len(telling) * 9
    if len(telling) < _ENOUGH_SPEECHES:
        return Widths(_USUAL_SPEECH, action, narrow)
    kept = [length for length in speeches if length <= _NARROW_SPEECH] if narrow else speeches
    return Widths(_most(kept), action, narrow)


def _most(lengths: list[int]) -> int:
    """The length that six of seven rows keep to."""
    return sorted(lengths)[len(lengths) * 6 // 7]


def tight_gap(rows: Sequence[Row], skipped: frozenset[int]) -> int:
    """The blank rows between two rows of one paragraph: a row that begins in lower case carries on."""
    gaps: Counter[int] = Counter()
    blanks = 0
    for index, row in enumerate(rows):
        if not row.text:
            blanks += 1
            continue
        if row.text[0].islower() and index not in skipped:
            gaps[blanks] += 1
        blanks = 0
    return gaps.most_common(1)[0][0] if gaps else 0


def open_brackets(rows: Sequence[Row], skipped: frozenset[int]) -> frozenset[int]:
    """The rows of brackets that are closed some rows below: `(softly,` and `to her)`."""
    inside: set[int] = set()
    opened: list[int] = []
    for index, row in enumerate(rows):
        if not row.text or index in skipped:
            continue
        if row.text[0] in "(（":
            opened = [] if ")" in row.text or "）" in row.text else [index]
        elif opened:
            closed = ")" in row.text or "）" in row.text
            if not closed or row.text[-1] in ")）":
                opened.append(index)
            if closed:
                inside.update(opened)
            if closed or len(opened) > _MOST_BRACKET_ROWS:
                opened = []
    return frozenset(inside)
