"""Pictures in a real pseudo-terminal: what is sent and when, and what a dialog, a screen, few colours leave.

This holds the contract with Textual's strips that `tui.pictures.engines` relies on (`Strip._render_cache`).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.terminal.terminal import Terminal

COLUMNS, LINES = 60, 20
MIDDLE = (LINES - 4) // 2
DIALOG, OTHER, BACK, NEXT, NONE, SWITCH = "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[20~", "\x1b[19~"

Start = Callable[..., Terminal]


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """Left half red, right half a ramp of blue: 3:2."""
    image = Image.new("RGB", (600, 400), (200, 30, 30))
    image.paste(Image.linear_gradient("L").rotate(90).resize((300, 400)).convert("RGB"), (300, 0))
    image.save(tmp_path / "picture.png")
    return tmp_path / "picture.png"


@pytest.fixture
def start(picture: Path) -> Iterator[Start]:
    """Starts the application on the picture, and on others, and waits until the first is shown."""
    running: list[Terminal] = []

    def run(caption: str, *others: Path, **environment: str) -> Terminal:
        command = [sys.executable, "-m", "tests.tui.pictures.picture_app", str(picture), *map(str, others)]
        environment = {"SSH_TTY": "", "SSH_CONNECTION": "", **environment}
        terminal = Terminal(command, COLUMNS, LINES, **environment).__enter__()
        running.append(terminal)
        terminal.wait(caption)
        until_quiet(terminal)
        return terminal

    yield run
    for terminal in running:
        terminal.__exit__(None, None, None)


def until_quiet(terminal: Terminal) -> None:
    """Until nothing came for a while: a paint is through to its end."""
    before = -1
    while before != len(terminal.raw):
        before = len(terminal.raw)
        terminal._read(0.4)


def sent_by(terminal: Terminal, act: Callable[[], None], words: str, gone: str = "") -> bytes:
    """The bytes that come of an action, until `words` are shown and all is quiet."""
    before = len(terminal.raw)
    act()
    terminal.wait(words, gone=gone)
    until_quiet(terminal)
    return bytes(terminal.raw[before:])


def colours(terminal: Terminal, line: int = MIDDLE) -> list[tuple[str, str]]:
    """(foreground, background) of each cell of a line; a cell without ink has its background twice."""
    cells = [terminal.screen.buffer[line][x] for x in range(COLUMNS)]
    return [(cell.fg if cell.data != " " else cell.bg, cell.bg) for cell in cells]


def whole(terminal: Terminal) -> list[list[tuple[str, str]]]:
    """The colours of all lines of the picture."""
    return [colours(terminal, line) for line in range(LINES - 4)]


@pytest.mark.parametrize(
    ("environment", "caption"),
    [
        ({}, "half blocks"),
        ({"SSH_TTY": "/dev/pts/7"}, "quadrant blocks"),
        ({"COLORTERM": ""}, "half blocks in 256 colours"),
        ({"NO_COLOR": "1"}, "half blocks in greys"),
    ],
)
def test_a_dialog_and_a_screen_over_a_picture_leave_it_whole(
    start: Start, environment: dict[str, str], caption: str
) -> None:
    terminal = start(f"600×400 shown as {caption}", **environment)
    terminal.wait_until(lambda: colours(terminal)[10] != colours(terminal)[45], "the picture")
    until_quiet(terminal)
    before = whole(terminal)
    drawn = before[MIDDLE]
    sent_by(terminal, lambda: terminal.type(DIALOG), "Over it")
    assert colours(terminal, 0) == before[0]
    assert colours(terminal)[:2] == drawn[:2]
    sent_by(terminal, lambda: terminal.press("enter"), caption, gone="Over it")
    terminal.wait_until(lambda: whole(terminal) == before, "the whole picture again")
    sent_by(terminal, lambda: terminal.type(OTHER), "Elsewhere")
    assert len({pair for line in range(1, LINES) for pair in colours(terminal, line)}) == 1
    sent_by(terminal, lambda: terminal.type(BACK), caption, gone="Elsewhere")
    terminal.wait_until(lambda: whole(terminal) == before, "the whole picture again")


def test_a_keystroke_elsewhere_sends_no_picture_and_the_same_picture_is_not_sent_again(start: Start) -> None:
    terminal = start("half blocks")
    typed = sent_by(terminal, lambda: terminal.type("a"), "a")
    assert len(typed) < 2_000
    assert "▀" not in typed.decode()


def test_a_held_key_paints_the_last_picture_only(start: Start, tmp_path: Path) -> None:
    others = []
    for at in range(1, 6):
        others.append(tmp_path / f"{at}.png")
        Image.new("RGB", (600 + at, 400), (0, 0, 40 * at)).save(others[-1])
    terminal = start("600×400", *others)
    sent = sent_by(terminal, lambda: terminal.type(NEXT * 5), "605×400")
    blues = {int(found) for found in re.findall(rb"8;2;0;0;(\d+)m", sent)}
    assert {blue // 40 for blue in blues} == {5}


def test_16_colours_are_greys(start: Start) -> None:
    terminal = start("half blocks in four greys", COLORTERM="", TERM="xterm-16color")
    assert {pair[0] for pair in colours(terminal)[8:52]} <= {"black", "brightblack", "white", "brightwhite"}
    assert len(set(colours(terminal)[8:52])) > 2


def test_without_utf8_there_is_ascii(start: Start) -> None:
    terminal = start("600x400 shown as ASCII characters", LC_ALL="C")
    assert "".join(terminal.lines[: LINES - 4]).isascii()


# --- kitty ---------------------------------------------------------------------------------------


def graphics(data: bytes) -> list[str]:
    """The controls of kitty's graphics sequences, without their data."""
    return [found.decode() for found in re.findall(rb"\x1b_G([^;\x1b]*)", data)]


