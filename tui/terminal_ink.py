"""Line filters that draw the terminal's own colours so that they are read with any palette, or without any.

A palette of 16 says nothing of brightness: what is a grey in one is the background in another. So the
cursor's line is drawn reversed, quiet text dim. Without colours (NO_COLOR) every ground that is not the
terminal's own is drawn reversed; only pictures, which have colours of 24 bits, keep theirs as greys.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from rich.color import Color as RichColor
from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter, monochrome_style

from tui.theme import GROUND_OF_CURSOR, INK_OF_QUIET

CURSOR = Color.parse(GROUND_OF_CURSOR).ansi
QUIET = Color.parse(INK_OF_QUIET).ansi
PLAIN = Style(color="default", bgcolor="default")
UNDER_CURSOR = PLAIN + Style(reverse=True, bold=True, dim=False)


class TerminalInk(LineFilter):
    """The cursor's line reversed, quiet text dim."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """A line of the screen, in inks that every palette has."""
        return _restyled(segments, terminal_style)


class NoColours(LineFilter):
    """No colour at all: what has a ground of its own is reversed, what is a picture is grey."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """A line of the screen without colours."""
        return _restyled(segments, colourless_style)


def _restyled(segments: list[Segment], restyle: Callable[[Style], Style]) -> list[Segment]:
    return [
        segment if control or style is None else Segment(text, restyle(style))
        for segment in segments
        for text, style, control in (segment,)
    ]


@lru_cache(maxsize=2048)
def terminal_style(style: Style) -> Style:
    """A style without the two stand-ins of the terminal's theme."""
    if _number(style.bgcolor) == CURSOR:
        return style + UNDER_CURSOR
    return style + Style(color="default", dim=True) if _number(style.color) == QUIET else style


@lru_cache(maxsize=2048)
def colourless_style(style: Style) -> Style:
    """A style without colours; a ground of its own becomes reversed, 24 bits become grey."""
    if _is_of_a_picture(style.color) or _is_of_a_picture(style.bgcolor):
        return monochrome_style(style)
    grounded = not _is_default(style.bgcolor)
    return style + PLAIN + Style(reverse=True) if grounded else style + PLAIN


def _is_default(color: RichColor | None) -> bool:
    return color is None or color.is_default


def _is_of_a_picture(color: RichColor | None) -> bool:
    return color is not None and color.type is ColorType.TRUECOLOR


def _number(color: RichColor | None) -> int | None:
    """The number of one of the 16 colours, None for any other."""
    return color.number if color is not None and color.type is ColorType.STANDARD else None
