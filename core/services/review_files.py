"""A review as a file, for an editor or a script: rows in the wire format that a person approves there."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from core.models import Draft, DraftId, Review, ReviewId, ReviewRow, RowState
from core.rules.committing import Refusals, Wanted, decided_description
from core.services.review_commit import Name, judged, name_of
from core.services.review_journal import Change
from core.services.review_reader import rows_with_assets
from core.services.review_rows import new_row
from core.store import tables
from core.store.transaction import Transaction
from core.wire import Json, draft_from_wire, draft_to_wire


def to_file(review: Review) -> Json:
    """`{"review", "project", "version", "rows"}`: what can still be approved.

    A row is a draft in the wire format with `id`, `approved` and `change`: how it stands to the earlier
    revision of the script, null in a first review.
    """
    rows = [
        {
            "id": row.id,
            "approved": row.state is RowState.APPROVED,
            "change": row.change,
            **draft_to_wire(row.draft),
        }
        for row in review.rows
        if row.state in (RowState.OPEN, RowState.APPROVED)
    ]
    return {"review": review.id, "project": review.project_id, "version": review.version, "rows": rows}


def written_at(data: object) -> int | None:
    """The version that the review had when its file was written; None where the file does not say."""
    version = data.get("version") if isinstance(data, dict) else None
    return version if isinstance(version, int) else None


SUMMARY_KEYS = ("summaryLines", "handWritten")
"""What is known of a summary besides its text; it goes with that text, whatever a file says."""


@dataclass(frozen=True, slots=True)
class Left:
    """Rows of a review file of which nothing is made: refused, each with its reason, and made before."""

    refused: Refusals
    before: list[str]


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
    stored = await tx.drafts(review.id)
    asked = _asked(stored, await rows_with_assets(tx, stored), version, wanted, left)
    verdicts = judged((row for _, row in asked), await tx.assets(review.branch_id))
    by_id = {row.id: row for row in stored}
    approved: set[int] = set()
    for (name, row), (_, problem) in zip(asked, verdicts, strict=True):
        if problem:
            left.refused.append((name, problem))
        else:
            approved.add(await _approve(tx, change, review, by_id.get(row.id), row.draft))
    return approved


def _asked(
    stored: Sequence[tables.DraftRow],
    rows: Iterable[ReviewRow],
    version: int | None,
    wanted: Iterable[Wanted],
    left: Left,
) -> list[tuple[str, ReviewRow]]:
    """The rows that the review can have as the file has them, by their names there; `left` has the others."""
    by_id = {row.id: row for row in stored}
    by_name = {_name(row.draft): row for row in stored}
    drafts = {row.id: row for row in rows}
    asked: list[tuple[str, ReviewRow]] = []
    seen: set[int] = set()
    for one in wanted:
        found = by_id.get(one.id) if one.id is not None else by_name.get(_name(one.given))
        row = None if found is None else drafts[DraftId(found.id)]
        as_in_file = _as_in_file(row, one)
        if row is not None and row.state is RowState.COMMITTED and as_in_file.draft == row.draft:
            left.before.append(one.name)
        elif reason := _refusal(found, one, version, seen):
            left.refused.append((one.name, reason))
        else:
            asked.append((one.name, as_in_file))
            seen.add(as_in_file.id)
    return asked


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


def _name(draft: Json) -> Name:
    return name_of(draft["type"], draft["suggestedName"])


def _refusal(
    row: tables.DraftRow | None,
    one: Wanted,
    version: int | None,
    seen: Container[int],
) -> str:
    """Why a row of a file, found in the review by its id or its name, can't be approved; "" when it can."""
    if one.id is None:
        return "" if row is None else f"the review has a {one.given['type']} of this name; give its id"
    if row is None:
        return f"the review has no row {one.id}"
    if row.id in seen:
        return f"row {one.id} stands in the file twice"
    if row.state == RowState.COMMITTED:
        return "it is an asset already, with another text; change it in the editor"
    if row.state == RowState.MERGED:
        return "it is merged into another row of the review"
    if version is not None and row.version > version:
        return "it was changed in the review after the file was written"
    return ""


def _as_in_file(row: ReviewRow | None, one: Wanted) -> ReviewRow:
    """A row of the review, approved as its file has it; one that is not there yet has no id."""
    if row is None or one.id is None:
        draft, id, asset = draft_from_wire(one.given), 0, None
    else:
        draft, id, asset = _changed(row.draft, one.given), row.id, row.asset
    description = decided_description(draft)
    return ReviewRow(DraftId(id), draft, RowState.APPROVED, description=description, asset=asset)


def _changed(draft: Draft, given: Json) -> Draft:
    """A draft with what a review file says of it; a summary that was changed there is a person's."""
    wire = draft_to_wire(draft) | {key: value for key, value in given.items() if key not in SUMMARY_KEYS}
    if wire["visualSummary"] != draft.visual_summary:
        wire |= {"summaryLines": [], "handWritten": True}
    return draft_from_wire(wire)
