"""Which names are one person, and which only may be: joined, kept apart, suggested."""

from __future__ import annotations

import pytest

from core.models import AssetType, Suggestion
from core.screenplay.reader import parse_script
from tests.core.scan.offline.conftest import people_of, result_of, scan_text, scene

TALK = ("ADA\nHello.", "BEN\nHello.")


def one_person(names: set[str], text: str) -> bool:
    """Whether one draft goes by all these names."""
    return any(names <= {name, *draft.aliases} for name, draft in people_of(text).items())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("MR. NOLAN", "MR NOLAN"),
        ("FAT-ASS", "FAT ASS"),
        ("ADA", "ADA MARSH"),
        ("YAX", "YAX THE HERMIT"),
        ("MARSH", "SGT. MARSH"),
        ("LT. MARSH", "LIEUTENANT MARSH"),
    ],
)
def test_two_spellings_are_one_person(first: str, second: str) -> None:
    assert one_person({first, second}, scene(f"{first}\nHello.") + scene(f"{second}\nHello."))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("MARSH", "MRS. MARSH"),
        ("MR. MARSH", "MRS. MARSH"),
        ("MR. MARSH", "ADA MARSH"),
        ("GUARD 1", "GUARD 2"),
        ("A1 ADA", "ADA"),
        ("GUARD", "PRISON GUARD"),
        ("HARBOUR OFFICER", "HARBOUR PILOT"),
    ],
)
def test_two_names_are_two_people(first: str, second: str) -> None:
    people = people_of(scene(f"{first}\nHello.") + scene(f"{second}\nHello."))
    assert {first.strip("."), second} <= set(people)


def test_a_short_name_that_talks_to_its_full_one_is_somebody_else() -> None:
    talk = ("MARSH\nHello.", "ADA MARSH\nHello.") * 2
    assert set(people_of(scene(*talk))) == {"MARSH", "ADA MARSH"}


def test_a_role_introduced_at_length_is_the_one_who_then_speaks() -> None:
    text = scene(*TALK, "A GRUFF SECURITY GUARD comes in.", "SECURITY GUARD\nOut!")
    assert set(people_of(text)) == {"ADA", "BEN", "SECURITY GUARD"}


def test_a_role_at_length_in_another_scene_is_another_one() -> None:
    text = scene(*TALK, "SECURITY GUARD\nOut!") + scene(
        *TALK, "A GRUFF SECURITY GUARD comes in.", "The GRUFF SECURITY GUARD sits."
    )
    assert set(people_of(text)) == {"ADA", "BEN", "SECURITY GUARD", "GRUFF SECURITY GUARD"}


def test_another_role_of_that_kind_is_another_one() -> None:
    text = scene(*TALK, "ANOTHER GUARD comes in.", "GUARD\nOut!")
    assert not one_person({"GUARD", "ANOTHER GUARD"}, text)


def test_a_man_of_other_scenes_is_not_joined_to_the_one_who_is_named() -> None:
    text = scene("MAN\nHello.") + scene(
        "It is the man. He is BORIS KANE.", "BORIS KANE\nYes.", heading="EXT. SEA - DAY"
    )
    assert not one_person({"MAN", "BORIS KANE"}, text)


def test_a_list_of_people_is_no_apposition() -> None:
    text = scene("COMMANDER\nGo.") + scene("ADA, the Commander, the soldiers all look up.", "ADA\nYes.")
    assert not one_person({"COMMANDER", "ADA"}, text)


@pytest.mark.parametrize(
    ("text", "spelling", "line"),
    [
        ("Mr. Marsh waits.", "MR. MARSH", "Mr. Marsh waits."),
        ("Then Kit sits down.", "KIT", "Then Kit sits down."),
        ("They wait for Marsh.", "MARSH", "They wait for Marsh."),
    ],
)
def test_other_spellings_of_a_full_name_are_found_in_the_text(text: str, spelling: str, line: str) -> None:
    marsh = people_of(scene(*TALK, "KIT MARSH\nHello.", text))["KIT MARSH"]
    assert spelling in marsh.aliases
    assert line in {mention.text for mention in marsh.mentions}


