"""Visual styles (SPEC 2.4)."""

from __future__ import annotations

from dataclasses import dataclass

from core.models.ids import StyleId


@dataclass(frozen=True, slots=True)
class VisualStyle:
    """A style capsule. `palette` is "#rrggbb" colours, dark to light; `text_hash` covers all that a
    picture is made from."""

    id: StyleId
    name: str
    tagline: str
    visual_description: str
    palette: tuple[str, ...]
    builtin: bool
    text_hash: str
