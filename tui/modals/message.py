"""A dialog that says one thing: an error, a notice."""

from __future__ import annotations

from typing import Literal

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui.modals.dialog import Dialog, buttons


class MessageModal(Dialog[None]):
    """Title and sentence; any of enter, escape or the button closes it. Text is never read as markup."""

    help_text = "Something that you should know. Nothing else happens when you close it."
    hint = "esc close"

    def __init__(self, title: str, message: str, *, kind: Literal["error", "notice"] = "notice") -> None:
        """`kind` "error" gets a mark in front of the title."""
        super().__init__(f"✗ {title}" if kind == "error" else title)
        self.message = message
        self.set_class(kind == "error", "-danger")

    def compose_body(self) -> ComposeResult:
        """The sentence and the one button."""
        yield Static(Content(self.message), classes="dialog-text")
        yield buttons(("close", "Close", "primary"))

    def on_button_pressed(self) -> None:
        """The button closes."""
        self.dismiss(None)
