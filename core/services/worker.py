"""The worker: runs queued image jobs, a few at a time, wherever it is started (SPEC 2.6)."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
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
from core.providers.ports import ImageAnswer, ImageModel, ImageRequest
from core.services.images import Images
from core.store.engine import finished

LEASE = timedelta(seconds=60)
LOOK_AGAIN = timedelta(seconds=1)
"""How soon a worker that has a hand free sees what was queued meanwhile."""
MAX_ATTEMPTS = 3
DEFAULT_RETRY = timedelta(seconds=20)
MAX_RETRY = timedelta(minutes=10)

STOPPED = (
    "It was stopped while the picture was being made; it may have been paid for. "
    "Look at your account, then retry or leave it."
)

JobEvent = JobChanged | QueueDrained


class Worker:
    """Takes jobs from the queue, asks the image model once for each, and keeps what comes."""

    def __init__(self, images: Images, model: ImageModel, concurrency: int) -> None:
        self._queue = images.queue
        self._model = model
        self._concurrency = concurrency
        self._owner = f"{os.getpid()}-{secrets.token_hex(4)}"

    async def run(self) -> AsyncGenerator[JobEvent, None]:
        """Run until no job is left, delayed ones included; the last event is `QueueDrained`.

        Closing the iterator stops the jobs that run; what may have been paid for becomes `unknown`.

        Raises:
            StoreError: the workspace can't be written.
        """
        await self._queue.beat(self._owner, LEASE)
        run = _Run()
        serving = asyncio.create_task(self._serve(run))
        serving.add_done_callback(lambda _: run.events.put_nowait(None))
        pulse = asyncio.create_task(self._keep_leases())
        try:
            while (event := await run.events.get()) is not None:
                yield event
            await serving
            yield QueueDrained(run.succeeded, run.failed, run.spent_usd)
        finally:
            await _stop(serving, pulse)

    async def _serve(self, run: _Run) -> None:
        """Keep `concurrency` jobs running until none is left."""
        running: set[asyncio.Task[None]] = set()
        try:
            while True:
                while len(running) < self._concurrency and not run.stopped and (job := await self._claim()):
                    running.add(asyncio.create_task(self._work(*job, run)))
                if running:
                    done, running = await asyncio.wait(
                        running, timeout=LOOK_AGAIN.total_seconds(), return_when=asyncio.FIRST_COMPLETED
                    )
                    for task in done:
                        task.result()
                else:
                    wait = None if run.stopped else await self._queue.next_start()
                    if wait is None:
                        return
                    await asyncio.sleep(min(wait, LOOK_AGAIN).total_seconds())
        finally:
            await _stop(*running)

    async def _claim(self) -> tuple[Job, ImageRequest | None] | None:
        """The next job; one that is claimed while the worker is being stopped goes back."""
        claim = asyncio.ensure_future(self._queue.claim(self._owner, LEASE))
        try:
            return await asyncio.shield(claim)
        except asyncio.CancelledError:
            await finished(claim)
            if not claim.exception() and (claimed := claim.result()) and claimed[1]:
                await self._queue.put_back(claimed[0])
            raise

    async def _work(self, job: Job, request: ImageRequest | None, run: _Run) -> None:
        run.events.put_nowait(JobChanged(job))
        if request is None:
            run.count(job)
            return
        ended = await self._make(job, request, run)
        run.count(ended)
        run.events.put_nowait(JobChanged(ended))

    async def _make(self, job: Job, request: ImageRequest, run: _Run) -> Job:
        """One request for one job; whatever comes of it is written down before anything else."""
        try:
            answer = await self._model.generate(request)
        except asyncio.CancelledError:
            # What was free may as well be made again; of the rest only a person can know.
            await (self._queue.lose(job, STOPPED) if job.price_usd else self._queue.put_back(job))
            raise
        except QuotaExceeded as error:
            run.stopped = run.stopped or error.daily
            delay = _delay(job, error)
            if delay is None:
                return await self._queue.fail(job, error.message)
            return await self._queue.put_back(job, error.message, delay)
        except AnswerInvalid as error:
            return await self._queue.lose(job, error.message)
        except ProviderUnreachable as error:
            return await (self._queue.lose if error.sent else self._queue.fail)(job, error.message)
        except LookbookError as error:
            return await self._queue.fail(job, error.message)
        return await self._keep(job, answer)

    async def _keep(self, job: Job, answer: ImageAnswer) -> Job:
        try:
            return await self._queue.keep(job, answer)
        except BadPicture as error:
            return await self._queue.fail(job, error.message, answer.price_usd)

    async def _keep_leases(self) -> None:
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            await self._queue.beat(self._owner, LEASE)


@dataclass
class _Run:
    """What one run says, and what it has come to."""

    events: asyncio.Queue[JobEvent | None] = field(default_factory=asyncio.Queue)
    succeeded: int = 0
    failed: int = 0
    spent_usd: float = 0.0
    stopped: bool = False

    def count(self, job: Job) -> None:
        """Count a job as it ended; one that is queued again has not."""
        if job.state is JobState.QUEUED:
            return
        self.succeeded += job.state is JobState.SUCCEEDED
        self.failed += job.state is not JobState.SUCCEEDED
        if job.state is not JobState.UNKNOWN:
            self.spent_usd += job.price_usd


async def _stop(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await finished(asyncio.gather(*tasks, return_exceptions=True))


def _delay(job: Job, error: QuotaExceeded) -> timedelta | None:
    """The server's own delay, or ours; None when waiting is no use or the job has had its attempts."""
    if error.daily or job.attempt >= MAX_ATTEMPTS:
        return None
    if error.retry_after_s is None:
        return DEFAULT_RETRY * job.attempt
    return min(timedelta(seconds=error.retry_after_s), MAX_RETRY)
