"""A gone row and a new one that a person says are one under another name; gone rows in other merges."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import InvalidInput
from core.models import Asset, AssetType, Draft, Mention, Review, ReviewRow, RowChange, RowState, Trait
from tests.core.services.conftest import SCRIPT, Studio, ids
from tests.fakes.engines import DRAFTS, MARA, PILOT, QUAY

WHISTLE = Draft(
    "BRASS WHISTLE",
    AssetType.PROP,
    visual_summary="A brass whistle on a string.",
    traits=(Trait("material", "brass", (5,)),),
    mentions=(Mention(5, 1, 1, "She lifts the BRASS WHISTLE."),),
)
PIPE = Draft(
    "TIN PIPE",
    AssetType.PROP,
    visual_summary="A tin pipe on a string.",
    traits=(Trait("material", "tin", (8,)),),
    mentions=(Mention(8, 1, 1, "She lifts the TIN PIPE."),),
)


def by_name(review: Review) -> dict[str, ReviewRow]:
    """The rows by what they are called."""
    return {row.draft.suggested_name: row for row in review.rows}


async def renamed(studio: Studio, *, commit: bool, **edit: str) -> Review:
    """The review of a revision that has a pipe where the earlier one had a whistle, and takes it for new."""
    studio.engine.drafts = (*DRAFTS[:3], WHISTLE)
    first, reviews = await studio.review(), studio.services.reviews
    (whistle,) = ids(first, "BRASS WHISTLE")
    if edit:
        await reviews.edit(first.id, whistle, **edit)  # type: ignore[arg-type]
    if commit:
        await reviews.approve(first.id, [whistle])
        await reviews.commit(first.id)
    studio.engine.drafts = (*DRAFTS[:3], PIPE)
    await studio.import_script(SCRIPT.replace("We sail.", "We sail at once."))
    return await studio.review()


async def accept(studio: Studio, review: Review, *names: str) -> Review:
    """Propose these two as one, and accept it."""
    reviews, pair = studio.services.reviews, ids(review, *names)
    proposal = await reviews.propose_rename(review.id, pair)
    return await reviews.accept_merge(review.id, pair, proposal.draft, proposal.version)


async def asset_of(studio: Studio, row: ReviewRow) -> Asset:
    """The asset of a row."""
    assert row.asset is not None
    return (await studio.services.assets.card(row.asset.id)).asset


async def test_the_asset_goes_over_as_an_offer_and_the_evidence_is_this_revisions(studio: Studio) -> None:
    review = await renamed(studio, commit=True)
    rows = by_name(await accept(studio, review, "BRASS WHISTLE", "TIN PIPE"))
    gone, row = rows["BRASS WHISTLE"], rows["TIN PIPE"]
    assert (gone.state, gone.merged_into) == (RowState.MERGED, row.id)
    assert (row.state, row.change, row.draft.mentions) == (RowState.OPEN, RowChange.CHANGED, PIPE.mentions)
    said = row.difference
    assert said is not None
    assert (said.renamed_from, said.script_name) == ("BRASS WHISTLE", "TIN PIPE")
    assert (said.added, said.removed) == (PIPE.traits, WHISTLE.traits)
    asset = await asset_of(studio, row)
    assert (asset.name, asset.description) == ("BRASS WHISTLE", WHISTLE.visual_summary)
    await studio.services.reviews.approve(review.id, [row.id])
    (taken,) = await studio.services.reviews.commit(review.id)
    assert (taken.id, taken.name, taken.traits) == (asset.id, "TIN PIPE", PIPE.traits)
    assert taken.source_mentions == PIPE.mentions


async def test_it_can_be_undone(studio: Studio) -> None:
    review = await renamed(studio, commit=True)
    await accept(studio, review, "BRASS WHISTLE", "TIN PIPE")
    undone = await studio.services.reviews.undo(review.id)
    assert undone.rows == review.rows


async def test_a_restored_gone_row_has_its_asset_back(studio: Studio) -> None:
    review = await renamed(studio, commit=True)
    rows = by_name(await accept(studio, review, "BRASS WHISTLE", "TIN PIPE"))
    restored = by_name(await studio.services.reviews.restore(review.id, [rows["BRASS WHISTLE"].id]))
    assert restored["BRASS WHISTLE"] == by_name(review)["BRASS WHISTLE"]
    pipe = restored["TIN PIPE"]
    assert (pipe.draft, pipe.asset, pipe.change) == (PIPE, None, RowChange.NEW)


async def test_a_gone_row_is_not_restored_from_a_committed_one(studio: Studio) -> None:
    review, reviews = await renamed(studio, commit=True), studio.services.reviews
    rows = by_name(await accept(studio, review, "BRASS WHISTLE", "TIN PIPE"))
    await reviews.approve(review.id, [rows["TIN PIPE"].id])
    await reviews.commit(review.id)
    committed = await reviews.get(review.id)
    with pytest.raises(InvalidInput, match="TIN PIPE is committed: undo the commit first"):
        await reviews.restore(review.id, [rows["BRASS WHISTLE"].id])
    assert (await reviews.get(review.id)).rows == committed.rows
    await reviews.undo(review.id)
    restored = by_name(await reviews.restore(review.id, [rows["BRASS WHISTLE"].id]))
    assert restored["TIN PIPE"].asset is None


async def test_what_a_person_wrote_goes_over_to_a_row_without_an_asset(studio: Studio) -> None:
    review = await renamed(studio, commit=False, name="THE CALL", visual_summary="My own whistle.")
    rows = (await accept(studio, review, "THE CALL", "TIN PIPE")).rows
    (row,) = [row for row in rows if row.id == ids(review, "TIN PIPE")[0]]
    assert (row.draft.suggested_name, row.draft.aliases) == ("THE CALL", ("TIN PIPE",))
    assert (row.description, row.draft.mentions) == ("My own whistle.", PIPE.mentions)


async def test_what_a_person_wrote_in_both_rows_is_whole(studio: Studio) -> None:
    review = await renamed(studio, commit=False, visual_summary="My own whistle.")
    (pipe,) = ids(review, "TIN PIPE")
    await studio.services.reviews.edit(review.id, pipe, visual_summary="My own pipe.")
    row = by_name(await accept(studio, review, "BRASS WHISTLE", "TIN PIPE"))["TIN PIPE"]
    assert (row.description, row.draft.hand_written) == ("My own whistle. My own pipe.", True)


async def test_a_name_can_be_chosen_for_it(studio: Studio) -> None:
    review = await renamed(studio, commit=True)
    pair = ids(review, "BRASS WHISTLE", "TIN PIPE")
    proposal = await studio.services.reviews.propose_merge(review.id, pair, "BRASS WHISTLE")
    assert (proposal.draft.suggested_name, proposal.draft.aliases) == ("BRASS WHISTLE", ("TIN PIPE",))
    assert proposal.draft.mentions == PIPE.mentions


async def test_it_is_one_row_in_the_next_revision(studio: Studio) -> None:
    review = await renamed(studio, commit=True)
    before = by_name(await accept(studio, review, "BRASS WHISTLE", "TIN PIPE"))["TIN PIPE"]
    await studio.import_script(SCRIPT.replace("We sail.", "We sail tomorrow."))
    rows = by_name(await studio.review())
    assert "BRASS WHISTLE" not in rows
    row = rows["TIN PIPE"]
    assert (row.asset, row.draft, row.difference) == (before.asset, before.draft, before.difference)


async def test_a_committed_row_that_is_not_gone_is_merged_with_nothing(studio: Studio) -> None:
    review = await renamed(studio, commit=True)
    pair = ids(review, "BRASS WHISTLE", "QUAY")
    with pytest.raises(InvalidInput, match="committed already"):
        await studio.services.reviews.propose_merge(review.id, pair, "QUAY")
    with pytest.raises(InvalidInput, match="one row that is gone"):
        await studio.services.reviews.propose_rename(review.id, pair)


async def test_a_gone_row_brings_no_line_of_another_revision_into_a_merge(studio: Studio) -> None:
    review = await renamed(studio, commit=False)
    some = ids(review, "BRASS WHISTLE", "MARA VOSS", "THE PILOT")
    proposal = await studio.services.reviews.propose_merge(review.id, some, "MARA VOSS")
    lines = {mention for one in (MARA, PILOT) for mention in one.mentions}
    assert {*proposal.draft.mentions} == lines
    assert not [trait for trait in proposal.draft.traits if trait.value == "brass"]
    assert "BRASS WHISTLE" in proposal.draft.aliases
    merged = await studio.services.reviews.accept_merge(review.id, some, proposal.draft, proposal.version)
    assert by_name(merged)["MARA VOSS"].change is RowChange.SAME


async def test_gone_rows_among_themselves_keep_their_lines(studio: Studio) -> None:
    other = replace(WHISTLE, suggested_name="TIN CUP", mentions=(Mention(12, 2, 1, "A TIN CUP."),))
    studio.engine.drafts = (QUAY, WHISTLE, other)
    await studio.review()
    studio.engine.drafts = (QUAY,)
    await studio.import_script(SCRIPT.replace("We sail.", "We sail at once."))
    review = await studio.review()
    pair = ids(review, "BRASS WHISTLE", "TIN CUP")
    proposal = await studio.services.reviews.propose_merge(review.id, pair, "TIN CUP")
    assert [mention.line for mention in proposal.draft.mentions] == [5, 12]
