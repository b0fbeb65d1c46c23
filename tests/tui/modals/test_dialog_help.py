"""Every dialog says what it is for and which keys it has, and comes back as it was."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from textual.widgets import Input, TextArea

import tui.modals
from tests.tui.modals.opened import opened
from tests.tui.test_jump import form
from tui.modals.choose import ChooseModal, Option
from tui.modals.dialog import Dialog
from tui.modals.message import MessageModal
from tui.screens.help import HelpScreen


def dialogs(cls: type[Dialog[Any]] = Dialog) -> Iterator[type[Dialog[Any]]]:
    for module in pkgutil.iter_modules(tui.modals.__path__):
        import_module(f"tui.modals.{module.name}")
    for sub in cls.__subclasses__():
        if sub.__module__.startswith("tui."):
            yield sub
        yield from dialogs(sub)


def test_every_dialog_says_what_it_is_for() -> None:
    silent = [cls.__name__ for cls in dialogs() if not cls.help_text and not cls.__subclasses__()]
    assert silent == []


async def test_help_over_a_dialog_has_its_keys_and_gives_it_back_as_it_was() -> None:
    async with opened(form(), size=(100, 50)) as shown:
        await shown.press("tab", "tab", "x")
        area = shown.dialog.focused
        assert isinstance(area, TextArea)
        place = area.cursor_location
        assert "f1 Help" in shown.text.splitlines()[-1]
        await shown.press("f1")
        assert isinstance(shown.app.screen, HelpScreen)
        assert "those with a star are needed" in shown.words
        assert "^s Accept, from any field" in shown.words
        assert "Merge these two" not in shown.words
        await shown.press("escape")
        assert shown.dialog.focused is area
        assert (area.text, area.cursor_location) == ("xA brass key.", place)
        assert shown.results == []


@pytest.mark.parametrize("leave", ["escape", "question_mark", "q"])
async def test_help_over_a_list_is_a_question_mark_and_leaves_the_cursor(leave: str) -> None:
    options = [Option(value, value.upper()) for value in ("one", "two", "three")]
    async with opened(ChooseModal("Which?", options)) as shown:
        await shown.press("down")
        assert "? Help" in shown.text.splitlines()[-1]
        await shown.press("question_mark")
        assert "Take the row" in shown.words
        await shown.press(leave)
        await shown.press("enter")
        assert shown.results == ["two"]


async def test_the_help_of_a_message_has_no_other_button_to_go_to() -> None:
    async with opened(MessageModal("Done", "It is done.")) as shown:
        await shown.press("question_mark")
        assert "Close without doing anything" in shown.words
        assert "The next button" not in shown.words
        assert "The button before" not in shown.words


async def test_a_question_mark_in_a_field_is_text() -> None:
    async with opened(form()) as shown:
        await shown.press("question_mark")
        field = shown.dialog.focused
        assert isinstance(field, Input)
        assert field.value.endswith("?") or field.value == "?"


async def test_the_palette_over_a_dialog_offers_its_keys_and_nothing_that_would_take_it_away() -> None:
    options = [Option(value, value.upper()) for value in ("one", "two")]
    async with opened(ChooseModal("Which?", options)) as shown:
        await shown.press("down", "ctrl+p")
        await shown.until("Choose")
        await shown.press(*"board")
        assert "Go to the asset board" not in shown.text
        await shown.press(*["backspace"] * 5, *"take the row")
        await shown.until("Take the row")
        await shown.pilot.press("enter", "enter")
        await shown.pilot.pause()
        await shown.pilot.pause()
        assert shown.results == ["two"]
