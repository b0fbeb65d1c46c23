"""What the model claims of an entity, held against the script: no claim stands without a line that bears it.

SPEC 2.2: what can't be verified is dropped, or kept as `inferred` where a picture needs a value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.models import TRAIT_FIELDS, AssetType, Conflict, ConflictSide, Trait
from core.rules.conflicts import stems, with_states
from core.rules.prose import in_prose, sentences
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


def ground(entity: Entity, profile: Profile, speaking: Collection[int], source: Source) -> Grounded:
    """Keep of a profile what lines that speak of the entity bear out."""
    desk = _Desk(entity, speaking, source)
    conflicts = tuple(desk.conflicts(profile.conflicts))
    traits, dropped = desk.traits(profile.traits)
    dropped += len(profile.conflicts) - len(conflicts)
    traits = with_states(traits, conflicts)
    # A summary may lean on what was dropped: then the facts that stand speak for themselves.
    lost = dropped > 0 or not traits
    summary = in_prose(traits) if lost else shortened(profile.visual_summary)
    return Grounded(traits, conflicts, summary or in_prose(traits), dropped)


class _Desk:
    """Holds the claims about one entity against the lines that speak of it."""

    def __init__(self, entity: Entity, speaking: Collection[int], source: Source) -> None:
        self._entity = entity
        self._fields = TRAIT_FIELDS[entity.type]
        self._speaking = speaking
        self._source = source

    def traits(self, claims: Sequence[ProfileTrait]) -> tuple[tuple[Trait, ...], int]:
        """The claims that stand, each once, in the order of their fields; how many do not."""
        kept: dict[tuple[str, str], Trait] = {}
        inferred = 0
        for claim in claims:
            trait = self._trait(claim)
            if trait is None or (trait.inferred and inferred == MAX_INFERRED):
                continue
            inferred += trait.inferred
            kept.setdefault((trait.field, trait.value.casefold()), trait)
        traits = sorted(kept.values(), key=lambda trait: self._fields.index(trait.field))[:MAX_TRAITS]
        return tuple(traits), max(0, len(claims) - len(kept))

    def _trait(self, claim: ProfileTrait) -> Trait | None:
        value = _value(claim.value)
        if not value or claim.field not in self._fields:
            return None
        lines = {line for number in claim.lines for line in self._bearing(number, value)}
        if lines and not claim.inferred:
            return Trait(claim.field, value, tuple(sorted(lines)))
        needed = self._entity.type is AssetType.CHARACTER and claim.field == NEEDED_BY_A_PICTURE
        return Trait(claim.field, value, inferred=True) if needed else None

    def _bearing(self, number: int, value: str) -> tuple[int, ...]:
        """Of the passage cited, the lines that speak of the entity and share words with the value."""
        lines = [line for line in self._source.cited(number) if line in self._speaking]
        wanted = stems(value)
        sharing = [line for line in lines if wanted & stems(self._source.by_number[line].text)]
        return tuple(sharing or lines[:1])

    def conflicts(self, claims: Iterable[ProfileConflict]) -> Iterator[Conflict]:
        """The conflicts with both places; the earlier place first."""
        for claim in claims:
            sides = [
                self._side(value, number)
                for value, number in (
                    (claim.earlier_value, claim.earlier_line),
                    (claim.later_value, claim.later_line),
                )
            ]
            if sides[0] is None or sides[1] is None or claim.field not in self._fields:
                continue
            conflict = conflict_of(claim.field, sides[0], sides[1])
            if conflict is not None:
                yield conflict

    def _side(self, value: str, number: int) -> ConflictSide | None:
        lines = self._bearing(number, value)
        return ConflictSide(_value(value), self._source.mention(lines[0])) if lines else None


def _value(text: str) -> str:
    return clean_line(text)[:MAX_VALUE].strip(" .;,")


def conflict_of(field: str, one: ConflictSide, other: ConflictSide) -> Conflict | None:
    """The conflict of two sides, the earlier place first; None when they say the same or say nothing."""
    if not one.value or not other.value or one.value.casefold() == other.value.casefold():
        return None
    earlier, later = sorted((one, other), key=lambda side: side.mention.line)
    return Conflict(field, earlier, later)


def shortened(summary: str) -> str:
    """A summary of three sentences at most (SPEC 2.2)."""
    return " ".join(sentences(clean_line(summary)[:MAX_SUMMARY])[:MAX_SENTENCES])
