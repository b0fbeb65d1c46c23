"""Where the rows of a table stand: in groups under their headings, folded groups without their rows, and a
last line after all. Pure.

Nothing is kept for a line: where a row stands follows from its index and its group. So a look-up costs the
logarithm of the number of groups, and folding their number, however many rows there are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final, Generic, TypeVar

RowT = TypeVar("RowT")
Key = Hashable


@dataclass(frozen=True, slots=True)
class Heading:
    """The cursor's key while it stands on the heading of a folded group."""

    title: str


class LastLine(Enum):
    """The type of `LAST_LINE`."""

    LAST_LINE = "last line"


LAST_LINE: Final = LastLine.LAST_LINE
"""The cursor's key while it stands on the line after all rows."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that stand together: `rows` are their indexes, `line` is where the group begins, with its heading
    when it has one."""

    title: str
    rows: range
    line: int
    headed: bool
    folded: bool

    @property
    def first_row_line(self) -> int:
        """The line of its first row, were it open."""
        return self.line + self.headed

    @property
    def end(self) -> int:
        """The line after it."""
        return self.first_row_line + (0 if self.folded else len(self.rows))


class RowLines(Generic[RowT]):
    """Rows as lines. A *stop* is a key that the cursor can have: a row's, a `Heading`, or `LAST_LINE`."""

    def __init__(
        self,
        rows: Iterable[RowT],
        key_of: Callable[[RowT], Key],
        group_of: Callable[[RowT], str] | None = None,
        folded: Collection[str] = (),
        last_line: bool = False,
    ) -> None:
        """`group_of` names a row's group; groups come in the order of their first rows. `folded` are the
        titles of folded groups; `last_line` says whether there is a line after all rows."""
        gathered: dict[str, list[RowT]] = {}
        for row in rows:
            gathered.setdefault("" if group_of is None else group_of(row), []).append(row)
        self._rows = [row for members in gathered.values() for row in members]
        self._tuple: tuple[RowT, ...] | None = None
        self.keys: tuple[Key, ...] = tuple(map(key_of, self._rows))
        self.index_of: dict[Key, int] = {key: index for index, key in enumerate(self.keys)}
        self._sizes = {title: len(members) for title, members in gathered.items()}
        self._headed, self._has_last_line = group_of is not None, last_line
        self.fold(folded)

    def fold(self, titles: Collection[str]) -> None:
        """Fold the groups of these titles and open all others."""
        self.groups: list[Group] = []
        first, line = 0, 0
        for title, size in self._sizes.items():
            folded = self._headed and title in titles
            group = Group(title, range(first, first + size), line, self._headed, folded)
            self.groups.append(group)
            first, line = group.rows.stop, group.end
        self._first_rows = [group.rows.start for group in self.groups]
        self._first_lines = [group.line for group in self.groups]
        self._by_title = {group.title: group for group in self.groups if group.headed}
        self._end_of_rows = line

    # --- rows ------------------------------------------------------------------------------------

    @property
    def rows(self) -> tuple[RowT, ...]:
        """All rows, those of folded groups too."""
        if self._tuple is None:
            self._tuple = tuple(self._rows)
        return self._tuple

    def row(self, index: int) -> RowT:
        """The row of an index."""
        return self._rows[index]

    def replace(self, index: int, row: RowT) -> None:
        """Put a new value of the same key in a row's place; its group stays."""
        self._rows[index], self._tuple = row, None

    def group_of(self, stop: Key | None) -> Group | None:
        """The group that a row or a heading belongs to; None for the last line and for what is not here."""
        if isinstance(stop, Heading):
            return self._by_title.get(stop.title)
        index = self.index_of.get(stop)
        return None if index is None else self.groups[bisect_right(self._first_rows, index) - 1]

    def span(self, one: Key, other: Key) -> range:
        """The indexes of the rows from one stop to the other, in any order; those of folded groups count."""
        ends = sorted((self.line_of(one) or 0, self.line_of(other) or 0))
        first, last = (self._rows_on(line) for line in ends)
        return range(first.start, last.stop)

    def _rows_on(self, line: int) -> range:
        what = self.at(line)
        if isinstance(what, int):
            return range(what, what + 1)
        return what.rows if isinstance(what, Group) else range(len(self.keys), len(self.keys))

    # --- lines -----------------------------------------------------------------------------------

    def __len__(self) -> int:
        return self._end_of_rows + self._has_last_line

    def at(self, line: int) -> int | Group | LastLine | None:
        """What stands on a line: a row, by its index, a group's heading, the last line, or nothing."""
        if not 0 <= line < len(self):
            return None
        if line == self._end_of_rows:
            return LAST_LINE
        group = self.groups[bisect_right(self._first_lines, line) - 1]
        return group if line < group.first_row_line else group.rows[line - group.first_row_line]

    def line_of(self, stop: Key | None) -> int | None:
        """Where a stop is; a row of a folded group is where its heading is."""
        if stop is LAST_LINE:
            return self._end_of_rows if self._has_last_line else None
        if (group := self.group_of(stop)) is None:
            return None
        if group.folded or isinstance(stop, Heading):
            return group.line
        return group.first_row_line + self.index_of[stop] - group.rows.start

    def stop_at(self, line: int) -> Key | None:
        """The stop on a line; None where the cursor can't stand."""
        what = self.at(line)
        if isinstance(what, int):
            return self.keys[what]
        if isinstance(what, Group):
            return Heading(what.title) if what.folded else None
        return what

    def stop_of(self, key: Key | None) -> Key | None:
        """Where a cursor of this key can stand: there, for a row in a fold on its heading, for the heading of
        a group that is open on its first row; None for what is not here."""
        line = self.line_of(key)
        return None if line is None else self._first_stop(line, line + 1)

    def nearest(self, line: int) -> Key | None:
        """The stop on a line, or the nearest one below it, then above it; the last line only without rows."""
        line = min(line, max(0, self._end_of_rows - 1))
        return self._first_stop(line, line + 1)

    def step(self, stop: Key | None, lines: int) -> Key | None:
        """The stop that is `lines` further on, or past an open heading there, or the last one that way."""
        line = self.line_of(stop)
        if line is None:
            return None
        target = min(max(line + lines, 0), len(self) - 1)
        toward = 1 if lines > 0 else -1
        return self._first_stop(target, target + toward, target - toward)

    def _first_stop(self, *lines: int) -> Key | None:
        stops = (self.stop_at(line) for line in lines)
        return next((stop for stop in stops if stop is not None), None)
