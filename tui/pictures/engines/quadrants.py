"""Quadrant blocks: four pixels a cell in the two colours that tell them apart best."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from tui.pictures.engines.engine import Drawn, raw_strip, rgb_style
from tui.pictures.fitting import Canvas, filled
from tui.pictures.ways import Look

BLOCKS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""By quarter: 1 upper left, 2 upper right, 4 lower left, 8 lower right."""

WHOLE = 15
PAIRS = ((3, 0, 1), (5, 0, 2), (9, 0, 3))
"""The ways to part four quarters into two and two, as blocks, and the quarters of the first two."""

SIX_BITS = [(level & 0xFC) | level >> 6 for level in range(256)]
"""Colours at 6 bits: neighbours are the same more often, and are not sent again; no eye sees it."""

Rgb = tuple[int, int, int]
Cell = tuple[int, Rgb, Rgb]
"""A block by its quarters, its foreground, its background."""


class QuadrantEngine:
    """Fewer bytes than half blocks and a better picture, for a little more work."""

    def grid(self, look: Look) -> tuple[int, int]:
        """Two by two pixels a cell."""
        return 2, 2

    def most(self, look: Look) -> int | None:
        """Cells decide."""
        return None

    def paint(self, canvas: Canvas, look: Look) -> Drawn:
        """Lines that name a colour only where it changes."""
        pixels = filled(canvas, self.grid(look), look.ground)
        data, row = pixels.tobytes(), 3 * pixels.width
        return Drawn(
            tuple(
                _strip(line_cells(data[at : at + row], data[at + row : at + 2 * row]))
                for at in range(0, len(data), 2 * row)
            )
        )


def line_cells(upper: bytes, lower: bytes) -> list[Cell]:
    """The cells of two rows of RGB pixels; colours turn over where that keeps the one before."""
    cells: list[Cell] = []
    fore: Rgb | None = None
    back: Rgb | None = None
    for at in range(0, len(upper), 6):
        block, front, ground = two_colours(
            (upper[at], upper[at + 1], upper[at + 2]),
            (upper[at + 3], upper[at + 4], upper[at + 5]),
            (lower[at], lower[at + 1], lower[at + 2]),
            (lower[at + 3], lower[at + 4], lower[at + 5]),
        )
        kept = (front == fore) + (ground == back)
        if (ground == fore) + (front == back) > kept or (block == WHOLE and ground == back):
            block, front, ground = WHOLE - block, ground, front
        if block == 0 and fore is not None:
            front = fore
        cells.append((block, front, ground))
        fore, back = front, ground
    return cells


def two_colours(*quarters: Rgb) -> Cell:
    """The block and the two colours with the least squared error for four pixels."""
    total = tuple(sum(quarter[at] for quarter in quarters) for at in range(3))
    best, block = _square(total) / 4 + 0.5, 0
    for at, quarter in enumerate(quarters):
        rest = (total[0] - quarter[0], total[1] - quarter[1], total[2] - quarter[2])
        if (gain := _square(quarter) + _square(rest) / 3) > best:
            best, block = gain, 1 << at
    for mask, first, second in PAIRS:
        one, two = quarters[first], quarters[second]
        here = (one[0] + two[0], one[1] + two[1], one[2] + two[2])
        rest = (total[0] - here[0], total[1] - here[1], total[2] - here[2])
        if (gain := (_square(here) + _square(rest)) / 2) > best:
            best, block = gain, mask
    inside = [quarter for at, quarter in enumerate(quarters) if block >> at & 1]
    outside = [quarter for at, quarter in enumerate(quarters) if not block >> at & 1]
    ground = _mean(outside)
    return block, _mean(inside) if inside else ground, ground


def _square(colour: tuple[int, ...]) -> int:
    return colour[0] * colour[0] + colour[1] * colour[1] + colour[2] * colour[2]


def _mean(colours: list[Rgb]) -> Rgb:
    count = len(colours)
    return (
        SIX_BITS[sum(colour[0] for colour in colours) // count],
        SIX_BITS[sum(colour[1] for colour in colours) // count],
        SIX_BITS[sum(colour[2] for colour in colours) // count],
    )


def _strip(cells: list[Cell]) -> Strip:
    segments: list[Segment] = []
    raw: list[str] = []
    text = ""
    fore: Rgb | None = None
    back: Rgb | None = None
    for block, front, ground in cells:
        if (front, ground) != (fore, back):
            if text and fore is not None and back is not None:
                segments.append(Segment(text, rgb_style(bytes(fore + back))))
            text = ""
            raw.append(_codes(front, ground, fore, back))
            fore, back = front, ground
        text += BLOCKS[block]
        raw.append(BLOCKS[block])
    if fore is not None and back is not None:
        segments.append(Segment(text, rgb_style(bytes(fore + back))))
    return raw_strip(segments, len(cells), "".join(raw) + "\x1b[0m")


def _codes(front: Rgb, ground: Rgb, fore: Rgb | None, back: Rgb | None) -> str:
    codes = []
    if front != fore:
        codes.append(f"38;2;{front[0]};{front[1]};{front[2]}")
    if ground != back:
        codes.append(f"48;2;{ground[0]};{ground[1]};{ground[2]}")
    return f"\x1b[{';'.join(codes)}m"
