"""Gate, library and hand-off (SPEC 2.7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from core.models.assets import AspectRatio
from core.models.drafts import AssetType, EngineInfo, Trait
from core.models.ids import AssetId, BranchId, GlobalAssetId


class BlockerKind(StrEnum):
    """What keeps the gate closed: an asset, or something that the whole branch lacks."""

    NO_ASSETS = "no assets"
    NO_STYLE = "no style"
    ASSET = "asset"


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason why the gate is closed. `asset_id` is set exactly for the kind ASSET."""

    kind: BlockerKind
    asset_id: AssetId | None
    name: str
    reason: str
    fix: str


@dataclass(frozen=True, slots=True)
class GateReport:
    """Whether the next stage may begin: open exactly when there are assets and no blockers."""

    branch_id: BranchId
    assets: int
    locked: int
    blockers: tuple[Blocker, ...]

    @property
    def open(self) -> bool:
        """The gate's verdict (SPEC 2.7)."""
        return self.assets > 0 and not self.blockers


@dataclass(frozen=True, slots=True)
class GlobalAsset:
    """An asset of the library that all projects share; it outlives the project it came from."""

    id: GlobalAssetId
    type: AssetType
    name: str
    aliases: tuple[str, ...]
    description: str
    traits: tuple[Trait, ...]
    voice_id: str | None
    aspect_ratio: AspectRatio
    style_name: str
    project_title: str
    sha256: str
    path: Path
    promoted_at: datetime
    additions: str = ""
    branch_name: str = ""


class Collision(StrEnum):
    """What to do when a name from the library is taken in the branch."""

    SKIP = "skip"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class HandoffResult:
    """What an export wrote."""

    folder: Path
    manifest: Path
    pictures: tuple[Path, ...]
    gate_open: bool


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """Which engines are in force, for the status line: offline unless a key is set."""

    text: EngineInfo
    image: EngineInfo
    note: str = field(default="")
