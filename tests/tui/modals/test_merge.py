"""Merging: the name and the type that stay, and the proposal that nobody accepts unseen."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from core.errors import ProviderUnreachable
from core.models import AssetType, MergeProposal, ReviewRow
from tests.tui.modals.opened import Opened, opened
from tests.tui.modals.rows import AMOS, BUOY, COATS, MASTER, MERGED, PROPOSAL
from tui import keymap
from tui.modals.form import FormModal
from tui.modals.merge import MergeModal, edited
from tui.modals.merge_name import MergeChoice, MergeNameModal, all_types

ROWS = (MASTER, AMOS)


def free(_name: str, _type: AssetType) -> str:
    return ""


def no_prop_is_taken(_name: str, type: AssetType) -> str:
    return "" if type is AssetType.PROP else "The review has it already."


def test_every_key_has_its_action() -> None:
    keys = (*keymap.MODAL, *keymap.MODAL_SCROLL, *keymap.MODAL_MERGE)
    assert keymap.missing_actions(MergeModal, keys) == []


# --- name and type -------------------------------------------------------------------------------


async def test_rows_of_one_type_are_asked_for_the_name_only() -> None:
    async with opened(MergeNameModal(ROWS, free)) as shown:
        await shown.press("down", "enter")
        assert shown.results == [MergeChoice("HARBOUR MASTER", AssetType.CHARACTER)]


async def test_a_name_can_be_typed() -> None:
    async with opened(MergeNameModal(ROWS, free)) as shown:
        await shown.press(*"Keel", "enter")
        assert shown.results == [MergeChoice("Keel", AssetType.CHARACTER)]


async def test_a_click_on_a_name_takes_it_whatever_was_typed() -> None:
    async with opened(MergeNameModal(ROWS, free)) as shown:
        await shown.press(*"Ke")
        await shown.pilot.click("#names", offset=(4, 1))
        await shown.click("#go-on")
        assert shown.results == [MergeChoice("HARBOUR MASTER", AssetType.CHARACTER)]


async def test_rows_of_different_types_are_asked_for_the_type_too() -> None:
    async with opened(MergeNameModal((*ROWS, BUOY), free), size=(80, 24)) as shown:
        assert "2 rows, 5 mentions" not in shown.text
        await shown.press("enter")
        assert "What is AMOS KEEL?" in shown.text
        assert "◆ character   2 rows, 5 mentions" in shown.text
        assert "■ prop        1 row, 1 mention" in shown.text
        assert shown.results == []
        await shown.press("down", "enter")
        assert shown.results == [MergeChoice("AMOS KEEL", AssetType.PROP)]


async def test_escape_goes_from_the_type_back_to_the_name_and_then_out() -> None:
    async with opened(MergeNameModal((*ROWS, BUOY), free)) as shown:
        await shown.press("enter", "escape")
        assert "which name stays?" in shown.text
        await shown.press("down", "enter", "enter")
        assert shown.results == [MergeChoice("HARBOUR MASTER", AssetType.CHARACTER)]
    async with opened(MergeNameModal((*ROWS, BUOY), free)) as shown:
        await shown.press("escape")
        assert shown.results == [None]


async def test_name_and_type_are_chosen_by_mouse() -> None:
    async with opened(MergeNameModal((*ROWS, BUOY), free)) as shown:
        await shown.click("#go-on")
        await shown.pilot.click("#types", offset=(4, 1))
        await shown.click("#go-on")
        assert shown.results == [MergeChoice("AMOS KEEL", AssetType.PROP)]


async def test_a_merged_row_needs_a_name() -> None:
    async with opened(MergeNameModal((*ROWS, BUOY), free)) as shown:
        await shown.press("backspace", "enter")
        assert "The merged row needs a name." in shown.text
        assert shown.results == []


async def test_a_name_that_another_row_of_the_type_has_is_not_taken() -> None:
    async with opened(MergeNameModal((*ROWS, BUOY), no_prop_is_taken)) as shown:
        await shown.press("enter", "enter")
        assert "The review has it already." in shown.text
        assert shown.results == []
        await shown.press("down", "enter")
        assert shown.results == [MergeChoice("AMOS KEEL", AssetType.PROP)]


def test_the_most_mentioned_type_comes_first() -> None:
    rows = [BUOY, replace(MASTER, draft=replace(MASTER.draft, mentions=()))]
    assert all_types(rows) == [
        (AssetType.PROP, "1 row, 1 mention"),
        (AssetType.CHARACTER, "1 row, 0 mentions"),
    ]


# --- the proposal --------------------------------------------------------------------------------


class Writer:
    """Writes proposals; holds the first one back until it is let go, and fails as often as it is told."""

    def __init__(self, *, held: bool = False, fails: int = 0) -> None:
        self.asked = 0
        self.fails = fails
        self.go = asyncio.Event()
        if not held:
            self.go.set()

    async def __call__(self) -> MergeProposal:
        """The proposal of the rows."""
        self.asked += 1
        await self.go.wait()
        if self.asked <= self.fails:
            raise ProviderUnreachable("No network.")
        return PROPOSAL


def merging(writer: Writer, rows: Sequence[ReviewRow] = ROWS) -> MergeModal:
    return MergeModal(rows, "HARBOUR MASTER", writer, free)


class PatientMerge(MergeModal):
    """Its grace doesn't end within a test, however slow the machine is."""

    grace_s = 3600.0


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_both_sides_are_shown_and_enter_accepts(size: tuple[int, int]) -> None:
    async with opened(merging(Writer()), size=size) as shown:
        await shown.take_answers()
        for words in ("ORIGINALS", "A weathered man in a black", "MERGED", "New aliases  AMOS KEEL"):
            assert words in shown.text
        await shown.press("enter")
        assert shown.results == [PROPOSAL]


