"""Merging, and what conflicts, as tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import InvalidInput
from core.models import (
    AssetType,
    Conflict,
    ConflictDecision,
    ConflictSide,
    Draft,
    Mention,
    MentionKind,
    Trait,
)
from core.rules.conflicts import find_conflicts
from core.rules.merging import join_mentions, join_summaries, merge_drafts


def at(line: int, scene: int = 1) -> Mention:
    """A mention of a line."""
    return Mention(line, scene, scene, f"line {line}")


def person(name: str, *aliases: str, **fields: object) -> Draft:
    """A character draft."""
    return Draft(name, AssetType.CHARACTER, aliases, **fields)  # type: ignore[arg-type]


def test_a_merge_joins_names_mentions_and_traits() -> None:
    one = person(
        "THE GUARD",
        "Guard",
        traits=(Trait("clothing", "a blue coat", (3,)), Trait("demeanor", "calm", (), True)),
        mentions=(at(3), at(9, 2)),
        confidence_score=0.4,
        is_high_priority=False,
        priority_reason="Low.",
    )
    other = person(
        "OFFICER BOB",
        "guard",
        "Bob",
        traits=(Trait("clothing", "A blue coat", (7,)), Trait("demeanor", "Calm", (7,))),
        mentions=(at(9, 2), at(7)),
        confidence_score=0.8,
        priority_reason="High.",
    )
    merged = merge_drafts([one, other], "OFFICER BOB")
    assert merged.suggested_name == "OFFICER BOB"
    assert merged.aliases == ("THE GUARD", "Guard", "Bob")
    assert [mention.line for mention in merged.mentions] == [3, 7, 9]
    assert merged.traits == (Trait("clothing", "a blue coat", (3, 7)), Trait("demeanor", "calm", (7,)))
    assert merged.is_high_priority
    assert merged.priority_reason == "High."
    assert merged.confidence_score == 0.8


def test_the_first_drafts_type_is_kept_and_a_new_name_is_allowed() -> None:
    prop = Draft("SHIP", AssetType.PROP)
    merged = merge_drafts([person("UNITY"), prop], "THE UNITY")
    assert merged.type is AssetType.CHARACTER
    assert merged.aliases == ("UNITY", "SHIP")


def test_conflicts_are_found_again_after_a_merge() -> None:
    early = person("A", traits=(Trait("clothing", "a blue coat", (1,)),), mentions=(at(1),))
    late = person("B", traits=(Trait("clothing", "a tattered jacket", (50,)),), mentions=(at(50, 9),))
    (conflict,) = merge_drafts([late, early], "A").conflicts
    assert (conflict.earlier.value, conflict.later.value) == ("a blue coat", "a tattered jacket")
    assert (conflict.earlier.mention.line, conflict.later.mention.line) == (1, 50)


def worn(value: str, line: int) -> Draft:
    """Somebody who wears something on a line that is a scene of its own."""
    return person(f"P{line}", traits=(Trait("clothing", value, (line,)),), mentions=(at(line, line),))


def test_decisions_made_on_the_originals_survive_a_merge() -> None:
    once = merge_drafts([worn("a blue coat", 1), worn("a torn jacket", 50)], "A")
    (asked,) = once.conflicts
    decided = replace(once, conflicts=(replace(asked, decision=ConflictDecision.EARLIER),))
    merged = merge_drafts([worn("tall", 9), once, decided], "A")
    assert [conflict.decision for conflict in merged.conflicts] == [ConflictDecision.EARLIER]
    assert [trait.from_page for trait in merged.traits] == [None, None, 50]


def test_new_evidence_between_two_looks_is_asked_about() -> None:
    once = merge_drafts([worn("a blue coat", 1), worn("a torn jacket", 50)], "A")
    merged = merge_drafts([once, worn("a green cape", 20)], "A")
    pairs = {(conflict.earlier.value, conflict.later.value) for conflict in merged.conflicts}
    assert {("a blue coat", "a green cape"), ("a green cape", "a torn jacket")} <= pairs


def test_what_only_a_model_finds_stays_a_conflict() -> None:
    seen = Conflict("demeanor", ConflictSide("calm", at(3)), ConflictSide("wild", at(9, 2)))
    known = person("A", mentions=(at(3), at(9, 2)), conflicts=(seen,))
    assert merge_drafts([person("B"), known], "B").conflicts == (seen,)


def test_a_merged_summary_is_nobodys_own_words() -> None:
    merged = merge_drafts([person("A", visual_summary="Tall.", hand_written=True), person("B")], "A")
    assert (merged.visual_summary, merged.hand_written) == ("Tall.", False)


def told(name: str, *said: tuple[int, str]) -> Draft:
    """Somebody whose summary is taken from these lines."""
    mentions = tuple(Mention(line, 1, 1, f"{name} waits. {text}") for line, text in said)
    lines = tuple(line for line, _ in said)
    return person(
        name, visual_summary=" ".join(text for _, text in said), summary_lines=lines, mentions=mentions
    )


def test_a_merged_summary_names_the_lines_of_the_sentences_that_were_chosen() -> None:
    one = told("A", (39, "In her coveralls."), (624, "Dressed in pajamas."), (819, "A white dress."))
    other = told("B", (167, "Her hair is blond."), (3813, "A crisp uniform."))
    merged = merge_drafts([one, other], "A")
    assert merged.visual_summary == "In her coveralls. Dressed in pajamas. Her hair is blond."
    assert merged.summary_lines == (39, 624, 167)
    again = merge_drafts([merged, told("C", (4, "Tall."))], "A")
    assert (again.visual_summary, again.summary_lines) == (
        "In her coveralls. Dressed in pajamas. Tall.",
        (39, 624, 4),
    )


def test_a_sentence_on_a_line_that_is_no_mention_is_told_by_its_place() -> None:
    one = person("A", visual_summary="Tall. Dark.", summary_lines=(7, 3))
    merged = merge_drafts([one, told("B", (9, "Old.")), told("C", (5, "Wet."))], "A")
    assert (merged.visual_summary, merged.summary_lines) == ("Tall. Old. Wet.", (7, 9, 5))


def weighed(name: str, reason: str, *, high: bool = True) -> Draft:
    """Somebody with the reason of both verdicts."""
    return person(name, is_high_priority=high, priority_reason=reason, confidence_reason=reason)


@pytest.mark.parametrize(
    ("drafts", "reason"),
    [
        ([weighed("A", "Speaks."), weighed("B", "Seen.")], "A: Speaks.\nB: Seen."),
        ([weighed("A", "Set."), weighed("B", "Seen."), weighed("C", "Set.")], "A, C: Set.\nB: Seen."),
        ([weighed("A", "Set."), weighed("B", "Set.")], "Set."),
        ([weighed("A", "Speaks."), weighed("B", "No.", high=False)], "Speaks."),
        ([weighed("A", ""), weighed("B", "Seen.")], "Seen."),
        ([weighed("A", ""), weighed("B", "")], ""),
        ([weighed("A", "A: Speaks.\nB: Seen."), weighed("C", "Set.")], "A: Speaks.\nB: Seen.\nC: Set."),
    ],
)
def test_each_reason_of_a_merged_row_says_whose_it_is(drafts: list[Draft], reason: str) -> None:
    merged = merge_drafts(drafts, "A")
    assert (merged.priority_reason, merged.confidence_reason) == (reason, reason)


@pytest.mark.parametrize(("drafts", "name"), [([], "A"), ([person("A")], "  ")])
def test_a_merge_of_nothing_or_without_a_name_is_refused(drafts: list[Draft], name: str) -> None:
    with pytest.raises(InvalidInput):
        merge_drafts(drafts, name)


@pytest.mark.parametrize(
    ("summaries", "expected"),
    [
        (["One. Two. Three. Four."], "One. Two. Three."),
        (["Tall. Dark.", "Old. Slow."], "Tall. Dark. Old."),
        (["Tall. Dark.", "tall. Old."], "Tall. Dark. Old."),
        (["", "Old."], "Old."),
        (["", ""], ""),
        (["No stop"], "No stop"),
        (["Mr. Wick mends nets. Old."], "Mr. Wick mends nets. Old."),
        (["He says “Go.” He limps. Old. Slow."], "He says “Go.” He limps. Old."),
    ],
)
def test_summaries_give_three_sentences_at_most_and_none_twice(summaries: list[str], expected: str) -> None:
    assert join_summaries(summaries) == expected


@pytest.mark.parametrize(
    ("field", "first", "second", "clash"),
    [
        ("clothing", "a blue coat", "a tattered jacket", True),
        ("clothing", "a blue coat", "the blue coat", False),
        ("clothing", "a blue coat", "a red coat", True),
        ("clothing", "a blue coat", "a knitted cap", False),
        ("clothing", "a pressed tunic", "his tunic, soaked through", True),
        ("clothing", "a coat", "a coat", False),
        ("physical_features", "red hair", "black hair", True),
        ("physical_features", "red hair", "long hair", False),
        ("physical_features", "red hair", "black beard", False),
        ("condition", "polished", "crusted with rust", True),
        ("condition", "old and dented", "cracked", False),
        ("material", "brass", "iron", False),
        ("demeanor", "calm", "furious", False),
        ("architecture", "whitewashed walls", "blackened walls", True),
    ],
)
def test_what_cannot_both_be_in_one_picture(field: str, first: str, second: str, clash: bool) -> None:
    traits = (Trait(field, first, (1,)), Trait(field, second, (50,)))
    assert bool(find_conflicts(traits, (at(1), at(50, 9)))) is clash


def test_one_scene_is_one_picture() -> None:
    traits = (Trait("clothing", "a blue coat", (1,)), Trait("clothing", "a red jacket", (2,)))
    assert find_conflicts(traits, (at(1), at(2))) == ()


def test_a_look_that_returns_is_no_new_conflict() -> None:
    traits = (
        Trait("clothing", "a blue coat", (1,)),
        Trait("clothing", "a grey cape", (20,)),
        Trait("clothing", "the blue coat", (30,)),
    )
    assert len(find_conflicts(traits, (at(1), at(20, 2), at(30, 3)))) == 1


def test_no_conflict_without_evidence() -> None:
    traits = (Trait("clothing", "a blue coat", (1,)), Trait("clothing", "a red coat", (), True))
    assert find_conflicts(traits, (at(1), at(50, 9))) == ()
    assert find_conflicts((traits[0], Trait("clothing", "a red coat", (50,))), (at(1),)) == ()


def test_mentions_of_one_line_are_joined_place_by_place() -> None:
    by_name = Mention(3, 1, 1, "He lifts Bob's cap.", ((9, 12),), MentionKind.NAME)
    by_pronoun = Mention(3, 1, 1, "He lifts Bob's cap.", ((0, 2), (9, 12)), MentionKind.PRONOUN)
    (joined,) = join_mentions([[by_pronoun], [by_name]])
    assert (joined.columns, joined.kind) == (((0, 2), (9, 12)), MentionKind.NAME)
