"""A scan's drafts as a review: the first one as they are, later ones as the difference to the one before.

What a person decided or wrote in the earlier review is carried over (SPEC 2.3, `core.rules.diffing`); the
earlier review stays as it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.models import (
    AssetId,
    BranchId,
    Difference,
    Draft,
    ReviewId,
    ReviewState,
    RowChange,
    RowState,
    ScanResult,
    ScriptId,
)
from core.models import ReviewRow as ReviewedRow
from core.rules.conflicts import keep_decisions
from core.rules.diffing import CarriedRow, EarlierRow, Ground, carry_over
from core.rules.naming import names_of
from core.services.common import Context
from core.services.projects import Projects
from core.services.review_journal import touch
from core.services.review_reader import rows_with_assets
from core.services.review_suggestions import between_rows, never_pairs
from core.store.engine import uninterrupted
from core.store.mapping import to_review_row
from core.store.tables import DraftRow, ReviewRow
from core.store.transaction import Transaction
from core.wire import Json, conflict_from_wire, difference_to_wire, draft_to_wire, unread_to_wire

SETTLED = (RowState.COMMITTED, RowState.DISCARDED)
"""An asset has taken its row, or a person refused it for good."""

UNTAKEN = (RowState.OPEN, RowState.APPROVED, RowState.DISCARDED)
"""An asset has not taken its row."""


@dataclass(frozen=True, slots=True)
class _Earlier:
    """The review that a new one is compared with."""

    script_id: ScriptId
    revision: int
    rows: tuple[EarlierRow, ...]


class ReviewOpening:
    """Opens reviews, and adds to one what was read later."""

    def __init__(self, context: Context, projects: Projects) -> None:
        self._store = context.store
        self._now = context.now
        self._projects = projects

    async def open(self, script_id: ScriptId, branch_id: BranchId, result: ScanResult) -> ReviewId:
        """Store a scan's result as the newest review of the branch's film."""
        earlier = await self._earlier(branch_id)
        if earlier is None:
            rows = [CarriedRow(draft, RowState.OPEN) for draft in result.drafts]
            return await self._store_review(script_id, branch_id, result, rows, None)
        before, now = [await self._projects.screenplay(key) for key in (earlier.script_id, script_id)]
        carried = await asyncio.to_thread(
            carry_over,
            earlier.rows,
            result.drafts,
            screenplay=now,
            earlier_screenplay=before,
            revision=earlier.revision,
        )
        return await self._store_review(script_id, branch_id, result, carried, earlier.revision)

    @uninterrupted
    async def _earlier(self, branch_id: BranchId) -> _Earlier | None:
        async with self._store.read() as tx:
            project_id = (await tx.branch(branch_id)).project_id
            review = next((r for r in await tx.reviews(project_id) if r.branch_id == branch_id), None)
            if review is None:
                return None
            script = await tx.script(review.script_id)
            rows = await rows_with_assets(tx, await tx.drafts(review.id))
            on_board = await _decided_on_the_board(tx, rows)
            grounds = await _grounds(tx, project_id, rows)
        merged = _merged_of(rows)
        return _Earlier(
            ScriptId(script.id),
            script.revision,
            tuple(
                EarlierRow(
                    row.id,
                    on_board.get(row.id, row.draft),
                    row.state,
                    row.asset,
                    merged.get(row.id, ()),
                    () if row.asset is None else grounds.get(row.asset.id, ()),
                )
                for row in rows
                if row.merged_into is None
            ),
        )

    @uninterrupted
    async def _store_review(
        self,
        script_id: ScriptId,
        branch_id: BranchId,
        result: ScanResult,
        carried: Sequence[CarriedRow],
        compared_with: int | None,
    ) -> ReviewId:
        async with self._store.write() as tx:
            project_id = (await tx.branch(branch_id)).project_id
            never = never_pairs(review.suggestions for review in await tx.reviews(project_id))
            review = ReviewRow(
                project_id=project_id,
                script_id=script_id,
                branch_id=branch_id,
                provider=result.engine.provider,
                model=result.engine.model,
                suggestions=[],
                state=ReviewState.OPEN,
                version=0,
                compared_with=compared_with,
                created_at=self._now(),
                **_counts(result),
            )
            await tx.add(review)
            rows = [_draft_row(review.id, position, row) for position, row in enumerate(carried)]
            await tx.add_all(rows)
            for row, one in zip(rows, carried, strict=True):
                row.merged_into = None if one.merged_into is None else rows[one.merged_into].id
            names = [(draft.type.value, draft.suggested_name) for draft in result.drafts]
            named = dict(zip(names, rows[: len(names)], strict=True))
            review.suggestions = between_rows(result.suggestions, named, never)
            return ReviewId(review.id)

    @uninterrupted
    async def add(self, review_id: ReviewId, result: ScanResult) -> None:
        """Add what a later reading of the script found for the first time; nothing that stands changes."""
        async with self._store.write() as tx:
            review = await tx.review(review_id)
            known = await tx.drafts(review_id)
            names = {key for row in known for key in _name_keys(row.draft)}
            fresh = [draft for draft in result.drafts if not names & set(_name_keys(draft_to_wire(draft)))]
            start = await tx.last_position(review_id) + 1
            rows = [
                _draft_row(review_id, position, _new(draft, review.compared_with))
                for position, draft in enumerate(fresh, start)
            ]
            await tx.add_all(rows)
            touch(review, rows)
            review.suggestions = [
                *review.suggestions,
                *await self._fresh_suggestions(tx, review, result, rows),
            ]
            counts = _counts(result)
            review.unread, review.warnings = counts["unread"], counts["warnings"]
            for name in ("calls", "input_tokens", "output_tokens", "cost_usd"):
                setattr(review, name, getattr(review, name) + counts[name])

    async def _fresh_suggestions(
        self, tx: Transaction, review: ReviewRow, result: ScanResult, fresh: Iterable[DraftRow]
    ) -> list[Json]:
        """Suggestions that at least one of the fresh rows has part in."""
        reviews = await tx.reviews(review.project_id)
        rows = await tx.drafts(review.id)
        named = {(row.draft["type"], row.draft["suggestedName"]): row for row in rows}
        ids = {row.id for row in fresh}
        found = between_rows(result.suggestions, named, never_pairs(one.suggestions for one in reviews))
        return [one for one in found if {one["first"], one["second"]} & ids]


def _merged_of(rows: Iterable[ReviewedRow]) -> dict[int, tuple[Draft, ...]]:
    """The drafts that are merged into each row, also by way of others."""
    by_id = {row.id: row for row in rows}
    merged: dict[int, tuple[Draft, ...]] = {}
    for row in by_id.values():
        keeper = row
        while keeper.merged_into is not None:
            keeper = by_id[keeper.merged_into]
        if keeper is not row and not _went_on_as(row, keeper):
            merged[keeper.id] = (*merged.get(keeper.id, ()), row.draft)
    return merged


def _went_on_as(gone: ReviewedRow, keeper: ReviewedRow) -> bool:
    """Whether a person said that a gone row is the keeper under another name: it is no row beside it."""
    if gone.change is not RowChange.GONE or keeper.difference is None:
        return False
    return keeper.difference.renamed_from in names_of(gone.draft)


async def _decided_on_the_board(tx: Transaction, rows: Iterable[ReviewedRow]) -> dict[int, Draft]:
    """The drafts of rows with assets, their conflicts as they stand decided on the board."""
    owners = {row.asset.id: row for row in rows if row.asset is not None and row.merged_into is None}
    drafts: dict[int, Draft] = {}
    for asset in await tx.assets_by_id(owners):
        row = owners[AssetId(asset.id)]
        undecided = [replace(conflict, decision=None) for conflict in row.draft.conflicts]
        board = keep_decisions(undecided, map(conflict_from_wire, asset.conflicts))
        conflicts = keep_decisions(board, row.draft.conflicts)
        drafts[row.id] = replace(row.draft, conflicts=conflicts)
    return drafts


async def _grounds(
    tx: Transaction, project_id: int, rows: Iterable[ReviewedRow]
) -> dict[AssetId, tuple[Ground, ...]]:
    """What was settled of the assets that have not taken their rows: the newest, and what each rests on."""
    scripts = {script.id: script.revision for script in await tx.scripts(project_id)}
    revisions = {review.id: scripts[review.script_id] for review in await tx.reviews(project_id)}
    asked = {row.asset.id for row in rows if row.asset is not None and row.state in UNTAKEN}
    settled: dict[AssetId, dict[RowState, Ground]] = {}
    for stored in reversed(await tx.drafts_of_assets(asked)):
        row, known = to_review_row(stored), settled.setdefault(AssetId(stored.asset_id or 0), {})
        if row.state in SETTLED and RowState.COMMITTED not in known and row.state not in known:
            known[row.state] = Ground(row.draft, row.state, revisions[stored.review_id])
    return {asset_id: tuple(known.values()) for asset_id, known in settled.items()}


def _new(draft: Draft, compared_with: int | None) -> CarriedRow:
    difference = None if compared_with is None else Difference(RowChange.NEW, compared_with)
    return CarriedRow(draft, RowState.OPEN, difference)


def _draft_row(review_id: int, position: int, row: CarriedRow) -> DraftRow:
    return DraftRow(
        review_id=review_id,
        position=position,
        draft=draft_to_wire(row.draft),
        state=row.state,
        version=0,
        difference=None if row.difference is None else difference_to_wire(row.difference),
        asset_id=None if row.asset is None else row.asset.id,
    )


def _counts(result: ScanResult) -> Json:
    return {
        "calls": result.usage.calls,
        "input_tokens": result.usage.input_tokens,
        "output_tokens": result.usage.output_tokens,
        "cost_usd": result.usage.cost_usd,
        "warnings": list(result.warnings),
        "unread": [unread_to_wire(lines) for lines in result.unread],
    }


def _name_keys(draft: Json) -> list[tuple[str, str]]:
    """What tells whether a draft is in a review already: its type and each of its names."""
    return [(draft["type"], name.casefold()) for name in (draft["suggestedName"], *draft["aliases"])]
