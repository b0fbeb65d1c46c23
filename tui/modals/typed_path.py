"""A path as it is pasted, and which names fit what is typed."""

from __future__ import annotations

import re
import shlex
from urllib.parse import unquote, urlsplit

from textual import events
from textual.widgets import Input


def pasted_path(text: str) -> str | None:
    """The path that a pasted text names in full, without the quotes and escapes that terminals put around a
    dropped file; None for any other text. Of several files it is the first."""
    line = next(iter(text.strip().splitlines()), "").strip()
    if line.lower().startswith("file://"):
        return unquote(urlsplit(line.split()[0])._replace(query="", fragment="").path) or None
    if line.startswith(("'", '"')) or (line.startswith(("/", "~")) and "\\" in line):
        return _unquoted(line)
    return line if line.startswith(("/", "~")) else None


def _unquoted(line: str) -> str:
    try:
        return next(iter(shlex.split(line)), "")
    except ValueError:
        # A quote without its end: an apostrophe of the name, or one left behind.
        return re.sub(r"\\(.)", r"\1", line.strip("\"'"))


def rank(name: str, typed: str) -> int | None:
    """How well a name fits: 0 it is what is typed, 1 but for its case, 2 it begins so, 3 it holds it; or not
    at all. A hidden name has to be asked for by its dot."""
    if name.startswith(".") and not typed.startswith("."):
        return None
    if name == typed:
        return 0
    folded, wanted = name.casefold(), typed.casefold()
    if folded == wanted:
        return 1
    if folded.startswith(wanted):
        return 2
    return 3 if wanted in folded else None


class PathInput(Input):
    """A field for a path; a whole path that is pasted stands for all that was in it."""

    def on_paste(self, event: events.Paste) -> None:
        """What a terminal pastes, or types for a dropped file."""
        if self._replaced_by(event.text):
            event.stop()
            event.prevent_default()

    def action_paste(self) -> None:
        """What was copied in the application itself."""
        if not self._replaced_by(self.app.clipboard):
            super().action_paste()

    def _replaced_by(self, text: str) -> bool:
        path = pasted_path(text)
        if path:
            self.value = path
            self.cursor_position = len(path)
        return bool(path)
