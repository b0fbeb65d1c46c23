"""A long text to read: a prompt, a script, an answer."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui import keymap
from tui.modals.dialog import Dialog

MOST_CHARACTERS = 100_000
"""More is not laid out: it would hold up the keys for seconds."""


class TextViewModal(Dialog[None]):
    """Shows a text that scrolls; never read as markup."""

    help_text = "A text to read. Nothing can be changed here."
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_CLOSE)
    AUTO_FOCUS = "#text"
    hint = "↑ ↓ scroll   esc close"

    DEFAULT_CSS = """
    TextViewModal {
        #text { height: 1fr; scrollbar-size-vertical: 1; }
        #text > Static { width: 1fr; height: auto; }
    }
    """

    def __init__(self, title: str, text: str | Content, *, note: str = "") -> None:
        """`note` stands above the text, e.g. its length or price."""
        super().__init__(title, wide=True, tall=True)
        self.text = text if isinstance(text, Content) else Content(_capped(text))
        self.note = note

    def compose_body(self) -> ComposeResult:
        """Note and text."""
        if self.note:
            yield Static(Content(self.note), classes="dialog-text dialog-hint")
        with VerticalScroll(id="text"):
            yield Static(self.text)


def _capped(text: str) -> str:
    if len(text) <= MOST_CHARACTERS:
        return text
    return f"{text[:MOST_CHARACTERS]}\n\n[… {len(text) - MOST_CHARACTERS:,} more characters are not shown]"
