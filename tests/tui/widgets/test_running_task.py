"""A line for long work: it says how far, and stops."""

from __future__ import annotations

import asyncio

from textual import work
from textual.app import ComposeResult

from tests.tui import seeing
from tui.base import BaseApp, LookbookScreen
from tui.widgets.progress import RunningTask


class LongScreen(LookbookScreen[None]):
    """A screen with work that waits until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on, self.ended = asyncio.Event(), ""

    def compose_content(self) -> ComposeResult:
        yield RunningTask()

    @work(group="test.long", description="Writing")
    async def write(self) -> None:
        try:
            with self.query_one(RunningTask).running("Writing the hand-off", total=12) as task:
                task.advance(4, "ida.png")
                await self.go_on.wait()
            self.ended = "done"
        except asyncio.CancelledError:
            self.ended = "stopped"
            raise


async def test_the_line_stands_only_while_something_runs() -> None:
    app = BaseApp()
    async with app.run_test(size=(80, 12)) as pilot:
        await app.push_screen(screen := LongScreen())
        await seeing.settle(pilot)
        assert "x Stop" not in seeing.lines(app)[-1]
        screen.write()
        await seeing.until(pilot, "Writing the hand-off… 4 / 12   ida.png   x stops")
        await seeing.until(pilot, "x Stop")
        screen.go_on.set()
        await seeing.settle(pilot)
        assert "Writing" not in seeing.text(app)
        assert "x Stop" not in seeing.lines(app)[-1]
        assert screen.ended == "done"


async def test_the_key_stops_it() -> None:
    app = BaseApp()
    async with app.run_test(size=(40, 12)) as pilot:
        await app.push_screen(screen := LongScreen())
        screen.write()
        await seeing.until(pilot, "x stops")
        await pilot.press("x")
        await seeing.settle(pilot)
        assert screen.ended == "stopped"
        assert "Writing" not in seeing.text(app)


async def test_work_outside_a_worker_stops_as_it_says_or_not_at_all() -> None:
    stopped: list[str] = []
    app = BaseApp()
    async with app.run_test(size=(60, 12)) as pilot:
        await app.push_screen(screen := LongScreen())
        task = screen.query_one(RunningTask)
        with task.running("Reading", stop=lambda: stopped.append("now")):
            await seeing.until(pilot, "Reading…   x stops")
            await pilot.click(RunningTask)
            await pilot.press("x")
            await seeing.until(pilot, "stopping…")
        assert stopped == ["now"]
        with task.running("Closing"):
            await seeing.until(pilot, "Closing…")
            assert "stops" not in seeing.text(app)
