"""The four steps of a scan in three waits: extract, resolve, then distil and filter at once (SPEC 2.2)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.errors import ProviderError
from core.events import EntitiesFound
from core.models import AssetType, Draft, ScanStage, Suggestion, UnreadLines
from core.scan.model.asking import Asker, Question, attempt, together
from core.scan.model.budget import Budget
from core.scan.model.describing import deal, describe
from core.scan.model.drafting import Candidate, draft, in_order
from core.scan.model.entities import Entity, collect
from core.scan.model.evidence import Known
from core.scan.model.grounding import Grounded, ground
from core.scan.model.index import RuleIndex, rule_index
from core.scan.model.listing import Listing, filter_listing, resolve_listing
from core.scan.model.mentions import Places, named_lines, speaking_lines
from core.scan.model.naming import Settled, merged_by_name, named_in_script, settle
from core.scan.model.planning import Plan
from core.scan.model.proof import bases
from core.scan.model.reading import Reading, questions, read
from core.scan.model.resolving import Resolved, resolve
from core.scan.model.schemas import Profile, Resolution, Verdict, Verdicts
from core.scan.model.source import Source
from core.scan.model.weighing import Standing, standings

MAX_LISTED = 6
RESOLVE_SHARE = 0.3
FILTER_SHARE = 0.5
"""Of what the budget leaves at a step; the rest of it is evidence for the looks."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a scan found."""

    drafts: tuple[Draft, ...]
    suggestions: tuple[Suggestion, ...]
    unread: tuple[UnreadLines, ...]


