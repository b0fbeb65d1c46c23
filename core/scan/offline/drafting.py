"""From an entity to its draft: mentions with their places, traits, conflicts, summary, weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.models import TRAIT_FIELDS, AssetType, Conflict, Draft, Mention, MentionKind, Trait
from core.rules.conflicts import find_conflicts, with_states
from core.scan.offline.source import MAX_MENTION_CHARS, Sentence, Source
from core.scan.offline.traits import Fact, to_traits

SUMMARY_SENTENCES = 3
MAX_SUMMARY_CHARS = 700

_SUREST = tuple(MentionKind)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a draft is a priority, and how sure the rules are of it (0..1), each with its reason."""

    high: bool
    reason: str
    confidence: float
    confidence_reason: str = ""


class Occurrences:
    """The places of one entity in the script's lines, as they are found."""

    def __init__(self) -> None:
        self._columns: dict[int, set[tuple[int, int]]] = defaultdict(set)
        self._kinds: dict[int, MentionKind] = {}

    def __contains__(self, line: int) -> bool:
        return line in self._kinds

    @property
    def lines(self) -> frozenset[int]:
        """The numbers of the lines."""
        return frozenset(self._kinds)

    @property
    def named(self) -> frozenset[int]:
        """The numbers of the lines that name it, not only by a pronoun."""
        return frozenset(line for line, kind in self._kinds.items() if kind is not MentionKind.PRONOUN)

    def add(
        self, line: int, columns: tuple[int, int] | None = None, kind: MentionKind = MentionKind.NAME
    ) -> None:
        """Note a place; without columns the line as a whole is about the entity."""
        known = self._kinds.get(line, kind)
        self._kinds[line] = min(known, kind, key=_SUREST.index)
        if columns is not None:
            self._columns[line].add(columns)

    def mentions(self, source: Source) -> tuple[Mention, ...]:
        """One mention a line, in script order; a very long line is quoted, and marked, up to its cap."""
        return tuple(
            replace(source.mention(line), columns=self._within(line), kind=self._kinds[line])
            for line in sorted(self._kinds)
        )

    def _within(self, line: int) -> tuple[tuple[int, int], ...]:
        return tuple(sorted(one for one in self._columns.get(line, ()) if one[1] <= MAX_MENTION_CHARS))


def traits_of(type: AssetType, facts: Iterable[Fact]) -> tuple[Trait, ...]:
    """The facts of one entity as its traits."""
    return to_traits(facts, type, TRAIT_FIELDS[type])


def make_draft(
    source: Source,
    type: AssetType,
    names: Sequence[str],
    traits: tuple[Trait, ...],
    places: Occurrences,
    verdict: Verdict,
) -> Draft:
    """The draft of an entity; of `names` the first is suggested. Lines of traits are mentions as well."""
    for line in {line for trait in traits for line in trait.lines if line not in places}:
        places.add(line)
    mentions = places.mentions(source)
    conflicts = find_conflicts(traits, mentions)
    spelled = tuple(dict.fromkeys(names))
    summary, summary_lines = _summary(source, traits, conflicts)
    return Draft(
        suggested_name=spelled[0],
        type=type,
        aliases=spelled[1:],
        visual_summary=summary,
        summary_lines=summary_lines,
        traits=with_states(traits, conflicts),
        conflicts=conflicts,
        is_high_priority=verdict.high,
        priority_reason=verdict.reason,
        confidence_score=round(verdict.confidence, 2),
        confidence_reason=verdict.confidence_reason,
        mentions=mentions,
    )


def _summary(
    source: Source, traits: Sequence[Trait], conflicts: Sequence[Conflict]
) -> tuple[str, tuple[int, ...]]:
    """The script's own most visual sentences, three at most, with their lines; later sides of conflicts."""
    later = {conflict.later.value for conflict in conflicts}
    earlier = {conflict.earlier.value for conflict in conflicts} - later
    weights: dict[Sentence, float] = {}
    for number in sorted(described_lines(traits)):
        for sentence in source.sentences_on(number):
            held = [trait for trait in traits if number in trait.lines and trait.value in sentence.text]
            weights[sentence] = weights.get(sentence, 0) + sum(_weight(t.value, later, earlier) for t in held)
    ranked = sorted(
        (sentence for sentence, weight in weights.items() if weight > 0), key=lambda s: -weights[s]
    )
    best = ranked[:SUMMARY_SENTENCES]
    while len(best) > 1 and sum(len(sentence.text) for sentence in best) > MAX_SUMMARY_CHARS:
        best.pop()
    chosen = [sentence for sentence in weights if sentence in best]
    return " ".join(dict.fromkeys(sentence.text for sentence in chosen)), tuple(s.line for s in chosen)


def _weight(value: str, later: set[str], earlier: set[str]) -> float:
    if value in later:
        return 4.0
    return -1.0 if value in earlier else 1.0


def count(number: int, noun: str) -> str:
    """ "1 scene", "3 scenes"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def times(number: int) -> str:
    """ "never", "once", "twice", "7 times"."""
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")


def described_lines(traits: Iterable[Trait]) -> frozenset[int]:
    """The lines that say how something looks."""
    return frozenset(line for trait in traits for line in trait.lines)
