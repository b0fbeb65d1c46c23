"""Who is who in a new revision: by name, by what stands around the name, and nobody when in doubt."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from core.models import AssetType, Draft, RowChange, RowState, Screenplay
from core.rules.diffing import CarriedRow
from tests.core.rules.revisions import SCRIPT, asset, compared, difference, found, read, reviewed

NEW, CHANGED, SAME, GONE = RowChange.NEW, RowChange.CHANGED, RowChange.SAME, RowChange.GONE


def scan(screenplay: Screenplay, *people: str) -> list[Draft]:
    """Drafts of these people, then of the places and the lamp."""
    places = [found(screenplay, name, type=AssetType.LOCATION) for name in ("MILL", "QUAY")]
    lamp = found(screenplay, "BRASS LAMP", type=AssetType.PROP)
    return [*(found(screenplay, name) for name in people), *places, lamp]


def stand(rows: tuple[CarriedRow, ...]) -> list[tuple[str, RowChange]]:
    """The rows' names and how they stand to the earlier revision."""
    return [(row.draft.suggested_name, difference(row).change) for row in rows]


def renamed(text: str, **names: str) -> str:
    """The script with names exchanged, in capitals and as words."""
    spelled = {old.upper(): new.upper() for old, new in names.items()} | {
        old.title(): new.title() for old, new in names.items()
    }
    return re.sub("|".join(spelled), lambda match: spelled[match[0]], text)


BEFORE = read(SCRIPT)


def test_a_lead_with_another_name_is_known_by_speech_and_action() -> None:
    after = read(renamed(SCRIPT, ansa="Milena"))
    earlier = reviewed(*scan(BEFORE, "ANSA", "BRUNO"), state=RowState.APPROVED)
    rows = compared(earlier, scan(after, "MILENA", "BRUNO"), BEFORE, after)
    assert stand(rows) == [
        ("MILENA", CHANGED),
        ("BRUNO", SAME),
        ("MILL", SAME),
        ("QUAY", SAME),
        ("BRASS LAMP", SAME),
    ]
    assert [difference(row).renamed_from for row in rows] == ["ANSA", "", "", "", ""]
    assert [row.state for row in rows] == [RowState.OPEN, *[RowState.APPROVED] * 4]


def test_all_renamed_at_once_are_still_known() -> None:
    after = read(renamed(SCRIPT, ansa="Milena", bruno="Otto", mill="Brewery"))
    drafts = scan(after, "OTTO", "MILENA")
    drafts[2] = found(after, "BREWERY", type=AssetType.LOCATION)
    rows = compared(reviewed(*scan(BEFORE, "ANSA", "BRUNO")), drafts, BEFORE, after)
    assert [difference(row).renamed_from for row in rows] == ["BRUNO", "ANSA", "MILL", "", ""]


def test_a_place_with_another_name_is_known_by_how_its_scene_begins() -> None:
    one_scene = SCRIPT.split("EXT. QUAY")[0]
    before, after = read(one_scene), read(one_scene.replace("MILL", "WATERWORKS"))
    old = found(before, "MILL", type=AssetType.LOCATION)
    new = found(after, "WATERWORKS", type=AssetType.LOCATION)
    (row,) = compared(reviewed(old), [new], before, after)
    assert (difference(row).change, difference(row).renamed_from) == (CHANGED, "MILL")


def test_without_the_earlier_script_the_lines_that_name_somebody_are_enough() -> None:
    after = read(renamed(SCRIPT, ansa="Milena"))
    rows = compared(reviewed(found(BEFORE, "ANSA")), [found(after, "MILENA")], None, after)
    assert [difference(row).renamed_from for row in rows] == ["ANSA"]


def test_two_people_who_swapped_names_are_not_mistaken() -> None:
    after = read(renamed(SCRIPT, ansa="Bruno", bruno="Ansa"))
    earlier = reviewed(found(BEFORE, "ANSA"), found(BEFORE, "BRUNO"))
    rows = compared(earlier, [found(after, "ANSA"), found(after, "BRUNO")], BEFORE, after)
    assert [difference(row).renamed_from for row in rows] == ["BRUNO", "ANSA"]


def test_a_name_that_was_passed_on_is_not_mistaken() -> None:
    after = read(renamed(SCRIPT, ansa="Bruno", bruno="Otto"))
    earlier = reviewed(found(BEFORE, "ANSA"), found(BEFORE, "BRUNO"))
    rows = compared(earlier, [found(after, "BRUNO"), found(after, "OTTO")], BEFORE, after)
    assert [difference(row).renamed_from for row in rows] == ["ANSA", "BRUNO"]


def test_of_two_who_are_equally_like_somebody_neither_is_taken() -> None:
    after = read(renamed(SCRIPT, ansa="Milena"))
    mentions = found(after, "MILENA").mentions
    twins = [Draft(name, AssetType.CHARACTER, ("MILENA",), mentions=mentions) for name in ("VERA", "LENA")]
    rows = compared(reviewed(found(BEFORE, "ANSA")), twins, BEFORE, after)
    assert stand(rows) == [("VERA", NEW), ("LENA", NEW), ("ANSA", GONE)]


