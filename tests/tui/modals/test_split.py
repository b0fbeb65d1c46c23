"""Splitting: what is ticked, what is proposed, what is handed back."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import replace

import pytest

from core.errors import InvalidInput
from core.models import AssetType, Draft, ReviewRow, SplitProposal
from tests.tui.modals.opened import Opened, opened
from tests.tui.modals.rows import CHARACTER, PROP, crowded, mention, row
from tui import keymap
from tui.modals.split import SplitModal
from tui.modals.split_parts import SplitChoice, problem_of, proposed_name, seen_text

GUARDS = crowded(40)
SECOND = tuple(line.line for line in GUARDS.draft.mentions if "#2" in line.text)


class Splitter:
    """Finds the lines of a name, and splits as it is told; records what it was asked for."""

    def __init__(
        self, of: ReviewRow = GUARDS, *, refuses: str = "", held: bool = False, taken: str = ""
    ) -> None:
        self.row = of
        self.taken = taken
        self.go = asyncio.Event()
        if not held:
            self.go.set()
        self.refuses = refuses
        self.asked: list[SplitChoice] = []

    async def lines_naming(self, names: Collection[str]) -> Collection[int]:
        """Lines in which one of these names stands; held back until it is let go."""
        await self.go.wait()
        return {
            line.line
            for line in self.row.draft.mentions
            if {line.text[start:end] for start, end in line.columns} & set(names)
        }

    async def propose(self, choice: SplitChoice) -> SplitProposal:
        """Both drafts."""
        self.asked.append(choice)
        if self.refuses:
            raise InvalidInput(self.refuses)
        mentions = self.row.draft.mentions
        kept = replace(
            self.row.draft, aliases=(), mentions=tuple(m for m in mentions if m.line not in choice.lines)
        )
        taken = Draft(choice.name, choice.type, mentions=tuple(m for m in mentions if m.line in choice.lines))
        return SplitProposal(self.row, kept, taken, version=3)

    def check(self, name: str, type: AssetType) -> str:
        """Whether another prop has the name."""
        return f"The review has {name} already." if (name, type) == (self.taken, PROP) else ""

    @property
    def dialog(self) -> SplitModal:
        """The dialog that asks it."""
        return SplitModal(self.row, self.lines_naming, self.propose, self.check)


def test_every_key_has_its_action() -> None:
    keys = (*keymap.MODAL_SCROLL, *keymap.MODAL_CHOOSE)
    assert keymap.missing_actions(SplitModal, keys) == []


async def tick(shown: Opened, lines_down: int) -> None:
    """Tick the row so many lines below the first one."""
    await shown.press("home", *["down"] * lines_down, "space")


async def test_names_stand_above_mentions_with_their_places() -> None:
    async with opened(Splitter().dialog, size=(80, 24)) as shown:
        for words in (
            "NAMES  2",
            "name",
            "GUARD  in 36 lines",
            "alias",
            "GUARD #2  in 4 lines",
            "MENTIONS  40",
        ):
            assert words in shown.text
        assert "sc. 1, p. 1" in shown.text
        assert "0 names and 0 of 40 mentions go into the new row" in shown.text


async def test_a_name_takes_its_lines_along_and_gives_them_back() -> None:
    async with opened(Splitter().dialog) as shown:
        await tick(shown, 1)
        assert "1 name and 4 of 40 mentions" in shown.text
        await tick(shown, 1)
        assert "0 names and 0 of 40 mentions" in shown.text


async def test_lines_that_name_both_go_and_stay_and_the_count_says_so() -> None:
    first, second, *rest = GUARDS.draft.mentions
    both = replace(second, text="GUARD, GUARD #2", columns=((0, 5), (7, 15)))
    guards = replace(GUARDS, draft=replace(GUARDS.draft, mentions=(first, both, *rest)))
    async with opened(Splitter(guards).dialog) as shown:
        await tick(shown, 1)
        assert "1 name and 5 of 40 mentions go into the new row, 1 of them stays here too" in shown.text
        await tick(shown, 1)
        assert "0 names and 0 of 40 mentions go into the new row" in shown.text
        assert "here too" not in shown.text


async def test_a_line_that_was_taken_out_by_hand_stays_out() -> None:
    async with opened(Splitter().dialog) as shown:
        await tick(shown, 1)
        await tick(shown, 2)
        assert "1 name and 3 of 40 mentions" in shown.text
        await tick(shown, 3)
        assert "1 name and 4 of 40 mentions" in shown.text


async def test_the_split_is_seen_and_then_accepted() -> None:
    async with opened((splitter := Splitter()).dialog, size=(80, 24)) as shown:
        await tick(shown, 1)
        await shown.press("enter")
        assert splitter.asked == [SplitChoice("GUARD #2", CHARACTER, ("GUARD #2",), SECOND)]
        for words in ("STAYS", "36 mentions", "GOES", "4 mentions"):
            assert words in shown.text
        await shown.take_answers()
        assert shown.results == []
        await shown.press("enter")
        assert [result.taken.suggested_name for result in shown.results] == ["GUARD #2"]
        assert shown.results[0].version == 3


async def test_what_was_wrong_is_not_said_beside_both_drafts() -> None:
    plain = replace(GUARDS, draft=replace(GUARDS.draft, mentions=(mention(1, "He nods."), mention(2, "So."))))
    async with opened(Splitter(plain).dialog) as shown:
        await tick(shown, 2)
        await shown.press("enter")
        assert "The new row needs a name." in shown.text
        await shown.press("tab", *"GUEST", "enter")
        assert "STAYS" in shown.text
        assert "The new row needs a name." not in shown.text


async def test_going_on_before_the_lines_of_a_name_are_known_takes_them_along() -> None:
    splitter = Splitter(held=True)
    async with opened(splitter.dialog) as shown:
        await shown.pilot.press("down", "space", "enter")
        splitter.go.set()
        await shown.press()
        assert splitter.asked == [SplitChoice("GUARD #2", CHARACTER, ("GUARD #2",), SECOND)]


async def test_all_of_it_by_mouse() -> None:
    async with opened(Splitter().dialog) as shown:
        await shown.pilot.click("#parts", offset=(3, 2))
        await shown.press()
        assert "1 name and 4 of 40 mentions" in shown.text
        await shown.click("#go-on")
        assert "STAYS" in shown.text
        await shown.take_answers()
        await shown.click("#back")
        assert "1 name and 4 of 40 mentions" in shown.text
        await shown.click("#go-on")
        await shown.take_answers()
        await shown.click("#go-on")
        assert len(shown.results) == 1


class PatientSplit(SplitModal):
    """Its grace doesn't end within a test, however slow the machine is."""

    grace_s = 3600.0


