"""The image jobs of the branch: what was asked for, what came of it, what it cost (SPEC 2.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.reactive import var
from textual.widgets import Static

from core.models import Job, JobState
from tui import keymap
from tui.base import UNREAD, guarded, say
from tui.modals.confirm import ConfirmModal
from tui.screens.project import ProjectScreen
from tui.theme import JOB_MARKS
from tui.widgets.empty import EmptyState
from tui.widgets.facts import FactsBuilder, FactsPane
from tui.widgets.progress import Meter
from tui.widgets.row_table import Column, RowTable

TICK_S = 1.0

ACTIVE = frozenset({JobState.QUEUED, JobState.RUNNING})
RETRIABLE = frozenset({JobState.FAILED, JobState.CANCELLED, JobState.UNKNOWN})

COLUMNS = (
    Column("State", width=11),
    Column("Asset", width=14, fraction=1.0),
    Column("Model", width=16, style="$quiet", hide_below=84),
    Column("Ratio", width=5, style="$quiet"),
    Column("Try", width=3, align="right", style="$quiet"),
    Column("Price", width=6, align="right"),
    Column("Took", width=7, align="right"),
    Column("Asked", width=11, align="right", style="$quiet", hide_below=70),
    Column("Error", width=16, fraction=2.0, style="$quiet", hide_below=108),
)


@dataclass(frozen=True, slots=True)
class JobsView:
    """The jobs as last read, the newest first."""

    jobs: tuple[Job, ...] = ()
    read: bool = False


def utc_now() -> datetime:
    """The time now, UTC-aware."""
    return datetime.now(UTC)


class JobsScreen(ProjectScreen[None]):
    """All jobs of the branch, live."""

    CSS_PATH = "jobs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.JOBS)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (140, "-wide")]
    AUTO_FOCUS = "#jobs"
    DEFAULT_CLASSES = UNREAD
    help_id = "jobs"

    view: var[JobsView] = var(JobsView, init=False)
    targets: var[tuple[Job, ...]] = var((), init=False)
    """What an action applies to: the selection, or the job under the cursor."""

    current: var[Job | None] = var(None, init=False)

    def __init__(self, now: Callable[[], datetime] = utc_now) -> None:
        """`now` is the clock that ages are told from."""
        super().__init__()
        self._now = now

    def compose_content(self) -> ComposeResult:
        """The totals, the list, the job under the cursor, and what stands there without jobs."""
        with Horizontal(id="jobs-head"):
            yield Static(id="jobs-totals")
            yield Meter(id="jobs-meter")
        with Container(id="jobs-body"):
            yield RowTable[Job](
                COLUMNS, key=lambda job: job.id, cells=self._cells, selectable=True, empty="", id="jobs"
            )
            yield FactsPane(id="job")
        yield EmptyState(
            "No pictures have been asked for",
            "Press 4 for the board. Generate there makes a job of each picture, and this is where they run.",
            [("4", "open the board")],
            id="jobs-empty",
        )

    def on_mount(self) -> None:
        """The clock stands until something runs."""
        self._clock = self.set_interval(TICK_S, self._tick, pause=True)

    # --- reading ---------------------------------------------------------------------------------

    def on_screen_resume(self) -> None:
        """Read again: the editor queues jobs, too."""
        self.load()

    def on_job_moved(self) -> None:
        """A batch moves several jobs at a time; they are read together."""
        self.reload_soon()

    @work(group="jobs.load", exclusive=True, description="Reading the jobs")
    @guarded
    async def load(self) -> None:
        """Read all jobs of the branch."""
        self.view = JobsView(await self.services.images.jobs(self.place.branch.id), read=True)
        self.has_read()

    def watch_view(self, view: JobsView) -> None:
        """Totals, list and detail follow; the clock goes while something runs."""
        self.set_class(view.read and not view.jobs, "-none")
        self._show_head()
        self._table.set_rows(view.jobs)
        self._show_current()
        if any(job.state is JobState.RUNNING for job in view.jobs):
            self._clock.resume()
        else:
            self._clock.pause()

    def _show_head(self) -> None:
        self.query_one("#jobs-totals", Static).update(totals(self.view.jobs))
        meter, progress = self.query_one(Meter), run_progress(self.view.jobs)
        self.set_class(progress is not None, "-running")
        meter.done, meter.total = progress or (0, 0)
        meter.note = "done"

    def _tick(self) -> None:
        for job in self.view.jobs:
            if job.state is JobState.RUNNING:
                self._table.refresh_row(job.id)

    @property
    def _table(self) -> RowTable[Job]:
        return cast("RowTable[Job]", self.query_one("#jobs", RowTable))

    def _cells(self, job: Job) -> tuple[str | Content, ...]:
        now = self._now()
        return (
            JOB_MARKS[job.state].content,
            job.asset_name,
            job.model,
            job.aspect_ratio.value,
            str(job.attempt or "–"),
            price_cell(job),
            took(job, now),
            f"{span(now - job.created_at)} ago",
            " ".join(job.error.split()),
        )

    # --- the job under the cursor ----------------------------------------------------------------

    def on_row_table_cursor_moved(self) -> None:
        """The detail follows the cursor."""
        self._show_current()

    def on_row_table_selection_changed(self) -> None:
        """What can be done depends on what is selected."""
        self._show_current()

    def _show_current(self) -> None:
        wanted = set(self._table.targets)
        self.targets = tuple(job for job in self.view.jobs if job.id in wanted)
        self.current = self._table.cursor_row
        self.refresh_bindings()

    def watch_current(self, job: Job | None) -> None:
        """The detail follows; a job that is read again unchanged leaves it where one has scrolled to."""
        self.query_one("#job", FactsPane).show(FactsBuilder() if job is None else job_facts(job))

    # --- what can be done ------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what waits can be cancelled, only what is over without a picture can be retried."""
        if action == "cancel":
            return True if self._in({JobState.QUEUED}) else None
        if action == "retry":
            return True if self._in(RETRIABLE) else None
        if action == "open":
            return True if self.view.jobs else None
        return super().check_action(action, parameters)

    def _in(self, states: set[JobState] | frozenset[JobState]) -> tuple[Job, ...]:
        return tuple(job for job in self.targets if job.state in states)

    @work(group="jobs.cancel", description="Cancelling jobs")
    @guarded
    async def action_cancel(self) -> None:
        """Take what waits out of the queue; nothing was paid for it."""
        jobs = self._in({JobState.QUEUED})
        try:
            for job in jobs:
                await self.services.images.cancel(job.id)
        finally:
            self.load()
        say(self, f"{_count(len(jobs))} cancelled.")

    @work(group="jobs.retry", description="Queueing jobs again")
    @guarded
    async def action_retry(self) -> None:
        """Queue again what failed; what may have been paid for only after asking."""
        jobs = self._in(RETRIABLE)
        if not await self._accepts_paying_twice(jobs):
            return
        try:
            for job in jobs:
                await self.services.images.retry(job.id)
        finally:
            self.load()
        self.lookbook.jobs.kick()
        say(self, f"{_count(len(jobs))} queued again.")

    async def _accepts_paying_twice(self, jobs: Sequence[Job]) -> bool:
        unknown = [job for job in jobs if job.state is JobState.UNKNOWN]
        if not unknown:
            return True
        lines = [
            f"The outcome of {_count(len(unknown))} is unknown: it may have been paid for.",
            f"Asking again costs {price(sum(job.price_usd for job in unknown))}, perhaps a second time.",
        ]
        answer = await self.app.push_screen_wait(ConfirmModal("Ask again?", lines, "Ask again", danger=True))
        return answer is True

    def on_row_table_row_activated(self) -> None:
        """A double click opens the asset."""
        self.action_open()

    @work(group="jobs.open", exclusive=True, description="Opening the editor")
    async def action_open(self) -> None:
        """Open the asset of the job under the cursor in the editor."""
        if (job := self._table.cursor_row) is not None:
            await self.open_editor(job.asset_id)


