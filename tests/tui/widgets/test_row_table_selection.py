"""Selecting rows of a table: marks, ranges, and what a filter hides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.tui import seeing
from tests.tui.widgets.table_app import TableApp, cursor_line, rows_of, selected
from tui.widgets.row_table import RowTable
from tui.widgets.row_table_selection import RowSelection


async def test_space_selects_and_goes_on_and_the_boxes_say_so() -> None:
    app = TableApp(rows_of(4))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("space", "space")
        assert selected(app) == [0, 1]
        assert [line[2:5] for line in seeing.lines(app) if "Row" in line] == ["[x]", "[x]", "[ ]", "[ ]"]
        await pilot.press("up", "space")
        assert selected(app) == [0]


async def test_shift_extends_and_a_plain_movement_ends_the_range() -> None:
    app = TableApp(rows_of(6))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("shift+down", "shift+down")
        assert selected(app) == [0, 1, 2]
        await pilot.press("shift+up")
        assert selected(app) == [0, 1]
        await pilot.press("down", "down")
        assert selected(app) == [0, 1]


async def test_range_mode_selects_while_moving_until_it_is_ended() -> None:
    app = TableApp(rows_of(6))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("j", "V", "j", "j", "V", "j")
        assert selected(app) == [1, 2, 3]


async def test_all_and_none() -> None:
    app = TableApp(rows_of(4))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("ctrl+a")
        assert selected(app) == [0, 1, 2, 3]
        await pilot.press("ctrl+a")
        assert selected(app) == []
        assert app.table.targets == (0,)


async def test_new_rows_keep_cursor_and_selection_by_key() -> None:
    app = TableApp(rows_of(6))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("down", "down", "space", "space")
        app.table.set_rows(reversed(rows_of(6)))
        await pilot.pause()
        assert selected(app) == [3, 2]
        assert "Row 4" in cursor_line(app)


async def test_v_begins_a_range_as_upper_v_does_and_the_table_says_so() -> None:
    app = TableApp(rows_of(6))
    async with app.run_test(size=(40, 12)) as pilot:
        app.posted.clear()
        await pilot.press("v")
        assert app.table.ranging
        await pilot.press("down", "shift+down")
        assert app.table.ranging
        await pilot.press("V", "down")
        assert not app.table.ranging
        assert selected(app) == [0, 1, 2]
        changes = [event for event in app.posted if isinstance(event, RowTable.SelectionChanged)]
        assert len(changes) == 4


async def test_a_range_takes_back_what_it_leaves_and_keeps_what_was_selected_before() -> None:
    app = TableApp(rows_of(10), grouped=False)
    async with app.run_test(size=(40, 14)) as pilot:
        app.table.set_selected([3, 9])
        app.table.move_to(5)
        await pilot.press("v", "up", "up", "up")
        assert selected(app) == [2, 3, 4, 5, 9]
        await pilot.press("down", "down", "down", "down")
        assert selected(app) == [3, 5, 6, 9]


@pytest.mark.parametrize(
    ("key", "keys"),
    [
        ("shift+end", [*range(20, 40)]),
        ("shift+home", [*range(21)]),
        ("shift+pagedown", [*range(20, 29)]),
        ("shift+pageup", [*range(12, 21)]),
    ],
)
async def test_shift_extends_by_pages_and_to_the_ends(key: str, keys: list[int]) -> None:
    app = TableApp(rows_of(40), grouped=False)
    async with app.run_test(size=(40, 10)) as pilot:
        app.table.move_to(20)
        await pilot.press(key)
        assert selected(app) == keys
        await pilot.press("up")
        assert not app.table.ranging
        assert selected(app) == keys


async def test_shift_click_extends_from_the_same_row_until_a_plain_click() -> None:
    app = TableApp(rows_of(8), grouped=False)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.click(RowTable, offset=(10, 4))
        await pilot.click(RowTable, offset=(10, 7), shift=True)
        assert selected(app) == [3, 4, 5, 6]
        await pilot.click(RowTable, offset=(10, 2), shift=True)
        assert selected(app) == [1, 2, 3]
        await pilot.click(RowTable, offset=(10, 8))
        await pilot.click(RowTable, offset=(3, 8))
        assert selected(app) == [1, 2, 3, 7]
        assert "Row 7" in cursor_line(app)


async def test_i_inverts_what_is_shown() -> None:
    app = TableApp(rows_of(4))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("space", "i")
        assert selected(app) == [1, 2, 3]
        app.table.set_rows(rows_of(2), hidden=[2, 3])
        await pilot.press("i")
        assert selected(app) == [0, 2, 3]


async def test_marks_outlive_a_filter() -> None:
    app = TableApp(rows_of(6), grouped=False)
    async with app.run_test(size=(40, 12)) as pilot:
        app.table.set_selected([1, 4, 5])
        app.table.set_rows(rows_of(6)[4:5], hidden=[0, 1, 2, 3])
        assert (selected(app), app.table.hidden_selected, app.table.selected_count) == ([4, 1], 1, 2)
        await pilot.press("ctrl+a")
        assert selected(app) == [1]
        await pilot.press("ctrl+a")
        assert selected(app) == [4, 1]
        app.table.set_rows(rows_of(6))
        assert (selected(app), app.table.hidden_selected) == ([1, 4], 0)


async def test_selecting_none_clears_what_is_hidden_too() -> None:
    app = TableApp(rows_of(6), grouped=False)
    async with app.run_test(size=(40, 12)) as pilot:
        app.table.set_selected([1, 4])
        app.table.set_rows(rows_of(6)[4:], hidden=[0, 1, 2, 3])
        await pilot.pause()
        app.posted.clear()
        app.table.set_selected(())
        await pilot.pause()
        assert selected(app) == []
        assert [type(event) for event in app.posted] == [RowTable.SelectionChanged]
        app.table.set_rows(rows_of(6))
        assert selected(app) == []


async def test_a_range_that_is_being_drawn_goes_on_over_new_rows() -> None:
    app = TableApp(rows_of(6), grouped=False)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("down", "v", "down")
        app.table.set_rows(rows_of(6))
        await pilot.press("down", "up", "up")
        assert selected(app) == [1]
        app.table.set_rows(rows_of(6)[2:], hidden=[0, 1])
        assert not app.table.ranging
        assert selected(app) == [1]


@given(
    before=some.sets(some.integers(0, 30)),
    spans=some.lists(some.tuples(some.integers(0, 30), some.integers(0, 31)), min_size=1),
)
def test_a_range_selects_what_it_covers_and_what_was_selected_before(
    before: set[int], spans: list[tuple[int, int]]
) -> None:
    keys = tuple(range(30))
    selection = RowSelection()
    selection.set_rows(keys, dict(zip(keys, keys, strict=True)))
    selection.select(before)
    known = before & set(keys)
    selection.begin_range(0, by_shift=False)
    marked = set(selection.keys)
    for first, last in spans:
        span = range(min(first, last), min(max(first, last), 30))
        marked ^= selection.extend(span)
        assert marked == known | set(span)
        assert selection.keys == tuple(key for key in keys if key in marked)
