"""Extract and resolve: the sets. One set per place with its sub-place, however its headings spell it.

Names join where nothing speaks against it (`short_names`, `houses`, `in_play`, `place_joins`); where
something might, the pair is a suggestion: a wrong merge is worse than a duplicate.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.models import AssetType, Scene, Screenplay, Suggestion, Tag
from core.scan.offline.houses import Houses
from core.scan.offline.in_play import with_houses_in_play
from core.scan.offline.lexicon import kind_of
from core.scan.offline.place_joins import Doubt, join
from core.scan.offline.place_words import BUILDINGS, GENERIC, ROOM_MODIFIERS
from core.scan.offline.short_names import with_full_names
from core.scan.offline.sites import Reader, Site
from core.scan.offline.slugs import with_slugs
from core.scan.offline.source import canonical

MAX_NAME_WORDS = 7
UNTOLD = GENERIC | BUILDINGS | {"PARKING", "PHONE", "TELEPHONE", "GAS"}
"""Words that make no name of a set's own: a PARKING LOT, a HOTEL ROOM in a speech may be any."""
TAG_CATEGORIES = frozenset({"location", "locations", "set", "sets"})
"""Final Draft's tag categories that name sets."""


@dataclass(frozen=True, slots=True)
class Place:
    """One set: the name to suggest first, then its other spellings, and the stays there, in script order."""

    names: tuple[str, ...]
    sites: tuple[Site, ...]
    own: tuple[str, ...] = ()
    """Those of the names that mean this set wherever they stand in a text."""
    doubts: tuple[tuple[str, str], ...] = ()
    """Keys of places that may be this one, each with the reason."""

    @property
    def key(self) -> str:
        """The suggested name; unique among the places."""
        return self.names[0]

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """The scenes that play there."""
        return tuple({site.scene.number: site.scene for site in self.sites}.values())


def find_places(
    screenplay: Screenplay, people: Collection[str] | Mapping[str, str] = ()
) -> tuple[Place, ...]:
    """The sets of a script in the order of their first scene.

    A part of a heading that is one of the names `people` is no part of the set. Given as a mapping, `people`
    tells by which name each person is compared (BETH by BETH GARDNER), so that her rooms are one under both.
    """
    owners = dict(people) if isinstance(people, Mapping) else {name: name for name in people}
    reader = Reader(screenplay, {canonical(name): canonical(main) for name, main in owners.items()})
    sites, unsure = with_full_names(with_slugs(reader, list(reader.sites())), reader.people_words)
    houses = Houses((site.name for site in sites), reader.people_words)
    sites = [_with_tag(site, screenplay.tags) for site in sites]
    groups, doubts = join(with_houses_in_play(sites, houses), houses, reader.people_words, unsure)
    return _places(groups, doubts, houses)


def _with_tag(site: Site, tags: Iterable[Tag]) -> Site:
    """The stay with the name that the file itself tags its line with."""
    named = (tag.name for tag in tags if tag.category in TAG_CATEGORIES and site.line in tag.lines)
    return replace(site, tagged=tuple(dict.fromkeys(map(canonical, named)))) if site.alone else site


def suggest_places(places: Sequence[Place]) -> tuple[Suggestion, ...]:
    """The pairs of places that may be one set, for a person to decide."""
    lines = {place.key: place.sites[0].line for place in places}
    return tuple(
        Suggestion(
            AssetType.LOCATION, place.key, other, reason, tuple(sorted((lines[place.key], lines[other])))
        )
        for place in places
        for other, reason in place.doubts
    )


# --- names ---------------------------------------------------------------------------------------


def _places(groups: Sequence[Sequence[Site]], doubts: Sequence[Doubt], houses: Houses) -> tuple[Place, ...]:
    spoken = Counter(
        name for group in groups for name in {name for site in group for name in _spellings(site)}
    )
    suggested = _suggested(groups)
    alone = _unshared_parts(groups, houses)
    places = []
    for at, (group, main) in enumerate(zip(groups, suggested, strict=True)):
        spelled = [name for site in group for name in _spellings(site) if spoken[name] == 1]
        parts = [part for site in group for part in site.parts if part in alone and not spoken[part]]
        names = [name for name in dict.fromkeys((*spelled, *parts)) if name not in suggested]
        doubted = tuple((suggested[doubt.other], doubt.reason) for doubt in doubts if doubt.one == at)
        own = tuple(name for name in (main, *names) if _is_own(name))
        places.append(Place((main, *names), tuple(group), own, doubted))
    return tuple(places)


def _suggested(groups: Sequence[Sequence[Site]]) -> list[str]:
    """The suggested name of each group: the fullest, most used; no two the same."""
    taken: dict[str, None] = {}
    for group in groups:
        used = Counter(site.display for site in group)
        ranked = sorted(used, key=lambda name: (-_fullness(name), -used[name]))
        best = next((name for name in ranked if name not in taken), "")
        taken[best or f"{ranked[0]} ({group[0].scene.number})"] = None
    return list(taken)


def _fullness(name: str) -> int:
    return sum(map(str.isalnum, name)) if len(name.split()) <= MAX_NAME_WORDS else 0


def _spellings(site: Site) -> tuple[str, ...]:
    """How a heading spells the set; a heading of several sets is no name of one of them."""
    written = (site.written, *site.tagged) if site.alone else ()
    return tuple(dict.fromkeys((site.display, " - ".join(site.parts), *written)))


def _unshared_parts(groups: Sequence[Sequence[Site]], houses: Houses) -> frozenset[str]:
    """The sub-places alone, and the places alone, that no other set has."""
    of_house: dict[frozenset[str], set[int]] = defaultdict(set)
    of_room: dict[frozenset[str], set[int]] = defaultdict(set)
    of_part: dict[str, set[int]] = defaultdict(set)
    for at, site in ((at, site) for at, group in enumerate(groups) for site in group):
        of_house[houses.house(site.name)].add(at)
        of_room[site.name.room or site.name.words].add(at)
        for part in (*site.parts, *site.house_parts):
            of_part[part].add(at)
    unshared = set()
    for site in (site for group in groups for site in group if len(site.parts) > 1 or site.house):
        for part in site.parts:
            shared = (
                of_house[houses.house(site.name)] if part in site.house_parts else of_room[site.name.room]
            )
            if len(shared) == 1 and len(of_part[part]) == 1:
                unshared.add(part)
    return frozenset(unshared)


def _is_own(name: str) -> bool:
    """Two words or more that are not all common nouns of places, or one word that is no common noun."""
    words = canonical(name).replace("-", " ").split()
    told = [word for word in words if not ({word, word.removesuffix("S")} & UNTOLD or word in ROOM_MODIFIERS)]
    if len(words) > 1:
        return bool(told) or len(words) > 2
    return bool(told) and len(name) > 3 and name[-2:] not in ("'S", "S'") and kind_of(name.lower()) is None
