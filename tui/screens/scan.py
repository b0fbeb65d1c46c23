"""The script and its scan: what it is, what a scan will cost, how far it has come."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from core.models import (
    DraftId,
    EngineInfo,
    Review,
    ReviewState,
    RowState,
    ScanEstimate,
    ScanStage,
    Scene,
    Screenplay,
    Script,
    Usage,
)
from tui import keymap
from tui.base import Stage, guarded, say
from tui.modals.confirm import ConfirmModal
from tui.modals.pick_file import SCRIPT_SUFFIXES, PickFileModal
from tui.scanning import ScanMoved, ScanRun
from tui.screens.home import day, format_name, import_words, pages_words
from tui.screens.project import ProjectScreen
from tui.screens.script import ScriptScreen
from tui.widgets.facts import FactsBuilder, FactsPane
from tui.widgets.progress import Meter, StageProgress, Step, StepState
from tui.widgets.row_table import Column, RowTable

TICK_S = 0.5
"""How often the clock of a running scan is drawn."""

STEP_NAMES = {
    ScanStage.EXTRACT: "Extract",
    ScanStage.RESOLVE: "Resolve",
    ScanStage.DISTIL: "Distil",
    ScanStage.FILTER: "Filter",
}
STEP_NOTES = {
    ScanStage.EXTRACT: "find every name",
    ScanStage.RESOLVE: "join what is one",
    ScanStage.DISTIL: "gather the visual facts",
    ScanStage.FILTER: "set ghosts apart",
}

SCENE_COLUMNS = (
    Column("Scene", width=5, align="right", style="$quiet"),
    Column("Heading", width=20, fraction=1.0),
    Column("Page", width=4, align="right", style="$quiet"),
)


class ScanScreen(ProjectScreen[None]):
    """Stage 1. The scan itself belongs to the application and goes on when this screen is left."""

    CSS_PATH = "scan.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.SCAN)
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (96, "-narrow"), (140, "-wide")]
    AUTO_FOCUS = "#scenes"
    stage = Stage.SCRIPT
    help_id = "scan"

    def __init__(self) -> None:
        super().__init__()
        self.screenplay: Screenplay | None = None
        self.estimate: ScanEstimate | None = None
        self.review: Review | None = None
        self._clock: Timer | None = None

    def compose_content(self) -> ComposeResult:
        """Facts and progress at the left, scenes at the right."""
        with Horizontal():
            with Vertical(id="scan-side"):
                yield FactsPane(id="script")
                with Vertical(id="scan-now"):
                    yield StageProgress()
                    yield Meter()
                    yield Static(id="scan-time")
                    yield Static(id="scan-warnings")
            yield RowTable[Scene](
                SCENE_COLUMNS,
                key=lambda scene: scene.number,
                cells=lambda scene: (scene.label or str(scene.number), scene.heading, str(scene.page)),
                empty="Reading the script…",
                id="scenes",
            )

    def on_mount(self) -> None:
        """Read the script; a scan that runs already is shown at once."""
        self._clock = self.set_interval(TICK_S, self._show_run, pause=True)
        self._show_facts()
        self._show_run()
        self.load()

    @work(group="scan.load", exclusive=True, description="Reading the script")
    @guarded
    async def load(self) -> None:
        """Read scenes, estimate and the review that there may be."""
        script, place = self.place.script, self.place
        self.review = await self.services.reviews.latest(place.project.id, place.branch.id)
        self._show_facts()
        self.screenplay = await self.services.projects.screenplay(script.id)
        self.estimate = await self.services.scans.estimate(script.id)
        self._show_scenes(self.screenplay)
        self._show_facts()

    def _show_scenes(self, screenplay: Screenplay) -> None:
        table = self.query_one("#scenes", RowTable)
        table.empty = "No scene headings were found. The scan reads the whole text all the same."
        table.set_rows(screenplay.scenes)

    def _show_facts(self) -> None:
        facts = script_facts(self.place.script)
        add_plan(facts, self.services.scans.engine, self.estimate)
        if self.review is not None:
            add_review(facts, self.review, self.place.script)
        if not self.running:
            facts.heading("Scan").text(self._scan_hint())
        self.query_one("#script", FactsPane).show(facts)
        self.refresh_bindings()

    def _scan_hint(self) -> Content:
        run = self.lookbook.scans.run
        if run is not None and run.running:
            return Content(f"{run.place.words} is being scanned; one scan at a time.")
        return _press("s", "start the scan" if self.review is None else "scan again")

    # --- the scan --------------------------------------------------------------------------------

    @property
    def run_now(self) -> ScanRun | None:
        """The scan of this branch that runs, or ran last."""
        run = self.lookbook.scans.run
        return run if run is not None and run.place.branch.id == self.place.branch.id else None

    @property
    def running(self) -> bool:
        """Whether the script is being scanned for this branch now."""
        return self.run_now is not None and self.run_now.running

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One scan at a time; what can be cancelled is a running scan."""
        if action == "start":
            return None if self._busy else True
        if action == "cancel":
            return self.running
        if action == "import_revision":
            return None if self.running else True
        return super().check_action(action, parameters)

    @property
    def _busy(self) -> bool:
        run = self.lookbook.scans.run
        return run is not None and run.running

    @work(group="scan.start", exclusive=True, description="Asking before a new scan")
    async def action_start(self) -> None:
        """Start the scan; undecided drafts are spoken of first."""
        review = self.review
        if review is not None and (waiting := undecided(review)):
            lines = [
                f"The review of {day(review.created_at)} has {count(waiting, 'draft')} that "
                f"{'is' if waiting == 1 else 'are'} not committed.",
                "A new scan opens a new review, and this one is not shown any more.",
            ]
            if not await self.app.push_screen_wait(ConfirmModal("Scan again?", lines, "Scan again")):
                return
        self.lookbook.scans.start(self.place)
        self._show_facts()
        self._show_run()

    def action_cancel(self) -> None:
        """Stop the scan at once."""
        self.lookbook.scans.cancel()
        say(self, "Scan cancelled. What was paid for is kept: a new scan goes on from there.")

    def action_escape(self) -> None:
        """Escape stops a running scan; otherwise it goes back."""
        if self.running:
            self.action_cancel()
        else:
            self.action_back()

    def on_scan_moved(self, message: ScanMoved) -> None:
        """The scan has got further; when its review is open, it is gone to."""
        if not self.is_open:
            return
        self._show_run()
        if message.run.running:
            return
        self._show_facts()
        self.load()
        mine = message.run.place.branch.id == self.place.branch.id
        if message.run.review_id is not None and mine and self.is_current:
            self.lookbook.action_stage(Stage.REVIEW)

    def _show_run(self) -> None:
        run = self.run_now
        self.set_class(run is not None, "-scanned")
        if self._clock is not None:
            (self._clock.resume if self.running else self._clock.pause)()
        if run is None:
            return
        self.query_one(StageProgress).steps = steps(run)
        meter = self.query_one(Meter)
        meter.done, meter.total = run.calls_done, run.calls_planned
        meter.note = "calls" if run.calls_planned else ""
        self.query_one("#scan-time", Static).update(
            Content("\n").join(run_lines(run, self.services.scans.engine))
        )
        warnings = self.query_one("#scan-warnings", Static)
        warnings.update(Content("\n".join(f"! {warning}" for warning in run.warnings[-4:])))
        warnings.display = bool(run.warnings)

    # --- reading ---------------------------------------------------------------------------------

    def action_read_script(self) -> None:
        """Open the script's pages; with its drafts marked, when it was scanned."""
        script, review = self.place.script, self.review
        marked = review if review is not None and review.script_id == script.id else None
        self.app.push_screen(ScriptScreen(script.id, marked), self._come_back)

    def _come_back(self, _chosen: DraftId | None) -> None:
        """The review may have a draft more."""
        self.load()

    # --- a new revision --------------------------------------------------------------------------

    @work(group="scan.choose", exclusive=True, description="Choosing a new revision")
    async def action_import_revision(self) -> None:
        """Choose a changed script for this project."""
        start = Path(self.place.script.source_path).parent
        folder = start if start.is_dir() else Path.cwd()
        path = await self.app.push_screen_wait(
            PickFileModal("New revision: choose the changed script", folder, suffixes=SCRIPT_SUFFIXES)
        )
        if path is not None:
            self.import_file(path)

    @work(group="scan.import", description="Importing a revision")
    @guarded
    async def import_file(self, path: Path) -> None:
        """Import a script into this project and show it."""
        result = await self.services.projects.import_script(path, self.place.project.id)
        await self.lookbook.refresh_place()
        self.screenplay = self.estimate = None
        say(self, import_words(result))
        self._show_facts()
        self.load()


