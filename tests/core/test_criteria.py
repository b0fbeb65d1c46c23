"""The five criteria of SPEC 2.8, each proved by one walk along the path."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.errors import NotCommittable
from core.models import AspectRatio, AssetType
from core.services import ShownText
from tests.core.services.conftest import Studio, ids, open_studio


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
