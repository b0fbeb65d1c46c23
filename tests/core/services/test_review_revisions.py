"""The next revision of the script is reviewed as a difference; nothing that a person wrote is overwritten."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import InvalidInput, NotCommittable, NotFound, Stale
from core.models import (
    Asset,
    AssetType,
    Conflict,
    ConflictDecision,
    ConflictSide,
    Draft,
    Mention,
    Review,
    ReviewRow,
    RowChange,
    RowState,
    Trait,
)
from tests.core.services.conftest import SCRIPT, Studio, ids
from tests.fakes.engines import DRAFTS, MARA, PILOT, QUAY, WHISTLE

LATER = SCRIPT.replace("in a blue coat", "in a red coat").replace("We sail.", "We sail at once.")
RED_MARA = replace(
    MARA,
    visual_summary="A harbour pilot of fifty in a red coat.",
    traits=(Trait("clothing", "red coat", (5,)),),
    mentions=(Mention(5, 1, 1, "MARA VOSS, a harbour pilot of fifty in a red coat."),),
)
BLUE_MARA = replace(
    MARA,
    traits=(Trait("clothing", "blue coat", (5,)),),
    mentions=(Mention(5, 1, 1, "MARA VOSS, a harbour pilot of fifty in a blue coat."),),
)
LAMP = Draft("STORM LAMP", AssetType.PROP, visual_summary="A storm lamp of brass.")


def by_name(review: Review) -> dict[str, ReviewRow]:
    """The rows by what they are called."""
    return {row.draft.suggested_name: row for row in review.rows}


async def next_revision(studio: Studio, *drafts: Draft) -> Review:
    """Import the changed script and scan it: it has these drafts."""
    await studio.import_script(LATER)
    studio.engine.drafts = drafts
    return await studio.review()


async def first_revision(studio: Studio) -> Review:
    """The review of the first revision."""
    studio.engine.drafts = (BLUE_MARA, *DRAFTS[1:])
    return await studio.review()


async def test_a_first_review_has_no_differences(studio: Studio) -> None:
    review = await studio.review()
    assert (review.compared_with, {row.difference for row in review.rows}) == (None, {None})


async def test_each_row_says_how_it_stands_to_the_earlier_revision(studio: Studio) -> None:
    await first_revision(studio)
    review = await next_revision(studio, RED_MARA, PILOT, QUAY, LAMP)
    assert review.compared_with == 1
    rows = by_name(review)
    assert {name: row.change for name, row in rows.items()} == {
        "MARA VOSS": RowChange.CHANGED,
        "THE PILOT": RowChange.SAME,
        "QUAY": RowChange.SAME,
        "STORM LAMP": RowChange.NEW,
        "BRASS WHISTLE": RowChange.GONE,
    }
    difference = rows["MARA VOSS"].difference
    assert difference is not None
    assert [trait.value for trait in difference.added] == ["red coat"]
    assert [trait.value for trait in difference.removed] == ["blue coat"]


async def test_what_was_decided_and_written_is_carried_over(studio: Studio) -> None:
    first = await first_revision(studio)
    reviews = studio.services.reviews
    await reviews.discard(first.id, ids(first, "THE PILOT"))
    await reviews.approve(first.id, ids(first, "QUAY"))
    await reviews.edit(first.id, ids(first, "MARA VOSS")[0], visual_summary="As I see her.")
    await reviews.add_custom(first.id, "OAR", AssetType.PROP, "My own oar.")
    rows = by_name(await next_revision(studio, RED_MARA, PILOT, QUAY, WHISTLE))
    assert rows["THE PILOT"].state is RowState.DISCARDED
    assert rows["QUAY"].state is RowState.APPROVED
    assert (rows["MARA VOSS"].state, rows["MARA VOSS"].description) == (RowState.OPEN, "As I see her.")
    assert (rows["OAR"].description, rows["OAR"].change) == ("My own oar.", RowChange.SAME)


async def test_a_merge_of_the_earlier_review_holds(studio: Studio) -> None:
    first = await first_revision(studio)
    pair = ids(first, "MARA VOSS", "THE PILOT")
    proposal = await studio.services.reviews.propose_merge(first.id, pair, "MARA VOSS")
    await studio.services.reviews.accept_merge(first.id, pair, proposal.draft, proposal.version)
    rows = by_name(await next_revision(studio, RED_MARA, PILOT, QUAY, WHISTLE))
    assert rows["THE PILOT"].state is RowState.MERGED
    assert rows["THE PILOT"].merged_into == rows["MARA VOSS"].id
    assert "THE PILOT" in rows["MARA VOSS"].draft.aliases


async def test_a_merge_holds_over_a_revision_that_lacks_one_of_its_sides(studio: Studio) -> None:
    reviews = studio.services.reviews
    cap = Mention(5, 1, 1, "The stoker's cap lies on the deck.")
    stoker = replace(PILOT, suggested_name="THE STOKER", mentions=(cap,))
    studio.engine.drafts = (BLUE_MARA, stoker, *DRAFTS[2:])
    first = await studio.review()
    pair = ids(first, "MARA VOSS", "THE STOKER")
    proposal = await reviews.propose_merge(first.id, pair, "MARA VOSS")
    await reviews.accept_merge(first.id, pair, proposal.draft, proposal.version)
    without = await next_revision(studio, RED_MARA, QUAY, WHISTLE)
    rows = by_name(without)
    stoker_row = rows["THE STOKER"]
    assert (stoker_row.merged_into, stoker_row.change) == (rows["MARA VOSS"].id, RowChange.GONE)
    await reviews.restore(without.id, [stoker_row.id])
    mara = by_name(await reviews.get(without.id))["MARA VOSS"].draft
    assert (mara.mentions, mara.aliases) == (RED_MARA.mentions, RED_MARA.aliases), "nothing of hers was taken"
    await reviews.undo(without.id)
    studio.engine.drafts = (RED_MARA, stoker, QUAY, WHISTLE)
    rows = by_name(await studio.review())
    assert rows["THE STOKER"].merged_into == rows["MARA VOSS"].id


async def test_a_change_is_an_offer_to_a_committed_asset(studio: Studio) -> None:
    first = await first_revision(studio)
    reviews = studio.services.reviews
    await reviews.approve(first.id, ids(first, "MARA VOSS", "QUAY"))
    made = {asset.name: asset for asset in await reviews.commit(first.id)}
    mara = await studio.services.assets.save(
        made["MARA VOSS"].id, made["MARA VOSS"].version, description="Written on the board."
    )
    review = await next_revision(studio, RED_MARA, PILOT, QUAY, WHISTLE)
    rows = by_name(review)
    assert rows["QUAY"].state is RowState.COMMITTED
    offer = rows["MARA VOSS"]
    assert (offer.state, offer.asset and offer.asset.description) == (RowState.OPEN, "Written on the board.")
    assert (await studio.services.assets.card(mara.id)).asset == mara
    await reviews.approve(review.id, [offer.id])
    plan = await reviews.plan_commit(review.id)
    assert (plan.make, [row.id for row in plan.update]) == ((), [offer.id])
    (updated,) = await reviews.commit(review.id)
    assert (updated.id, updated.description) == (mara.id, "A harbour pilot of fifty in a red coat.")
    (earlier, *_) = await studio.services.assets.revisions(mara.id)
    assert earlier.description == "Written on the board."
    await reviews.undo(review.id)
    assert (await studio.services.assets.card(mara.id)).asset.description == "Written on the board."


async def offered(studio: Studio, first: Draft, *later: Draft, **board: object) -> tuple[Review, Asset]:
    """Mara committed as in `first`, saved on the `board`, and offered what the `later` drafts say, each one
    a revision of its own."""
    studio.engine.drafts = (first, *DRAFTS[1:])
    review = await studio.review()
    await studio.services.reviews.approve(review.id, ids(review, first.suggested_name))
    (asset,) = await studio.services.reviews.commit(review.id)
    if board:
        asset = await studio.services.assets.save(asset.id, asset.version, **board)  # type: ignore[arg-type]
    for number, draft in enumerate(later):
        studio.engine.drafts = (draft, *DRAFTS[1:])
        await studio.import_script(LATER + "\nGulls.\n" * number)
        review = await studio.review()
    return review, asset


async def take(studio: Studio, review: Review, asset: Asset) -> Asset:
    """Approve and commit the row of an asset."""
    offers = [row.id for row in review.rows if row.asset is not None and row.asset.id == asset.id]
    await studio.services.reviews.approve(review.id, offers)
    await studio.services.reviews.commit(review.id)
    return (await studio.services.assets.card(asset.id)).asset


BLUE, RED = Trait("clothing", "blue coat", (5,)), Trait("clothing", "red coat", (5,))
SCAR, LIMP = Trait("physical_features", "a scarred left hand", (12,)), Trait("demeanor", "limps", (8,))
FRECKLES = Trait("physical_features", "freckles all over", inferred=True)


@pytest.mark.parametrize(
    ("earlier", "board", "now", "taken"),
    [
        ((BLUE,), (BLUE, FRECKLES), (RED,), (RED, FRECKLES)),
        ((BLUE, SCAR), (BLUE,), (RED, SCAR), (RED,)),
        ((BLUE, SCAR), (BLUE, SCAR), (RED, SCAR, LIMP), (RED, SCAR, LIMP)),
        ((SCAR,), (SCAR, replace(RED, lines=(), inferred=True)), (SCAR, RED), (SCAR, RED)),
        (
            (BLUE, SCAR),
            (replace(BLUE, value="blue coat with gold buttons", lines=(), inferred=True), SCAR),
            (BLUE, SCAR, LIMP),
            (SCAR, LIMP, replace(BLUE, value="blue coat with gold buttons", lines=(), inferred=True)),
        ),
    ],
)
async def test_an_offer_takes_what_the_script_changed_and_leaves_what_the_board_has_of_its_own(
    studio: Studio,
    earlier: tuple[Trait, ...],
    board: tuple[Trait, ...],
    now: tuple[Trait, ...],
    taken: tuple[Trait, ...],
) -> None:
    later = replace(RED_MARA, traits=now)
    review, asset = await offered(studio, replace(BLUE_MARA, traits=earlier), later, traits=board)
    row = by_name(review)["MARA VOSS"]
    shown = await studio.services.reviews.offer(review.id, row.id)
    updated = await take(studio, review, asset)
    assert updated.traits == taken
    assert (shown.now, shown.traits, shown.aliases) == (asset, taken, updated.aliases)
    assert shown.description == updated.description
    await studio.services.reviews.undo(review.id)
    assert (await studio.services.assets.card(asset.id)).asset.traits == board


async def test_a_text_that_the_script_left_as_it_was_stays_as_on_the_board(studio: Studio) -> None:
    later = replace(BLUE_MARA, traits=(BLUE, LIMP))
    review, asset = await offered(studio, BLUE_MARA, later, description="Written on the board.")
    assert (await take(studio, review, asset)).description == "Written on the board."


LIMPING = replace(BLUE_MARA, traits=(BLUE, LIMP))
"""Mara of whom the script says more, in the same words."""


async def test_the_text_of_an_offer_is_the_one_that_will_be_made(studio: Studio) -> None:
    review, _ = await offered(studio, BLUE_MARA, LIMPING, description="Written on the board.")
    reviews, row = studio.services.reviews, by_name(review)["MARA VOSS"]
    assert (row.description, row.draft.hand_written) == ("Written on the board.", False)
    (planned,) = (await reviews.plan_commit(review.id, [row.id])).update
    assert planned.description == "Written on the board."
    data = await reviews.export(review.id)
    (written,) = (one for one in data["rows"] if one["id"] == row.id)
    assert written["visualSummary"] == "Written on the board."
    written["approved"] = True
    done = await reviews.commit_file(studio.project, data)
    assert [one.description for one in done.updated] == ["Written on the board."]
    assert not by_name(await reviews.get(review.id))["MARA VOSS"].draft.hand_written, "nobody wrote it there"
    assert len((await reviews.commit_file(studio.project, data)).before) == 1


async def test_a_board_text_that_is_newer_than_the_offer_is_shown(studio: Studio) -> None:
    review, asset = await offered(studio, BLUE_MARA, LIMPING)
    await studio.services.assets.save(asset.id, asset.version, description="Written on the board.")
    row = by_name(await studio.services.reviews.get(review.id))["MARA VOSS"]
    assert row.description == "Written on the board."


async def test_the_scripts_own_sentence_typed_into_an_offer_is_taken(studio: Studio) -> None:
    review, asset = await offered(studio, BLUE_MARA, LIMPING, description="Written on the board.")
    reviews, row = studio.services.reviews, by_name(review)["MARA VOSS"]
    with pytest.raises(Stale):
        await reviews.edit(review.id, row.id, visual_summary="Mine.", instead_of=BLUE_MARA.visual_summary)
    typed = BLUE_MARA.visual_summary
    await reviews.edit(review.id, row.id, visual_summary=typed, instead_of="Written on the board.")
    row = by_name(await reviews.get(review.id))["MARA VOSS"]
    assert (row.description, row.draft.hand_written) == (typed, True)
    assert (await take(studio, review, asset)).description == typed


NELL = replace(
    RED_MARA,
    suggested_name="NELL VOSS",
    aliases=("NELL",),
    mentions=(Mention(5, 1, 1, "NELL VOSS, a harbour pilot of fifty in a red coat."),),
)


async def rename_offered(studio: Studio) -> tuple[Review, Asset]:
    """Mara committed; then the script calls her NELL VOSS, and a person says that this is she."""
    studio.engine.drafts = (BLUE_MARA, *DRAFTS[1:])
    first, reviews = await studio.review(), studio.services.reviews
    await reviews.approve(first.id, ids(first, "MARA VOSS"))
    (asset,) = await reviews.commit(first.id)
    review = await next_revision(studio, NELL, *DRAFTS[1:])
    if "MARA VOSS" in by_name(review):
        pair = ids(review, "MARA VOSS", "NELL VOSS")
        proposal = await reviews.propose_rename(review.id, pair)
        review = await reviews.accept_merge(review.id, pair, proposal.draft, proposal.version)
    assert difference_of(review, "NELL VOSS")[-1] == "MARA VOSS"
    return review, asset


@pytest.mark.parametrize("is_scanned_again", [False, True])
async def test_a_name_given_on_the_board_after_the_scripts_new_one_stays(
    studio: Studio, is_scanned_again: bool
) -> None:
    _, asset = await rename_offered(studio)
    await studio.services.assets.save(asset.id, asset.version, name="THE BOSS")
    if is_scanned_again:
        await studio.import_script(LATER + "\nGulls.\n")
        await studio.review()
    latest = await studio.services.reviews.latest(studio.project)
    assert latest is not None
    row = by_name(latest)["THE BOSS"]
    assert (difference_of(latest, "THE BOSS")[-1], "NELL VOSS" in row.draft.aliases) == ("MARA VOSS", True)
    taken = await take(studio, latest, asset)
    assert (taken.name, "NELL VOSS" in taken.aliases) == ("THE BOSS", True)


async def test_a_name_typed_into_an_offer_replaces_the_boards(studio: Studio) -> None:
    review, asset = await rename_offered(studio)
    reviews = studio.services.reviews
    await studio.services.assets.save(asset.id, asset.version, name="THE BOSS")
    row = by_name(await reviews.get(review.id))["THE BOSS"]
    review = await reviews.edit(review.id, row.id, name="NELL VOSS")
    assert by_name(review)["NELL VOSS"].id == row.id
    assert (await take(studio, review, asset)).name == "NELL VOSS"


async def test_a_name_given_on_the_board_stays_when_only_traits_are_offered(studio: Studio) -> None:
    review, asset = await offered(studio, BLUE_MARA, RED_MARA)
    alias = BLUE_MARA.aliases[0] if BLUE_MARA.aliases else "THE BOSS"
    await studio.services.assets.save(asset.id, asset.version, name=alias)
    assert (await take(studio, review, asset)).name == alias


async def test_an_asset_changed_since_the_plan_is_not_updated_unseen(studio: Studio) -> None:
    review, asset = await offered(studio, BLUE_MARA, RED_MARA)
    reviews = studio.services.reviews
    await reviews.approve(review.id, ids(review, "MARA VOSS"))
    plan = await reviews.plan_commit(review.id)
    asset = await studio.services.assets.save(asset.id, asset.version, description="Written meanwhile.")
    with pytest.raises(Stale, match="Nothing was committed"):
        await reviews.commit(review.id, plan.version, plan.asset_versions)
    assert (await studio.services.assets.card(asset.id)).asset == asset
    plan = await reviews.plan_commit(review.id)
    assert len(await reviews.commit(review.id, plan.version, plan.asset_versions)) == 1


SCARF = Trait("clothing", "a blue scarf", (8,))


def difference_of(review: Review, name: str = "MARA VOSS") -> tuple[RowChange, int, set[str], set[str], str]:
    """How a row stands to what its asset rests on."""
    said = by_name(review)[name].difference
    assert said is not None
    added, removed = ({trait.value for trait in traits} for traits in (said.added, said.removed))
    return said.change, said.revision, added, removed, said.renamed_from


async def test_an_unanswered_offer_is_of_all_that_changed_since_the_asset_was_made(studio: Studio) -> None:
    scarf = replace(RED_MARA, traits=(RED, SCARF))
    review, asset = await offered(studio, BLUE_MARA, RED_MARA, scarf)
    assert difference_of(review) == (RowChange.CHANGED, 1, {"red coat", "a blue scarf"}, {"blue coat"}, "")
    assert by_name(review)["MARA VOSS"].state is RowState.OPEN
    assert (await take(studio, review, asset)).traits == (RED, SCARF)


async def test_an_offer_that_the_script_takes_back_is_none_any_more(studio: Studio) -> None:
    text = "INA VOSS, a harbour pilot of fifty in a red coat."
    other = replace(RED_MARA, suggested_name="INA VOSS", mentions=(Mention(5, 1, 1, text),))
    review, asset = await offered(studio, BLUE_MARA, other, BLUE_MARA)
    row = by_name(review)["MARA VOSS"]
    assert difference_of(review) == (RowChange.SAME, 1, set(), set(), "")
    assert (row.state, row.description) == (RowState.COMMITTED, asset.description)


async def test_what_was_refused_is_not_offered_again_and_what_comes_then_is(studio: Studio) -> None:
    review, asset = await offered(studio, BLUE_MARA, RED_MARA)
    await studio.services.reviews.discard(review.id, ids(review, "MARA VOSS"))
    changes = []
    for number, later in enumerate((RED_MARA, replace(RED_MARA, traits=(RED, SCARF)), BLUE_MARA), 3):
        studio.engine.drafts = (later, *DRAFTS[1:])
        await studio.import_script(LATER + "\nGulls.\n" * number)
        review = await studio.review()
        changes.append(
            (difference_of(review)[0], difference_of(review)[2], by_name(review)["MARA VOSS"].state)
        )
    assert changes == [
        (RowChange.SAME, set(), RowState.DISCARDED),
        (RowChange.CHANGED, {"a blue scarf"}, RowState.OPEN),
        (RowChange.SAME, set(), RowState.COMMITTED),
    ]
    assert (await studio.services.assets.card(asset.id)).asset == asset


async def test_an_approved_offer_stays_approved_while_the_script_says_the_same(studio: Studio) -> None:
    review, _ = await offered(studio, BLUE_MARA, RED_MARA)
    await studio.services.reviews.approve(review.id, ids(review, "MARA VOSS"))
    await studio.import_script(LATER + "\nGulls.\n")
    row = by_name(again := await studio.review())["MARA VOSS"]
    assert (row.state, difference_of(again)[2]) == (RowState.APPROVED, {"red coat"})


async def test_a_text_that_a_person_gave_an_offer_outlives_the_offer(studio: Studio) -> None:
    review, _ = await offered(studio, BLUE_MARA, RED_MARA)
    await studio.services.reviews.edit(review.id, ids(review, "MARA VOSS")[0], visual_summary="Mine.")
    studio.engine.drafts = (BLUE_MARA, *DRAFTS[1:])
    await studio.import_script(LATER + "\nGulls.\n")
    row = by_name(await studio.review())["MARA VOSS"]
    assert (row.description, row.state, row.change) == ("Mine.", RowState.OPEN, RowChange.CHANGED)


OWN_MARA = replace(BLUE_MARA, visual_summary="My own words.", hand_written=True)


@pytest.mark.parametrize("board", [{}, {"description": "Written later, on the board."}])
async def test_beside_a_persons_text_stands_what_the_script_says_now(
    studio: Studio, board: dict[str, str]
) -> None:
    review, asset = await offered(studio, OWN_MARA, RED_MARA, **board)
    row = by_name(review)["MARA VOSS"]
    assert (row.description, row.draft.hand_written) == (RED_MARA.visual_summary, False)
    shown = await studio.services.reviews.offer(review.id, row.id)
    assert (shown.now, shown.hand_written, shown.description) == (asset, True, RED_MARA.visual_summary)
    updated = await take(studio, review, asset)
    assert updated.description == RED_MARA.visual_summary
    (before, *_) = await studio.services.assets.revisions(asset.id)
    assert before.description == asset.description


async def test_an_offer_without_a_text_empties_none(studio: Studio) -> None:
    silent = replace(RED_MARA, visual_summary="")
    review, asset = await offered(studio, BLUE_MARA, silent)
    assert (await take(studio, review, asset)).description == asset.description


def called(name: str, aliases: tuple[str, ...] = (), **fields: object) -> Draft:
    """Mara under another name in the script, in the same coat."""
    text = f"{name}, a harbour pilot of fifty in a blue coat."
    mentions = (Mention(5, 1, 1, text),)
    return replace(BLUE_MARA, suggested_name=name, aliases=aliases, mentions=mentions, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("board", [{}, {"description": "Written later, on the board."}])
async def test_another_name_in_the_script_leaves_a_persons_name_and_text_and_is_offered_as_an_alias(
    studio: Studio, board: dict[str, str]
) -> None:
    first = called("MARA VOSS", visual_summary="My own words.", hand_written=True)
    first = replace(first, suggested_name="THE RAVEN", aliases=("MARA VOSS",))
    review, asset = await offered(studio, first, called("INA FALK"), **board)
    row = by_name(review)["THE RAVEN"]
    said = row.difference
    assert (row.state, row.change) == (RowState.OPEN, RowChange.CHANGED)
    assert said is not None
    assert (said.renamed_from, said.script_name) == ("MARA VOSS", "INA FALK")
    updated = await take(studio, review, asset)
    assert (updated.name, updated.aliases) == ("THE RAVEN", ("INA FALK",))
    assert updated.description == asset.description


async def test_an_approved_row_under_a_persons_name_is_open_again_when_the_script_renames_it(
    studio: Studio,
) -> None:
    studio.engine.drafts = (called("MARA VOSS"), *DRAFTS[1:])
    first = await studio.review()
    await studio.services.reviews.edit(first.id, ids(first, "MARA VOSS")[0], name="THE RAVEN")
    named = await studio.services.reviews.get(first.id)
    await studio.services.reviews.approve(first.id, ids(named, "THE RAVEN"))
    rows = by_name(await next_revision(studio, called("INA FALK"), *DRAFTS[1:]))
    row = rows["THE RAVEN"]
    assert (row.state, row.change) == (RowState.OPEN, RowChange.CHANGED)
    assert row.draft.aliases == ("INA FALK",)


async def test_an_offer_to_an_asset_of_a_persons_own_goes_with_its_lines(studio: Studio) -> None:
    studio.engine.drafts = DRAFTS
    review = await studio.review()
    reviews = studio.services.reviews
    _, oar = await reviews.add_custom(review.id, "OAR", AssetType.PROP, "My own oar.")
    await reviews.approve(review.id, [oar])
    await reviews.commit(review.id)
    said = Draft(
        "OAR",
        AssetType.PROP,
        visual_summary="A torn oar.",
        traits=(Trait("condition", "torn", (8,)),),
        mentions=(Mention(8, 1, 1, "She takes a torn OAR."),),
    )
    text = LATER.replace("We sail at once.", "We sail at once.\n\nShe takes a torn OAR.")
    await studio.import_script(text)
    studio.engine.drafts = (*DRAFTS, said)
    offer = by_name(await studio.review())["OAR"]
    assert (offer.state, offer.change, offer.description) == (RowState.OPEN, RowChange.CHANGED, "A torn oar.")
    await studio.import_script(LATER + "\nGulls.\n")
    studio.engine.drafts = DRAFTS
    row = by_name(await studio.review())["OAR"]
    assert (row.state, row.change) == (RowState.COMMITTED, RowChange.SAME)
    assert row.description == "My own oar."


async def test_what_was_decided_on_the_board_stays_decided(studio: Studio) -> None:
    conflict = Conflict(
        "clothing",
        ConflictSide("blue coat", Mention(5, 1, 1, "MARA VOSS, a harbour pilot of fifty.")),
        ConflictSide("torn jacket", Mention(12, 2, 1, "Mara in a torn jacket.")),
    )
    studio.engine.drafts = (replace(BLUE_MARA, conflicts=(conflict,)), *DRAFTS[1:])
    first = await studio.review()
    reviews = studio.services.reviews
    await reviews.approve(first.id, ids(first, "MARA VOSS"))
    (asset,) = await reviews.commit(first.id)
    await studio.services.assets.decide_conflict(asset.id, asset.version, 0, ConflictDecision.EARLIER)
    review = await next_revision(studio, replace(RED_MARA, conflicts=(conflict,)), PILOT, QUAY, WHISTLE)
    await reviews.approve(review.id, ids(review, "MARA VOSS"))
    (updated,) = await reviews.commit(review.id)
    assert [one.decision for one in updated.conflicts] == [ConflictDecision.EARLIER]


async def test_a_locked_asset_is_only_told_about(studio: Studio) -> None:
    studio.engine.drafts = (BLUE_MARA, *DRAFTS[1:])
    locked = await studio.locked()
    review = await next_revision(studio, RED_MARA, PILOT, QUAY, WHISTLE)
    mara = by_name(review)["MARA VOSS"]
    assert (mara.change, mara.asset and mara.asset.locked) == (RowChange.CHANGED, True)
    await studio.services.reviews.approve(review.id, [mara.id])
    with pytest.raises(NotCommittable, match="is locked"):
        await studio.services.reviews.commit(review.id)
    assert await studio.services.assets.cards(studio.branch) == locked
    await studio.services.assets.unlock(locked[0].asset.id)
    assert len(await studio.services.reviews.commit(review.id)) == 1


async def test_an_offer_that_was_taken_is_none_any_more_until_it_is_taken_back(studio: Studio) -> None:
    first = await first_revision(studio)
    await studio.services.reviews.approve(first.id, ids(first, "MARA VOSS"))
    await studio.services.reviews.commit(first.id)
    review = await next_revision(studio, RED_MARA, PILOT, QUAY, WHISTLE)
    await studio.services.reviews.approve(review.id, ids(review, "MARA VOSS"))
    await studio.services.reviews.commit(review.id)
    after = by_name(await studio.services.reviews.get(review.id))["MARA VOSS"]
    assert (after.state, after.change) == (RowState.COMMITTED, RowChange.SAME)
    undone = by_name(await studio.services.reviews.undo(review.id))["MARA VOSS"]
    assert (undone.state, undone.change) == (RowState.APPROVED, RowChange.CHANGED)


async def test_a_restored_row_takes_its_asset_out_of_the_merge(studio: Studio) -> None:
    first = await first_revision(studio)
    await studio.services.reviews.approve(first.id, ids(first, "THE PILOT"))
    await studio.services.reviews.commit(first.id)
    review = await next_revision(studio, BLUE_MARA, PILOT, QUAY, WHISTLE)
    mara, pilot = ids(review, "MARA VOSS", "THE PILOT")
    await studio.services.reviews.restore(review.id, [pilot])
    rows = by_name(await studio.services.reviews.get(review.id))
    assert (rows["MARA VOSS"].asset, rows["THE PILOT"].state) == (None, RowState.COMMITTED)
    assert mara != pilot


async def test_two_assets_stay_two_rows(studio: Studio) -> None:
    first = await first_revision(studio)
    pair = ids(first, "MARA VOSS", "THE PILOT")
    await studio.services.reviews.approve(first.id, pair)
    await studio.services.reviews.commit(first.id)
    changed = replace(PILOT, traits=(Trait("clothing", "a straw hat", (9,)),))
    review = await next_revision(studio, RED_MARA, changed, QUAY, WHISTLE)
    pair = ids(review, "MARA VOSS", "THE PILOT")
    with pytest.raises(InvalidInput, match="two assets on the board"):
        await studio.services.reviews.propose_merge(review.id, pair, "MARA VOSS")


async def test_what_a_person_wrote_is_whole_in_a_merge(studio: Studio) -> None:
    review = await studio.review()
    rows = ids(review, "MARA VOSS", "THE PILOT")
    text = "One. Two. Three. Four. Five sentences of mine."
    await studio.services.reviews.edit(review.id, rows[1], visual_summary=text)
    proposal = await studio.services.reviews.propose_merge(review.id, rows, "MARA VOSS")
    assert (proposal.draft.visual_summary, proposal.draft.hand_written) == (text, True)


async def test_an_asset_that_was_locked_after_the_offer_is_refused(studio: Studio) -> None:
    studio.engine.drafts = (BLUE_MARA, *DRAFTS[1:])
    cards = {card.asset.name: card.asset for card in await studio.pictured()}
    review = await next_revision(studio, RED_MARA, PILOT, QUAY, WHISTLE)
    offer = by_name(review)["MARA VOSS"]
    await studio.services.reviews.approve(review.id, [offer.id])
    await studio.services.assets.lock(cards["MARA VOSS"].id)
    plan = await studio.services.reviews.plan_commit(review.id)
    assert plan.refused == (("MARA VOSS", "its asset is locked; unlock it on the board to change it"),)


async def test_the_revision_that_evidence_is_of_is_found_also_when_it_is_long_gone(studio: Studio) -> None:
    first = await first_revision(studio)
    for words in ("at once", "at dawn", "at noon"):
        await studio.import_script(SCRIPT.replace("We sail.", f"We sail {words}."))
    projects, quoted = studio.services.projects, (Mention(8, 1, 1, "We sail."),)
    assert (await projects.script_quoted(studio.project, quoted, 3)).id == first.script_id
    dawn = (Mention(8, 1, 1, "We sail at dawn."),)
    assert (await projects.script_quoted(studio.project, dawn, 1)).revision == 3
    assert (await projects.script_quoted(studio.project, (), 2)).revision == 2
    with pytest.raises(NotFound, match="No revision"):
        await projects.script_quoted(studio.project, (Mention(8, 1, 1, "Nobody said so."),), 2)


async def test_the_earlier_review_stays_as_it_was(studio: Studio) -> None:
    first = await first_revision(studio)
    await next_revision(studio, RED_MARA, PILOT, QUAY, LAMP)
    assert await studio.services.reviews.get(first.id) == first


async def test_the_same_script_scanned_again_keeps_every_decision(studio: Studio) -> None:
    first = await first_revision(studio)
    approved = await studio.services.reviews.approve(first.id, ids(first, "QUAY", "MARA VOSS"))
    again = await studio.review()
    assert again.id != first.id
    assert [(row.draft, row.state) for row in again.rows] == [(row.draft, row.state) for row in approved.rows]
    assert {row.change for row in again.rows} == {RowChange.SAME}


async def test_an_earlier_review_makes_and_takes_back_nothing_any_more(studio: Studio) -> None:
    first = await first_revision(studio)
    reviews = studio.services.reviews
    await reviews.approve(first.id, ids(first, "QUAY"))
    data = await reviews.export(first.id)
    later = await studio.review()
    with pytest.raises(Stale, match="later scan"):
        await reviews.commit(first.id)
    with pytest.raises(Stale, match="later scan"):
        await reviews.undo(first.id)
    with pytest.raises(Stale, match="later scan"):
        await reviews.commit_file(studio.project, data)
    assert await studio.committed() == 0
    assert len(await reviews.commit(later.id)) == 1
