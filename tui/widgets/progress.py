"""Progress without animation: steps and a bar that change when there is news, and only then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

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
