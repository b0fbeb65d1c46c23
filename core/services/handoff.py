"""The hand-off: what leaves for the next stage (SPEC 2.7)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from core.handoff import HandoffAsset, HandoffBundle, write_handoff
from core.models import AssetCard, AssetRevision, BranchId, HandoffResult
from core.services.assets import as_image, load_cards, locked_style
from core.services.common import Context
from core.services.gate import gate_report
from core.store.engine import uninterrupted
from core.store.mapping import to_branch, to_project, to_revision, to_script, to_style
from core.store.transaction import Transaction


class Handoff:
    """Exports a branch as a folder: pictures, manifest, and a lookbook to show people."""

    def __init__(self, context: Context) -> None:
        self._store = context.store
        self._now = context.now
        self._files = context.pictures

    async def export(self, branch_id: BranchId, out: Path) -> HandoffResult:
        """Write the hand-off of a branch to `out`. A closed gate is written into it, not hidden.

        Raises:
            InvalidInput: `out` holds something that is no earlier hand-off, or can't be written.
        """
        bundle = await self._bundle(branch_id)
        return await asyncio.to_thread(write_handoff, bundle, out)

    @uninterrupted
    async def _bundle(self, branch_id: BranchId) -> HandoffBundle:
        async with self._store.read() as tx:
            branch = to_branch(await tx.branch(branch_id))
            style_id = branch.locked_visual_style_id
            cards = await load_cards(tx, self._files, branch_id)
            return HandoffBundle(
                project=to_project(await tx.project(branch.project_id)),
                branch=branch,
                script=to_script((await tx.scripts(branch.project_id))[0]),
                style=None if style_id is None else to_style(await tx.style(style_id), self._files),
                gate=await gate_report(tx, branch_id, cards),
                assets=await self._assets(tx, branch_id, cards),
                made_at=self._now(),
                generator=f"lookbook {version('lookbook')}",
            )

    async def _assets(
        self, tx: Transaction, branch_id: BranchId, cards: Sequence[AssetCard]
    ) -> tuple[HandoffAsset, ...]:
        locked = await locked_style(tx, branch_id)
        rows = {row.id: row for row in await tx.assets(branch_id)}
        keys = {
            image.id: as_image(image, rows[image.asset_id], locked, self._files)
            for image in await tx.branch_images(branch_id)
        }
        revisions: dict[int, list[AssetRevision]] = {}
        for revision in await tx.branch_revisions(branch_id):
            revisions.setdefault(revision.asset_id, []).append(to_revision(revision))
        return tuple(
            HandoffAsset(
                card.asset, keys.get(card.asset.image_key_id or 0), tuple(revisions.get(card.asset.id, ()))
            )
            for card in cards
        )
