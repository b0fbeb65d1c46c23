"""Reviews: a person decides what becomes a master asset (SPEC 2.3).

Every change of a row is written down with the row as it was and as it is, so that undo and redo need not
know what an action meant.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from core.errors import InvalidInput, NotCommittable, NotFound
from core.models import (
    Asset,
    AssetType,
    BranchId,
    CommitPlan,
    ConflictDecision,
    Draft,
    DraftId,
    EngineInfo,
    LeftOut,
    MergeProposal,
    ProjectId,
    Review,
    ReviewId,
    ReviewRow,
    ReviewState,
    RowState,
    Screenplay,
    ScriptId,
    SuggestedMerge,
    Usage,
)
from core.rules.committing import Refusals, Wanted, approve_rows, decided_description
from core.rules.conflicts import decide
from core.rules.framing import aspect_ratio_for
from core.rules.naming import require_name
from core.scan.engine import ScanEngine
from core.screenplay import mentions_of, parse_script
from core.services.common import Context
from core.store import tables
from core.store.engine import uninterrupted
from core.store.mapping import to_asset, to_review_row
from core.store.transaction import Transaction
from core.text import clean
from core.wire import (
    Json,
    conflict_to_wire,
    draft_to_wire,
    mention_to_wire,
    traits_to_wire,
    unread_from_wire,
)

FINAL_STATES = (RowState.MERGED, RowState.COMMITTED)
LEFT_OUT = {RowState.OPEN: "not decided", RowState.DISCARDED: "discarded"}
"""Why a commit passes a row by."""


class Reviews:
    """The curation of one scan's drafts, kept in the store and apart from assets."""

    def __init__(self, context: Context, engine: ScanEngine) -> None:
        self._store = context.store
        self._now = context.now
        self._engine = engine

    # --- reading ---------------------------------------------------------------------------------

    @uninterrupted
    async def get(self, review_id: ReviewId) -> Review:
        """One review with all its rows, also discarded and merged ones, in the table's order."""
        async with self._store.read() as tx:
            return await _load(tx, review_id)

    @uninterrupted
    async def latest(self, project_id: ProjectId) -> Review | None:
        """The newest review of a film, or None when it was never scanned."""
        async with self._store.read() as tx:
            reviews = await tx.reviews(project_id)
            return await _load(tx, ReviewId(reviews[0].id)) if reviews else None

    # --- deciding --------------------------------------------------------------------------------

    async def approve(self, review_id: ReviewId, ids: Iterable[DraftId]) -> Review:
        """Mark rows as master assets to be; only approved rows are ever committed."""
        return await self._set_state(review_id, ids, RowState.APPROVED, "approve")

    async def discard(self, review_id: ReviewId, ids: Iterable[DraftId]) -> Review:
        """Put rows aside; they stay in the review and can be restored."""
        return await self._set_state(review_id, ids, RowState.DISCARDED, "discard")

    async def restore(self, review_id: ReviewId, ids: Iterable[DraftId]) -> Review:
        """Make rows undecided again."""
        return await self._set_state(review_id, ids, RowState.OPEN, "restore")

    async def set_type(self, review_id: ReviewId, ids: Iterable[DraftId], type: AssetType) -> Review:
        """Give rows another type; traits of the old type's fields stay as evidence."""
        return await self._edit(review_id, ids, f"type {type}", lambda draft: replace(draft, type=type))

    async def set_priority(self, review_id: ReviewId, ids: Iterable[DraftId], high: bool) -> Review:
        """Take rows out of the low-priority fold, or put them there."""

        def change(draft: Draft) -> Draft:
            return replace(draft, is_high_priority=high, priority_reason="set by hand")

        return await self._edit(review_id, ids, "priority " + ("high" if high else "low"), change)

    async def edit(
        self,
        review_id: ReviewId,
        draft_id: DraftId,
        *,
        name: str | None = None,
        type: AssetType | None = None,
        visual_summary: str | None = None,
    ) -> Review:
        """Change a row's name, type or summary. The old name becomes an alias, so its mentions hold.

        Raises:
            InvalidInput: the name is empty or too long.
        """
        new_name = None if name is None else require_name(name, "A draft")

        def change(draft: Draft) -> Draft:
            if new_name is not None and new_name != draft.suggested_name:
                aliases = _without((*draft.aliases, draft.suggested_name), new_name)
                draft = replace(draft, suggested_name=new_name, aliases=aliases)
            if visual_summary is not None:
                draft = replace(draft, visual_summary=clean(visual_summary).strip(), summary_lines=())
            return draft if type is None else replace(draft, type=type)

        return await self._edit(review_id, [draft_id], "edit", change)

    async def decide_conflict(
        self, review_id: ReviewId, draft_id: DraftId, index: int, decision: ConflictDecision | None
    ) -> Review:
        """Decide the conflict at `index` of a row; None opens it again.

        Raises:
            NotFound: the row has no such conflict.
        """

        def change(draft: Draft) -> Draft:
            return replace(draft, conflicts=decide(draft.conflicts, index, decision))

        return await self._edit(review_id, [draft_id], "decide conflict", change)

    async def add_custom(
        self, review_id: ReviewId, name: str, type: AssetType, description: str
    ) -> tuple[Review, DraftId]:
        """Add a row that the scan missed (`manual_add`), at the table's end. It still needs approval.

        Raises:
            InvalidInput: the name is empty or too long.
        """
        return await self._add(review_id, _by_hand(name, type, description))

    async def add_from_script(
        self, review_id: ReviewId, name: str, type: AssetType, description: str
    ) -> tuple[Review, DraftId]:
        """`add_custom`, with every line of the review's script in which the name stands as a mention.

        Raises:
            InvalidInput: the name is empty or too long.
        """
        draft = _by_hand(name, type, description)
        screenplay = await self._screenplay(review_id)
        found = await asyncio.to_thread(mentions_of, screenplay, draft.suggested_name, type)
        return await self._add(review_id, replace(draft, mentions=found))

    async def _screenplay(self, review_id: ReviewId) -> Screenplay:
        async with self._store.read() as tx:
            review = await tx.review(review_id)
            script = await tx.script(review.script_id)
            content = await tx.script_content(review.script_id)
        return await asyncio.to_thread(parse_script, content, PurePath(script.source_path).name)

    @uninterrupted
    async def _add(self, review_id: ReviewId, draft: Draft) -> tuple[Review, DraftId]:
        async with self._store.write() as tx:
            await tx.review(review_id)
            row = tables.DraftRow(
                review_id=review_id,
                position=await tx.last_position(review_id) + 1,
                draft=draft_to_wire(draft),
                state=RowState.OPEN,
            )
            await tx.add(row)
            await self._record(tx, review_id, f"add {draft.suggested_name}", {row.id: None}, [row])
            return await _load(tx, review_id), DraftId(row.id)

    # --- merging ---------------------------------------------------------------------------------

    async def propose_merge(self, review_id: ReviewId, ids: Sequence[DraftId], primary: str) -> MergeProposal:
        """Two or more rows as one named `primary`, written by the engine; nothing changes yet.

        Raises:
            InvalidInput: fewer than two rows, a row that is out of the review, or an empty name.
            ProviderError: the model did not answer.
        """
        name = require_name(primary, "The merged draft")
        review = await self.get(review_id)
        originals = tuple(row for row in review.rows if row.id in set(ids))
        _require_mergeable(originals)
        draft, usage = await self._engine.merge([row.draft for row in originals], name)
        return MergeProposal(originals, draft, usage)

    @uninterrupted
    async def accept_merge(self, review_id: ReviewId, ids: Sequence[DraftId], draft: Draft) -> Review:
        """Replace the first of the rows by `draft`; the others are marked as merged into it.

        Raises:
            InvalidInput: fewer than two rows, or a row that is out of the review since.
        """
        draft = replace(draft, suggested_name=require_name(draft.suggested_name, "The merged draft"))
        async with self._store.write() as tx:
            rows = await _rows(tx, review_id, ids)
            _require_mergeable([to_review_row(row) for row in rows])
            before = _snapshot(rows)
            keep = rows[0]
            keep.draft, keep.state = draft_to_wire(draft), RowState.OPEN
            for row in rows[1:]:
                row.state, row.merged_into = RowState.MERGED, keep.id
            await self._record(tx, review_id, f"merge into {draft.suggested_name}", before, rows)
            return await _load(tx, review_id)

    # --- undo ------------------------------------------------------------------------------------

    @uninterrupted
    async def undo(self, review_id: ReviewId) -> Review:
        """Take the last action back; without one nothing happens."""
        async with self._store.write() as tx:
            action = await tx.last_action(review_id, undone=False)
            if action is not None:
                await _put_back(tx, review_id, action.before)
                action.undone = True
            return await _load(tx, review_id)

    @uninterrupted
    async def redo(self, review_id: ReviewId) -> Review:
        """Do again what was taken back last; without such nothing happens."""
        async with self._store.write() as tx:
            action = await tx.last_action(review_id, undone=True)
            if action is not None:
                await _put_back(tx, review_id, action.after)
                action.undone = False
            return await _load(tx, review_id)

    # --- committing ------------------------------------------------------------------------------

    @uninterrupted
    async def plan_commit(self, review_id: ReviewId) -> CommitPlan:
        """What a commit would make, leave out and refuse."""
        async with self._store.read() as tx:
            return await _plan(tx, await tx.review(review_id))

    @uninterrupted
    async def commit(self, review_id: ReviewId) -> tuple[Asset, ...]:
        """Make an asset of each approved row, all or none. The only way into `project_assets`.

        Raises:
            NotCommittable: no row is approved, or none of the approved ones can be made.
        """
        async with self._store.write() as tx:
            review = await tx.review(review_id)
            plan = await _plan(tx, review)
            if not plan.make:
                why = plan.refused[0] if plan.refused else None
                raise NotCommittable(
                    f"{why[0]}: {why[1]}."
                    if why
                    else "Nothing is approved. Approve what shall be an asset first."
                )
            made = [self._asset_row(row, BranchId(review.branch_id)) for row in plan.make]
            await tx.add_all(made)
            committed = {row.id for row in plan.make}
            for row in await tx.drafts(review_id, committed):
                row.state = RowState.COMMITTED
            review.state, review.committed_at = ReviewState.COMMITTED, self._now()
            await tx.forget_actions(review_id)
            return tuple(to_asset(row) for row in made)

    def _asset_row(self, row: ReviewRow, branch_id: BranchId) -> tables.AssetRow:
        draft, now = row.draft, self._now()
        return tables.AssetRow(
            branch_id=branch_id,
            draft_id=row.id,
            type=draft.type,
            name=draft.suggested_name,
            aliases=list(draft.aliases),
            description=decided_description(draft),
            traits=traits_to_wire(draft.traits),
            conflicts=[conflict_to_wire(conflict) for conflict in draft.conflicts],
            source_mentions=[mention_to_wire(mention) for mention in draft.mentions],
            aspect_ratio=aspect_ratio_for(draft.type),
            priority=draft.is_high_priority,
            confidence=draft.confidence_score,
            manual_add=draft.manual_add,
            version=1,
            created_at=now,
            updated_at=now,
        )

    # --- a review as a file ----------------------------------------------------------------------

    async def export(self, review_id: ReviewId) -> Json:
        """A review for an editor or a script: rows in the wire format with `id` and `approved`."""
        review = await self.get(review_id)
        rows = [
            {"id": row.id, "approved": row.state is RowState.APPROVED, **draft_to_wire(row.draft)}
            for row in review.rows
            if row.state in (RowState.OPEN, RowState.APPROVED)
        ]
        return {"review": review.id, "project": review.project_id, "rows": rows}

    @uninterrupted
    async def approve_file(self, project_id: ProjectId, data: object) -> tuple[ReviewId, CommitPlan]:
        """Take over a review file: rows with `approved: true` are approved as they stand there.

        Returns the review and what a commit would now make; `refused` names each bad row and why.

        Raises:
            InvalidInput: it is no review file, or one of another project.
        """
        review_id, wanted, refused = approve_rows(data)
        async with self._store.write() as tx:
            review = await tx.review(review_id)
            if review.project_id != project_id:
                raise InvalidInput(f"Review {review_id} belongs to another project.")
            refused += await self._take_over(tx, review_id, wanted)
            plan = await _plan(tx, review)
            return review_id, replace(plan, refused=(*refused, *plan.refused))

    async def _take_over(self, tx: Transaction, review_id: ReviewId, wanted: Sequence[Wanted]) -> Refusals:
        """Approve rows as they stand in a file, new ones at the table's end; return those that can't be."""
        known = {row.id: row for row in await tx.drafts(review_id) if row.state not in FINAL_STATES}
        before, position = _snapshot(tuple(known.values())), await tx.last_position(review_id)
        refused: Refusals = []
        changed: list[tables.DraftRow] = []
        for name, draft_id, draft in wanted:
            if draft_id is None:
                position += 1
                row = tables.DraftRow(review_id=review_id, position=position)
            elif draft_id in known:
                row = known.pop(draft_id)
            else:
                refused.append((name, f"the review has no open row {draft_id}"))
                continue
            row.draft, row.state = draft_to_wire(draft), RowState.APPROVED
            changed.append(row)
        await tx.add_all(changed)
        if changed:
            images = {row.id: before.get(row.id) for row in changed}
            await self._record(tx, review_id, "approve by file", images, changed)
        return refused

    # --- the one way to change rows --------------------------------------------------------------

    async def _set_state(
        self, review_id: ReviewId, ids: Iterable[DraftId], state: RowState, verb: str
    ) -> Review:
        def change(row: tables.DraftRow) -> None:
            if row.state != RowState.MERGED or state is RowState.OPEN:
                row.state, row.merged_into = state, None

        return await self._change(review_id, ids, verb, change)

    async def _edit(
        self, review_id: ReviewId, ids: Iterable[DraftId], verb: str, edit: Callable[[Draft], Draft]
    ) -> Review:
        def change(row: tables.DraftRow) -> None:
            row.draft = draft_to_wire(edit(to_review_row(row).draft))

        return await self._change(review_id, ids, verb, change)

    @uninterrupted
    async def _change(
        self,
        review_id: ReviewId,
        ids: Iterable[DraftId],
        verb: str,
        change: Callable[[tables.DraftRow], None],
    ) -> Review:
        async with self._store.write() as tx:
            rows = [row for row in await _rows(tx, review_id, ids) if row.state != RowState.COMMITTED]
            before = _snapshot(rows)
            for row in rows:
                change(row)
            if _snapshot(rows) != before:
                await self._record(tx, review_id, _label(verb, rows), before, rows)
            return await _load(tx, review_id)

    async def _record(
        self,
        tx: Transaction,
        review_id: ReviewId,
        label: str,
        before: dict[int, Json | None],
        rows: Sequence[tables.DraftRow],
    ) -> None:
        await tx.forget_undone(review_id)
        await tx.add(
            tables.ReviewActionRow(
                review_id=review_id,
                label=label,
                before={str(row.id): _changed(before[row.id], _image(row)) for row in rows},
                after={str(row.id): _changed(_image(row), before[row.id]) for row in rows},
                undone=False,
                created_at=self._now(),
            )
        )


