"""A stand-in for Gemini's REST API, for tests of the real client over real HTTP.

In the test's own process, with every request on record:

    async with FakeGemini() as gemini:
        gemini.queue(rate_limited("15s"))          # the next request; then plausible answers again
        model = GeminiText("key", base_url=gemini.url)

As a process of its own, for tests that drive the application in a pseudo-terminal; the file then holds the
address, and each request is a JSON line in the log:

    python -m tests.fakes.gemini --port-file FILE [--log FILE]
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fakes.gemini_answers import answer_for, picture_for, rewording_of
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
    "FakeGemini",
    "Reply",
    "as_json",
    "bad_key",
    "blocked",
    "candidate",
    "cut_connection",
    "events",
    "failure",
    "hanging",
    "html",
    "inline_image",
    "rate_limited",
    "redirect",
    "refused",
    "streamed",
    "text",
    "truncated",
]

_PATH = re.compile(r"/(?:v1|v1beta)/models/(?P<model>[^/:]+):(?P<way>generateContent|streamGenerateContent)")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came. The key is never kept, only whether there was one."""

    path: str
    model: str
    headers: dict[str, str]
    body: Json
    streams: bool = False

    @property
    def parts(self) -> list[str | tuple[str, bytes]]:
        """The parts of the request, in order: texts, and pictures as (MIME type, bytes)."""
        parts = [part for content in self.body.get("contents", []) for part in content.get("parts", [])]
        return [part["text"] if "text" in part else _picture(_get(part, "inlineData")) for part in parts]

    @property
    def prompt(self) -> str:
        """All text of the request, in order."""
        return "\n".join(part for part in self.parts if isinstance(part, str))

    @property
    def config(self) -> Json:
        """The generation config, whichever way it was spelled."""
        return _get(self.body, "generationConfig") or {}

    @property
    def step(self) -> str:
        """What was asked for: the title of the answer's schema, "image", or "stream"."""
        schema = _get(self.config, "responseJsonSchema") or {}
        if self.streams:
            return "stream"
        return "image" if _get(self.config, "imageConfig") else str(schema.get("title", ""))

    @property
    def aspect_ratio(self) -> str:
        """The ratio asked for, "" for text."""
        return str(_get(_get(self.config, "imageConfig") or {}, "aspectRatio") or "")

    @property
    def log_row(self) -> Json:
        """What the log keeps of it."""
        row = {"step": self.step, "model": self.model, "prompt": self.prompt}
        return row | {"aspectRatio": self.aspect_ratio}


def _picture(blob: Json) -> tuple[str, bytes]:
    return str(_get(blob, "mimeType")), base64.urlsafe_b64decode(blob["data"].translate({43: 45, 47: 95}))


def _get(data: Json, camel: str) -> Any:
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", camel).lower()
    return data.get(camel, data.get(snake))


def failure(code: int, status: str, message: str, details: object = None) -> Reply:
    """An error in Google's form."""
    error: Json = {"code": code, "status": status, "message": message}
    return as_json({"error": error | ({"details": details} if details is not None else {})}, code)


