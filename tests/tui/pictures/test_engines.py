"""The engines' cells against the pixels that they stand for."""

from __future__ import annotations

import base64
import io
import re
import unicodedata
from itertools import product

import pyte
import pytest
from PIL import Image
from rich.cells import cell_len
from rich.console import Console
from textual.strip import Strip

from tui.pictures.engines import ENGINES, Sent
from tui.pictures.engines.kitty import CHUNK, PLACEHOLDER, deleting, marks, picture_number, sending
from tui.pictures.engines.quadrants import BLOCKS, line_cells, two_colours
from tui.pictures.fitting import Canvas
from tui.pictures.ways import Look, Way

RED, BLUE, WHITE, BLACK = (255, 0, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0)


def canvas_of(pixels: Image.Image, grid: tuple[int, int]) -> Canvas:
    return Canvas(pixels, pixels.width // grid[0], pixels.height // grid[1], pixels.size)


def shown(strips: tuple[Strip, ...], width: int) -> pyte.Screen:
    """What a terminal draws of the lines as they are sent."""
    screen = pyte.Screen(width, len(strips))
    console = Console(color_system="truecolor", force_terminal=True)
    pyte.Stream(screen).feed("\r\n".join(strip.render(console) for strip in strips))
    return screen


def picture() -> Image.Image:
    """A ramp with a red disc's corner: smooth and hard edges."""
    image = Image.linear_gradient("L").resize((16, 16)).convert("RGB")
    image.paste(RED, (0, 0, 5, 5))
    return image


@pytest.mark.parametrize("way", [Way.HALF, Way.SEGMENTS])
def test_half_blocks_are_the_pixels(way: Way) -> None:
    pixels = picture()
    screen = shown(ENGINES[way].paint(canvas_of(pixels, (1, 2)), Look(way)).strips, 16)
    for x, y in product(range(16), range(8)):
        cell = screen.buffer[y][x]
        upper, lower = pixels.getpixel((x, 2 * y)), pixels.getpixel((x, 2 * y + 1))
        assert isinstance(upper, tuple)
        assert isinstance(lower, tuple)
        front = cell.fg if cell.data == "▀" else cell.bg
        assert (front, cell.bg) == (bytes(upper).hex(), bytes(lower).hex())


@pytest.mark.parametrize("block", range(16))
def test_a_quadrant_cell_of_two_colours_is_exact(block: int) -> None:
    quarters = [RED if block >> at & 1 else BLUE for at in range(4)]
    found, front, ground = two_colours(*quarters)
    drawn = [front if found >> at & 1 else ground for at in range(4)]
    assert drawn == quarters


def test_quadrants_part_four_colours_by_the_least_error() -> None:
    assert two_colours((0, 0, 0), (8, 8, 8), (200, 0, 0), (220, 0, 0)) == (3, (4, 4, 4), (211, 0, 0))


def test_quadrants_sent_are_the_cells_painted_and_turn_over_to_keep_colours() -> None:
    pixels = Image.new("RGB", (6, 2), BLUE)
    pixels.paste(RED, (0, 0, 1, 2))
    pixels.paste(RED, (3, 0, 4, 2))
    cells = line_cells(pixels.crop((0, 0, 6, 1)).tobytes(), pixels.crop((0, 1, 6, 2)).tobytes())
    assert len({(front, ground) for _, front, ground in cells}) == 1
    strips = ENGINES[Way.QUADRANTS].paint(canvas_of(pixels, (2, 2)), Look(Way.QUADRANTS)).strips
    assert strips[0].render(Console()).count("\x1b[") == 2
    assert strips[0].text == "".join(BLOCKS[block] for block, _, _ in cells)


def test_quadrants_show_the_picture() -> None:
    pixels = picture()
    screen = shown(ENGINES[Way.QUADRANTS].paint(canvas_of(pixels, (2, 2)), Look(Way.QUADRANTS)).strips, 8)
    for x, y in product(range(16), range(16)):
        cell = screen.buffer[y // 2][x // 2]
        inside = BLOCKS.index(cell.data) >> (x % 2 + 2 * (y % 2)) & 1
        drawn = bytes.fromhex(cell.fg if inside else cell.bg)
        wanted = pixels.getpixel((x, y))
        assert isinstance(wanted, tuple)
        if not {x, y} & {4, 5}:  # three colours meet in the cells at the corner's edge
            assert max(abs(a - b) for a, b in zip(drawn, wanted, strict=True)) <= 12


def test_256_colours_are_those_of_the_terminal() -> None:
    strips = ENGINES[Way.SEGMENTS].paint(canvas_of(picture(), (1, 2)), Look(Way.SEGMENTS, "256")).strips
    console = Console(color_system="256", force_terminal=True)
    first = strips[0].render(console)
    assert first.startswith("\x1b[38;5;196;48;5;196m")
    assert "38;2" not in first


@pytest.mark.parametrize("colours", ["16", "none"])
def test_few_colours_are_greys(colours: str) -> None:
    look = Look(Way.SEGMENTS, "16" if colours == "16" else "none")
    for strip in ENGINES[Way.SEGMENTS].paint(canvas_of(picture(), (1, 2)), look).strips:
        for segment in strip:
            assert segment.style is not None
            assert segment.style.color is not None
            assert len(set(segment.style.color.get_truecolor())) == 1


def test_ascii_is_ink_on_dark_and_on_light() -> None:
    ramp = Image.linear_gradient("L").rotate(90).resize((10, 1)).convert("RGB")
    texts = []
    for ground in (BLACK, WHITE):
        look = Look(Way.ASCII, ground=ground)
        texts.append(ENGINES[Way.ASCII].paint(canvas_of(ramp, (1, 1)), look).strips[0].text)
    assert texts[0].isascii()
    assert (texts[0][0], texts[0][-1]) == (" ", "@")
    assert (texts[1][0], texts[1][-1]) == ("@", " ")


# --- kitty ---------------------------------------------------------------------------------------


def test_the_marks_are_the_protocols() -> None:
    assert len(marks()) == len(set(marks())) == 297
    assert [ord(marks()[at]) for at in (0, 1, 2, 7, 64, 296)] == [0x305, 0x30D, 0x30E, 0x33F, 0x659, 0x1D244]
    assert {unicodedata.combining(mark) for mark in marks()} == {230}


@pytest.mark.parametrize("colours", ["truecolor", "256"])
def test_a_placeholder_names_picture_line_and_column(colours: str) -> None:
    look = Look(Way.KITTY, "truecolor" if colours == "truecolor" else "256", ground=(1, 2, 3))
    drawn = ENGINES[Way.KITTY].paint(Canvas(picture(), 4, 3, (16, 16)), look)
    sent = drawn.sent
    assert sent is not None
    line = drawn.strips[2]
    assert line.cell_length == 4
    assert [cell_len(segment.text) for segment in line] == [1] * 4
    top = marks()[sent.number >> 24] if colours == "256" else ""
    assert list(line)[3].text == PLACEHOLDER + marks()[2] + marks()[3] + top
    raw = line.render(Console())
    low = sent.number & 255
    colour = f"38;5;{low}" if colours == "256" else f"38;2;{sent.number >> 16};{sent.number >> 8 & 255};{low}"
    assert raw.startswith(f"\x1b[{colour};48;2;1;2;3m{PLACEHOLDER}")
    # What a dialog leaves of a line says the same of each of its cells.
    rest = list(line.divide([2, 4]))[1]
    assert [segment.text for segment in rest] == [segment.text for segment in line][2:]


def test_numbers_are_apart_and_fit_their_colours() -> None:
    wide = {picture_number(serial, Look(Way.KITTY)) for serial in range(5000)}
    narrow = {picture_number(serial, Look(Way.KITTY, "256")) for serial in range(5000)}
    assert len(wide) == len(narrow) == 5000
    assert all(0 < number < 1 << 24 for number in wide)
    assert all(number & 255 >= 16 and 0 < number >> 24 < 256 and not number & 0xFFFF00 for number in narrow)


def test_what_is_sent_is_the_png_in_chunks_and_asks_for_no_answer() -> None:
    data = Image.effect_noise((120, 80), 90)
    out = io.BytesIO()
    data.save(out, "PNG")
    sequences = list(sending(Sent(7, out.getvalue(), 12, 4)))
    assert len(sequences) > 1
    parts = [re.fullmatch(r"\x1b_G([^;]*);([A-Za-z0-9+/=]*)\x1b\\", sequence) for sequence in sequences]
    keys = [dict(pair.split("=") for pair in part[1].split(",")) for part in parts if part]
    first = ",".join(f"{key}={value}" for key, value in keys[0].items())
    assert first == "a=T,U=1,f=100,t=d,q=2,i=7,c=12,r=4,m=1"
    assert [key["m"] for key in keys] == ["1"] * (len(keys) - 1) + ["0"]
    assert all(key["q"] == "2" for key in keys)
    assert all(part is not None and len(part[2]) <= CHUNK for part in parts)
    assert base64.b64decode("".join(part[2] for part in parts if part)) == out.getvalue()
    assert deleting(7) == "\x1b_Ga=d,d=I,i=7,q=2\x1b\\"


def test_over_ssh_the_png_has_a_palette_and_is_smaller() -> None:
    bands = [Image.effect_noise((256, 384), 12), *(Image.radial_gradient("L").resize((256, 384)),) * 2]
    photo = Image.merge("RGB", bands)
    pngs = []
    for thrifty in (False, True):
        look = Look(Way.KITTY, thrifty=thrifty)
        sent = ENGINES[Way.KITTY].paint(Canvas(photo, 40, 30, photo.size), look).sent
        assert sent is not None
        pngs.append(sent.png)
    assert Image.open(io.BytesIO(pngs[1])).mode == "P"
    assert len(pngs[1]) < len(pngs[0]) * 0.7
