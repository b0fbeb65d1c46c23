"""Drafts of the sets: one for each place, with its scenes, its look and its weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from core.models import AssetType, Draft, MentionKind, Trait
from core.scan.offline.drafting import Verdict, count, described_lines, make_draft, traits_of
from core.scan.offline.locations import Place
from core.scan.offline.naming import NameIndex
from core.scan.offline.people import places_by_name
from core.scan.offline.source import Source
from core.scan.offline.traits import Fact, place_values

DESCRIBED_SENTENCES = 6


def draft_places(source: Source, places: Sequence[Place], index: NameIndex) -> list[Draft]:
    """One draft a set. Its description is taken from the action of its own scenes that names nobody."""
    by_scene: dict[int | None, list[str]] = defaultdict(list)
    facts: dict[str, list[Fact]] = defaultdict(list)
    scenes = {scene.number: place.key for place in places for scene in place.scenes}
    for sentence in source.sentences:
        heard = by_scene[sentence.scene]
        if sentence.scene in scenes and len(heard) < DESCRIBED_SENTENCES and not index.owners(sentence.text):
            heard.append(sentence.text)
            key = scenes[sentence.scene]
            facts[key] += [Fact(key, *value, sentence) for value in place_values(sentence.text)]
    spoken = places_by_name(source, NameIndex({place.key: _spoken_names(place) for place in places}), {})
    drafts = []
    for place in places:
        traits = traits_of(AssetType.LOCATION, facts[place.key])
        found = spoken[place.key]
        for scene in place.scenes:
            found.add(scene.line, kind=MentionKind.HEADING)
        names = (*place.names, *_unshared_part(place, places))
        verdict = weigh_place(place, traits)
        drafts.append(make_draft(source, AssetType.LOCATION, names, traits, found, verdict))
    order = {place.key: len(place.scenes) for place in places}
    return sorted(drafts, key=lambda draft: -order[draft.suggested_name])


def weigh_place(place: Place, traits: tuple[Trait, ...]) -> Verdict:
    """A location is a priority when the script describes it."""
    scenes = count(len(place.scenes), "scene")
    if not traits:
        return Verdict(False, f"No visual description in the script; {scenes} set here.", 0.7)
    return Verdict(
        True,
        f"{scenes.capitalize()} set here; described in {count(len(described_lines(traits)), 'line')}.",
        0.9,
    )


def _spoken_names(place: Place) -> list[str]:
    """How people may call a set: its full spellings, and a sub-place of more than one word."""
    return [*place.names, *(part for part in place.parts if len(part.split()) > 1 or len(place.parts) == 1)]


def _unshared_part(place: Place, places: Sequence[Place]) -> list[str]:
    """The sub-place alone, and the place alone, where no other set has it."""
    if len(place.parts) < 2:
        return []
    return [part for part in place.parts if sum(part in other.parts for other in places) == 1]
