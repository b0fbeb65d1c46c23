"""The board: what it shows of each asset, and what is made, locked, unlocked and promoted from it."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from core.models import BatchEstimate, EngineInfo, JobState
from core.services import Services
from tests.tui import seeds
from tests.tui.conftest import MakeApp, WorkspaceApp, scan_sample, until
from tests.tui.seeds import opened
from tests.tui.seeing import settle, text
from tui import keymap
from tui.base import BaseApp
from tui.jobs import JobMoved
from tui.modals.batch import BatchChoice, BatchModal
from tui.screens.board import NEEDS_STYLE, BoardScreen
from tui.screens.board_gallery import Tile
from tui.screens.editor import EditorScreen
from tui.widgets.picture import Picture
from tui.widgets.row_table import RowTable


def test_every_key_has_its_action() -> None:
    assert keymap.missing_actions(BoardScreen, keymap.BOARD) == []


async def show(pilot: Pilot[None]) -> WorkspaceApp:
    app = await opened(pilot, BoardScreen())
    await until(pilot, lambda: not app.screen.query_one(Picture).path or bool(picture_cells(app)))
    return app


def picture_cells(app: WorkspaceApp) -> int:
    return app.screen.query_one(Picture).picture_size.area


def names(app: WorkspaceApp) -> list[str]:
    return [card.asset.name for card in app.screen.query_one(RowTable).rows]


async def stale_guard(services: Services) -> None:
    """A `Seed`: one locked, one stale, one with an open conflict, one without a picture."""
    await seeds.picture_sample(services)
    found = await seeds.cards(services)
    guard = found["THE GUARD"].asset
    await services.assets.save(guard.id, guard.version, description="A heavy man in a red slicker.")
    await services.assets.lock(found["TIDE STATION"].asset.id)


async def test_each_asset_stands_under_its_type_with_state_ratio_and_counts(make_app: MakeApp) -> None:
    async with make_app(stale_guard).run_test(size=(200, 60)) as pilot:
        seen = text(await show(pilot))
        assert "✓ Style  35mm Naturalism" in seen
        assert "locked 1 / 4 · 1 stale · 1 to decide · 1 no image" in seen
        assert ["CHARACTERS  2" in seen, "LOCATIONS  1" in seen, "PROPS  1" in seen] == [True] * 3
        row = next(line for line in seen.splitlines() if "TIDE STATION" in line)
        assert "✓ locked" in row
        assert "16:9" in row
        assert "A concrete pump house" in row


async def test_the_picture_beside_the_list_says_what_it_was_made_from_and_why_it_is_stale(
    make_app: MakeApp,
) -> None:
    async with make_app(stale_guard).run_test(size=(100, 40)) as pilot:
        app = await show(pilot)
        await pilot.press("down")
        await until(pilot, lambda: "stale: the" in text(app))
        seen = text(app)
        assert "offline placeholder" in " ".join(seen.split()).replace("Made by ", "")
        assert picture_cells(app) > 0


async def test_without_a_style_generate_is_disabled_and_says_why(make_app: MakeApp) -> None:
    async with make_app(seeds.commit_sample).run_test(size=(80, 24)) as pilot:
        app = await show(pilot)
        assert NEEDS_STYLE in text(app)
        for action in ("generate", "generate_missing"):
            assert app.screen.check_action(action, ()) is None
        await pilot.press("g", "b")
        await settle(pilot)
        assert isinstance(app.screen, BoardScreen)
        _, branch = await seeds.here(app.services)
        assert await app.services.images.jobs(branch) == ()


async def test_without_assets_it_says_what_to_do(make_app: MakeApp) -> None:
    async with make_app(scan_sample).run_test(size=(80, 24)) as pilot:
        app = await show(pilot)
        assert "No assets yet: commit a review (2)" in text(app)
        assert app.screen.check_action("generate", ()) is None


async def test_generate_asks_how_many_and_makes_that_many_of_each_selected(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("space", "space", "g")
        await until(pilot, lambda: "Generate: 2 assets" in text(app))
        assert "4 pictures · free, offline placeholders" in text(app)
        await pilot.press("down", "enter")
        await until(pilot, lambda: text(app).count("● image key") + text(app).count("! conflict open") >= 2)
        _, branch = await seeds.here(app.services)
        await until(pilot, lambda: not app.jobs.running)
        jobs = await app.services.images.jobs(branch)
        assert [job.asset_name for job in jobs].count("IDA MARSH") == 2
        assert {job.state for job in jobs} == {JobState.SUCCEEDED}
        assert len(jobs) == 4


async def test_all_missing_takes_only_what_lacks_a_current_picture(make_app: MakeApp) -> None:
    async with make_app(stale_guard).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("b")
        await until(pilot, lambda: "Generate: 2 assets" in text(app))
        await pilot.press("escape")
        await settle(pilot)
        _, branch = await seeds.here(app.services)
        assert len(await app.services.images.jobs(branch)) == 3


async def test_the_price_stands_beside_each_count() -> None:
    one = BatchEstimate(EngineInfo("gemini", "banana"), 3, 0.12, (), (("THE GUARD", "is locked"),))
    app = BaseApp()
    async with app.run_test(size=(100, 40)) as pilot:
        answers: list[object] = []
        await app.push_screen(BatchModal("3 assets", one), answers.append)
        await until(pilot, lambda: "24 pictures · $0.96 with banana" in text(app))
        assert "6 pictures · $0.24 with banana" in text(app)
        assert "Left out: THE GUARD is locked." in text(app)
        await pilot.press("down", "tab", *"0.2", "enter")
        await until(pilot, lambda: "6 pictures cost $0.24; the limit is $0.20." in text(app))
        await pilot.press("5", "enter")
        await until(pilot, lambda: answers == [BatchChoice(2, 0.25)])


async def test_lock_locks_what_can_be_and_tells_the_others_in_one_dialog(make_app: MakeApp) -> None:
    async with make_app(stale_guard).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("ctrl+a", "l")
        await until(pilot, lambda: "could not be locked" in text(app))
        seen = " ".join(text(app).split())
        assert "2 of 3 could not be locked" in seen
        assert "BRASS KEY has no image key" in seen
        assert "THE GUARD is not current" in seen
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, BoardScreen)
        found = await seeds.cards(app.services)
        assert [card.asset.locked_at is not None for card in found.values()] == [True, False, True, False]


async def test_what_could_not_be_locked_is_one_key_away_and_u_unlocks_again(make_app: MakeApp) -> None:
    async with make_app(stale_guard).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("ctrl+a", "l")
        await until(pilot, lambda: "could not be locked" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EditorScreen))
        await settle(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, BoardScreen) and "locked 2 / 4" in text(app))
        await pilot.press("u")
        await until(pilot, lambda: "locked 1 / 4" in text(app))


async def test_the_gallery_has_the_cursor_and_the_marks_of_the_list_and_its_keys(make_app: MakeApp) -> None:
    async with make_app(stale_guard).run_test(size=(80, 24)) as pilot:
        app = await opened(pilot, BoardScreen())
        await pilot.press("down", "t")
        await until(pilot, lambda: "▌THE GUARD" in text(app))
        await pilot.press("left", "space")
        await until(pilot, lambda: "[x] IDA MARSH" in text(app))
        await pilot.press("down")
        await until(pilot, lambda: "▌TIDE STATION" in text(app) or "▌BRASS KEY" in text(app))
        shown = [tile.card.asset.name for tile in app.screen.query(Tile) if tile.display and tile.card]
        assert len(shown) < 4
        await app.show(BoardScreen())
        await until(pilot, lambda: "1 selected" in text(app) and bool(app.screen.query(Tile)))
        await pilot.press("t")
        await until(pilot, lambda: "[x] ! conflict open" in text(app))


async def test_sorting_turns_and_questions_filter(make_app: MakeApp) -> None:
    async with make_app(stale_guard).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("O")
        await settle(pilot)
        assert names(app) == ["THE GUARD", "IDA MARSH", "TIDE STATION", "BRASS KEY"]
        await pilot.press("slash", *"-state:locked no:key", "enter")
        await settle(pilot)
        assert names(app) == ["BRASS KEY"]
        assert "1 of 4 shown" in text(app)


async def test_unlock_asks_first(make_app: MakeApp) -> None:
    async with make_app(seeds.lock_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("L")
        await until(pilot, lambda: "Unlock IDA MARSH?" in text(app))
        await pilot.press("escape")
        await settle(pilot)
        assert "locked 4 / 4" in text(app)
        await pilot.press("L")
        await until(pilot, lambda: "Unlock IDA MARSH?" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "locked 3 / 4" in text(app))


async def test_promote_is_for_locked_ones_only(make_app: MakeApp) -> None:
    async with make_app(stale_guard).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        assert app.screen.check_action("promote", ()) is None
        await pilot.press("down", "down")
        assert app.screen.check_action("promote", ()) is True
        await pilot.press("p")
        await settle(pilot)
        assert [asset.name for asset in await app.services.library.list()] == ["TIDE STATION"]


async def test_the_filter_narrows_as_one_types_and_escape_takes_it_away(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("slash", *"yellow")
        await settle(pilot)
        assert names(app) == ["THE GUARD"]
        await pilot.press("enter")
        assert isinstance(app.focused, RowTable)
        await pilot.press("escape")
        await settle(pilot)
        assert len(names(app)) == 4
        assert not app.screen.query_one(Input).is_on_screen
        assert isinstance(app.screen, BoardScreen)


async def test_a_job_that_has_moved_is_seen_without_a_key(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        found = await seeds.cards(app.services)
        (job,) = await app.services.images.enqueue([found["BRASS KEY"].asset.id])
        assert "generating" not in text(app)
        app.screen.post_message(JobMoved(job))
        await until(pilot, lambda: "1 generating" in text(app))


async def test_enter_opens_the_editor_and_coming_back_reads_again(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, EditorScreen))
        found = await seeds.cards(app.services)
        guard = found["THE GUARD"].asset
        await app.services.assets.save(guard.id, guard.version, name="THE WARDEN")
        await settle(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, BoardScreen) and "THE WARDEN" in text(app))


@pytest.mark.parametrize("size", [(100, 30), (200, 60)])
def test_snapshot(make_app: MakeApp, snap_compare: seeds.SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(make_app(stale_guard), terminal_size=size, run_before=show)
