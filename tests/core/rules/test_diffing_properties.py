"""What holds of any two scans: nothing is lost or doubled, and the same stays the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.models import (
    AssetId,
    AssetType,
    CommittedAsset,
    Draft,
    Mention,
    RowChange,
    RowState,
    Screenplay,
    Trait,
)
from core.rules.diffing import CarriedRow, EarlierRow
from tests.core.rules.revisions import SCRIPT, compared, difference, found, read

BEFORE = read(SCRIPT)
AFTER = read("INT. ATTIC - DAY\n\nDust and silence.\n\n" + SCRIPT.replace("ANSA", "MILENA"))
NAMES = ("ANSA", "BRUNO", "MILENA", "THE MILL", "Quay", "LAMP", "Wick", "OLD WICK", "!")
STATES = (RowState.OPEN, RowState.APPROVED, RowState.DISCARDED, RowState.COMMITTED)

traits = st.builds(Trait, st.sampled_from(("clothing", "form")), st.sampled_from(("red coat", "old hat")))


def mentions(screenplay: Screenplay) -> st.SearchStrategy[tuple[Mention, ...]]:
    """Some lines of a script, in order."""
    some = st.sets(st.sampled_from(found(screenplay, "").mentions), max_size=8)
    return some.map(lambda chosen: tuple(sorted(chosen, key=lambda mention: mention.line)))


def drafts(screenplay: Screenplay, most: int = 7) -> st.SearchStrategy[list[Draft]]:
    """Scans: no two drafts of one type have the same suggested name."""
    draft = st.builds(
        Draft,
        st.sampled_from(NAMES),
        st.sampled_from(AssetType),
        st.lists(st.sampled_from(NAMES), max_size=2).map(tuple),
        mentions=mentions(screenplay),
        traits=st.lists(traits, max_size=2).map(tuple),
    )
    return st.lists(draft, max_size=most, unique_by=lambda one: (one.suggested_name, one.type))


NEW, EARLIER, JOINED = drafts(AFTER), drafts(BEFORE), drafts(BEFORE, 2).map(tuple)


@st.composite
def reviews(draw: st.DrawFn) -> list[EarlierRow]:
    """Earlier reviews: each row with an asset of its own, some with merged drafts."""
    return [
        EarlierRow(
            number,
            draft,
            draw(st.sampled_from(STATES)),
            CommittedAsset(AssetId(number), draft.suggested_name, "", draw(st.booleans())),
            draw(JOINED),
        )
        for number, draft in enumerate(draw(EARLIER))
    ]


def lines(rows: tuple[CarriedRow, ...]) -> set[int]:
    """The lines that the rows mention."""
    return {mention.line for row in rows for mention in row.draft.mentions}


@given(reviews(), NEW)
def test_every_new_draft_is_one_row_and_keeps_its_lines(earlier: list[EarlierRow], new: list[Draft]) -> None:
    rows = compared(earlier, new, BEFORE, AFTER)
    there = tuple(one for one in rows if difference(one).change is not RowChange.GONE)
    for draft, row in zip(new, rows, strict=False):
        assert {mention.line for mention in draft.mentions} <= lines(there)
        assert difference(row).change is not RowChange.GONE
    assert not [row for row in rows[len(new) :] if difference(row).change is RowChange.NEW]
    for row in rows:
        assert (row.merged_into is not None) is (row.state is RowState.MERGED)
        if row.merged_into is not None:
            assert rows[row.merged_into].state is not RowState.MERGED


@given(reviews(), NEW)
def test_no_earlier_row_is_lost_or_doubled(earlier: list[EarlierRow], new: list[Draft]) -> None:
    rows = compared(earlier, new, BEFORE, AFTER)
    assets = [row.asset.id for row in rows if row.asset]
    assert len(assets) == len(set(assets))
    for row in earlier:
        assert row.state is RowState.DISCARDED or row.asset is None or row.asset.id in assets
    for carried in (one for one in rows if difference(one).change is not RowChange.NEW and one.asset):
        before = next(row for row in earlier if row.asset == carried.asset)
        assert carried.draft.type is before.draft.type


@given(reviews())
def test_the_same_scan_again_is_the_same_review(earlier: list[EarlierRow]) -> None:
    unmerged = [EarlierRow(row.id, row.draft, row.state, row.asset) for row in earlier]
    rows = compared(unmerged, [row.draft for row in unmerged], BEFORE, BEFORE)
    assert [row.state for row in rows] == [row.state for row in unmerged]
    assert {difference(row).change for row in rows} <= {RowChange.SAME}
    assert [row.draft.mentions for row in rows] == [row.draft.mentions for row in unmerged]
