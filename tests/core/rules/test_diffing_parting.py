"""What a person split stays two rows, whatever they renamed, merged or gave another type besides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.models import AssetType, Draft, RowChange, RowState
from core.rules.diffing import CarriedRow, EarlierRow, Ground
from core.rules.merging import merge_drafts
from core.rules.splitting import lines_naming, split_draft
from tests.core.rules.revisions import SCRIPT, asset, compared, difference, found, read, reviewed

BEFORE = read(SCRIPT)
ANSA, BRUNO = found(BEFORE, "ANSA"), found(BEFORE, "BRUNO")
LAMP = found(BEFORE, "MILL LAMP", "BRASS LAMP", type=AssetType.PROP)

HALL = read(
    """\
INT. HALL - NIGHT

ALINAR, the old king, sits on the throne of black glass.

PRINCE ALINAR, ten, plays with a wooden sword.

ALINAR
Come here, and leave the sword where it is.

PRINCE ALINAR
It is mine. My mother gave it to me in the spring.

Alinar Fenren gets up from the throne and lifts Prince Alinar to the window.

VOLODAR, a guard, shuts the doors behind the two of them.

VOLODAR
Nobody may enter the hall tonight.
"""
)
ALINARS = found(HALL, "ALINAR FENREN", "ALINAR", "PRINCE ALINAR")
VOLODAR = found(HALL, "VOLODAR")
KING, PRINCE = split_draft(
    ALINARS,
    "PRINCE ALINAR",
    AssetType.CHARACTER,
    ["PRINCE ALINAR"],
    lines_naming(ALINARS, ["PRINCE ALINAR"]),
)


def split(draft: Draft, name: str, *aliases: str, since: int = 0) -> tuple[Draft, Draft]:
    """The two sides of a split of the mentions from the one at `since` on."""
    return split_draft(draft, name, draft.type, aliases, [one.line for one in draft.mentions[since:]])


def shown(rows: tuple[CarriedRow, ...]) -> list[tuple[str, tuple[str, ...], int]]:
    """The rows that are not merged: name, aliases, how many mentions."""
    return [
        (row.draft.suggested_name, row.draft.aliases, len(row.draft.mentions))
        for row in rows
        if row.merged_into is None
    ]


def changes(rows: tuple[CarriedRow, ...]) -> set[RowChange]:
    """How the rows stand to the earlier revision."""
    return {difference(row).change for row in rows}


@pytest.mark.parametrize(("since", "left", "taken"), [(0, 0, 2), (1, 1, 1), (2, 2, 0)])
def test_a_name_that_was_split_off_is_no_alias_again(since: int, left: int, taken: int) -> None:
    rows = compared(reviewed(*split(LAMP, "BRASS LAMP", since=since)), [LAMP], BEFORE, BEFORE)
    assert shown(rows) == [("MILL LAMP", (), left), ("BRASS LAMP", (), taken)]
    assert changes(rows) == {RowChange.SAME}


def test_a_row_that_lost_all_mentions_to_a_split_is_not_gone() -> None:
    named = replace(ANSA, suggested_name="THE MILLER", aliases=("ANSA",))
    rows = compared(reviewed(*split(named, "ANSA")), [ANSA], BEFORE, BEFORE)
    assert shown(rows) == [("ANSA", (), len(ANSA.mentions)), ("THE MILLER", (), 0)]
    assert changes(rows) == {RowChange.SAME}


def test_mentions_that_were_split_off_stay_so_when_the_rest_is_merged() -> None:
    left, taken = split(ANSA, "ANSA ON THE QUAY", since=3)
    whole = merge_drafts([BRUNO, left], "BRUNO")
    earlier = [EarlierRow(1, whole, RowState.OPEN, merged=(left,)), *reviewed(taken)]
    rows = compared(earlier, [BRUNO, ANSA], BEFORE, BEFORE)
    kept = [row.draft.mentions for row in rows if row.merged_into is None]
    assert kept == [whole.mentions, taken.mentions]
    assert changes(rows) == {RowChange.SAME}


def test_a_name_that_was_split_off_stays_so_when_the_rest_is_merged() -> None:
    whole = merge_drafts([KING, VOLODAR], "VOLODAR")
    prince = EarlierRow(2, PRINCE, RowState.COMMITTED, asset("PRINCE ALINAR"))
    earlier = [EarlierRow(1, whole, RowState.OPEN, merged=(VOLODAR,)), prince]
    rows = compared(earlier, [ALINARS, VOLODAR], HALL, HALL)
    assert shown(rows) == [
        ("VOLODAR", whole.aliases, len(whole.mentions)),
        ("PRINCE ALINAR", (), len(PRINCE.mentions)),
    ]
    assert changes(rows) == {RowChange.SAME}


def test_what_was_split_off_and_merged_with_another_does_not_return() -> None:
    whole = merge_drafts([VOLODAR, PRINCE], "THE GUARDED")
    earlier = [*reviewed(KING), EarlierRow(2, whole, RowState.OPEN, merged=(PRINCE,))]
    rows = compared(earlier, [ALINARS, VOLODAR], HALL, HALL)
    assert shown(rows) == [
        ("ALINAR FENREN", KING.aliases, len(KING.mentions)),
        ("THE GUARDED", whole.aliases, len(whole.mentions)),
    ]
    assert changes(rows) == {RowChange.SAME}


def test_a_split_by_mentions_outlives_another_name_in_the_script() -> None:
    named = replace(ANSA, suggested_name="THE MILLER", aliases=("ANSA",))
    left, taken = split(named, "THE WADER", since=3)
    after = read(SCRIPT.replace("ANSA", "MILENA").replace("Ansa", "Milena"))
    rows = compared(reviewed(left, taken), [found(after, "MILENA")], BEFORE, after)
    assert shown(rows) == [("THE MILLER", ("MILENA",), 3), ("THE WADER", (), len(ANSA.mentions) - 3)]
    assert [difference(row).change for row in rows] == [RowChange.CHANGED, RowChange.SAME]


def test_a_split_by_mentions_keeps_a_line_in_which_another_has_another_name() -> None:
    text = SCRIPT.replace("Ansa wades", "Ansa, with Bruno, wades")
    before, after = read(text), read(text.replace("BRUNO", "OTTO").replace("Bruno", "Otto"))
    left, taken = split(found(before, "ANSA"), "THE WADER", since=3)
    earlier = reviewed(left, found(before, "BRUNO"), taken)
    rows = compared(earlier, [found(after, "ANSA"), found(after, "OTTO")], before, after)
    assert [(name, count) for name, _, count in shown(rows)] == [("ANSA", 3), ("OTTO", 5), ("THE WADER", 2)]


def test_what_a_person_gave_the_type_of_the_rows_it_was_merged_with_stays_merged() -> None:
    lamp = found(BEFORE, "BRASS LAMP", type=AssetType.PROP)
    lamp = replace(lamp, mentions=lamp.mentions[:1])
    as_person = replace(lamp, type=AssetType.CHARACTER)
    whole = merge_drafts([ANSA, BRUNO, as_person], "BRASS LAMP")
    row = EarlierRow(1, whole, RowState.OPEN, merged=(BRUNO, as_person))
    rows = compared([row], [ANSA, BRUNO, lamp], BEFORE, BEFORE)
    assert shown(rows) == [("BRASS LAMP", whole.aliases, len(whole.mentions))]
    assert changes(rows) == {RowChange.SAME}


def test_an_offer_of_another_name_is_known_when_the_script_goes_back_to_the_first() -> None:
    before = read(SCRIPT.replace("ANSA", "MILENA").replace("Ansa", "Milena"))
    after = read("INT. CELLAR - NIGHT\n\nANSA, forty, sleeps on the bare stones.\n\nANSA\nLeave me be.\n")
    ground = Ground(ANSA, RowState.COMMITTED, 1)
    row = EarlierRow(1, found(before, "MILENA"), RowState.OPEN, asset("ANSA"), grounds=(ground,))
    (carried,) = compared([row], [found(after, "ANSA")], before, after)
    assert (carried.draft.suggested_name, carried.state) == ("ANSA", RowState.COMMITTED)
    assert (difference(carried).change, difference(carried).renamed_from) == (RowChange.SAME, "")
