"""The shape of a picture, set by the type of its asset (SPEC 2.5, Aspect ratio by type)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.models import Anchor, AspectRatio, AssetType, Cuts, Fit

RATIO_TOLERANCE_PERCENT: Final = 3
"""How far a picture's width to height may be off its ratio. The 1K sizes of the image models are themselves
up to 1 % off."""

LONGEST_FITTED: Final = 4096
"""Pixels of the longer side that a fitted picture keeps at most; the image models make no larger ones."""

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


def fitted_size(width: int, height: int, ratio: AspectRatio, how: Fit) -> tuple[int, int]:
    """Width and height in pixels of a picture that was brought into the ratio by crop or pad.

    Its own resolution is kept, but it is no smaller than `pixel_size` and no longer than `LONGEST_FITTED`.
    """
    across, down = pixel_size(ratio)
    scales = width / across, height / down
    scale = min(scales) if how == "crop" else max(scales)
    scale = min(max(1.0, scale), LONGEST_FITTED / max(across, down))
    return round(across * scale), round(down * scale)


def spare_percent(width: int, height: int, ratio: AspectRatio) -> int:
    """How much of a picture a crop to the ratio cuts off; as much of the padded one would be ground."""
    across, down = (int(part) for part in ratio.value.split(":"))
    wide, tall = width * down, height * across
    return round(100 * (1 - min(wide, tall) / max(wide, tall)))


def crop_cuts(width: int, height: int, ratio: AspectRatio) -> Cuts:
    """Where a crop to the ratio cuts; "" when the picture fits."""
    if fits(width, height, ratio):
        return ""
    across, down = (int(part) for part in ratio.value.split(":"))
    return "sides" if width * down > height * across else "top and bottom"


def crop_anchor(type: AssetType, cuts: Cuts) -> Anchor:
    """What a crop keeps when nobody says: of a character cut in height the top, where the head is."""
    return "top" if type is AssetType.CHARACTER and cuts == "top and bottom" else "centre"
