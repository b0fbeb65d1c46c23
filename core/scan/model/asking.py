"""Asking the model: cached by content, validated, repaired once, counted, so many at a time.

An answer is stored as soon as it comes, the invalid ones too: the same scan again repairs what it has and
pays for nothing twice. Only the last answer to be had, where nothing smaller can be asked, is not kept when
it is invalid: that question is what a scan that runs again asks anew.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from core.errors import (
    AnswerInvalid,
    KeyRejected,
    PromptTooLong,
    ProviderError,
    ProviderUnreachable,
    QuotaExceeded,
)
from core.events import CallFinished, ScanEvent, ScanWarned, StageStarted
from core.models import ScanStage, Usage
from core.prompting import load_prompt
from core.providers.ports import TextAnswer, TextModel
from core.rules.counting import tokens
from core.scan.engine import AnswerCache
from core.scan.model.schemas import schema_tokens

A = TypeVar("A", bound=BaseModel)
T = TypeVar("T")

CONCURRENCY = 8
FATAL = (KeyRejected, ProviderUnreachable, QuotaExceeded)
"""Errors that the next call would meet as well: the scan stops, and goes on later from the cache."""

MAX_SHOWN_ANSWER = 20_000
SHOWN_CHARS_PER_TOKEN = 0.4
"""Of the model's context: a tenth of it in a repair is the answer that was wrong."""
MAX_SHOWN_ERROR = 1_500


@dataclass(frozen=True)
class Question(Generic[A]):
    """What is asked: the prompt by name with its variables, and the schema of the answer.

    `fault` says what is wrong with an answer of the right form, or "". `repairs`: an invalid answer is sent
    back once with its fault. `last`: nothing smaller will be asked when this fails.
    """

    prompt: str
    schema: type[A]
    variables: Mapping[str, object]
    stage: ScanStage
    fault: Callable[[A], str] = lambda _: ""
    repairs: bool = True
    last: bool = True


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
        self._gate = asyncio.Semaphore(CONCURRENCY)
        self._stopped: ProviderError | None = None
        self.emit = emit
        self.done = 0
        self._planned = 0
        self.usage = Usage()
        self.warnings: list[str] = []

    def begin(self, stage: ScanStage, calls_to_come: int) -> None:
        """Enter a stage; `calls_to_come` are the calls from here to the end, as known now."""
        self._planned = self.done + calls_to_come
        self.emit(StageStarted(stage, self._planned))

    def warn(self, message: str) -> None:
        """Say what the person should know; it stays with the result."""
        self.warnings.append(message)
        self.emit(ScanWarned(message))

    async def ask(self, question: Question[A]) -> A:
        """The validated answer.

        Raises:
            ProviderError: any of its kinds; `AnswerInvalid` when the repaired answer is wrong as well.
            PromptError: the prompt file doesn't fit its variables.
        """
        text = await asyncio.to_thread(self._render, question.prompt, question.variables)
        try:
            return await self._answered(text, question, keep=question.repairs or not question.last)
        except AnswerInvalid as error:
            if not question.repairs or isinstance(error, PromptTooLong):
                raise
            fault = error
        most = min(MAX_SHOWN_ANSWER, int(self._model.context_tokens * SHOWN_CHARS_PER_TOKEN))
        shown = {"answer": fault.raw[:most], "error": fault.message[:MAX_SHOWN_ERROR]}
        repair = await asyncio.to_thread(self._render, "repair", {"question": text, **shown})
        self._planned += 1
        return await self._answered(repair, question, keep=not question.last)

    async def cost(self, question: Question[Any]) -> int:
        """The tokens of a question as it is sent, with its schema, without a repair."""
        text = await asyncio.to_thread(self._render, question.prompt, question.variables)
        return tokens(text) + schema_tokens(question.schema)

    async def knows(self, question: Question[Any]) -> bool:
        """Whether an answer to this question is stored, a valid one or not."""
        text = await asyncio.to_thread(self._render, question.prompt, question.variables)
        return await self._cache.get(self._key(text, question.schema)) is not None

    def _render(self, prompt: str, variables: Mapping[str, object]) -> str:
        return load_prompt(prompt, self._folder).render(**variables)

    def _key(self, text: str, schema: type[BaseModel]) -> str:
        info = self._model.info
        content = [info.provider, info.model, text, schema.model_json_schema()]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    async def _answered(self, text: str, question: Question[A], *, keep: bool) -> A:
        """A valid answer from the cache or the model; an invalid one is stored only when `keep`."""
        key = self._key(text, question.schema)
        stored = await self._cache.get(key)
        if stored is not None:
            self._finished(question.stage, Usage(), cached=True)
            return self._checked(stored.text, question)
        answer = await self._call(text, question)
        try:
            valid = self._checked(answer.text, question)
        except AnswerInvalid:
            if keep:
                await self._store(key, question.prompt, answer)
            raise
        await self._store(key, question.prompt, answer)
        return valid

    async def _store(self, key: str, step: str, answer: TextAnswer) -> None:
        # Paid for: a cancel that comes now must not lose it.
        await asyncio.shield(self._cache.put(key, step, self._model.info, answer))

    async def _call(self, text: str, question: Question[A]) -> TextAnswer:
        """What the model says, whatever it is worth."""
        async with self._gate:
            if self._stopped is not None:
                raise self._stopped
            try:
                answer = await self._model.answer(text, question.schema)
            except PromptTooLong:
                raise
            except AnswerInvalid as error:
                # It was paid for all the same; its size is the best estimate there is.
                read, written = tokens(text), tokens(error.raw)
                answer = TextAnswer(error.raw, Usage(1, read, written, self._model.price_usd(read, written)))
            except FATAL as error:
                self._stopped = error
                raise
        self._finished(question.stage, answer.usage)
        return answer

    def _checked(self, text: str, question: Question[A]) -> A:
        """The answer as its schema has it. What is wrong is said by the text alone: the same text, the same
        question to repair it."""
        if not text.strip():
            raise AnswerInvalid("The model's answer was empty.", self._model.info.provider, text)
        try:
            answer = question.schema.model_validate_json(text)
        except ValidationError as error:
            raise AnswerInvalid(_in_words(error), self._model.info.provider, text) from error
        if fault := question.fault(answer):
            raise AnswerInvalid(fault, self._model.info.provider, text)
        return answer

    def _finished(self, stage: ScanStage, usage: Usage, *, cached: bool = False) -> None:
        self.usage += usage
        self.done += 1
        self._planned = max(self._planned, self.done)
        self.emit(CallFinished(stage, self.done, self._planned, self.usage, cached))


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


async def together(calls: Sequence[Awaitable[T]]) -> list[T]:
    """The results of all calls, in order. When one fails the others are waited for first: what is under way
    is paid for, and is kept for the next time.

    Raises:
        ProviderError: one of `FATAL`.
    """
    tasks = [asyncio.ensure_future(call) for call in calls]
    await asyncio.gather(*tasks, return_exceptions=True)
    return [task.result() for task in tasks]
