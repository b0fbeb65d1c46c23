"""What the model claims and the script does not bear out goes; conflicts and states keep their places."""

from __future__ import annotations

import pytest

from core.models import AssetType, MentionKind
from tests.core.scan.model.conftest import (
    clash,
    found,
    line_of,
    named,
    profile,
    result_of,
    script,
    trait,
)
from tests.fakes.text_models import RecordedModel


async def test_inventions_are_dropped(recorded: RecordedModel) -> None:
    screenplay = script()
    coat = line_of(screenplay, "torn green coat")
    entities = [
        found("HANNAH", "character", [coat, 9999], "SISTER ANN"),
        found("COUNT ORLOK", "character", [coat]),
    ]
    recorded.queue("Extraction", {"entities": entities})
    traits = [
        trait("clothing", "torn green coat", coat),
        trait("clothing", "pearl earrings", 9999),
        trait("clothing", "silver crown"),
        trait("material", "brass", coat),
        trait("demeanor", "sleepy", line_of(screenplay, "BOB") + 1),
    ]
    recorded.queue(
        "Distillation", {"profiles": [profile("e1", *traits, summary="She wears a silver crown.")]}
    )
    result = await result_of(recorded, screenplay)
    assert [draft.suggested_name for draft in result.drafts] == ["HANNAH"]
    assert "COUNT ORLOK" in result.warnings[0]
    draft = result.drafts[0]
    assert [(t.value, t.lines, t.inferred) for t in draft.traits] == [("torn green coat", (coat,), False)]
    assert "crown" not in draft.visual_summary
    assert draft.aliases == ()
    assert "4 claims had no evidence" in draft.confidence_reason


async def test_an_invented_name_gives_way_to_one_that_the_script_uses(recorded: RecordedModel) -> None:
    screenplay = script()
    coat = line_of(screenplay, "torn green coat")
    entities = [found("THE HEROINE", "character", [coat], "SISTER ANN", "HANNAH")]
    recorded.queue("Extraction", {"entities": entities})
    (draft,) = (await result_of(recorded, screenplay)).drafts
    assert (draft.suggested_name, draft.aliases) == ("HANNAH", ())


async def test_what_is_inferred_stands_in_its_own_field_only_and_marked(recorded: RecordedModel) -> None:
    screenplay = script()
    coat = line_of(screenplay, "torn green coat")
    recorded.queue(
        "Extraction", {"entities": [found("HANNAH", "character", [coat]), found("LANTERN", "prop", [coat])]}
    )
    guesses = [
        trait("physical_features", "freckled face", 9999),
        trait("physical_features", "long nose", inferred=True),
        trait("physical_features", "thin lips", inferred=True),
        trait("clothing", "grey scarf", inferred=True),
        trait("demeanor", "shy", coat, inferred=True),
    ]
    recorded.queue(
        "Distillation",
        {"profiles": [profile("e1", *guesses), profile("e2", trait("form", "tall", inferred=True))]},
    )
    result = await result_of(recorded, screenplay)
    kept = [(t.field, t.value, t.lines, t.inferred) for t in named(result, "HANNAH").traits]
    assert kept == [
        ("physical_features", "freckled face", (), True),
        ("physical_features", "long nose", (), True),
    ]
    assert named(result, "LANTERN").traits == ()


async def test_a_line_that_is_anothers_is_no_evidence(recorded: RecordedModel) -> None:
    screenplay = script(
        "INT. HALL - DAY\n\nHannah enters.\n\nBob wears a red hat and looks about him. Nobody else is to be "
        "seen, only the long table, the lamps, the empty chairs along the wall, a clock that ticks and ticks."
        "\n\nHANNAH\nYou?\n\nBOB\nMe.\n"
    )
    hat = line_of(screenplay, "red hat")
    entities = [found("HANNAH", "character", [3, hat]), found("BOB", "character", [hat])]
    recorded.queue("Extraction", {"entities": entities})
    said = [profile(id_, trait("clothing", "a red hat", hat)) for id_ in ("e1", "e2")]
    recorded.queue("Distillation", {"profiles": said})
    result = await result_of(recorded, screenplay)
    assert named(result, "HANNAH").traits == ()
    assert [t.lines for t in named(result, "BOB").traits] == [(hat,)]


async def test_a_passages_number_is_narrowed_to_the_lines_that_say_so(recorded: RecordedModel) -> None:
    screenplay = script(
        "INT. BARN - DAY\n\nHannah lifts the lantern high\nabove her grey hat and listens\nto the rain.\n"
    )
    recorded.queue("Extraction", {"entities": [found("HANNAH", "character", [3])]})
    recorded.queue("Distillation", {"profiles": [profile("e1", trait("clothing", "a grey hat", 3))]})
    draft = named(await result_of(recorded, screenplay), "HANNAH")
    assert [t.lines for t in draft.traits] == [(4,)]
    assert [(m.line, m.kind, m.columns) for m in draft.mentions] == [
        (3, MentionKind.NAME, ((0, 6),)),
        (4, MentionKind.PRONOUN, ((6, 9),)),
    ]


