"""What a person sees: the text of the screen as it is drawn."""

from __future__ import annotations

import asyncio

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

PATIENCE = 30.0
"""Seconds that a test waits for what must come: far more than it takes where nothing else runs."""


def lines(app: App[None]) -> list[str]:
    """The lines of the screen that is open, without blanks at their ends."""
    return [strip.text.rstrip() for strip in strips(app)]


def strips(app: App[None]) -> list[Strip]:
    """The drawn lines of the screen that is open."""
    return app.screen._compositor.render_strips()


def text(app: App[None]) -> str:
    """All lines as one text."""
    return "\n".join(lines(app))


def place_of(app: App[None], words: str) -> tuple[int, int]:
    """Where words stand on the screen: column and line."""
    return next((shown.index(words), at) for at, shown in enumerate(lines(app)) if words in shown)


async def settle(pilot: Pilot[None]) -> None:
    """Until no worker runs and everything is drawn. A worker that pushed the open screen runs as long as
    that is open: `until` is for there."""
    workers = list(pilot.app.workers)
    try:
        async with asyncio.timeout(PATIENCE):
            # A worker that a newer one replaced counts as done.
            await asyncio.gather(*(worker.wait() for worker in workers), return_exceptions=True)
            await pilot.pause()
            while _is_being_drawn(pilot.app.screen):
                await pilot.pause()
    except TimeoutError:
        going_on = [worker.description for worker in workers if not worker.is_finished]
        raise AssertionError(f"never settled, with {going_on} going on:\n{text(pilot.app)}") from None


def _is_being_drawn(screen: Screen[object]) -> bool:
    """Whether a layout, a paint or a message is due. On a busy machine one pause may end before them, and one
    layout may ask for the next: sizes, then classes by size, then lines by width."""
    due = screen._layout_required or screen._scroll_required or screen._repaint_required
    if due or screen._dirty_widgets:
        return True
    return any(not node._message_queue.empty() for node in screen.walk_children(with_self=True))


async def until(pilot: Pilot[None], words: str) -> None:
    """Until `words` stand on the screen; fails with what stands there when patience ends."""
    try:
        async with asyncio.timeout(PATIENCE):
            while words not in text(pilot.app):
                await pilot.pause(0.02)
    except TimeoutError:
        raise AssertionError(f"{words!r} never came up:\n{text(pilot.app)}") from None
