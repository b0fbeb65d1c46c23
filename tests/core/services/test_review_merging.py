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
from tests.fakes.engines import MARA, PILOT

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


async def test_a_split_is_shown_before_anything_changes(studio: Studio) -> None:
    review = await merged(studio, await studio.review(), "MARA VOSS", "THE PILOT")
    (row,) = ids(review, "MARA VOSS")
    assert await studio.services.reviews.lines_naming(review.id, row, ["THE PILOT"]) == (9,)
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
