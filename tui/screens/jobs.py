"""The image jobs of the branch: what was asked for, what came of it, what it cost (SPEC 2.6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
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
from tui.screens.job_undo import cancel_waiting
from tui.screens.job_words import (
    RETRIABLE,
    job_facts,
    price,
    price_cell,
    run_progress,
    span,
    took,
    totals,
)
from tui.screens.project import ProjectScreen
from tui.theme import JOB_MARKS
from tui.widgets.empty import EmptyState
from tui.widgets.facts import FactsBuilder, FactsPane
from tui.widgets.progress import Meter
from tui.widgets.row_table import Column, RowTable

TICK_S = 1.0

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

        async def queue_again() -> None:
            for job in jobs:
                await self.services.images.retry(job.id)
            self.lookbook.jobs.kick()

        say(self, f"{_count(len(jobs))} cancelled.", undo=queue_again)

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
        say(self, f"{_count(len(jobs))} queued again.", undo=lambda: cancel_waiting(self.services, jobs))

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


def _count(number: int) -> str:
    return f"{number} job{'' if number == 1 else 's'}"
