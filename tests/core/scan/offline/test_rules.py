"""Rules of the offline scan on small scripts that are not the sample."""

from __future__ import annotations

import pytest

from core.models import AssetType
from core.scan.offline.lexicon import kind_of, singular
from core.scan.offline.source import cue_names, split_sentences
from tests.core.scan.offline.conftest import names, scan_text

PEOPLE, PLACES, PROPS = AssetType.CHARACTER, AssetType.LOCATION, AssetType.PROP


def script(*blocks: str) -> str:
    """A Fountain text of one scene with these blocks."""
    return "\n\n".join(("INT. BANK - DAY", *blocks)) + "\n"


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("ADA", (("ADA",), False)),
        ("ADA (CONT'D)", (("ADA",), False)),
        ("ADA (V.O.)", (("ADA",), True)),
        ("ADA(O.S.)", (("ADA",), True)),
        ("ADA’S VOICE", (("ADA",), True)),
        ("ADA AND BEN", (("ADA", "BEN"), False)),
        ("THE GUARD ^", (("GUARD",), False)),
    ],
)
def test_cues_are_taken_apart(cue: str, expected: tuple[tuple[str, ...], bool]) -> None:
    assert cue_names(cue) == expected


def test_sentences_end_at_stops_and_not_at_abbreviations() -> None:
    text = "Mr. Lee waits. “Now!” He goes. St. Anne's H.M.S. Rose..."
    assert [sentence for _, sentence in split_sentences(text)] == [
        "Mr. Lee waits.",
        "“Now!”",
        "He goes.",
        "St. Anne's H.M.S. Rose...",
    ]


@pytest.mark.parametrize(
    ("noun", "kind"),
    [
        ("knives", "object"),
        ("lantern", "object"),
        ("coat", "worn"),
        ("holoband", "object"),
        ("helmsmen", "person"),
        ("wall", "built"),
        ("husband", "person"),
        ("still", None),
        ("tenderness", None),
    ],
)
def test_the_lexicon_tells_what_a_noun_names(noun: str, kind: str | None) -> None:
    assert kind_of(noun) == kind


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("boxes", "box"),
        ("glass", "glass"),
        ("fishwives", "fishwife"),
        ("keys", "key"),
        ("tin boxes", "tin box"),
    ],
)
def test_singulars(plural: str, one: str) -> None:
    assert singular(plural) == one


@pytest.mark.parametrize(
    ("statement", "joined"),
    [
        ("OFFICER BOB, the Guard, lifts his cap.", True),
        ("OFFICER BOB -- the Guard -- lifts his cap.", True),
        ("OFFICER BOB, also known as the Guard, lifts his cap.", True),
        ("The Guard is OFFICER BOB.", True),
        ("OFFICER BOB takes off the mask. He is the Guard.", True),
        ("OFFICER BOB, the Guard, and a dog look up.", False),
        ("OFFICER BOB, the Guard and a dog look up.", False),
        ("OFFICER BOB is the Guard's son.", False),
        ("OFFICER BOB looks at the Guard.", False),
        ("OFFICER BOB and the Guard look up.", False),
    ],
)
def test_names_are_joined_only_where_the_text_says_so(statement: str, joined: bool) -> None:
    text = script("GUARD\nHalt.") + "\nINT. STREET - NIGHT\n\n" + statement + "\n\nOFFICER BOB\nHello.\n"
    people = names(scan_text(text), PEOPLE)
    expected = [["OFFICER BOB"]] if joined else [["GUARD", "OFFICER BOB"], ["OFFICER BOB", "GUARD"]]
    assert people in expected


