"""The row table, by keys and mouse, as a person sees it."""

from __future__ import annotations

import pytest
from textual.app import ComposeResult
from textual.content import Content
from textual.events import MouseScrollDown
from textual.pilot import Pilot

from tests.tui import seeing
from tests.tui.widgets.table_app import Row, TableApp, cursor_line, rows_of, selected
from tui.base import BaseApp
from tui.widgets.row_table import LAST_LINE, Column, RowTable


async def test_groups_are_headed_and_counted_and_the_cursor_steps_over_headings() -> None:
    app = TableApp(rows_of(4))
    async with app.run_test(size=(40, 10)) as pilot:
        seen = seeing.lines(app)
        assert seen[1].strip() == "CHARACTERS  2"
        assert seen[4].strip() == "PROPS  2"
        await pilot.press("down", "down")
        assert "Row 2" in cursor_line(app)
        await pilot.press("k", "k", "k", "k")
        assert "Row 0" in cursor_line(app)


async def test_a_table_that_is_not_selectable_has_no_boxes_and_ignores_selecting_keys() -> None:
    app = TableApp(rows_of(4), selectable=False)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("space", "ctrl+a", "shift+down", "V")
        assert selected(app) == []
        assert "[" not in seeing.text(app)


async def test_when_the_row_under_the_cursor_goes_the_cursor_stands_in_its_place() -> None:
    app = TableApp(rows_of(6), grouped=False)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("down", "down")
        app.table.set_rows([row for row in rows_of(6) if row.key != 2])
        await pilot.pause()
        assert "Row 3" in cursor_line(app)
        app.table.set_rows([])
        await pilot.pause()
        assert app.table.cursor is None
        assert "No rows." in seeing.text(app)
        await pilot.press("down", "space", "end", "enter")
        app.table.set_rows(rows_of(2))
        await pilot.pause()
        assert "Row 0" in cursor_line(app)


async def test_the_ends_and_pages_keep_the_cursor_on_the_screen() -> None:
    app = TableApp(rows_of(200))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("end")
        assert "Row 199" in cursor_line(app)
        await pilot.press("home")
        assert "Row 0" in cursor_line(app)
        assert "CHARACTERS" in seeing.lines(app)[1]
        await pilot.press("pagedown", "pagedown")
        assert int(cursor_line(app).split()[-1]) == 20
        for _ in range(40):
            await pilot.press("down")
            assert cursor_line(app)


async def test_markup_wide_letters_and_long_names_are_shown_as_they_are() -> None:
    app = TableApp([Row(0, "a", "[/] [red]厨房厨房厨房厨房厨房厨房厨房厨房")])
    async with app.run_test(size=(30, 6)):
        line = cursor_line(app)
        assert "[/] [red]厨房" in line
        assert "…" in line
        assert all(strip.cell_length == 30 for strip in seeing.strips(app))


async def test_columns_can_step_back_on_a_narrow_terminal() -> None:
    table = RowTable[Row](
        [Column("Name", fraction=1), Column("Kind", width=10, hide_below=50)],
        key=lambda row: row.key,
        cells=lambda row: (row.name, row.kind),
    )

    class Narrow(BaseApp):
        def compose(self) -> ComposeResult:
            yield table

    app = Narrow()
    async with app.run_test(size=(60, 6)) as pilot:
        table.set_rows(rows_of(1))
        await pilot.pause()
        assert "Kind" in seeing.text(app)
        await pilot.resize_terminal(40, 6)
        await pilot.pause()
        assert "Kind" not in seeing.text(app)
        assert "Row 0" in seeing.text(app)


async def test_messages_say_what_happened() -> None:
    app = TableApp(rows_of(4))
    async with app.run_test(size=(40, 10)) as pilot:
        app.posted.clear()
        await pilot.press("down", "ctrl+a")
        await pilot.click(RowTable, offset=(8, 3), times=2)
        await pilot.pause()
        moved, selected, activated = app.posted
        assert isinstance(moved, RowTable.CursorMoved)
        assert moved.key == 1
        assert isinstance(selected, RowTable.SelectionChanged)
        assert selected.keys == (0, 1, 2, 3)
        assert isinstance(activated, RowTable.RowActivated)
        assert activated.key == 1


async def test_the_mouse_moves_selects_and_opens() -> None:
    app = TableApp(rows_of(4))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.click(RowTable, offset=(10, 3))
        assert "Row 1" in cursor_line(app)
        await pilot.click(RowTable, offset=(3, 2))
        assert selected(app) == [0]
        await pilot.click(RowTable, offset=(10, 6), shift=True)
        assert selected(app) == [0, 1, 2, 3]
        await pilot.click(RowTable, offset=(10, 5))
        assert "Row 2" in cursor_line(app)
        assert selected(app) == [0, 1, 2, 3]
        app.posted.clear()
        await pilot.click(RowTable, offset=(10, 3), times=2)
        await pilot.pause()
        assert any(isinstance(event, RowTable.RowActivated) and event.key == 1 for event in app.posted)


async def test_sort_indicator_and_a_row_drawn_again() -> None:
    app = TableApp(rows_of(2))
    async with app.run_test(size=(40, 10)) as pilot:
        app.table.set_sort("name", descending=True)
        app.table.refresh_row(1, Row(1, "props", "Changed"))
        await pilot.pause()
        assert "Name ↓" in seeing.lines(app)[0]
        assert "Changed" in seeing.text(app)
        app.table.set_sort("")
        await pilot.pause()
        assert "↓" not in seeing.lines(app)[0]


