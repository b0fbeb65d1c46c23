"""A review as a file: what a person leaves out stays, what is refused stays, nothing on the board is lost."""

from __future__ import annotations

from typing import Any

from core.models import Review
from tests.core.services.conftest import Studio
from tests.fakes.engines import MARA

Json = dict[str, Any]


async def written(studio: Studio, review: Review, **rows: Json) -> Json:
    """The review's file with these rows of it, by name (spaces as `_`), approved and changed so."""
    data = await studio.services.reviews.export(review.id)
    for row in data["rows"]:
        key = row["suggestedName"].replace(" ", "_")
        row |= {"approved": key in rows, **rows.get(key, {})}
    return data


def only(data: Json, *keys: str) -> Json:
    """The file with nothing but these keys in its rows, as a projection by `jq` leaves it."""
    rows = [{key: row[key] for key in keys if key in row} for row in data["rows"]]
    return {"review": data["review"], "rows": rows}


async def test_what_a_row_leaves_out_stays_as_the_review_has_it(studio: Studio) -> None:
    review = await studio.review()
    data = only(await written(studio, review, MARA_VOSS={}), "id", "approved", "suggestedName", "type")
    (made,) = (await studio.services.reviews.commit_file(studio.project, data)).made
    assert (made.description, made.aliases) == (MARA.visual_summary, MARA.aliases)
    assert (made.source_mentions, made.confidence) == (MARA.mentions, MARA.confidence_score)
    row = (await studio.services.reviews.get(review.id)).rows[0]
    assert row.draft == MARA


async def test_an_id_is_enough_to_approve_a_row(studio: Studio) -> None:
    review = await studio.review()
    data = only(await written(studio, review, QUAY={}), "id", "approved")
    (made,) = (await studio.services.reviews.commit_file(studio.project, data)).made
    assert made.name == "QUAY"


async def test_one_key_that_is_given_changes_only_that(studio: Studio) -> None:
    review = await studio.review()
    data = only(await written(studio, review, MARA_VOSS={"aliases": []}), "id", "approved", "aliases")
    (made,) = (await studio.services.reviews.commit_file(studio.project, data)).made
    assert (made.name, made.aliases, made.description) == ("MARA VOSS", (), MARA.visual_summary)
