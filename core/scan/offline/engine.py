"""The engine that needs no network: rules, the same drafts for the same script, about a second a feature."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence

from core.events import EntitiesFound, ScanBegan, ScanEvent, ScanFinished, StageStarted
from core.models import (
    AssetType,
    Draft,
    EngineInfo,
    ScanEstimate,
    ScanResult,
    ScanStage,
    Screenplay,
    Usage,
)
from core.rules.merging import merge_drafts
from core.scan.offline.characters import find_candidates
from core.scan.offline.identity import resolve
from core.scan.offline.locations import find_places, suggest_places
from core.scan.offline.people import draft_people, people_index
from core.scan.offline.places import draft_places
from core.scan.offline.props import find_things
from core.scan.offline.source import Source
from core.scan.offline.suggestions import suggest_people
from core.scan.offline.thing_pairs import suggest_things
from core.scan.offline.things import draft_things

CHARS_PER_TOKEN = 4
MAX_LISTED = 8


class OfflineEngine:
    """Reads a script by rules. Fulfils `core.scan.engine.ScanEngine`; costs nothing and calls nobody."""

    @property
    def info(self) -> EngineInfo:
        """Offline, by rules."""
        return EngineInfo("offline", "rules")

    def estimate(self, screenplay: Screenplay) -> ScanEstimate:
        """No calls, no cost; the tokens are what the script would be for a model."""
        chars = sum(len(line.text) + 1 for line in screenplay.lines)
        return ScanEstimate(self.info, chars // CHARS_PER_TOKEN, Usage())

    async def scan(self, screenplay: Screenplay) -> AsyncIterator[ScanEvent]:
        """Extract, resolve, distil, filter, each in a thread so that the screen stays alive."""
        yield ScanBegan(self.info, Usage())
        yield StageStarted(ScanStage.EXTRACT, 0)
        source = await asyncio.to_thread(Source, screenplay)
        candidates = await asyncio.to_thread(find_candidates, source)
        yield EntitiesFound(len(candidates), 0, 0)
        yield StageStarted(ScanStage.RESOLVE, 0)
        cast = await asyncio.to_thread(resolve, source, candidates)
        index = people_index(cast, source.vocabulary)
        names = {name: figure.key for figure in cast for name in figure.names}
        places = await asyncio.to_thread(find_places, screenplay, names)
        things, left_out = await asyncio.to_thread(
            find_things, source, index, [place.key for place in places]
        )
        yield EntitiesFound(len(cast), len(places), len(things))
        yield StageStarted(ScanStage.DISTIL, 0)
        people = await asyncio.to_thread(draft_people, source, cast, index)
        sets = await asyncio.to_thread(draft_places, source, places, index)
        props = await asyncio.to_thread(draft_things, source, things)
        yield StageStarted(ScanStage.FILTER, 0)
        drafts = (*people, *sets, *props)
        yield _found(drafts)
        suggestions = (
            *await asyncio.to_thread(suggest_people, source, cast),
            *await asyncio.to_thread(suggest_places, places),
            *suggest_things(things),
        )
        listed = {draft.suggested_name for draft in people}
        passing = [figure.key for figure in cast if figure.key not in listed]
        warnings = (*_objects_left_out(left_out), *_figures_left_out(passing))
        yield ScanFinished(ScanResult(self.info, Usage(), drafts, warnings, suggestions))

    async def merge(self, drafts: Sequence[Draft], primary: str) -> tuple[Draft, Usage]:
        """One draft from several, by rules; nothing is spent."""
        return merge_drafts(drafts, primary), Usage()


def _found(drafts: Sequence[Draft]) -> EntitiesFound:
    counts = Counter(draft.type for draft in drafts)
    return EntitiesFound(counts[AssetType.CHARACTER], counts[AssetType.LOCATION], counts[AssetType.PROP])


def _objects_left_out(number: int) -> tuple[str, ...]:
    if not number:
        return ()
    return (
        f"{number} more objects are named in passing and are not listed. "
        "Add one by hand if the plot needs it.",
    )


def _figures_left_out(names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        return ()
    shown = ", ".join(names[:MAX_LISTED]) + (" and others" if len(names) > MAX_LISTED else "")
    return (f"Not listed, because they only pass through the picture, silent and undescribed: {shown}.",)
