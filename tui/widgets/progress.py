"""Progress without animation: steps and a bar that change when there is news, and only then.

Long work of a screen has one line, `RunningTask`, and one key. The screen composes it where it has room for a
line, and the worker says what it does:

    yield RunningTask()
    ...
    @work(group="gate.export", exclusive=True, description="Writing the hand-off")
    @guarded
    async def action_export(self) -> None:
        with self.query_one(RunningTask).running("Writing the hand-off", total=12) as task:
            async for event in self.services.handoff.write(...):
                task.advance()

It takes no room while nothing runs. `x` (`keymap.RUNNING`, bound on every `LookbookScreen`) or a click on the
line cancels the worker that runs it, which then reads again: cancelled means unknown. What is cheaper to
stop in another way gives `stop=`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.worker import NoActiveWorker, get_current_worker

StepState = Literal["waiting", "running", "done", "failed"]

_SIGNS: dict[StepState, tuple[str, str]] = {
    "waiting": ("○", "$faint"),
    "running": ("◐", "$accent"),
    "done": ("✓", "$success"),
    "failed": ("✗", "$error"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, how it stands, and a word about it, e.g. "41 found"."""

    name: str
    state: StepState = "waiting"
    note: str = ""


class StageProgress(Widget):
    """The steps of a long job, one a line."""

    DEFAULT_CSS = """
    StageProgress { height: auto; width: 1fr; color: $foreground; }
    """

    steps: reactive[tuple[Step, ...]] = reactive((), layout=True)

    def render(self) -> Content:
        """A sign, the name in a column, the note."""
        width = max((len(step.name) for step in self.steps), default=0)
        return Content("\n").join(self._line(step, width) for step in self.steps)

    def _line(self, step: Step, width: int) -> Content:
        sign, style = _SIGNS[step.state]
        name_style = {"waiting": "$quiet", "running": "bold"}.get(step.state, "")
        return Content.assemble(
            (f"{sign} ", style), (step.name.ljust(width), name_style), (f"   {step.note}", "$quiet")
        )


class Meter(Widget):
    """One line: a bar, how many of how many, and a word, e.g. tokens and price."""

    DEFAULT_CSS = """
    Meter { height: 1; width: 1fr; color: $foreground; }
    """

    done: reactive[int] = reactive(0)
    total: reactive[int] = reactive(0)
    note: reactive[str] = reactive("")

    def render(self) -> Content:
        """The bar takes what count and note leave, 40 cells at most."""
        count = f" {self.done}/{self.total}" if self.total else ""
        note = f"   {self.note}" if self.note else ""
        room = min(40, max(0, self.size.width - len(count) - Content(note).cell_length))
        filled = round(room * min(1.0, self.done / self.total)) if self.total else 0
        return Content.assemble(
            ("━" * filled, "$accent"), ("─" * (room - filled), "$rule"), (count, "bold"), (note, "$quiet")
        )


class RunningTask(Widget):
    """One line while something long runs: what, how far, and the key that stops it."""

    DEFAULT_CSS = """
    RunningTask { display: none; height: 1; width: 1fr; padding: 0 1; background: $surface; }
    RunningTask.-running { display: block; }
    """

    what: reactive[str] = reactive("")
    done: reactive[int] = reactive(0)
    total: reactive[int] = reactive(0)
    note: reactive[str] = reactive("")
    """A word about the step, e.g. a file's name."""

    stopping: reactive[bool] = reactive(False)
    _stop: Callable[[], object] | None = None

    @contextmanager
    def running(
        self, what: str, *, total: int = 0, stop: Callable[[], object] | None = None
    ) -> Iterator[RunningTask]:
        """Show `what` as running until the block ends, in whatever way. `total` counts steps, 0 where nobody
        knows. `stop` ends the work; without it the worker that runs the block is cancelled."""
        self.what, self.done, self.total, self.note, self.stopping = what, 0, total, "", False
        self._stop = stop or _cancel_of_worker()
        self._show(True)
        try:
            yield self
        finally:
            self._stop = None
            self._show(False)

    @property
    def is_running(self) -> bool:
        """Whether the line is shown."""
        return self.has_class("-running")

    def advance(self, steps: int = 1, note: str = "") -> None:
        """So many steps more are done."""
        self.done, self.note = self.done + steps, note

    def stop(self) -> None:
        """Stop what runs; a second time does nothing more."""
        if self._stop is not None and not self.stopping:
            self.stopping = True
            self._stop()

    def on_click(self) -> None:
        """A click stops, as the key does."""
        self.stop()

    def render(self) -> Content:
        """ "◐ Writing the hand-off… 4 / 12   ida-marsh.png          x stops"; what is stopped says so."""
        count = f" {self.done} / {self.total}" if self.total else ""
        end = Content("stopping…") if self.stopping else Content.assemble(("x", "bold $accent"), " stops")
        if self._stop is None:
            end = Content("")
        left = Content.assemble(("◐ ", "$accent"), f"{self.what}…", (count, "bold"))
        if self.note:
            left += Content.styled(f"   {self.note}", "$quiet")
        left = left.truncate(max(1, self.size.width - end.cell_length - 3), ellipsis=True)
        return Content.assemble(left, "   ", end)

    def _show(self, running: bool) -> None:
        self.set_class(running, "-running")
        if self.is_attached:
            self.refresh_bindings()


def _cancel_of_worker() -> Callable[[], object] | None:
    try:
        return get_current_worker().cancel
    except NoActiveWorker:
        return None
