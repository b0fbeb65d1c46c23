"""Silent people: names that are never a cue and never in capitals, and that act in the action."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from core.scan.offline.cues import canonical
from core.scan.offline.source import Sentence, Source
from core.scan.offline.vocabulary import deeds
from core.scan.offline.words import words

MIN_LINES = 3
MIN_ACTS = 2
"""Of a name that is no common first name; for one of those a single act will do."""
SHIPS = 0.25
"""A name that has an article this often is a ship's or a place's: the Herculaneum drifts."""

_NAME = re.compile(r"(?<![\w'’.-])(?:(?:Mr|Mrs|Ms|Dr)\.? ?)?[A-Z][a-z]{2,}(?:[- ][A-Z][a-z]{2,})?(?![\w-])")
_ARTICLED = re.compile(r"\b(?:the|an?|this|that) $", re.IGNORECASE)
_NEXT = re.compile(r"(?:['’]s)? (?:\w+ly )?([a-z]+)")


def silent_names(source: Source, known: frozenset[str]) -> Iterator[tuple[str, Sentence, int]]:
    """(name, sentence, where it ends) of each place of a name that does two things people do and stands in three lines."""
    claimed = {word for name in known for word in name.split()}
    places: dict[str, list[tuple[Sentence, int]]] = defaultdict(list)
    acts: dict[str, set[str]] = defaultdict(set)
    articled: Counter[str] = Counter()
    for sentence in source.sentences:
        for match in _NAME.finditer(sentence.text):
            name = canonical(match[0])
            if _may_be_new(name, claimed, source):
                places[name].append((sentence, match.end()))
                acts[name].update(filter(None, [_acts(sentence.text, match.end(), name.split()[0])]))
                articled[name] += bool(_ARTICLED.search(sentence.text[: match.start()][-12:]))
    for name, listed in places.items():
        lines = len({sentence.line for sentence, _ in listed})
        given = name.split()[0] in words("male_names", "female_names")
        if lines >= MIN_LINES and len(acts[name]) >= (1 if given else MIN_ACTS) and articled[name] < SHIPS * len(listed):
            for sentence, end in listed:
                yield name, sentence, end


def _may_be_new(name: str, claimed: set[str], source: Source) -> bool:
    tokens = [token.strip(".") for token in name.split()]
    own = [token for token in tokens if token not in words("titles")]
    return bool(own) and all(
        token not in claimed
        and source.vocabulary.names(token) > 0
        and token not in words("calendar", "small", "abstract")
        for token in own
    )


def _acts(text: str, end: int, first: str) -> str:
    """The verb behind a name that only people and animals are the subject of; any verb behind a first name."""
    following = _NEXT.match(text, end)
    verb = following[1] if following else ""
    given = verb.endswith("s") and first in words("male_names", "female_names") and verb.upper() in deeds()
    return verb if given or verb in words("person_acts") else ""
