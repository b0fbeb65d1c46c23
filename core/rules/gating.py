"""Locking, the gate and promotion: who may pass (SPEC 2.7)."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import AssetLocked, NotLockable, NotPromotable
from core.models import Asset, AssetCard, AssetState, Blocker, BlockerKind, ImageId


def asset_state(asset: Asset, candidates: int, stale: tuple[str, ...], generating: bool) -> AssetState:
    """The one state that the board shows; see `AssetState` for the order.

    An open conflict shows until a person has decided it, because the picture would be of the default.
    """
    if asset.locked_at is not None:
        return AssetState.LOCKED
    if generating:
        return AssetState.GENERATING
    if any(conflict.decision is None for conflict in asset.conflicts):
        return AssetState.CONFLICT_OPEN
    if asset.image_key_id is not None:
        return AssetState.STALE if stale else AssetState.READY
    return AssetState.CANDIDATES if candidates else AssetState.NO_IMAGE


def require_unlocked(asset: Asset) -> None:
    """Raise if the asset is locked: a locked one gets no new pictures.

    Raises:
        AssetLocked: with the way out.
    """
    if asset.locked_at is not None:
        raise AssetLocked(f"{asset.name} is locked. Unlock it to give it new pictures.")


def require_lockable(name: str, image_key_id: ImageId | None, stale: Sequence[str]) -> None:
    """Raise unless the asset has an image key that is current.

    Raises:
        NotLockable: with the reason and the way out.
    """
    if image_key_id is None:
        raise NotLockable(f"{name} has no image key. Generate a picture and choose it first.")
    if stale:
        raise NotLockable(
            f"The image key of {name} is not current: {' and '.join(stale)}. "
            "Generate it again, or choose another."
        )


def require_promotable(asset: Asset) -> None:
    """Raise unless the asset is locked with an image key.

    Raises:
        NotPromotable: with the reason and the way out.
    """
    if asset.image_key_id is None:
        raise NotPromotable(f"{asset.name} has no image key. Generate, choose and lock it first.")
    if asset.locked_at is None:
        raise NotPromotable(f"{asset.name} is not locked. Lock it first.")


def blockers(cards: Sequence[AssetCard], style_locked: bool) -> tuple[Blocker, ...]:
    """Everything that keeps the gate closed, the branch's own reasons first."""
    found = []
    if not cards:
        found.append(Blocker(BlockerKind.NO_ASSETS, None, "Branch", "has no assets", "Commit a review."))
    if not style_locked:
        found.append(
            Blocker(BlockerKind.NO_STYLE, None, "Branch", "no visual style is locked", "Lock a style.")
        )
    found += [blocker for card in cards if (blocker := _blocker(card))]
    return tuple(found)


def _blocker(card: AssetCard) -> Blocker | None:
    asset = card.asset
    if asset.image_key_id is None:
        fix = "Choose one of its candidates." if card.candidates else "Generate a picture."
        if not asset.description.strip():
            fix = "Describe it, then generate a picture."
        return Blocker(BlockerKind.ASSET, asset.id, asset.name, "has no image key", fix)
    if card.stale:
        reason = f"its image key is not current: {' and '.join(card.stale)}"
        fix = "Unlock it and generate again." if asset.locked_at else "Generate it again."
        return Blocker(BlockerKind.ASSET, asset.id, asset.name, reason, fix)
    if asset.locked_at is None:
        return Blocker(BlockerKind.ASSET, asset.id, asset.name, "is not locked", "Lock it.")
    return None
