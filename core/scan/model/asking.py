"""Asking the model: cached by content, validated, repaired once, counted."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from core.errors import AnswerInvalid, KeyRejected, ProviderError, ProviderUnreachable, QuotaExceeded
from core.events import CallFinished, ScanEvent, ScanWarned, StageStarted
from core.models import ScanStage, Usage
from core.prompting import load_prompt
from core.providers.ports import TextAnswer, TextModel
from core.scan.engine import AnswerCache
from core.scan.model.source import tokens

A = TypeVar("A", bound=BaseModel)
T = TypeVar("T")

CONCURRENCY = 4
FATAL = (KeyRejected, ProviderUnreachable, QuotaExceeded)
"""Errors that the next call would meet as well: the scan stops, and goes on later from the cache."""

MAX_SHOWN_ANSWER = 60_000
MAX_SHOWN_ERROR = 1_500


class Asker:
    """Puts questions to one model for one scan. `emit` gets every event as it happens."""

    def __init__(
        self,
        model: TextModel,
        cache: AnswerCache,
        prompts_folder: Path | None,
        emit: Callable[[ScanEvent], None],
    ) -> None:
        self._model = model
        self._cache = cache
        self._folder = prompts_folder
        self.emit = emit
        self._stage = ScanStage.EXTRACT
        self.done = 0
        self._planned = 0
        self.usage = Usage()
        self.warnings: list[str] = []

    def begin(self, stage: ScanStage, calls_to_come: int) -> None:
        """Enter a stage; `calls_to_come` are the calls from here to the end, as known now."""
        self._stage = stage
        self._planned = self.done + calls_to_come
        self.emit(StageStarted(stage, self._planned))

    def warn(self, message: str) -> None:
        """Say what the person should know; it stays with the result."""
        self.warnings.append(message)
        self.emit(ScanWarned(message))

    async def ask(self, prompt: str, schema: type[A], /, **variables: object) -> A:
        """The validated answer to `prompt`, by its name.

        Raises:
            ProviderError: any of its kinds; `AnswerInvalid` when the repaired answer is wrong as well.
            PromptError: the prompt file doesn't fit its variables.
        """
        question = await asyncio.to_thread(self._render, prompt, variables)
        key = self._key(question, schema)
        stored = await self._cache.get(key)
        if stored is not None and (known := _valid(schema, stored.text)) is not None:
            self._finished(Usage(), cached=True)
            return known
        answer, parsed = await self._ask_fresh(question, schema)
        # Paid for: a cancel that comes now must not lose it.
        await asyncio.shield(self._cache.put(key, prompt, self._model.info, answer))
        return parsed

    def _render(self, prompt: str, variables: Mapping[str, object]) -> str:
        return load_prompt(prompt, self._folder).render(**variables)

    def _key(self, question: str, schema: type[BaseModel]) -> str:
        info = self._model.info
        content = [info.provider, info.model, question, schema.model_json_schema()]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    async def _ask_fresh(self, question: str, schema: type[A]) -> tuple[TextAnswer, A]:
        try:
            return await self._call(question, schema)
        except AnswerInvalid as error:
            fault = error
        shown = {"answer": fault.raw[:MAX_SHOWN_ANSWER], "error": fault.message[:MAX_SHOWN_ERROR]}
        repair = await asyncio.to_thread(self._render, "repair", {"question": question, **shown})
        self._planned += 1
        return await self._call(repair, schema)

    async def _call(self, question: str, schema: type[A]) -> tuple[TextAnswer, A]:
        try:
            answer = await self._model.answer(question, schema)
        except AnswerInvalid as error:
            # It was paid for all the same; its size is the best estimate there is.
            read, written = tokens(question), tokens(error.raw)
            self._finished(Usage(1, read, written, self._model.price_usd(read, written)))
            raise
        self._finished(answer.usage)
        try:
            return answer, schema.model_validate_json(answer.text)
        except ValidationError as error:
            raise AnswerInvalid(_in_words(error), self._model.info.provider, answer.text) from error

    def _finished(self, usage: Usage, *, cached: bool = False) -> None:
        self.usage += usage
        self.done += 1
        self._planned = max(self._planned, self.done)
        self.emit(CallFinished(self._stage, self.done, self._planned, self.usage, cached))


def _valid(schema: type[A], text: str) -> A | None:
    try:
        return schema.model_validate_json(text)
    except ValidationError:
        return None


def _in_words(error: ValidationError) -> str:
    faults = [
        f"{'.'.join(str(part) for part in fault['loc']) or 'the answer'}: {fault['msg']}"
        for fault in error.errors(include_url=False, include_input=False)[:8]
    ]
    return "The model's answer does not have the form that was asked for: " + "; ".join(faults) + "."


async def attempt(call: Awaitable[T]) -> T | ProviderError:
    """The result of a call, or the error when the scan can go on without this part of it.

    Raises:
        ProviderError: one of `FATAL`.
    """
    try:
        return await call
    except FATAL:
        raise
    except ProviderError as error:
        return error


async def attempt_all(calls: Iterable[Callable[[], Awaitable[T]]]) -> list[T | ProviderError]:
    """`attempt` each call, `CONCURRENCY` at a time; results in order. A fatal error cancels the rest.

    Raises:
        ProviderError: one of `FATAL`.
    """
    gate = asyncio.Semaphore(CONCURRENCY)

    async def through_gate(call: Callable[[], Awaitable[T]]) -> T | ProviderError:
        async with gate:
            return await attempt(call())

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(through_gate(call)) for call in calls]
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None
    return [task.result() for task in tasks]
