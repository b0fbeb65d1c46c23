"""Folding the groups of a table, by keys and by mouse."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tui import seeing
from tests.tui.widgets.table_app import Row, TableApp, cursor_line, rows_of, selected, shown
from tui.widgets.row_table import Heading, RowTable

SIZE = (40, 14)


async def test_a_folded_group_shows_its_heading_and_the_cursor_stands_on_it() -> None:
    app = TableApp(rows_of(4), folded=["props"])
    async with app.run_test(size=SIZE) as pilot:
        assert shown(app) == ["CHARACTERS", "Row 0", "Row 1", "▸ PROPS"]
        await pilot.press("end")
        assert cursor_line(app).strip("▌ ") == "▸ PROPS  2"
        assert app.table.cursor == Heading("props")
        assert app.table.cursor_row is None
        await pilot.press("up")
        assert "Row 1" in cursor_line(app)


@pytest.mark.parametrize("key", ["enter", "space", "right", "z"])
async def test_keys_open_the_fold_under_the_cursor(key: str) -> None:
    app = TableApp(rows_of(4), folded=["props"])
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end", key)
        assert shown(app)[3:] == ["PROPS", "Row 2", "Row 3"]
        assert "Row 2" in cursor_line(app)
        assert (app.entered, selected(app)) == (0, [])


async def test_on_a_row_enter_is_the_screens_and_space_selects() -> None:
    app = TableApp(rows_of(4), folded=["props"])
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "space")
        assert (app.entered, selected(app)) == (1, [0])
        assert not app.table.open_fold()
        await pilot.press("end")
        assert app.table.open_fold()


async def test_z_folds_the_group_under_the_cursor_and_comes_back_to_the_row() -> None:
    app = TableApp(rows_of(6))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "down", "z")
        assert shown(app) == ["▸ CHARACTERS", "PROPS", "Row 3", "Row 4", "Row 5"]
        assert "▸ CHARACTERS  3" in cursor_line(app)
        assert app.table.folded == {"characters"}
        await pilot.press("z")
        assert "Row 2" in cursor_line(app)


async def test_upper_z_opens_all_and_then_folds_all() -> None:
    app = TableApp(rows_of(4), folded=["props"])
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "Z")
        assert shown(app) == ["CHARACTERS", "Row 0", "Row 1", "PROPS", "Row 2", "Row 3"]
        assert "Row 1" in cursor_line(app)
        await pilot.press("Z")
        assert shown(app) == ["▸ CHARACTERS", "▸ PROPS"]
        assert "CHARACTERS" in cursor_line(app)


async def test_a_click_on_a_heading_folds_and_opens() -> None:
    app = TableApp(rows_of(4))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.click(RowTable, offset=(10, 1))
        assert shown(app) == ["▸ CHARACTERS", "PROPS", "Row 2", "Row 3"]
        await pilot.click(RowTable, offset=(10, 1))
        assert shown(app)[:2] == ["CHARACTERS", "Row 0"]
        await pilot.click(RowTable, offset=(10, 4), times=2)
        assert shown(app)[3:] == ["▸ PROPS"]
        assert "PROPS" in cursor_line(app)


async def test_an_action_on_a_fold_means_all_its_rows() -> None:
    app = TableApp(rows_of(6), folded=["props"])
    async with app.run_test(size=SIZE) as pilot:
        assert (app.table.fold_rows, app.table.targets) == ((), (0,))
        await pilot.press("end")
        assert app.table.fold_rows == app.table.targets == (3, 4, 5)
        app.table.set_selected([1])
        assert [*app.table.targets] == [1]


async def test_a_range_over_a_fold_selects_its_rows_and_the_heading_says_how_many() -> None:
    app = TableApp(rows_of(6), folded=["props"])
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "down", "shift+down")
        assert selected(app) == [2, 3, 4, 5]
        assert cursor_line(app).strip("▌ ") == "▸ PROPS  3  3 selected"
        await pilot.press("shift+up")
        assert selected(app) == [2]
        assert "selected" not in seeing.text(app)


async def test_folding_inside_a_range_takes_the_whole_group_into_it() -> None:
    app = TableApp(rows_of(6))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end", "v", "up", "z")
        assert selected(app) == [3, 4, 5]
        await pilot.press("up")
        assert selected(app) == [2, 3, 4, 5]


async def test_folds_outlive_new_rows_and_a_cursor_whose_row_goes_into_one_stands_on_its_heading() -> None:
    app = TableApp(rows_of(6), folded=["props"])
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down")
        app.table.set_rows([replace(row, kind="props") if row.key == 1 else row for row in rows_of(6)])
        await pilot.pause()
        assert cursor_line(app).strip("▌ ") == "▸ PROPS  4"
        app.table.set_rows([row for row in rows_of(6) if row.kind == "props"])
        await pilot.pause()
        assert shown(app) == ["▸ PROPS"]
        assert app.table.targets == (3, 4, 5)


async def test_a_filter_can_show_all_groups_open_for_a_while() -> None:
    app = TableApp(rows_of(6), folded=["props"])
    async with app.run_test(size=SIZE) as pilot:
        app.table.set_rows(rows_of(6)[4:], hidden=range(4), ignore_folds=True)
        await pilot.press("z", "Z")
        assert shown(app) == ["PROPS", "Row 4", "Row 5"]
        app.table.set_rows(rows_of(6))
        await pilot.pause()
        assert "▸ PROPS  3" in cursor_line(app)


async def test_going_to_a_row_in_a_fold_opens_it_when_asked_to() -> None:
    app = TableApp(rows_of(6), folded=["props"])
    async with app.run_test(size=SIZE) as pilot:
        app.table.move_to(4)
        await pilot.pause()
        assert "▸ PROPS" in cursor_line(app)
        app.table.move_to(4, unfold=True)
        await pilot.pause()
        assert "Row 4" in cursor_line(app)


async def test_pages_and_ends_stop_at_folds() -> None:
    rows = [Row(at, f"group {at // 50}", f"Row {at}") for at in range(150)]
    app = TableApp(rows, folded=["group 0", "group 2"])
    async with app.run_test(size=SIZE) as pilot:
        assert "▸ GROUP 0" in cursor_line(app)
        await pilot.press("pagedown")
        assert "Row 60" in cursor_line(app)
        await pilot.press("end")
        assert "▸ GROUP 2  50" in cursor_line(app)
        await pilot.press("pageup", "home")
        assert "▸ GROUP 0" in cursor_line(app)


async def test_rows_of_one_group_are_brought_together() -> None:
    app = TableApp([Row(0, "a", "Row 0"), Row(1, "b", "Row 1"), Row(2, "a", "Row 2")])
    async with app.run_test(size=SIZE):
        assert shown(app) == ["A", "Row 0", "Row 2", "B", "Row 1"]
        assert [row.key for row in app.table.rows] == [0, 2, 1]


async def test_a_table_without_groups_leaves_the_folding_keys_alone() -> None:
    app = TableApp(rows_of(3), grouped=False)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("z", "Z", "right")
        assert shown(app) == ["Row 0", "Row 1", "Row 2"]
