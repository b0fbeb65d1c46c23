"""Names are joined when the text or the spelling leaves no doubt; all else is for a person to decide."""

from __future__ import annotations

from typing import Any

import pytest

from core.models import AssetType, ScanResult
from core.scan.model.entities import Entity
from core.scan.model.proof import plain_variant, says_same
from tests.core.scan.model.conftest import found, join, line_of, named, resolution, result_of, script
from tests.fakes.text_models import RecordedModel


def person(name: str) -> Entity:
    return Entity(name, name, AssetType.CHARACTER, (), ())


@pytest.mark.parametrize(
    "text",
    [
        "The guard, OFFICER BOB, steps in.",
        "OFFICER BOB -- the guard -- steps in.",
        "The guard is none other than Officer Bob.",
        "Officer Bob, also known as the guard, waits.",
        "THE GUARD ~ My name is Officer Bob.",
        "THE GUARD ~ I'm Officer Bob.",
        "THE GUARD (OFFICER BOB) sits.",
    ],
)
def test_a_passage_that_calls_one_the_other(text: str) -> None:
    assert says_same(person("THE GUARD"), person("OFFICER BOB"), text)
    assert says_same(person("OFFICER BOB"), person("THE GUARD"), text)


@pytest.mark.parametrize(
    "text",
    [
        "The guard looks at Officer Bob.",
        "The guard and Officer Bob wait.",
        "The guard, Officer Bob and a dog wait.",
        "Officer Bob, the guard, and Ann wait.",
        "Officer Bob is not the guard.",
        "Officer Bob is the guard's brother.",
        "THE GUARD ~ Officer Bob!",
        "THE GUARD ~ Yes. @ OFFICER BOB ~ No.",
        "Only the guard.",
    ],
)
def test_a_passage_that_only_names_both(text: str) -> None:
    assert not says_same(person("THE GUARD"), person("OFFICER BOB"), text)


@pytest.mark.parametrize(
    ("one", "other", "type_", "same"),
    [
        ("ADA", "ADA MARSH", "character", True),
        ("CAPTAIN ROOK", "ROOK", "character", True),
        ("O'MALLEY", "OMALLEY", "character", True),
        ("MR. MARSH", "MRS. MARSH", "character", False),
        ("GUARD #1", "GUARD #2", "character", False),
        ("GUARD", "PRISON GUARD", "character", False),
        ("YOUNG NELL", "NELL", "character", False),
        ("JOHN", "JOHN'S MOTHER", "character", False),
        ("GATE HOUSE", "GATEHOUSE", "location", True),
        ("MARSH HOUSE - KITCHEN", "KITCHEN, MARSH HOUSE", "location", True),
        ("KITCHEN", "HANNAH'S KITCHEN", "location", False),
        ("STREET", "MAIN STREET", "location", False),
        ("LANTERN", "STORM LANTERNS", "prop", True),
        ("LANTERN", "LANTERN OIL", "prop", False),
    ],
)
def test_plain_variants(one: str, other: str, type_: str, same: bool) -> None:
    assert plain_variant(one, other, AssetType(type_), [one, other]) is same
    assert plain_variant(other, one, AssetType(type_), [one, other]) is same


def test_a_short_name_that_fits_two_is_no_variant() -> None:
    names = ["ADA", "ADA MARSH", "ADA ROOK"]
    assert not plain_variant("ADA", "ADA MARSH", AssetType.CHARACTER, names)


def test_another_look_is_no_rival_of_a_short_name() -> None:
    names = ["ADA", "ADA MARSH", "YOUNG ADA", "BABY ADA"]
    assert plain_variant("ADA", "ADA MARSH", AssetType.CHARACTER, names)


async def resolved(
    recorded: RecordedModel, text: str, entities: list[dict[str, Any]], answer: dict[str, Any]
) -> ScanResult:
    recorded.queue("Extraction", {"entities": entities})
    recorded.queue("Resolution", answer)
    return await result_of(recorded, script(text))


STRANGERS = """INT. BARN - NIGHT

A MASKED MAN climbs in at the window.

HANNAH
Who is there?

EXT. FIELD - DAY

JOE
Morning.

The masked man, JOE, laughs.

EXT. ROAD - DAY

MASKED RIDER
Stop.
"""


