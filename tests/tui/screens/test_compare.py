"""Two branches side by side: rows, sides, words that differ, taking a text, going over to the other one."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from core.services import Services
from tests.tui import seeds
from tests.tui.conftest import MakeApp, WorkspaceApp, press, until
from tests.tui.seeds import opened
from tests.tui.seeing import lines, settle, text
from tui import keymap
from tui.modals.dialog import Dialog
from tui.screens.branches import BranchesScreen
from tui.screens.compare import CompareScreen
from tui.screens.editor import EditorScreen
from tui.widgets.picture import Picture

DARK_IDA = "A weathered woman in her sixties, grey braid. She wears a black oilskin coat."
SIZE = (120, 36)


def test_every_key_has_its_action() -> None:
    assert keymap.missing_actions(CompareScreen, keymap.COMPARE) == []


async def two_looks(services: Services) -> None:
    """A `Seed`: pictures on `main`, THE GUARD locked; on its fork `noir` IDA MARSH has another text."""
    await seeds.picture_sample(services)
    main = await seeds.cards(services)
    await services.assets.lock(main["THE GUARD"].asset.id)
    noir = await services.branches.fork((await seeds.here(services))[1], "noir")
    ida = (await services.assets.find(noir.id, "IDA MARSH")).asset
    await services.assets.save(ida.id, ida.version, description=DARK_IDA)


async def shown(pilot: Pilot[Any]) -> WorkspaceApp:
    """The comparison of main and noir, by keys."""
    app = await opened(pilot, BranchesScreen())
    await press(pilot, ["down", "c"])
    await until(pilot, lambda: isinstance(app.screen, CompareScreen) and "IDA MARSH" in text(app))
    await settle(pilot)
    return app


async def description(app: WorkspaceApp, branch: str, name: str) -> str:
    """The stored description of an asset."""
    assert app.place is not None
    found = await app.services.projects.branch_named(app.place.project.id, branch)
    return (await app.services.assets.find(found.id, name)).asset.description


async def in_front(pilot: Pilot[Any], words: str) -> None:
    """Until a dialog with these words takes keys."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Dialog) and words in text(pilot.app))


async def test_both_sides_stand_with_style_state_and_the_words_that_differ(make_app: MakeApp) -> None:
    async with make_app(two_looks, project=True).run_test(size=SIZE) as pilot:
        app = await shown(pilot)
        seen = text(app)
        assert "35mm Naturalism" in seen
        assert "no style locked" in seen
        row = next(line for line in lines(app) if "blue" in line)
        assert row.index("blue") < row.index("black"), "the same line of both sides"
        one, other = app.screen.query(Picture)
        assert (one.path is not None, other.path) == (True, None)
        assert "No picture yet" in seen
        (pair,) = [pair for pair in app.screen.view.pairs if pair.shown.asset.name == "IDA MARSH"]  # type: ignore[attr-defined]
        words = {run.kind: run.text for run in pair.description if run.kind != "same"}
        assert words == {"one": "blue", "other": "black"}


async def test_the_text_of_the_other_side_is_taken_and_u_takes_it_back(
    make_app: MakeApp,
) -> None:
    app = make_app(two_looks, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await shown(pilot)
        await pilot.press("t")
        await in_front(pilot, "IDA MARSH on main gets the description")
        assert "will count as stale" in " ".join(text(app).split())
        await pilot.press("enter")
        await until(pilot, lambda: "IDA MARSH has the text of noir on main now." in text(app))
        assert await description(app, "main", "IDA MARSH") == DARK_IDA
        await settle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: "Taken back" in text(app))
        await settle(pilot)
        blue = await description(app, "main", "IDA MARSH")
        assert "blue" in blue
        await press(pilot, ["tab", "t"])
        await in_front(pilot, "IDA MARSH on noir gets the description")
        await pilot.press("enter")
        await until(pilot, lambda: "IDA MARSH has the text of main on noir now." in text(app))
        assert await description(app, "noir", "IDA MARSH") == blue


async def test_a_locked_side_takes_nothing_and_says_why(make_app: MakeApp) -> None:
    async def with_another_guard(services: Services) -> None:
        await two_looks(services)
        project, _ = await seeds.here(services)
        noir = await services.projects.branch_named(project.id, "noir")
        guard = (await services.assets.find(noir.id, "THE GUARD")).asset
        await services.assets.save(guard.id, guard.version, description="A shadow.")

    app = make_app(with_another_guard, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await shown(pilot)
        await press(pilot, ["down", "t"])
        await until(pilot, lambda: "THE GUARD is locked on main." in text(app))
        assert await description(app, "main", "THE GUARD") != "A shadow."


async def test_the_editor_of_the_other_branch_opens_after_asking_to_go_over(make_app: MakeApp) -> None:
    app = make_app(two_looks, project=True)
    async with app.run_test(size=SIZE) as pilot:
        await shown(pilot)
        await press(pilot, ["right", "e"])
        await in_front(pilot, "IDA MARSH is on noir; you work on main.")
        await pilot.press("escape")
        await settle(pilot)
        assert "LOW WATER / main" in text(app)
        await pilot.press("e")
        await in_front(pilot, "you work on main.")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EditorScreen) and "black" in text(app))
        assert "LOW WATER / noir" in text(app)
        await settle(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CompareScreen))
        await settle(pilot)
        assert "LOW WATER / noir" in text(app)
        await press(pilot, ["left"])
        assert isinstance(app.screen, CompareScreen), "left is a side here, not the way back"


async def test_only_differences_and_the_filter_narrow_the_list(make_app: MakeApp) -> None:
    async with make_app(two_looks, project=True).run_test(size=SIZE) as pilot:
        app = await shown(pilot)
        assert "BRASS KEY" in text(app)
        await pilot.press("D")
        await settle(pilot)
        assert "BRASS KEY" not in text(app), "it has no picture on either"
        assert "THE GUARD" in text(app)
        await press(pilot, ["slash", *"tide"])
        await until(pilot, lambda: "THE GUARD" not in text(app))
        assert "TIDE STATION" in text(app)
        await pilot.press("escape")
        await until(pilot, lambda: "THE GUARD" in text(app))


async def test_in_a_small_terminal_the_texts_come_first_and_f2_shows_the_pictures(make_app: MakeApp) -> None:
    async with make_app(two_looks, project=True).run_test(size=(80, 24)) as pilot:
        app = await shown(pilot)
        assert "DESCRIPTION" in text(app)
        assert "No picture yet" not in text(app)
        await pilot.press("f2")
        await until(pilot, lambda: "No picture yet" in text(app))
        assert "DESCRIPTION" not in text(app)
