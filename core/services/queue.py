"""The image queue: a job's way from `queued` to a picture, or to the reason why there is none (SPEC 2.6)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from core.errors import StoreError
from core.models import AspectRatio, AssetType, Job, JobState, ReferenceImage
from core.providers.pictures import PictureInfo, inspect_picture
from core.providers.ports import ImageAnswer, ImageRequest, SentReference
from core.rules.captions import captions
from core.rules.framing import fits
from core.services.assets import locked_style
from core.services.common import Context
from core.store.engine import uninterrupted
from core.store.mapping import from_references, to_job
from core.store.tables import AssetRow, ImageRow, JobRow
from core.store.transaction import Transaction

LOST = (
    "The program that ran this job ended before an answer came. "
    "It may have been paid for: look at your account, then retry or leave it."
)


class Queue:
    """The steps of a job, for whoever runs it. Several programs may share one queue."""

    def __init__(self, context: Context) -> None:
        self._store = context.store
        self._files = context.pictures
        self._now = context.now

    @uninterrupted
    async def claim(self, owner: str, lease: timedelta) -> tuple[Job, ImageRequest | None] | None:
        """Take the next queued job for `owner` and say what to ask for; None when nothing can run now.

        The intent to pay is committed here, before any request is made. A job whose asset was locked, or
        whose style is not the branch's any more, is cancelled instead: its picture could not be used. One
        whose reference pictures can't be read has failed, and there is nothing to ask for.
        """
        claimed = await self._claim(owner, lease)
        if claimed is None:
            return None
        job, request = claimed
        try:
            references = await asyncio.to_thread(self._read, job.reference_images, request.type)
        except StoreError as error:
            return await self.fail(job, f"{error.message} Nothing was asked for or paid."), None
        return job, replace(request, references=references)

    @uninterrupted
    async def _claim(self, owner: str, lease: timedelta) -> tuple[Job, ImageRequest] | None:
        async with self._store.write() as tx:
            now = self._now()
            while (row := await tx.next_job(now)) is not None:
                asset = await tx.asset(row.asset_id)
                if reason := await _outdated(tx, row, asset):
                    row.state, row.error, row.finished_at = JobState.CANCELLED, reason, now
                    continue
                row.state, row.attempt, row.started_at = JobState.RUNNING, row.attempt + 1, now
                row.owner, row.lease_until = owner, now + lease
                return to_job(row, asset.name, self._files), await _request(tx, row, asset)
            return None

    def _read(self, references: tuple[ReferenceImage, ...], type: AssetType) -> tuple[SentReference, ...]:
        return tuple(
            SentReference(caption, self._files.read(one.sha256, one.mime), one.mime)
            for one, caption in zip(references, captions(references, type), strict=True)
        )

    @uninterrupted
    async def keep(self, job: Job, answer: ImageAnswer) -> Job:
        """Store what a job has brought and end the job; the first picture of an asset becomes its image key.

        A picture in another shape is kept as it came, and the job says so.

        Raises:
            BadPicture: the bytes are no picture.
        """
        info = await asyncio.to_thread(inspect_picture, answer.data)
        sha256 = await asyncio.to_thread(self._files.put, answer.data, info.mime)
        shape_fits = fits(info.width, info.height, job.aspect_ratio)
        async with self._store.write() as tx:
            image = await tx.add(self._image_row(job, sha256, info, answer.placeholder, shape_fits))
            asset = await tx.asset(job.asset_id)
            if shape_fits and asset.image_key_id is None and asset.locked_at is None:
                asset.image_key_id, asset.version = image.id, asset.version + 1
                asset.updated_at = self._now()
            row = await tx.job(job.id)
            row.image_id, row.price_usd = image.id, answer.price_usd
            self._end(row, JobState.SUCCEEDED, "" if shape_fits else _wrong_shape(info, job.aspect_ratio))
            return to_job(row, asset.name, self._files)

    def _image_row(
        self, job: Job, sha256: str, info: PictureInfo, placeholder: bool, shape_fits: bool
    ) -> ImageRow:
        return ImageRow(
            asset_id=job.asset_id,
            sha256=sha256,
            mime=info.mime,
            width=info.width,
            height=info.height,
            prompt=job.prompt,
            reference_images=from_references(job.reference_images),
            style_id=job.style_id,
            style_hash=job.style_hash,
            description_hash=job.description_hash,
            aspect_ratio=job.aspect_ratio if shape_fits else f"{info.width}:{info.height}",
            provider=job.provider,
            model=job.model,
            placeholder=placeholder,
            created_at=self._now(),
        )

    @uninterrupted
    async def fail(self, job: Job, error: str, spent_usd: float = 0.0) -> Job:
        """End a job without a picture. `spent_usd` is what an answer that can't be used has cost."""
        async with self._store.write() as tx:
            row = await tx.job(job.id)
            row.price_usd = spent_usd
            self._end(row, JobState.FAILED, error)
            return to_job(row, await tx.asset_name(row.asset_id), self._files)

    @uninterrupted
    async def lose(self, job: Job, error: str) -> Job:
        """End a job that may have been paid for: its price stays the estimate, a person settles it."""
        async with self._store.write() as tx:
            row = await tx.job(job.id)
            self._end(row, JobState.UNKNOWN, error)
            return to_job(row, await tx.asset_name(row.asset_id), self._files)

    @uninterrupted
    async def put_back(self, job: Job, error: str = "", after: timedelta = timedelta()) -> Job:
        """Queue a job again that has cost nothing, to be run no sooner than `after` from now."""
        async with self._store.write() as tx:
            row = await tx.job(job.id)
            self._end(row, JobState.QUEUED, error)
            row.finished_at, row.not_before = None, self._now() + after
            return to_job(row, await tx.asset_name(row.asset_id), self._files)

    def _end(self, row: JobRow, state: JobState, error: str) -> None:
        row.state, row.error, row.finished_at = state, error, self._now()
        row.owner = row.lease_until = row.not_before = None

    @uninterrupted
    async def beat(self, owner: str, lease: timedelta) -> int:
        """Say that `owner` is alive, then mark as unknown the jobs of owners that are not; how many."""
        async with self._store.write() as tx:
            await tx.extend_leases(owner, self._now() + lease)
            return await tx.settle_lost_jobs(self._now(), LOST)

    @uninterrupted
    async def next_start(self) -> timedelta | None:
        """How long until a job may run: none at all when one may run now, None when none is queued."""
        async with self._store.read() as tx:
            if await tx.next_job(self._now()) is not None:
                return timedelta()
            start = await tx.next_start()
        return None if start is None else start - self._now()


async def _outdated(tx: Transaction, row: JobRow, asset: AssetRow) -> str:
    if asset.locked_at is not None:
        return f"{asset.name} was locked after this picture was asked for."
    if await locked_style(tx, asset.branch_id) != (row.style_id, row.style_hash):
        return "The visual style was changed after this picture was asked for. Ask for it again."
    return ""


async def _request(tx: Transaction, row: JobRow, asset: AssetRow) -> ImageRequest:
    return ImageRequest(
        prompt=row.prompt,
        aspect_ratio=AspectRatio(row.aspect_ratio),
        subject=asset.name,
        type=AssetType(asset.type),
        palette=tuple((await tx.style(row.style_id)).palette),
        variation=await tx.earlier_jobs(row),
    )


def _wrong_shape(info: PictureInfo, ratio: AspectRatio) -> str:
    return f"The picture came as {info.width}x{info.height}, not in {ratio}. It is kept as a candidate."
