"""What a person decided or wrote outlives a new revision, and what changed is to be decided again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.models import (
    AssetType,
    Conflict,
    ConflictDecision,
    Draft,
    RowChange,
    RowState,
    Trait,
)
from core.rules.conflicts import find_conflicts
from core.rules.diffing import EarlierRow
from core.rules.merging import merge_drafts
from tests.core.rules.revisions import SCRIPT, asset, compared, difference, found, read, reviewed, trait

BEFORE = read(SCRIPT)
COAT = "grey felt coat"


def ansa(text: str = SCRIPT, coat: str = COAT, **fields: object) -> Draft:
    """ANSA as a scan of the text drafts her, with her coat and an extract."""
    script = read(text)
    coats = trait(script, "clothing", coat)
    fields = {"traits": (coats,), "visual_summary": f"A {coat}.", "summary_lines": coats.lines, **fields}
    return found(script, "ANSA", **fields)


def carry(row: EarlierRow, *drafts: Draft, text: str = SCRIPT) -> tuple[Draft, RowChange, RowState]:
    """What becomes of one row in a revision whose scan has these drafts."""
    first, *_ = compared([row], drafts, BEFORE, read(text))
    return first.draft, difference(first).change, first.state


# --- what a person wrote -------------------------------------------------------------------------


def test_a_persons_name_is_kept_and_the_scripts_is_an_alias() -> None:
    row = EarlierRow(
        1, replace(ansa(), suggested_name="MOTHER ANSA K.", aliases=("ANSA",)), RowState.APPROVED
    )
    draft, change, state = carry(row, replace(ansa(), aliases=("AN",)))
    assert (draft.suggested_name, draft.aliases) == ("MOTHER ANSA K.", ("ANSA", "AN"))
    assert (change, state) == (RowChange.SAME, RowState.APPROVED)


def test_a_persons_name_outlives_another_name_in_the_script() -> None:
    text = SCRIPT.replace("ANSA", "MILENA").replace("Ansa", "Milena")
    row = EarlierRow(1, replace(ansa(), suggested_name="THE MILLER", aliases=("ANSA",)), RowState.OPEN)
    new = replace(ansa(), suggested_name="MILENA", mentions=found(read(text), "MILENA").mentions)
    (carried,) = compared([row], [new], BEFORE, read(text))
    assert (carried.draft.suggested_name, carried.draft.aliases) == ("THE MILLER", ("MILENA",))
    assert difference(carried).change is RowChange.CHANGED
    assert (difference(carried).renamed_from, difference(carried).script_name) == ("ANSA", "MILENA")


def test_an_alias_that_a_person_gave_stays_and_one_of_the_old_script_goes() -> None:
    row = EarlierRow(1, replace(ansa(), aliases=("COUNTESS", "FORTY")), RowState.OPEN)
    draft, _, _ = carry(row, ansa())
    assert draft.aliases == ("COUNTESS",)


def test_a_persons_type_is_kept_when_name_and_lines_are_the_same() -> None:
    row = EarlierRow(1, replace(ansa(), type=AssetType.PROP), RowState.APPROVED)
    draft, change, state = carry(row, ansa())
    assert (draft.type, change, state) == (AssetType.PROP, RowChange.SAME, RowState.APPROVED)


def test_the_same_name_of_another_thing_is_another_row() -> None:
    row = EarlierRow(1, replace(ansa(), type=AssetType.PROP), RowState.APPROVED)
    other = found(read("INT. PORT - DAY\n\nThe ANSA, a rusty ferry, lies on her side.\n"), "ANSA")
    rows = compared(
        [row], [other], BEFORE, read("INT. PORT - DAY\n\nThe ANSA, a rusty ferry, lies on her side.\n")
    )
    assert [difference(one).change for one in rows] == [RowChange.NEW, RowChange.GONE]


def test_a_text_written_by_hand_is_kept_word_by_word_also_when_traits_change() -> None:
    written = replace(ansa(), visual_summary="My own, words!", summary_lines=(), hand_written=True)
    text = SCRIPT.replace(COAT, "long green cloak")
    (row,) = compared(reviewed(written), [ansa(text, "long green cloak")], BEFORE, read(text))
    assert (row.draft.visual_summary, row.draft.hand_written) == ("My own, words!", True)
    assert (difference(row).change, difference(row).earlier_summary) == (RowChange.CHANGED, "")


def test_a_priority_set_by_hand_is_kept_and_another_is_the_scans() -> None:
    low = replace(ansa(), is_high_priority=False, priority_reason="set by hand")
    assert carry(EarlierRow(1, low, RowState.OPEN), ansa())[0].is_high_priority is False
    scanned = replace(low, priority_reason="never seen")
    assert carry(EarlierRow(1, scanned, RowState.OPEN), ansa())[0].is_high_priority is True


def test_a_row_added_by_hand_is_no_loss_of_the_script() -> None:
    bell = Draft("BELL", AssetType.PROP, visual_summary="A bell.", manual_add=True, hand_written=True)
    _, added = compared(reviewed(ansa(), bell, state=RowState.APPROVED), [ansa()], BEFORE, BEFORE)
    assert (added.draft, added.state, difference(added).change) == (bell, RowState.APPROVED, RowChange.SAME)


def test_a_row_added_by_hand_that_the_scan_finds_by_now_keeps_its_text() -> None:
    lamp = found(BEFORE, "BRASS LAMP", type=AssetType.PROP, visual_summary="A lamp.")
    by_hand = Draft("Brass lamp", AssetType.PROP, visual_summary="Mine.", manual_add=True, hand_written=True)
    draft, _, _ = carry(EarlierRow(1, by_hand, RowState.OPEN), lamp)
    assert (draft.suggested_name, draft.visual_summary, draft.manual_add) == ("Brass lamp", "Mine.", True)
    assert draft.mentions == lamp.mentions
    nameless = replace(by_hand, visual_summary="")
    assert carry(EarlierRow(1, nameless, RowState.OPEN), lamp)[0].visual_summary == "A lamp."


# --- conflicts -----------------------------------------------------------------------------------

TWO_COATS = SCRIPT + "\nAnsa turns. She wears a torn blue jacket.\n"


def torn(text: str) -> Draft:
    """ANSA with both coats, found in a text, and the conflict between them."""
    draft = ansa(text)
    jacket = trait(read(text), "clothing", "torn blue jacket")
    traits = (*draft.traits, jacket)
    return replace(draft, traits=traits, conflicts=find_conflicts(traits, draft.mentions))


def decided(draft: Draft) -> tuple[Conflict, ...]:
    """The draft's conflicts, all decided for the earlier side."""
    return tuple(replace(one, decision=ConflictDecision.EARLIER) for one in draft.conflicts)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (TWO_COATS, True),
        ("INT. ATTIC - DAY\n\nDust.\n\n" + TWO_COATS, True),
        (TWO_COATS.replace("Ansa turns.", "Ansa turns..."), True),
        (TWO_COATS.replace("Ansa turns.", "Ansa, wet, turns."), False),
    ],
)
def test_a_decision_is_kept_as_long_as_its_evidence(text: str, kept: bool) -> None:
    before, new = torn(TWO_COATS), torn(text)
    earlier = reviewed(replace(before, conflicts=decided(before)))
    (row,) = compared(earlier, [new], read(TWO_COATS), read(text))
    assert [one.decision for one in row.draft.conflicts] == [ConflictDecision.EARLIER if kept else None]
    assert difference(row).new_conflicts == (not kept)
    assert difference(row).change is (RowChange.SAME if kept else RowChange.CHANGED)


