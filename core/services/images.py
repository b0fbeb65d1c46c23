"""Images: what a picture is made from, and the jobs that make it (SPEC 2.6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import InvalidInput, NotAllowed
from core.models import (
    Asset,
    AssetId,
    BatchEstimate,
    BranchId,
    EngineInfo,
    ImagePrompt,
    Job,
    JobId,
    JobState,
    ReferenceImage,
    ReferenceRole,
    Trait,
    VisualStyle,
)
from core.providers.ports import ImageModel
from core.rules.currency import description_hash
from core.rules.framing import aspect_ratio_for
from core.rules.gating import require_unlocked
from core.services.assets import Assets, assets_to_picture
from core.services.common import Context
from core.services.image_prompts import ImagePrompts, key_reference, require_style
from core.services.queue import Queue
from core.store.engine import uninterrupted
from core.store.mapping import from_references, to_asset, to_job
from core.store.tables import AssetRow, JobRow
from core.store.transaction import Transaction

MAX_CANDIDATES = 8
"""The most pictures that one asset can be given in one batch: a slip of a finger costs no more."""


@dataclass(frozen=True, slots=True)
class ShownText:
    """What stands on the screen when Generate is pressed; it is saved before anything is made."""

    version: int
    description: str
    name: str | None = None
    voice_id: str | None = None
    traits: Sequence[Trait] | None = None
    additions: str | None = None


class Images:
    """Making and queueing the pictures of a branch, always in its locked style."""

    def __init__(
        self, context: Context, assets: Assets, model: ImageModel, prompts_folder: Path | None
    ) -> None:
        self._store = context.store
        self._files = context.pictures
        self._now = context.now
        self._assets = assets
        self._model = model
        self._prompts = ImagePrompts(prompts_folder, model.max_references)
        self.queue = Queue(context)
        """The steps of the jobs, for workers."""

    @property
    def engine(self) -> EngineInfo:
        """Who makes the pictures."""
        return self._model.info

    # --- before anything is paid -----------------------------------------------------------------

    @uninterrupted
    async def prompt(self, asset_id: AssetId, *, with_key: bool = False) -> ImagePrompt:
        """Exactly what would be sent for an asset as it stands in the store.

        Raises:
            StyleNotLocked: the branch has no locked style.
            PromptError: a prompt file of one's own is wrong.
        """
        async with self._store.read() as tx:
            asset = to_asset(await tx.asset(asset_id))
            style = await require_style(tx, asset.branch_id, self._files)
            return self._prompts.build(asset, style, await self._key(tx, asset, with_key))

    @uninterrupted
    async def estimate(
        self, asset_ids: Iterable[AssetId], count: int = 1, *, with_key: bool = False
    ) -> BatchEstimate:
        """How many pictures a batch will make, what it costs, and which references can't go along.

        Locked assets are skipped, with the reason. `with_key`: the image key of each shall go along.

        Raises:
            StyleNotLocked: the branch has no locked style.
            InvalidInput: `count` is not between 1 and `MAX_CANDIDATES`.
        """
        async with self._store.read() as tx:
            rows = await tx.assets_by_id(dict.fromkeys(asset_ids))
            return await self._estimate(tx, rows, count, with_key)

    async def _estimate(
        self, tx: Transaction, rows: Sequence[AssetRow], count: int, with_key: bool
    ) -> BatchEstimate:
        if not 1 <= count <= MAX_CANDIDATES:
            raise InvalidInput(f"Between 1 and {MAX_CANDIDATES} candidates can be made at once, not {count}.")
        styles = await self._require_styles(tx, rows)
        reasons = [(row, _not_paintable(row)) for row in rows]
        takes = [to_asset(row) for row, reason in reasons if not reason]
        found = [(asset, await self._key(tx, asset, True)) for asset in takes]
        keys = found if with_key else []
        jobs = len(takes) * count
        return BatchEstimate(
            engine=self.engine,
            jobs=jobs,
            price_usd=jobs * self._model.price_usd,
            asset_ids=tuple(asset.id for asset in takes),
            skipped=tuple((row.name, reason) for row, reason in reasons if reason),
            notes=self._prompts.notes(styles.values(), keys, self.engine.model),
            keys=sum(key is not None for _, key in found) if self._model.max_references else 0,
        )

    @uninterrupted
    async def missing(self, branch_id: BranchId) -> tuple[AssetId, ...]:
        """The assets of a branch that lack a current image: no candidate that is current, none being made."""
        async with self._store.read() as tx:
            return await assets_to_picture(tx, branch_id)

    # --- queueing --------------------------------------------------------------------------------

    async def generate(
        self,
        asset_id: AssetId,
        shown: ShownText,
        count: int = 1,
        limit_usd: float | None = None,
        *,
        with_key: bool = False,
    ) -> tuple[Asset, tuple[Job, ...]]:
        """Save the text on the screen, then read the row, then queue its pictures (SPEC 2.5, implicit save).

        Raises:
            StyleNotLocked: before anything is saved or queued.
            AssetLocked, Stale, InvalidInput: as `Assets.save`; nothing is queued.
        """
        await self.estimate([asset_id], count)
        saved = await self._assets.save(
            asset_id,
            shown.version,
            description=shown.description,
            name=shown.name,
            voice_id=shown.voice_id,
            traits=shown.traits,
            additions=shown.additions,
        )
        return saved, await self.enqueue([asset_id], count, limit_usd, with_key=with_key)

    @uninterrupted
    async def enqueue(
        self,
        asset_ids: Iterable[AssetId],
        count: int = 1,
        limit_usd: float | None = None,
        *,
        with_key: bool = False,
    ) -> tuple[Job, ...]:
        """Queue `count` pictures of each asset, from the text in the store now, all of them or none.

        `with_key`: the image key of each rides along, where it has one and the model takes it, so that the
        new picture shows the same face, place or thing.

        Raises:
            StyleNotLocked: the branch has no locked style.
            AssetLocked: one of the assets is locked.
            NotAllowed: the batch would cost more than `limit_usd`.
            InvalidInput: an asset has no description, or `count` is out of range.
        """
        async with self._store.write() as tx:
            assets = await tx.assets_by_id(dict.fromkeys(asset_ids))
            _require_within(await self._estimate(tx, assets, count, with_key), limit_usd)
            jobs: list[tuple[JobRow, str]] = []
            for row in assets:
                asset = to_asset(row)
                order = await self._order(tx, asset, with_key)
                jobs += [(self._job(asset, order), asset.name) for _ in range(count)]
            await tx.add_all(job for job, _ in jobs)
            return tuple(to_job(job, name, self._files) for job, name in jobs)

    def _job(self, asset: Asset, order: _Order) -> JobRow:
        job = JobRow(asset_id=asset.id, attempt=0, created_at=self._now())
        order.fill(job)
        return job

    async def _order(self, tx: Transaction, asset: Asset, with_key: bool) -> _Order:
        """What is asked for: the asset as its text is now, in the branch's locked style."""
        style = await require_style(tx, asset.branch_id, self._files)
        _require_paintable(asset)
        prompt = self._prompts.build(asset, style, await self._key(tx, asset, with_key))
        return _Order(asset, style, prompt, self.engine, self._model.price_usd)

    async def _key(self, tx: Transaction, asset: Asset, wanted: bool) -> ReferenceImage | None:
        return await key_reference(tx, asset, self._files) if wanted else None

    @uninterrupted
    async def jobs(self, branch_id: BranchId) -> tuple[Job, ...]:
        """The jobs of a branch, the newest first."""
        async with self._store.read() as tx:
            return tuple(to_job(row, name, self._files) for row, name in await tx.jobs(branch_id))

    @uninterrupted
    async def cancel(self, job_id: JobId) -> Job:
        """Take a queued job out of the queue. A running one has been asked for and is waited for.

        Raises:
            NotAllowed: it runs, or is over.
        """
        async with self._store.write() as tx:
            row = await _job_in(tx, job_id, (JobState.QUEUED,), "cancel")
            row.state, row.error, row.not_before = JobState.CANCELLED, "", None
            row.finished_at = self._now()
            return to_job(row, await tx.asset_name(row.asset_id), self._files)

    @uninterrupted
    async def retry(self, job_id: JobId) -> Job:
        """Queue a job again that failed, was cancelled, or whose outcome is unknown: it may be paid again.

        It is asked for anew, from the text and in the style of now.

        Raises:
            NotAllowed: it is queued, running, or has succeeded.
            StyleNotLocked, AssetLocked, InvalidInput: as `enqueue`.
        """
        over = (JobState.FAILED, JobState.CANCELLED, JobState.UNKNOWN)
        async with self._store.write() as tx:
            row = await _job_in(tx, job_id, over, "retry")
            asset = to_asset(await tx.asset(row.asset_id))
            with_key = any(one["role"] == ReferenceRole.SUBJECT for one in row.reference_images)
            (await self._order(tx, asset, with_key)).fill(row)
            return to_job(row, asset.name, self._files)

    async def _require_styles(self, tx: Transaction, assets: Iterable[AssetRow]) -> dict[int, VisualStyle]:
        """The locked style of each branch that the assets are of."""
        branches = {asset.branch_id for asset in assets}
        return {branch_id: await require_style(tx, branch_id, self._files) for branch_id in branches}


