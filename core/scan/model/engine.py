"""The scan engine that asks a language model and believes nothing it can't verify."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from pathlib import Path

from core.events import ScanBegan, ScanEvent, ScanFinished
from core.models import Draft, EngineInfo, ScanEstimate, ScanResult, Screenplay, Usage
from core.providers.ports import TextModel
from core.scan.engine import AnswerCache
from core.scan.model.asking import Asker
from core.scan.model.estimating import estimate, window_budget
from core.scan.model.merging import merged
from core.scan.model.pipeline import Pipeline
from core.scan.model.source import Source


class ModelEngine:
    """Scans and merges by `model`; answers are kept in `cache`, own prompts come from `prompts_folder`."""

    def __init__(self, model: TextModel, cache: AnswerCache, prompts_folder: Path | None = None) -> None:
        self._model = model
        self._cache = cache
        self._prompts_folder = prompts_folder

    @property
    def info(self) -> EngineInfo:
        """Who reads."""
        return self._model.info

    def estimate(self, screenplay: Screenplay) -> ScanEstimate:
        """An upper bound of what `scan` will spend, by four characters a token; repairs are not in it."""
        return estimate(Source(screenplay), self._model, self.info)

    async def scan(self, screenplay: Screenplay) -> AsyncGenerator[ScanEvent, None]:
        """Extract, resolve, distil, filter. `ScanBegan` is first, `ScanFinished` last.

        Raises:
            ProviderError: nothing could be read, the key was rejected, a limit is reached, no network.
        """
        events: asyncio.Queue[ScanEvent | None] = asyncio.Queue()
        # The calls run in a task of their own: a generator that is abandoned half-way can't hold them open.
        work = asyncio.create_task(self._run(screenplay, events.put_nowait))
        work.add_done_callback(lambda _: events.put_nowait(None))
        try:
            while (event := await events.get()) is not None:
                yield event
            await work
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    async def _run(self, screenplay: Screenplay, emit: Callable[[ScanEvent], None]) -> None:
        source = Source(screenplay)
        expected = await asyncio.to_thread(estimate, source, self._model, self.info)
        emit(ScanBegan(self.info, expected.usage))
        asker = self._asker(emit)
        drafts = await Pipeline(source, asker, expected.usage.calls, window_budget(self._model)).run()
        emit(ScanFinished(ScanResult(self.info, asker.usage, drafts, tuple(asker.warnings))))

    async def merge(self, drafts: Sequence[Draft], primary: str) -> tuple[Draft, Usage]:
        """One cohesive draft named `primary`; the union is the program's, the words are the model's.

        Raises:
            ProviderError: the model did not answer; nothing has changed.
        """
        asker = self._asker(lambda _: None)
        return await merged(asker, drafts, primary), asker.usage

    def _asker(self, emit: Callable[[ScanEvent], None]) -> Asker:
        return Asker(self._model, self._cache, self._prompts_folder, emit)