def test_a_decision_outlives_another_name_in_the_script() -> None:
    before = torn(TWO_COATS)
    text = TWO_COATS.replace("ANSA", "MILENA").replace("Ansa", "Milena")
    coats = [trait(read(text), "clothing", value) for value in (COAT, "torn blue jacket")]
    milena = found(read(text), "MILENA", traits=tuple(coats))
    milena = replace(milena, conflicts=find_conflicts(coats, milena.mentions))
    earlier = reviewed(replace(before, conflicts=decided(before)))
    (row,) = compared(earlier, [milena], read(TWO_COATS), read(text))
    assert [one.decision for one in row.draft.conflicts] == [ConflictDecision.EARLIER]
    assert (difference(row).renamed_from, difference(row).new_conflicts) == ("ANSA", 0)


# --- merged and split by a person ----------------------------------------------------------------


def test_what_a_person_merged_and_the_scan_holds_apart_is_one_row_again() -> None:
    bruno = found(BEFORE, "BRUNO")
    whole = merge_drafts([ansa(), bruno], "THE MILLERS")
    row = EarlierRow(1, whole, RowState.APPROVED, merged=(bruno,))
    lamp = found(BEFORE, "BRASS LAMP", type=AssetType.PROP)
    rows = compared([row], [bruno, lamp, ansa()], BEFORE, BEFORE)
    assert sorted((one.state, one.merged_into) for one in rows if one.draft.type is AssetType.CHARACTER) == [
        (RowState.APPROVED, None),
        (RowState.MERGED, next(at for at, one in enumerate(rows) if one.state is RowState.APPROVED)),
    ]
    (joined,) = [one for one in rows if one.state is RowState.APPROVED]
    assert (joined.draft.suggested_name, difference(joined).change) == ("THE MILLERS", RowChange.SAME)
    assert {*joined.draft.aliases} == {"ANSA", "BRUNO"}
    assert joined.draft.mentions == whole.mentions


