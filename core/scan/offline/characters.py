"""Extract: who is in the script. Cues, introductions in capitals, and those who act without a word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.scan.offline.capitals import MAX_NAME_WORDS
from core.scan.offline.cues import canonical, is_descent
from core.scan.offline.introductions import AGE_WORDS, THINGS, introduced
from core.scan.offline.lexicon import kind_of
from core.scan.offline.naming import is_group
from core.scan.offline.source import Cue, Sentence, Source
from core.scan.offline.vocabulary import deeds, is_person_noun
from core.scan.offline.walkons import silent_names
from core.scan.offline.words import CAMERA, words

__all__ = ["AGE_WORDS", "Candidate", "find_candidates", "is_cue_name", "is_group"]

CAST_CATEGORIES = ("cast members", "characters", "cast", "background actors", "extras", "animals")
"""The categories of tags in a file that hold people and animals."""

_CLOCK = re.compile(r"\d\s?(?:AM|PM)\b|\d:\d|^\d+$|\bA\.?M\b|\bP\.?M\b")
_ELSEWHERE = re.compile(r" (?:FROM|AT|ON|IN|OVER|THROUGH|BEHIND|OUTSIDE) .+$")
_MARGIN = re.compile(r"^(?:OFF|ON|TO|WITH|AND) | [1-9]\d{1,3}[A-Z]?$")


@dataclass(slots=True)
class Candidate:
    """A name that may be a person's: its cues, and its introductions with where the name ends.

    `hinted` is True when the file itself lists the name as one of its cast.
    """

    name: str
    cues: list[Cue] = field(default_factory=list)
    intros: list[tuple[Sentence, int]] = field(default_factory=list)
    hinted: bool = False

    @property
    def spoken(self) -> bool:
        """Whether it has a cue of its own."""
        return bool(self.cues)


def find_candidates(source: Source) -> dict[str, Candidate]:
    """Everybody who may be a person, by canonical name, in script order."""
    found: dict[str, Candidate] = {}
    for cue in source.cues:
        for name in _repaired(cue.names, source):
            found.setdefault(name, Candidate(name)).cues.append(cue)
    strays = {name: one for name, one in found.items() if _is_stray(one, source)}
    found = {name: one for name, one in found.items() if name not in strays}
    _add_introduced(source, found)
    # Introduced by the action, a stray was no shout: its cue is somebody's.
    for name in strays.keys() & found.keys():
        found[name].cues.extend(strays[name].cues)
    for name, sentence, end in silent_names(source, frozenset(found)):
        found.setdefault(name, Candidate(name)).intros.append((sentence, end))
    for name in _hinted(source):
        found.setdefault(name, Candidate(name)).hinted = True
    return found


def _add_introduced(source: Source, found: dict[str, Candidate]) -> None:
    spoken = frozenset(found) | {_untitled(name) for name in found}
    own = frozenset(name for name in spoken if source.vocabulary.is_proper(name))
    roles: dict[int | None, set[str]] = defaultdict(set)
    for name in spoken - own:
        for cue in found[name].cues if name in found else ():
            roles[cue.scene].add(name)
    for sentence in source.sentences:
        here = own | roles[sentence.scene]
        for name, end in introduced(sentence.text, spoken, here, source.vocabulary):
            found.setdefault(name, Candidate(name)).intros.append((sentence, end))


def is_cue_name(name: str) -> bool:
    """Whether a cue's name can be somebody's: no shot, no shout, no sentence, no hour."""
    tokens = name.split()
    small = words("small")
    return (
        sum(char.isalpha() for char in name) >= 2
        and len(tokens) <= MAX_NAME_WORDS
        and not CAMERA.search(name)
        and not re.search(r"[!?…]|\.\.|:|([A-HJ-Z])\1\1", name)
        and not _CLOCK.search(name)
        and (name in words("groups") or (tokens[0] not in small and tokens[-1] not in small))
        and not is_descent(name)
        and name not in words("everybody")
    )


def _repaired(names: Iterable[str], source: Source) -> Iterator[str]:
    """The names of a cue without the margin's number (TEDDY 40) and the place (OFF MATEO, MATEO AT DOOR)."""
    for name in _side_by_side(names, source):
        base = _MARGIN.sub("", _without_place(name, source))
        better = base if base != name and source.cues_of(base) > source.cues_of(name) else name
        if is_cue_name(better):
            yield better


def _without_place(name: str, source: Source) -> str:
    """MATEO AT DOOR is MATEO; a MAN ON TV is not the MAN."""
    base = _ELSEWHERE.sub("", name)
    return base if source.vocabulary.is_proper(base) else name


def _side_by_side(names: Iterable[str], source: Source) -> Iterator[str]:
    """Two columns of speech read as one cue: NELL EZRA, where both speak in one scene elsewhere."""
    for name in names:
        parts = name.split()
        halves = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(1, len(parts))]
        pair = next((half for half in halves if source.talk_together(*half)), None)
        yield from pair or (name,)


def _is_stray(candidate: Candidate, source: Source) -> bool:
    """A cue met once, of ordinary words, that nobody is called: a shout or a caption read as a cue."""
    tokens = re.findall(r"[^\W\d_]+", candidate.name)
    if len(candidate.cues) > 1 or not tokens:
        return False
    known = words("titles", "groups", "voices", "qualifiers")
    if _breaks_off(candidate, source) or all(token in words("qualifiers") for token in tokens):
        return True
    if any(is_person_noun(token) or token in known for token in tokens):
        return False
    ordinary = words("calendar", "small")
    if _is_thing(candidate, tokens[-1]):
        return True
    common = all(source.vocabulary.is_ordinary(token) or token in ordinary for token in tokens)
    return common or tokens[-1] in deeds() or tokens[0] in words("calendar")


def _breaks_off(candidate: Candidate, source: Source) -> bool:
    """CAN'T--, a speech or a shot read as a cue: no name ends in a dash."""
    return any(source.line(cue.line).text.rstrip()[-1:] in "-–—" for cue in candidate.cues)


def _is_thing(candidate: Candidate, noun: str) -> bool:
    """THE PUMPKINS, a shot read as a cue; a RADIO (V.O.) is heard."""
    heard = any(cue.unseen for cue in candidate.cues)
    return kind_of(noun.lower()) in THINGS and not heard


def _hinted(source: Source) -> Iterator[str]:
    """The cast that the file lists and that the script names, tags of people and animals included."""
    tagged = (tag.name for tag in source.screenplay.tags if tag.category in CAST_CATEGORIES)
    for name in map(canonical, (*source.screenplay.cast, *tagged)):
        first = re.findall(r"[^\W\d_]+", name)[:1]
        if (
            is_cue_name(name)
            and first
            and (source.vocabulary.names(first[0]) or source.names_in_capitals(name))
        ):
            yield name


def _untitled(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and first.rstrip(".") in words("titles") else name
