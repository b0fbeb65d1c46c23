"""A scan's suggestions and unread lines, kept with the review and followed up there."""

from __future__ import annotations

from core.models import AssetType, Draft, Mention, Suggestion, UnreadLines
from tests.core.services.conftest import Studio, ids
from tests.fakes.engines import DRAFTS

SAME = Suggestion(AssetType.CHARACTER, "MARA VOSS", "THE PILOT", "Both steer the ship.", (3, 9))
GAP = UnreadLines(9, 11, "The model sent an empty answer.")


async def read_again(studio: Studio, review_id: int) -> None:
    """Scan the unread lines of a review."""
    review = await studio.services.reviews.get(review_id)  # type: ignore[arg-type]
    async for _ in studio.services.scans.read_unread(review.id):
        pass


async def test_a_suggestion_names_its_rows_and_joins_nothing(studio: Studio) -> None:
    studio.engine.suggestions = (SAME,)
    review = await studio.review()
    (suggested,) = review.suggestions
    assert [suggested.first, suggested.second] == ids(review, "MARA VOSS", "THE PILOT")
    assert (suggested.reason, suggested.lines) == ("Both steer the ship.", (3, 9))
    assert len(review.rows) == len(DRAFTS)


async def test_a_suggestion_goes_with_its_rows_and_comes_back_with_undo(studio: Studio) -> None:
    studio.engine.suggestions = (SAME,)
    review = await studio.review()
    gone = await studio.services.reviews.discard(review.id, ids(review, "THE PILOT"))
    assert gone.suggestions == ()
    assert len((await studio.services.reviews.undo(review.id)).suggestions) == 1
    other = await studio.services.reviews.set_type(review.id, ids(review, "THE PILOT"), AssetType.PROP)
    assert other.suggestions == ()


async def test_unread_lines_stay_with_the_review_until_they_are_read(studio: Studio) -> None:
    studio.engine.unread = (GAP,)
    review = await studio.review()
    assert review.unread == (GAP,)
    studio.engine.unread = ()
    await read_again(studio, review.id)
    assert (await studio.services.reviews.get(review.id)).unread == ()


async def test_reading_again_adds_what_is_new_and_changes_nothing_that_stands(studio: Studio) -> None:
    review = await studio.review()
    await studio.services.reviews.edit(review.id, ids(review, "QUAY")[0], name="STONE QUAY")
    boy = Draft("CABIN BOY", AssetType.CHARACTER, mentions=(Mention(11, 2, 1, "The boy."),))
    studio.engine.drafts = (*DRAFTS, boy)
    studio.engine.suggestions = (
        Suggestion(AssetType.CHARACTER, "CABIN BOY", "THE PILOT", "Both hide a hand."),
    )
    before = await studio.services.reviews.get(review.id)
    await read_again(studio, review.id)
    after = await studio.services.reviews.get(review.id)
    assert after.rows[: len(before.rows)] == before.rows
    assert [row.draft for row in after.rows[len(before.rows) :]] == [boy]
    (suggested,) = after.suggestions
    assert [suggested.first, suggested.second] == [*ids(after, "CABIN BOY"), *ids(after, "THE PILOT")]
