"""Reads reviews. What has not changed since the last reading is not parsed again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.models import (
    AssetId,
    BranchId,
    CommittedAsset,
    Draft,
    EngineInfo,
    ProjectId,
    Review,
    ReviewId,
    ReviewRow,
    ReviewState,
    RowState,
    ScriptId,
    Usage,
)
from core.rules.offering import as_offered
from core.services.projects import open_branch
from core.services.review_suggestions import open_suggestions
from core.store.engine import Store, uninterrupted
from core.store.mapping import to_review_row
from core.store.tables import DraftRow
from core.store.tables import ReviewRow as StoredReview
from core.store.transaction import Transaction
from core.wire import unread_from_wire

KEPT_REVIEWS = 2
"""Reviews whose rows are remembered; one is on the screen at a time."""

OFFERED = (RowState.OPEN, RowState.APPROVED, RowState.DISCARDED)
"""The asset of a row in one of these has not taken it."""

IN_LOOP = 200
"""Drafts that are parsed at once; more go to a thread, so that keys are answered meanwhile."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A row as it was read: its place in the table, the asset that it is about.

    `stored` is without the asset; `base` is the draft that the asset of an offer rests on.
    """

    position: int
    asset_id: int | None
    stored: ReviewRow
    row: ReviewRow
    base: Draft | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """The rows of a review, by id in the table's order, as they were at one of its versions."""

    version: int
    reads: Mapping[int, _Read]


class ReviewReader:
    """The reviews of a workspace, always as the database has them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[ReviewId, _Known] = {}

    @uninterrupted
    async def read(self, review_id: ReviewId) -> Review:
        """One review with all its rows, in the table's order.

        Raises:
            NotFound: there is no such review.
        """
        async with self._store.read() as tx:
            stored = await tx.review(review_id)
            rows = await self._rows(tx, stored)
            undo = await tx.action_label(review_id, undone=False)
            redo = await tx.action_label(review_id, undone=True)
        return _to_review(stored, rows, undo, redo)

    @uninterrupted
    async def latest_id(self, project_id: ProjectId, branch_id: BranchId | None = None) -> ReviewId | None:
        """The newest review of a branch, without one of the film's open branch; None where it has none."""
        async with self._store.read() as tx:
            if branch_id is None:
                opened = open_branch(await tx.project(project_id), await tx.branches(project_id))
                branch_id = BranchId(opened.id)
            reviews = await tx.branch_reviews(branch_id)
        return ReviewId(reviews[0].id) if reviews else None

    async def _rows(self, tx: Transaction, stored: StoredReview) -> tuple[ReviewRow, ...]:
        review_id = ReviewId(stored.id)
        reads = await _since(tx, stored, self._known.get(review_id))
        reads = await _with_assets(tx, reads)
        self._known.pop(review_id, None)
        self._known[review_id] = _Known(stored.version, reads)
        while len(self._known) > KEPT_REVIEWS:
            del self._known[next(iter(self._known))]
        return tuple(read.row for read in reads.values())


async def _since(tx: Transaction, stored: StoredReview, known: _Known | None) -> Mapping[int, _Read]:
    """What is known of a review, with what changed since; all of it anew when rows have gone."""
    if known is None:
        return await _parsed(await tx.drafts(stored.id))
    if known.version == stored.version:
        return known.reads
    fresh = await _parsed(await tx.drafts_since(stored.id, known.version))
    reads = {**known.reads, **fresh}
    if len(reads) != await tx.draft_count(stored.id):
        return await _parsed(await tx.drafts(stored.id))
    places = {key: read.position for key, read in known.reads.items()}
    moved = any(places.get(key) != read.position for key, read in fresh.items())
    return _in_order(reads) if moved else reads


def _in_order(reads: Mapping[int, _Read]) -> dict[int, _Read]:
    return dict(sorted(reads.items(), key=lambda item: (item[1].position, item[0])))


async def rows_with_assets(tx: Transaction, drafts: Sequence[DraftRow]) -> list[ReviewRow]:
    """Stored drafts as the rows that they are, each with its asset."""
    reads = await _with_assets(tx, await _parsed(drafts))
    return [read.row for read in reads.values()]


async def _parsed(rows: Sequence[DraftRow]) -> dict[int, _Read]:
    """The rows by id, in their order; many are parsed in a thread."""
    return _parse(rows) if len(rows) <= IN_LOOP else await asyncio.to_thread(_parse, rows)


def _parse(rows: Sequence[DraftRow]) -> dict[int, _Read]:
    reads = ((row, to_review_row(row)) for row in rows)
    return {row.id: _Read(row.position, row.asset_id, read, read) for row, read in reads}


async def _with_assets(tx: Transaction, reads: Mapping[int, _Read]) -> dict[int, _Read]:
    """Each row with its asset; an offer with what that has once it is taken."""
    assets = await _assets(tx, reads.values())
    bases = await _bases(tx, [read for read in reads.values() if _is_offer(read) and read.base is None])
    return {key: _with_asset(read, assets, bases) for key, read in reads.items()}


def _is_offer(read: _Read) -> bool:
    return read.asset_id is not None and read.stored.state in OFFERED


async def _bases(tx: Transaction, offers: Sequence[_Read]) -> Mapping[int | None, Draft]:
    """By asset the draft that it took last."""
    if not offers:
        return {}
    drafts = await tx.drafts_of_assets({read.asset_id for read in offers if read.asset_id is not None})
    last = {row.asset_id: row for row in drafts if row.state == RowState.COMMITTED}
    return {key: to_review_row(row).draft for key, row in last.items()}


async def _assets(tx: Transaction, reads: Iterable[_Read]) -> Mapping[int, CommittedAsset]:
    keys = {read.asset_id for read in reads if read.asset_id is not None}
    rows = await tx.asset_texts(keys) if keys else ()
    return {
        key: CommittedAsset(AssetId(key), name, description, locked_at is not None, version)
        for key, name, description, locked_at, version in rows
    }


def _with_asset(
    read: _Read, assets: Mapping[int, CommittedAsset], bases: Mapping[int | None, Draft]
) -> _Read:
    """The same object where nothing changed: who draws rows can see that."""
    asset = None if read.asset_id is None else assets.get(read.asset_id)
    if read.row.asset == asset:
        return read
    row, base = replace(read.stored, asset=asset), read.base or bases.get(read.asset_id)
    if asset is not None and _is_offer(read):
        row = as_offered(row, base)
    return replace(read, row=row, base=base)


def _to_review(
    stored: StoredReview, rows: tuple[ReviewRow, ...], undo: str | None, redo: str | None
) -> Review:
    return Review(
        id=ReviewId(stored.id),
        project_id=ProjectId(stored.project_id),
        script_id=ScriptId(stored.script_id),
        branch_id=BranchId(stored.branch_id),
        engine=EngineInfo(stored.provider, stored.model),
        usage=Usage(stored.calls, stored.input_tokens, stored.output_tokens, stored.cost_usd),
        state=ReviewState(stored.state),
        rows=rows,
        warnings=tuple(stored.warnings),
        created_at=stored.created_at,
        undo_label=undo,
        redo_label=redo,
        suggestions=open_suggestions(stored.suggestions, rows),
        unread=tuple(unread_from_wire(lines) for lines in stored.unread),
        version=stored.version,
        compared_with=stored.compared_with,
    )
