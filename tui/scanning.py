"""The scan as the application runs it: owned by the app, watched by the scan screen."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import Worker as TextualWorker

from core.errors import LookbookError
from core.events import (
    CallFinished,
    EntitiesFound,
    ReviewOpened,
    ScanBegan,
    ScanEvent,
    ScanWarned,
    StageStarted,
)
from core.models import ReviewId, ScanStage, Usage
from core.services import Services
from tui.base import LookbookScreen, Stage, say, show_error
from tui.place import Place

if TYPE_CHECKING:
    from tui.app import LookbookApp


@dataclass(frozen=True, slots=True)
class ScanRun:
    """How far the scan is; times are seconds of `time.monotonic`."""

    place: Place
    started: float
    stage: ScanStage | None = None
    calls_done: int = 0
    calls_planned: int = 0
    usage: Usage = Usage()
    estimate: Usage = Usage()
    found: tuple[int, int, int] = (0, 0, 0)
    warnings: tuple[str, ...] = ()
    review_id: ReviewId | None = None
    running: bool = True
    cancelled: bool = False
    failed: str = ""

    def after(self, event: ScanEvent | ReviewOpened) -> ScanRun:
        """The run once `event` has happened."""
        match event:
            case ScanBegan(_, estimate):
                return replace(self, estimate=estimate)
            case StageStarted(stage, planned):
                return replace(self, stage=stage, calls_planned=planned)
            case CallFinished(_, done, planned, usage):
                return replace(self, calls_done=done, calls_planned=planned, usage=usage)
            case EntitiesFound(characters, locations, props):
                return replace(self, found=(characters, locations, props))
            case ScanWarned(message):
                return replace(self, warnings=(*self.warnings, message))
            case ReviewOpened(review_id):
                return replace(self, review_id=review_id, running=False)
            case _:
                return self

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self.started

    @property
    def seconds_left(self) -> float | None:
        """An estimate from the calls so far; None while there is nothing to go by."""
        if not self.calls_done or self.calls_planned <= self.calls_done:
            return None
        return self.seconds / self.calls_done * (self.calls_planned - self.calls_done)


@dataclass
class ScanMoved(Message):
    """The scan has got further, or is over; posted to every screen of the stack."""

    run: ScanRun


class ScanRunner:
    """Runs one scan at a time."""

    def __init__(self, app: LookbookApp, services: Services) -> None:
        self._app = app
        self._services = services
        self._worker: TextualWorker[None] | None = None
        self.run: ScanRun | None = None

    def start(self, place: Place, again: ReviewId | None = None) -> None:
        """Scan the script of `place`, or what the scan of the review `again` could not read.

        Does nothing while a scan runs.
        """
        if self.run is None or not self.run.running:
            self.run = ScanRun(place, time.monotonic())
            scans = self._services.scans
            events = (
                scans.scan(place.script.id, place.branch.id) if again is None else scans.read_unread(again)
            )
            self._worker = self._app.run_worker(
                self._scan(events), name="scan", group="scan", description="Scanning the script"
            )

    def cancel(self) -> None:
        """Stop at once; what has been answered is kept."""
        if self.run is not None and self.run.running and self._worker is not None:
            self._worker.cancel()
            self._move(replace(self.run, running=False, cancelled=True))

    async def _scan(self, events: AsyncIterator[ScanEvent | ReviewOpened]) -> None:
        try:
            async for event in events:
                if self.run is not None:
                    self._move(self.run.after(event))
        except LookbookError as error:
            if self.run is not None:
                self._move(replace(self.run, running=False, failed=error.message))
            show_error(self._app.screen, error)

    def _move(self, run: ScanRun) -> None:
        was_open = self.run is not None and self.run.review_id is not None
        self.run = run
        if run.review_id is not None and not was_open and not self._is_watched(run):
            self._announce(run)
        for screen in self._app.screen_stack:
            screen.post_message(ScanMoved(run))

    def _is_watched(self, run: ScanRun) -> bool:
        """Whether the scan screen of the run's branch is in front: it goes on to the review by itself."""
        at_scan = isinstance(self._app.screen, LookbookScreen) and self._app.screen.stage is Stage.SCRIPT
        return at_scan and self._is_here(run)

    def _is_here(self, run: ScanRun) -> bool:
        place = self._app.place
        return place is not None and place.branch.id == run.place.branch.id

    def _announce(self, run: ScanRun) -> None:
        place = self._app.place
        if self._is_here(run):
            say(self._app, "The scan is done. Press 2 to open its review.")
        elif place is not None and place.project.id == run.place.project.id:
            say(self._app, f"The scan of {run.place.branch.name} is done. Switch to it (8) to review it.")
        else:
            say(self._app, f"The scan of {run.place.words} is done. Open the project to review it.")
