"""Before a merge: the name and the type that stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.reactive import var
from textual.widgets import Button, Input, Static

from core.models import AssetType, ReviewRow
from core.text import clean_line
from tui import keymap
from tui.modals.dialog import Dialog, buttons
from tui.modals.sides import rows_and_mentions
from tui.theme import TYPE_MARKS
from tui.widgets.draft_detail import mention_count
from tui.widgets.row_table import Column, RowTable

NameCheck = Callable[[str, AssetType], str]
"""Says why a row of that type can't be called so in one sentence, or "" when it can."""

MOST_NAMES = 10
NAME_WORDS = "The other names become aliases. Nothing changes yet."
TYPE_WORDS = "The rows' types differ, and the merged row has one. Nothing changes yet."


@dataclass(frozen=True, slots=True)
class MergeChoice:
    """What the merged row is called and what it is."""

    name: str
    type: AssetType


def all_names(rows: Sequence[ReviewRow]) -> list[tuple[str, str]]:
    """(name, where it is from) of the rows, names before aliases, the most mentioned row first."""
    ordered = sorted(rows, key=lambda row: -len(row.draft.mentions))
    names = {row.draft.suggested_name: mention_count(row.draft.mentions) for row in reversed(ordered)}
    names = dict(reversed(names.items()))
    for row in ordered:
        for alias in row.draft.aliases:
            names.setdefault(alias, f"alias of {row.draft.suggested_name}")
    return list(names.items())


def all_types(rows: Sequence[ReviewRow]) -> list[tuple[AssetType, str]]:
    """(type, how many rows and mentions) of the rows, the most mentioned type first."""
    types = [(type, [row for row in rows if row.draft.type is type]) for type in AssetType]
    types.sort(key=lambda one: -sum(len(row.draft.mentions) for row in one[1]))
    return [(type, rows_and_mentions(of_type)) for type, of_type in types if of_type]


class MergeNameModal(Dialog[MergeChoice]):
    """The name that stays: one of the rows' names and aliases, or one that is typed. Then, for rows whose
    types differ, the type."""

    help_text = "The name that the merged row has from now on; the other names stay as its aliases."
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_LIST, keymap.MODAL_CHOOSE)
    hint = "↑ ↓ choose   or type   enter go on   esc cancel"
    type_hint = "↑ ↓ choose   enter go on   esc back to the name"

    DEFAULT_CSS = """
    MergeNameModal {
        RowTable { background: transparent; margin: 1 0; }
        #types { display: none; }
        &.-type Input, &.-type #names { display: none; }
        &.-type #types { display: block; }
    }
    """

    choosing_type: var[bool] = var(False, init=False, toggle_class="-type")

    def __init__(self, rows: Sequence[ReviewRow], check: NameCheck) -> None:
        """`rows` are the rows to merge, two or more; `check` is asked before the dialog closes."""
        super().__init__(f"Merge {len(rows)} rows: which name stays?")
        self.check = check
        self.names = all_names(rows)
        self.types = all_types(rows)

    def compose_body(self) -> ComposeResult:
        """A sentence, the field, the names, the types."""
        yield Static(Content(NAME_WORDS), classes="dialog-text")
        yield Input(self.names[0][0], select_on_focus=True)
        yield self._names_table()
        yield self._types_table()
        yield Static(classes="dialog-error")
        yield buttons(("cancel", "Cancel", "default"), ("go-on", "Go on", "primary"))

    def _names_table(self) -> RowTable[tuple[str, str]]:
        table = RowTable[tuple[str, str]](
            [Column("", width=20, fraction=1.0), Column("", width=24, style="$quiet")],
            key=lambda name: name[0],
            cells=lambda name: name,
            show_header=False,
            lit=True,
            id="names",
        )
        table.can_focus = False
        table.styles.height = min(len(self.names), MOST_NAMES)
        return table

    def _types_table(self) -> RowTable[tuple[AssetType, str]]:
        table = RowTable[tuple[AssetType, str]](
            [Column("", width=12), Column("", width=20, fraction=1.0, style="$quiet")],
            key=lambda type: type[0],
            cells=lambda type: (TYPE_MARKS[type[0]].content, type[1]),
            show_header=False,
            id="types",
        )
        table.styles.height = len(self.types)
        return table

    def on_mount(self) -> None:
        """Fill the lists."""
        self.query_one("#names", RowTable).set_rows(self.names)
        self.query_one("#types", RowTable).set_rows(self.types)

    def action_list(self, lines: int) -> None:
        """Walk the names; the field takes the one under the cursor."""
        self.query_one("#names", RowTable).step(lines)
        self.action_complete()

    def action_complete(self) -> None:
        """Put the name under the cursor into the field."""
        field = self.query_one(Input)
        if (key := self.query_one("#names", RowTable).cursor) is not None and field.value != key:
            field.value = str(key)
            field.cursor_position = len(field.value)

    def on_row_table_cursor_moved(self, event: RowTable.CursorMoved) -> None:
        """A click fills the field."""
        if event.table.id == "names":
            self.action_complete()

    def on_row_table_row_activated(self) -> None:
        """A double click chooses."""
        self.action_choose()

    def on_input_submitted(self) -> None:
        """Enter goes on."""
        self.action_choose()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go on, or back."""
        if event.button.id == "go-on":
            self.action_choose()
        else:
            self.action_cancel()

    def action_choose(self) -> None:
        """From the name to the type where the rows' types differ, else to the end."""
        name = clean_line(self.query_one(Input).value)
        if not name:
            self.show_problem("The merged row needs a name.")
        elif self.choosing_type or len(self.types) == 1:
            self._choose(MergeChoice(name, cast(AssetType, self.query_one("#types", RowTable).cursor)))
        else:
            self.show_problem("")
            self.choosing_type = True

    def _choose(self, choice: MergeChoice) -> None:
        if problem := self.check(choice.name, choice.type):
            self.show_problem(problem)
        else:
            self.dismiss(choice)

    def watch_choosing_type(self, choosing: bool) -> None:
        """Other words, and the focus where the choice is."""
        title = f"What is {clean_line(self.query_one(Input).value)}?" if choosing else self.dialog_title
        self.query_one("#dialog").border_title = Content(f" {title} ")
        self.query_one(".dialog-text", Static).update(Content(TYPE_WORDS if choosing else NAME_WORDS))
        self._show_hint(self.type_hint if choosing else self.hint)
        self.query_one("#types" if choosing else "Input").focus()

    def action_cancel(self) -> None:
        """From the type back to the name; from the name out."""
        if self.choosing_type:
            self.choosing_type = False
        else:
            super().action_cancel()
