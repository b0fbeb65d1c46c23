"""Branches: what a fork takes along, two of them reviewed each by itself, what a deletion costs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import AssetLocked, InvalidInput, NotAllowed, NotFound, Stale
from core.events import ReviewOpened
from core.models import (
    Asset,
    AssetDifference,
    AssetType,
    BranchId,
    ConflictDecision,
    Review,
    ReviewView,
    RowChange,
    RowState,
    Suggestion,
    SuggestionAnswer,
    Trait,
)
from tests.core.services.conftest import Studio, ids
from tests.core.services.test_review_revisions import BLUE_MARA, LAMP, LATER, RED_MARA
from tests.fakes.engines import DRAFTS, PILOT, QUAY, WHISTLE
from tests.tui.engine import COAT

OAR = "OAR"
EMPTY_VIEW = ReviewView()


async def curated(studio: Studio) -> Review:
    """A branch as a person leaves it: a merge, a discarded row, one left open, an added row, a text of the
    board, a voice, a decided conflict, additions, pictures, a locked asset."""
    studio.engine.drafts = (BLUE_MARA, PILOT, replace(QUAY, conflicts=(COAT,)), WHISTLE, LAMP)
    studio.engine.suggestions = [Suggestion(AssetType.PROP, "BRASS WHISTLE", "STORM LAMP", "both brass")]
    review, reviews = await studio.review(), studio.services.reviews
    pair = ids(review, "MARA VOSS", "THE PILOT")
    proposal = await reviews.propose_merge(review.id, pair, "MARA VOSS")
    await reviews.accept_merge(review.id, pair, proposal.draft, proposal.version)
    whistle, lamp = ids(review, "BRASS WHISTLE", "STORM LAMP")
    await reviews.answer_suggestion(review.id, whistle, lamp, SuggestionAnswer.NOT_NOW)
    await reviews.discard(review.id, ids(review, "BRASS WHISTLE"))
    _, oar = await reviews.add_custom(review.id, OAR, AssetType.PROP, "My own oar.")
    await reviews.approve(review.id, [*ids(review, "MARA VOSS", "QUAY"), oar])
    await reviews.commit(review.id)
    await work_on_the_board(studio)
    return await reviews.get(review.id)


async def work_on_the_board(studio: Studio) -> None:
    """Text, voice, additions and a conflict of Mara; pictures of all; the quay locked."""
    assets = studio.services.assets
    mara, quay = await asset(studio, "MARA VOSS"), await asset(studio, "QUAY")
    for text in ("First words.", "Second words."):
        studio.clock.forward(minutes=5)
        mara = await assets.save(mara.id, mara.version, description=text)
    mara = await assets.save(mara.id, mara.version, voice_id="abc", additions="A narrow face.")
    await assets.decide_conflict(quay.id, quay.version, 0, ConflictDecision.LATER)
    await studio.lock_style()
    await studio.services.images.enqueue([mara.id, quay.id])
    await studio.run_queue()
    await assets.lock(quay.id)


async def asset(studio: Studio, name: str, branch: BranchId | None = None) -> Asset:
    """An asset of a branch by its name."""
    return (await studio.services.assets.find(branch or studio.branch, name)).asset


async def fork(studio: Studio, name: str = "noir", of: BranchId | None = None) -> BranchId:
    """Fork the film's first branch, or `of`."""
    return (await studio.services.branches.fork(of or studio.branch, name)).id


async def scan(studio: Studio, branch: BranchId) -> Review:
    """Scan the newest script on a branch."""
    assert studio.imported is not None
    async for event in studio.services.scans.scan(studio.imported.script.id, branch):
        if isinstance(event, ReviewOpened):
            return await studio.services.reviews.get(event.review_id)
    raise AssertionError("no review was opened")


async def latest(studio: Studio, branch: BranchId) -> Review:
    """The newest review of a branch."""
    review = await studio.services.reviews.latest(studio.project, branch)
    assert review is not None
    return review


KEPT = (
    *("type", "name", "aliases", "description", "additions", "traits", "conflicts", "source_mentions"),
    *("voice_id", "aspect_ratio", "priority", "confidence", "manual_add", "updated_at"),
)


async def test_texts_come_along_and_pictures_locks_and_style_do_not(studio: Studio) -> None:
    await curated(studio)
    before = {card.asset.name: card for card in await studio.services.assets.cards(studio.branch)}
    noir = await studio.services.branches.fork(studio.branch, "  noir \n")
    assert (noir.name, noir.locked_visual_style_id, noir.forked_from) == ("noir", None, studio.branch)
    cards = {card.asset.name: card for card in await studio.services.assets.cards(noir.id)}
    assert set(cards) == set(before) == {"MARA VOSS", "QUAY", OAR}
    for name, card in cards.items():
        source = before[name].asset
        assert [getattr(card.asset, field) for field in KEPT] == [getattr(source, field) for field in KEPT]
        assert (card.asset.forked_from, card.asset.image_key_id, card.asset.locked_at) == (
            source.id,
            None,
            None,
        )
        assert card.candidates == 0
        assert await studio.services.assets.candidates(card.asset.id) == ()
    assert await studio.services.images.jobs(noir.id) == ()
    after = {card.asset.name: card for card in await studio.services.assets.cards(studio.branch)}
    assert after == before, "the source is as it was"


