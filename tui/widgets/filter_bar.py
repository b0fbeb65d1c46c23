"""The field above a table in which one types a filter, and the line under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static


class FilterBar(Container):
    """Hidden until it is opened. It says what is typed, and the screen filters as one types."""

    DEFAULT_CSS = """
    FilterBar {
        display: none;
        height: 3;
        padding: 1 2 0 2;
        &.-open { display: block; }
        & > Static { height: 1; padding: 0 1; color: $quiet; text-wrap: nowrap; text-overflow: ellipsis; }
        & > Static.-problem { color: $warning; }
    }
    """

    @dataclass
    class Changed(Message):
        """Another filter is typed; with "" every row fits."""

        text: str

    class Kept(Message):
        """The filter stays as it is, and one goes on with the rows."""

    def __init__(self, placeholder: str, examples: str) -> None:
        """`examples` stand in the line while nothing is wrong."""
        super().__init__()
        self.placeholder, self.examples = placeholder, examples

    def compose(self) -> ComposeResult:
        """The field and the line."""
        yield Input(placeholder=self.placeholder, id="filter")
        yield Static(Content(self.examples))

    @property
    def text(self) -> str:
        """What is typed."""
        return self.query_one(Input).value

    @property
    def is_open(self) -> bool:
        """Whether the field is seen."""
        return self.has_class("-open")

    def tell(self, problems: Sequence[str]) -> None:
        """Say what is wrong with what is typed, else give the examples."""
        line = self.query_one(Static)
        line.set_class(bool(problems), "-problem")
        line.update(Content(" ".join(problems) or self.examples))

    def take(self, text: str) -> None:
        """Show the field with this text, and leave the focus where it is."""
        self.set_class(bool(text), "-open")
        self.query_one(Input).value = text

    def open(self) -> None:
        """Show the field and type into it."""
        self.add_class("-open")
        self.query_one(Input).focus()

    def close(self) -> None:
        """Put the filter away: every row fits again."""
        self.remove_class("-open")
        self.query_one(Input).value = ""

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as one types."""
        event.stop()
        self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps the filter."""
        event.stop()
        self.post_message(self.Kept())
