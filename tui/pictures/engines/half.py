"""Half blocks by term-image, in 24-bit colour, sent as the lines it makes."""

from __future__ import annotations

import warnings
from functools import lru_cache

from tui.pictures.engines.engine import Drawn
from tui.pictures.engines.segments import half_strips
from tui.pictures.fitting import Canvas, filled
from tui.pictures.ways import Look


class HalfEngine:
    """Two pixels a cell. Textual's own path would take the lines apart, and send more."""

    def grid(self, look: Look) -> tuple[int, int]:
        """Two pixels a cell, one over the other."""
        return 1, 2

    def most(self, look: Look) -> int | None:
        """Cells decide."""
        return None

    def paint(self, canvas: Canvas, look: Look) -> Drawn:
        """term-image's lines; segments alone where it is not installed (Python 3.14)."""
        pixels = filled(canvas, self.grid(look), look.ground)
        strips = half_strips(pixels)
        if not _term_image_works():
            return Drawn(strips)
        from term_image.image import BlockImage

        lines = str(BlockImage(pixels, width=pixels.width)).split("\n")
        if len(lines) == len(strips):
            for strip, line in zip(strips, lines, strict=True):
                strip._render_cache = line
        return Drawn(strips)


@lru_cache(maxsize=1)
def _term_image_works() -> bool:
    try:
        with warnings.catch_warnings():
            # It warns when the process has no terminal, as under a test runner.
            warnings.simplefilter("ignore")
            import term_image
    except ImportError:
        return False
    # Before anything else of it: its queries type junk into whatever has the focus.
    term_image.disable_queries()
    term_image.set_cell_ratio(0.5)
    return True
