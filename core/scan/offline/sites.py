"""Where the script says that a scene plays: the sets of its headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from core.models import Scene, Screenplay
from core.scan.offline.place_names import Name, name_of, place_words
from core.scan.offline.place_words import GHOST, is_listed, is_place_noun, is_vehicle
from core.scan.offline.source import canonical
from core.scan.offline.words import CAMERA
from core.screenplay.headings import Heading, parse_heading

ALONE_COUNTS = 3
"""A part that is a heading of its own is a house as surely as one with so many rooms."""

_TELLS_TIME = re.compile(r"\b(?:EARLIER|LATER|AGO|FLASHBACK|YEARS?|PRESENT|PAST|DREAM|CONTINUED|SAME TIME)\b")
_TWO_SETS = re.compile(r" ?/ ?| AND | & ")
_ASIDE_LEAD = re.compile(r"(?:ON|AT|IN|THROUGH|UNDER|UP|FOR|TOWARDS?) (?:THE |AN? )?")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """One stay at a set: the lines `line`..`last`, and how `line` names it: in which columns and parts.

    `alone` tells that the line names no other set; only then is its wording the set's name.
    """

    scene: Scene
    line: int
    last: int
    columns: tuple[tuple[int, int], ...]
    parts: tuple[str, ...]
    words: tuple[Words, ...]
    """The words of each part as they are compared."""
    name: Name
    written: str
    alone: bool = True
    is_slug: bool = False
    house: str = ""
    """The house that a bare room belongs to by the scenes around it, as it is displayed."""
    tagged: tuple[str, ...] = ()
    """Names that the file itself tags the line with."""

    @property
    def display(self) -> str:
        """The name as a set list has it: the house, then the room."""
        if self.house:
            return (" " if self.house.endswith("'S") else " - ").join((self.house, " - ".join(self.parts)))
        return " - ".join(sorted(self.parts, key=lambda part: part not in self.house_parts))

    @property
    def house_parts(self) -> tuple[str, ...]:
        """Those of the parts that name the house."""
        if self.house:
            return (self.house,)
        pairs = zip(self.parts, self.words, strict=True)
        return tuple(part for part, words in pairs if words and self.name.host.issuperset(words))


class Reader:
    """Reads the sets of one screenplay's headings. `owners` gives each name of a person the one to compare by."""

    def __init__(self, screenplay: Screenplay, owners: Mapping[str, str]) -> None:
        self.screenplay = screenplay
        self.people = frozenset(owners)
        self.people_words = frozenset(word for name in owners for word in place_words(name, owners))
        self._owners = owners
        self._lines = {line.number: line.text for line in screenplay.lines}
        self._headings = [(scene, _sets_of(parse_heading(scene.heading))) for scene in screenplay.scenes]
        sets = [one for _, several in self._headings for one in several]
        self._spoken = Counter(canonical(part) for one in sets for part in (one.place, *one.sub_places))
        self._hosts = self._partners(sets)

    def _partners(self, sets: Iterable[Heading]) -> Mapping[Words, int]:
        """With how many different parts each part is found: the house is the one with most rooms."""
        seen: dict[Words, set[Words]] = {}
        alone: set[Words] = set()
        for one in sets:
            parts = self.words_of(self.parts_of(one))
            alone.update(parts if len(parts) == 1 else ())
            for part in parts:
                seen.setdefault(part, set()).update(other for other in parts if other != part)
        return {part: len(others) + ALONE_COUNTS * (part in alone) for part, others in seen.items()}

    def sites(self) -> Iterator[Site]:
        """All stays at sets, in the order of the script, each until the next heading; ghost places are none."""
        ends = [scene.line - 1 for scene in self.screenplay.scenes[1:]]
        last = max(self._lines, default=0)
        for (scene, sets), end in zip(self._headings, [*ends, last], strict=False):
            for one in sets:
                site = self.site(scene, scene.line, end, one)
                if site is not None:
                    yield replace(site, alone=len(sets) == 1)

    def site(self, scene: Scene, line: int, last: int, heading: Heading) -> Site | None:
        """The stay that a heading or slug on this line tells; None where it names no set."""
        parts = self.parts_of(heading)
        words = self.words_of(parts)
        name = name_of(words, self._hosts, self.people_words)
        if not name.words or GHOST.match(" ".join(parts)):
            return None
        text = self._lines.get(line, scene.heading)
        columns = columns_of(text, (heading.place, *heading.sub_places))
        written = canonical(text[columns[0][0] : columns[0][1]]) if len(columns) == 1 else " - ".join(parts)
        return Site(scene, line, last, columns, parts, words, name, written)

    def words_of(self, parts: Iterable[str]) -> tuple[Words, ...]:
        """The words of each part as they are compared."""
        return tuple(place_words(part, self._owners) for part in parts)

    def parts_of(self, heading: Heading) -> tuple[str, ...]:
        """The parts that name the set: no people, no times, and of remarks only those that name a place."""
        asides = [aside for aside in map(self._as_place, heading.asides) if aside]
        first, *others = [canonical(part) for part in (heading.place, *heading.sub_places, *asides)]
        kept = [part for part in others if part and not self._is_no_place(part)]
        return tuple(dict.fromkeys(filter(None, (first, *kept))))

    def _is_no_place(self, part: str) -> bool:
        people = all(name in self.people for name in re.split(r" (?:AND|&) |, ?|/", part))
        return people or bool(_TELLS_TIME.search(part))

    def _as_place(self, aside: str) -> str:
        part = canonical(_ASIDE_LEAD.sub("", canonical(aside)))
        words = place_words(part, self._owners)
        known = part in self._spoken or (words and len(words) < 4 and is_listed(words[-1]))
        return part if known and not CAMERA.search(part) else ""


def _sets_of(heading: Heading) -> tuple[Heading, ...]:
    """The sets of a heading: `STREET/COX'S CAR` and `LIMO AND STREET` are a vehicle and where it goes."""
    sets: list[Heading] = []
    for one in (replace(heading, also=()), *heading.also):
        pieces = _TWO_SETS.split(one.place)
        vehicles = [is_vehicle(_last_word(piece)) for piece in pieces]
        if len(pieces) == 2 and not one.sub_places and sorted(vehicles) == [False, True]:
            if is_place_noun(_last_word(pieces[vehicles.index(False)])):
                sets += [replace(one, place=piece) for piece in pieces]
                continue
        sets.append(one)
    return tuple(sets)


def _last_word(text: str) -> str:
    return canonical(text).rpartition(" ")[2]


def columns_of(text: str, parts: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where the parts of a name stand in a line, from left to right; neighbours are one stretch."""
    stretches: list[tuple[int, int]] = []
    start = 0
    for part in filter(None, parts):
        match = re.compile(r"\s+".join(map(re.escape, part.split()))).search(text, start)
        if match is None:
            continue
        start = match.end()
        if stretches and not re.search(r"[^\W_]", text[stretches[-1][1] : match.start()]):
            stretches[-1] = (stretches[-1][0], match.end())
        else:
            stretches.append(match.span())
    return tuple(stretches)
