"""Branches: the looks of a film, one forked from another, two side by side (SPEC 1, branch)."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import AssetLocked, InvalidInput, NotAllowed
from core.models import (
    Asset,
    AssetId,
    Branch,
    BranchCard,
    BranchComparison,
    BranchId,
    BranchLoss,
    JobState,
    ProjectId,
)
from core.rules.comparing import pairs_of
from core.rules.naming import require_name
from core.services.assets import load_cards
from core.services.branch_forking import copy_branch
from core.services.common import Context
from core.services.gate import gate_report
from core.services.projects import open_branch
from core.store.engine import uninterrupted
from core.store.mapping import to_asset, to_branch, to_style
from core.store.tables import AssetRevisionRow, BranchRow
from core.store.transaction import Transaction
from core.text import folded

BUSY = (JobState.QUEUED, JobState.RUNNING)

PAID = (JobState.SUCCEEDED, JobState.UNKNOWN)
"""Jobs whose price was paid, or may have been."""


class Branches:
    """The branches of a film. What is done on one of them is done on no other."""

    def __init__(self, context: Context) -> None:
        self._store = context.store
        self._files = context.pictures
        self._now = context.now

    # --- reading ---------------------------------------------------------------------------------

    @uninterrupted
    async def list(self, project_id: ProjectId) -> tuple[BranchCard, ...]:
        """The branches of a film, the first made first, each with how far it has come."""
        async with self._store.read() as tx:
            rows = await tx.branches(project_id)
            opened = open_branch(await tx.project(project_id), rows)
            return tuple([await self._card(tx, row, rows, opened) for row in rows])

    async def _card(
        self, tx: Transaction, row: BranchRow, rows: Sequence[BranchRow], opened: BranchRow
    ) -> BranchCard:
        cards = await load_cards(tx, self._files, BranchId(row.id))
        report = await gate_report(tx, BranchId(row.id), cards)
        style_id, names = row.locked_visual_style_id, {one.id: one.name for one in rows}
        return BranchCard(
            branch=to_branch(row),
            style=None if style_id is None else to_style(await tx.style(style_id), self._files),
            assets=report.assets,
            locked=report.locked,
            current=sum(card.asset.image_key_id is not None and not card.stale for card in cards),
            gate_open=report.open,
            forked_from=names.get(row.forked_from_id or 0, ""),
            created_at=row.created_at,
            is_open=row is opened,
        )

    @uninterrupted
    async def loss(self, branch_id: BranchId) -> BranchLoss:
        """What would go if the branch were deleted."""
        async with self._store.read() as tx:
            return await self._loss(tx, await tx.branch(branch_id))

    async def _loss(self, tx: Transaction, branch: BranchRow) -> BranchLoss:
        assets = await tx.assets(branch.id)
        jobs = [job for job, _ in await tx.jobs(branch.id)]
        paid = [job.price_usd for job in jobs if job.state in PAID and job.price_usd]
        keys = {asset.id for asset in assets}
        return BranchLoss(
            branch=to_branch(branch),
            assets=len(assets),
            locked=sum(asset.locked_at is not None for asset in assets),
            pictures=len(await tx.branch_images(branch.id)),
            paid=len(paid),
            paid_usd=sum(paid),
            busy=sum(job.state in BUSY for job in jobs),
            promoted=len({row.source_asset_id for row in await tx.global_assets()} & keys),
            is_last=len(await tx.branches(branch.project_id)) == 1,
        )

    @uninterrupted
    async def compare(self, one: BranchId, other: BranchId) -> BranchComparison:
        """Two branches of a film side by side: their assets in pairs, by lineage, else by type and name.

        Raises:
            InvalidInput: it is one branch, or they are of two films.
        """
        async with self._store.read() as tx:
            first, second = await tx.branch(one), await tx.branch(other)
            if first.id == second.id:
                raise InvalidInput("Choose two branches to compare: this is one and the same.")
            if first.project_id != second.project_id:
                raise InvalidInput("Only branches of one film can be compared.")
            rows = await tx.branches(first.project_id)
            opened = open_branch(await tx.project(first.project_id), rows)
            return BranchComparison(
                await self._card(tx, first, rows, opened),
                await self._card(tx, second, rows, opened),
                pairs_of(
                    await load_cards(tx, self._files, one),
                    await load_cards(tx, self._files, other),
                    await tx.lineage(first.project_id),
                ),
            )

    # --- changing --------------------------------------------------------------------------------

    @uninterrupted
    async def open(self, branch_id: BranchId) -> Branch:
        """Make a branch the one that its film is opened on."""
        async with self._store.write() as tx:
            row = await tx.branch(branch_id)
            (await tx.project(row.project_id)).open_branch_id = row.id
            return to_branch(row)

    @uninterrupted
    async def fork(self, branch_id: BranchId, name: str) -> Branch:
        """Try another look: assets and texts come along, unlocked; pictures do not, and the style is open.

        The reviews come along too, so that each asset stays approved by a person, and the next draft of the
        script is compared on the fork as on its source; their undo history does not.

        Raises:
            InvalidInput: no name, one that is too long, or one that the film has.
        """
        name = require_name(name, "A branch")
        async with self._store.write() as tx:
            source = await tx.branch(branch_id)
            _require_free(name, await tx.branches(source.project_id))
            row = BranchRow(
                project_id=source.project_id, name=name, forked_from_id=source.id, created_at=self._now()
            )
            await copy_branch(tx, source, await tx.add(row))
            return to_branch(row)

    @uninterrupted
    async def rename(self, branch_id: BranchId, name: str) -> Branch:
        """Give a branch another name.

        Raises:
            InvalidInput: as `fork`.
        """
        name = require_name(name, "A branch")
        async with self._store.write() as tx:
            row = await tx.branch(branch_id)
            others = await tx.branches(row.project_id)
            _require_free(name, [one for one in others if one.id != row.id])
            row.name = name
            return to_branch(row)

    @uninterrupted
    async def delete(self, branch_id: BranchId, *, with_locked_and_paid: bool = False) -> BranchLoss:
        """Delete a branch with its assets, pictures, jobs and reviews; what has gone. The library keeps its
        copies, and forks of the branch stay: they count as forked from what it was forked from.

        Raises:
            NotAllowed: it is the film's last one; it has jobs that wait or run; or locked assets or pictures
                that were paid for go with it, and `with_locked_and_paid` does not say that they may.
        """
        async with self._store.write() as tx:
            branch = await tx.branch(branch_id)
            loss = await self._loss(tx, branch)
            _require_deletable(loss, with_locked_and_paid)
            await _bequeath(tx, branch)
            for asset in await tx.assets(branch_id):
                asset.locked_at = None
            project = await tx.project(branch.project_id)
            if project.open_branch_id == branch.id:
                project.open_branch_id = branch.forked_from_id
            await tx.flush()
            await tx.remove_branch(branch.id)
            return loss

    @uninterrupted
    async def take_text(
        self, asset_id: AssetId, shown_version: int, source_id: AssetId, source_version: int
    ) -> Asset:
        """Give an asset the description, additions and traits of its like on another branch of the film.

        Its text until now can be brought back from its history. Name, voice and pictures stay.

        Raises:
            AssetLocked: a locked asset can't change.
            Stale: one of the two was changed since it was shown.
            InvalidInput: they are of two films, or of two types.
        """
        async with self._store.write() as tx:
            row = await tx.asset(asset_id)
            if row.locked_at is not None:
                raise AssetLocked(f"{row.name} is locked. Unlock it to change it.")
            row = await tx.asset(asset_id, expect=shown_version)
            source = await tx.asset(source_id, expect=source_version)
            branches = [await tx.branch(one.branch_id) for one in (row, source)]
            if branches[0].project_id != branches[1].project_id or row.type != source.type:
                raise InvalidInput("A text is taken only from an asset of the same film and type.")
            taken = (source.description, source.additions, source.traits)
            if taken != (row.description, row.additions, row.traits):
                now = self._now()
                await tx.add(
                    AssetRevisionRow(
                        asset_id=row.id,
                        version=row.version,
                        description=row.description,
                        additions=row.additions,
                        saved_at=now,
                    )
                )
                row.description, row.additions, row.traits = taken
                row.version, row.updated_at = row.version + 1, now
            return to_asset(row)


def _require_free(name: str, others: Sequence[BranchRow]) -> None:
    for other in others:
        if folded(other.name) == folded(name):
            raise InvalidInput(f"The film has a branch named {other.name} already.")


def _require_deletable(loss: BranchLoss, consent: bool) -> None:
    name = loss.branch.name
    if loss.is_last:
        raise NotAllowed(f"{name} is the film's only branch; a film has one at least.")
    if loss.busy:
        raise NotAllowed(f"{name} has image jobs that wait or run: {loss.busy}. Wait, or cancel them.")
    if loss.needs_consent and not consent:
        raise NotAllowed(f"{name} has {loss.held}. Say so once more to delete them with it.")


async def _bequeath(tx: Transaction, branch: BranchRow) -> None:
    """What was forked from a branch that goes was forked from the one before it.

    Heirs of the first asset of a lineage keep its id, which is given to no other: they are still told to be
    one entity.
    """
    for other in await tx.branches(branch.project_id):
        if other.forked_from_id == branch.id:
            other.forked_from_id = branch.forked_from_id
    parents = {asset.id: asset.forked_from_id for asset in await tx.assets(branch.id)}
    for heir in await tx.heirs(branch.id):
        if (grandparent := parents.get(heir.forked_from_id or 0)) is not None:
            heir.forked_from_id = grandparent
