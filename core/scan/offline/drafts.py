"""From entities to drafts: their mentions, traits, conflicts, summary and weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from core.models import TRAIT_FIELDS, AssetType, Conflict, Draft, LineKind, Trait
from core.rules.conflicts import find_conflicts
from core.scan.offline.characters import is_group
from core.scan.offline.filtering import Verdict, weigh_figure, weigh_place, weigh_thing
from core.scan.offline.identity import Figure
from core.scan.offline.locations import Place
from core.scan.offline.naming import NameIndex
from core.scan.offline.props import Thing, thing_facts
from core.scan.offline.source import Sentence, Source
from core.scan.offline.traits import Fact, people_facts, place_values, to_traits
from core.scan.offline.words import words

SUMMARY_SENTENCES = 3
MAX_SUMMARY_CHARS = 700
DESCRIBED_SENTENCES = 6

_READ_FOR_NAMES = (
    LineKind.ACTION,
    LineKind.DIALOGUE,
    LineKind.LYRIC,
    LineKind.PARENTHETICAL,
    LineKind.HEADING,
)


def people_index(cast: Iterable[Figure]) -> NameIndex:
    """Finds the cast by all their names."""
    return NameIndex({figure.key: figure.names for figure in cast})


def draft_people(source: Source, cast: Sequence[Figure], index: NameIndex) -> list[Draft]:
    """One draft a person, those with most lines first."""
    facts: dict[str, list[Fact]] = defaultdict(list)
    for fact in people_facts(source, index):
        facts[fact.owner].append(fact)
    named = _lines_by_name(source, index, _doubles(cast))
    drafts = []
    for figure in cast:
        traits = () if is_group(figure.key) else _traits(AssetType.CHARACTER, facts[figure.key])
        lines = {cue.line for cue in figure.cues} | {s.line for s, _ in figure.intros} | named[figure.key]
        action = sum(source.line(line).kind is LineKind.ACTION for line in lines)
        verdict = weigh_figure(figure, traits, action)
        if figure.joined_by:
            verdict = Verdict(
                verdict.high, f"{verdict.reason} One person by {', '.join(figure.joined_by)}.", 0.85
            )
        drafts.append(_draft(source, AssetType.CHARACTER, figure.names, traits, lines, verdict))
    return _weightiest_first(drafts)


def draft_places(source: Source, places: Sequence[Place], index: NameIndex) -> list[Draft]:
    """One draft a set. Its description is taken from the action of its own scenes that names nobody."""
    by_scene: dict[int | None, list[str]] = defaultdict(list)
    facts: dict[str, list[Fact]] = defaultdict(list)
    scenes = {scene.number: place.key for place in places for scene in place.scenes}
    for sentence in source.sentences:
        heard = by_scene[sentence.scene]
        if sentence.scene in scenes and len(heard) < DESCRIBED_SENTENCES and not index.owners(sentence.text):
            heard.append(sentence.text)
            key = scenes[sentence.scene]
            facts[key] += [Fact(key, *value, sentence) for value in place_values(sentence.text)]
    spoken = _lines_by_name(source, NameIndex({place.key: _spoken_names(place) for place in places}), {})
    drafts = []
    for place in places:
        traits = _traits(AssetType.LOCATION, facts[place.key])
        lines = {scene.line for scene in place.scenes} | spoken[place.key]
        names = (*place.names, *_unshared_part(place, places))
        verdict = weigh_place(place, traits)
        drafts.append(_draft(source, AssetType.LOCATION, names, traits, lines, verdict))
    order = {place.key: len(place.scenes) for place in places}
    return sorted(drafts, key=lambda draft: -order[draft.suggested_name])


def draft_things(source: Source, things: Sequence[Thing]) -> list[Draft]:
    """One draft a prop, in the order given."""
    drafts = []
    for thing in things:
        facts = [
            Fact(thing.key, field, value, sentence) for field, value, sentence in thing_facts(source, thing)
        ]
        traits = _traits(AssetType.PROP, facts)
        lines = {seen.sentence.line for seen in thing.seen} | set(thing.spoken)
        drafts.append(_draft(source, AssetType.PROP, thing.names, traits, lines, weigh_thing(thing, traits)))
    return drafts


def _traits(type: AssetType, facts: Iterable[Fact]) -> tuple[Trait, ...]:
    return to_traits(facts, type, TRAIT_FIELDS[type])


def _draft(
    source: Source,
    type: AssetType,
    names: Sequence[str],
    traits: tuple[Trait, ...],
    lines: set[int],
    verdict: Verdict,
) -> Draft:
    mentions = source.mentions(lines | {line for trait in traits for line in trait.lines})
    conflicts = find_conflicts(traits, mentions)
    spelled = tuple(dict.fromkeys(names))
    return Draft(
        suggested_name=spelled[0],
        type=type,
        aliases=spelled[1:],
        visual_summary=_summary(source, traits, conflicts),
        traits=traits,
        conflicts=conflicts,
        is_high_priority=verdict.high,
        priority_reason=verdict.reason,
        confidence_score=round(verdict.confidence, 2),
        mentions=mentions,
    )


def _summary(source: Source, traits: Sequence[Trait], conflicts: Sequence[Conflict]) -> str:
    """The script's own most visual sentences, three at most; of a conflict the later side (SPEC 2.2)."""
    later = {conflict.later.value for conflict in conflicts}
    earlier = {conflict.earlier.value for conflict in conflicts} - later
    weights: dict[Sentence, float] = {}
    for number in sorted({line for trait in traits for line in trait.lines}):
        for sentence in source.sentences_on(number):
            held = [trait for trait in traits if number in trait.lines and trait.value in sentence.text]
            weights[sentence] = weights.get(sentence, 0) + sum(_weight(t.value, later, earlier) for t in held)
    ranked = sorted(
        (sentence for sentence, weight in weights.items() if weight > 0), key=lambda s: -weights[s]
    )
    best = ranked[:SUMMARY_SENTENCES]
    while len(best) > 1 and sum(len(sentence.text) for sentence in best) > MAX_SUMMARY_CHARS:
        best.pop()
    return " ".join(dict.fromkeys(sentence.text for sentence in weights if sentence in best))


def _weight(value: str, later: set[str], earlier: set[str]) -> float:
    if value in later:
        return 4.0
    return -1.0 if value in earlier else 1.0


# --- mentions ------------------------------------------------------------------------------------


def _lines_by_name(
    source: Source, index: NameIndex, doubles: Mapping[str, tuple[str, frozenset[int | None]]]
) -> dict[str, set[int]]:
    """The lines that name each entity. `doubles`: the scenes in which a name means the other self."""
    lines: dict[str, set[int]] = defaultdict(set)
    for line in source.screenplay.lines:
        if line.kind not in _READ_FOR_NAMES:
            continue
        for owner in index.owners(line.text):
            other, scenes = doubles.get(owner, (owner, frozenset()))
            lines[other if line.scene in scenes else owner].add(line.number)
    return lines


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


def _spoken_names(place: Place) -> list[str]:
    """How people may call a set: its full spellings, and a sub-place of more than one word."""
    return [*place.names, *(part for part in place.parts if len(part.split()) > 1 or len(place.parts) == 1)]


def _unshared_part(place: Place, places: Sequence[Place]) -> list[str]:
    """The sub-place alone, and the place alone, where no other set has it."""
    if len(place.parts) < 2:
        return []
    return [part for part in place.parts if sum(part in other.parts for other in places) == 1]


def _weightiest_first(drafts: list[Draft]) -> list[Draft]:
    return sorted(drafts, key=lambda draft: (not draft.is_high_priority, -len(draft.mentions)))
