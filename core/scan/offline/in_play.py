"""The house in play: whose KITCHEN a bare KITCHEN is, and whose CAR, by the scenes around it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from core.scan.offline.houses import Houses
from core.scan.offline.place_names import Name, is_home_part, place_words
from core.scan.offline.place_words import (
    APART,
    BUILDINGS,
    COMMON_ROOMS,
    DISTINCT_ROOMS,
    DWELLINGS,
    EATING_HOUSES,
    EXPLICIT_ROOMS,
    OPEN_GROUND,
    ROOMS,
    is_place_noun,
    is_vehicle,
)
from core.scan.offline.sites import Site

LOOK_AROUND = 3
"""So many stays before and behind tell which car or house a bare CAR or HOUSE is."""

House = frozenset[str]


def with_houses_in_play(sites: Sequence[Site], houses: Houses) -> list[Site]:
    """The stays, bare rooms under the house that the scenes around them play in, where only one fits."""
    return _Play(sites, houses).resolved()


class _Play:
    def __init__(self, sites: Sequence[Site], houses: Houses) -> None:
        self._sites = list(sites)
        self._houses = houses
        self._having: dict[frozenset[str], dict[House, Name]] = defaultdict(dict)
        spoken: dict[House, Counter[str]] = defaultdict(Counter)
        for site in sites:
            house = houses.house(site.name)
            if site.name.host and site.name.room:
                self._having[site.name.room].setdefault(house, site.name)
            if text := _house_text(site):
                spoken[house][text] += 1
        self._homes = {
            house for room, having in self._having.items() if is_home_part(room) for house in having
        }
        rooms = Counter(house for having in self._having.values() for house in having)
        self._with_rooms = {house for house, number in rooms.items() if number > 1}
        self._shown = {
            house: max(texts, key=lambda text: (text.rpartition(" ")[2] in DWELLINGS, texts[text]))
            for house, texts in spoken.items()
        }

    def resolved(self) -> list[Site]:
        for at, site in enumerate(self._sites):
            if _is_bare_room(site):
                self._sites[at] = self._in_house(site, self._house_of_room(at))
            elif _is_common(site) and (whole := self._same_kind_near(at)):
                self._sites[at] = replace(site, name=whole.name, parts=whole.parts, words=whole.words)
        return self._sites

    def _in_house(self, site: Site, house: Name | None) -> Site:
        shown = self._shown.get(self._houses.house(house)) if house else None
        if house is None or shown is None:
            return site
        return replace(site, name=site.name.in_house(house), house=shown)

    def _house_of_room(self, at: int) -> Name | None:
        room, having = self._sites[at].name.room, self._having.get(self._sites[at].name.room, {})
        around = [
            site for site in (self._before(at), self._behind(at)) if site and self._fits(site.name, room)
        ]
        if around:
            return around[0].name
        only = len(having) == 1 and bool(room & DISTINCT_ROOMS)
        return next(iter(having.values())) if only else None

    def _before(self, at: int) -> Site | None:
        return self._sites[at - 1] if at else None

    def _behind(self, at: int) -> Site | None:
        """The next stay that is no bare room; none for a slug, which stays in its scene."""
        if self._sites[at].is_slug:
            return None
        return next(
            (site for site in self._sites[at + 1 : at + 1 + LOOK_AROUND] if not _is_bare_room(site)), None
        )

    def _fits(self, name: Name, room: frozenset[str]) -> bool:
        """Whether a house may have such a room: it is known to, or houses of its kind have."""
        house = self._houses.house(name)
        if house in self._having.get(room, {}):
            return True
        if not name.host or name.host & (APART | OPEN_GROUND) or any(map(is_vehicle, name.host)):
            return False
        dwelling = bool(name.heads & DWELLINGS) or bool(self._houses.owner(name) and house in self._homes)
        if room & EXPLICIT_ROOMS and not (dwelling and not room & {"FLOOR", "ELEVATOR", "LIFT", "ROOFTOP"}):
            return False
        if "KITCHEN" in room:
            return dwelling or bool(name.heads & EATING_HOUSES)
        if room & COMMON_ROOMS:
            return dwelling or bool(name.heads & (BUILDINGS - ROOMS)) or house in self._with_rooms
        return dwelling and is_home_part(room)

    def _same_kind_near(self, at: int) -> Site | None:
        """The one stay around this one whose name ends in the same noun: ANNA'S CAR for CAR."""
        noun = self._sites[at].words[0]
        near = self._sites[max(0, at - LOOK_AROUND) : at + LOOK_AROUND + 1]
        longer = [
            site
            for site in near
            if len(site.words) == 1 and site.words[0][-1:] == noun != site.words[0] and _is_somebodys(site)
        ]
        return longer[0] if len({site.name.words for site in longer}) == 1 else None


def _is_somebodys(site: Site) -> bool:
    """A CAR may be any car near by; a HOUSE only one that belongs to somebody, no TREE HOUSE."""
    if APART & set(site.words[0]) or any(map(is_place_noun, site.words[0][:-1])):
        return False
    return is_vehicle(site.words[0][-1]) or re.search(r"['’]S? ", site.parts[0]) is not None


def _is_bare_room(site: Site) -> bool:
    return bool(site.name.room) and not site.name.host


def _is_common(site: Site) -> bool:
    """CAR, HOUSE, APARTMENT: a noun that each of several people may have one of."""
    words = site.words[0] if len(site.words) == 1 else ()
    return len(words) == 1 and (is_vehicle(words[0]) or words[0] in DWELLINGS)


def _house_text(site: Site) -> str:
    """How a heading words the house: its part, or LEONARD'S APARTMENT of LEONARD'S APARTMENT BATHROOM."""
    if not site.name.host:
        return ""
    if site.house_parts:
        return " - ".join(site.house_parts)
    spelled = site.parts[0].split(" ")
    if place_words(spelled[-1], {})[-1:] != tuple(
        word for word in site.words[0][-1:] if word in site.name.room
    ):
        return re.split(r" (?:OF|IN|AT) (?:THE |AN? )?", site.parts[0])[-1] if " " in site.parts[0] else ""
    return " ".join(spelled[: -len(site.name.room)]) if len(spelled) > len(site.name.room) else ""
