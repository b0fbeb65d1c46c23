"""Resolve: which names are one person. Joined only where spelling leaves one reading, or the text says so.

A wrong merge costs more than a duplicate, so every rule here asks for exactly one candidate.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.scan.offline.characters import Candidate
from core.scan.offline.cues import folded
from core.scan.offline.naming import NameIndex
from core.scan.offline.othernames import other_spellings
from core.scan.offline.source import Cue, Sentence, Source
from core.scan.offline.spellings import distance, is_by_title, is_short_for, spelled_alike
from core.scan.offline.statements import excerpt, self_naming, statements
from core.scan.offline.vocabulary import Vocabulary
from core.scan.offline.words import words

USUAL = 5
"""Cues of a name that another one may be a slip for."""
MIN_SLIP_LETTERS = 5
_COUNT = re.compile(rf"^(?:(?:{'|'.join(sorted(words('numbers')))}|OTHER) )+")


@dataclass(frozen=True, slots=True)
class Figure:
    """One person: the name to suggest first, then the other names, cues, and introductions.

    `group` is True for a crowd; `hinted` when the file itself lists the name.
    """

    names: tuple[str, ...]
    cues: tuple[Cue, ...]
    intros: tuple[tuple[Sentence, int], ...]
    joined_by: tuple[str, ...] = ()
    group: bool = False
    hinted: bool = False

    @property
    def key(self) -> str:
        """The suggested name; unique in a cast."""
        return self.names[0]

    @property
    def scenes(self) -> frozenset[int | None]:
        """The scenes in which it speaks or is introduced."""
        return frozenset(
            (*(cue.scene for cue in self.cues), *(sentence.scene for sentence, _ in self.intros))
        )


class _Groups:
    """Names that were found to be one person (a union-find), with the reasons."""

    def __init__(self, names: Iterable[str]) -> None:
        self.parent = {name: name for name in names}
        self.reasons: dict[str, list[str]] = {}

    def find(self, name: str) -> str:
        while self.parent[name] != name:
            name = self.parent[name]
        return name

    def join(self, one: str, other: str, reason: str = "") -> None:
        one, other = self.find(one), self.find(other)
        if one != other:
            self.parent[other] = one
            said = [*self.reasons.pop(other, []), *([reason] if reason else [])]
            self.reasons.setdefault(one, []).extend(said)

    def members(self) -> dict[str, list[str]]:
        grouped: dict[str, list[str]] = {}
        for name in self.parent:
            grouped.setdefault(self.find(name), []).append(name)
        return grouped


def resolve(source: Source, candidates: Mapping[str, Candidate]) -> tuple[Figure, ...]:
    """The cast: each person once, with every name the script gives them."""
    groups = _Groups(candidates)
    for one, other in _written_alike(candidates, source.vocabulary):
        groups.join(one, other)
    for usual, slip in _slips(source, candidates):
        groups.join(usual, slip, f"line {candidates[slip].cues[0].line} (“{slip}”, a slip for {usual})")
    _join_spelled(candidates, groups, source.vocabulary)
    _join_stated(source, candidates, groups)
    owned = {
        root: members for root, members in groups.members().items() if not source.vocabulary.is_group(root)
    }
    texts = [*(sentence.text for sentence in source.sentences), *(speech.text for speech in source.speeches)]
    extra = other_spellings(texts, owned, source.vocabulary)
    return tuple(
        _figure(
            [candidates[name] for name in members],
            extra.get(root, ()),
            groups.reasons.get(root, []),
            source.vocabulary,
        )
        for root, members in groups.members().items()
    )


def _written_alike(names: Iterable[str], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """MR. NOLAN and MR NOLAN, FAT-ASS and FAT ASS, and a crowd in any number: SEVERAL VILLAGERS."""
    first: dict[str, str] = {}
    for name in names:
        counted = name if not vocabulary.is_group(name) else _COUNT.sub("", name)
        one = first.setdefault(folded(counted).replace(" ", ""), name)
        if one != name:
            yield one, name


def _slips(source: Source, candidates: Mapping[str, Candidate]) -> Iterator[tuple[str, str]]:
    """(name, its slip): TAANAKA, a cue met once where TANAKA speaks, a letter off and nowhere else a word."""
    usual = [one for one in candidates.values() if len(one.cues) >= USUAL]
    once = [one for one in candidates.values() if len(one.cues) == 1 and not one.intros and not one.hinted]
    for rare in once:
        if _is_no_word(rare.name, source.vocabulary):
            near = [one.name for one in usual if _is_near(one, rare)]
            if len(near) == 1:
                yield near[0], rare.name


def _is_near(usual: Candidate, rare: Candidate) -> bool:
    here = any(cue.scene == rare.cues[0].scene for cue in usual.cues)
    return here and distance(usual.name, rare.name, 1) == 1


def _is_no_word(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a name of one word of five letters or more is written nowhere else, and is no first name."""
    plain = name.isalnum() and len(name) >= MIN_SLIP_LETTERS and not name[-1].isdigit()
    given = name in words("male_names", "female_names")
    known = vocabulary.names(name) or vocabulary.is_common(name) or vocabulary.is_role(name)
    return plain and not given and not known and not vocabulary.is_group(name)


