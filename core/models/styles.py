"""Visual styles (SPEC 2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.models.ids import StyleId


@dataclass(frozen=True, slots=True)
class ReferenceImage:
    """A picture that rides along with a prompt. `name` says in the prompt what it is; size in pixels."""

    name: str
    sha256: str
    path: Path
    mime: str
    width: int
    height: int


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
