"""A table drawn line by line: the cost of a key does not grow with the number of rows.

Rows are any objects; the caller says how to get a row's key and its cells. Cursor and selection belong to
keys, so they survive new rows, filters, folds and sorting. Text in cells is never read as markup.

Here is what keys, mouse and callers do to a table. Its constructor, what can be asked of it and how it gets
onto the screen are in `row_table_view`; where rows stand is in `row_table_lines`, what is selected in
`row_table_selection`, how a line looks in `row_table_drawing`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from tui import keymap
from tui.widgets.row_table_drawing import Cell, Column, column_at
from tui.widgets.row_table_lines import LAST_LINE, Group, Heading, Key, RowLines, RowT
from tui.widgets.row_table_view import RowTableView

__all__ = ["LAST_LINE", "Cell", "Column", "Heading", "Key", "RowTable"]

SELECTING = frozenset({"toggle_row", "extend", "range", "select_all", "invert"})


@dataclass
class _TableMessage(Message):
    table: RowTable[Any]

    @property
    def control(self) -> RowTable[Any]:
        """The table, for `@on(..., "#id")`."""
        return self.table


class RowTable(RowTableView[RowT], can_focus=True):
    """The table. Keys are in `keymap.ROW_TABLE` and, when `selectable`, `keymap.ROW_SELECT`."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.ROW_TABLE, keymap.ROW_SELECT)

    @dataclass
    class CursorMoved(_TableMessage):
        """The cursor stands on another line; `key` is None when none is left."""

        key: Key | None

    @dataclass
    class RowActivated(_TableMessage):
        """A double click on a row. Enter is the screen's own key: see `keymap`."""

        key: Key

    @dataclass
    class LastLineActivated(_TableMessage):
        """Enter or a double click on the last line."""

    @dataclass
    class HeaderClicked(_TableMessage):
        """A click on the header of a column that has an id."""

        column_id: str

    @dataclass
    class SelectionChanged(_TableMessage):
        """The selection is another, or `ranging` is."""

        @property
        def keys(self) -> tuple[Key, ...]:
            """What is selected now, as `RowTable.selected` has it."""
            return self.table.selected

    # --- rows ------------------------------------------------------------------------------------

    def set_rows(
        self, rows: Iterable[RowT], *, hidden: Iterable[Key] = (), ignore_folds: bool = False
    ) -> None:
        """Show these rows. Cursor and selection stay with their keys; a cursor whose row has gone stands
        on the row that is now in its place.

        `hidden` are the keys of rows that exist and are not shown: their marks stay. `ignore_folds` shows all
        groups open, e.g. while a filter is on; the next `set_rows` without it folds them again.
        """
        self._selection.end_range(only_by_shift=True)
        old, self._ignoring_folds = self._lines, ignore_folds
        folded = frozenset[str]() if ignore_folds else self._folded
        self._lines = RowLines(rows, self._key_of, self._group_of, folded, bool(self.last_line))
        stop = self._lines.stop_of(self.cursor)
        # Without rows the last line has the cursor for want of a better one.
        if stop is None or not old.keys:
            stop = self._lines.nearest(old.line_of(self.cursor) or 0)
        if not self._pure:
            self._drawn.clear()
        self._measure()
        self.refresh()
        self._selection.set_rows(self._lines.keys, self._lines.index_of, hidden, self._span(stop))
        self._put_cursor(stop)
        self._tell()

    # --- cursor ----------------------------------------------------------------------------------

    def watch_cursor(self, old: Key | None, new: Key | None) -> None:
        """Draw the two lines that changed, and say so."""
        super().watch_cursor(old, new)
        self.post_message(self.CursorMoved(self, new))
        if any(stop is LAST_LINE or isinstance(stop, Heading) for stop in (old, new)):
            self.refresh_bindings()

    def move_to(self, key: Key, *, unfold: bool = False) -> None:
        """Put the cursor on a row, or on the heading of the fold that it is in, which `unfold` opens. A key
        that is not here is left alone."""
        group = self._lines.group_of(key)
        if unfold and group is not None and group.folded:
            self._refold(self._folded - {group.title}, key)
        elif (stop := self._lines.stop_of(key)) is not None:
            self._put_cursor(stop)

    def step(self, lines: int) -> None:
        """Move the cursor by `lines`, also for whoever holds the keys in the table's place. It ends a range
        that shift began; one that V began goes on."""
        self._selection.end_range(only_by_shift=True)
        self._step(lines)

    def action_move(self, where: str) -> None:
        """Move the cursor: "up", "down", "page_up", "page_down", "first" or "last"."""
        self.step(self._distance(where))

    def _distance(self, where: str) -> int:
        page, most = self._page - 1, len(self._lines)
        ways = {"up": -1, "down": 1, "page_up": -page, "page_down": page, "first": -most, "last": most}
        return ways[where]

    def _step(self, lines: int) -> None:
        stop = self._lines.step(self.cursor, lines)
        if stop is None:
            return
        self._put_cursor(stop)
        if self._under_first_heading(self._lines.line_of(stop)):
            self.scroll_to(y=0, animate=False, force=True)

    def _put_cursor(self, stop: Key | None) -> None:
        self.cursor = stop
        self._show_cursor()
        if (span := self._span(stop)) is not None:
            self._redraw(self._selection.extend(span))

    # --- folds -----------------------------------------------------------------------------------

    def open_fold(self) -> bool:
        """Open the folded group whose heading the cursor stands on; whether there was one."""
        if not isinstance(self.cursor, Heading):
            return False
        self._toggle_fold(self.cursor)
        return True

    def fold(self, folded: frozenset[str]) -> None:
        """Close exactly these folds."""
        self._refold(folded, self.cursor)

    def action_open_fold(self) -> None:
        """See `open_fold`."""
        self.open_fold()

    def action_toggle_fold(self) -> None:
        """Fold the group under the cursor, or open it."""
        self._toggle_fold(self.cursor)

    def action_toggle_all_folds(self) -> None:
        """Open all groups; when none is folded, fold them all."""
        titles = {group.title for group in self._lines.groups}
        folded = titles & self._folded
        self._refold(self._folded - folded if folded else self._folded | titles, self.cursor)

    def _toggle_fold(self, stop: Key | None) -> None:
        """Fold the group of a stop, or open it; the cursor comes back to the row that it left in the fold."""
        group = self._lines.group_of(stop)
        if group is None or not group.headed or self._ignoring_folds:
            return
        heading = Heading(group.title)
        if not group.folded:
            if self._lines.group_of(self.cursor) == group and self.cursor is not None:
                self._left_in_fold[group.title] = self.cursor
            self._refold(self._folded | {group.title}, heading)
            return
        left = self._left_in_fold.pop(group.title, None)
        self._refold(self._folded - {group.title}, left if self._lines.group_of(left) == group else heading)

    def _refold(self, folded: frozenset[str], cursor: Key | None) -> None:
        self._folded = folded
        self._lines.fold(folded)
        self._measure()
        self.refresh()
        self._put_cursor(self._lines.stop_of(cursor))

    # --- selection -------------------------------------------------------------------------------

    def set_selected(self, keys: Iterable[Key]) -> None:
        """Select exactly these rows, as far as they are shown or hidden; () selects none at all."""
        self._redraw(self._selection.select(keys))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Selecting keys belong to selectable tables only, folding ones to groups, opening ones to the lines
        that can be opened: elsewhere these keys are the screen's."""
        if action in SELECTING:
            return self.selectable
        match action:
            case "open_fold":
                return isinstance(self.cursor, Heading)
            case "activate_last_line":
                return self.on_last_line
            case "toggle_fold" | "toggle_all_folds":
                return self._group_of is not None and not self._ignoring_folds
            case _:
                return True

    def action_toggle_row(self) -> None:
        """Select the row under the cursor, or take it out, and go to the next one."""
        if self.cursor in self._lines.index_of:
            self._redraw(self._selection.toggle([self.cursor]))
            self._step(1)

    def action_extend(self, where: str) -> None:
        """Select from here to where a movement of this name leads: see `action_move`."""
        self._hold_anchor()
        self._step(self._distance(where))

    def _hold_anchor(self) -> None:
        """A range that ends with the shift key begins here, unless one is being drawn."""
        if self._selection.anchor is None and self.cursor is not None:
            self._selection.begin_range(self.cursor, by_shift=True)

    def action_range(self) -> None:
        """Begin a range at the cursor; a second time, end it and keep what is selected."""
        if self._selection.ranging or self.cursor is None:
            self._selection.end_range()
        else:
            self._selection.begin_range(self.cursor, by_shift=False)
            self._put_cursor(self.cursor)
        self._tell()

    def action_select_all(self) -> None:
        """Select all rows that are shown; when they are all selected already, none of them."""
        self._redraw(self._selection.toggle_all())

    def action_invert(self) -> None:
        """Select what is shown and not selected, and nothing else of what is shown."""
        self._redraw(self._selection.toggle(self._lines.keys))

    def _span(self, stop: Key | None) -> range | None:
        """The indexes of the rows that the range covers when it ends at `stop`; None without a range."""
        anchor = self._lines.stop_of(self._selection.anchor)
        return None if anchor is None or stop is None else self._lines.span(anchor, stop)

    def _redraw(self, changed: Collection[Key]) -> None:
        """Draw the rows again whose mark has changed, and say so."""
        self._refresh_marks(changed)
        self._tell()

    def _tell(self) -> None:
        if self._told != self._selection.version:
            self._told = self._selection.version
            self.post_message(self.SelectionChanged(self))

    # --- mouse -----------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, on the check box it selects, with shift it selects up to there, on a
        heading it folds or opens."""
        if (at := event.get_content_offset(self)) is None:
            return
        if at.y < self._top:
            self._click_header(at.x)
            return
        line = at.y - self._top + round(self.scroll_y)
        what, stop = self._lines.at(line), self._lines.stop_at(line)
        if event.shift and self.selectable and stop is not None:
            self._hold_anchor()
            self._put_cursor(stop)
        elif isinstance(what, Group):
            # The second click of a double click would take the first one back.
            if event.chain == 1:
                self._toggle_fold(Heading(what.title))
        elif stop is not None:
            self._click_stop(stop, at.x, event.chain)

    def _click_header(self, x: int) -> None:
        at = column_at(self._painter.places(self.size.width), x)
        if at is not None and (column_id := self._painter.columns[at].id):
            self.post_message(self.HeaderClicked(self, column_id))

    def _click_stop(self, stop: Key, x: int, chain: int) -> None:
        boxed = self.selectable and x < self._painter.gutter and stop is not LAST_LINE
        self._selection.end_range(only_by_shift=not boxed)
        self._put_cursor(stop)
        if boxed:
            self._redraw(self._selection.toggle([stop]))
        elif chain == 2:
            activated = self.LastLineActivated(self) if stop is LAST_LINE else self.RowActivated(self, stop)
            self.post_message(activated)

    def action_activate_last_line(self) -> None:
        """Say that the last line was chosen."""
        self.post_message(self.LastLineActivated(self))
