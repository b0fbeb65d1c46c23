"""A review as a file: what a person leaves out stays, what is refused stays, nothing on the board is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.models import Asset, Conflict, ConflictDecision, ConflictSide, Mention, Review, RowChange, Trait
from tests.core.services.conftest import SCRIPT, Studio
from tests.fakes.engines import MARA, PILOT, QUAY

Json = dict[str, Any]

BLUE = (Trait("clothing", "blue coat", (5,)),)
RED = (Trait("clothing", "red coat", (5,)),)


async def written(studio: Studio, review: Review, **rows: Json) -> Json:
    """The review's file with these rows of it, by name (spaces as `_`), approved and changed so."""
    data = await studio.services.reviews.export(review.id)
    for row in data["rows"]:
        key = row["suggestedName"].replace(" ", "_")
        row |= {"approved": key in rows, **rows.get(key, {})}
    return data


async def decided(studio: Studio) -> tuple[Review, Json]:
    """A review whose first row has a conflict that is decided, and its file."""
    blue, torn = (ConflictSide(one, Mention(5, 1, 1, f"In a {one}.")) for one in ("blue coat", "torn jacket"))
    studio.engine.drafts = (replace(MARA, conflicts=(Conflict("clothing", blue, torn),)), PILOT)
    review = await studio.review()
    reviews = studio.services.reviews
    review = await reviews.decide_conflict(review.id, review.rows[0].id, 0, ConflictDecision.LATER)
    return review, await reviews.export(review.id)


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


async def test_the_file_shows_the_text_that_pictures_are_made_from(studio: Studio) -> None:
    review, data = await decided(studio)
    assert [row["visualSummary"] for row in data["rows"]] == [row.description for row in review.rows]
    assert "torn jacket" in data["rows"][0]["visualSummary"]


async def test_a_text_that_was_left_as_it_is_is_nobodys(studio: Studio) -> None:
    review, data = await decided(studio)
    data["rows"][0]["approved"] = True
    (made,) = (await studio.services.reviews.commit_file(studio.project, data)).made
    row = (await studio.services.reviews.get(review.id)).rows[0]
    assert made.description == row.description == review.rows[0].description
    assert row.draft == review.rows[0].draft
    again = await studio.services.reviews.commit_file(studio.project, data)
    assert (again.before, again.refused) == (("row 1 (MARA VOSS)",), ())


async def test_a_text_that_was_changed_is_a_persons(studio: Studio) -> None:
    review, data = await decided(studio)
    data["rows"][0] |= {"approved": True, "visualSummary": "In a blue coat, I say."}
    (made,) = (await studio.services.reviews.commit_file(studio.project, data)).made
    assert made.description == "In a blue coat, I say."
    row = (await studio.services.reviews.get(review.id)).rows[0]
    assert (row.draft.hand_written, row.draft.summary_lines) == (True, ())


async def test_the_text_follows_a_conflict_that_is_decided_in_the_file(studio: Studio) -> None:
    review, data = await decided(studio)
    data["rows"][0]["approved"] = True
    data["rows"][0]["conflicts"][0]["decision"] = "earlier"
    (made,) = (await studio.services.reviews.commit_file(studio.project, data)).made
    assert "blue coat" in made.description
    assert not (await studio.services.reviews.get(review.id)).rows[0].draft.hand_written
    again = await studio.services.reviews.commit_file(studio.project, data)
    assert (again.before, again.refused) == (("row 1 (MARA VOSS)",), ())


async def test_a_name_that_was_changed_stays_as_an_alias(studio: Studio) -> None:
    review = await studio.review()
    data = await written(studio, review, MARA_VOSS={"suggestedName": "MARA"})
    (made,) = (await studio.services.reviews.commit_file(studio.project, data)).made
    assert (made.name, made.aliases) == ("MARA", ("MARA VOSS",))
    again = await studio.services.reviews.commit_file(studio.project, data)
    assert (again.before, again.refused) == (("row 1 (MARA)",), ())


async def test_an_asset_that_was_renamed_in_the_file_is_known_in_the_next_draft(studio: Studio) -> None:
    review = await studio.review()
    names = {"MARA_VOSS": "CAPTAIN", "THE_PILOT": "HER MATE", "QUAY": "HARBOUR", "BRASS_WHISTLE": "PIPE"}
    renamed = {key: {"suggestedName": name} for key, name in names.items()}
    await studio.services.reviews.commit_file(studio.project, await written(studio, review, **renamed))
    await studio.import_script(SCRIPT.replace("We sail.", "We sail at once."))
    later = await studio.review()
    assert {row.change for row in later.rows} == {RowChange.SAME}
    assert {row.draft.suggested_name for row in later.rows} == set(names.values())


