"""A fork: what comes along from one branch to another, row by row (SPEC 1, branch).

Assets with their texts and history, and the reviews that they were approved in; no picture, no job, no lock,
no style. What was undone and redone in a review stays behind: it speaks of the rows of the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from core.store.tables import AssetRevisionRow, AssetRow, BranchRow, DraftRow, ReviewRow
from core.store.transaction import Transaction
from core.wire import Json

CopiedRow = TypeVar("CopiedRow", AssetRow, AssetRevisionRow, DraftRow, ReviewRow)
Ids = Mapping[int, int]
"""The copy of each row, by the ids of both."""

UNPAID = {"calls": 0, "input_tokens": 0, "output_tokens": 0, "cost_usd": 0.0}
"""A copy of a review has cost nothing: the scan is counted where it was paid for."""


async def copy_branch(tx: Transaction, source: BranchRow, fork: BranchRow) -> None:
    """Give a fork, just made, what comes along from its source.

    All reviews come along, for the next draft of the script is compared with the newest of them, and an offer
    rests on what its asset took in an earlier one. Each asset is of the fork's own copy of its draft.
    """
    reviews = list(reversed(await tx.branch_reviews(source.id)))
    drafts = {review.id: await tx.drafts(review.id) for review in reviews}
    copies = [_copy(review, branch_id=fork.id, suggestions=[], view=None, **UNPAID) for review in reviews]
    await tx.add_all(copies)
    rows: dict[int, DraftRow] = {}
    for review, copy in zip(reviews, copies, strict=True):
        for draft in drafts[review.id]:
            rows[draft.id] = _copy(draft, review_id=copy.id, merged_into=None, asset_id=None)
    await tx.add_all(rows.values())
    draft_ids = {key: row.id for key, row in rows.items()}
    asset_ids = await _copy_assets(tx, source, fork, draft_ids)
    for draft in (draft for of_review in drafts.values() for draft in of_review):
        copied = rows[draft.id]
        copied.merged_into = _mapped(draft.merged_into, draft_ids)
        copied.asset_id = _mapped(draft.asset_id, asset_ids)
    for review, copy in zip(reviews, copies, strict=True):
        copy.suggestions = list(_suggestions(review.suggestions, draft_ids))
        copy.view = _view(review.view, draft_ids)


async def _copy_assets(tx: Transaction, source: BranchRow, fork: BranchRow, draft_ids: Ids) -> dict[int, int]:
    """The assets with their earlier texts, which are counted anew: a version stands for one text only."""
    earlier: dict[int, list[AssetRevisionRow]] = {}
    for revision in reversed(await tx.branch_revisions(source.id)):
        earlier.setdefault(revision.asset_id, []).append(revision)
    copies = {
        asset.id: _copy(
            asset,
            branch_id=fork.id,
            draft_id=_mapped(asset.draft_id, draft_ids),
            forked_from_id=asset.id,
            image_key_id=None,
            locked_at=None,
            version=len(earlier.get(asset.id, ())) + 1,
        )
        for asset in await tx.assets(source.id)
    }
    await tx.add_all(copies.values())
    await tx.add_all(
        _copy(revision, asset_id=copies[key].id, version=version)
        for key, revisions in earlier.items()
        for version, revision in enumerate(revisions, 1)
    )
    return {key: copy.id for key, copy in copies.items()}


def _copy(row: CopiedRow, **other: Any) -> CopiedRow:
    """A row of its own with the columns of another, but for `other`."""
    columns = (column.key for column in row.__table__.columns if column.key != "id")
    return type(row)(**{key: getattr(row, key) for key in columns if key not in other}, **other)


def _mapped(key: int | None, ids: Ids) -> int | None:
    return None if key is None else ids.get(key)


def _suggestions(stored: Sequence[Json], ids: Ids) -> Iterable[Json]:
    for one in stored:
        if one["first"] in ids and one["second"] in ids:
            yield {**one, "first": ids[one["first"]], "second": ids[one["second"]]}


def _view(view: Json | None, ids: Ids) -> Json | None:
    """How a person looked at the review, on the fork's rows."""
    if view is None:
        return None
    selected = [ids[key] for key in view["selected"] if key in ids]
    return {**view, "cursor": _mapped(view["cursor"], ids), "selected": selected}
