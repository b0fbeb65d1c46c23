"""The shape of a picture, set by the type of its asset (SPEC 2.5, Aspect ratio by type)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.models import AspectRatio, AssetType

RATIO_TOLERANCE_PERCENT: Final = 3
"""How far a picture's width to height may be off its ratio. The 1K sizes of the image models are themselves
up to 1 % off."""

_RATIOS: Final[Mapping[AssetType, AspectRatio]] = {
    AssetType.CHARACTER: AspectRatio.PORTRAIT,
    AssetType.LOCATION: AspectRatio.LANDSCAPE,
    AssetType.PROP: AspectRatio.SQUARE,
}
_REASONS: Final[Mapping[AssetType, str]] = {
    AssetType.CHARACTER: "A character is framed upright, head to foot.",
    AssetType.LOCATION: "A location is framed as wide as the film sees it.",
    AssetType.PROP: "A prop is framed alone, centred, from one side.",
}
_SIZES: Final[Mapping[AspectRatio, tuple[int, int]]] = {
    AspectRatio.PORTRAIT: (848, 1264),
    AspectRatio.LANDSCAPE: (1376, 768),
    AspectRatio.SQUARE: (1024, 1024),
}


def aspect_ratio_for(type: AssetType) -> AspectRatio:
    """The one ratio of an asset's pictures: character 2:3, location 16:9, prop 1:1."""
    return _RATIOS[type]


def ratio_reason(type: AssetType) -> str:
    """Why the type has its ratio, as one short sentence for the read-only badge."""
    return _REASONS[type]


def pixel_size(ratio: AspectRatio) -> tuple[int, int]:
    """Width and height in pixels of a picture at 1K, as the image models return it."""
    return _SIZES[ratio]


def fits(width: int, height: int, ratio: AspectRatio) -> bool:
    """Whether a picture of `width` x `height` pixels has the ratio, within `RATIO_TOLERANCE_PERCENT`."""
    if width <= 0 or height <= 0:
        return False
    across, down = (int(part) for part in ratio.value.split(":"))
    return abs(width * down - height * across) * 100 <= RATIO_TOLERANCE_PERCENT * height * across
