"""The four steps of a scan: extract → resolve → distil → filter (SPEC 2.2)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from core.errors import AnswerInvalid, ProviderError
from core.events import EntitiesFound
from core.models import AssetType, Draft, Line, ScanStage
from core.scan.model.asking import Asker, attempt, attempt_all
from core.scan.model.drafting import Candidate, draft, filter_block, in_order
from core.scan.model.entities import Entity, collect, join
from core.scan.model.evidence import Evidence, batches, choose, distil_block, resolve_block
from core.scan.model.grounding import Grounded, ground
from core.scan.model.mentions import named_lines, speaking_lines, without_unseen_aliases
from core.scan.model.schemas import Distillation, Extraction, Profile, Resolution, Verdicts
from core.scan.model.source import Source, render

MAX_LISTED = 6


@dataclass(frozen=True, slots=True)
class _Known:
    """The lines chosen for an entity, those that name it, and all that may be evidence for it."""

    evidence: Evidence
    named: frozenset[int]
    speaking: frozenset[int]


class Pipeline:
    """One scan of one script; `calls` are those it expects, `window_budget` the tokens of script in one."""

    def __init__(self, source: Source, asker: Asker, calls: int, window_budget: int) -> None:
        self._source = source
        self._asker = asker
        self._calls = calls
        self._budget = window_budget

    async def run(self) -> tuple[Draft, ...]:
        """The drafts, in the order they are shown.

        Raises:
            ProviderError: nothing could be read, or the next call would fail as this one did.
        """
        entities = await self._only_named(await self._extract())
        entities = await self._resolve(entities)
        candidates = await self._distil(entities)
        return await self._filter(candidates)

    async def _extract(self) -> list[Entity]:
        self._asker.begin(ScanStage.EXTRACT, self._calls)
        windows = await asyncio.to_thread(self._source.windows, self._budget)
        if not windows:
            raise AnswerInvalid("The script has no scenes, speech or action that could be scanned.")
        parts = [f"{number} of {len(windows)}" for number in range(1, len(windows) + 1)]
        answers = await attempt_all(
            partial(self._read, w, part) for w, part in zip(windows, parts, strict=True)
        )
        read = [answer for answer in answers if isinstance(answer, Extraction)]
        failed = [(w, a) for w, a in zip(windows, answers, strict=True) if isinstance(a, ProviderError)]
        if not read:
            raise failed[0][1]
        for window, error in failed:
            self._asker.warn(
                f"Lines {window[0].number} to {window[-1].number} could not be read and are left out: "
                f"{error.message}"
            )
        return collect(read)

    async def _read(self, window: Sequence[Line], part: str) -> Extraction:
        return await self._asker.ask(
            "extract", Extraction, title=self._source.title, part=part, script=render(window)
        )

    async def _only_named(self, entities: list[Entity]) -> list[Entity]:
        """Entities whose name the script has; what it names nowhere was invented."""
        named = await asyncio.to_thread(named_lines, entities, self._source)
        real = [entity for entity in entities if named[entity.id]]
        self._say_invented([entity.name for entity in entities if not named[entity.id]])
        self._found(real)
        return real

    def _say_invented(self, names: list[str]) -> None:
        if names:
            listed = ", ".join(names[:MAX_LISTED]) + (" and others" if len(names) > MAX_LISTED else "")
            self._asker.warn(f"Left out, because the script names them nowhere: {listed}.")

    def _found(self, entities: Sequence[Entity]) -> None:
        counts = [sum(entity.type is type_ for entity in entities) for type_ in AssetType]
        self._asker.emit(EntitiesFound(*counts))

    async def _resolve(self, entities: list[Entity]) -> list[Entity]:
        self._asker.begin(ScanStage.RESOLVE, self._calls - self._asker.done)
        if len(entities) < 2:
            return entities
        named = await asyncio.to_thread(named_lines, entities, self._source)
        text = "\n".join(resolve_block(entity, named[entity.id], self._source) for entity in entities)
        answer = await attempt(
            self._asker.ask("resolve", Resolution, title=self._source.title, entities=text)
        )
        if isinstance(answer, ProviderError):
            self._asker.warn(f"Names of one identity could not be joined: {answer.message}")
            return entities
        joined = join(entities, answer.joins, named)
        self._found(joined)
        return joined

    async def _distil(self, entities: list[Entity]) -> list[Candidate]:
        known = await asyncio.to_thread(self._known, entities)
        groups = batches([one.evidence for one in known if one.evidence.lines])
        self._asker.begin(ScanStage.DISTIL, len(groups) + 1)
        self._say_left_out([one.evidence for one in known])
        answers = await attempt_all(partial(self._describe, group) for group in groups)
        profiles: dict[str, Profile] = {}
        for group, answer in zip(groups, answers, strict=True):
            if isinstance(answer, ProviderError):
                self._say_undescribed(group, answer)
            else:
                profiles |= {profile.id: profile for profile in answer.profiles}
        return [self._candidate(one, profiles) for one in known]

    def _known(self, entities: Sequence[Entity]) -> list[_Known]:
        """What the program itself knows of each entity."""
        named = named_lines(entities, self._source)
        known: list[_Known] = []
        for entity in without_unseen_aliases(entities, self._source):
            speaking = speaking_lines(entity, named[entity.id], self._source)
            evidence = choose(entity, named[entity.id], speaking, self._source)
            known.append(_Known(evidence, named[entity.id], speaking))
        return known

    def _candidate(self, known: _Known, profiles: Mapping[str, Profile]) -> Candidate:
        entity = known.evidence.entity
        profile = profiles.get(entity.id)
        grounded = ground(entity, profile, known.speaking, self._source) if profile else Grounded()
        return Candidate(entity, known.named, grounded)

    async def _describe(self, group: Sequence[Evidence]) -> Distillation:
        text = "\n".join(distil_block(evidence, self._source) for evidence in group)
        return await self._asker.ask("distil", Distillation, title=self._source.title, evidence=text)

    def _say_left_out(self, evidence: Sequence[Evidence]) -> None:
        short = [one for one in evidence if one.left_out]
        if short:
            lines = sum(one.left_out for one in short)
            self._asker.warn(
                f"{len(short)} entities have more lines than fit: the {lines} least visual ones were not "
                "read for their look."
            )

    def _say_undescribed(self, group: Sequence[Evidence], error: ProviderError) -> None:
        names = ", ".join(evidence.entity.name for evidence in group)
        self._asker.warn(f"Without a description, because the model failed ({error.message}): {names}.")

    async def _filter(self, candidates: list[Candidate]) -> tuple[Draft, ...]:
        self._asker.begin(ScanStage.FILTER, 1)
        if not candidates:
            return ()
        text = "\n".join(filter_block(candidate, self._source) for candidate in candidates)
        answer = await attempt(self._asker.ask("filter", Verdicts, title=self._source.title, entities=text))
        if isinstance(answer, ProviderError):
            self._asker.warn(f"Priorities follow the evidence alone: {answer.message}")
            verdicts = {}
        else:
            verdicts = {verdict.id: verdict for verdict in answer.verdicts}
        return in_order(draft(c, verdicts.get(c.entity.id), self._source) for c in candidates)
