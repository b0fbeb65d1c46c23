"""The commit's plan: all of it said, nothing approved by typing ahead."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from core.models import CommitPlan, NearMiss
from tests.tui.modals.opened import opened
from tests.tui.modals.rows import ASSET, CHANGED, PLAN
from tui import keymap
from tui.modals.commit import (
    CommitModal,
    commit_verb,
    differing_words,
    near_miss_words,
    plan_lines,
    shortened,
)

NOTHING = CommitPlan((), (), PLAN.left_out, ())
NO_DOUBT = replace(PLAN, near_misses=())


class PatientCommit(CommitModal):
    """Its grace doesn't end within a test, however slow the machine is."""

    grace_s = 3600.0


class HeldCommit(CommitModal):
    """A grace that is much longer than the time between two keys of a slow machine."""

    grace_s = 2.0


def test_every_key_has_its_action() -> None:
    keys = (*keymap.MODAL_SCROLL, *keymap.MODAL_COMMIT)
    assert keymap.missing_actions(CommitModal, keys) == []


async def test_everything_that_will_be_made_changed_and_left_out_is_said() -> None:
    async with opened(CommitModal(PLAN), size=(200, 60)) as shown:
        for words in (
            "◆ 1 character",
            "AMOS KEEL",
            "▲ 1 location",
            "■ 1 prop",
            "~ 1 asset to update",
            "now   “… with a salt-grey beard, one eye clouded.",
            "then  “… with a salt-grey beard. He wears",
            "✗ 1 refused",
            "GULL  the branch has a character of this name",
            "56 rows left out",
            "53 not decided: EXTRA 0, EXTRA 1,",
            "… and 41 more",
            "3 discarded: EXTRA 53, EXTRA 54, EXTRA 55",
            "! CAPTAIN REED and CAPTAIN REID: spelled almost alike",
            "Commit 3 assets, update 1",
        ):
            assert words in shown.text


async def test_in_a_small_terminal_the_plan_scrolls_over_its_buttons() -> None:
    async with opened(CommitModal(PLAN), size=(80, 24)) as shown:
        await shown.take_answers()
        for words in ("◆ 1 character", "! CAPTAIN REED", "Look at them", "Commit 3 assets, update 1"):
            assert words in shown.text
        assert "3 discarded" not in shown.text
        await shown.press("pagedown", "pagedown")
        assert "3 discarded" in shown.text
        assert "Commit 3 assets, update 1" in shown.text


@pytest.mark.parametrize("by_mouse", [False, True])
async def test_it_commits(by_mouse: bool) -> None:
    async with opened(CommitModal(PLAN)) as shown:
        await shown.take_answers()
        await (shown.click("#confirm") if by_mouse else shown.press("enter"))
        assert shown.results == ["commit"]


@pytest.mark.parametrize("by_mouse", [False, True])
async def test_names_that_are_alike_can_be_looked_at_first(by_mouse: bool) -> None:
    async with opened(CommitModal(PLAN)) as shown:
        await shown.take_answers()
        await (shown.click("#near") if by_mouse else shown.press("equals_sign"))
        assert shown.results == ["near"]


async def test_without_such_names_there_is_nothing_to_look_at() -> None:
    async with opened(CommitModal(NO_DOUBT)) as shown:
        await shown.take_answers()
        assert "Look at them" not in shown.text
        await shown.press("equals_sign")
        assert shown.results == []


async def test_nothing_to_make_can_only_be_cancelled() -> None:
    async with opened(CommitModal(NOTHING)) as shown:
        await shown.take_answers()
        assert "Nothing to commit." in shown.text
        await shown.click("#confirm")
        assert shown.results == []
        await shown.press("enter")
        assert shown.results == [None]


async def test_typing_ahead_approves_nothing() -> None:
    async with opened(PatientCommit(PLAN)) as shown:
        await shown.press("enter", "space", "tab", "enter", "right", "enter", "equals_sign")
        await shown.pilot.click("#confirm")
        assert shown.results == []
        assert "one moment" in shown.text


async def test_a_held_enter_approves_nothing_however_long_it_is_held() -> None:
    async with opened(HeldCommit(PLAN)) as shown:
        loop = asyncio.get_running_loop()
        until = loop.time() + 1.5 * HeldCommit.grace_s
        while loop.time() < until:
            await shown.pilot.press("enter")
            await shown.pilot.pause(0.05)
        assert shown.results == []
        await shown.take_answers()
        await shown.press("enter")
        assert shown.results == ["commit"]


@pytest.mark.parametrize(
    ("plan", "approving", "verb"),
    [
        (replace(PLAN, update=()), False, "Commit 3 assets"),
        (replace(PLAN, make=PLAN.make[:1], update=()), False, "Commit 1 asset"),
        (PLAN, False, "Commit 3 assets, update 1"),
        (replace(PLAN, make=()), False, "Update 1 asset"),
        (replace(PLAN, update=()), True, "Approve and commit 3"),
    ],
)
def test_the_button_says_what_it_does(plan: CommitPlan, approving: bool, verb: str) -> None:
    assert commit_verb(plan, approving=approving) == verb


@pytest.mark.parametrize(
    ("now", "then", "shown"),
    [
        ("A man.", "A woman.", ("“A man.”", "“A woman.”")),
        ("", "A woman.", ("(empty)", "“A woman.”")),
        ("a b c d e f", "a b c d x f", ("“… b c d e f”", "“… b c d x f”")),
        ("1 2 3 4 5 6 7 8 9 10", "x", ("“1 2 3 4 5 6 7 8 9…”", "“x”")),
        ("a b c d e", "a b c d e f g", ("“… c d e”", "“… c d e f g”")),
    ],
)
def test_texts_are_told_apart_by_the_words_where_they_part(
    now: str, then: str, shown: tuple[str, str]
) -> None:
    assert differing_words(now, then) == shown


def test_long_lists_are_shortened_honestly() -> None:
    assert shortened(["A", "B"]) == "A, B"
    assert shortened([str(at) for at in range(15)]).endswith("10, 11 … and 3 more")
    pairs = [NearMiss(f"A{at}", f"B{at}", "alike") for at in range(5)]
    assert near_miss_words(pairs).plain.splitlines()[-1] == "… and 2 more pairs of names"


def test_a_text_that_stays_is_said_to() -> None:
    kept = replace(CHANGED, asset=ASSET, description=ASSET.description)
    said = "\n".join(line.text.plain for line in plan_lines(CommitPlan((), (kept,), (), ()), approving=False))
    assert "the text stays as it is" in said
    assert "then" not in said
