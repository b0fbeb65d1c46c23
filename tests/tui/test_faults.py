"""What goes wrong outside, in the whole application: real services, real HTTP to a stand-in for Gemini.

Each time one clear sentence is on the screen, the application goes on, and nothing is lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from core.bootstrap import open_services
from core.models import AssetCard, Job, JobState, ProjectId
from core.services import Services
from core.settings import Settings, load_settings
from tests.fakes.gemini import FakeGemini, bad_key, hanging, rate_limited, refused, text, truncated
from tests.tui.seeing import PATIENCE, until
from tests.tui.seeing import text as seen_on
from tui.app import LookbookApp
from tui.modals.pick_file import PickFileModal
from tui.screens.editor import EditorScreen
from tui.screens.scan import ScanScreen
from tui.widgets.row_table import RowTable

KEY = "AIza-only-for-this-test-9876543210"
SCRIPT = """Title: Ebb

INT. PUMP HOUSE - NIGHT

IDA MARSH, a tall woman in a blue oilskin coat, lifts the BRASS KEY to the light.

IDA MARSH
It fits.

OTTO, a bald man with a grey moustache, holds the STORM LAMP over the stairs.

OTTO
Then turn it.
"""
STYLE = "35mm Naturalism"


@pytest.fixture
async def gemini() -> AsyncIterator[FakeGemini]:
    """A stand-in in this process."""
    async with FakeGemini() as server:
        yield server


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A short script: one place, two characters, two props."""
    path = tmp_path / "ebb.fountain"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


def settings(tmp_path: Path, url: str) -> Settings:
    """Settings for a workspace of this test and Gemini at `url`."""
    return load_settings(
        {
            "home": tmp_path / "home",
            "provider": "gemini",
            "google_api_key": KEY,
            "google_gemini_base_url": url,
            "image_concurrency": 2,
        }
    )


@asynccontextmanager
async def session(tmp_path: Path, url: str, project: ProjectId | None = None) -> AsyncIterator[Pilot[None]]:
    """The whole application on this workspace, from its first screen to its end."""
    async with open_services(settings(tmp_path, url)) as services:
        app = LookbookApp(services, project)
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            yield pilot


async def imported(tmp_path: Path, url: str, script: Path) -> ProjectId:
    """Import the script before the application starts."""
    async with open_services(settings(tmp_path, url)) as services:
        return (await services.projects.import_script(script)).project.id


async def on_the_board(tmp_path: Path, url: str, script: Path) -> ProjectId:
    """Import, scan, approve all, commit, lock a style, all before the application starts."""
    async with open_services(settings(tmp_path, url)) as services:
        result = await services.projects.import_script(script)
        async for _ in services.scans.scan(result.script.id, result.branch.id):
            pass
        review = await services.reviews.latest(result.project.id)
        assert review is not None
        await services.reviews.approve(review.id, [row.id for row in review.rows])
        await services.reviews.commit(review.id)
        await services.styles.lock(result.branch.id, (await services.styles.find(STYLE)).id)
        return result.project.id


def app_of(pilot: Pilot[None]) -> LookbookApp:
    """The application, typed."""
    return cast(LookbookApp, pilot.app)


def words_on(pilot: Pilot[None]) -> str:
    """What is on the screen, with the lines joined as one reads them."""
    return " ".join(seen_on(pilot.app).replace("│", " ").split())


async def jobs(services: Services) -> dict[str, Job]:
    """The jobs of the one project, by asset; one each."""
    (card,) = await services.projects.cards()
    return {job.asset_name: job for job in await services.images.jobs(card.branch.id)}


async def cards(services: Services) -> dict[str, AssetCard]:
    """The assets of the one project, by name."""
    (card,) = await services.projects.cards()
    return {asset.asset.name: asset for asset in await services.assets.cards(card.branch.id)}


async def start_scan(pilot: Pilot[None]) -> None:
    """Press s on the scan screen once it can be pressed."""
    await until(pilot, "at most")
    await pilot.press("s")


async def make_missing(pilot: Pilot[None]) -> None:
    """Buy one picture for each asset."""
    await until(pilot, "All missing")
    await until(pilot, "no image")
    await pilot.press("b")
    await until(pilot, "How many candidates")
    await pilot.press("enter")


# --- scanning --------------------------------------------------------------------------------------