def rate_limited(retry_delay: str | None = "15s", *, daily: bool = False) -> Reply:
    """429, with RetryInfo and QuotaFailure as Google sends them."""
    quota_id = f"GenerateRequestsPer{'Day' if daily else 'Minute'}PerProjectPerModel-FreeTier"
    details: list[Json] = [
        {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [{"quotaId": quota_id}]}
    ]
    if retry_delay is not None:
        details.append({"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": retry_delay})
    return failure(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota", details)


def bad_key() -> Reply:
    """400 with the reason API_KEY_INVALID."""
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}]
    return failure(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", details)


def candidate(
    parts: list[Json], finish_reason: str = "STOP", usage: Json | None = None, **more: object
) -> Reply:
    """A 200 with one candidate."""
    content = {"content": {"role": "model", "parts": parts}} if parts else {}
    data: Json = {"candidates": [content | {"finishReason": finish_reason, "index": 0} | more]}
    return as_json(data | {"usageMetadata": usage or {"promptTokenCount": 10, "candidatesTokenCount": 2}})


def text(value: str, finish_reason: str = "STOP") -> Reply:
    """A 200 with this text."""
    return candidate([{"text": value}], finish_reason)


def streamed(*words: str, finish_reason: str = "STOP", cut: bool = False, hang: bool = False) -> Reply:
    """A stream of these words; the last piece has the reason and the usage, a cut or hanging one has none."""
    chunks: list[Json] = [
        {"candidates": [{"content": {"role": "model", "parts": [{"text": word}]}, "index": 0}]}
        for word in words
    ]
    if not (cut or hang) and finish_reason:
        usage = {"promptTokenCount": 40, "candidatesTokenCount": len(words), "thoughtsTokenCount": 10}
        last: Json = {"candidates": [{"finishReason": finish_reason, "index": 0}], "usageMetadata": usage}
        chunks.append(last)
    return events(*chunks, cut=cut, hang=hang)


def truncated() -> Reply:
    """A 200 whose JSON was cut off at the token limit."""
    return text('{"entities": [{"name": "HA', "MAX_TOKENS")


def refused(finish_reason: str = "SAFETY", category: str = "") -> Reply:
    """A 200 without content, as a refusal comes; `category` as in HARM_CATEGORY_…, without that."""
    rating = {"category": f"HARM_CATEGORY_{category}", "probability": "HIGH", "blocked": True}
    return candidate([], finish_reason, safetyRatings=[rating] if category else [])


def blocked(reason: str = "PROHIBITED_CONTENT") -> Reply:
    """A 200 whose prompt was blocked."""
    return as_json({"promptFeedback": {"blockReason": reason}})


def inline_image(data: bytes, mime: str = "image/png", *, thought: bool = False) -> Json:
    """One part with a picture."""
    encoded = base64.b64encode(data).decode()
    return {"inlineData": {"mimeType": mime, "data": encoded}} | ({"thought": True} if thought else {})


class FakeGemini(HttpServer[Asked]):
    """The server. Without orders it answers every request plausibly, from the request itself.

    `key` is the only key accepted; None accepts any.
    """

    def __init__(self, key: str | None = None, log: Path | None = None) -> None:
        super().__init__(log)
        self._key = key

    @property
    def image_prompts(self) -> list[str]:
        """The prompts of all pictures asked for, in order."""
        return [asked.prompt for asked in self.requests if asked.step == "image"]

    async def reply(self, path: str, headers: dict[str, str], body: bytes) -> Reply:
        """What was ordered; else a plausible answer to whoever has the key."""
        given = headers.pop("x-goog-api-key", "")
        match = _PATH.fullmatch(path.partition("?")[0])
        if match is None:
            return failure(404, "NOT_FOUND", f"Requested entity {path} was not found.")
        streams = match["way"] == "streamGenerateContent"
        asked = Asked(path, match["model"], headers, json.loads(body), streams)
        if ordered := await self.ordered(asked):
            return ordered
        if not given:
            return failure(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers.")
        if self._key is not None and given != self._key:
            return bad_key()
        return await asyncio.to_thread(_plausible, asked)


def _plausible(asked: Asked) -> Reply:
    tokens = {"promptTokenCount": len(asked.prompt) // 4}
    if asked.step == "image":
        picture = inline_image(picture_for(asked.prompt, asked.aspect_ratio))
        return candidate([picture], usage=tokens | {"candidatesTokenCount": 1120})
    if asked.streams:
        return streamed(*rewording_of(asked.prompt))
    answer = answer_for(asked.step, asked.prompt)
    if answer is None:
        return failure(400, "INVALID_ARGUMENT", f"The stand-in knows no answer to “{asked.step}”.")
    words = json.dumps(answer)
    usage = tokens | {"candidatesTokenCount": len(words) // 4, "thoughtsTokenCount": 16}
    return candidate([{"text": "Let me see.", "thought": True}, {"text": words}], usage=usage)


if __name__ == "__main__":
    serve_until_killed(FakeGemini, "tests.fakes.gemini")
