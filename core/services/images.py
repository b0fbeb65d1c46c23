"""Images: what a picture is made from, the jobs that make it, and the queue that runs them (SPEC 2.6)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from core.errors import AssetLocked, BadPicture, InvalidInput, NotAllowed, StyleNotLocked, WrongShape
from core.models import (
    AspectRatio,
    Asset,
    AssetId,
    AssetType,
    BatchEstimate,
    BranchId,
    EngineInfo,
    Image,
    Job,
    JobId,
    JobState,
    StyleId,
    Trait,
    VisualStyle,
)
from core.prompting import load_prompt
from core.providers.pictures import PictureInfo, fit_picture, inspect_picture
from core.providers.ports import ImageModel, ImageRequest
from core.rules.currency import description_hash
from core.rules.framing import aspect_ratio_for, fits
from core.rules.prompting import require_style_first
from core.services.assets import Assets
from core.services.common import Context
from core.store.engine import uninterrupted
from core.store.mapping import to_asset, to_image, to_job, to_style
from core.store.tables import ImageRow, JobRow
from core.store.transaction import Transaction

MAX_CANDIDATES = 8
"""The most pictures that one asset can be given in one batch: a slip of a finger costs no more."""

Fit = Literal["crop", "pad"]


@dataclass(frozen=True, slots=True)
class ShownText:
    """What stands on the screen when Generate is pressed; it is saved before anything is made."""

    version: int
    description: str
    name: str | None = None
    voice_id: str | None = None
    traits: Sequence[Trait] | None = None


class Images:
    """Making, importing and queueing the pictures of a branch."""

    def __init__(
        self, context: Context, assets: Assets, model: ImageModel, prompts_folder: Path | None
    ) -> None:
        self._context = context
        self._store = context.store
        self._assets = assets
        self._model = model
        self._prompts_folder = prompts_folder

    @property
    def engine(self) -> EngineInfo:
        """Who makes the pictures."""
        return self._model.info

    # --- before anything is paid -----------------------------------------------------------------

    async def prompt(self, asset_id: AssetId) -> str:
        """The exact final prompt of an asset as it stands in the store.

        Raises:
            StyleNotLocked: the branch has no locked style.
            PromptError: a prompt file of one's own is wrong.
        """
        async with self._store.read() as tx:
            asset = to_asset(await tx.asset(asset_id))
            style = await _require_style(tx, asset.branch_id)
        return self._prompt(asset, style)

    async def estimate(self, asset_ids: Iterable[AssetId], count: int = 1) -> BatchEstimate:
        """How many pictures a batch will make and what it costs; locked assets are skipped, with the reason.

        Raises:
            StyleNotLocked: the branch has no locked style.
            InvalidInput: `count` is not between 1 and `MAX_CANDIDATES`.
        """
        if not 1 <= count <= MAX_CANDIDATES:
            raise InvalidInput(f"Between 1 and {MAX_CANDIDATES} candidates can be made at once, not {count}.")
        takes: list[AssetId] = []
        skipped: list[tuple[str, str]] = []
        async with self._store.read() as tx:
            for asset_id in dict.fromkeys(asset_ids):
                row = await tx.asset(asset_id)
                await _require_style(tx, row.branch_id)
                if row.locked_at is not None:
                    skipped.append((row.name, "is locked"))
                elif not row.description.strip():
                    skipped.append((row.name, "has no description"))
                else:
                    takes.append(asset_id)
        jobs = len(takes) * count
        return BatchEstimate(self.engine, jobs, jobs * self._model.price_usd, tuple(takes), tuple(skipped))

    async def missing(self, branch_id: BranchId) -> tuple[AssetId, ...]:
        """The assets of a branch that lack a current image: no candidate that is current, none being made."""
        cards = await self._assets.cards(branch_id)
        async with self._store.read() as tx:
            active = await tx.active_asset_ids(branch_id)
        found = []
        for card in cards:
            if card.asset.locked_at is None and card.asset.id not in active:
                images = await self._assets.candidates(card.asset.id)
                if all(image.stale for image in images):
                    found.append(card.asset.id)
        return tuple(found)

    # --- queueing --------------------------------------------------------------------------------

    async def generate(
        self, asset_id: AssetId, shown: ShownText, count: int = 1
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
        )
        return saved, await self.enqueue([asset_id], count)

    @uninterrupted
    async def enqueue(
        self, asset_ids: Iterable[AssetId], count: int = 1, limit_usd: float | None = None
    ) -> tuple[Job, ...]:
        """Queue `count` pictures of each asset, from the text in the store now.

        Raises:
            StyleNotLocked: the branch has no locked style.
            AssetLocked: one of the assets is locked.
            NotAllowed: the batch would cost more than `limit_usd`.
            InvalidInput: an asset has no description, or `count` is out of range.
        """
        wanted = list(dict.fromkeys(asset_ids))
        estimate = await self.estimate(wanted, count)
        if limit_usd is not None and estimate.price_usd > limit_usd:
            raise NotAllowed(
                f"{estimate.jobs} pictures cost ${estimate.price_usd:.2f}; the limit is ${limit_usd:.2f}."
            )
        jobs: list[Job] = []
        async with self._store.write() as tx:
            for asset_id in wanted:
                asset = to_asset(await tx.asset(asset_id))
                style = await _require_style(tx, asset.branch_id)
                _require_paintable(asset)
                prompt = self._prompt(asset, style)
                rows = [await tx.add(self._job_row(asset, style, prompt)) for _ in range(count)]
                jobs += [to_job(row, asset.name) for row in rows]
        return tuple(jobs)

    def _prompt(self, asset: Asset, style: VisualStyle) -> str:
        prompt = load_prompt(asset.type.value, self._prompts_folder).render(
            style=style.visual_description,
            palette=", ".join(style.palette),
            name=asset.name,
            description=asset.description.strip(),
        )
        require_style_first(prompt, style.visual_description, asset.description.strip())
        return prompt

    def _job_row(self, asset: Asset, style: VisualStyle, prompt: str) -> JobRow:
        return JobRow(
            asset_id=asset.id,
            state=JobState.QUEUED,
            prompt=prompt,
            style_id=style.id,
            style_hash=style.text_hash,
            description_hash=description_hash(asset.name, asset.description),
            aspect_ratio=aspect_ratio_for(asset.type),
            provider=self.engine.provider,
            model=self.engine.model,
            attempt=0,
            price_usd=self._model.price_usd,
            error="",
            created_at=self._context.now(),
        )

    async def jobs(self, branch_id: BranchId) -> tuple[Job, ...]:
        """The jobs of a branch, the newest first."""
        async with self._store.read() as tx:
            return tuple(to_job(row, name) for row, name in await tx.jobs(branch_id))

    @uninterrupted
    async def cancel(self, job_id: JobId) -> Job:
        """Take a queued job out of the queue. A running one has been asked for and is waited for.

        Raises:
            NotAllowed: it runs, or is over.
        """
        return await self._move(job_id, (JobState.QUEUED,), JobState.CANCELLED, "cancel")

    @uninterrupted
    async def retry(self, job_id: JobId) -> Job:
        """Queue a job again that failed, was cancelled, or whose outcome is unknown: it may be paid again.

        Raises:
            NotAllowed: it is queued, running, or has succeeded.
        """
        over = (JobState.FAILED, JobState.CANCELLED, JobState.UNKNOWN)
        return await self._move(job_id, over, JobState.QUEUED, "retry")

    async def _move(self, job_id: JobId, allowed: tuple[JobState, ...], state: JobState, verb: str) -> Job:
        async with self._store.write() as tx:
            row = await tx.job(job_id)
            if row.state not in allowed:
                raise NotAllowed(f"This job is {row.state}: there is nothing to {verb}.")
            row.state, row.error, row.not_before = state, "", None
            row.finished_at = None if state is JobState.QUEUED else self._context.now()
            return to_job(row, await tx.asset_name(row.asset_id))

    # --- the queue's own steps, for `core.services.worker` ---------------------------------------

    @uninterrupted
    async def claim(self, owner: str, lease: timedelta) -> tuple[Job, ImageRequest] | None:
        """Take the next queued job for `owner` and say what to ask for; None when nothing can run now.

        The intent to pay is committed here, before any request is made.
        """
        async with self._store.write() as tx:
            now = self._context.now()
            row = await tx.next_job(now)
            if row is None:
                return None
            row.state, row.attempt, row.started_at = JobState.RUNNING, row.attempt + 1, now
            row.owner, row.lease_until = owner, now + lease
            asset, style = await tx.asset(row.asset_id), await tx.style(row.style_id)
            ratio = AspectRatio(row.aspect_ratio)
            request = ImageRequest(
                prompt=row.prompt,
                aspect_ratio=ratio,
                subject=asset.name,
                type=AssetType(asset.type),
                palette=tuple(style.palette),
                variation=await tx.earlier_jobs(row),
            )
            return to_job(row, asset.name), request

    async def keep(self, job: Job, data: bytes, price_usd: float, placeholder: bool) -> Job:
        """Store what a job has brought and end the job; the first picture of an asset becomes its image key.

        A picture in another shape is kept as it came, and the job says so.

        Raises:
            BadPicture: the bytes are no picture.
        """
        info = await asyncio.to_thread(inspect_picture, data)
        sha256 = await asyncio.to_thread(self._context.pictures.put, data, info.mime)
        return await self._finish(job, sha256, info, price_usd, placeholder)

    @uninterrupted
    async def _finish(
        self, job: Job, sha256: str, info: PictureInfo, price_usd: float, placeholder: bool
    ) -> Job:
        shape_fits = fits(info.width, info.height, job.aspect_ratio)
        async with self._store.write() as tx:
            image = await tx.add(
                ImageRow(
                    asset_id=job.asset_id,
                    sha256=sha256,
                    mime=info.mime,
                    width=info.width,
                    height=info.height,
                    prompt=job.prompt,
                    style_id=job.style_id,
                    style_hash=job.style_hash,
                    description_hash=job.description_hash,
                    aspect_ratio=job.aspect_ratio if shape_fits else f"{info.width}:{info.height}",
                    provider=job.provider,
                    model=job.model,
                    placeholder=placeholder,
                    created_at=self._context.now(),
                )
            )
            asset = await tx.asset(job.asset_id)
            if shape_fits and asset.image_key_id is None and asset.locked_at is None:
                asset.image_key_id, asset.version = image.id, asset.version + 1
            row = await tx.job(job.id)
            row.state, row.image_id, row.price_usd = JobState.SUCCEEDED, image.id, price_usd
            row.error = "" if shape_fits else _wrong_shape(info, job.aspect_ratio)
            _release(row)
            row.finished_at = self._context.now()
            return to_job(row, asset.name)

    @uninterrupted
    async def fail(self, job: Job, state: JobState, error: str, retry_after: timedelta | None = None) -> Job:
        """End a job without a picture, or queue it again after the server's own delay."""
        async with self._store.write() as tx:
            row = await tx.job(job.id)
            now = self._context.now()
            row.error = error
            _release(row)
            if retry_after is None:
                row.state, row.finished_at = state, now
            else:
                row.state, row.not_before = JobState.QUEUED, now + retry_after
            return to_job(row, await tx.asset_name(row.asset_id))

    # --- own pictures ----------------------------------------------------------------------------

    async def import_picture(self, asset_id: AssetId, path: Path, fit: Fit | None = None) -> Image:
        """Take a picture file as a candidate, counted as made in the branch's style from the present text.

        Raises:
            BadPicture: no PNG, JPEG or WebP that can be read.
            WrongShape: of another ratio, and `fit` is not given.
            StyleNotLocked, AssetLocked: as for a generated picture.
        """
        async with self._store.read() as tx:
            asset = to_asset(await tx.asset(asset_id))
            style = await _require_style(tx, asset.branch_id)
        if asset.locked_at is not None:
            raise AssetLocked(f"{asset.name} is locked. Unlock it to add a picture.")
        data, info = await asyncio.to_thread(_read_picture, path, aspect_ratio_for(asset.type), fit)
        sha256 = await asyncio.to_thread(self._context.pictures.put, data, info.mime)
        return await self._store_import(asset, style, sha256, info, path.name)

    @uninterrupted
    async def _store_import(
        self, asset: Asset, style: VisualStyle, sha256: str, info: PictureInfo, name: str
    ) -> Image:
        async with self._store.write() as tx:
            row = await tx.add(
                ImageRow(
                    asset_id=asset.id,
                    sha256=sha256,
                    mime=info.mime,
                    width=info.width,
                    height=info.height,
                    prompt=f"imported from {name}",
                    style_id=style.id,
                    style_hash=style.text_hash,
                    description_hash=description_hash(asset.name, asset.description),
                    aspect_ratio=aspect_ratio_for(asset.type),
                    provider="import",
                    model="",
                    placeholder=False,
                    created_at=self._context.now(),
                )
            )
            asset_row = await tx.asset(asset.id)
            if asset_row.image_key_id is None:
                asset_row.image_key_id, asset_row.version = row.id, asset_row.version + 1
            return to_image(row, self._context.pictures)

    @uninterrupted
    async def settle_lost(self) -> int:
        """Find jobs whose runner died and mark them unknown: they may have been paid for. How many."""
        async with self._store.write() as tx:
            return await tx.settle_lost_jobs(
                self._context.now(),
                "The program that ran this job ended before an answer came. "
                "It may have been paid for: look at your account, then retry or leave it.",
            )

    @uninterrupted
    async def extend_leases(self, owner: str, lease: timedelta) -> None:
        """Say that `owner` is alive."""
        async with self._store.write() as tx:
            await tx.extend_leases(owner, self._context.now() + lease)

    async def next_start(self) -> float | None:
        """Seconds until a delayed job may run, 0 when one may run now, None when none is queued."""
        async with self._store.read() as tx:
            if await tx.next_job(self._context.now()) is not None:
                return 0.0
            start = await tx.next_start()
        return None if start is None else max((start - self._context.now()).total_seconds(), 0.05)