def test_one_of_the_merged_with_another_name_is_still_merged() -> None:
    bruno = found(BEFORE, "BRUNO")
    row = EarlierRow(1, merge_drafts([ansa(), bruno], "ANSA"), RowState.OPEN, merged=(bruno,))
    text = SCRIPT.replace("BRUNO", "OTTO").replace("Bruno", "Otto")
    rows = compared([row], [found(read(text), "OTTO"), ansa(text)], BEFORE, read(text))
    assert [(one.state, one.merged_into) for one in rows] == [(RowState.MERGED, 1), (RowState.OPEN, None)]


def test_what_a_person_split_and_the_scan_holds_together_is_two_rows_again() -> None:
    bruno = found(
        BEFORE, "BRUNO", visual_summary="A red scarf.", traits=(trait(BEFORE, "clothing", "red scarf"),)
    )
    both = merge_drafts([ansa(), bruno], "ANSA")
    rows = compared(reviewed(ansa(), bruno, state=RowState.APPROVED), [both], BEFORE, BEFORE)
    assert [(one.draft.suggested_name, one.state) for one in rows] == [
        ("ANSA", RowState.APPROVED),
        ("BRUNO", RowState.APPROVED),
    ]
    assert [one.draft.mentions for one in rows] == [ansa().mentions, bruno.mentions]
    assert [one.draft.traits for one in rows] == [ansa().traits, bruno.traits]
    assert [difference(one).change for one in rows] == [RowChange.SAME, RowChange.SAME]


def test_a_merge_outlives_a_revision_without_one_of_its_sides() -> None:
    bruno = found(BEFORE, "BRUNO")
    row = EarlierRow(1, merge_drafts([ansa(), bruno], "ANSA"), COMMITTED, asset("ANSA"), (bruno,))
    text = "\n\n".join(part for part in SCRIPT.split("\n\n") if "BRUNO" not in part.upper())
    rows = compared([row], [ansa(text)], BEFORE, read(text))
    assert [(one.draft.suggested_name, one.state, one.merged_into) for one in rows] == [
        ("ANSA", COMMITTED, None),
        ("BRUNO", RowState.MERGED, 0),
    ]
    assert difference(rows[1]).change is RowChange.GONE
    (back,) = [replace(row, draft=rows[0].draft, merged=(rows[1].draft,))]
    again = compared([back], [ansa(), bruno], read(text), BEFORE)
    assert [(one.state, one.merged_into) for one in again] == [(COMMITTED, None), (RowState.MERGED, 0)]


