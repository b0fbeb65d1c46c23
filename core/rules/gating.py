"""Locking, the gate and promotion: who may pass (SPEC 2.7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from core.errors import AssetLocked, NotLockable, NotPromotable
from core.models import Asset, AssetCard, AssetId, AssetState, Blocker, BlockerKind, ImageId, Remedy


def asset_state(asset: Asset, candidates: int, stale: tuple[str, ...], generating: bool) -> AssetState:
    """The one state that the board shows; see `AssetState` for the order.

    An open conflict shows until a person has decided it, because the picture would be of the default.
    """
    if asset.locked_at is not None:
        return AssetState.LOCKED
    if generating:
        return AssetState.GENERATING
    if asset.conflict_open:
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


def blockers(
    cards: Sequence[AssetCard], style_locked: bool, choosable: Collection[AssetId] = ()
) -> tuple[Blocker, ...]:
    """Everything that keeps the gate closed, the branch's own reasons first.

    `choosable` are the assets that have a current candidate which is not their image key.
    """
    found = []
    if not cards:
        found.append(
            Blocker(BlockerKind.NO_ASSETS, None, "Branch", "has no assets", "Commit a review.", Remedy.REVIEW)
        )
    if not style_locked:
        found.append(
            Blocker(
                BlockerKind.NO_STYLE,
                None,
                "Branch",
                "no visual style is locked",
                "Lock a style.",
                Remedy.STYLE,
            )
        )
    for card in cards:
        if (reason := _reason(card)) is not None:
            remedy = _remedy(card, style_locked, card.asset.id in choosable)
            fix = _FIXES[remedy]
            found.append(Blocker(BlockerKind.ASSET, card.asset.id, card.asset.name, reason, fix, remedy))
    return tuple(found)


_FIXES = {
    Remedy.STYLE: "Lock a style first.",
    Remedy.DESCRIBE: "Describe it, then generate a picture.",
    Remedy.GENERATE: "Generate a picture.",
    Remedy.WAIT: "Its picture is being made.",
    Remedy.CHOOSE: "Choose the current one of its candidates.",
    Remedy.UNLOCK: "Unlock it and generate again.",
    Remedy.DECIDE: "Decide its conflict, then lock it.",
    Remedy.LOCK: "Lock it.",
}


def _reason(card: AssetCard) -> str | None:
    """Why an asset keeps the gate closed; None when it does not."""
    if card.asset.image_key_id is None:
        return "has no image key"
    if card.stale:
        return f"its image key is not current: {' and '.join(card.stale)}"
    if card.asset.locked_at is not None:
        return None
    return "is not locked, and a conflict of it is open" if card.asset.conflict_open else "is not locked"


def _remedy(card: AssetCard, style_locked: bool, choosable: bool) -> Remedy:
    asset, has_key = card.asset, card.asset.image_key_id is not None
    if has_key and not card.stale:
        return Remedy.DECIDE if asset.conflict_open else Remedy.LOCK
    if has_key and not style_locked:
        return Remedy.STYLE
    if has_key and asset.locked_at is not None:
        return Remedy.UNLOCK
    if choosable:
        return Remedy.CHOOSE
    if card.state is AssetState.GENERATING:
        return Remedy.WAIT
    return Remedy.GENERATE if asset.description.strip() else Remedy.DESCRIBE
