"""The context menu: at its place, by every way of choosing, with the reason of what can't be chosen."""

from __future__ import annotations

import pytest
from textual.geometry import Offset

from tests.tui import seeing
from tests.tui.modals.opened import opened
from tui.modals.context_menu import ContextMenu, MenuEntry, letters

ENTRIES = (
    MenuEntry("conflict", "Fix the conflict", disabled_because="No conflict is open here."),
    MenuEntry("shorter", "Shorter"),
    MenuEntry("specific", "Say [b]more", "asks"),
)


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [("enter", "shorter"), ("down enter", "specific"), ("up up enter", "specific"), ("a", "specific")],
)
async def test_keys_choose_and_begin_on_what_can_be_chosen(keys: str, chosen: str) -> None:
    async with opened(ContextMenu("3 words", ENTRIES)) as shown:
        assert "Say [b]more" in shown.text
        await shown.press(*keys.split())
        assert shown.results == [chosen]


async def test_what_cannot_be_chosen_says_why_and_the_menu_stays() -> None:
    async with opened(ContextMenu("3 words", ENTRIES)) as shown:
        assert "No conflict is open" not in shown.text
        await shown.press("f", "enter")
        assert shown.results == []
        assert "No conflict is open here." in shown.words
        await shown.press("escape")
        assert shown.results == [None]


async def test_the_mouse_chooses_an_entry_and_leaves_beside_it() -> None:
    async with opened(ContextMenu("3 words", ENTRIES, Offset(10, 5))) as shown:
        x, y = seeing.place_of(shown.app, "Say [b]more")
        await shown.pilot.click(offset=(x + 2, y))
        assert shown.results == ["specific"]
    async with opened(ContextMenu("3 words", ENTRIES, Offset(10, 5))) as shown:
        await shown.pilot.click(offset=(70, 20))
        assert shown.results == [None]


@pytest.mark.parametrize("at", [Offset(0, 0), Offset(79, 23), Offset(40, 12)])
async def test_it_opens_where_it_was_asked_for_and_whole(at: Offset) -> None:
    async with opened(ContextMenu("3 words", ENTRIES, at), size=(80, 24)) as shown:
        box = shown.dialog.query_one("#dialog").region
        assert shown.app.screen.region.contains_region(box)
        assert box.x <= at.x
        assert abs(box.y - at.y) <= 6


def test_letters_are_different_and_mostly_an_entry_s_own() -> None:
    assert letters(["Shorter", "Say more", "Simpler", "É"]) == ("s", "a", "i", "b")
    assert len(set(letters(["Same"] * 36))) == 36
