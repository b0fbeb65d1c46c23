"""Priority and confidence come from the script's own counts; the model's word is one input of several."""

from __future__ import annotations

from typing import Any

import pytest

from core.models import Draft
from tests.core.scan.model.conftest import found, line_of, named, profile, result_of, script, trait, verdict
from tests.fakes.text_models import RecordedModel

TEXT = """INT. BARN - NIGHT

HANNAH, forty, tall, in a torn green coat, lifts a rusty LANTERN.

HANNAH
Who is there?

RADIO VOICE (V.O.)
Storm warning.

The GUESTS wear paper hats. HOPE is a bright thing.

A brass KEY lies on a table.

EXT. FIELD - DAY

Hannah hands the lantern to BOB.

BOB
Morning.
"""


async def drafted(
    recorded: RecordedModel, entity: dict[str, Any], *traits: tuple[str, str, str], **judged: Any
) -> Draft:
    """The draft of one entity: traits as (field, value, words of the cited line), and the model's verdict."""
    screenplay = script(TEXT)
    cast = [found("HANNAH", "character", [3]), found("BOB", "character", [])]
    recorded.queue(
        "Extraction", {"entities": [entity, *(one for one in cast if one["name"] != entity["name"])]}
    )
    said = [trait(field, value, line_of(screenplay, words)) for field, value, words in traits]
    recorded.queue("Distillation", {"profiles": [profile("e1", *said)]})
    recorded.queue("Verdicts", {"verdicts": [verdict("e1", **judged)]} if judged else "no JSON", "still none")
    return named(await result_of(recorded, screenplay), entity["name"])


async def test_a_lead_is_high_for_what_the_script_shows(recorded: RecordedModel) -> None:
    draft = await drafted(
        recorded,
        found("HANNAH", "character", [3]),
        ("clothing", "a torn green coat", "torn green"),
        high=True,
    )
    assert draft.is_high_priority
    assert draft.priority_reason == (
        "Described in 1 line; speaks once, named in 3 lines of 2 scenes. The model: Because."
    )
    assert draft.confidence_reason == (
        "Named in 3 lines; described in 1 line; the model says 0.9, clear facts."
    )
    assert 0.6 < draft.confidence_score < 0.9


async def test_a_prop_says_who_handles_it(recorded: RecordedModel) -> None:
    draft = await drafted(
        recorded, found("LANTERN", "prop", [3]), ("condition", "rusty", "rusty LANTERN"), high=True
    )
    assert draft.is_high_priority
    assert "handled twice by HANNAH, named in 2 lines of 2 scenes" in draft.priority_reason


async def test_a_thing_in_passing_is_low_whatever_the_model_says(recorded: RecordedModel) -> None:
    draft = await drafted(recorded, found("KEY", "prop", []), ("material", "brass", "brass KEY"), high=True)
    assert not draft.is_high_priority
    assert draft.priority_reason.startswith("Nobody handles it and it does not come back.")


async def test_what_is_not_described_is_low_with_the_reason(recorded: RecordedModel) -> None:
    draft = await drafted(recorded, found("BOB", "character", []), high=True, score=7.0)
    assert not draft.is_high_priority
    assert draft.priority_reason.startswith(
        "The script gives no visual description of it; speaks once, named in 2 lines of 1 scene."
    )
    assert draft.confidence_score <= 0.5
    assert "described nowhere; the model says 1.0" in draft.confidence_reason


async def test_a_part_that_the_film_needs_is_high_though_nothing_describes_it(
    recorded: RecordedModel,
) -> None:
    screenplay = script(TEXT + "\nBOB\nYes.\n" * 5)
    recorded.queue("Extraction", {"entities": [found("BOB", "character", [])]})
    recorded.queue("Distillation", {"profiles": [profile("e1")]})
    recorded.queue("Verdicts", {"verdicts": [verdict("e1", high=False)]})
    draft = named(await result_of(recorded, screenplay), "BOB")
    assert draft.is_high_priority
    assert draft.priority_reason == (
        "A real part without a description (speaks 6 times, named in 7 lines of 1 scene): "
        "its look has to be decided."
    )


@pytest.mark.parametrize(
    ("name", "ghost", "reason"),
    [
        ("HOPE", "abstraction", "It is an idea or a mood"),
        ("HOPE", "sound", "It is a sound"),
        ("HOPE", "camera", "It is a direction to the camera"),
        ("GUESTS", "crowd", "It is a crowd"),
        ("GUESTS", "none", "It is a crowd"),
        ("RADIO VOICE", "none", "It is a voice that is never seen"),
    ],
)
async def test_ghosts_are_low_with_their_kind(
    recorded: RecordedModel, name: str, ghost: str, reason: str
) -> None:
    draft = await drafted(
        recorded,
        found(name, "character", [10]),
        ("clothing", "paper hats", "paper hats"),
        high=True,
        ghost=ghost,
    )
    assert not draft.is_high_priority
    assert draft.priority_reason.startswith(reason)


async def test_a_voice_that_is_seen_is_no_ghost(recorded: RecordedModel) -> None:
    draft = await drafted(
        recorded,
        found("HANNAH", "character", [3]),
        ("clothing", "a torn green coat", "torn green"),
        high=True,
        ghost="voice_only",
    )
    assert draft.is_high_priority
    assert "took it for a voice, but it is seen" in draft.confidence_reason


async def test_the_model_can_leave_out_a_small_part_and_not_a_lead(recorded: RecordedModel) -> None:
    described = ("clothing", "a torn green coat", "torn green")
    low = await drafted(recorded, found("HANNAH", "character", [3]), described, high=False)
    assert not low.is_high_priority
    assert "The model: Because." in low.priority_reason
    recorded.queue("Verdicts", {"verdicts": [verdict("e1", high=False)]})
    recorded.queue("Extraction", {"entities": [found("HANNAH", "character", [3])]})
    recorded.queue("Distillation", {"profiles": [profile("e1", trait("clothing", "a torn green coat", 3))]})
    lead = named(await result_of(recorded, script(TEXT + "\nHANNAH\nYes.\n" * 6)), "HANNAH")
    assert lead.is_high_priority
    assert "The model would leave it out: Because." in lead.priority_reason


async def test_without_a_verdict_the_evidence_decides(recorded: RecordedModel) -> None:
    draft = await drafted(
        recorded, found("HANNAH", "character", [3]), ("clothing", "a torn green coat", "torn green")
    )
    assert draft.is_high_priority
    assert draft.priority_reason.endswith("The model gave no verdict.")


async def test_claims_without_evidence_cost_confidence(recorded: RecordedModel) -> None:
    coat = ("clothing", "a torn green coat", "torn green")
    clean = await drafted(recorded, found("HANNAH", "character", [3]), coat, high=True)
    dropped = await drafted(
        recorded, found("HANNAH", "character", [3]), coat, ("form", "brass", "brass KEY"), high=True
    )
    assert dropped.confidence_score == pytest.approx(clean.confidence_score - 0.1)
    assert dropped.confidence_reason.endswith("a claim had no evidence.")
