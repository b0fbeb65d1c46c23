"""Looking at picture bytes before they count, whether a model, a file or a box sent them.

Everything here is pure and slow (a 1K picture takes 10 to 50 ms): callers run it in a thread.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from core.errors import BadPicture
from core.models import AspectRatio
from core.rules.framing import pixel_size

if TYPE_CHECKING:
    from PIL import Image

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_PIXELS: Final = 80_000_000

_FORMATS: Final = ("PNG", "JPEG", "WEBP")  # without this list Pillow starts Ghostscript on EPS bytes
_MIMES: Final = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
_EDGE: Final = 48
"""The border's colour is taken from a copy so many pixels wide, so that it is not one stray pixel's."""
_FOREIGN: Final = (
    (b"%PDF", "a PDF"),
    (b"%!PS", "an EPS or PostScript file"),
    (b"\xc5\xd0\xd3\xc6", "an EPS file"),
    (b"GIF8", "a GIF"),
    (b"BM", "a BMP"),
    (b"II*\0", "a TIFF"),
    (b"MM\0*", "a TIFF"),
    (b"8BPS", "a Photoshop file"),
    (b"PK\x03\x04", "a ZIP archive"),
)


@dataclass(frozen=True, slots=True)
class PictureInfo:
    """What bytes are: MIME type by content, size in pixels as a person sees it (turned as EXIF says)."""

    mime: str
    width: int
    height: int


def inspect_picture(data: bytes) -> PictureInfo:
    """Decode `data` to its last pixel and say what it is.

    Raises:
        BadPicture: empty, too large (64 MB, 80 megapixels), not PNG, JPEG or WebP, or damaged.
    """
    with _decoded(data) as (picture, mime):
        return PictureInfo(mime, picture.width, picture.height)


def fit_picture(data: bytes, ratio: AspectRatio, how: Literal["crop", "pad"]) -> bytes:
    """A PNG of the size that `pixel_size(ratio)` gives, nothing stretched.

    "crop" cuts what is over from both sides alike; "pad" shows all, on bars in the mean colour of the
    picture's border.

    Raises:
        BadPicture: as `inspect_picture`.
    """
    from PIL import Image, ImageOps

    size = pixel_size(ratio)
    with _decoded(data) as (picture, _):
        flat = _opaque(picture)
        if how == "crop":
            fitted = ImageOps.fit(flat, size, Image.Resampling.LANCZOS)
        else:
            fitted = ImageOps.pad(flat, size, Image.Resampling.LANCZOS, color=_border_colour(flat))
        out = io.BytesIO()
        fitted.save(out, "PNG")
        return out.getvalue()


def downscaled_jpeg(data: bytes, longest: int, quality: int = 84) -> bytes:
    """A JPEG copy whose longer side is at most `longest` pixels, for embedding and previews.

    Raises:
        BadPicture: as `inspect_picture`.
    """
    from PIL import Image

    with _decoded(data) as (picture, _):
        flat = _opaque(picture)
        flat.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        flat.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        return out.getvalue()


@contextmanager
def _decoded(data: bytes) -> Iterator[tuple[Image.Image, str]]:
    """The upright picture and its MIME type; every way to fail is a `BadPicture`."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    if not data:
        raise BadPicture("The picture is empty: no bytes arrived. Try again, or choose another file.")
    if len(data) > MAX_BYTES:
        raise BadPicture(f"The picture has {len(data) >> 20} MB; up to {MAX_BYTES >> 20} MB can be read.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(data), formats=_FORMATS)
            _require_sane_size(opened.width, opened.height)
            opened.load()  # type: ignore[no-untyped-call]
            mime = _MIMES[str(opened.format)]
            upright = ImageOps.exif_transpose(opened) or opened
    except UnidentifiedImageError as error:
        raise BadPicture(
            f"This is {_what_it_is(data)}, not a picture; PNG, JPEG and WebP can be read."
        ) from error
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise BadPicture(_too_many_pixels("more pixels than can be read safely")) from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise BadPicture(
            "The picture is damaged or cut off: it can't be decoded to its end. Fetch or save it again."
        ) from error
    with upright:
        yield upright, mime


def _require_sane_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise BadPicture(_too_many_pixels(f"{width} x {height} pixels"))


def _too_many_pixels(how_many: str) -> str:
    return f"The picture has {how_many}; scale it down to at most {MAX_PIXELS // 1_000_000} megapixels first."


def _what_it_is(data: bytes) -> str:
    for magic, name in _FOREIGN:
        if data.startswith(magic):
            return name
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head")):
        return "a web page"
    if head.startswith((b"<svg", b"<?xml")):
        return "SVG or XML"
    if head.startswith((b"{", b"[")):
        return "JSON text"
    return "something else"


def _opaque(picture: Image.Image) -> Image.Image:
    """The picture in RGB; what is transparent becomes white, as it is shown on paper."""
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(paper, seen).convert("RGB")
    return picture.convert("RGB")


def _border_colour(picture: Image.Image) -> tuple[int, int, int]:
    from PIL import ImageStat

    small = picture.resize((_EDGE, _EDGE))
    edges = [small.crop((0, 0, _EDGE, 1)), small.crop((0, _EDGE - 1, _EDGE, _EDGE))]
    edges += [small.crop((0, 0, 1, _EDGE)), small.crop((_EDGE - 1, 0, _EDGE, _EDGE))]
    means = [ImageStat.Stat(edge).mean for edge in edges]
    red, green, blue = (round(sum(mean[band] for mean in means) / len(means)) for band in range(3))
    return red, green, blue