class Pipeline:
    """One scan of one script as planned."""

    def __init__(self, source: Source, asker: Asker, plan: Plan) -> None:
        self._source = source
        self._asker = asker
        self._plan = plan
        self._budget = Budget(plan.input_tokens)

    async def run(self) -> Found:
        """The drafts, in the order they are shown, and what a person has to see to.

        Raises:
            ProviderError: nothing could be read, or the next call would fail as this one did.
        """
        self._asker.begin(ScanStage.EXTRACT, self._plan.calls)
        self._say_cut()
        index, reading = await self._read()
        entities = await self._only_named(merged_by_name(collect(reading.extractions)))
        settled = await asyncio.to_thread(settle, entities, index.spellings, self._source)
        resolved = await self._resolve(settled)
        drafts = await self._describe_and_judge(resolved.entities, index)
        return Found(drafts, resolved.suggestions(), reading.unread)

    def _say_cut(self) -> None:
        if self._source.cut_lines:
            self._asker.warn(
                f"{self._source.cut_lines} lines are longer than any screenplay's: their beginning is read."
            )

    async def _read(self) -> tuple[RuleIndex, Reading]:
        """The model reads, and beside it the rules."""
        rules = asyncio.create_task(rule_index(self._source.screenplay))
        try:
            for question in questions(self._source, self._plan.windows):
                self._budget.spend(await self._asker.cost(question))
            reading = await read(self._asker, self._source, self._plan.windows)
            return await rules, reading
        finally:
            rules.cancel()

    async def _only_named(self, entities: list[Entity]) -> list[Entity]:
        """Entities whose name the script has; what it names nowhere was invented."""
        real, invented = await asyncio.to_thread(named_in_script, entities, self._source)
        self._say_invented([entity.name for entity in invented])
        self._found(real)
        return real

    def _say_invented(self, names: list[str]) -> None:
        if names:
            listed = ", ".join(names[:MAX_LISTED]) + (" and others" if len(names) > MAX_LISTED else "")
            self._asker.warn(f"Left out, because the script names them nowhere: {listed}.")

    def _found(self, entities: Sequence[Entity]) -> None:
        counts = [sum(entity.type is type_ for entity in entities) for type_ in AssetType]
        self._asker.emit(EntitiesFound(*counts))

    async def _resolve(self, settled: Settled) -> Resolved:
        self._asker.begin(ScanStage.RESOLVE, self._plan.calls - self._asker.done)
        entities = settled.entities
        places = await asyncio.to_thread(named_lines, entities, self._source)
        answer = await self._resolution(entities, places) if len(entities) > 1 else None
        resolved = await asyncio.to_thread(resolve, entities, answer, settled.claims, places, self._source)
        self._found(resolved.entities)
        return resolved

    async def _resolution(
        self, entities: Sequence[Entity], places: Mapping[str, Places]
    ) -> Resolution | None:
        room = min(int(self._room(len(entities)) * RESOLVE_SHARE), self._plan.room_of_one("resolve"))
        listing = await asyncio.to_thread(resolve_listing, entities, places, self._source, room)
        question = Question(
            "resolve",
            Resolution,
            {"title": self._source.title, "entities": listing.text},
            ScanStage.RESOLVE,
        )
        self._budget.spend(await self._asker.cost(question))
        if listing.left_out:
            self._asker.warn(f"{listing.left_out} entities could not be compared by name: no room was left.")
        answer = await attempt(self._asker.ask(question))
        if isinstance(answer, ProviderError):
            self._asker.warn(f"Names of one identity could not be joined: {answer.message}")
            return None
        return answer

    def _room(self, entities: int) -> int:
        """What the budget leaves for lists and evidence, the prompts still to come taken off."""
        templates, plan = self._plan.templates, self._plan
        to_come = templates["distil"] * plan.batches(entities)
        to_come += templates["filter"] * plan.verdict_calls(entities)
        return max(0, self._budget.left - to_come - templates["resolve"])

    async def _describe_and_judge(self, entities: Sequence[Entity], index: RuleIndex) -> tuple[Draft, ...]:
        if not entities:
            self._asker.begin(ScanStage.DISTIL, 0)
            self._asker.begin(ScanStage.FILTER, 0)
            return ()
        places = await asyncio.to_thread(named_lines, entities, self._source)
        known = await asyncio.to_thread(self._known, entities, places, index)
        counts = await asyncio.to_thread(standings, entities, places, self._source)
        judging = await self._verdict_questions(entities, counts, places)
        profiles, verdicts = await self._both(known, judging)
        self._asker.begin(ScanStage.FILTER, 0)
        candidates = await asyncio.to_thread(self._candidates, known, profiles, counts, index)
        return in_order(draft(one, verdicts.get(one.entity.id), self._source) for one in candidates)

    async def _both(
        self, known: Sequence[Known], judging: Sequence[Question[Verdicts]]
    ) -> tuple[dict[str, Profile], dict[str, Verdict]]:
        """The looks and the verdicts at once: neither needs the other's answer."""
        count = self._plan.batches(len(known))
        room = max(0, self._budget.left - count * self._plan.templates["distil"])
        most = self._plan.room_of_one("distil")
        dealt = await asyncio.to_thread(deal, self._source, known, count, room, most)
        self._asker.begin(ScanStage.DISTIL, len(dealt) + len(judging))
        looks = asyncio.ensure_future(describe(self._asker, self._source, dealt))
        judged = asyncio.ensure_future(together([attempt(self._asker.ask(one)) for one in judging]))
        # When one fails the other is waited for: what is under way is paid for, and is kept.
        await asyncio.gather(looks, judged, return_exceptions=True)
        return looks.result(), self._verdicts(judged.result())

    async def _verdict_questions(
        self, entities: Sequence[Entity], counts: Mapping[str, Standing], places: Mapping[str, Places]
    ) -> list[Question[Verdicts]]:
        """The filter's questions, a share of what the budget leaves between them."""
        calls = self._plan.verdict_calls(len(entities))
        share = int(self._room(len(entities)) * FILTER_SHARE / calls)
        room = min(share, self._plan.room_of_one("filter"))
        size = -(-len(entities) // calls)
        asked = []
        left_out = 0
        for at in range(0, len(entities), size):
            part = entities[at : at + size]
            listing = await asyncio.to_thread(filter_listing, part, counts, places, self._source, room)
            left_out += listing.left_out
            question = _verdict_question(self._source.title, listing)
            self._budget.spend(await self._asker.cost(question))
            asked.append(question)
        if left_out:
            self._asker.warn(
                f"{left_out} entities are judged by the script's own counts alone: no room was left."
            )
        return asked

    def _verdicts(self, answers: Iterable[Verdicts | ProviderError]) -> dict[str, Verdict]:
        verdicts: dict[str, Verdict] = {}
        for answer in answers:
            if isinstance(answer, ProviderError):
                self._asker.warn(f"Priorities follow the evidence alone: {answer.message}")
            else:
                verdicts |= {verdict.id: verdict for verdict in answer.verdicts}
        return verdicts

    def _known(
        self, entities: Sequence[Entity], places: Mapping[str, Places], index: RuleIndex
    ) -> list[Known]:
        """What the program itself knows of each entity."""
        known: list[Known] = []
        naming = {
            type_: frozenset(n for one in entities if one.type is type_ for n in places[one.id])
            for type_ in AssetType
        }
        for entity in entities:
            named = places[entity.id]
            foreign = naming[entity.type] - named.keys()
            speaking = speaking_lines(entity, named, self._source, foreign)
            meant = index.pronouns(entity).keys() & self._source.by_number.keys()
            known.append(Known(entity, named, speaking | meant))
        return known

    def _candidates(
        self,
        known: Sequence[Known],
        profiles: Mapping[str, Profile],
        counts: Mapping[str, Standing],
        index: RuleIndex,
    ) -> list[Candidate]:
        looks = bases([one.entity for one in known])
        names = {one.entity.id: one.entity.name for one in known}
        return [
            Candidate(
                one.entity,
                one.named,
                index.pronouns(one.entity),
                self._grounded(one, profiles.get(one.entity.id)),
                counts[one.entity.id],
                names.get(looks.get(one.entity.id, ""), ""),
            )
            for one in known
        ]

    def _grounded(self, known: Known, profile: Profile | None) -> Grounded:
        return ground(known.entity, profile, known.speaking, self._source) if profile else Grounded()


def _verdict_question(title: str, listing: Listing) -> Question[Verdicts]:
    def fault(answer: Verdicts) -> str:
        found = listing.ids & {verdict.id for verdict in answer.verdicts}
        return "" if found or not listing.ids else "The answer has no verdict with an id of the list."

    variables = {"title": title, "entities": listing.text}
    return Question("filter", Verdicts, variables, ScanStage.FILTER, fault)
