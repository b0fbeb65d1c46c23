"""The review: a person decides, everything can be taken back, only what is approved becomes an asset."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import InvalidInput, NotCommittable, Stale
from core.models import (
    AspectRatio,
    AssetType,
    ConflictDecision,
    ConflictSide,
    Mention,
    ReviewState,
    RowState,
    SuggestionAnswer,
)
from core.models import Conflict as VisualConflict
from tests.core.services.conftest import Studio, ids, open_studio
from tests.fakes.engines import MARA


async def test_a_scan_writes_no_asset(studio: Studio) -> None:
    review = await studio.review()
    assert [row.draft.suggested_name for row in review.rows] == [
        "MARA VOSS",
        "THE PILOT",
        "QUAY",
        "BRASS WHISTLE",
    ]
    assert {row.state for row in review.rows} == {RowState.OPEN}
    assert await studio.committed() == 0


async def test_only_approved_rows_are_committed(studio: Studio) -> None:
    review = await studio.review()
    await studio.services.reviews.approve(review.id, ids(review, "MARA VOSS", "QUAY", "BRASS WHISTLE"))
    await studio.services.reviews.discard(review.id, ids(review, "BRASS WHISTLE"))
    assets = await studio.services.reviews.commit(review.id)
    assert [(asset.name, asset.type, asset.aspect_ratio) for asset in assets] == [
        ("MARA VOSS", AssetType.CHARACTER, AspectRatio.PORTRAIT),
        ("QUAY", AssetType.LOCATION, AspectRatio.LANDSCAPE),
    ]
    assert assets[0].source_mentions == MARA.mentions
    assert (await studio.services.reviews.get(review.id)).state is ReviewState.COMMITTED


async def test_nothing_approved_is_nothing_to_commit(studio: Studio) -> None:
    review = await studio.review()
    with pytest.raises(NotCommittable, match="Nothing is approved"):
        await studio.services.reviews.commit(review.id)
    assert await studio.committed() == 0


async def test_committing_twice_is_committing_once(studio: Studio) -> None:
    review = await studio.review()
    await studio.services.reviews.approve(review.id, ids(review, "QUAY"))
    await studio.services.reviews.commit(review.id)
    with pytest.raises(NotCommittable):
        await studio.services.reviews.commit(review.id)
    assert await studio.committed() == 1


async def test_what_was_left_out_can_be_committed_later(studio: Studio) -> None:
    review = await studio.review()
    await studio.services.reviews.approve(review.id, ids(review, "QUAY"))
    await studio.services.reviews.commit(review.id)
    await studio.services.reviews.approve(review.id, ids(review, "MARA VOSS"))
    made = await studio.services.reviews.commit(review.id)
    assert [asset.name for asset in made] == ["MARA VOSS"]
    assert await studio.committed() == 2


async def test_a_name_that_the_branch_has_is_refused_with_the_reason(studio: Studio) -> None:
    await studio.assets()
    review = await studio.services.reviews.latest(studio.project)
    assert review is not None
    review, added = await studio.services.reviews.add_custom(review.id, "Quay", AssetType.LOCATION, "Stone.")
    await studio.services.reviews.approve(review.id, [added])
    plan = await studio.services.reviews.plan_commit(review.id)
    assert plan.make == ()
    assert plan.refused == (("Quay", "the branch has a location of this name"),)
    with pytest.raises(NotCommittable, match="Quay: the branch has a location"):
        await studio.services.reviews.commit(review.id)


async def test_the_plan_says_what_is_left_out_and_why(studio: Studio) -> None:
    review = await studio.review()
    await studio.services.reviews.approve(review.id, ids(review, "MARA VOSS"))
    await studio.services.reviews.discard(review.id, ids(review, "QUAY"))
    await studio.services.reviews.set_priority(review.id, ids(review, "THE PILOT"), high=False)
    plan = await studio.services.reviews.plan_commit(review.id)
    assert [(one.row.draft.suggested_name, one.reason) for one in plan.left_out] == [
        ("THE PILOT", "not decided, low priority"),
        ("QUAY", "discarded"),
        ("BRASS WHISTLE", "not decided"),
    ]


async def test_a_plan_can_take_rows_as_approved_without_approving_them(studio: Studio) -> None:
    review = await studio.review()
    plan = await studio.services.reviews.plan_commit(review.id, ids(review, "QUAY"))
    assert [row.draft.suggested_name for row in plan.make] == ["QUAY"]
    assert (await studio.services.reviews.get(review.id)).rows == review.rows


async def test_names_that_nearly_meet_are_told_before_a_commit(studio: Studio) -> None:
    review = await studio.review()
    for name in ("MARA VOS", "MARK VOSS"):
        review, added = await studio.services.reviews.add_custom(review.id, name, AssetType.CHARACTER, "")
        await studio.services.reviews.approve(review.id, [added, *ids(review, "MARA VOSS")])
    plan = await studio.services.reviews.plan_commit(review.id)
    pairs = {frozenset((miss.first, miss.second)) for miss in plan.near_misses}
    assert frozenset(("MARA VOSS", "MARA VOS")) in pairs
    apart = SuggestionAnswer.NEVER
    first, second = ids(review, "MARA VOSS", "MARA VOS")
    await studio.services.reviews.answer_suggestion(review.id, first, second, apart)
    plan = await studio.services.reviews.plan_commit(review.id)
    assert frozenset(("MARA VOSS", "MARA VOS")) not in {
        frozenset((miss.first, miss.second)) for miss in plan.near_misses
    }


async def test_a_custom_row_is_an_asset_only_when_approved(studio: Studio) -> None:
    review = await studio.review()
    review, added = await studio.services.reviews.add_custom(
        review.id, "  RED\x1b[31m KEY ", AssetType.PROP, "A red key."
    )
    assert review.rows[-1].id == added
    assert review.rows[-1].draft.suggested_name == "RED␛[31m KEY"
    await studio.services.reviews.approve(review.id, [added])
    (asset,) = await studio.services.reviews.commit(review.id)
    assert asset.manual_add
    assert asset.aspect_ratio is AspectRatio.SQUARE


async def test_a_row_of_a_name_in_the_script_has_every_line_of_it(studio: Studio) -> None:
    review = await studio.review()
    review, added = await studio.services.reviews.add_custom(
        review.id, " pilot ", AssetType.CHARACTER, "Fifty."
    )
    draft = review.rows[-1].draft
    assert review.rows[-1].id == added
    assert (draft.suggested_name, draft.visual_summary, draft.manual_add) == ("pilot", "Fifty.", True)
    words = [[mention.text[start:end] for start, end in mention.columns] for mention in draft.mentions]
    assert words == [["pilot"], ["pilot"]]
    undone = await studio.services.reviews.undo(review.id)
    assert len(undone.rows) == len(review.rows) - 1


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "x" * 201])
async def test_a_custom_row_needs_a_name(studio: Studio, name: str) -> None:
    review = await studio.review()
    with pytest.raises(InvalidInput, match="name"):
        await studio.services.reviews.add_custom(review.id, name, AssetType.PROP, "")
    with pytest.raises(InvalidInput, match="name"):
        await studio.services.reviews.add_custom(review.id, name, AssetType.PROP, "")


async def test_a_new_name_keeps_the_old_one_as_alias(studio: Studio) -> None:
    review = await studio.review()
    (row,) = ids(review, "MARA VOSS")
    edited = await studio.services.reviews.edit(review.id, row, name="CAPTAIN VOSS", visual_summary="New.")
    assert edited.rows[0].draft == replace(
        MARA,
        suggested_name="CAPTAIN VOSS",
        aliases=("MARA", "MARA VOSS"),
        visual_summary="New.",
        hand_written=True,
    )


async def test_a_name_alone_leaves_the_summary_nobodys(studio: Studio) -> None:
    review = await studio.review()
    row = review.rows[0]
    edited = await studio.services.reviews.edit(
        review.id, row.id, name="CAPTAIN VOSS", visual_summary=row.description
    )
    assert not edited.rows[0].draft.hand_written


async def test_a_decided_conflict_is_said_in_the_description(studio: Studio) -> None:
    conflict = VisualConflict(
        "clothing",
        ConflictSide("blue coat", Mention(3, 1, 1, "in a blue coat")),
        ConflictSide("tattered jacket", Mention(9, 2, 50, "her tattered jacket")),
    )
    studio.engine.drafts = (replace(MARA, conflicts=(conflict,)),)
    review = await studio.review()
    (row,) = ids(review, "MARA VOSS")
    await studio.services.reviews.decide_conflict(review.id, row, 0, ConflictDecision.BOTH)
    await studio.services.reviews.approve(review.id, [row])
    (asset,) = await studio.services.reviews.commit(review.id)
    assert asset.description == (
        "A harbour pilot of fifty in a blue coat. Clothing from page 50: tattered jacket."
    )


async def test_a_review_goes_on_after_a_restart(studio: Studio) -> None:
    review = await studio.review()
    await studio.services.reviews.discard(review.id, ids(review, "QUAY"))
    async with open_studio(studio.home) as again:
        reopened = await again.services.reviews.get(review.id)
        assert [row.state for row in reopened.rows].count(RowState.DISCARDED) == 1
        assert reopened.undo_label == "discard QUAY"
        assert (await again.services.reviews.undo(review.id)).rows == review.rows


async def test_a_review_file_commits_what_a_person_approved_there(studio: Studio) -> None:
    review = await studio.review()
    data = await studio.services.reviews.export(review.id)
    rows = {row["suggestedName"]: row for row in data["rows"]}
    rows["QUAY"]["approved"] = True
    rows["MARA VOSS"] |= {"approved": True, "visualSummary": "Edited by hand."}
    data["rows"].append({"suggestedName": "OAR", "type": "prop", "approved": True})
    assert studio.imported is not None
    done = await studio.services.reviews.commit_file(studio.imported.project.id, data)
    assert done.refused == ()
    assets = {asset.name: asset for asset in done.made}
    assert set(assets) == {"MARA VOSS", "QUAY", "OAR"}
    assert assets["MARA VOSS"].description == "Edited by hand."
    assert assets["OAR"].manual_add


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"colour": "red"}, "unknown key 'colour'"),
        ({"type": "weather"}, "its type is not one of character, location, prop"),
        ({"suggestedName": "  "}, "it has no name"),
        ({"id": 9999}, "the review has no row 9999"),
        ({"id": "one"}, "its id is no number"),
        ({"mentions": [{"line": 1}]}, "it does not follow the wire format ('scene')"),
        ({"confidenceScore": 10**400}, "its confidenceScore is not in 0 to 1"),
        ({"confidenceScore": float("nan")}, "its confidenceScore is not in 0 to 1"),
        ({"visualSummary": 5}, "it does not follow the wire format ('visualSummary')"),
    ],
)
async def test_a_bad_row_is_refused_and_named(studio: Studio, change: dict[str, object], reason: str) -> None:
    review = await studio.review()
    data = await studio.services.reviews.export(review.id)
    data["rows"][0] |= {"approved": True} | change
    assert studio.imported is not None
    done = await studio.services.reviews.commit_file(studio.imported.project.id, data)
    assert done.made == ()
    ((name, why),) = done.refused
    assert (await studio.services.reviews.get(review.id)).rows == review.rows
    assert name.startswith("row 1")
    assert why == reason


@pytest.mark.parametrize(
    "data", [None, [], {}, {"rows": []}, {"rows": [], "review": "1"}, {"rows": [], "review": 10**30}]
)
async def test_what_is_no_review_file_is_refused(studio: Studio, data: object) -> None:
    await studio.review()
    assert studio.imported is not None
    with pytest.raises(InvalidInput):
        await studio.services.reviews.commit_file(studio.imported.project.id, data)


async def test_a_review_file_commits_no_row_that_it_does_not_approve(studio: Studio) -> None:
    review = await studio.review()
    await studio.services.reviews.approve(review.id, ids(review, "QUAY"))
    data = await studio.services.reviews.export(review.id)
    for row in data["rows"]:
        row["approved"] = row["suggestedName"] == "MARA VOSS"
    done = await studio.services.reviews.commit_file(studio.project, data)
    assert [asset.name for asset in done.made] == ["MARA VOSS"]
    assert await studio.committed() == 1


async def test_a_row_that_changed_after_the_file_was_written_is_refused(studio: Studio) -> None:
    review = await studio.review()
    data = await studio.services.reviews.export(review.id)
    for row in data["rows"]:
        row["approved"] = row["suggestedName"] in ("MARA VOSS", "QUAY")
    await studio.services.reviews.edit(review.id, ids(review, "QUAY")[0], visual_summary="As I see it.")
    done = await studio.services.reviews.commit_file(studio.project, data)
    assert [asset.name for asset in done.made] == ["MARA VOSS"]
    assert done.refused == (("row 3 (QUAY)", "it was changed in the review after the file was written"),)
    after = await studio.services.reviews.get(review.id)
    assert after.rows[2].description == "As I see it."


async def test_only_the_plan_that_was_seen_is_committed(studio: Studio) -> None:
    review = await studio.review()
    await studio.services.reviews.approve(review.id, ids(review, "QUAY"))
    plan = await studio.services.reviews.plan_commit(review.id)
    await studio.services.reviews.approve(review.id, ids(review, "MARA VOSS"))
    with pytest.raises(Stale, match="Nothing was committed"):
        await studio.services.reviews.commit(review.id, plan.version)
    assert await studio.committed() == 0
    plan = await studio.services.reviews.plan_commit(review.id)
    assert len(await studio.services.reviews.commit(review.id, plan.version)) == 2


async def test_a_file_that_is_committed_twice_adds_its_own_rows_once(studio: Studio) -> None:
    review = await studio.review()
    data = {"review": review.id, "rows": [{"suggestedName": "OAR", "type": "prop", "approved": True}]}
    assert len((await studio.services.reviews.commit_file(studio.project, data)).made) == 1
    before = await studio.services.reviews.get(review.id)
    again = await studio.services.reviews.commit_file(studio.project, data)
    assert (again.made, again.before, again.refused) == ((), ("row 1 (OAR)",), ())
    assert (await studio.services.reviews.get(review.id)).rows == before.rows
