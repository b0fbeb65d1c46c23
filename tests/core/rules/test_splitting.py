"""One draft as two: nothing is lost, and each side has what its own lines say."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from core.rules.merging import merge_drafts
from core.rules.splitting import lines_naming, split_draft

CHARACTER, PROP, LOCATION = AssetType.CHARACTER, AssetType.PROP, AssetType.LOCATION


def at(line: int, text: str, *names: str, kind: MentionKind = MentionKind.NAME) -> Mention:
    """A mention, two lines a scene, ten lines a page; its places are where `names` stand."""
    places = [(text.index(name), text.index(name) + len(name)) for name in names]
    return Mention(line, line // 2, line // 10, text, tuple(sorted(places)), kind)


GUARD = Draft(
    "THE GUARD",
    CHARACTER,
    ("OFFICER BOB", "BOB"),
    visual_summary="The guard wears a blue coat. Bob has a grey beard.",
    summary_lines=(10, 40),
    traits=(
        Trait("clothing", "a blue coat", (10,)),
        Trait("physical_features", "a grey beard", (40,)),
        Trait("physical_features", "tall", (10, 40)),
        Trait("physical_features", "narrow face", inferred=True),
    ),
    priority_reason="Speaks twice.",
    confidence_score=0.7,
    mentions=(
        at(10, "The guard wears a blue coat.", "guard"),
        at(40, "Bob has a grey beard.", "Bob"),
        at(60, "The guard hands Bob his cap.", "guard", "Bob", "his"),
        at(70, "He nods.", "He", kind=MentionKind.PRONOUN),
    ),
)


def split(lines: tuple[int, ...], *aliases: str, name: str = "BOB", of: Draft = GUARD) -> tuple[Draft, Draft]:
    """Split into a character."""
    return split_draft(of, name, CHARACTER, aliases, lines)


def lines(draft: Draft) -> list[int]:
    """The lines of a draft's mentions."""
    return [mention.line for mention in draft.mentions]


def test_names_and_mentions_go_out_into_a_draft_of_their_own() -> None:
    kept, taken = split((40, 70), "OFFICER BOB")
    assert (kept.suggested_name, kept.aliases, lines(kept)) == ("THE GUARD", (), [10, 60])
    assert (taken.suggested_name, taken.aliases, lines(taken)) == ("BOB", ("OFFICER BOB",), [40, 70])


def test_without_its_own_name_the_draft_takes_its_next_one() -> None:
    kept, taken = split((10,), "the guard", "Bob", name="SENTRY")
    assert (kept.suggested_name, kept.aliases) == ("OFFICER BOB", ())
    assert (taken.suggested_name, taken.aliases) == ("SENTRY", ("THE GUARD", "BOB"))
    assert taken.priority_reason == "split from OFFICER BOB"


def test_a_line_that_names_both_stays_in_both_each_with_its_own_places() -> None:
    kept, taken = split((60,), "OFFICER BOB")
    places = [
        [mention.text[slice(*place)] for place in mention.columns]
        for draft in (kept, taken)
        for mention in draft.mentions
        if mention.line == 60
    ]
    assert places == [["guard", "his"], ["Bob", "his"]]


TALK = [
    Draft(
        "BRIANNA",
        CHARACTER,
        mentions=(
            at(2, "BRIANNA", "BRIANNA", kind=MentionKind.CUE),
            at(3, "Hey, Noah. Come to me.", "me", kind=MentionKind.PRONOUN),
        ),
    ),
    Draft(
        "NOAH",
        CHARACTER,
        mentions=(
            at(3, "Hey, Noah. Come to me.", "Noah"),
            at(4, "NOAH (to Brianna)", "NOAH", kind=MentionKind.CUE),
            at(5, "I can't.", "I", kind=MentionKind.PRONOUN),
        ),
    ),
    Draft(
        "MY",
        CHARACTER,
        mentions=(
            at(6, "MY", "MY", kind=MentionKind.CUE),
            at(7, "My?", "My"),
        ),
    ),
]


