"""A picture file as terminal cells: decoded, fitted and painted, all of it for a worker thread.

A cell is taken to be half as wide as it is high, so that a half block "▀" makes two square pixels of it.
Pictures are fitted into the room, never stretched. What is painted once is kept (path, time of change, room,
engine).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.errors import BadPicture

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 64_000_000
"""Pictures with more pixels are refused before they are decoded: 64 MP take 256 MB."""

UPPER_HALF = "▀"

Depth = Literal["direct", "segments", "grey"]
"""How colours reach the terminal: raw truecolor lines, segments that Textual adapts, or greys."""


@dataclass(frozen=True, slots=True)
class CellPicture:
    """A painted picture: `strips`, one a line, each `width` cells."""

    width: int
    height: int
    strips: tuple[Strip, ...]


class Painter(Protocol):
    """Turns pixels into lines of cells."""

    def __call__(self, pixels: Image) -> tuple[Strip, ...]:
        """The lines of `pixels`, an RGB picture as wide as its cells and twice as high as its lines."""


def paint_file(path: Path, width: int, height: int, depth: Depth) -> CellPicture:
    """The picture at `path`, fitted into `width` x `height` cells. Slow: call it in a thread.

    Raises:
        BadPicture: the file is missing, broken, no PNG, JPEG or WebP, or has more than `MAX_PIXELS`.
    """
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise BadPicture(
            f"The picture {path.name} can't be found. It may have been moved or deleted."
        ) from error
    return _painted(path, changed, width, height, depth)


@lru_cache(maxsize=64)
def _painted(path: Path, _changed: int, width: int, height: int, depth: Depth) -> CellPicture:
    pixels = _fitted(path, width, height)
    if depth == "grey":
        pixels = pixels.convert("L").convert("RGB")
    strips = painter(depth)(pixels)
    return CellPicture(pixels.width, len(strips), strips)


def painter(depth: Depth) -> Painter:
    """Who paints: term-image for raw lines where it is installed (not on Python 3.14), else our own."""
    return _paint_by_term_image if depth == "direct" and _term_image_works() else paint_segments


def fit(size: tuple[int, int], width: int, height: int) -> tuple[int, int]:
    """The pixels (wide, high; high is even) of a picture of `size` fitted into `width` x `height` cells."""
    scale = min(width / size[0], 2 * height / size[1])
    wide = min(width, max(1, round(size[0] * scale)))
    lines = min(height, max(1, round(size[1] * scale / 2)))
    return wide, 2 * lines


def _fitted(path: Path, width: int, height: int) -> Image:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path, formats=("PNG", "JPEG", "WEBP")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise BadPicture(
                    f"The picture {path.name} is too large to show: {image.width}x{image.height}."
                )
            target = fit(image.size, width, height)
            image.draft("RGB", (target[0] * 2, target[1] * 2))
            flat = _without_alpha(image)
            return flat.resize(target, Image.Resampling.LANCZOS, reducing_gap=2.0)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadPicture(f"The picture {path.name} is damaged and can't be shown.") from error


def _without_alpha(image: Image) -> Image:
    from PIL import Image as Pillow

    if image.mode not in {"RGBA", "LA", "PA"} and "transparency" not in image.info:
        return image.convert("RGB")
    opaque = image.convert("RGBA")
    ground = Pillow.new("RGBA", opaque.size, (128, 128, 128, 255))
    return Pillow.alpha_composite(ground, opaque).convert("RGB")


def paint_segments(pixels: Image) -> tuple[Strip, ...]:
    """Lines of half blocks as ordinary segments: Textual's filters and colour systems apply to them."""
    data, width = pixels.tobytes(), pixels.width
    row = 3 * width
    return tuple(
        _line(data[at : at + row], data[at + row : at + 2 * row], width)
        for at in range(0, len(data), 2 * row)
    )


def _line(upper: bytes, lower: bytes, width: int) -> Strip:
    segments: list[Segment] = []
    run, last = 0, b""
    for at in range(0, 3 * width, 3):
        pair = upper[at : at + 3] + lower[at : at + 3]
        if run and pair != last:
            segments.append(Segment(UPPER_HALF * run, _style(last)))
            run = 0
        run, last = run + 1, pair
    segments.append(Segment(UPPER_HALF * run, _style(last)))
    return Strip(segments, width)


def _style(pair: bytes) -> Style:
    return Style(color=Color.from_rgb(*pair[:3]), bgcolor=Color.from_rgb(*pair[3:]))


@lru_cache(maxsize=1)
def _term_image_works() -> bool:
    try:
        with warnings.catch_warnings():
            # It warns when the process has no terminal, as under a test runner.
            warnings.simplefilter("ignore")
            import term_image
    except ImportError:
        return False
    # Before anything else of it: its queries type junk into whatever has the focus.
    term_image.disable_queries()
    term_image.set_cell_ratio(0.5)
    return True


def _paint_by_term_image(pixels: Image) -> tuple[Strip, ...]:
    """term-image's lines go to the terminal as they are; the segments are for what cuts the lines."""
    from term_image.image import BlockImage

    image = BlockImage(pixels, width=pixels.width)
    lines = str(image).split("\n")
    strips = paint_segments(pixels)
    if len(lines) != len(strips):
        return strips
    for strip, line in zip(strips, lines, strict=True):
        strip._render_cache = line
    return strips
