"""The pictures that the terminal holds in its own memory: sent once, counted, taken out again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from tui.pictures.engines import Sent
from tui.pictures.engines.kitty import deleting, sending
from tui.pictures.tmux import passed_through

Write = Callable[[str], None]
"""Writes raw text to the terminal."""


class TerminalPictures:
    """What is shown by how many widgets. `through_tmux` wraps every sequence for tmux to pass on."""

    def __init__(self, write: Write) -> None:
        """`write` takes escape sequences, a whole picture at once."""
        self._write = write
        self._shown: dict[int, Sent] = {}
        self._count: Counter[int] = Counter()
        self.through_tmux = False

    def __len__(self) -> int:
        return len(self._shown)

    def show(self, sent: Sent) -> None:
        """One more widget shows a picture; the first one sends it."""
        self._count[sent.number] += 1
        if self._count[sent.number] == 1:
            self._shown[sent.number] = sent
            self._send(sent)

    def drop(self, sent: Sent) -> None:
        """One widget less shows it; with the last one it leaves the terminal."""
        self._count[sent.number] -= 1
        if self._count[sent.number] == 0:
            del self._shown[sent.number]
            self._write(self._wrapped(deleting(sent.number)))

    def send_again(self) -> None:
        """All of them, e.g. to another terminal that tmux was attached from."""
        for sent in self._shown.values():
            self._send(sent)

    def clear(self) -> None:
        """Take all out of the terminal: the end."""
        for number in self._shown:
            self._write(self._wrapped(deleting(number)))
        self._shown.clear()
        self._count.clear()

    def _send(self, sent: Sent) -> None:
        self._write("".join(self._wrapped(sequence) for sequence in sending(sent)))

    def _wrapped(self, sequence: str) -> str:
        return passed_through(sequence) if self.through_tmux else sequence
