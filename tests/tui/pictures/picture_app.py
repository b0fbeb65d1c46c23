"""A picture in a real terminal, for `test_picture_terminal`; the key d opens a dialog over it."""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import ComposeResult

from tui.base import BaseApp
from tui.modals.message import MessageModal
from tui.widgets.picture import Picture


class PictureApp(BaseApp):
    """One picture; the dialog covers its middle."""

    BINDINGS = [("d", "dialog", "Dialog")]

    def compose(self) -> ComposeResult:
        yield Picture(Path(sys.argv[1]))

    def action_dialog(self) -> None:
        """Open a dialog over the picture."""
        self.push_screen(MessageModal("Over it", "A dialog cuts the picture's lines."))


if __name__ == "__main__":
    PictureApp().run()