def test_one_who_is_equally_like_two_is_neither() -> None:
    after = read(renamed(SCRIPT, ansa="Milena"))
    mentions = found(BEFORE, "ANSA").mentions
    twins = [Draft(name, AssetType.CHARACTER, ("ANSA",), mentions=mentions) for name in ("VERA", "LENA")]
    rows = compared(reviewed(*twins), [found(after, "MILENA")], BEFORE, after)
    assert stand(rows) == [("MILENA", NEW), ("VERA", GONE), ("LENA", GONE)]


def test_too_little_in_common_is_no_match() -> None:
    after = read(
        "INT. MILL - NIGHT\n\nOTTO lifts the BRASS LAMP to the beam above her.\n\n"
        "OTTO\nThere is oil in it yet.\n\n"
        "OTTO\nWe can read all night by it.\n"
    )
    rows = compared(reviewed(found(BEFORE, "ANSA")), [found(after, "OTTO")], BEFORE, after)
    assert stand(rows) == [("OTTO", NEW), ("ANSA", GONE)]


def test_a_short_line_that_anybody_could_say_knows_nobody() -> None:
    before = read("INT. BAR - DAY\n\nANN\nYes.\n\nANN\nNo, never.\n\nANN\nGood night.\n")
    after = read("INT. BAR - DAY\n\nBEN\nYes.\n\nBEN\nNo, never.\n\nBEN\nGood night.\n")
    rows = compared(reviewed(found(before, "ANN")), [found(after, "BEN")], before, after)
    assert stand(rows) == [("BEN", NEW), ("ANN", GONE)]


def test_whose_type_a_person_changed_is_known_under_another_name() -> None:
    after = read(renamed(SCRIPT, ansa="Milena"))
    earlier = reviewed(replace(found(BEFORE, "ANSA"), type=AssetType.PROP), found(BEFORE, "BRUNO"))
    rows = compared(earlier, [found(after, "MILENA"), found(after, "BRUNO")], BEFORE, after)
    assert stand(rows) == [("MILENA", CHANGED), ("BRUNO", SAME)]
    assert rows[0].draft.type is AssetType.PROP


def test_one_of_the_same_type_is_known_before_one_of_another() -> None:
    after = read(renamed(SCRIPT, ansa="Milena"))
    thing, person = found(after, "MILENA", type=AssetType.PROP), found(after, "MILENA")
    rows = compared(reviewed(found(BEFORE, "ANSA")), [thing, person], BEFORE, after)
    assert [difference(row).renamed_from for row in rows] == ["", "ANSA"]


