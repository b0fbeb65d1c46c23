"""A thing on a turntable: an object of a simple form under one lamp."""

from __future__ import annotations

import itertools
import math
from typing import Final

from PIL import Image, ImageDraw

from core.providers.cards.stage import Point, Stage, blurred, lay, veil, wash
from core.providers.cards.tones import Rgb, mix

FORMS: Final[tuple[tuple[Point, ...], ...]] = (
    ((0, 0.13), (0.06, 0.17), (0.3, 0.27), (0.52, 0.25), (0.72, 0.12), (0.84, 0.09), (0.93, 0.13), (1, 0.14)),
    ((0, 0.19), (0.04, 0.2), (0.52, 0.2), (0.64, 0.15), (0.72, 0.08), (0.94, 0.07), (0.95, 0.09), (1, 0.09)),
    ((0, 0.2), (0.03, 0.2), (0.08, 0.05), (0.4, 0.045), (0.5, 0.1), (0.66, 0.22), (0.85, 0.26), (1, 0.24)),
    ((0, 0.17), (0.06, 0.16), (0.2, 0.2), (0.42, 0.29), (0.62, 0.26), (0.75, 0.18), (0.9, 0.045), (1, 0.045)),
)
"""Profiles of turned objects: (height, radius), both in heights of the object, from the foot up."""

_STRIPS: Final = 56
_FLATNESS: Final = 0.26
"""How round a level circle looks from the camera: its height by its width."""


def draw_prop(stage: Stage) -> None:
    """A lamp's cone, a plinth with a turntable's degree marks, and the object."""
    tones, chance = stage.tones, stage.chance
    floor = stage.height * 0.66
    wash(stage, 0, floor, tones.at(0.14), tones.at(0.34))
    wash(stage, floor, stage.height, tones.at(0.26), tones.at(0.1))
    side = chance.choice((-1, 1))
    middle, top = stage.width * 0.5, stage.height * 0.7
    reach = stage.width * 0.3
    lamp = (middle + side * stage.width * 0.2, -stage.height * 0.06)
    for spread, strength in ((0.99, 0.1), (0.72, 0.1)):
        veil(
            stage,
            [lamp, (middle + reach * spread, top), (middle - reach * spread, top)],
            tones.at(1.0),
            strength,
        )
    _plinth(stage, (middle, top), reach, side)
    _contact(stage, (middle - side * reach * 0.16, top + reach * 0.03), reach * 0.62)
    if chance.random() < 0.4:
        _case(stage, (middle, top), reach, side)
    else:
        _turned(stage, (middle, top + reach * 0.05), stage.height * 0.46, side)


def _light_on(across: float, side: int) -> float:
    """How much light (0..1) a round surface takes at `across` (-1..1) from `side`; its far edge glows."""
    facing: float = max(0.0, math.cos(math.asin(across) - side * 0.85))
    edge: float = max(0.0, -side * across - 0.78)
    return min(1.0, 0.05 + 0.87 * math.pow(facing, 1.6) + 1.6 * edge)


def _plinth(stage: Stage, top: Point, reach: float, side: int) -> None:
    x, y = top
    flat, tint = reach * _FLATNESS, mix(stage.tones.at(0.5), stage.tones.at(0.2), 0.4)
    for strip in range(_STRIPS):
        left, right = -1 + 2 * strip / _STRIPS, -1 + 2 * (strip + 1) / _STRIPS
        fill = stage.tones.lit(tint, _light_on((left + right) / 2, side) * 0.72)
        stage.pen.rectangle((x + left * reach, y, x + right * reach, stage.height), fill=fill)
    _level(stage, top, reach, stage.tones.at(0.5))
    _level(stage, (x, y - reach * 0.012), reach * 0.985, stage.tones.at(0.74))
    _level(stage, (x, y - reach * 0.012), reach * 0.8, stage.tones.at(0.8))
    for degree in range(0, 360, 10):
        inner = 0.85 if degree % 30 == 0 else 0.9
        turn = math.radians(degree)
        ends = [(x + reach * r * math.cos(turn), y + flat * r * math.sin(turn)) for r in (inner, 0.95)]
        stage.pen.line(ends, fill=stage.tones.at(0.3), width=4 if degree % 30 == 0 else 2)