def _by_hand(name: str, type: AssetType, description: str) -> Draft:
    return Draft(
        suggested_name=require_name(name, "A draft"),
        type=type,
        visual_summary=clean(description).strip(),
        priority_reason="added by hand",
        manual_add=True,
    )


def _label(verb: str, rows: Sequence[tables.DraftRow]) -> str:
    what = str(rows[0].draft["suggestedName"]) if len(rows) == 1 else f"{len(rows)} rows"
    return f"{verb} {what}"


def _without(names: Iterable[str], gone: str) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(names) if name.casefold() != gone.casefold())


def _image(row: tables.DraftRow) -> Json:
    return {"position": row.position, "draft": row.draft, "state": row.state, "merged_into": row.merged_into}


def _changed(image: Json | None, other: Json | None) -> Json | None:
    """What of an image differs from the other; all of it when there is no other."""
    if image is None or other is None:
        return image
    return {column: value for column, value in image.items() if value != other[column]}


def _snapshot(rows: Sequence[tables.DraftRow]) -> dict[int, Json | None]:
    return {row.id: _image(row) for row in rows}


async def _put_back(tx: Transaction, review_id: ReviewId, images: dict[str, Any]) -> None:
    rows = {row.id: row for row in await tx.drafts(review_id, map(int, images))}
    for key, image in images.items():
        if image is None:
            await tx.remove_draft(int(key))
        elif (row := rows.get(int(key))) is not None:
            for column, value in image.items():
                setattr(row, column, value)
        else:
            await tx.add(tables.DraftRow(id=int(key), review_id=review_id, **image))


