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


def rgb(colour: str) -> tuple[int, int, int]:
    """The three channels of a "#rrggbb", 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """How light a "#rrggbb" is, 0 to 1 (WCAG 2.2, relative luminance)."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in rgb(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def lightness(colour: str) -> int:
    """How light a colour looks, 0 to 100 (CIE L*)."""
    light = luminance(colour)
    return round(116 * light ** (1 / 3) - 16 if light > 0.008856 else 903.3 * light)


def contrast(palette: Iterable[str]) -> float:
    """The contrast of a palette's lightest to its darkest colour, 1 to 21 (WCAG 2.2); 1 for none."""
    levels = [luminance(colour) for colour in hex_colours(palette)] or [0.0]
    return (max(levels) + 0.05) / (min(levels) + 0.05)


def has_true_colours(widget: Widget) -> bool:
    """Whether the terminal shows a palette's colours: not under NO_COLOR, nor with 16 colours, which are
    whatever the user's theme makes of them."""
    app = widget.app
    return not app.no_color and (app.is_headless or app.console.color_system in {"truecolor", "256"})


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
