"""Drafts of the people: one for each figure, with its mentions, its look and its weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.models import AssetType, Draft, LineKind, MentionKind
from core.scan.offline.drafting import Occurrences, make_draft, traits_of
from core.scan.offline.identity import Figure
from core.scan.offline.naming import NameIndex
from core.scan.offline.presence import Presence, looks_of
from core.scan.offline.pronouns import acted_pronouns, spoken_pronouns
from core.scan.offline.source import Cue, Source
from core.scan.offline.traits import Fact, people_facts
from core.scan.offline.vocabulary import Vocabulary
from core.scan.offline.weighing import is_walk_on, weigh_figure
from core.screenplay.shapes import cue_name


def people_index(cast: Iterable[Figure], vocabulary: Vocabulary | None = None) -> NameIndex:
    """Finds the cast by all their names."""
    return NameIndex({figure.key: figure.names for figure in cast}, vocabulary)


def draft_people(source: Source, cast: Sequence[Figure], index: NameIndex) -> list[Draft]:
    """One draft a person, those with most lines first."""
    presence = Presence(source, cast, index)
    facts = _facts(source, index, presence)
    places = _occurrences(source, cast, presence)
    looks = looks_of(cast)
    drafts = [
        replace(draft, variant_of=looks.get(figure.key, ""))
        for figure in cast
        if (draft := _draft(source, figure, facts[figure.key], places[figure.key]))
    ]
    return sorted(drafts, key=lambda draft: (not draft.is_high_priority, -len(draft.mentions)))


def _draft(source: Source, figure: Figure, facts: Sequence[Fact], places: Occurrences) -> Draft | None:
    """The draft of a figure; none of one who only walks through the picture."""
    traits = () if figure.group else traits_of(AssetType.CHARACTER, facts)
    named = (source.line(line) for line in sorted(places.named))
    seen_in = [line.scene for line in named if line.kind is LineKind.ACTION]
    if is_walk_on(figure, traits, seen_in, source.vocabulary):
        return None
    verdict = weigh_figure(figure, traits, seen_in, source.vocabulary)
    return make_draft(source, AssetType.CHARACTER, figure.names, traits, places, verdict)


def _facts(source: Source, index: NameIndex, presence: Presence) -> dict[str, list[Fact]]:
    """What the action says of each figure's look, in the scenes where the name means that figure."""
    facts: dict[str, list[Fact]] = defaultdict(list)
    for fact in people_facts(source, index):
        scene = fact.sentence.scene
        if presence.is_here(fact.owner, scene):
            facts[presence.meant(fact.owner, scene)].append(fact)
    return facts


def _occurrences(source: Source, cast: Sequence[Figure], presence: Presence) -> dict[str, Occurrences]:
    """Every place of every figure: names, cues, introductions, and the pronouns that can mean no one else."""
    places = presence.places()
    for figure in cast:
        for cue in figure.cues:
            places[figure.key].add(cue.line, _columns(source, cue, figure), MentionKind.CUE)
        for sentence, _ in figure.intros:
            if not places[figure.key].lines & {line for _, line in sentence.starts}:
                places[figure.key].add(sentence.line)
    owner_of = {name: figure.key for figure in cast for name in figure.names if not figure.group}
    for meant in (*spoken_pronouns(source, owner_of), *acted_pronouns(source, cast, presence)):
        places[meant.owner].add(meant.line, meant.columns, MentionKind.PRONOUN)
    return places


def _columns(source: Source, cue: Cue, figure: Figure) -> tuple[int, int]:
    """The place of the figure's own name in a cue, so that NELL AND EZRA gives each its own."""
    text = source.line(cue.line).text
    capitals = text.upper().replace("’", "'")
    name = max((name for name in cue.names if name in figure.names and name in capitals), key=len, default="")
    if not name or len(capitals) != len(text):
        return 0, len(cue_name(text))
    start = capitals.index(name)
    return start, start + len(name)
