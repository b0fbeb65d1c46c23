"""Every mention with its place; pronouns only where they can mean no one else."""

from __future__ import annotations

import pytest

from core.models import Draft, MentionKind
from tests.core.scan.offline.conftest import people_of, scene

TALK = ("ADA\nHello.", "BEN\nHello.")


def words_of(draft: Draft, kind: MentionKind) -> list[str]:
    """What stands at the columns of the mentions of one kind."""
    return [
        mention.text[start:end]
        for mention in draft.mentions
        if mention.kind is kind
        for start, end in mention.columns
    ]


def test_i_and_me_mean_the_speaker() -> None:
    ada = people_of(scene(*TALK, "ADA\nI'm sure it is mine. Give me my hat."))["ADA"]
    assert words_of(ada, MentionKind.PRONOUN) == ["I", "mine", "me", "my"]


@pytest.mark.parametrize(
    "cue",
    ["ADA AND BEN\nI see.", "ADA\nYou see? He knows. She is here.", "ADA\nWorld War I.", "ADA\nThe MINE."],
)
def test_what_two_say_and_you_and_he_in_speech_mean_nobody(cue: str) -> None:
    assert not any(words_of(one, MentionKind.PRONOUN) for one in people_of(scene(*TALK, cue)).values())


@pytest.mark.parametrize(
    ("action", "owner", "words"),
    [
        ("Ada waits. She takes her hat.", "ADA", ["Ada", "She", "her"]),
        ("Ada waits. He looks at her.", "BEN", []),
        ("Ben waits. Ada sees him. She nods at him.", "BEN", ["Ben", "him"]),
        ("Ben waits for the man. He nods.", "BEN", ["Ben"]),
        ("Ben looks at him.", "BEN", ["Ben"]),
        ("Ben takes his hat.", "BEN", ["Ben", "his"]),
        ('Ben reads: "She is his." Then he nods.', "BEN", ["Ben", "he"]),
    ],
)
def test_he_and_she_mean_the_one_fitting_name_before_them(action: str, owner: str, words: list[str]) -> None:
    text = scene("ADA\nHello.", "BEN\nHello.", action)
    assert words_of(people_of(text)[owner], MentionKind.NAME) == words


def test_a_new_paragraph_starts_afresh() -> None:
    ada = people_of(scene(*TALK, "Ada waits.", "She nods."))["ADA"]
    assert words_of(ada, MentionKind.PRONOUN) == []


def test_the_text_itself_tells_who_is_he_and_who_is_she() -> None:
    said = [f"Zorn {verb} his hat." for verb in ("takes", "lifts", "drops")]
    people = people_of(
        scene("ZORN\nHello.", "QUILLA\nHello.", *said, "Zorn looks at Quilla. She nods. He nods.")
    )
    assert people["QUILLA"].mentions[-1].columns == ((14, 20), (22, 25))


def test_a_line_with_a_name_stays_a_line_with_a_name() -> None:
    ada = people_of(scene(*TALK, "Ada takes her hat."))["ADA"]
    (mention,) = [mention for mention in ada.mentions if mention.text == "Ada takes her hat."]
    assert mention.kind is MentionKind.NAME
    assert mention.columns == ((0, 3), (10, 13))


def test_a_role_in_lower_case_is_meant_in_its_own_scenes_only() -> None:
    elsewhere = scene("The waiter nods.", "ADA\nHello.", heading="EXT. SEA - DAY")
    waiter = people_of(scene(*TALK, "A WAITER bows.", "The waiter nods.") + elsewhere)["WAITER"]
    assert [mention.scene for mention in waiter.mentions] == [1, 1]