async def _rows(tx: Transaction, review_id: ReviewId, ids: Iterable[DraftId]) -> list[tables.DraftRow]:
    wanted = set(ids)
    rows = await tx.drafts(review_id, wanted)
    if len(rows) != len(wanted):
        raise NotFound("One of the rows is not in this review any more. Reload it.")
    return list(rows)


def _require_mergeable(rows: Sequence[ReviewRow]) -> None:
    if len(rows) < 2:
        raise InvalidInput("Select at least two rows to merge.")
    for row in rows:
        if row.state in FINAL_STATES:
            raise InvalidInput(f"{row.draft.suggested_name} is {row.state} already.")


async def _plan(tx: Transaction, review: tables.ReviewRow) -> CommitPlan:
    taken = {(asset.type, asset.name.casefold()) for asset in await tx.assets(review.branch_id)}
    make: list[ReviewRow] = []
    refused: list[tuple[str, str]] = []
    rows = [to_review_row(row) for row in await tx.drafts(review.id)]
    for row in rows:
        if row.state is not RowState.APPROVED:
            continue
        key = (row.draft.type.value, row.draft.suggested_name.casefold())
        if key in taken:
            refused.append((row.draft.suggested_name, f"the branch has a {row.draft.type} of this name"))
        else:
            taken.add(key)
            make.append(row)
    left_out = (LeftOut(row, LEFT_OUT[row.state]) for row in rows if row.state in LEFT_OUT)
    return CommitPlan(tuple(make), (), tuple(left_out), tuple(refused))