async def test_earlier_texts_come_along_and_each_can_be_brought_back(studio: Studio) -> None:
    await curated(studio)
    assets = studio.services.assets
    texts = [one.description for one in await assets.revisions((await asset(studio, "MARA VOSS")).id)]
    mara = await asset(studio, "MARA VOSS", await fork(studio))
    earlier = await assets.revisions(mara.id)
    assert [one.description for one in earlier] == texts
    assert len(texts) >= 2
    assert len({one.version for one in earlier} | {mara.version}) == len(texts) + 1
    studio.clock.forward(minutes=5)
    mara = await assets.save(mara.id, mara.version, description="On the fork.")
    for one in earlier:
        mara = await assets.restore(mara.id, mara.version, one.version)
        assert mara.description == one.description
    assert (await asset(studio, "QUAY", mara.branch_id)).version == 1


async def test_the_review_comes_along_with_all_that_was_decided(studio: Studio) -> None:
    source = await curated(studio)
    await studio.services.reviews.keep_view(
        source.id, view := replace(EMPTY_VIEW, cursor=source.rows[1].id, selected=(source.rows[0].id,))
    )
    noir = await fork(studio)
    copy = await latest(studio, noir)
    assert (copy.branch_id, copy.state, copy.script_id) == (noir, source.state, source.script_id)
    assert [told(copy, row) for row in copy.rows] == [told(source, row) for row in source.rows]
    assert {row.state for row in copy.rows} == set(RowState) - {RowState.APPROVED}
    assert not {row.id for row in copy.rows} & {row.id for row in source.rows}
    own = {card.asset.id for card in await studio.services.assets.cards(noir)}
    assert {row.asset.id for row in copy.rows if row.asset is not None} == own
    assert (copy.undo_label, copy.redo_label) == (None, None)
    place = {row.id: at for at, row in enumerate(source.rows)}
    (suggested,) = copy.suggestions or (None,)
    assert suggested is None or suggested.put_off
    shown = await studio.services.reviews.view(copy.id)
    assert shown is not None
    assert view.cursor is not None
    assert shown.cursor == copy.rows[place[view.cursor]].id
    assert shown.selected == (copy.rows[0].id,)
    assert copy.usage.calls == 0


def told(review: Review, row: object) -> object:
    """All of a row but ids: its draft, state, keeper, difference, and its asset's text."""
    names = {one.id: one.draft.suggested_name for one in review.rows}
    assert hasattr(row, "draft")
    asset = row.asset and (row.asset.name, row.asset.description)  # type: ignore[attr-defined]
    return row.draft, row.state, names.get(row.merged_into), row.difference, asset  # type: ignore[attr-defined]


async def test_the_next_draft_of_the_script_is_reviewed_on_each_branch_by_itself(studio: Studio) -> None:
    await curated(studio)
    noir = await fork(studio)
    mara = await asset(studio, "MARA VOSS", noir)
    await studio.services.assets.save(mara.id, mara.version, description="A silhouette.")
    await studio.import_script(LATER)
    studio.engine.drafts = (RED_MARA, PILOT, replace(QUAY, conflicts=(COAT,)), LAMP)
    first = await scan(studio, studio.branch)
    assert (await latest(studio, noir)).compared_with is None, "not scanned there yet"
    second = await scan(studio, noir)
    assert first.compared_with == second.compared_with == 1
    assert [told(first, row)[:4] for row in first.rows] == [told(second, row)[:4] for row in second.rows]  # type: ignore[index]
    changes = {row.draft.suggested_name: row.change for row in second.rows}
    assert changes["MARA VOSS"] is RowChange.CHANGED
    assert changes["BRASS WHISTLE"] is RowChange.GONE
    offer = next(row for row in second.rows if row.draft.suggested_name == "MARA VOSS")
    assert offer.asset is not None
    assert (offer.asset.id, offer.asset.description) == (mara.id, "A silhouette.")
    await studio.services.reviews.approve(second.id, [offer.id])
    (updated,) = await studio.services.reviews.commit(second.id)
    assert (updated.id, updated.branch_id) == (mara.id, noir)
    assert (await asset(studio, "MARA VOSS")).description == "Second words."
    assert (await latest(studio, studio.branch)).rows == first.rows


