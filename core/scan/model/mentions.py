"""Where an entity is named, and which lines speak of it: the program's own reading grounds the model's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from core.models import AssetType, Line, LineKind
from core.scan.model.entities import Entity
from core.scan.model.source import Source

AFTER = 3
"""How many lines after a mention still speak of the entity by a pronoun ("He stops. Lifts the lantern.")."""
BEFORE = 1

_ARTICLE = re.compile(r"\A(?:the|a|an|der|die|das|le|la|les|el|los|il)\s+(?=\S)", re.IGNORECASE)
_EXTENSION = re.compile(r"\([^()]{0,60}\)")
_NOT_WORD = re.compile(r"\W+")
_SPEECH = {LineKind.DIALOGUE, LineKind.PARENTHETICAL, LineKind.LYRIC}


def key_of(name: str) -> str:
    """A name as it is compared: without article, case and punctuation."""
    return _plain(_ARTICLE.sub("", name, count=1))


def _plain(text: str) -> str:
    return _NOT_WORD.sub(" ", text.casefold()).strip()


class NameIndex:
    """All names of one type in one pattern, the longest first: YOUNG NELL is no mention of NELL."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._owners: dict[str, list[str]] = defaultdict(list)
        self._common: set[str] = set()
        for entity in entities:
            self._add(entity)
        parts = (_NOT_WORD.sub(r"\\W+", key) for key in sorted(self._owners, key=len, reverse=True))
        joined = "|".join(parts)
        self._pattern = re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE) if joined else None

    def _add(self, entity: Entity) -> None:
        for name in entity.names:
            key = key_of(name)
            if not key:
                continue
            if entity.id not in self._owners[key]:
                self._owners[key].append(entity.id)
            if _is_common(name, entity.type):
                self._common.add(key)

    def owners(self, line: Line) -> Iterator[str]:
        """The ids of the entities that a line names."""
        text = _EXTENSION.sub("", line.text) if line.kind is LineKind.CUE else line.text
        for match in self._pattern.finditer(text) if self._pattern else ():
            key = _plain(match[0])
            spelled_as_name = match[0][:1].isupper() or not match[0][:1].isalpha() or key in self._common
            if spelled_as_name and not _is_owner_in_cue(line, text[match.end() :]):
                yield from self._owners.get(key, ())


def _is_common(name: str, type_: AssetType) -> bool:
    """Whether a name also counts in lower case: objects, names with an article, places of several words."""
    if type_ is AssetType.PROP or name[:1].islower() or _ARTICLE.match(name):
        return True
    return type_ is AssetType.LOCATION and len(key_of(name).split()) > 1


def _is_owner_in_cue(line: Line, rest: str) -> bool:
    # The cue NELL'S MOTHER is somebody else speaking.
    return line.kind is LineKind.CUE and rest[:1] in {"'", "’"}


def named_lines(entities: Sequence[Entity], source: Source) -> dict[str, frozenset[int]]:
    """For each entity's id the numbers of all lines that name it. Headings name places only."""
    found: dict[str, set[int]] = {entity.id: set() for entity in entities}
    for type_ in AssetType:
        index = NameIndex(entity for entity in entities if entity.type is type_)
        for line in source.lines:
            if _can_name(line.kind, type_):
                for owner in index.owners(line):
                    found[owner].add(line.number)
    return {id_: frozenset(numbers) for id_, numbers in found.items()}


def without_unseen_aliases(entities: Sequence[Entity], source: Source) -> list[Entity]:
    """The entities with only those aliases that the script uses."""
    probes = [
        Entity(f"{entity.id} {name}", name, entity.type, (), ())
        for entity in entities
        for name in entity.names
    ]
    seen = {id_ for id_, lines in named_lines(probes, source).items() if lines}
    return [
        replace(entity, aliases=tuple(alias for alias in entity.aliases if f"{entity.id} {alias}" in seen))
        for entity in entities
    ]


def _can_name(kind: LineKind, type_: AssetType) -> bool:
    if kind is LineKind.HEADING:
        return type_ is AssetType.LOCATION
    return kind is not LineKind.CUE or type_ is AssetType.CHARACTER


def speaking_lines(entity: Entity, named: frozenset[int], source: Source) -> frozenset[int]:
    """The numbers of all lines that may be evidence for an entity.

    Those that name it; for a place all of its scenes; for the others the action around (a pronoun's reach,
    within the scene) and what a character itself says.
    """
    if entity.type is AssetType.LOCATION:
        return named | _scenes_of(named, source)
    return named | frozenset(n for number in named for n in _around(number, source))


def _scenes_of(named: frozenset[int], source: Source) -> frozenset[int]:
    scenes = {scene for scene, heading in source.headings.items() if heading.number in named}
    return frozenset(
        line.number for line in source.lines if line.scene in scenes and line.kind is not LineKind.CUE
    )


def _around(number: int, source: Source) -> Iterator[int]:
    at = source.positions[number]
    line = source.lines[at]
    if line.kind is LineKind.CUE:
        yield from _speech_after(at, source)
    for near in source.lines[max(0, at - BEFORE) : at + AFTER + 1]:
        if near.kind is LineKind.ACTION and near.scene == line.scene:
            yield near.number


def _speech_after(at: int, source: Source) -> Iterator[int]:
    for line in source.lines[at + 1 :]:
        if line.kind not in _SPEECH:
            return
        yield line.number
