"""A picture in a real terminal over a text field: f2 opens a dialog, f3 another screen and f4 goes back."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Input, Static

from tui.base import BaseApp
from tui.modals.message import MessageModal
from tui.widgets.picture import Picture


class Other(Screen[None]):
    """A screen without pictures."""

    def compose(self) -> ComposeResult:
        yield Static("Elsewhere")


class PictureApp(BaseApp):
    """The picture named on the command line; f5 shows the next one, f9 none."""

    BINDINGS = [
        ("f2", "dialog", "Dialog"),
        ("f3", "other", "Other screen"),
        ("f4", "pop_screen", "Back"),
        ("f5", "next", "Next"),
        ("f9", "none", "None"),
    ]

    def compose(self) -> ComposeResult:
        yield Picture(Path(sys.argv[1]), caption=True)
        field = Input()
        field.cursor_blink = False
        yield field

    def action_dialog(self) -> None:
        """A dialog over the picture."""
        self.push_screen(MessageModal("Over it", "A dialog cuts the picture's lines."))

    def action_other(self) -> None:
        """Another screen over all of it."""
        self.push_screen(Other())

    def action_next(self) -> None:
        """The next of the pictures named, and the first after the last."""
        picture = self.query_one(Picture)
        at = sys.argv.index(str(picture.path))
        picture.path = Path([*sys.argv, sys.argv[1]][at + 1])

    def action_none(self) -> None:
        """No picture."""
        self.query_one(Picture).path = None


if __name__ == "__main__":
    app = PictureApp()
    app.pictures.setting = os.environ.get("PICTURES", "auto")  # type: ignore[assignment]
    app.run()
