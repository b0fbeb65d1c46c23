"""The picture area of a card: drawn at twice its size, so that edges come out smooth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from core.providers.cards.tones import Rgb, Tones, mix

OVERSAMPLING: Final = 2

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stage:
    """What a scene is drawn on. Lengths are pixels of the oversampled picture."""

    picture: Image.Image
    pen: ImageDraw.ImageDraw
    tones: Tones
    chance: Random

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.picture.width

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.picture.height


def new_stage(width: int, height: int, tones: Tones, chance: Random) -> Stage:
    """An empty stage for a picture area of `width` x `height` pixels."""
    picture = Image.new("RGB", (width * OVERSAMPLING, height * OVERSAMPLING))
    return Stage(picture, ImageDraw.Draw(picture), tones, chance)


def lay(stage: Stage, colour: Rgb, mask: Image.Image) -> None:
    """Lay a colour over the picture where the mask is; only there is anything touched."""
    if (box := mask.getbbox()) is not None:
        stage.picture.paste(colour, box, mask.crop(box))


def blurred(mask: Image.Image, radius: float) -> Image.Image:
    """The mask with soft edges; what is empty around it is not worked on."""
    soft = Image.new("L", mask.size)
    if (box := mask.getbbox()) is not None:
        reach = round(3 * radius) + 2
        left, top = max(0, box[0] - reach), max(0, box[1] - reach)
        part = mask.crop((left, top, min(mask.width, box[2] + reach), min(mask.height, box[3] + reach)))
        soft.paste(part.filter(ImageFilter.GaussianBlur(radius)), (left, top))
    return soft


def wash(stage: Stage, top: float, bottom: float, upper: Rgb, lower: Rgb) -> None:
    """A vertical gradient between two heights, over the whole width."""
    first, last = round(top), round(bottom)
    for y in range(first, last):
        stage.pen.line([(0, y), (stage.width, y)], fill=mix(upper, lower, (y - first) / max(1, last - first)))


def disc(stage: Stage, centre: Point, radius: float, fill: Rgb) -> None:
    """A filled circle."""
    x, y = centre
    stage.pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def veil(stage: Stage, shape: Sequence[Point], colour: Rgb, strength: float) -> None:
    """A polygon of colour laid over the picture, `strength` 0..1."""
    mask = Image.new("L", stage.picture.size)
    ImageDraw.Draw(mask).polygon(list(shape), fill=round(255 * strength))
    lay(stage, colour, mask)


def halo(stage: Stage, centre: Point, radius: float, colour: Rgb, rings: int = 4) -> None:
    """A light with rings of haze around it, each fainter than the one inside."""
    x, y = centre
    for ring in range(rings, 0, -1):
        reach = radius * (1 + ring * 0.42)
        mask = Image.new("L", stage.picture.size)
        ImageDraw.Draw(mask).ellipse((x - reach, y - reach, x + reach, y + reach), fill=round(52 / ring))
        lay(stage, colour, mask)
    disc(stage, centre, radius, colour)


def lit_edge(mask: Image.Image, dx: float, dy: float) -> Image.Image:
    """The part of a shape that light from (dx, dy) grazes: the shape without itself moved that way."""
    moved = Image.new("L", mask.size)
    moved.paste(mask, (-round(dx), -round(dy)))
    return ImageChops.subtract(mask, moved)