def test_two_who_talk_to_each_other_are_never_one() -> None:
    text = script("OFFICER BOB, the Guard, lifts his cap.", "GUARD\nHalt.", "OFFICER BOB\nWho, me?")
    assert set(names(scan_text(text), PEOPLE)) == {"OFFICER BOB", "GUARD"}


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        (("ADA", "ADA MARSH"), {"ADA MARSH"}),
        (("MARSH", "CAPTAIN MARSH"), {"CAPTAIN MARSH"}),
        (("MARSH", "ADA MARSH", "BEN MARSH"), {"MARSH", "ADA MARSH", "BEN MARSH"}),
        (("ADA", "YOUNG ADA"), {"ADA", "YOUNG ADA"}),
        (("CAPTAIN MARSH", "DOCTOR MARSH"), {"CAPTAIN MARSH", "DOCTOR MARSH"}),
        (("GUARD #1", "GUARD #2"), {"GUARD #1", "GUARD #2"}),
    ],
)
def test_spelling_joins_only_where_one_reading_is_left(cues: tuple[str, ...], expected: set[str]) -> None:
    blocks = [f"{cue}\nSpeech {number}." for number, cue in enumerate(cues)]
    drafts = scan_text(script(*blocks))
    ada = [draft for draft in drafts if draft.type is PEOPLE]
    found = {draft.suggested_name for draft in ada}
    shown = {max((d.suggested_name, *d.aliases), key=len) for d in ada}
    assert len(found) == len(expected)
    assert shown == expected


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("INT. GATEHOUSE - DAY", "INT. GATE HOUSE - NIGHT", True),
        ("INT. ST. ANNE'S CHURCH - DAY", "EXT. SAINT ANNES CHURCH - NIGHT", True),
        ("INT. EXCELSIOR HANGAR - DAY", "INT. EXCELSIOR HANGER - DAY", True),
        ("INT. HOUSE - KITCHEN - DAY", "INT. KITCHEN - HOUSE - DAY", True),
        ("INT. HOUSE - KITCHEN - DAY", "INT. HOUSE - CELLAR - DAY", False),
        ("INT. ROOM 101 CORRIDOR - DAY", "INT. ROOM 102 CORRIDOR - DAY", False),
        ("INT. KITCHEN - DAY", "INT. HOUSE - KITCHEN - DAY", True),
        ("INT. NORTH TOWER - DAY", "INT. SOUTH TOWER - DAY", False),
    ],
)
def test_one_set_is_one_location_whatever_its_spelling(first: str, second: str, one: bool) -> None:
    places = names(scan_text(f"{first}\n\nDust.\n\n{second}\n\nDust.\n"), PLACES)
    assert len(places) == (1 if one else 2)


def test_descriptions_become_traits_and_deeds_do_not() -> None:
    text = script(
        "ADA MARSH, a young biracial engineer, climbs in. She's petite, with red hair. "
        "She wears a torn grey coat.",
        "Ada puts her hands over her mouth.",
        "ADA\nHello.",
    )
    (ada,) = [draft for draft in scan_text(text) if draft.type is PEOPLE]
    values = [(trait.field, trait.value) for trait in ada.traits]
    assert values == [
        ("physical_features", "a young biracial engineer"),
        ("physical_features", "petite"),
        ("physical_features", "red hair"),
        ("clothing", "a torn grey coat"),
    ]


def test_a_script_without_prose_still_gives_its_cast_and_sets() -> None:
    drafts = scan_text("INT. BANK - DAY\n\nADA\nHello.\n\nBEN\nHello.\n")
    assert names(drafts, PEOPLE) == ["ADA", "BEN"]
    assert names(drafts, PLACES) == ["BANK"]
    assert not any(draft.is_high_priority for draft in drafts)


def test_what_happens_in_a_set_is_not_its_look() -> None:
    text = (
        "INT. BANK - DAY\n\nA vaulted hall of white marble. The door opens. A guard walks along the wall.\n"
    )
    (bank,) = [draft for draft in scan_text(text) if draft.type is PLACES]
    assert [trait.value for trait in bank.traits] == ["A vaulted hall of white marble"]
    assert bank.visual_summary == "A vaulted hall of white marble."


def test_two_keys_with_names_of_their_own_are_two_props() -> None:
    text = script(
        "Ada takes the SAFE KEY, long and rusty. She lifts the safe key.",
        "Ben holds the CAR KEY, small and bright. He drops the car key.",
        "ADA\nThe key.",
        "BEN\nWhich?",
    )
    assert set(names(scan_text(text), PROPS)) == {"SAFE KEY", "CAR KEY"}


def test_a_thing_nobody_touches_is_left_out() -> None:
    text = script("A vase stands there. Ada sees a vase, and a lamp, and a spoon.", "ADA\nHello.")
    assert names(scan_text(text), PROPS) == []