async def test_an_offer_of_a_fork_rests_on_what_its_asset_took_in_an_earlier_review(studio: Studio) -> None:
    studio.engine.drafts = (BLUE_MARA, *DRAFTS[1:])
    await studio.assets()
    await studio.import_script(LATER)
    studio.engine.drafts = (RED_MARA, *DRAFTS[1:])
    first = await studio.review()
    noir = await fork(studio)
    second, offers = await latest(studio, noir), []
    for review in (first, second):
        (row_id,) = ids(review, "MARA VOSS")
        offers.append(await studio.services.reviews.offer(review.id, row_id))
    assert [offer.hand_written for offer in offers] == [False, False]
    assert offers[0].traits == offers[1].traits
    assert offers[0].description == offers[1].description == RED_MARA.visual_summary


async def test_a_fork_of_a_fork_and_an_open_review_come_along(studio: Studio) -> None:
    review = await studio.review()
    await studio.services.reviews.approve(review.id, ids(review, "QUAY"))
    noir = await fork(studio)
    ink = await fork(studio, "ink", noir)
    copy = await latest(studio, ink)
    assert {row.draft.suggested_name for row in copy.rows if row.state is RowState.APPROVED} == {"QUAY"}
    (quay,) = await studio.services.reviews.commit(copy.id)
    assert quay.branch_id == ink
    for other in (studio.branch, noir):
        assert await studio.services.assets.cards(other) == ()
        assert {row.state for row in (await latest(studio, other)).rows} == {RowState.OPEN, RowState.APPROVED}


async def test_the_open_branch_is_the_branch(studio: Studio) -> None:
    await curated(studio)
    noir = await fork(studio)
    services = studio.services
    assert (await services.projects.card(studio.project)).branch.id == studio.branch
    await services.branches.open(noir)
    card = await services.projects.card(studio.project)
    assert (card.branch.id, card.branches, card.assets, card.locked) == (noir, 2, 3, 0)
    assert card.open_review == (await latest(studio, noir)).id
    assert (await services.projects.cards())[0] == card
    newest = await services.reviews.latest(studio.project)
    assert newest is not None
    assert newest.branch_id == noir
    assert (await studio.import_script(LATER)).branch.id == noir
    assert (await services.projects.card(studio.project, studio.branch)).branch.id == studio.branch


async def test_the_list_says_how_far_each_branch_has_come(studio: Studio) -> None:
    await studio.locked()
    noir = await fork(studio)
    main, other = await studio.services.branches.list(studio.project)
    assert (main.assets, main.locked, main.current, main.gate_open, main.is_open) == (4, 4, 4, True, True)
    assert main.style is not None
    assert main.forked_from == ""
    assert (other.branch.id, other.style, other.forked_from, other.is_open) == (noir, None, "main", False)
    assert (other.assets, other.locked, other.current, other.gate_open) == (4, 0, 0, False)


@pytest.mark.parametrize("name", ["", "  ", "MAIN", " Main ", "x" * 201])
async def test_a_name_is_one_of_its_own(studio: Studio, name: str) -> None:
    await studio.import_script()
    noir = await fork(studio)
    with pytest.raises(InvalidInput):
        await fork(studio, name)
    with pytest.raises(InvalidInput):
        await studio.services.branches.rename(noir, name)
    assert [card.branch.name for card in await studio.services.branches.list(studio.project)] == [
        "main",
        "noir",
    ]


async def test_a_branch_is_renamed_also_in_its_letters_only(studio: Studio) -> None:
    await studio.import_script()
    noir = await fork(studio)
    assert (await studio.services.branches.rename(noir, "Noir")).name == "Noir"
    assert (await studio.services.projects.branch_named(studio.project, "NOIR")).id == noir


async def test_a_deleted_branch_takes_its_own_with_it_and_nothing_else(studio: Studio) -> None:
    await curated(studio)
    noir = await fork(studio)
    services = studio.services
    before = await services.assets.cards(studio.branch), await services.images.jobs(studio.branch)
    mara = await asset(studio, "MARA VOSS", noir)
    await services.branches.open(noir)
    loss = await services.branches.delete(noir)
    assert (loss.assets, loss.locked, loss.paid, loss.needs_consent) == (3, 0, 0, False)
    assert (await services.projects.card(studio.project)).branch.id == studio.branch
    with pytest.raises(NotFound):
        await services.assets.card(mara.id)
    assert (await services.assets.cards(studio.branch), await services.images.jobs(studio.branch)) == before
    assert (await latest(studio, studio.branch)).branch_id == studio.branch


