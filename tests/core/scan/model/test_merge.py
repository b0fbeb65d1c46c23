"""Merging by the model: it writes the words, the program keeps the evidence."""

from __future__ import annotations

import json

import pytest

from core.errors import QuotaExceeded
from core.models import AssetType, Draft, Mention, Trait
from core.scan.model import ModelEngine
from tests.fakes import gemini as fake
from tests.fakes.gemini import FakeGemini


def guard() -> Draft:
    return Draft(
        "THE GUARD",
        AssetType.CHARACTER,
        visual_summary="A man in a cap.",
        traits=(Trait("clothing", "a cap", (4,)), Trait("physical_features", "tall", inferred=True)),
        mentions=(Mention(4, 1, 1, "The guard wears a cap."),),
    )


def bob() -> Draft:
    return Draft(
        "OFFICER BOB",
        AssetType.CHARACTER,
        visual_summary="A man with a beard.",
        traits=(Trait("clothing", "a knitted cap", (9,)), Trait("physical_features", "grey beard", (9,))),
        mentions=(Mention(9, 2, 3, "Officer Bob: knitted cap, grey beard."),),
    )


async def test_facts_are_tidied_and_keep_their_evidence(server: FakeGemini, engine: ModelEngine) -> None:
    answer = {
        "traits": [
            {"field": "clothing", "value": "a knitted cap", "facts": ["f1", "f3", "f99"]},
            {"field": "clothing", "value": "a sword", "facts": ["f77"]},
            {"field": "demeanor", "value": "proud", "facts": ["f4"]},
        ],
        "conflicts": [],
        "visualSummary": "One. Two. Three. Four.",
    }
    server.queue(fake.text(json.dumps(answer)))
    merged, usage = await engine.merge([guard(), bob()], "OFFICER BOB")
    assert (merged.suggested_name, merged.aliases) == ("OFFICER BOB", ("THE GUARD",))
    assert [mention.line for mention in merged.mentions] == [4, 9]
    assert [(t.field, t.value, t.lines, t.inferred) for t in merged.traits] == [
        ("physical_features", "tall", (), True),
        ("physical_features", "grey beard", (9,), False),
        ("clothing", "a knitted cap", (4, 9), False),
    ]
    assert merged.visual_summary == "One. Two. Three."
    assert usage.calls == 1
    assert usage.cost_usd > 0


async def test_conflicts_between_the_drafts_are_found(server: FakeGemini, engine: ModelEngine) -> None:
    clash = [
        {"field": "clothing", "earlier": "f3", "later": "f1"},
        {"field": "clothing", "earlier": "f1", "later": "f88"},
        {"field": "physical_features", "earlier": "f2", "later": "f4"},
    ]
    server.queue(fake.text(json.dumps({"traits": [], "conflicts": clash, "visualSummary": "One."})))
    merged, _ = await engine.merge([guard(), bob()], "THE GUARD")
    pairs = [
        (c.earlier.value, c.earlier.mention.page, c.later.value, c.later.mention.page)
        for c in merged.conflicts
    ]
    assert pairs == [("a cap", 1, "a knitted cap", 3)]


async def test_the_same_merge_is_paid_once(server: FakeGemini, engine: ModelEngine) -> None:
    first, _ = await engine.merge([guard(), bob()], "OFFICER BOB")
    again, usage = await engine.merge([guard(), bob()], "OFFICER BOB")
    assert again == first
    assert (usage.calls, len(server.requests)) == (0, 1)


async def test_drafts_without_a_word_of_description_need_no_model(
    server: FakeGemini, engine: ModelEngine
) -> None:
    drafts = [Draft("A", AssetType.PROP, manual_add=True), Draft("B", AssetType.PROP, manual_add=True)]
    merged, usage = await engine.merge(drafts, "B")
    assert (merged.suggested_name, merged.aliases, usage.calls) == ("B", ("A",), 0)
    assert server.requests == []


async def test_a_failed_merge_says_why(server: FakeGemini, engine: ModelEngine) -> None:
    server.queue(fake.rate_limited("3s"))
    with pytest.raises(QuotaExceeded):
        await engine.merge([guard(), bob()], "OFFICER BOB")


async def test_later_states_stay_later_states(server: FakeGemini, engine: ModelEngine) -> None:
    later = Draft(
        "OFFICER BOB",
        AssetType.CHARACTER,
        traits=(
            Trait("clothing", "a torn cap", (9,), from_page=3),
            Trait("clothing", "a cap in rags", (12,), from_page=5),
        ),
        mentions=(Mention(9, 2, 3, "Bob's cap is torn."), Mention(12, 2, 5, "Bob's cap is in rags.")),
    )
    traits = [
        {"field": "clothing", "value": "a ruined cap", "facts": ["f2", "f3"]},
        {"field": "clothing", "value": "a cap", "facts": ["f1"]},
    ]
    facts = [Trait("clothing", "a cap", (4,))]
    first = Draft("THE GUARD", AssetType.CHARACTER, traits=tuple(facts), mentions=guard().mentions)
    server.queue(fake.text(json.dumps({"traits": traits, "conflicts": [], "visualSummary": "One."})))
    merged, _ = await engine.merge([first, later], "OFFICER BOB")
    assert [(t.value, t.from_page) for t in merged.traits] == [("a ruined cap", 3), ("a cap", None)]
