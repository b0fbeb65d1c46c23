"""A scan engine that answers what a test gave it, records what it was asked, and can wait or fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from core.errors import LookbookError
from core.events import (
    CallFinished,
    EntitiesFound,
    ScanBegan,
    ScanEvent,
    ScanFinished,
    ScanWarned,
    StageStarted,
)
from core.models import (
    AssetType,
    Conflict,
    ConflictSide,
    Draft,
    EngineInfo,
    Mention,
    ScanEstimate,
    ScanResult,
    ScanStage,
    Screenplay,
    Suggestion,
    Trait,
    UnreadLines,
    Usage,
)

CHARACTER, LOCATION, PROP = AssetType.CHARACTER, AssetType.LOCATION, AssetType.PROP


def mention(line: int, text: str, scene: int = 1) -> Mention:
    """A mention; pages follow from lines, 55 to a page."""
    return Mention(line, scene, 1 + line // 55, text)


COAT = Conflict(
    "clothing",
    ConflictSide("a blue oilskin coat", mention(21, "IDA, 60s, in a blue oilskin coat.")),
    ConflictSide("a torn grey jacket", mention(301, "Ida, now in a torn grey jacket.", 9)),
)

DRAFTS = (
    Draft(
        "IDA MARSH",
        CHARACTER,
        aliases=("IDA",),
        visual_summary="A weathered woman in her sixties, grey braid. She wears a blue oilskin coat.",
        traits=(
            Trait("physical_features", "grey braid, broad hands", (21,)),
            Trait("physical_features", "narrow face", inferred=True),
            Trait("clothing", "blue oilskin coat", (21,)),
        ),
        conflicts=(COAT,),
        priority_reason="lead: 41 mentions in 12 scenes",
        confidence_score=0.94,
        mentions=(COAT.earlier.mention, mention(24, "IDA wades out to the boat."), COAT.later.mention),
    ),
    Draft(
        "THE GUARD",
        CHARACTER,
        visual_summary="A heavy man in a yellow slicker.",
        traits=(Trait("clothing", "yellow slicker", (88,)),),
        priority_reason="speaks in 3 scenes",
        confidence_score=0.81,
        mentions=(mention(88, "THE GUARD, heavy, in a yellow slicker.", 3),),
    ),
    Draft(
        "OFFICER BOB",
        CHARACTER,
        visual_summary="A man with a radio on his shoulder.",
        priority_reason="speaks in 2 scenes",
        confidence_score=0.66,
        mentions=(mention(140, "OFFICER BOB lifts the radio from his shoulder.", 5),),
    ),
    Draft(
        "CROWD",
        CHARACTER,
        is_high_priority=False,
        priority_reason="a crowd, not one person",
        confidence_score=0.4,
        mentions=(mention(200, "The CROWD murmurs.", 6),),
    ),
    Draft(
        "TIDE STATION",
        LOCATION,
        visual_summary="A concrete pump house on stilts, rust bleeding down its walls.",
        traits=(Trait("architecture", "concrete pump house on stilts", (12,)),),
        priority_reason="4 scenes play here",
        confidence_score=0.9,
        mentions=(mention(12, "INT. TIDE STATION - NIGHT"),),
    ),
    Draft(
        "BRASS KEY",
        PROP,
        visual_summary="A brass key as long as a hand, its bow worn thin.",
        priority_reason="the plot turns on it",
        confidence_score=0.87,
        mentions=(mention(60, "She turns the BRASS KEY over."),),
    ),
    Draft(
        "THE SILENCE",
        PROP,
        is_high_priority=False,
        priority_reason="an abstraction: nothing to draw",
        confidence_score=0.2,
        mentions=(mention(77, "THE SILENCE is heavy.", 2),),
    ),
)


class ScriptedEngine:
    """A `ScanEngine`. `hold` stops a scan after its first call until it is set; `error` is raised there.

    `suggestions` and `unread` are part of what the next scan results in.
    """

    def __init__(
        self,
        drafts: Sequence[Draft] = DRAFTS,
        *,
        info: EngineInfo | None = None,
        hold: asyncio.Event | None = None,
        error: LookbookError | None = None,
    ) -> None:
        self.drafts = tuple(drafts)
        self._info = info or EngineInfo("offline", "rules")
        self.hold = hold
        self.error = error
        self.merged: list[tuple[tuple[str, ...], str]] = []
        self.suggestions: tuple[Suggestion, ...] = ()
        self.unread: tuple[UnreadLines, ...] = ()

    @property
    def info(self) -> EngineInfo:
        """Offline, unless a test says otherwise."""
        return self._info

    def estimate(self, screenplay: Screenplay) -> ScanEstimate:
        """Four calls; money only for an engine that is not offline."""
        cost = 0.0 if self._info.offline else 0.42
        return ScanEstimate(self._info, 12_000, Usage(4, 48_000, 6_000, cost))

    async def scan(self, screenplay: Screenplay) -> AsyncIterator[ScanEvent]:
        """The drafts that the test gave, with an event of each kind on the way."""
        yield ScanBegan(self._info, self.estimate(screenplay).usage)
        usage = Usage()
        for done, stage in enumerate(ScanStage, 1):
            yield StageStarted(stage, 4)
            usage += Usage(1, 12_000, 1_500, 0.0 if self._info.offline else 0.1)
            yield CallFinished(stage, done, 4, usage)
            if done == 1:
                yield EntitiesFound(*self._counts())
                yield ScanWarned("Page 7 could not be read.")
                await self._wait()
        warnings = ("Page 7 could not be read.",)
        yield ScanFinished(
            ScanResult(self._info, usage, self.drafts, warnings, self.suggestions, self.unread)
        )

    async def _wait(self) -> None:
        if self.hold is not None:
            await self.hold.wait()
        if self.error is not None:
            raise self.error

    def _counts(self) -> tuple[int, int, int]:
        types = [draft.type for draft in self.drafts]
        return types.count(CHARACTER), types.count(LOCATION), types.count(PROP)

    async def merge(self, drafts: Sequence[Draft], primary: str) -> tuple[Draft, Usage]:
        """The first draft under the new name; what was asked is in `merged`."""
        names = tuple(draft.suggested_name for draft in drafts)
        self.merged.append((names, primary))
        aliases = tuple(name for name in names if name != primary)
        merged = replace(
            drafts[0],
            suggested_name=primary,
            aliases=aliases,
            visual_summary="One man: heavy, yellow slicker, a radio on his shoulder.",
            mentions=tuple(sorted((m for d in drafts for m in d.mentions), key=lambda m: m.line)),
        )
        return merged, Usage(1, 900, 120, 0.0)
