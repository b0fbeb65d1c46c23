"""What a style does to a picture: a small frame of sky, hills and a figure, in its colours and its medium."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.style_scene import ACCENT, scene
from tui.widgets.style_text import SampleLook, sample_look
from tui.widgets.swatches import has_true_colours, hex_colours, rgb

UPPER_HALF = "▀"

SHADES = " .:-=+*#%@"
"""Letters from none to most ink, for a terminal that can't show the palette."""

_SHIFT = 1
"""How many pixels the second colour of a fringe lies beside the first."""


class StyleSample(Widget):
    """A frame in the colours of `palette` (dark to light), as the medium that `text` speaks of draws it; an
    empty palette draws nothing. Without colours it is drawn in letters, for its tones alone."""

    DEFAULT_CSS = """
    StyleSample { width: 1fr; height: 8; }
    """

    palette: reactive[tuple[str, ...]] = reactive(())
    text: reactive[str] = reactive("")

    def render_line(self, y: int) -> Strip:
        """One line of cells: two lines of square pixels."""
        width, height = self.size
        colours = tuple(hex_colours(self.palette))
        if not colours or not width:
            return Strip.blank(width, self.rich_style)
        look = sample_look(self.text)
        if not has_true_colours(self):
            letters = _letters(look, width, height, y, self.app.current_theme.dark)
            return Strip([Segment(letters, self.rich_style)], width)
        upper, lower = (pixels(look, colours, width, 2 * height)[at] for at in (2 * y, 2 * y + 1))
        segments = [
            Segment(UPPER_HALF, Style(color=Color.parse(above), bgcolor=Color.parse(below)))
            for above, below in zip(upper, lower, strict=True)
        ]
        return Strip(segments, width)


@lru_cache(maxsize=32)
def pixels(
    look: SampleLook, colours: tuple[str, ...], width: int, height: int
) -> tuple[tuple[str, ...], ...]:
    """The sample's colours, "#rrggbb", line by line."""
    accent = max(colours, key=_strength)
    plain = [colour for colour in colours if colour != accent] if look.accent else []
    scale = plain or list(colours)
    tones = scene(look, width, height)
    return tuple(
        tuple(accent if tone == ACCENT else _coloured(look, scale, line, x) for x, tone in enumerate(line))
        for line in tones
    )


def _coloured(look: SampleLook, scale: Sequence[str], line: Sequence[float], x: int) -> str:
    if look.fringe:
        red, shifted = rgb(_mixed(scale, line[x])), rgb(_mixed(scale, line[max(0, x - _SHIFT)]))
        return "#{:02x}{:02x}{:02x}".format(red[0], *shifted[1:])
    return _mixed(scale, line[x])


def _mixed(scale: Sequence[str], tone: float) -> str:
    """The colour at `tone` of a palette, between its neighbours."""
    at = min(1.0, tone) * (len(scale) - 1)
    low = min(int(at), len(scale) - 2) if len(scale) > 1 else 0
    dark, light = rgb(scale[low]), rgb(scale[min(low + 1, len(scale) - 1)])
    red, green, blue = (round(a + (b - a) * (at - low)) for a, b in zip(dark, light, strict=True))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _strength(colour: str) -> int:
    channels = rgb(colour)
    return max(channels) - min(channels)


def _letters(look: SampleLook, width: int, height: int, y: int, dark_ground: bool) -> str:
    """A line of the sample in letters: much ink is light on a dark ground, and dark on a light one."""
    tones = scene(look, width, 2 * height)
    means = [(min(1.0, a) + min(1.0, b)) / 2 for a, b in zip(tones[2 * y], tones[2 * y + 1], strict=True)]
    inks = means if dark_ground else [1 - mean for mean in means]
    return "".join(SHADES[round(ink * (len(SHADES) - 1))] for ink in inks)
