"""The offline image provider: cards in the right shape, repeatable, small, and marked."""

from __future__ import annotations

import asyncio
import io
from itertools import pairwise

import pytest
from PIL import Image, ImageChops

from core.models import AspectRatio, AssetType
from core.providers.offline import OfflineImages
from core.providers.pictures import inspect_picture
from core.providers.ports import ImageModel, ImageRequest
from core.rules.framing import aspect_ratio_for, pixel_size
from core.styles import builtin_capsules

PALETTE = builtin_capsules()[0].palette
ODD_PALETTES = [(), ("#000000",), ("#ffffff", "#fffffe"), ("red", "#12", "#777777"), ("#FF00AA",) * 9]


def request(
    type: AssetType = AssetType.PROP,
    prompt: str = "a brass key",
    subject: str = "The Key",
    palette: tuple[str, ...] = PALETTE,
) -> ImageRequest:
    return ImageRequest(prompt, aspect_ratio_for(type), subject, type, palette)


async def picture_of(asked: ImageRequest) -> Image.Image:
    return Image.open(io.BytesIO((await OfflineImages().generate(asked)).data)).convert("RGB")


def test_it_is_free_and_says_that_it_is_offline() -> None:
    provider: ImageModel = OfflineImages()
    assert provider.info.offline
    assert provider.info.model == "framing card"
    assert provider.price_usd == 0.0


@pytest.mark.parametrize("type", AssetType)
async def test_a_card_is_a_small_png_in_the_ratio_of_its_type_and_marked(type: AssetType) -> None:
    answer = await OfflineImages().generate(request(type))
    info = inspect_picture(answer.data)
    assert answer.placeholder
    assert answer.price_usd == 0.0
    assert info.mime == "image/png"
    assert (info.width, info.height) == pixel_size(aspect_ratio_for(type))
    assert len(answer.data) < 150_000


async def test_the_ratio_asked_for_wins_over_the_type() -> None:
    asked = ImageRequest("wide", AspectRatio.LANDSCAPE, "Key", AssetType.PROP, PALETTE)
    assert (await picture_of(asked)).size == pixel_size(AspectRatio.LANDSCAPE)


@pytest.mark.parametrize("type", AssetType)
async def test_the_same_request_gives_the_same_bytes_another_prompt_another_picture(type: AssetType) -> None:
    provider = OfflineImages()
    cards = [(await provider.generate(request(type, f"take {take}"))).data for take in (1, 1, 2, 3, 4)]
    assert cards[0] == cards[1]
    assert len(set(cards)) == 4


@pytest.mark.parametrize("type", AssetType)
async def test_another_prompt_changes_the_scene_and_not_only_its_number(type: AssetType) -> None:
    scenes = []
    for take in range(3):
        card = await picture_of(request(type, f"take {take}"))
        scenes.append(card.crop((0, 0, card.width, round(card.height * 0.8))))
    assert all(ImageChops.difference(one, other).getbbox() for one, other in pairwise(scenes))


async def test_the_card_takes_its_colours_from_the_palette() -> None:
    red = await picture_of(request(palette=("#200000", "#ff0000", "#ffd0d0")))
    blue = await picture_of(request(palette=("#000020", "#0000ff", "#d0d0ff")))
    mean_red, mean_blue = red.resize((1, 1)).getpixel((0, 0)), blue.resize((1, 1)).getpixel((0, 0))
    assert isinstance(mean_red, tuple)
    assert isinstance(mean_blue, tuple)
    assert mean_red[0] > mean_red[2] + 40
    assert mean_blue[2] > mean_blue[0] + 40


async def test_the_placeholder_mark_stands_in_every_card_alike() -> None:
    """The lower right of the slate is the same for every name and prompt, and is not empty."""
    corners = []
    for name, prompt in (("A", "1"), ("The Very Long Name of a Thing That Goes On and On", "2")):
        card = await picture_of(request(subject=name, prompt=prompt))
        corners.append(card.crop((card.width * 6 // 10, round(card.height * 0.945), card.width, card.height)))
    assert corners[0].tobytes() == corners[1].tobytes()
    assert len(corners[0].getcolors(100_000) or []) > 8


@pytest.mark.parametrize("palette", ODD_PALETTES, ids=str)
async def test_any_palette_leaves_the_slate_legible(palette: tuple[str, ...]) -> None:
    card = await picture_of(request(palette=palette))
    slate = card.crop((0, round(card.height * 0.88), card.width, card.height)).convert("L")
    darkest, lightest = slate.getextrema()
    assert isinstance(darkest, int)
    assert isinstance(lightest, int)
    assert lightest - darkest > 120


@pytest.mark.parametrize("name", ["", "王小明", "\U0001f480", "Łódź", "x" * 5000, "a\nb\x00", "\ud800"])
@pytest.mark.parametrize("type", AssetType)
async def test_no_name_breaks_a_card(name: str, type: AssetType) -> None:
    answer = await OfflineImages().generate(request(type, subject=name))
    assert inspect_picture(answer.data).mime == "image/png"


async def test_drawing_leaves_the_event_loop_free() -> None:
    drawing = asyncio.create_task(OfflineImages().generate(request(AssetType.CHARACTER)))
    turns = 0
    while not drawing.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 20
