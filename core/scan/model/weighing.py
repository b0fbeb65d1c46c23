"""Priority and confidence, computed from what the script shows; the model's word is one input of several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from core.models import AssetType, LineKind
from core.scan.model.entities import Entity
from core.scan.model.grounding import Grounded
from core.scan.model.mentions import NameIndex, Places
from core.scan.model.schemas import Ghost, Verdict
from core.scan.model.source import Passage, Source
from core.scan.offline.characters import is_group
from core.scan.offline.source import cue_names
from core.scan.offline.words import words
from core.text import clean_line

MAX_WORD = 160
MAX_HANDLERS = 3
LEAD_SPEECHES = 5
LEAD_SCENES = 3
UNPROVEN_CONFIDENCE = 0.5
DROP_PENALTY = 0.1
CONTRADICTED_PENALTY = 0.15

GHOSTS: Mapping[Ghost, str] = {
    "abstraction": "It is an idea or a mood, not something that can have a picture of its own.",
    "sound": "It is a sound, not something that can be seen.",
    "crowd": "It is a crowd, not one person.",
    "camera": "It is a direction to the camera, not something in the scene.",
    "voice_only": "It is a voice that is never seen.",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How an entity stands in the script: counts, and for a prop who handles it."""

    lines: int
    scenes: int
    speeches: int = 0
    seen: int = 0
    """Lines of action that name it."""
    unseen_speeches: int = 0
    """Speeches off screen or by voice alone."""
    handled: int = 0
    handlers: tuple[str, ...] = ()

    @property
    def only_heard(self) -> bool:
        """Whether it speaks, always unseen, and no action names it."""
        return self.speeches > 0 and self.speeches == self.unseen_speeches and not self.seen


@dataclass(frozen=True, slots=True)
class Weight:
    """The two verdicts on a draft, each with its reason."""

    high: bool
    priority_reason: str
    confidence: float
    confidence_reason: str


def standings(
    entities: Sequence[Entity], places: Mapping[str, Places], source: Source
) -> dict[str, Standing]:
    """How each entity stands, by its id."""
    cast = {one.id: one for one in entities if one.type is AssetType.CHARACTER}
    index = NameIndex(cast.values())
    return {entity.id: _standing(entity, places[entity.id], source, index, cast) for entity in entities}


def _standing(
    entity: Entity, places: Places, source: Source, index: NameIndex, cast: Mapping[str, Entity]
) -> Standing:
    lines = [source.by_number[number] for number in places]
    cues = [line for line in lines if line.kind is LineKind.CUE]
    handlers = (
        Counter(_handlers(entity, places, source, index)) if entity.type is AssetType.PROP else Counter()
    )
    known = [cast[id_].name for id_, _ in handlers.most_common() if id_ in cast]
    return Standing(
        lines=len(lines),
        scenes=len({line.scene for line in lines}),
        speeches=len(cues),
        seen=sum(line.kind is LineKind.ACTION for line in lines),
        unseen_speeches=sum(cue_names(line.text)[1] for line in cues),
        handled=sum(handlers.values()),
        handlers=tuple(known[:MAX_HANDLERS]),
    )


def _handlers(entity: Entity, places: Places, source: Source, index: NameIndex) -> Iterator[str]:
    """Who does something with a prop, by id, once a passage; "" for somebody without a name."""
    passages = {source.passage_of[n].number: source.passage_of[n] for n in places}
    prop = NameIndex([entity])
    for passage in passages.values():
        hand = None if passage.spoken or passage.kind is LineKind.HEADING else _hand(passage, prop, index)
        if hand is not None:
            yield hand


def _hand(passage: Passage, prop: NameIndex, people: NameIndex) -> str | None:
    """Who handles the prop in a passage: the last one named before a handling verb that stands before it."""
    text = passage.text
    for found in prop.find(text):
        start = max(text.rfind(end, 0, found.start) for end in ".!?;") + 1
        clause = text[start : found.start]
        if words("handling") & set(clause.lower().replace(",", " ").split()):
            named = [name.owner for name in people.find(text[: found.start])]
            return named[-1] if named else ""
    return None


def weigh(entity: Entity, standing: Standing, grounded: Grounded, verdict: Verdict | None) -> Weight:
    """Whether an entity is worth a master picture, and how sure that is."""
    ghost, contradicted = _ghost(entity, standing, verdict)
    high, why = _priority(entity, standing, grounded, verdict, ghost)
    confidence, sure = _confidence(entity, standing, grounded, verdict, contradicted)
    return Weight(high, why, confidence, sure)


