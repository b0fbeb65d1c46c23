"""What is known of the terminal, without asking it anything."""

from __future__ import annotations

import fcntl
import struct
import sys
import termios
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tui.colours import Colours
from tui.pictures.tmux import Tmux
from tui.pictures.ways import USUAL_CELL

Multiplexer = Literal["tmux", "screen", "zellij"]

PIXEL_TERMINALS = ("kitty", "ghostty")
"""The terminals that have kitty's graphics protocol with Unicode placeholders."""

COERCED = {"C.UTF-8", "C.utf8", "UTF-8"}
"""What Python itself puts into LC_CTYPE where the locale is C (PEP 538): not the terminal's word."""

CELL_RATIOS = (1.5, 2.8)
"""How much higher than wide cells are; what is said outside of it is not believed."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The terminal as far as it is known. `tmux` is tmux's answer; `filtered` is whether something rewrites
    colours on their way; `headless` is a run without a terminal."""

    variables: Mapping[str, str] = field(default_factory=dict)
    colours: Colours = "truecolor"
    tmux: Tmux | None = None
    filtered: bool = False
    headless: bool = False
    cell: tuple[int, int] = USUAL_CELL

    @property
    def ssh(self) -> bool:
        """Whether a network lies between here and the eye, so that bytes count."""
        return bool(self.variables.get("SSH_CONNECTION") or self.variables.get("SSH_TTY"))

    @property
    def multiplexer(self) -> Multiplexer | None:
        """The program between here and the terminal, by what it sets."""
        if self.variables.get("TMUX"):
            return "tmux"
        if self.variables.get("ZELLIJ"):
            return "zellij"
        if self.variables.get("STY") or self.variables.get("TERM", "").startswith("screen"):
            return "screen"
        return "tmux" if self.variables.get("TERM", "").startswith("tmux") else None

    @property
    def pixel_terminal(self) -> str | None:
        """kitty or ghostty: the terminal outside tmux where tmux names it, else the one that set TERM."""
        if self.multiplexer is not None:
            return _pixel_terminal(self.tmux.terminal) if self.tmux else None
        program = self.variables.get("TERM_PROGRAM", "")
        if named := _pixel_terminal(self.variables.get("TERM", "")) or _pixel_terminal(program):
            return named
        # Any program started from kitty inherits its window's number; another terminal says its own name too.
        return "kitty" if self.variables.get("KITTY_WINDOW_ID") and not program else None

    @property
    def utf8(self) -> bool:
        """Whether other characters than ASCII arrive. Where nothing is said they are taken to."""
        return utf8_word(self.variables)[0]


def _pixel_terminal(name: str) -> str | None:
    return next((known for known in PIXEL_TERMINALS if known in name.lower()), None)


def utf8_word(variables: Mapping[str, str]) -> tuple[bool, str]:
    """Whether the locale is UTF-8, and the variable that says so, e.g. "LANG=C"; "" when none does."""
    for name in ("PYTHONIOENCODING", "LC_ALL", "LC_CTYPE", "LANG"):
        value = variables.get(name, "")
        encoding = value.partition(":")[0] if name == "PYTHONIOENCODING" else value
        if encoding and not (name == "LC_CTYPE" and _is_coerced(variables)):
            return "utf8" in encoding.lower().replace("-", ""), f"{name}={value}"
    return True, ""


def _is_coerced(variables: Mapping[str, str]) -> bool:
    return variables.get("LC_CTYPE") in COERCED and variables.get("LANG", "") in {"", "C", "POSIX"}


def cell_pixels() -> tuple[int, int]:
    """The pixels of a cell, as the kernel has them of the terminal; `USUAL_CELL` where it has none."""
    try:
        raw = fcntl.ioctl(sys.__stderr__ or 2, termios.TIOCGWINSZ, bytes(8))
    except (OSError, ValueError):
        return USUAL_CELL
    return cell_of(*struct.unpack("HHHH", raw))


def cell_of(lines: int, columns: int, width: int, height: int) -> tuple[int, int]:
    """The pixels of a cell in a window of these lines, columns and pixels; unlikely ones aren't believed."""
    if not (lines and columns):
        return USUAL_CELL
    cell = (width // columns, height // lines)
    believed = cell[0] >= 4 and CELL_RATIOS[0] <= cell[1] / cell[0] <= CELL_RATIOS[1]
    return cell if believed else USUAL_CELL
