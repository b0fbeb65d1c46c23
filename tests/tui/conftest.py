"""A whole application on a real workspace, with a pinned clock and a scan engine that a test can steer."""

from __future__ import annotations

import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from inspect import isfunction
from pathlib import Path
from typing import Any, Protocol, cast

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

import tui.app
from core.models import EngineStatus, ProjectId
from core.paths import Workspace
from core.providers.offline import OfflineImages
from core.services import (
    Assets,
    Branches,
    Candidates,
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
    Writing,
)
from core.services.common import Context
from core.store.engine import Store
from core.store.opening import prepare
from core.store.pictures import PictureFiles
from core.writing.offline import OfflineWriting
from tests.tui.engine import ScriptedEngine
from tests.tui.seeing import PATIENCE, text
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
            candidates=Candidates(context),
            gate=Gate(context),
            library=Library(context),
            handoff=Handoff(context),
            writing=Writing(context, assets, OfflineWriting()),
            engines=EngineStatus(engine.info, model.info),
            new_worker=lambda: Worker(images, model, 2),
        )
    finally:
        await store.close()


class Homes:
    """Workspaces as seeds leave them: what a seed does is done once a session, and copied from then on."""

    def __init__(self, empty: Path) -> None:
        self._made: dict[Seed | None, Path] = {None: empty}

    async def copy(self, seed: Seed | None, home: Path) -> None:
        """Make `home` a workspace of its own, as `seed` leaves it on the standing engine."""
        if seed is not None and seed not in self._made:
            made = self._made[None].with_name(f"home-{len(self._made)}")
            await self.copy(None, made)
            async with open_workspace(made, ScriptedEngine()) as services:
                await seed(services)
            self._made[seed] = made
        shutil.copytree(self._made[seed], home)


def _knows_no_test(seed: Seed | None) -> bool:
    """Whether a seed is a function of a module: one made in a test may hold what is of that test."""
    return isfunction(seed) and "<" not in seed.__qualname__


class WorkspaceApp(LookbookApp):
    """The application, which opens its workspace in the event loop it runs in: snapshots make their own.

    `home` is prepared, or absent and then a copy out of `homes`.
    """

    CSS_PATH = str(Path(tui.app.__file__).with_name("app.tcss"))

    def __init__(
        self,
        home: Path,
        engine: ScriptedEngine | None,
        seed: Seed | None,
        project: bool,
        homes: Homes | None = None,
    ) -> None:
        super().__init__(cast(Services, None))
        self.scripted = engine or ScriptedEngine()
        self._home, self._homes, self._seed, self._opens_project = home, homes, seed, project
        self._repeats_itself = engine is None and _knows_no_test(seed)
        self._open = AsyncExitStack()

    async def on_load(self) -> None:
        """Services, seed, and what the application makes from services."""
        if self._homes is not None and not self._home.exists():
            await self._homes.copy(self._seed if self._repeats_itself else None, self._home)
            self._seed = None if self._repeats_itself else self._seed
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


FOREIGN = (
    *("NO_COLOR", "LC_ALL", "LC_CTYPE", "TERM_PROGRAM", "KITTY_WINDOW_ID"),
    *("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY", "TMUX", "STY"),
)
"""What would have pictures shown in another way where the tests happen to run."""


@pytest.fixture(scope="session", autouse=True)
def one_place() -> Iterator[None]:
    """Screens show times where one is, in the colours of the terminal; what a snapshot holds must not depend
    on where that is."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TZ", "UTC")
        environment.setenv("TERM", "xterm-256color")
        environment.setenv("COLORTERM", "truecolor")
        environment.setenv("LANG", "C.UTF-8")
        for name in FOREIGN:
            environment.delenv(name, raising=False)
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """A style sheet is parsed once a session for the same variables, not again by each application.

    Textual keeps parsed rules by itself, but for one application only, and never changes them.
    """
    parse, known = Stylesheet._parse_rules, dict[object, list[RuleSet]]()

    def parse_once(sheet: Stylesheet, *source: Any, **more: Any) -> list[RuleSet]:
        key = (frozenset(sheet._variables.items()), source, frozenset(more.items()))
        if key not in known:
            known[key] = parse(sheet, *source, **more)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        yield


@pytest.fixture(scope="session")
def prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty workspace, made once."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    prepare(Workspace(home))
    return home


@pytest.fixture(scope="session")
def homes(prepared_home: Path) -> Homes:
    """The workspaces that applications start from."""
    return Homes(prepared_home)


@pytest.fixture
def make_app(tmp_path: Path, homes: Homes) -> MakeApp:
    """Makes applications; see `MakeApp`."""

    def make(
        seed: Seed | None = None, *, engine: ScriptedEngine | None = None, project: bool = False
    ) -> WorkspaceApp:
        return WorkspaceApp(tmp_path / "home", engine, seed, project, homes)

    return make


async def import_sample(services: Services) -> None:
    """A `Seed`: the bundled sample, imported."""
    await services.projects.import_script(SAMPLE)


async def scan_sample(services: Services) -> None:
    """A `Seed`: the bundled sample, imported and scanned."""
    result = await services.projects.import_script(SAMPLE)
    async for _ in services.scans.scan(result.script.id, result.branch.id):
        pass


async def until(pilot: Pilot[Any], happened: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Let the application run until something has happened; fails when it does not."""
    for _ in range(round(seconds / 0.02)):
        await pilot.pause(0.02)
        if happened():
            return
    raise AssertionError(f"it did not happen in time:\n{text(pilot.app)}")


async def press(pilot: Pilot[Any], keys: Iterable[str]) -> None:
    """Press keys, one after the other."""
    for key in keys:
        await pilot.press(key)