def test_a_merge_outlives_a_revision_without_any_of_its_sides() -> None:
    bruno = found(BEFORE, "BRUNO")
    row = EarlierRow(1, merge_drafts([ansa(), bruno], "ANSA"), COMMITTED, asset("ANSA"), (bruno,))
    without = read("INT. CELLAR - NIGHT\n\nRats.\n")
    cellar = found(without, "CELLAR", type=AssetType.LOCATION)
    rows = compared([row], [cellar], BEFORE, without)
    assert [(one.draft.suggested_name, difference(one).change, one.merged_into) for one in rows] == [
        ("CELLAR", RowChange.NEW, None),
        ("ANSA", RowChange.GONE, None),
        ("BRUNO", RowChange.GONE, 1),
    ]


TWO_ALINARS = """\
INT. HALL - NIGHT

ALINAR, the old king, sits on the throne of black glass.

PRINCE ALINAR, ten, plays with a wooden sword.

ALINAR
Come here, and leave the sword where it is.

PRINCE ALINAR
It is mine. My mother gave it to me in the spring.

Above the throne hangs a picture of the crown prince, Alinar Fenren.

Alinar gets up from the throne and leaves the hall.

ALINAR
Then keep it, and may it never be drawn in anger.
"""


@pytest.mark.parametrize(
    ("old", "new", "king", "prince"),
    [
        ("ALINAR", "ELDRAN", "ELDRAN FENREN", "PRINCE ELDRAN"),
        ("PRINCE ALINAR", "YOUNG VOSS", "ALINAR FENREN", "YOUNG VOSS"),
    ],
)
def test_what_a_person_split_is_two_rows_again_under_another_name(
    old: str, new: str, king: str, prince: str
) -> None:
    before, after = read(TWO_ALINARS), read(TWO_ALINARS.replace(old, new).replace(old.title(), new.title()))
    one = found(before, "PRINCE ALINAR")
    other = found(before, "ALINAR FENREN", "ALINAR")
    other = replace(other, mentions=tuple(line for line in other.mentions if line not in one.mentions))
    rows = [*reviewed(other), EarlierRow(2, one, RowState.COMMITTED, asset("PRINCE ALINAR"))]
    carried = compared(rows, [found(after, king, prince, king.split()[0])], before, after)
    assert [row.draft.suggested_name for row in carried] == [king, prince]
    assert [row.asset for row in carried] == [None, asset("PRINCE ALINAR")]
    assert difference(carried[1]).renamed_from == "PRINCE ALINAR"
    lines = [{line.line for line in row.draft.mentions} for row in carried]
    assert lines == [{line.line for line in draft.mentions} for draft in (other, one)]


def test_who_was_cut_is_not_split_from_who_has_their_lines_now() -> None:
    before, after = read(TWO_ALINARS), read(TWO_ALINARS.replace("PRINCE ALINAR", "ALINAR"))
    rows = reviewed(found(before, "PRINCE ALINAR"), found(before, "ALINAR"))
    carried = compared(rows, [found(after, "ALINAR")], before, after)
    assert [difference(row).change for row in carried] == [RowChange.SAME, RowChange.GONE]


def test_a_split_by_lines_under_a_name_of_ones_own_is_made_again() -> None:
    whole = ansa()
    taken = replace(whole, suggested_name="ANSA ON THE QUAY", mentions=whole.mentions[3:], traits=())
    left = replace(whole, mentions=whole.mentions[:3])
    rows = compared(reviewed(left, taken), [whole], BEFORE, BEFORE)
    assert [one.draft.suggested_name for one in rows] == ["ANSA", "ANSA ON THE QUAY"]
    assert [one.draft.mentions for one in rows] == [left.mentions, taken.mentions]


