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
PAIRS = ((3, 1), (5, 2), (9, 3))
"""The ways to part four quarters into two and two: the block, and the quarter that goes with the first."""

FLAT = 4 * 12
"""What parting must gain to be worth a second colour: an error of one level, in the units of the sums."""

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
    """The block and the two colours with the least squared error for four pixels.

    With d = 4 pixel - sum, parting one pixel from three gains d²/12, and two from two (d + d')²/16.
    """
    red, green, blue = (sum(values) for values in zip(*quarters, strict=True))
    best, block, inside, count = FLAT, 0, (0, 0, 0), 0
    apart = [(4 * r - red, 4 * g - green, 4 * b - blue) for r, g, b in quarters]
    for at, (r, g, b) in enumerate(apart):
        if (gain := 4 * (r * r + g * g + b * b)) > best:
            best, block, inside, count = gain, 1 << at, quarters[at], 1
    one, (r0, g0, b0) = quarters[0], apart[0]
    for mask, at in PAIRS:
        r, g, b = apart[at]
        r, g, b = r + r0, g + g0, b + b0
        if (gain := 3 * (r * r + g * g + b * b)) > best:
            two = quarters[at]
            best, block, count = gain, mask, 2
            inside = one[0] + two[0], one[1] + two[1], one[2] + two[2]
    rest = 4 - count
    ground = (
        SIX_BITS[(red - inside[0]) // rest],
        SIX_BITS[(green - inside[1]) // rest],
        SIX_BITS[(blue - inside[2]) // rest],
    )
    if not count:
        return 0, ground, ground
    front = (SIX_BITS[inside[0] // count], SIX_BITS[inside[1] // count], SIX_BITS[inside[2] // count])
    return block, front, ground


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