async def test_an_enter_typed_ahead_accepts_nothing_and_escape_goes_back() -> None:
    splitter = Splitter()
    async with opened(PatientSplit(GUARDS, splitter.lines_naming, splitter.propose, splitter.check)) as shown:
        await tick(shown, 1)
        await shown.press("enter", "enter", "space", "enter")
        assert "STAYS" in shown.text
        assert shown.results == []
        await shown.press("escape")
        assert "1 name and 4 of 40 mentions" in shown.text
        await tick(shown, 3)
        assert "1 name and 5 of 40 mentions" in shown.text
        await shown.press("escape")
        assert shown.results == [None]


async def test_a_name_and_a_type_of_ones_own() -> None:
    async with opened((splitter := Splitter()).dialog) as shown:
        await tick(shown, 3)
        await shown.press("tab", *"THE CART", "tab", "enter", "down", "down", "enter")
        await shown.click("#go-on")
        assert splitter.asked == [SplitChoice("THE CART", PROP, (), (2,))]


async def test_a_typed_name_is_not_overwritten_by_what_is_ticked_later() -> None:
    async with opened((splitter := Splitter()).dialog) as shown:
        await tick(shown, 3)
        await shown.press("tab", *"BOB", "shift+tab")
        await tick(shown, 1)
        await shown.press("enter")
        assert splitter.asked[0].name == "BOB"


async def test_what_is_missing_is_said() -> None:
    async with opened((splitter := Splitter()).dialog, size=(80, 24)) as shown:
        await shown.press("enter")
        assert "Nothing is ticked." in shown.text
        await tick(shown, 3)
        assert "Nothing is ticked." not in shown.text
        await shown.press("enter")
        assert "The new row needs a name." in shown.text
        assert splitter.asked == []


