"""An HTTP server for stand-ins of model providers: ordered answers, faults of the wire, everything on record.

Plain asyncio on purpose: if aiohttp could be imported, google-genai would use another transport.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

Json = dict[str, Any]


class Asking(Protocol):
    """A request on record."""

    @property
    def step(self) -> str:
        """What was asked for, in one word."""

    @property
    def log_row(self) -> Json:
        """What the log keeps of it."""


A = TypeVar("A", bound=Asking)


@dataclass(slots=True)
class Reply:
    """What goes back over the wire. `cut`: the connection ends in the middle; `hang`: not before release.

    `pieces` follow the body one by one, as a stream of events comes; a fault then comes behind them.
    """

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json; charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    hang: bool = False
    pieces: tuple[bytes, ...] = ()


def as_json(data: object, status: int = 200) -> Reply:
    """Any JSON body."""
    return Reply(json.dumps(data).encode(), status)


def html(status: int = 200) -> Reply:
    """A login page, as a proxy sends it."""
    return Reply(b"<html><body>Please log in</body></html>", status, "text/html")


def redirect(url: str) -> Reply:
    """A redirect, which the client must not follow."""
    return Reply(status=302, headers={"Location": url})


def events(*data: object, cut: bool = False, hang: bool = False) -> Reply:
    """A stream of server-sent events: text as it is, anything else as JSON."""
    rows = (one if isinstance(one, str) else json.dumps(one) for one in data)
    pieces = tuple(f"data: {row}\r\n\r\n".encode() for row in rows)
    return Reply(content_type="text/event-stream", cut=cut, hang=hang, pieces=pieces)


def cut_connection() -> Reply:
    """The connection ends in the middle of the answer."""
    return Reply(b'{"candidates": [', cut=True)


def hanging() -> Reply:
    """No answer before `release()`."""
    return Reply(b"{}", hang=True)


class HttpServer(ABC, Generic[A]):
    """The server: `requests` is what was asked, in order; `url` where it listens; `left` is set when a client
    went away from an answer that hangs.

    A stand-in says in `reply` what it answers, and asks `ordered` first for what a test has ordered.
    """

    def __init__(self, log: Path | None = None) -> None:
        self.requests: list[A] = []
        self.url = ""
        self._log = log
        self._queue: deque[Reply | None] = deque()
        self._by_step: dict[str, Reply] = {}
        self._released = asyncio.Event()
        self.left = asyncio.Event()
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

    @abstractmethod
    async def reply(self, path: str, headers: dict[str, str], body: bytes) -> Reply:
        """What goes back for one request."""

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

    async def ordered(self, asked: A) -> Reply | None:
        """Put a request on record; what was ordered for it, None for nothing."""
        async with self._arrived:
            self.requests.append(asked)
            self._arrived.notify_all()
        if self._log is not None:
            with self._log.open("a", encoding="utf-8") as log:
                log.write(json.dumps(asked.log_row) + "\n")
        queued = self._queue.popleft() if self._queue else None
        return queued or self._by_step.get(asked.step)

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
        reply = await self.reply(path, headers, body)
        if reply.pieces:
            return await self._stream(reply, reader, writer)
        if reply.hang:
            await self._hang(reader)
        writer.write(_wire(reply))
        await writer.drain()
        return not reply.cut

    async def _stream(self, reply: Reply, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(_head(reply, "Transfer-Encoding: chunked"))
        for piece in reply.pieces:
            writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            await writer.drain()
            await asyncio.sleep(0)
        if reply.hang:
            await self._hang(reader)
        if not reply.cut:
            writer.write(b"0\r\n\r\n")
            await writer.drain()
        return not reply.cut

    async def _hang(self, reader: asyncio.StreamReader) -> None:
        """Until released, or until the client is gone."""
        gone = asyncio.ensure_future(reader.read(1))
        released = asyncio.ensure_future(self._released.wait())
        try:
            await asyncio.wait([gone, released], return_when=asyncio.FIRST_COMPLETED)
        finally:
            released.cancel()
            gone.cancel()
        if not self._released.is_set():
            self.left.set()
            raise ConnectionError("the client has gone")
        # The client waits for this answer: it sends nothing before, and its next request is read anew.
        await asyncio.gather(gone, return_exceptions=True)


def _header_lines(head: str) -> Iterator[tuple[str, str]]:
    for line in head.split("\r\n")[1:]:
        name, found, value = line.partition(":")
        if found:
            yield name.lower(), value.strip()


def _wire(reply: Reply) -> bytes:
    return _head(reply, f"Content-Length: {len(reply.body) + (1000 if reply.cut else 0)}") + reply.body


def _head(reply: Reply, *more: str) -> bytes:
    lines = [f"HTTP/1.1 {reply.status} -", f"Content-Type: {reply.content_type}", *more]
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


async def _serve(server: HttpServer[Any], port_file: Path) -> None:
    async with server:
        part = port_file.with_suffix(".part")
        part.write_text(server.url, encoding="utf-8")
        part.rename(port_file)
        await asyncio.Event().wait()


def serve_until_killed(make: Callable[[str | None, Path | None], HttpServer[Any]], program: str) -> None:
    """Run a stand-in, made of its key and its log, as a process of its own."""
    parser = argparse.ArgumentParser(prog=f"python -m {program}", description="A stand-in for a provider.")
    parser.add_argument("--port-file", type=Path, required=True, help="written when ready; holds the address")
    parser.add_argument("--log", type=Path, help="one JSON line a request")
    parser.add_argument("--key", help="the only key that is accepted; default: any")
    given = parser.parse_args()
    asyncio.run(_serve(make(given.key, given.log), given.port_file))
