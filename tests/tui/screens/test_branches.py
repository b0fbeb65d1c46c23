"""The branches of a film: the list, forking, switching, renaming, deleting; what follows the open branch."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.pilot import Pilot

from core.models import BranchId
from core.services import Services
from tests.tui import seeds
from tests.tui.conftest import MakeApp, WorkspaceApp, press, until
from tests.tui.engine import ScriptedEngine
from tests.tui.seeds import opened
from tests.tui.seeing import lines, settle, text
from tui import keymap
from tui.base import LookbookScreen
from tui.modals.dialog import Dialog
from tui.screens.branches import BranchesScreen
from tui.screens.scan import ScanScreen
from tui.screens.styles import StylesScreen


def test_every_key_has_its_action() -> None:
    assert keymap.missing_actions(BranchesScreen, keymap.BRANCHES) == []


async def fork_sample(services: Services) -> None:
    """A `Seed`: the film with every asset locked, and a fork of it, `noir`."""
    await seeds.lock_sample(services)
    await services.branches.fork((await seeds.here(services))[1], "noir")


async def names(app: WorkspaceApp) -> list[str]:
    """The branches as they are stored."""
    assert app.place is not None
    return [card.branch.name for card in await app.services.branches.list(app.place.project.id)]


async def noir(app: WorkspaceApp) -> BranchId:
    """The fork's id."""
    assert app.place is not None
    return (await app.services.projects.branch_named(app.place.project.id, "noir")).id


async def in_front(pilot: Pilot[Any], words: str) -> None:
    """Until a dialog with these words takes keys."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Dialog) and words in text(pilot.app))


async def test_each_branch_stands_with_its_style_counts_gate_and_origin(make_app: MakeApp) -> None:
    async with make_app(fork_sample, project=True).run_test(size=(110, 30)) as pilot:
        app = await opened(pilot, BranchesScreen())
        assert "main is the one you work on, of 2 branches." in text(app)
        rows = [line for line in lines(app) if "closed" in line or "✓ open" in line]
        assert "35mm Naturalism" in rows[0]
        assert "✓ open" in rows[0]
        assert "none yet" in rows[1]
        assert rows[1].rstrip().endswith("main")


async def test_a_fork_says_what_comes_along_and_is_under_the_cursor(make_app: MakeApp) -> None:
    app = make_app(fork_sample, project=True)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await opened(pilot, BranchesScreen())
        await pilot.press("n")
        await in_front(pilot, "Comes along: 4 assets")
        assert "Stays behind: pictures" in text(app)
        await press(pilot, [*"NOIR", "enter"])
        await until(pilot, lambda: "The film has a branch named noir already." in text(app))
        await press(pilot, [*"2", "enter"])
        await until(pilot, lambda: "NOIR2 is forked from main." in text(app))
        await settle(pilot)
        assert await names(app) == ["main", "noir", "NOIR2"]
        assert isinstance(app.screen, BranchesScreen)
        assert app.screen.current is not None
        assert app.screen.current.branch.name == "NOIR2"


async def test_enter_switches_to_what_is_due_there_and_everything_follows(make_app: MakeApp) -> None:
    app = make_app(fork_sample, project=True)
    async with app.run_test(size=(110, 30)) as pilot:
        await opened(pilot, BranchesScreen())
        await press(pilot, ["down", "enter"])
        await until(pilot, lambda: isinstance(app.screen, StylesScreen))
        await settle(pilot)
        assert "LOW WATER / noir" in text(app)
        assert "No style is locked on noir." in text(app)
        await pilot.press("4")
        await until(pilot, lambda: "○ no image" in text(app))
        assert "✓ locked" not in text(app)
        await pilot.press("8")
        await until(pilot, lambda: "noir is the one you work on" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "LOW WATER / noir (2)" in text(app))


async def test_nothing_is_switched_while_a_screen_holds_what_was_typed(make_app: MakeApp) -> None:
    class Holding(LookbookScreen[None]):
        async def may_leave(self) -> bool:
            return False

    app = make_app(fork_sample, project=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(pilot, BranchesScreen())
        await app.push_screen(Holding())
        assert not await app.work_on(await noir(app))
        assert app.place is not None
        assert app.place.branch.name == "main"


async def test_a_session_stays_on_its_branch_when_another_one_switches(make_app: MakeApp) -> None:
    app = make_app(fork_sample, project=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(pilot, BranchesScreen())
        await app.services.branches.open(await noir(app))
        await app.refresh_place()
        assert app.place is not None
        assert app.place.branch.name == "main"


async def test_a_new_name_stands_in_the_top_bar_and_u_takes_it_back(make_app: MakeApp) -> None:
    app = make_app(fork_sample, project=True)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await opened(pilot, BranchesScreen())
        await pilot.press("e")
        await in_front(pilot, "Rename main")
        await press(pilot, [*"mainland", "enter"])
        await until(pilot, lambda: "mainland is the one you work on" in text(app))
        assert "LOW WATER / mainland" in text(app)
        await pilot.press("u")
        await until(pilot, lambda: "LOW WATER / main " in text(app))
        assert await names(app) == ["main", "noir"]


async def test_a_branch_is_deleted_after_asking_and_locked_work_by_its_name_only(make_app: MakeApp) -> None:
    app = make_app(fork_sample, project=True)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await opened(pilot, BranchesScreen())
        await pilot.press("x")
        await in_front(pilot, "4 assets are locked.")
        await press(pilot, [*"noir", "enter"])
        await until(pilot, lambda: "That is not main." in text(app))
        await press(pilot, [*["backspace"] * 4, *"main", "enter"])
        await until(pilot, lambda: "noir is the film's only branch" in text(app))
        assert "LOW WATER / noir" in text(app)
        assert await names(app) == ["noir"]
        await pilot.press("n")
        await in_front(pilot, "Fork noir")
        await press(pilot, [*"ink", "enter"])
        await until(pilot, lambda: "ink is forked from noir" in text(app))
        await settle(pilot)
        await pilot.press("x")
        await in_front(pilot, "0 pictures and the reviews go with it.")
        await press(pilot, ["right", "enter"])
        await until(pilot, lambda: "ink is deleted." in text(app))
        assert await names(app) == ["noir"]


async def test_a_scan_belongs_to_its_branch(make_app: MakeApp) -> None:
    hold, engine = asyncio.Event(), ScriptedEngine()
    app = make_app(fork_sample, engine=engine, project=True)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await opened(pilot, BranchesScreen())
        engine.hold = hold
        assert app.place is not None
        app.scans.start(app.place)
        await press(pilot, ["x"])
        await until(pilot, lambda: "main is being scanned." in text(app))
        await app.work_on(await noir(app))
        await app.action_stage(1).wait()
        await until(pilot, lambda: isinstance(app.screen, ScanScreen))
        assert isinstance(app.screen, ScanScreen)
        assert not app.screen.running, "the other branch is being scanned"
        hold.set()
        await until(pilot, lambda: "The scan of main is done. Switch" in text(app))
