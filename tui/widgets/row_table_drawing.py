"""How the lines of a table look: columns that share the width, cells, headings, and the marks before them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

Cell = str | Content | Callable[[int], Content]
"""What stands in a cell; a callable gets the cell's width in cells."""

GAP = 2
EDGE = 2
"""Cells after the last column: the scrollbar's, kept free without it too, and one of air before it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `width` is cells; with `fraction` it shares what is left and `width` is its minimum.

    `id` names it for the sort indicator, and makes its header answer clicks. The column is left out while
    the table is narrower than `hide_below` cells. `style` is a style of theme variables for all its cells,
    e.g. "$quiet". `short` is the title where the whole one does not fit.
    """

    title: str
    width: int = 4
    fraction: float = 0.0
    align: Literal["left", "right"] = "left"
    style: str = ""
    id: str = ""
    hide_below: int = 0
    short: str = ""


class Place(NamedTuple):
    """Where a column stands: its number among all columns, its first cell and its width in cells."""

    column: int
    x: int
    width: int


class Sort(NamedTuple):
    """Which column the rows are sorted by."""

    column_id: str
    descending: bool


class Look(NamedTuple):
    """What a line looks like: is the cursor on it, is it selected, and is the cursor bright or blurred."""

    under_cursor: bool
    selected: bool
    bright: bool


@lru_cache(maxsize=64)
def layout(columns: tuple[Column, ...], width: int, gutter: int) -> tuple[Place, ...]:
    """The places of the columns that fit the table's `width`, after `gutter` cells.

    Where even the least widths are too much, the columns with a `fraction` give way, so that no other one is
    cut off at the edge.
    """
    shown = [at for at, column in enumerate(columns) if width >= column.hide_below]
    free = width - gutter - EDGE - GAP * (len(shown) - 1) - sum(columns[at].width for at in shown)
    shares = sum(columns[at].fraction for at in shown) or 1.0
    places, x = [], gutter
    for at in shown:
        cells = max(1, columns[at].width + math.floor(free * columns[at].fraction / shares))
        places.append(Place(at, x, cells))
        x += cells + GAP
    return tuple(places)


def column_at(places: Sequence[Place], x: int) -> int | None:
    """The column at cell `x`; the gap after a column belongs to it."""
    return next((place.column for place in places if place.x <= x < place.x + place.width + GAP), None)


def title(column: Column, width: int, sort: Sort | None) -> str:
    """A column's title in `width` cells; the arrow of the sorted one stays when the title is cut."""
    name = column.title if cell_len(column.title) <= width else column.short or column.title
    if sort is None or not column.id or sort.column_id != column.id:
        return name
    arrow = "↓" if sort.descending else "↑"
    whole = f"{name} {arrow}"
    return whole if cell_len(whole) <= width else set_cell_size(name, width - 1) + arrow


def fitted(cell: Cell, width: int, align: Literal["left", "right"]) -> Content:
    """A cell's content in exactly `width` cells."""
    content = Content(cell) if isinstance(cell, str) else cell if isinstance(cell, Content) else cell(width)
    content = content.truncate(width, ellipsis=True)
    missing = width - content.cell_length
    return content.pad_left(missing) if align == "right" else content.pad_right(missing)


class LinePainter:
    """Paints lines in the styles of a table's component classes."""

    def __init__(self, widget: Widget, columns: Sequence[Column], check_boxes: bool) -> None:
        """`widget` has the component classes; `check_boxes` says whether rows have one before their cells."""
        self.columns = tuple(columns)
        self.check_boxes = check_boxes
        self._widget = widget

    @property
    def gutter(self) -> int:
        """Cells before the first column: the cursor bar, and the check box."""
        return 6 if self.check_boxes else 2

    def places(self, width: int) -> tuple[Place, ...]:
        """Where the columns stand in a table of `width` cells."""
        return layout(self.columns, width, self.gutter)

    # --- lines -----------------------------------------------------------------------------------

    def header(self, width: int, sort: Sort | None) -> Strip:
        """The titles of the columns."""
        base = self._style("row-table--header")
        titles = {
            place.column: title(self.columns[place.column], place.width, sort) for place in self.places(width)
        }
        segments = [Segment(" " * self.gutter, base.rich_style), *self._cells(titles, base, width)]
        return Strip(segments).adjust_cell_length(width, base.rich_style)

    def row(self, cells: Sequence[Cell], extra: str, look: Look, width: int) -> Strip:
        """A row: bar, check box and cells; `extra` is a style for all of it, or ""."""
        base = self._base(look)
        if extra:
            base = base + self._parse(extra)
        segments = [*self._marks(base, look), *self._cells(dict(enumerate(cells)), base, width)]
        return Strip(segments).adjust_cell_length(width, base.rich_style)

    def text(self, text: Content, component: str, look: Look, width: int) -> Strip:
        """A line without columns: a heading, the last line, the sentence for no rows."""
        base = self._base(look)
        ink = base + self._style(component, partial=True)
        bar = self._bar(base, look) if look.under_cursor else []
        shown = text.truncate(max(1, width - 2), ellipsis=True).pad_left(0 if bar else 2)
        rendered = shown.render(ink, end="", parse_style=self._parse)
        segments = [*bar, *(Segment(part, style.rich_style) for part, style in rendered)]
        return Strip(segments).adjust_cell_length(width, ink.rich_style)

    # --- what lines are made of ------------------------------------------------------------------

    def _base(self, look: Look) -> Style:
        if look.under_cursor:
            return self._style("row-table--cursor" if look.bright else "row-table--cursor-blurred")
        return self._style("row-table--selected") if look.selected else self._widget.visual_style

    def _bar(self, base: Style, look: Look) -> list[Segment]:
        bar = self._over(base, "row-table--bar")
        return [Segment("▌" if look.under_cursor else " ", bar), Segment(" ", base.rich_style)]

    def _marks(self, base: Style, look: Look) -> list[Segment]:
        if not self.check_boxes:
            return self._bar(base, look)
        quiet, check = (base + self._parse("$faint")).rich_style, self._over(base, "row-table--check")
        box = [Segment("[", quiet), Segment("x" if look.selected else " ", check), Segment("] ", quiet)]
        return self._bar(base, look) + box

    def _cells(self, cells: Mapping[int, Cell], base: Style, width: int) -> list[Segment]:
        segments: list[Segment] = []
        for place in self.places(width):
            if segments:
                segments.append(Segment(" " * GAP, base.rich_style))
            segments += self._cell(cells[place.column], self.columns[place.column], place.width, base)
        return segments

    def _cell(self, cell: Cell, column: Column, width: int, base: Style) -> list[Segment]:
        if column.style:
            base = base + self._parse(column.style)
        rendered = fitted(cell, width, column.align).render(base, end="", parse_style=self._parse)
        return [Segment(text, style.rich_style) for text, style in rendered]

    def _style(self, component: str, partial: bool = False) -> Style:
        return self._widget.get_visual_style(component, partial=partial)

    def _over(self, base: Style, component: str) -> RichStyle:
        """A component's colour and weight on the background of `base`."""
        return (base + self._style(component, partial=True)).rich_style

    def _parse(self, style: str | Style) -> Style:
        """A style of theme variables, e.g. "bold $accent"."""
        return self._widget.app.stylesheet.parse_style(style)