def strangers() -> list[dict[str, Any]]:
    return [
        found("MASKED MAN", "character", [3]),
        found("JOE", "character", [10]),
        found("HANNAH", "character", [5]),
        found("MASKED RIDER", "character", [17]),
    ]


async def test_a_join_that_the_text_states_is_made(recorded: RecordedModel) -> None:
    stated = line_of(script(STRANGERS), "laughs")
    answer = resolution(join("e2", "e1", lines=[stated]))
    result = await resolved(recorded, STRANGERS, strangers(), answer)
    joe = named(result, "JOE")
    assert joe.aliases == ("MASKED MAN",)
    assert {mention.scene for mention in joe.mentions} == {1, 2}
    assert result.suggestions == ()


async def test_a_join_that_no_line_states_is_a_suggestion_with_its_reason(recorded: RecordedModel) -> None:
    answer = resolution(join("e2", "e4", lines=[17, 9999], reason="Both wear masks."))
    result = await resolved(recorded, STRANGERS, strangers(), answer)
    assert {"JOE", "MASKED RIDER"} <= {draft.suggested_name for draft in result.drafts}
    (suggestion,) = result.suggestions
    assert (suggestion.type, suggestion.first, suggestion.second) == (
        AssetType.CHARACTER,
        "JOE",
        "MASKED RIDER",
    )
    assert suggestion.reason.startswith("Both wear masks.")
    assert suggestion.lines == (17,)


async def test_what_the_model_only_suggests_stays_two(recorded: RecordedModel) -> None:
    likely = {"first": "e1", "second": "e4", "lines": [3], "reason": "Both are masked."}
    result = await resolved(recorded, STRANGERS, strangers(), resolution(suggestions=(likely,)))
    assert len(result.drafts) == 4
    assert [(one.first, one.second) for one in result.suggestions] == [("MASKED MAN", "MASKED RIDER")]


async def test_of_a_join_of_three_only_the_proved_part_is_made(recorded: RecordedModel) -> None:
    stated = line_of(script(STRANGERS), "laughs")
    answer = resolution(join("e2", "e1", "e4", lines=[stated]))
    result = await resolved(recorded, STRANGERS, strangers(), answer)
    assert named(result, "JOE").aliases == ("MASKED MAN",)
    assert [(one.first, one.second) for one in result.suggestions] == [("JOE", "MASKED RIDER")]


async def test_those_who_speak_to_each_other_are_never_joined(recorded: RecordedModel) -> None:
    text = "INT. BARN - NIGHT\n\nROOK\nWho?\n\nCAPTAIN ROOK\nMe.\n\nThe captain, ROOK, sits.\n"
    entities = [found("ROOK", "character", [3]), found("CAPTAIN ROOK", "character", [6])]
    answer = resolution(join("e1", "e2", lines=[3, 6]))
    result = await resolved(recorded, text, entities, answer)
    assert {draft.suggested_name for draft in result.drafts} == {"ROOK", "CAPTAIN ROOK"}
    assert result.suggestions == ()


async def test_a_stated_identity_of_two_who_both_speak_is_left_to_a_person(recorded: RecordedModel) -> None:
    text = "INT. BARN - NIGHT\n\nTHE GUARD\nOnly me.\n\nThe guard, BOB, steps in.\n\nBOB\nMorning.\n"
    entities = [found("THE GUARD", "character", [3]), found("BOB", "character", [8])]
    result = await resolved(recorded, text, entities, resolution(join("e2", "e1", lines=[6])))
    assert len(result.drafts) == 2
    assert "both speak in scene 1" in result.suggestions[0].reason


@pytest.mark.parametrize(
    "answer",
    [
        resolution(join("e1", lines=[3])),
        resolution(join("e1", "e99", lines=[3])),
        resolution(join("e99", "e98", lines=[3])),
        resolution(join("e1", "e2", lines=[3])),
    ],
)
async def test_joins_of_nobody_or_of_two_types_are_nothing(
    recorded: RecordedModel, answer: dict[str, Any]
) -> None:
    text = "INT. BARN - NIGHT\n\nThe barn, HANNAH's, burns.\n\nHANNAH\nNo!\n"
    entities = [found("HANNAH", "character", [5]), found("BARN", "location", [1])]
    result = await resolved(recorded, text, entities, answer)
    assert len(result.drafts) == 2
    assert result.suggestions == ()


