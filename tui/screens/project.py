"""What the screens of a project share: the services, the place, the way to other screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from textual.timer import Timer

from core.models import AssetId
from core.services import Services
from tui.base import LookbookScreen
from tui.place import Place

if TYPE_CHECKING:
    from tui.app import LookbookApp

T = TypeVar("T")


class ServiceScreen(LookbookScreen[T]):
    """A screen that works with the services; `project_screen` says whether it needs a project."""

    @property
    def lookbook(self) -> LookbookApp:
        """The application, typed."""
        return cast("LookbookApp", self.app)

    @property
    def services(self) -> Services:
        """The engine's doors."""
        return self.lookbook.services

    def on_mount(self) -> None:
        """The top bar says where one is and who answers."""
        self.engine = self.services.engines
        if (place := self.lookbook.place) is not None:
            self.project_title, self.branch_name = place.project.title, place.branch.name


RELOAD_S = 0.2
"""Jobs that move within this time are read together, in seconds."""


class ProjectScreen(ServiceScreen[T]):
    """A screen of the open project."""

    _reload_timer: Timer | None = None

    def load(self) -> object:
        """Read what the screen shows, in a worker; a screen that shows nothing of the store has none."""
        return None

    def read_again(self) -> None:
        """What was taken back is seen at once."""
        self.load()

    def reload_soon(self) -> None:
        """`load`, once for all that moves within `RELOAD_S`."""
        if self._reload_timer is None:
            self._reload_timer = self.set_timer(RELOAD_S, self._reload_now)

    def _reload_now(self) -> None:
        self._reload_timer = None
        self.load()

    @property
    def place(self) -> Place:
        """The open project. The app shows such a screen only when there is one."""
        place = self.lookbook.place
        assert place is not None, "a project screen without a project"
        return place

    async def open_editor(self, asset_id: AssetId) -> None:
        """Open an asset in the editor, over this screen."""
        from tui.screens.editor import EditorScreen

        await self.app.push_screen(EditorScreen(asset_id))