@pytest.mark.parametrize(
    "text", ["Mrs. Henry Marsh waits.", "They speak of Henry Ford. And of Henry Ford.", "Mrs. Marsh sits."]
)
def test_a_wife_and_a_namesake_are_not_him(text: str) -> None:
    people = people_of(
        scene("HENRY\nHello.", "Ada waits for Henry Marsh. Then Henry Marsh nods at Henry Marsh.", text)
    )
    assert set(people["HENRY"].aliases) <= {"HENRY MARSH", "MARSH"}


def test_a_name_that_is_a_word_as_well_is_told_from_the_word() -> None:
    text = scene("WILL\nHello.", "Will nods.", "ADA\nWill you go?", "ADA\nI will. Ask Will.")
    will = people_of(text)["WILL"]
    assert [mention.text for mention in will.mentions if mention.kind == "name"] == [
        "Will nods.",
        "I will. Ask Will.",
    ]


@pytest.mark.parametrize("young", ["YOUNG ADA", "EIGHT-YEAR-OLD ADA", "TEENAGE ADA", "OLD ADA"])
def test_another_age_of_a_person_is_a_look_and_not_merged(young: str) -> None:
    people = people_of(scene("ADA\nHello.") + scene(f"{young}\nHello.", heading="EXT. SEA - DAY"))
    assert people[young].variant_of == "ADA"
    assert people["ADA"].variant_of == ""


def test_an_old_man_is_no_look_of_a_man() -> None:
    people = people_of(scene("MAN\nHello.") + scene("OLD MAN\nHello."))
    assert people["OLD MAN"].variant_of == ""


# --- suggestions ---------------------------------------------------------------------------------


def suggested(text: str) -> tuple[Suggestion, ...]:
    """The suggestions of a scan."""
    return result_of(parse_script(text.encode(), "t.fountain")).suggestions


def test_typo_twins_are_suggested_with_the_lines_of_the_rare_one() -> None:
    text = scene(*(("LIEUTENANT STRATA\nAye.", "ADA\nGo.") * 4)) + scene("LIEUTENANT STRATUS\nAye.")
    (twin,) = suggested(text)
    assert (twin.first, twin.second) == ("LIEUTENANT STRATA", "LIEUTENANT STRATUS")
    assert "almost alike" in twin.reason
    assert len(twin.lines) == 1


@pytest.mark.parametrize(
    ("often", "once"),
    [("GUARD 1", "GUARD 2"), ("WAITER", "WAITRESS"), ("MARIA", "MARIE"), ("FIRST COP", "THIRD COP")],
)
def test_names_that_differ_on_purpose_are_no_twins(often: str, once: str) -> None:
    assert not suggested(scene(*((f"{often}\nAye.", "ADA\nGo.") * 4)) + scene(f"{once}\nAye."))


def test_a_surname_of_several_is_suggested_and_the_others_are_named() -> None:
    text = "".join(scene(f"{name}\nAye.") for name in ("MARSH", "ADA MARSH", "ADA MARSH", "BEN MARSH"))
    (marsh,) = suggested(text)
    assert (marsh.first, marsh.second) == ("ADA MARSH", "MARSH")
    assert "BEN MARSH could be meant" in marsh.reason


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [("DISTRICT ATTORNEY", "D.A", "initials"), ("LIEUTENANT STRATA", "LIEUTENANT", "may be")],
)
def test_initials_and_bare_titles_are_suggested(first: str, second: str, reason: str) -> None:
    (pair,) = suggested(scene(f"{first}\nAye.") + scene(f"{second}.\nAye."))
    assert (pair.first, pair.second) == (first, second)
    assert reason in pair.reason


def test_a_role_that_stops_where_a_name_starts_is_suggested() -> None:
    text = scene(
        "WOMAN\nHello.",
        "She is out of the rain: NADIA.",
        "NADIA\nI am Nadia.",
        "ADA\nI see.",
        "NADIA\nDo you?",
    )
    (pair,) = suggested(text)
    assert (pair.first, pair.second) == ("NADIA", "WOMAN")
    assert len(pair.lines) == 2


