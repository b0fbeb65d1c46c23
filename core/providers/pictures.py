"""Looking at picture bytes before they count, whether a model, a file or a box sent them.

Everything here is pure and slow (a 1K picture takes 10 to 50 ms): callers run it in a thread.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.errors import BadPicture
from core.models import Anchor, AspectRatio, Fit
from core.rules.framing import fitted_size

if TYPE_CHECKING:
    from PIL import Image

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_PIXELS: Final = 80_000_000
MAX_NARROWNESS: Final = 100

_FORMATS: Final = ("PNG", "JPEG", "WEBP")  # without this list Pillow starts Ghostscript on EPS bytes
# MPO is what Pillow calls a JPEG of a telephone that carries a second picture.
_MIMES: Final = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "MPO": "image/jpeg"}
_CENTRES: Final[Mapping[Anchor, tuple[float, float]]] = {
    "centre": (0.5, 0.5),
    "top": (0.5, 0.0),
    "bottom": (0.5, 1.0),
    "left": (0.0, 0.5),
    "right": (1.0, 0.5),
}
_DAMAGED: Final = (OSError, SyntaxError, ValueError, EOFError, MemoryError, struct.error, KeyError, TypeError)
_ORIENTATION: Final = 0x0112
_DEEP: Final = ("I", "I;16", "I;16B", "I;16L", "I;16N", "F")
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
    """What bytes are: MIME type by content, size in pixels as a person sees it (turned as EXIF says).

    `oddities` are sentences about what not every program shows alike; a plain picture has none.
    """

    mime: str
    width: int
    height: int
    oddities: tuple[str, ...] = ()


def inspect_picture(data: bytes) -> PictureInfo:
    """Decode `data` to its last pixel and say what it is.

    Raises:
        BadPicture: empty, too large (64 MB, 80 megapixels), not PNG, JPEG or WebP, or damaged.
    """
    with _decoded(data) as (_, info):
        return info


def plain_picture(data: bytes) -> bytes:
    """The same picture as everybody sees it: an upright, opaque PNG in RGB with 8 bits; its first frame.

    Raises:
        BadPicture: as `inspect_picture`.
    """
    with _decoded(data) as (picture, _):
        return _png(_opaque(picture))


def fit_picture(
    data: bytes, ratio: AspectRatio, how: Fit, anchor: Anchor = "centre", longest: int | None = None
) -> bytes:
    """A PNG in the ratio, as large as `fitted_size` says or at most `longest` pixels, nothing stretched.

    "crop" cuts away from `anchor` what is over; "pad" shows all, on bars in the mean colour of the picture's
    border.

    Raises:
        BadPicture: as `inspect_picture`.
    """
    from PIL import Image, ImageOps

    with _decoded(data) as (picture, info):
        size = fitted_size(info.width, info.height, ratio, how)
        if longest is not None and max(size) > longest:
            size = round(size[0] * longest / max(size)), round(size[1] * longest / max(size))
        flat = _opaque(picture)
        if how == "crop":
            fitted = ImageOps.fit(flat, size, Image.Resampling.LANCZOS, centering=_CENTRES[anchor])
        else:
            fitted = ImageOps.pad(flat, size, Image.Resampling.LANCZOS, color=_border_colour(flat))
        return _png(fitted)


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
def _decoded(data: bytes) -> Iterator[tuple[Image.Image, PictureInfo]]:
    """The upright picture and what it is; every way to fail is a `BadPicture`."""
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
            mime, oddities = _MIMES[str(opened.format)], _oddities(opened)
            upright = ImageOps.exif_transpose(opened) or opened
    except UnidentifiedImageError as error:
        raise BadPicture(
            f"This is {_what_it_is(data)}, which can't be used; a PNG, JPEG or WebP can."
        ) from error
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise BadPicture(_too_many_pixels("more pixels than can be read safely")) from error
    except _DAMAGED as error:
        raise BadPicture(
            "The picture is damaged or cut off: it can't be decoded to its end. Fetch or save it again."
        ) from error
    with upright:
        yield upright, PictureInfo(mime, upright.width, upright.height, oddities)


def _oddities(picture: Image.Image) -> tuple[str, ...]:
    found = []
    if picture.getexif().get(_ORIENTATION, 1) != 1:
        found.append("It lies on its side in the file and is turned upright.")
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        found.append("It is animated: its first frame is taken.")
    if picture.mode == "CMYK":
        found.append("It is in printing colours (CMYK) and is brought into RGB.")
    if picture.mode in _DEEP:
        found.append("It has more than 8 bits a pixel and is brought to 8.")
    if _is_transparent(picture):
        found.append("It is transparent in parts: there it becomes white.")
    return tuple(found)


def _is_transparent(picture: Image.Image) -> bool:
    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return False
    lowest, _ = picture.convert("RGBA").getchannel("A").getextrema()
    return bool(lowest < 255)  # type: ignore[operator]


def _require_sane_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise BadPicture(_too_many_pixels(f"{width} x {height} pixels"))
    if max(width, height) > MAX_NARROWNESS * min(width, height):
        raise BadPicture(f"The picture has {width} x {height} pixels: a line, in which nothing can be seen.")


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
    if picture.mode in _DEEP:
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    return _from_printing_colours(picture) if picture.mode == "CMYK" else picture.convert("RGB")


def _from_printing_colours(picture: Image.Image) -> Image.Image:
    """CMYK as its own profile says, for the plain conversion gives colours that nobody has printed."""
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if profile:
        with suppress(ImageCms.PyCMSError, OSError):
            source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            if converted := ImageCms.profileToProfile(picture, source, target, outputMode="RGB"):
                return converted
    return picture.convert("RGB")


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _border_colour(picture: Image.Image) -> tuple[int, int, int]:
    from PIL import ImageStat

    small = picture.resize((_EDGE, _EDGE))
    edges = [small.crop((0, 0, _EDGE, 1)), small.crop((0, _EDGE - 1, _EDGE, _EDGE))]
    edges += [small.crop((0, 0, 1, _EDGE)), small.crop((_EDGE - 1, 0, _EDGE, _EDGE))]
    means = [ImageStat.Stat(edge).mean for edge in edges]
    red, green, blue = (round(sum(mean[band] for mean in means) / len(means)) for band in range(3))
    return red, green, blue