@pytest.mark.parametrize(
    ("stays", "goes"),
    [
        pytest.param(*pair, id=" and ".join(one.suggested_name for one in pair))
        for pair in permutations(TALK, 2)
    ],
)
def test_what_one_says_of_oneself_is_the_speakers_whomever_it_names(stays: Draft, goes: Draft) -> None:
    merged = merge_drafts([stays, goes], stays.suggested_name)
    name = goes.suggested_name
    kept, taken = split_draft(merged, name, CHARACTER, (name,), lines_naming(merged, [name]))
    assert [[(one.line, one.columns) for one in side.mentions] for side in (kept, taken)] == [
        [(one.line, one.columns) for one in side.mentions] for side in (stays, goes)
    ]


DOCK = (
    "As BRIANNA passes, SAMANTHA argues with a hand. She wears a frayed jumpsuit. Her blond hair is a bun. "
    "In a red cape, Brianna waves. It rains on tall masts."
)
BOTH = Draft(
    "BRIANNA",
    CHARACTER,
    ("SAMANTHA",),
    visual_summary="Her blond hair is a bun. In a red cape, Brianna waves. It rains on tall masts.",
    summary_lines=(8, 8, 8),
    traits=(
        Trait("clothing", "a frayed jumpsuit", (8,)),
        Trait("physical_features", "Her blond hair", (8,)),
        Trait("clothing", "a red cape", (8,)),
        Trait("demeanor", "in a good mood", (8,)),
    ),
    mentions=(at(8, DOCK, "BRIANNA", "SAMANTHA", "Brianna"),),
)


@pytest.mark.parametrize(
    ("kept_name", "taken_name", "kept_traits", "taken_traits", "taken_summary"),
    [
        (
            "BRIANNA",
            "SAMANTHA",
            ["a red cape", "in a good mood"],
            ["a frayed jumpsuit", "Her blond hair"],
            "Her blond hair is a bun.",
        ),
        (
            "SAMANTHA",
            "BRIANNA",
            ["a frayed jumpsuit", "Her blond hair", "in a good mood"],
            ["a red cape"],
            "In a red cape, Brianna waves. It rains on tall masts.",
        ),
    ],
)
def test_what_a_line_that_names_both_says_goes_to_whom_it_is_about(
    kept_name: str, taken_name: str, kept_traits: list[str], taken_traits: list[str], taken_summary: str
) -> None:
    kept, taken = split_draft(BOTH, taken_name, CHARACTER, (taken_name,), lines_naming(BOTH, [taken_name]))
    assert (kept.suggested_name, lines(kept), lines(taken)) == (kept_name, [8], [8])
    assert [trait.value for trait in kept.traits] == kept_traits
    assert [trait.value for trait in taken.traits] == taken_traits
    assert taken.visual_summary == taken_summary
    assert not set(kept.visual_summary.split(". ")) & set(taken.visual_summary.split(". "))


def test_a_sentence_goes_with_the_traits_that_it_states() -> None:
    text = "BRIANNA waits for SAMANTHA (71), who is late."
    both = Draft(
        "BRIANNA",
        CHARACTER,
        ("SAMANTHA",),
        visual_summary=text,
        summary_lines=(8,),
        traits=(Trait("physical_features", "71", (8,)),),
        mentions=(at(8, text, "BRIANNA", "SAMANTHA"),),
    )
    kept, taken = split((8,), name="SAMANTHA", of=both)
    assert (kept.visual_summary, kept.summary_lines, kept.traits) == ("", (), ())
    assert (taken.visual_summary, taken.summary_lines, taken.traits) == (text, (8,), both.traits)


def test_a_new_name_in_a_line_is_known_without_a_place() -> None:
    kept, taken = split_draft(GUARD, "cap", PROP, (), (60,))
    assert (lines(kept), lines(taken)) == ([10, 40, 60, 70], [60])


def test_two_people_of_one_name_are_told_apart_by_their_lines() -> None:
    kept, taken = split((10,), name="SECOND GUARD")
    assert (lines(kept), lines(taken)) == ([40, 60, 70], [10])


def test_traits_go_with_their_evidence_and_what_is_inferred_stays() -> None:
    kept, taken = split((40,))
    assert [(trait.value, trait.lines) for trait in kept.traits] == [
        ("a blue coat", (10,)),
        ("tall", (10,)),
        ("narrow face", ()),
    ]
    assert [(trait.value, trait.lines) for trait in taken.traits] == [
        ("a grey beard", (40,)),
        ("tall", (40,)),
    ]


