"""Reviews: a person decides what becomes a master asset (SPEC 2.3).

Each change is written down by `review_journal`, so that undo and redo need not know what an action meant;
what is returned is always read again by `review_reader`, so that it is what the database has.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from core.errors import InvalidInput, NotFound, Stale
from core.models import (
    Asset,
    AssetType,
    BranchId,
    CommitPlan,
    ConflictDecision,
    Draft,
    DraftId,
    MergeProposal,
    ProjectId,
    Review,
    ReviewId,
    ReviewRow,
    ReviewState,
    RowState,
    SplitProposal,
    SuggestionAnswer,
)
from core.rules.committing import Refusals, Wanted, approve_rows, decided_description
from core.rules.conflicts import decide, keep_decisions
from core.rules.naming import require_name
from core.rules.splitting import lines_naming, split_draft
from core.scan.engine import ScanEngine
from core.screenplay import mentions_of
from core.services.common import Context
from core.services.projects import Projects
from core.services.review_commit import new_asset, plan_commit, require_something, update_asset
from core.services.review_journal import Change, do_again, take_back
from core.services.review_reader import ReviewReader, rows_with_assets
from core.services.review_suggestions import answered, never_pairs
from core.store import tables
from core.store.engine import uninterrupted
from core.store.mapping import to_asset, to_review_row
from core.store.transaction import Transaction
from core.text import clean
from core.wire import Json, draft_to_wire

FINAL_STATES = (RowState.MERGED, RowState.COMMITTED)


class Reviews:
    """The curation of one scan's drafts, kept in the store and apart from assets."""

    def __init__(self, context: Context, engine: ScanEngine, projects: Projects) -> None:
        self._store = context.store
        self._now = context.now
        self._engine = engine
        self._projects = projects
        self._reader = ReviewReader(context.store)

    # --- reading ---------------------------------------------------------------------------------

    async def get(self, review_id: ReviewId) -> Review:
        """One review with all its rows, also discarded and merged ones, in the table's order."""
        return await self._reader.read(review_id)

    async def latest(self, project_id: ProjectId) -> Review | None:
        """The newest review of a film, or None when it was never scanned."""
        review_id = await self._reader.latest_id(project_id)
        return None if review_id is None else await self._reader.read(review_id)

    # --- deciding --------------------------------------------------------------------------------

    async def approve(self, review_id: ReviewId, ids: Iterable[DraftId]) -> Review:
        """Mark rows as master assets to be; only approved rows are ever committed."""
        return await self._set_state(review_id, ids, RowState.APPROVED, "approve")

    async def discard(self, review_id: ReviewId, ids: Iterable[DraftId]) -> Review:
        """Put rows aside; they stay in the review and can be restored."""
        return await self._set_state(review_id, ids, RowState.DISCARDED, "discard")

    async def restore(self, review_id: ReviewId, ids: Iterable[DraftId]) -> Review:
        """Make rows undecided again. A merged row is taken out of the row that took it in."""

        async def change(tx: Transaction, change: Change, rows: Rows) -> str:
            for row in _changeable(rows):
                if row.merged_into is not None:
                    await _take_out(tx, change, row, row.merged_into)
                row.state, row.merged_into = RowState.OPEN, None
            return _label("restore", rows)

        return await self._change(review_id, ids, change)

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

        A summary that differs from the row's description is a person's from then on: nothing else changes it.

        Raises:
            InvalidInput: the name is empty or too long.
        """
        new_name = None if name is None else require_name(name, "A draft")
        text = None if visual_summary is None else clean(visual_summary).strip()

        def change(draft: Draft) -> Draft:
            if new_name is not None and new_name != draft.suggested_name:
                aliases = _without((*draft.aliases, draft.suggested_name), new_name)
                draft = replace(draft, suggested_name=new_name, aliases=aliases)
            if text is not None:
                draft = _written(draft, text)
            return draft if type is None else replace(draft, type=type)

        return await self._edit(review_id, [draft_id], "edit", change)

    async def decide_conflict(
        self, review_id: ReviewId, draft_id: DraftId, index: int, decision: ConflictDecision | None
    ) -> Review:
        """Decide the conflict at `index` of a row; None opens it again. The row's description follows.

        Raises:
            NotFound: the row has no such conflict.
        """

        def change(draft: Draft) -> Draft:
            return replace(draft, conflicts=decide(draft.conflicts, index, decision))

        return await self._edit(review_id, [draft_id], "decide conflict", change)

    async def answer_suggestion(
        self, review_id: ReviewId, first: DraftId, second: DraftId, answer: SuggestionAnswer | None
    ) -> Review:
        """Say "not now" or "never these two" to a pair of rows; None opens the question again.

        "Never" holds for the whole project: later scans don't suggest the pair either.

        Raises:
            NotFound: one of the rows is not in this review.
        """

        async def change(tx: Transaction, _change: Change, rows: Rows) -> str:
            review, one = await tx.review(review_id), {row.id: row for row in rows}
            review.suggestions = answered(review.suggestions, one[first], one[second], answer)
            names = " and ".join(str(row.draft["suggestedName"]) for row in rows)
            return f"{answer or 'ask again about'} {names}"

        return await self._change(review_id, (first, second), change)

    # --- adding ----------------------------------------------------------------------------------

    async def add_custom(
        self, review_id: ReviewId, name: str, type: AssetType, description: str
    ) -> tuple[Review, DraftId]:
        """Add a row that the scan missed (`manual_add`), at the table's end. It still needs approval.

        Raises:
            InvalidInput: the name is empty or too long.
        """
        return await self._add(review_id, _custom_draft(name, type, description))

    async def add_from_script(
        self, review_id: ReviewId, name: str, type: AssetType, description: str
    ) -> tuple[Review, DraftId]:
        """As `add_custom`, with every line of the script that has the name as a mention.

        Raises:
            InvalidInput: the name is empty or too long.
        """
        draft = _custom_draft(name, type, description)
        review = await self.get(review_id)
        screenplay = await self._projects.screenplay(review.script_id)
        found = await asyncio.to_thread(mentions_of, screenplay, draft.suggested_name, type)
        return await self._add(review_id, replace(draft, mentions=found))

    @uninterrupted
    async def _insert(self, review_id: ReviewId, draft: Draft) -> DraftId:
        async with self._store.write() as tx:
            review = await tx.review(review_id)
            change = Change(tx, review)
            row = await _new_row(tx, review_id, draft)
            await change.add([row])
            await change.record(f"add {draft.suggested_name}", self._now())
            return DraftId(row.id)

    async def _add(self, review_id: ReviewId, draft: Draft) -> tuple[Review, DraftId]:
        draft_id = await self._insert(review_id, draft)
        return await self.get(review_id), draft_id

    # --- merging and splitting -------------------------------------------------------------------

    async def propose_merge(
        self, review_id: ReviewId, ids: Iterable[DraftId], primary: str, type: AssetType | None = None
    ) -> MergeProposal:
        """Two or more rows as one named `primary`, written by the engine; nothing changes yet.

        Without a `type` it is the first row's. Conflicts that were decided on the same evidence stay decided.

        Raises:
            InvalidInput: fewer than two rows, a row that is out of the review, or an empty name.
            ProviderError: the model did not answer.
        """
        name = require_name(primary, "The merged draft")
        review = await self.get(review_id)
        wanted = set(ids)
        originals = tuple(row for row in review.rows if row.id in wanted)
        _require_mergeable(originals)
        drafts = [
            row.draft if type is None else replace(row.draft, type=type, variant_of="") for row in originals
        ]
        draft, usage = await self._engine.merge(drafts, name)
        decided = [conflict for one in drafts for conflict in one.conflicts]
        draft = replace(draft, conflicts=keep_decisions(draft.conflicts, decided), hand_written=False)
        return MergeProposal(originals, draft, usage, review.version)

    async def accept_merge(
        self, review_id: ReviewId, ids: Iterable[DraftId], draft: Draft, version: int | None = None
    ) -> Review:
        """Replace the first of the rows by `draft`; the others are marked as merged into it.

        Raises:
            InvalidInput: fewer than two rows, or a row that is out of the review since.
            Stale: one of them has changed since the review's `version`, the proposal's.
        """
        draft = replace(draft, suggested_name=require_name(draft.suggested_name, "The merged draft"))

        async def change(_tx: Transaction, _change: Change, rows: Rows) -> str:
            _require_mergeable([to_review_row(row) for row in rows])
            _require_fresh(rows, version)
            keep = rows[0]
            keep.draft, keep.state = draft_to_wire(draft), RowState.OPEN
            for row in rows[1:]:
                row.state, row.merged_into = RowState.MERGED, keep.id
                keep.asset_id = keep.asset_id or row.asset_id
            return f"merge into {draft.suggested_name}"

        return await self._change(review_id, ids, change)

    async def lines_naming(
        self, review_id: ReviewId, draft_id: DraftId, names: Collection[str]
    ) -> tuple[int, ...]:
        """The mentions of a row, by line, that speak of it by one of these names and by no other."""
        return lines_naming(_find(await self.get(review_id), draft_id).draft, names)

    async def propose_split(
        self,
        review_id: ReviewId,
        draft_id: DraftId,
        *,
        name: str,
        type: AssetType,
        aliases: Collection[str],
        lines: Collection[int],
    ) -> SplitProposal:
        """A row as two: `aliases` and the mentions of `lines` in a draft called `name`; nothing changes yet.

        Raises:
            InvalidInput: nothing would be taken out, or nothing left.
        """
        review = await self.get(review_id)
        original = _find(review, draft_id)
        taken_name = require_name(name, "The new draft")
        kept, taken = split_draft(original.draft, taken_name, type, aliases, lines)
        return SplitProposal(original, kept, taken, review.version)

    async def accept_split(self, review_id: ReviewId, proposal: SplitProposal) -> tuple[Review, DraftId]:
        """Carry a split out; what was taken gets a row of its own at the table's end, still to be decided.

        Raises:
            Stale: the row has changed since it was proposed.
            InvalidInput: the row is out of the review since.
        """
        made: list[tables.DraftRow] = []

        async def change(tx: Transaction, change: Change, rows: Rows) -> str:
            _require_fresh(rows, proposal.version)
            _require_in_review([to_review_row(row) for row in rows])
            rows[0].draft, rows[0].state = draft_to_wire(proposal.kept), RowState.OPEN
            made.append(await _new_row(tx, review_id, proposal.taken))
            await change.add(made)
            return f"split {proposal.taken.suggested_name} from {proposal.kept.suggested_name}"

        review = await self._change(review_id, [proposal.original.id], change)
        return review, DraftId(made[0].id)

    # --- undo ------------------------------------------------------------------------------------

    async def undo(self, review_id: ReviewId) -> Review:
        """Take the last action back; without one nothing happens.

        Raises:
            NotUndoable: it is a commit, and one of its assets has been worked on since.
        """
        await self._put_back(review_id, undo=True)
        return await self.get(review_id)

    async def redo(self, review_id: ReviewId) -> Review:
        """Do again what was taken back last; without such nothing happens.

        Raises:
            NotUndoable: it is a commit, and one of its assets has been worked on since.
        """
        await self._put_back(review_id, undo=False)
        return await self.get(review_id)

    @uninterrupted
    async def _put_back(self, review_id: ReviewId, *, undo: bool) -> None:
        async with self._store.write() as tx:
            review = await tx.review(review_id)
            action = await tx.last_action(review_id, undone=not undo)
            if action is not None:
                await (take_back if undo else do_again)(tx, review, action)

    # --- committing ------------------------------------------------------------------------------

    async def plan_commit(self, review_id: ReviewId, approving: Collection[DraftId] = ()) -> CommitPlan:
        """What a commit would make, update, leave out and refuse; `approving` are taken as approved."""
        review = await self.get(review_id)
        rows = [
            replace(row, state=RowState.APPROVED)
            if row.id in approving and row.state is RowState.OPEN
            else row
            for row in review.rows
        ]
        return await self._plan(review, rows)

    @uninterrupted
    async def _plan(self, review: Review, rows: Sequence[ReviewRow]) -> CommitPlan:
        async with self._store.read() as tx:
            taken = await tx.assets(review.branch_id)
            stored = await tx.reviews(review.project_id)
            return plan_commit(rows, taken, never_pairs(one.suggestions for one in stored))

    @uninterrupted
    async def commit(self, review_id: ReviewId) -> tuple[Asset, ...]:
        """Make or update an asset of each approved row, all or none. The only way into `project_assets`.

        Raises:
            NotCommittable: no row is approved, or none of the approved ones can be made.
        """
        async with self._store.write() as tx:
            review, now = await tx.review(review_id), self._now()
            drafts = await tx.drafts_in_state(review_id, RowState.APPROVED)
            rows = await rows_with_assets(tx, drafts)
            plan = plan_commit(rows, await tx.assets(review.branch_id))
            require_something(plan)
            by_id = {row.id: row for row in drafts}
            change = Change(tx, review, [by_id[row.id] for row in (*plan.make, *plan.update)])
            made = [new_asset(row, BranchId(review.branch_id), now) for row in plan.make]
            await change.add(made)
            for row, asset in zip(plan.make, made, strict=True):
                by_id[row.id].asset_id = asset.id
            updated = await tx.assets_by_id(row.asset.id for row in plan.update if row.asset)
            change.watch(updated)
            for row, asset in zip(plan.update, updated, strict=True):
                await update_asset(tx, asset, row, now)
            for row in (*plan.make, *plan.update):
                by_id[row.id].state = RowState.COMMITTED
            review.state, review.committed_at = ReviewState.COMMITTED, now
            count = len(made) + len(updated)
            await change.record(f"commit {count} asset{'' if count == 1 else 's'}", now)
            return tuple(to_asset(row) for row in (*made, *updated))

    # --- a review as a file ----------------------------------------------------------------------

    async def export(self, review_id: ReviewId) -> Json:
        """A review for an editor or a script: rows in the wire format with `id`, `approved` and `change`.

        `change` says how the row stands to the earlier revision of the script, null in a first review.
        """
        review = await self.get(review_id)
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
        return {"review": review.id, "project": review.project_id, "rows": rows}

    async def approve_file(self, project_id: ProjectId, data: object) -> tuple[ReviewId, CommitPlan]:
        """Take over a review file: rows with `approved: true` are approved as they stand there.

        Returns the review and what a commit would now make; `refused` names each bad row and why.

        Raises:
            InvalidInput: it is no review file, or one of another project.
        """
        review_id, wanted, refused = approve_rows(data)
        refused += await self._take_over(project_id, review_id, wanted)
        plan = await self.plan_commit(review_id)
        return review_id, replace(plan, refused=(*refused, *plan.refused))

    @uninterrupted
    async def _take_over(
        self, project_id: ProjectId, review_id: ReviewId, wanted: Sequence[Wanted]
    ) -> Refusals:
        """Approve rows as they stand in a file, new ones at the table's end; return those that can't be."""
        refused: Refusals = []
        async with self._store.write() as tx:
            review = await tx.review(review_id)
            if review.project_id != project_id:
                raise InvalidInput(f"Review {review_id} belongs to another project.")
            known = {row.id: row for row in await tx.drafts(review_id) if row.state not in FINAL_STATES}
            change = Change(tx, review)
            for name, draft_id, draft in wanted:
                if draft_id is None:
                    row = await _new_row(tx, review_id, draft)
                    row.state = RowState.APPROVED
                    await change.add([row])
                elif (found := known.pop(draft_id, None)) is None:
                    refused.append((name, f"the review has no open row {draft_id}"))
                else:
                    change.watch([found])
                    found.draft, found.state = _as_in_file(found, draft), RowState.APPROVED
            await change.record("approve by file", self._now())
        return refused

    # --- the one way to change rows --------------------------------------------------------------

    async def _set_state(
        self, review_id: ReviewId, ids: Iterable[DraftId], state: RowState, verb: str
    ) -> Review:
        async def change(_tx: Transaction, _change: Change, rows: Rows) -> str:
            for row in _changeable(rows):
                if row.state != RowState.MERGED:
                    row.state = state
            return _label(verb, rows)

        return await self._change(review_id, ids, change)

    async def _edit(
        self, review_id: ReviewId, ids: Iterable[DraftId], verb: str, edit: Callable[[Draft], Draft]
    ) -> Review:
        async def change(_tx: Transaction, _change: Change, rows: Rows) -> str:
            for row in _changeable(rows):
                row.draft = draft_to_wire(edit(to_review_row(row).draft))
            return _label(verb, rows)

        return await self._change(review_id, ids, change)

    async def _change(self, review_id: ReviewId, ids: Iterable[DraftId], change: ChangeRows) -> Review:
        await self._write(review_id, frozenset(ids), change)
        return await self.get(review_id)

    @uninterrupted
    async def _write(self, review_id: ReviewId, ids: frozenset[DraftId], change_rows: ChangeRows) -> None:
        async with self._store.write() as tx:
            review = await tx.review(review_id)
            rows = await _rows(tx, review_id, ids)
            change = Change(tx, review, rows)
            label = await change_rows(tx, change, rows)
            await change.record(label, self._now())


Rows = Sequence[tables.DraftRow]
ChangeRows = Callable[[Transaction, Change, Rows], Awaitable[str]]
"""Changes rows of an open transaction, and says what the change is called."""


def _changeable(rows: Rows) -> list[tables.DraftRow]:
    return [row for row in rows if row.state != RowState.COMMITTED]


def _label(verb: str, rows: Rows) -> str:
    what = str(rows[0].draft["suggestedName"]) if len(rows) == 1 else f"{len(rows)} rows"
    return f"{verb} {what}"


def _without(names: Iterable[str], gone: str) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(names) if name.casefold() != gone.casefold())


def _custom_draft(name: str, type: AssetType, description: str) -> Draft:
    return Draft(
        suggested_name=require_name(name, "A draft"),
        type=type,
        visual_summary=clean(description).strip(),
        priority_reason="added by hand",
        manual_add=True,
        hand_written=True,
    )


def _written(draft: Draft, text: str) -> Draft:
    """The draft with a person's summary; one that says what stands there anyway is nobody's."""
    if text == decided_description(draft):
        return draft
    return replace(draft, visual_summary=text, summary_lines=(), hand_written=True)


def _as_in_file(row: tables.DraftRow, draft: Draft) -> Json:
    """The draft of a review file; a summary that was changed there is a person's."""
    return draft_to_wire(
        draft
        if draft.visual_summary == row.draft["visualSummary"]
        else replace(draft, summary_lines=(), hand_written=True)
    )


