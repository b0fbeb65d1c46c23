"""There is no way around the locked style (SPEC 2.4): every public way to a picture is tried."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path

import pytest

import core.services
from core.errors import NotLockable, Refused, StyleNotLocked
from core.models import AssetId, Collision, GlobalAssetId, ImageId, Job, JobId, JobState, VisualStyle
from core.providers.ports import ImageAnswer
from core.services import Services, ShownText, Worker
from core.services.queue import Queue
from tests.core.services.conftest import Studio
from tests.fakes.engines import picture

LEASE = timedelta(seconds=60)
MAKERS = {"images", "candidates", "library", "queue"}
"""The modules of the services that make rows of pictures or jobs; all other services can't."""

HARMLESS = {
    "images": {"engine", "missing", "jobs", "cancel"},
    "candidates": {"delete", "made_from"},
    "library": {"list", "brought", "remove", "put_back", "take_back"},
    "queue": {"fail", "lose", "put_back", "beat", "next_start"},
    "worker": set[str](),
}


@dataclass(frozen=True, slots=True)
class Scene:
    """A branch in which every way can be tried: all of it was made in an earlier style."""

    studio: Studio
    asset: AssetId
    put_away: ImageId
    failed: JobId
    queued: Job
    claimed: Job
    shared: GlobalAssetId
    locked: AssetId
    file: Path


async def scene_of(studio: Studio, folder: Path) -> Scene:
    assets = [card.asset for card in await studio.pictured()]
    asset, failing, running, shared = assets
    services, images = studio.services, studio.services.images
    await services.assets.lock(shared.id)
    studio.model.faults = [Refused("No.")]
    (failed,) = await images.enqueue([failing.id])
    await studio.run_queue()
    await images.enqueue([running.id])
    claim = await images.queue.claim("a worker", LEASE)
    assert claim is not None
    (queued,) = await images.enqueue([failing.id])
    await images.enqueue([asset.id], count=1)
    key = (await services.assets.card(asset.id)).asset.image_key_id
    assert key is not None
    await services.candidates.delete(key)
    file = folder / "own.png"
    file.write_bytes(picture(200, 300))
    entry = (await services.library.promote(shared.id)).id
    return Scene(studio, asset.id, key, failed.id, queued, claim[0], entry, shared.id, file)


async def generate(scene: Scene) -> None:
    asset = (await scene.studio.services.assets.card(scene.asset)).asset
    await scene.studio.services.images.generate(asset.id, ShownText(asset.version, "Typed just now."))


async def keep(scene: Scene) -> None:
    """The picture of a job that ran while the style was changed has been paid for: it is kept, and stale."""
    await scene.studio.services.images.queue.keep(scene.claimed, ImageAnswer(picture(106, 158), 0.04))


Way = Callable[[Scene], Awaitable[object]]

WAYS: dict[str, Way] = {
    "images.prompt": lambda s: s.studio.services.images.prompt(s.asset, with_key=True),
    "images.estimate": lambda s: s.studio.services.images.estimate([s.asset]),
    "images.enqueue": lambda s: s.studio.services.images.enqueue([s.asset], 2),
    "images.generate": generate,
    "images.retry": lambda s: s.studio.services.images.retry(s.failed),
    "candidates.inspect": lambda s: s.studio.services.candidates.inspect(s.asset, s.file),
    "candidates.preview": lambda s: s.studio.services.candidates.preview(s.asset, s.file, "pad"),
    "candidates.import_picture": lambda s: s.studio.services.candidates.import_picture(s.asset, s.file),
    "candidates.restore": lambda s: s.studio.services.candidates.restore(s.put_away),
    "library.promote": lambda s: s.studio.services.library.promote(s.locked),
    "library.bring": lambda s: s.studio.services.library.bring(s.shared, s.studio.branch, Collision.RENAME),
    "queue.claim": lambda s: s.studio.services.images.queue.claim("another worker", LEASE),
    "queue.keep": keep,
    "worker.run": lambda s: s.studio.run_queue(),
}
ASKS = {
    "images.prompt",
    "images.estimate",
    "images.enqueue",
    "images.generate",
    "images.retry",
    "candidates.inspect",
    "candidates.preview",
    "candidates.import_picture",
}
"""What is refused without a style; the rest goes on with what is there, and asks a model for nothing."""