def test_kitty_gets_a_picture_once_and_loses_it_when_none_shows_it(start: Start) -> None:
    terminal = start("kitty pixels", TERM="xterm-kitty")
    first = [one for one in graphics(bytes(terminal.raw)) if "a=T" in one]
    assert len(first) == 1
    number = re.search(r"i=(\d+)", first[0])
    assert number is not None
    assert f"i={number[1]},c=" in first[0]
    assert "\U0010eeee" in terminal.raw.decode()
    assert not graphics(sent_by(terminal, lambda: terminal.type("a"), ""))
    assert not graphics(sent_by(terminal, lambda: terminal.type(DIALOG), "Over it"))
    assert not graphics(sent_by(terminal, lambda: terminal.press("enter"), "", gone="Over it"))
    assert graphics(sent_by(terminal, lambda: terminal.type(NONE), "No picture yet")) == [
        f"a=d,d=I,i={number[1]},q=2"
    ]


def test_kitty_keeps_nothing_of_a_program_that_has_ended(start: Start) -> None:
    terminal = start("kitty pixels", TERM="xterm-kitty")
    terminal.press("ctrl+q")
    terminal.wait_end()
    sent = graphics(bytes(terminal.raw))
    taken = {re.sub(r"\D+", "", one.split("i=")[1].split(",")[0]) for one in sent if "a=T" in one}
    deleted = {one.split("i=")[1].split(",")[0] for one in sent if "a=d" in one}
    assert taken
    assert taken == deleted


def test_no_way_asks_the_terminal_for_anything(start: Start) -> None:
    """A query's answer would be typed into whatever has the focus."""
    terminal = start("half blocks")
    for words in ("quadrant blocks", "ASCII characters", "half blocks"):
        sent_by(terminal, lambda: terminal.type(SWITCH), f"Pictures: {words}")
    shown = bytes(terminal.raw)
    assert not re.search(rb"\x1b\[(c|0c|>q|14t|16t)|\x1b_Ga=q", shown)
    assert os.environ.get("TMUX") is None or b"\x1bPtmux" not in shown
