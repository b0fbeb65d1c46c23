"""What an engine is, and lines of cells that reach the terminal as they were made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.pictures.fitting import Canvas
from tui.pictures.ways import Look


@dataclass(frozen=True, slots=True)
class Sent:
    """Pixels that the terminal must have before the cells mean anything: a PNG under a number."""

    number: int
    png: bytes
    columns: int
    lines: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """The lines of a picture, and the pixels that go with them where the terminal draws them itself."""

    strips: tuple[Strip, ...]
    sent: Sent | None = None


class Engine(Protocol):
    """Turns pixels into cells. It runs in worker threads, several at a time."""

    def grid(self, look: Look) -> tuple[int, int]:
        """Pixels across and down a cell."""

    def most(self, look: Look) -> int | None:
        """Pixels of the whole picture at most, when the terminal scales it; None when cells decide."""

    def paint(self, canvas: Canvas, look: Look) -> Drawn:
        """The lines of the canvas."""


def raw_strip(segments: list[Segment], width: int, raw: str) -> Strip:
    """A line that is sent as `raw`, byte for byte; its segments are for what cuts or blends lines.

    Textual keeps what a strip renders to in `_render_cache`, and joins and divides keep it where they can:
    a private name, held by a contract test.
    """
    strip = Strip(segments, width)
    strip._render_cache = raw
    return strip


def rgb_style(pair: bytes) -> Style:
    """Foreground and background from six bytes."""
    return Style(color=Color.from_rgb(*pair[:3]), bgcolor=Color.from_rgb(*pair[3:]))
