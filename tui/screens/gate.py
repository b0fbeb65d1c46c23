"""Stage 5, the gate: the verdict, what keeps it closed, the hand-off and the promotion (SPEC 2.7)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import var
from textual.widgets import Static

from core.models import AssetCard, AssetId, Blocker, BlockerKind, GateReport, HandoffResult, Remedy
from core.paths import with_home
from tui import keymap
from tui.base import UNREAD, LookbookScreen, Stage, guarded
from tui.modals.confirm import ConfirmModal
from tui.modals.handoff import HandoffModal, Tell
from tui.modals.prompt import PromptModal, home_problem, required
from tui.screens import board_flows as flows
from tui.screens.project import ProjectScreen
from tui.theme import TYPE_MARKS
from tui.widgets.empty import EmptyState
from tui.widgets.progress import Meter
from tui.widgets.row_table import Column, RowTable

COLUMNS = (
    Column("", width=1),
    Column("Asset", width=18, fraction=1.0),
    Column("What keeps it closed", width=26, fraction=1.0),
    Column("The way out", width=22, fraction=6.0, style="$quiet"),
)


GROUPS = {
    Remedy.REVIEW: "To commit: a review (enter)",
    Remedy.STYLE: "To lock: a style (enter)",
    Remedy.DESCRIBE: "To describe",
    Remedy.GENERATE: "To generate (g makes all)",
    Remedy.WAIT: "Being made",
    Remedy.CHOOSE: "To choose among candidates",
    Remedy.UNLOCK: "To unlock and make again",
    Remedy.DECIDE: "To decide",
    Remedy.LOCK: "To lock (l locks all)",
}
"""The headings of the blockers, by what would take them away, in the order of the work."""


@dataclass(frozen=True, slots=True)
class GateView:
    """The gate as last read; `cards` are the branch's assets by id."""

    report: GateReport | None = None
    cards: Mapping[AssetId, AssetCard] = field(default_factory=dict)

    @property
    def blockers(self) -> tuple[Blocker, ...]:
        """What keeps the gate closed, what is mended alike together, in the order of the work."""
        order = list(Remedy)
        found = () if self.report is None else self.report.blockers
        return tuple(sorted(found, key=lambda blocker: order.index(blocker.remedy)))

    @property
    def promotable(self) -> tuple[AssetCard, ...]:
        """The assets that may go to the library: locked, with an image key."""
        return tuple(
            card
            for card in self.cards.values()
            if card.asset.locked_at is not None and card.asset.image_key_id is not None
        )

    def to_mend_by(self, remedy: Remedy) -> tuple[AssetCard, ...]:
        """The assets that this would take away from the blockers."""
        wanted = [blocker.asset_id for blocker in self.blockers if blocker.remedy is remedy]
        return tuple(self.cards[key] for key in wanted if key is not None and key in self.cards)


