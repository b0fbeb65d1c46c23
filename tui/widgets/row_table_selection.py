"""Which rows of a table are selected: marks that outlive filters, and a range that is being drawn. Pure.

A key costs what it changes, however many rows there are or are selected; only who asks for all the selected
keys in order pays for their number, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from tui.widgets.row_table_lines import Key


@dataclass(slots=True)
class _Range:
    """A range from `anchor` on: the indexes it covers, and the keys that only it has marked."""

    anchor: Key
    by_shift: bool
    span: range = range(0)
    added: set[Key] = field(default_factory=set)


class RowSelection:
    """The marks of the shown rows, by key, and of rows that a filter hides. What changes marks returns the
    shown keys whose mark is now another."""

    def __init__(self) -> None:
        self._keys: Sequence[Key] = ()
        self._index_of: Mapping[Key, int] = {}
        self._hidden: Sequence[Key] = ()
        self._marks: set[Key] = set()
        self._hidden_marks: tuple[Key, ...] = ()
        self._range: _Range | None = None
        self._ordered: tuple[Key, ...] | None = None
        self._counts: dict[range, int] = {}
        self.version = 0
        """Another number after each change of the marks or of `ranging`."""

    # --- reading ---------------------------------------------------------------------------------

    def __contains__(self, key: Key) -> bool:
        return key in self._marks

    def __len__(self) -> int:
        return len(self._marks) + len(self._hidden_marks)

    @property
    def keys(self) -> tuple[Key, ...]:
        """The selected keys: shown ones in row order, then hidden ones."""
        if self._ordered is None:
            indexes = sorted(self._index_of[key] for key in self._marks)
            self._ordered = (*(self._keys[index] for index in indexes), *self._hidden_marks)
        return self._ordered

    @property
    def hidden(self) -> int:
        """How many of the selected rows are hidden."""
        return len(self._hidden_marks)

    def count_in(self, rows: range) -> int:
        """How many rows of these indexes are selected."""
        if rows not in self._counts:
            self._counts[rows] = sum(self._keys[index] in self._marks for index in rows)
        return self._counts[rows]

    @property
    def anchor(self) -> Key | None:
        """Where the range began that is being drawn; None without one."""
        return None if self._range is None else self._range.anchor

    @property
    def ranging(self) -> bool:
        """Whether a range is being drawn that goes on until it is ended."""
        return self._range is not None and not self._range.by_shift

    # --- marking ---------------------------------------------------------------------------------

    def set_rows(
        self,
        keys: Sequence[Key],
        index_of: Mapping[Key, int],
        hidden: Iterable[Key] = (),
        span: range | None = None,
    ) -> None:
        """Other rows: marks stay with keys that are shown or hidden. `span` is what the range being drawn
        covers now; None ends it."""
        before = self._marks, self._hidden_marks
        marked = self._marks.union(self._hidden_marks)
        self._keys, self._index_of = keys, index_of
        self._hidden = tuple(key for key in hidden if key not in index_of)
        self._marks = marked & index_of.keys()
        self._hidden_marks = tuple(key for key in self._hidden if key in marked)
        self._draw_range_again(span)
        self._forget()
        if before != (self._marks, self._hidden_marks):
            self.version += 1

    def _draw_range_again(self, span: range | None) -> None:
        if span is None or self._range is None:
            self.end_range()
            return
        self._marks -= self._range.added
        self._range.span, self._range.added = span, {self._keys[index] for index in span} - self._marks
        self._marks |= self._range.added

    def select(self, keys: Iterable[Key]) -> set[Key]:
        """Select exactly these, as far as they are shown or hidden."""
        wanted = set(keys)
        hidden_marks = tuple(key for key in self._hidden if key in wanted)
        if hidden_marks != self._hidden_marks:
            self._hidden_marks = hidden_marks
            self._changed()
        return self._mark(wanted & self._index_of.keys())

    def toggle(self, keys: Iterable[Key]) -> set[Key]:
        """Select what is not selected of these shown rows, and the other way round."""
        self.end_range()
        changed = set(keys)
        if changed:
            self._marks ^= changed
            self._changed()
        return changed

    def toggle_all(self) -> set[Key]:
        """Select all shown rows; when they all are, none of them. Hidden ones stay as they are."""
        everything = len(self._marks) == len(self._index_of)
        return self._mark(set() if everything else set(self._index_of))

    def _mark(self, marks: set[Key]) -> set[Key]:
        self.end_range()
        changed = marks ^ self._marks
        if changed:
            self._marks = marks
            self._changed()
        return changed

    # --- ranges ----------------------------------------------------------------------------------

    def begin_range(self, anchor: Key, *, by_shift: bool) -> None:
        """Begin a range at a stop; `by_shift` says that it ends with the shift key."""
        self.end_range()
        self._range = _Range(anchor, by_shift)
        if not by_shift:
            self.version += 1

    def end_range(self, *, only_by_shift: bool = False) -> None:
        """End the range that is being drawn, if any; what it has selected stays."""
        if self._range is None or (only_by_shift and not self._range.by_shift):
            return
        if self.ranging:
            self.version += 1
        self._range = None

    def extend(self, span: range) -> set[Key]:
        """Let the range cover these indexes: what comes in is selected, what it leaves is as before."""
        drawn = self._range
        if drawn is None:
            return set()
        left = {self._keys[index] for index in _outside(drawn.span, span)} & drawn.added
        come = {self._keys[index] for index in _outside(span, drawn.span)} - self._marks
        drawn.span = span
        for keys in (drawn.added, self._marks):
            keys -= left
            keys |= come
        if left or come:
            self._changed()
        return left | come

    def _changed(self) -> None:
        self.version += 1
        self._forget()

    def _forget(self) -> None:
        self._ordered = None
        self._counts = {}


def _outside(span: range, other: range) -> Iterator[int]:
    """The indexes of `span` that are not in `other`."""
    before = range(span.start, min(span.stop, other.start))
    after = range(max(span.start, other.stop), span.stop)
    return chain(before, after)
