"""The hand-off: what leaves for the next stage (SPEC 2.7)."""

from __future__ import annotations

import asyncio
from importlib.metadata import version
from pathlib import Path

from core.handoff import HandoffAsset, HandoffBundle, write_handoff
from core.models import BranchId, HandoffResult, StyleId
from core.services.assets import Assets
from core.services.common import Context
from core.services.gate import Gate
from core.store.mapping import to_branch, to_project, to_script, to_style


class Handoff:
    """Exports a branch as a folder: pictures, manifest, and a lookbook to show people."""

    def __init__(self, context: Context) -> None:
        self._store = context.store
        self._now = context.now
        self._assets = Assets(context)
        self._gate = Gate(context)

    async def export(self, branch_id: BranchId, out: Path) -> HandoffResult:
        """Write the hand-off of a branch to `out`. A closed gate is written into it, not hidden.

        Raises:
            InvalidInput: `out` holds something that is no earlier hand-off, or can't be written.
        """
        bundle = await self._bundle(branch_id)
        return await asyncio.to_thread(write_handoff, bundle, out)

    async def _bundle(self, branch_id: BranchId) -> HandoffBundle:
        async with self._store.read() as tx:
            branch = to_branch(await tx.branch(branch_id))
            project = to_project(await tx.project(branch.project_id))
            script = to_script((await tx.scripts(branch.project_id))[0])
            style_id: StyleId | None = branch.locked_visual_style_id
            style = None if style_id is None else to_style(await tx.style(style_id))
        assets = []
        for card in await self._assets.cards(branch_id):
            images = await self._assets.candidates(card.asset.id)
            key = next((image for image in images if image.id == card.asset.image_key_id), None)
            revisions = await self._assets.revisions(card.asset.id)
            assets.append(HandoffAsset(card.asset, key, revisions))
        return HandoffBundle(
            project=project,
            branch=branch,
            script=script,
            style=style,
            gate=await self._gate.check(branch_id),
            assets=tuple(assets),
            made_at=self._now(),
            generator=f"lookbook {version('lookbook')}",
        )
