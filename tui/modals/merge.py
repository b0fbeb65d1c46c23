"""Merging rows: first the name that stays, then the merged draft beside its originals."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input, Static

from core.errors import LookbookError
from core.models import Draft, MergeProposal, ReviewRow, Usage
from core.text import clean_line
from tui import keymap
from tui.modals.dialog import Dialog, buttons
from tui.modals.form import FormModal, TextField
from tui.theme import TYPE_MARKS
from tui.widgets.draft_detail import add_conflicts, add_traits, field_words, mention_count
from tui.widgets.facts import FactsBuilder, FactsPane
from tui.widgets.row_table import Column, RowTable

MOST_NAMES = 10

Propose = Callable[[], Awaitable[MergeProposal]]


def all_names(rows: Sequence[ReviewRow]) -> list[tuple[str, str]]:
    """(name, where it is from) of the rows, names before aliases, the most mentioned row first."""
    ordered = sorted(rows, key=lambda row: -len(row.draft.mentions))
    names = {row.draft.suggested_name: mention_count(row.draft.mentions) for row in reversed(ordered)}
    names = dict(reversed(names.items()))
    for row in ordered:
        for alias in row.draft.aliases:
            names.setdefault(alias, f"alias of {row.draft.suggested_name}")
    return list(names.items())


class MergeNameModal(Dialog[str]):
    """The primary name: one of the rows' names and aliases, or one that is typed."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_LIST)
    hint = "↑ ↓ choose   or type   enter go on   esc cancel"

    def __init__(self, rows: Sequence[ReviewRow]) -> None:
        """`rows` are the rows to merge, two or more."""
        super().__init__(f"Merge {len(rows)} rows: which name stays?")
        self.names = all_names(rows)

    def compose_body(self) -> ComposeResult:
        """A sentence, the field, the names."""
        yield Static(Content("The other names become aliases. Nothing changes yet."), classes="dialog-text")
        yield Input(self.names[0][0], select_on_focus=True)
        table = RowTable[tuple[str, str]](
            [Column("", width=20, fraction=1.0), Column("", width=24, style="$quiet")],
            key=lambda name: name[0],
            cells=lambda name: name,
            show_header=False,
        )
        table.can_focus = False
        table.styles.height = min(len(self.names), MOST_NAMES)
        table.styles.margin = (1, 0, 0, 0)
        table.styles.background = "transparent"
        yield table
        yield Static(classes="dialog-error")

    def on_mount(self) -> None:
        """Fill the list."""
        self.query_one(RowTable).set_rows(self.names)

    def action_list(self, lines: int) -> None:
        """Walk the names; the field takes the one under the cursor."""
        self.query_one(RowTable).step(lines)
        self.action_complete()

    def action_complete(self) -> None:
        """Put the name under the cursor into the field."""
        if (key := self.query_one(RowTable).cursor) is not None:
            field = self.query_one(Input)
            field.value = str(key)
            field.cursor_position = len(field.value)

    def on_row_table_row_activated(self) -> None:
        """A double click chooses."""
        self.action_complete()
        self._accept()

    def on_row_table_cursor_moved(self, event: RowTable.CursorMoved) -> None:
        """A click fills the field."""
        if (
            event.key is not None
            and self.focused is not None
            and self.query_one(Input).value in dict(self.names)
        ):
            self.action_complete()

    def on_input_submitted(self) -> None:
        """Enter goes on."""
        self._accept()

    def _accept(self) -> None:
        if name := clean_line(self.query_one(Input).value):
            self.dismiss(name)
        else:
            self.show_problem("The merged row needs a name.")


