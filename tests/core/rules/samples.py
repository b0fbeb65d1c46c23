"""Assets, cards and conflicts to decide about."""

from __future__ import annotations

from datetime import UTC, datetime

from core.models import (
    AspectRatio,
    Asset,
    AssetCard,
    AssetId,
    AssetState,
    AssetType,
    BranchId,
    Conflict,
    ConflictDecision,
    ConflictSide,
    ImageId,
    Mention,
)

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def conflict(decision: ConflictDecision | None = None) -> Conflict:
    """A coat on page 1, a jacket on page 50."""
    return Conflict(
        "clothing",
        ConflictSide("blue coat", Mention(3, 1, 1, "in a blue coat")),
        ConflictSide("tattered jacket", Mention(900, 40, 50, "her tattered jacket")),
        decision,
    )


def asset(
    *,
    key: int | None = None,
    locked: bool = False,
    description: str = "A harbour pilot.",
    conflicts: tuple[Conflict, ...] = (),
) -> Asset:
    """An asset with or without image key and lock."""
    return Asset(
        id=AssetId(7),
        branch_id=BranchId(1),
        type=AssetType.CHARACTER,
        name="MARA",
        aliases=(),
        description=description,
        traits=(),
        conflicts=conflicts,
        source_mentions=(),
        voice_id=None,
        aspect_ratio=AspectRatio.PORTRAIT,
        priority=True,
        confidence=1.0,
        manual_add=False,
        image_key_id=None if key is None else ImageId(key),
        locked_at=NOW if locked else None,
        version=1,
        created_at=NOW,
        updated_at=NOW,
    )


def card(asset: Asset, stale: tuple[str, ...] = (), candidates: int = 0) -> AssetCard:
    """The asset on the board; the gate does not look at the state."""
    return AssetCard(asset, AssetState.NO_IMAGE, candidates, stale, None)
