"""Locks, the gate, promotion: what is locked stays as it is, through every way."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from core.errors import AssetLocked, InvalidInput, NotLockable, NotPromotable, Stale
from core.models import AssetState, Collision, ConflictDecision, ProjectStage
from tests.core.services.conftest import Studio


async def test_an_asset_without_an_image_key_can_not_be_locked(studio: Studio) -> None:
    asset = (await studio.assets())[0]
    await studio.lock_style()
    with pytest.raises(NotLockable, match="has no image key"):
        await studio.services.assets.lock(asset.id)


async def test_a_stale_image_key_can_not_be_locked(studio: Studio) -> None:
    card = (await studio.pictured())[0]
    saved = await studio.services.assets.save(card.asset.id, card.asset.version, description="Other.")
    with pytest.raises(NotLockable, match="the description has changed"):
        await studio.services.assets.lock(card.asset.id)
    await studio.services.assets.save(card.asset.id, saved.version, description=card.asset.description)
    await studio.lock_style(1)
    with pytest.raises(NotLockable, match="made in another style"):
        await studio.services.assets.lock(card.asset.id)


async def test_a_locked_asset_refuses_every_change(studio: Studio) -> None:
    card = (await studio.locked())[0]
    assets = studio.services.assets
    key, version = card.asset.id, card.asset.version
    (image,) = await assets.candidates(key)
    for change in (
        assets.save(key, version, description="New."),
        assets.save(key, version, name="NEW"),
        assets.save(key, version, voice_id="abc"),
        assets.save(key, version, traits=()),
        assets.choose_image_key(key, image.id),
        assets.decide_conflict(key, version, 0, ConflictDecision.LATER),
        assets.restore(key, version, 1),
    ):
        with pytest.raises(AssetLocked):
            await change
    assert (await assets.card(key)).asset == card.asset


@pytest.mark.parametrize(
    "statement",
    [
        *(
            f"UPDATE project_assets SET {column} = 'x' WHERE id = :id"
            for column in (
                *("type", "name", "aliases", "description", "traits", "conflicts", "source_mentions"),
                *("voice_id", "aspect_ratio"),
            )
        ),
        "UPDATE project_assets SET branch_id = branch_id + 1 WHERE id = :id",
        "UPDATE project_assets SET image_key_id = NULL WHERE id = :id",
        "UPDATE project_assets SET locked_at = NULL, description = 'x' WHERE id = :id",
        "DELETE FROM project_assets WHERE id = :id",
        "UPDATE images SET sha256 = 'x' WHERE asset_id = :id",
        "DELETE FROM images WHERE asset_id = :id",
    ],
)
async def test_the_database_keeps_the_lock_against_raw_sql(studio: Studio, statement: str) -> None:
    card = (await studio.locked())[0]
    locked = pytest.raises(sqlite3.IntegrityError, match="asset is locked")
    with closing(sqlite3.connect(studio.home / "lookbook.db")) as connection, locked:
        connection.execute(statement, {"id": card.asset.id})
    assert (await studio.services.assets.card(card.asset.id)).asset == card.asset


async def test_unlocking_opens_it_for_change(studio: Studio) -> None:
    card = (await studio.locked())[0]
    unlocked = await studio.services.assets.unlock(card.asset.id)
    saved = await studio.services.assets.save(card.asset.id, unlocked.version, description="New.")
    assert (saved.description, saved.locked_at) == ("New.", None)


async def test_a_lock_is_of_the_version_that_was_seen(studio: Studio) -> None:
    card = (await studio.pictured())[0]
    await studio.services.assets.save(card.asset.id, card.asset.version, voice_id="changed elsewhere")
    with pytest.raises(Stale):
        await studio.services.assets.lock(card.asset.id, card.asset.version)


async def test_the_gate_names_each_blocker_and_the_way_out(studio: Studio) -> None:
    await studio.import_script()
    report = await studio.services.gate.check(studio.branch)
    assert not report.open
    assert [b.reason for b in report.blockers] == ["has no assets", "no visual style is locked"]
    await studio.assets()
    await studio.lock_style()
    report = await studio.services.gate.check(studio.branch)
    assert not report.open
    assert {(b.name, b.reason) for b in report.blockers} >= {("QUAY", "has no image key")}


async def test_the_gate_opens_only_when_all_are_locked(studio: Studio) -> None:
    cards = await studio.pictured()
    for card in cards[:-1]:
        await studio.services.assets.lock(card.asset.id)
    report = await studio.services.gate.check(studio.branch)
    assert (report.open, report.locked) == (False, len(cards) - 1)
    assert [(b.name, b.reason) for b in report.blockers] == [(cards[-1].asset.name, "is not locked")]
    await studio.services.assets.lock(cards[-1].asset.id)
    assert (await studio.services.gate.check(studio.branch)).open
    assert studio.imported is not None
    project = await studio.services.projects.card(studio.imported.project.id)
    assert project.stage is ProjectStage.GATE_OPEN


async def test_another_style_closes_the_gate_although_all_are_locked(studio: Studio) -> None:
    cards = await studio.locked()
    styles = await studio.services.styles.list()
    stale = await studio.services.styles.made_stale_by_lock(studio.branch, styles[1].id)
    assert [(one.asset_id, one.is_key, one.locked) for one in stale] == [
        (card.asset.id, True, True) for card in cards
    ]
    await studio.lock_style(1)
    report = await studio.services.gate.check(studio.branch)
    assert not report.open
    assert all("made in another style" in b.reason for b in report.blockers)


async def test_only_a_locked_asset_with_an_image_key_is_promoted(studio: Studio) -> None:
    asset = (await studio.assets())[0]
    with pytest.raises(NotPromotable, match="no image key"):
        await studio.services.library.promote(asset.id)
    await studio.lock_style()
    await studio.services.images.enqueue([asset.id])
    await studio.run_queue()
    with pytest.raises(NotPromotable, match="is not locked"):
        await studio.services.library.promote(asset.id)
    assert await studio.services.library.list() == ()
    await studio.services.assets.lock(asset.id)
    promoted = await studio.services.library.promote(asset.id)
    assert (promoted.name, promoted.project_title) == (asset.name, "Low Tide")
    assert promoted.path.is_file()
    assert await studio.services.library.promote(asset.id) == promoted
    assert len(await studio.services.library.list()) == 1


async def test_every_locked_asset_can_be_promoted_and_brought_into_another_film(studio: Studio) -> None:
    for card in await studio.locked():
        await studio.services.library.promote(card.asset.id)
    other = await studio.import_script("INT. ROOM - DAY\n\nA bare room.\n\nANNA\nHello.\n", "other.fountain")
    assert other.new_project
    for promoted in await studio.services.library.list():
        brought = await studio.services.library.bring(promoted.id, studio.branch)
        assert brought is not None
        assert brought.description == promoted.description
    await studio.lock_style()
    cards = await studio.services.assets.cards(studio.branch)
    assert {card.state for card in cards} == {AssetState.READY}
    await studio.lock_style(1)
    cards = await studio.services.assets.cards(studio.branch)
    assert {card.stale for card in cards} == {("made in another style",)}


async def test_a_name_that_is_taken_is_asked_about(studio: Studio) -> None:
    card = (await studio.locked())[0]
    promoted = await studio.services.library.promote(card.asset.id)
    with pytest.raises(InvalidInput, match="Choose to skip, to rename or to replace"):
        await studio.services.library.bring(promoted.id, studio.branch)
    assert await studio.services.library.bring(promoted.id, studio.branch, Collision.SKIP) is None
    renamed = await studio.services.library.bring(promoted.id, studio.branch, Collision.RENAME)
    assert renamed is not None
    assert renamed.name == f"{card.asset.name} 2"


async def test_an_earlier_text_comes_back(studio: Studio) -> None:
    asset = (await studio.assets())[0]
    assets = studio.services.assets
    saved = await assets.save(asset.id, asset.version, description="Second.")
    saved = await assets.save(asset.id, saved.version, description="Second, as typed on.")
    assert [revision.description for revision in await assets.revisions(asset.id)] == [asset.description]
    studio.clock.forward(minutes=1)
    saved = await assets.save(asset.id, saved.version, description="Third.")
    revisions = await assets.revisions(asset.id)
    assert [r.description for r in revisions] == ["Second, as typed on.", asset.description]
    restored = await assets.restore(asset.id, saved.version, revisions[-1].version)
    assert restored.description == asset.description
    assert (await assets.revisions(asset.id))[0].description == "Third."
