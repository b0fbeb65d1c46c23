"""The five criteria of SPEC 2.8, each proved by one walk along the path."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.errors import InvalidInput, NotCommittable
from core.models import AspectRatio, AssetType, RowState
from core.services import ShownText
from tests.core.services.conftest import Studio, ids, open_studio
from tests.core.services.test_branches import fork


@pytest.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    """A studio on a fresh workspace."""
    async with open_studio(tmp_path / "home") as opened:
        yield opened


async def test_zero_hallucination_every_asset_was_approved_by_a_person(studio: Studio) -> None:
    review = await studio.review()
    reviews = studio.services.reviews
    with pytest.raises(NotCommittable):
        await reviews.commit(review.id)
    await reviews.approve(review.id, ids(review, "QUAY", "MARA VOSS", "BRASS WHISTLE"))
    await reviews.restore(review.id, ids(review, "MARA VOSS"))
    await reviews.discard(review.id, ids(review, "BRASS WHISTLE"))
    await reviews.commit(review.id)
    await studio.review()
    cards = await studio.services.assets.cards(studio.branch)
    assert [card.asset.name for card in cards] == ["QUAY"]


async def test_zero_hallucination_each_asset_of_a_fork_is_of_a_row_that_was_approved(studio: Studio) -> None:
    await studio.assets()
    await studio.review()
    ink = await fork(studio, "ink", await fork(studio))
    async with studio.store.read() as tx:
        assets = await tx.assets(ink)
        approved = {
            draft.id: draft.asset_id
            for review in await tx.branch_reviews(ink)
            for draft in await tx.drafts_in_state(review.id, RowState.COMMITTED)
        }
    assert len(assets) == len(await studio.services.assets.cards(studio.branch))
    assert all(approved[asset.draft_id or 0] == asset.id for asset in assets)


async def test_visual_continuity_all_current_images_carry_the_locked_style(studio: Studio) -> None:
    cards = await studio.pictured()
    await studio.lock_style(1)
    half = [card.asset.id for card in cards[:2]]
    await studio.services.images.enqueue(half)
    await studio.run_queue()
    branch = await studio.services.projects.branch(studio.branch)
    images = [image for card in cards for image in await studio.services.assets.candidates(card.asset.id)]
    current = [image.style_id for image in images if not image.stale]
    assert (len(current), len(images)) == (len(half), len(half) + len(cards))
    assert set(current) == {branch.locked_visual_style_id}
    assert branch.locked_visual_style_id not in {image.style_id for image in images if image.stale}


async def test_visual_continuity_holds_on_each_branch_by_itself(studio: Studio) -> None:
    await studio.assets()
    noir = await fork(studio)
    styles = await studio.services.styles.list()
    await studio.lock_style(0)
    await studio.services.styles.lock(noir, styles[1].id)
    for branch in (studio.branch, noir):
        await studio.services.images.enqueue(await studio.services.images.missing(branch))
    await studio.run_queue()
    seen: list[set[int]] = []
    for branch, style in ((studio.branch, styles[0]), (noir, styles[1])):
        cards = await studio.services.assets.cards(branch)
        images = [i for card in cards for i in await studio.services.assets.candidates(card.asset.id)]
        assert [(image.style_id, image.stale) for image in images] == [(style.id, ())] * len(cards)
        assert {card.asset.image_key_id for card in cards} == {image.id for image in images}
        jobs = await studio.services.images.jobs(branch)
        assert {job.image_id for job in jobs} == {image.id for image in images}
        seen.append({image.id for image in images})
    assert not seen[0] & seen[1]
    one, other = (await studio.services.assets.cards(branch))[0], seen[0]
    with pytest.raises(InvalidInput):
        await studio.services.assets.choose_image_key(one.asset.id, min(other))  # type: ignore[arg-type]


async def test_framing_the_ratio_of_the_type_is_asked_for_and_stored(studio: Studio) -> None:
    cards = await studio.pictured()
    ratios = {
        AssetType.CHARACTER: AspectRatio.PORTRAIT,
        AssetType.LOCATION: AspectRatio.LANDSCAPE,
        AssetType.PROP: AspectRatio.SQUARE,
    }
    assert {card.asset.type for card in cards} == set(ratios)
    for request in studio.model.requests:
        assert request.aspect_ratio is ratios[request.type]
    for card in cards:
        (image,) = await studio.services.assets.candidates(card.asset.id)
        across, down = map(int, ratios[card.asset.type].split(":"))
        assert card.asset.aspect_ratio == image.aspect_ratio == ratios[card.asset.type]
        assert image.width / image.height == pytest.approx(across / down, rel=0.03)


async def test_clean_hand_off_all_are_locked_and_each_can_be_promoted(studio: Studio) -> None:
    cards = await studio.locked()
    report = await studio.services.gate.check(studio.branch)
    assert report.open
    assert report.assets == report.locked == len(cards)
    for card in cards:
        promoted = await studio.services.library.promote(card.asset.id)
        assert (promoted.name, promoted.path.is_file()) == (card.asset.name, True)
    assert not (await studio.services.gate.check(await fork(studio))).open, "each branch has its own gate"
    assert (await studio.services.gate.check(studio.branch)).open
    handed = await studio.services.handoff.export(studio.branch, studio.home.parent / "out")
    assert handed.gate_open
    assert len(handed.pictures) == len(cards)


async def test_state_sync_generation_uses_the_text_on_the_screen(studio: Studio) -> None:
    asset = (await studio.assets())[0]
    await studio.lock_style()
    typed = "What was typed a moment ago, and never saved by hand."
    saved, _ = await studio.services.images.generate(asset.id, ShownText(asset.version, typed))
    await studio.run_queue()
    (request,) = studio.model.requests
    assert typed in request.prompt
    assert asset.description not in request.prompt
    card = await studio.services.assets.card(asset.id)
    assert (saved.description, card.asset.description, card.stale) == (typed, typed, ())


async def test_state_sync_a_branch_generates_its_own_text(studio: Studio) -> None:
    asset = (await studio.assets())[0]
    noir = await fork(studio)
    styles = await studio.services.styles.list()
    await studio.services.styles.lock(noir, styles[1].id)
    own = (await studio.services.assets.find(noir, asset.name)).asset
    await studio.services.images.generate(own.id, ShownText(own.version, "Only on the fork."))
    await studio.run_queue()
    (request,) = studio.model.requests
    assert "Only on the fork." in request.prompt
    assert styles[1].visual_description in request.prompt
    assert (await studio.services.assets.card(asset.id)).asset == asset
