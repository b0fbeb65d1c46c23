"""Images: what a picture is made from, and the jobs that make it (SPEC 2.6)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.errors import AssetLocked, BadPicture, InvalidInput, NotAllowed, StyleNotLocked, WrongShape
from core.models import (
    AspectRatio,
    Asset,
    AssetId,
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
from core.providers.ports import ImageModel
from core.rules.currency import description_hash
from core.rules.framing import aspect_ratio_for, fits
from core.rules.prompting import require_style_first
from core.services.assets import Assets, assets_to_picture
from core.services.common import Context
from core.services.queue import Queue
from core.store.engine import uninterrupted
from core.store.mapping import to_asset, to_image, to_job, to_style
from core.store.tables import AssetRow, ImageRow, JobRow
from core.store.transaction import Transaction
from core.text import clean_line

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
    additions: str | None = None


class Images:
    """Making, importing and queueing the pictures of a branch."""

    def __init__(
        self, context: Context, assets: Assets, model: ImageModel, prompts_folder: Path | None
    ) -> None:
        self._store = context.store
        self._files = context.pictures
        self._now = context.now
        self._assets = assets
        self._model = model
        self._prompts_folder = prompts_folder
        self.queue = Queue(context)
        """The steps of the jobs, for workers."""

    @property
    def engine(self) -> EngineInfo:
        """Who makes the pictures."""
        return self._model.info

    # --- before anything is paid -----------------------------------------------------------------

    @uninterrupted
    async def prompt(self, asset_id: AssetId) -> str:
        """The exact final prompt of an asset as it stands in the store.

        Raises:
            StyleNotLocked: the branch has no locked style.
            PromptError: a prompt file of one's own is wrong.
        """
        async with self._store.read() as tx:
            asset = to_asset(await tx.asset(asset_id))
            style = await self._require_style(tx, asset.branch_id)
        return self._prompt(asset, style)

    @uninterrupted
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
            rows = await tx.assets_by_id(dict.fromkeys(asset_ids))
            await self._require_styles(tx, rows)
            for row in rows:
                if row.locked_at is not None:
                    skipped.append((row.name, "is locked"))
                elif not row.description.strip():
                    skipped.append((row.name, "has no description"))
                else:
                    takes.append(AssetId(row.id))
        jobs = len(takes) * count
        return BatchEstimate(self.engine, jobs, jobs * self._model.price_usd, tuple(takes), tuple(skipped))

    @uninterrupted
    async def missing(self, branch_id: BranchId) -> tuple[AssetId, ...]:
        """The assets of a branch that lack a current image: no candidate that is current, none being made."""
        async with self._store.read() as tx:
            return await assets_to_picture(tx, branch_id)

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
            additions=shown.additions,
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
        async with self._store.write() as tx:
            assets = [asset for asset in await tx.assets_by_id(wanted) for _ in range(count)]
            styles = await self._require_styles(tx, assets)
            rows = [JobRow(asset_id=asset.id, attempt=0, created_at=self._now()) for asset in assets]
            for row, asset in zip(rows, assets, strict=True):
                self._ask(row, to_asset(asset), styles[asset.branch_id])
            await tx.add_all(rows)
            return tuple(
                to_job(row, asset.name, self._files) for row, asset in zip(rows, assets, strict=True)
            )

    def _ask(self, row: JobRow, asset: Asset, style: VisualStyle) -> None:
        """Queue `row` for a picture of the asset as its text is now, in the branch's locked style."""
        _require_paintable(asset)
        row.state, row.error, row.finished_at = JobState.QUEUED, "", None
        row.prompt = self._prompt(asset, style)
        row.style_id, row.style_hash = style.id, style.text_hash
        row.description_hash = description_hash(asset.name, asset.description, asset.additions)
        row.aspect_ratio = aspect_ratio_for(asset.type)
        row.provider, row.model = self.engine.provider, self.engine.model
        row.price_usd = self._model.price_usd

    def _prompt(self, asset: Asset, style: VisualStyle) -> str:
        prompt = load_prompt(asset.type.value, self._prompts_folder).render(
            style=style.visual_description,
            palette=", ".join(style.palette),
            name=asset.name,
            description=asset.description.strip(),
        )
        require_style_first(prompt, style.visual_description, asset.description.strip())
        return prompt

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
            self._ask(row, asset, await self._require_style(tx, asset.branch_id))
            return to_job(row, asset.name, self._files)

    async def _require_style(self, tx: Transaction, branch_id: int) -> VisualStyle:
        style_id = (await tx.branch(branch_id)).locked_visual_style_id
        if style_id is None:
            raise StyleNotLocked
        return to_style(await tx.style(StyleId(style_id)), self._files)

    async def _require_styles(self, tx: Transaction, assets: Iterable[AssetRow]) -> dict[int, VisualStyle]:
        """The locked style of each branch that the assets are of."""
        branches = {asset.branch_id for asset in assets}
        return {branch_id: await self._require_style(tx, branch_id) for branch_id in branches}

    # --- own pictures ----------------------------------------------------------------------------

    async def import_picture(self, asset_id: AssetId, path: Path, fit: Fit | None = None) -> Image:
        """Take a picture file as a candidate, counted as made in the branch's style from the present text.

        Raises:
            BadPicture: no PNG, JPEG or WebP that can be read.
            WrongShape: of another ratio, and `fit` is not given.
            StyleNotLocked, AssetLocked: as for a generated picture.
        """
        ratio = await self._ratio_to_import(asset_id)
        data, info = await asyncio.to_thread(_read_picture, path, ratio, fit)
        return await self._store_import(asset_id, data, info, clean_line(path.name))

    @uninterrupted
    async def _ratio_to_import(self, asset_id: AssetId) -> AspectRatio:
        async with self._store.read() as tx:
            asset = to_asset(await tx.asset(asset_id))
            await self._require_style(tx, asset.branch_id)
        _require_unlocked(asset)
        return aspect_ratio_for(asset.type)

    @uninterrupted
    async def _store_import(self, asset_id: AssetId, data: bytes, info: PictureInfo, name: str) -> Image:
        sha256 = await asyncio.to_thread(self._files.put, data, info.mime)
        async with self._store.write() as tx:
            asset_row = await tx.asset(asset_id)
            asset = to_asset(asset_row)
            _require_unlocked(asset)
            style = await self._require_style(tx, asset.branch_id)
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
                    description_hash=description_hash(asset.name, asset.description, asset.additions),
                    aspect_ratio=aspect_ratio_for(asset.type),
                    provider="import",
                    model="",
                    placeholder=False,
                    created_at=self._now(),
                )
            )
            if asset_row.image_key_id is None:
                asset_row.image_key_id, asset_row.version = row.id, asset_row.version + 1
                asset_row.updated_at = self._now()
            return to_image(row, self._files)


async def _job_in(tx: Transaction, job_id: JobId, states: tuple[JobState, ...], verb: str) -> JobRow:
    row = await tx.job(job_id)
    if row.state not in states:
        raise NotAllowed(f"This job is {row.state}: there is nothing to {verb}.")
    return row


def _require_unlocked(asset: Asset) -> None:
    if asset.locked_at is not None:
        raise AssetLocked(f"{asset.name} is locked. Unlock it to give it new pictures.")


def _require_paintable(asset: Asset) -> None:
    _require_unlocked(asset)
    if not asset.description.strip():
        raise InvalidInput(f"{asset.name} has no description. Write what it looks like first.")


def _read_picture(path: Path, ratio: AspectRatio, fit: Fit | None) -> tuple[bytes, PictureInfo]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadPicture(f"{clean_line(str(path))} can't be read: {error.strerror}.") from error
    info, name = inspect_picture(data), clean_line(path.name)
    if fits(info.width, info.height, ratio):
        return data, info
    if fit is None:
        raise WrongShape(
            f"{name} is {info.width}x{info.height}, not {ratio}. Say whether to crop or to pad it."
        )
    data = fit_picture(data, ratio, fit)
    return data, inspect_picture(data)
