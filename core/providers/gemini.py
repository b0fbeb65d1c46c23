"""Gemini through google-genai: text with structured output, and pictures.

The transport is ours: no redirects (they would carry the key to another host), no hidden retries, a
deadline of our own, and no choice of backend by the environment. google-genai is imported in a thread at
the first call, because importing it takes a third of a second.
"""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from pydantic import BaseModel

from core.errors import AnswerInvalid, KeyRejected, ProviderError, Refused
from core.models import EngineInfo, Usage
from core.providers.gemini_faults import PROVIDER, finish_reason, require_not_refused, translate
from core.providers.gemini_streaming import Growing
from core.providers.ports import ImageAnswer, ImageRequest, SentReference, TextAnswer
from core.providers.prices import image_price, text_price
from core.providers.streaming import Tell, streamed
from core.providers.transport import (
    CONNECT_TIMEOUT_S,
    MAX_CONNECTIONS,
    is_loopback,
    is_usable_key,
    quote,
)

if TYPE_CHECKING:
    import httpx
    from google import genai
    from google.genai.types import (
        GenerateContentConfig,
        GenerateContentResponse,
        GenerateContentResponseUsageMetadata,
        Part,
        PartUnion,
    )

TEXT_MODEL = "gemini-3.8-flash"
IMAGE_MODEL = "gemini-nano-banana-2.1"
API_VERSION = "v1"
IMAGE_SIZE = "1K"
CONTEXT_TOKENS = 1_000_000
TIMEOUT_S = 300.0
MAX_REFERENCES = 14
REFERENCE_BYTES = 1_000_000
"""A larger reference goes as a JPEG of `REFERENCE_PIXELS`: fourteen must fit into one request (20 MB)."""
REFERENCE_PIXELS = 1536


@dataclass(slots=True)
class _Open:
    """An open client and the event loop it belongs to."""

    client: genai.Client
    transport: httpx.AsyncClient
    loop: asyncio.AbstractEventLoop


class _Connection:
    """One google-genai client, opened at the first call, and one request at a time through it."""

    def __init__(
        self, api_key: str, model: str, base_url: str | None, api_version: str, timeout_s: float
    ) -> None:
        self._key = api_key.strip()
        self.model = model
        self._base_url = base_url or None
        self._api_version = api_version
        self._timeout_s = timeout_s
        self._opening = asyncio.Lock()
        self._open: _Open | None = None

    def quote(self, text: object) -> str:
        """What the model said, fit for a message."""
        return quote(text, self._key)

    def require_not_refused(self, response: GenerateContentResponse) -> None:
        """Raise `Refused` when the model declined."""
        require_not_refused(response, self._key)

    async def generate(
        self, contents: str | list[PartUnion], config: GenerateContentConfig
    ) -> GenerateContentResponse:
        """Send one request and return what came, looked at for refusals only.

        Raises:
            ProviderError: any of its kinds.
        """
        client = await self._client()
        try:
            async with asyncio.timeout(self._timeout_s):
                return await client.aio.models.generate_content(
                    model=self.model, contents=contents, config=config
                )
        except Exception as error:  # noqa: BLE001 - translate raises again what it doesn't know
            fault = translate(error, self.model, self._key, self._timeout_s)
        # Out of the handler: the vendor's exception holds the key and must not hang on ours as context.
        raise fault

    async def stream(
        self, prompt: str, config: GenerateContentConfig, take: Callable[[GenerateContentResponse], None]
    ) -> None:
        """Send one request and hand each piece that comes to `take`.

        Raises:
            ProviderError: any of its kinds, and what `take` raises.
        """
        client = await self._client()
        try:
            async with asyncio.timeout(self._timeout_s):
                pieces = await client.aio.models.generate_content_stream(
                    model=self.model, contents=prompt, config=config
                )
                async with aclosing(cast("AsyncGenerator[GenerateContentResponse, None]", pieces)):
                    async for piece in pieces:
                        take(piece)
                return
        except ProviderError:
            raise
        except Exception as error:  # noqa: BLE001 - translate raises again what it doesn't know
            fault = translate(error, self.model, self._key, self._timeout_s)
        raise fault

    async def _client(self) -> genai.Client:
        self._require_usable_key()
        loop = asyncio.get_running_loop()
        async with self._opening:
            if self._open is None or self._open.loop is not loop:
                self._open = _Open(*await asyncio.to_thread(self._build), loop)
            return self._open.client

    def _require_usable_key(self) -> None:
        if not is_usable_key(self._key):
            raise KeyRejected(
                "The Gemini key is empty or has characters that no key has. Check GEMINI_API_KEY.", PROVIDER
            )

    def _build(self) -> tuple[genai.Client, httpx.AsyncClient]:
        import httpx
        from google import genai
        from google.genai import types

        _quieten()
        transport = httpx.AsyncClient(
            trust_env=not is_loopback(self._base_url),
            limits=httpx.Limits(max_connections=MAX_CONNECTIONS),
            follow_redirects=False,
            event_hooks={"request": [_cap_connect_time]},
        )
        options = types.HttpOptions(
            base_url=self._base_url,
            api_version=self._api_version,
            timeout=int(self._timeout_s * 1000),
            httpx_async_client=transport,
            retry_options=types.HttpRetryOptions(attempts=1),
        )
        return genai.Client(api_key=self._key, enterprise=False, http_options=options), transport

    async def close(self) -> None:
        """Release connections; the next call opens new ones."""
        opened, self._open = self._open, None
        if opened is not None:
            opened.client.close()
            await opened.transport.aclose()


