"""A picture file decoded and scaled into a room of cells; all of it for a worker thread."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import BadPicture

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 64_000_000
"""Pictures with more pixels are refused before they are decoded: 64 MP take 256 MB."""

THRIFTY_PIXELS = 512 * 768
"""Pixels that are sent over a network at most."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a picture goes: `pixels` (wide, high) of it in `columns` x `lines` cells."""

    pixels: tuple[int, int]
    columns: int
    lines: int


@dataclass(frozen=True, slots=True)
class Canvas:
    """Decoded `pixels` (RGB) for `columns` x `lines` cells; `source` is the file's own size in pixels."""

    pixels: Image
    columns: int
    lines: int
    source: tuple[int, int]


def fit(size: tuple[int, int], room: tuple[int, int], grid: tuple[int, int], cell: tuple[int, int]) -> Fit:
    """A picture of `size` pixels in a room of cells, each `grid` pixels of ours and `cell` of the terminal's.

    The picture keeps its ratio: where it fills a part of its last cells only, the rest of them stays empty.
    """
    scale = min(room[0] * cell[0] / size[0], room[1] * cell[1] / size[1])
    wide = min(room[0] * grid[0], max(1, round(size[0] * scale * grid[0] / cell[0])))
    high = min(room[1] * grid[1], max(1, round(size[1] * scale * grid[1] / cell[1])))
    return Fit((wide, high), ceil(wide / grid[0]), ceil(high / grid[1]))


def decode(
    path: Path, room: tuple[int, int], grid: tuple[int, int], cell: tuple[int, int], most: int | None = None
) -> Canvas:
    """The picture at `path`, scaled to what `room` takes; to `most` pixels at most, and never above its own
    size, when `most` is given.

    Raises:
        BadPicture: the file is missing, broken, no PNG, JPEG or WebP, or has more than `MAX_PIXELS`.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path, formats=("PNG", "JPEG", "WEBP")) as image:
            source = image.size
            if source[0] * source[1] > MAX_PIXELS:
                raise BadPicture(f"The picture {path.name} is too large to show: {source[0]}x{source[1]}.")
            placed = fit(source, room, grid, cell)
            target = placed.pixels if most is None else _shrunk(placed.pixels, source, most)
            image.draft("RGB", (target[0] * 2, target[1] * 2))
            flat = _without_alpha(image)
            pixels = flat.resize(target, Image.Resampling.LANCZOS, reducing_gap=2.0)
            return Canvas(pixels, placed.columns, placed.lines, source)
    except FileNotFoundError as error:
        raise missing(path) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadPicture(f"The picture {path.name} is damaged and can't be shown.") from error


def missing(path: Path) -> BadPicture:
    """The error for a file that is not there."""
    return BadPicture(f"The picture {path.name} can't be found. It may have been moved or deleted.")


def _shrunk(target: tuple[int, int], source: tuple[int, int], most: int) -> tuple[int, int]:
    factor = min(1.0, source[0] / target[0], source[1] / target[1], (most / (target[0] * target[1])) ** 0.5)
    return max(1, round(target[0] * factor)), max(1, round(target[1] * factor))


def _without_alpha(image: Image) -> Image:
    from PIL import Image as Pillow

    if image.mode not in {"RGBA", "LA", "PA"} and "transparency" not in image.info:
        return image.convert("RGB")
    opaque = image.convert("RGBA")
    ground = Pillow.new("RGBA", opaque.size, (128, 128, 128, 255))
    return Pillow.alpha_composite(ground, opaque).convert("RGB")


def filled(canvas: Canvas, grid: tuple[int, int], ground: tuple[int, int, int]) -> Image:
    """The pixels of all cells of the canvas: what the picture leaves of its last cells is `ground`."""
    from PIL import Image as Pillow

    size = (canvas.columns * grid[0], canvas.lines * grid[1])
    if canvas.pixels.size == size:
        return canvas.pixels
    whole = Pillow.new("RGB", size, ground)
    whole.paste(canvas.pixels, ((size[0] - canvas.pixels.width) // 2, 0))
    return whole
