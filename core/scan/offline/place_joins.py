"""Resolve: which stays are at one set, and which sets may be one; a wrong merge is worse than a duplicate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.scan.offline.houses import Houses
from core.scan.offline.lexicon import kind_of
from core.scan.offline.place_names import differs_by_a_slip, is_home_part
from core.scan.offline.place_words import (
    APART,
    GENERIC,
    HOME_ROOMS,
    INNS,
    OPEN_GROUND,
    ROOM_MODIFIERS,
    ROOMS,
    UNTOLD_ROOMS,
    is_place_noun,
)
from core.scan.offline.short_names import are_near
from core.scan.offline.sites import Site, Words

MAX_DOUBTS = 3
MIN_LETTERS = 6

Identity = frozenset[str]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two groups, by position, that may be one set, and why."""

    one: int
    other: int
    reason: str


def join(
    sites: Sequence[Site], houses: Houses, people: frozenset[str], unsure: Sequence[tuple[Words, Words]]
) -> tuple[list[list[Site]], list[Doubt]]:
    """The stays by set, in the order of their first, and the doubts about them."""
    numbered = _numbered_rooms(houses.identity(site.name) for site in sites)
    groups: dict[Identity, list[Site]] = defaultdict(list)
    for site in sites:
        identity = houses.identity(site.name)
        groups[numbered.get(identity, identity)].append(site)
    same = _slips(list(groups), people) | _same_rooms(groups, houses, people) | _known_parts(groups, people)
    same |= _spelled_alike(groups)
    joined: dict[Identity, list[Site]] = defaultdict(list)
    for identity, group in groups.items():
        joined[same.get(identity, identity)] += group
    ordered = [sorted(group, key=lambda site: site.line) for group in joined.values()]
    ordered.sort(key=lambda group: group[0].line)
    doubts = [*_bare_rooms(ordered), *_short_names(ordered, unsure), *_two_dwellings(ordered, houses)]
    return ordered, doubts


def _spelled_alike(groups: Mapping[Identity, Sequence[Site]]) -> dict[Identity, Identity]:
    """ON STAGE is ONSTAGE; the very same words under two identities were told apart for a reason."""
    first: dict[str, tuple[Identity, str]] = {}
    same = {}
    for identity, group in groups.items():
        for display in {site.display for site in group}:
            letters = "".join(filter(str.isalnum, display))
            known, spelled = first.setdefault(letters, (identity, display))
            if known != identity and spelled != display and len(letters) >= MIN_LETTERS:
                same[identity] = known
    return same


def _numbered_rooms(identities: Iterable[Identity]) -> dict[Identity, Identity]:
    """MOTEL ROOM 304 is DISCOUNT INN ROOM 304 where no other house has a room of that number."""
    by_number: dict[str, set[Identity]] = defaultdict(set)
    for identity in identities:
        number = next((word for word in sorted(identity) if word.isdigit() and len(word) > 1), "")
        if number and "ROOM" in identity:
            by_number[number].add(identity)
    full = {}
    for number, several in by_number.items():
        houses = {
            frozenset(word for word in one if not _is_of_any_house(word, number)) for one in several
        } - {frozenset()}
        if len(houses) == 1:
            full.update({one: (one - INNS) | next(iter(houses)) for one in several})
    return full


def _is_of_any_house(word: str, number: str) -> bool:
    return word in INNS or word == number or word in ROOMS or word in ROOM_MODIFIERS


def _same_rooms(
    groups: Mapping[Identity, Sequence[Site]], houses: Houses, people: frozenset[str]
) -> dict[Identity, Identity]:
    """A house's MESSY SUBURBAN LIVING ROOM is its LIVING ROOM."""
    same = {}
    by_room = {
        (houses.house(sites[0].name), sites[0].name.room): identity for identity, sites in groups.items()
    }
    for (house, room), identity in by_room.items():
        plain = frozenset(word for word in room if word in ROOMS or word in ROOM_MODIFIERS)
        described = room - plain
        told_apart = described & people or any(map(_tells_apart, described))
        if house and plain and described and (plain & HOME_ROOMS or "LIVING" in plain) and not told_apart:
            same[identity] = by_room.get((house, plain), identity)
    return same


