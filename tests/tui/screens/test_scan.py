"""The script and its scan, by keys, with an engine that waits when a test wants it to."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from core.errors import ProviderUnreachable
from core.models import EngineInfo
from tests.tui.conftest import SAMPLE, MakeApp, import_sample, scan_sample, until
from tests.tui.engine import ScriptedEngine
from tests.tui.seeing import settle, text
from tui import keymap
from tui.screens.home import HomeScreen
from tui.screens.review import ReviewScreen
from tui.screens.scan import ScanScreen

GEMINI = EngineInfo("gemini", "gemini-3.8-flash")


def test_every_key_has_its_action() -> None:
    assert keymap.missing_actions(ScanScreen, keymap.SCAN) == []


async def test_the_script_is_described_and_its_scenes_listed(make_app: MakeApp) -> None:
    app = make_app(import_sample, project=True)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(pilot)
        await until(pilot, lambda: "GATEHOUSE" in text(app))
        seen = text(app)
    assert "Fountain" in seen
    assert "(estimated)" in seen
    assert "utf-8" in seen
    assert "nothing" in seen
    assert "free" in seen
    assert "Press s to start the scan." in seen


async def test_a_paid_scan_says_its_price_before_it_starts(make_app: MakeApp) -> None:
    app = make_app(import_sample, project=True, engine=ScriptedEngine(info=GEMINI))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: "$0.42 at most" in text(app))
        assert "4 at most" in text(app)
        assert app.scans.run is None


async def test_a_compatible_server_has_a_model_and_tokens_but_no_price(make_app: MakeApp) -> None:
    local = ScriptedEngine(info=EngineInfo("openai", "qwen3:8b"))
    app = make_app(import_sample, project=True, engine=local)
    async with app.run_test(size=(140, 30), notifications=True) as pilot:
        await until(pilot, lambda: "4 at most" in text(app))
        seen = text(app)
    assert "qwen3:8b, OpenAI-compatible" in seen
    assert "not known" in seen
    assert "$" not in seen


async def test_progress_is_live_and_the_end_opens_the_review(make_app: MakeApp) -> None:
    hold = asyncio.Event()
    app = make_app(import_sample, project=True, engine=ScriptedEngine(info=GEMINI, hold=hold))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("s")
        await until(pilot, lambda: "1/4" in text(app))
        seen = text(app)
        assert "◐ Extract" in seen
        assert "4 characters, 1 location, 2 props" in seen
        assert "12,000 tokens in" in seen
        assert "Page 7 could not be read." in seen
        hold.set()
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))


async def test_escape_cancels_at_once_and_stores_no_review(make_app: MakeApp) -> None:
    app = make_app(import_sample, project=True, engine=ScriptedEngine(hold=asyncio.Event()))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("s")
        await until(pilot, lambda: "1/4" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "What was paid for is kept" in text(app))
        assert isinstance(app.screen, ScanScreen)
        assert app.place is not None
        assert await app.services.reviews.latest(app.place.project.id) is None
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))


async def test_a_failed_scan_is_said_and_can_be_started_again(make_app: MakeApp) -> None:
    engine = ScriptedEngine(error=ProviderUnreachable("The model can't be reached. Check the network."))
    app = make_app(import_sample, project=True, engine=engine)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("s")
        await until(pilot, lambda: "Check the network." in text(app))
        await pilot.press("escape")
        engine.error = None
        await settle(pilot)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))


async def test_leaving_the_screen_does_not_stop_the_scan(make_app: MakeApp) -> None:
    hold = asyncio.Event()
    app = make_app(import_sample, project=True, engine=ScriptedEngine(hold=hold))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("s")
        await until(pilot, lambda: "1/4" in text(app))
        await pilot.press("backspace")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        hold.set()
        await settle(pilot)
        await until(pilot, lambda: "The scan is done. Press 2 to open" in text(app))
        assert isinstance(app.screen, HomeScreen)
        assert app.place is not None
        assert await app.services.reviews.latest(app.place.project.id) is not None


async def test_a_second_scan_asks_while_drafts_are_undecided(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await settle(pilot)
        await pilot.press("1")
        await until(pilot, lambda: "Drafts       7" in text(app))
        await pilot.press("s")
        await until(pilot, lambda: "7 drafts that are not committed" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ScanScreen))
        assert app.scans.run is None


async def test_what_a_scan_warned_of_can_be_read_later(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        await pilot.press("1")
        await until(pilot, lambda: "· Page 7 could not be read." in text(app))


async def test_a_changed_script_becomes_a_new_revision(make_app: MakeApp, tmp_path: Path) -> None:
    changed = tmp_path / "low-water-2.fountain"
    changed.write_bytes(SAMPLE.read_bytes() + b"\n\nINT. CELLAR - NIGHT\n\nA cellar.\n")
    app = make_app(import_sample, project=True)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(pilot)
        app.screen.import_file(changed)  # type: ignore[attr-defined]
        await until(pilot, lambda: "revision 2" in text(app))
        await until(pilot, lambda: "INT. CELLAR" in text(app))
        assert len(await app.services.projects.cards()) == 1


@pytest.mark.parametrize("size", [(100, 30), (200, 60)])
def test_snapshot(make_app: MakeApp, snap_compare: Any, size: tuple[int, int]) -> None:
    async def run_before(pilot: Any) -> None:
        await until(pilot, lambda: "GATEHOUSE" in text(pilot.app))
        await settle(pilot)

    app = make_app(import_sample, project=True, engine=ScriptedEngine(info=GEMINI))
    assert snap_compare(app, terminal_size=size, run_before=run_before)
