"""A stand-in for Gemini's REST API, for tests of the real client over real HTTP.

In the test's own process, with every request on record:

    async with FakeGemini() as gemini:
        gemini.queue(rate_limited("15s"))          # the next request; then plausible answers again
        model = GeminiText("key", base_url=gemini.url)

As a process of its own, for tests that drive the application in a pseudo-terminal; the file then holds the
address, and each request is a JSON line in the log:

    python -m tests.fakes.gemini --port-file FILE [--log FILE]

Plain asyncio on purpose: if aiohttp could be imported, the client under test would use another transport.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.fakes.gemini_answers import answer_for, picture_for

Json = dict[str, Any]
_PATH = re.compile(r"/(?:v1|v1beta)/models/(?P<model>[^/:]+):generateContent")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came. The key is never kept, only whether there was one."""

    path: str
    model: str
    headers: dict[str, str]
    body: Json

    @property
    def prompt(self) -> str:
        """All text of the request, in order."""
        parts = (part for content in self.body.get("contents", []) for part in content.get("parts", []))
        return "\n".join(part["text"] for part in parts if "text" in part)

    @property
    def config(self) -> Json:
        """The generation config, whichever way it was spelled."""
        return _get(self.body, "generationConfig") or {}

    @property
    def step(self) -> str:
        """What was asked for: the title of the answer's schema, or "image"."""
        schema = _get(self.config, "responseJsonSchema") or {}
        return "image" if _get(self.config, "imageConfig") else str(schema.get("title", ""))

    @property
    def aspect_ratio(self) -> str:
        """The ratio asked for, "" for text."""
        return str(_get(_get(self.config, "imageConfig") or {}, "aspectRatio") or "")


@dataclass(slots=True)
class Reply:
    """What goes back over the wire. `cut`: the connection ends in the middle; `hang`: not before release."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json; charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    hang: bool = False


def _get(data: Json, camel: str) -> Any:
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", camel).lower()
    return data.get(camel, data.get(snake))


def as_json(data: object, status: int = 200) -> Reply:
    """Any JSON body."""
    return Reply(json.dumps(data).encode(), status)


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


def html() -> Reply:
    """200 with a login page, as a proxy sends it."""
    return Reply(b"<html><body>Please log in</body></html>", content_type="text/html")


def redirect(url: str) -> Reply:
    """A redirect, which the client must not follow."""
    return Reply(status=302, headers={"Location": url})


def cut_connection() -> Reply:
    """The connection ends in the middle of the answer."""
    return Reply(b'{"candidates": [', cut=True)


def hanging() -> Reply:
    """No answer before `FakeGemini.release()`."""
    return Reply(b"{}", hang=True)


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


class FakeGemini:
    """The server. Without orders it answers every request plausibly, from the request itself.

    `requests` is what was asked, in order. `key` is the only key accepted; None accepts any.
    """

    def __init__(self, key: str | None = None, log: Path | None = None) -> None:
        self.requests: list[Asked] = []
        self.url = ""
        self._key = key
        self._log = log
        self._queue: deque[Reply | None] = deque()
        self._by_step: dict[str, Reply] = {}
        self._released = asyncio.Event()
        self._arrived = asyncio.Condition()
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=64_000_000)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def image_prompts(self) -> list[str]:
        """The prompts of all pictures asked for, in order."""
        return [asked.prompt for asked in self.requests if asked.step == "image"]

    def steps(self) -> list[str]:
        """What was asked for, in order."""
        return [asked.step for asked in self.requests]

    def queue(self, *replies: Reply | None) -> None:
        """Answer the next requests with these, in order; None stands for the plausible answer."""
        self._queue.extend(replies)

    def always(self, step: str, reply: Reply | None) -> None:
        """Answer every request of a step ("Extraction", "image", …) with this; None ends that."""
        self._by_step.pop(step, None)
        if reply is not None:
            self._by_step[step] = reply

    def release(self) -> None:
        """Let hanging answers go."""
        self._released.set()

    async def wait_for_requests(self, count: int) -> None:
        """Return when so many requests have arrived."""
        async with self._arrived:
            await self._arrived.wait_for(lambda: len(self.requests) >= count)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            while await self._one_exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._connections.discard(task)
            writer.close()

    async def _one_exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path = head.split(" ", 2)[1]
        headers = dict(_header_lines(head))
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        reply = await self._reply(path, headers, body)
        if reply.hang:
            await self._released.wait()
        writer.write(_wire(reply))
        await writer.drain()
        return not reply.cut

    async def _reply(self, path: str, headers: dict[str, str], body: bytes) -> Reply:
        given = headers.pop("x-goog-api-key", "")
        match = _PATH.fullmatch(path.partition("?")[0])
        if match is None:
            return failure(404, "NOT_FOUND", f"Requested entity {path} was not found.")
        asked = Asked(path, match["model"], headers, json.loads(body))
        await self._record(asked)
        ordered = self._queue.popleft() if self._queue else None
        if ordered := ordered or self._by_step.get(asked.step):
            return ordered
        if not given:
            return failure(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers.")
        if self._key is not None and given != self._key:
            return bad_key()
        return await asyncio.to_thread(_plausible, asked)

    async def _record(self, asked: Asked) -> None:
        async with self._arrived:
            self.requests.append(asked)
            self._arrived.notify_all()
        if self._log is not None:
            row = {"step": asked.step, "model": asked.model, "prompt": asked.prompt}
            with self._log.open("a", encoding="utf-8") as log:
                log.write(json.dumps(row | {"aspectRatio": asked.aspect_ratio}) + "\n")


def _plausible(asked: Asked) -> Reply:
    tokens = {"promptTokenCount": len(asked.prompt) // 4}
    if asked.step == "image":
        picture = inline_image(picture_for(asked.prompt, asked.aspect_ratio))
        return candidate([picture], usage=tokens | {"candidatesTokenCount": 1120})
    answer = answer_for(asked.step, asked.prompt)
    if answer is None:
        return failure(400, "INVALID_ARGUMENT", f"The stand-in knows no answer to “{asked.step}”.")
    words = json.dumps(answer)
    usage = tokens | {"candidatesTokenCount": len(words) // 4, "thoughtsTokenCount": 16}
    return candidate([{"text": "Let me see.", "thought": True}, {"text": words}], usage=usage)


def _header_lines(head: str) -> Iterator[tuple[str, str]]:
    for line in head.split("\r\n")[1:]:
        name, found, value = line.partition(":")
        if found:
            yield name.lower(), value.strip()


def _wire(reply: Reply) -> bytes:
    length = len(reply.body) + (1000 if reply.cut else 0)
    lines = [f"HTTP/1.1 {reply.status} -", f"Content-Type: {reply.content_type}", f"Content-Length: {length}"]
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + reply.body


async def _serve(port_file: Path, log: Path | None, key: str | None) -> None:
    async with FakeGemini(key, log) as server:
        part = port_file.with_suffix(".part")
        part.write_text(server.url, encoding="utf-8")
        part.rename(port_file)
        await asyncio.Event().wait()


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fakes.gemini", description="A stand-in for Gemini."
    )
    parser.add_argument("--port-file", type=Path, required=True, help="written when ready; holds the address")
    parser.add_argument("--log", type=Path, help="one JSON line a request")
    parser.add_argument("--key", help="the only key that is accepted; default: any")
    given = parser.parse_args()
    asyncio.run(_serve(given.port_file, given.log, given.key))


if __name__ == "__main__":
    main()
