"""The hand-off as it is written: its progress, a stop, then where it lies and what is in it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.errors import LookbookError
from core.models import HandoffProgress, HandoffResult
from tui import keymap
from tui.modals.dialog import Dialog
from tui.pictures import copy_path
from tui.widgets.progress import Meter

Tell = Callable[[HandoffProgress], None]
Write = Callable[[Tell], Awaitable[HandoffResult]]
"""Writes the hand-off and tells each step; cancelled, it leaves nothing."""


class HandoffModal(Dialog[HandoffResult]):
    """Writes while it is open; the result is what was written, None when nothing was."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_HANDOFF)
    help_text = (
        "Writes pictures, manifest and lookbook into the folder. An earlier hand-off in it stays whole until "
        "the new one is complete; a stopped one leaves nothing behind."
    )
    AUTO_FOCUS = "#handoff-text"
    hint = "x stop"

    DEFAULT_CSS = """
    HandoffModal {
        #handoff-step { height: 1; margin-bottom: 1; }
        #handoff-text { height: auto; max-height: 1fr; scrollbar-size-vertical: 1; }
        #handoff-text > Static { width: 1fr; height: auto; }
        &.-written #handoff-step, &.-written Meter { display: none; }
    }
    """

    def __init__(self, title: str, write: Write, words: Callable[[HandoffResult], str]) -> None:
        """`words` says where a hand-off lies and what is in it."""
        super().__init__(title, wide=True)
        self.write, self.words = write, words
        self.result: HandoffResult | None = None

    def compose_body(self) -> ComposeResult:
        """The step that is done now, the meter, and room for what was written."""
        yield Static(Content("Reading the assets"), id="handoff-step")
        yield Meter()
        with VerticalScroll(id="handoff-text"):
            yield Static()

    def on_mount(self) -> None:
        """Begin."""
        self.run_writing()

    @work(group="handoff.write", exclusive=True, description="Writing the hand-off")
    async def run_writing(self) -> None:
        """Write to the end, or until it is stopped or fails."""
        try:
            self.result = await self.write(self._tell_step)
        except LookbookError as error:
            self._end(f"✗ {error.title}", error.message)
            self.set_class(True, "-danger")
        except asyncio.CancelledError:
            if self.is_attached and not self.app._exit:
                self._end("Stopped", "Nothing was written. An earlier hand-off in that folder is as it was.")
            raise
        else:
            self._end("Hand-off written", self.words(self.result))

    def _tell_step(self, step: HandoffProgress) -> None:
        if not self.is_attached or self.has_class("-written"):
            return
        at = min(step.done + 1, step.total)
        number = f" {at} / {step.total}" if step.done < step.total else ""
        self.query_one("#handoff-step", Static).update(Content(f"{step.doing}{number}"))
        meter = self.query_one(Meter)
        meter.done, meter.total = step.done, step.total

    def _end(self, title: str, text: str) -> None:
        self.set_class(True, "-written")
        box = self.query_one("#dialog")
        box.border_title = Content(f" {title} ")
        box.border_subtitle = Content(" y copy the path   esc close " if self.result else " esc close ")
        self.query_one("#handoff-text > Static", Static).update(Content(text))
        self.refresh_bindings()

    @property
    def is_writing(self) -> bool:
        """Whether there is something to stop."""
        return not self.has_class("-written")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Stopping is for what is being written, the path for what was."""
        if action == "stop":
            return self.is_writing
        if action in {"copy_path", "close"}:
            return not self.is_writing
        return super().check_action(action, parameters)

    def action_stop(self) -> None:
        """Stop at the next step."""
        self.workers.cancel_group(self, "handoff.write")

    def action_cancel(self) -> None:
        """Escape stops first, then closes."""
        if self.is_writing:
            self.action_stop()
        else:
            self.dismiss(self.result)

    def action_close(self) -> None:
        """Close."""
        self.action_cancel()

    def action_copy_path(self) -> None:
        """Copy where it lies."""
        if self.result is not None:
            copy_path(self, self.result.folder)
