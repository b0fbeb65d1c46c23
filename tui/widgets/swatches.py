"""Colours shown as colours."""

from __future__ import annotations

import re
from collections.abc import Iterable

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

_HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")


def hex_colours(palette: Iterable[str]) -> list[str]:
    """The colours "#rrggbb" of a palette; what is no such colour is left out."""
    return [colour for colour in palette if _HEX.match(colour)]


def palette_content(palette: Iterable[str], cells: int = 2) -> Content:
    """Blocks of `cells` cells, one a colour "#rrggbb"; what is no such colour is left out."""
    blocks = [Content.styled(" " * cells, f"on {colour}") for colour in hex_colours(palette)]
    return Content("").join(blocks)


class Swatches(Widget):
    """A palette: a block and its code for each colour, one a line, or blocks only when `compact`."""

    DEFAULT_CSS = """
    Swatches { height: auto; width: 1fr; color: $quiet; }
    """

    palette: reactive[tuple[str, ...]] = reactive((), layout=True)

    def __init__(
        self,
        palette: Iterable[str] = (),
        *,
        compact: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.compact = compact
        self.set_reactive(Swatches.palette, tuple(palette))

    def render(self) -> Content:
        """The blocks; the codes stand beside them, so that the palette can be read without colours."""
        if self.compact:
            return palette_content(self.palette, cells=4)
        lines = [
            Content.assemble(palette_content([colour], cells=6), "  ", colour)
            for colour in hex_colours(self.palette)
        ]
        return Content("\n").join(lines)
