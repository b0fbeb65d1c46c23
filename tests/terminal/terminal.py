"""A real process in a pseudo-terminal, seen as a person sees it: keys in, a screen of cells out."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

ROOT = Path(__file__).parent.parent.parent
TIMEOUT_S = 60.0

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "end": "\x1b[F",
    "home": "\x1b[H",
    "backspace": "\x7f",
    "f10": "\x1b[21~",
}


def bytes_of(key: str) -> bytes:
    """What a terminal sends for a key in Textual's notation."""
    if key.startswith("ctrl+"):
        return bytes([ord(key[-1]) & 0x1F])
    return KEYS.get(key, key).encode()


class Terminal:
    """A pseudo-terminal of `columns` x `rows` cells with a process in it."""

    def __init__(self, command: Sequence[str], columns: int, rows: int, **environment: str) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._command = list(command)
        self._environment = _environment() | environment
        self._size = struct.pack("HHHH", rows, columns, 0, 0)
        self._master = -1
        self._pid = 0
        self.status: int | None = None
        self.raw = bytearray()

    def __enter__(self) -> Self:
        self._pid, self._master = pty.fork()
        if self._pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, self._size)
            os.chdir(ROOT)
            os.execvpe(self._command[0], self._command, self._environment)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, self._size)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.status is None:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._master)

    # --- seeing ----------------------------------------------------------------------------------

    @property
    def lines(self) -> list[str]:
        """The screen, a line a row, without blanks at the ends."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    def wait(self, *words: str, gone: str = "") -> None:
        """Wait until the screen shows all the words, and `gone` no more.

        Raises:
            AssertionError: it doesn't within `TIMEOUT_S`, or the process has ended; with the screen.
        """

        def shown() -> bool:
            text = self.text
            return all(word in text for word in words) and not (gone and gone in text)

        self.wait_until(shown, f"{words} on the screen" + (f" without {gone!r}" if gone else ""))

    def wait_until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait until `condition` holds, reading what the process paints."""
        deadline = time.monotonic() + TIMEOUT_S
        while not condition():
            alive = self._read(0.2)
            if time.monotonic() > deadline or (not alive and not condition()):
                raise AssertionError(f"waited for {what}, but the screen is:\n{self.text}")

    def _read(self, seconds: float) -> bool:
        """Read all that is there, waiting so long for the first of it; whether the process is there."""
        while select.select([self._master], [], [], seconds)[0]:
            try:
                data = os.read(self._master, 65536)
            except OSError:
                return False
            if not data:
                return False
            self.raw += data
            self._stream.feed(data)
            seconds = 0
        return True

    # --- acting ----------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys, in Textual's notation; several come in one go, as from a fast hand on a slow line."""
        os.write(self._master, b"".join(bytes_of(key) for key in keys))

    def type(self, text: str) -> None:
        """Type a text."""
        os.write(self._master, text.encode())

    def signal(self, number: int) -> None:
        """Send the process a signal."""
        os.kill(self._pid, number)

    def wait_end(self) -> int:
        """Wait until the process has ended; its exit status.

        Raises:
            AssertionError: it goes on after `TIMEOUT_S`; with the screen.
        """
        deadline = time.monotonic() + TIMEOUT_S
        while self.status is None:
            painting = self._read(0.2)
            done, status = os.waitpid(self._pid, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > deadline:
                raise AssertionError(f"waited for the end, but the screen is:\n{self.text}")
            elif not painting:
                time.sleep(0.02)
        while self._read(0.2) and select.select([self._master], [], [], 0)[0]:
            pass
        return self.status


def lookbook(*args: str) -> list[str]:
    """The command that starts lookbook from this checkout."""
    return [sys.executable, "-m", "tui", *args]


def _environment() -> dict[str, str]:
    # pytest-xdist sets COLUMNS, which would win over the terminal's own size.
    dropped = ("GEMINI", "GOOGLE", "LOOKBOOK", "NO_COLOR", "TEXTUAL", "SSH", "TMUX", "COLUMNS", "LINES")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return kept | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
