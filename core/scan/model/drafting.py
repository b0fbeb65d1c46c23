"""A checked entity becomes a draft: priority and confidence with their reasons, mentions in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.models import AssetType, Draft
from core.scan.model.entities import Entity
from core.scan.model.evidence import block
from core.scan.model.grounding import Grounded
from core.scan.model.schemas import Ghost, Verdict
from core.scan.model.source import Source
from core.text import clean_line

MAX_REASON = 240
UNPROVEN_CONFIDENCE = 0.5
UNKNOWN_CONFIDENCE = 0.3
DROP_PENALTY = 0.1

GHOSTS: Mapping[Ghost, str] = {
    "abstraction": "It is an idea or a mood, not something that can have a picture of its own.",
    "sound": "It is a sound, not something that can be seen.",
    "crowd": "It is a crowd, not one person.",
    "camera": "It is a direction to the camera, not something in the scene.",
    "voice_only": "It is a voice that is never seen.",
}
_ORDER = tuple(AssetType)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity with the lines that name it and what is known of its look."""

    entity: Entity
    named: frozenset[int]
    grounded: Grounded


def filter_block(candidate: Candidate, source: Source) -> str:
    """An entity as filter.md shows it."""
    return block(candidate.entity, _facts(candidate, source))


def _facts(candidate: Candidate, source: Source) -> Iterator[str]:
    scenes = {source.by_number[number].scene for number in candidate.named}
    yield f"named in {len(candidate.named)} lines of {len(scenes)} scenes"
    if candidate.entity.ghost != "none":
        yield f"the first reading took it for: {candidate.entity.ghost}"
    for trait in candidate.grounded.traits:
        yield f"- [{trait.field}] {trait.value}{' (inferred)' if trait.inferred else ''}"


def draft(candidate: Candidate, verdict: Verdict | None, source: Source) -> Draft:
    """The draft of a candidate; without a verdict the program decides by the evidence alone."""
    entity, grounded = candidate.entity, candidate.grounded
    high, reason = _priority(candidate, verdict)
    numbers = set(candidate.named)
    numbers.update(number for trait in grounded.traits for number in trait.lines)
    numbers.update(side.mention.line for c in grounded.conflicts for side in (c.earlier, c.later))
    return Draft(
        suggested_name=entity.name,
        type=entity.type,
        aliases=entity.aliases,
        visual_summary=grounded.summary,
        traits=grounded.traits,
        conflicts=grounded.conflicts,
        is_high_priority=high,
        priority_reason=_with_confidence(reason, verdict, grounded),
        confidence_score=_confidence(verdict, grounded),
        mentions=tuple(source.mention(number) for number in sorted(numbers)),
    )


def _priority(candidate: Candidate, verdict: Verdict | None) -> tuple[bool, str]:
    ghost = verdict.ghost if verdict else candidate.entity.ghost
    said = clean_line(verdict.priority_reason)[:MAX_REASON] if verdict else ""
    if ghost != "none":
        return False, said if verdict and not verdict.is_high_priority and said else GHOSTS[ghost]
    if not candidate.grounded.proven:
        return False, "The script gives no visual description of it."
    if verdict is None:
        return True, "The script describes it; the model gave no verdict."
    return verdict.is_high_priority, said or "The model gave no reason."


def _confidence(verdict: Verdict | None, grounded: Grounded) -> float:
    score = min(1.0, max(0.0, verdict.confidence_score)) if verdict else UNKNOWN_CONFIDENCE
    if not grounded.proven:
        score = min(score, UNPROVEN_CONFIDENCE)
    return round(max(0.0, score - (DROP_PENALTY if grounded.dropped else 0.0)), 2)


def _with_confidence(reason: str, verdict: Verdict | None, grounded: Grounded) -> str:
    why = clean_line(verdict.confidence_reason)[:MAX_REASON].strip(" .") if verdict else ""
    if grounded.dropped:
        lost = (
            f"{grounded.dropped} claims had no evidence"
            if grounded.dropped > 1
            else "a claim had no evidence"
        )
        why = f"{why}; {lost}" if why else lost
    return f"{reason} Confidence: {why}." if why else reason


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