# --- words -----------------------------------------------------------------------------------------


def script_facts(script: Script) -> FactsBuilder:
    """What the script is."""
    facts = FactsBuilder().title(script.title)
    facts.fact("Format", format_name(script))
    length = pages_words(script)
    facts.fact("Length", f"{length} (estimated)" if script.pages_estimated else length)
    facts.fact("Scenes", str(script.scenes)).fact("Encoding", script.encoding)
    facts.fact("Revision", f"{script.revision}, imported {day(script.imported_at)}")
    return facts.fact("File", Path(script.source_path).name)


def add_plan(facts: FactsBuilder, engine: EngineInfo, estimate: ScanEstimate | None) -> None:
    """Who reads, and what it will take."""
    facts.heading("Before the scan")
    facts.fact("Engine", engine_words(engine))
    if estimate is None:
        facts.fact("Estimate", Content.styled("reading the script…", "$quiet"))
        return
    facts.fact("Script", f"about {estimate.script_tokens:,} tokens")
    if engine.offline:
        facts.fact("Cost", "free")
        return
    facts.fact("Calls", f"{estimate.usage.calls} at most").fact("Tokens", token_words(estimate.usage))
    facts.fact("Input", f"{estimate.input_ratio:.1f} times the script at most")
    facts.fact("Cost", "not known" if engine.compatible else f"${estimate.usage.cost_usd:.2f} at most")


