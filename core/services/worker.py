"""The worker: runs queued image jobs, a few at a time, wherever it is started (SPEC 2.6)."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncGenerator
from contextlib import suppress
from datetime import timedelta

from core.errors import (
    AnswerInvalid,
    BadPicture,
    LookbookError,
    ProviderUnreachable,
    QuotaExceeded,
)
from core.events import JobChanged, QueueDrained
from core.models import Job, JobState
from core.providers.ports import ImageModel, ImageRequest
from core.services.images import Images

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 3
DEFAULT_RETRY = timedelta(seconds=20)
MAX_RETRY = timedelta(minutes=10)

JobEvent = JobChanged | QueueDrained


class Worker:
    """Takes jobs from the queue, asks the image model once for each, and keeps what comes."""

    def __init__(self, images: Images, model: ImageModel, concurrency: int) -> None:
        self._images = images
        self._model = model
        self._concurrency = concurrency
        self._owner = f"{os.getpid()}-{secrets.token_hex(4)}"

    async def run(self) -> AsyncGenerator[JobEvent, None]:
        """Run until no job is left, delayed ones included; the last event is `QueueDrained`.

        Closing the iterator stops the jobs that run; what may have been paid for becomes `unknown`.

        Raises:
            StoreError: the workspace can't be written.
        """
        await self._images.settle_lost()
        events: asyncio.Queue[JobEvent | None] = asyncio.Queue()
        totals = _Totals()
        pullers = [asyncio.create_task(self._pull(events, totals)) for _ in range(self._concurrency)]
        pulse = asyncio.create_task(self._keep_leases())
        done = asyncio.ensure_future(asyncio.gather(*pullers))
        done.add_done_callback(lambda _: events.put_nowait(None))
        try:
            while (event := await events.get()) is not None:
                yield event
            await done
            yield QueueDrained(totals.succeeded, totals.failed, totals.spent_usd)
        finally:
            for task in (*pullers, pulse):
                task.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(*pullers, pulse, return_exceptions=True)

    async def _pull(self, events: asyncio.Queue[JobEvent | None], totals: _Totals) -> None:
        while not totals.stopped:
            claimed = await self._images.claim(self._owner, LEASE)
            if claimed is None:
                wait = await self._images.next_start()
                if wait is None:
                    return
                await asyncio.sleep(wait)
                continue
            job, request = claimed
            events.put_nowait(JobChanged(job))
            ended = await self._run(job, request, totals)
            totals.count(ended)
            events.put_nowait(JobChanged(ended))

    async def _run(self, job: Job, request: ImageRequest, totals: _Totals) -> Job:
        """One request for one job; whatever comes of it is written down before anything else."""
        try:
            answer = await self._model.generate(request)
        except asyncio.CancelledError:
            await self._give_back(job)
            raise
        except QuotaExceeded as error:
            totals.stopped = totals.stopped or error.daily
            return await self._images.fail(
                job, JobState.FAILED, error.message, None if error.daily else _delay(job, error)
            )
        except (ProviderUnreachable, AnswerInvalid) as error:
            paid = isinstance(error, AnswerInvalid) or error.sent
            return await self._images.fail(job, JobState.UNKNOWN if paid else JobState.FAILED, error.message)
        except LookbookError as error:
            return await self._images.fail(job, JobState.FAILED, error.message)
        try:
            return await self._images.keep(job, answer.data, answer.price_usd, answer.placeholder)
        except BadPicture as error:
            return await self._images.fail(job, JobState.FAILED, error.message)

    async def _give_back(self, job: Job) -> None:
        """What was free is queued again; what may have been paid for is for a person to settle."""
        if job.price_usd == 0:
            await self._images.fail(job, JobState.QUEUED, "", timedelta())
        else:
            await self._images.fail(
                job,
                JobState.UNKNOWN,
                "It was stopped while the picture was being made; it may have been paid for. "
                "Look at your account, then retry or leave it.",
            )

    async def _keep_leases(self) -> None:
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            await self._images.extend_leases(self._owner, LEASE)


class _Totals:
    """What one run has come to."""

    def __init__(self) -> None:
        self.succeeded = 0
        self.failed = 0
        self.spent_usd = 0.0
        self.stopped = False

    def count(self, job: Job) -> None:
        if job.state is JobState.SUCCEEDED:
            self.succeeded += 1
            self.spent_usd += job.price_usd
        elif job.state is not JobState.QUEUED:
            self.failed += 1


def _delay(job: Job, error: QuotaExceeded) -> timedelta | None:
    """The server's own delay, or ours; None when the job has had its attempts."""
    if job.attempt >= MAX_ATTEMPTS:
        return None
    if error.retry_after_s is None:
        return DEFAULT_RETRY * job.attempt
    return min(timedelta(seconds=error.retry_after_s), MAX_RETRY)