def test_sentences_go_with_the_lines_that_they_are_taken_from() -> None:
    kept, taken = split((40,))
    assert (kept.visual_summary, kept.summary_lines) == ("The guard wears a blue coat.", (10,))
    assert (taken.visual_summary, taken.summary_lines) == ("Bob has a grey beard.", (40,))


def test_without_a_sentence_the_traits_are_put_in_words() -> None:
    model = Draft(
        "ANN",
        CHARACTER,
        ("B",),
        visual_summary="Somebody at sea.",
        traits=(
            Trait("clothing", "a red cape", (4,)),
            Trait("clothing", "bare feet", (4,)),
            Trait("demeanor", "calm", (4,)),
        ),
        mentions=(at(4, "B in a red cape, calm, bare feet."),),
    )
    kept, taken = split((4,), name="B", of=model)
    assert kept.visual_summary == "Somebody at sea."
    assert (taken.visual_summary, taken.summary_lines) == ("A red cape; bare feet. Calm.", ())


def test_what_a_person_wrote_stays_whole() -> None:
    written = Draft(
        "A",
        CHARACTER,
        ("B",),
        "B has a grey beard.",
        mentions=(at(4, "B has a grey beard."),),
        hand_written=True,
    )
    kept, taken = split((4,), name="B", of=written)
    assert (kept.visual_summary, kept.hand_written) == ("B has a grey beard.", True)
    assert (taken.visual_summary, taken.hand_written) == ("", False)


def test_reasons_say_that_it_was_split() -> None:
    kept, taken = split((40,))
    assert kept.priority_reason == "Speaks twice. (Before BOB was split from it.)"
    assert kept.confidence_reason == ""
    assert (taken.priority_reason, taken.confidence_reason) == (
        "split from THE GUARD",
        "split from THE GUARD",
    )
    assert (taken.is_high_priority, taken.confidence_score) == (True, 0.7)


def wardrobe(*decisions: ConflictDecision | None) -> Draft:
    """A coat on page 1, a cape on page 20, a jacket on page 50, and the decisions between them."""
    worn = [(10, "a blue coat"), (200, "a green cape"), (500, "a torn jacket")]
    mentions = tuple(at(line, f"She is in {value}.", "She") for line, value in worn)
    sides = [ConflictSide(value, mention) for (_, value), mention in zip(worn, mentions, strict=True)]
    conflicts = tuple(
        Conflict("clothing", sides[number], sides[number + 1], decision)
        for number, decision in enumerate(decisions)
    )
    traits = tuple(Trait("clothing", value, (line,)) for line, value in worn)
    return Draft("NELL", CHARACTER, ("ROSE",), traits=traits, mentions=mentions, conflicts=conflicts)


def test_conflicts_are_found_again_and_keep_their_decisions() -> None:
    kept, taken = split((500,), name="ROSE", of=wardrobe(ConflictDecision.EARLIER, ConflictDecision.LATER))
    assert [conflict.decision for conflict in kept.conflicts] == [ConflictDecision.EARLIER]
    assert taken.conflicts == ()
    assert [trait.from_page for trait in (*kept.traits, *taken.traits)] == [None, 20, None]


def test_a_conflict_with_other_evidence_is_asked_anew() -> None:
    kept, _ = split((200,), name="ROSE", of=wardrobe(ConflictDecision.EARLIER, ConflictDecision.LATER))
    (conflict,) = kept.conflicts
    assert (conflict.earlier.value, conflict.later.value) == ("a blue coat", "a torn jacket")
    assert conflict.decision is None


@pytest.mark.parametrize(
    ("name", "type", "aliases", "chosen"),
    [
        ("NEW", CHARACTER, (), ()),
        ("NEW", CHARACTER, ("NOBODY",), (999,)),
        ("NEW", CHARACTER, ("THE GUARD", "OFFICER BOB", "BOB"), (10,)),
        ("BOB", CHARACTER, ("THE GUARD", "OFFICER BOB"), (10,)),
        ("the guard", CHARACTER, (), (10,)),
        (" ", CHARACTER, ("BOB",), ()),
    ],
)
def test_a_split_into_one_or_without_a_name_is_refused(
    name: str, type: AssetType, aliases: tuple[str, ...], chosen: tuple[int, ...]
) -> None:
    with pytest.raises(InvalidInput):
        split_draft(GUARD, name, type, aliases, chosen)