async def _cap_connect_time(request: httpx.Request) -> None:
    # The SDK sets one timeout for everything; a host that doesn't even accept deserves less patience.
    timeout = request.extensions.get("timeout")
    if timeout and (timeout.get("connect") or CONNECT_TIMEOUT_S) >= CONNECT_TIMEOUT_S:
        timeout["connect"] = CONNECT_TIMEOUT_S


def _quieten() -> None:
    # The SDK warns about values newer than itself and about `.text` on pictures: nothing a person can use.
    logging.getLogger("google_genai").setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", category=UserWarning, module=r"google\.genai\.")


class GeminiText:
    """A Gemini language model with structured output (`ports.TextModel`)."""

    def __init__(
        self,
        api_key: str,
        model: str = TEXT_MODEL,
        base_url: str | None = None,
        api_version: str = API_VERSION,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self._connection = _Connection(api_key, model, base_url, api_version, timeout_s)
        self._model = model

    def __repr__(self) -> str:
        return f"GeminiText({self._model!r})"

    @property
    def info(self) -> EngineInfo:
        """Provider and model."""
        return EngineInfo(PROVIDER, self._model)

    @property
    def context_tokens(self) -> int:
        """Tokens of prompt that fit into one call."""
        return CONTEXT_TOKENS

    def price_usd(self, input_tokens: int, output_tokens: int) -> float:
        """USD for a call, 0.0 when the model's price is not known."""
        return text_price(self._model, input_tokens, output_tokens) or 0.0

    async def answer(self, prompt: str, schema: type[BaseModel]) -> TextAnswer:
        """Answer `prompt` with JSON for `schema`: one request, no hidden retry.

        Raises:
            ProviderError: any of its kinds; a truncated or empty answer is `AnswerInvalid`.
        """
        response = await self._connection.generate(prompt, await asyncio.to_thread(_text_config, schema))
        self._connection.require_not_refused(response)
        text = "".join(part.text or "" for part in _parts(response))
        _require_complete(finish_reason(response), text)
        return TextAnswer(text, self._usage(response.usage_metadata, prompt, text))

    def stream(self, prompt: str) -> AsyncGenerator[str | TextAnswer, None]:
        """Answer `prompt` with plain text: the answer so far each time it has grown, at last all of it.

        Raises:
            ProviderError: any of its kinds; an answer that ends before it is finished is `AnswerInvalid`.
        """
        return streamed(lambda tell: self._streamed(prompt, tell))

    async def _streamed(self, prompt: str, tell: Tell) -> TextAnswer:
        answer = Growing(tell)

        def take(piece: GenerateContentResponse) -> None:
            self._connection.require_not_refused(piece)
            words = "".join(part.text or "" for part in _parts(piece))
            answer.add(words, finish_reason(piece), piece.usage_metadata)

        await self._connection.stream(prompt, await asyncio.to_thread(_plain_config), take)
        _require_complete(answer.reason, answer.text)
        answer.require_ended()
        return TextAnswer(answer.text, self._usage(answer.meta, prompt, answer.text))

    def _usage(self, meta: GenerateContentResponseUsageMetadata | None, prompt: str, text: str) -> Usage:
        read = (meta and meta.prompt_token_count) or len(prompt) // 4
        written = (meta and meta.candidates_token_count) or len(text) // 4
        written += (meta and meta.thoughts_token_count) or 0
        return Usage(1, read, written, self.price_usd(read, written))

    async def close(self) -> None:
        """Release connections."""
        await self._connection.close()


def _plain_config() -> GenerateContentConfig:
    from google.genai import types

    return types.GenerateContentConfig(
        automatic_continuation=False,
        automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
    )


def _text_config(schema: type[BaseModel]) -> GenerateContentConfig:
    from google.genai import types

    return types.GenerateContentConfig(
        response_mime_type="application/json",
        response_json_schema=schema.model_json_schema(),
        automatic_continuation=False,
    )


def _require_complete(reason: str, text: str) -> None:
    if reason in {"MAX_TOKENS", "CONTINUATION"}:
        raise AnswerInvalid(
            "Gemini's answer was cut off at its length limit. Try again, or choose another model.",
            PROVIDER,
            text,
        )
    if not text.strip():
        why = f" ({reason})" if reason not in {"", "STOP"} else ""
        raise AnswerInvalid(f"Gemini sent an empty answer{why}. Try again.", PROVIDER)


def _parts(response: GenerateContentResponse) -> Iterator[Part]:
    """The parts of the answer, without the model's thoughts."""
    content = response.candidates[0].content if response.candidates else None
    return (part for part in (content.parts if content else None) or () if not part.thought)


class GeminiImages:
    """A Gemini image model (`ports.ImageModel`): one picture of size 1K a call."""

    def __init__(
        self,
        api_key: str,
        model: str = IMAGE_MODEL,
        base_url: str | None = None,
        api_version: str = API_VERSION,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self._connection = _Connection(api_key, model, base_url, api_version, timeout_s)
        self._model = model

    def __repr__(self) -> str:
        return f"GeminiImages({self._model!r})"

    @property
    def info(self) -> EngineInfo:
        """Provider and model."""
        return EngineInfo(PROVIDER, self._model)

    @property
    def price_usd(self) -> float:
        """USD for one picture, 0.0 when the model's price is not known."""
        return image_price(self._model) or 0.0

    @property
    def max_references(self) -> int:
        """As many as the image models take."""
        return MAX_REFERENCES

    async def generate(self, request: ImageRequest) -> ImageAnswer:
        """Make one picture: one request, no hidden retry.

        Raises:
            ProviderError: any of its kinds; a safety block is `Refused` with the model's reason.
        """
        contents, config = await asyncio.to_thread(_image_call, request)
        response = await self._connection.generate(contents, config)
        self._connection.require_not_refused(response)
        data = _last_picture(response)
        if data is None:
            raise self._no_picture(response)
        return ImageAnswer(data, self.price_usd)

    def _no_picture(self, response: GenerateContentResponse) -> Refused | AnswerInvalid:
        words = self._connection.quote(" ".join(part.text or "" for part in _parts(response)))
        if words:
            return Refused(f"Gemini made no picture. It says: {words}", PROVIDER)
        reason = finish_reason(response) or "no reason given"
        return AnswerInvalid(
            f"Gemini's answer holds no picture ({self._connection.quote(reason)}).", PROVIDER
        )

    async def close(self) -> None:
        """Release connections."""
        await self._connection.close()


def _image_call(request: ImageRequest) -> tuple[list[PartUnion], GenerateContentConfig]:
    """Each reference after its caption, then the prompt; and the ratio. Slow: pictures are made smaller."""
    from google.genai import types

    contents: list[PartUnion] = []
    for reference in request.references:
        contents += [types.Part.from_text(text=reference.caption), _picture_part(reference)]
    config = types.GenerateContentConfig(
        response_modalities=["IMAGE"],
        image_config=types.ImageConfig(aspect_ratio=request.aspect_ratio.value, image_size=IMAGE_SIZE),
        automatic_continuation=False,
    )
    return [*contents, types.Part.from_text(text=request.prompt)], config


def _picture_part(reference: SentReference) -> Part:
    from google.genai import types

    from core.providers.pictures import downscaled_jpeg

    if len(reference.data) <= REFERENCE_BYTES:
        return types.Part.from_bytes(data=reference.data, mime_type=reference.mime)
    return types.Part.from_bytes(
        data=downscaled_jpeg(reference.data, REFERENCE_PIXELS), mime_type="image/jpeg"
    )


def _last_picture(response: GenerateContentResponse) -> bytes | None:
    # Models that think draw sketches first: the picture is the last one that is no thought.
    pictures = [part.inline_data.data for part in _parts(response) if part.inline_data]
    return next((data for data in reversed(pictures) if data), None)
