"""Deciding a conflict, what counts as one, and how long a decision holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import NotFound
from core.models import Conflict, ConflictDecision, ConflictSide, Mention, Trait
from core.rules.conflicts import conflict_key, decide, find_conflicts, keep_decisions, with_states
from tests.core.rules.samples import conflict

PAGE_1, PAGE_50, SAME_SCENE = Mention(3, 1, 1, ""), Mention(900, 40, 50, ""), Mention(4, 1, 1, "")


def test_one_conflict_is_decided_and_opened_again() -> None:
    both = (conflict(), conflict())
    decided = decide(both, 1, ConflictDecision.LATER)
    assert [one.decision for one in decided] == [None, ConflictDecision.LATER]
    assert decide(decided, 1, None) == both


@pytest.mark.parametrize("index", [-1, 1, 99])
def test_a_conflict_that_is_gone_is_said_to_be_gone(index: int) -> None:
    with pytest.raises(NotFound, match="not there any more"):
        decide((conflict(),), index, ConflictDecision.LATER)


@pytest.mark.parametrize(
    ("field", "earlier", "later", "mention", "found"),
    [
        ("clothing", "blue coat", "tattered jacket", PAGE_50, True),
        ("clothing", "blue coat", "red coat", PAGE_50, True),
        ("clothing", "blue coat", "coat", PAGE_50, False),
        ("clothing", "blue coat", "old boots", PAGE_50, False),
        ("clothing", "blue coat", "tattered jacket", SAME_SCENE, False),
        ("physical_features", "red hair", "grey hair", PAGE_50, True),
        ("physical_features", "red hair", "blue eyes", PAGE_50, False),
        ("condition", "polished", "shattered", PAGE_50, True),
        ("condition", "polished", "shiny", PAGE_50, False),
        ("demeanor", "calm", "angry", PAGE_50, False),
    ],
)
def test_two_looks_conflict_when_one_picture_can_not_hold_both(
    field: str, earlier: str, later: str, mention: Mention, found: bool
) -> None:
    traits = (Trait(field, earlier, (PAGE_1.line,)), Trait(field, later, (mention.line,)))
    conflicts = find_conflicts(traits, (PAGE_1, mention))
    assert [(one.earlier.value, one.later.value) for one in conflicts] == [(earlier, later)] * found


def test_the_later_side_says_since_which_page_it_holds() -> None:
    traits = (
        Trait("clothing", "blue coat", (PAGE_1.line,)),
        Trait("clothing", "tattered jacket", (PAGE_50.line,)),
        Trait("demeanor", "calm", (PAGE_50.line,)),
    )
    conflicts = find_conflicts(traits, (PAGE_1, PAGE_50))
    assert [trait.from_page for trait in with_states(traits, conflicts)] == [None, 50, None]


# --- decisions and their evidence ------------------------------------------------------------------


def coat(
    decision: ConflictDecision | None = None,
    *,
    texts: tuple[str, str] = ("in a blue coat", "her torn jacket"),
    values: tuple[str, str] = ("blue coat", "torn jacket"),
    moved: int = 0,
    field: str = "clothing",
) -> Conflict:
    """A coat, and a jacket later on; `moved` lines further down than it was."""
    earlier, later = (
        ConflictSide(value, Mention(line + moved, line, line + moved, text))
        for line, text, value in zip((10, 500), texts, values, strict=True)
    )
    return Conflict(field, earlier, later, decision)


LATER, EARLIER, BOTH = ConflictDecision.LATER, ConflictDecision.EARLIER, ConflictDecision.BOTH


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        (coat(), LATER),
        (coat(moved=70), LATER),
        (coat(texts=("In a  BLUE coat", "Her torn jacket ")), LATER),
        (coat(values=("Blue coat", "torn  jacket")), LATER),
        (coat(values=("a long blue coat", "a jacket in rags")), LATER),
        (coat(texts=("in a red coat", "her torn jacket")), None),
        (coat(texts=("her torn jacket", "in a blue coat"), values=("torn jacket", "blue coat")), None),
        (coat(field="form"), None),
        (coat(EARLIER), EARLIER),
    ],
)
def test_a_decision_is_kept_while_its_evidence_is_the_same(
    found: Conflict, kept: ConflictDecision | None
) -> None:
    assert keep_decisions([found], [coat(LATER)]) == (replace(found, decision=kept),)


HAT = ("a knitted hat", "a hood")


@pytest.mark.parametrize(
    ("found", "known"),
    [
        ([coat(values=HAT), coat(values=("a", "b"))], [coat(LATER)]),
        ([coat(values=HAT)], [coat(LATER), coat(EARLIER, values=("a", "b"))]),
        ([coat(), coat(values=HAT)], [coat(None), coat(LATER, values=("a", "b"))]),
    ],
)
def test_other_words_on_lines_with_several_conflicts_are_asked_anew(
    found: list[Conflict], known: list[Conflict]
) -> None:
    assert keep_decisions(found, known) == tuple(found)


@pytest.mark.parametrize(
    ("times", "known", "kept"),
    [
        (2, [LATER, EARLIER], [LATER, EARLIER]),
        (2, [None, EARLIER], [None, EARLIER]),
        (2, [BOTH], [BOTH, BOTH]),
        (1, [None, BOTH], [BOTH]),
        (1, [LATER, EARLIER], [LATER]),
        (2, [], [None, None]),
    ],
)
def test_a_conflict_that_is_there_twice_keeps_its_decisions(
    times: int, known: list[ConflictDecision | None], kept: list[ConflictDecision | None]
) -> None:
    again = keep_decisions([coat(moved=5)] * times, [coat(decision) for decision in known])
    assert [conflict.decision for conflict in again] == kept


def test_one_value_with_two_garments_is_one_question() -> None:
    traits = (Trait("clothing", "a coat and a hat", (3,)), Trait("clothing", "a cape and a hood", (900,)))
    assert len(find_conflicts(traits, (PAGE_1, PAGE_50))) == 1


def test_the_key_does_not_know_where_a_conflict_stands() -> None:
    assert conflict_key(coat(LATER)) == conflict_key(coat(moved=9))
    assert conflict_key(coat()) != conflict_key(coat(values=HAT))
