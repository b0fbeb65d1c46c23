"""Drafts of the sets: one for each place, with its stays, its look and its weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from core.models import AssetType, Draft, LineKind, MentionKind, Trait
from core.scan.offline.drafting import Occurrences, Verdict, count, described_lines, make_draft, traits_of
from core.scan.offline.locations import Place
from core.scan.offline.naming import NameIndex
from core.scan.offline.place_mentions import PlaceIndex
from core.scan.offline.place_phrases import fixture_values, heading_value
from core.scan.offline.place_traits import place_values
from core.scan.offline.place_words import ROOMS, is_place_noun
from core.scan.offline.sites import Site
from core.scan.offline.source import Sentence, Source
from core.scan.offline.traits import Fact

DESCRIBED_SENTENCES = 6
"""So many sentences from its start a stay is read for the look of the set: first impressions, then deeds."""
PASSED_SENTENCES = 30
"""So many are read for what a deed tells in passing of a bed, a door, a wall."""
MUCH_PLAYED_SCENES = 2
PAGE_LINES = 55
MUCH_PLAYED_LINES = 30
"""Of the sets that supervisors kept in ten films six of seven have so many scenes or lines."""
PASSED_LINES = 14

_READ = frozenset({LineKind.ACTION, LineKind.DIALOGUE, LineKind.LYRIC, LineKind.PARENTHETICAL})


def draft_places(source: Source, places: Sequence[Place], index: NameIndex) -> list[Draft]:
    """One draft a set, those with most scenes first; its look is taken from the start of its own stays.

    `index` finds people: a sentence that names one tells what they do there.
    """
    by_line = _sentences_by_line(source)
    named = _named(source, places)
    drafts = []
    for place in places:
        facts = list(_heading_facts(source, place))
        facts += (fact for site in place.sites for fact in _facts(place.key, site, by_line, index))
        traits = traits_of(AssetType.LOCATION, facts)
        found = named[place.key]
        for site in place.sites:
            for columns in site.columns or (None,):
                found.add(site.line, columns, MentionKind.HEADING)
        verdict = weigh_place(place, traits)
        drafts.append(make_draft(source, AssetType.LOCATION, place.names, traits, found, verdict))
    order = {place.key: len(place.scenes) for place in places}
    return sorted(drafts, key=lambda draft: (not draft.is_high_priority, -order[draft.suggested_name]))


def _sentences_by_line(source: Source) -> dict[int, list[Sentence]]:
    by_line: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in source.sentences:
        by_line[sentence.line].append(sentence)
    return by_line


def _facts(key: str, site: Site, by_line: dict[int, list[Sentence]], index: NameIndex) -> Iterator[Fact]:
    """What a stay says of its set, heading first; of two sets none is told which is meant."""
    if not site.alone:
        return
    own = _own_nouns(site)
    stay = [sentence for line in range(site.line, site.last + 1) for sentence in by_line.get(line, ())]
    heard, first = 0, True
    for sentence in stay[:PASSED_SENTENCES]:
        values: list[tuple[str, str]] = []
        if heard < DESCRIBED_SENTENCES and not index.owners(sentence.text):
            heard += 1
            values += place_values(sentence.text, own, first=first)
        first = first and bool(values)
        passing = fixture_values(sentence.text, own)
        values += [one for one in passing if not any(one[1] in value for _, value in values)]
        yield from (Fact(key, field, value, sentence) for field, value in values)


def _heading_facts(source: Source, place: Place) -> Iterator[Fact]:
    """MESSY SUBURBAN LIVING ROOM: the headings themselves tell a look."""
    for site in place.sites:
        text = source.line(site.line).text
        told = (part for part in site.parts if site.alone and not _is_only_the_house(part, site))
        for value in (heading_value(text, part) for part in told):
            if value:
                sentence = Sentence(text, ((0, site.line),), site.scene.number, -1)
                yield Fact(place.key, "architecture", value, sentence)


def _is_only_the_house(part: str, site: Site) -> bool:
    """DILAPIDATED HOUSE - HALLWAY tells nothing of the hallway."""
    return bool(site.name.room) and part in site.house_parts


def _own_nouns(site: Site) -> frozenset[str]:
    """The nouns that the set goes by, in lower case; a bedroom is a room as well."""
    last = [words[-1] for words in site.words if words]
    rooms = {"room"} if set(last) & ROOMS else set()
    return frozenset({word.lower() for word in last if is_place_noun(word)} | rooms)


def _named(source: Source, places: Sequence[Place]) -> dict[str, Occurrences]:
    """Where action and speech name each set by a name of its own."""
    index = PlaceIndex({place.key: place.own for place in places})
    found: dict[str, Occurrences] = defaultdict(Occurrences)
    for line in source.screenplay.lines:
        if line.kind in _READ:
            for start, end, key in index.find(line.text):
                found[key].add(line.number, (start, end))
    return found


# --- weight --------------------------------------------------------------------------------------


def weigh_place(place: Place, traits: tuple[Trait, ...]) -> Verdict:
    """A set is a priority when it is described, or so much is played there that its look must be decided."""
    scenes = count(len(place.scenes), "scene")
    played = sum(site.last - site.line for site in place.sites)
    sure, why = _confidence(place)
    if traits:
        lines = count(len(described_lines(traits)), "line")
        return Verdict(True, f"{scenes.capitalize()} set here; described in {lines}.", sure, why)
    if len(place.scenes) >= MUCH_PLAYED_SCENES or played >= MUCH_PLAYED_LINES:
        extent = scenes if len(place.scenes) > 1 else f"a scene of {_pages(played)}"
        reason = f"No visual description in the script, but {extent} set here: its look has to be decided."
        return Verdict(True, reason, sure, why)
    if len(place.scenes) == 1 and played <= PASSED_LINES:
        return Verdict(False, "No visual description in the script; passed through once.", sure, why)
    return Verdict(False, f"No visual description in the script; {scenes} set here.", sure, why)


def _pages(lines: int) -> str:
    return "half a page" if lines < PAGE_LINES else count(round(lines / PAGE_LINES), "page")


def _confidence(place: Place) -> tuple[float, str]:
    """How sure it is that this is one set and no other: how often and how alike it is named."""
    headings = [site for site in place.sites if not site.is_slug]
    spellings = len({site.written for site in headings})
    tagged = any(site.tagged for site in place.sites)
    if not headings:
        sure, why = 0.6, "Named by a slug within a scene, by no heading."
    elif any(site.house for site in headings):
        sure, why = 0.75, f"{_headings(headings)}; the house of a bare room is told by the scenes around it."
    elif spellings > 1:
        sure, why = 0.85, f"{_headings(headings)} under {spellings} spellings, joined."
    else:
        sure, why = min(0.97, 0.88 + 0.03 * len(headings)), f"{_headings(headings)}, one spelling."
    if place.doubts:
        sure, why = min(sure, 0.7), f"{why} It may be the same set as {place.doubts[0][0]}."
    return (max(sure, 0.95), f"{why} The file itself tags it.") if tagged else (sure, why)


def _headings(sites: Iterable[Site]) -> str:
    return count(len(list(sites)), "heading")