async def test_locked_and_paid_work_is_deleted_only_on_a_second_word(studio: Studio) -> None:
    locked = await studio.locked()
    promoted = await studio.services.library.promote(locked[0].asset.id)
    noir = await fork(studio)
    branches = studio.services.branches
    loss = await branches.loss(studio.branch)
    assert (loss.locked, loss.pictures, loss.paid, loss.promoted) == (4, 4, 4, 1)
    assert loss.paid_usd == pytest.approx(0.16)
    with pytest.raises(NotAllowed, match="Say so once more"):
        await branches.delete(studio.branch)
    assert len(await studio.services.assets.cards(studio.branch)) == 4
    await branches.delete(studio.branch, with_locked_and_paid=True)
    (left,) = await branches.list(studio.project)
    assert (left.branch.id, left.branch.forked_from, left.is_open) == (noir, None, True)
    assert promoted.id in [entry.id for entry in await studio.services.library.list()]
    with pytest.raises(NotAllowed, match="only branch"):
        await branches.delete(noir, with_locked_and_paid=True)


async def test_a_branch_with_jobs_is_not_deleted(studio: Studio) -> None:
    assets = await studio.assets()
    await fork(studio)
    await studio.lock_style()
    await studio.services.images.enqueue([assets[0].id])
    with pytest.raises(NotAllowed, match="jobs that wait or run"):
        await studio.services.branches.delete(studio.branch, with_locked_and_paid=True)


async def test_lineage_holds_over_two_generations_and_over_a_deleted_branch(studio: Studio) -> None:
    await studio.assets()
    noir = await fork(studio)
    ink, chalk = await fork(studio, "ink", noir), await fork(studio, "chalk", noir)
    for branch in (ink, chalk):
        quay = await asset(studio, "QUAY", branch)
        await studio.services.assets.save(quay.id, quay.version, name=f"THE QUAY {branch}")
    branches = studio.services.branches
    for one, other in ((studio.branch, ink), (ink, studio.branch), (ink, chalk)):
        assert all(pair.is_matched for pair in (await branches.compare(one, other)).pairs)
    await branches.delete(noir)
    assert (await studio.services.projects.branch(ink)).forked_from == studio.branch
    assert all(pair.is_matched for pair in (await branches.compare(studio.branch, ink)).pairs)
    await branches.delete(studio.branch)
    assert all(pair.is_matched for pair in (await branches.compare(ink, chalk)).pairs)


async def test_two_branches_of_one_film_are_compared_and_no_others(studio: Studio) -> None:
    await curated(studio)
    noir = await fork(studio)
    branches = studio.services.branches
    mara = await asset(studio, "MARA VOSS", noir)
    await studio.services.assets.save(mara.id, mara.version, description="Second thoughts.", voice_id="")
    found = await branches.compare(studio.branch, noir)
    assert (found.one.branch.id, found.other.branch.id) == (studio.branch, noir)
    pairs = {pair.shown.asset.name: pair for pair in found.pairs}
    assert pairs["MARA VOSS"].differences == (
        AssetDifference.DESCRIPTION,
        AssetDifference.VOICE,
        AssetDifference.STATE,
        AssetDifference.IMAGE_KEY,
    )
    assert pairs[OAR].differences == ()
    assert AssetDifference.LOCK in pairs["QUAY"].differences
    with pytest.raises(InvalidInput, match="one and the same"):
        await branches.compare(noir, noir)
    other_film = await studio.import_script("Title: Other\n\nINT. ROOM - DAY\n\nBare.\n", "other.fountain")
    with pytest.raises(InvalidInput, match="one film"):
        await branches.compare(noir, other_film.branch.id)


async def test_a_text_is_taken_over_and_its_own_stays_in_the_history(studio: Studio) -> None:
    await curated(studio)
    noir = await fork(studio)
    assets, branches = studio.services.assets, studio.services.branches
    mara = await asset(studio, "MARA VOSS", noir)
    mara = await assets.save(mara.id, mara.version, description="Kept a second ago.")
    other = await asset(studio, "MARA VOSS")
    other = await assets.save(other.id, other.version, traits=[Trait("clothing", "black coat")])
    taken = await branches.take_text(mara.id, mara.version, other.id, other.version)
    assert (taken.description, taken.additions, taken.traits) == (
        other.description,
        other.additions,
        other.traits,
    )
    assert (await assets.revisions(mara.id))[0].description == "Kept a second ago."
    again = await branches.take_text(mara.id, taken.version, other.id, other.version)
    assert again.version == taken.version, "the same text changes nothing"
    with pytest.raises(Stale):
        await branches.take_text(mara.id, mara.version, other.id, other.version)
    with pytest.raises(InvalidInput):
        await branches.take_text(
            mara.id, taken.version, (quay := await asset(studio, "QUAY")).id, quay.version
        )
    with pytest.raises(AssetLocked):
        await branches.take_text(quay.id, quay.version, (await asset(studio, "QUAY", noir)).id, 1)
