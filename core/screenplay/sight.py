"""What a row of a page shows of itself and of its place: the evidence that `sequence` weighs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.screenplay.looks import Looker, Looks
from core.screenplay.measure import Widths, measure_widths, open_brackets, tight_gap
from core.screenplay.numbers import split_numbers
from core.screenplay.rows import Row

UNKNOWN_GAP = 4
"""The place of a row whose distance to the row above is not known: a page ends between them."""
UNKNOWN_SHIFT = 81
_MOST_SHIFT = 40
_WIDTH_BUCKET = 10
LENGTHS = 8


@dataclass(frozen=True, slots=True)
class Sight:
    """One row as evidence. `looks` is what it may be by its letters; `after_speech` and
    `after_action` say how it stands below the row above, `shift` how far right of it, `length` in tens."""

    index: int
    column: int
    length: int
    looks: Looks
    after_speech: int
    after_action: int
    shift: int


@dataclass(frozen=True, slots=True)
class View:
    """All rows with text, in order; `narrow` says that speech is set narrower than action."""

    sights: list[Sight]
    narrow: bool


def see(rows: Sequence[Row], skipped: frozenset[int]) -> View:
    """What the rows with text show, those `skipped` left out."""
    looker = Looker(row.text for index, row in enumerate(rows) if index not in skipped)
    tight = tight_gap(rows, skipped)
    brackets = open_brackets(rows, skipped)
    widths = measure_widths(rows, skipped, looker)
    sights: list[Sight] = []
    above: _Above | None = None
    blanks = 0
    for index, row in enumerate(rows):
        if index in skipped:
            above = None
        elif not row.text:
            blanks += 1
        else:
            text, label, moved = split_numbers(row.text)
            here = _Above(text, row.column + moved, row.page)
            speech, action, shift = _place(above, here, blanks > tight, widths)
            looks = looker.looks(text, row.kind, index in brackets, bool(label))
            length = min(LENGTHS - 1, len(text) // _WIDTH_BUCKET)
            sights.append(Sight(index, here.column, length, looks, speech, action, shift))
            above, blanks = here, 0
    return View(sights, widths.narrow)


@dataclass(frozen=True, slots=True)
class _Above:
    text: str
    column: int
    page: int


def _place(above: _Above | None, here: _Above, apart: bool, widths: Widths) -> tuple[int, int, int]:
    """How a row stands below the one above: as speech goes on, as action does, and how far to the right."""
    if above is None or above.page != here.page:
        return UNKNOWN_GAP, UNKNOWN_GAP, UNKNOWN_SHIFT
    word = here.text.find(" ")
    room = len(above.text) + 1 + (word if word > 0 else len(here.text))
    shift = max(-_MOST_SHIFT, min(_MOST_SHIFT, here.column - above.column)) + _MOST_SHIFT
    return 2 * apart + (room <= widths.speech), 2 * apart + (room <= widths.action), shift
