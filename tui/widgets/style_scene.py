"""The little scene that every style's sample shows, drawn in the style's own medium.

Pure and small: a colour is known here as a tone, 0 the darkest of the palette to 1 the lightest.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from tui.widgets.style_text import SampleLook

Region = Literal["sky", "sun", "far", "ground", "figure"]
Tones = tuple[tuple[float, ...], ...]

HORIZON = 0.62
"""Where the ground begins, as a share of the frame's height."""

ACCENT = 2.0
"""The tone that stands for the palette's one strong colour."""

_FLAT: dict[Region, float] = {"sky": 0.8, "sun": 1.0, "far": 0.4, "ground": 0.2, "figure": 0.0}
_STEPS = 5


@lru_cache(maxsize=64)
def scene(look: SampleLook, width: int, height: int) -> Tones:
    """The tones of a frame of `width` x `height` square pixels, from the top."""
    draw = _MEDIA[look.surface]
    return tuple(tuple(_framed(look, draw, x, y, width, height) for x in range(width)) for y in range(height))


def region_at(look: SampleLook, u: float, v: float, aspect: float) -> Region:
    """What is seen at (u, v), in heights of the frame from its upper left corner."""
    if _in_figure(u - 0.28 * aspect, v):
        return "figure"
    if v > HORIZON:
        return "ground"
    if _is_far(look, u, v):
        return "far"
    return "sun" if math.hypot(u - 0.7 * aspect, v - 0.32) < 0.17 else "sky"


def _is_far(look: SampleLook, u: float, v: float) -> bool:
    if look.blocks:
        return v > (0.5, 0.16, 0.42, 0.28, 0.54)[int(u / 0.32) % 5]
    return v > HORIZON - 0.11 - 0.07 * math.sin(1.6 * u) - 0.035 * math.sin(4.1 * u + 1)


def _in_figure(u: float, v: float) -> bool:
    """A person in a long coat, standing on the ground; `u` is measured from its middle."""
    if math.hypot(u, v - 0.27) < 0.08:
        return True
    if 0.34 <= v < 0.84:
        return abs(u) < 0.09 + 0.14 * (v - 0.34)
    return 0.84 <= v < 0.96 and 0.02 < abs(u) < 0.09


# --- light -------------------------------------------------------------------------------------------


def _lit(look: SampleLook, u: float, v: float, aspect: float) -> float:
    """The tone as light makes it, before the medium does anything to it."""
    region = region_at(look, u, v, aspect)
    beside = u - 0.28 * aspect
    sun = math.hypot(u - 0.7 * aspect, v - 0.32)
    if look.light == "glow":
        return _glowing(region, u, v, aspect, beside)
    shades: dict[Region, float] = {
        "sky": 0.55 + 0.42 * v - 0.2 * min(1.0, sun / aspect),
        "sun": 1.0,
        "far": 0.48 - 0.3 * (v - 0.4),
        "ground": 0.3 - 0.35 * (v - HORIZON),
        "figure": 0.08 + max(0.0, 2.2 * beside),
    }
    tone = shades[region]
    if region == "ground" and _in_shadow(look, beside, v):
        tone = 0.04
    if look.blocks and region == "far":
        tone = 0.62 if u % 0.32 > 0.2 else 0.3
    if look.slats and region in ("sky", "far"):
        tone = 0.66 if math.sin(30 * (v + 0.12 * u)) > 0 else 0.2
    return 1.6 * (tone - 0.45) + 0.45 if look.light == "hard" else tone


