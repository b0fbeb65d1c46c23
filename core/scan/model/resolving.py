"""Resolve: joins that the text proves are carried out, all others become suggestions with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from core.models import LineKind, Suggestion
from core.scan.model.entities import Entity, absorb, names_by_type
from core.scan.model.mentions import Places
from core.scan.model.naming import Claim
from core.scan.model.proof import look_of, plain_variant, says_same
from core.scan.model.schemas import Resolution
from core.scan.model.source import Source
from core.text import clean_line

MAX_REASON = 240
MAX_LINES = 6


@dataclass(frozen=True, slots=True)
class Likely:
    """Two entities, by id, that may be one; why, and what speaks for it."""

    first: str
    second: str
    reason: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Each identity once, and the pairs that a person has to decide."""

    entities: tuple[Entity, ...]
    likely: tuple[Likely, ...]

    def suggestions(self) -> tuple[Suggestion, ...]:
        """The pairs by the names of their drafts."""
        by_id = {entity.id: entity for entity in self.entities}
        return tuple(
            Suggestion(
                by_id[one.first].type, by_id[one.first].name, by_id[one.second].name, one.reason, one.lines
            )
            for one in self.likely
        )


def resolve(
    entities: Sequence[Entity],
    answer: Resolution | None,
    claims: Iterable[Claim],
    places: Mapping[str, Places],
    source: Source,
) -> Resolved:
    """Carry out what is proved; `answer` is None where the model could not be asked."""
    court = _Court(entities, places, source)
    proposals = list(_proposals(answer)) + [
        (claim.first, claim.second, claim.lines, "The reading of the script took them for one.", True)
        for claim in claims
    ]
    for first, second, lines, reason, is_join in proposals:
        court.hear(first, second, lines, reason, is_join)
    return court.resolved({join.primary for join in answer.joins} if answer else set())


def _proposals(answer: Resolution | None) -> Iterable[tuple[str, str, tuple[int, ...], str, bool]]:
    for join in answer.joins if answer else ():
        members = sorted(dict.fromkeys(join.members), key=lambda member: member != join.primary)
        for first, second in combinations(members, 2):
            yield first, second, tuple(join.lines), join.reason, True
    for one in answer.suggestions if answer else ():
        yield one.first, one.second, tuple(one.lines), one.reason, False


class _Court:
    """Hears what is proposed, pair by pair. Groups are a union-find over ids."""

    def __init__(self, entities: Sequence[Entity], places: Mapping[str, Places], source: Source) -> None:
        self._by_id = {entity.id: entity for entity in entities}
        self._names = names_by_type(entities)
        self._source = source
        self._scenes = {id_: _scenes_of_cues(places[id_], source) for id_ in self._by_id}
        self._parent = {id_: id_ for id_ in self._by_id}
        self._likely: list[Likely] = []

    def hear(self, first: str, second: str, lines: Iterable[int], reason: str, is_join: bool) -> None:
        """Join the two, note them as likely, or dismiss the case."""
        if first not in self._by_id or second not in self._by_id or first == second:
            return
        one, other = self._by_id[first], self._by_id[second]
        if one.type is not other.type or _is_look(one, other):
            return
        said = tuple(dict.fromkeys(n for n in lines if n in self._source.by_number))
        stated = self._stated(one, other, said)
        together = self._speak_together(first, second)
        if together and not stated:
            return
        spelled = plain_variant(one.name, other.name, one.type, self._names[one.type])
        if is_join and not together and (stated or spelled):
            self._parent[self._root(second)] = self._root(first)
            return
        why = clean_line(reason)[:MAX_REASON].strip() or "They may be one."
        if together:
            why += f" But both speak in scene {min(together)}."
        elif is_join:
            why += " No line says so in so many words."
        self._likely.append(Likely(first, second, why, said[:MAX_LINES]))

    def _stated(self, one: Entity, other: Entity, lines: Iterable[int]) -> bool:
        texts = {self._source.passage_of[number].text for number in lines}
        return any(says_same(one, other, text) for text in texts)

    def _speak_together(self, first: str, second: str) -> frozenset[int]:
        """Scenes in which both have cues, they or those they are joined with."""
        return self._group_scenes(first) & self._group_scenes(second)

    def _group_scenes(self, id_: str) -> frozenset[int]:
        root = self._root(id_)
        return frozenset().union(
            *(self._scenes[other] for other in self._parent if self._root(other) == root)
        )

    def _root(self, id_: str) -> str:
        while self._parent[id_] != id_:
            id_ = self._parent[id_]
        return id_

    def resolved(self, primaries: set[str]) -> Resolved:
        """The groups, each under the name the model knows best, and what is left to decide between them."""
        groups: dict[str, list[Entity]] = {}
        for id_, entity in self._by_id.items():
            groups.setdefault(self._root(id_), []).append(entity)
        heads = {
            root: next((one for one in group if one.id in primaries), group[0])
            for root, group in groups.items()
        }
        joined = [
            absorb(heads[root], [one for one in group if one is not heads[root]])
            for root, group in groups.items()
        ]
        likely: dict[tuple[str, str], Likely] = {}
        for case in self._likely:
            first, second = heads[self._root(case.first)].id, heads[self._root(case.second)].id
            if first != second and (second, first) not in likely:
                likely.setdefault((first, second), Likely(first, second, case.reason, case.lines))
        return Resolved(tuple(joined), tuple(likely.values()))


def _is_look(one: Entity, other: Entity) -> bool:
    return bool(look_of(one.name)) != bool(look_of(other.name))


def _scenes_of_cues(places: Places, source: Source) -> frozenset[int]:
    lines = (source.by_number[number] for number in places)
    return frozenset(line.scene for line in lines if line.kind is LineKind.CUE and line.scene is not None)
