"""The gate screen: the verdict, the way to each blocker, the hand-off and the promotion."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from core.models import Blocker, BlockerKind, Remedy
from core.services import Services
from tests.tui import seeds
from tests.tui.conftest import MakeApp, Seed, WorkspaceApp, press, scan_sample, until
from tests.tui.seeds import MADE, OTHER_STYLE, opened
from tests.tui.seeing import settle, text
from tui import keymap
from tui.base import Stage
from tui.screens.board_flows import promotion_words
from tui.screens.gate import GateScreen, slug, way_out


def test_every_key_has_its_action() -> None:
    assert keymap.missing_actions(GateScreen, keymap.GATE) == []


async def show(pilot: Pilot[None]) -> WorkspaceApp:
    return await opened(pilot, GateScreen())


def stage_of(app: WorkspaceApp) -> str:
    return type(app.screen).__name__


async def test_a_closed_gate_names_each_blocker_and_its_way_out(make_app: MakeApp) -> None:
    async with make_app(seeds.picture_sample).run_test(size=(100, 30)) as pilot:
        seen = text(await show(pilot))
        assert "Gate closed — 4 blockers" in seen
        assert "0/4   locked" in seen
        assert all(name in seen for name in MADE)
        assert "◆  IDA MARSH" in seen
        assert "Generate a picture." in seen


async def test_all_that_are_only_not_locked_are_locked_at_once_and_the_next_blocker_is_next(
    make_app: MakeApp,
) -> None:
    async with make_app(seeds.picture_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        assert "TO LOCK (L LOCKS ALL)  2" in text(app)
        await pilot.press("l")
        await until(pilot, lambda: "2/4   locked" in text(app))
        assert "TO DECIDE  1" in text(app), "a conflict is a person's to decide"
        assert "▌ ■  BRASS KEY" in text(app)
        await pilot.press("g")
        await until(pilot, lambda: "Generate: BRASS KEY" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "TO LOCK (L LOCKS ALL)  1" in text(app))


async def test_enter_goes_to_the_asset_that_blocks(make_app: MakeApp) -> None:
    async with make_app(seeds.picture_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: stage_of(app) == "EditorScreen")


@pytest.mark.parametrize(
    ("seed", "screen"), [(seeds.commit_sample, "StylesScreen"), (scan_sample, "ReviewScreen")]
)
async def test_enter_goes_to_the_stage_that_blocks(make_app: MakeApp, seed: Seed, screen: str) -> None:
    async with make_app(seed).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: stage_of(app) == screen)


async def test_a_long_reason_is_read_in_full_under_the_table(make_app: MakeApp) -> None:
    async def restyle(services: Services) -> None:
        await seeds.lock_sample(services)
        _, branch = await seeds.here(services)
        await services.styles.lock(branch, (await services.styles.find(OTHER_STYLE)).id)

    async with make_app(restyle).run_test(size=(80, 24)) as pilot:
        seen = " ".join(text(await show(pilot)).split())
        assert "IDA MARSH: its image key is not current: made in another style." in seen
        assert "Unlock it and generate again." in seen


async def test_the_verdict_is_taken_again_when_a_screen_above_goes(make_app: MakeApp) -> None:
    async with make_app(seeds.picture_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        ida = (await seeds.cards(app.services))["IDA MARSH"]
        await pilot.press("question_mark")
        await app.services.assets.lock(ida.asset.id)
        await pilot.press("escape")
        await settle(pilot)
        assert "Gate closed — 3 blockers" in text(app)


async def test_an_open_gate_says_what_is_next(make_app: MakeApp) -> None:
    async with make_app(seeds.lock_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        seen = text(app)
        assert "✓  Gate open" in seen
        assert "hand off with e, promote to the library with p" in seen
        assert app.screen.check_action("open", ()) is None


async def test_export_of_an_open_gate_writes_and_says_where(make_app: MakeApp, tmp_path: Path) -> None:
    async with make_app(seeds.lock_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("e")
        await pilot.pause()
        field = app.screen.query_one(Input)
        assert field.value.endswith("/low-water-lookbook")
        out = tmp_path / "out"
        field.value = str(out)
        await pilot.press("enter")
        await until(pilot, lambda: "Hand-off written" in text(app))
        assert "The gate was open." in text(app)
        assert "4 pictures:" in text(app)
        manifest = json.loads((out / "manifest.json").read_text())
        assert manifest["gate"]["open"] is True


async def test_the_home_of_nobody_is_said_under_the_folder_as_it_was_typed(make_app: MakeApp) -> None:
    async with make_app(seeds.lock_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("e")
        await pilot.pause()
        field = app.screen.query_one(Input)
        field.value = "~nouser/out"
        await pilot.press("enter")
        await until(pilot, lambda: "There is no user nouser." in text(app))
        assert field.value == "~nouser/out"


async def test_export_of_a_closed_gate_asks_first(make_app: MakeApp, tmp_path: Path) -> None:
    async with make_app(seeds.picture_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        out = tmp_path / "out"
        await pilot.press("e")
        await pilot.pause()
        app.screen.query_one(Input).value = str(out)
        await pilot.press("enter")
        await until(pilot, lambda: "The manifest will say that the gate was closed" in text(app))
        await pilot.press("enter")
        await settle(pilot)
        assert not out.exists()
        await pilot.press("e")
        await pilot.pause()
        app.screen.query_one(Input).value = str(out)
        await pilot.press("enter")
        await until(pilot, lambda: "Export anyway" in text(app))
        await press(pilot, ["right", "enter"])
        await until(pilot, lambda: "The gate was closed; the manifest says so." in text(app))


async def test_promoting_all_does_not_double_what_is_there(make_app: MakeApp) -> None:
    async with make_app(seeds.lock_sample).run_test(size=(100, 30), notifications=True) as pilot:
        app = await show(pilot)
        ida = (await seeds.cards(app.services))["IDA MARSH"]
        await app.services.library.promote(ida.asset.id)
        await pilot.press("p")
        await pilot.pause()
        assert "4 locked assets will be copied" in text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "3 assets copied to the library, 1 was there already." in text(app))
        assert len(await app.services.library.list()) == 4


async def test_without_a_locked_asset_nothing_is_promoted(make_app: MakeApp) -> None:
    async with make_app(seeds.picture_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        assert app.screen.check_action("promote_all", ()) is None


def test_without_assets_the_first_way_leads_to_the_review() -> None:
    assets = Blocker(
        BlockerKind.NO_ASSETS, None, "Branch", "has no assets", "Commit a review.", Remedy.REVIEW
    )
    style = Blocker(
        BlockerKind.NO_STYLE, None, "Branch", "no visual style is locked", "Lock a style.", Remedy.STYLE
    )
    assert (way_out(assets), way_out(style)) == (Stage.REVIEW, Stage.STYLE)


@pytest.mark.parametrize(
    ("title", "name"),
    [("LOW WATER", "low-water"), ("Été / 2046: [x]", "été-2046-x"), ("../..", "project")],
)
def test_a_title_becomes_a_folder_name(title: str, name: str) -> None:
    assert slug(title) == name


@pytest.mark.parametrize(
    ("new", "known", "words"),
    [
        (0, 3, "All of them were in the library already."),
        (1, 0, "1 asset copied to the library."),
        (2, 2, "2 assets copied to the library, 2 were there already."),
    ],
)
def test_a_promotion_in_words(new: int, known: int, words: str) -> None:
    assert promotion_words(new, known) == words


@pytest.mark.parametrize("size", [(100, 30), (200, 60)])
def test_snapshot(make_app: MakeApp, snap_compare: seeds.SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(make_app(seeds.picture_sample), terminal_size=size, run_before=show)