def _glowing(region: Region, u: float, v: float, aspect: float, beside: float) -> float:
    """A night with two lamps, and their streaks on the wet ground."""
    near = math.hypot(u - 0.7 * aspect, v - 0.32)
    other = math.hypot(u - 0.1 * aspect, v - 0.45)
    glow = 0.62 * math.exp(-4.5 * near) + 0.55 * math.exp(-4 * other)
    if region == "figure":
        return 0.75 if abs(beside) > 0.09 else 0.0
    if region == "sun":
        return 1.0
    streak = 0.5 if abs(v - 0.32) < 0.03 else 0.0
    wet = (
        0.3 * math.exp(-12 * (u - 0.7 * aspect) ** 2) * (math.sin(60 * v) > 0) if region == "ground" else 0.0
    )
    return min(0.9, 0.05 + glow + streak * math.exp(-0.9 * near) + wet)


def _in_shadow(look: SampleLook, beside: float, v: float) -> bool:
    """The figure's shadow falls away from the sun; a hard light makes it long."""
    reach = 1.1 if look.light == "hard" else 0.18
    along = (v - 0.84) / 0.12
    return -reach < beside < 0 and 0 <= along < 1 + beside / (2 * reach)


# --- media -------------------------------------------------------------------------------------------

Pixel = Callable[[SampleLook, int, int, int, int], float]


def _at(look: SampleLook, x: float, y: float, width: int, height: int) -> float:
    return _lit(look, (x + 0.5) / height, (y + 0.5) / height, width / height)


def _region(look: SampleLook, x: float, y: float, width: int, height: int) -> Region:
    return region_at(look, (x + 0.5) / height, (y + 0.5) / height, width / height)


def _smooth(look: SampleLook, x: int, y: int, width: int, height: int) -> float:
    return _at(look, x, y, width, height)


def _grain(look: SampleLook, x: int, y: int, width: int, height: int) -> float:
    return _at(look, x, y, width, height) + (0.2 if look.coarse else 0.1) * (_noise(x, y) - 0.5)


def _flat(look: SampleLook, x: int, y: int, width: int, height: int) -> float:
    """Even colours, each with one shadow, and a line around them."""
    if _is_edge(look, x, y, width, height):
        return 0.0
    region = _region(look, x, y, width, height)
    beside = (x + 0.5 - 0.28 * width) / height
    if region == "figure":
        return 0.6 if beside > 0.01 else 0.2
    return 1.0 if region == "sky" and _in_cloud(x / height, y / height) else _FLAT[region]


