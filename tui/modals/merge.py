"""Merging rows: the merged draft beside its originals, before anything changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.reactive import var
from textual.widgets import Button, Static

from core.errors import LookbookError
from core.models import Conflict, Draft, MergeProposal, ReviewRow
from tui import keymap
from tui.modals.confirm import ConfirmModal
from tui.modals.dialog import buttons
from tui.modals.form import FormModal, TextField
from tui.modals.merge_name import NameCheck, all_names
from tui.modals.sides import Sides, SidesDialog, add_place, add_row
from tui.widgets.draft_detail import add_conflicts, add_traits
from tui.widgets.facts import FactsBuilder

Propose = Callable[[], Awaitable[MergeProposal]]


class MergeModal(SidesDialog[MergeProposal]):
    """Originals at the left, the proposal at the right; the result is the proposal to accept, with the draft
    as it was edited. An enter that was typed before the proposal was seen accepts nothing."""

    help_text = (
        "The rows at the left become the one at the right. Nothing is joined until you accept it, and a "
        "merge can be undone or split later."
    )
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_MERGE)
    hint = "enter accept   e edit   g again   ↑ ↓ scroll   esc cancel"

    stage: var[Literal["asking", "failed", "shown"]] = var("asking", init=False, always_update=True)

    def __init__(self, rows: Sequence[ReviewRow], name: str, propose: Propose, check: NameCheck) -> None:
        """`propose` asks for the merged draft; nothing is changed by it. `check` is asked of a new name."""
        super().__init__(f"Merge into {name}")
        self.rows = tuple(rows)
        self.propose = propose
        self.check = check
        self.proposal: MergeProposal | None = None
        self._written: MergeProposal | None = None

    def compose_body(self) -> ComposeResult:
        """Both sides and the buttons."""
        yield Sides()
        yield Static(classes="dialog-error")
        yield buttons(
            ("cancel", "Cancel", "default"),
            ("again", "Again", "default"),
            ("edit", "Edit", "default"),
            ("accept", "Accept", "primary"),
        )

    def on_mount(self) -> None:
        """Show the originals and ask."""
        self.query_one(Sides).show(left=originals_facts(self.rows))
        self.ask()

    def action_again(self) -> None:
        """Ask for another proposal."""
        self._unless_edited(self.ask)

    def action_cancel(self) -> None:
        """Leave without a merge."""
        self._unless_edited(lambda: self.dismiss(None))

    def _unless_edited(self, act: Callable[[], object]) -> None:
        """Do what drops the proposal; what a person made of it is only dropped by a second yes."""
        if self.proposal == self._written:
            act()
            return

        def answered(yes: bool | None) -> None:
            if yes:
                act()

        lines = ["What you made of the name and the summary would be lost."]
        self.app.push_screen(ConfirmModal("Drop the changes?", lines, "Drop them", danger=True), answered)

    @work(group="merge", exclusive=True, description="Writing the merged draft")
    async def ask(self) -> None:
        """Ask for a proposal; what goes wrong is said here, and it can be asked again."""
        self.proposal = self._written = None
        self.stage = "asking"
        self.show_problem("")
        try:
            proposal = await self.propose()
        except LookbookError as error:
            self.stage = "failed"
            self.show_problem(f"{error.message} Nothing has changed.")
        else:
            self._written = proposal
            self._show(proposal)

    def _show(self, proposal: MergeProposal) -> None:
        self.proposal = proposal
        self.stage = "shown"

    def watch_stage(self) -> None:
        """The right side and the buttons; what is new on the screen takes no answer at first."""
        self.query_one(Sides).show(right=self._right_side())
        if self.stage == "asking":
            self.take_answers()
        else:
            self.start_grace()

    def _right_side(self) -> FactsBuilder:
        if self.stage == "shown" and self.proposal is not None:
            return proposal_facts(self.proposal.draft, self.rows, self.proposal.usage.cost_usd)
        facts = FactsBuilder().heading("Merged")
        return facts.quiet("Writing one profile from the originals…") if self.stage == "asking" else facts

    def take_answers(self) -> None:
        """What can be done at this stage; the likeliest has the focus, while it is written nothing has."""
        can = {"shown": {"accept", "edit", "again"}, "failed": {"again"}, "asking": set[str]()}[self.stage]
        for name in ("accept", "edit", "again"):
            self.query_one(f"#{name}", Button).disabled = name not in can
        likeliest = {"shown": "#accept", "failed": "#again", "asking": ""}[self.stage]
        self.set_focus(self.query_one(likeliest) if likeliest else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys can what the buttons can."""
        if action not in {"edit", "again"}:
            return True
        # The footer asks before the buttons are there.
        return any(not button.disabled for button in self.query(f"#{action}").results(Button))

    def action_edit(self) -> None:
        """Change the proposal's name and summary by hand."""
        if self.proposal is not None:
            draft = self.proposal.draft
            fields = [
                TextField("name", "Name", draft.suggested_name, required=True),
                TextField("summary", "Summary", draft.visual_summary, lines=7),
            ]
            form = FormModal(
                "The merged row",
                fields,
                verb="Use it",
                check=lambda values: self.check(values["name"], draft.type),
            )
            self.app.push_screen(form, self._take)

    def _take(self, values: dict[str, str] | None) -> None:
        if values is not None and self.proposal is not None:
            draft = edited(self.proposal.draft, values["name"], values["summary"], self.rows)
            self._show(replace(self.proposal, draft=draft))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """What the keys do, by buttons."""
        match event.button.id:
            case "accept":
                self.dismiss(self.proposal)
            case "edit":
                self.action_edit()
            case "again":
                self.action_again()
            case _:
                self.action_cancel()


