"""Six tones, dark to light, and one accent, from whatever palette a style has."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

Rgb = tuple[int, int, int]

NEUTRAL: Final = ("#141416", "#33353a", "#5c6068", "#8d929b", "#c0c4ca", "#f0f0ee")
_LEGIBLE: Final = 150.0
"""The least difference of luminance (0..255) between the darkest and the lightest tone."""


@dataclass(frozen=True, slots=True)
class Tones:
    """The colours of one card: `steps` are six, dark to light."""

    steps: tuple[Rgb, ...]
    accent: Rgb

    def at(self, place: float) -> Rgb:
        """The tone at `place` in 0..1 between the darkest and the lightest, interpolated."""
        return _sample(self.steps, place)

    def lit(self, tint: Rgb, light: float) -> Rgb:
        """A surface of the colour `tint` in so much light (0..1): dark in shadow, pale where brightest."""
        dark, bright = mix(self.steps[0], tint, 0.12), mix(tint, self.steps[-1], 0.62)
        return _sample((dark, mix(dark, tint, 0.7), tint, bright), light)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`one` with `share` (0..1) of `other` in it."""
    return (
        round(one[0] + (other[0] - one[0]) * share),
        round(one[1] + (other[1] - one[1]) * share),
        round(one[2] + (other[2] - one[2]) * share),
    )


def luminance(colour: Rgb) -> float:
    """Perceived brightness, 0..255 (Rec. 709 weights)."""
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def tones_of(palette: Sequence[str]) -> Tones:
    """Tones of any palette: unreadable colours are left out, a short or flat one is widened."""
    colours = [_parse(text) for text in palette if re.fullmatch("#[0-9a-fA-F]{6}", text)]
    if not colours:
        colours = [_parse(text) for text in NEUTRAL]
    accent = max(colours, key=_vividness)
    ramp = _widened(sorted(colours, key=luminance))
    return Tones(tuple(_sample(ramp, step / 5) for step in range(6)), accent)


def _parse(text: str) -> Rgb:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _vividness(colour: Rgb) -> float:
    _, saturation, value = colorsys.rgb_to_hsv(*(part / 255 for part in colour))
    return saturation * value


def _widened(ramp: list[Rgb]) -> list[Rgb]:
    if len(ramp) > 1 and luminance(ramp[-1]) - luminance(ramp[0]) >= _LEGIBLE:
        return ramp
    return [mix(ramp[0], (0, 0, 0), 0.8), *ramp, mix(ramp[-1], (255, 255, 255), 0.85)]


def _sample(ramp: Sequence[Rgb], place: float) -> Rgb:
    exact = min(max(place, 0.0), 1.0) * (len(ramp) - 1)
    below = min(int(exact), len(ramp) - 2)
    return mix(ramp[below], ramp[below + 1], exact - below)
