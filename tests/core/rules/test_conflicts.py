"""Deciding a conflict, and what counts as one."""

from __future__ import annotations

import pytest

from core.errors import NotFound
from core.models import ConflictDecision, Mention, Trait
from core.rules.conflicts import decide, find_conflicts, with_states
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
