"""A review as a file, for an editor or a script: rows in the wire format that a person approves there."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from core.models import AssetType, Draft, DraftId, Review, ReviewId, ReviewRow, RowState
from core.rules.committing import Refusals, Wanted, decided_description
from core.services.review_commit import Name, judged, name_of
from core.services.review_journal import Change, drafts_before
from core.services.review_reader import rows_with_assets
from core.services.review_rows import edited, new_row
from core.store import tables
from core.store.transaction import Transaction
from core.wire import Json, asset_to_wire, difference_to_wire, draft_from_wire, draft_to_wire


def to_file(review: Review) -> Json:
    """`{"review", "project", "version", "rows"}`: what can still be approved.

    A row is a draft in the wire format with `id` and `approved`. Its summary is the text that pictures would
    be made from. For reading are `change` and `difference`: how it stands to the earlier revision of the
    script, null in a first review; and `asset`, the one that it has another text for, null when it has none.
    """
    rows = [
        {
            "id": row.id,
            "approved": row.state is RowState.APPROVED,
            "change": row.change,
            "difference": row.difference and difference_to_wire(row.difference),
            "asset": row.asset and asset_to_wire(row.asset),
            **draft_to_wire(row.draft),
            "visualSummary": row.description,
        }
        for row in review.rows
        if row.state in (RowState.OPEN, RowState.APPROVED)
    ]
    return {"review": review.id, "project": review.project_id, "version": review.version, "rows": rows}


def written_at(data: object) -> int | None:
    """The version that the review had when its file was written; None where the file does not say."""
    version = data.get("version") if isinstance(data, dict) else None
    return version if isinstance(version, int) else None


EDITED_KEYS = frozenset({"suggestedName", "type", "visualSummary", "summaryLines", "handWritten"})
"""What `edited` sees to. The last two are known of a summary, and go with its text whatever a file says."""


@dataclass(frozen=True, slots=True)
class Left:
    """Rows of a review file of which nothing is made: refused, each with its reason, and made before."""

    refused: Refusals
    before: list[str]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A row of a file, and the row of the review that it is of: by its id, or without one by its name.

    `asset_is_newer` says that the asset of that row was changed after the scan.
    """

    wanted: Wanted
    stored: tables.DraftRow | None = None
    row: ReviewRow | None = None
    asset_is_newer: bool = False


async def take_over(
    tx: Transaction,
    change: Change,
    review: tables.ReviewRow,
    version: int | None,
    wanted: Iterable[Wanted],
    left: Left,
) -> set[int]:
    """Approve rows as they stand in a file, new ones at the table's end; their ids.

    `left` grows by those that are assets already, just as the file has them, and by those that can't be
    approved or committed, which stay in the review as they are.
    """
    pairs = await _pairs(tx, review, wanted)
    asked = list(_approvable(pairs, version, drafts_before(await tx.actions(review.id)), left))
    verdicts = judged(map(_as_in_file, asked), await tx.assets(review.branch_id))
    approved: set[int] = set()
    for pair, (row, problem) in zip(asked, verdicts, strict=True):
        if problem:
            left.refused.append((pair.wanted.name, problem))
        else:
            approved.add(await _approve(tx, change, review, pair.stored, row.draft))
    return approved


async def _pairs(tx: Transaction, review: tables.ReviewRow, wanted: Iterable[Wanted]) -> list[_Pair]:
    stored = await tx.drafts(review.id)
    rows = {row.id: row for row in await rows_with_assets(tx, stored)}
    by_id = {row.id: row for row in stored}
    by_name = {_name(row.draft): row for row in stored}
    assets = await tx.assets(review.branch_id)
    newer = {asset.id for asset in assets if asset.updated_at > review.created_at}
    pairs: list[_Pair] = []
    for one in wanted:
        found = by_name.get(_name(one.given)) if one.id is None else by_id.get(one.id)
        if found is None:
            pairs.append(_Pair(one))
        else:
            pairs.append(_Pair(one, found, rows[DraftId(found.id)], found.asset_id in newer))
    return pairs


def _name(draft: Json) -> Name:
    return name_of(draft["type"], draft["suggestedName"])