def test_a_thing_may_be_called_as_a_person_is() -> None:
    kept, taken = split_draft(GUARD, "THE GUARD", PROP, (), (10,))
    assert (kept.suggested_name, taken.suggested_name, taken.type) == ("THE GUARD", "THE GUARD", PROP)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["BOB"], (40, 60)),
        (["bob", "Officer Bob"], (40, 60)),
        (["THE GUARD"], (10, 60)),
        (["THE GUARD", "BOB", "OFFICER BOB"], (10, 40, 60)),
        ([], ()),
    ],
)
def test_lines_naming_are_those_that_say_one_of_the_names(
    names: list[str], expected: tuple[int, ...]
) -> None:
    assert lines_naming(GUARD, names) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nell Harker waits.", ()),
        ("Nell waits.", (4,)),
        ("NELL'S boat.", (4,)),
        ("Nell--wait!", (4,)),
        ("Nellie waits.", ()),
        ("Nell-Anne waits.", ()),
    ],
)
def test_a_line_without_places_is_searched_for_whole_names(text: str, expected: tuple[int, ...]) -> None:
    draft = Draft("NELL HARKER", CHARACTER, ("NELL",), mentions=(at(4, text),))
    assert lines_naming(draft, ["NELL"]) == expected


# --- locations -----------------------------------------------------------------------------------


def heading(line: int, scene: int, name: str) -> Mention:
    """The heading of a scene that is set in `name`."""
    return replace(at(line, f"INT. {name} - DAY", name, kind=MentionKind.HEADING), scene=scene)


def told(line: int, scene: int, text: str, *names: str) -> Mention:
    """A line within a scene; its places are where `names` stand."""
    return replace(at(line, text, *names), scene=scene)


def place(name: str, mentions: list[Mention], **looks: int) -> Draft:
    """A set; what the lines of `looks` tell stands in its summary, each trait called by its keyword."""
    texts = {mention.line: mention.text for mention in mentions}
    return Draft(
        name,
        LOCATION,
        visual_summary=" ".join(texts[line] for line in looks.values()),
        summary_lines=tuple(looks.values()),
        traits=tuple(Trait("architecture", value, (line,)) for value, line in looks.items()),
        mentions=tuple(mentions),
    )


TALL = "The doors are tall, one leads to the BRIDGE."
FAR = "Far off, the BRIDGE."
SETS = [
    place("HALL", [heading(10, 1, "HALL"), told(12, 1, TALL)], tall=12),
    place("KITCHEN", [heading(14, 1, "KITCHEN"), told(16, 1, "The walls are narrow.")], narrow=16),
    place(
        "BRIDGE",
        [
            told(12, 1, TALL, "BRIDGE"),
            heading(20, 2, "BRIDGE"),
            told(22, 2, "The doors are open to a view of space."),
            told(32, 3, FAR, "BRIDGE"),
        ],
        open=22,
    ),
    place("SPACE", [heading(30, 3, "SPACE")]),
    place("PILOT'S HUT", [heading(40, 4, "PILOT’S HUT"), told(42, 4, "It rots.")]),
]


@pytest.mark.parametrize(
    ("stays", "goes"),
    [
        pytest.param(*pair, id=" and ".join(one.suggested_name for one in pair))
        for pair in permutations(SETS, 2)
    ],
)
def test_two_sets_that_were_merged_have_each_its_own_scenes_again(stays: Draft, goes: Draft) -> None:
    merged = merge_drafts([stays, goes], stays.suggested_name)
    name = goes.suggested_name
    kept, taken = split_draft(merged, name, LOCATION, (name,), lines_naming(merged, [name]))
    for had, has in ((stays, kept), (goes, taken)):
        assert (has.suggested_name, has.mentions) == (had.suggested_name, had.mentions)
        assert (has.traits, has.visual_summary, has.summary_lines) == (
            had.traits,
            had.visual_summary,
            had.summary_lines,
        )


