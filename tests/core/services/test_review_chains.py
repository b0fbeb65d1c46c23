"""Chains of merges: whatever order they are made and taken back in, all rows are what they were before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import Draft, Mention, Review, ReviewId, RowState
from tests.core.services.conftest import SCRIPT, Studio, ids
from tests.core.services.test_review_merging import COAT, LEAD, TWIN, merged
from tests.core.services.test_review_revisions import RED_MARA, by_name, first_revision, next_revision
from tests.fakes.engines import MARA, PILOT, QUAY, WHISTLE

STOKER = replace(
    MARA,
    suggested_name="THE STOKER",
    aliases=("IVO", "LIDA'S SON"),
    visual_summary="Soot to the elbows.",
    conflicts=(COAT,),
    mentions=(COAT.earlier.mention, Mention(5, 1, 1, "MARA lifts LIDA."), COAT.later.mention),
    is_high_priority=False,
    confidence_score=0.3,
    confidence_reason="Described in 1 line (3).",
)
FOUR = (LEAD, TWIN, PILOT, STOKER)
NAMES = ("MARA VOSS", "LIDA", "THE PILOT", "THE STOKER", "IVO", "THE CREW")


async def opened(studio: Studio, *drafts: Draft) -> Review:
    """A review of these drafts, of a film of its own."""
    studio.engine.drafts = drafts
    title = f"Film {len(await studio.services.projects.cards())}"
    await studio.import_script(SCRIPT.replace("Low Tide", title), f"{title}.fountain")
    return await studio.review()


async def join(studio: Studio, review_id: ReviewId, first: int, second: int, name: str) -> None:
    """Merge two of the rows that are not merged yet, by place among them."""
    reviews = studio.services.reviews
    free = [row.id for row in (await reviews.get(review_id)).rows if row.state is not RowState.MERGED]
    ids = [free.pop(first % len(free)), free.pop(second % len(free))]
    proposal = await reviews.propose_merge(review_id, ids, name)
    await reviews.accept_merge(review_id, ids, proposal.draft, proposal.version)


def wrote(draft: Draft, mine: bool) -> Draft:
    """The draft, its text a person's or not."""
    text = f"Mine of {draft.suggested_name}."
    return replace(draft, visual_summary=text, summary_lines=(), hand_written=True) if mine else draft


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    written=st.lists(st.booleans(), min_size=2, max_size=4),
    merges=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from(NAMES)), min_size=3, max_size=3
    ),
    order=st.permutations(range(4)),
    at_once=st.booleans(),
)
async def test_rows_are_as_before_any_merge_when_all_are_taken_out(
    studio: Studio, written: list[bool], merges: list[tuple[int, int, str]], order: list[int], at_once: bool
) -> None:
    reviews = studio.services.reviews
    first = await opened(studio, *(wrote(*one) for one in zip(FOUR, written, strict=False)))
    count = len(first.rows)
    for merge in merges[: count - 1]:
        await join(studio, first.id, *merge)
    rows = (await reviews.get(first.id)).rows
    out = [rows[at].id for at in order if at < count and rows[at].state is RowState.MERGED]
    for some in [out] if at_once else [[one] for one in out]:
        await reviews.restore(first.id, some)
    assert (await reviews.get(first.id)).rows == first.rows


async def test_what_was_changed_between_merges_stays_when_all_are_taken_out(studio: Studio) -> None:
    reviews = studio.services.reviews
    first = await opened(studio, LEAD, TWIN, PILOT)
    lead, twin, pilot = (row.id for row in first.rows)
    await join(studio, first.id, 0, 0, "LIDA")
    await reviews.edit(first.id, lead, name="CAPTAIN VOSS", visual_summary="My captain.")
    await reviews.set_priority(first.id, [lead], True)
    await join(studio, first.id, 0, 0, "THE PILOT")
    await reviews.restore(first.id, [twin])
    rows = (await reviews.restore(first.id, [pilot])).rows
    changed = replace(
        LEAD,
        suggested_name="CAPTAIN VOSS",
        aliases=("MARA VOSS", "MARA"),
        visual_summary="My captain.",
        summary_lines=(),
        hand_written=True,
        is_high_priority=True,
        priority_reason="set by hand",
    )
    assert [row.draft for row in rows] == [changed, TWIN, PILOT]


async def test_what_was_written_at_a_merge_stays_when_all_are_taken_out(studio: Studio) -> None:
    reviews = studio.services.reviews
    first = await opened(studio, LEAD, wrote(TWIN, mine=True))
    ids = [row.id for row in first.rows]
    proposal = await reviews.propose_merge(first.id, ids, "MARA VOSS")
    assert proposal.draft.visual_summary == "Mine of LIDA."
    text = "Mine of LIDA. She is the captain."
    await reviews.accept_merge(first.id, ids, replace(proposal.draft, visual_summary=text))
    rows = (await reviews.restore(first.id, ids[1:])).rows
    assert rows[0].draft.visual_summary == "She is the captain."
    assert replace(rows[0].draft, visual_summary="", hand_written=False) == replace(
        LEAD, visual_summary="", summary_lines=()
    )
    assert rows[1].draft == wrote(TWIN, mine=True)


async def test_a_split_of_a_merged_row_holds_when_a_part_is_taken_out(studio: Studio) -> None:
    reviews = studio.services.reviews
    first = await opened(studio, LEAD, TWIN, PILOT)
    lead, twin, pilot = (row.id for row in first.rows)
    await join(studio, first.id, 0, 0, "MARA VOSS")
    await join(studio, first.id, 0, 0, "MARA VOSS")
    proposal = await reviews.propose_split(
        first.id, lead, name="MARA", type=LEAD.type, aliases=["MARA"], lines=[3]
    )
    await reviews.accept_split(first.id, proposal)
    kept = (await reviews.restore(first.id, [twin, pilot])).rows[0].draft
    assert (kept.suggested_name, kept.aliases) == ("MARA VOSS", ())
    assert [mention.line for mention in kept.mentions] == [5]
    assert kept.confidence_score == LEAD.confidence_score
    assert kept.priority_reason == "Speaks once. (Before MARA was split from it.)"


@pytest.mark.parametrize("order", [(("THE PILOT", "BRASS WHISTLE"),), (("THE PILOT",), ("BRASS WHISTLE",))])
async def test_a_merge_of_an_earlier_review_and_one_of_this_are_taken_back(
    studio: Studio, order: tuple[tuple[str, ...], ...]
) -> None:
    await merged(studio, await first_revision(studio), "MARA VOSS", "THE PILOT")
    review = await next_revision(studio, RED_MARA, PILOT, QUAY, WHISTLE)
    review = await merged(studio, review, "MARA VOSS", "BRASS WHISTLE")
    for names in order:
        await studio.services.reviews.restore(review.id, ids(review, *names))
    mara = by_name(await studio.services.reviews.get(review.id))["MARA VOSS"].draft
    assert (mara.aliases, mara.mentions) == (RED_MARA.aliases, RED_MARA.mentions)
    assert mara.visual_summary == RED_MARA.visual_summary