async def test_a_name_that_another_row_of_that_type_has_goes_no_further() -> None:
    async with opened((splitter := Splitter(taken="THE CART")).dialog) as shown:
        await tick(shown, 3)
        await shown.press("tab", *"THE CART", "enter")
        assert "STAYS" in shown.text
        await shown.press("escape")
        await shown.press("tab", "tab", "enter", "down", "down", "enter")
        await shown.click("#go-on")
        assert "The review has THE CART already." in shown.text
        assert "STAYS" not in shown.text
        assert [choice.type for choice in splitter.asked] == [CHARACTER]


async def test_what_the_service_refuses_is_said() -> None:
    async with opened(Splitter(refuses="Nothing would be left.").dialog) as shown:
        await tick(shown, 1)
        await shown.press("enter")
        assert "Nothing would be left." in shown.text
        assert "STAYS" not in shown.text


async def test_five_hundred_mentions_are_walked_and_shown() -> None:
    async with opened(Splitter(crowded(500)).dialog) as shown:
        await shown.press("end")
        assert "The GUARD stops cart 499." in shown.text
        await tick(shown, 1)
        await shown.press("enter")
        assert "450 mentions" in shown.text
        await shown.press(*["pagedown"] * 8)
        assert "… and 420 more" in shown.text


# --- the choice, pure ----------------------------------------------------------------------------

MANY = row(
    6,
    Draft(
        "GUARD",
        CHARACTER,
        aliases=("THE SENTRY",),
        mentions=(
            mention(1, "GUARD #2 (O.S.)", "GUARD"),
            mention(2, "He nods. OFFICER VANCE steps in. A GUARD follows."),
            mention(3, "The guard nods to Vance."),
            mention(4, "GUARD"),
            mention(5, "NOBODY LEAVES THIS HOUSE BEFORE I SAY SO, GUARD!"),
        ),
    ),
)


@pytest.mark.parametrize(
    ("aliases", "lines", "name"),
    [
        (("THE SENTRY",), (2,), "THE SENTRY"),
        (("GUARD", "THE SENTRY"), (), "THE SENTRY"),
        (("GUARD",), (), "GUARD"),
        ((), (1,), "GUARD #2"),
        ((), (2,), "OFFICER VANCE"),
        ((), (3,), ""),
        ((), (4, 2), "OFFICER VANCE"),
        ((), (5,), ""),
        ((), (), ""),
    ],
)
def test_a_name_is_proposed(aliases: tuple[str, ...], lines: tuple[int, ...], name: str) -> None:
    assert proposed_name(MANY.draft, aliases, lines) == name


@pytest.mark.parametrize(
    ("choice", "problem"),
    [
        (SplitChoice("X", AssetType.PROP, (), ()), "Nothing is ticked."),
        (SplitChoice("", AssetType.PROP, (), (1,)), "needs a name"),
        (SplitChoice("guard", AssetType.PROP, ("THE SENTRY",), (1,)), "stays a name of this row"),
        (SplitChoice("X", AssetType.PROP, ("GUARD", "THE SENTRY"), (1, 2, 3, 4, 5)), "Everything is ticked."),
        (SplitChoice("GUARD", AssetType.PROP, ("GUARD",), (4,)), ""),
        (SplitChoice("X", AssetType.PROP, (), (1, 2, 3, 4, 5)), ""),
    ],
)
def test_a_choice_that_cannot_be_split_off_is_refused(choice: SplitChoice, problem: str) -> None:
    found = problem_of(MANY.draft, choice)
    assert problem in found
    assert bool(problem) == bool(found)


def test_a_long_line_is_shown_from_shortly_before_the_name() -> None:
    text = seen_text(mention(1, f"{'x' * 60} and then the [b]GUARD[/b] runs.", "GUARD"))
    assert text.plain.startswith("…")
    assert text.plain.endswith("the [b]GUARD[/b] runs.")
    (span,) = text.spans
    assert text.plain[span.start : span.end] == "GUARD"
