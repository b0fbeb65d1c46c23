"""Drafts of the people: one for each figure, with its mentions, its look and its weight."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from core.models import AssetType, Draft, LineKind, MentionKind
from core.scan.offline.drafting import Occurrences, make_draft, traits_of
from core.scan.offline.identity import Figure
from core.scan.offline.naming import Found, NameIndex
from core.scan.offline.pronouns import acted_pronouns, spoken_pronouns
from core.scan.offline.source import Cue, Source
from core.scan.offline.traits import Fact, people_facts
from core.scan.offline.vocabulary import Vocabulary
from core.scan.offline.weighing import weigh_figure
from core.scan.offline.words import words
from core.screenplay.shapes import cue_name

_KINDS = {
    LineKind.ACTION: MentionKind.NAME,
    LineKind.DIALOGUE: MentionKind.NAME,
    LineKind.LYRIC: MentionKind.NAME,
    LineKind.PARENTHETICAL: MentionKind.NAME,
    LineKind.HEADING: MentionKind.HEADING,
}
"""The lines that are read for names, and how a name in them is meant."""
_SPOKEN = (LineKind.DIALOGUE, LineKind.LYRIC, LineKind.PARENTHETICAL)
_AGED = re.compile(r"(?:\d{1,2}|[A-Z]+)[- ]YEARS?[- ]OLD ")


def people_index(cast: Iterable[Figure], vocabulary: Vocabulary | None = None) -> NameIndex:
    """Finds the cast by all their names."""
    return NameIndex({figure.key: figure.names for figure in cast}, vocabulary)


def draft_people(source: Source, cast: Sequence[Figure], index: NameIndex) -> list[Draft]:
    """One draft a person, those with most lines first."""
    facts: dict[str, list[Fact]] = defaultdict(list)
    for fact in people_facts(source, index):
        facts[fact.owner].append(fact)
    places = occurrences(source, cast, index)
    looks = looks_of(cast)
    drafts = []
    for figure in cast:
        traits = () if figure.group else traits_of(AssetType.CHARACTER, facts[figure.key])
        seen = {line for line in places[figure.key].named if source.line(line).kind is LineKind.ACTION}
        verdict = weigh_figure(
            figure, traits, [source.line(line).scene for line in sorted(seen)], source.vocabulary
        )
        draft = make_draft(source, AssetType.CHARACTER, figure.names, traits, places[figure.key], verdict)
        drafts.append(replace(draft, variant_of=looks.get(figure.key, "")))
    return sorted(drafts, key=lambda draft: (not draft.is_high_priority, -len(draft.mentions)))


def occurrences(source: Source, cast: Sequence[Figure], index: NameIndex) -> dict[str, Occurrences]:
    """Every place of every figure: names, cues, introductions, and the pronouns that can mean no one else."""
    people = {figure.key: figure for figure in cast}
    places = places_by_name(source, index, _doubles(cast), people)
    for figure in cast:
        for cue in figure.cues:
            places[figure.key].add(cue.line, _columns(source, cue, figure), MentionKind.CUE)
        for sentence, _ in figure.intros:
            if sentence.line not in places[figure.key]:
                places[figure.key].add(sentence.line_of(figure.key))
    owner_of = {name: figure.key for figure in cast for name in figure.names if not figure.group}
    for meant in (*spoken_pronouns(source, owner_of), *acted_pronouns(source, people, index)):
        places[meant.owner].add(meant.line, meant.columns, MentionKind.PRONOUN)
    return places


def places_by_name(
    source: Source,
    index: NameIndex,
    doubles: Mapping[str, tuple[str, frozenset[int | None]]],
    people: Mapping[str, Figure] | None = None,
) -> dict[str, Occurrences]:
    """Where each entity is named. `doubles`: the scenes in which a name means the other self.

    With `people`, a role that is not in capitals (the man, Doctor) means its figure only in its own scenes.
    """
    places: dict[str, Occurrences] = defaultdict(Occurrences)
    scenes = {key: figure.scenes for key, figure in (people or {}).items()}
    for line in source.screenplay.lines:
        if line.kind not in _KINDS:
            continue
        for found in index.find(line.text):
            other, elsewhere = doubles.get(found.owner, (found.owner, frozenset()))
            if (
                people
                and line.scene not in scenes[found.owner]
                and _is_vague(found, line.text, line.kind, source)
            ):
                continue
            owner = other if line.scene in elsewhere else found.owner
            places[owner].add(line.number, (found.start, found.end), _KINDS[line.kind])
    return places


def looks_of(cast: Sequence[Figure]) -> dict[str, str]:
    """YOUNG EDWARD is another look of EDWARD: by key, the key of the figure whose look it is."""
    owners = {name: figure.key for figure in cast for name in figure.names if not figure.group}
    looks = {}
    for figure in cast:
        for name in figure.names:
            plain = _without_look(name)
            if plain != name and owners.get(plain, figure.key) != figure.key:
                looks[figure.key] = owners[plain]
    return {key: of for key, of in looks.items() if of not in looks}


def _without_look(name: str) -> str:
    """EDWARD for YOUNG EDWARD, EIGHT-YEAR-OLD EDWARD; a bare role (OLD MAN) keeps its look."""
    first, _, rest = name.partition(" ")
    plain = _AGED.sub("", name) if _AGED.match(name) else rest if first in words("looks") else name
    return plain if plain and Vocabulary().is_proper(plain) else name


def _is_vague(found: Found, text: str, kind: LineKind, source: Source) -> bool:
    """Whether a word for a role may mean anybody of that role."""
    role = source.vocabulary.is_role(found.owner) and source.vocabulary.is_role(text[found.start : found.end])
    return role and (not found.spelled or kind in _SPOKEN or not text[found.start : found.end].isupper())


def _columns(source: Source, cue: Cue, figure: Figure) -> tuple[int, int]:
    """The place of the figure's own name in a cue, so that NELL AND EZRA gives each its own."""
    text = source.line(cue.line).text
    capitals = text.upper().replace("’", "'")
    name = max((name for name in cue.names if name in figure.names and name in capitals), key=len, default="")
    if not name or len(capitals) != len(text):
        return 0, len(cue_name(text))
    start = capitals.index(name)
    return start, start + len(name)


def _doubles(cast: Sequence[Figure]) -> dict[str, tuple[str, frozenset[int | None]]]:
    """YOUNG ADA for ADA: where only the young one speaks, “Ada” is she."""
    spoken = {figure.key: frozenset(cue.scene for cue in figure.cues) for figure in cast}
    return {of: (key, spoken[key] - spoken[of]) for key, of in looks_of(cast).items()}
