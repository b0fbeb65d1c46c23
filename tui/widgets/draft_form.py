"""The fields of a draft, edited in place: beside the evidence, not over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Select, Static, TextArea

from core.models import AssetType, DraftId, ReviewRow
from core.text import clean, clean_line
from tui import keymap
from tui.theme import TYPE_MARKS

TYPE_OPTIONS = tuple((type.value, TYPE_MARKS[type].word.capitalize()) for type in AssetType)


@dataclass(frozen=True, slots=True)
class DraftEdit:
    """What a person made of a row's fields; `draft_id` is None for a row that is not there yet."""

    draft_id: DraftId | None
    name: str
    type: AssetType
    summary: str

    def since(self, started: DraftEdit) -> EditedFields:
        """What is another than at the start: what another session made of the other fields stays."""
        return {
            "name": self.name if self.name != started.name else None,
            "type": self.type if self.type is not started.type else None,
            "visual_summary": self.summary if self.summary != started.summary else None,
        }


class EditedFields(TypedDict):
    """What `Reviews.edit` takes; None leaves a field as it is."""

    name: str | None
    type: AssetType | None
    visual_summary: str | None


class DraftForm(Vertical):
    """Name, type and summary of a row. It says when it is saved or left; the screen does the rest."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.DRAFT_FORM)

    DEFAULT_CSS = """
    DraftForm {
        height: auto;
        padding: 1 2 0 2;
        background: $surface;
        & > #form-head { height: 1; }
        & > .form-label { height: 1; color: $quiet; }
        & > Input { margin-bottom: 1; }
        & > Select { margin-bottom: 1; }
        & > TextArea { height: 8; }
        & > #form-hint { height: auto; color: $quiet; margin-top: 1; }
        & > #form-problem { display: none; height: auto; color: $error; margin-bottom: 1; }
    }
    """

    @dataclass
    class Saved(Message):
        """The fields are to be kept."""

        edit: DraftEdit
        started: DraftEdit

    @dataclass
    class Left(Message):
        """The fields are to be forgotten; `changed` says whether anything was typed."""

        changed: bool

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._started: DraftEdit | None = None
        self._typed: DraftEdit | None = None

    def compose(self) -> ComposeResult:
        """What is edited, its fields, and the keys."""
        yield Static(id="form-head")
        yield Input(
            id="form-name",
            compact=True,
            select_on_focus=False,
            placeholder="Name, e.g. THE LIGHTHOUSE KEEPER",
        )
        yield Static(id="form-problem")
        yield Select[str](
            [(Content(label), value) for value, label in TYPE_OPTIONS],
            allow_blank=False,
            id="form-type",
            compact=True,
        )
        area = TextArea(id="form-summary", tab_behavior="focus", soft_wrap=True, compact=True)
        area.cursor_blink = False
        yield area
        yield Static(Content("tab next   ^s save   esc leave"), id="form-hint")

    def edit_row(self, row: ReviewRow) -> None:
        """Begin with a row's fields."""
        edit = DraftEdit(row.id, row.draft.suggested_name, row.draft.type, row.description)
        self._begin(f"Editing {row.draft.suggested_name}", edit)

    def add_row(self) -> None:
        """Begin with empty fields, for a row of one's own."""
        self._begin("A row of your own", DraftEdit(None, "", AssetType.CHARACTER, ""))

    def _begin(self, head: str, edit: DraftEdit) -> None:
        self._started = self._typed = edit
        self.query_one("#form-head", Static).update(Content.styled(head, "bold $accent"))
        name = self.query_one("#form-name", Input)
        name.value, name.cursor_position = edit.name, len(edit.name)
        self.query_one("#form-type", Select).value = edit.type.value
        self.query_one("#form-summary", TextArea).load_text(edit.summary)
        self.show_problem("")
        name.focus()

    def go_on_with(self, fields: EditedFields, row: ReviewRow) -> None:
        """Show what was typed again, over a row that has become another meanwhile."""
        self.edit_row(row)
        if fields["name"] is not None:
            self.query_one("#form-name", Input).value = fields["name"]
        if fields["type"] is not None:
            self.query_one("#form-type", Select).value = fields["type"].value
        if fields["visual_summary"] is not None:
            self.query_one("#form-summary", TextArea).load_text(fields["visual_summary"])
        self.show_problem(f"By now it says: {row.description or 'nothing'}\n^s puts yours in its place.")

    @property
    def started(self) -> DraftEdit | None:
        """What the fields said at the start; None while nothing is edited."""
        return self._started

    @property
    def edit(self) -> DraftEdit | None:
        """What was typed so far; None while nothing is edited."""
        return self._typed

    @on(Input.Changed)
    @on(Select.Changed)
    @on(TextArea.Changed)
    def _remember(self) -> None:
        """Keep what stands in the fields: they are gone before the screen that saves it at the end."""
        if self._started is not None:
            self._typed = DraftEdit(
                self._started.draft_id,
                clean_line(self.query_one("#form-name", Input).value),
                AssetType(str(self.query_one("#form-type", Select).value)),
                clean(self.query_one("#form-summary", TextArea).text).strip(),
            )

    @property
    def changed(self) -> bool:
        """Whether the fields say something else than at the start."""
        return self._typed != self._started

    def end(self) -> None:
        """Nothing is edited any more."""
        self._started = self._typed = None

    def show_problem(self, text: str) -> None:
        """Say what is wrong with the fields, where it is seen in a low terminal too; "" says nothing."""
        problem = self.query_one("#form-problem", Static)
        problem.display = bool(text)
        problem.update(Content(text))

    def action_save(self) -> None:
        """Keep the fields, when there is a name."""
        self._remember()
        if self._typed is not None and self._started is not None and self._typed.name:
            self.post_message(self.Saved(self._typed, self._started))
        elif self._typed is not None:
            self.show_problem("A row needs a name.")

    def action_cancel(self) -> None:
        """Forget the fields."""
        self._remember()
        self.post_message(self.Left(self.changed))

    def on_input_submitted(self) -> None:
        """Enter in the name saves: a rename is three keys."""
        self.action_save()
