"""The gate: whether the next stage may begin (SPEC 2.7)."""

from __future__ import annotations

from collections.abc import Sequence

from core.models import AssetCard, AssetId, BranchId, GateReport
from core.rules.gating import blockers
from core.services.assets import current_images, load_cards
from core.services.common import Context
from core.store.engine import uninterrupted
from core.store.transaction import Transaction


class Gate:
    """The check that every asset of a branch is locked and current."""

    def __init__(self, context: Context) -> None:
        self._store = context.store
        self._files = context.pictures

    @uninterrupted
    async def check(self, branch_id: BranchId) -> GateReport:
        """The verdict on a branch, with each blocker and the way out of it."""
        async with self._store.read() as tx:
            return await gate_report(tx, branch_id, await load_cards(tx, self._files, branch_id))


async def gate_report(tx: Transaction, branch_id: BranchId, cards: Sequence[AssetCard]) -> GateReport:
    """The verdict on a branch that has these assets."""
    style_locked = (await tx.branch(branch_id)).locked_visual_style_id is not None
    locked = sum(card.asset.locked_at is not None for card in cards)
    current = await current_images(tx, branch_id)
    keys = {card.asset.image_key_id for card in cards}
    choosable = {AssetId(image.asset_id) for image in current if image.id not in keys}
    return GateReport(branch_id, len(cards), locked, blockers(cards, style_locked, choosable))
