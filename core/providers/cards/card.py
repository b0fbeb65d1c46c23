"""A whole card: the scene of its type, frame marks over it, and the slate with the name under it."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from core.models import AssetType
from core.providers.cards.figure import draw_character
from core.providers.cards.place import draw_location
from core.providers.cards.plinth import draw_prop
from core.providers.cards.stage import new_stage
from core.providers.cards.tones import Rgb, Tones, mix, tones_of
from core.providers.ports import ImageRequest
from core.rules.framing import pixel_size

LONGEST_NAME: Final = 60
"""Letters of a name that could ever fit on a slate."""

MARK: Final = "OFFLINE PLACEHOLDER"
SLATE: Final = {AssetType.CHARACTER: 0.122, AssetType.LOCATION: 0.165, AssetType.PROP: 0.145}
"""The slate's share of the card's height."""


def draw_card(request: ImageRequest) -> bytes:
    """The framing card of a request as PNG bytes: the same request always gives the same bytes."""
    tones = tones_of(request.palette)
    digest = hashlib.sha256(
        f"{request.type}\n{request.subject}\n{request.variation}\n{request.prompt}".encode("utf-8", "replace")
    )
    width, height = pixel_size(request.aspect_ratio)
    slate = round(height * SLATE[request.type])
    card = Image.new("RGB", (width, height), mix(tones.at(0.0), (0, 0, 0), 0.25))
    card.paste(_scene(request, (width, height - slate), tones, Random(digest.digest())))
    _frame_marks(card, height - slate, tones)
    _write_slate(card, height - slate, request, tones, digest.hexdigest()[:4].upper())
    out = io.BytesIO()
    card.save(out, "PNG")
    return out.getvalue()


def _scene(request: ImageRequest, size: tuple[int, int], tones: Tones, chance: Random) -> Image.Image:
    stage = new_stage(*size, tones, chance)
    match request.type:
        case AssetType.CHARACTER:
            draw_character(stage, request.prompt)
        case AssetType.LOCATION:
            draw_location(stage, request.subject)
        case AssetType.PROP:
            draw_prop(stage)
    return stage.picture.resize(size, Image.Resampling.BOX)


def _frame_marks(card: Image.Image, bottom: int, tones: Tones) -> None:
    """Corner brackets and centre ticks, as on a camera's ground glass."""
    pen, ink = ImageDraw.Draw(card), tones.at(1.0)
    inset, arm = round(min(card.size) * 0.035), round(min(card.size) * 0.05)
    right, low = card.width - 1 - inset, bottom - 1 - inset
    for x, dx in ((inset, arm), (right, -arm)):
        for y, dy in ((inset, arm), (low, -arm)):
            pen.line([(x + dx, y), (x, y), (x, y + dy)], fill=ink, width=2)
    for x in (inset, right):
        pen.line([(x - 7, bottom // 2), (x + 7, bottom // 2)], fill=ink, width=2)
    for y in (inset, low):
        pen.line([(card.width // 2, y - 7), (card.width // 2, y + 7)], fill=ink, width=2)


def _write_slate(card: Image.Image, top: int, request: ImageRequest, tones: Tones, take: str) -> None:
    """The name, what it is, the palette, and the words that say that this is no final picture."""
    pen = ImageDraw.Draw(card)
    high, margin = card.height - top, round(min(card.size) * 0.045)
    paper, quiet = tones.at(1.0), mix(tones.at(1.0), tones.at(0.0), 0.38)
    pen.rectangle((0, top, card.width, top + 4), fill=tones.accent)
    small = round(high * 0.135)
    chip = round(high * 0.17)
    mark_width = _tracked_width(MARK, small, 0.12)
    chips = chip * len(tones.steps)
    name = _printable(request.subject) or request.type.value
    _name(pen, name, (margin, top + high * 0.2), card.width - margin * 3 - chips, high * 0.36, paper)
    about = f"{request.type.value.upper()}  ·  {request.aspect_ratio.value}  ·  CARD {take}"
    base = top + high * 0.68
    _tracked(pen, (margin, base), about, small, 0.08, quiet)
    _tracked(pen, (card.width - margin - mark_width, base), MARK, small, 0.12, tones.at(0.9))
    left = card.width - margin - chips
    for step, tone in enumerate(tones.steps):
        x = left + step * chip
        y = round(top + high * 0.27)
        pen.rectangle((x, y, x + chip - 1, y + chip), fill=tone, outline=quiet)


def _name(
    pen: ImageDraw.ImageDraw, name: str, at: tuple[float, float], room: float, high: float, ink: Rgb
) -> None:
    """The name in capitals, as large as it fits, cut with an ellipsis when it never does."""
    text, size = name.upper(), round(high)
    while size > high * 0.5 and _tracked_width(text, size, 0.06) > room:
        size -= 1
    while len(text) > 1 and _tracked_width(text, size, 0.06) > room:
        text = text.rstrip("…")[:-1].rstrip() + "…"
    _tracked(pen, (at[0], at[1] + (high - size) / 2), text, size, 0.06, ink)


def _printable(name: str) -> str:
    """The name in the letters of Pillow's own font: accents fall away, of other scripts nothing is left."""
    plain = unicodedata.normalize(
        "NFKD", name.translate({0xDF: "ss", 0xE6: "ae", 0xF8: "o", 0x131: "i", 0x142: "l"})
    )
    kept = "".join(char for char in plain if (char.isascii() and char.isprintable()) or char in "‘’“”…")
    return " ".join(kept.split())[:LONGEST_NAME] if any(char.isalnum() for char in kept) else ""


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _tracked_width(text: str, size: int, tracking: float) -> float:
    font = _font(size)
    return sum(font.getlength(char) for char in text) + size * tracking * max(0, len(text) - 1)


def _tracked(
    pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, tracking: float, ink: Rgb
) -> None:
    """Text with space between its letters, `tracking` in ems."""
    font, (x, y) = _font(size), at
    for char in text:
        pen.text((x, y), char, font=font, fill=ink)
        x += font.getlength(char) + size * tracking
