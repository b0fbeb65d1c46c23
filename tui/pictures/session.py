"""What an application knows and does about its pictures: the terminal, the way chosen, the threads."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from textual.app import App
from textual.dom import DOMNode
from textual.filter import ANSIToTruecolor

from tui.colours import colours_of
from tui.pictures.choosing import Choice, PicturesSetting, choose, obstacle_to, possible_ways
from tui.pictures.environment import Environment, cell_pixels
from tui.pictures.pixels import TerminalPictures
from tui.pictures.tmux import Tmux, ask_tmux
from tui.pictures.ways import Look, Way, way_name

if TYPE_CHECKING:
    from tui.pictures.painting import Painted

THREADS = 2
"""Pictures painted at a time: forty thumbnails must not starve the loop of the interpreter."""

POLL_S = 2.0
"""How often tmux is asked whether another terminal is attached."""


class PictureSession:
    """One an application. `setting` is the user's; `environment` is None until the first picture asks."""

    def __init__(self, app: App[None], setting: PicturesSetting = "auto") -> None:
        """Nothing is asked, started or imported before the first picture."""
        self._app = app
        self.setting: PicturesSetting = setting
        self.environment: Environment | None = None
        self.by_hand: Way | None = None
        self.held = TerminalPictures(self.write)
        self.turns = asyncio.Semaphore(THREADS)
        self._pool: ThreadPoolExecutor | None = None

    # --- the terminal ----------------------------------------------------------------------------

    async def know(self) -> Environment:
        """The terminal, looked at once; only tmux is asked, in a thread."""
        if self.environment is None:
            self.environment = self._looked_at(await self._ask_tmux())
            if self.environment.tmux is not None:
                self.held.through_tmux = True
                self._app.set_interval(POLL_S, self._poll, name="tmux's client")
        return self.environment

    def _looked_at(self, tmux: Tmux | None) -> Environment:
        app = self._app
        filters = [one for one in app.get_line_filters() if not isinstance(one, ANSIToTruecolor)]
        # Without a terminal nothing limits the colours: a screenshot has all.
        system = "truecolor" if app.is_headless else app.console.color_system
        colours = colours_of(system, app.no_color)
        return Environment(
            dict(os.environ),
            colours,
            tmux,
            filtered=bool(filters) and not app.no_color,
            headless=app.is_headless,
            cell=cell_pixels(),
        )

    async def _ask_tmux(self) -> Tmux | None:
        if self._app.is_headless or not os.environ.get("TMUX"):
            return None
        return await asyncio.to_thread(ask_tmux, dict(os.environ))

    def _poll(self) -> None:
        env = self.environment
        if env is not None and env.tmux is not None and env.tmux.passthrough:
            self._app.run_worker(
                self._look_again(), group="app.tmux", exclusive=True, description="Asking tmux for its client"
            )

    async def _look_again(self) -> None:
        before, now = self.environment, await self._ask_tmux()
        if before is None or now is None or not now.client_pid or before.tmux == now:
            return
        ways = possible_ways(before)
        self.environment = self._looked_at(now)
        if possible_ways(self.environment) != ways:
            self._repaint()
        elif now.visible:
            # Another terminal has none of the pictures, and tmux passes nothing on from a hidden window.
            self.held.send_again()

    def write(self, data: str) -> None:
        """Write raw text to the terminal, where there is one."""
        driver = self._app._driver
        if driver is not None and not driver.is_headless:
            driver.write(data)

    # --- the way ---------------------------------------------------------------------------------

    def choice(self, room: tuple[int, int] | None) -> Choice:
        """The way for a pane of `room` cells, and why; by hand first, then the setting."""
        env = self.environment or Environment(headless=True)
        if self.by_hand is not None and obstacle_to(self.by_hand, env) is None:
            return Choice(self.by_hand, "chosen by hand")
        return choose(env, self.setting, room)

    def look(self, room: tuple[int, int], ground: tuple[int, int, int]) -> Look:
        """How a picture for `room` on `ground` is painted. Knowing the terminal comes first."""
        env = self.environment or Environment(headless=True)
        return Look(self.choice(room).way, env.colours, ground, env.cell, env.ssh)

    async def next_way(self) -> str:
        """Switch to the next way that is possible here, after the last to the automatic one; says what is."""
        env = await self.know()
        await self._look_again()  # passthrough may have been switched on since
        env = self.environment or env
        ways = possible_ways(env)
        if len(ways) == 1:
            return f"Pictures: {way_name(ways[0], env.colours)}, the only way here"
        automatic = choose(env, self.setting).way
        order = [None, *(way for way in ways if way is not automatic)]
        self.by_hand = order[(order.index(self.by_hand) + 1) % len(order)] if self.by_hand in order else None
        self._repaint()
        choice = self.choice(None)
        return f"Pictures: {way_name(choice.way, env.colours)}\n{choice.why}"

    def _repaint(self) -> None:
        from tui.widgets.picture import Picture

        for screen in self._app.screen_stack:
            for picture in screen.query(Picture):
                picture.reload()

    # --- painting --------------------------------------------------------------------------------

    async def paint(self, path: Path, room: tuple[int, int], look: Look) -> Painted:
        """Paint in one of `THREADS` threads; take one of `turns` first, then see if it is still due.

        Raises:
            BadPicture: the file is missing, broken, no PNG, JPEG or WebP, or too large.
        """
        if self._pool is None:
            self._pool = ThreadPoolExecutor(THREADS, "picture")
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._paint, path, room, look)

    def _paint(self, path: Path, room: tuple[int, int], look: Look) -> Painted:
        from tui.pictures.painting import paint_file

        painted = paint_file(path, room, look)
        for strip in painted.strips:
            strip.render(self._app.console)  # here, not in the event loop: the strip keeps it
        return painted

    def close(self) -> None:
        """Take the pictures out of the terminal, and start no more."""
        self.held.clear()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)


class ShowsPictures(Protocol):
    """An application with pictures."""

    pictures: PictureSession


def session_of(node: DOMNode) -> PictureSession:
    """The picture session of the application that `node` is in."""
    return cast(ShowsPictures, node.app).pictures
