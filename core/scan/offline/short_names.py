"""Short names of places: BUNGALOW for ELEKTRA'S BUNGALOW, BREWSTER for BREWSTER HOTEL."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from core.scan.offline.lexicon import kind_of
from core.scan.offline.place_names import Name, name_of, split_room
from core.scan.offline.place_words import (
    APART,
    BUILDINGS,
    COMMON,
    DWELLINGS,
    PUBLIC_HOUSES,
    is_place_noun,
    is_vehicle,
)
from core.scan.offline.sites import Site, Words

NEAR_SCENES = 2

_PLACED = re.compile(r" (?:IN|AT|ON|OF) ")


def with_full_names(
    sites: Sequence[Site], people: frozenset[str]
) -> tuple[list[Site], list[tuple[Words, Words]]]:
    """The stays, BUNGALOW as ELEKTRA'S BUNGALOW where the script has no other; and the pairs that are unsure.

    `people` are the words of people's names.
    """
    full, unsure = _short_forms(sites, people)
    return [_with_full_house(site, full, people) for site in sites], unsure


def _with_full_house(site: Site, full: dict[Words, Words], people: frozenset[str]) -> Site:
    if len(site.words) == 1 and site.words[0] not in full:
        host, room = split_room(site.words[0], people)
        if room and host in full:
            return replace(site, name=name_of([(*full[host], *room)], {}, people))
    words = tuple(full.get(part, part) for part in site.words)
    short = [part for part in site.words if part in full]
    if not short:
        return site
    if len(site.words) == 1:
        return replace(site, words=words, name=name_of(words, {}, people))
    if not all(site.name.host.issuperset(part) for part in short):
        return site
    name = site.name
    house = Name(name.words, name.host.union(*(full[part] for part in short)), frozenset(), name.heads)
    return replace(site, words=words, name=name.in_house(house))


def _short_forms(
    sites: Sequence[Site], people: frozenset[str]
) -> tuple[dict[Words, Words], list[tuple[Words, Words]]]:
    """For each name that one other adds to, before it or its town behind it: that other, where it is sure."""
    scenes: dict[Words, list[int]] = defaultdict(list)
    placed: set[Words] = set()
    for site in sites:
        placed.update(part for text, part in zip(site.parts, site.words, strict=True) if _PLACED.search(text))
        for part in site.words:
            if site.name.host.issuperset(part) or len(site.words) == 1:
                scenes[part].append(site.scene.number)
    full = _signs(sites, scenes)
    unsure = []
    for short, longer in _longer_names(scenes, placed).items():
        long = max(longer, key=len)
        if short not in scenes or any(other != long[-len(other) :] for other in longer):
            continue
        more = tuple(word for word in long if word not in short)
        if not _may_be_left_out(more, short, people):
            continue
        owned = _is_owned(more, people) and (len(short) > 1 or short[0] in DWELLINGS or is_vehicle(short[0]))
        if owned or are_near(scenes[short], scenes[long]):
            full[short] = long
        else:
            unsure.append((short, long))
    return full, unsure


def _longer_names(parts: Iterable[Words], placed: Collection[Words]) -> dict[Words, set[Words]]:
    """For each end of a name the names that end so; of those `placed` in a town, for their beginning too."""
    longer: dict[Words, set[Words]] = defaultdict(set)
    for part in parts:
        for at in range(1, len(part)):
            longer[part[at:]].add(part)
            if part in placed and is_place_noun(part[at - 1]) and not any(map(is_place_noun, part[at:])):
                longer[part[:at]].add(part)
    return longer


def _may_be_left_out(more: Words, short: Words, people: frozenset[str]) -> bool:
    """Whether a name without the words `more` may mean the same place."""
    if any(word in APART or (is_place_noun(word) and word not in BUILDINGS) for word in more):
        return False
    return not set(short) <= COMMON or (len(short) > 1 and _is_owned(more, people))


def _signs(sites: Iterable[Site], parts: Iterable[Words]) -> dict[Words, Words]:
    """BREWSTER for BREWSTER HOTEL: a name of its own, played inside, that one longer name says what it is."""
    alone = [site for site in sites if len(site.words) == 1]
    inside = {site.words[0] for site in alone if site.scene.heading[:3].upper() == "INT"}
    named: dict[Words, list[Words]] = defaultdict(list)
    for part in parts:
        if part[-1] in PUBLIC_HOUSES and not any(
            is_place_noun(word) or kind_of(word.lower()) for word in part[:-1]
        ):
            named[part[:-1]].append(part)
    return {short: longer[0] for short, longer in named.items() if short in inside and len(longer) == 1}


def _is_owned(before: Words, people: frozenset[str]) -> bool:
    return all(word in people or word == "AND" for word in before)


def are_near(some: Sequence[int], others: Sequence[int]) -> bool:
    """Whether a scene of the one is a neighbour, or nearly, of a scene of the other."""
    return any(abs(one - other) <= NEAR_SCENES for one in some for other in set(others[:50]))
