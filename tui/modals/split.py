"""Splitting a row: what is ticked goes into a draft of its own (SPEC 2.3)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from typing import ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import var
from textual.widgets import Button, Input, Select, Static

from core.errors import LookbookError
from core.models import AssetType, Draft, ReviewRow, SplitProposal
from core.text import clean_line
from tui import keymap
from tui.modals.dialog import buttons
from tui.modals.merge_name import NameCheck
from tui.modals.sides import Sides, SidesDialog, add_draft
from tui.modals.split_parts import (
    Part,
    SplitChoice,
    part_cells,
    part_group,
    part_key,
    parts_of,
    problem_of,
    proposed_name,
    seen_text,
    ticked_words,
)
from tui.theme import TYPE_MARKS
from tui.widgets.draft_detail import add_conflicts, place
from tui.widgets.facts import FactsBuilder
from tui.widgets.row_table import Column, RowTable

LinesNaming = Callable[[Collection[str]], Awaitable[Collection[int]]]
"""The lines that speak of the row by these names and by no other."""

WORDS = (
    "Tick what is somebody or something else. With a name go the lines that it stands in, "
    "with that of a location its scenes."
)

MOST_LINES = 30
"""As many lines of each draft are shown before the split is accepted."""

CHOOSING_HINT = "space tick   tab name and type   enter look at it   esc cancel"
SHOWN_HINT = "enter accept   ↑ ↓ scroll   esc back"

Propose = Callable[[SplitChoice], Awaitable[SplitProposal]]


class SplitModal(SidesDialog[SplitProposal]):
    """First names and mentions to tick, then both drafts as they would be; the result is what was seen."""

    help_text = (
        "Takes aliases or mentions out of a row into a row of its own. Both are shown before anything "
        "happens."
    )
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_CHOOSE)
    AUTO_FOCUS = "#parts"
    hint = CHOOSING_HINT

    DEFAULT_CSS = """
    SplitModal {
        #choose { height: 1fr; }
        #parts { background: transparent; }
        #ticked { color: $quiet; height: 1; padding: 0 1; margin-top: 1; }
        #new-row { height: 1; margin-top: 1; padding: 0 1; }
        #new-row > Input { width: 1fr; margin-right: 2; }
        #new-row > Select { width: 18; }
        .dialog-error { margin-top: 1; }
        Sides { display: none; }
        &.-shown Sides { display: block; }
        &.-shown #choose { display: none; }
    }
    """

    proposal: var[SplitProposal | None] = var(None, init=False, toggle_class="-shown")
    """What is shown to be accepted; None while one ticks."""

    def __init__(self, row: ReviewRow, lines_naming: LinesNaming, propose: Propose, check: NameCheck) -> None:
        """`lines_naming` and `propose` ask and change nothing; both may raise a `LookbookError`. `check` is
        asked for the name of the new row before both drafts are shown."""
        super().__init__(f"Split {row.draft.suggested_name}")
        self.row = row
        self.lines_naming = lines_naming
        self.propose = propose
        self.check = check
        self._followed: tuple[str, ...] = ()
        self._named: frozenset[int] = frozenset()
        self._both: frozenset[int] = frozenset()
        self._proposed_name = ""

    def compose_body(self) -> ComposeResult:
        """The parts with the fields of the new row, and behind them both drafts."""
        with Vertical(id="choose"):
            yield Static(Content(WORDS), classes="dialog-text")
            yield RowTable[Part](
                [Column("", width=16, style="$quiet"), Column("", width=20, fraction=1.0)],
                key=part_key,
                cells=part_cells,
                group=part_group,
                selectable=True,
                show_header=False,
                id="parts",
            )
            yield Static(id="ticked")
            with Horizontal(id="new-row"):
                yield Input(placeholder="Name of the new row", id="name")
                yield Select[str](
                    [(TYPE_MARKS[type].content, type.value) for type in AssetType],
                    value=self.row.draft.type.value,
                    allow_blank=False,
                    id="type",
                )
        yield Sides()
        yield Static(classes="dialog-error")
        yield buttons(("back", "Cancel", "default"), ("go-on", "Look at it", "primary"))

    def on_mount(self) -> None:
        """Fill the table."""
        self.table.set_rows(parts_of(self.row.draft))
        self._show_ticked()

    @property
    def table(self) -> RowTable[Part]:
        """The names and the mentions."""
        return cast("RowTable[Part]", self.query_one("#parts", RowTable))

    @property
    def choice(self) -> SplitChoice:
        """What is ticked and typed now."""
        ticked = self.table.selected
        return SplitChoice(
            clean_line(self.query_one("#name", Input).value),
            AssetType(str(self.query_one("#type", Select).value)),
            tuple(key for key in ticked if isinstance(key, str)),
            tuple(key for key in ticked if isinstance(key, int)),
        )

    # --- ticking ---------------------------------------------------------------------------------

    def on_row_table_selection_changed(self) -> None:
        """Lines follow the names; count and name follow what is ticked."""
        self._show_ticked()
        self._propose_name()
        self.follow_names()

    def _show_ticked(self) -> None:
        words = ticked_words(self.row.draft, self.choice, self._both)
        self.query_one("#ticked", Static).update(Content(words))
        self.show_problem("")

    def _propose_name(self) -> None:
        """Fill the name in, as long as nobody typed another."""
        field, choice = self.query_one("#name", Input), self.choice
        if field.value == self._proposed_name:
            self._proposed_name = proposed_name(self.row.draft, choice.aliases, choice.lines)
            field.value = self._proposed_name

    @work(group="split.follow", exclusive=True, description="Finding the lines of a name")
    async def follow_names(self) -> None:
        """Tick the lines of a name that was ticked, and take back those of one that no longer is."""
        try:
            await self._follow_names()
        except LookbookError as error:
            self.show_problem(error.message)

    async def _follow_names(self) -> None:
        names = self.choice.aliases
        if names == self._followed:
            return
        draft = self.row.draft
        staying = [name for name in (draft.suggested_name, *draft.aliases) if name not in names]
        lines = frozenset(await self.lines_naming(names)) if names else frozenset()
        self._both = lines.intersection(await self.lines_naming(staying))
        came, went = lines - self._named, self._named - lines
        self._followed, self._named = names, lines
        self._show_ticked()
        if came or went:
            self.table.set_selected({*self.table.selected, *came} - went)

    # --- looking at it ---------------------------------------------------------------------------

    def action_choose(self) -> None:
        """On to both drafts."""
        if self.proposal is None:
            self.look()

    @work(group="split.propose", exclusive=True, description="Splitting the draft")
    async def look(self) -> None:
        """Show both drafts as they would be, or say why that can't be."""
        self.show_problem("")
        try:
            await self._follow_names()
            choice = self.choice
            if problem := problem_of(self.row.draft, choice) or self.check(choice.name, choice.type):
                self.show_problem(problem)
            else:
                self.proposal = await self.propose(choice)
        except LookbookError as error:
            self.show_problem(error.message)

    def watch_proposal(self, proposal: SplitProposal | None) -> None:
        """From the one stage to the other. What is new on the screen takes no answer at first."""
        choosing = proposal is None
        self.query_one("#back", Button).label = Content("Cancel" if choosing else "Back")
        self.query_one("#go-on", Button).label = Content("Look at it" if choosing else "Accept")
        self.hint = CHOOSING_HINT if choosing else SHOWN_HINT
        if proposal is None:
            self._end_grace()
        else:
            self.query_one(Sides).show(
                draft_facts("Stays", proposal.kept), draft_facts("Goes", proposal.taken)
            )
            self.start_grace()

    def take_answers(self) -> None:
        """Accepting has the focus, or the table."""
        self.query_one("#parts" if self.proposal is None else "#go-on").focus()

    def action_scroll_text(self, lines: int) -> None:
        """Scroll what is shown; the name's field leaves its arrows to the table."""
        if self.proposal is None:
            self.table.step(lines)
        else:
            super().action_scroll_text(lines)

    def action_cancel(self) -> None:
        """From both drafts back to ticking; from there out."""
        if self.proposal is None:
            super().action_cancel()
        else:
            self.proposal = None

    def on_input_submitted(self) -> None:
        """Enter goes on."""
        self.action_choose()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """On, or back."""
        if event.button.id == "back":
            self.action_cancel()
        elif self.proposal is None:
            self.look()
        else:
            self.dismiss(self.proposal)


def draft_facts(heading: str, draft: Draft) -> FactsBuilder:
    """One of the two drafts, with the first lines that speak of it."""
    facts = add_draft(FactsBuilder().heading(heading), draft)
    add_conflicts(facts, draft.conflicts)
    facts.heading("Lines")
    for mention in draft.mentions[:MOST_LINES]:
        facts.item(Content.assemble((place(mention), "$quiet"), "  ", seen_text(mention)))
    if len(draft.mentions) > MOST_LINES:
        facts.quiet(f"… and {len(draft.mentions) - MOST_LINES} more")
    return facts
