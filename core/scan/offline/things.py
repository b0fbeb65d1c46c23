"""Drafts of the props: one for each thing, with its places, its look and its weight."""

from __future__ import annotations

from collections.abc import Sequence

from core.models import AssetType, Draft, Trait
from core.scan.offline.drafting import (
    Occurrences,
    Verdict,
    count,
    described_lines,
    make_draft,
    times,
    traits_of,
)
from core.scan.offline.props import Thing
from core.scan.offline.source import Source
from core.scan.offline.thing_traits import thing_facts
from core.scan.offline.traits import Fact

KEY_SCORE = 2.4
"""From this weight on a thing that the script describes is a key prop."""
PLOT_SCORE = 2.8
"""From this weight on it is one without a description: its look has to be decided."""
MAX_HANDLERS = 2


def draft_things(source: Source, things: Sequence[Thing]) -> list[Draft]:
    """One draft a prop, in the order given."""
    drafts = []
    for thing in things:
        facts = [Fact(thing.key, *fact) for fact in thing_facts(source, thing)]
        traits = traits_of(AssetType.PROP, facts)
        verdict = weigh_thing(thing, traits)
        places = _places(source, thing)
        drafts.append(make_draft(source, AssetType.PROP, thing.names, traits, places, verdict))
    return drafts


def _places(source: Source, thing: Thing) -> Occurrences:
    places = Occurrences()
    for seen in thing.seen:
        places.add(*seen.sentence.place_of(seen.start, seen.end))
    for line, start, end in thing.spoken:
        places.add(line, (start, end))
    for line in thing.tagged:
        at = source.line(line).text.upper().find(thing.key)
        places.add(line, (at, at + len(thing.key)) if at >= 0 else None)
    return places


def weigh_thing(thing: Thing, traits: tuple[Trait, ...]) -> Verdict:
    """A prop is a priority when the film uses it and the script describes it, or the plot turns on it."""
    part = _part(thing)
    if thing.tagged:
        return Verdict(True, f"Tagged as a prop in the file; {part}.", 0.98, "The file itself tags it.")
    sure, why = _sureness(thing)
    if not traits and thing.score >= PLOT_SCORE and (len(thing.handlers) > 1 or thing.scenes > 2):
        reason = f"The plot turns on it: {part}. The script never describes it: its look has to be decided."
        return Verdict(True, reason, sure, why)
    if not traits:
        return Verdict(False, f"No visual description in the script; {part}.", sure, why)
    described = f"Described in {count(len(described_lines(traits)), 'line')}"
    if thing.score < KEY_SCORE:
        return Verdict(False, f"{described}, but its part is small: {part}.", sure, why)
    return Verdict(True, f"{described}; {part}.", sure, why)


def _part(thing: Thing) -> str:
    """Its part in the film: "handled 7 times, by NELL and EZRA; seen in 5 scenes, spoken of twice"."""
    people = " and ".join(name for name, _ in thing.handlers.most_common(MAX_HANDLERS))
    done = f"handled {times(thing.handled)}" if thing.handled else "nobody handles it"
    done += f", by {people}" if people else ""
    spoken = f", spoken of {times(len(thing.spoken))}" if thing.spoken else ""
    return f"{done}; seen in {count(thing.scenes, 'scene')}{spoken}"


def _sureness(thing: Thing) -> tuple[float, str]:
    """How sure it is that this is one physical prop (0..1), and why."""
    sure = min(0.95, 0.4 + 0.1 * thing.score)
    signs = [f"named {times(len(thing.seen))} as an object in the action"]
    if thing.introduced:
        signs.append("introduced in capitals")
    if thing.handled:
        signs.append("somebody handles it")
    return sure, f"{', '.join(signs).capitalize()}."