def add_review(facts: FactsBuilder, review: Review, script: Script) -> None:
    """The review that is there already."""
    approved = sum(row.state is RowState.APPROVED for row in review.rows)
    committed = sum(row.state is RowState.COMMITTED for row in review.rows)
    facts.heading("Review")
    facts.fact("Drafts", f"{len(review.rows)}, {approved} approved, {committed} committed")
    if review.script_id != script.id:
        facts.fact("Of", "an earlier revision of the script")
    for warning in review.warnings:
        facts.item(warning)
    facts.text(_press("2", "go on with the review"))


def undecided(review: Review) -> int:
    """How many drafts of a review a person has not committed or put aside."""
    if review.state is ReviewState.COMMITTED:
        return sum(row.state is RowState.APPROVED for row in review.rows)
    return sum(row.state in (RowState.OPEN, RowState.APPROVED) for row in review.rows)


def steps(run: ScanRun) -> tuple[Step, ...]:
    """The four stages of a run, each with how it stands."""
    order = list(ScanStage)
    at = -1 if run.stage is None else order.index(run.stage)
    here: StepState = "running" if run.running else "failed"
    done = run.review_id is not None
    found: list[Step] = []
    for place, stage in enumerate(order):
        state: StepState = "done" if done or place < at else here if place == at else "waiting"
        found.append(Step(STEP_NAMES[stage], state, STEP_NOTES[stage]))
    return tuple(found)


def run_lines(run: ScanRun, engine: EngineInfo) -> list[Content]:
    """What a run has found, spent and taken, one fact a line."""
    characters, locations, props = run.found
    lines = [
        Content(f"{count(characters, 'character')}, {count(locations, 'location')}, {count(props, 'prop')}")
    ]
    if not engine.offline:
        cost = "" if engine.compatible else f", ${run.usage.cost_usd:.2f}"
        lines.append(Content(token_words(run.usage) + cost))
    if run.running:
        lines.append(Content(time_words(run.seconds, run.seconds_left)))
    elif run.cancelled:
        lines.append(
            Content.styled("Cancelled. What was paid for is kept; s goes on from there.", "$warning")
        )
    elif run.failed:
        lines.append(Content.styled(run.failed, "$error"))
    return lines


def time_words(seconds: float, left: float | None) -> str:
    """ "0:12, about 0:40 left"."""
    return f"{_clock(seconds)} so far" + ("" if left is None else f", about {_clock(left)} left")


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def token_words(usage: Usage) -> str:
    """ "48,000 in, 6,000 out"."""
    return f"{usage.input_tokens:,} tokens in, {usage.output_tokens:,} out"


def engine_words(engine: EngineInfo) -> str:
    """Who reads; offline says that nothing leaves the machine, a protocol's name is no vendor's."""
    if engine.offline:
        return "offline rules, nothing is sent"
    return f"{engine.model}, OpenAI-compatible" if engine.compatible else f"{engine.provider} {engine.model}"


def count(number: int, what: str) -> str:
    """ "1 draft", "2 drafts"."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def _press(key: str, what: str) -> Content:
    return Content.assemble("Press ", (key, "bold $accent"), f" to {what}.")