def edited(draft: Draft, name: str, summary: str, rows: Sequence[ReviewRow]) -> Draft:
    """A merged draft as a person changed it. A name of the `rows` that is replaced becomes an alias; another
    summary is the person's own, and no longer the script's words."""
    if name != draft.suggested_name:
        known = dict(all_names(rows))
        old = (draft.suggested_name,) if draft.suggested_name in known else ()
        aliases = tuple(one for one in (*old, *draft.aliases) if one.casefold() != name.casefold())
        draft = replace(draft, suggested_name=name, aliases=aliases)
    if summary != draft.visual_summary:
        draft = replace(draft, visual_summary=summary, summary_lines=(), hand_written=True)
    return draft


def originals_facts(rows: Sequence[ReviewRow]) -> FactsBuilder:
    """The rows as they are, one under the other."""
    facts = FactsBuilder().heading("Originals")
    for row in rows:
        add_row(facts, row).text("")
    return facts


def proposal_facts(draft: Draft, rows: Sequence[ReviewRow], cost_usd: float = 0.0) -> FactsBuilder:
    """The merged draft as it would be, beside what its originals had."""
    facts = FactsBuilder().heading("Merged").title(draft.suggested_name)
    add_place(facts, draft)
    facts.text(draft.visual_summary or Content.styled("No summary.", "$quiet"))
    if draft.hand_written:
        facts.quiet("Written by hand.")
    _add_aliases(facts, draft, rows)
    if cost_usd:
        facts.fact("Cost", f"${cost_usd:.4f}")
    _add_conflicts(facts, draft, rows)
    add_traits(facts, draft)
    return facts


def _add_aliases(facts: FactsBuilder, draft: Draft, rows: Sequence[ReviewRow]) -> None:
    """The aliases that the row of this name had, and those that come in."""
    had = {
        one for row in rows if row.draft.suggested_name == draft.suggested_name for one in row.draft.aliases
    }
    coming = [alias for alias in draft.aliases if alias not in had]
    staying = [alias for alias in draft.aliases if alias in had]
    for label, aliases in (("New aliases", coming), ("Aliases", staying)):
        if aliases:
            facts.fact(label, ", ".join(aliases))


def _add_conflicts(facts: FactsBuilder, draft: Draft, rows: Sequence[ReviewRow]) -> None:
    """The conflicts that come from joining the rows first, then those that a row had."""
    known = {_sides(conflict) for row in rows for conflict in row.draft.conflicts}
    found = [conflict for conflict in draft.conflicts if _sides(conflict) not in known]
    if found:
        number = f"{len(found)} conflict{'' if len(found) == 1 else 's'}"
        facts.text("").text(Content.styled(f"! The merge finds {number}.", "$warning"))
    add_conflicts(facts, found)
    add_conflicts(facts, (conflict for conflict in draft.conflicts if _sides(conflict) in known))


def _sides(conflict: Conflict) -> tuple[str, str, str]:
    return conflict.field, conflict.earlier.value, conflict.later.value