def totals(jobs: Sequence[Job]) -> Content:
    """How many jobs are in each state, and what was spent; only states that occur."""
    counts = Counter(job.state for job in jobs)
    parts = [
        Content.assemble(JOB_MARKS[state].sign, f" {counts[state]} ", (JOB_MARKS[state].word, "$quiet"))
        for state in JobState
        if counts[state]
    ]
    if jobs:
        cost = spent(jobs)
        parts.append(Content.assemble(price(cost) if cost else "nothing", (" spent", "$quiet")))
    return Content("   ").join(parts)


def spent(jobs: Sequence[Job]) -> float:
    """What the pictures that came have cost, USD."""
    return sum(job.price_usd for job in jobs if job.state is JobState.SUCCEEDED)


def run_progress(jobs: Sequence[Job]) -> tuple[int, int] | None:
    """(over, all) of what was asked for since the oldest job that waits or runs; None when none does."""
    active = [job for job in jobs if job.state in ACTIVE]
    if not active:
        return None
    begun = min(job.created_at for job in active)
    over = [job for job in jobs if job.state not in ACTIVE and (job.finished_at or job.created_at) >= begun]
    return len(over), len(over) + len(active)


def took(job: Job, now: datetime) -> str:
    """How long the request has taken, or is taking until `now`; "–" before it has begun."""
    if job.started_at is None or job.state is JobState.QUEUED:
        return "–"
    return span((job.finished_at or now) - job.started_at)


def span(time: timedelta) -> str:
    """A time in its two largest units, e.g. "4 s", "2m 05s", "3h 10m", "5 d"."""
    seconds = max(0, int(time.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60}m {seconds % 60:02}s"
    if seconds < 86400:
        return f"{seconds // 3600}h {seconds % 3600 // 60:02}m"
    return f"{seconds // 86400} d"


def price(usd: float) -> str:
    """USD with cents; nothing costs "free"."""
    return f"${usd:.2f}" if usd else "free"


def price_cell(job: Job) -> str:
    """What a job has cost; "~" before an estimate, "?" behind what may have been paid, "–" for nothing."""
    match job.state:
        case JobState.FAILED | JobState.CANCELLED:
            return "–"
        case JobState.QUEUED | JobState.RUNNING if job.price_usd:
            return f"~{price(job.price_usd)}"
        case JobState.UNKNOWN if job.price_usd:
            return f"{price(job.price_usd)}?"
        case _:
            return price(job.price_usd)


def job_facts(job: Job) -> FactsBuilder:
    """All that is known of a job: the error first, for that is what one looks for."""
    facts = FactsBuilder().title(job.asset_name).text(JOB_MARKS[job.state].content)
    if job.error:
        facts.heading("Error" if job.state in RETRIABLE else "Note").text(job.error)
    facts.heading("Prompt").text(job.prompt)
    facts.heading("Made by")
    facts.fact("Provider", job.provider).fact("Model", job.model).fact("Ratio", job.aspect_ratio.value)
    facts.fact("Attempt", str(job.attempt)).fact("Price", price_cell(job))
    return facts


def _count(number: int) -> str:
    return f"{number} job{'' if number == 1 else 's'}"
