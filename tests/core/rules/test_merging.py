"""Merging, conflicts and likely duplicates as tables."""

from __future__ import annotations

import pytest

from core.errors import InvalidInput
from core.models import AssetType, Draft, Mention, MentionKind, Trait
from core.rules.conflicts import find_conflicts
from core.rules.merging import join_mentions, join_summaries, likely_duplicates, merge_drafts, unique


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
    ],
)
def test_summaries_give_three_sentences_at_most_and_none_twice(summaries: list[str], expected: str) -> None:
    assert join_summaries(summaries) == expected


def test_unique_keeps_the_first_of_equal_texts() -> None:
    assert unique(["Guard", "BOB", "guard", " ", "Bob"]) == ["Guard", "BOB"]


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


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (person("NELL"), person("NELL HARKER"), True),
        (person("GATEHOUSE"), person("GATEHOUSES"), True),
        (person("THE GUARD"), person("OFFICER BOB", "guard"), True),
        (person("OLD WICK"), person("YOUNG WICK"), False),
        (person("GUARD #1"), person("GUARD #2"), False),
        (person("YOUNG NELL"), person("NELL"), False),
        (person("ROOK"), person("IMRIE"), False),
        (person("NELL"), Draft("NELL", AssetType.PROP), False),
    ],
)
def test_likely_duplicates(one: Draft, other: Draft, alike: bool) -> None:
    found = likely_duplicates([one, other])
    assert [(i, j) for i, j, _ in found] == ([(0, 1)] if alike else [])
    assert all(reason for _, _, reason in found)


def test_mentions_of_one_line_are_joined_place_by_place() -> None:
    by_name = Mention(3, 1, 1, "He lifts Bob's cap.", ((9, 12),), MentionKind.NAME)
    by_pronoun = Mention(3, 1, 1, "He lifts Bob's cap.", ((0, 2), (9, 12)), MentionKind.PRONOUN)
    (joined,) = join_mentions([[by_pronoun], [by_name]])
    assert (joined.columns, joined.kind) == (((0, 2), (9, 12)), MentionKind.NAME)