# --- differences and states ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("a grey felt coat", "A grey felt coat.", True),
        ("a grey felt coat", "a coat of grey felt", True),
        ("a grey felt coat with horn buttons", "grey felt coat", True),
        ("a long grey felt coat", "a long blue felt coat", False),
        ("a grey felt coat", "a straw hat", False),
        ("a pressed tunic", "a torn tunic", False),
    ],
)
def test_a_trait_is_the_same_by_its_words_and_when_one_picture_holds_both(
    old: str, new: str, same: bool
) -> None:
    before, after = (ansa(traits=(Trait("clothing", value, (3,)),)) for value in (old, new))
    (row,) = compared(reviewed(before), [after], BEFORE, BEFORE)
    assert (difference(row).added, difference(row).removed) == (
        ((), ()) if same else (after.traits, before.traits)
    )


def test_inferred_traits_and_other_fields_are_no_partners() -> None:
    before = ansa(traits=(Trait("clothing", "a coat", (3,)), Trait("demeanor", "calm", (), True)))
    after = ansa(traits=(Trait("demeanor", "a coat", (3,)), Trait("demeanor", "furious", (), True)))
    (row,) = compared(reviewed(before), [after], BEFORE, BEFORE)
    assert (difference(row).added, difference(row).removed) == (after.traits[:1], before.traits[:1])


@pytest.mark.parametrize(
    ("old_lines", "new_lines", "new_coat", "shown"),
    [
        ((3,), (3,), COAT, True),
        ((), (), COAT, False),
        ((3,), (), COAT, False),
        ((), (), "straw hat", True),
    ],
)
def test_both_texts_are_shown_when_the_script_says_it_otherwise(
    old_lines: tuple[int, ...], new_lines: tuple[int, ...], new_coat: str, shown: bool
) -> None:
    before = ansa(visual_summary="Grey.", summary_lines=old_lines)
    after = ansa(visual_summary="Felt.", summary_lines=new_lines, traits=(Trait("clothing", new_coat, (3,)),))
    (row,) = compared(reviewed(before), [after], BEFORE, BEFORE)
    assert difference(row).earlier_summary == ("Grey." if shown else "")
    assert row.draft.visual_summary == ("Felt." if shown else "Grey.")


OPEN, APPROVED, DISCARDED, COMMITTED = (
    RowState.OPEN,
    RowState.APPROVED,
    RowState.DISCARDED,
    RowState.COMMITTED,
)


@pytest.mark.parametrize(
    ("state", "locked", "same", "changed"),
    [
        (OPEN, None, OPEN, OPEN),
        (APPROVED, None, APPROVED, OPEN),
        (DISCARDED, None, DISCARDED, DISCARDED),
        (COMMITTED, False, COMMITTED, OPEN),
        (COMMITTED, True, COMMITTED, OPEN),
        (DISCARDED, False, DISCARDED, OPEN),
        (COMMITTED, None, OPEN, OPEN),
    ],
)
def test_what_changed_is_decided_again(
    state: RowState, locked: bool | None, same: RowState, changed: RowState
) -> None:
    made = None if locked is None else asset("ANSA", locked=locked)
    row = EarlierRow(1, ansa(), state, made)
    other = replace(ansa(), traits=(Trait("clothing", "a straw hat", (3,)),))
    assert carry(row, ansa())[1:] == (RowChange.SAME, same)
    assert carry(row, other)[1:] == (RowChange.CHANGED, changed)
    assert [one.asset for one in compared([row], [other], BEFORE, BEFORE)] == [made]


def test_a_row_goes_by_the_name_that_its_asset_has_on_the_board() -> None:
    row = EarlierRow(1, ansa(), COMMITTED, asset("Ansa the Miller"))
    draft, change, _ = carry(row, ansa())
    assert (draft.suggested_name, draft.aliases, change) == ("Ansa the Miller", ("ANSA",), RowChange.SAME)


def test_another_look_names_the_entity_as_it_is_called_by_now() -> None:
    young = Draft("YOUNG ANSA", AssetType.CHARACTER, variant_of="ANSA")
    row = EarlierRow(1, replace(ansa(), suggested_name="THE MILLER", aliases=("ANSA",)), OPEN)
    rows = compared([row], [ansa(), young], BEFORE, BEFORE)
    assert rows[1].draft.variant_of == "THE MILLER"
