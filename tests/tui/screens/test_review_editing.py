"""Editing in place, rows of one's own, type and priority in bulk."""

from __future__ import annotations

from core.models import AssetType
from tests.tui.conftest import MakeApp, press, scan_sample, until
from tests.tui.reviewing import SIZE, opened, row, under_cursor
from tests.tui.seeing import settle, text
from tui.screens.review import ReviewScreen


async def test_an_edit_keeps_the_old_name_as_an_alias(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FormModal))
        await press(pilot, ["home", *"OLD ", "ctrl+s"])
        await until(pilot, lambda: "OLD IDA MARSH" in text(app) and not isinstance(app.screen, FormModal))
        assert "IDA MARSH" in (await row(app, "OLD IDA MARSH")).draft.aliases


async def test_a_row_of_ones_own_is_checked_and_stands_under_the_cursor(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("plus")
        await until(pilot, lambda: isinstance(app.screen, FormModal))
        await press(pilot, [*"brass key", "ctrl+s"])
        await until(pilot, lambda: "The review has brass key already." in text(app))
        await press(pilot, [*" ring", "ctrl+s"])
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and "8 open" in text(app))
        await until(pilot, lambda: under_cursor(app) == "brass key ring")
        assert (await row(app, "brass key ring")).draft.manual_add


async def test_type_and_priority_in_bulk(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["space", "space", "p"])
        await until(pilot, lambda: "LOW PRIORITY  4" in text(app))
        await pilot.press("t")
        await until(pilot, lambda: "Type of 2 rows" in text(app))
        await press(pilot, ["end", "enter"])
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await settle(pilot)
        assert (await row(app, "THE GUARD")).draft.type is AssetType.PROP
        assert not (await row(app, "IDA MARSH")).draft.is_high_priority