async def test_numbers_of_another_window_are_no_citation(recorded: RecordedModel) -> None:
    screenplay = script()
    recorded.queue("Extraction", {"entities": [found("HANNAH", "character", [10**12, -4, 0])]})
    draft = named(await result_of(recorded, screenplay), "HANNAH")
    assert {mention.scene for mention in draft.mentions} == {1, 2}


async def test_mentions_are_completed_by_the_program(recorded: RecordedModel) -> None:
    screenplay = script()
    recorded.queue(
        "Extraction",
        {
            "entities": [
                found("HANNAH", "character", []),
                found("BARN", "location", []),
                found("COAT", "prop", []),
            ]
        },
    )
    result = await result_of(recorded, screenplay)
    named_on = {line.number for line in screenplay.lines if "hannah" in line.text.lower()}
    hannah = named(result, "HANNAH")
    assert named_on <= {mention.line for mention in hannah.mentions}
    kinds = {mention.text: (mention.kind, mention.columns) for mention in hannah.mentions}
    assert kinds["HANNAH"] == (MentionKind.CUE, ((0, 6),))
    assert kinds["Hannah wears a clean white coat now. Hope is far away."] == (MentionKind.NAME, ((0, 6),))
    barn = named(result, "BARN")
    assert [(m.kind, m.columns) for m in barn.mentions if m.columns] == [(MentionKind.HEADING, ((5, 9),))]
    assert [m.text[a:b] for m in named(result, "COAT").mentions for a, b in m.columns] == ["coat", "coat"]


async def test_conflicts_keep_both_places_the_earlier_first_and_the_later_is_a_state(
    recorded: RecordedModel,
) -> None:
    screenplay = script(
        "=====\n\n".join(["INT. BARN - DAY\n\nHannah, in a green coat.\n\n"] * 2).replace(
            "in a green coat", "in a white coat", 1
        )
    )
    white, green = line_of(screenplay, "white coat"), line_of(screenplay, "green coat")
    recorded.queue("Extraction", {"entities": [found("HANNAH", "character", [white, green])]})
    answer = profile(
        "e1",
        trait("clothing", "white coat", white),
        trait("clothing", "green coat", green),
        conflicts=[
            clash("clothing", ("green coat", green), ("white coat", white)),
            clash("clothing", ("green coat", green), ("blue coat", 9999)),
            clash("clothing", ("green coat", green), ("green coat", white)),
        ],
    )
    recorded.queue("Distillation", {"profiles": [answer]})
    draft = named(await result_of(recorded, screenplay), "HANNAH")
    (conflict,) = draft.conflicts
    assert (conflict.earlier.value, conflict.earlier.mention.line) == ("white coat", white)
    assert (conflict.later.value, conflict.later.mention.line, conflict.later.mention.scene) == (
        "green coat",
        green,
        2,
    )
    assert conflict.decision is None
    assert {t.value: t.from_page for t in draft.traits} == {
        "white coat": None,
        "green coat": conflict.later.mention.page,
    }


async def test_conflicts_that_the_model_missed_are_found_by_the_rules(recorded: RecordedModel) -> None:
    screenplay = script()
    torn, white = line_of(screenplay, "torn green"), line_of(screenplay, "clean white")
    recorded.queue("Extraction", {"entities": [found("HANNAH", "character", [torn, white])]})
    traits = [trait("clothing", "torn green coat", torn), trait("clothing", "clean white coat", white)]
    recorded.queue("Distillation", {"profiles": [profile("e1", *traits)]})
    draft = named(await result_of(recorded, screenplay), "HANNAH")
    assert [(c.earlier.value, c.later.value) for c in draft.conflicts] == [
        ("torn green coat", "clean white coat")
    ]
    assert [t.from_page for t in draft.traits if t.value == "clean white coat"] == [1]


@pytest.mark.parametrize(("type_", "line"), [("character", "HANNAH"), ("prop", "LANTERN")])
async def test_an_entity_of_the_wrong_fields_keeps_none_of_them(
    recorded: RecordedModel, type_: str, line: str
) -> None:
    screenplay = script()
    coat = line_of(screenplay, "torn green coat")
    recorded.queue("Extraction", {"entities": [found(line, type_, [coat])]})
    recorded.queue("Distillation", {"profiles": [profile("e1", trait("architecture", "tall", coat))]})
    (draft,) = (await result_of(recorded, screenplay)).drafts
    assert (draft.type, draft.traits) == (AssetType(type_), ())
