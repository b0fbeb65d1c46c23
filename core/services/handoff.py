"""The hand-off: what leaves for the next stage (SPEC 2.7)."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from core.handoff import HandoffAsset, HandoffBundle, write_handoff
from core.models import AssetCard, AssetRevision, BranchId, HandoffProgress, HandoffResult
from core.services.assets import as_image, load_cards, locked_style
from core.services.common import Context
from core.services.gate import gate_report
from core.store.engine import finished, uninterrupted
from core.store.mapping import to_branch, to_project, to_revision, to_script, to_style
from core.store.transaction import Transaction

Told = Callable[[HandoffProgress], None]


class _StoppedError(Exception):
    """The export was stopped; what it had written is gone."""


def _nobody(_progress: HandoffProgress) -> None:
    pass


class Handoff:
    """Exports a branch as a folder: pictures, manifest, and a lookbook to show people."""

    def __init__(self, context: Context) -> None:
        self._store = context.store
        self._now = context.now
        self._files = context.pictures

    async def export(self, branch_id: BranchId, out: Path, tell: Told = _nobody) -> HandoffResult:
        """Write the hand-off of a branch to `out`. A closed gate is written into it, not hidden.

        `tell` is called in the event loop with each step. Cancelling stops the export at the next step: an
        earlier hand-off stays, and nothing of the new one.

        Raises:
            InvalidInput: `out` holds something that is no earlier hand-off, or can't be written.
        """
        bundle = await self._bundle(branch_id)
        stopped, loop = threading.Event(), asyncio.get_running_loop()

        def step(progress: HandoffProgress) -> None:
            if stopped.is_set():
                raise _StoppedError
            loop.call_soon_threadsafe(tell, progress)

        writing = asyncio.ensure_future(asyncio.to_thread(write_handoff, bundle, out, step))
        try:
            return await asyncio.shield(writing)
        except asyncio.CancelledError:
            stopped.set()
            await finished(writing)
            if not writing.cancelled():
                # Asked for, so that asyncio does not report it as an error that nobody took.
                writing.exception()
            raise

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
                forked_from=None
                if branch.forked_from is None
                else (await tx.branch(branch.forked_from)).name,
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
