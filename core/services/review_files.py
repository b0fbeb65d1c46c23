"""A review as a file, for an editor or a script: rows in the wire format that a person approves there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.models import Draft, Review, ReviewId, RowState
from core.rules.committing import Refusals, Wanted
from core.services.review_commit import name_of
from core.services.review_journal import Change
from core.services.review_rows import FINAL_STATES, new_row
from core.store import tables
from core.store.transaction import Transaction
from core.wire import Json, draft_to_wire


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


async def take_over(
    tx: Transaction,
    change: Change,
    review_id: ReviewId,
    version: int | None,
    wanted: Iterable[Wanted],
    refused: Refusals,
) -> set[int]:
    """Approve rows as they stand in a file, new ones at the table's end; their ids. `refused` grows by those
    that can't be: rows that are out of the review, or that changed after the file was written."""
    rows = await tx.drafts(review_id)
    known = {row.id: row for row in rows if row.state not in FINAL_STATES}
    names = {name_of(row.draft["type"], row.draft["suggestedName"]) for row in rows}
    approved: set[int] = set()
    for name, draft_id, draft in wanted:
        if draft_id is None and name_of(draft.type, draft.suggested_name) in names:
            refused.append((name, f"the review has a {draft.type} of this name; give its id"))
            continue
        if draft_id is None:
            row = await new_row(tx, review_id, draft)
            row.state = RowState.APPROVED
            await change.add([row])
        elif (found := known.pop(draft_id, None)) is None:
            refused.append((name, f"the review has no open row {draft_id}"))
            continue
        elif version is not None and found.version > version:
            refused.append((name, "it was changed in the review after the file was written"))
            continue
        else:
            row = found
            change.watch([row])
            row.draft, row.state = _as_in_file(row, draft), RowState.APPROVED
        approved.add(row.id)
    return approved


def _as_in_file(row: tables.DraftRow, draft: Draft) -> Json:
    """The draft of a review file; a summary that was changed there is a person's."""
    return draft_to_wire(
        draft
        if draft.visual_summary == row.draft["visualSummary"]
        else replace(draft, summary_lines=(), hand_written=True)
    )
