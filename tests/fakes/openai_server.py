"""A stand-in for OpenAI-compatible servers (Ollama, vLLM, llama.cpp), for tests of the client over real HTTP.

    async with FakeOpenAI() as server:
        server.queue(rate_limited("15"))           # the next request; then plausible answers again
        model = OpenAICompatibleText(server.base_url, "qwen3:8b")

Faults are worded as those servers word them. As a process of its own:

    python -m tests.fakes.openai_server --port-file FILE [--log FILE]
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fakes.gemini_answers import answer_for, rewording_of
from tests.fakes.http_server import (
    HttpServer,
    Json,
    Reply,
    as_json,
    cut_connection,
    events,
    hanging,
    html,
    redirect,
    serve_until_killed,
)

__all__ = [
    "Asked",
    "FakeOpenAI",
    "Reply",
    "as_json",
    "completion",
    "cut_connection",
    "events",
    "failure",
    "hanging",
    "html",
    "rate_limited",
    "redirect",
    "streamed",
    "text",
]

PATH = "/v1/chat/completions"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came. The key is never kept, only whether there was one."""

    path: str
    headers: dict[str, str]
    body: Json
    with_key: bool

    @property
    def model(self) -> str:
        """The model asked for."""
        return str(self.body.get("model", ""))

    @property
    def prompt(self) -> str:
        """All text of the request, in order."""
        return "\n".join(str(message["content"]) for message in self.body.get("messages", []))

    @property
    def form(self) -> str:
        """The type of `response_format`, "" without one."""
        return str(self.body.get("response_format", {}).get("type", ""))

    @property
    def step(self) -> str:
        """What was asked for: the title of the schema, which stands at the end of the prompt, or "stream"."""
        if self.body.get("stream"):
            return "stream"
        try:
            return str(json.loads(self.prompt.rpartition("\n")[2]).get("title", ""))
        except ValueError:
            return ""

    @property
    def log_row(self) -> Json:
        """What the log keeps of it."""
        return {"step": self.step, "model": self.model, "prompt": self.prompt}


def failure(status: int, message: str, **more: Any) -> Reply:
    """An error in OpenAI's form."""
    return as_json(
        {"error": {"message": message, "type": "invalid_request_error", "code": None} | more}, status
    )


def rate_limited(retry_after: str | None = "15") -> Reply:
    """429, with the delay where servers send it."""
    reply = failure(429, "Rate limit reached", type="requests", code="rate_limit_exceeded")
    if retry_after is not None:
        reply.headers["Retry-After"] = retry_after
    return reply


def completion(message: Json, finish_reason: str = "stop", usage: Json | None = None) -> Reply:
    """A 200 with one choice."""
    choice = {"index": 0, "message": {"role": "assistant"} | message, "finish_reason": finish_reason}
    data: Json = {"id": "chatcmpl-1", "object": "chat.completion", "model": "m", "choices": [choice]}
    return as_json(data | ({"usage": usage} if usage is not None else {}))


def text(value: str, finish_reason: str = "stop", prompt_tokens: int | None = None) -> Reply:
    """A 200 with this text; `prompt_tokens` as the server counted them, None for no count at all."""
    counted = {"prompt_tokens": prompt_tokens, "completion_tokens": len(value) // 4}
    return completion({"content": value}, finish_reason, counted if prompt_tokens is not None else None)


def streamed(
    *words: str,
    finish_reason: str | None = "stop",
    prompt_tokens: int | None = None,
    done: bool = True,
    cut: bool = False,
    hang: bool = False,
) -> Reply:
    """A stream of these words, with the last pieces that servers send: the reason, usage, and [DONE]."""
    chunks: list[object] = [change({"content": word}) for word in words]
    if cut or hang:
        return events(*chunks, cut=cut, hang=hang)
    if finish_reason is not None:
        chunks.append(change({}, finish_reason))
    if prompt_tokens is not None:
        counted = {"prompt_tokens": prompt_tokens, "completion_tokens": len(words)}
        chunks.append({"choices": [], "usage": counted})
    return events(*chunks, *(["[DONE]"] if done else []))


def change(delta: Json, finish_reason: str | None = None) -> Json:
    """One piece of a stream."""
    return {"object": "chat.completion.chunk", "choices": [{"delta": delta, "finish_reason": finish_reason}]}


class FakeOpenAI(HttpServer[Asked]):
    """The server. Without orders it answers every request plausibly, from the request itself.

    `key` is the only key accepted, None asks for none. `forms` are the types of `response_format` it takes.
    `window` is its context in tokens, of four characters each: a longer prompt is turned down, or, by a
    server that is `silent` about it, cut to half of the window as Ollama does. One that is `exact` turns a
    request down whose `max_tokens` do not fit behind the prompt, as vLLM does. One that never `streams`
    answers whole.
    """

    def __init__(
        self,
        key: str | None = None,
        log: Path | None = None,
        *,
        forms: tuple[str, ...] = ("json_schema", "json_object"),
        window: int = 1_000_000,
        silent: bool = False,
        exact: bool = False,
        streams: bool = True,
    ) -> None:
        super().__init__(log)
        self._key = key
        self._forms = forms
        self._window = window
        self._silent = silent
        self._exact = exact
        self._streams = streams

    @property
    def base_url(self) -> str:
        """The address to set: with the path that such servers have."""
        return f"{self.url}/v1"

    async def reply(self, path: str, headers: dict[str, str], body: bytes) -> Reply:
        """What was ordered; else what such a server would say."""
        given = headers.pop("authorization", "")
        if path != PATH:
            return as_json({"detail": "Not Found"}, 404)
        asked = Asked(path, headers, json.loads(body), bool(given))
        if (ordered := await self.ordered(asked)) is not None:
            return ordered
        if self._key is not None and given != f"Bearer {self._key}":
            return failure(401, "Incorrect API key provided", code="invalid_api_key")
        if (refused := self._turned_down(asked)) is not None:
            return refused
        return await asyncio.to_thread(self._plausible, asked)

    def _turned_down(self, asked: Asked) -> Reply | None:
        read, wanted = len(asked.prompt) // 4, asked.body.get("max_tokens") or 0
        if asked.form and asked.form not in self._forms:
            return failure(
                400, f"response_format type {asked.form} is not supported", param="response_format"
            )
        if self._exact and wanted and read + wanted > self._window:
            return failure(
                400,
                f"This model's maximum context length is {self._window} tokens. However, you requested "
                f"{read + wanted} tokens ({read} in the messages, {wanted} in the completion). Please reduce "
                "the length of the messages or completion.",
            )
        if read > self._window and not self._silent:
            return failure(
                400,
                f"the request ({read} tokens) exceeds the available context size ({self._window} tokens)",
                type="exceed_context_size_error",
            )
        return None

    def _plausible(self, asked: Asked) -> Reply:
        read = len(asked.prompt) // 4
        seen = asked.prompt
        if read > self._window:
            read = self._window // 2 + 2
            seen = asked.prompt[-read * 4 :]
        if not asked.form and "<selection>" in seen:
            words = rewording_of(seen)
            whole = text("".join(words), prompt_tokens=read)
            return streamed("<think>Hm.</think>", *words, prompt_tokens=read) if self._streams else whole
        answer = answer_for(asked.step, seen) or {}
        return text(f"<think>Let me see.</think>\n```json\n{json.dumps(answer)}\n```", prompt_tokens=read)


if __name__ == "__main__":
    serve_until_killed(FakeOpenAI, "tests.fakes.openai_server")
