"""The list of jobs: states, totals, cancel and retry, the clock that goes only while something runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from textual.pilot import Pilot

from core.models import AspectRatio, AssetId, Job, JobId, JobState, StyleId
from core.services import Services
from tests.tui import seeds
from tests.tui.conftest import NOW, MakeApp, WorkspaceApp, press, until
from tests.tui.seeds import MADE, opened
from tests.tui.seeing import settle, text
from tui import keymap
from tui.screens.job_words import price_cell, run_progress, span, totals
from tui.screens.jobs import JobsScreen

LEASE = timedelta(minutes=5)
REFUSAL = "The model refused: it does not draw weapons. Change the description and retry."
LOST = "The line was cut while the picture was being made; it may have been paid for."


def test_every_key_has_its_action() -> None:
    assert keymap.missing_actions(JobsScreen, keymap.JOBS) == []


async def show(pilot: Pilot[None]) -> WorkspaceApp:
    return await opened(pilot, JobsScreen(now=lambda: NOW + timedelta(seconds=65)))


async def troubled(services: Services) -> None:
    """A `Seed`: a job that was refused, one whose outcome was lost, and a picture."""
    await seeds.style_sample(services)
    found = await seeds.cards(services)
    await services.images.enqueue([found[name].asset.id for name in MADE[:3]])
    for end, error in ((services.images.queue.fail, REFUSAL), (services.images.queue.lose, LOST)):
        claimed = await services.images.queue.claim("test", LEASE)
        assert claimed is not None
        await end(claimed[0], error)
    await seeds.run_queue(services)


async def states(app: WorkspaceApp) -> dict[str, JobState]:
    _, branch = await seeds.here(app.services)
    return {job.asset_name: job.state for job in await app.services.images.jobs(branch)}


async def queue(app: WorkspaceApp, names: Sequence[str] = MADE) -> None:
    """Ask for pictures without running the queue, as another process may."""
    found = await seeds.cards(app.services)
    await app.services.images.enqueue([found[name].asset.id for name in names])


async def test_without_jobs_it_says_where_they_come_from(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(80, 24)) as pilot:
        app = await show(pilot)
        assert "No pictures have been asked for" in text(app)
        assert "Press 4 for the board" in text(app)
        assert app.screen.check_action("open", ()) is None


async def test_states_totals_and_the_whole_error_are_shown(make_app: MakeApp) -> None:
    async with make_app(troubled).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("end")
        await settle(pilot)
        seen = text(app)
        assert "✓ 1 succeeded   ✗ 1 failed   ? 1 unknown   nothing spent" in seen
        assert "✗ failed" in seen
        assert REFUSAL in " ".join(seen.split())
        assert "1m 05s ago" in seen


async def test_the_prompt_is_shown_with_the_style_in_front(make_app: MakeApp) -> None:
    async with make_app(seeds.picture_sample).run_test(size=(200, 60)) as pilot:
        app = await show(pilot)
        _, branch = await seeds.here(app.services)
        newest = (await app.services.images.jobs(branch))[0]
        words = " ".join(line[134:].strip() for line in text(app).splitlines())
        assert newest.prompt[:80] in words
        assert newest.prompt.split()[-1] in words


async def test_only_what_waits_is_cancelled(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30), notifications=True) as pilot:
        app = await opened(pilot, JobsScreen())
        await queue(app)
        claimed = await app.services.images.queue.claim("elsewhere", LEASE)
        assert claimed is not None
        running = claimed[0].asset_name
        await app.show(JobsScreen())
        await settle(pilot)
        await pilot.press("ctrl+a", "x")
        await until(pilot, lambda: "3 jobs cancelled" in text(app))
        found = await states(app)
        assert found.pop(running) is JobState.RUNNING
        assert set(found.values()) == {JobState.CANCELLED}
        assert app.screen.check_action("cancel", ()) is None


async def test_a_failed_job_is_retried_and_runs(make_app: MakeApp) -> None:
    async with make_app(troubled).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("end")
        await settle(pilot)
        assert app.screen.check_action("cancel", ()) is None
        await pilot.press("r")
        await until(pilot, lambda: "✓ 2 succeeded" in text(app))


async def test_an_unknown_outcome_is_asked_about_before_it_is_paid_again(make_app: MakeApp) -> None:
    async with make_app(troubled).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        unknown = next(name for name, state in (await states(app)).items() if state is JobState.UNKNOWN)
        await press(pilot, ["home", "down"])
        await settle(pilot)
        await pilot.press("r")
        await until(pilot, lambda: "it may have been paid for" in text(app))
        await pilot.press("enter")
        await settle(pilot)
        assert (await states(app))[unknown] is JobState.UNKNOWN
        await pilot.press("r")
        await until(pilot, lambda: "Ask again" in text(app))
        await press(pilot, ["right", "enter"])
        await until(pilot, lambda: "✓ 2 succeeded" in text(app))
        assert (await states(app))[unknown] is JobState.SUCCEEDED


async def test_enter_opens_the_asset(make_app: MakeApp) -> None:
    async with make_app(seeds.picture_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "EditorScreen")


async def test_the_clock_goes_while_a_job_runs(make_app: MakeApp) -> None:
    seconds = [4]
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await opened(pilot, JobsScreen())
        await queue(app, MADE[:2])
        assert await app.services.images.queue.claim("elsewhere", LEASE) is not None
        await app.show(JobsScreen(now=lambda: NOW + timedelta(seconds=seconds[0])))
        await settle(pilot)
        assert "◐ running" in text(app)
        assert " 0/2   done" in text(app)
        assert "  4 s  " in text(app)
        seconds[0] = 9
        await until(pilot, lambda: "  9 s  " in text(app))


async def test_pictures_that_come_are_shown_without_a_key(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await queue(app)
        app.jobs.kick()
        await until(pilot, lambda: "✓ 4 succeeded" in text(app))


def job(state: JobState, *, created: int = 0, finished: int | None = None, usd: float = 0.0) -> Job:
    """A job that was asked for `created` and was over `finished` seconds after NOW."""
    made = Job(
        id=JobId(1),
        asset_id=AssetId(1),
        asset_name="IDA",
        state=state,
        prompt="",
        style_id=StyleId(1),
        style_hash="",
        description_hash="",
        aspect_ratio=AspectRatio.PORTRAIT,
        provider="gemini",
        model="m",
        attempt=1,
        price_usd=usd,
        error="",
        image_id=None,
        created_at=NOW + timedelta(seconds=created),
        started_at=None,
        finished_at=None,
    )
    return made if finished is None else replace(made, finished_at=NOW + timedelta(seconds=finished))


def test_progress_counts_the_run_and_not_what_was_over_before() -> None:
    before = job(JobState.SUCCEEDED, created=0, finished=5)
    run = [
        job(JobState.SUCCEEDED, created=60, finished=70),
        job(JobState.FAILED, created=60, finished=71),
        job(JobState.RUNNING, created=60),
        job(JobState.QUEUED, created=60),
    ]
    assert run_progress([before, *run]) == (2, 4)
    assert run_progress([before]) is None


def test_only_pictures_that_came_count_as_spent() -> None:
    jobs = [job(JobState.SUCCEEDED, usd=0.04), job(JobState.SUCCEEDED, usd=0.04), job(JobState.FAILED, usd=9)]
    assert "$0.08 spent" in totals(jobs).plain


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (JobState.QUEUED, "~$0.04"),
        (JobState.RUNNING, "~$0.04"),
        (JobState.SUCCEEDED, "$0.04"),
        (JobState.UNKNOWN, "$0.04?"),
        (JobState.FAILED, "–"),
        (JobState.CANCELLED, "–"),
    ],
)
def test_a_price_says_how_sure_it_is(state: JobState, shown: str) -> None:
    assert price_cell(job(state, usd=0.04)) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(-1, "0 s"), (59, "59 s"), (125, "2m 05s"), (11400, "3h 10m"), (5 * 86400, "5 d")],
)
def test_times_in_two_units(seconds: int, shown: str) -> None:
    assert span(timedelta(seconds=seconds)) == shown


@pytest.mark.parametrize("size", [(100, 30), (200, 60)])
def test_snapshot(make_app: MakeApp, snap_compare: seeds.SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(make_app(troubled), terminal_size=size, run_before=show)
