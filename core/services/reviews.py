"""Reviews: a person decides what becomes a master asset (SPEC 2.3).

Each change is written down by `review_journal`, so that undo and redo need not know what an action meant;
what is returned is always read again by `review_reader`, so that it is what the database has.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace

from core.errors import InvalidInput, NotFound, Stale
from core.models import (
    Asset,
    AssetId,
    AssetOffer,
    AssetType,
    BranchId,
    CommitPlan,
    ConflictDecision,
    Draft,
    DraftId,
    FileCommit,
    MergeProposal,
    ProjectId,
    Review,
    ReviewId,
    ReviewRow,
    ReviewView,
    RowChange,
    RowState,
    SplitProposal,
    SuggestionAnswer,
    Usage,
)
from core.rules.committing import Wanted, approve_rows
from core.rules.conflicts import decide, keep_decisions
from core.rules.merging import with_hand_written
from core.rules.naming import require_name, taken_by
from core.rules.splitting import lines_naming, split_draft
from core.scan.engine import ScanEngine
from core.screenplay import mentions_of
from core.services.common import Context
from core.services.projects import Projects
from core.services.review_commit import Committed, commit_approved, offered, plan_commit, require_something
from core.services.review_files import Left, take_over, to_file, written_at
from core.services.review_journal import Change, do_again, take_back
from core.services.review_reader import ReviewReader, rows_with_assets
from core.services.review_rows import (
    Rows,
    action_name,
    as_one,
    called,
    changeable,
    custom_draft,
    edited,
    find_row,
    new_row,
    present_drafts,
    renamed_pair,
    require_fresh,
    require_in_review,
    require_mergeable,
    require_newest,
    restored_state,
    rows_by_id,
    take_out,
)
from core.services.review_suggestions import answered, never_pairs
from core.store import tables
from core.store.engine import uninterrupted
from core.store.mapping import to_asset, to_review_row, to_review_view
from core.store.transaction import Transaction
from core.text import clean
from core.wire import Json, difference_to_wire, draft_to_wire

NO_USAGE = Usage(0, 0, 0, 0.0)

ChangeRows = Callable[[Transaction, Change, Rows], Awaitable[str]]
"""Changes rows of an open transaction, and says what the change is called."""


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

    async def latest(self, project_id: ProjectId, branch_id: BranchId | None = None) -> Review | None:
        """The newest review of a branch, without one of the branch that the film is open on; None when the
        script was never scanned there."""
        review_id = await self._reader.latest_id(project_id, branch_id)
        return None if review_id is None else await self._reader.read(review_id)

    @uninterrupted
    async def view(self, review_id: ReviewId) -> ReviewView | None:
        """How a person looked at a review last; None when nobody has."""
        async with self._store.read() as tx:
            kept = (await tx.review(review_id)).view
        return None if kept is None else to_review_view(kept)

    @uninterrupted
    async def keep_view(self, review_id: ReviewId, view: ReviewView) -> None:
        """Keep how a person looks at a review, to go on there after a restart. It changes nothing of it."""
        async with self._store.write() as tx:
            (await tx.review(review_id)).view = asdict(view) | {"folded": sorted(view.folded)}

    def taken_by(
        self, review: Review, name: str, type: AssetType, but: Collection[DraftId] = ()
    ) -> ReviewRow | None:
        """The row of a review that has a name or alias already, of that type; None when it is free.

        `but` are the rows that are to be called so.
        """
        return taken_by(review.rows, name, type, but)

    # --- deciding --------------------------------------------------------------------------------

    async def approve(self, review_id: ReviewId, ids: Iterable[DraftId]) -> Review:
        """Mark rows as master assets to be; only approved rows are ever committed."""
        return await self._set_state(review_id, ids, RowState.APPROVED, "approve")

    async def discard(self, review_id: ReviewId, ids: Iterable[DraftId]) -> Review:
        """Put rows aside; they stay in the review and can be restored."""
        return await self._set_state(review_id, ids, RowState.DISCARDED, "discard")

    async def restore(self, review_id: ReviewId, ids: Iterable[DraftId]) -> Review:
        """Make rows undecided again. A merged row is taken out of the row that took it in.

        Raises:
            InvalidInput: the row that took one in is committed.
        """

        async def change(tx: Transaction, change: Change, rows: Rows) -> str:
            await take_out(tx, change, [row for row in changeable(rows) if row.merged_into is not None])
            for row in changeable(rows):
                row.state, row.merged_into = restored_state(row), None
            return action_name("restore", rows)

        return await self._change(review_id, ids, change)

    async def set_type(self, review_id: ReviewId, ids: Iterable[DraftId], type: AssetType) -> Review:
        """Give rows another type; traits of the old type's fields stay as evidence."""
        return await self._edit(review_id, ids, f"type {type}", lambda row: replace(row.draft, type=type))

    async def set_priority(self, review_id: ReviewId, ids: Iterable[DraftId], high: bool) -> Review:
        """Take rows out of the low-priority fold, or put them there."""

        def change(row: ReviewRow) -> Draft:
            return replace(row.draft, is_high_priority=high, priority_reason="set by hand")

        return await self._edit(review_id, ids, "priority " + ("high" if high else "low"), change)

    async def edit(
        self,
        review_id: ReviewId,
        draft_id: DraftId,
        *,
        name: str | None = None,
        type: AssetType | None = None,
        visual_summary: str | None = None,
        instead_of: str | None = None,
    ) -> Review:
        """Change a row's name, type or summary. The old name becomes an alias, so its mentions hold.

        A summary that differs from the row's description is a person's from then on: nothing else changes it.
        `instead_of` is the description that a person saw when they wrote another.

        Raises:
            InvalidInput: the name is empty or too long.
            Stale: the row says something else by now than what was seen.
        """
        new_name = None if name is None else require_name(name, "A draft")
        text = None if visual_summary is None else clean(visual_summary).strip()

        def change(row: ReviewRow) -> Draft:
            if text is not None and instead_of not in (None, row.description):
                raise Stale(
                    f"{row.draft.suggested_name} got another text in another session meanwhile. "
                    "Yours is not saved yet: look at both."
                )
            return edited(row.draft, name=new_name, type=type, visual_summary=text, shown=row.description)

        return await self._edit(review_id, [draft_id], "edit", change)

    async def decide_conflict(
        self, review_id: ReviewId, draft_id: DraftId, index: int, decision: ConflictDecision | None
    ) -> Review:
        """Decide the conflict at `index` of a row; None opens it again. The row's description follows.

        Raises:
            NotFound: the row has no such conflict.
        """

        def change(row: ReviewRow) -> Draft:
            return replace(row.draft, conflicts=decide(row.draft.conflicts, index, decision))

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

        Every line of the script that has the name is a mention of it.

        Raises:
            InvalidInput: the name is empty or too long.
        """
        draft = custom_draft(name, type, description)
        review = await self.get(review_id)
        screenplay = await self._projects.screenplay(review.script_id)
        found = await asyncio.to_thread(mentions_of, screenplay, draft.suggested_name, type)
        draft_id = await self._insert(review_id, replace(draft, mentions=found))
        return await self.get(review_id), draft_id

    @uninterrupted
    async def _insert(self, review_id: ReviewId, draft: Draft) -> DraftId:
        async with self._store.write() as tx:
            review = await tx.review(review_id)
            change = Change(tx, review)
            row = await new_row(tx, review_id, draft)
            await change.add([row])
            await change.record(f"add {draft.suggested_name}", self._now())
            return DraftId(row.id)

    # --- merging and splitting -------------------------------------------------------------------

    async def propose_merge(
        self, review_id: ReviewId, ids: Iterable[DraftId], primary: str, type: AssetType | None = None
    ) -> MergeProposal:
        """Two or more rows as one named `primary`, written by the engine; nothing changes yet.

        Without a `type` it is the first row's. Conflicts that were decided on the same evidence stay decided.
        A gone row and a new one are one entity under another name: see `propose_rename`.

        Raises:
            InvalidInput: fewer than two rows, a row that is out of the review, or an empty name.
            ProviderError: the model did not answer.
        """
        name = require_name(primary, "The merged draft")
        review = await self.get(review_id)
        wanted = set(ids)
        originals = tuple(row for row in review.rows if row.id in wanted)
        require_mergeable(originals)
        if (pair := renamed_pair(originals)) is not None:
            draft = called(as_one(*pair).draft, name)
            draft = draft if type is None else replace(draft, type=type)
            return MergeProposal(originals, draft, NO_USAGE, review.version)
        drafts = [
            draft if type is None else replace(draft, type=type, variant_of="")
            for draft in present_drafts(originals)
        ]
        draft, usage = await self._engine.merge(drafts, name)
        decided = [conflict for row in originals for conflict in row.draft.conflicts]
        draft = replace(draft, conflicts=keep_decisions(draft.conflicts, decided))
        return MergeProposal(originals, with_hand_written(draft, drafts), usage, review.version)

    async def propose_rename(self, review_id: ReviewId, ids: Iterable[DraftId]) -> MergeProposal:
        """A gone row and a new one as one entity that the script calls otherwise now; nothing changes yet.

        All evidence is the new row's. What a person decided and wrote goes over to it, and so does the asset.
        Accepted as a merge, into the new row.

        Raises:
            InvalidInput: these are not one gone row and one new one that are still in the review.
        """
        review, wanted = await self.get(review_id), set(ids)
        originals = tuple(row for row in review.rows if row.id in wanted)
        if (pair := renamed_pair(originals)) is None:
            raise InvalidInput("Select one row that is gone and one that is new.")
        return MergeProposal(originals, as_one(*pair).draft, NO_USAGE, review.version)

    async def accept_merge(
        self, review_id: ReviewId, ids: Iterable[DraftId], draft: Draft, version: int | None = None
    ) -> Review:
        """Replace the first of the rows by `draft`; the others are marked as merged into it.

        Gone rows are merged into those that are not. The asset of a gone row that is a new one by another
        name is offered what the new one says.

        Raises:
            InvalidInput: fewer than two rows, or a row that is out of the review since.
            Stale: one of them has changed since the review's `version`, the proposal's.
        """
        draft = replace(draft, suggested_name=require_name(draft.suggested_name, "The merged draft"))

        async def change(tx: Transaction, _change: Change, rows: Rows) -> str:
            shown = {row.id: row for row in await rows_with_assets(tx, rows)}
            require_mergeable(list(shown.values()))
            require_fresh(rows, version)
            keep, *others = sorted(rows, key=lambda row: shown[DraftId(row.id)].change is RowChange.GONE)
            keep.draft, keep.state = draft_to_wire(draft), RowState.OPEN
            if (pair := renamed_pair(list(shown.values()))) is not None:
                one = as_one(*pair)
                keep.state = one.state if draft == one.draft else RowState.OPEN
                keep.difference = None if one.difference is None else difference_to_wire(one.difference)
            for row in others:
                row.state, row.merged_into = RowState.MERGED, keep.id
                keep.asset_id = keep.asset_id or row.asset_id
                keep.difference = keep.difference or row.difference
            return f"merge into {draft.suggested_name}"

        return await self._change(review_id, ids, change)

    async def lines_naming(
        self, review_id: ReviewId, draft_id: DraftId, names: Collection[str]
    ) -> tuple[int, ...]:
        """The mentions of a row, by line, that speak of it by one of these names."""
        return lines_naming(find_row(await self.get(review_id), draft_id).draft, names)

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
        original = find_row(review, draft_id)
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
            require_fresh(rows, proposal.version)
            require_in_review([to_review_row(row) for row in rows])
            rows[0].draft, rows[0].state = draft_to_wire(proposal.kept), RowState.OPEN
            made.append(await new_row(tx, review_id, proposal.taken))
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
            await require_newest(tx, review)
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
        plan = plan_commit(rows, taken, never_pairs(one.suggestions for one in stored))
        return replace(plan, version=review.version)

    @uninterrupted
    async def offer(self, review_id: ReviewId, draft_id: DraftId) -> AssetOffer:
        """What a commit of the row would make of the asset that it has.

        Raises:
            NotFound: the row is not in the review any more, or it has no asset.
        """
        async with self._store.read() as tx:
            stored = (await rows_by_id(tx, review_id, [draft_id]))[0]
            if stored.asset_id is None:
                raise NotFound(f"{stored.draft['suggestedName']} has no asset on the board.")
            (row,) = await rows_with_assets(tx, [stored])
            return await offered(tx, await tx.asset(stored.asset_id), row)

    @uninterrupted
    async def commit(
        self,
        review_id: ReviewId,
        version: int | None = None,
        asset_versions: Mapping[AssetId, int] | None = None,
    ) -> tuple[Asset, ...]:
        """Make or update an asset of each approved row, all or none. The only way into `project_assets`.

        Raises:
            NotCommittable: no row is approved, or none of the approved ones can be made.
            Stale: the review, or an asset that is updated, has changed since its version in the plan that a
                person saw: `version` and `asset_versions`.
        """
        async with self._store.write() as tx:
            review, now = await tx.review(review_id), self._now()
            await require_newest(tx, review)
            if version is not None and review.version != version:
                raise Stale(
                    "The review has changed since the plan was made. Nothing was committed: look again."
                )
            change = Change(tx, review)
            done = await commit_approved(tx, review, now, change, asset_versions=asset_versions)
            require_something(done)
            assets = (*done.made, *done.updated)
            await change.record(f"commit {len(assets)} asset{'' if len(assets) == 1 else 's'}", now)
            return tuple(to_asset(row) for row in assets)

    # --- a review as a file ----------------------------------------------------------------------

    async def export(self, review_id: ReviewId) -> Json:
        """A review for an editor or a script: see `review_files.to_file`."""
        return to_file(await self.get(review_id))

    async def commit_file(
        self, project_id: ProjectId, data: object, branch_id: BranchId | None = None
    ) -> FileCommit:
        """Commit the rows of a review file whose `approved` is true, as they stand there, and no others.

        It is one action; when nothing of it can be made, nothing has changed, and the result says why.

        Raises:
            InvalidInput: it is no review file, one of another project, or not one of `branch_id`.
        """
        review_id, wanted, refused = approve_rows(data)
        left = Left(refused, [])
        place = project_id, branch_id
        done = await self._commit_file(place, review_id, written_at(data), wanted, left)
        made, updated = (tuple(to_asset(row) for row in rows) for rows in (done.made, done.updated))
        return FileCommit(made, updated, tuple(left.before), tuple(left.refused))

    @uninterrupted
    async def _commit_file(
        self,
        place: tuple[ProjectId, BranchId | None],
        review_id: ReviewId,
        version: int | None,
        wanted: Sequence[Wanted],
        left: Left,
    ) -> Committed:
        project_id, branch_id = place
        async with self._store.write() as tx:
            review = await tx.review(review_id)
            if review.project_id != project_id:
                raise InvalidInput(f"Review {review_id} belongs to another project.")
            if branch_id is not None and review.branch_id != branch_id:
                name = (await tx.branch(review.branch_id)).name
                raise InvalidInput(f"Review {review_id} is of the branch {name}: give it with --branch.")
            await require_newest(tx, review)
            change = Change(tx, review)
            approved = await take_over(tx, change, review, version, wanted, left)
            done = await commit_approved(tx, review, self._now(), change, approved)
            await change.record("commit a review file", self._now())
            return done

    # --- the one way to change rows --------------------------------------------------------------

    async def _set_state(
        self, review_id: ReviewId, ids: Iterable[DraftId], state: RowState, verb: str
    ) -> Review:
        async def change(_tx: Transaction, _change: Change, rows: Rows) -> str:
            for row in changeable(rows):
                if row.state != RowState.MERGED:
                    row.state = state
            return action_name(verb, rows)

        return await self._change(review_id, ids, change)

    async def _edit(
        self, review_id: ReviewId, ids: Iterable[DraftId], verb: str, edit: Callable[[ReviewRow], Draft]
    ) -> Review:
        async def change(tx: Transaction, _change: Change, rows: Rows) -> str:
            changed = changeable(rows)
            for row, shown in zip(changed, await rows_with_assets(tx, changed), strict=True):
                row.draft = draft_to_wire(edit(shown))
            return action_name(verb, rows)

        return await self._change(review_id, ids, change)

    async def _change(self, review_id: ReviewId, ids: Iterable[DraftId], change: ChangeRows) -> Review:
        await self._write(review_id, frozenset(ids), change)
        return await self.get(review_id)

    @uninterrupted
    async def _write(self, review_id: ReviewId, ids: frozenset[DraftId], change_rows: ChangeRows) -> None:
        async with self._store.write() as tx:
            review = await tx.review(review_id)
            rows = await rows_by_id(tx, review_id, ids)
            change = Change(tx, review, rows)
            label = await change_rows(tx, change, rows)
            await change.record(label, self._now())