def _ghost(entity: Entity, standing: Standing, verdict: Verdict | None) -> tuple[Ghost, bool]:
    """What kind of ghost it is, and whether the script contradicts what the model takes it for."""
    if entity.type is AssetType.CHARACTER and is_group(entity.name):
        return "crowd", False
    said = verdict.ghost if verdict else entity.ghost
    if standing.only_heard and said in ("none", "voice_only"):
        return "voice_only", False
    if said == "voice_only" and standing.seen and standing.speeches > standing.unseen_speeches:
        return "none", True
    return said, False


def _priority(
    entity: Entity, standing: Standing, grounded: Grounded, verdict: Verdict | None, ghost: Ghost
) -> tuple[bool, str]:
    part = _part(entity, standing)
    if ghost != "none":
        return False, f"{GHOSTS[ghost]} {_sentence(part)}{_said(verdict)}"
    if not grounded.proven:
        if entity.type is not AssetType.PROP and _is_plainly_needed(entity, standing):
            return True, f"A real part without a description ({part}): its look has to be decided."
        return False, f"The script gives no visual description of it; {part}.{_said(verdict)}"
    described = f"Described in {_count(len(_described(grounded)), 'line')}; {part}."
    if entity.type is AssetType.PROP and not standing.handled and standing.scenes < 2:
        return False, f"Nobody handles it and it does not come back. {described}{_said(verdict)}"
    if verdict is None:
        return True, f"{described} The model gave no verdict."
    if not verdict.is_high_priority and _is_plainly_needed(entity, standing):
        return True, f"{described} The model would leave it out: {_word(verdict) or 'it says not why'}."
    return verdict.is_high_priority, f"{described}{_said(verdict)}"


def _is_plainly_needed(entity: Entity, standing: Standing) -> bool:
    """Whether the counts alone show that the film can't do without it."""
    if entity.type is AssetType.CHARACTER:
        return standing.speeches >= LEAD_SPEECHES
    if entity.type is AssetType.LOCATION:
        return standing.scenes >= LEAD_SCENES
    return standing.handled >= LEAD_SCENES and standing.scenes >= LEAD_SCENES


def _part(entity: Entity, standing: Standing) -> str:
    """What it does in the film, in words."""
    scenes = _count(standing.scenes, "scene")
    if entity.type is AssetType.LOCATION:
        return f"named in {_count(standing.lines, 'line')} of {scenes}"
    if entity.type is AssetType.CHARACTER:
        speaks = f"speaks {_times(standing.speeches)}" if standing.speeches else "never speaks"
        return f"{speaks}, named in {_count(standing.lines, 'line')} of {scenes}"
    by = f" by {', '.join(standing.handlers)}" if standing.handlers else ""
    handled = f"handled {_times(standing.handled)}{by}" if standing.handled else "handled by nobody"
    return f"{handled}, named in {_count(standing.lines, 'line')} of {scenes}"


def _said(verdict: Verdict | None) -> str:
    word = _word(verdict)
    return f" The model: {word}." if word else ""


def _word(verdict: Verdict | None) -> str:
    return clean_line(verdict.priority_reason)[:MAX_WORD].strip(" .") if verdict else ""


def _confidence(
    entity: Entity, standing: Standing, grounded: Grounded, verdict: Verdict | None, contradicted: bool
) -> tuple[float, str]:
    """Half the script's own evidence, half the model's word; less for claims that no line bore."""
    shown = 0.3 + 0.1 * min(3.0, log(1 + standing.lines)) + 0.1 * min(4, len(_described(grounded)))
    own = min(1.0, shown)
    said = min(1.0, max(0.0, verdict.confidence_score)) if verdict else own
    score = (own + said) / 2
    if not grounded.proven:
        score = min(score, UNPROVEN_CONFIDENCE)
    score -= DROP_PENALTY * bool(grounded.dropped) + CONTRADICTED_PENALTY * contradicted
    reasons = _confidence_reasons(standing, grounded, verdict, contradicted)
    return round(max(0.0, score), 2), _sentence("; ".join(reasons))


def _confidence_reasons(
    standing: Standing, grounded: Grounded, verdict: Verdict | None, contradicted: bool
) -> Iterator[str]:
    yield f"named in {_count(standing.lines, 'line')}"
    described = len(_described(grounded))
    yield f"described in {_count(described, 'line')}" if described else "described nowhere"
    if verdict:
        why = clean_line(verdict.confidence_reason)[:MAX_WORD].strip(" .")
        yield f"the model says {min(1.0, max(0.0, verdict.confidence_score)):.1f}{f', {why}' if why else ''}"
    else:
        yield "the model gave no verdict"
    if grounded.dropped:
        yield (
            "a claim had no evidence"
            if grounded.dropped == 1
            else f"{grounded.dropped} claims had no evidence"
        )
    if contradicted:
        yield "the model took it for a voice, but it is seen"


def _described(grounded: Grounded) -> frozenset[int]:
    return frozenset(line for trait in grounded.proven for line in trait.lines)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