def public(kind: type) -> set[str]:
    return {name for base in kind.__mro__[:-1] for name in vars(base) if not name.startswith("_")}


def test_every_public_method_of_a_service_that_makes_pictures_or_jobs_is_classified() -> None:
    kinds = {
        name: importlib.import_module(f"core.services.{name}") for name in ("images", "candidates", "library")
    }
    classes = {name: getattr(module, name.title()) for name, module in kinds.items()}
    classes |= {"queue": Queue, "worker": Worker}
    for name, kind in classes.items():
        tried = {way.partition(".")[2] for way in WAYS if way.startswith(f"{name}.")}
        assert public(kind) <= tried | HARMLESS[name], "a new method: try it here, or say that it is harmless"
        assert tried <= public(kind)
    assert {field.name for field in fields(Services)} >= {"images", "candidates", "library", "new_worker"}


def test_no_other_service_makes_a_picture_or_a_job() -> None:
    for found in pkgutil.iter_modules(core.services.__path__, "core.services."):
        source = inspect.getsource(importlib.import_module(found.name))
        makes = "ImageRow(" in source or "JobRow(" in source
        assert not makes or found.name.rpartition(".")[2] in MAKERS, f"{found.name} is not tried here"


async def unlocked(studio: Studio) -> None:
    async with studio.store.write() as tx:
        (await tx.branch(studio.branch)).locked_visual_style_id = None


async def test_without_a_locked_style_no_way_leads_to_a_picture(studio: Studio, tmp_path: Path) -> None:
    scene = await scene_of(studio, tmp_path)
    await unlocked(studio)
    asked, jobs = len(studio.model.requests), await studio.services.images.jobs(studio.branch)
    for name, way in WAYS.items():
        if name in ASKS:
            with pytest.raises(StyleNotLocked):
                await way(scene)
        else:
            await way(scene)
        assert len(studio.model.requests) == asked, name
    after = await studio.services.images.jobs(studio.branch)
    assert [job.id for job in after] == [job.id for job in jobs], "nothing was queued"
    assert {job.state for job in after} <= {
        JobState.CANCELLED,
        JobState.SUCCEEDED,
        JobState.FAILED,
        JobState.RUNNING,
    }
    await require_no_other_style(studio, None)


async def test_in_a_locked_style_every_way_leads_to_pictures_of_this_style_only(
    studio: Studio, tmp_path: Path
) -> None:
    scene = await scene_of(studio, tmp_path)
    await studio.lock_style(4)
    style = await studio.services.styles.locked(studio.branch)
    assert style is not None
    asked = len(studio.model.requests)
    for way in WAYS.values():
        await way(scene)
    await studio.run_queue()
    new = studio.model.requests[asked:]
    assert len(new) == 3, "of two queued, one generated, one retried, all but the one that another claimed"
    for request in new:
        assert request.prompt.startswith(style.visual_description)
    await require_no_other_style(studio, style)


async def require_no_other_style(studio: Studio, style: VisualStyle | None) -> None:
    """No picture of another style counts as current, and none can be locked."""
    for card in await studio.services.assets.cards(studio.branch):
        for image in await studio.services.assets.candidates(card.asset.id):
            same = style is not None and (image.style_id, image.style_hash) == (style.id, style.text_hash)
            assert same or image.stale, card.asset.name
        if card.stale and card.asset.locked_at is None:
            with pytest.raises(NotLockable):
                await studio.services.assets.lock(card.asset.id)
