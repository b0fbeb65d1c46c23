"""Where an entity is named, and which lines speak of it: the program's own reading grounds the model's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.models import AssetType, Line, LineKind
from core.scan.model.entities import Entity
from core.scan.model.source import SPEECH, Source
from core.scan.offline.lexicon import singular
from core.scan.offline.naming import is_role
from core.screenplay.headings import parse_heading

AFTER = 3
"""How many lines after a mention still speak of the entity by a pronoun ("He stops. Lifts the lantern.")."""
BEFORE = 1

_ARTICLE = re.compile(r"\A(?:the|a|an|der|die|das|le|la|les|el|los|il)\s+(?=\S)", re.IGNORECASE)
_EXTENSION = re.compile(r"\([^()]{0,60}\)")
_DEFINITE = re.compile(r"\b(?:the|that|this)\s{1,3}\Z", re.IGNORECASE)
_NOT_WORD = re.compile(r"\W+")
_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|himself|herself|itself)\b", re.IGNORECASE
)
_VOICE = re.compile(r"['’]?s?['’]? +voice\b", re.IGNORECASE)

Places = Mapping[int, tuple[tuple[int, int], ...]]
"""Lines by number, each with the columns in which something is named."""


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: whose, by id, and its columns."""

    owner: str
    start: int
    end: int


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
            for key in _keys(name, entity.type):
                if entity.id not in self._owners[key]:
                    self._owners[key].append(entity.id)
                if _is_common(name, entity.type):
                    self._common.add(key)

    def _means(self, key: str, text: str, match: re.Match[str]) -> bool:
        """Whether a name in lower case is meant: a common one always, a role with its article."""
        if key in self._common:
            return True
        article = _DEFINITE.search(text[max(0, match.start() - 8) : match.start()])
        return article is not None and is_role(match[0])

    def find(self, text: str, kind: LineKind = LineKind.ACTION) -> Iterator[Found]:
        """The names in a line's text, left to right; of a cue not those in its extension."""
        asides = [match.span() for match in _EXTENSION.finditer(text)] if kind is LineKind.CUE else []
        for match in self._pattern.finditer(text) if self._pattern else ():
            key = _plain(match[0])
            spelled_as_name = (
                match[0][:1].isupper() or not match[0][:1].isalpha() or self._means(key, text, match)
            )
            aside = any(start <= match.start() < end for start, end in asides)
            if spelled_as_name and not aside and not _is_owner_in_cue(kind, text[match.end() :]):
                for owner in self._owners.get(key, ()):
                    yield Found(owner, match.start(), match.end())


def _keys(name: str, type_: AssetType) -> Iterator[str]:
    """A name as it is compared; of a thing also in its other number: LANTERN is in “lanterns”."""
    key = key_of(name)
    if key and type_ is AssetType.PROP:
        one = singular(key)
        yield from dict.fromkeys((key, one, f"{one}s", f"{one}es"))
    elif key:
        yield key


def _is_common(name: str, type_: AssetType) -> bool:
    """Whether a name also counts in lower case: objects, names with an article, places of several words."""
    if type_ is AssetType.PROP or name[:1].islower() or _ARTICLE.match(name):
        return True
    return type_ is AssetType.LOCATION and len(key_of(name).split()) > 1


def _is_owner_in_cue(kind: LineKind, rest: str) -> bool:
    # The cue NELL'S MOTHER is somebody else speaking; NELL'S VOICE is Nell.
    return kind is LineKind.CUE and rest[:1] in {"'", "’"} and not _VOICE.match(rest)


