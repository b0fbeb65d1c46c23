"""A dialog opened by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from tests.tui import seeing
from tui.base import BaseApp
from tui.modals.dialog import Dialog

FRAME = str.maketrans(dict.fromkeys("│╭╮╰╯─▏", " "))


class Opened:
    """A dialog on the screen, and what it handed back once it is closed."""

    def __init__(self, app: BaseApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.results: list[Any] = []

    @property
    def dialog(self) -> Dialog[Any]:
        """The dialog on top."""
        assert isinstance(self.app.screen, Dialog)
        return self.app.screen

    async def press(self, *keys: str) -> None:
        """Press keys, and let what they began come to its end."""
        await self.pilot.press(*keys)
        await seeing.settle(self.pilot)

    async def click(self, selector: str) -> None:
        """Click a button, once the layout has put it where it stays."""
        await self.pilot.click(selector)
        await seeing.settle(self.pilot)

    async def until(self, words: str) -> None:
        """Until these words are on the screen."""
        await seeing.until(self.pilot, words)

    async def take_answers(self) -> None:
        """Until the dialog's grace is over."""
        async with asyncio.timeout(seeing.PATIENCE):
            while self.dialog.in_grace:
                await self.pilot.pause(0.05)

    @property
    def text(self) -> str:
        """What is on the screen."""
        return seeing.text(self.app)

    @property
    def words(self) -> str:
        """What is on the screen without the dialog's frame, lines joined: for words that may wrap."""
        return " ".join(self.text.translate(FRAME).split())


@asynccontextmanager
async def opened(
    dialog: Dialog[Any], size: tuple[int, int] = (100, 30), *, settled: bool = True
) -> AsyncIterator[Opened]:
    """The dialog on an application of its own; not `settled` while something that it asked for is awaited."""
    app = BaseApp()
    async with app.run_test(size=size) as pilot:
        shown = Opened(app, pilot)
        app.push_screen(dialog, shown.results.append)
        await (seeing.settle(pilot) if settled else pilot.pause())
        yield shown
