"""Drafts of the props: one for each thing, with its places, its look and its weight."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

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
from core.scan.offline.props import Thing, action_letters
from core.scan.offline.source import Source
from core.scan.offline.thing_traits import thing_facts
from core.scan.offline.traits import Fact

KEY_AT_LEAST, KEY_A_LETTER = 18, 0.25 / 1000
"""Key props of a film by the length of its action: 15 to 40 for a feature."""
KEY_SHARE = 0.5
"""The most that may be key: a list in which nearly all is key tells nothing."""
KEY_SCORE = 2.0
"""A thing below this weight is no key prop, however short the film is of them."""
DESCRIBED = 0.4
"""What a thing's looks add to its weight."""
MAX_HANDLERS = 2
PLAINLY_HANDLERS, PLAINLY_SCENES = 2, 3


def draft_things(source: Source, things: Sequence[Thing]) -> list[Draft]:
    """One draft a prop, in the order given."""
    looks = [
        traits_of(AssetType.PROP, [Fact(thing.key, *fact) for fact in thing_facts(source, thing)])
        for thing in things
    ]
    keys = key_props(source, things, looks)
    return [
        make_draft(
            source,
            AssetType.PROP,
            thing.names,
            traits,
            _places(source, thing),
            weigh_thing(thing, traits, thing.key in keys),
        )
        for thing, traits in zip(things, looks, strict=True)
    ]


def key_props(source: Source, things: Sequence[Thing], looks: Sequence[tuple[Trait, ...]]) -> frozenset[str]:
    """The names of the things that the film turns on: the weightiest, as many as a film of its length has."""
    room = min(KEY_AT_LEAST + KEY_A_LETTER * action_letters(source), 0.5 + KEY_SHARE * len(things))
    weights = {
        thing.key: thing.score + DESCRIBED * log(1 + len(described_lines(traits)))
        for thing, traits in zip(things, looks, strict=True)
        if not thing.tagged and len(thing.seen) + len(thing.spoken) > 1
    }
    ranked = sorted(weights, key=lambda key: (-weights[key], key))[: int(room)]
    return frozenset(key for key in ranked if weights[key] >= KEY_SCORE)


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


def weigh_thing(thing: Thing, traits: tuple[Trait, ...], is_key: bool) -> Verdict:
    """A prop is a priority when the film turns on it and the script describes it (SPEC 2.2); one that several
    people handle, or that comes back again, is one even when its look has to be decided."""
    part = _part(thing)
    if thing.tagged:
        return Verdict(True, f"Tagged as a prop in the file; {part}.", 0.98, "The file itself tags it.")
    sure, why = _sureness(thing)
    described = f"Described in {count(len(described_lines(traits)), 'line')}"
    if is_key and traits:
        return Verdict(True, f"{described}; {part}.", sure, why)
    if is_key and (len(thing.handlers) >= PLAINLY_HANDLERS or thing.scenes >= PLAINLY_SCENES):
        reason = f"The plot turns on it: {part}. The script never describes it: its look has to be decided."
        return Verdict(True, reason, sure, why)
    if traits:
        return Verdict(False, f"{described}, but its part is small: {part}.", sure, why)
    return Verdict(False, f"No visual description in the script; {part}.", sure, why)


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
