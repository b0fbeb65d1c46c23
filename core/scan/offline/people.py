"""Drafts of the people: one for each figure, with its mentions, its look and its weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from core.models import AssetType, Draft, LineKind, MentionKind, Trait
from core.scan.offline.drafting import (
    Occurrences,
    Verdict,
    count,
    described_lines,
    make_draft,
    times,
    traits_of,
)
from core.scan.offline.identity import Figure
from core.scan.offline.lexicon import kind_of
from core.scan.offline.naming import NameIndex
from core.scan.offline.source import Source
from core.scan.offline.traits import Fact, people_facts
from core.scan.offline.vocabulary import Vocabulary
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


def people_index(cast: Iterable[Figure], vocabulary: Vocabulary | None = None) -> NameIndex:
    """Finds the cast by all their names."""
    return NameIndex({figure.key: figure.names for figure in cast}, vocabulary)


def draft_people(source: Source, cast: Sequence[Figure], index: NameIndex) -> list[Draft]:
    """One draft a person, those with most lines first."""
    facts: dict[str, list[Fact]] = defaultdict(list)
    for fact in people_facts(source, index):
        facts[fact.owner].append(fact)
    named = places_by_name(source, index, _doubles(cast))
    drafts = []
    for figure in cast:
        traits = () if figure.group else traits_of(AssetType.CHARACTER, facts[figure.key])
        places = named[figure.key]
        for cue in figure.cues:
            places.add(cue.line, (0, len(cue_name(source.line(cue.line).text))), MentionKind.CUE)
        for sentence, _ in figure.intros:
            places.add(sentence.line)
        action = sum(source.line(line).kind is LineKind.ACTION for line in places.lines)
        verdict = weigh_figure(figure, traits, action)
        if figure.joined_by:
            verdict = Verdict(
                verdict.high, f"{verdict.reason} One person by {', '.join(figure.joined_by)}.", 0.85
            )
        drafts.append(make_draft(source, AssetType.CHARACTER, figure.names, traits, places, verdict))
    return sorted(drafts, key=lambda draft: (not draft.is_high_priority, -len(draft.mentions)))


def places_by_name(
    source: Source, index: NameIndex, doubles: Mapping[str, tuple[str, frozenset[int | None]]]
) -> dict[str, Occurrences]:
    """Where each entity is named. `doubles`: the scenes in which a name means the other self."""
    places: dict[str, Occurrences] = defaultdict(Occurrences)
    for line in source.screenplay.lines:
        if line.kind not in _KINDS:
            continue
        for found in index.find(line.text):
            other, scenes = doubles.get(found.owner, (found.owner, frozenset()))
            owner = other if line.scene in scenes else found.owner
            places[owner].add(line.number, (found.start, found.end), _KINDS[line.kind])
    return places


def _doubles(cast: Sequence[Figure]) -> dict[str, tuple[str, frozenset[int | None]]]:
    """YOUNG ADA for ADA: where only the young one speaks, “Ada” is she."""
    spoken = {figure.key: frozenset(cue.scene for cue in figure.cues) for figure in cast}
    doubles = {}
    for figure in cast:
        qualifier, _, plain = figure.key.partition(" ")
        adult = next((other for other in cast if plain in other.names), None)
        if qualifier in words("qualifiers") and adult is not None:
            doubles[adult.key] = figure.key, spoken[figure.key] - spoken[adult.key]
    return doubles


def weigh_figure(figure: Figure, traits: tuple[Trait, ...], seen: int) -> Verdict:
    """A character is a priority when it is seen, is one person, and the script describes it.

    `seen` counts the lines of action that name it.
    """
    scenes, cues = len({cue.scene for cue in figure.cues}), len(figure.cues)
    if figure.group:
        return Verdict(False, "A crowd, not one person with a look of their own.", 0.5)
    if not traits and cues and _is_only_heard(figure, seen):
        return Verdict(False, "A voice that is never seen: it is only heard.", 0.5)
    if not traits:
        part = f"speaks {times(cues)}" if cues else f"named in {count(seen, 'line')}"
        return Verdict(False, f"No visual description in the script; {part}.", 0.6 if cues else 0.4)
    sure = min(0.98, 0.7 + 0.03 * cues + 0.02 * len(traits))
    role = f"speaks {times(cues)} in {count(scenes, 'scene')}" if cues else "is seen, never speaks"
    return Verdict(True, f"Described in {count(len(described_lines(traits)), 'line')}; {role}.", sure)


def _is_only_heard(figure: Figure, seen: int) -> bool:
    tokens = figure.key.split()
    unseen = all(cue.unseen for cue in figure.cues)
    device = kind_of(tokens[-1].lower()) in ("object", "worn")
    return bool(set(tokens) & words("voices")) or (unseen and (not seen or device))
