"""Drafts of the props: one for each thing, with its places, its look and its weight."""

from __future__ import annotations

from collections.abc import Sequence

from core.models import AssetType, Draft, Trait
from core.scan.offline.drafting import Occurrences, Verdict, count, make_draft, times, traits_of
from core.scan.offline.props import Thing, thing_facts
from core.scan.offline.source import Source
from core.scan.offline.traits import Fact


def draft_things(source: Source, things: Sequence[Thing]) -> list[Draft]:
    """One draft a prop, in the order given."""
    drafts = []
    for thing in things:
        facts = [
            Fact(thing.key, field, value, sentence) for field, value, sentence in thing_facts(source, thing)
        ]
        traits = traits_of(AssetType.PROP, facts)
        places = Occurrences()
        for seen in thing.seen:
            places.add(*seen.sentence.place_of(seen.start, seen.end))
        for line, start, end in thing.spoken:
            places.add(line, (start, end))
        verdict = weigh_thing(thing, traits)
        drafts.append(make_draft(source, AssetType.PROP, thing.names, traits, places, verdict))
    return drafts


def weigh_thing(thing: Thing, traits: tuple[Trait, ...]) -> Verdict:
    """A prop is a priority when it is handled or comes back, and the script describes it."""
    uses = f"handled {times(thing.handled)} in {count(thing.scenes, 'scene')}"
    sure = min(0.95, 0.35 + 0.08 * thing.score)
    if not traits:
        return Verdict(False, f"No visual description in the script; {uses}.", sure)
    if not thing.handled and thing.scenes < 2:
        return Verdict(False, "Nobody handles it and it does not come back.", sure)
    return Verdict(True, f"Described, {uses}.", sure)