class _Sets:
    """Finds places by all words of a heading, whichever side of the dash the house stands on."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._owners: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for entity in entities:
            for words in {_sorted_words(name) for name in entity.names}:
                self._owners[words].append(entity.id)

    def find(self, heading: str) -> Iterator[Found]:
        """The places that a heading is made of, each with the columns from its first word to its last."""
        parsed = parse_heading(heading)
        words = _sorted_words(" ".join((parsed.place, *parsed.sub_places)))
        owners = self._owners.get(words, ()) if words else ()
        folded = heading.casefold()
        spots = [(folded.find(word), len(word)) for word in words if word in folded]
        for owner in owners if spots else ():
            yield Found(owner, min(at for at, _ in spots), max(at + size for at, size in spots))


def _sorted_words(name: str) -> tuple[str, ...]:
    return tuple(sorted(key_of(name).split()))


def named_lines(entities: Sequence[Entity], source: Source) -> dict[str, Places]:
    """For each entity's id all lines that name it, with the columns. Headings name places only."""
    found: dict[str, dict[int, list[tuple[int, int]]]] = {entity.id: {} for entity in entities}
    for type_ in AssetType:
        of_type = [entity for entity in entities if entity.type is type_]
        index, sets = NameIndex(of_type), _Sets(of_type)
        for run in source.runs:
            if _can_name(run[0].kind, type_):
                text = " ".join(source.original(line.number) for line in run)
                whole = list(sets.find(text)) if run[0].kind is LineKind.HEADING else []
                for name in whole or index.find(text, run[0].kind):
                    for number, columns in _on_lines(name, run, source):
                        found[name.owner].setdefault(number, []).append(columns)
    return {
        id_: {number: tuple(columns) for number, columns in places.items()} for id_, places in found.items()
    }


def _on_lines(name: Found, run: Sequence[Line], source: Source) -> Iterator[tuple[int, tuple[int, int]]]:
    """The lines of a run that a name stands on, with its columns: it may be broken at a line's end."""
    start = 0
    for line in run:
        end = start + len(source.original(line.number))
        first, last = max(name.start, start), min(name.end, end)
        if first < last:
            yield line.number, (first - start, last - start)
        start = end + 1


def _can_name(kind: LineKind, type_: AssetType) -> bool:
    if kind is LineKind.HEADING:
        return type_ is AssetType.LOCATION
    return kind is not LineKind.CUE or type_ is AssetType.CHARACTER


def speaking_lines(
    entity: Entity, named: Places, source: Source, foreign: Collection[int] = ()
) -> frozenset[int]:
    """The numbers of all lines that may be evidence for an entity.

    Those that name it; for a place all of its scenes; for the others the paragraphs that name it, the action
    around (a pronoun's reach, within the scene), and what a character itself says. `foreign` are the lines
    that name others of its type: there a pronoun's reach ends.
    """
    if entity.type is AssetType.LOCATION:
        return frozenset(named) | _scenes_of(named, source)
    around = (n for number in named for n in _around(number, source, foreign))
    together = (n for number in named for n in source.paragraph(number))
    return frozenset(named) | frozenset(together) | frozenset(around)


def _scenes_of(named: Places, source: Source) -> frozenset[int]:
    scenes = {scene for scene, heading in source.headings.items() if heading.number in named}
    return frozenset(
        line.number for line in source.lines if line.scene in scenes and line.kind is not LineKind.CUE
    )


def _around(number: int, source: Source, foreign: Collection[int]) -> Iterator[int]:
    """The lines of action near a mention that go on about it: a pronoun says so, or they follow at once."""
    at = source.positions[number]
    spoken = source.lines[at].kind is not LineKind.ACTION
    if source.lines[at].kind is LineKind.CUE:
        yield from _speech_after(at, source)
    before = () if spoken else source.lines[max(0, at - BEFORE) : at]
    for near in (before[::-1], source.lines[at + 1 : at + AFTER + 1]):
        for line in near:
            if line.number in foreign or line.scene != source.lines[at].scene:
                break
            follows = not spoken and source.positions[line.number] == at + 1
            if line.kind is LineKind.ACTION and (follows or _PRONOUN.search(line.text)):
                yield line.number


def _speech_after(at: int, source: Source) -> Iterator[int]:
    for line in source.lines[at + 1 :]:
        if line.kind not in SPEECH:
            return
        yield line.number


def pronoun_places(text: str) -> tuple[tuple[int, int], ...]:
    """The columns of a text's pronouns of the third person."""
    return tuple(match.span() for match in _PRONOUN.finditer(text))
