"""Committed assets and their pictures (SPEC 2.5, 2.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from core.models.drafts import AssetType, Conflict, Mention, Trait
from core.models.ids import AssetId, BranchId, ImageId, StyleId
from core.models.styles import ReferenceImage


class AspectRatio(StrEnum):
    """Width to height of a picture, set by the asset's type (SPEC 2.5)."""

    PORTRAIT = "2:3"
    LANDSCAPE = "16:9"
    SQUARE = "1:1"


class AssetState(StrEnum):
    """An asset's state at a glance; the first that holds, in this order."""

    LOCKED = "locked"
    GENERATING = "generating"
    CONFLICT_OPEN = "conflict open"
    STALE = "stale"
    READY = "image key"
    CANDIDATES = "has candidates"
    NO_IMAGE = "no image"


@dataclass(frozen=True, slots=True)
class Asset:
    """A committed asset of a branch. `version` counts its saves and guards them.

    `additions` is what a picture needs and the script does not say, as a person accepted it (SPEC 2.2,
    inferred); it is part of every prompt and never mixed with `description`.
    """

    id: AssetId
    branch_id: BranchId
    type: AssetType
    name: str
    aliases: tuple[str, ...]
    description: str
    traits: tuple[Trait, ...]
    conflicts: tuple[Conflict, ...]
    source_mentions: tuple[Mention, ...]
    voice_id: str | None
    aspect_ratio: AspectRatio
    priority: bool
    confidence: float
    manual_add: bool
    image_key_id: ImageId | None
    locked_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
    additions: str = ""
    forked_from: AssetId | None = None

    @property
    def conflict_open(self) -> bool:
        """Whether a conflict waits for a person's decision: what is later holds until then (SPEC 2.2)."""
        return any(conflict.decision is None for conflict in self.conflicts)


@dataclass(frozen=True, slots=True)
class AssetOffer:
    """What a revision of the script offers an asset: the asset `now`, and its texts if it takes them.

    `hand_written` says that a person wrote the description that it has now.
    """

    now: Asset
    hand_written: bool
    description: str
    aliases: tuple[str, ...]
    traits: tuple[Trait, ...]


@dataclass(frozen=True, slots=True)
class AssetCard:
    """An asset as the board lists it. `stale` says why its image key is not current, or is empty."""

    asset: Asset
    state: AssetState
    candidates: int
    stale: tuple[str, ...]
    image_key_path: Path | None


@dataclass(frozen=True, slots=True)
class AssetRevision:
    """An earlier description of an asset; `differs` says in a few words how it is not the text of now."""

    version: int
    description: str
    saved_at: datetime
    additions: str = ""
    differs: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """One stored picture of an asset: the content-addressed file, and all that it was made from.

    `aspect_ratio` is the asset's ratio, or "WIDTH:HEIGHT" of a picture that came in another shape.
    """

    id: ImageId
    asset_id: AssetId
    sha256: str
    path: Path
    mime: str
    width: int
    height: int
    prompt: str
    style_id: StyleId | None
    style_hash: str
    description_hash: str
    aspect_ratio: str
    provider: str
    model: str
    placeholder: bool
    created_at: datetime
    reference_images: tuple[ReferenceImage, ...] = ()
    stale: tuple[str, ...] = ()
    """Why the picture is not current for its asset and branch; empty when it is."""
