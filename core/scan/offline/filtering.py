"""Filter: what is worth a master picture, with the reason in words. Nothing is dropped here, only weighed."""

from __future__ import annotations

from dataclasses import dataclass

from core.models import Trait
from core.scan.offline.characters import is_group
from core.scan.offline.identity import Figure
from core.scan.offline.lexicon import kind_of
from core.scan.offline.locations import Place
from core.scan.offline.props import Thing
from core.scan.offline.words import words


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a draft is a priority, why, and how sure the rules are that it is what it says (0..1)."""

    high: bool
    reason: str
    confidence: float


def weigh_figure(figure: Figure, traits: tuple[Trait, ...], seen: int) -> Verdict:
    """A character is a priority when it is seen, is one person, and the script describes it.

    `seen` counts the lines of action that name it.
    """
    scenes, cues = len({cue.scene for cue in figure.cues}), len(figure.cues)
    if is_group(figure.key):
        return Verdict(False, "A crowd, not one person with a look of their own.", 0.5)
    if not traits and cues and _is_only_heard(figure, seen):
        return Verdict(False, "A voice that is never seen: it is only heard.", 0.5)
    if not traits:
        part = f"speaks {_times(cues)}" if cues else f"named in {_count(seen, 'line')}"
        return Verdict(False, f"No visual description in the script; {part}.", 0.6 if cues else 0.4)
    sure = min(0.98, 0.7 + 0.03 * cues + 0.02 * len(traits))
    role = f"speaks {_times(cues)} in {_count(scenes, 'scene')}" if cues else "is seen, never speaks"
    return Verdict(True, f"Described in {_count(len(_lines(traits)), 'line')}; {role}.", sure)


def weigh_place(place: Place, traits: tuple[Trait, ...]) -> Verdict:
    """A location is a priority when the script describes it."""
    scenes = _count(len(place.scenes), "scene")
    if not traits:
        return Verdict(False, f"No visual description in the script; {scenes} set here.", 0.7)
    return Verdict(
        True, f"{scenes.capitalize()} set here; described in {_count(len(_lines(traits)), 'line')}.", 0.9
    )


def weigh_thing(thing: Thing, traits: tuple[Trait, ...]) -> Verdict:
    """A prop is a priority when it is handled or comes back, and the script describes it."""
    uses = f"handled {_times(thing.handled)} in {_count(thing.scenes, 'scene')}"
    sure = min(0.95, 0.35 + 0.08 * thing.score)
    if not traits:
        return Verdict(False, f"No visual description in the script; {uses}.", sure)
    if not thing.handled and thing.scenes < 2:
        return Verdict(False, "Nobody handles it and it does not come back.", sure)
    return Verdict(True, f"Described, {uses}.", sure)


def _is_only_heard(figure: Figure, seen: int) -> bool:
    tokens = figure.key.split()
    unseen = all(cue.unseen for cue in figure.cues)
    device = kind_of(tokens[-1].lower()) in ("object", "worn")
    return bool(set(tokens) & words("voices")) or (unseen and (not seen or device))


def _lines(traits: tuple[Trait, ...]) -> set[int]:
    return {line for trait in traits for line in trait.lines}


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")
