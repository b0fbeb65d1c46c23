"""A review as a file: what a person leaves out stays, what is refused stays, nothing on the board is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.models import Review, Trait
from tests.core.services.conftest import Studio
from tests.fakes.engines import MARA, PILOT, QUAY

Json = dict[str, Any]

RED = (Trait("clothing", "red coat", (5,)),)


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


async def test_a_row_that_the_commit_refuses_stays_as_it_was(studio: Studio) -> None:
    studio.engine.drafts = (MARA, PILOT)
    await studio.locked()
    studio.engine.drafts = (replace(MARA, traits=RED), PILOT, QUAY)
    review = await studio.review()
    data = await written(studio, review, MARA_VOSS={"visualSummary": "In my own words."}, QUAY={})
    done = await studio.services.reviews.commit_file(studio.project, data)
    assert [asset.name for asset in done.made] == ["QUAY"]
    assert done.refused == (
        ("row 1 (MARA VOSS)", "its asset is locked; unlock it on the board to change it"),
    )
    after = await studio.services.reviews.get(review.id)
    assert after.rows[0] == review.rows[0]
    assert after.undo_label == "commit a review file"
    undone = await studio.services.reviews.undo(review.id)
    assert undone.rows == review.rows


async def test_a_file_of_refused_rows_changes_nothing(studio: Studio) -> None:
    review = await studio.review()
    data = await written(studio, review, MARA_VOSS={}, THE_PILOT={})
    data["rows"] += [{"suggestedName": "Quay", "type": "location", "approved": True}]
    for row in data["rows"][:2]:
        row["mentions"] = "none"
    done = await studio.services.reviews.commit_file(studio.project, data)
    assert (done.made, len(done.refused)) == ((), 3)
    assert await studio.services.reviews.get(review.id) == review


async def test_of_two_rows_with_one_name_the_refused_one_is_named_by_its_number(studio: Studio) -> None:
    review = await studio.review()
    data = await written(studio, review, MARA_VOSS={}, THE_PILOT={"suggestedName": "MARA VOSS"})
    done = await studio.services.reviews.commit_file(studio.project, data)
    assert [asset.name for asset in done.made] == ["MARA VOSS"]
    assert done.refused == (("row 2 (MARA VOSS)", "another row has this name"),)
    after = await studio.services.reviews.get(review.id)
    assert after.rows[1] == review.rows[1]
