"""A standing figure: seven and a half heads tall, in one of a few cuts of clothes and hair."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass
from random import Random
from typing import Final

from PIL import Image, ImageDraw

from core.providers.cards.stage import Point, Stage, blurred, halo, lay, lit_edge, wash
from core.providers.cards.tones import mix

CUTS: Final = ("plain", "jacket", "coat")
HEADS: Final = ("short", "hat", "hood")
HER_CUTS: Final = (*CUTS, "dress")
HER_HEADS: Final = ("short", "long", "bun")

_HERS: Final = re.compile(
    r"\b(?:she|her|hers|herself|woman|girl|lady|mother|daughter|wife|sister)\b", re.IGNORECASE
)
_HIS: Final = re.compile(
    r"\b(?:he|him|his|himself|man|boy|gentleman|father|son|husband|brother)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Build:
    """What varies between figures. `breadth` is 1.0 for an average build, `lean` shifts the weight."""

    breadth: float
    lean: float
    cut: str
    head: str


def any_build(chance: Random, words: str = "") -> Build:
    """A figure by chance; a dress or long hair only where `words` speak of a woman."""
    hers = len(_HERS.findall(words)) > len(_HIS.findall(words))
    cuts, heads = (HER_CUTS, HER_HEADS) if hers else (CUTS, HEADS)
    return Build(
        chance.uniform(0.88, 1.16), chance.choice((-1, 1)), chance.choice(cuts), chance.choice(heads)
    )


def figure_mask(size: tuple[int, int], feet: Point, tall: float, build: Build) -> Image.Image:
    """The figure's shape as a mask of `size`, standing on `feet`, `tall` pixels high."""
    mask = Image.new("L", size)
    body = _Body(ImageDraw.Draw(mask), feet, tall, build)
    body.legs()
    body.torso()
    body.arms()
    body.clothes()
    body.head()
    return blurred(mask, tall * 0.0042).point(_sharpen)


def draw_character(stage: Stage, words: str) -> None:
    """A figure before a large light, its shadow on the ground, with the marks of a model sheet."""
    tones, chance = stage.tones, stage.chance
    floor = stage.height * 0.83
    side = chance.choice((-1, 1))
    bright = chance.random() < 0.5
    upper, lower = (tones.at(0.72), tones.at(0.52)) if bright else (tones.at(0.18), tones.at(0.42))
    wash(stage, 0, floor, upper, lower)
    light = mix(tones.at(0.96), tones.accent, chance.choice((0.0, 0.55)))
    centre = (stage.width * (0.5 + side * 0.13), stage.height * chance.uniform(0.3, 0.38))
    halo(stage, centre, stage.width * chance.uniform(0.22, 0.27), light)
    wash(stage, floor, stage.height, tones.at(0.36), tones.at(0.16))
    _head_marks(stage, floor)
    _standing(stage, any_build(chance, words), side)


def _standing(stage: Stage, build: Build, side: int) -> None:
    tones, tall = stage.tones, stage.height * 0.76
    feet = (stage.width * 0.5, stage.height * 0.91)
    mask = figure_mask(stage.picture.size, feet, tall, build)
    lay(stage, mix(tones.at(0.0), tones.at(0.16), 0.5), _cast(mask, feet, side))
    lay(stage, mix(tones.at(0.0), (0, 0, 0), 0.15), mask)
    form = blurred(lit_edge(mask, side * tall * 0.026, -tall * 0.006), tall * 0.006)
    lay(stage, tones.at(0.24), Image.composite(form, Image.new("L", mask.size), mask))
    lay(stage, tones.at(0.86), lit_edge(mask, side * tall * 0.0052, -tall * 0.002))


def _cast(mask: Image.Image, feet: Point, side: int) -> Image.Image:
    """The mask laid down on the ground, away from the light, a fifth as long and half as strong."""
    y = feet[1]
    flat, slant = -5.0, side * 2.6
    laid = (1, slant, -slant * y, 0, flat, y - flat * y)
    shadow = mask.transform(mask.size, Image.Transform.AFFINE, laid, Image.Resampling.BILINEAR)
    return blurred(shadow, mask.height * 0.002).point(_half)


def _head_marks(stage: Stage, floor: float) -> None:
    """Fine lines a head apart, as on a model sheet."""
    feet, tall = stage.height * 0.91, stage.height * 0.76
    left, right = stage.width * 0.085, stage.width * 0.915
    for step in range(8):
        y = feet - tall + step * tall / 7.5
        ink = mix(stage.tones.at(0.55), stage.tones.at(1.0 if y < floor else 0.8), 0.6)
        for x, inward in ((left, 1), (right, -1)):
            stage.pen.line([(x, y), (x + inward * stage.width * 0.03, y)], fill=ink, width=2)


