"""The queue: money is counted, nothing is made for a picture that could not be used, nothing gets lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from core.errors import (
    AnswerInvalid,
    AssetLocked,
    LookbookError,
    ProviderUnreachable,
    QuotaExceeded,
    Refused,
)
from core.events import QueueDrained
from core.models import AssetId, JobState
from core.services import ShownText
from tests.core.services.conftest import Studio

LEASE = timedelta(seconds=60)


async def queued(studio: Studio, count: int = 1) -> AssetId:
    """An asset with pictures in the queue."""
    asset = (await studio.assets())[0]
    await studio.lock_style()
    await studio.services.images.enqueue([asset.id], count)
    return asset.id


async def drained(studio: Studio) -> QueueDrained:
    """Run the queue; what the run came to."""
    events = [event async for event in studio.services.new_worker().run()]
    assert isinstance(events[-1], QueueDrained)
    return events[-1]


@pytest.mark.parametrize(
    ("fault", "price"),
    [
        (Refused("No."), 0.0),
        (ProviderUnreachable("No network."), 0.0),
        (ProviderUnreachable("No answer in time.", sent=True), 0.04),
        (AnswerInvalid("Damaged."), 0.04),
    ],
)
async def test_what_failed_costs_nothing_and_what_is_unknown_keeps_its_estimate(
    studio: Studio, fault: LookbookError, price: float
) -> None:
    await queued(studio)
    studio.model.faults = [fault]
    assert await drained(studio) == QueueDrained(0, 1, 0.0)
    (job,) = await studio.services.images.jobs(studio.branch)
    assert job.price_usd == price


async def test_an_answer_that_is_no_picture_was_paid_for_all_the_same(studio: Studio) -> None:
    await queued(studio)
    studio.model.answers = [b"<html>login</html>"]
    assert await drained(studio) == QueueDrained(0, 1, 0.04)
    (job,) = await studio.services.images.jobs(studio.branch)
    assert (job.state, job.price_usd) == (JobState.FAILED, 0.04)


async def test_a_picture_asked_for_in_an_earlier_style_is_not_made(studio: Studio) -> None:
    await queued(studio)
    await studio.lock_style(1)
    (job,) = await studio.run_queue()
    assert job.state is JobState.CANCELLED
    assert "style was changed" in job.error
    assert studio.model.requests == []


async def test_no_picture_is_made_of_an_asset_that_was_locked_meanwhile(studio: Studio) -> None:
    card = (await studio.pictured())[0]
    await studio.services.images.enqueue([card.asset.id])
    await studio.services.assets.lock(card.asset.id)
    before = len(studio.model.requests)
    job = (await studio.run_queue())[-1]
    assert job.state is JobState.CANCELLED
    assert "was locked" in job.error
    assert len(studio.model.requests) == before


async def test_a_retry_asks_anew_from_the_text_and_in_the_style_of_now(studio: Studio) -> None:
    key = await queued(studio)
    studio.model.faults = [Refused("No.")]
    (job,) = await studio.run_queue()
    asset = (await studio.services.assets.card(key)).asset
    await studio.services.assets.save(key, asset.version, description="A text that it takes.")
    await studio.lock_style(1)
    again = await studio.services.images.retry(job.id)
    assert (again.id, again.state, again.price_usd) == (job.id, JobState.QUEUED, 0.04)
    assert (await studio.run_queue())[0].state is JobState.SUCCEEDED
    assert studio.model.requests[-1].prompt == (await studio.services.images.prompt(key)).text
    assert (await studio.services.assets.card(key)).stale == ()


async def test_a_locked_asset_gets_no_second_try(studio: Studio) -> None:
    card = (await studio.pictured())[0]
    studio.model.faults = [Refused("No.")]
    shown = ShownText(card.asset.version, card.asset.description)
    await studio.services.images.generate(card.asset.id, shown)
    job = (await studio.run_queue())[-1]
    await studio.services.assets.lock(card.asset.id)
    with pytest.raises(AssetLocked):
        await studio.services.images.retry(job.id)


async def test_a_job_that_is_claimed_while_the_worker_stops_goes_back(studio: Studio) -> None:
    await queued(studio)
    states = set()
    for steps in range(0, 60, 3):
        studio.model.gate.clear()
        studio.model.asked.clear()
        task = asyncio.create_task(drained(studio))
        for _ in range(steps):
            await asyncio.sleep(0)
        asked = studio.model.asked.is_set()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        (job,) = await studio.services.images.jobs(studio.branch)
        asked = studio.model.asked.is_set() or asked
        assert job.state is (JobState.UNKNOWN if asked else JobState.QUEUED)
        states.add(job.state)
        if asked:
            await studio.services.images.retry(job.id)
    assert JobState.QUEUED in states


async def test_a_picture_that_came_is_kept_although_the_worker_is_stopped(studio: Studio) -> None:
    key = await queued(studio)
    studio.model.gate.clear()
    task = asyncio.create_task(drained(studio))
    await studio.model.asked.wait()
    studio.model.gate.set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    (job,) = await studio.services.images.jobs(studio.branch)
    assert job.state is JobState.SUCCEEDED
    assert len(await studio.services.assets.candidates(key)) == 1


async def test_what_is_queued_while_the_queue_runs_is_run_at_once_by_a_free_hand(studio: Studio) -> None:
    key = await queued(studio)
    studio.model.gate.clear()
    task = asyncio.create_task(drained(studio))
    await studio.model.asked.wait()
    studio.model.asked.clear()
    await studio.services.images.enqueue([key])
    async with asyncio.timeout(10):
        await studio.model.asked.wait()
    assert len(studio.model.requests) == 2
    studio.model.gate.set()
    assert await task == QueueDrained(2, 0, 0.08)


async def test_a_beat_keeps_ones_own_jobs_and_settles_those_of_the_dead(studio: Studio) -> None:
    await queued(studio, count=2)
    queue = studio.services.images.queue
    await queue.claim("dead", LEASE)
    await queue.claim("alive", LEASE)
    studio.clock.forward(seconds=61)
    assert await queue.beat("alive", LEASE) == 1
    jobs = await studio.services.images.jobs(studio.branch)
    assert [job.state for job in reversed(jobs)] == [JobState.UNKNOWN, JobState.RUNNING]


async def test_the_limit_of_the_day_leaves_the_rest_in_the_queue(studio: Studio) -> None:
    await queued(studio, count=8)
    studio.model.faults = [QuotaExceeded("The limit of the day.", daily=True)] * 8
    ended = await drained(studio)
    jobs = await studio.services.images.jobs(studio.branch)
    assert {job.state for job in jobs} == {JobState.FAILED, JobState.QUEUED}
    assert len(studio.model.requests) == ended.failed < len(jobs)