def test_under_a_heading_of_two_sets_each_has_the_lines_that_name_it() -> None:
    heading_of_both = told(10, 1, "INT. HALL / BRIDGE - DAY", "HALL", "BRIDGE")
    merged = Draft(
        "HALL",
        LOCATION,
        ("BRIDGE",),
        traits=(Trait("architecture", "steel", (14,)), Trait("architecture", "oak", (12,))),
        mentions=(
            replace(heading_of_both, kind=MentionKind.HEADING),
            told(12, 1, "The hall is of oak."),
            told(14, 1, "The bridge is of steel."),
            told(16, 1, "It is cold."),
        ),
    )
    kept, taken = split_draft(merged, "BRIDGE", LOCATION, ("BRIDGE",), lines_naming(merged, ["BRIDGE"]))
    assert (lines(kept), lines(taken)) == ([10, 12, 16], [10, 14])
    assert [trait.value for trait in (*kept.traits, *taken.traits)] == ["oak", "steel"]


def test_a_line_of_a_scene_that_is_ticked_by_hand_goes() -> None:
    kept, taken = split_draft(SETS[2], "WINDOW", LOCATION, (), (22,))
    assert (lines(kept), lines(taken)) == ([12, 20, 32], [22])
    assert [trait.value for trait in taken.traits] == ["open"]


def test_a_person_has_no_scenes_by_a_heading() -> None:
    person = replace(
        GUARD, mentions=(heading(10, 1, "BOB"), told(40, 1, "The guard waits.", "guard"), told(42, 1, "So."))
    )
    assert lines_naming(person, ["BOB"]) == (10,)


# --- whatever is split ---------------------------------------------------------------------------

NAMES = ("ANN", "BEA", "CAT", "THE DOG", "DOG")
VALUES = ("a blue coat", "a torn jacket", "a red cape", "red hair", "grey hair", "tall")


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """A draft with several names, mentions of them, and traits on those lines."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, unique=True))
    mentions = []
    for line in sorted(draw(st.sets(st.integers(1, 60), max_size=8))):
        said = draw(st.lists(st.sampled_from([*names, "he", "I"]), min_size=1, max_size=3, unique=True))
        kind = draw(st.sampled_from((MentionKind.NAME, MentionKind.CUE)))
        mentions.append(at(line, " sees ".join(said), *(said if draw(st.booleans()) else ()), kind=kind))
    numbers = st.sampled_from([mention.line for mention in mentions] or [0])
    evidence = st.lists(numbers, min_size=1, unique=True).map(lambda found: tuple(sorted(found)))
    field = st.sampled_from(("clothing", "physical_features"))
    traits = draw(st.lists(st.builds(Trait, field, st.sampled_from(VALUES), evidence), max_size=4))
    start = Draft(names[0], CHARACTER, tuple(names[1:]), traits=tuple(traits), mentions=tuple(mentions))
    return merge_drafts([start], names[0])


@given(drafts(), st.data())
def test_nothing_is_lost_and_a_merge_takes_a_split_back(draft: Draft, data: st.DataObject) -> None:
    own = {draft.suggested_name, *draft.aliases}
    aliases = data.draw(st.sets(st.sampled_from(sorted(own))))
    chosen = data.draw(st.sets(st.sampled_from([0, *lines(draft)])))
    try:
        kept, taken = split_draft(draft, "NEW", CHARACTER, aliases, chosen)
    except InvalidInput:
        assert aliases == own or (not aliases and not chosen & {*lines(draft)})
        return
    names = [name for side in (kept, taken) for name in (side.suggested_name, *side.aliases)]
    assert sorted(names) == sorted({*own, "NEW"})
    assert {*lines(taken)} == chosen & {*lines(draft)}
    again = merge_drafts([kept, taken], draft.suggested_name)
    assert again.mentions == draft.mentions
    assert {again.suggested_name, *again.aliases} == {*own, "NEW"}
    assert {(trait.field, trait.value, trait.lines) for trait in again.traits} == {
        (trait.field, trait.value, trait.lines) for trait in draft.traits
    }