async def test_a_wrong_key_is_said_once_and_the_next_scan_works(
    gemini: FakeGemini, tmp_path: Path, script: Path
) -> None:
    project = await imported(tmp_path, gemini.url, script)
    async with session(tmp_path, gemini.url, project) as pilot:
        gemini.queue(bad_key())
        await start_scan(pilot)
        await until(pilot, "The key was rejected")
        assert "Check GEMINI_API_KEY" in seen_on(pilot.app)
        assert KEY not in seen_on(pilot.app)
        assert len(gemini.requests) == 1
        await pilot.press("escape")
        await until(pilot, "Start the scan")
        await pilot.press("s")
        await until(pilot, "IDA MARSH")
        await until(pilot, "0 approved")


async def test_without_a_network_the_scan_says_so_and_the_script_stays_open(
    tmp_path: Path, script: Path
) -> None:
    async with FakeGemini() as gone:
        url = gone.url
    project = await imported(tmp_path, url, script)
    async with session(tmp_path, url, project) as pilot:
        await start_scan(pilot)
        await until(pilot, "The model can't be reached")
        assert "Check the network and the address" in seen_on(pilot.app)
        await pilot.press("escape")
        await until(pilot, "Start the scan")
        assert "PUMP HOUSE" in seen_on(pilot.app)


async def test_damaged_json_is_repaired_once_and_then_told_in_the_review(
    gemini: FakeGemini, tmp_path: Path, script: Path
) -> None:
    project = await imported(tmp_path, gemini.url, script)
    async with session(tmp_path, gemini.url, project) as pilot:
        gemini.always("Verdicts", text('{"verdicts": "none"}'))
        gemini.queue(truncated())
        await start_scan(pilot)
        await until(pilot, "0 approved")
        assert "IDA MARSH" in seen_on(pilot.app)
        assert gemini.steps().count("Extraction") == 2, "one repair round for the cut answer"
        assert gemini.steps().count("Verdicts") == 2, "one repair round, then on without it"
        (card,) = await app_of(pilot).services.projects.cards()
        review = await app_of(pilot).services.reviews.latest(card.project.id)
        assert review is not None
        (warning,) = review.warnings
        assert warning.startswith("Priorities follow the evidence alone")
        await until(pilot, "Priorities follow the evidence alone")


async def test_escape_stops_a_hanging_scan_and_the_next_pays_only_for_what_is_missing(
    gemini: FakeGemini, tmp_path: Path, script: Path
) -> None:
    project = await imported(tmp_path, gemini.url, script)
    async with session(tmp_path, gemini.url, project) as pilot:
        gemini.always("Distillation", hanging())
        await start_scan(pilot)
        async with asyncio.timeout(PATIENCE):
            while "Distillation" not in gemini.steps():
                await pilot.pause(0.02)
        await pilot.press("escape")
        await until(pilot, "Cancelled. What was paid for is kept")
        assert isinstance(pilot.app.screen, ScanScreen)
        gemini.always("Distillation", None)
        await pilot.press("s")
        await until(pilot, "0 approved")
        asked = gemini.steps()
        assert [asked.count(step) for step in ("Extraction", "Resolution", "Distillation")] == [1, 1, 2]


# --- pictures --------------------------------------------------------------------------------------


async def test_a_limit_makes_the_job_wait_as_long_as_the_server_says(
    gemini: FakeGemini, tmp_path: Path, script: Path
) -> None:
    project = await on_the_board(tmp_path, gemini.url, script)
    async with session(tmp_path, gemini.url, project) as pilot:
        gemini.queue(rate_limited("0.3s"))
        await make_missing(pilot)
        await until(pilot, "pictures made for $")
        found = await jobs(app_of(pilot).services)
        assert {job.state for job in found.values()} == {JobState.SUCCEEDED}
        assert sorted(job.attempt for job in found.values())[-2:] == [1, 2]
        assert len(gemini.image_prompts) == len(found) + 1
        assert "failed" not in seen_on(pilot.app)


async def test_a_refusal_of_one_picture_leaves_the_others_and_gives_its_reason(
    gemini: FakeGemini, tmp_path: Path, script: Path
) -> None:
    project = await on_the_board(tmp_path, gemini.url, script)
    async with session(tmp_path, gemini.url, project) as pilot:
        gemini.queue(refused("SAFETY", "DANGEROUS_CONTENT"))
        await make_missing(pilot)
        await until(pilot, "1 failed: press 6 for the reasons")
        found = await jobs(app_of(pilot).services)
        states = [job.state for job in found.values()]
        assert states.count(JobState.FAILED) == 1
        assert states.count(JobState.SUCCEEDED) == len(states) - 1 > 1
        await pilot.press("6")
        await until(pilot, "1 failed")
        failed = next(job for job in found.values() if job.state is JobState.FAILED)
        assert "safety filter" in failed.error
        assert "dangerous content" in failed.error
        await until(pilot, "Gemini refused")


