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
from core.scan.model.merging import merged
from core.scan.model.pipeline import Pipeline
from core.scan.model.planning import Plan, estimate, plan
from core.scan.model.source import Source


class ModelEngine:
    """Scans and merges by `model`; answers are kept in `cache`, own prompts come from `prompts_folder`.

    `one_window`: send the script in one piece where the model's context holds it, instead of in windows that
    are read at once. One piece sees the whole film; windows are quicker and read with more care.
    """

    def __init__(
        self,
        model: TextModel,
        cache: AnswerCache,
        prompts_folder: Path | None = None,
        *,
        one_window: bool = False,
    ) -> None:
        self._model = model
        self._cache = cache
        self._prompts_folder = prompts_folder
        self._one_window = one_window

    @property
    def info(self) -> EngineInfo:
        """Who reads."""
        return self._model.info

    def estimate(self, screenplay: Screenplay) -> ScanEstimate:
        """An upper bound of what `scan` will spend; repairs and smaller windows are not in it.

        `input_ratio` is 1.6 at most where the script is of a feature's length.
        """
        return estimate(self._plan(Source(screenplay)), self._model, self.info)

    def _plan(self, source: Source) -> Plan:
        return plan(source, self._model, self._prompts_folder, one_window=self._one_window)

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
        planned = await asyncio.to_thread(self._plan, source)
        emit(ScanBegan(self.info, estimate(planned, self._model, self.info).usage))
        asker = self._asker(emit)
        found = await Pipeline(source, asker, planned).run()
        warnings = tuple(asker.warnings)
        emit(
            ScanFinished(
                ScanResult(self.info, asker.usage, found.drafts, warnings, found.suggestions, found.unread)
            )
        )

    async def merge(self, drafts: Sequence[Draft], primary: str) -> tuple[Draft, Usage]:
        """One cohesive draft named `primary`; the union is the program's, the words are the model's.

        Raises:
            ProviderError: the model did not answer; nothing has changed.
        """
        asker = self._asker(lambda _: None)
        return await merged(asker, drafts, primary), asker.usage

    def _asker(self, emit: Callable[[ScanEvent], None]) -> Asker:
        return Asker(self._model, self._cache, self._prompts_folder, emit)
