"""A draft of a name that stands in the script: its fields, and how many lines will be its mentions."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from core.models import AssetType, Screenplay
from core.screenplay import mentions_of
from tui.modals.form import FormCheck, FormModal, SelectField, TextField
from tui.theme import TYPE_MARKS

TYPE_OPTIONS = tuple((type.value, TYPE_MARKS[type].word.capitalize()) for type in AssetType)


class NameFromScriptModal(FormModal):
    """Name, type and description; the number of lines follows as one types."""

    help_text = (
        "Makes a draft of words that you chose in the script; the lines that name it become its evidence."
    )

    def __init__(self, screenplay: Screenplay, name: str, type: AssetType, check: FormCheck) -> None:
        """`name` and `type` stand there at first; `check` is asked on accepting."""
        fields = (
            TextField("name", "Name", name, required=True),
            SelectField("type", "Type", TYPE_OPTIONS, type.value),
            TextField("description", "Description", lines=4),
        )
        super().__init__("Make a draft of this name", fields, verb="Make it", check=check, wide=True)
        self.screenplay = screenplay

    def compose_body(self) -> ComposeResult:
        """How many lines, over the fields."""
        yield Static(id="lines", classes="dialog-text dialog-hint")
        yield from super().compose_body()

    def on_mount(self) -> None:
        """The number for the name as it was selected."""
        self._count()

    def on_input_changed(self) -> None:
        """Another name, other lines."""
        self._count()

    def on_select_changed(self) -> None:
        """A thing is found in any case, a person only with a capital."""
        self._count()

    def _count(self) -> None:
        values = self.values()
        found = mentions_of(self.screenplay, values["name"], AssetType(values["type"]))
        self.query_one("#lines", Static).update(Content(found_words(len(found))))


def found_words(lines: int) -> str:
    """How many lines of the script become mentions, in words."""
    match lines:
        case 0:
            return "The script has no line with this name."
        case 1:
            return "1 line of the script will be its mention."
        case _:
            return f"{lines} lines of the script will be its mentions."
