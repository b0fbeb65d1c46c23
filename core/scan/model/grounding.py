"""What the model claims of an entity, held against the script: no claim stands without a line that bears it.

SPEC 2.2: what can't be verified is dropped, or kept as `inferred` where a picture needs a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.models import TRAIT_FIELDS, AssetType, Conflict, ConflictSide, Trait
from core.scan.model.entities import Entity
from core.scan.model.schemas import Profile, ProfileConflict, ProfileTrait
from core.scan.model.source import Source
from core.text import clean_line

MAX_VALUE = 300
MAX_TRAITS = 24
MAX_INFERRED = 2
MAX_SENTENCES = 3
MAX_SUMMARY = 1_200
NEEDED_BY_A_PICTURE = "physical_features"
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z]\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bSt\.)"
    r"(?:(?<=[.!?…])|(?<=[.!?…][\"”’')]))\s+(?=[^a-z\s])"
)


@dataclass(frozen=True, slots=True)
class Grounded:
    """What is left of a profile. `dropped` counts the claims that no line bears."""

    traits: tuple[Trait, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    summary: str = ""
    dropped: int = 0

    @property
    def proven(self) -> tuple[Trait, ...]:
        """The traits that the script itself states."""
        return tuple(trait for trait in self.traits if not trait.inferred)


def ground(entity: Entity, profile: Profile, speaking: frozenset[int], source: Source) -> Grounded:
    """Keep of a profile what lines that speak of the entity bear out."""
    traits, dropped = _traits(entity, profile.traits, speaking)
    conflicts = tuple(_conflicts(entity, profile.conflicts, speaking, source))
    dropped += len(profile.conflicts) - len(conflicts)
    # A summary may lean on what was dropped: then the facts that stand speak for themselves.
    lost = dropped > 0 or not traits
    summary = in_prose(traits) if lost else shortened(profile.visual_summary)
    return Grounded(traits, conflicts, summary or in_prose(traits), dropped)


def _traits(
    entity: Entity, claims: Sequence[ProfileTrait], speaking: frozenset[int]
) -> tuple[tuple[Trait, ...], int]:
    kept: dict[tuple[str, str], Trait] = {}
    inferred = 0
    for claim in claims:
        trait = _trait(entity, claim, speaking)
        if trait is None or (trait.inferred and inferred == MAX_INFERRED):
            continue
        inferred += trait.inferred
        kept.setdefault((trait.field, trait.value.casefold()), trait)
    order = TRAIT_FIELDS[entity.type]
    traits = sorted(kept.values(), key=lambda trait: order.index(trait.field))[:MAX_TRAITS]
    return tuple(traits), max(0, len(claims) - len(kept))


def _trait(entity: Entity, claim: ProfileTrait, speaking: frozenset[int]) -> Trait | None:
    value = clean_line(claim.value)[:MAX_VALUE].strip(" .;,")
    if not value or claim.field not in TRAIT_FIELDS[entity.type]:
        return None
    lines = tuple(sorted({number for number in claim.lines if number in speaking}))
    if lines and not claim.inferred:
        return Trait(claim.field, value, lines)
    needed = entity.type is AssetType.CHARACTER and claim.field == NEEDED_BY_A_PICTURE
    return Trait(claim.field, value, inferred=True) if needed else None


def _conflicts(
    entity: Entity, claims: Iterable[ProfileConflict], speaking: frozenset[int], source: Source
) -> Iterator[Conflict]:
    for claim in claims:
        numbers = (claim.earlier_line, claim.later_line)
        if claim.field not in TRAIT_FIELDS[entity.type] or not speaking.issuperset(numbers):
            continue
        sides = [
            ConflictSide(clean_line(value)[:MAX_VALUE].strip(" .;,"), source.mention(number))
            for value, number in zip((claim.earlier_value, claim.later_value), numbers, strict=True)
        ]
        conflict = conflict_of(claim.field, sides[0], sides[1])
        if conflict is not None:
            yield conflict


def conflict_of(field: str, one: ConflictSide, other: ConflictSide) -> Conflict | None:
    """The conflict of two sides, the earlier place first; None when they say the same or say nothing."""
    if not one.value or not other.value or one.value.casefold() == other.value.casefold():
        return None
    earlier, later = sorted((one, other), key=lambda side: side.mention.line)
    return Conflict(field, earlier, later)


def shortened(summary: str) -> str:
    """A summary of three sentences at most (SPEC 2.2)."""
    sentences = _SENTENCE_END.split(clean_line(summary)[:MAX_SUMMARY])
    return " ".join(sentences[:MAX_SENTENCES])


def in_prose(traits: Iterable[Trait]) -> str:
    """Traits as plain sentences, one a field."""
    fields: dict[str, list[str]] = {}
    for trait in traits:
        fields.setdefault(trait.field, []).append(trait.value)
    sentences = ("; ".join(values) for values in fields.values())
    return " ".join(f"{sentence[:1].upper()}{sentence[1:]}." for sentence in sentences)