def _release(row: JobRow) -> None:
    row.owner = row.lease_until = row.not_before = None


async def _require_style(tx: Transaction, branch_id: int) -> VisualStyle:
    style_id = (await tx.branch(branch_id)).locked_visual_style_id
    if style_id is None:
        raise StyleNotLocked
    return to_style(await tx.style(StyleId(style_id)))


def _require_paintable(asset: Asset) -> None:
    if asset.locked_at is not None:
        raise AssetLocked(f"{asset.name} is locked. Unlock it to make new pictures.")
    if not asset.description.strip():
        raise InvalidInput(f"{asset.name} has no description. Write what it looks like first.")


def _wrong_shape(info: PictureInfo, ratio: AspectRatio) -> str:
    return f"The picture came as {info.width}x{info.height}, not in {ratio}. It is kept as a candidate."


def _read_picture(path: Path, ratio: AspectRatio, fit: Fit | None) -> tuple[bytes, PictureInfo]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadPicture(f"{path} can't be read: {error.strerror}.") from error
    info = inspect_picture(data)
    if fits(info.width, info.height, ratio):
        return data, info
    if fit is None:
        raise WrongShape(
            f"{path.name} is {info.width}x{info.height}, not {ratio}. Say whether to crop or to pad it."
        )
    data = fit_picture(data, ratio, fit)
    return data, inspect_picture(data)