async def test_another_look_is_linked_and_never_joined(recorded: RecordedModel) -> None:
    text = "INT. BARN - NIGHT\n\nYOUNG NELL\nHere!\n\nINT. BARN - DAY\n\nYoung Nell.\n\nNELL HARKER\nHere.\n"
    entities = [found("YOUNG NELL", "character", [3]), found("NELL HARKER", "character", [10], "NELL")]
    result = await resolved(recorded, text, entities, resolution(join("e2", "e1", lines=[3])))
    assert named(result, "YOUNG NELL").variant_of == "NELL HARKER"
    assert named(result, "NELL HARKER").variant_of == ""
    assert result.suggestions == ()


async def test_an_alias_that_is_anothers_name_is_a_claim_not_a_join(recorded: RecordedModel) -> None:
    entities = [found("JOE", "character", [10], "MASKED RIDER", "HANNAH"), *strangers()[2:]]
    result = await resolved(recorded, STRANGERS, entities, resolution())
    assert named(result, "JOE").aliases == ()
    assert {(one.first, one.second) for one in result.suggestions} == {
        ("JOE", "MASKED RIDER"),
        ("JOE", "HANNAH"),
    }


async def test_an_alias_that_speaks_for_itself_becomes_an_entity_and_a_suggestion(
    recorded: RecordedModel,
) -> None:
    result = await resolved(
        recorded, STRANGERS, [found("JOE", "character", [10], "MASKED RIDER", "THE POPE")], resolution()
    )
    assert {draft.suggested_name for draft in result.drafts} == {"JOE", "MASKED RIDER"}
    assert [(one.first, one.second) for one in result.suggestions] == [("JOE", "MASKED RIDER")]


async def test_a_place_called_after_somebody_is_no_rival_of_their_name(recorded: RecordedModel) -> None:
    text = "INT. ADA AND BEN'S HOUSE - DAY\n\nADA MARSH, ten, sits.\n\nADA\nYes.\n"
    entities = [
        found("ADA AND BEN'S HOUSE", "location", [1]),
        found("COUNT ORLOK", "character", [3]),
        found("ADA MARSH", "character", [3], "ADA"),
    ]
    result = await resolved(recorded, text, entities, resolution())
    assert named(result, "ADA MARSH").aliases == ("ADA",)
    assert result.suggestions == ()


async def test_an_entity_that_was_an_alias_gets_an_id_of_its_own(recorded: RecordedModel) -> None:
    entities = [
        found("COUNT ORLOK", "character", [3]),
        found("JOE", "character", [10], "MASKED RIDER"),
        found("HANNAH", "character", [5]),
    ]
    result = await resolved(recorded, STRANGERS, entities, resolution())
    assert {draft.suggested_name for draft in result.drafts} == {"JOE", "MASKED RIDER", "HANNAH"}
    assert len(named(result, "HANNAH").mentions) == 1


async def test_an_alias_that_the_cited_lines_use_stands(recorded: RecordedModel) -> None:
    text = "INT. BARN - NIGHT\n\nA TALL STRANGER enters. He is JOE, says the sign.\n\nJOE\nYes.\n"
    result = await resolved(recorded, text, [found("JOE", "character", [3], "TALL STRANGER")], resolution())
    assert named(result, "JOE").aliases == ("TALL STRANGER",)


async def test_two_windows_name_one_thing_with_and_without_its_article(recorded: RecordedModel) -> None:
    entities = [found("THE GUARD", "character", [3]), found("GUARD", "character", [3])]
    text = "INT. BARN - NIGHT\n\nTHE GUARD\nYes.\n"
    result = await resolved(recorded, text, entities, resolution())
    assert [draft.suggested_name for draft in result.drafts] == ["THE GUARD"]
