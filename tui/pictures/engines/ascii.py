"""A ramp of ASCII characters, for terminals that are not UTF-8."""

from __future__ import annotations

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.pictures.engines.engine import Drawn
from tui.pictures.fitting import Canvas, filled
from tui.pictures.ways import Look

RAMP = " .:-=+*#%@"
"""From no ink to much; on a light ground ink is dark, so that the ramp is turned round."""


class AsciiEngine:
    """Light and shade by ink alone, in one colour: right with any number of colours."""

    def grid(self, look: Look) -> tuple[int, int]:
        """A pixel a cell."""
        return 1, 1

    def most(self, look: Look) -> int | None:
        """Cells decide."""
        return None

    def paint(self, canvas: Canvas, look: Look) -> Drawn:
        """Lines of one style: full ink on the ground."""
        from PIL import ImageOps

        dark = sum(look.ground) < 3 * 128
        pixels = filled(canvas, self.grid(look), look.ground)
        # All of the ramp for the picture at hand: ten steps are too few to leave some unused.
        greys = ImageOps.autocontrast(pixels.convert("L"), cutoff=1)
        inks = [_ink(level, dark) for level in range(256)]
        ink = Color.from_rgb(208, 208, 208) if dark else Color.from_rgb(48, 48, 48)
        style = Style(color=ink, bgcolor=Color.from_rgb(*look.ground))
        data, width = greys.tobytes(), greys.width
        return Drawn(
            tuple(
                Strip([Segment("".join(inks[level] for level in data[at : at + width]), style)], width)
                for at in range(0, len(data), width)
            )
        )


def _ink(level: int, dark: bool) -> str:
    step = level * len(RAMP) // 256
    return RAMP[step if dark else len(RAMP) - 1 - step]
