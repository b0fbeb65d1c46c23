"""Pictures: forced style, ratio by type, the text on the screen, one request a job."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import (
    AnswerInvalid,
    AssetLocked,
    BadPicture,
    InvalidInput,
    NotAllowed,
    PromptError,
    ProviderUnreachable,
    QuotaExceeded,
    Refused,
    Stale,
    StyleNotLocked,
)
from core.models import AspectRatio, JobState
from core.services import Images, ShownText
from tests.core.services.conftest import Studio, open_studio
from tests.fakes.engines import picture


async def test_without_a_locked_style_nothing_is_generated_by_any_way(studio: Studio) -> None:
    asset = (await studio.assets())[0]
    shown = ShownText(asset.version, "Another text.")
    images = studio.services.images
    for attempt in (
        images.prompt(asset.id),
        images.estimate([asset.id]),
        images.enqueue([asset.id]),
        images.generate(asset.id, shown),
        studio.services.candidates.import_picture(asset.id, studio.home / "any.png"),
    ):
        with pytest.raises(StyleNotLocked, match="Stage 5 requires a locked visual style"):
            await attempt
    assert await images.jobs(studio.branch) == ()
    assert (await studio.services.assets.card(asset.id)).asset == asset
    assert studio.model.requests == []


async def test_every_way_to_a_picture_is_among_those_that_need_the_style() -> None:
    forced = {"prompt", "estimate", "generate", "enqueue", "retry"}
    harmless = {"engine", "missing", "jobs", "cancel"}
    assert {name for name in vars(Images) if not name.startswith("_")} == forced | harmless


async def test_a_branch_that_lost_its_style_makes_none_of_what_was_queued(studio: Studio) -> None:
    asset = (await studio.assets())[0]
    await studio.lock_style()
    (job,) = await studio.services.images.enqueue([asset.id])
    async with studio.store.write() as tx:
        (await tx.branch(studio.branch)).locked_visual_style_id = None
    assert (await studio.run_queue())[0].state is JobState.CANCELLED
    with pytest.raises(StyleNotLocked):
        await studio.services.images.retry(job.id)
    assert studio.model.requests == []


async def test_the_style_of_the_branch_stands_first_in_every_prompt(studio: Studio) -> None:
    assets = await studio.assets()
    await studio.lock_style(3)
    style = await studio.services.styles.locked(studio.branch)
    assert style is not None
    await studio.services.images.enqueue([asset.id for asset in assets])
    await studio.run_queue()
    assert len(studio.model.requests) == len(assets)
    for request, asset in zip(studio.model.requests, assets, strict=True):
        assert 0 <= request.prompt.index(style.visual_description) < request.prompt.index(asset.description)


async def test_a_prompt_file_of_ones_own_cannot_lose_the_style(studio: Studio) -> None:
    assets = await studio.assets()
    await studio.lock_style()
    own = studio.home / "prompts"
    own.mkdir()
    (own / "character.md").write_text(
        "---\nid: character\nreturns: image\nversion: 1\n---\n"
        "{{ name }} {{ description }} {{ palette }}{% if false %}{{ style }}{% endif %}"
    )
    with pytest.raises(PromptError, match="lost the visual style"):
        await studio.services.images.enqueue([assets[0].id])
    assert await studio.services.images.jobs(studio.branch) == ()


async def test_all_images_of_a_branch_carry_its_style_and_the_ratio_of_their_type(studio: Studio) -> None:
    cards = await studio.pictured()
    ratios = {card.asset.name: card.asset.aspect_ratio for card in cards}
    assert ratios == {
        "MARA VOSS": AspectRatio.PORTRAIT,
        "THE PILOT": AspectRatio.PORTRAIT,
        "QUAY": AspectRatio.LANDSCAPE,
        "BRASS WHISTLE": AspectRatio.SQUARE,
    }
    style = await studio.services.styles.locked(studio.branch)
    assert style is not None
    for card in cards:
        (image,) = await studio.services.assets.candidates(card.asset.id)
        assert (image.style_id, image.style_hash) == (style.id, style.text_hash)
        across, down = (int(part) for part in image.aspect_ratio.split(":"))
        assert image.width / image.height == pytest.approx(across / down, rel=0.03)
        assert image.path.read_bytes()
        assert card.asset.image_key_id == image.id
    assert [request.aspect_ratio for request in studio.model.requests] == [
        card.asset.aspect_ratio for card in sorted(cards, key=lambda card: card.asset.id)
    ]


async def test_a_picture_in_another_shape_is_kept_and_said_and_not_made_the_image_key(studio: Studio) -> None:
    asset = (await studio.assets())[0]
    await studio.lock_style()
    studio.model.answers = [picture(100, 100)]
    await studio.services.images.enqueue([asset.id])
    (job,) = await studio.run_queue()
    assert job.state is JobState.SUCCEEDED
    assert "100x100, not in 2:3" in job.error
    (image,) = await studio.services.assets.candidates(asset.id)
    assert image.stale == ("made in another aspect ratio",)
    assert (await studio.services.assets.card(asset.id)).asset.image_key_id is None


async def test_generate_saves_the_text_on_the_screen_and_reads_it_back(studio: Studio) -> None:
    asset = (await studio.assets())[0]
    await studio.lock_style()
    shown = ShownText(asset.version, "A text that was typed a moment ago.")
    saved, (job,) = await studio.services.images.generate(asset.id, shown)
    assert saved.description == "A text that was typed a moment ago."
    await studio.run_queue()
    assert "A text that was typed a moment ago." in studio.model.requests[0].prompt
    assert asset.description not in studio.model.requests[0].prompt
    assert job.prompt == studio.model.requests[0].prompt
    (image,) = await studio.services.assets.candidates(asset.id)
    assert image.stale == ()


async def test_generate_never_overwrites_what_another_session_wrote(studio: Studio) -> None:
    asset = (await studio.assets())[0]
    await studio.lock_style()
    await studio.services.assets.save(asset.id, asset.version, description="Theirs.")
    with pytest.raises(Stale):
        await studio.services.images.generate(asset.id, ShownText(asset.version, "Mine."))
    assert (await studio.services.assets.card(asset.id)).asset.description == "Theirs."
    assert await studio.services.images.jobs(studio.branch) == ()


async def test_the_prompt_that_is_shown_is_the_prompt_that_is_sent(studio: Studio) -> None:
    asset = (await studio.assets())[0]
    await studio.lock_style()
    shown = await studio.services.images.prompt(asset.id)
    await studio.services.images.enqueue([asset.id])
    await studio.run_queue()
    assert [request.prompt for request in studio.model.requests] == [shown.text]


async def test_a_locked_asset_gets_no_new_picture(studio: Studio) -> None:
    card = (await studio.locked())[0]
    before = len(studio.model.requests)
    with pytest.raises(AssetLocked):
        await studio.services.images.enqueue([card.asset.id])
    with pytest.raises(AssetLocked):
        await studio.services.images.generate(card.asset.id, ShownText(card.asset.version, "New."))
    with pytest.raises(AssetLocked):
        await studio.services.candidates.import_picture(card.asset.id, studio.home / "any.png")
    estimate = await studio.services.images.estimate([card.asset.id])
    assert (estimate.jobs, estimate.skipped) == (0, ((card.asset.name, "is locked"),))
    assert len(studio.model.requests) == before


async def test_a_batch_says_its_price_first_and_keeps_to_its_limit(studio: Studio) -> None:
    assets = await studio.assets()
    await studio.lock_style()
    everything = [asset.id for asset in assets]
    estimate = await studio.services.images.estimate(everything, count=2)
    assert estimate.jobs == 8
    assert estimate.price_usd == pytest.approx(0.32)
    with pytest.raises(NotAllowed, match=r"8 pictures cost \$0.32; the limit is \$0.30"):
        await studio.services.images.enqueue(everything, count=2, limit_usd=0.30)
    assert await studio.services.images.jobs(studio.branch) == ()


@pytest.mark.parametrize("count", [0, -1, 9, 1000])
async def test_a_slip_of_the_finger_queues_nothing(studio: Studio, count: int) -> None:
    asset = (await studio.assets())[0]
    await studio.lock_style()
    with pytest.raises(InvalidInput):
        await studio.services.images.enqueue([asset.id], count)


async def test_all_that_lack_a_current_image_are_found(studio: Studio) -> None:
    cards = await studio.pictured()
    assert await studio.services.images.missing(studio.branch) == ()
    changed = cards[0].asset
    await studio.services.assets.save(changed.id, changed.version, description="Something else.")
    assert await studio.services.images.missing(studio.branch) == (changed.id,)


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (Refused("The model refused: its safety filter."), JobState.FAILED),
        (ProviderUnreachable("No network."), JobState.FAILED),
        (ProviderUnreachable("No answer in time.", sent=True), JobState.UNKNOWN),
        (AnswerInvalid("Damaged."), JobState.UNKNOWN),
        (QuotaExceeded("The limit of the day.", daily=True), JobState.FAILED),
    ],
)
async def test_a_fault_ends_one_job_with_its_reason_and_is_not_repeated(
    studio: Studio, fault: Refused, state: JobState
) -> None:
    asset = (await studio.assets())[0]
    await studio.lock_style()
    studio.model.faults = [fault]
    await studio.services.images.enqueue([asset.id])
    (job,) = await studio.run_queue()
    assert (job.state, job.error, job.attempt) == (state, fault.message, 1)
    assert len(studio.model.requests) == 1


async def test_too_many_requests_are_repeated_after_the_servers_own_delay(studio: Studio) -> None:
    asset = (await studio.assets())[0]
    await studio.lock_style()
    studio.model.faults = [QuotaExceeded("Slow down.", retry_after_s=30)]
    await studio.services.images.enqueue([asset.id])
    run = studio.services.new_worker().run()
    assert (await anext(run)).job.state is JobState.RUNNING  # type: ignore[union-attr]
    assert (await anext(run)).job.state is JobState.QUEUED  # type: ignore[union-attr]
    assert await studio.services.images.queue.claim("another", timedelta(seconds=60)) is None
    assert await studio.services.images.queue.next_start() == timedelta(seconds=30)
    await run.aclose()
    studio.clock.forward(seconds=31)
    (job,) = await studio.run_queue()
    assert (job.state, job.attempt) == (JobState.SUCCEEDED, 2)


async def test_what_is_no_picture_fails_with_a_sentence(studio: Studio) -> None:
    asset = (await studio.assets())[0]
    await studio.lock_style()
    studio.model.answers = [b"<html>login</html>"]
    await studio.services.images.enqueue([asset.id])
    (job,) = await studio.run_queue()
    assert job.state is JobState.FAILED
    assert job.error
    assert await studio.services.assets.candidates(asset.id) == ()


async def test_a_failed_job_can_be_queued_again_and_a_queued_one_cancelled(studio: Studio) -> None:
    asset = (await studio.assets())[0]
    await studio.lock_style()
    studio.model.faults = [Refused("No.")]
    await studio.services.images.enqueue([asset.id])
    (job,) = await studio.run_queue()
    assert (await studio.services.images.retry(job.id)).state is JobState.QUEUED
    assert (await studio.services.images.cancel(job.id)).state is JobState.CANCELLED
    assert (await studio.run_queue())[0].state is JobState.CANCELLED
    await studio.services.images.retry(job.id)
    assert (await studio.run_queue())[0].state is JobState.SUCCEEDED
    with pytest.raises(NotAllowed, match="is succeeded"):
        await studio.services.images.retry(job.id)


async def test_a_job_that_was_paid_for_when_its_program_died_is_unknown_and_not_run_again(
    studio: Studio,
) -> None:
    asset = (await studio.assets())[0]
    await studio.lock_style()
    await studio.services.images.enqueue([asset.id])
    await studio.services.images.queue.claim("a program that dies", timedelta(seconds=60))
    async with open_studio(studio.home) as after:
        after.imported = studio.imported
        assert (await after.run_queue())[0].state is JobState.RUNNING
        after.clock.forward(seconds=61)
        (job,) = await after.run_queue()
        assert job.state is JobState.UNKNOWN
        assert "may have been paid for" in job.error
        assert after.model.requests == []


async def test_stopping_the_queue_marks_what_may_have_been_paid_for(studio: Studio) -> None:
    asset = (await studio.assets())[0]
    await studio.lock_style()
    studio.model.gate.clear()
    await studio.services.images.enqueue([asset.id])

    async def run() -> None:
        async for _ in studio.services.new_worker().run():
            pass

    task = asyncio.create_task(run())
    await studio.model.asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    (job,) = await studio.services.images.jobs(studio.branch)
    assert job.state is JobState.UNKNOWN


async def test_two_workers_pay_for_each_job_once(studio: Studio) -> None:
    assets = await studio.assets()
    await studio.lock_style()
    await studio.services.images.enqueue([asset.id for asset in assets], count=4)
    await asyncio.gather(studio.run_queue(), studio.run_queue())
    jobs = await studio.services.images.jobs(studio.branch)
    assert {job.state for job in jobs} == {JobState.SUCCEEDED}
    assert len(studio.model.requests) == len(jobs) == 16


async def test_a_picture_of_ones_own_becomes_a_candidate(studio: Studio, tmp_path: Path) -> None:
    asset = (await studio.assets())[0]
    await studio.lock_style()
    own = tmp_path / "own.jpg"
    own.write_bytes(picture(200, 300, format="JPEG"))
    image = await studio.services.candidates.import_picture(asset.id, own)
    assert (image.mime, image.provider, image.prompt) == ("image/jpeg", "import", "imported from own.jpg")
    assert (await studio.services.assets.card(asset.id)).asset.image_key_id == image.id


async def test_a_picture_of_another_ratio_is_fitted_only_when_asked(studio: Studio, tmp_path: Path) -> None:
    asset = (await studio.assets())[0]
    await studio.lock_style()
    own = tmp_path / "own.png"
    own.write_bytes(picture(300, 300))
    with pytest.raises(BadPicture, match="300x300, not 2:3"):
        await studio.services.candidates.import_picture(asset.id, own)
    image = await studio.services.candidates.import_picture(asset.id, own, fit="crop")
    assert image.width / image.height == pytest.approx(2 / 3, rel=0.03)


async def test_a_picture_that_is_read_while_its_asset_is_locked_is_not_added(
    studio: Studio, tmp_path: Path
) -> None:
    card = (await studio.pictured())[0]
    slow = tmp_path / "slow.png"
    os.mkfifo(slow)
    importing = asyncio.create_task(studio.services.candidates.import_picture(card.asset.id, slow))
    writer = await asyncio.to_thread(slow.open, "wb")  # returns when the import has begun to read
    await studio.services.assets.lock(card.asset.id)
    with writer:
        writer.write(picture(200, 300))
    with pytest.raises(AssetLocked):
        await importing
    assert len(await studio.services.assets.candidates(card.asset.id)) == 1
