"""Scans: a script's drafts, and the review that they open."""

from __future__ import annotations

from collections.abc import AsyncIterator

from core.events import ReviewOpened, ScanEvent, ScanFinished
from core.models import (
    BranchId,
    EngineInfo,
    ReviewId,
    ReviewState,
    RowState,
    ScanEstimate,
    ScanResult,
    Screenplay,
    ScriptId,
    Usage,
)
from core.providers.ports import TextAnswer
from core.scan.engine import ScanEngine
from core.services.common import Context
from core.services.projects import Projects
from core.store.engine import uninterrupted
from core.store.tables import DraftRow, ModelCallRow, ReviewRow
from core.wire import draft_to_wire


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
                    state=ReviewState.OPEN,
                    created_at=self._now(),
                )
            )
            await tx.add_all(
                DraftRow(
                    review_id=review.id, position=position, draft=draft_to_wire(draft), state=RowState.OPEN
                )
                for position, draft in enumerate(result.drafts)
            )
            return ReviewId(review.id)


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
