"""Where the script says that a scene plays: the sets of its headings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from core.models import Scene, Screenplay, ScriptFormat
from core.scan.offline.place_names import Name, name_of, place_words
from core.scan.offline.place_words import GENERIC, GHOST, ROOMS, is_listed, is_place_noun, is_vehicle
from core.scan.offline.source import canonical
from core.scan.offline.words import CAMERA
from core.screenplay.headings import Heading, parse_heading

ALONE_COUNTS = 3
"""A part that is a heading of its own is a house as surely as one with so many rooms."""

_TELLS_TIME = re.compile(r"\b(?:EARLIER|LATER|AGO|FLASHBACK|YEARS?|PRESENT|PAST|DREAM|CONTINUED|SAME TIME)\b")
_TWO_SETS = re.compile(r" ?/ ?| AND | & ")
_UNSPELLED = re.compile(r"[\"“”]|(?<=['’]) (?=S )")
_ARTICLE = re.compile(r"^(?:THE|AN?) (?=\S)", re.IGNORECASE)
_ASIDE_LEAD = re.compile(r"^(?:ON|AT|IN|THROUGH|UNDER|UP|FOR|TOWARDS?) (?:THE |AN? )?")

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
    """Reads the sets of one screenplay's headings.

    `owners` gives each name of a person the one by which it is compared.
    """

    def __init__(self, screenplay: Screenplay, owners: Mapping[str, str]) -> None:
        self.screenplay = screenplay
        self.people = frozenset(owners)
        self.people_words = frozenset(word for name in owners for word in place_words(name, owners))
        self._owners = owners
        self._lines = {line.number: line.text for line in screenplay.lines}
        self._headings = [(scene, _sets_of(parse_heading(scene.heading))) for scene in screenplay.scenes]
        sets = [one for _, several in self._headings for one in several]
        self._regions: frozenset[Words] = frozenset()
        self._spoken = Counter(canonical(part) for one in sets for part in (one.place, *one.sub_places))
        self._hosts = self._partners(sets)
        self._regions = self._find_regions(sets)

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

    def _find_regions(self, sets: Iterable[Heading]) -> frozenset[Words]:
        """Towns and countries: parts without a place's noun that stand with or in the names of several."""
        within: dict[Words, set[Words]] = defaultdict(set)
        for one in sets:
            parts = self.words_of(self.parts_of(one))
            for part in parts:
                within[part].update(other for other in parts if other != part)
                for at in range(1, len(part)):
                    within[part[:at]].add(part)
        named = {part for one in sets for part in self.words_of(self.parts_of(one))[1:]}
        return frozenset(
            part for part in named if len(within[part]) > 1 and not any(is_place_noun(word) for word in part)
        )

    def sites(self) -> Iterator[Site]:
        """All stays at sets, in script order, each until the next; ghost places and shots are none."""
        stays = [
            [site for one in sets if (site := self.site(scene, scene.line, scene.line, one)) is not None]
            for scene, sets in self._headings
        ]
        end = max(self._lines, default=0)
        ends = []
        for (scene, sets), sites in zip(reversed(self._headings), reversed(stays), strict=True):
            ends.append(end)
            end = scene.line - 1 if sites or sets[0].interior else end
        for sites, last in zip(stays, reversed(ends), strict=True):
            yield from (replace(site, last=last, alone=len(sites) == 1) for site in sites)

    def site(self, scene: Scene, line: int, last: int, heading: Heading) -> Site | None:
        """The stay that a heading or slug on this line tells; None where it names no set."""
        parts = tuple(part for part in self.parts_of(heading) if place_words(part, self._owners))
        words = self.words_of(parts)
        name = name_of(words, self._hosts, self.people_words)
        if (
            not name.words
            or GHOST.match(" ".join(parts))
            or not (heading.interior or self._is_place(parts, words))
        ):
            return None
        text = self._lines.get(line, scene.heading)
        columns = columns_of(text, (heading.place, *heading.sub_places))
        written = canonical(text[columns[0][0] : columns[0][1]]) if len(columns) == 1 else " - ".join(parts)
        return Site(scene, line, last, columns, parts, words, name, written)

    def _is_place(self, parts: tuple[str, ...], words: tuple[Words, ...]) -> bool:
        """Whether what stands without INT. or EXT. is a place: on a typed page it may be a shot."""
        if any(part in self.people or CAMERA.search(part) for part in parts):
            return False
        forced = self.screenplay.format in (ScriptFormat.FOUNTAIN, ScriptFormat.FDX)
        return forced or (is_place_noun(words[0][-1]) and words[0][-1] != "DOOR")

    def words_of(self, parts: Iterable[str]) -> tuple[Words, ...]:
        """The words of each part as they are compared."""
        return tuple(place_words(part, self._owners) for part in parts)

    def parts_of(self, heading: Heading) -> tuple[str, ...]:
        """The parts that name the set: no people, no times, and of remarks only those that name a place."""
        asides = [aside for aside in map(self._as_place, heading.asides) if aside]
        given = (heading.place, *heading.sub_places) if heading.sub_places else _at_slashes(heading.place)
        first, *others = [canonical(_UNSPELLED.sub("", part)) for part in (*given, *asides)]
        kept = [part for part in others if part and not self._is_no_place(part)]
        words = place_words(first, self._owners)
        if words and is_place_noun(words[-1]) and words[-1] not in ROOMS and not GENERIC.issuperset(words):
            kept = [part for part in kept if place_words(part, self._owners) not in self._regions]
        return tuple(dict.fromkeys(filter(None, (first, *kept))))

    def _is_no_place(self, part: str) -> bool:
        people = all(name in self.people for name in re.split(r" (?:AND|&) |, ?|/", part))
        if is_listed(_last_word(part)):
            return False
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
        pieces = _TWO_SETS.split(one.place) if not one.sub_places else [one.place, *one.sub_places]
        vehicles = [is_vehicle(_last_word(piece)) for piece in pieces]
        goes = len(pieces) == 2 and sorted(vehicles) == [False, True]
        if goes and is_listed(_last_word(pieces[vehicles.index(False)])):
            sets += [replace(one, place=piece, sub_places=()) for piece in pieces]
        else:
            sets.append(one)
    return tuple(sets)


def _at_slashes(place: str) -> tuple[str, ...]:
    """CELLBLOCK FIVE/ANDY'S CELL and LOUNGE/PARKING LOT are a house and a room, as with a dash."""
    pieces = tuple(piece.strip() for piece in place.split("/"))
    return pieces if all(pieces) and any(is_place_noun(_last_word(piece)) for piece in pieces) else (place,)


def _last_word(text: str) -> str:
    return canonical(text).rpartition(" ")[2]


def columns_of(text: str, parts: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where the parts of a name stand in a line, from left to right; neighbours are one stretch."""
    stretches: list[tuple[int, int]] = []
    start = 0
    for part in filter(None, parts):
        words = _ARTICLE.sub("", part).split()
        match = re.compile(r"\s+".join(map(re.escape, words))).search(text, start)
        if match is None:
            continue
        start = match.end()
        if stretches and not re.search(r"[^\W_]", text[stretches[-1][1] : match.start()]):
            stretches[-1] = (stretches[-1][0], match.end())
        else:
            stretches.append(match.span())
    return tuple(stretches)