def test_who_stays_in_the_scene_under_both_names_is_not_suggested() -> None:
    text = scene("WOMAN\nHello.", "There is NADIA.", "NADIA\nI am Nadia.", "WOMAN\nI see.", "NADIA\nDo you?")
    assert not suggested(text)


def test_suggestions_are_few() -> None:
    letters = "BCDFGHJKLMNP"
    names = [f"{one}{two}ARTONEK" for one in letters for two in ("A", "O")]
    text = "".join(scene(*([f"{name}\nAye."] * 9)) + scene(f"{name}O\nAye.") for name in names)
    assert len(suggested(text)) == 12


TANAKA = ("TANAKA\nHello.", "ADA\nHello.", "TANAKA\nHere.", "ADA\nYes.", "TANAKA\nNow.", "TANAKA\nGo!")


def test_a_cue_a_letter_off_among_those_of_a_name_is_a_slip_and_says_so() -> None:
    people = people_of(scene(*TANAKA, *TANAKA, "TAANAKA\nRun!"))
    assert set(people) == {"ADA", "TANAKA"}
    assert "slip" in people["TANAKA"].priority_reason


@pytest.mark.parametrize(
    "other",
    [
        scene("TAANAKA\nRun!", heading="EXT. SEA - DAY"),
        "TAANAKA\nRun!\n\nTAANAKA\nFast!\n\n",
        "Behind her Taanaka runs.\n\nTAANAKA\nRun!\n\n",
    ],
    ids=["elsewhere", "twice", "named in the action"],
)
def test_a_name_that_is_no_sure_slip_is_another_person(other: str) -> None:
    assert "TAANAKA" in people_of(scene(*TANAKA, *TANAKA) + other)


def test_a_full_name_that_the_script_shortens_within_a_scene_is_one_person() -> None:
    full = "YAX THE BARBER\nHello.\n\nADA\nHello.\n\nYAX THE BARBER\nSit.\n\n"
    short = "YAX\nThere.\n\nADA\nThanks.\n\nYAX\nGo.\n\n"
    assert one_person({"YAX", "YAX THE BARBER"}, scene(full + short))
    assert not one_person({"YAX", "YAX THE BARBER"}, scene(full + short + full))


def test_a_man_and_numbered_men_are_so_many_people() -> None:
    text = (
        "INT. HALL - DAY\n\nMAN #1 grabs a chair.\n\nMAN #1\nHey.\n\nMAN\nOh.\n\n"
        "Man #1 sits. Man #1 grabs Man #2.\n"
    )
    drafts = {draft.suggested_name: draft for draft in scan_text(text) if draft.type is AssetType.CHARACTER}
    assert set(drafts) >= {"MAN #1", "MAN"}
    last = drafts["MAN #1"].mentions[-1]
    assert [last.text[start:end] for start, end in last.columns] == ["Man #1", "Man #1"]


def test_a_word_that_is_introduced_with_an_age_is_somebody_and_keeps_the_cue() -> None:
    drafts = scan_text("INT. HALL - DAY\n\nHOPE, 25, in a red dress.\n\nHOPE\nI hope so.\n")
    (hope,) = [draft for draft in drafts if draft.type is AssetType.CHARACTER]
    assert (hope.suggested_name, [mention.kind.value for mention in hope.mentions]) == (
        "HOPE",
        ["name", "cue", "pronoun"],
    )


@pytest.mark.parametrize("sentence", ["NELL HARKER walks in.", "NELL HARKER and her dog sit there."])
def test_a_name_before_its_verb_is_the_full_one(sentence: str) -> None:
    drafts = scan_text(f"INT. HALL - DAY\n\n{sentence}\n\nNELL\nHello.\n")
    assert "NELL HARKER" in [draft.suggested_name for draft in drafts]


def test_a_title_set_tight_before_its_name_is_the_same_title() -> None:
    drafts = people_of(scene("LT.HARKER\nHello.", "LT. HARKER\nAgain.", "Lt. Harker sits down."))
    assert list(drafts) == ["LT. HARKER"]
    assert len(drafts["LT. HARKER"].mentions) == 3
