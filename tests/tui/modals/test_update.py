"""What a revision offers a committed asset: both texts, three answers, and none for a locked one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from textual.content import Content

from core.models import AspectRatio, Asset, AssetOffer, BranchId, ReviewRow, Trait
from tests.tui.modals.opened import opened
from tests.tui.modals.rows import ASSET, CHANGED
from tui import keymap
from tui.modals.update import UpdateModal
from tui.modals.word_changes import MOST_WORDS, changed_words

LOCKED = replace(ASSET, locked=True)


class PatientUpdate(UpdateModal):
    """Its grace doesn't end within a test, however slow the machine is."""

    grace_s = 3600.0


def test_every_key_has_its_action() -> None:
    keys = (*keymap.MODAL_SCROLL, *keymap.MODAL_UPDATE)
    assert keymap.missing_actions(UpdateModal, keys) == []


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (200, 60)])
async def test_both_texts_and_the_evidence_of_what_changed_are_shown(size: tuple[int, int]) -> None:
    async with opened(UpdateModal(CHANGED, ASSET, {14: "sc. 1, p. 1"}), size=size) as shown:
        for words in (
            "THE ASSET NOW",
            "one eye clouded.",
            "THE SCRIPT NO LONGER SAYS",
            "Clothing: yellow slicker",
            "THIS REVISION",
            "THE SCRIPT NOW SAYS",
        ):
            assert words in shown.text
        assert "2, p. 1" in shown.text


def on_board(row: ReviewRow, *traits: Trait, aliases: tuple[str, ...] = ()) -> Asset:
    """The asset of a row as the board has it, with these traits."""
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return Asset(
        id=ASSET.id,
        branch_id=BranchId(1),
        type=row.draft.type,
        name=ASSET.name,
        aliases=aliases,
        description=ASSET.description,
        traits=traits,
        conflicts=(),
        source_mentions=(),
        voice_id=None,
        aspect_ratio=AspectRatio.PORTRAIT,
        priority=True,
        confidence=1.0,
        manual_add=False,
        image_key_id=None,
        locked_at=None,
        version=1,
        created_at=at,
        updated_at=at,
    )


async def test_what_else_goes_comes_and_stays_of_the_asset_is_shown() -> None:
    assert CHANGED.difference is not None
    scar = Trait("physical_features", "a scar", inferred=True)
    calm, gruff = (Trait("demeanor", value, inferred=True) for value in ("calm", "gruff"))
    row = replace(CHANGED, draft=replace(CHANGED.draft, traits=(*CHANGED.difference.added, gruff)))
    now = on_board(row, *CHANGED.difference.removed, calm, scar, aliases=("KEEL", "OLD KEEL"))
    offer = AssetOffer(now, True, "As before.", ("KEEL", "AMOS"), (*row.draft.traits, scar))
    async with opened(UpdateModal(row, ASSET, offer=offer), size=(200, 60)) as shown:
        for part in (
            "GOES TOO",
            "calm",
            "COMES TOO",
            "gruff",
            "STAYS AS ON THE BOARD",
            "a scar",
            "As before.",
        ):
            assert part in shown.text
        for part in ("ALIASES THAT GO", "OLD KEEL", "ALIASES THAT COME", "AMOS"):
            assert part in shown.text
        assert "Written by hand. It stays" in shown.text
        assert shown.text.count("yellow slicker") == 2
        assert shown.text.count("torn naval greatcoat") == 1


@pytest.mark.parametrize(("key", "answer"), [("a", "take"), ("k", "keep"), ("e", "edit"), ("escape", None)])
async def test_each_key_gives_its_answer(key: str, answer: str | None) -> None:
    async with opened(UpdateModal(CHANGED, ASSET)) as shown:
        await shown.take_answers()
        await shown.press(key)
        assert shown.results == [answer]


@pytest.mark.parametrize("button", ["take", "keep", "edit", "later"])
async def test_each_button_gives_its_answer(button: str) -> None:
    async with opened(UpdateModal(CHANGED, ASSET), size=(80, 24)) as shown:
        await shown.take_answers()
        await shown.click(f"#{button}")
        assert shown.results == [None if button == "later" else button]


async def test_enter_decides_nothing() -> None:
    async with opened(UpdateModal(CHANGED, ASSET)) as shown:
        await shown.take_answers()
        await shown.press("enter")
        assert shown.results == [None]


async def test_keys_that_were_meant_for_the_table_take_no_text() -> None:
    async with opened(PatientUpdate(CHANGED, ASSET)) as shown:
        await shown.press("a", "a", "k", "e", "enter")
        assert shown.results == []


async def test_a_locked_asset_takes_nothing_and_says_how_to_unlock_it() -> None:
    async with opened(UpdateModal(CHANGED, LOCKED), size=(80, 24)) as shown:
        assert "This asset is locked, and nothing changes it." in shown.words
        assert "unlock it on the board (4, then u on the asset)" in shown.words
        assert "one eye clouded." in shown.text
        assert "Take the new text" not in shown.text
        await shown.take_answers()
        await shown.press("a", "k", "e")
        assert shown.results == []
        await shown.press("enter")
        assert shown.results == [None]


async def test_a_line_of_the_earlier_revision_is_named_by_its_number_when_its_place_is_unknown() -> None:
    async with opened(UpdateModal(CHANGED, ASSET), size=(200, 60)) as shown:
        assert "yellow slicker  revision 1, line 14" in shown.text


def set_off(text: Content) -> list[str]:
    """The words of a text that are set off."""
    return [text.plain[span.start : span.end].strip() for span in text.spans]


def test_the_words_that_differ_are_set_off_and_both_texts_are_whole() -> None:
    old, new = "A man in a yellow coat.", "A tall man in a coat."
    before, after = changed_words(old, new)
    assert (before.plain, after.plain) == (old, new)
    assert (set_off(before), set_off(after)) == (["yellow"], ["tall"])


def test_the_same_text_has_nothing_set_off() -> None:
    before, after = changed_words("[b]A man.[/b]", "[b]A man.[/b]")
    assert before.plain == after.plain == "[b]A man.[/b]"
    assert (set_off(before), set_off(after)) == ([], [])


def test_a_huge_text_is_shown_as_it_is() -> None:
    old = "word " * 2 * MOST_WORDS
    before, after = changed_words(old, old + "more")
    assert (before.plain, after.plain) == (old, old + "more")
    assert (set_off(before), set_off(after)) == ([], [])
