"""The application: it wires screens, services and long work, and does nothing else."""

from __future__ import annotations

import asyncio
import signal
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import work
from textual.binding import BindingType

from core.models import BranchId, ProjectId, ProjectStage
from core.services import Services
from tui import keymap
from tui.base import BaseApp, LookbookScreen, Stage, guarded, say
from tui.jobs import JobRunner
from tui.place import Place
from tui.scanning import ScanRunner

if TYPE_CHECKING:
    from tui.screens.board_rows import BoardLook

OPENING_STAGE = {
    ProjectStage.IMPORTED: Stage.SCRIPT,
    ProjectStage.IN_REVIEW: Stage.REVIEW,
    ProjectStage.NO_STYLE: Stage.STYLE,
    ProjectStage.VISUALIZING: Stage.BOARD,
    ProjectStage.GATE_OPEN: Stage.GATE,
}


class LookbookApp(BaseApp):
    """lookbook, full screen. `services` are open for as long as it runs."""

    TITLE = "lookbook"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.APP)

    def __init__(
        self, services: Services, project_id: ProjectId | None = None, script: Path | None = None
    ) -> None:
        """It opens on that project, else on the list of projects; there it imports `script`, when given."""
        super().__init__()
        self.services = services
        self.jobs = JobRunner(self, services)
        self.scans = ScanRunner(self, services)
        self.place: Place | None = None
        self.board_looks: dict[BranchId, BoardLook] = {}
        self._first, self._script = project_id, script

    async def on_mount(self) -> None:
        """The home screen, and the project over it when one was asked for."""
        from tui.screens.home import HomeScreen

        for number in (signal.SIGHUP, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self.exit)
        await self.push_screen(home := HomeScreen())
        if self._first is not None:
            self.open_project(self._first)
        if self._script is not None:
            home.import_script(self._script)
        self.jobs.kick()

    # --- where one is ----------------------------------------------------------------------------

    @work(group="app.go", exclusive=True, description="Opening a project")
    @guarded
    async def open_project(self, project_id: ProjectId) -> None:
        """Open a project at the stage that is due."""
        card = await self.services.projects.card(project_id)
        self.place = Place.of(card)
        await self.go_to(OPENING_STAGE[card.stage])

    async def refresh_place(self) -> None:
        """Read the open project again, e.g. after its style was locked."""
        if self.place is not None:
            self.place = Place.of(await self.services.projects.card(self.place.project.id))

    @work(group="app.go", exclusive=True, description="Going to a stage")
    @guarded
    async def action_stage(self, number: int) -> None:
        """Go to one of the five stages of the open project."""
        if self.place is None:
            say(self, "Open a project first.", warning=True)
        else:
            await self.go_to(Stage(number))

    async def go_to(self, stage: Stage) -> None:
        """Show a stage of the open project, over the home screen."""
        await self.show(_stage_screen(stage))

    async def show(self, screen: LookbookScreen[None]) -> None:
        """Replace all that stands over the home screen, once nothing typed is lost by it."""
        if not await self.may_leave_all():
            return
        while len(self.screen_stack) > 3:
            await self.pop_screen()
        if len(self.screen_stack) == 3:
            await self.switch_screen(screen)
        else:
            await self.push_screen(screen)

    @work(group="app.go", exclusive=True, description="Going to the jobs")
    @guarded
    async def action_jobs(self) -> None:
        """Go to the image jobs of the open project."""
        from tui.screens.jobs import JobsScreen

        if self.place is None:
            say(self, "Open a project first.", warning=True)
        else:
            await self.show(JobsScreen())

    @work(group="app.go", exclusive=True, description="Going to the library")
    @guarded
    async def action_library(self) -> None:
        """Go to the library that all projects share."""
        from tui.screens.library import LibraryScreen

        await self.show(LibraryScreen())

    # --- the end ---------------------------------------------------------------------------------

    async def action_quit(self) -> None:
        """Save everything and leave; what can't be saved is asked about before."""
        self.quit_when_saved()

    @work(group="app.quit", exclusive=True, description="Saving and leaving")
    async def quit_when_saved(self) -> None:
        """Leave, once no screen holds what would be lost."""
        if await self.may_leave_all():
            self.exit()

    async def may_leave_all(self) -> bool:
        """Whether every screen may go away; the one in front is asked first."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, LookbookScreen) and not await screen.may_leave():
                return False
        return True

    def print_at_end(self, text: str) -> None:
        """Print `text` in the terminal once the application has left the screen, as it stands."""
        self._exit_renderables.append(Text(text))

    def _fatal_error(self) -> None:
        """A crash without Textual's table of local variables: they may hold a key."""
        self.bell()
        self._exit_renderables.append(Text("".join(traceback.format_exception(*sys.exc_info()))))
        self._close_messages_no_wait()


def _stage_screen(stage: Stage) -> LookbookScreen[None]:
    match stage:
        case Stage.SCRIPT:
            from tui.screens.scan import ScanScreen

            return ScanScreen()
        case Stage.REVIEW:
            from tui.screens.review import ReviewScreen

            return ReviewScreen()
        case Stage.STYLE:
            from tui.screens.styles import StylesScreen

            return StylesScreen()
        case Stage.BOARD:
            from tui.screens.board import BoardScreen

            return BoardScreen()
        case Stage.GATE:
            from tui.screens.gate import GateScreen

            return GateScreen()