def _approvable(
    pairs: Iterable[_Pair], version: int | None, before: Mapping[int, Json], left: Left
) -> Iterator[_Pair]:
    """Those that the review can take over; `left` grows by the others. `before` as in `_is_made`."""
    seen: set[int] = set()
    for pair in pairs:
        if _is_made(pair, before):
            left.before.append(pair.wanted.name)
        elif reason := _refusal(pair, version, seen):
            left.refused.append((pair.wanted.name, reason))
        else:
            seen |= {pair.row.id} if pair.row else set()
            yield pair


def _is_made(pair: _Pair, before: Mapping[int, Json]) -> bool:
    """Whether the row is an asset just as the file has it, or as a commit of the file has made it.

    `before` has the drafts that commits have changed, as they were until then.
    """
    row = pair.row
    if row is None or row.state is not RowState.COMMITTED:
        return False
    found = draft_from_wire(before[row.id]) if row.id in before else row.draft
    own = None if row.asset is None else row.asset.description
    return row.draft in (
        _draft(pair.wanted, row.draft),
        _draft(pair.wanted, found),
        _draft(pair.wanted, found, own),
    )


def _refusal(pair: _Pair, version: int | None, seen: Container[int]) -> str:
    """Why a row of a file can't be approved; "" when it can."""
    wanted, row = pair.wanted, pair.stored
    if wanted.id is None:
        return "" if row is None else f"the review has a {wanted.given['type']} of this name; give its id"
    if row is None:
        return f"the review has no row {wanted.id}"
    if row.id in seen:
        return f"row {wanted.id} stands in the file twice"
    if row.state == RowState.COMMITTED:
        return "it is an asset already, with another text; change it in the editor"
    if row.state == RowState.MERGED:
        return "it is merged into another row of the review"
    if version is not None and row.version > version:
        return "it was changed in the review after the file was written"
    return _asset_refusal(pair)


_UNSEEN = (
    'its asset was changed after the scan; keep its "asset" in the file, which says what the file has seen'
)


def _asset_refusal(pair: _Pair) -> str:
    """Why a row can't replace the text of its asset: the file has not seen the text that stands there now."""
    seen, row = pair.wanted.asset, pair.row
    if row is None or row.asset is None or row.asset.locked:
        return ""
    now = asset_to_wire(row.asset)
    if "version" not in seen:
        return _UNSEEN if pair.asset_is_newer else ""
    if seen["version"] != now["version"]:
        return "its asset was changed after the file was written"
    if any(now.get(key) != value for key, value in seen.items()):
        return 'its "asset" is for reading; a text for it goes into "visualSummary"'
    return ""


def _as_in_file(pair: _Pair) -> ReviewRow:
    """The row as it would be approved; one that the review does not have yet has no id."""
    row = pair.row or ReviewRow(DraftId(0), draft_from_wire(pair.wanted.given), RowState.OPEN)
    draft = _draft(pair.wanted, row.draft, row.description)
    return replace(row, draft=draft, state=RowState.APPROVED, description=decided_description(draft))


async def _approve(
    tx: Transaction, change: Change, review: tables.ReviewRow, row: tables.DraftRow | None, draft: Draft
) -> int:
    """Approve a row with this draft, without a row a new one at the table's end; its id."""
    if row is None:
        row = await new_row(tx, ReviewId(review.id), draft)
        await change.add([row])
    change.watch([row])
    row.draft, row.state = draft_to_wire(draft), RowState.APPROVED
    return row.id


def _draft(wanted: Wanted, draft: Draft, shown: str | None = None) -> Draft:
    """What a file makes of a draft, as an edit in the application would; a row without an id is all new.

    `shown` is the description that stood in the file when it was written, where it is not the draft's.
    """
    given = wanted.given
    if wanted.id is None:
        return draft_from_wire(given)
    draft = edited(draft, visual_summary=given.get("visualSummary"), shown=shown)
    others = {key: value for key, value in given.items() if key not in EDITED_KEYS}
    draft = draft_from_wire(draft_to_wire(draft) | others)
    type = AssetType(given["type"]) if "type" in given else None
    return edited(draft, name=given.get("suggestedName"), type=type)
