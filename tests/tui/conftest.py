"""A whole application on a real workspace, with a pinned clock and a scan engine that a test can steer."""

from __future__ import annotations

import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, cast

import pytest
from textual.pilot import Pilot

import tui.app
from core.models import EngineStatus, ProjectId
from core.paths import Workspace
from core.providers.offline import OfflineImages
from core.services import (
    Assets,
    Branches,
    Gate,
    Handoff,
    Images,
    Library,
    Projects,
    Reviews,
    Scans,
    Services,
    Styles,
    Worker,
)
from core.services.common import Context
from core.store.engine import Store
from core.store.opening import prepare
from core.store.pictures import PictureFiles
from tests.tui.engine import ScriptedEngine
from tui.app import LookbookApp
from tui.jobs import JobRunner
from tui.place import Place
from tui.scanning import ScanRunner

SAMPLE = Path(__file__).parents[2] / "core" / "sample" / "low-water.fountain"
NOW = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)

Seed = Callable[[Services], Awaitable[None]]
"""Fills the workspace through its own services before the first screen is shown."""


@asynccontextmanager
async def open_workspace(home: Path, engine: ScriptedEngine) -> AsyncIterator[Services]:
    """The services on a prepared workspace, as `core.bootstrap` wires them, but with a clock that stands."""
    workspace = Workspace(home)
    store, model = Store.at(workspace.database), OfflineImages()
    context = Context(store, PictureFiles(workspace.pictures), now=lambda: NOW)
    projects, assets, styles = Projects(context), Assets(context), Styles(context)
    images = Images(context, assets, model, workspace.prompts)
    try:
        await styles.bring_built_ins()
        yield Services(
            projects=projects,
            branches=Branches(context),
            scans=Scans(context, projects, engine),
            reviews=Reviews(context, engine, projects),
            styles=styles,
            assets=assets,
            images=images,
            gate=Gate(context),
            library=Library(context),
            handoff=Handoff(context),
            engines=EngineStatus(engine.info, model.info),
            new_worker=lambda: Worker(images, model, 2),
        )
    finally:
        await store.close()


class WorkspaceApp(LookbookApp):
    """The application, which opens its workspace in the event loop it runs in: snapshots make their own."""

    CSS_PATH = str(Path(tui.app.__file__).with_name("app.tcss"))

    def __init__(self, home: Path, engine: ScriptedEngine, seed: Seed | None, project: bool) -> None:
        super().__init__(cast(Services, None))
        self.scripted = engine
        self._home, self._seed, self._opens_project = home, seed, project
        self._open = AsyncExitStack()

    async def on_load(self) -> None:
        """Services, seed, and what the application makes from services."""
        self.services = await self._open.enter_async_context(open_workspace(self._home, self.scripted))
        self.jobs = JobRunner(self, self.services)
        self.scans = ScanRunner(self, self.services)
        if self._seed is not None:
            await self._seed(self.services)
        if self._opens_project:
            card = (await self.services.projects.cards())[0]
            self.place = Place.of(card)
            self._first = ProjectId(card.project.id)

    async def on_unmount(self) -> None:
        """The database is closed in the loop that opened it."""
        await self._open.aclose()


class MakeApp(Protocol):
    """What the fixture `make_app` gives."""

    def __call__(
        self, seed: Seed | None = None, *, engine: ScriptedEngine | None = None, project: bool = False
    ) -> WorkspaceApp:
        """An application on a fresh workspace; with `project` it opens the newest project."""


@pytest.fixture(scope="session", autouse=True)
def utc() -> Iterator[None]:
    """Screens show times where one is; what a snapshot holds must not depend on where that is."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(scope="session")
def prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty workspace, made once."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    prepare(Workspace(home))
    return home


@pytest.fixture
def make_app(tmp_path: Path, prepared_home: Path) -> MakeApp:
    """Makes applications; see `MakeApp`."""

    def make(
        seed: Seed | None = None, *, engine: ScriptedEngine | None = None, project: bool = False
    ) -> WorkspaceApp:
        home = tmp_path / "home"
        if not home.exists():
            shutil.copytree(prepared_home, home)
        return WorkspaceApp(home, engine or ScriptedEngine(), seed, project)

    return make


async def import_sample(services: Services) -> None:
    """A `Seed`: the bundled sample, imported."""
    await services.projects.import_script(SAMPLE)


async def scan_sample(services: Services) -> None:
    """A `Seed`: the bundled sample, imported and scanned."""
    result = await services.projects.import_script(SAMPLE)
    async for _ in services.scans.scan(result.script.id, result.branch.id):
        pass


async def until(pilot: Pilot[Any], happened: Callable[[], bool], seconds: float = 10.0) -> None:
    """Let the application run until something has happened; fails when it does not."""
    for _ in range(round(seconds / 0.02)):
        await pilot.pause(0.02)
        if happened():
            return
    raise AssertionError("it did not happen in time")


async def press(pilot: Pilot[Any], keys: Iterable[str]) -> None:
    """Press keys, one after the other."""
    for key in keys:
        await pilot.press(key)
