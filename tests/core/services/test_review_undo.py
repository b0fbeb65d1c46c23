"""Undo and redo of everything, after a restart too; of a commit while nothing rests on it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import InvalidInput, NotCommittable, NotUndoable
from core.models import (
    AssetType,
    ConflictDecision,
    Review,
    ReviewId,
    ReviewState,
    RowState,
    SuggestionAnswer,
)
from tests.core.services.conftest import SCRIPT, Studio, ids, open_studio
from tests.core.services.test_review_merging import COAT
from tests.fakes.engines import DRAFTS, MARA, PILOT

ACTIONS = (
    "approve discard restore prop low rename summary decide never later add script merge split commit back"
).split()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 5)), max_size=10))
async def test_any_actions_undone_to_the_start_give_the_first_state(
    studio: Studio, steps: list[tuple[str, int]]
) -> None:
    reviews = studio.services.reviews
    studio.engine.drafts = (replace(MARA, conflicts=(COAT,)), *DRAFTS[1:])
    title = f"Film {len(await studio.services.projects.cards())}"
    await studio.import_script(SCRIPT.replace("Low Tide", title), f"{title}.fountain")
    first = await studio.review()
    for action, number in steps:
        await act(studio, first.id, action, number)
    last, committed = await reviews.get(first.id), await studio.committed()
    undone = 0
    while (await reviews.get(first.id)).undo_label is not None:
        await reviews.undo(first.id)
        undone += 1
    assert seen(await reviews.get(first.id)) == seen(first)
    assert await studio.committed() == 0
    for _ in range(undone):
        await reviews.redo(first.id)
    assert seen(await reviews.get(first.id)) == seen(last)
    assert await studio.committed() == committed


def seen(review: Review) -> object:
    """What a person sees of a review's state."""
    return review.rows, review.suggestions, review.state


async def act(studio: Studio, review_id: ReviewId, action: str, number: int) -> None:
    """One action on one of the rows."""
    reviews = studio.services.reviews
    review = await reviews.get(review_id)
    row = review.rows[number % len(review.rows)]
    other = review.rows[(number + 1) % len(review.rows)]
    match action:
        case "approve":
            await reviews.approve(review.id, [row.id, other.id])
        case "discard":
            await reviews.discard(review.id, [row.id])
        case "restore":
            await reviews.restore(review.id, [row.id, other.id])
        case "prop":
            await reviews.set_type(review.id, [row.id], AssetType.PROP)
        case "low":
            await reviews.set_priority(review.id, [row.id], number % 2 == 0)
        case "rename":
            await reviews.edit(review.id, row.id, name=f"NAME {number}")
        case "summary":
            await reviews.edit(review.id, row.id, visual_summary=f"Text {number}.")
        case "decide" if row.draft.conflicts:
            await reviews.decide_conflict(review.id, row.id, 0, list(ConflictDecision)[number % 4])
        case "never" | "later":
            answer = SuggestionAnswer.NEVER if action == "never" else SuggestionAnswer.NOT_NOW
            await reviews.answer_suggestion(review.id, row.id, other.id, answer)
        case "add":
            await reviews.add_custom(review.id, f"ADDED {number}", AssetType.PROP, "")
        case "back":
            await reviews.undo(review.id)
            await reviews.redo(review.id)
        case _:
            await act_on_several(studio, review, action, number)


async def act_on_several(studio: Studio, review: Review, action: str, number: int) -> None:
    """Merging, splitting, committing: what may be refused."""
    reviews = studio.services.reviews
    free = [row for row in review.rows if row.state in (RowState.OPEN, RowState.APPROVED)]
    if action == "merge" and len(free) >= 2:
        pair = [row.id for row in free[:2]]
        proposal = await reviews.propose_merge(review.id, pair, "BOTH")
        await reviews.accept_merge(review.id, pair, proposal.draft, proposal.version)
    elif action == "script":
        await reviews.add_custom(review.id, "BLUE COAT", AssetType.PROP, "")
    elif action == "split" and free:
        row = free[number % len(free)]
        try:
            split = await reviews.propose_split(
                review.id,
                row.id,
                name="PART",
                type=row.draft.type,
                aliases=row.draft.aliases[:1],
                lines=[mention.line for mention in row.draft.mentions[:1]],
            )
        except InvalidInput:
            return
        await reviews.accept_split(review.id, split)
    elif action == "commit":
        try:
            await reviews.commit(review.id)
        except NotCommittable:
            return


async def test_a_review_goes_on_after_a_restart(studio: Studio) -> None:
    review = await studio.review()
    await studio.services.reviews.discard(review.id, ids(review, "QUAY"))
    async with open_studio(studio.home) as again:
        reopened = await again.services.reviews.get(review.id)
        assert [row.state for row in reopened.rows].count(RowState.DISCARDED) == 1
        assert reopened.undo_label == "discard QUAY"
        undone = await again.services.reviews.undo(review.id)
        assert undone.rows == review.rows
        assert undone.redo_label == "discard QUAY"


async def test_what_another_session_changed_is_seen(studio: Studio) -> None:
    review = await studio.review()
    async with open_studio(studio.home) as other:
        await other.services.reviews.approve(review.id, ids(review, "QUAY"))
        added, _ = await other.services.reviews.add_custom(review.id, "OAR", AssetType.PROP, "")
        assert (await studio.services.reviews.get(review.id)).rows == added.rows
        await other.services.reviews.undo(review.id)
        await other.services.reviews.add_custom(review.id, "BELL", AssetType.PROP, "")
        names = [row.draft.suggested_name for row in (await studio.services.reviews.get(review.id)).rows]
        assert names[-1] == "BELL"


async def test_an_untouched_commit_is_taken_back_and_done_again(studio: Studio) -> None:
    review = await studio.review()
    await studio.services.reviews.approve(review.id, ids(review, "MARA VOSS", "QUAY"))
    made = await studio.services.reviews.commit(review.id)
    assert (await studio.services.reviews.get(review.id)).undo_label == "commit 2 assets"
    undone = await studio.services.reviews.undo(review.id)
    assert (undone.state, await studio.committed()) == (ReviewState.OPEN, 0)
    assert [row.state for row in undone.rows].count(RowState.APPROVED) == 2
    await studio.services.reviews.redo(review.id)
    cards = await studio.services.assets.cards(studio.branch)
    assert [card.asset for card in cards] == list(made)


async def test_a_commit_that_was_worked_on_is_not_taken_back(studio: Studio) -> None:
    review = await studio.review()
    await studio.services.reviews.approve(review.id, ids(review, "MARA VOSS"))
    (asset,) = await studio.services.reviews.commit(review.id)
    await studio.services.assets.save(asset.id, asset.version, description="Written on the board.")
    with pytest.raises(NotUndoable, match="MARA VOSS has been changed on the board"):
        await studio.services.reviews.undo(review.id)
    assert await studio.committed() == 1


async def test_a_commit_with_pictures_is_not_taken_back(studio: Studio) -> None:
    cards = await studio.pictured()
    review = await studio.services.reviews.latest(studio.project)
    assert review is not None
    with pytest.raises(NotUndoable):
        await studio.services.reviews.undo(review.id)
    assert await studio.committed() == len(cards)
    assert PILOT.suggested_name in {card.asset.name for card in cards}
