"""Silent people: names that are never a cue and never in capitals, and that act in the action."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.scan.offline.cues import canonical
from core.scan.offline.source import Sentence, Source
from core.scan.offline.vocabulary import Vocabulary, deeds
from core.scan.offline.words import words

MIN_LINES = 3
MIN_ACTS = 2
"""Of a name that is no common first name; for one of those a single act will do."""
MIN_GIVEN_LINES = 2
"""Of action, for a common first name that is no other word and that the script says often enough."""
MAX_BEFORE = 30
SHIPS = 0.25
"""A name that has an article this often is a ship's or a place's: the Herculaneum drifts."""

_NAME = re.compile(r"(?<![\w'’.-])(?:(?:Mr|Mrs|Ms|Dr)\.? ?)?[A-Z][a-z]{2,}(?:[- ][A-Z][a-z]{2,})?(?![\w-])")
_ARTICLED = re.compile(r"\b(?:the|an?|this|that) (?:\w+ (?:and|of) )?$", re.IGNORECASE)
_NEXT = re.compile(r"(?:['’]s)? (?:\w+ly )?([a-z]+)")


@dataclass(slots=True)
class _Seen:
    """One name in the action: its places, what it does, and how often an article stands before it."""

    places: list[tuple[Sentence, int]] = field(default_factory=list)
    acts: set[str] = field(default_factory=set)
    articled: int = 0


def silent_names(source: Source, known: frozenset[str]) -> Iterator[tuple[str, Sentence, int]]:
    """(name, sentence, where it ends): each place of a name in three lines that does what people do."""
    claimed = {word for name in known for word in name.split()}
    met: dict[str, _Seen] = defaultdict(_Seen)
    for sentence in source.sentences:
        for match in _NAME.finditer(sentence.text):
            name = _without_openers(canonical(match[0]))
            if _may_be_new(name, claimed, source):
                _note(met[name], name, sentence, match)
    for name, seen in met.items():
        if _is_somebody(name, seen, source.vocabulary):
            for sentence, end in seen.places:
                yield name, sentence, end


def _without_openers(name: str) -> str:
    """FALLOW for THEN FALLOW."""
    first, _, rest = name.partition(" ")
    return rest if rest and first in words("small", "openers") else name


def _note(seen: _Seen, name: str, sentence: Sentence, match: re.Match[str]) -> None:
    seen.places.append((sentence, match.end()))
    seen.articled += bool(_ARTICLED.search(sentence.text[max(0, match.start() - MAX_BEFORE) : match.start()]))
    if act := _act(sentence.text, match.end(), name.split()[0]):
        seen.acts.add(act)


def _is_somebody(name: str, seen: _Seen, vocabulary: Vocabulary) -> bool:
    first = name.split()[0]
    given = first in words("male_names", "female_names")
    lines = len({sentence.line for sentence, _ in seen.places})
    if given and first not in words("word_names") and not seen.articled and lines >= MIN_GIVEN_LINES:
        return vocabulary.names(first) >= MIN_LINES
    acts = 1 if given else MIN_ACTS
    return lines >= MIN_LINES and len(seen.acts) >= acts and seen.articled < SHIPS * len(seen.places)


def _may_be_new(name: str, claimed: set[str], source: Source) -> bool:
    tokens = [token.strip(".") for token in name.split()]
    own = [token for token in tokens if token not in words("titles")]
    return bool(own) and all(
        token not in claimed
        and source.vocabulary.names(token) > 0
        and token not in words("calendar", "small", "abstract")
        for token in own
    )


def _act(text: str, end: int, first: str) -> str:
    """The verb behind a name that only people and animals are the subject of; any one behind a first name."""
    following = _NEXT.match(text, end)
    verb = following[1] if following else ""
    given = verb.endswith("s") and first in words("male_names", "female_names") and verb.upper() in deeds()
    return verb if given or verb in words("person_acts") else ""