def _join_spelled(candidates: Mapping[str, Candidate], groups: _Groups, vocabulary: Vocabulary) -> None:
    """Short names to their full one; one with a title of its own only where not both of them speak."""
    pairs = list(spelled_alike(list(candidates), vocabulary))
    for short, full in sorted(pairs, key=lambda pair: is_by_title(*pair)):
        if talk_to_each_other(candidates[short].cues, candidates[full].cues):
            continue
        members = groups.members()[groups.find(full)] if is_by_title(short, full) else []
        if not (candidates[short].spoken and any(candidates[name].spoken for name in members)):
            groups.join(full, short)


def talk_to_each_other(one: Iterable[Cue], other: Iterable[Cue]) -> bool:
    """Whether both speak in one scene by turns, more than once each.

    A name written in full once does not, nor one that the script shortens from some line on.
    """
    first, second = _lines_by_scene(one), _lines_by_scene(other)
    return any(
        min(len(first[scene]), len(second[scene])) > 1
        and min(first[scene]) < max(second[scene])
        and min(second[scene]) < max(first[scene])
        for scene in first.keys() & second.keys()
    )


def _lines_by_scene(cues: Iterable[Cue]) -> dict[int | None, list[int]]:
    lines: dict[int | None, list[int]] = defaultdict(list)
    for cue in cues:
        lines[cue.scene].append(cue.line)
    return lines


def _join_stated(source: Source, candidates: Mapping[str, Candidate], groups: _Groups) -> None:
    members = groups.members()
    people = {root: names for root, names in members.items() if not source.vocabulary.is_group(root)}
    index = NameIndex(people, source.vocabulary)
    speakers = {root: _scenes(candidates, names) for root, names in members.items()}
    said = [*statements(source, index), *self_naming(source, index, groups.find, groups.parent)]
    for one, other, (line, text) in said:
        anybody = _is_anybody(one, line, candidates, source) or _is_anybody(other, line, candidates, source)
        if one != other and not speakers[one] & speakers[other] and not anybody:
            groups.join(one, other, f"line {line} (“{excerpt(text)}”)")


def _is_anybody(name: str, line: int, candidates: Mapping[str, Candidate], source: Source) -> bool:
    """MAN in other scenes than the one that names him may be another man."""
    one = candidates[name]
    scenes = {*(cue.scene for cue in one.cues), *(sentence.scene for sentence, _ in one.intros)}
    return name in words("anybody") and bool(scenes - {source.line(line).scene})


def _scenes(candidates: Mapping[str, Candidate], names: list[str]) -> set[int | None]:
    return {cue.scene for name in names for cue in candidates[name].cues}


def _figure(
    parts: list[Candidate], extra: Iterable[str], reasons: list[str], vocabulary: Vocabulary
) -> Figure:
    cues = sorted((cue for part in parts for cue in part.cues), key=lambda cue: cue.line)
    intros = sorted((intro for part in parts for intro in part.intros), key=lambda intro: intro[0].line)
    main = max(parts, key=lambda part: (vocabulary.is_proper(part.name), part.spoken, len(part.cues)))
    fuller = [
        part.name
        for part in parts
        if part.intros and main.name != part.name and is_short_for(main.name, part.name, vocabulary)
    ]
    names = tuple(dict.fromkeys([*fuller[:1], main.name, *(part.name for part in parts), *extra]))
    return Figure(
        names,
        tuple(dict.fromkeys(cues)),
        tuple(dict.fromkeys(intros)),
        tuple(dict.fromkeys(reasons)),
        vocabulary.is_group(main.name),
        any(part.hinted for part in parts),
    )
