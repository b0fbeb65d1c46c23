"""The branches of a film: each look with how far it has come; forked, switched to, renamed, deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import var
from textual.widgets import Static

from core.models import BranchCard, BranchId, BranchLoss
from tui import keymap
from tui.base import UNREAD, guarded, say, say_final
from tui.modals.confirm import ConfirmModal
from tui.modals.prompt import Check, PromptModal, required
from tui.screens.project import ProjectScreen
from tui.widgets.facts import FactsBuilder, FactsPane
from tui.widgets.row_table import Column, RowTable
from tui.widgets.swatches import palette_content

COLUMNS = (
    Column("", width=1),
    Column("Branch", width=12, fraction=3.0),
    Column("Style", width=18, fraction=2.0),
    Column("Palette", width=10, hide_below=66),
    Column("Assets", width=6, align="right"),
    Column("Current", width=7, align="right", hide_below=84),
    Column("Locked", width=6, align="right"),
    Column("Gate", width=8),
    Column("From", width=11, fraction=1.0, style="$quiet", hide_below=90),
)


class BranchesScreen(ProjectScreen[None]):
    """All branches of the open film, the first made first."""

    CSS_PATH = "branches.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.BRANCHES)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-medium"), (140, "-wide")]
    AUTO_FOCUS = "#branches"
    DEFAULT_CLASSES = UNREAD
    help_id = "branches"

    cards: var[tuple[BranchCard, ...]] = var((), init=False)

    def compose_content(self) -> ComposeResult:
        """What is worked on, the list, and the branch under the cursor."""
        yield Static(id="branches-open")
        with Horizontal(id="branches-body"):
            yield RowTable[BranchCard](
                COLUMNS, key=lambda card: card.branch.id, cells=_cells, empty="", id="branches"
            )
            yield FactsPane(id="branch")

    # --- reading ---------------------------------------------------------------------------------

    def on_screen_resume(self) -> None:
        """Read again: the comparison may have switched to another branch."""
        self.branch_name = self.place.branch.name
        self.load()

    def on_job_moved(self) -> None:
        """Jobs go on whatever branch is open; what they make is counted."""
        self.reload_soon()

    @work(group="branches.load", exclusive=True, description="Reading the branches")
    @guarded
    async def load(self, go_to: BranchId | None = None) -> None:
        """Read all branches; the cursor begins on the one that is worked on, or goes to `go_to`."""
        first = not self.cards
        self.cards = await self.services.branches.list(self.place.project.id)
        if first or go_to is not None:
            self._table.move_to(go_to or self.place.branch.id)
        self.has_read()

    def watch_cards(self, cards: Sequence[BranchCard]) -> None:
        """The list and its sentence follow."""
        self._table.set_rows(cards)
        self.query_one("#branches-open", Static).update(_open_line(self.place.branch.name, len(cards)))
        self._show_current()

    def on_row_table_cursor_moved(self) -> None:
        """The facts follow the cursor."""
        self._show_current()

    def _show_current(self) -> None:
        card = self.current
        self.query_one(FactsPane).show(FactsBuilder() if card is None else branch_facts(card, self._is_here))
        self.refresh_bindings()

    @property
    def _table(self) -> RowTable[BranchCard]:
        return cast("RowTable[BranchCard]", self.query_one("#branches", RowTable))

    @property
    def current(self) -> BranchCard | None:
        """The branch under the cursor."""
        # The footer asks before the table is there.
        tables = list(self.query("#branches").results(RowTable))
        row = tables[0].cursor_row if tables else None
        return row if isinstance(row, BranchCard) else None

    @property
    def _is_here(self) -> bool:
        return self.current is not None and self.current.branch.id == self.place.branch.id

    # --- what can be done ------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The branch that is worked on is not compared with itself; a film keeps one branch."""
        if action in {"open", "fork", "rename"}:
            return True if self.current is not None else None
        if action == "compare":
            return True if self.current is not None and not self._is_here else None
        if action == "delete":
            return True if len(self.cards) > 1 else None
        return super().check_action(action, parameters)

    def on_row_table_row_activated(self) -> None:
        """A double click switches."""
        self.action_open()

    def action_open(self) -> None:
        """Work on the branch under the cursor, at the stage that is due there."""
        if (card := self.current) is not None:
            self.lookbook.open_branch(card.branch.id)

    @work(group="branches.compare", exclusive=True, description="Opening the comparison")
    async def action_compare(self) -> None:
        """Put the branch that is worked on and the one under the cursor side by side."""
        from tui.screens.compare import CompareScreen

        if (card := self.current) is not None:
            await self.app.push_screen(CompareScreen(self.place.branch.id, card.branch.id))

    @work(group="branches.fork", exclusive=True, description="Forking a branch")
    @guarded
    async def action_fork(self) -> None:
        """Ask for a name, say what comes along, fork."""
        if (card := self.current) is None:
            return
        name = await self.app.push_screen_wait(
            PromptModal(
                f"Fork {card.branch.name}",
                fork_words(card),
                placeholder="the name of the new branch, e.g. noir",
                check=self._name_check(None),
            )
        )
        if name is None:
            return
        made = await self.services.branches.fork(card.branch.id, name)
        say_final(self, f"{made.name} is forked from {card.branch.name}. Press enter to work on it.")
        self.load(made.id)

    @work(group="branches.rename", exclusive=True, description="Renaming a branch")
    @guarded
    async def action_rename(self) -> None:
        """Ask for another name."""
        if (card := self.current) is None:
            return
        branch = card.branch
        name = await self.app.push_screen_wait(
            PromptModal(f"Rename {branch.name}", value=branch.name, check=self._name_check(branch.id))
        )
        if name is None or name == branch.name:
            return
        await self.services.branches.rename(branch.id, name)
        await self._show_again()

        async def undo() -> None:
            await self.services.branches.rename(branch.id, branch.name)
            await self.lookbook.refresh_place()

        say(self, f"{branch.name} is called {name} now.", undo=undo)

    def read_again(self) -> None:
        """A name that was taken back stands in the top bar, too."""
        self.branch_name = self.place.branch.name
        self.load()

    async def _show_again(self) -> None:
        await self.lookbook.refresh_place()
        self.read_again()

    def _name_check(self, own: BranchId | None) -> Check:
        taken = {
            card.branch.name.casefold(): card.branch.name for card in self.cards if card.branch.id != own
        }

        def check(name: str) -> str:
            if name.casefold() in taken:
                return f"The film has a branch named {taken[name.casefold()]} already."
            return required(name)

        return check

    @work(group="branches.delete", exclusive=True, description="Deleting a branch")
    @guarded
    async def action_delete(self) -> None:
        """Say what goes with the branch and ask; for locked or paid work ask for its name. Then delete it."""
        if (card := self.current) is None:
            return
        branch, run = card.branch, self.lookbook.scans.run
        if run is not None and run.running and run.place.branch.id == branch.id:
            say(self, f"{branch.name} is being scanned. Wait for the scan, or cancel it (1).", warning=True)
            return
        loss = await self.services.branches.loss(branch.id)
        if not await self._accepts(loss):
            return
        await self.services.branches.delete(branch.id, with_locked_and_paid=loss.needs_consent)
        await self._show_again()
        say_final(self, f"{branch.name} is deleted.")

    async def _accepts(self, loss: BranchLoss) -> bool:
        name, lines = loss.branch.name, loss_lines(loss)
        if loss.needs_consent:
            typed = await self.app.push_screen_wait(
                PromptModal(
                    f"Delete {name}?",
                    "\n".join([*lines, f"Type {name} to delete it all the same."]),
                    check=lambda typed: "" if typed == name else f"That is not {name}.",
                )
            )
            return typed is not None
        question = ConfirmModal(f"Delete {name}?", lines, "Delete it", danger=True)
        return await self.app.push_screen_wait(question) is True


