"""What a sentence says of the look of a set, and what it does not."""

from __future__ import annotations

import pytest

from core.scan.offline.place_phrases import fixture_values, heading_value
from core.scan.offline.place_traits import place_values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("A vaulted hall of white marble.", [("architecture", "A vaulted hall of white marble")]),
        ("The room is small, old, dingy.", [("architecture", "The room is small, old, dingy")]),
        ("The castle door is rusted and old.", [("architecture", "The castle door is rusted and old")]),
        ("Dim light filters through fog.", [("atmosphere_light", "Dim light filters through fog")]),
        (
            "The desk is cluttered with bottles and a lamp.",
            [("dressing", "The desk is cluttered with bottles and a lamp")],
        ),
        ("There is a couch in the corner.", [("dressing", "There is a couch in the corner")]),
        ("His room is a total mess.", [("architecture", "His room is a total mess")]),
        ("It's a shabby hotel.", [("architecture", "It's a shabby hotel")]),
        ("The motel sits derelict.", [("architecture", "The motel sits derelict")]),
        ("Brick walls rise on both sides.", [("architecture", "Brick walls rise on both sides")]),
        ("AN OLD STONE HOUSE by a lake.", [("architecture", "AN OLD STONE HOUSE by a lake")]),
        ("A wooden hall with benches and a -- He turns.", [("architecture", "A wooden hall with benches")]),
    ],
)
def test_a_look_is_kept_in_the_words_of_the_script(text: str, values: list[tuple[str, str]]) -> None:
    assert list(place_values(text)) == values


@pytest.mark.parametrize(
    "text",
    [
        "The door opens.",
        "A guard walks along the stone wall.",
        "She crosses the large white room.",
        "CLOSE ON the old stone wall.",
        "There is a KNOCK at the wooden door.",
        "Suddenly the old wall is gone.",
        "The old house is collapsing into the black river.",
        "The wooden ship banks and pitches.",
        "Dark walls do not scare them.",
        "and then the long hall of the house",
        "THE WALLS ARE WHITE.",
        "The sound of steps on the stone floor.",
        "A brick smashes the old window.",
        "Checks the old door of the house.",
        "The wooden elevator doors open.",
        "In the large empty house.",
        "Through the dusty glass of the window.",
        "Two dark shapes at the wall.",
        "There is a long silence.",
        "a tall, dark -- He stops.",
    ],
)
def test_deeds_people_shots_and_sounds_are_no_look(text: str) -> None:
    assert list(place_values(text)) == []


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("A modular galley.", "architecture"),
        ("A bed and a desk.", "dressing"),
        ("Trees on a distant hill.", "architecture"),
        ("Glittering lights on the terrace.", "architecture"),
    ],
)
def test_what_stands_first_under_a_heading_needs_no_adjective(text: str, field: str) -> None:
    assert [found for found, _ in place_values(text, first=True)] == [field]
    assert list(place_values("The door closes.", first=True)) == []


def test_a_set_is_described_by_its_own_noun() -> None:
    assert list(place_values("The galleon is very busy.")) == []
    assert list(place_values("The galleon is very busy.", frozenset({"galleon"}))) == [
        ("architecture", "The galleon is very busy")
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Ada lies on the unmade bed.", [("dressing", "the unmade bed")]),
        ("He stands by the tall, rusty gate.", [("architecture", "the tall, rusty gate")]),
        ("She leans on her old desk.", [("dressing", "old desk")]),
        ("Ben sits at a desk covered with papers and a lamp.", [("dressing", "a desk covered with papers")]),
        ("Ada drops it on the kitchen table.", [("dressing", "the kitchen table")]),
        ("They pass a former grey wall of the yard.", [("architecture", "a former grey wall")]),
        ("Ada crosses the small room.", [("architecture", "the small room")]),
        ("Ada looks at the dark forest.", []),
        ("Ada goes to the bed.", []),
        ("An old man shuts the door.", []),
        ("Ben opens dusty windows.", []),
    ],
)
def test_a_deed_tells_in_passing_what_its_set_is_furnished_with(
    text: str, values: list[tuple[str, str]]
) -> None:
    assert list(fixture_values(text, frozenset({"room"}))) == values


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("MESSY LIVING ROOM", "MESSY LIVING ROOM"),
        ("ADA'S CRAMPED DEN", "CRAMPED DEN"),
        ("STEAM-FILLED HALL", "STEAM-FILLED HALL"),
        ("WHITE HOUSE", ""),
        ("HIGH STREET", ""),
        ("OLD MILL", ""),
    ],
)
def test_a_heading_describes_its_set_where_its_words_are_no_name(part: str, value: str) -> None:
    assert heading_value(f"INT. {part} - DAY", part) == value
