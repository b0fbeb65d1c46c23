"""Merging and splitting: shown before anything changes, taken back whole, nothing lost on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import InvalidInput, Stale
from core.models import (
    AssetType,
    Conflict,
    ConflictDecision,
    ConflictSide,
    Draft,
    Mention,
    Review,
    RowState,
    Trait,
)
from tests.core.services.conftest import Studio, ids
from tests.fakes.engines import MARA, PILOT, QUAY

COAT = Conflict(
    "clothing",
    ConflictSide("blue coat", Mention(3, 1, 1, "MARA VOSS, a harbour pilot of fifty in a blue coat.")),
    ConflictSide("torn jacket", Mention(9, 2, 1, "The pilot hides her hand in a torn jacket.")),
)


async def merged(studio: Studio, review: Review, *names: str) -> Review:
    """The rows of these names as one, called by the first name."""
    rows = ids(review, *names)
    proposal = await studio.services.reviews.propose_merge(review.id, rows, names[0])
    return await studio.services.reviews.accept_merge(review.id, rows, proposal.draft, proposal.version)


async def test_a_merge_is_shown_before_anything_changes(studio: Studio) -> None:
    review = await studio.review()
    rows = ids(review, "MARA VOSS", "THE PILOT")
    proposal = await studio.services.reviews.propose_merge(review.id, rows, "MARA VOSS")
    assert proposal.draft.aliases == ("MARA", "THE PILOT")
    assert [mention.line for mention in proposal.draft.mentions] == [3, 9]
    assert await studio.services.reviews.get(review.id) == review
    after = await studio.services.reviews.accept_merge(review.id, rows, proposal.draft, proposal.version)
    assert after.rows[0].draft == proposal.draft
    assert (after.rows[1].state, after.rows[1].merged_into) == (RowState.MERGED, after.rows[0].id)
    assert (await studio.services.reviews.undo(review.id)).rows == review.rows


async def test_a_merge_needs_two_rows(studio: Studio) -> None:
    review = await studio.review()
    with pytest.raises(InvalidInput, match="at least two"):
        await studio.services.reviews.propose_merge(review.id, ids(review, "QUAY"), "QUAY")
    assert studio.engine.merges == []


async def test_rows_of_two_types_become_the_type_that_is_chosen(studio: Studio) -> None:
    review = await studio.review()
    rows = ids(review, "QUAY", "BRASS WHISTLE")
    proposal = await studio.services.reviews.propose_merge(review.id, rows, "QUAY", AssetType.PROP)
    assert proposal.draft.type is AssetType.PROP


async def test_a_row_that_changed_since_the_proposal_is_not_merged(studio: Studio) -> None:
    review = await studio.review()
    rows = ids(review, "MARA VOSS", "THE PILOT")
    proposal = await studio.services.reviews.propose_merge(review.id, rows, "MARA VOSS")
    await studio.services.reviews.edit(review.id, rows[1], visual_summary="Changed elsewhere.")
    with pytest.raises(Stale, match="THE PILOT was changed"):
        await studio.services.reviews.accept_merge(review.id, rows, proposal.draft, proposal.version)
    await studio.services.reviews.edit(review.id, ids(review, "QUAY")[0], visual_summary="Another row.")
    proposal = await studio.services.reviews.propose_merge(review.id, rows, "MARA VOSS")
    await studio.services.reviews.edit(review.id, ids(review, "QUAY")[0], visual_summary="Again.")
    await studio.services.reviews.accept_merge(review.id, rows, proposal.draft, proposal.version)


async def test_what_was_decided_stays_decided_in_a_merge(studio: Studio) -> None:
    traits = (Trait("clothing", "blue coat", (3,)), Trait("clothing", "torn jacket", (9,)))
    mara = replace(
        MARA, traits=traits, conflicts=(COAT,), mentions=(COAT.earlier.mention, COAT.later.mention)
    )
    studio.engine.drafts = (mara, PILOT)
    review = await studio.review()
    (row,) = ids(review, "MARA VOSS")
    await studio.services.reviews.decide_conflict(review.id, row, 0, ConflictDecision.EARLIER)
    after = await merged(studio, review, "MARA VOSS", "THE PILOT")
    (conflict,) = after.rows[0].draft.conflicts
    assert conflict.decision is ConflictDecision.EARLIER


async def test_a_merged_row_can_be_taken_out_again(studio: Studio) -> None:
    review = await studio.review()
    before = await merged(studio, review, "MARA VOSS", "THE PILOT")
    (pilot,) = ids(review, "THE PILOT")
    after = await studio.services.reviews.restore(review.id, [pilot])
    mara, taken = after.rows[:2]
    assert (taken.state, taken.merged_into, taken.draft) == (RowState.OPEN, None, PILOT)
    assert (mara.draft.aliases, [one.line for one in mara.draft.mentions]) == (("MARA",), [3])
    assert (await studio.services.reviews.undo(review.id)).rows == before.rows


TWIN = Draft(
    "LIDA",
    AssetType.CHARACTER,
    visual_summary="A girl in a white dress. She limps.",
    summary_lines=(5, 9),
    traits=(Trait("clothing", "white dress", (5,)), Trait("physical_features", "scar", (9,))),
    mentions=(Mention(5, 1, 1, "MARA lifts LIDA, a girl in a white dress."), Mention(9, 2, 1, "LIDA limps.")),
    priority_reason="Speaks twice.",
)
LEAD = replace(
    MARA,
    visual_summary="A harbour pilot of fifty. A blue coat. A scarf.",
    summary_lines=(3,),
    traits=(Trait("clothing", "blue coat", (3,)),),
    mentions=(*MARA.mentions, Mention(5, 1, 1, "MARA lifts LIDA, a girl in a white dress.")),
    is_high_priority=False,
    priority_reason="Speaks once.",
)


async def test_the_lead_is_as_before_the_merge_when_the_merged_row_is_taken_out(studio: Studio) -> None:
    studio.engine.drafts = (LEAD, TWIN, PILOT)
    first = await studio.review()
    review = await merged(studio, first, "MARA VOSS", "LIDA")
    after = await studio.services.reviews.restore(review.id, ids(review, "LIDA"))
    assert [row.draft for row in after.rows] == [LEAD, TWIN, PILOT]
    assert (await studio.services.reviews.undo(review.id)).rows == review.rows


async def test_rows_of_one_merge_are_taken_out_one_after_another_or_together(studio: Studio) -> None:
    studio.engine.drafts = (LEAD, TWIN, PILOT)
    first = await studio.review()
    review = await merged(studio, first, "MARA VOSS", "LIDA", "THE PILOT")
    reviews = studio.services.reviews
    without_pilot = await reviews.restore(review.id, ids(review, "THE PILOT"))
    assert without_pilot.rows[0].draft == (await proposed(studio, first, "MARA VOSS", "LIDA"))
    after = await reviews.restore(review.id, ids(review, "LIDA"))
    assert [row.draft for row in after.rows] == [LEAD, TWIN, PILOT]
    await reviews.undo(review.id)
    await reviews.undo(review.id)
    both = await reviews.restore(review.id, ids(review, "LIDA", "THE PILOT"))
    assert [row.draft for row in both.rows] == [LEAD, TWIN, PILOT]
    assert (await reviews.undo(review.id)).rows == review.rows


async def proposed(studio: Studio, review: Review, *names: str) -> Draft:
    """What these drafts of a review are as one, whatever became of the rows."""
    drafts = [row.draft for row in review.rows if row.draft.suggested_name in names]
    return (await studio.engine.merge(drafts, names[0]))[0]


async def test_texts_of_ones_own_go_back_to_their_rows(studio: Studio) -> None:
    review, reviews = await studio.review(), studio.services.reviews
    mara, pilot = ids(review, "MARA VOSS", "THE PILOT")
    await reviews.edit(review.id, mara, visual_summary="Mine A.")
    await reviews.edit(review.id, pilot, visual_summary="Mine B.")
    review = await merged(studio, review, "MARA VOSS", "THE PILOT")
    assert review.rows[0].draft.visual_summary == "Mine A. Mine B."
    after = await reviews.restore(review.id, [pilot])
    assert [row.draft.visual_summary for row in after.rows[:2]] == ["Mine A.", "Mine B."]


async def test_what_was_changed_after_a_merge_stays_when_a_row_is_taken_out(studio: Studio) -> None:
    studio.engine.drafts = (LEAD, TWIN, PILOT, QUAY)
    reviews = studio.services.reviews
    review = await merged(studio, await studio.review(), "MARA VOSS", "LIDA")
    (mara,) = ids(review, "MARA VOSS")
    await reviews.edit(review.id, mara, name="CAPTAIN VOSS", visual_summary="My captain.")
    await reviews.set_priority(review.id, [mara], True)
    review = await merged(studio, await reviews.get(review.id), "CAPTAIN VOSS", "THE PILOT")
    kept = (await reviews.restore(review.id, ids(review, "LIDA"))).rows[0].draft
    assert (kept.suggested_name, kept.aliases) == ("CAPTAIN VOSS", ("MARA VOSS", "MARA", "THE PILOT"))
    assert (kept.visual_summary, kept.hand_written) == ("My captain.", True)
    assert (kept.is_high_priority, kept.priority_reason) == (True, "set by hand")
    assert [one.line for one in kept.mentions] == [3, 5, 9]
    assert [trait.value for trait in kept.traits] == ["blue coat"]


async def test_a_row_is_taken_out_of_a_chain_of_merges(studio: Studio) -> None:
    studio.engine.drafts = (LEAD, TWIN, PILOT)
    first = await studio.review()
    await merged(studio, first, "LIDA", "THE PILOT")
    review = await merged(studio, await studio.services.reviews.get(first.id), "MARA VOSS", "LIDA")
    after = await studio.services.reviews.restore(review.id, ids(review, "THE PILOT"))
    assert after.rows[0].draft == (await proposed(studio, first, "MARA VOSS", "LIDA"))
    assert [row.draft for row in after.rows[1:]] == [TWIN, PILOT]
    after = await studio.services.reviews.restore(review.id, ids(review, "LIDA"))
    assert [row.draft for row in after.rows] == [LEAD, TWIN, PILOT]


async def test_a_split_is_shown_before_anything_changes(studio: Studio) -> None:
    review = await merged(studio, await studio.review(), "MARA VOSS", "THE PILOT")
    (row,) = ids(review, "MARA VOSS")
    assert await studio.services.reviews.lines_naming(review.id, row, ["THE PILOT"]) == (3, 9)
    proposal = await studio.services.reviews.propose_split(
        review.id, row, name="THE PILOT", type=AssetType.CHARACTER, aliases=["THE PILOT"], lines=[9]
    )
    assert (await studio.services.reviews.get(review.id)).rows == review.rows
    after, taken = await studio.services.reviews.accept_split(review.id, proposal)
    assert after.rows[-1].id == taken
    assert [one.line for one in after.rows[-1].draft.mentions] == [9]
    assert [one.line for one in after.rows[0].draft.mentions] == [3]
    assert after.undo_label == "split THE PILOT from MARA VOSS"
    undone = await studio.services.reviews.undo(review.id)
    assert undone.rows == review.rows
    assert (await studio.services.reviews.redo(review.id)).rows == after.rows


async def test_a_row_that_changed_since_is_not_split(studio: Studio) -> None:
    review = await merged(studio, await studio.review(), "MARA VOSS", "THE PILOT")
    (row,) = ids(review, "MARA VOSS")
    proposal = await studio.services.reviews.propose_split(
        review.id, row, name="THE PILOT", type=AssetType.CHARACTER, aliases=["THE PILOT"], lines=[9]
    )
    await studio.services.reviews.edit(review.id, row, name="CAPTAIN")
    with pytest.raises(Stale):
        await studio.services.reviews.accept_split(review.id, proposal)


async def test_a_name_selected_in_the_script_brings_its_lines(studio: Studio) -> None:
    review = await studio.review()
    review, added = await studio.services.reviews.add_custom(
        review.id, "BLUE COAT", AssetType.PROP, "A coat."
    )
    draft: Draft = review.rows[-1].draft
    assert (review.rows[-1].id, draft.manual_add) == (added, True)
    assert [one.line for one in draft.mentions] == [5]
