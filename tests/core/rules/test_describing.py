"""The summary follows the decision: one look, whole sentences, nothing else lost."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models import Conflict, ConflictDecision, ConflictSide, Mention
from core.rules.describing import follow_decisions

EARLIER, LATER, BOTH = ConflictDecision.EARLIER, ConflictDecision.LATER, ConflictDecision.BOTH
AS_WRITTEN = ConflictDecision.AS_WRITTEN
COAT, CAPE, JACKET = "a blue coat", "a green cape", "the torn grey jacket"
PAGES = {COAT: 1, CAPE: 20, "the green cape": 20, JACKET: 50}


def side(value: str, page: int) -> ConflictSide:
    """A side on a page of its own."""
    return ConflictSide(value, Mention(page * 20, page, page, f"in {value}"))


def clash(
    earlier: str, later: str, decision: ConflictDecision | None = LATER, field: str = "clothing"
) -> Conflict:
    """A conflict; values other than the three garments stand on pages 1 and 50."""
    return Conflict(field, side(earlier, PAGES.get(earlier, 1)), side(later, PAGES.get(later, 50)), decision)


@pytest.mark.parametrize("decision", [None, AS_WRITTEN])
def test_without_a_decision_the_text_stays_as_written(decision: ConflictDecision | None) -> None:
    text = "She wears  a blue coat.\nThe torn grey jacket hangs by the door"
    assert follow_decisions(text, [clash(COAT, JACKET, decision)]) == text


@pytest.mark.parametrize(
    ("text", "earlier", "later", "expected"),
    [
        ("Nell wears a blue coat and boots.", COAT, JACKET, "Nell wears the torn grey jacket and boots."),
        ("A BLUE COAT, always.", COAT, JACKET, "The torn grey jacket, always."),
        ("Blue coat, brass buttons.", "blue coat", "torn jacket", "Torn jacket, brass buttons."),
        ("Wiry. Her blue coat hangs open.", COAT, JACKET, "Wiry. Her torn grey jacket hangs open."),
        ("Pinned to Nell's blue coat.", COAT, JACKET, "Pinned to Nell's torn grey jacket."),
        ("She wears a blue coat.", "blue coat", "old oilskin coat", "She wears an old oilskin coat."),
        ("She wears an old coat.", "old coat", "uniform jacket", "She wears a uniform jacket."),
        ("She wears a blue coat.", "blue coat", "muddy boots", "She wears muddy boots."),
        ("She wears muddy boots.", "muddy boots", "blue coat", "She wears a blue coat."),
        ("In a crisp navy tunic.", "navy tunic", JACKET, "In a crisp torn grey jacket."),
        ("In pajamas and barefoot.", "pajamas", "her work coveralls", "In her work coveralls and barefoot."),
        ("Her blue coat is open.", "blue coat", "old boots", "Her old boots are open."),
        ("Her old boots were wet.", "old boots", "the red cape", "Her red cape was wet."),
        ("A blue coat in hand.", COAT, "A cape, torn, and a hat", "A cape, torn, and a hat, in hand."),
        ("In his tunic, soaked through, asleep.", "his tunic, soaked", "a shirt", "In his shirt, asleep."),
        ("He sees a coat through glass.", "coat", "cape", "He sees a cape through glass."),
        ("Her coat, a blue coat.", "blue coat", "blue coat, torn", "Her coat, a blue coat, torn."),
    ],
)
def test_what_lost_gives_way_word_for_word(text: str, earlier: str, later: str, expected: str) -> None:
    assert follow_decisions(text, [clash(earlier, later)]) == expected


@pytest.mark.parametrize(
    ("text", "earlier", "later", "expected"),
    [
        ("A lamp, polished so, lit.", "polished so", "thick with rust", "A lamp, thick with rust, lit."),
        ("It is polished.", "polished", "crusted with rust", "It is crusted with rust."),
        ("A polished lamp.", "polished", "eroded", "An eroded lamp."),
        ("A polished iron lamp.", "polished", "thick with rust", "An iron lamp. Condition: thick with rust."),
        ("White walls, a low roof.", "white walls", "black walls", "Black walls, a low roof."),
    ],
)  # fmt: skip
def test_conditions_give_way_where_they_fit(text: str, earlier: str, later: str, expected: str) -> None:
    assert follow_decisions(text, [clash(earlier, later, field="condition")]) == expected


@pytest.mark.parametrize(
    ("text", "earlier", "later", "expected"),
    [
        ("A pilot", COAT, JACKET, "A pilot. Clothing: the torn grey jacket."),
        ("", COAT, JACKET, "Clothing: the torn grey jacket."),
        ("Her coat is blue. Tall.", COAT, JACKET, "Tall. Clothing: the torn grey jacket."),
        ("Her coat is heavy. Tall.", COAT, "a red coat", "Her coat is heavy. Tall. Clothing: a red coat."),
        ("A blue coat. A jacket, grey and torn.", COAT, JACKET, "A jacket, grey and torn."),
        ("A blue coat becomes the torn grey jacket.", JACKET, COAT, "Clothing: a blue coat."),
        (
            "The harbour officer sits on the parapet in his navy tunic, soaked black.",
            "his navy tunic, soaked",
            "his shirt",
            "The harbour officer sits on the parapet in his navy tunic, soaked black. Clothing: his shirt.",
        ),
        ("Her hair is tied. Tall.", "Her hair is tied", "black hair", "Tall. Clothing: black hair."),
        ("She wears a torn blue coat.", "blue coat", "torn blue coat", "She wears a torn blue coat."),
        ("She wears a blue coat.", COAT, "", "She wears a blue coat."),
    ],
)
def test_what_can_not_give_way_is_left_out_or_answered(
    text: str, earlier: str, later: str, expected: str
) -> None:
    assert follow_decisions(text, [clash(earlier, later)]) == expected


def test_the_entitys_name_says_nothing_of_its_look() -> None:
    text, conflicts = "Nell Harker in coat of blue.", [clash(COAT, JACKET)]
    assert follow_decisions(text, conflicts, ["NELL HARKER"]) == "Clothing: the torn grey jacket."


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("A pilot.", " Clothing: a blue coat; from page 50: the torn grey jacket."),
        ("In a blue coat.", " Clothing from page 50: the torn grey jacket."),
        ("In a torn grey jacket.", " Clothing until page 50: a blue coat."),
        ("A blue coat. A torn grey jacket.", " Clothing changes on page 50."),
    ],
)
def test_two_states_are_both_said_and_nothing_twice(text: str, added: str) -> None:
    assert follow_decisions(text, [clash(COAT, JACKET, BOTH)]) == text + added


def test_two_states_of_one_page_have_an_order() -> None:
    conflict = Conflict("clothing", side(COAT, 1), side("a cap", 1), BOTH)
    assert follow_decisions("In a cap.", [conflict]) == "In a cap. Clothing at first: a blue coat."


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (EARLIER, EARLIER, "In a blue coat."),
        (LATER, EARLIER, "In a green cape."),
        (LATER, LATER, "In the torn grey jacket."),
        (EARLIER, LATER, "In a blue coat. Clothing from page 50: the torn grey jacket."),
        (BOTH, EARLIER, "In a blue coat. Clothing from page 20: a green cape."),
        (BOTH, LATER, "In a blue coat. Clothing from page 50: the torn grey jacket."),
        (LATER, BOTH, "In a green cape. Clothing from page 50: the torn grey jacket."),
        (BOTH, BOTH, f"In a blue coat. Clothing from page 20: {CAPE}; from page 50: {JACKET}."),
    ],
)
def test_conflicts_in_a_row_come_out_alike_in_any_order(
    first: ConflictDecision, second: ConflictDecision, expected: str
) -> None:
    hat = clash("a knitted hat", "a hood", LATER)
    conflicts = [clash(COAT, CAPE, first), clash("the green cape", JACKET, second), hat]
    for order in permutations(conflicts):
        assert follow_decisions("A knitted hat. In a blue coat.", order) == f"A hood. {expected}"


def test_decisions_that_contradict_each_other_leave_the_last_look() -> None:
    conflicts = [clash(COAT, JACKET, LATER), clash(COAT, JACKET, EARLIER)]
    assert follow_decisions("In a blue coat.", conflicts) == "In the torn grey jacket."


VALUES = st.sampled_from([COAT, "the blue coat", CAPE, JACKET, "pajamas", "polished", "", ".", "the"])


@given(
    st.lists(st.one_of(VALUES, st.text("ab ’s.,-“”", max_size=12)), max_size=6).map(" ".join),
    st.lists(st.builds(clash, VALUES, VALUES, st.sampled_from([*ConflictDecision, None])), max_size=4),
)
def test_any_text_comes_out_the_same_in_any_order(text: str, conflicts: list[Conflict]) -> None:
    outcomes = {follow_decisions(text, order) for order in permutations(conflicts)}
    assert len(outcomes) == 1
