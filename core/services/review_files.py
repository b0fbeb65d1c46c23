"""A review as a file, for an editor or a script: rows in the wire format that a person approves there."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from core.models import Review, ReviewId, RowState
from core.rules.committing import Refusals, Wanted
from core.services.review_commit import Name, name_of
from core.services.review_journal import Change
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
    review_id: ReviewId,
    version: int | None,
    wanted: Iterable[Wanted],
    left: Left,
) -> set[int]:
    """Approve rows as they stand in a file, new ones at the table's end; their ids.

    `left` grows by those that are assets already, just as the file has them, and by those that can't be
    approved: rows that are out of the review, or that changed after the file was written.
    """
    rows = await tx.drafts(review_id)
    by_id = {row.id: row for row in rows}
    by_name = {_name(row.draft): row for row in rows}
    approved: set[int] = set()
    for one in wanted:
        row = by_id.get(one.id) if one.id is not None else by_name.get(_name(one.given))
        if row is not None and row.state == RowState.COMMITTED and _as_in_file(row, one.given) == row.draft:
            left.before.append(one.name)
        elif reason := _refusal(row, one, version, approved):
            left.refused.append((one.name, reason))
        elif row is None:
            made = await new_row(tx, review_id, draft_from_wire(one.given))
            made.state = RowState.APPROVED
            await change.add([made])
            approved.add(made.id)
        else:
            change.watch([row])
            row.draft, row.state = _as_in_file(row, one.given), RowState.APPROVED
            approved.add(row.id)
    return approved


def _name(draft: Json) -> Name:
    return name_of(draft["type"], draft["suggestedName"])


def _refusal(
    row: tables.DraftRow | None,
    one: Wanted,
    version: int | None,
    approved: Container[int],
) -> str:
    """Why a row of a file, found in the review by its id or its name, can't be approved; "" when it can."""
    if one.id is None:
        return "" if row is None else f"the review has a {one.given['type']} of this name; give its id"
    if row is None:
        return f"the review has no row {one.id}"
    if row.id in approved:
        return f"row {one.id} stands in the file twice"
    if row.state == RowState.COMMITTED:
        return "it is an asset already, with another text; change it in the editor"
    if row.state == RowState.MERGED:
        return "it is merged into another row of the review"
    if version is not None and row.version > version:
        return "it was changed in the review after the file was written"
    return ""


def _as_in_file(row: tables.DraftRow, given: Json) -> Json:
    """A draft with what a review file says of it; a summary that was changed there is a person's."""
    wire = row.draft | {key: value for key, value in given.items() if key not in SUMMARY_KEYS}
    if wire["visualSummary"] == row.draft["visualSummary"]:
        return wire
    return wire | {"summaryLines": [], "handWritten": True}
