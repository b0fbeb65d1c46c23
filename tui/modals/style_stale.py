"""What a change of style makes stale, picture by picture, before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from core.models import StalePicture
from tui import keymap
from tui.modals.dialog import Dialog, buttons
from tui.stale import StaleAsset, stale_assets, stale_summary

_NAME_CELLS = 26
_WORDS_CELLS = 23


class StyleStaleModal(Dialog[bool]):
    """Which pictures become stale, by branch, and what stays; True when it is to be done all the same."""

    help_text = (
        "These pictures count as current now and will not any more. Nothing is deleted; the gate stays "
        "closed until they are made again, or the style is as it was."
    )
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_SCROLL)
    hint = "← → choose   enter press it   esc cancel"

    DEFAULT_CSS = """
    StyleStaleModal {
        #stale { height: auto; scrollbar-size-vertical: 1; margin-bottom: 1; }
        #stale > Static { height: auto; }
    }
    """

    def __init__(self, title: str, stale: Sequence[StalePicture], verb: str, *, back: int = 0) -> None:
        """`back` counts the pictures that are current again."""
        super().__init__(title)
        self.stale = tuple(stale)
        self.verb = verb
        self.back = back
        self.add_class("-danger")

    def compose_body(self) -> ComposeResult:
        """How many, which, what stays, the two buttons."""
        yield Static(Content(stale_summary(self.stale)), classes="dialog-text")
        with VerticalScroll(id="stale", can_focus=False):
            yield Static(Content("\n").join(stale_lines(stale_assets(self.stale))))
        yield Static(Content(stays(self.stale, self.back)), classes="dialog-text dialog-hint")
        yield buttons(("cancel", "Cancel", "default"), ("confirm", self.verb, "error"))

    def on_mount(self) -> None:
        """The safe button has the focus; on a low screen the list scrolls and the buttons stay."""
        room = max(3, self.app.size.height * 9 // 10 - 13)
        self.query_one("#stale").styles.max_height = room
        if len(stale_lines(stale_assets(self.stale))) > room:
            self._show_hint(f"↑ ↓ scroll   {self.hint}")
        self.query_one("#cancel", Button).focus()

    def action_scroll_text(self, lines: int) -> None:
        """Scroll the list: it names every asset."""
        self.query_one("#stale").scroll_relative(y=lines, animate=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The verb, or nothing."""
        self.dismiss(True if event.button.id == "confirm" else None)


def stale_lines(assets: Sequence[StaleAsset]) -> list[Content]:
    """The assets under their branches."""
    lines: list[Content] = []
    place = ""
    for asset in assets:
        if asset.place != place:
            place = asset.place
            lines.append(Content.styled(place, "bold"))
        name = Content(asset.name).truncate(_NAME_CELLS, ellipsis=True, pad=True)
        words = asset.words.ljust(_WORDS_CELLS)
        locked = Content.styled(" ✓ locked", "$success") if asset.locked else Content("")
        lines.append(Content.assemble(("  ~ ", "$warning"), name, " ", (words, "$quiet"), locked))
    return lines


def stays(stale: Iterable[StalePicture], back: int) -> str:
    """What the change leaves as it is."""
    sentences = ["Nothing is deleted."]
    if any(picture.locked for picture in stale):
        sentences.append("Locked assets stay locked.")
    if back:
        sentences.append(f"{back} picture{' is' if back == 1 else 's are'} current again.")
    sentences.append("The gate stays closed until what is stale is made again.")
    return " ".join(sentences)
