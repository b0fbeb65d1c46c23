"""A checked entity becomes a draft: weighed, its mentions in full, its conflicts and states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from core.models import AssetType, Conflict, Draft, LineKind, Mention, MentionKind
from core.rules.conflicts import find_conflicts, with_states
from core.scan.model.entities import Entity
from core.scan.model.grounding import Grounded
from core.scan.model.mentions import Places, pronoun_places
from core.scan.model.schemas import Verdict
from core.scan.model.source import Source
from core.scan.model.weighing import Standing, weigh

KINDS: Mapping[LineKind, MentionKind] = {
    LineKind.HEADING: MentionKind.HEADING,
    LineKind.CUE: MentionKind.CUE,
}
"""How a name is meant by the line it stands in; everywhere else it is a name."""
_ORDER = tuple(AssetType)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity with all that is known of it: lines that name it, pronouns, look, standing."""

    entity: Entity
    named: Places
    pronouns: Places
    grounded: Grounded
    standing: Standing
    variant_of: str = ""


def draft(candidate: Candidate, verdict: Verdict | None, source: Source) -> Draft:
    """The draft of a candidate; without a verdict the program decides by the evidence alone."""
    entity, grounded = candidate.entity, candidate.grounded
    weight = weigh(entity, candidate.standing, grounded, verdict)
    mentions = tuple(_mentions(candidate, source))
    conflicts = tuple(_conflicts(grounded, mentions))
    return Draft(
        suggested_name=entity.name,
        type=entity.type,
        aliases=entity.aliases,
        visual_summary=grounded.summary,
        traits=with_states(grounded.traits, conflicts),
        conflicts=conflicts,
        is_high_priority=weight.high,
        priority_reason=weight.priority_reason,
        confidence_score=weight.confidence,
        confidence_reason=weight.confidence_reason,
        mentions=mentions,
        variant_of=candidate.variant_of,
    )


def _mentions(candidate: Candidate, source: Source) -> Iterator[Mention]:
    """One mention a line, in script order: named, meant by a pronoun, or cited as evidence."""
    grounded = candidate.grounded
    numbers = {*candidate.named, *candidate.pronouns}
    numbers.update(number for trait in grounded.traits for number in trait.lines)
    numbers.update(side.mention.line for one in grounded.conflicts for side in (one.earlier, one.later))
    for number in sorted(numbers):
        yield _mention(candidate, number, source)


def _mention(candidate: Candidate, number: int, source: Source) -> Mention:
    mention = source.mention(number)
    named = candidate.named.get(number, ())
    if named:
        kind = KINDS.get(source.by_number[number].kind, MentionKind.NAME)
        columns = sorted({*named, *candidate.pronouns.get(number, ())})
        return replace(mention, columns=tuple(columns), kind=kind)
    # Of several pronouns in a line only the rules can tell whose is whose.
    places = candidate.pronouns.get(number) or pronoun_places(mention.text)
    sure = number in candidate.pronouns or len(places) == 1
    meant = sure and candidate.entity.type is not AssetType.LOCATION
    return replace(mention, columns=places if meant else (), kind=MentionKind.PRONOUN)


def _conflicts(grounded: Grounded, mentions: Iterable[Mention]) -> Iterator[Conflict]:
    """What the model found, then what the rules find beside it."""
    yield from grounded.conflicts
    known = {_places(conflict) for conflict in grounded.conflicts}
    for conflict in find_conflicts(grounded.traits, tuple(mentions)):
        if _places(conflict) not in known:
            yield conflict


def _places(conflict: Conflict) -> tuple[str, int, int]:
    return conflict.field, conflict.earlier.mention.line, conflict.later.mention.line


def in_order(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """Characters, locations, then props; the weightiest first."""
    return tuple(
        sorted(
            drafts,
            key=lambda one: (
                _ORDER.index(one.type),
                not one.is_high_priority,
                -len(one.mentions),
                one.suggested_name,
            ),
        )
    )
