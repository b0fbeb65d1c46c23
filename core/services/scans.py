"""Scans: a script's drafts, and the review that they open."""

from __future__ import annotations

from collections.abc import AsyncIterator

from core.events import ReviewOpened, ScanEvent, ScanFinished
from core.models import BranchId, EngineInfo, ReviewId, ScanEstimate, Screenplay, ScriptId, Usage
from core.providers.ports import TextAnswer
from core.scan.engine import ScanEngine
from core.services.common import Context
from core.services.projects import Projects
from core.services.review_opening import ReviewOpening
from core.store.engine import uninterrupted
from core.store.tables import ModelCallRow


class Scans:
    """Scanning a script (SPEC 2.2). Nothing here writes to `project_assets`."""

    def __init__(self, context: Context, projects: Projects, engine: ScanEngine) -> None:
        self._store = context.store
        self._now = context.now
        self._projects = projects
        self._engine = engine
        self._opening = ReviewOpening(context, projects)

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

        When the film was reviewed before, it is the difference to that, with what a person decided. Cancelled
        or failed before it is open, nothing is stored but the answers that were paid for.

        Raises:
            ProviderError: the model could not be asked.
        """
        screenplay = await self._projects.screenplay(script_id)
        async for event in self._engine.scan(screenplay):
            yield event
            if isinstance(event, ScanFinished):
                yield ReviewOpened(await self._opening.open(script_id, branch_id, event.result))

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
                await self._opening.add(review_id, event.result)
                yield ReviewOpened(review_id)

    @uninterrupted
    async def _script_of(self, review_id: ReviewId) -> ScriptId:
        async with self._store.read() as tx:
            return ScriptId((await tx.review(review_id)).script_id)


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
