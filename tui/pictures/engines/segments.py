"""Half blocks as ordinary segments, which Textual adapts to filters and to the colours there are."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from tui.pictures.engines.engine import Drawn, rgb_style
from tui.pictures.fitting import Canvas, filled
from tui.pictures.ways import Look

if TYPE_CHECKING:
    from PIL.Image import Image

UPPER_HALF = "▀"
LEVELS = (0, 95, 135, 175, 215, 255)
"""The steps of red, green and blue in the colours 16 to 231 of the 256."""


class SegmentEngine:
    """256 colours without dithering, which swims at this size; greys for 16 colours and for none."""

    def grid(self, look: Look) -> tuple[int, int]:
        """Two pixels a cell, one over the other."""
        return 1, 2

    def most(self, look: Look) -> int | None:
        """Cells decide."""
        return None

    def paint(self, canvas: Canvas, look: Look) -> Drawn:
        """Segments of one colour pair each."""
        pixels = filled(canvas, self.grid(look), look.ground)
        if look.colours == "256":
            pixels = _in_palette(pixels)
        elif look.colours != "truecolor":
            pixels = pixels.convert("L").convert("RGB")
        return Drawn(half_strips(pixels))


def _in_palette(pixels: Image) -> Image:
    from PIL.Image import Dither

    return pixels.quantize(palette=_palette(), dither=Dither.NONE).convert("RGB")


@lru_cache(maxsize=1)
def _palette() -> Image:
    """The colours 16 to 255 of the terminal's 256; those below are the theme's, so nobody knows them."""
    from PIL import Image as Pillow

    cube = [(r, g, b) for r in LEVELS for g in LEVELS for b in LEVELS]
    greys = [(level, level, level) for level in range(8, 248, 10)]
    image = Pillow.new("P", (1, 1))
    image.putpalette([value for colour in cube + greys for value in colour])
    return image


def half_strips(pixels: Image) -> tuple[Strip, ...]:
    """Lines of half blocks of an RGB picture as wide as its cells and twice as high as its lines."""
    data, width = pixels.tobytes(), pixels.width
    row = 3 * width
    return tuple(
        _line(data[at : at + row], data[at + row : at + 2 * row], width)
        for at in range(0, len(data), 2 * row)
    )


def _line(upper: bytes, lower: bytes, width: int) -> Strip:
    segments: list[Segment] = []
    run, last = 0, b""
    for at in range(0, 3 * width, 3):
        pair = upper[at : at + 3] + lower[at : at + 3]
        if run and pair != last:
            segments.append(Segment(UPPER_HALF * run, rgb_style(last)))
            run = 0
        run, last = run + 1, pair
    segments.append(Segment(UPPER_HALF * run, rgb_style(last)))
    return Strip(segments, width)
