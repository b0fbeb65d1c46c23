"""Jump mode: a letter over each place to go, which covers nothing and disturbs nothing."""

from __future__ import annotations

from textual.widgets import Input, TextArea

from tests.tui import seeing
from tests.tui.modals.opened import opened
from tests.tui.test_base import FrameApp
from tui.jump import JumpScreen
from tui.modals.form import FormModal, SelectField, TextField

FIELDS = (
    TextField("name", "Name", value="BRASS KEY"),
    SelectField("type", "Type", (("prop", "■ prop"),), "prop"),
    TextField("description", "Description", value="A brass key.", lines=3),
)


def form() -> FormModal:
    return FormModal("Add", FIELDS)


async def test_the_letter_of_a_field_goes_there_and_covers_no_word() -> None:
    async with opened(form()) as shown:
        before = shown.words
        await shown.press("f12")
        screen = shown.app.screen
        assert isinstance(screen, JumpScreen)
        assert list(screen.targets) == list("asdfg")
        assert all(word in shown.words for word in ("BRASS KEY", "■ prop", "A brass key.", "Cancel", "Save"))
        await shown.press("d")
        assert isinstance(shown.dialog.focused, TextArea)
        assert shown.words == before


async def test_leaving_changes_nothing_of_what_is_typed() -> None:
    async with opened(form()) as shown:
        field = shown.dialog.query_one("#field-name", Input)
        await shown.press("end", "left", "left", "'", "shift+left")
        assert field.value == "BRASS K'EY"
        marked, place = field.selection, field.cursor_position
        for leave in ("escape", "f12"):
            await shown.press("f12", "1", leave)
            assert shown.app.screen is shown.dialog
            assert shown.dialog.focused is field
            assert (field.value, field.selection, field.cursor_position) == ("BRASS K'EY", marked, place)


async def test_a_stage_of_the_top_bar_is_a_place_to_go() -> None:
    app = FrameApp()
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("apostrophe")
        screen = app.screen
        assert isinstance(screen, JumpScreen)
        assert all(f"{number} " in seeing.lines(app)[0] for number in range(1, 6))
        letter = list(screen.targets)[2]
        await pilot.press(letter)
        await seeing.settle(pilot)
        assert app.stages == [3]
