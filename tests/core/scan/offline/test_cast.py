"""Who is in the script: cues, introductions, silent people and animals, and what is nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.models import AssetType, Tag
from core.scan.offline.cues import cue_names
from core.screenplay.reader import parse_script
from tests.core.scan.offline.conftest import people_of, result_of, scene

ADA = ("ADA\nHello, Ben.", "BEN\nHello, Ada.")


@pytest.mark.parametrize(
    ("cue", "names", "unseen"),
    [
        ("NELL/EZRA", ("NELL", "EZRA"), False),
        ("NELL, EZRA & TOM", ("NELL", "EZRA", "TOM"), False),
        ("HANS' VOICE", ("HANS",), True),
        ("VOICE OF HANS", ("HANS",), True),
        ("JOHN MARSH, JR.", ("JOHN MARSH JR",), False),
        ("36 HANS", ("HANS",), False),
        ("2ND COP", ("2ND COP",), False),
        ("NELL CONT'D", ("NELL",), False),
        ("NELL V.O.", ("NELL",), True),
        ("NELL - ON THE PHONE", ("NELL",), True),
        ("NELL (filtered)", ("NELL",), True),
        ("NELL (off his look)", ("NELL",), False),
        ("NELL (CONT'D", ("NELL",), False),
    ],
)
def test_a_cue_is_taken_apart(cue: str, names: tuple[str, ...], unseen: bool) -> None:
    assert cue_names(cue) == (names, unseen)


def test_each_of_two_who_speak_together_has_its_own_columns() -> None:
    people = people_of(scene(*ADA, "ADA AND BEN\nGo!"))
    line = max(mention.line for mention in people["BEN"].mentions if mention.kind == "cue")
    columns = {
        name: one.mentions[-1].columns for name, one in people.items() if one.mentions[-1].line == line
    }
    assert columns == {"ADA": ((0, 3),), "BEN": ((8, 11),)}


@pytest.mark.parametrize(
    ("action", "name"),
    [
        ("A TALL WAITER pours wine.\n\nThe TALL WAITER bows.", "TALL WAITER"),
        ("Her daughter POLLY, nine, waits.", "POLLY"),
        ("A mangy DOG barks at the door.\n\nThe dog bites Ben.", "DOG"),
        ("A black guard, LEONARD, loads the cart.", "LEONARD"),
        ("Luz's tiny BULLDOG PANCHO runs up.", "BULLDOG PANCHO"),
        ("Then SERGEANT KOVIC comes in. Sergeant Kovic waits.", "SERGEANT KOVIC"),
        ("QUORRA (30s) leans in.", "QUORRA"),
        ("ZEKE, a farmer's boy of ten, grins.", "ZEKE"),
    ],
)
def test_who_never_speaks_is_found_by_the_introduction(action: str, name: str) -> None:
    assert name in people_of(scene(*ADA, action))


@pytest.mark.parametrize(
    "action",
    [
        ("A WAITER pours wine.",),
        ("Three HENCHMEN block the door.",),
        ("A MAN runs past.", "INT. BARN - NIGHT", "A MAN sleeps in the hay."),
    ],
)
def test_a_silent_role_that_only_passes_is_nobody(action: tuple[str, ...]) -> None:
    assert set(people_of(scene(*ADA, *action))) == {"ADA", "BEN"}


def test_a_silent_role_of_three_scenes_is_somebody() -> None:
    assert "JANITOR" in people_of(scene(*ADA) + 3 * scene("A JANITOR mops the floor."))


def test_a_silent_role_that_is_described_is_somebody() -> None:
    waiter = people_of(scene(*ADA, "A WAITER in a white coat pours wine."))["WAITER"]
    assert waiter.is_high_priority


def test_who_is_never_in_capitals_is_found_by_what_they_do() -> None:
    action = ("Ada waits. Then Fallow nods.", "Behind her Fallow smiles.", "She looks at Fallow.")
    fallow = people_of(scene(*ADA, *action))["FALLOW"]
    assert len(fallow.mentions) == 3


def test_a_first_name_that_is_spoken_of_and_seen_needs_to_do_nothing() -> None:
    action = ("She cradles Jake in her hands.", "Out of the bars she tosses Jake.")
    assert "JAKE" in people_of(scene("ADA\nWell, Jake.", "BEN\nHello.", *action))
    assert "JAKE" not in people_of(scene(*ADA, *action))


@pytest.mark.parametrize("ship", ["Meridian", "Lewis and Fallow"])
def test_a_ship_that_moves_is_nobody(ship: str) -> None:
    action = (f"Below, the {ship} turns.", f"Slowly the {ship} runs on.", f"They board the {ship}.")
    assert set(people_of(scene(*ADA, *action))) == {"ADA", "BEN"}


@pytest.mark.parametrize(
    ("action", "nobody"),
    [
        ("Ada turns. She STABS the loaf.", "STABS"),
        ("Ben DUCKS out of the way.", "DUCKS"),
        ("A hand holding the photo suddenly FANS it.", "FANS"),
        ('A sign on the wall: "BEWARE OF THE GUARD".', "GUARD"),
        ("A SUBTITLE appears below them.", "SUBTITLE"),
        ("They load a PLUMBER'S van.", "PLUMBER"),
        ("ADA HURLS the lamp at the wall.", "ADA HURLS"),
        ("The FOREGROUND, a man in it, is dark.", "FOREGROUND"),
        ("In the MIRROR, 40 feet long, they look small.", "MIRROR"),
        ("They pass a guard, WIDENING for a view.", "WIDENING"),
        ("The mask turns RED, the masked man falls.", "RED"),
        ("FLASH: the man in the dark.", "FLASH"),
        ("He lifts an AK-47 from the rack.", "AK"),
        ("AIRHORNS, 18-wheelers roll by.", "AIRHORNS"),
        ("BEN'S FACE turns. Ben has no FACE, a boy has one.", "FACE"),
        ("A damp CLIMATE, a boy in it. The damp climate.", "DAMP CLIMATE"),
        ("CU BORIS, who smiles.", "CU BORIS"),
        ("Past the two guards, BLAST it, they run.", "BLAST"),
        ("An old girl, EXACTLY as she was.", "EXACTLY"),
    ],
)
def test_verbs_signs_shots_and_things_in_capitals_are_nobody(action: str, nobody: str) -> None:
    assert set(people_of(scene(*ADA, action))) == {"ADA", "BEN"}, nobody


@pytest.mark.parametrize(
    "cue",
    [
        "A SUBTITLE APPEARS",
        "POP!!!!",
        "ORDINARY",
        "OCT 4",
        "REVISION #1",
        "TUESDAY 8PM",
        "CONTINUED",
        "OUT THE",
        "THE CANDLES",
        "ALL",
        "EVERYBODY",
        "BORIS--",
        "FWOOOOSH",
        "SECOND",
    ],
)
def test_what_is_no_name_is_no_cast(cue: str) -> None:
    action = "An ordinary man looks out the window."
    assert set(people_of(scene(*ADA, action, f"{cue}\nHello."))) == {"ADA", "BEN"}


def test_words_before_a_name_in_a_cue_and_numbers_behind_it_fall_away() -> None:
    people = people_of(scene(*ADA, *ADA, "OFF ADA\nHello.", "BEN 40\nHello.", "ADA AT DOOR\nHello."))
    assert set(people) == {"ADA", "BEN"}


def test_a_man_on_a_screen_is_not_the_man_of_the_scene() -> None:
    assert {"MAN", "MAN ON TV"} <= set(
        people_of(scene("MAN\nHello.", "MAN\nGo.", "MAN ON TV\nGood evening."))
    )


def test_two_columns_of_speech_read_as_one_cue_are_two_speakers() -> None:
    assert set(people_of(scene(*ADA, *ADA, "ADA BEN\nRun!"))) == {"ADA", "BEN"}


def test_names_side_by_side_in_capitals_are_two_people() -> None:
    assert set(people_of(scene(*ADA, *ADA, "He drags ADA BEN away."))) == {"ADA", "BEN"}


def test_a_number_of_people_is_one_crowd() -> None:
    people = people_of(scene(*ADA, "TWO COPS wait.", "Behind them SIX COPS run."))
    assert people["COPS"].priority_reason.startswith("A crowd")


def test_a_thing_that_is_only_heard_keeps_its_cue() -> None:
    assert "RADIO" in people_of(scene(*ADA, "RADIO (V.O.)\nCome in."))


def test_a_crowd_in_any_number_is_one_crowd() -> None:
    people = people_of(scene(*ADA, "VILLAGERS\nHurray!", "SEVERAL VILLAGERS\nGo!", "TWO VILLAGERS\nYes!"))
    assert set(people) == {"ADA", "BEN", "VILLAGERS"}


def test_the_cast_and_the_tags_of_a_file_are_taken_at_their_word() -> None:
    screenplay = parse_script(
        scene(*ADA, "Slowly Wren lifts off. The hawk, Wren, is gone.").encode(), "t.fountain"
    )
    assert "WREN" not in {draft.suggested_name for draft in result_of(screenplay).drafts}
    hinted = replace(screenplay, cast=("NOBODY THERE",), tags=(Tag("Wren", "animals", (7,)),))
    people = {d.suggested_name: d for d in result_of(hinted).drafts if d.type is AssetType.CHARACTER}
    assert set(people) == {"ADA", "BEN", "WREN"}
    assert "cast list" in people["WREN"].confidence_reason