async def _new_row(tx: Transaction, review_id: ReviewId, draft: Draft) -> tables.DraftRow:
    """A row for the table's end."""
    return tables.DraftRow(
        review_id=review_id,
        position=await tx.last_position(review_id) + 1,
        draft=draft_to_wire(draft),
        state=RowState.OPEN,
    )


async def _rows(tx: Transaction, review_id: ReviewId, ids: Iterable[DraftId]) -> list[tables.DraftRow]:
    wanted = set(ids)
    rows = await tx.drafts(review_id, wanted)
    if len(rows) != len(wanted):
        raise NotFound("One of the rows is not in this review any more. Reload it.")
    return list(rows)


async def _take_out(tx: Transaction, change: Change, row: tables.DraftRow, keeper_id: int) -> None:
    """Take what a merged row brought out of the row that took it in, as far as that is still there."""
    keepers = [one for one in await tx.drafts(row.review_id, [keeper_id]) if one.state != RowState.COMMITTED]
    for keeper in keepers:
        change.watch([keeper])
        whole, part = to_review_row(keeper).draft, to_review_row(row).draft
        names = {name.casefold() for name in (part.suggested_name, *part.aliases)}
        brought = [name for name in (whole.suggested_name, *whole.aliases) if name.casefold() in names]
        lines = {mention.line for mention in part.mentions} & {mention.line for mention in whole.mentions}
        with suppress(InvalidInput):
            kept, _ = split_draft(whole, part.suggested_name, part.type, brought, lines)
            keeper.draft = draft_to_wire(kept)


def _find(review: Review, draft_id: DraftId) -> ReviewRow:
    for row in review.rows:
        if row.id == draft_id:
            return row
    raise NotFound("The row is not in this review any more. Reload it.")


def _require_mergeable(rows: Sequence[ReviewRow]) -> None:
    if len(rows) < 2:
        raise InvalidInput("Select at least two rows to merge.")
    _require_in_review(rows)


def _require_in_review(rows: Iterable[ReviewRow]) -> None:
    for row in rows:
        if row.state in FINAL_STATES:
            raise InvalidInput(f"{row.draft.suggested_name} is {row.state} already.")


def _require_fresh(rows: Rows, version: int | None) -> None:
    for row in rows:
        if version is not None and row.version > version:
            name = row.draft["suggestedName"]
            raise Stale(f"{name} was changed in another session since this was proposed. Look at it again.")
