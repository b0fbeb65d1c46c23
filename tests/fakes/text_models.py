"""A language model in memory: answers from a script of its own, and every question on record."""

from __future__ import annotations

import asyncio
import json
import re
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from core.errors import LookbookError
from core.models import EngineInfo, Usage
from core.providers.ports import TextAnswer
from tests.fakes.gemini_answers import answer_for, rewording_of

Json = dict[str, Any]
Reply = Json | str | LookbookError | None
"""JSON to answer with, text as it is, an error to raise, or None for the plausible answer."""

_TOKEN = re.compile(r"\d|[^\W\d]{1,5}|[^\w\s]|\n")


def count_tokens(text: str) -> int:
    """A tokenizer's count: words in pieces of five letters, figures and marks one by one."""
    return len(_TOKEN.findall(text))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: the title of its schema, and the prompt."""

    step: str
    prompt: str


class RecordedModel:
    """A `TextModel`. `queue` orders the next answers of a step, `always` all of them.

    With `expect` the answers are held back until so many questions have come; each release is one wait.
    """

    def __init__(
        self,
        answer: Callable[[str, str], Json | None] = answer_for,
        context_tokens: int = 1_000_000,
        name: str = "recorded",
    ) -> None:
        self._answer = answer
        self._context = context_tokens
        self._name = name
        self._queued: dict[str, deque[Reply]] = defaultdict(deque)
        self._always: dict[str, Callable[[str], Reply]] = {}
        self.asked: list[Asked] = []
        self.waits = 0
        self.closed = 0
        self._expected = 0
        self._held: list[asyncio.Event] = []

    @property
    def info(self) -> EngineInfo:
        return EngineInfo("recorded", self._name)

    @property
    def context_tokens(self) -> int:
        return self._context

    def price_usd(self, input_tokens: int, output_tokens: int) -> float:
        return (input_tokens + 4 * output_tokens) / 1_000_000

    @property
    def input_tokens(self) -> int:
        """What all questions so far weigh, by the model's own count."""
        return sum(count_tokens(asked.prompt) for asked in self.asked)

    def steps(self) -> list[str]:
        """What was asked for, in order."""
        return [asked.step for asked in self.asked]

    def prompts(self, step: str) -> list[str]:
        """The questions of one step, in order."""
        return [asked.prompt for asked in self.asked if asked.step == step]

    def queue(self, step: str, *replies: Reply) -> None:
        """Answer the next questions of a step with these."""
        self._queued[step].extend(replies)

    def always(self, step: str, reply: Callable[[str], Reply]) -> None:
        """Answer all questions of a step by a function of the prompt."""
        self._always[step] = reply

    def usually(self, step: str) -> None:
        """Take back `always`."""
        self._always.pop(step, None)

    def expect(self, questions: int) -> None:
        """Hold all answers until so many more questions have come."""
        self._expected = questions

    async def answer(self, prompt: str, schema: type[BaseModel]) -> TextAnswer:
        self.asked.append(Asked(schema.__name__, prompt))
        await self._until_all_have_come()
        reply = self._reply(schema.__name__, prompt)
        if isinstance(reply, LookbookError):
            raise reply
        text = reply if isinstance(reply, str) else json.dumps(reply)
        read, written = count_tokens(prompt), count_tokens(text)
        return TextAnswer(text, Usage(1, read, written, self.price_usd(read, written)))

    async def stream(self, prompt: str) -> AsyncGenerator[str | TextAnswer, None]:
        """A plain answer, ordered under the step "stream", word by word; `closed` counts who went early."""
        self.asked.append(Asked("stream", prompt))
        reply = self._reply("stream", prompt)
        if isinstance(reply, LookbookError):
            raise reply
        text = reply if isinstance(reply, str) else "".join(rewording_of(prompt))
        done = False
        try:
            for match in re.finditer(r"\s", text):
                yield text[: match.start()]
            read, written = count_tokens(prompt), count_tokens(text)
            done = True
            yield TextAnswer(text, Usage(1, read, written, self.price_usd(read, written)))
        finally:
            self.closed += not done

    async def _until_all_have_come(self) -> None:
        if not self._expected:
            return
        here = asyncio.Event()
        self._held.append(here)
        if len(self._held) == self._expected:
            self.waits += 1
            self._expected = 0
            held, self._held = self._held, []
            for event in held:
                event.set()
        await here.wait()

    def _reply(self, step: str, prompt: str) -> Reply:
        queued = self._queued[step]
        reply = queued.popleft() if queued else None
        if reply is None and step in self._always:
            reply = self._always[step](prompt)
        return self._answer(step, prompt) if reply is None else reply

    async def close(self) -> None:
        """Nothing is held."""
