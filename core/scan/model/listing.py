"""Entities as resolve.md and filter.md show them: a line each, by type, then passages, as far as room is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.models import AssetType
from core.rules.counting import tokens
from core.scan.model.budget import fitting
from core.scan.model.entities import Entity
from core.scan.model.evidence import excerpt, names_of
from core.scan.model.mentions import NameIndex, Places, key_of
from core.scan.model.proof import may_say_same
from core.scan.model.source import Passage, Source, rendered
from core.scan.model.weighing import Standing
from core.scan.offline.naming import is_role

MIN_SHARED_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Listing:
    """The text for a prompt, the ids of the entities in it, and how many found no room."""

    text: str
    ids: frozenset[str]
    left_out: int


def resolve_listing(
    entities: Sequence[Entity], places: Mapping[str, Places], source: Source, room: int
) -> Listing:
    """Who and what may stand under several names, and the passages that may say so.

    Everybody is listed; of places and things those that share a word with another one.
    """
    asked = [one for one in entities if one.type is AssetType.CHARACTER or _shares_a_word(one, entities)]
    lines = {one.id: names_of(one) for one in asked}
    listing = _listing(asked, lines, room)
    left = room - tokens(listing.text)
    telling = (rendered(one, excerpt(one.text)) for one in _telling(asked, places, source))
    return replace(listing, text="\n".join([listing.text, *fitting(telling, left)]))


def _shares_a_word(entity: Entity, entities: Iterable[Entity]) -> bool:
    own = _words(entity)
    return any(
        other.type is entity.type and other is not entity and not own.isdisjoint(_words(other))
        for other in entities
    )


def _words(entity: Entity) -> set[str]:
    return {word for name in entity.names for word in key_of(name).split() if len(word) >= MIN_SHARED_LETTERS}


def _telling(entities: Sequence[Entity], places: Mapping[str, Places], source: Source) -> Iterator[Passage]:
    """Passages that seem to call one the other, then where those without a proper name first appear."""
    cast = [one for one in entities if one.type is AssetType.CHARACTER]
    index = NameIndex(cast)
    shown: set[int] = set()
    for passage in source.passages:
        if may_say_same(passage.text, list(index.find(passage.text))):
            shown.add(passage.number)
            yield passage
    for one in cast:
        first = min(places[one.id], default=None)
        if first is not None and is_role(one.name) and source.passage_of[first].number not in shown:
            shown.add(source.passage_of[first].number)
            yield source.passage_of[first]


def filter_listing(
    entities: Sequence[Entity],
    standings: Mapping[str, Standing],
    places: Mapping[str, Places],
    source: Source,
    room: int,
) -> Listing:
    """Each entity in numbers; those that the numbers leave open come first and get a passage."""
    open_first = sorted(entities, key=lambda one: (one.ghost == "none", standings[one.id].lines))
    lines = {one.id: f"{names_of(one)}: {_in_numbers(one, standings[one.id])}" for one in open_first}
    listing = _listing(open_first, lines, room)
    left = room - tokens(listing.text)
    passages = dict.fromkeys(
        passage for one in open_first if (passage := _first_passage(one, places[one.id], source))
    )
    shown = fitting((rendered(one, excerpt(one.text)) for one in passages), left)
    return replace(listing, text="\n".join([listing.text, *shown]))


def _first_passage(entity: Entity, places: Places, source: Source) -> Passage | None:
    """What the model cited first, where that names the entity; else where it is first named."""
    if entity.type is AssetType.LOCATION:
        return None
    cited = (line for number in entity.cited for line in source.cited(number) if line in places)
    first = next(cited, min(places, default=None))
    return None if first is None else source.passage_of[first]


def _in_numbers(entity: Entity, standing: Standing) -> str:
    """`41/12/20`: lines, scenes, speeches; then what else is known."""
    parts = [f"{standing.lines}/{standing.scenes}/{standing.speeches}"]
    if standing.handled:
        by = f" by {', '.join(standing.handlers)}" if standing.handlers else ""
        parts.append(f"handled {standing.handled}{by}")
    if standing.only_heard:
        parts.append("only heard")
    if entity.ghost != "none":
        parts.append(f"read as {entity.ghost}")
    return ", ".join(parts)


def _listing(entities: Sequence[Entity], lines: Mapping[str, str], room: int) -> Listing:
    """The lines that fit, under the names of their types."""
    room -= sum(tokens(_title(type_)) for type_ in AssetType)
    kept = set(fitting((lines[one.id] for one in entities), room))
    shown = [one for one in entities if lines[one.id] in kept]
    text: list[str] = []
    for type_ in AssetType:
        of_type = [lines[one.id] for one in shown if one.type is type_]
        text += [_title(type_), *of_type] if of_type else []
    return Listing("\n".join(text), frozenset(one.id for one in shown), len(entities) - len(shown))


def _title(type_: AssetType) -> str:
    return f"{type_.value}s"