class GateScreen(ProjectScreen[None]):
    """Open or closed, and why."""

    CSS_PATH = "gate.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.GATE)
    DEFAULT_CLASSES = UNREAD
    stage = Stage.GATE
    help_id = "gate"

    view: var[GateView] = var(GateView, init=False)

    def compose_content(self) -> ComposeResult:
        """The verdict, and under it either the blockers or what comes next."""
        with Vertical(id="gate-verdict"):
            yield Static(id="gate-words")
            yield Static(id="gate-sentence")
            yield Meter(id="gate-meter")
        yield RowTable[Blocker](
            COLUMNS,
            key=lambda blocker: (blocker.asset_id, blocker.reason),
            cells=self._cells,
            group=lambda blocker: GROUPS[blocker.remedy],
            empty="",
            id="blockers",
        )
        yield Static(id="gate-detail")
        yield EmptyState(
            "Every asset is locked and current",
            "This look is ready for the next stage.",
            [("e", "export the hand-off"), ("p", "promote all to the library")],
            id="gate-next",
        )

    # --- reading ---------------------------------------------------------------------------------

    def on_screen_resume(self) -> None:
        """The verdict is taken again: board and editor change it."""
        self.load()

    def on_job_moved(self) -> None:
        """Pictures change the verdict; those of a batch are read together."""
        self.reload_soon()

    @work(group="gate.load", exclusive=True, description="Checking the gate")
    @guarded
    async def load(self) -> None:
        """Take the verdict."""
        branch_id = self.place.branch.id
        report = await self.services.gate.check(branch_id)
        cards = await self.services.assets.cards(branch_id)
        self.view = GateView(report, {card.asset.id: card for card in cards})
        self.has_read()

    def watch_view(self, view: GateView) -> None:
        """Everything on the screen follows the verdict."""
        if (report := view.report) is None:
            return
        self.set_class(report.open, "-open")
        self.set_class(not report.open, "-closed")
        self.query_one("#gate-words", Static).update(Content(verdict(report)))
        self.query_one("#gate-sentence", Static).update(Content(sentence(report)))
        meter = self.query_one(Meter)
        meter.done, meter.total, meter.note = report.locked, report.assets, "locked"
        table = self.query_one("#blockers", RowTable)
        table.set_rows(view.blockers)
        if report.blockers:
            table.focus()
        self.refresh_bindings()

    def _cells(self, blocker: Blocker) -> tuple[str | Content, ...]:
        card = None if blocker.asset_id is None else self.view.cards.get(blocker.asset_id)
        sign = Content("") if card is None else TYPE_MARKS[card.asset.type].sign
        return sign, blocker.name, blocker.reason, blocker.fix

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An open gate has no blockers; without assets there is nothing to export or promote."""
        report = self.view.report
        if action == "open":
            return True if report is not None and report.blockers else None
        if action == "lock_ready":
            return bool(self.view.to_mend_by(Remedy.LOCK))
        if action == "generate_missing":
            return bool(self.view.to_mend_by(Remedy.GENERATE)) and not self.view.to_mend_by(Remedy.STYLE)
        if action == "export":
            return True if report is not None and report.assets else None
        if action == "promote_all":
            return True if self.view.promotable else None
        return super().check_action(action, parameters)

    # --- to a blocker ----------------------------------------------------------------------------

    def on_row_table_cursor_moved(self) -> None:
        """The line under the table says the whole reason, however long."""
        blocker = self.query_one("#blockers", RowTable).cursor_row
        text = detail(blocker) if isinstance(blocker, Blocker) else Content("")
        self.query_one("#gate-detail", Static).update(text)

    def on_row_table_row_activated(self) -> None:
        """A double click goes to the blocker."""
        self.action_open()

    @work(group="gate.open", exclusive=True, description="Going to a blocker")
    @guarded
    async def action_open(self) -> None:
        """Open the asset, or go to the stage, that keeps the gate closed."""
        blocker, report = self.query_one("#blockers", RowTable).cursor_row, self.view.report
        if not isinstance(blocker, Blocker) or report is None:
            return
        if blocker.asset_id is None or blocker.remedy is Remedy.STYLE:
            # Over the gate, so that back leads here.
            await self.app.push_screen(stage_screen(way_out(blocker)))
        else:
            await self.open_editor(blocker.asset_id)

    # --- mending many ----------------------------------------------------------------------------

    @work(group="gate.mend", description="Locking what is ready")
    @guarded
    async def action_lock_ready(self) -> None:
        """Lock every asset that is only not locked."""
        await flows.lock(self, self.view.to_mend_by(Remedy.LOCK))

    @work(group="gate.mend", description="Queueing pictures")
    @guarded
    async def action_generate_missing(self) -> None:
        """Make a picture for each asset that lacks a current one; what it costs is said first."""
        if found := await flows.missing(self.services, self):
            await flows.generate(self, found, self.view.cards[found[0]].asset.name)

    # --- hand-off --------------------------------------------------------------------------------

    @work(group="gate.export", description="Exporting the hand-off")
    @guarded
    async def action_export(self) -> None:
        """Ask for a folder, warn of a closed gate, write, and say what was written."""
        folder = await self.app.push_screen_wait(self._ask_folder())
        if folder is None or not await self._accepts_closed():
            return

        async def write(tell: Tell) -> HandoffResult:
            return await self.services.handoff.export(self.place.branch.id, with_home(folder), tell)

        await self.app.push_screen_wait(HandoffModal("Writing the hand-off", write, written))

    def _ask_folder(self) -> PromptModal:
        folder = Path.cwd() / f"{slug(self.place.project.title)}-lookbook"
        label = (
            "The folder to write to. It is made if it is not there; an earlier hand-off in it is replaced."
        )
        return PromptModal("Export the hand-off", label, value=str(folder), check=_folder_problem)

    async def _accepts_closed(self) -> bool:
        report = self.view.report
        if report is None or report.open:
            return True
        lines = [
            f"{_count(len(report.blockers), 'blocker')}, {report.locked} of {report.assets} assets locked.",
            "The manifest will say that the gate was closed, and name each blocker.",
        ]
        answer = await self.app.push_screen_wait(
            ConfirmModal("The gate is closed", lines, "Export anyway", danger=True)
        )
        return answer is True

    # --- promotion -------------------------------------------------------------------------------

    @work(group="gate.promote", description="Promoting all locked assets")
    @guarded
    async def action_promote_all(self) -> None:
        """Copy every locked asset to the library; what is there already is not doubled."""
        assets = self.view.promotable
        lines = [
            f"{_count(len(assets), 'locked asset')} will be copied to the global library.",
            "What is there already in this version stays as it is.",
        ]
        question = ConfirmModal("Promote to the library?", lines, f"Promote {_count(len(assets), 'asset')}")
        if await self.app.push_screen_wait(question):
            await flows.promote(self, assets)


def verdict(report: GateReport) -> str:
    """The verdict in two words, and how much is missing."""
    if report.open:
        return "✓  Gate open"
    return f"✗  Gate closed — {_count(len(report.blockers), 'blocker')}"


def sentence(report: GateReport) -> str:
    """What is next."""
    if report.open:
        return "Next: hand off with e, promote to the library with p."
    return "It opens when every asset is locked and current."


def detail(blocker: Blocker) -> Content:
    """A blocker in full."""
    return Content.assemble((blocker.name, "bold"), f": {blocker.reason}. ", (blocker.fix, "$quiet"))


def way_out(blocker: Blocker) -> Stage:
    """The stage that settles a blocker of the whole branch."""
    return Stage.REVIEW if blocker.kind is BlockerKind.NO_ASSETS else Stage.STYLE


def stage_screen(stage: Stage) -> LookbookScreen[None]:
    """The screen of a stage that a way out leads to."""
    if stage is Stage.REVIEW:
        from tui.screens.review import ReviewScreen

        return ReviewScreen()
    from tui.screens.styles import StylesScreen

    return StylesScreen()


def written(result: HandoffResult) -> str:
    """Where a hand-off lies and what is in it."""
    state = "The gate was open." if result.gate_open else "The gate was closed; the manifest says so."
    pictures = [f"  {path.relative_to(result.folder)}" for path in result.pictures]
    return "\n".join(
        [
            str(result.folder),
            "",
            state,
            "",
            f"Manifest: {result.manifest.name}",
            f"{_count(len(result.pictures), 'picture')}:" if pictures else "No pictures.",
            *pictures,
        ]
    )


def slug(title: str) -> str:
    """A title as a folder's name: lower case letters and digits of any script, joined by "-"."""
    plain = unicodedata.normalize("NFC", title).casefold()
    return re.sub(r"[\W_]+", "-", plain).strip("-")[:60] or "project"


def _folder_problem(typed: str) -> str:
    return required(typed) or home_problem(typed)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