def _level(stage: Stage, centre: Point, radius: float, fill: Rgb) -> None:
    x, y = centre
    stage.pen.ellipse((x - radius, y - radius * _FLATNESS, x + radius, y + radius * _FLATNESS), fill=fill)


def _contact(stage: Stage, centre: Point, radius: float) -> None:
    x, y = centre
    mask = Image.new("L", stage.picture.size)
    box = (x - radius, y - radius * _FLATNESS, x + radius, y + radius * _FLATNESS)
    ImageDraw.Draw(mask).ellipse(box, fill=190)
    lay(stage, stage.tones.at(0.1), blurred(mask, radius * 0.09))


def _turned(stage: Stage, foot: Point, tall: float, side: int) -> None:
    """An object turned on a lathe, shaded strip by strip around its axis."""
    profile = _smooth(stage.chance.choice(FORMS))
    x, y = foot
    tint = stage.tones.accent
    _level(stage, foot, profile[0][1] * tall, stage.tones.lit(tint, 0.2))
    for strip in range(_STRIPS):
        left, right = -1 + 2 * strip / _STRIPS, -1 + 2 * (strip + 1) / _STRIPS
        middle = (left + right) / 2
        sag = _FLATNESS * math.sqrt(max(0.0, 1 - middle**2))
        fill = stage.tones.lit(tint, _light_on(middle, side))
        up = [(x + left * r * tall, y - h * tall + sag * r * tall) for h, r in profile]
        down = [(x + right * r * tall + 1, y - h * tall + sag * r * tall) for h, r in reversed(profile)]
        stage.pen.polygon([*up, *down], fill=fill)
    high, radius = profile[-1]
    _level(stage, (x, y - high * tall), radius * tall, stage.tones.lit(tint, 0.85))
    _level(stage, (x, y - high * tall), radius * tall * 0.84, stage.tones.lit(tint, 0.1))


def _smooth(profile: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    """A profile with its corners cut twice (Chaikin 1974), its ends kept."""
    points = list(profile)
    for _ in range(2):
        cut = [points[0]]
        for (h0, r0), (h1, r1) in itertools.pairwise(points):
            cut += [
                (h0 * 0.75 + h1 * 0.25, r0 * 0.75 + r1 * 0.25),
                (h0 * 0.25 + h1 * 0.75, r0 * 0.25 + r1 * 0.75),
            ]
        points = [*cut, points[-1]]
    return points


def _case(stage: Stage, foot: Point, reach: float, side: int) -> None:
    """A closed box with a lid line, a corner towards the camera."""
    x, y = foot
    wide, deep, tall = reach * 0.62, reach * 0.17, reach * stage.chance.choice((0.26, 0.55, 0.85))
    corner = (x - side * reach * 0.12, y + deep)
    left, right, back = (
        (x - wide, y - deep * 0.2),
        (x + wide, y - deep * 0.35),
        (x + side * reach * 0.12, y - deep * 1.6),
    )
    tint = stage.tones.accent
    for one, other, lit in ((left, corner, side < 0), (corner, right, side > 0)):
        face = [one, other, (other[0], other[1] - tall), (one[0], one[1] - tall)]
        stage.pen.polygon(face, fill=stage.tones.lit(tint, 0.66 if lit else 0.22))
        seam = [(one[0], one[1] - tall * 0.72), (other[0], other[1] - tall * 0.72)]
        stage.pen.line(seam, fill=stage.tones.lit(tint, 0.0), width=6)
    lid = [(px, py - tall) for px, py in (left, corner, right, back)]
    stage.pen.polygon(lid, fill=stage.tones.lit(tint, 0.9))
    clasp = (
        corner[0] - reach * 0.035,
        corner[1] - tall * 0.8,
        corner[0] + reach * 0.035,
        corner[1] - tall * 0.62,
    )
    stage.pen.rectangle(clasp, fill=stage.tones.at(0.94))
