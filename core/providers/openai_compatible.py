"""Any server that speaks OpenAI's Chat Completions (Ollama, vLLM, llama.cpp) as a text model, over httpx.

No vendor's package: one address, one request, and nothing that the server says is believed unread. No
redirects, no hidden retries of an answer, a deadline of our own. A server that turns the *form* of a
request down, before any model has run, is asked once more in a looser one, and so from then on.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from core.errors import KeyRejected
from core.models import EngineInfo, Usage
from core.providers.openai_faults import PROVIDER, Received, Server, as_failed, manners_for
from core.providers.openai_streaming import Incoming
from core.providers.openai_wire import (
    CHARS_PER_TOKEN,
    Choice,
    Completion,
    Counts,
    Json,
    Manners,
    PlainQuestion,
    Question,
    object_in,
    was_cut,
    without_thoughts,
)
from core.providers.ports import TextAnswer
from core.providers.streaming import Tell, streamed
from core.providers.transport import CONNECT_TIMEOUT_S, MAX_CONNECTIONS, is_loopback, is_usable_key

if TYPE_CHECKING:
    import httpx

CONTEXT_TOKENS = 8_192
TIMEOUT_S = 900.0
"""A server at home loads the model first, and may answer what is asked at once one after the other."""
MAX_ANSWER_BYTES = 8_000_000
_CUT_OFF = frozenset({"length", "max_tokens", "model_length"})


@dataclass(slots=True)
class _Open:
    """An open client and the event loop it belongs to."""

    client: httpx.AsyncClient
    loop: asyncio.AbstractEventLoop


class _Connection:
    """One httpx client, opened at the first call; answers come back whole, whatever their status."""

    def __init__(self, server: Server, timeout_s: float) -> None:
        self._server = server
        self._timeout_s = timeout_s
        self._opening = asyncio.Lock()
        self._open: _Open | None = None

    async def post(self, body: Json) -> Received:
        """Send one request to `/chat/completions`.

        Raises:
            ProviderError: nobody answered, not in time, or without end.
        """
        received = bytearray()

        def keep(data: bytes) -> bool:
            received.extend(data)
            return False

        answer = await self.stream(body, keep)
        return Received(answer.status, answer.headers, bytes(received) or answer.body)

    async def stream(self, body: Json, take: Callable[[bytes], bool]) -> Received:
        """Send one request and hand what comes to `take` until that is enough; an answer of another status
        than 2xx comes back whole.

        Raises:
            ProviderError: nobody answered, not in time, or without end; and what `take` raises.
        """
        client = await self._client()
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._exchange(client, body, take)
        except Exception as error:  # noqa: BLE001 - unreachable raises again what it doesn't know
            fault = self._server.unreachable(error, self._timeout_s)
        # Out of the handler: the transport's exception holds the key and must not hang on ours as context.
        raise fault

    async def _exchange(
        self, client: httpx.AsyncClient, body: Json, take: Callable[[bytes], bool]
    ) -> Received:
        url = f"{self._server.base_url}/chat/completions"
        async with client.stream("POST", url, json=body) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            answer = Received(response.status_code, headers)
            if not answer.good:
                return replace(answer, body=b"".join([chunk async for chunk in self._capped(response)]))
            async for chunk in self._capped(response):
                if take(chunk):
                    break
            return answer

    async def _capped(self, response: httpx.Response) -> AsyncGenerator[bytes, None]:
        size = 0
        async for chunk in response.aiter_bytes():
            size += len(chunk)
            if size > MAX_ANSWER_BYTES:
                raise self._server.unusable(
                    f"is larger than {MAX_ANSWER_BYTES // 1_000_000} MB and was not read to its end."
                )
            yield chunk

    async def _client(self) -> httpx.AsyncClient:
        if self._server.key and not is_usable_key(self._server.key):
            raise KeyRejected(
                "The key has characters that no key has. Check LOOKBOOK_TEXT_API_KEY.", PROVIDER
            )
        loop = asyncio.get_running_loop()
        async with self._opening:
            if self._open is None or self._open.loop is not loop:
                self._open = _Open(await asyncio.to_thread(self._build), loop)
            return self._open.client

    def _build(self) -> httpx.AsyncClient:
        import httpx

        # Compressed answers would get past the cap on their size.
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if self._server.key:
            headers["Authorization"] = f"Bearer {self._server.key}"
        return httpx.AsyncClient(
            headers=headers,
            timeout=httpx.Timeout(self._timeout_s, connect=min(CONNECT_TIMEOUT_S, self._timeout_s)),
            limits=httpx.Limits(max_connections=MAX_CONNECTIONS),
            trust_env=not is_loopback(self._server.base_url),
            follow_redirects=False,
        )

    async def close(self) -> None:
        """Release connections; the next call opens new ones."""
        opened, self._open = self._open, None
        if opened is not None:
            await opened.client.aclose()


class OpenAICompatibleText:
    """A language model behind an OpenAI-compatible address (`ports.TextModel`).

    `base_url` is what stands before `/chat/completions`, mostly ending in `/v1`; `context_tokens` is the
    context that the server gives the model, for prompt and answer together. Servers at home need no key.
    """

    def __init__(
        self,
        base_url: str,
        model: str,
        api_key: str = "",
        context_tokens: int = CONTEXT_TOKENS,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        address = base_url.strip().rstrip("/").removesuffix("/chat/completions")
        self._server = Server(address, model, api_key.strip())
        self._connection = _Connection(self._server, timeout_s)
        self._context_tokens = context_tokens
        self._manners = Manners()

    def __repr__(self) -> str:
        return f"OpenAICompatibleText({self._server.model!r} at {self._server.name!r})"

    @property
    def info(self) -> EngineInfo:
        """Provider "openai", which names the protocol, and the model."""
        return EngineInfo(PROVIDER, self._server.model)

    @property
    def context_tokens(self) -> int:
        """Tokens of prompt and answer that fit into one call, as set: not every server tells."""
        return self._context_tokens

    def price_usd(self, input_tokens: int, output_tokens: int) -> float:
        """Always 0.0: what such a server costs is not known."""
        return 0.0

    async def answer(self, prompt: str, schema: type[BaseModel]) -> TextAnswer:
        """Answer `prompt` with JSON for `schema`: one request that a model runs for, no hidden retry.

        Raises:
            ProviderError: any of its kinds; a truncated or empty answer is `AnswerInvalid`, a prompt that
                does not fit, or that the server cut to fit, is `PromptTooLong`.
        """
        question = Question(self._server.model, prompt, schema, self._context_tokens)
        completion = self._read(await self._ask(question))
        text = object_in(completion.choice.message.text)
        return self._usable(completion, question.words, text)

    def stream(self, prompt: str) -> AsyncGenerator[str | TextAnswer, None]:
        """Answer `prompt` with plain text: the answer so far each time it has grown, at last all of it.

        One request that a model runs for; a server that does not stream answers whole.

        Raises:
            ProviderError: as `answer`; an answer that ends before it is finished is `AnswerInvalid`.
        """
        return streamed(lambda tell: self._streamed(prompt, tell))

    async def _streamed(self, prompt: str, tell: Tell) -> TextAnswer:
        question = PlainQuestion(self._server.model, prompt, self._context_tokens)
        received, incoming = await self._ask_plainly(question, tell)
        completion = incoming.completion() or self._read(replace(received, body=incoming.whole))
        return self._usable(completion, prompt, without_thoughts(completion.choice.message.text).strip())

    async def _ask_plainly(self, question: PlainQuestion, tell: Tell) -> tuple[Received, Incoming]:
        """The answer of status 2xx, in pieces where the server sends them."""
        manners = self._manners
        while True:
            incoming = Incoming(self._server, tell)
            received = await self._connection.stream(question.body(manners), incoming.take)
            if received.good:
                self._manners = manners
                return received, incoming
            other = manners_for(received, manners, plain=True)
            if other is None:
                raise self._server.fault(received)
            manners = other

    async def _ask(self, question: Question) -> Received:
        """The answer of status 2xx, asked for in the strictest form that the server takes."""
        manners = self._manners
        while not (received := await self._connection.post(question.body(manners))).good:
            other = manners_for(received, manners)
            if other is None:
                raise self._server.fault(received)
            manners = other
        self._manners = manners
        return received

    def _read(self, received: Received) -> Completion:
        try:
            completion = Completion.model_validate_json(received.body)
        except ValidationError:
            completion = None
        if completion is None:
            if received.body.lstrip()[:1] in {b"{", b"["}:
                raise self._server.unusable("was damaged and can't be read. Try again.")
            raise self._server.no_api()
        if completion.error:
            raise self._server.fault(as_failed(received, completion.error))
        return completion

    def _usable(self, completion: Completion, words: str, text: str) -> TextAnswer:
        """The answer `text` to a prompt of these words, unless the completion says that it is none."""
        choice, counts = completion.choice, completion.usage
        _require_not_refused(choice, self._server)
        if was_cut(words, counts):
            raise self._server.cut((counts and counts.prompt_tokens) or 0)
        raw = choice.message.text
        if choice.finish_reason in _CUT_OFF:
            raise self._server.unusable(
                "was cut off at its length limit. Give it a larger context, and say so in "
                "LOOKBOOK_TEXT_CONTEXT, or choose another model.",
                raw,
            )
        if not text:
            raise self._server.unusable("is empty. Try again, or choose another model.", raw)
        return TextAnswer(text, _usage(counts, words, raw))

    async def close(self) -> None:
        """Release connections."""
        await self._connection.close()


def _require_not_refused(choice: Choice, server: Server) -> None:
    if choice.message.refusal:
        raise server.refused(server.quote(choice.message.refusal))
    if choice.finish_reason == "content_filter":
        raise server.refused("content_filter")


def _usage(counts: Counts | None, words: str, text: str) -> Usage:
    read = (counts and counts.prompt_tokens) or len(words) // CHARS_PER_TOKEN
    written = (counts and counts.completion_tokens) or len(text) // CHARS_PER_TOKEN
    return Usage(1, read, written, 0.0)
