"""The gate: whether the next stage may begin (SPEC 2.7)."""

from __future__ import annotations

from core.models import BranchId, GateReport
from core.rules.gating import blockers
from core.services.assets import load_cards
from core.services.common import Context


class Gate:
    """The check that every asset of a branch is locked and current."""

    def __init__(self, context: Context) -> None:
        self._store = context.store
        self._files = context.pictures

    async def check(self, branch_id: BranchId) -> GateReport:
        """The verdict on a branch, with each blocker and the way out of it."""
        async with self._store.read() as tx:
            style_locked = (await tx.branch(branch_id)).locked_visual_style_id is not None
            cards = await load_cards(tx, self._files, branch_id)
        locked = sum(card.asset.locked_at is not None for card in cards)
        return GateReport(branch_id, len(cards), locked, blockers(cards, style_locked))
