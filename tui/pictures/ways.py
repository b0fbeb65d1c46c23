"""The words of this package: ways to show a picture, colours, and what a painted picture depends on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tui.colours import Colours

USUAL_CELL = (10, 20)
"""Pixels of a cell where the terminal doesn't say: half as wide as high."""


class Way(StrEnum):
    """A way to show a picture. The values are those of the setting `pictures`."""

    KITTY = "kitty"
    HALF = "half"
    QUADRANTS = "quadrants"
    SEGMENTS = "segments"
    ASCII = "ascii"


@dataclass(frozen=True, slots=True)
class Look:
    """What the painted picture depends on, beside the file and the room.

    `ground` is the colour behind it, `cell` the pixels of a cell, `thrifty` whether bytes are dear.
    """

    way: Way
    colours: Colours = "truecolor"
    ground: tuple[int, int, int] = (0, 0, 0)
    cell: tuple[int, int] = USUAL_CELL
    thrifty: bool = False


def way_name(way: Way, colours: Colours) -> str:
    """The way as a person reads it; segments by the colours that are left to them."""
    match way:
        case Way.KITTY:
            return "kitty pixels"
        case Way.HALF:
            return "half blocks"
        case Way.QUADRANTS:
            return "quadrant blocks"
        case Way.ASCII:
            return "ASCII characters"
        case Way.SEGMENTS:
            return {
                "truecolor": "half blocks",
                "256": "half blocks in 256 colours",
                "16": "half blocks in four greys",
                "none": "half blocks in greys",
            }[colours]
