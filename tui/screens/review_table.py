"""The table of drafts: a `RowTable` that knows how the rows of a review stand, and what of them is seen."""

from __future__ import annotations

from collections.abc import Sequence

from core.models import Review, ReviewRow
from tui.screens.review_filter import Filter
from tui.screens.review_rows import (
    COLUMNS,
    Sorting,
    arrange,
    cells,
    fold,
    folded_at_first,
    last_line,
    row_style,
)
from tui.widgets.row_table import Cell, RowTable

NOTHING_FITS = "No row fits the filter. Press esc to see all."
ADD_YOUR_OWN = "+ Add a row of your own"


class ReviewTable(RowTable[ReviewRow]):
    """The drafts of one review, in their folds, with a last line to add one's own."""

    def __init__(self, *, id: str | None = None) -> None:
        """A table without a review; `begin` gives it one."""
        self._extent = 0
        super().__init__(
            COLUMNS,
            key=lambda row: row.id,
            cells=self._cells,
            group=fold,
            row_style=row_style,
            pure=True,
            selectable=True,
            empty=NOTHING_FITS,
            last_line=ADD_YOUR_OWN,
            id=id,
        )

    def _cells(self, row: ReviewRow) -> Sequence[Cell]:
        return cells(row, self._extent)

    def begin(self, review: Review) -> None:
        """Another review: the folds of what is out or unchanged are closed at first."""
        self._folded = frozenset(folded_at_first(review))

    def show(self, review: Review, sorting: Sorting, wanted: Filter) -> None:
        """Show the rows that fit; marks of the others stay. While one filters no fold is closed."""
        if self._extent != (extent := last_line(review)):
            self._extent = extent
            self._drawn.clear()
        shown = arrange(review.rows, sorting, wanted)
        ids = {row.id for row in shown} if len(shown) != len(review.rows) else None
        hidden = () if ids is None else [row.id for row in review.rows if row.id not in ids]
        self.set_sort(sorting.column, sorting.descending)
        self.set_rows(shown, hidden=hidden, ignore_folds=not wanted.empty)
