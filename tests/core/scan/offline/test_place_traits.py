"""What a sentence says of the look of a set, and what it does not."""

from __future__ import annotations

import pytest

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
    ],
)
def test_deeds_people_shots_and_sounds_are_no_look(text: str) -> None:
    assert list(place_values(text)) == []
