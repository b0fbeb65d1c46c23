"""The image queue as the application runs it: owned by the app, watched by screens."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import App
from textual.message import Message
from textual.worker import Worker as TextualWorker

from core.errors import LookbookError
from core.events import JobChanged, QueueDrained
from core.models import Job
from core.services import Services
from tui.base import say, show_error


@dataclass
class JobMoved(Message):
    """A job is in another state; posted to every screen of the stack."""

    job: Job


class JobRunner:
    """Runs the queue while there is something in it; at most one runner an application."""

    def __init__(self, app: App[None], services: Services) -> None:
        self._app = app
        self._services = services
        self._worker: TextualWorker[None] | None = None
        self._kicked = False

    @property
    def running(self) -> bool:
        """Whether jobs are being run now."""
        return self._worker is not None and not self._worker.is_finished

    def kick(self) -> None:
        """Run what is queued; called after something was queued, and once at the start."""
        self._kicked = True
        if not self.running:
            self._worker = self._app.run_worker(
                self._run(), name="jobs", group="jobs", description="Making pictures"
            )

    async def _run(self) -> None:
        try:
            while self._kicked:
                self._kicked = False
                async for event in self._services.new_worker().run():
                    self._tell(event)
        except LookbookError as error:
            show_error(self._app.screen, error)

    def _tell(self, event: JobChanged | QueueDrained) -> None:
        match event:
            case JobChanged(job):
                for screen in self._app.screen_stack:
                    screen.post_message(JobMoved(job))
            case QueueDrained(succeeded, failed, spent_usd) if succeeded or failed:
                say(self._app, _summary(succeeded, failed, spent_usd), warning=failed > 0)


def _summary(succeeded: int, failed: int, spent_usd: float) -> str:
    made = f"{succeeded} picture{'' if succeeded == 1 else 's'} made"
    spent = f" for ${spent_usd:.2f}" if spent_usd else ""
    lost = f", {failed} failed: press 6 for the reasons" if failed else ""
    return f"{made}{spent}{lost}."
