"""Picture bytes as they come from models, files and attackers."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Literal

import pytest
from PIL import Image

from core.errors import BadPicture
from core.models import AspectRatio
from core.providers.pictures import MAX_BYTES, downscaled_jpeg, fit_picture, inspect_picture
from core.rules.framing import pixel_size


def encoded(
    format: str, size: tuple[int, int] = (60, 40), colour: str = "#c04020", mode: str = "RGB"
) -> bytes:
    """A plain picture, or one of grain, in one of Pillow's formats."""
    picture = (
        Image.effect_noise(size, 60).convert(mode) if colour == "noise" else Image.new(mode, size, colour)
    )
    out = io.BytesIO()
    picture.save(out, format)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_the_three_formats_are_known_by_their_content(format: str) -> None:
    info = inspect_picture(encoded(format))
    assert info.mime == f"image/{format.lower()}"
    assert (info.width, info.height) == (60, 40)


def test_a_photograph_on_its_side_is_measured_upright() -> None:
    exif = Image.new("RGB", (1, 1)).getexif()
    exif[0x0112] = 6
    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, "JPEG", exif=exif)
    info = inspect_picture(out.getvalue())
    assert (info.width, info.height) == (40, 60)


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_cut_off_picture_is_refused(format: str, share: float) -> None:
    whole = encoded(format, (200, 200), "noise")
    with pytest.raises(BadPicture, match="damaged or cut off"):
        inspect_picture(whole[: int(len(whole) * share)])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(x) show\n", "EPS"),
        (b"<!DOCTYPE html><html><body>502</body></html>", "web page"),
        (b'\n  {"error": {"code": 429}}', "JSON"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"%PDF-1.7", "PDF"),
        (encoded("GIF"), "This is a GIF, which can't be used; a PNG, JPEG or WebP can."),
        (encoded("BMP"), "BMP"),
        (encoded("TIFF"), "TIFF"),
        (b"\x00\x01\x02 nothing at all", "something else"),
        (b"\x89PNG\r\n\x1a\n", "damaged|something else"),
    ],
    ids=lambda value: value[:12] if isinstance(value, bytes) else None,
)
def test_what_is_no_picture_is_refused_by_its_name(data: bytes, said: str) -> None:
    with pytest.raises(BadPicture, match=said) as caught:
        inspect_picture(data)
    assert caught.value.message.endswith(".")
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("side", [9_000, 12_000, 60_000])
def test_a_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    with pytest.raises(BadPicture, match="pixels"):
        inspect_picture(png_that_claims(side, side))


def test_a_line_is_no_picture() -> None:
    with pytest.raises(BadPicture, match="a line"):
        inspect_picture(encoded("PNG", (3000, 2)))


def test_too_many_bytes_are_refused_unread() -> None:
    with pytest.raises(BadPicture, match="64 MB can be read"):
        inspect_picture(bytes(MAX_BYTES + 1))


@pytest.mark.parametrize("how", ["crop", "pad"])
@pytest.mark.parametrize("ratio", AspectRatio)
@pytest.mark.parametrize("size", [(300, 300), (50, 400), (640, 100)])
def test_a_fitted_picture_has_exactly_the_size_of_its_ratio(
    how: Literal["crop", "pad"], ratio: AspectRatio, size: tuple[int, int]
) -> None:
    info = inspect_picture(fit_picture(encoded("JPEG", size), ratio, how))
    assert (info.width, info.height) == pixel_size(ratio)
    assert info.mime == "image/png"


def square_on_white() -> bytes:
    """A wide white picture with a red square in its middle."""
    picture = Image.new("RGB", (400, 200), "white")
    picture.paste("red", (150, 50, 250, 150))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("how", ["crop", "pad"])
def test_nothing_is_stretched_and_bars_take_the_colour_of_the_border(how: Literal["crop", "pad"]) -> None:
    fitted = Image.open(io.BytesIO(fit_picture(square_on_white(), AspectRatio.SQUARE, how))).convert("RGB")
    red = fitted.getchannel("G").point([255] * 128 + [0] * 128).getbbox()
    assert red is not None
    left, top, right, bottom = red
    assert abs((right - left) - (bottom - top)) <= 2
    assert fitted.getpixel((2, 2)) == (255, 255, 255)


def test_transparency_becomes_white_paper() -> None:
    fitted = fit_picture(encoded("PNG", (50, 50), "#00000000", "RGBA"), AspectRatio.SQUARE, "crop")
    assert Image.open(io.BytesIO(fitted)).getpixel((500, 500)) == (255, 255, 255)


def test_a_preview_is_no_larger_than_asked_and_never_enlarged() -> None:
    large, small = downscaled_jpeg(encoded("PNG", (3000, 1500)), 1200), downscaled_jpeg(encoded("WEBP"), 1200)
    assert inspect_picture(large).mime == "image/jpeg"
    assert (inspect_picture(large).width, inspect_picture(large).height) == (1200, 600)
    assert (inspect_picture(small).width, inspect_picture(small).height) == (60, 40)
