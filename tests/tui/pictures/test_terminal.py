"""Pictures in a real pseudo-terminal: raw lines arrive whole, and a dialog over them leaves no trace.

This holds the contract with Textual's strips that `tui.widgets.cells` relies on (`Strip._render_cache`).
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyte
import pytest
from PIL import Image

COLUMNS, LINES = 60, 20
DEADLINE_S = 60.0


class Terminal:
    """A process in a pseudo-terminal and the screen that it draws."""

    def __init__(self, argv: list[str], env: dict[str, str]) -> None:
        self.fd, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        # pytest-xdist sets COLUMNS, which would win over the terminal's own size.
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLUMNS": str(COLUMNS),
            "LINES": str(LINES),
            **env,
        }
        self.process = subprocess.Popen(argv, stdin=child, stdout=child, stderr=child, env=environment)
        os.close(child)
        self.screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self.screen)
        self.sent = b""

    def until(self, seen: Callable[[], bool]) -> None:
        """Read until `seen()`; fails with the screen's text after `DEADLINE_S`."""
        deadline = time.monotonic() + DEADLINE_S
        while not seen():
            assert time.monotonic() < deadline, "\n".join(self.screen.display)
            if select.select([self.fd], [], [], 0.1)[0]:
                data = os.read(self.fd, 65536)
                self.sent += data
                self._stream.feed(data)

    def until_quiet(self) -> None:
        """Read until nothing more comes: the picture is painted to its end."""
        while select.select([self.fd], [], [], 1.0)[0]:
            data = os.read(self.fd, 65536)
            self.sent += data
            self._stream.feed(data)

    def press(self, key: bytes) -> None:
        os.write(self.fd, key)

    def colours(self) -> list[tuple[str, str]]:
        """(foreground, background) of each cell of the middle line."""
        line = self.screen.buffer[LINES // 2]
        return [(line[x].fg if line[x].data == "▀" else line[x].bg, line[x].bg) for x in range(COLUMNS)]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.fd)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """Left half red, right half a ramp of blue: 3:2, as wide as the terminal's room."""
    image = Image.new("RGB", (600, 400), (200, 30, 30))
    image.paste(Image.linear_gradient("L").rotate(90).resize((300, 400)).convert("RGB"), (300, 0))
    image.save(tmp_path / "picture.png")
    return tmp_path / "picture.png"


@pytest.fixture(params=[{"COLORTERM": "truecolor"}, {"COLORTERM": ""}, {"NO_COLOR": "1"}])
def terminal(request: pytest.FixtureRequest, picture: Path) -> Iterator[Terminal]:
    script = Path(__file__).with_name("picture_app.py")
    root = Path(__file__).parents[3]
    env = {"COLORTERM": "", **request.param, "PYTHONPATH": str(root)}
    if "NO_COLOR" not in request.param:
        env["NO_COLOR"] = ""
    running = Terminal([sys.executable, str(script), str(picture)], env)
    yield running
    running.close()


def test_a_dialog_over_a_picture_leaves_it_whole(terminal: Terminal) -> None:
    def drawn() -> bool:
        left, right = terminal.colours()[5], terminal.colours()[-6]
        return left != right and "default" not in (*left, *right)

    def dialog_shown() -> bool:
        return any("Over it" in line for line in terminal.screen.display)

    terminal.until(drawn)
    terminal.until_quiet()
    before = terminal.colours()
    terminal.press(b"d")
    terminal.until(dialog_shown)
    assert terminal.colours()[:2] == before[:2]
    terminal.press(b"\r")
    # A read may end in the middle of a paint, so the two are waited for together, not one after the other.
    terminal.until(lambda: terminal.colours() == before and not dialog_shown())