CARRIED = """\
INT. MILL - NIGHT

He carries the {0} up the stairs and sets it down.

Wet to the bone, he looks at it for a long while.

Nobody in the mill has ever seen it in the light.
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("BASKET", "CHILD"),
        ("BASKET", "CHILD who"),
    ],
)
def test_a_thing_is_no_person_who_is_meant_by_the_same_lines(old: str, new: str) -> None:
    before, after = read(CARRIED.format(old)), read(CARRIED.format(new))
    (thing,) = reviewed(found(before, "BASKET", "it", type=AssetType.PROP))
    thing = replace(thing, draft=replace(thing.draft, aliases=()))
    person = replace(found(after, "CHILD", "it"), aliases=())
    assert stand(compared([thing], [person], before, after)) == [("CHILD", NEW), ("BASKET", GONE)]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        (("THE MILLER",), ("Miller",), True),
        (("OLD TOM", "TOM"), ("TOM",), True),
        (("TOM",), ("OLD TOM", "Tom"), True),
        (("OLD TOM", "GRANDAD"), ("TOM", "Grandad"), True),
        (("OLD TOM",), ("YOUNG TOM",), False),
    ],
)
def test_names_are_folded_and_aliases_count(old: tuple[str, ...], new: tuple[str, ...], same: bool) -> None:
    earlier = Draft(old[0], AssetType.CHARACTER, old[1:])
    rows = compared(reviewed(earlier), [Draft(new[0], AssetType.CHARACTER, new[1:])], BEFORE, BEFORE)
    assert (len(rows) == 1) is same


def test_the_suggested_name_beats_an_alias() -> None:
    earlier = reviewed(
        Draft("YOUNG WICK", AssetType.CHARACTER, ("WICK",)), Draft("OLD WICK", AssetType.CHARACTER, ("WICK",))
    )
    drafts = [
        Draft("OLD WICK", AssetType.CHARACTER, ("WICK",)),
        Draft("YOUNG WICK", AssetType.CHARACTER, ("WICK",)),
    ]
    assert stand(compared(earlier, drafts, BEFORE, BEFORE)) == [("OLD WICK", SAME), ("YOUNG WICK", SAME)]


def test_a_new_person_who_shares_an_alias_is_new() -> None:
    old, young = found(BEFORE, "ANSA", "WICK"), Draft("YOUNG WICK", AssetType.CHARACTER, ("WICK",))
    rows = compared(reviewed(old), [old, young], BEFORE, BEFORE)
    assert stand(rows) == [("ANSA", SAME), ("YOUNG WICK", NEW)]


def test_of_one_rows_two_names_that_the_scan_holds_apart_now_the_lines_still_make_one() -> None:
    mill = "INT. MILL - {}\n\nThe wheel turns {} and the sacks are full of rye.\n\n"
    text = mill.format("DAY", "slowly") + mill.format("NIGHT", "quickly")
    before = read(text + mill.replace("MILL", "WATERMILL").format("DAY", "backwards"))
    after = read(
        text.replace("MILL", "BREWERY") + mill.replace("MILL", "WATERMILL").format("DAY", "backwards")
    )
    both = found(before, "MILL", "WATERMILL", type=AssetType.LOCATION)
    drafts = [found(after, name, type=AssetType.LOCATION) for name in ("WATERMILL", "BREWERY")]
    rows = compared(reviewed(both), drafts, before, after)
    assert [(row.state, row.merged_into) for row in rows] == [(RowState.MERGED, 1), (RowState.OPEN, None)]
    assert difference(rows[1]).renamed_from == "MILL"


@pytest.mark.parametrize(
    ("state", "kept"),
    [
        (RowState.OPEN, RowState.OPEN),
        (RowState.APPROVED, RowState.OPEN),
        (RowState.COMMITTED, RowState.COMMITTED),
        (RowState.DISCARDED, RowState.DISCARDED),
    ],
)
def test_who_is_gone_stands_at_the_end(state: RowState, kept: RowState) -> None:
    (row,) = reviewed(found(BEFORE, "BRUNO"), state=state)
    if state is RowState.COMMITTED:
        row = type(row)(row.id, row.draft, row.state, asset("BRUNO"))
    without = "\n\n".join(part for part in SCRIPT.split("\n\n") if "BRUNO" not in part.upper())
    rows = compared([row], [found(BEFORE, "ANSA")], BEFORE, read(without))
    assert stand(rows)[0] == ("ANSA", NEW)
    assert [(difference(one).change, one.state) for one in rows[1:]] == [(GONE, kept)]


def test_what_the_scan_no_longer_lists_is_not_gone_while_its_lines_are_there() -> None:
    (row,) = reviewed(found(BEFORE, "BRUNO"), state=RowState.APPROVED)
    after = read(f"INT. CELLAR - NIGHT\n\nRats.\n\n{SCRIPT}")
    (carried,) = compared([row], [], BEFORE, after)
    assert (difference(carried).change, carried.state) == (SAME, RowState.APPROVED)
    moved = [
        (one.line - two.line) for one, two in zip(carried.draft.mentions, row.draft.mentions, strict=True)
    ]
    assert set(moved) == {4}


LONG = (
    "INT. MILL - NIGHT\n\nThe great wheel turns and turns, and the water runs down over the old black stones "
    "of the race while BRUNO, seventy, waits{}\n"
)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        (LONG.format(" for the moon"), SAME),
        (LONG.format("").replace("BRUNO, seventy,", "ANSA, forty,"), GONE),
        (LONG.format("").replace("waits", "sleeps"), SAME),
    ],
)
def test_a_line_speaks_of_somebody_only_while_it_names_them(text: str, change: RowChange) -> None:
    before, after = read(LONG.format("")), read(text)
    (row,) = compared(reviewed(found(before, "BRUNO")), [], before, after)
    assert difference(row).change is change
    said = (after if change is SAME else before).lines[2].text
    assert [said.startswith(one.text) for one in row.draft.mentions] == [True], "what a row quotes is there"


def test_who_is_only_meant_by_lines_that_name_others_is_gone() -> None:
    before = read(LONG.format("") + "\nHe counts the sacks and the crates of oranges again.\n")
    bruno = found(before, "BRUNO")
    meant = replace(bruno.mentions[0], line=5, text=before.lines[4].text)
    after = read(before_text(before).replace("BRUNO, seventy,", "ANSA, forty,"))
    (row,) = compared(reviewed(replace(bruno, mentions=(*bruno.mentions, meant))), [], before, after)
    assert difference(row).change is GONE


def test_lines_that_never_said_the_name_of_a_row_are_enough_while_they_stand() -> None:
    taken = replace(found(BEFORE, "BRUNO"), suggested_name="THE OLD MAN")
    after = read(f"INT. CELLAR - NIGHT\n\nRats.\n\n{SCRIPT}")
    assert stand(compared(reviewed(taken), [], BEFORE, after)) == [("THE OLD MAN", SAME)]


def before_text(screenplay: Screenplay) -> str:
    """A screenplay's lines as a text again."""
    return "\n".join(line.text for line in screenplay.lines)
