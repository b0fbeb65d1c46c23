"""The screen's side of the row table: rows, cursor and marks as they are, drawn where they are seen.

What keys and mouse do to them is in `row_table`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Generic

from textual import events
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.row_table_drawing import Cell, Column, LinePainter, Look, Sort
from tui.widgets.row_table_lines import LAST_LINE, Group, Heading, Key, RowLines, RowT
from tui.widgets.row_table_selection import RowSelection

WHEEL_LINES = 3

KEPT_ROWS = 500
"""How many rows keep their drawn lines: some screens full."""


@dataclass(slots=True)
class _Drawn:
    """The lines drawn of one row object, by look and width."""

    row: object
    strips: dict[tuple[Look, int], Strip] = field(default_factory=dict)


class RowTableView(ScrollView, Generic[RowT]):
    """What a `RowTable` shows, without the keys."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-table--header",
        "row-table--heading",
        "row-table--cursor",
        "row-table--cursor-blurred",
        "row-table--selected",
        "row-table--bar",
        "row-table--check",
        "row-table--empty",
        "row-table--last",
    }

    DEFAULT_CSS = """
    RowTableView {
        height: 1fr;
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .row-table--header { color: $quiet; text-style: none; }
        & > .row-table--heading { color: $accent; text-style: bold; }
        & > .row-table--cursor { background: $cursor-line; text-style: bold; }
        & > .row-table--cursor-blurred { background: $surface; }
        & > .row-table--selected { background: $surface; }
        & > .row-table--bar { color: $accent; }
        & > .row-table--check { color: $accent; text-style: bold; }
        & > .row-table--empty { color: $quiet; }
        & > .row-table--last { color: $quiet; }
    }
    """

    cursor: var[Key | None] = var(None, init=False)
    """The key under the cursor: a row's, the `Heading` of a fold, or `LAST_LINE`; None without lines."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        key: Callable[[RowT], Key],
        cells: Callable[[RowT], Sequence[Cell]],
        group: Callable[[RowT], str] | None = None,
        folded: Collection[str] = (),
        row_style: Callable[[RowT], str] | None = None,
        pure: bool = False,
        selectable: bool = False,
        show_header: bool = True,
        lit: bool = False,
        empty: str = "Nothing here.",
        last_line: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """A table without rows; `set_rows` fills it.

        `cells` gives one cell a column, in order. `group` names a row's group; rows of one group stand
        together and get a heading line; groups of the titles in `folded` show only that at first.
        `row_style` is a style for a whole row, e.g. "$faint" or "". `pure` promises that cells and style
        follow from the row object alone: what is drawn of it is then kept over `set_rows`. `empty` is the
        sentence for no rows. `last_line` is a line after all rows that the cursor can stand on, or "".
        `lit` draws the cursor bright without the focus, for a table whose keys another widget holds.
        """
        super().__init__(id=id, classes=classes)
        self.selectable = selectable
        self.empty = empty
        self.lit = lit
        self.last_line = last_line
        self._top = 1 if show_header else 0
        self._key_of, self._cells_of, self._group_of = key, cells, group
        self._row_style_of = row_style
        self._pure = pure
        self._folded = frozenset(folded)
        self._ignoring_folds = False
        self._left_in_fold: dict[str, Key] = {}
        self._lines: RowLines[RowT] = RowLines((), key)
        self._selection = RowSelection()
        self._told = self._selection.version
        self._sort: Sort | None = None
        self._painter = LinePainter(self, columns, selectable)
        self._drawn: LRUCache[Key, _Drawn] = LRUCache(KEPT_ROWS)

    # --- rows ------------------------------------------------------------------------------------

    @property
    def rows(self) -> tuple[RowT, ...]:
        """The rows, in their order; those of folded groups too."""
        return self._lines.rows

    @property
    def cursor_row(self) -> RowT | None:
        """The row under the cursor; None on the heading of a fold and on the last line."""
        index = self._lines.index_of.get(self.cursor)
        return None if index is None else self._lines.row(index)

    @property
    def on_last_line(self) -> bool:
        """Whether the cursor stands on the last line."""
        return self.cursor is LAST_LINE

    @property
    def fold_rows(self) -> tuple[Key, ...]:
        """The keys of all rows of the folded group whose heading the cursor stands on; elsewhere none."""
        group = self._lines.group_of(self.cursor) if isinstance(self.cursor, Heading) else None
        return () if group is None else self._lines.keys[group.rows.start : group.rows.stop]

    @property
    def targets(self) -> tuple[Key, ...]:
        """The keys that an action applies to: the selection, or else the row under the cursor, or all rows of
        the fold under it."""
        if len(self._selection):
            return self._selection.keys
        return (self.cursor,) if self.cursor in self._lines.index_of else self.fold_rows

    @property
    def selected(self) -> tuple[Key, ...]:
        """The keys of the selected rows: shown ones in row order, then those that a filter hides."""
        return self._selection.keys

    @property
    def selected_count(self) -> int:
        """How many rows are selected, hidden ones too; costs the same for any number."""
        return len(self._selection)

    @property
    def hidden_selected(self) -> int:
        """How many of the selected rows a filter hides."""
        return self._selection.hidden

    @property
    def ranging(self) -> bool:
        """Whether a range is being drawn that V began: movements select until V ends it."""
        return self._selection.ranging

    @property
    def folded(self) -> frozenset[str]:
        """The titles of the folded groups, whether rows of them are here or not."""
        return self._folded

    def refresh_row(self, key: Key, row: RowT | None = None) -> None:
        """Draw one row again; with `row`, as this new value of the same key."""
        index = self._lines.index_of.get(key)
        if index is None:
            return
        if row is not None:
            self._lines.replace(index, row)
        if (drawn := self._drawn.get(key)) is not None:
            drawn.strips.clear()
        self._refresh_stop(key)

    def set_sort(self, column_id: str, descending: bool = False) -> None:
        """Show the sort indicator at a column (the caller sorts); "" shows none."""
        self._sort = Sort(column_id, descending) if column_id else None
        self.refresh()

    # --- cursor ----------------------------------------------------------------------------------

    def validate_cursor(self, key: Key | None) -> Key | None:
        """A cursor stands where it can, or nowhere."""
        return self._lines.stop_of(key)

    def watch_cursor(self, old: Key | None, new: Key | None) -> None:
        """Draw the two lines that changed."""
        self._refresh_stop(old)
        self._refresh_stop(new)

    def _show_cursor(self) -> None:
        """Scroll so that the cursor is seen; by half a page, for fewer full repaints over a slow line."""
        line = self._lines.line_of(self.cursor)
        if line is None or not self.is_mounted:
            return
        top, page = round(self.scroll_y), self._page
        if not top <= line < top + page:
            y = 0 if self._under_first_heading(line) else max(0, line - page // 2)
            self.scroll_to(y=y, animate=False, force=True)

    def _under_first_heading(self, line: int | None) -> bool:
        return line == 1 and self._lines.stop_at(0) is None

    @property
    def _page(self) -> int:
        return max(1, self.size.height - self._top)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel scrolls at once: a smooth scroll would resend the table many times."""
        event.stop()
        event.prevent_default()
        self.scroll_to(y=self.scroll_y + WHEEL_LINES, animate=False)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """See `on_mouse_scroll_down`."""
        event.stop()
        event.prevent_default()
        self.scroll_to(y=self.scroll_y - WHEEL_LINES, animate=False)

    # --- drawing ---------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Widths follow the size."""
        self._drawn.clear()
        self._measure()
        self._show_cursor()

    def notify_style_update(self) -> None:
        """Another theme: what was drawn is void."""
        super().notify_style_update()
        self._drawn.clear()

    def _measure(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._lines) + self._top)

    def _refresh_stop(self, stop: Key | None) -> None:
        line = self._lines.line_of(stop)
        if line is None:
            return
        y = line + self._top - round(self.scroll_y)
        if self._top <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    def _refresh_marks(self, changed: Collection[Key]) -> None:
        """Draw the rows again whose mark has changed."""
        if len(changed) > self._page:
            self.refresh()
            return
        for key in changed:
            self._refresh_stop(key)

    def render_line(self, y: int) -> Strip:
        """One line of the table; the header does not scroll."""
        width = self.size.width
        if y < self._top:
            return self._painter.header(width, self._sort)
        line = y - self._top + round(self.scroll_y)
        what = self._lines.at(line)
        if isinstance(what, int):
            return self._row_strip(what, width)
        if isinstance(what, Group):
            return self._painter.text(self._heading(what), "row-table--heading", self._look(line), width)
        if what is LAST_LINE:
            return self._painter.text(Content(self.last_line), "row-table--last", self._look(line), width)
        if not self._lines.keys and y == self._top + 1:
            return self._painter.text(Content(self.empty), "row-table--empty", self._look(line), width)
        return Strip.blank(width, self.rich_style)

    def _look(self, line: int) -> Look:
        """The look of a line that is no row's."""
        stop = self._lines.stop_at(line)
        return Look(stop is not None and stop == self.cursor, False, self.has_focus or self.lit)

    def _heading(self, group: Group) -> Content:
        """Title and count; a folded group also says what is selected of what is not seen."""
        text = f"{group.title.upper()}  {len(group.rows)}"
        if not group.folded:
            return Content(text)
        selected = self._selection.count_in(group.rows)
        note = Content.styled(f"  {selected} selected", "not bold $quiet") if selected else Content("")
        return Content(f"▸ {text}") + note

    def _row_strip(self, index: int, width: int) -> Strip:
        key, row = self._lines.keys[index], self._lines.row(index)
        drawn = self._drawn.get(key)
        if drawn is None or drawn.row is not row:
            drawn = self._drawn[key] = _Drawn(row)
        look = Look(key == self.cursor, key in self._selection, self.has_focus or self.lit)
        strip = drawn.strips.get((look, width))
        if strip is None:
            extra = "" if self._row_style_of is None else self._row_style_of(row)
            strip = drawn.strips[look, width] = self._painter.row(self._cells_of(row), extra, look, width)
        return strip
