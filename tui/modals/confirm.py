"""A question before something that can't be taken back lightly."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Static

from tui.modals.dialog import Dialog, buttons


class ConfirmModal(Dialog[bool]):
    """Title, lines, and a verb; True when the verb was chosen, None when cancelled."""

    help_text = (
        "A question before something that is not lightly taken back. Escape, or Cancel, leaves everything "
        "as it is."
    )
    hint = "← → choose   enter do it   esc cancel"
    safe_hint = "← → choose   enter press it   esc cancel"
    """The focus is on Cancel."""

    def __init__(
        self,
        title: str,
        lines: Iterable[str | Content],
        verb: str,
        *,
        no: str = "Cancel",
        danger: bool = False,
        grace: bool = False,
    ) -> None:
        """`verb` names what will happen, e.g. "Commit 12 assets"; `no` what leaves everything
        as it is. With `danger` that has the focus; with
        `grace` the dialog takes no answer in its first half second."""
        super().__init__(title)
        self.lines = tuple(lines)
        self.verb = verb
        self.danger = danger
        self.grace = grace
        self.no = no
        if danger:
            self.hint = self.safe_hint
        self.set_class(danger, "-danger")

    def compose_body(self) -> ComposeResult:
        """The lines and the two buttons."""
        yield Static(Content("\n").join(self.lines), classes="dialog-text")
        yield buttons(
            ("cancel", self.no, "default"), ("confirm", self.verb, "error" if self.danger else "primary")
        )

    def on_mount(self) -> None:
        """The safe button has the focus when the act is dangerous."""
        if self.grace:
            self.start_grace()
        else:
            self.take_answers()

    def take_answers(self) -> None:
        """The verb has the focus, or Cancel where it is dangerous."""
        self.query_one("#cancel" if self.danger else "#confirm", Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The verb, or nothing."""
        self.dismiss(True if event.button.id == "confirm" else None)
