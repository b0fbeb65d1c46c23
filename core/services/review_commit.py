"""What approved rows become: new assets, or another text for the asset of an earlier commit (SPEC 2.3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.errors import NotCommittable, Stale
from core.models import (
    AssetId,
    AssetOffer,
    AssetType,
    BranchId,
    CommitPlan,
    Difference,
    LeftOut,
    NearMiss,
    ReviewRow,
    ReviewState,
    RowChange,
    RowState,
)
from core.rules.conflicts import keep_decisions
from core.rules.framing import aspect_ratio_for
from core.rules.merging import near_misses
from core.rules.offering import offer_to
from core.services.review_journal import Change
from core.services.review_reader import rows_with_assets
from core.services.review_suggestions import NeverPair, kept_apart, names_of
from core.store import tables
from core.store.mapping import to_asset, to_review_row
from core.store.tables import AssetRevisionRow, AssetRow
from core.store.transaction import Transaction
from core.wire import (
    Json,
    conflict_from_wire,
    conflict_to_wire,
    difference_to_wire,
    mention_to_wire,
    traits_to_wire,
)

Name = tuple[str, str]
"""A type and a folded name: no two assets of a branch share one."""

LEFT_OUT = {RowState.OPEN: "not decided", RowState.DISCARDED: "discarded", RowState.MERGED: "merged"}
"""Why a commit passes a row by."""


def name_of(type: str, name: str) -> Name:
    """The name as it is compared."""
    return type, name.casefold()


def plan_commit(
    rows: Iterable[ReviewRow], taken: Sequence[AssetRow], never: Sequence[NeverPair] = ()
) -> CommitPlan:
    """What a commit of the approved rows would do to a branch that has the assets `taken`."""
    rows = tuple(rows)
    approved = list(judged((row for row in rows if row.state is RowState.APPROVED), taken))
    make = [row for row, problem in approved if not problem and row.asset is None]
    update = [row for row, problem in approved if not problem and row.asset is not None]
    refused = [(row.draft.suggested_name, problem) for row, problem in approved if problem]
    left_out = (LeftOut(row, _why_left_out(row)) for row in rows if row.state in LEFT_OUT)
    misses = _near_misses(make, update, taken, never)
    return CommitPlan(tuple(make), tuple(update), tuple(left_out), tuple(refused), tuple(misses))


def judged(rows: Iterable[ReviewRow], taken: Sequence[AssetRow]) -> Iterator[tuple[ReviewRow, str]]:
    """Each row with why it can make or update no asset, "" when it can; the first row of a name has it."""
    owners = {name_of(asset.type, asset.name): asset.id for asset in taken}
    spoken_for: set[int] = set()
    for row in rows:
        problem = _problem(row, owners, spoken_for)
        if not problem:
            owners[name_of(row.draft.type, row.draft.suggested_name)] = row.asset.id if row.asset else 0
            spoken_for |= {row.asset.id} if row.asset else set()
        yield row, problem


def _problem(row: ReviewRow, owners: Mapping[Name, int], spoken_for: Collection[int]) -> str:
    if row.asset is not None and row.asset.id in spoken_for:
        return f"another row has a text for the asset {row.asset.name}"
    if row.asset is not None and row.asset.locked:
        return "its asset is locked; unlock it on the board to change it"
    owner = owners.get(name_of(row.draft.type, row.draft.suggested_name))
    if owner is None or (row.asset is not None and owner == row.asset.id):
        return ""
    return f"the branch has a {row.draft.type} of this name" if owner else "another row has this name"


def _why_left_out(row: ReviewRow) -> str:
    if row.state is RowState.DISCARDED and row.asset is not None:
        return "its asset stays as it is"
    if row.state is RowState.OPEN and not row.draft.is_high_priority:
        return "not decided, low priority"
    return LEFT_OUT[row.state]


def _near_misses(
    make: Iterable[ReviewRow],
    update: Iterable[ReviewRow],
    taken: Iterable[AssetRow],
    never: Sequence[NeverPair],
) -> Iterator[NearMiss]:
    """Near misses of which at least one name is new: what stands on the board together stays as it is."""
    fresh = [(row.draft.type, row.draft.suggested_name, names_of(row.draft)) for row in make]
    updated = {row.asset.id for row in update if row.asset is not None}
    old = [(AssetType(asset.type), asset.name) for asset in taken if asset.id not in updated]
    old += [(row.draft.type, row.draft.suggested_name) for row in update]
    names = [*(one[:2] for one in fresh), *old]
    for i, j, reason in near_misses(names):
        first, second = (
            fresh[at][2] if at < len(fresh) else frozenset({names[at][1].casefold()}) for at in (i, j)
        )
        if min(i, j) < len(fresh) and not kept_apart(first, second, never):
            yield NearMiss(names[i][1], names[j][1], reason)


@dataclass(frozen=True, slots=True)
class Committed:
    """What a commit did, and what it refused."""

    made: Sequence[AssetRow]
    updated: Sequence[AssetRow]
    refused: tuple[tuple[str, str], ...]


def require_something(done: Committed) -> None:
    """Refuse a commit that made nothing.

    Raises:
        NotCommittable: no row was approved, or none of the approved ones can be made.
    """
    if done.made or done.updated:
        return
    if done.refused:
        name, reason = done.refused[0]
        raise NotCommittable(f"{name}: {reason}.")
    raise NotCommittable("Nothing is approved. Approve what shall be an asset first.")


async def commit_approved(
    tx: Transaction,
    review: tables.ReviewRow,
    now: datetime,
    change: Change,
    only: Collection[int] | None = None,
    asset_versions: Mapping[AssetId, int] | None = None,
) -> Committed:
    """Make and update the assets of a review's approved rows, or of those of them in `only`.

    `change` records it, so that it can be undone. Without anything to make nothing changes.

    Raises:
        Stale: the assets to update are not those of `asset_versions`, which a person saw.
    """
    approved = await tx.drafts_in_state(review.id, RowState.APPROVED)
    drafts = {row.id: row for row in approved if only is None or row.id in only}
    rows = await rows_with_assets(tx, list(drafts.values()))
    plan = plan_commit(rows, await tx.assets(review.branch_id))
    if asset_versions is not None:
        _require_seen(plan, asset_versions)
    if not (plan.make or plan.update):
        return Committed((), (), plan.refused)
    change.watch(drafts.values())
    made = [new_asset(row, BranchId(review.branch_id), now) for row in plan.make]
    await change.add(made)
    updated = await tx.assets_by_id(row.asset.id for row in plan.update if row.asset is not None)
    change.watch(updated)
    for row, asset in zip(plan.update, updated, strict=True):
        await update_asset(tx, asset, row, now)
    for row, asset in zip((*plan.make, *plan.update), (*made, *updated), strict=True):
        drafts[row.id].state, drafts[row.id].asset_id = RowState.COMMITTED, asset.id
        drafts[row.id].difference = _settled(drafts[row.id].difference)
    review.state, review.committed_at = ReviewState.COMMITTED, now
    return Committed(made, updated, plan.refused)


def _require_seen(plan: CommitPlan, seen: Mapping[AssetId, int]) -> None:
    if plan.asset_versions != seen:
        raise Stale(
            "An asset was changed on the board since the plan was made. Nothing was committed: look again."
        )


def _settled(difference: Json | None) -> Json | None:
    """What is committed stands as the script has it: nothing of it is an offer any more."""
    if difference is None:
        return None
    return difference_to_wire(Difference(RowChange.SAME, difference["revision"]))


def new_asset(row: ReviewRow, branch_id: BranchId, now: datetime) -> AssetRow:
    """The asset that a row becomes."""
    asset = AssetRow(branch_id=branch_id, draft_id=row.id, version=1, created_at=now)
    _take_over(asset, row, now)
    return asset


async def update_asset(tx: Transaction, asset: AssetRow, row: ReviewRow, now: datetime) -> None:
    """Give an asset what a row offers; its description until now can be brought back from its history.

    What a person wrote or took out on the board stays so, unless the script itself changed it. What was
    decided of its conflicts on the board stays decided while the evidence is the same.
    """
    taken = await offered(tx, asset, row)
    if asset.description != taken.description:
        await tx.add(
            AssetRevisionRow(
                asset_id=asset.id, version=asset.version, description=asset.description, saved_at=now
            )
        )
    decided = [conflict_from_wire(conflict) for conflict in asset.conflicts]
    _take_over(asset, row, now)
    asset.description, asset.aliases = taken.description, list(taken.aliases)
    asset.traits = traits_to_wire(taken.traits)
    kept = keep_decisions(row.draft.conflicts, decided)
    asset.conflicts = [conflict_to_wire(conflict) for conflict in kept]
    asset.version += 1


async def offered(tx: Transaction, asset: AssetRow, row: ReviewRow) -> AssetOffer:
    """What an asset would be, had it taken what a row offers."""
    drafts = await tx.drafts_of_assets([asset.id])
    taken = [to_review_row(one).draft for one in drafts if one.state == RowState.COMMITTED]
    return offer_to(to_asset(asset), row, taken)


def _take_over(asset: AssetRow, row: ReviewRow, now: datetime) -> None:
    draft = row.draft
    asset.type, asset.name = draft.type, draft.suggested_name
    asset.aliases = list(draft.aliases)
    asset.description = row.description
    asset.traits = traits_to_wire(draft.traits)
    asset.conflicts = [conflict_to_wire(conflict) for conflict in draft.conflicts]
    asset.source_mentions = [mention_to_wire(mention) for mention in draft.mentions]
    asset.aspect_ratio = aspect_ratio_for(draft.type)
    asset.priority = draft.is_high_priority
    asset.confidence = draft.confidence_score
    asset.manual_add = draft.manual_add
    asset.updated_at = now