async def _lines_drawn_by(pilot: Pilot[None], app: TableApp, key: str) -> int:
    """How many lines the table is asked to draw for one key."""
    drawn = 0
    draw = app.table.render_line

    def count(y: int) -> object:
        nonlocal drawn
        drawn += 1
        return draw(y)

    object.__setattr__(app.table, "render_line", count)
    await pilot.press(key)
    await pilot.pause()
    return drawn


@pytest.mark.parametrize("count", [40, 4000])
async def test_a_key_draws_the_lines_that_changed_however_many_rows_there_are(count: int) -> None:
    app = TableApp(rows_of(count))
    async with app.run_test(size=(40, 30)) as pilot:
        await pilot.pause()
        assert await _lines_drawn_by(pilot, app, "down") == 2


async def test_content_cells_carry_their_own_styles() -> None:
    app = TableApp([Row(0, "a", "x")])
    app.table = RowTable[Row](
        [Column("Name", width=8)],
        key=lambda row: row.key,
        cells=lambda row: (Content.styled("✓ done", "$success"),),
    )
    async with app.run_test(size=(30, 6)):
        (segment,) = [segment for strip in seeing.strips(app) for segment in strip if "✓" in segment.text]
        assert segment.style is not None
        assert segment.style.color is not None
        assert segment.style.color.triplet is not None
        assert segment.style.color.triplet.hex == app.theme_variables["success"].lower()


async def test_a_callable_cell_is_told_its_width() -> None:
    app = TableApp(
        [Row(0, "a", "x")],
        columns=(Column("Film", width=8, fraction=1), Column("No", width=4)),
        cells=lambda row: (lambda width: Content("▇" * width), str(row.key)),
    )
    async with app.run_test(size=(40, 6)) as pilot:
        assert cursor_line(app).count("▇") == 40 - 6 - 2 - 2 - 4
        await pilot.resize_terminal(30, 6)
        await pilot.pause()
        assert cursor_line(app).count("▇") == 30 - 6 - 2 - 2 - 4


async def test_a_click_on_a_header_asks_for_its_column_when_it_has_a_name() -> None:
    app = TableApp(rows_of(2))
    async with app.run_test(size=(40, 8)) as pilot:
        app.posted.clear()
        await pilot.click(RowTable, offset=(1, 0))
        await pilot.click(RowTable, offset=(37, 0))
        await pilot.click(RowTable, offset=(10, 0))
        await pilot.pause()
        (clicked,) = app.posted
        assert isinstance(clicked, RowTable.HeaderClicked)
        assert (clicked.control, clicked.column_id) == (app.table, "name")


@pytest.mark.parametrize(
    ("width", "header"), [(10, "Conf ↑"), (6, "Conf ↑"), (5, "Conf↑"), (3, "Co↑"), (1, "↑")]
)
async def test_the_sort_arrow_is_seen_however_narrow_the_column(width: int, header: str) -> None:
    app = TableApp(
        rows_of(2),
        columns=(Column("Conf", width=width, id="conf"),),
        cells=lambda row: ("x",),
        selectable=False,
    )
    async with app.run_test(size=(40, 8)) as pilot:
        app.table.set_sort("conf")
        await pilot.pause()
        assert seeing.lines(app)[0].strip() == header


async def test_rows_that_are_the_same_objects_are_drawn_once_when_the_table_may_keep_them() -> None:
    drawn: list[int] = []

    def cells(row: Row) -> tuple[str, str]:
        drawn.append(row.key)
        return (row.name, str(row.key))

    app = TableApp(rows_of(4), pure=True, cells=cells)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        drawn.clear()
        app.table.set_rows([*app.rows[:3], Row(3, "props", "Changed")])
        await pilot.pause()
        assert drawn == [3]
        assert "Changed" in seeing.text(app)
        app.table.refresh_row(0)
        await pilot.pause()
        assert drawn == [3, 0]


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    app = TableApp(rows_of(100))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("down")
        await pilot._post_mouse_events([MouseScrollDown], RowTable, offset=(10, 5))
        await pilot.pause()
        assert "Row 2" in seeing.lines(app)[1]
        assert app.table.cursor == 1


# --- the last line -------------------------------------------------------------------------------


async def test_the_last_line_is_a_stop_after_all_rows_and_no_row() -> None:
    app = TableApp(rows_of(2), last_line="+ Add a row")
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("end")
        assert cursor_line(app).strip("▌ ") == "+ Add a row"
        assert app.table.on_last_line
        assert app.table.cursor is LAST_LINE
        assert (app.table.cursor_row, app.table.targets) == (None, ())
        await pilot.press("space", "ctrl+a")
        assert selected(app) == [0, 1]
        assert app.table.targets == (0, 1)
        await pilot.press("up")
        assert "Row 1" in cursor_line(app)
        assert not app.table.on_last_line


async def test_enter_and_a_double_click_choose_the_last_line_and_a_row_leaves_enter_to_the_screen() -> None:
    app = TableApp(rows_of(2), last_line="+ Add a row")
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("enter")
        assert app.entered == 1
        app.posted.clear()
        await pilot.click(RowTable, offset=(10, 5), times=2)
        await pilot.press("enter")
        await pilot.pause()
        chosen = [event for event in app.posted if isinstance(event, RowTable.LastLineActivated)]
        assert len(chosen) == 2
        assert app.entered == 1


async def test_without_rows_the_cursor_waits_on_the_last_line_and_goes_to_the_first_row_that_comes() -> None:
    app = TableApp([], last_line="+ Add a row")
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        assert "+ Add a row" in cursor_line(app)
        assert "No rows." in seeing.text(app)
        app.table.set_rows(rows_of(3))
        await pilot.pause()
        assert "Row 0" in cursor_line(app)
        app.table.move_to(2)
        app.table.set_rows(rows_of(3)[:2])
        await pilot.pause()
        assert "Row 1" in cursor_line(app)
