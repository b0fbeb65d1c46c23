"""One line of text, asked for and checked."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from core.errors import InvalidInput
from core.paths import with_home
from core.text import clean_line
from tui.modals.dialog import Dialog

Check = Callable[[str], str]
"""Says what is wrong with a value in one sentence, or "" when it is right."""


def required(value: str) -> str:
    """A `Check`: not empty."""
    return "" if value else "Please type something, or press escape to cancel."


def home_problem(path: str) -> str:
    """What is wrong with the "~" of a path, or ""."""
    try:
        with_home(path)
    except InvalidInput as error:
        return error.message
    return ""


class PromptModal(Dialog[str]):
    """A single line; the result is cleaned and stripped, None when cancelled."""

    help_text = "Type one line. What is wrong with it is said under the field."
    hint = "enter accept   esc cancel"

    def __init__(
        self, title: str, label: str = "", *, value: str = "", placeholder: str = "", check: Check = required
    ) -> None:
        """`label` is a sentence above the field; `check` is asked on enter."""
        super().__init__(title)
        self.label = label
        self.value = value
        self.placeholder = placeholder
        self.check = check

    def compose_body(self) -> ComposeResult:
        """The field, and room for what is wrong."""
        if self.label:
            yield Static(Content(self.label), classes="dialog-text")
        yield Input(self.value, placeholder=self.placeholder)
        yield Static(classes="dialog-error")

    def on_input_changed(self) -> None:
        """What was wrong may be right now."""
        self.show_problem("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Accept, or say what is wrong."""
        value = clean_line(event.value)
        if problem := self.check(value):
            self.show_problem(problem)
        else:
            self.dismiss(value)
