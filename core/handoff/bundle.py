"""What a hand-off is made from: everything read beforehand, so that writing needs no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.models import (
    Asset,
    AssetRevision,
    AssetType,
    Branch,
    GateReport,
    Image,
    Project,
    ReferenceImage,
    Script,
    VisualStyle,
)


@dataclass(frozen=True, slots=True)
class HandoffAsset:
    """One asset with its image key. `image.path` is the stored file; `revisions` are earlier descriptions."""

    asset: Asset
    image: Image | None
    revisions: tuple[AssetRevision, ...] = ()


@dataclass(frozen=True, slots=True)
class HandoffBundle:
    """One branch as it is handed to the next stage. `generator` is the program with its version; the branch
    was forked from the one named `forked_from`."""

    project: Project
    branch: Branch
    script: Script | None
    style: VisualStyle | None
    gate: GateReport
    assets: tuple[HandoffAsset, ...]
    made_at: datetime
    generator: str
    forked_from: str | None = None

    @property
    def references(self) -> tuple[ReferenceImage, ...]:
        """What rode along with prompts: the style's reference images, then those of the pictures."""
        own = () if self.style is None else self.style.reference_images
        ridden = (one for entry in self.assets if entry.image for one in entry.image.reference_images)
        return (*own, *ridden)

    def of_type(self, type: AssetType) -> tuple[HandoffAsset, ...]:
        """The assets of one type, in the order given."""
        return tuple(entry for entry in self.assets if entry.asset.type is type)
