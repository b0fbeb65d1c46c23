"""The library: versions side by side, bringing in over a taken name, taking out and back again."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import AssetLocked, NotAllowed, NotFound, Stale
from core.models import Asset, Collision, GlobalAsset, Trait
from tests.core.services.conftest import Studio

OTHER_FILM = "INT. ROOM - DAY\n\nA bare room.\n\nANNA\nHello.\n"


async def promoted(studio: Studio) -> tuple[Asset, GlobalAsset]:
    """The first asset of an open gate, with evidence for a trait, and its entry in the library."""
    first = (await studio.pictured())[0].asset
    traits = (Trait("clothing", "blue coat", (5,)),)
    await studio.services.assets.save(first.id, first.version, traits=traits, voice_id="voice-1")
    asset = await studio.services.assets.lock(first.id)
    return asset, await studio.services.library.promote(asset.id)


async def unlocked(studio: Studio, **texts: Any) -> Asset:
    """The promoted asset, unlocked, with these texts."""
    asset = (await studio.services.assets.cards(studio.branch))[0].asset
    opened = await studio.services.assets.unlock(asset.id)
    return await studio.services.assets.save(opened.id, opened.version, **texts)


async def test_an_entry_says_what_it_came_from(studio: Studio) -> None:
    asset, entry = await promoted(studio)
    style = await studio.services.styles.locked(studio.branch)
    assert style is not None
    assert (entry.source_asset_id, entry.source_version) == (asset.id, asset.version)
    assert (entry.branch_name, entry.style_hash, entry.script_revision) == ("main", style.text_hash, 1)
    assert style.visual_description in entry.prompt


async def test_a_later_version_stands_beside_the_earlier_one(studio: Studio) -> None:
    asset, first = await promoted(studio)
    assert (await studio.services.library.promote(asset.id)).id == first.id
    await studio.services.assets.unlock(asset.id)
    await studio.services.assets.lock(asset.id)
    second = await studio.services.library.promote(asset.id)
    assert (second.earlier, second.newer_id) == (1, None)
    entries = await studio.services.library.list()
    assert [(entry.id, entry.newer_id) for entry in entries] == [(second.id, None), (first.id, second.id)]


async def test_what_another_film_said_is_inferred_here(studio: Studio) -> None:
    _, entry = await promoted(studio)
    await studio.import_script(OTHER_FILM, "other.fountain")
    brought = await studio.services.library.bring(entry.id, studio.branch)
    assert brought is not None
    assert brought.traits == (Trait("clothing", "blue coat", inferred=True),)
    (known,) = await studio.services.library.brought(studio.project)
    assert (known.global_id, known.asset_id, known.branch_name) == (entry.id, brought.id, "main")


async def test_a_brought_picture_is_current_in_a_style_of_the_same_text_under_another_name(
    studio: Studio,
) -> None:
    _, entry = await promoted(studio)
    await studio.lock_style(1)
    brought = await studio.services.library.bring(entry.id, studio.branch, Collision.RENAME)
    assert brought is not None
    assert (await studio.services.assets.card(brought.id)).stale == ("made in another style",)
    await studio.lock_style(0)
    assert (await studio.services.assets.card(brought.id)).stale == ()


async def test_replacing_takes_text_voice_and_picture_and_keeps_id_mentions_and_a_revision(
    studio: Studio,
) -> None:
    asset, entry = await promoted(studio)
    changed = await unlocked(studio, description="Quite another.", voice_id="", traits=())
    replaced = await studio.services.library.bring(entry.id, studio.branch, Collision.REPLACE)
    assert replaced is not None
    assert (replaced.id, replaced.version) == (asset.id, changed.version + 1)
    assert (replaced.description, replaced.voice_id) == (asset.description, "voice-1")
    assert replaced.traits == asset.traits
    assert replaced.source_mentions == asset.source_mentions
    assert replaced.image_key_id != asset.image_key_id
    assert (await studio.services.assets.card(asset.id)).stale == ()
    assert (await studio.services.assets.revisions(asset.id))[0].description == "Quite another."
    await studio.services.library.take_back(replaced.id, replaced.version, changed)
    back = (await studio.services.assets.card(asset.id)).asset
    assert (back.description, back.traits, back.voice_id) == ("Quite another.", (), None)
    assert back.image_key_id == asset.image_key_id
    assert await studio.services.library.brought(studio.project) == ()


async def test_a_locked_asset_is_never_replaced(studio: Studio) -> None:
    asset, entry = await promoted(studio)
    with pytest.raises(AssetLocked, match="is locked"):
        await studio.services.library.bring(entry.id, studio.branch, Collision.REPLACE)
    assert (await studio.services.assets.card(asset.id)).asset == asset


async def test_what_was_brought_is_taken_back_unless_it_was_worked_on(studio: Studio) -> None:
    _, entry = await promoted(studio)
    library, count = studio.services.library, await studio.committed()
    brought = await library.bring(entry.id, studio.branch, Collision.RENAME)
    assert brought is not None
    with pytest.raises(Stale):
        await library.take_back(brought.id, brought.version + 1, None)
    await library.take_back(brought.id, brought.version, None)
    assert await studio.committed() == count
    again = await library.bring(entry.id, studio.branch, Collision.RENAME)
    assert again is not None
    await studio.services.images.enqueue([again.id])
    with pytest.raises(NotAllowed, match="pictures of its own"):
        await library.take_back(again.id, again.version, None)
    await studio.services.assets.lock(again.id)
    with pytest.raises(AssetLocked):
        await library.take_back(again.id, again.version + 1, None)


async def test_an_entry_is_taken_out_and_put_back_with_what_was_brought_from_it(studio: Studio) -> None:
    _, entry = await promoted(studio)
    library = studio.services.library
    brought = await library.bring(entry.id, studio.branch, Collision.RENAME)
    assert brought is not None
    await studio.services.assets.lock(brought.id)
    removed = await library.remove(entry.id)
    assert await library.list() == ()
    assert await library.brought(studio.project) == ()
    assert (await studio.services.assets.card(brought.id)).asset.description == entry.description
    with pytest.raises(NotFound):
        await library.remove(entry.id)
    assert await library.put_back(removed) == entry
    assert [one.asset_id for one in await library.brought(studio.project)] == [brought.id]