async def _load(tx: Transaction, review_id: ReviewId) -> Review:
    row = await tx.review(review_id)
    rows = tuple(to_review_row(draft) for draft in await tx.drafts(review_id))
    return Review(
        id=review_id,
        project_id=ProjectId(row.project_id),
        script_id=ScriptId(row.script_id),
        branch_id=BranchId(row.branch_id),
        engine=EngineInfo(row.provider, row.model),
        usage=Usage(row.calls, row.input_tokens, row.output_tokens, row.cost_usd),
        state=ReviewState(row.state),
        rows=rows,
        warnings=tuple(row.warnings),
        created_at=row.created_at,
        undo_label=await tx.action_label(review_id, undone=False),
        redo_label=await tx.action_label(review_id, undone=True),
        suggestions=_open_suggestions(row.suggestions, rows),
        unread=tuple(unread_from_wire(lines) for lines in row.unread),
    )


def _open_suggestions(stored: Iterable[Json], rows: Sequence[ReviewRow]) -> tuple[SuggestedMerge, ...]:
    """The suggestions that can still be followed: both rows of one type, and neither put aside."""
    types = {row.id: row.draft.type for row in rows if row.state in (RowState.OPEN, RowState.APPROVED)}
    suggested = (
        SuggestedMerge(DraftId(one["first"]), DraftId(one["second"]), one["reason"], tuple(one["lines"]))
        for one in stored
    )
    return tuple(
        one
        for one in suggested
        if one.first in types and one.second in types and types[one.first] is types[one.second]
    )
