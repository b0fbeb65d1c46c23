"""The board as a gallery: the assets of the table as tiles, those that are seen with their pictures.

Cursor, marks and folds are the table's: the gallery is another look at it, and holds its keys in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from core.models import AssetCard, AssetId
from tui import keymap
from tui.screens.board_rows import group, needs, state_content
from tui.widgets.picture import Picture
from tui.widgets.row_table import Heading, Key, RowTable

TILE_CELLS = 25
"""The least width of a tile: three of them in 80 columns."""
LABEL_LINES = 2
PICTURE_SHARE = 0.36
"""How high a tile's picture wants to be, in lines a cell of its width: 2:3, 16:9 and 1:1 get alike much."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the gallery: the heading of a type, or assets side by side."""

    title: str = ""
    count: int = 0
    folded: bool = False
    cards: tuple[AssetCard, ...] = ()

    @property
    def stops(self) -> tuple[Key, ...]:
        """Where the cursor can stand: on the tiles, and on the heading of a fold."""
        if self.folded:
            return (Heading(self.title),)
        return tuple(card.asset.id for card in self.cards)


@dataclass(frozen=True, slots=True)
class Grid:
    """Sizes in cells: how many tiles side by side, and how wide and high each is."""

    columns: int
    width: int
    height: int

    @classmethod
    def of(cls, width: int, height: int) -> Grid:
        """The grid for a room of that size: whole tiles, as many lines of them as look well."""
        columns = max(1, width // TILE_CELLS)
        tile = max(8, width // columns)
        lines = max(1, round((height - 1) / (tile * PICTURE_SHARE + LABEL_LINES)))
        return cls(columns, tile, max(LABEL_LINES + 3, (height - 1) // lines))


def rows_of(cards: Sequence[AssetCard], columns: int, folded: frozenset[str]) -> list[Row]:
    """The cards, which stand by type, as lines of `columns` tiles under their headings."""
    rows: list[Row] = []
    for title, members in groupby(cards, key=group):
        of_type = tuple(members)
        rows.append(Row(title, len(of_type), title in folded))
        if title not in folded:
            rows += [Row(cards=of_type[at : at + columns]) for at in range(0, len(of_type), columns)]
    return rows


class Tile(Vertical):
    """One asset: its picture, name, state, and what it needs."""

    @dataclass
    class Clicked(Message):
        """A click on a tile; `chain` is 2 for a double click."""

        asset_id: AssetId
        chain: int

    def __init__(self) -> None:
        super().__init__()
        self.card: AssetCard | None = None
        self._label: Content | None = None

    def compose(self) -> ComposeResult:
        """Picture and label."""
        yield Picture(empty_text="")
        yield Static(classes="tile-label")

    def show(self, card: AssetCard, *, under_cursor: bool, selected: bool) -> None:
        """Show an asset; only what has changed is drawn again."""
        self.card = card
        self.set_class(under_cursor, "-cursor")
        self.set_class(selected, "-selected")
        label = _label(card, under_cursor, selected)
        if label != self._label:
            self._label = label
            self.query_one(Static).update(label)
        picture = self.query_one(Picture)
        empty = needs(card).capitalize()
        if picture.path is None and card.image_key_path is None and picture.empty_text != empty:
            picture.empty_text = empty
            picture.reload()
        picture.empty_text = empty
        picture.path = card.image_key_path

    def on_click(self, event: events.Click) -> None:
        """Tell the gallery."""
        if self.card is not None:
            self.post_message(self.Clicked(self.card.asset.id, event.chain))


def _label(card: AssetCard, under_cursor: bool, selected: bool) -> Content:
    bar, box = ("▌" if under_cursor else " "), ("[x] " if selected else "")
    missing = needs(card)
    return Content.assemble(
        *((bar, "$accent"), (box, "bold $accent"), (card.asset.name, "bold"), "\n"),
        *((bar, "$accent"), state_content(card), (f" · {missing}" if missing else "", "$quiet")),
    )


class Gallery(Widget, can_focus=True):
    """The tiles of a table's rows; it is told of other rows or folds, and of other marks."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.GALLERY)

    @dataclass
    class Opened(Message):
        """A double click on a tile."""

    def __init__(self, table: RowTable[AssetCard], *, id: str | None = None) -> None:
        """`table` holds rows, cursor, marks and folds."""
        super().__init__(id=id)
        self._table = table
        self._rows: list[Row] = []
        self._grid = Grid(1, TILE_CELLS, 10)
        self._top = 0
        self._filtered = False

    # --- what is shown ---------------------------------------------------------------------------

    def refresh_rows(self, *, filtered: bool = False) -> None:
        """The table has other rows or folds; while it is filtered no fold is closed."""
        self._filtered = filtered
        folded = frozenset[str]() if filtered else self._table.folded
        self._grid = Grid.of(self.size.width, self.size.height)
        self._rows = rows_of(self._table.rows, self._grid.columns, folded)
        self.refresh_marks()

    def refresh_marks(self) -> None:
        """The cursor or the marks have moved: the cursor is seen."""
        if not self.display or not self.size.area:
            return
        self._show_line(self._at[0])
        self._place()

    def on_resize(self) -> None:
        """Another room."""
        self.refresh_rows(filtered=self._filtered)

    @property
    def _at(self) -> tuple[int, int]:
        """Line and column of the cursor; the first stop when it is nowhere."""
        for line, row in enumerate(self._rows):
            if self._table.cursor in row.stops:
                return line, row.stops.index(self._table.cursor)
        return 0, 0

    def _height(self, line: int) -> int:
        return 1 if self._rows[line].title else self._grid.height

    def _shown(self, top: int) -> range:
        """The lines that are seen whole from `top` on."""
        room, end = self.size.height, top
        while end < len(self._rows) and (room := room - self._height(end)) >= 0:
            end += 1
        return range(top, max(end, min(top + 1, len(self._rows))))

    def _show_line(self, line: int) -> None:
        """Scroll by whole lines, so that `line` is seen; the heading over it, too, where there is room."""
        if line <= self._top:
            over = line - 1 if line and self._rows[line - 1].title else line
            self._top = max(0, over)
        while line not in self._shown(self._top) and self._top < line:
            self._top += 1

    def _place(self) -> None:
        """Put the tiles and headings where they stand; a tile that stays on the screen keeps its picture."""
        tiles, headings, y = self._tiles(), list(self.query(".gallery-heading").results(Static)), 0
        marked = set(self._table.selected)
        used: set[Widget] = set()
        for line in self._shown(self._top):
            row = self._rows[line]
            if row.title:
                heading = headings.pop() if headings else self._new_heading()
                heading.update(self._heading(row, marked))
                _put(heading, Offset(0, y), self.size.width, 1)
                used.add(heading)
            for column, card in enumerate(row.cards):
                tile = tiles[card.asset.id]
                place = Offset(column * self._grid.width, y)
                _put(tile, place, self._grid.width - 1, self._grid.height)
                self._show(tile, card, card.asset.id in marked)
                used.add(tile)
            y += self._height(line)
        for child in self.children:
            child.display = child in used

    def _tiles(self) -> dict[AssetId, Tile]:
        """A tile for each asset that is seen: its own, else one that is free, else a new one."""
        wanted = [card for line in self._shown(self._top) for card in self._rows[line].cards]
        ids = {card.asset.id for card in wanted}
        tiles = list(self.query(Tile))
        kept = {tile.card.asset.id: tile for tile in tiles if tile.card and tile.card.asset.id in ids}
        free = [tile for tile in tiles if tile not in kept.values()]
        for card in wanted:
            if card.asset.id not in kept:
                kept[card.asset.id] = free.pop() if free else self._new_tile()
        return kept

    def _new_tile(self) -> Tile:
        tile = Tile()
        self.mount(tile)
        return tile

    def _new_heading(self) -> Static:
        heading = Static(classes="gallery-heading")
        self.mount(heading)
        return heading

    def _show(self, tile: Tile, card: AssetCard, selected: bool) -> None:
        under_cursor = card.asset.id == self._table.cursor
        if tile.is_mounted and tile.children:
            tile.show(card, under_cursor=under_cursor, selected=selected)
        else:
            # A tile that is just being mounted has no picture to show it in yet.
            tile.card = card
            self.call_after_refresh(self._show_again)

    def _show_again(self) -> None:
        if self.is_attached:
            self._place()

    def _heading(self, row: Row, marked: set[Key]) -> Content:
        here = isinstance(self._table.cursor, Heading) and self._table.cursor.title == row.title
        sign = "▸ " if row.folded else ""
        bar = "▌ " if here else "  "
        return Content.assemble((bar, "$accent"), (f"{sign}{row.title.upper()}  {row.count}", "bold $accent"))

    # --- moving ----------------------------------------------------------------------------------

    def action_tile(self, way: str) -> None:
        """Move the cursor: "left" and "right" as one reads, "up" and "down" in the column, by pages, or to
        an end."""
        stops = [stop for row in self._rows for stop in row.stops]
        if not stops:
            return
        line, column = self._at
        at = stops.index(self._table.cursor) if self._table.cursor in stops else 0
        match way:
            case "left" | "right":
                stop = stops[min(max(at + (1 if way == "right" else -1), 0), len(stops) - 1)]
            case "first" | "last":
                stop = stops[0 if way == "first" else -1]
            case _:
                stop = self._stop_over(line, column, way)
        self._table.move_to(stop)

    def _stop_over(self, line: int, column: int, way: str) -> Key:
        """The stop in the column, one line of tiles or a page of them away; the last one at the end."""
        step = -1 if way in {"up", "page_up"} else 1
        left = (
            1
            if way in {"up", "down"}
            else max(1, sum(1 for at in self._shown(self._top) if self._rows[at].stops))
        )
        found, at = line, line + step
        while left and 0 <= at < len(self._rows):
            if self._rows[at].stops:
                found, left = at, left - 1
            at += step
        stops = self._rows[found].stops
        return stops[min(column, len(stops) - 1)]

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel scrolls by a line of tiles, and leaves the cursor where it is."""
        event.stop()
        self._scroll(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """See `on_mouse_scroll_down`."""
        event.stop()
        self._scroll(-1)

    def _scroll(self, step: int) -> None:
        shown = self._shown(self._top)
        if (step < 0 and self._top > 0) or (step > 0 and shown.stop < len(self._rows)):
            self._top += step
            self._place()

    def on_tile_clicked(self, message: Tile.Clicked) -> None:
        """A click moves the cursor, a double click opens."""
        message.stop()
        self._table.move_to(message.asset_id)
        if message.chain == 2:
            self.post_message(self.Opened())

    # --- the table's keys ------------------------------------------------------------------------

    def action_toggle_row(self) -> None:
        """Select the asset, or take it out; the cursor goes on as in the table."""
        if self._table.open_fold():
            self.refresh_rows(filtered=self._filtered)
        else:
            self._table.action_toggle_row()

    def action_range(self) -> None:
        """See the table."""
        self._table.action_range()

    def action_select_all(self) -> None:
        """See the table."""
        self._table.action_select_all()

    def action_invert(self) -> None:
        """See the table."""
        self._table.action_invert()

    def action_toggle_fold(self) -> None:
        """See the table."""
        self._table.action_toggle_fold()
        self.refresh_rows(filtered=self._filtered)

    def action_toggle_all_folds(self) -> None:
        """See the table."""
        self._table.action_toggle_all_folds()
        self.refresh_rows(filtered=self._filtered)


def _put(widget: Widget, place: Offset, width: int, height: int) -> None:
    styles = widget.styles
    styles.offset = (place.x, place.y)
    styles.width, styles.height = width, height
