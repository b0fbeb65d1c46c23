"""What a palette does to a picture: a small frame of sky, hills and a figure, drawn in its colours alone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.swatches import hex_colours

UPPER_HALF = "▀"

HORIZON = 0.62
"""Where the ground begins, as a share of the frame's height."""


class StyleSample(Widget):
    """A frame in the colours of `palette` (dark to light); an empty palette draws nothing."""

    DEFAULT_CSS = """
    StyleSample { width: 1fr; height: 8; }
    """

    palette: reactive[tuple[str, ...]] = reactive(())

    def __init__(self, palette: Iterable[str] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(StyleSample.palette, tuple(palette))

    def render_line(self, y: int) -> Strip:
        """One line of cells: two lines of square pixels."""
        width, height = self.size
        colours = hex_colours(self.palette)
        if not colours:
            return Strip.blank(width, self.rich_style)
        upper, lower = (_pixel_line(colours, width, 2 * height, at) for at in (2 * y, 2 * y + 1))
        segments = [
            Segment(UPPER_HALF, Style(color=Color.parse(above), bgcolor=Color.parse(below)))
            for above, below in zip(upper, lower, strict=True)
        ]
        return Strip(segments, width)


def _pixel_line(colours: Sequence[str], width: int, height: int, y: int) -> list[str]:
    return [colours[round(tone(x, y, width, height) * (len(colours) - 1))] for x in range(width)]


def tone(x: int, y: int, width: int, height: int) -> float:
    """How light the frame is at pixel (x, y) of `width` x `height`: 0 the darkest colour, 1 the lightest."""
    u, v = (x + 0.5) / height, (y + 0.5) / height
    aspect = width / height
    sun = u - 0.7 * aspect
    if _in_figure(u - 0.28 * aspect, v):
        return 0.0
    if v > HORIZON:
        return 0.6 if _glitters(sun, v) else 0.2
    if v > _hills(u):
        return 0.4
    if math.hypot(sun, v - 0.32) < 0.17:
        return 1.0
    return 0.6 if v < 0.17 else 0.8


def _hills(u: float) -> float:
    return HORIZON - 0.11 - 0.07 * math.sin(1.6 * u) - 0.035 * math.sin(4.1 * u + 1)


def _glitters(u: float, v: float) -> bool:
    """The sun's path on the ground: dashes, the nearer the wider; `u` is measured from the sun."""
    return int(12 * v) % 2 == 0 and v < 0.92 and abs(u) < 0.25 * (v - HORIZON) + 0.08


def _in_figure(u: float, v: float) -> bool:
    """A person in a long coat, standing on the ground; `u` is measured from its middle."""
    if math.hypot(u, v - 0.27) < 0.08:
        return True
    if 0.34 <= v < 0.84:
        return abs(u) < 0.09 + 0.14 * (v - 0.34)
    return 0.84 <= v < 0.96 and 0.02 < abs(u) < 0.09
