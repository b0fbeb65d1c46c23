"""The palette goes to any asset and any project by name."""

from __future__ import annotations

from tests.tui import seeing
from tests.tui.conftest import MakeApp
from tests.tui.seeds import commit_sample
from tui.screens.board import BoardScreen
from tui.screens.editor import EditorScreen


async def test_an_asset_is_opened_by_its_name_and_the_board_is_the_way_back(make_app: MakeApp) -> None:
    app = make_app(commit_sample, project=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await seeing.settle(pilot)
        await pilot.press("ctrl+p")
        await seeing.settle(pilot)
        assert "Open IDA MARSH" not in seeing.text(app)
        await pilot.press(*"ida marsh")
        await seeing.until(pilot, "Open IDA MARSH")
        await pilot.press("enter", "enter")
        await seeing.until(pilot, "Description")
        assert isinstance(app.screen, EditorScreen)
        await pilot.press("escape")
        await seeing.settle(pilot)
        assert isinstance(app.screen, BoardScreen)