async def test_a_conflict_that_the_merge_finds_is_told_from_one_that_was_there() -> None:
    async with opened(merging(Writer()), size=(200, 60)) as shown:
        assert "! The merge finds 1 conflict." in shown.text
        assert "CONFLICT: CLOTHING" in shown.text
    known = replace(MASTER, draft=replace(MASTER.draft, conflicts=(COATS,)))
    async with opened(merging(Writer(), (known, AMOS)), size=(200, 60)) as shown:
        assert "The merge finds" not in shown.text
        assert "CONFLICT: CLOTHING" in shown.text


async def test_keys_typed_before_the_proposal_is_there_do_nothing() -> None:
    writer = Writer(held=True)
    dialog = PatientMerge(ROWS, "HARBOUR MASTER", writer, free)
    async with opened(dialog, settled=False) as shown:
        await shown.pilot.press("enter", "e", "g", "enter")
        writer.go.set()
        await shown.until("New aliases")
        await shown.press("enter", "space", "e", "g", "tab", "enter")
        assert shown.results == []
        assert shown.dialog is dialog
        assert writer.asked == 1


async def test_escape_leaves_before_and_after_the_proposal() -> None:
    async with opened(merging(Writer(held=True)), settled=False) as shown:
        await shown.press("escape")
        assert shown.results == [None]
    async with opened(PatientMerge(ROWS, "HARBOUR MASTER", Writer(), free)) as shown:
        await shown.press("escape")
        assert shown.results == [None]


@pytest.mark.parametrize("by_mouse", [False, True])
async def test_what_fails_is_said_and_can_be_asked_again(by_mouse: bool) -> None:
    async with opened(merging(writer := Writer(fails=1))) as shown:
        assert "No network. Nothing has changed." in shown.text
        await shown.take_answers()
        await (shown.click("#again") if by_mouse else shown.press("g"))
        assert "No network" not in shown.text
        assert "New aliases" in shown.text
        assert writer.asked == 2


async def edit(shown: Opened, *keys: str) -> None:
    """Open the form of the proposal, type, and use it."""
    await shown.take_answers()
    await shown.press("e")
    assert isinstance(shown.dialog, FormModal)
    await shown.press(*keys, "ctrl+s")


async def test_name_and_summary_are_edited_and_the_summary_is_then_a_persons() -> None:
    async with opened(merging(Writer())) as shown:
        await edit(shown, "home", *"OLD ", "tab", "ctrl+home", *"One man. ")
        assert "OLD HARBOUR MASTER" in shown.text
        assert "Written by hand." in shown.text
        await shown.take_answers()
        await shown.click("#accept")
        draft = shown.results[0].draft
        assert (draft.suggested_name, draft.hand_written) == ("OLD HARBOUR MASTER", True)
        assert draft.visual_summary == f"One man. {MERGED.visual_summary}"
        assert shown.results[0].version == PROPOSAL.version


@pytest.mark.parametrize("key", ["g", "escape"])
async def test_what_was_edited_is_only_dropped_by_a_second_yes(key: str) -> None:
    async with opened(merging(writer := Writer())) as shown:
        await edit(shown, "home", *"OLD ")
        await shown.take_answers()
        await shown.press(key)
        assert "Drop the changes?" in shown.text
        await shown.press("enter")
        assert "OLD HARBOUR MASTER" in shown.text
        assert (writer.asked, shown.results) == (1, [])
        await shown.press(key, "tab", "enter")
        assert "OLD HARBOUR MASTER" not in shown.text
        assert (writer.asked, shown.results) == ((2, []) if key == "g" else (1, [None]))


async def test_an_edit_does_not_take_a_name_that_another_row_has() -> None:
    async with opened(MergeModal(ROWS, "HARBOUR MASTER", Writer(), no_prop_is_taken)) as shown:
        await edit(shown, "home", *"OLD ")
        assert "The review has it already." in shown.text
        assert isinstance(shown.dialog, FormModal)


async def test_an_edit_that_changes_nothing_leaves_the_summary_the_engines() -> None:
    async with opened(merging(Writer())) as shown:
        await edit(shown)
        await shown.take_answers()
        await shown.press("enter")
        assert shown.results == [PROPOSAL]


def test_a_replaced_name_of_a_row_becomes_an_alias_and_a_taken_one_stops_being_one() -> None:
    renamed = edited(MERGED, "AMOS", MERGED.visual_summary, ROWS)
    assert renamed.aliases == ("HARBOUR MASTER", "THE MASTER", "AMOS KEEL", "OLD KEEL")
    assert not renamed.hand_written
    typed = replace(MERGED, suggested_name="Nobody's name")
    assert "Nobody's name" not in edited(typed, "AMOS", "", ROWS).aliases


def test_a_summary_of_ones_own_is_no_longer_the_scripts_words() -> None:
    own = edited(MERGED, MERGED.suggested_name, "A tall man.", ROWS)
    assert (own.hand_written, own.summary_lines, own.aliases) == (True, (), MERGED.aliases)
