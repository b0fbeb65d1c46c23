"""The application: it wires screens, services and long work, and does nothing else."""

from __future__ import annotations

import asyncio
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import work
from textual.binding import BindingType

from core.models import AssetId, BranchId, ProjectId, ProjectStage
from core.services import Services
from tui import keymap
from tui.base import BaseApp, LookbookScreen, Stage, guarded, say
from tui.jobs import JobRunner
from tui.place import Place
from tui.places import PlaceCommands
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
    COMMANDS = BaseApp.COMMANDS | {PlaceCommands}

    def __init__(
        self, services: Services, project_id: ProjectId | None = None, script: Path | None = None
    ) -> None:
        """It opens on that project, else on the list of projects; there it imports `script`, when given."""
        super().__init__()
        self.services = services
        self.jobs = JobRunner(self, services)
        self.scans = ScanRunner(self, services)
        self.place: Place | None = None
        self.keep_theme: Callable[[str], None] | None = None
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
        self.undos.clear()
        await self.go_to(OPENING_STAGE[card.stage])

    async def refresh_place(self) -> None:
        """Read the open project again, e.g. after its style was locked. It stays on its branch: another
        session may have opened another one."""
        if (place := self.place) is not None:
            self.place = Place.of(await self.services.projects.card(place.project.id, place.branch.id))

    async def work_on(self, branch_id: BranchId) -> bool:
        """Work on another branch of the open project from now on, once nothing typed is lost by it; whether
        one does. Jobs and scans go on."""
        if self.place is None or not await self.may_leave_all():
            return False
        branch = await self.services.branches.open(branch_id)
        self.place = replace(self.place, branch=branch)
        self.undos.clear()
        return True

    @work(group="app.go", exclusive=True, description="Switching to a branch")
    @guarded
    async def open_branch(self, branch_id: BranchId) -> None:
        """Work on a branch of the open project, at the stage that is due there."""
        if self.place is not None and await self.work_on(branch_id):
            card = await self.services.projects.card(self.place.project.id, branch_id)
            await self.go_to(OPENING_STAGE[card.stage])

    @work(group="app.go", exclusive=True, description="Going to a stage")
    @guarded
    async def action_stage(self, number: int) -> None:
        """Go to one of the five stages of the open project."""
        if self.place is None:
            say(self, "Open a project first.", warning=True)
        else:
            await self.go_to(Stage(number))

    @work(group="app.go", exclusive=True, description="Opening an asset")
    @guarded
    async def open_asset(self, asset_id: AssetId) -> None:
        """Open an asset of the open branch in the editor; the way back from there is the board."""
        from tui.screens.board import BoardScreen
        from tui.screens.editor import EditorScreen

        if await self.show(BoardScreen()):
            await self.push_screen(EditorScreen(asset_id))

    async def go_to(self, stage: Stage) -> None:
        """Show a stage of the open project, over the home screen."""
        await self.show(_stage_screen(stage))

    async def show(self, screen: LookbookScreen[None]) -> bool:
        """Replace all that stands over the home screen, once nothing typed is lost by it; whether it did."""
        if not await self.may_leave_all():
            return False
        while len(self.screen_stack) > 3:
            await self.pop_screen()
        if len(self.screen_stack) == 3:
            await self.switch_screen(screen)
        else:
            await self.push_screen(screen)
        return True

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

    def theme_chosen(self, name: str) -> None:
        """Keep it for the next start."""
        if self.keep_theme is not None:
            try:
                self.keep_theme(name)
            except OSError as error:
                say(self, f"The theme can't be kept for the next start: {error.strerror}.", warning=True)

    @work(group="app.go", exclusive=True, description="Going to the branches")
    @guarded
    async def action_branches(self) -> None:
        """Go to the branches of the open project."""
        from tui.screens.branches import BranchesScreen

        if self.place is None:
            say(self, "Open a project first.", warning=True)
        else:
            await self.show(BranchesScreen())

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