def _sharpen(value: int) -> int:
    return min(255, max(0, (value - 96) * 4))


def _half(value: int) -> int:
    return value * 7 // 10


class _Body:
    """Draws the parts; x is in heights from the figure's axis, y in heights from the crown down."""

    def __init__(self, pen: ImageDraw.ImageDraw, feet: Point, tall: float, build: Build) -> None:
        self.pen, self.feet, self.tall, self.build = pen, feet, tall, build

    def at(self, x: float, y: float) -> Point:
        sway = self.build.lean * 0.008 * math.sin(math.pi * min(y, 1.0))
        return self.feet[0] + (x + sway) * self.tall, self.feet[1] + (y - 1.0) * self.tall

    def blob(self, x: float, y: float, rx: float, ry: float) -> None:
        (cx, cy), wide, high = self.at(x, y), rx * self.tall, ry * self.tall
        self.pen.ellipse((cx - wide, cy - high, cx + wide, cy + high), fill=255)

    def shape(self, *half: Point) -> None:
        """A shape from its right half, mirrored."""
        right = [self.at(x, y) for x, y in half]
        left = [self.at(-x, y) for x, y in reversed(half)]
        self.pen.polygon([*right, *left], fill=255)

    def limb(self, *joints: tuple[float, float, float]) -> None:
        """A tapering limb through joints (x, y, half its thickness)."""
        for (x0, y0, r0), (x1, y1, r1) in itertools.pairwise(joints):
            for step in range(25):
                share = step / 24
                radius = r0 + (r1 - r0) * share
                self.blob(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, radius, radius)

    def legs(self) -> None:
        b, lean = self.build.breadth, self.build.lean
        for side in (-1, 1):
            free = 0.026 if side == lean else 0.0
            self.limb(
                (side * 0.043 * b, 0.5, 0.047 * b),
                (side * (0.046 * b + free), 0.72, 0.031 * b),
                (side * (0.047 * b + free * 1.5), 0.945, 0.019),
            )
            self.blob(side * (0.056 * b + free * 1.7), 0.978, 0.031, 0.017)

    def torso(self) -> None:
        b = self.build.breadth
        self.shape(
            (0.024, 0.11), (0.027, 0.15), (0.062 * b, 0.168), (0.102 * b, 0.184), (0.112 * b, 0.205),
            (0.094 * b, 0.28), (0.074 * b, 0.39), (0.082 * b, 0.46), (0.09 * b, 0.51), (0.05 * b, 0.545),
        )  # fmt: skip

    def arms(self) -> None:
        b = self.build.breadth
        for side in (-1, 1):
            bent = 0.018 if side == self.build.lean else 0.0
            self.limb(
                (side * 0.1 * b, 0.205, 0.03),
                (side * (0.121 * b + bent), 0.345, 0.024),
                (side * (0.128 * b + bent * 0.3), 0.478, 0.0165),
            )
            self.blob(side * (0.127 * b + bent * 0.2), 0.512, 0.0155, 0.03)

    def clothes(self) -> None:
        b = self.build.breadth
        match self.build.cut:
            case "jacket":
                self.shape((0.118 * b, 0.195), (0.1 * b, 0.36), (0.112 * b, 0.53), (0.104 * b, 0.545))
            case "coat":
                self.shape(
                    (0.122 * b, 0.195),
                    (0.095 * b, 0.37),
                    (0.125 * b, 0.58),
                    (0.148 * b, 0.78),
                    (0.13 * b, 0.79),
                )
            case "dress":
                self.shape(
                    (0.06 * b, 0.34),
                    (0.078 * b, 0.42),
                    (0.125 * b, 0.62),
                    (0.165 * b, 0.82),
                    (0.12 * b, 0.835),
                )
            case _:
                self.shape((0.098 * b, 0.2), (0.084 * b, 0.38), (0.092 * b, 0.52), (0.08 * b, 0.53))

    def head(self) -> None:
        self.blob(0, 0.062, 0.0465, 0.062)
        self.blob(0, 0.088, 0.038, 0.045)
        match self.build.head:
            case "long":
                self.blob(0, 0.052, 0.058, 0.06)
                self.shape((0.057, 0.05), (0.063, 0.12), (0.073, 0.195), (0.04, 0.212))
            case "bun":
                self.blob(0, 0.05, 0.051, 0.053)
                self.blob(0, -0.012, 0.027, 0.024)
            case "hat":
                self.blob(0, 0.038, 0.098, 0.0125)
                self.shape((0.044, -0.026), (0.05, 0.035))
            case "hood":
                self.blob(0, 0.056, 0.061, 0.07)
                self.shape((0.061, 0.06), (0.066, 0.11), (0.088, 0.175), (0.05, 0.19))
            case _:
                self.blob(0, 0.047, 0.051, 0.053)
