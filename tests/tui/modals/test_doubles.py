"""Likely duplicates: a key each, one answer a pair, in the order in which they are typed."""

from __future__ import annotations

import asyncio

import pytest

from core.errors import Stale
from core.models import SuggestedMerge, SuggestionAnswer
from tests.tui.modals.opened import opened
from tests.tui.modals.rows import PAIRS, QUOTES, SAME_BELL, SAME_KEEL, SAME_MAN
from tui import keymap
from tui.modals.doubles import DoublesModal

NOT_NOW, NEVER = SuggestionAnswer.NOT_NOW, SuggestionAnswer.NEVER


class Answers:
    """Takes the answers; holds them back until it is let go, or refuses them."""

    def __init__(self, *, held: bool = False, refuses: bool = False) -> None:
        self.given: list[tuple[SuggestedMerge, SuggestionAnswer]] = []
        self.refuses = refuses
        self.go = asyncio.Event()
        if not held:
            self.go.set()

    async def __call__(self, suggestion: SuggestedMerge, answer: SuggestionAnswer) -> None:
        """Write one answer."""
        await self.go.wait()
        if self.refuses:
            raise Stale("Another session changed the review.")
        self.given.append((suggestion, answer))


def doubles(answers: Answers) -> DoublesModal:
    return DoublesModal(PAIRS, QUOTES, answers)


def test_every_key_has_its_action() -> None:
    keys = (*keymap.MODAL_SCROLL, *keymap.MODAL_DOUBLES)
    assert keymap.missing_actions(DoublesModal, keys) == []


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (200, 60)])
async def test_a_pair_is_shown_with_its_reason_and_what_speaks_for_it(size: tuple[int, int]) -> None:
    async with opened(doubles(Answers()), size=size) as shown:
        await shown.take_answers()
        for words in (
            "Likely doubles: 1 of 3",
            "One is spoken to by the name of the other.",
            "sc. 11, p. 6  “AMOS sits on the bollard",
            "… and 3 more lines",
            "HARBOUR MASTER",
            "3 mentions",
            "sc. 11, p. 6 to sc. 31, p. 17",
            "Also AMOS, OLD KEEL.",
            "Clothing: black oilskin",
        ):
            assert words in shown.text
        assert "for the next scan too. In the review, u takes any answer back." in shown.words


async def test_looking_on_answers_nothing_and_comes_round_again() -> None:
    async with opened(doubles(answers := Answers())) as shown:
        await shown.take_answers()
        await shown.press("s")
        assert "2 of 3" in shown.text
        await shown.press("right")
        assert "3 of 3" in shown.text
        assert "You put it off before." in shown.text
        await shown.press("right")
        assert "1 of 3" in shown.text
        await shown.press("left")
        assert "3 of 3" in shown.text
        await shown.press("escape")
        assert (shown.results, answers.given) == ([None], [])


async def test_each_key_answers_the_pair_that_is_shown_until_none_is_left() -> None:
    async with opened(doubles(answers := Answers())) as shown:
        await shown.take_answers()
        await shown.press("n")
        assert "1 of 2, 1 answered" in shown.text
        assert "Both are heard in the fog." in shown.text
        await shown.press("right", "x")
        assert "1 of 1, 2 answered" in shown.text
        await shown.press("x")
        assert answers.given == [(SAME_MAN, NOT_NOW), (SAME_KEEL, NEVER), (SAME_BELL, NEVER)]
        assert shown.results == [None]


async def test_merging_hands_the_pair_to_the_screen() -> None:
    async with opened(doubles(answers := Answers())) as shown:
        await shown.take_answers()
        await shown.press("right", "m")
        assert (shown.results, answers.given) == ([SAME_BELL], [])


@pytest.mark.parametrize(
    ("button", "given"),
    [("#put_off", [(SAME_MAN, NOT_NOW)]), ("#never", [(SAME_MAN, NEVER)]), ("#next", [])],
)
async def test_the_buttons_do_what_the_keys_do(
    button: str, given: list[tuple[SuggestedMerge, SuggestionAnswer]]
) -> None:
    async with opened(doubles(answers := Answers())) as shown:
        await shown.take_answers()
        await shown.click(button)
        assert answers.given == given
        assert "Both are heard in the fog." in shown.text
        await shown.click("#merge")
        assert shown.results == [SAME_BELL]


async def test_keys_typed_while_an_answer_is_written_answer_nothing() -> None:
    answers = Answers(held=True)
    async with opened(doubles(answers)) as shown:
        await shown.take_answers()
        await shown.pilot.press("x", "x", "n", "m", "right", "left")
        assert "1 of 3" in shown.text
        answers.go.set()
        await shown.until("1 of 2, 1 answered")
        assert answers.given == [(SAME_MAN, NEVER)]
        assert shown.results == []
        await shown.press("n")
        assert answers.given == [(SAME_MAN, NEVER), (SAME_BELL, NOT_NOW)]


async def test_leaving_while_an_answer_is_written_waits_for_it() -> None:
    answers = Answers(held=True)
    async with opened(doubles(answers)) as shown:
        await shown.take_answers()
        await shown.pilot.press("x", "escape")
        assert shown.results == []
        answers.go.set()
        await shown.press()
        assert (shown.results, answers.given) == ([None], [(SAME_MAN, NEVER)])


async def test_an_answer_that_fails_is_said_and_the_pair_stays() -> None:
    async with opened(doubles(answers := Answers(refuses=True)), size=(80, 24)) as shown:
        await shown.take_answers()
        await shown.press("x")
        assert "Another session changed the review. Nothing has changed." in shown.text
        assert "1 of 3" in shown.text
        answers.refuses = False
        await shown.press("x")
        assert "Nothing has changed" not in shown.text
        assert answers.given == [(SAME_MAN, NEVER)]


async def test_the_arrows_scroll_what_does_not_fit() -> None:
    async with opened(doubles(Answers()), size=(80, 18)) as shown:
        await shown.take_answers()
        assert "yellow slicker." not in shown.text.splitlines()[-8]
        before = shown.text
        await shown.press("down", "down")
        assert shown.text != before
        await shown.press("pageup")
        assert shown.text == before
