"""Scans: a script's drafts, and the review that they open."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence

from core.events import ReviewOpened, ScanEvent, ScanFinished
from core.models import (
    BranchId,
    Draft,
    EngineInfo,
    ReviewId,
    ReviewState,
    RowState,
    ScanEstimate,
    ScanResult,
    Screenplay,
    ScriptId,
    Suggestion,
    Usage,
)
from core.providers.ports import TextAnswer
from core.scan.engine import ScanEngine
from core.services.common import Context
from core.services.projects import Projects
from core.store.engine import uninterrupted
from core.store.tables import DraftRow, ModelCallRow, ReviewRow
from core.wire import Json, draft_to_wire, unread_to_wire


class Scans:
    """Scanning a script (SPEC 2.2). Nothing here writes to `project_assets`."""

    def __init__(self, context: Context, projects: Projects, engine: ScanEngine) -> None:
        self._store = context.store
        self._now = context.now
        self._projects = projects
        self._engine = engine

    @property
    def engine(self) -> EngineInfo:
        """Who reads."""
        return self._engine.info

    async def estimate(self, script_id: ScriptId) -> ScanEstimate:
        """What a scan of this script will take, as an upper bound."""
        return self._engine.estimate(await self._projects.screenplay(script_id))

    def scan_screenplay(self, screenplay: Screenplay) -> AsyncIterator[ScanEvent]:
        """Scan pages that belong to no project; the last event holds the drafts.

        Raises:
            ProviderError: the model could not be asked.
        """
        return self._engine.scan(screenplay)

    async def scan(self, script_id: ScriptId, branch_id: BranchId) -> AsyncIterator[ScanEvent | ReviewOpened]:
        """Scan an imported script and open a review of its drafts; the last event names it.

        Cancelled or failed before that, nothing is stored but the answers that were paid for.

        Raises:
            ProviderError: the model could not be asked.
        """
        screenplay = await self._projects.screenplay(script_id)
        async for event in self._engine.scan(screenplay):
            yield event
            if isinstance(event, ScanFinished):
                yield ReviewOpened(await self._open_review(script_id, branch_id, event.result))

    @uninterrupted
    async def _open_review(self, script_id: ScriptId, branch_id: BranchId, result: ScanResult) -> ReviewId:
        async with self._store.write() as tx:
            branch = await tx.branch(branch_id)
            review = await tx.add(
                ReviewRow(
                    project_id=branch.project_id,
                    script_id=script_id,
                    branch_id=branch_id,
                    provider=result.engine.provider,
                    model=result.engine.model,
                    calls=result.usage.calls,
                    input_tokens=result.usage.input_tokens,
                    output_tokens=result.usage.output_tokens,
                    cost_usd=result.usage.cost_usd,
                    warnings=list(result.warnings),
                    suggestions=[],
                    unread=[unread_to_wire(lines) for lines in result.unread],
                    state=ReviewState.OPEN,
                    created_at=self._now(),
                )
            )
            rows = _draft_rows(review.id, result.drafts)
            await tx.add_all(rows)
            review.suggestions = _between_rows(result.suggestions, rows)
            return ReviewId(review.id)

    async def read_unread(self, review_id: ReviewId) -> AsyncIterator[ScanEvent | ReviewOpened]:
        """Read again what the scan of a review could not; the answers it did get are kept and cost nothing.

        What is found for the first time is added to the review; nothing that stands there changes.

        Raises:
            ProviderError: the model could not be asked; the review is as it was.
        """
        screenplay = await self._projects.screenplay(await self._script_of(review_id))
        async for event in self._engine.scan(screenplay):
            yield event
            if isinstance(event, ScanFinished):
                await self._add_to_review(review_id, event.result)
                yield ReviewOpened(review_id)

    @uninterrupted
    async def _script_of(self, review_id: ReviewId) -> ScriptId:
        async with self._store.read() as tx:
            return ScriptId((await tx.review(review_id)).script_id)

    @uninterrupted
    async def _add_to_review(self, review_id: ReviewId, result: ScanResult) -> None:
        async with self._store.write() as tx:
            review = await tx.review(review_id)
            known = await tx.drafts(review_id)
            names = {key for row in known for key in _name_keys(row.draft)}
            fresh = [draft for draft in result.drafts if not names & set(_name_keys(draft_to_wire(draft)))]
            rows = _draft_rows(review_id, fresh, await tx.last_position(review_id) + 1)
            await tx.add_all(rows)
            review.suggestions = [*review.suggestions, *_between_rows(result.suggestions, rows, known)]
            review.unread = [unread_to_wire(lines) for lines in result.unread]
            review.warnings = list(result.warnings)
            review.calls += result.usage.calls
            review.input_tokens += result.usage.input_tokens
            review.output_tokens += result.usage.output_tokens
            review.cost_usd += result.usage.cost_usd


def _draft_rows(review_id: int, drafts: Iterable[Draft], start: int = 0) -> list[DraftRow]:
    return [
        DraftRow(review_id=review_id, position=position, draft=draft_to_wire(draft), state=RowState.OPEN)
        for position, draft in enumerate(drafts, start)
    ]


def _name_keys(draft: Json) -> list[tuple[str, str]]:
    """What tells whether a draft is in a review already: its type and each of its names."""
    return [(draft["type"], name.casefold()) for name in (draft["suggestedName"], *draft["aliases"])]


def _between_rows(
    suggestions: Iterable[Suggestion], rows: Sequence[DraftRow], known: Sequence[DraftRow] = ()
) -> list[Json]:
    """Suggestions by the ids of their rows, at least one of them among `rows`."""
    fresh = {row.id for row in rows}
    ids = {(row.draft["type"], row.draft["suggestedName"]): row.id for row in (*known, *rows)}
    found = []
    for one in suggestions:
        first, second = ids.get((one.type, one.first)), ids.get((one.type, one.second))
        if first and second and {first, second} & fresh:
            found.append({"first": first, "second": second, "reason": one.reason, "lines": list(one.lines)})
    return found


class StoredAnswers:
    """The answer cache of the model engine, in `model_calls`: what is paid for is kept at once."""

    def __init__(self, context: Context) -> None:
        self._store = context.store
        self._now = context.now

    @uninterrupted
    async def get(self, key: str) -> TextAnswer | None:
        """The stored answer to this very question, at no cost; None when it was never asked."""
        async with self._store.read() as tx:
            row = await tx.model_call(key)
        return None if row is None else TextAnswer(row.answer, Usage())

    @uninterrupted
    async def put(self, key: str, step: str, info: EngineInfo, answer: TextAnswer) -> None:
        """Keep an answer; the first one stays when two ask the same at once."""
        async with self._store.write() as tx:
            if await tx.model_call(key) is None:
                await tx.add(
                    ModelCallRow(
                        key=key,
                        step=step,
                        provider=info.provider,
                        model=info.model,
                        input_tokens=answer.usage.input_tokens,
                        output_tokens=answer.usage.output_tokens,
                        cost_usd=answer.usage.cost_usd,
                        answer=answer.text,
                        created_at=self._now(),
                    )
                )
