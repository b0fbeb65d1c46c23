"""Entities between the steps of a scan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.models import AssetType
from core.scan.model.schemas import Extraction, FoundEntity, Ghost
from core.text import clean_line

MAX_NAME = 120
MAX_ALIASES = 12


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity: `id` for talking to the model, `cited` the lines it named, most visual first."""

    id: str
    name: str
    type: AssetType
    aliases: tuple[str, ...]
    cited: tuple[int, ...]
    ghost: Ghost = "none"

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)


def collect(extractions: Iterable[Extraction]) -> list[Entity]:
    """The entities of all windows; the same name of the same type is one entity."""
    found: dict[tuple[AssetType, str], Entity] = {}
    for one in (entity for extraction in extractions for entity in extraction.entities):
        name = clean_line(one.name)[:MAX_NAME].strip()
        if not name:
            continue
        key = (one.type, name.casefold())
        fresh = _entity(f"e{len(found) + 1}", name, one)
        found[key] = absorb(found[key], [fresh]) if key in found else fresh
    return list(found.values())


def _entity(id_: str, name: str, one: FoundEntity) -> Entity:
    aliases = distinct((clean_line(alias)[:MAX_NAME] for alias in one.aliases), [name])
    return Entity(id_, name, one.type, aliases, tuple(dict.fromkeys(one.lines)), one.ghost)


def distinct(names: Iterable[str], without: Iterable[str]) -> tuple[str, ...]:
    """Names that differ by more than case from each other and from those `without`, a dozen at most."""
    seen = {name.casefold() for name in without}
    kept: list[str] = []
    for name in names:
        if name and name.casefold() not in seen:
            seen.add(name.casefold())
            kept.append(name)
    return tuple(kept[:MAX_ALIASES])


def absorb(primary: Entity, others: Sequence[Entity]) -> Entity:
    """`primary` with the names and lines of the others; it stays a ghost only when all are."""
    names = [name for other in others for name in other.names]
    real = primary.ghost == "none" or any(other.ghost == "none" for other in others)
    return replace(
        primary,
        aliases=distinct([*primary.aliases, *names], [primary.name]),
        cited=tuple(dict.fromkeys([*primary.cited, *(n for other in others for n in other.cited)])),
        ghost="none" if real else primary.ghost,
    )


def names_by_type(entities: Iterable[Entity]) -> dict[AssetType, list[str]]:
    """The names, without aliases, of the entities of each type."""
    names: dict[AssetType, list[str]] = {type_: [] for type_ in AssetType}
    for entity in entities:
        names[entity.type].append(entity.name)
    return names
