"""Likely duplicates: merge, not now, never these two; "never" holds for the project and its next scans."""

from __future__ import annotations

from core.models import AssetType, DraftId, Review, Suggestion, SuggestionAnswer
from tests.core.services.conftest import Studio, ids, open_studio
from tests.fakes.engines import DRAFTS, MARA, PILOT

SAME = Suggestion(AssetType.CHARACTER, "MARA VOSS", "THE PILOT", "Both steer the ship.", (3, 9))


async def suggested(studio: Studio) -> tuple[Review, DraftId, DraftId]:
    """A review with one suggestion, and its rows."""
    studio.engine.suggestions = (SAME,)
    review = await studio.review()
    first, second = ids(review, "MARA VOSS", "THE PILOT")
    return review, first, second


async def test_not_now_puts_a_pair_off_and_undo_brings_it_back(studio: Studio) -> None:
    review, first, second = await suggested(studio)
    answer = studio.services.reviews.answer_suggestion
    after = await answer(review.id, first, second, SuggestionAnswer.NOT_NOW)
    assert [one.put_off for one in after.suggestions] == [True]
    assert after.undo_label == "not now MARA VOSS and THE PILOT"
    assert (await studio.services.reviews.undo(review.id)).suggestions == review.suggestions
    assert (await studio.services.reviews.redo(review.id)).suggestions == after.suggestions
    assert (await answer(review.id, first, second, None)).suggestions == review.suggestions


async def test_never_holds_in_the_next_scan_and_after_a_restart(studio: Studio) -> None:
    review, first, second = await suggested(studio)
    after = await studio.services.reviews.answer_suggestion(review.id, second, first, SuggestionAnswer.NEVER)
    assert after.suggestions == ()
    assert (await studio.review()).suggestions == ()
    async with open_studio(studio.home) as again:
        again.engine.suggestions = (SAME,)
        again.imported = studio.imported
        assert (await again.review()).suggestions == ()


async def test_never_taken_back_is_suggested_by_the_next_scan(studio: Studio) -> None:
    review, first, second = await suggested(studio)
    await studio.services.reviews.answer_suggestion(review.id, first, second, SuggestionAnswer.NEVER)
    assert len((await studio.services.reviews.undo(review.id)).suggestions) == 1
    assert len((await studio.review()).suggestions) == 1


async def test_never_can_be_said_of_a_pair_that_nobody_suggested(studio: Studio) -> None:
    review = await studio.review()
    first, second = ids(review, "MARA VOSS", "THE PILOT")
    await studio.services.reviews.answer_suggestion(review.id, first, second, SuggestionAnswer.NEVER)
    assert (await studio.services.reviews.undo(review.id)).suggestions == ()
    await studio.services.reviews.redo(review.id)
    studio.engine.suggestions = (SAME,)
    assert (await studio.review()).suggestions == ()


async def test_a_suggestion_follows_a_row_into_the_one_that_took_it_in(studio: Studio) -> None:
    boy = "CABIN BOY"
    studio.engine.drafts = (*DRAFTS, type(MARA)(boy, AssetType.CHARACTER))
    studio.engine.suggestions = (SAME, Suggestion(AssetType.CHARACTER, "THE PILOT", boy, "Both hide."))
    review = await studio.review()
    rows = ids(review, "MARA VOSS", "THE PILOT")
    proposal = await studio.services.reviews.propose_merge(review.id, rows, "MARA VOSS")
    after = await studio.services.reviews.accept_merge(review.id, rows, proposal.draft, proposal.version)
    assert [(one.first, one.second) for one in after.suggestions] == [(rows[0], ids(review, boy)[0])]
    assert PILOT.suggested_name in after.rows[0].draft.aliases