# --- words -----------------------------------------------------------------------------------------


def fork_words(card: BranchCard) -> str:
    """What a fork takes along, and what not."""
    assets = "1 asset" if card.assets == 1 else f"{card.assets} assets"
    return (
        f"Comes along: {assets} with texts, history and voices, and the reviews of the script.\n"
        "Stays behind: pictures, image jobs, locks and the style. You choose another look there."
    )


def loss_lines(loss: BranchLoss) -> list[str]:
    """What goes with a branch, a sentence a line."""
    lines = [
        f"{_count(loss.assets, 'asset')}, {_count(loss.pictures, 'picture')} and the reviews go with it."
    ]
    if loss.locked:
        lines.append(f"{_count(loss.locked, 'asset')} {'is' if loss.locked == 1 else 'are'} locked.")
    if loss.paid:
        lines.append(f"{_count(loss.paid, 'picture')} cost ${loss.paid_usd:.2f}.")
    if loss.promoted:
        lines.append(f"The library keeps its {'copy' if loss.promoted == 1 else 'copies'}.")
    return [*lines, "It can't be taken back."]


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _open_line(name: str, branches: int) -> Content:
    if branches == 1:
        rest = " is the film's only branch. Fork it to try another look."
    else:
        rest = f" is the one you work on, of {branches} branches."
    return Content.assemble(("● ", "$accent"), (name, "bold"), (rest, "$quiet"))


def _cells(card: BranchCard) -> Sequence[str | Content]:
    return (
        Content.styled("●", "$accent") if card.is_open else "",
        card.branch.name,
        Content.styled("none yet", "$quiet") if card.style is None else card.style.name,
        palette_content(() if card.style is None else card.style.palette[:5]),
        str(card.assets or "–"),
        str(card.current) if card.assets else "–",
        str(card.locked) if card.assets else "–",
        gate_mark(card),
        card.forked_from or "–",
    )


def gate_mark(card: BranchCard) -> Content:
    """The gate in a glyph and a word."""
    glyph, style, word = ("✓", "$success", "open") if card.gate_open else ("○", "$quiet", "closed")
    return Content.assemble((glyph, style), " ", word)


def branch_facts(card: BranchCard, here: bool) -> FactsBuilder:
    """What is said of a branch beside the list."""
    facts = FactsBuilder().title(card.branch.name)
    facts.quiet("You work on it." if here else "Press enter to work on it, c to compare it.")
    facts.heading("Style")
    if card.style is None:
        facts.text("None is locked: nothing can be made on it yet.")
    else:
        facts.text(Content.assemble((card.style.name, "bold"), f"  {card.style.tagline}"))
        facts.text(palette_content(card.style.palette, 4))
    facts.heading("How far it has come").fact("Assets", str(card.assets))
    facts.fact("Current", f"{card.current} with a picture that is current")
    facts.fact("Locked", f"{card.locked} of {card.assets}").fact("Gate", gate_mark(card))
    facts.heading("Where it comes from").fact("Forked from", card.forked_from or "none")
    return facts.fact("Made", f"{card.created_at.astimezone():%Y-%m-%d %H:%M}")
