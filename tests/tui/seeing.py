"""What a person sees: the text of the screen as it is drawn."""

from __future__ import annotations

import asyncio

from textual.app import App
from textual.pilot import Pilot
from textual.strip import Strip


def lines(app: App[None]) -> list[str]:
    """The lines of the screen that is open, without blanks at their ends."""
    return [strip.text.rstrip() for strip in strips(app)]


def strips(app: App[None]) -> list[Strip]:
    """The drawn lines of the screen that is open."""
    return app.screen._compositor.render_strips()


def text(app: App[None]) -> str:
    """All lines as one text."""
    return "\n".join(lines(app))


async def settle(pilot: Pilot[None]) -> None:
    """Until no worker runs and everything is drawn."""
    # A worker that a newer one replaced counts as done.
    await asyncio.gather(*(worker.wait() for worker in pilot.app.workers), return_exceptions=True)
    await pilot.pause()
