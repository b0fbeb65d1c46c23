"""The row table, by keys and mouse, as a person sees it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.pilot import Pilot

from tests.tui import seeing
from tui.base import BaseApp
from tui.widgets.row_table import Column, RowTable


@dataclass(frozen=True)
class Row:
    key: int
    kind: str
    name: str


def rows_of(count: int) -> list[Row]:
    return [Row(at, "characters" if at < count // 2 else "props", f"Row {at}") for at in range(count)]


class TableApp(BaseApp):
    """A table alone, and what it posted."""

    def __init__(self, rows: list[Row], selectable: bool = True, grouped: bool = True) -> None:
        super().__init__()
        self.rows = rows
        self.posted: list[Message] = []
        self.table = RowTable[Row](
            [Column("Name", width=8, fraction=1, id="name"), Column("No", width=4, align="right")],
            key=lambda row: row.key,
            cells=lambda row: (row.name, str(row.key)),
            group=(lambda row: row.kind) if grouped else None,
            selectable=selectable,
            empty="No rows.",
        )

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.table.set_rows(self.rows)
        self.table.focus()

    def on_row_table_cursor_moved(self, event: RowTable.CursorMoved) -> None:
        self.posted.append(event)

    def on_row_table_row_activated(self, event: RowTable.RowActivated) -> None:
        self.posted.append(event)

    def on_row_table_selection_changed(self, event: RowTable.SelectionChanged) -> None:
        self.posted.append(event)


def cursor_line(app: TableApp) -> str:
    """The one line that carries the cursor's bar."""
    (line,) = [line for line in seeing.lines(app) if line.startswith("▌")]
    return line


def selected(app: TableApp) -> list[object]:
    return list(app.table.selected)


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


async def test_a_table_that_is_not_selectable_has_no_boxes_and_ignores_selecting_keys() -> None:
    app = TableApp(rows_of(4), selectable=False)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("space", "ctrl+a", "shift+down", "V")
        assert selected(app) == []
        assert "[" not in seeing.text(app)


async def test_new_rows_keep_cursor_and_selection_by_key() -> None:
    app = TableApp(rows_of(6))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("down", "down", "space", "space")
        app.table.set_rows(reversed(rows_of(6)))
        await pilot.pause()
        assert selected(app) == [3, 2]
        assert "Row 4" in cursor_line(app)


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