def _known_parts(
    groups: Mapping[Identity, Sequence[Site]], people: frozenset[str]
) -> dict[Identity, Identity]:
    """ANDY'S CELL is CELLBLOCK FIVE - ANDY'S CELL, and CHOP SHOP is ALLEY - CHOP SHOP, where no other is."""
    by_part: dict[Identity, set[Identity]] = defaultdict(set)
    for identity, sites in groups.items():
        if len(sites[0].words) > 1 and sites[0].name.host:
            by_part[sites[0].name.room].add(identity)
    hosts = {sites[0].name.host for sites in groups.values() if sites[0].name.room}
    same = {}
    for identity, sites in groups.items():
        words = sites[0].name.words
        last = sites[0].words[0][-1:]
        is_sub = not set(last) <= OPEN_GROUND and (any(map(is_place_noun, last)) or bool(words & people))
        if (
            is_sub
            and words not in hosts
            and len(sites[0].words) == 1
            and not sites[0].house
            and len(by_part[words]) == 1
        ):
            whole = next(iter(by_part[words]))
            told = words & people or not words & UNTOLD_ROOMS
            near = are_near(
                [site.scene.number for site in sites], [site.scene.number for site in groups[whole]]
            )
            if not words <= GENERIC | ROOM_MODIFIERS and (told or near):
                same[identity] = whole
    return same


def _tells_apart(word: str) -> bool:
    return is_place_noun(word) or word.isdigit() or kind_of(word.lower()) == "person" or word in APART


def _slips(identities: Sequence[Identity], people: frozenset[str]) -> dict[Identity, Identity]:
    """For each name that is another with a slip of the pen: that other, the first of the script."""
    by_rest: dict[Identity, list[Identity]] = defaultdict(list)
    same: dict[Identity, Identity] = {}
    for identity in identities:
        for word in sorted(identity):
            others = by_rest[identity - {word}]
            known = next((one for one in others if differs_by_a_slip(one, identity, people)), None)
            if known is not None and identity not in same:
                same[identity] = same.get(known, known)
            others.append(identity)
    return same


def _bare_rooms(groups: Sequence[Sequence[Site]]) -> Iterator[Doubt]:
    """A KITCHEN of nobody's may be any that the script has."""
    having: dict[Identity, list[int]] = defaultdict(list)
    for at, group in enumerate(groups):
        if group[0].name.host and group[0].name.room:
            having[group[0].name.room].append(at)
    for at, group in enumerate(groups):
        name = group[0].name
        if (
            not name.host
            and is_home_part(name.room)
            and len(having.get(name.room, ())) in range(1, MAX_DOUBTS + 1)
        ):
            for other in having[name.room]:
                yield Doubt(at, other, f"{group[0].display} stands alone in a heading: it may be this one.")


def _short_names(groups: Sequence[Sequence[Site]], unsure: Sequence[tuple[Words, Words]]) -> Iterator[Doubt]:
    alone = {group[0].words[0]: at for at, group in enumerate(groups) if len(group[0].words) == 1}
    for short, long in unsure:
        if short in alone and long in alone and alone[short] != alone[long]:
            reason = f"{groups[alone[short]][0].display} may be short for {groups[alone[long]][0].display}."
            yield Doubt(alone[short], alone[long], reason)


def _two_dwellings(groups: Sequence[Sequence[Site]], houses: Houses) -> Iterator[Doubt]:
    """ANNA'S KITCHEN where Anna has a house and an apartment."""
    rooms: dict[tuple[Identity, Identity], list[int]] = defaultdict(list)
    for at, group in enumerate(groups):
        name = group[0].name
        owner = houses.owner(name)
        if name.room and houses.has_several(owner):
            rooms[owner, name.room].append(at)
    for (owner, _), several in rooms.items():
        for at in several:
            if groups[at][0].name.host == owner:
                others = [other for other in several if other != at][:MAX_DOUBTS]
                yield from (Doubt(at, other, "Its owner has more than one home.") for other in others)
