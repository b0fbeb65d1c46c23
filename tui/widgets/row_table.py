"""A table drawn line by line: the cost of a key does not grow with the number of rows.

Rows are any objects; the caller says how to get a row's key and its cells. Cursor and selection belong to
keys, so they survive new rows, filters and sorting. Text in cells is never read as markup.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, Generic, Literal, TypeVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from tui import keymap

RowT = TypeVar("RowT")
Cell = str | Content | Callable[[int], Content]
"""Text, or what draws the text when the cells it has are known."""

Key = Hashable

GAP = 2
EDGE = 2
"""Cells after the last column: the scrollbar's, kept free without it too, and one of air before it."""

WHEEL_LINES = 3


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `width` is cells; with `fraction` it shares what is left and `width` is its minimum.

    `id` names it for the sort indicator. The column is left out while the table is narrower than
    `hide_below` cells. `style` is a style of theme variables for all its cells, e.g. "$quiet". `short` is the
    title where the whole one has no room.
    """

    title: str
    width: int = 4
    fraction: float = 0.0
    align: Literal["left", "right"] = "left"
    style: str = ""
    id: str = ""
    hide_below: int = 0
    short: str = ""


@dataclass(frozen=True, slots=True)
class _Heading:
    """A line that names the group of the rows under it."""

    title: str
    count: int


class RowTable(ScrollView, Generic[RowT], can_focus=True):
    """The table. Keys are in `keymap.ROW_TABLE` and, when `selectable`, `keymap.ROW_SELECT`."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.ROW_TABLE, keymap.ROW_SELECT)

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-table--header",
        "row-table--heading",
        "row-table--cursor",
        "row-table--cursor-blurred",
        "row-table--selected",
        "row-table--bar",
        "row-table--check",
        "row-table--empty",
    }

    DEFAULT_CSS = """
    RowTable {
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
    }
    """

    cursor: var[Key | None] = var(None, init=False)
    """The key of the row under the cursor; None when there are no rows."""

    @dataclass
    class CursorMoved(Message):
        """The cursor stands on another row; `key` is None when no row is left."""

        table: RowTable  # type: ignore[type-arg]
        key: Key | None

        @property
        def control(self) -> RowTable:  # type: ignore[type-arg]
            """The table, for `@on(..., "#id")`."""
            return self.table

    @dataclass
    class RowActivated(Message):
        """A double click on a row. Enter is the screen's own key: see `keymap`."""

        table: RowTable  # type: ignore[type-arg]
        key: Key

        @property
        def control(self) -> RowTable:  # type: ignore[type-arg]
            """The table, for `@on(..., "#id")`."""
            return self.table

    @dataclass
    class SelectionChanged(Message):
        """The selection is another; `keys` are in the order of the rows."""

        table: RowTable  # type: ignore[type-arg]
        keys: tuple[Key, ...]

        @property
        def control(self) -> RowTable:  # type: ignore[type-arg]
            """The table, for `@on(..., "#id")`."""
            return self.table

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        key: Callable[[RowT], Key],
        cells: Callable[[RowT], Sequence[Cell]],
        group: Callable[[RowT], str] | None = None,
        row_style: Callable[[RowT], str] | None = None,
        selectable: bool = False,
        show_header: bool = True,
        lit: bool = False,
        empty: str = "Nothing here.",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """A table without rows; `set_rows` fills it.

        `cells` gives one cell a column, in order. `group` names a row's group; rows of one group stand
        together and get a heading line. `row_style` is a style for a whole row, e.g. "$faint" or "".
        `empty` is the sentence for no rows. `lit` draws the cursor bright without the focus, for a table
        whose keys another widget holds.
        """
        super().__init__(id=id, classes=classes)
        self.columns = tuple(columns)
        self.selectable = selectable
        self.empty = empty
        self.lit = lit
        self._top = 1 if show_header else 0
        self._key_of = key
        self._cells_of = cells
        self._group_of = group
        self._row_style_of = row_style
        self._rows: tuple[RowT, ...] = ()
        self._lines: list[int | _Heading] = []
        self._line_by_key: dict[Key, int] = {}
        self._selected: set[Key] = set()
        self._anchor: Key | None = None
        self._anchor_by_shift = False
        self._before_range: frozenset[Key] = frozenset()
        self._sort: tuple[str, bool] | None = None
        self._strips: dict[tuple[int, bool, bool, bool, int], Strip] = {}

    # --- rows ------------------------------------------------------------------------------------

    @property
    def rows(self) -> tuple[RowT, ...]:
        """The rows that are shown, in their order."""
        return self._rows

    @property
    def cursor_row(self) -> RowT | None:
        """The row under the cursor."""
        return None if self.cursor is None else self._row(self.cursor)

    @property
    def selected(self) -> tuple[Key, ...]:
        """The keys of the selected rows that are shown, in row order."""
        return tuple(key for key in self._line_by_key if key in self._selected)

    @property
    def targets(self) -> tuple[Key, ...]:
        """What an action applies to: the selection, or else the row under the cursor."""
        return self.selected or (() if self.cursor is None else (self.cursor,))

    def set_rows(self, rows: Iterable[RowT]) -> None:
        """Show these rows. Cursor and selection stay with their keys; a cursor whose row has gone stands
        on the row that is now in its place."""
        old_line = self._line_by_key.get(self.cursor, 0) if self.cursor is not None else 0
        self._rows = tuple(rows)
        self._index()
        before = self._selected & self._line_by_key.keys()
        gone = before != self._selected
        self._selected = set(before)
        self._forget_strips()
        self._measure()
        self.refresh()
        if self.cursor not in self._line_by_key:
            self._put_cursor(self._key_near(old_line))
        elif self.is_mounted:
            self._show_line(self._line_by_key[self.cursor])
        if gone:
            self._selection_changed()

    def refresh_row(self, key: Key, row: RowT | None = None) -> None:
        """Draw one row again; with `row`, as this new value of the same key."""
        line = self._line_by_key.get(key)
        if line is None:
            return
        index = self._row_index(line)
        if row is not None:
            self._rows = (*self._rows[:index], row, *self._rows[index + 1 :])
        self._strips = {at: strip for at, strip in self._strips.items() if at[0] != line}
        self._refresh_line(line)

    def set_sort(self, column_id: str, descending: bool = False) -> None:
        """Show the sort indicator at a column (the caller sorts); "" shows none."""
        self._sort = (column_id, descending) if column_id else None
        self.refresh()

    def move_to(self, key: Key) -> None:
        """Put the cursor on a row; a key that is not shown is left alone."""
        if key in self._line_by_key:
            self._put_cursor(key)

    def set_selected(self, keys: Iterable[Key]) -> None:
        """Select exactly these rows, as far as they are shown."""
        self._anchor = None
        self._select(set(keys) & self._line_by_key.keys())

    def _index(self) -> None:
        self._lines, self._line_by_key = [], {}
        numbered = enumerate(self._rows)
        if self._group_of is None:
            self._add_lines(numbered)
            return
        group_of = self._group_of
        for title, members in groupby(numbered, lambda pair: group_of(pair[1])):
            group = list(members)
            self._lines.append(_Heading(title, len(group)))
            self._add_lines(group)

    def _add_lines(self, numbered: Iterable[tuple[int, RowT]]) -> None:
        for index, row in numbered:
            self._line_by_key[self._key_of(row)] = len(self._lines)
            self._lines.append(index)

    def _row_index(self, line: int) -> int:
        index = self._lines[line]
        assert isinstance(index, int)
        return index

    def _row(self, key: Key) -> RowT | None:
        line = self._line_by_key.get(key)
        return None if line is None else self._rows[self._row_index(line)]

    def _key_at(self, line: int) -> Key | None:
        if not 0 <= line < len(self._lines):
            return None
        index = self._lines[line]
        return self._key_of(self._rows[index]) if isinstance(index, int) else None

    def _key_near(self, line: int) -> Key | None:
        """The key of the row on `line`, or of the nearest one below it, then above it."""
        line = min(line, len(self._lines) - 1)
        after = (key for at in range(max(line, 0), len(self._lines)) if (key := self._key_at(at)) is not None)
        before = (key for at in range(line, -1, -1) if (key := self._key_at(at)) is not None)
        return next(after, next(before, None))

    # --- cursor ----------------------------------------------------------------------------------

    def validate_cursor(self, key: Key | None) -> Key | None:
        """A cursor stands on a shown row or nowhere."""
        return key if key in self._line_by_key else None

    def watch_cursor(self, old: Key | None, new: Key | None) -> None:
        """Draw the two lines that changed, and say so."""
        for key in (old, new):
            if key is not None and key in self._line_by_key:
                self._refresh_line(self._line_by_key[key])
        self.post_message(self.CursorMoved(self, new))

    def _put_cursor(self, key: Key | None) -> None:
        self.cursor = key
        if key is not None:
            self._show_line(self._line_by_key[key])
        if self._anchor is not None:
            self._select_range()

    def _step(self, lines: int) -> None:
        """Move by `lines`, stepping over headings; at an end the cursor stays."""
        if self.cursor is None:
            return
        start = self._line_by_key[self.cursor]
        target = min(max(start + lines, 0), len(self._lines) - 1)
        toward = 1 if lines > 0 else -1
        for at in (*self._span(target, toward), *self._span(target, -toward)):
            if (key := self._key_at(at)) is not None:
                self._put_cursor(key)
                break
        if self._key_at(0) is None and self._line_by_key[self.cursor] == 1:
            self.scroll_to(y=0, animate=False, force=True)

    def _span(self, start: int, toward: int) -> range:
        return range(start, len(self._lines) if toward > 0 else -1, toward)

    @property
    def _page(self) -> int:
        return max(1, self.size.height - self._top)

    def _show_line(self, line: int) -> None:
        """Scroll so that `line` is seen, by half a page at an edge: fewer full repaints over a slow line."""
        top, page = round(self.scroll_y), self._page
        if top <= line < top + page:
            return
        target = line - page // 2
        if self._key_at(line - 1) is None and line == 1:
            target = 0
        self.scroll_to(y=max(0, target), animate=False, force=True)

    def step(self, lines: int) -> None:
        """Move the cursor by `lines`, for whoever holds the keys in the table's place."""
        self._move(lines)

    def _move(self, lines: int) -> None:
        """A movement without shift ends a range that shift began; one that V began goes on."""
        if self._anchor_by_shift:
            self._anchor = None
        self._step(lines)

    def action_cursor_up(self) -> None:
        """One row up."""
        self._move(-1)

    def action_cursor_down(self) -> None:
        """One row down."""
        self._move(1)

    def action_page_up(self) -> None:
        """One page up."""
        self._move(1 - self._page)

    def action_page_down(self) -> None:
        """One page down."""
        self._move(self._page - 1)

    def action_first(self) -> None:
        """To the first row."""
        self._move(-len(self._lines))

    def action_last(self) -> None:
        """To the last row."""
        self._move(len(self._lines))

    # --- selection -------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Selecting keys belong to selectable tables only."""
        if action in {"toggle_row", "extend", "range", "select_all"}:
            return self.selectable
        return True

    def action_toggle_row(self) -> None:
        """Select the row under the cursor, or take it out, and go to the next one."""
        if self.cursor is None:
            return
        self._anchor = None
        self._select(self._selected ^ {self.cursor})
        self._step(1)

    def action_extend(self, direction: int) -> None:
        """Select this row and the next one in `direction` (-1 or 1)."""
        if self.cursor is None:
            return
        if self._anchor is None:
            self._begin_range(self.cursor)
        self._anchor_by_shift = True
        self._step(direction)

    def action_range(self) -> None:
        """Begin a range at the cursor; a second time, end it and keep what is selected."""
        if self._anchor is not None or self.cursor is None:
            self._anchor = None
        else:
            self._begin_range(self.cursor)
            self._select_range()

    def action_select_all(self) -> None:
        """Select all rows that are shown; when they are all selected already, none."""
        self._anchor = None
        shown = set(self._line_by_key)
        self._select(set() if self._selected == shown else shown)

    def _begin_range(self, key: Key) -> None:
        self._anchor, self._before_range = key, frozenset(self._selected)
        self._anchor_by_shift = False

    def _select_range(self) -> None:
        if self._anchor not in self._line_by_key or self.cursor is None:
            self._anchor = None
            return
        ends = sorted((self._line_by_key[self._anchor], self._line_by_key[self.cursor]))
        keys = (self._key_at(line) for line in range(ends[0], ends[1] + 1))
        self._select({*self._before_range, *(key for key in keys if key is not None)})

    def _select(self, keys: set[Key]) -> None:
        changed = keys ^ self._selected
        if not changed:
            return
        self._selected = keys
        for key in changed:
            if key in self._line_by_key:
                self._refresh_line(self._line_by_key[key])
        self._selection_changed()

    def _selection_changed(self) -> None:
        self.post_message(self.SelectionChanged(self, self.selected))

    # --- mouse and keys --------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, on the check box it selects, with shift it selects up to there."""
        line = event.y - self._top + round(self.scroll_y)
        key = self._key_at(line) if event.y >= self._top else None
        if key is None:
            return
        if event.shift and self.selectable and self.cursor is not None:
            self._begin_range(self.cursor)
            self._put_cursor(key)
            self._anchor = None
            return
        self._put_cursor(key)
        if self.selectable and event.x < self._gutter:
            self._select(self._selected ^ {key})
        elif event.chain == 2:
            self.post_message(self.RowActivated(self, key))

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
        self._forget_strips()
        self._measure()
        if self.cursor is not None:
            self._show_line(self._line_by_key[self.cursor])

    def notify_style_update(self) -> None:
        """Another theme: what was drawn is void."""
        super().notify_style_update()
        self._forget_strips()

    def _forget_strips(self) -> None:
        self._strips.clear()

    def _measure(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._lines) + self._top)

    def _refresh_line(self, line: int) -> None:
        y = line + self._top - round(self.scroll_y)
        if self._top <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    @property
    def _gutter(self) -> int:
        """Cells before the first column: the cursor bar, and the check box."""
        return 6 if self.selectable else 2

    def _layout(self, width: int) -> list[tuple[int, int]]:
        """(column, its cells) for the columns that fit the table's `width`. Where even the least widths are
        too much, the columns with a `fraction` give way, so that no other one is cut off at the edge."""
        shown = [at for at, column in enumerate(self.columns) if width >= column.hide_below]
        free = width - self._gutter - EDGE - GAP * (len(shown) - 1)
        free -= sum(self.columns[at].width for at in shown)
        shares = sum(self.columns[at].fraction for at in shown) or 1.0
        return [
            (at, max(1, self.columns[at].width + math.floor(free * self.columns[at].fraction / shares)))
            for at in shown
        ]

    def render_line(self, y: int) -> Strip:
        """One line of the table; the header does not scroll."""
        width = self.size.width
        if y < self._top:
            return self._header(width)
        line = y - self._top + round(self.scroll_y)
        if not self._lines and y == self._top + 1:
            return self._text_line(f"  {self.empty}", "row-table--empty", width)
        if line >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        what = self._lines[line]
        if isinstance(what, _Heading):
            return self._text_line(f"  {what.title.upper()}  {what.count}", "row-table--heading", width)
        return self._row_strip(line, what, width)

    def _row_strip(self, line: int, index: int, width: int) -> Strip:
        key = self._key_of(self._rows[index])
        at = (line, key == self.cursor, key in self._selected, self.has_focus or self.lit, width)
        if (strip := self._strips.get(at)) is None:
            strip = self._strips[at] = self._draw_row(self._rows[index], at)
        return strip

    def _draw_row(self, row: RowT, at: tuple[int, bool, bool, bool, int]) -> Strip:
        _, under_cursor, selected, focused, width = at
        base = self._base_style(under_cursor, selected, focused)
        if self._row_style_of is not None and (extra := self._row_style_of(row)):
            base = base + self._parse(extra)
        segments = self._gutter_segments(base, under_cursor, selected)
        cells = self._cells_of(row)
        for place, (column, cell_width) in enumerate(self._layout(width)):
            if place:
                segments.append(Segment(" " * GAP, base.rich_style))
            segments += self._cell_segments(cells[column], self.columns[column], cell_width, base)
        return Strip(segments).adjust_cell_length(width, base.rich_style)

    def _base_style(self, under_cursor: bool, selected: bool, focused: bool) -> Style:
        if under_cursor:
            return self.get_visual_style("row-table--cursor" if focused else "row-table--cursor-blurred")
        if selected:
            return self.get_visual_style("row-table--selected")
        return self.visual_style

    def _gutter_segments(self, base: Style, under_cursor: bool, selected: bool) -> list[Segment]:
        bar = self._over(base, "row-table--bar")
        segments = [Segment("▌" if under_cursor else " ", bar), Segment(" ", base.rich_style)]
        if self.selectable:
            quiet = (base + self._parse("$faint")).rich_style
            check = self._over(base, "row-table--check")
            segments += [
                Segment("[", quiet),
                Segment("x" if selected else " ", check),
                Segment("] ", quiet),
            ]
        return segments

    def _cell_segments(self, cell: Cell, column: Column, width: int, base: Style) -> list[Segment]:
        if callable(cell):
            cell = cell(width)
        content = cell if isinstance(cell, Content) else Content(cell)
        content = content.truncate(width, ellipsis=True)
        missing = width - content.cell_length
        content = content.pad_left(missing) if column.align == "right" else content.pad_right(missing)
        if column.style:
            base = base + self._parse(column.style)
        rendered = content.render(base, end="", parse_style=self._parse)
        return [Segment(text, style.rich_style) for text, style in rendered]

    def _header(self, width: int) -> Strip:
        base = self.get_visual_style("row-table--header")
        segments = [Segment(" " * self._gutter, base.rich_style)]
        for place, (at, cell_width) in enumerate(self._layout(width)):
            if place:
                segments.append(Segment(" " * GAP, base.rich_style))
            column = self.columns[at]
            segments += self._cell_segments(self._title(column, cell_width), column, cell_width, base)
        return Strip(segments).adjust_cell_length(width, base.rich_style)

    def _title(self, column: Column, width: int) -> str:
        """The title; a narrow column gives up its last letters for the sort indicator."""
        title = column.title if len(column.title) <= width else column.short or column.title
        if self._sort is None or not column.id or self._sort[0] != column.id:
            return title
        arrow = "↓" if self._sort[1] else "↑"
        roomy = f"{title} {arrow}"
        return roomy if len(roomy) <= width else f"{title[: width - 1]}{arrow}"

    def _text_line(self, text: str, component: str, width: int) -> Strip:
        style = self.get_visual_style(component)
        content = Content(text).truncate(width, ellipsis=True)
        return Strip([Segment(content.plain, style.rich_style)]).adjust_cell_length(width, style.rich_style)

    def _over(self, base: Style, component: str) -> RichStyle:
        """A component's colour and weight on the background of `base`."""
        return (base + self.get_visual_style(component, partial=True)).rich_style

    def _parse(self, style: str | Style) -> Style:
        """A style of theme variables, e.g. "bold $accent"."""
        return self.app.stylesheet.parse_style(style)
