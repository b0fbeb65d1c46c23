"""Extract and resolve: the sets. One set per place with its sub-place, however its headings spell it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core.models import Scene, Screenplay
from core.scan.offline.source import canonical
from core.screenplay.headings import parse_heading

_SPELLINGS = {
    "ST": "SAINT",
    "APT": "APARTMENT",
    "RM": "ROOM",
    "HARBOR": "HARBOUR",
    "CENTER": "CENTRE",
    "THEATER": "THEATRE",
    "MT": "MOUNT",
    "HANGER": "HANGAR",
}
_VAGUE = re.compile(
    r"(?:VARIOUS|VARIOUS LOCATIONS?|SAME|LATER|BLACK|BLACK SCREEN|UNKNOWN|MONTAGE|STOCK FOOTAGE)\Z"
)
_TELLS_TIME = re.compile(r"\b(?:EARLIER|LATER|AGO|FLASHBACK|YEARS?|PRESENT|PAST|DREAM|CONTINUED|SAME TIME)\b")
MIN_TYPO_LETTERS = 8


@dataclass(frozen=True, slots=True)
class Place:
    """One set: the name to suggest first, then its other spellings, and the scenes that play there."""

    names: tuple[str, ...]
    scenes: tuple[Scene, ...]
    parts: tuple[str, ...]
    """Place and sub-places of the suggested name."""

    @property
    def key(self) -> str:
        """The suggested name; unique among the places."""
        return self.names[0]


@dataclass(slots=True)
class _Set:
    parts: list[tuple[str, ...]]
    scenes: list[Scene]


def find_places(screenplay: Screenplay, people: Collection[str] = ()) -> tuple[Place, ...]:
    """The sets of a script in the order of their first scene.

    A part of a heading that is one of the names `people`, or tells the time, is no part of the set.
    """
    sets: dict[str, _Set] = {}
    for scene in screenplay.scenes:
        parts = _parts(scene.heading, people)
        if parts and not _VAGUE.match(parts[0]):
            known = sets.setdefault(_same_set(parts, sets), _Set([], []))
            known.parts.append(parts)
            known.scenes.append(scene)
    return tuple(_place(known) for known in _with_bare_sub_places(sets))


def _parts(heading: str, people: Collection[str]) -> tuple[str, ...]:
    parsed = parse_heading(heading)
    parts = [canonical(part) for part in (parsed.place, *parsed.sub_places)]
    asides = [part for part in parts[1:] if part and part not in people and not _TELLS_TIME.search(part)]
    return tuple(filter(None, (parts[0], *asides)))


def _same_set(parts: tuple[str, ...], sets: Iterable[str]) -> str:
    """The key of the set that these parts name: an exact one, or the one that is a slip of the pen away."""
    key = _key(parts)
    return next((known for known in sets if known == key or _is_slip(known, key)), key)


def _key(parts: Iterable[str]) -> str:
    """Order, spaces, punctuation and common spellings apart: GATE HOUSE is GATEHOUSE."""
    spelled = (
        "".join(_SPELLINGS.get(word, word) for word in re.findall(r"\w+", part.replace("'", "")))
        for part in parts
    )
    return "|".join(sorted(spelled))


def _is_slip(one: str, other: str) -> bool:
    """One letter more, less or other in a long name without figures; figures tell rooms apart."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < MIN_TYPO_LETTERS or one[0] != other[0]:
        return False
    if re.search(r"\d", one + other):
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    if start < 3 or start >= min(len(one), len(other)) - 1:
        return one.rstrip("S") == other.rstrip("S")
    return one[start + 1 :] in (other[start + 1 :], other[start:]) or one[start:] == other[start + 1 :]


def _with_bare_sub_places(sets: dict[str, _Set]) -> list[_Set]:
    """A heading that is only a sub-place belongs to the one place that has such a sub-place."""
    for key in [key for key, known in sets.items() if len(known.parts[0]) == 1]:
        hosts = [
            other for other in sets if other != key and key in other.split("|") and _is_sub(key, sets[other])
        ]
        if len(hosts) == 1 and hosts[0] in sets:
            bare = sets.pop(key)
            sets[hosts[0]].parts += bare.parts
            sets[hosts[0]].scenes += bare.scenes
    return list(sets.values())


def _is_sub(key: str, known: _Set) -> bool:
    return _key([known.parts[0][0]]) != key


def _place(known: _Set) -> Place:
    fullest = max(map(len, known.parts))
    parts = Counter(part for part in known.parts if len(part) == fullest).most_common(1)[0][0]
    spellings = [" - ".join(parts), *(" - ".join(part) for part in known.parts)]
    scenes = sorted({scene.number: scene for scene in known.scenes}.values(), key=lambda scene: scene.number)
    return Place(tuple(dict.fromkeys(spellings)), tuple(scenes), parts)
