"""A workspace on a real SQLite file, with the services over stand-ins for the models."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.bootstrap import compose_services
from core.events import ReviewOpened
from core.models import Asset, AssetCard, BranchId, DraftId, ImportResult, Job, ProjectId, Review
from core.services import Services
from core.services.common import Context
from core.settings import load_settings
from core.store.engine import Store
from core.store.pictures import PictureFiles
from core.writing.engine import WritingEngine
from tests.fakes.engines import ReadyEngine, RecordingModel
from tests.prepared import prepare_copy

SCRIPT = """Title: Low Tide

EXT. QUAY - DAWN

MARA VOSS, a harbour pilot of fifty in a blue coat.

MARA
We sail.

INT. CABIN - DAY

The pilot hides her scarred left hand.
"""


class Clock:
    """The time, moved by hand."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time now."""
        return self.time

    def forward(self, **delta: float) -> None:
        """Let time pass."""
        self.time += timedelta(**delta)


@dataclass
class Studio:
    """The services, what stands in for the models, and short cuts along the path."""

    services: Services
    store: Store
    home: Path
    engine: ReadyEngine
    model: RecordingModel
    clock: Clock
    imported: ImportResult | None = field(default=None)

    @property
    def branch(self) -> BranchId:
        """The branch of the film."""
        assert self.imported is not None
        return self.imported.branch.id

    @property
    def project(self) -> ProjectId:
        """The film."""
        assert self.imported is not None
        return self.imported.project.id

    async def import_script(self, text: str = SCRIPT, name: str = "low-tide.fountain") -> ImportResult:
        """Write a script file and import it."""
        path = self.home.parent / name
        path.write_text(text, encoding="utf-8")
        self.imported = await self.services.projects.import_script(path)
        return self.imported

    async def review(self) -> Review:
        """Import and scan."""
        imported = self.imported or await self.import_script()
        async for event in self.services.scans.scan(imported.script.id, imported.branch.id):
            if isinstance(event, ReviewOpened):
                return await self.services.reviews.get(event.review_id)
        raise AssertionError("no review was opened")

    async def assets(self) -> tuple[Asset, ...]:
        """Import, scan, approve everything, commit."""
        review = await self.review()
        await self.services.reviews.approve(review.id, [row.id for row in review.rows])
        return await self.services.reviews.commit(review.id)

    async def lock_style(self, position: int = 0) -> None:
        """Lock one of the built-in styles."""
        styles = await self.services.styles.list()
        await self.services.styles.lock(self.branch, styles[position].id)

    async def run_queue(self) -> list[Job]:
        """Run the queue until it is empty; the jobs as they ended."""
        async for _ in self.services.new_worker().run():
            pass
        return list(reversed(await self.services.images.jobs(self.branch)))

    async def pictured(self) -> tuple[AssetCard, ...]:
        """The path up to a picture of every asset."""
        assets = await self.assets()
        await self.lock_style()
        await self.services.images.enqueue([asset.id for asset in assets])
        await self.run_queue()
        return await self.services.assets.cards(self.branch)

    async def locked(self) -> tuple[AssetCard, ...]:
        """The path up to the open gate."""
        for card in await self.pictured():
            await self.services.assets.lock(card.asset.id)
        return await self.services.assets.cards(self.branch)

    async def committed(self) -> int:
        """How many assets the branch has."""
        return len(await self.services.assets.cards(self.branch))


@asynccontextmanager
async def open_studio(
    home: Path, model: RecordingModel | None = None, writer: WritingEngine | None = None
) -> AsyncIterator[Studio]:
    """A studio on the workspace `home`."""
    settings = load_settings({"home": home, "provider": "offline"})
    prepare_copy(settings.workspace)
    store, clock = Store.at(settings.workspace.database), Clock()
    context = Context(store, PictureFiles(settings.workspace.pictures), clock)
    engine, model = ReadyEngine(), model or RecordingModel()
    services = compose_services(context, engine, model, settings, writer)
    await services.styles.bring_built_ins()
    try:
        yield Studio(services, store, home, engine, model, clock)
    finally:
        await store.close()


@pytest.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    """A studio on a fresh workspace."""
    async with open_studio(tmp_path / "home") as opened:
        yield opened


def ids(review: Review, *names: str) -> list[DraftId]:
    """The rows of a review with these names."""
    return [row.id for row in review.rows if row.draft.suggested_name in names]
