"""Candidates: put away and brought back, own pictures in any state, what each was made from."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from core.errors import AssetLocked, BadPicture, InvalidInput, NotLockable
from core.models import Asset, ImageId
from tests.core.services.conftest import Studio
from tests.fakes.engines import picture


async def asset_of(studio: Studio, name: str = "MARA VOSS") -> Asset:
    return (await studio.services.assets.find(studio.branch, name)).asset


async def two_pictures(studio: Studio) -> tuple[Asset, ImageId, ImageId]:
    """Mara with her image key and another candidate."""
    asset = (await studio.assets())[0]
    await studio.lock_style()
    await studio.services.images.enqueue([asset.id], count=2)
    await studio.run_queue()
    asset = await asset_of(studio)
    other, key = (image.id for image in await studio.services.assets.candidates(asset.id))
    assert asset.image_key_id == key
    return asset, key, other


async def shown(studio: Studio, asset: Asset) -> list[ImageId]:
    return [image.id for image in await studio.services.assets.candidates(asset.id)]


async def test_a_key_that_is_put_away_leaves_the_asset_without_and_comes_back_as_the_key(
    studio: Studio,
) -> None:
    asset, key, other = await two_pictures(studio)
    await studio.services.candidates.delete(key)
    without = await asset_of(studio)
    assert (without.image_key_id, without.version) == (None, asset.version + 1)
    assert await shown(studio, asset) == [other]
    with pytest.raises(InvalidInput, match="put away"):
        await studio.services.assets.choose_image_key(asset.id, key)
    await studio.services.candidates.delete(key)
    await studio.services.candidates.restore(key)
    again = await asset_of(studio)
    assert (again.image_key_id, again.version) == (key, asset.version + 2)
    assert await shown(studio, asset) == [other, key]


async def test_a_key_that_is_put_away_can_not_be_locked_whoever_made_it_the_key(studio: Studio) -> None:
    asset, key, _ = await two_pictures(studio)
    await studio.services.candidates.delete(key)
    async with studio.store.write() as tx:
        (await tx.asset(asset.id)).image_key_id = key
    with pytest.raises(NotLockable):
        await studio.services.assets.lock(asset.id)


async def test_the_text_that_a_picture_was_made_from_stays_in_the_history(studio: Studio) -> None:
    asset, _, _ = await two_pictures(studio)
    assets = studio.services.assets
    first = await assets.save(asset.id, asset.version, description="Typed.")
    pictured = await assets.save(asset.id, first.version, description="Drawn.", additions="A scar.")
    await studio.services.images.enqueue([asset.id])
    await studio.run_queue()
    now = (await asset_of(studio)).version
    await assets.save(asset.id, now, description="Typed on at once.")
    newest = (await assets.candidates(asset.id))[0]
    made = await studio.services.candidates.made_from(newest.id)
    assert (made.description, made.additions) == (pictured.description, "A scar.")
    assert "Drawn." in [revision.description for revision in await assets.revisions(asset.id)]


async def test_a_key_that_was_replaced_meanwhile_comes_back_as_a_candidate(studio: Studio) -> None:
    asset, key, other = await two_pictures(studio)
    await studio.services.candidates.delete(key)
    await studio.services.assets.choose_image_key(asset.id, other)
    await studio.services.candidates.restore(key)
    assert (await asset_of(studio)).image_key_id == other
    await studio.services.candidates.delete(other)
    await studio.services.candidates.restore(key)
    assert (await asset_of(studio)).image_key_id is None


async def test_what_was_never_the_key_does_not_become_it(studio: Studio) -> None:
    asset, key, other = await two_pictures(studio)
    await studio.services.candidates.delete(other)
    assert (await asset_of(studio)).version == asset.version
    await studio.services.candidates.delete(key)
    await studio.services.candidates.restore(other)
    assert (await asset_of(studio)).image_key_id is None


async def test_the_key_of_a_locked_asset_stays_and_its_other_candidates_may_go(studio: Studio) -> None:
    asset, key, other = await two_pictures(studio)
    await studio.services.assets.lock(asset.id)
    with pytest.raises(AssetLocked, match="locked with this picture"):
        await studio.services.candidates.delete(key)
    await studio.services.candidates.delete(other)
    assert await shown(studio, asset) == [key]


# --- own pictures ------------------------------------------------------------------------------


def saved(path: Path, picture: Image.Image, format: str, **how: object) -> Path:
    picture.save(path, format, **how)
    return path


def sideways(path: Path) -> Path:
    exif = Image.new("RGB", (1, 1)).getexif()
    exif[0x0112] = 6
    half = Image.new("RGB", (300, 200), "blue")
    half.paste("red", (0, 0, 150, 200))
    return saved(path, half, "JPEG", exif=exif)


def telephone(path: Path) -> Path:
    """A JPEG with a second picture in it, as telephones write it."""
    return saved(
        path, Image.new("RGB", (200, 300)), "MPO", save_all=True, append_images=[Image.new("RGB", (20, 30))]
    )


def moving(path: Path) -> Path:
    first, second = (Image.new("RGB", (200, 300), colour) for colour in ("red", "blue"))
    return saved(path, first, "WEBP", save_all=True, append_images=[second])


def still(mode: str, format: str, colour: int = 0) -> Callable[[Path], Path]:
    return lambda path: saved(path, Image.new(mode, (200, 300), colour), format)


RED, WHITE = (255, 0, 0), (255, 255, 255)
ODD = (
    ("sideways.jpg", sideways, "turned upright", RED),
    ("clear.png", still("RGBA", "PNG"), "becomes white", WHITE),
    ("print.jpg", still("CMYK", "JPEG"), "CMYK", WHITE),
    ("deep.png", still("I;16", "PNG", 40_000), "8 bits", (156, 156, 156)),
    ("moving.webp", moving, "first frame", RED),
)


async def to_import(studio: Studio, name: str = "MARA VOSS") -> Asset:
    await studio.assets()
    await studio.lock_style()
    return await asset_of(studio, name)


async def test_a_picture_in_any_state_becomes_a_plain_one_and_is_told(studio: Studio, tmp_path: Path) -> None:
    asset = await to_import(studio)
    for name, make, said, colour in ODD:
        path = make(tmp_path / name)
        found = await studio.services.candidates.inspect(asset.id, path)
        assert found.fits, name
        assert said in found.notes[0], name
        image = await studio.services.candidates.import_picture(asset.id, path)
        with Image.open(image.path) as stored:
            assert (stored.format, stored.mode, stored.size) == ("PNG", "RGB", (200, 300)), name
            assert stored.getpixel((5, 5)) == pytest.approx(colour, abs=3), name


async def test_a_telephones_picture_is_taken_as_it_is(studio: Studio, tmp_path: Path) -> None:
    asset = await to_import(studio)
    path = telephone(tmp_path / "telephone.jpg")
    image = await studio.services.candidates.import_picture(asset.id, path)
    assert image.mime == "image/jpeg"
    assert image.path.read_bytes() == path.read_bytes()


async def test_the_question_of_crop_or_pad_is_asked_with_what_each_would_do(
    studio: Studio, tmp_path: Path
) -> None:
    asset = await to_import(studio)
    tall, wide = tmp_path / "tall.png", tmp_path / "wide.png"
    tall.write_bytes(picture(400, 1200))
    wide.write_bytes(picture(1200, 900))
    found = await studio.services.candidates.inspect(asset.id, tall)
    assert (found.width, found.height, found.ratio, found.fits) == (400, 1200, "2:3", False)
    assert (found.cuts, found.spare_percent, found.anchor) == ("top and bottom", 50, "top")
    assert found.notes == ("It is small: generated pictures have 848x1264 pixels.",)
    found = await studio.services.candidates.inspect(asset.id, wide)
    assert (found.cuts, found.spare_percent, found.anchor, found.notes) == ("sides", 50, "centre", ())
    prop = await asset_of(studio, "BRASS WHISTLE")
    assert (await studio.services.candidates.inspect(prop.id, tall)).anchor == "centre"


async def test_a_head_is_not_cut_and_the_preview_shows_what_is_taken(studio: Studio, tmp_path: Path) -> None:
    asset = await to_import(studio)
    body = Image.new("RGB", (600, 3000), "blue")
    body.paste("red", (0, 0, 600, 300))
    path = saved(tmp_path / "standing.png", body, "PNG")
    fits = studio.services.candidates
    image = await fits.import_picture(asset.id, path, "crop", "top")
    assert image.prompt == "imported from standing.png, cropped, top kept"
    padded = await fits.import_picture(asset.id, path, "pad")
    assert padded.prompt == "imported from standing.png, padded"
    with Image.open(image.path) as stored, Image.open(padded.path) as whole:
        assert stored.getpixel((stored.width // 2, 5)) == (255, 0, 0)
        assert whole.height == 3000, "its own resolution is kept"
        assert whole.getpixel((whole.width // 2, 5)) == (255, 0, 0)
    for anchor, colour in (("top", (255, 0, 0)), ("bottom", (0, 0, 255))):
        with Image.open(io.BytesIO(await fits.preview(asset.id, path, "crop", anchor))) as preview:  # type: ignore[arg-type]
            assert max(preview.size) <= 768
            assert preview.getpixel((preview.width // 2, 5)) == colour
    assert len(await studio.services.assets.candidates(asset.id)) == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [(picture(200, 300)[:-40], "damaged"), (b"", "empty"), (b"GIF89a", "GIF"), (None, "can't be read")],
)
async def test_what_cannot_be_taken_is_said_in_a_sentence(
    studio: Studio, tmp_path: Path, data: bytes | None, said: str
) -> None:
    asset = await to_import(studio)
    path = tmp_path / "own.png"
    if data is not None:
        path.write_bytes(data)
    for attempt in (
        studio.services.candidates.inspect(asset.id, path),
        studio.services.candidates.preview(asset.id, path, "pad"),
        studio.services.candidates.import_picture(asset.id, path),
    ):
        with pytest.raises(BadPicture, match=said):
            await attempt


async def test_an_endless_file_is_not_read_to_its_end(studio: Studio) -> None:
    asset = await to_import(studio)
    with pytest.raises(BadPicture, match="64 MB can be read"):
        await studio.services.candidates.inspect(asset.id, Path("/dev/zero"))


# --- what a picture was made from --------------------------------------------------------------


async def test_a_picture_tells_what_it_was_made_from_after_everything_has_changed(studio: Studio) -> None:
    asset, key, _ = await two_pictures(studio)
    style = await studio.services.styles.locked(studio.branch)
    assert style is not None
    then = await studio.services.candidates.made_from(key)
    assert (then.style_name, then.style_version) == (style.name, 1)
    assert (then.price_usd, then.attempt, then.differences) == (0.04, 1, ())
    assert then.description == asset.description
    studio.clock.forward(minutes=5)
    await studio.services.assets.save(
        asset.id, asset.version, description="Another.", additions="A long face."
    )
    await studio.lock_style(1)
    now = await studio.services.candidates.made_from(key)
    assert (now.style_name, now.prompt) == (style.name, then.prompt)
    assert (now.description, now.additions) == (asset.description, "")
    other = await studio.services.styles.locked(studio.branch)
    assert other is not None
    assert now.differences == (
        f"It was made in {style.name}; the branch is in {other.name} now.",
        "The description has changed.",
    )


async def test_a_style_that_was_edited_is_told_by_its_version(studio: Studio) -> None:
    _, key, _ = await two_pictures(studio)
    async with studio.store.write() as tx:
        style = await tx.style((await tx.branch(studio.branch)).locked_visual_style_id or 0)
        (first,) = await tx.style_versions(style.id)
        first.name = "As it was"
        style.version, style.text_hash = 2, "another"
    made = await studio.services.candidates.made_from(key)
    assert (made.style_name, made.style_version) == ("As it was", 1)
    assert made.differences == ("It was made in version 1 of As it was, which is version 2 now.",)


async def test_an_imported_picture_has_no_price_and_no_job(studio: Studio, tmp_path: Path) -> None:
    asset = await to_import(studio)
    path = tmp_path / "own.png"
    path.write_bytes(picture(200, 300))
    image = await studio.services.candidates.import_picture(asset.id, path)
    made = await studio.services.candidates.made_from(image.id)
    assert (made.prompt, made.price_usd, made.attempt) == ("imported from own.png", None, None)
