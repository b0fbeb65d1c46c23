"""Visual styles (SPEC 2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from core.models.ids import AssetId, StyleId


class ReferenceRole(StrEnum):
    """What a model shall take from a picture that rides along: the look, or whom or what it shows."""

    STYLE = "style"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class ReferenceImage:
    """A picture that rides along with a prompt. `name` says in the prompt what it is; size in pixels."""

    name: str
    sha256: str
    path: Path
    mime: str
    width: int
    height: int
    role: ReferenceRole = ReferenceRole.STYLE


@dataclass(frozen=True, slots=True)
class VisualStyle:
    """A style capsule. `palette` is "#rrggbb" colours, dark to light; `text_hash` covers all that a
    picture is made from: text, palette, reference images. `version` counts its changes."""

    id: StyleId
    name: str
    tagline: str
    visual_description: str
    palette: tuple[str, ...]
    builtin: bool
    text_hash: str
    version: int = 1
    reference_images: tuple[ReferenceImage, ...] = ()

    @property
    def content(self) -> StyleContent:
        """What of it a person can change."""
        return StyleContent(
            self.name, self.tagline, self.visual_description, self.palette, self.reference_images
        )


@dataclass(frozen=True, slots=True)
class StyleContent:
    """All of a style that a person writes: what `Styles.edit` puts in the place of what was there."""

    name: str
    tagline: str
    visual_description: str
    palette: tuple[str, ...]
    reference_images: tuple[ReferenceImage, ...] = ()


@dataclass(frozen=True, slots=True)
class StyleVersion:
    """A style as it was in one version; `created_at` is when it became so."""

    version: int
    name: str
    visual_description: str
    palette: tuple[str, ...]
    reference_images: tuple[ReferenceImage, ...]
    text_hash: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class StalePicture:
    """What a change of style makes stale: a picture that is current now, or with `queued` one that is asked
    for, which the queue cancels. `is_key`: it is its asset's image key; `locked`: the asset is locked."""

    project_title: str
    branch_name: str
    asset_id: AssetId
    asset_name: str
    is_key: bool
    locked: bool
    queued: bool = False


@dataclass(frozen=True, slots=True)
class StyleUse:
    """Who uses a style: (project, branch) pairs that lock it, how many pictures made in it are there and how
    many were put away, and how many image jobs refer to it."""

    branches: tuple[tuple[str, str], ...] = ()
    pictures: int = 0
    put_away: int = 0
    jobs: int = 0

    @property
    def is_used(self) -> bool:
        """Whether anything refers to the style, so that it can't go."""
        return bool(self.branches or self.pictures or self.put_away or self.jobs)


@dataclass(frozen=True, slots=True)
class DeletedStyle:
    """A style that was deleted, with all that `Styles.restore` brings back."""

    style: VisualStyle
    created_at: datetime
    versions: tuple[StyleVersion, ...]


@dataclass(frozen=True, slots=True)
class StyleImport:
    """A style from a file; `known` when the workspace had the same one, under whatever name."""

    style: VisualStyle
    known: bool
