"""The description: another text is one edit of what differs; offsets are characters of the text."""

from __future__ import annotations

import pytest
from textual.app import ComposeResult
from textual.geometry import Offset

from tests.tui import seeing
from tui.base import BaseApp
from tui.widgets.asset_fields import DescriptionArea

TEXT = "A coat.\nIt is blue: a long coat.\n\nWet."


class AreaApp(BaseApp):
    """One area, and the menus that were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Offset] = []

    def compose(self) -> ComposeResult:
        yield DescriptionArea(TEXT, id="area")

    @property
    def area(self) -> DescriptionArea:
        return self.query_one(DescriptionArea)

    def on_description_area_menu_asked(self, event: DescriptionArea.MenuAsked) -> None:
        self.asked.append(event.at)


@pytest.mark.parametrize(
    ("start", "end"), [(0, 0), (2, 6), (5, 12), (0, len(TEXT)), (len(TEXT), len(TEXT)), (33, 34)]
)
async def test_a_span_is_selected_and_read_back(start: int, end: int) -> None:
    async with AreaApp().run_test() as pilot:
        area = pilot.app.query_one(DescriptionArea)
        area.select_span(start, end)
        assert area.span == (start, end)
        assert area.selected_text == TEXT[start:end]


@pytest.mark.parametrize(
    "text", ["", "A coat.\nIt is red: a long coat.\n\nWet.", "X" + TEXT, TEXT + "\n", "A coat.", "aaa", TEXT]
)
async def test_another_text_is_one_edit_that_is_undone_at_once(text: str) -> None:
    async with AreaApp().run_test() as pilot:
        area = pilot.app.query_one(DescriptionArea)
        area.become(text)
        assert area.text == text
        area.become(text)
        if text != TEXT:
            area.undo()
        assert area.text == TEXT


async def test_the_cursor_stays_where_nothing_has_changed() -> None:
    async with AreaApp().run_test() as pilot:
        area = pilot.app.query_one(DescriptionArea)
        area.select_span(3, 3)
        area.become(TEXT.replace("Wet.", "Dry and warm."))
        assert area.span == (3, 3)


async def test_a_right_click_asks_for_a_menu_and_keeps_the_selection_it_falls_on() -> None:
    app = AreaApp()
    async with app.run_test(size=(60, 12)) as pilot:
        area = app.area
        area.select_span(8, 20)
        x, y = seeing.place_of(app, "blue")
        await pilot.click(offset=(x, y), button=3)
        assert area.span == (8, 20)
        x, y = seeing.place_of(app, "Wet")
        await pilot.click(offset=(x + 1, y), button=3)
        assert area.span == (TEXT.index("Wet") + 1,) * 2
        assert len(app.asked) == 2
        assert app.asked[1] == Offset(x + 1, y)
