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


class Remedy(StrEnum):
    """What would take a blocker away, in the order in which a film comes to it."""

    REVIEW = "commit a review"
    STYLE = "lock a style"
    DESCRIBE = "describe"
    GENERATE = "generate"
    WAIT = "wait for the picture"
    CHOOSE = "choose an image key"
    UNLOCK = "unlock and generate"
    DECIDE = "decide a conflict"
    LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason why the gate is closed. `asset_id` is set exactly for the kind ASSET."""

    kind: BlockerKind
    asset_id: AssetId | None
    name: str
    reason: str
    fix: str
    remedy: Remedy


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
    """An asset of the library that all projects share; it outlives the project it came from.

    Each promoted version of an asset is an entry of its own, beside the earlier ones: `newer_id` is the entry
    that came after this one, `earlier` is how many came before. `script_revision` is known while the film is
    there. `source_asset_id` names an asset that may be gone.
    """

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
    style_hash: str = ""
    mime: str = ""
    width: int = 0
    height: int = 0
    prompt: str = ""
    provider: str = ""
    model: str = ""
    placeholder: bool = False
    source_asset_id: AssetId | None = None
    source_version: int = 0
    script_revision: int | None = None
    newer_id: GlobalAssetId | None = None
    earlier: int = 0


class Collision(StrEnum):
    """What to do when a name from the library is taken in the branch. `REPLACE` gives the branch's asset of
    that name text, traits, voice and picture of the library's; refused while it is locked."""

    SKIP = "skip"
    RENAME = "rename"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class BroughtAsset:
    """An asset of a film that was brought from a library entry, and the branch that has it."""

    global_id: GlobalAssetId
    asset_id: AssetId
    name: str
    branch_name: str


@dataclass(frozen=True, slots=True)
class RemovedEntry:
    """An entry that was taken out of the library, and the assets that say they were brought from it."""

    entry: GlobalAsset
    brought: tuple[AssetId, ...]


@dataclass(frozen=True, slots=True)
class HandoffProgress:
    """How far an export is: `done` of `total` steps, and what comes now, e.g. "Writing pictures"."""

    doing: str
    done: int
    total: int


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