def _paint(look: SampleLook, x: int, y: int, width: int, height: int) -> float:
    """Patches with edges that a brush made, and its strokes in them."""
    stroke = _noise(x // 5 + 7 * y, y // 2)
    shifted = x + 1.4 * (_noise(y // 2, 3) - 0.5) + 1.2 * (stroke - 0.5)
    tone = _at(look, shifted, y + stroke - 0.5, width, height)
    return round(_STEPS * tone) / _STEPS + 0.13 * (stroke - 0.5)


def _hatch(look: SampleLook, x: int, y: int, width: int, height: int) -> float:
    """Ink where the brush was, strokes where it is darker than paper, paper for the rest."""
    region = _region(look, x, y, width, height)
    if region == "sun":
        return ACCENT if look.accent else 0.6
    if region == "figure":
        return 0.9 if _noise(x, y) > 0.93 else 0.0
    dark = {"sky": 0.0, "far": 0.5, "ground": 0.3}[region]
    if _is_edge(look, x, y, width, height):
        return 0.0
    if (x + y) % 4 < 4 * dark:
        return 0.25 if region == "ground" else 0.1
    return 0.93


def _print(look: SampleLook, x: int, y: int, width: int, height: int) -> float:
    """Dots of a screen, larger where it is darker."""
    if _is_edge(look, x, y, width, height):
        return 0.0
    tone = _FLAT[_region(look, x, y, width, height)]
    dot = math.hypot((x + (y // 3 % 2)) % 3 - 1, y % 3 - 1)
    return 0.1 if dot < 1.9 * (1 - tone) else max(tone, 0.75)


def _cut(look: SampleLook, x: int, y: int, width: int, height: int) -> float:
    """Flat blocks with a carved line around them, the sky wiped from dark to nothing."""
    region = _region(look, x, y, width, height)
    if _is_edge(look, x, y, width, height):
        return 0.0
    if region == "sky":
        return 0.2 + 2.4 * y / height if y < height / 3 else 1.0
    if region == "sun":
        return 0.4
    tone = {"far": 0.6, "ground": 0.2, "figure": 0.4}[region]
    waves = region == "ground" and (x + 2 * (y % 4)) % 9 < 5 and y % 3 == 0
    return 0.8 if waves else tone


def _puppet(look: SampleLook, x: int, y: int, width: int, height: int) -> float:
    """A lamp's pool on a small set, and stitches that are too large for the body."""
    u, v = (x + 0.5) / height, (y + 0.5) / height
    aspect = width / height
    pool = 1.15 - 0.75 * (math.hypot(u - 0.5 * aspect, 0.9 * (v - 0.5)) / (0.5 * aspect))
    if _region(look, x, y, width, height) == "figure":
        return 0.72 if (x + y) % 2 else 0.42
    return (0.35 + 0.5 * _at(look, x, y, width, height)) * pool


def _render(look: SampleLook, x: int, y: int, width: int, height: int) -> float:
    """Round forms with a bright rim, and nothing rough."""
    if _region(look, x, y, width, height) != "figure":
        return 0.25 + 0.75 * _at(look, x, y, width, height)
    beside = (x + 0.5 - 0.28 * width) / height
    rim = _region(look, x + 1, y, width, height) != "figure"
    return 1.0 if rim else 0.35 + 2.2 * beside


def _noisy(look: SampleLook, x: int, y: int, width: int, height: int) -> float:
    """The blocks and lines of a poor recording."""
    tone = _at(look, x - x % 2 + (y % 2), y - y % 2, width, height)
    return round(4 * (tone + 0.3 * (_noise(x // 2, y // 2) - 0.5))) / 4 - (0.12 if y % 2 else 0.0)


_MEDIA: dict[str, Pixel] = {
    "smooth": _smooth,
    "grain": _grain,
    "flat": _flat,
    "paint": _paint,
    "hatch": _hatch,
    "print": _print,
    "cut": _cut,
    "puppet": _puppet,
    "render": _render,
    "noise": _noisy,
}


def _noise(x: int, y: int) -> float:
    """Between 0 and 1, the same each time."""
    return math.sin(12.9898 * x + 78.233 * y) * 43758.5453 % 1.0


def _is_edge(look: SampleLook, x: int, y: int, width: int, height: int) -> bool:
    """Whether another thing begins to the right or below; the horizon's line is left out."""
    here = _region(look, x, y, width, height)
    beside = {_region(look, x + 1, y, width, height), _region(look, x, y + 1, width, height)}
    return any(
        (other != here and "figure" in (here, other)) or {here, other} == {"far", "sky"} for other in beside
    )


def _in_cloud(u: float, v: float) -> bool:
    return any(
        math.hypot(u - at, 1.6 * (v - 0.22)) < size for at, size in ((1.1, 0.1), (1.25, 0.14), (1.4, 0.09))
    )


# --- frame -------------------------------------------------------------------------------------------


def _framed(look: SampleLook, draw: Pixel, x: int, y: int, width: int, height: int) -> float:
    match look.frame:
        case "scope" if min(y, height - 1 - y) < max(1, height // 10):
            return 0.0
        case "paper" if min(x, width - 1 - x, y, height - 1 - y) < 1 + (_noise(x // 2, y // 2) > 0.6):
            return 1.0
        case "gate" if _in_corner(x, y, width, height):
            return 0.0
        case _:
            return min(1.0, max(0.0, tone)) if (tone := draw(look, x, y, width, height)) != ACCENT else ACCENT


def _in_corner(x: int, y: int, width: int, height: int) -> bool:
    """The rounded corners of a camera's gate."""
    across, down = min(x, width - 1 - x), min(y, height - 1 - y)
    return across + down < max(2, height // 6)
