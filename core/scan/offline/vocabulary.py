"""What a script's own spelling tells of its words: which are names, which are common nouns and verbs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from core.scan.offline.lexicon import kind_of, singular
from core.scan.offline.words import words

SLIPS = 0.1
"""A word in lower case this often for each capital is still a name that was mistyped."""

_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W_]+")
_ARTICLES = frozenset(("a", "an", "the", "another"))
_BREAKS = re.compile(r"[.!?…:;,()\"“”–—]|--")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one script, in lower case.

    `common` are those written without a capital, or after an article in capitals; `named` those written with
    a capital inside a sentence, by how often. A word is one of both: a slip of the pen does not count. `both`
    are the common ones that stand with a capital inside a sentence as well: Will, Hope.
    """

    common: frozenset[str] = frozenset()
    named: Mapping[str, int] = field(default_factory=dict)
    both: frozenset[str] = frozenset()

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        """Reads the texts of a script once."""
        seen = _Seen()
        for text in texts:
            seen.read(text)
        return cls(*seen.settled())

    def is_common(self, word: str) -> bool:
        """Whether the script uses a word as an ordinary one."""
        return word.lower() in self.common

    def is_ordinary(self, word: str) -> bool:
        """Whether the script uses a word as an ordinary one only."""
        return word.lower() in self.common and word.lower() not in self.both

    def names(self, word: str) -> int:
        """How often a word stands as a name inside a sentence; 0 when it is an ordinary word too."""
        return self.named.get(word.lower(), 0)

    def is_role(self, name: str) -> bool:
        """Whether a name is made of common nouns and titles: WATCHMAN, HARBOUR OFFICER, GUARD #2.

        A last word that the script itself writes only as a name (Cutter, Mason) is none.
        """
        tokens = [token for token in _tokens(name.partition(" THE ")[0]) if token not in words("qualifiers")]
        if not tokens or any(token in words("male_names", "female_names") for token in tokens):
            return False
        if tokens[-1] in words("titles"):
            return True
        return is_person_noun(tokens[-1]) and not self.names(tokens[-1])

    def is_proper(self, name: str) -> bool:
        """Whether a name holds a proper noun: OFFICER TEAGUE does, HARBOUR OFFICER does not."""
        return not self.is_role(name)

    def is_group(self, name: str) -> bool:
        """Whether a name stands for several people: CROWD, FISHWIVES, PARTY GOERS, FIRST CROWD MEMBER."""
        tokens = _tokens(name)
        if not tokens or tokens[0] in words("titles") or self.names(tokens[-1]) > 2:
            return False
        last = tokens[-1].lower()
        plural = singular(last) != last and is_person_noun(singular(last))
        return plural or bool(words("groups") & set(tokens)) or tokens[-1].endswith("CHILDREN")


def is_person_noun(word: str) -> bool:
    """Whether a common noun names a person or an animal that can play a part."""
    one = singular(word.lower()).upper()
    if one in words("never_people") or one in words("male_names", "female_names"):
        return False
    return one in words("animals", "persons") or kind_of(word.lower()) == "person"


@cache
def deeds() -> frozenset[str]:
    """The forms that verbs of action take, in capitals: SLAMS, SLAMMED, SLAMMING; not the bare SLAM."""
    return frozenset(form.upper() for verb in words("deeds") for form in _forms(verb))


def _forms(verb: str) -> tuple[str, ...]:
    stem = verb[:-1] if verb.endswith("e") else verb
    doubled = stem + stem[-1]
    sibilant = verb.endswith(("s", "x", "z", "ch", "sh", "o"))
    third = (
        verb + "es"
        if sibilant
        else verb[:-1] + "ies"
        if verb[-2:-1] not in "aeiou" and verb[-1] == "y"
        else verb + "s"
    )
    past = verb[:-1] + "ied" if third.endswith("ies") and verb[-1] == "y" else stem + "ed"
    return third, past, doubled + "ed", stem + "ing", doubled + "ing"


def _tokens(name: str) -> list[str]:
    return _WORD.findall(name.upper())


@dataclass(slots=True)
class _Seen:
    """Counts of words in lower case, with a capital inside a sentence, and with a capital anywhere."""

    lower: Counter[str] = field(default_factory=Counter)
    inside: Counter[str] = field(default_factory=Counter)
    capital: Counter[str] = field(default_factory=Counter)

    def read(self, text: str) -> None:
        end, articled, first = 0, 0, True
        for match in _TOKEN.finditer(text):
            gap = text[end : match.start()]
            if end and _BREAKS.search(gap):
                articled, first = 0, gap.strip()[:1] != ","
            self._note(match[0], articled > 0, first, gap[-1:] in ("'", "’"))
            articled = 2 if match[0].lower() in _ARTICLES else articled - 1
            first, end = False, match.end()

    def _note(self, word: str, articled: bool, first: bool, after_apostrophe: bool) -> None:
        folded = word.lower()
        if word[0].islower():
            self.lower[folded] += not after_apostrophe
        elif word.isupper():
            self.lower[folded] += articled and len(word) > 1 and word.isalpha()
        elif folded not in _ARTICLES:
            self.capital[folded] += 1
            self.inside[folded] += not first and not articled

    def settled(self) -> tuple[frozenset[str], dict[str, int], frozenset[str]]:
        ordinary = frozenset(word for word, times in self.lower.items() if times > SLIPS * self.capital[word])
        given = words("male_names", "female_names")
        names = {
            word: times
            for word, times in self.capital.items()
            if word not in ordinary and (self.inside[word] or word.upper() in given)
        }
        return ordinary, names, frozenset(word for word in ordinary if self.inside[word])
