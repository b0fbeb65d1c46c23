"""True pixels: kitty's graphics protocol with Unicode placeholders (docs: "Unicode placeholders").

The terminal gets a PNG under a number, once. What Textual draws are ordinary cells: a placeholder character
with its line and column as combining marks, and the number as its colour. So dialogs, scrolling and screens
over it, and tmux, treat the picture as text, and nothing is left behind.
"""

from __future__ import annotations

import base64
import io
import random
from collections.abc import Iterator
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.pictures.engines.engine import Drawn, Sent, raw_strip
from tui.pictures.fitting import THRIFTY_PIXELS, Canvas
from tui.pictures.ways import Look

if TYPE_CHECKING:
    from PIL.Image import Image

PLACEHOLDER = "\U0010eeee"
CHUNK = 4096
"""Characters of base64 in one escape sequence at most, as the protocol wants."""

LOCAL_PIXELS = 4_000_000

MARKS = """
305 30D-30E 310 312 33D-33F 346 34A-34C 350-352 357 35B 363-36F 483-487 592-595 597-599 59C-5A1 5A8-5A9
5AB-5AC 5AF 5C4 610-617 657-65B 65D-65E 6D6-6DC 6DF-6E2 6E4 6E7-6E8 6EB-6EC 730 732-733 735-736 73A 73D
73F-741 743 745 747 749-74A 7EB-7F1 7F3 816-819 81B-823 825-827 829-82D 951 953-954 F82-F83 F86-F87
135D-135F 17DD 193A 1A17 1A75-1A7C 1B6B 1B6D-1B73 1CD0-1CD2 1CDA-1CDB 1CE0 1DC0-1DC1 1DC3-1DC9 1DCB-1DCC
1DD1-1DE6 1DFE 20D0-20D1 20D4-20D7 20DB-20DC 20E1 20E7 20E9 20F0 2CEF-2CF1 2DE0-2DFF A66F A67C-A67D
A6F0-A6F1 A8E0-A8F1 AAB0 AAB2-AAB3 AAB7-AAB8 AABE-AABF AAC1 FE20-FE26 10A0F 10A38 1D185-1D189
1D1AA-1D1AD 1D242-1D244
"""
"""The combining marks that count from 0, as the protocol lists them: runs of code points."""

_serials = count(random.randrange(1 << 22))  # others may show pictures in the same terminal


class KittyEngine:
    """Pixels as the terminal has them; a palette PNG where bytes are dear."""

    def grid(self, look: Look) -> tuple[int, int]:
        """The terminal's own pixels."""
        return look.cell

    def most(self, look: Look) -> int | None:
        """The terminal scales up what is smaller than its cells."""
        return THRIFTY_PIXELS if look.thrifty else LOCAL_PIXELS

    def paint(self, canvas: Canvas, look: Look) -> Drawn:
        """Lines of placeholders, and the PNG for them."""
        number = picture_number(next(_serials), look)
        columns, lines = min(canvas.columns, len(marks())), min(canvas.lines, len(marks()))
        style = Style(color=_number_colour(number, look), bgcolor=Color.from_rgb(*look.ground))
        strips = tuple(_line(number, line, columns, style) for line in range(lines))
        return Drawn(strips, Sent(number, _png(canvas.pixels, look.thrifty), columns, lines))


def picture_number(serial: int, look: Look) -> int:
    """A number that fits into a colour: 24 bits, or one of 240 (of 256, 16 are the theme's) and a byte."""
    if look.colours == "truecolor":
        return 0x010000 + serial % 0xFE0000
    return (serial // 240 % 255 + 1) << 24 | 16 + serial % 240


def _number_colour(number: int, look: Look) -> Color:
    if look.colours == "truecolor":
        return Color.from_rgb(number >> 16 & 255, number >> 8 & 255, number & 255)
    return Color.from_ansi(number & 255)


@lru_cache(maxsize=1)
def marks() -> tuple[str, ...]:
    """The combining marks for 0, 1, 2, …"""
    runs = [run.partition("-") for run in MARKS.split()]
    return tuple(
        chr(code) for first, _, last in runs for code in range(int(first, 16), int(last or first, 16) + 1)
    )


def _line(number: int, line: int, columns: int, style: Style) -> Strip:
    """A segment a cell: a line that is cut stays whole between its cells."""
    top = marks()[number >> 24] if number >> 24 else ""
    cells = [f"{PLACEHOLDER}{marks()[line]}{marks()[column]}{top}" for column in range(columns)]
    codes = ";".join((*_codes(style.color, True), *_codes(style.bgcolor, False)))
    return raw_strip(
        [Segment(cell, style) for cell in cells], columns, f"\x1b[{codes}m{''.join(cells)}\x1b[0m"
    )


def _codes(color: Color | None, foreground: bool) -> tuple[str, ...]:
    return color.get_ansi_codes(foreground) if color else ()


def _png(pixels: Image, thrifty: bool) -> bytes:
    from PIL.Image import Quantize

    out = io.BytesIO()
    if thrifty:
        pixels.quantize(256, method=Quantize.FASTOCTREE).save(out, "PNG")
    else:
        pixels.save(out, "PNG", compress_level=1)
    return out.getvalue()


def sending(sent: Sent) -> Iterator[str]:
    """The escape sequences that give the terminal the PNG, and its place in cells; it answers none (q=2)."""
    data = base64.b64encode(sent.png).decode("ascii")
    head = f"a=T,U=1,f=100,t=d,q=2,i={sent.number},c={sent.columns},r={sent.lines},"
    for at in range(0, len(data), CHUNK):
        more = 1 if at + CHUNK < len(data) else 0
        yield f"\x1b_G{head}m={more};{data[at : at + CHUNK]}\x1b\\"
        head = "q=2,"


def deleting(number: int) -> str:
    """The escape sequence that takes a picture, and its data, out of the terminal's memory."""
    return f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"
