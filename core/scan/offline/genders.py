"""He or she: what titles, nouns, first names and the text itself tell of a figure."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum

from core.scan.offline.words import words


class Gender(Enum):
    """What the text says of a figure, or that it does not say."""

    MALE = "he"
    FEMALE = "she"
    UNKNOWN = ""


_HE_SHE = {
    **dict.fromkeys(("he", "him", "his", "himself"), Gender.MALE),
    **dict.fromkeys(("she", "her", "hers", "herself"), Gender.FEMALE),
}
MIN_STATED = 3
SURE_SHARE = 0.8


def gender_of_pronoun(word: str) -> Gender:
    """The gender of he, him, his, she, her and so on."""
    return _HE_SHE.get(word.lower(), Gender.UNKNOWN)


def gender_of_name(name: str) -> Gender:
    """By title, by a noun for a man or a woman, then by a common first name."""
    tokens = re.findall(r"[^\W\d_]+", name.upper())
    for male, female in (
        ("male_titles", "female_titles"),
        ("male_words", "female_words"),
        ("male_names", "female_names"),
    ):
        said = {token in words(male) for token in tokens if token in words(male, female)}
        if len(said) == 1:
            return Gender.MALE if said.pop() else Gender.FEMALE
    return Gender.UNKNOWN


def gender_by_count(said: Counter[Gender]) -> Gender:
    """By the he and she of paragraphs in which a figure alone is named: a clear majority, or nothing."""
    total = said[Gender.MALE] + said[Gender.FEMALE]
    if total < MIN_STATED:
        return Gender.UNKNOWN
    leading = Gender.MALE if said[Gender.MALE] >= said[Gender.FEMALE] else Gender.FEMALE
    return leading if said[leading] >= SURE_SHARE * total else Gender.UNKNOWN
