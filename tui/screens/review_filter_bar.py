"""The field above the drafts in which one types a filter, and the line under it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from core.models import DraftId
from tui.screens.review_filter import FILTER_HELP, Filter, parse_filter

EXAMPLES = "   ".join(example for example, _ in FILTER_HELP)


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

    def compose(self) -> ComposeResult:
        """The field and the line."""
        yield Input(placeholder="ida   type:prop   conf<0.5   conflict:open   -coat", id="filter")
        yield Static(Content(EXAMPLES))

    @property
    def text(self) -> str:
        """What is typed."""
        return self.query_one(Input).value

    @property
    def is_open(self) -> bool:
        """Whether the field is seen."""
        return self.has_class("-open")

    def parsed(self, doubles: Collection[DraftId]) -> Filter:
        """What is typed, read; the line says what is wrong with it, else gives examples."""
        wanted = parse_filter(self.text, doubles)
        line = self.query_one(Static)
        line.set_class(bool(wanted.problems), "-problem")
        line.update(Content(" ".join(wanted.problems) or EXAMPLES))
        return wanted

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