class MergeModal(Dialog[Draft]):
    """Originals at the left, the proposal at the right; the result is the draft to accept."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_MERGE)
    AUTO_FOCUS = ""
    hint = "enter accept   e edit summary   g again   esc cancel"

    DEFAULT_CSS = """
    MergeModal {
        #merge { height: 1fr; margin-bottom: 1; }
        #originals, #proposal { background: $surface; padding: 0 1; }
        #proposal { border-left: vkey $rule; padding: 0 2; }
        .dialog-error { margin-bottom: 1; }
    }
    """

    def __init__(self, rows: Sequence[ReviewRow], name: str, propose: Propose) -> None:
        """`propose` asks for the merged draft; nothing is changed by it."""
        super().__init__(f"Merge into {name}", wide=True, tall=True)
        self.rows = tuple(rows)
        self.propose = propose
        self.draft: Draft | None = None

    def compose_body(self) -> ComposeResult:
        """Both sides and the buttons."""
        with Horizontal(id="merge"):
            yield FactsPane(id="originals")
            yield FactsPane(id="proposal")
        yield Static(classes="dialog-error")
        yield buttons(
            ("cancel", "Cancel", "default"),
            ("again", "Again", "default"),
            ("edit", "Edit summary", "default"),
            ("accept", "Accept", "primary"),
        )

    def on_mount(self) -> None:
        """Show the originals and ask."""
        self.query_one("#originals", FactsPane).show(originals_facts(self.rows))
        self.action_again()

    @work(group="merge", exclusive=True, description="Writing the merged draft")
    async def action_again(self) -> None:
        """Ask for a proposal; what goes wrong is said here, and it can be asked again."""
        self.draft = None
        self.show_problem("")
        self._set_ready(False)
        self.query_one("#proposal", FactsPane).show(
            FactsBuilder().heading("Merged").quiet("Writing one profile from the originals…")
        )
        try:
            proposal = await self.propose()
        except LookbookError as error:
            self.query_one("#proposal", FactsPane).show(FactsBuilder().heading("Merged"))
            self.show_problem(f"{error.message} Nothing has changed.")
            self.query_one("#again", Button).disabled = False
        else:
            self._show(proposal.draft, proposal.usage)

    def _show(self, draft: Draft, usage: Usage = Usage()) -> None:
        self.draft = draft
        self.query_one("#proposal", FactsPane).show(proposal_facts(draft, usage))
        self._set_ready(True)

    def _set_ready(self, ready: bool) -> None:
        for name in ("accept", "edit", "again"):
            self.query_one(f"#{name}", Button).disabled = not ready
        self.query_one("#accept" if ready else "#cancel", Button).focus()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to edit before the proposal."""
        return self.draft is not None if action == "edit_summary" else True

    def action_edit_summary(self) -> None:
        """Change the proposed summary by hand."""
        if self.draft is not None:
            field = TextField("summary", "Summary", self.draft.visual_summary, lines=7)
            self.app.push_screen(FormModal("Summary of the merged row", [field], verb="Use it"), self._take)

    def _take(self, values: dict[str, str] | None) -> None:
        if values is not None and self.draft is not None:
            self._show(replace(self.draft, visual_summary=values["summary"]))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """What the keys do, by buttons."""
        match event.button.id:
            case "accept":
                self.dismiss(self.draft)
            case "edit":
                self.action_edit_summary()
            case "again":
                self.action_again()
            case _:
                self.dismiss(None)


def originals_facts(rows: Sequence[ReviewRow]) -> FactsBuilder:
    """The rows as they are, one under the other."""
    facts = FactsBuilder().heading("Originals")
    for row in rows:
        draft = row.draft
        facts.title(draft.suggested_name)
        facts.text(draft.visual_summary or Content.styled("No summary.", "$quiet"))
        if draft.aliases:
            facts.quiet(f"Also {', '.join(draft.aliases)}")
        for trait in draft.traits:
            facts.item(f"{field_words(trait.field)}: {trait.value}")
        facts.quiet(mention_count(draft.mentions)).text("")
    return facts


def proposal_facts(draft: Draft, usage: Usage) -> FactsBuilder:
    """The merged draft as it would be."""
    facts = FactsBuilder().heading("Merged").title(draft.suggested_name)
    facts.text(TYPE_MARKS[draft.type].content).text(draft.visual_summary)
    facts.heading("Facts")
    facts.fact("Aliases", ", ".join(draft.aliases) or "none")
    facts.fact("Mentions", str(len(draft.mentions)))
    if usage.cost_usd:
        facts.fact("Cost", f"${usage.cost_usd:.4f}")
    add_conflicts(facts, draft.conflicts)
    add_traits(facts, draft)
    return facts