@dataclass(frozen=True, slots=True)
class _Order:
    """All that a job asks for, as it is stored."""

    asset: Asset
    style: VisualStyle
    prompt: ImagePrompt
    engine: EngineInfo
    price_usd: float

    def fill(self, row: JobRow) -> None:
        """Queue `row` for this."""
        asset = self.asset
        row.state, row.error, row.finished_at = JobState.QUEUED, "", None
        row.prompt, row.reference_images = self.prompt.text, from_references(self.prompt.references)
        row.style_id, row.style_hash = self.style.id, self.style.text_hash
        row.description_hash = description_hash(asset.name, asset.description, asset.additions)
        row.aspect_ratio = aspect_ratio_for(asset.type)
        row.provider, row.model = self.engine.provider, self.engine.model
        row.price_usd = self.price_usd


def _require_within(estimate: BatchEstimate, limit_usd: float | None) -> None:
    if limit_usd is not None and estimate.price_usd > limit_usd:
        raise NotAllowed(
            f"{estimate.jobs} pictures cost ${estimate.price_usd:.2f}; the limit is ${limit_usd:.2f}."
        )


def _not_paintable(row: AssetRow) -> str:
    if row.locked_at is not None:
        return "is locked"
    return "" if row.description.strip() else "has no description"


async def _job_in(tx: Transaction, job_id: JobId, states: tuple[JobState, ...], verb: str) -> JobRow:
    row = await tx.job(job_id)
    if row.state not in states:
        raise NotAllowed(f"This job is {row.state}: there is nothing to {verb}.")
    return row


def _require_paintable(asset: Asset) -> None:
    require_unlocked(asset)
    if not asset.description.strip():
        raise InvalidInput(f"{asset.name} has no description. Write what it looks like first.")