async def test_quitting_while_a_picture_is_paid_for_is_told_at_the_next_start(
    gemini: FakeGemini, tmp_path: Path, script: Path
) -> None:
    project = await on_the_board(tmp_path, gemini.url, script)
    async with session(tmp_path, gemini.url, project) as pilot:
        gemini.always("image", hanging())
        await make_missing(pilot)
        async with asyncio.timeout(PATIENCE):
            while len(gemini.image_prompts) < 2:
                await pilot.pause(0.02)
        await pilot.press("q")
        await pilot.pause()
    gemini.always("image", None)
    async with session(tmp_path, gemini.url, project) as pilot:
        found = await jobs(app_of(pilot).services)
        assert [job.state for job in found.values()].count(JobState.UNKNOWN) == 2
        await until(pilot, "All missing")
        await pilot.press("6")
        await until(pilot, "2 unknown")
        await pilot.press("end")
        await until(pilot, "it may have been paid for")
        assert "Look at your account, then retry or leave it." in words_on(pilot)


# --- files -----------------------------------------------------------------------------------------


async def choose(pilot: Pilot[None], path: Path) -> None:
    """Type the path of a script into the dialog and wait until it is under the cursor."""
    await pilot.press("n")
    async with asyncio.timeout(PATIENCE):
        while not isinstance(pilot.app.screen, PickFileModal):
            await pilot.pause(0.02)
        pilot.app.screen.query_one(Input).value = str(path)
        while getattr(pilot.app.screen.query_one(RowTable).cursor_row, "path", None) != path:
            await pilot.pause(0.02)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "There is no file"),
        (b"", "ebb.fountain is empty. Choose the file that holds the screenplay."),
        (b"\x00\x01\x02\xff" * 400, "ebb.fountain is"),
    ],
    ids=["deleted", "empty", "binary"],
)
async def test_a_file_that_is_no_script_is_told_and_the_next_choice_works(
    gemini: FakeGemini, tmp_path: Path, script: Path, content: bytes | None, words: str
) -> None:
    async with session(tmp_path, gemini.url) as pilot:
        await until(pilot, "From a screenplay to")
        await choose(pilot, script)
        if content is None:
            script.unlink()
        else:
            script.write_bytes(content)
        await pilot.press("enter")
        await until(pilot, "This script can't be read")
        assert words in words_on(pilot)
        await pilot.press("escape")
        script.write_text(SCRIPT, encoding="utf-8")
        await choose(pilot, script)
        await pilot.press("enter")
        await until(pilot, "PUMP HOUSE")
    assert not gemini.requests


async def test_a_pasted_path_with_enter_at_once_is_the_file_that_is_opened(
    gemini: FakeGemini, tmp_path: Path, script: Path
) -> None:
    async with session(tmp_path, gemini.url) as pilot:
        await until(pilot, "From a screenplay to")
        await pilot.press("n")
        await until(pilot, "choose a screenplay")
        async with asyncio.timeout(PATIENCE):
            while not isinstance(pilot.app.screen, PickFileModal):
                await pilot.pause(0.02)
        pilot.app.screen.query_one(Input).value = str(script)
        await pilot.press("enter")
        await until(pilot, "PUMP HOUSE")


# --- two sessions ----------------------------------------------------------------------------------


async def test_another_session_on_the_same_file_is_seen_and_nothing_is_overwritten(
    gemini: FakeGemini, tmp_path: Path, script: Path
) -> None:
    project = await on_the_board(tmp_path, gemini.url, script)
    async with (
        session(tmp_path, gemini.url, project) as pilot,
        open_services(settings(tmp_path, gemini.url)) as other,
    ):
        await until(pilot, "no image")
        await pilot.press("enter")
        await until(pilot, "Global Voice Profile")
        screen = pilot.app.screen
        assert isinstance(screen, EditorScreen)
        asset = next(c.asset for c in (await cards(other)).values() if c.asset.id == screen.asset_id)
        await other.assets.save(asset.id, asset.version, description="Written in the other window.")
        pilot.app.post_message(events.Paste("Mine. "))
        await until(pilot, "Changed in another session")
        seen = seen_on(pilot.app)
        assert "Mine. " in seen
        assert "Written in the other window." in seen
        assert (await cards(other))[asset.name].asset.description == "Written in the other window."
        await until(pilot, "choose")
        await pilot.press("enter")
        await until(pilot, "saved")
        text_now = screen.query_one("#description", TextArea).text
        assert text_now.startswith("Mine. ")
        assert (await cards(other))[asset.name].asset.description == text_now
