"""Which of the names that the model gives an entity stand: an alias is a join, and is proved like one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.models import AssetType, LineKind
from core.scan.model.entities import Entity, absorb, distinct, names_by_type
from core.scan.model.mentions import Places, key_of, named_lines
from core.scan.model.proof import plain_variant, says_same
from core.scan.model.source import Source

SPEAKER_LINES = 8
Key = tuple[AssetType, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """Two entities, by id, that the reading took for one without a proof; `lines` are what it cited."""

    first: str
    second: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """Entities whose names all stand, and what was claimed beyond that."""

    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]


def settle(entities: Sequence[Entity], known: Mapping[Key, tuple[str, ...]], source: Source) -> Settled:
    """Keep the aliases that the script bears out.

    An alias that is another entity's name becomes a claim; so does one that speaks under a cue of its own and
    is proved by nothing: it becomes an entity of its own. What two entities claim, or the script does not
    use, goes. `known` are further names by the program's own index; plain variants of a name are added.
    """
    owners: dict[Key, Entity] = {}
    for entity in entities:
        owners.setdefault((entity.type, key_of(entity.name)), entity)
    desk = _Desk(owners, _claimants(entities), _places_of_names(entities, source), source)
    kept = [desk.settled(entity) for entity in entities]
    return Settled(tuple(_with_known(kept + list(desk.found.values()), known)), tuple(desk.claims))


def _claimants(entities: Iterable[Entity]) -> Counter[Key]:
    return Counter(
        key for entity in entities for key in {(entity.type, key_of(alias)) for alias in entity.aliases}
    )


def _places_of_names(entities: Iterable[Entity], source: Source) -> dict[Key, Places]:
    """Where each name of each entity stands, for itself."""
    names = {(entity.type, key_of(name)): name for entity in entities for name in entity.names}
    probes = [Entity(f"p{number}", name, key[0], (), ()) for number, (key, name) in enumerate(names.items())]
    found = named_lines(probes, source)
    return {key: found[probe.id] for key, probe in zip(names, probes, strict=True)}


class _Desk:
    """One pass over the aliases of all entities."""

    def __init__(
        self, owners: dict[Key, Entity], claimants: Counter[Key], places: dict[Key, Places], source: Source
    ) -> None:
        self._owners = owners
        self._claimants = claimants
        self._places = places
        self._source = source
        self._names = names_by_type(owners.values())
        self.found: dict[Key, Entity] = {}
        self.claims: list[Claim] = []

    def settled(self, entity: Entity) -> Entity:
        """The entity with those aliases that stand."""
        return replace(entity, aliases=tuple(a for a in entity.aliases if self._stands(entity, a)))

    def _stands(self, entity: Entity, alias: str) -> bool:
        key = (entity.type, key_of(alias))
        places = self._places.get(key, {})
        if not key[1] or not places or key[1] == key_of(entity.name):
            return False
        if key in self._owners:
            self._claim(entity, self._owners[key])
            return False
        if self._claimants[key] > 1:
            return False
        if self._is_proved(entity, alias, places):
            return True
        if any(self._source.by_number[n].kind is LineKind.CUE for n in places):
            self._claim(entity, self._speaker(key, alias, places))
            return False
        return bool(self._cited(entity) & places.keys())

    def _is_proved(self, entity: Entity, alias: str, places: Places) -> bool:
        if plain_variant(entity.name, alias, entity.type, self._names[entity.type]):
            return True
        called = replace(entity, name=alias, aliases=())
        texts = {self._source.passage_of[number].text for number in places}
        return any(says_same(replace(entity, aliases=()), called, text) for text in texts)

    def _cited(self, entity: Entity) -> set[int]:
        return {line for number in entity.cited for line in self._source.cited(number)}

    def _claim(self, entity: Entity, other: Entity) -> None:
        if other.id != entity.id:
            self.claims.append(Claim(entity.id, other.id, entity.cited))

    def _speaker(self, key: Key, alias: str, places: Places) -> Entity:
        number = max(int(entity.id[1:]) for entity in self._owners.values()) + len(self.found) + 1
        fresh = Entity(f"e{number}", alias, key[0], (), tuple(sorted(places))[:SPEAKER_LINES])
        return self.found.setdefault(key, fresh)


def _with_known(entities: Sequence[Entity], known: Mapping[Key, tuple[str, ...]]) -> Iterable[Entity]:
    """The entities with plain variants of their names that the program's own index has."""
    taken = {(entity.type, key_of(name)) for entity in entities for name in entity.names}
    names = names_by_type(entities)
    for entity in entities:
        further = known.get((entity.type, key_of(entity.name)), ())
        fresh = [
            name
            for name in further
            if (entity.type, key_of(name)) not in taken
            and plain_variant(entity.name, name, entity.type, names[entity.type])
        ]
        taken.update((entity.type, key_of(name)) for name in fresh)
        yield replace(entity, aliases=distinct([*entity.aliases, *fresh], [entity.name]))


def named_in_script(entities: Sequence[Entity], source: Source) -> tuple[list[Entity], list[Entity]]:
    """Those whose name the script has, and those that were invented.

    An invented name is replaced by the first alias that the script has and nobody else is called by.
    """
    places = _places_of_names(entities, source)
    names = {(entity.type, key_of(entity.name)) for entity in entities}
    real: list[Entity] = []
    invented: list[Entity] = []
    for entity in entities:
        if places[entity.type, key_of(entity.name)]:
            real.append(entity)
            continue
        keys = {alias: (entity.type, key_of(alias)) for alias in entity.aliases}
        name = next((alias for alias, key in keys.items() if places[key] and key not in names), "")
        if name:
            real.append(replace(entity, name=name, aliases=distinct(entity.aliases, [name])))
        else:
            invented.append(entity)
    return real, invented


def merged_by_name(entities: Iterable[Entity]) -> list[Entity]:
    """Entities whose names differ in article, case and punctuation only are one."""
    found: dict[Key, Entity] = {}
    for entity in entities:
        key = (entity.type, key_of(entity.name))
        found[key] = absorb(found[key], [entity]) if key in found else entity
    return list(found.values())