async def offered(studio: Studio) -> tuple[Review, Asset]:
    """A review that has another text for MARA VOSS, and her asset."""
    studio.engine.drafts = (replace(MARA, traits=BLUE), PILOT)
    first = await studio.review()
    await studio.services.reviews.approve(first.id, [first.rows[0].id])
    (asset,) = await studio.services.reviews.commit(first.id)
    studio.clock.forward(minutes=1)
    await studio.import_script(SCRIPT.replace("blue coat", "red coat"))
    studio.engine.drafts = (replace(MARA, traits=RED, visual_summary="In a red coat."), PILOT)
    return await studio.review(), asset


async def save(studio: Studio, asset: Asset, text: str) -> Asset:
    """Write on the board, a minute later."""
    studio.clock.forward(minutes=1)
    return await studio.services.assets.save(asset.id, asset.version, description=text)


async def test_an_offer_is_in_the_file_with_both_texts(studio: Studio) -> None:
    review, asset = await offered(studio)
    mara, pilot = (await studio.services.reviews.export(review.id))["rows"]
    assert (mara["change"], mara["visualSummary"]) == ("changed", "In a red coat.")
    assert mara["asset"] == {
        "id": asset.id,
        "name": "MARA VOSS",
        "description": MARA.visual_summary,
        "locked": False,
        "version": asset.version,
    }
    assert [one["value"] for one in mara["difference"]["added"]["clothing"]] == ["red coat"]
    assert mara["difference"]["earlierSummary"] == MARA.visual_summary
    assert (pilot["asset"], pilot["difference"]["change"]) == (None, "same")


async def test_a_first_review_has_neither_differences_nor_assets_in_its_file(studio: Studio) -> None:
    data = await studio.services.reviews.export((await studio.review()).id)
    assert {(row["change"], row["difference"], row["asset"]) for row in data["rows"]} == {(None, None, None)}


@pytest.mark.parametrize("gone", [(), ("difference",), ("asset", "difference", "change")])
async def test_an_offer_is_taken_from_the_file_with_what_is_for_reading_or_without(
    studio: Studio, gone: tuple[str, ...]
) -> None:
    review, asset = await offered(studio)
    data = await written(studio, review, MARA_VOSS={})
    for key in gone:
        del data["rows"][0][key]
    done = await studio.services.reviews.commit_file(studio.project, data)
    assert [(one.id, one.description) for one in done.updated] == [(asset.id, "In a red coat.")]


async def test_a_text_of_the_board_that_the_file_has_not_seen_stays(studio: Studio) -> None:
    review, asset = await offered(studio)
    data = await written(studio, review, MARA_VOSS={})
    await save(studio, asset, "Written on the board.")
    before = await studio.services.reviews.get(review.id)
    done = await studio.services.reviews.commit_file(studio.project, data)
    assert done.updated == ()
    assert done.refused == (("row 1 (MARA VOSS)", "its asset was changed after the file was written"),)
    assert await studio.services.reviews.get(review.id) == before
    assert (await studio.services.assets.card(asset.id)).asset.description == "Written on the board."
    seen = await written(studio, review, MARA_VOSS={})
    assert len((await studio.services.reviews.commit_file(studio.project, seen)).updated) == 1


async def test_without_its_asset_in_the_file_a_row_takes_no_text_that_is_newer_than_the_scan(
    studio: Studio,
) -> None:
    review, asset = await offered(studio)
    await save(studio, asset, "Written on the board.")
    data = await written(studio, review, MARA_VOSS={})
    done = await studio.services.reviews.commit_file(studio.project, only(data, "id", "approved"))
    ((name, reason),) = done.refused
    assert (name, reason.split(";")[0]) == ("row 1 (id 3)", "its asset was changed after the scan")
    with_asset = only(data, "id", "approved", "asset")
    assert len((await studio.services.reviews.commit_file(studio.project, with_asset)).updated) == 1


async def test_a_text_that_was_written_where_it_is_for_reading_is_not_lost_in_silence(studio: Studio) -> None:
    review, _ = await offered(studio)
    data = await written(studio, review, MARA_VOSS={})
    data["rows"][0]["asset"]["description"] = "In my own words."
    ((_, reason),) = (await studio.services.reviews.commit_file(studio.project, data)).refused
    assert reason == 'its "asset" is for reading; a text for it goes into "visualSummary"'


async def test_a_lock_is_named_as_the_reason_also_when_it_is_newer_than_the_file(studio: Studio) -> None:
    studio.engine.drafts = (MARA, PILOT)
    cards = await studio.pictured()
    studio.engine.drafts = (replace(MARA, traits=RED), PILOT)
    review = await studio.review()
    data = await written(studio, review, MARA_VOSS={})
    await studio.services.assets.lock(cards[0].asset.id)
    ((_, reason),) = (await studio.services.reviews.commit_file(studio.project, data)).refused
    assert reason.startswith("its asset is locked")
