"""What an OpenAI-compatible server and the transport say went wrong, as our own errors.

The transport's exceptions hold the request and with it the key: they are translated and then let go, and
what the server says is quoted only cleaned, cut short and without the key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from core.errors import (
    AnswerInvalid,
    KeyRejected,
    PromptTooLong,
    ProviderError,
    ProviderUnreachable,
    QuotaExceeded,
    Refused,
)
from core.providers.openai_wire import Manners
from core.providers.transport import after_colon, quote, transport_reason

PROVIDER = "openai"
MAX_ERROR_BYTES = 100_000
MAX_SIGNS = 4_000
_TURNED_DOWN = frozenset({400, 422, 501})
_OVERFLOW = re.compile(
    r"context[ _](?:length|size|window)|maximum context|prompt is too long|prompt length|input tokens exceed"
    r"|reduce the length",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"max_(?:completion_)?tokens|in the completion|or completion|output tokens", re.IGNORECASE
)
_FILTERED = re.compile(r"content_filter|content_policy|content management policy", re.IGNORECASE)
_SECONDS = re.compile(r"\d{1,6}(?:\.\d{1,9})?")
_STATUS = re.compile(r"[45]\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Received:
    """A whole answer over HTTP, whatever its status; header names in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def good(self) -> bool:
        """Whether the status says that it went well."""
        return 200 <= self.status < 300

    @property
    def error(self) -> Any:
        """What stands under "error" or "detail" of a JSON body, else all of it; of a plain text its begin."""
        if len(self.body) > MAX_ERROR_BYTES:
            return None
        try:
            body = json.loads(self.body)
        except (ValueError, RecursionError):
            plain = self.headers.get("content-type", "").startswith("text/plain")
            return self.body[:2_000].decode("utf-8", "replace") if plain else None
        if not isinstance(body, dict):
            return None
        return body.get("error") or body.get("detail") or body

    @property
    def words(self) -> str:
        """The server's own words for what went wrong, "" when it has none."""
        error = self.error
        said = error.get("message") if isinstance(error, dict) else error
        return said if isinstance(said, str) else json.dumps(said) if said else ""

    @property
    def everything(self) -> str:
        """Words, type and code of the error, to look for signs in."""
        error = self.error
        fields = error if isinstance(error, dict) else {}
        marks = [str(fields.get(name, "")) for name in ("type", "code", "param")]
        return " ".join([*marks, self.words])[:MAX_SIGNS]


def manners_for(received: Received, manners: Manners, *, plain: bool = False) -> Manners | None:
    """How to ask a server again that turned a request down for its form; None when that is not why.

    `plain`: the request was one for plain text.
    """
    if received.status not in _TURNED_DOWN or _FILTERED.search(received.everything):
        return None
    if manners.limited and _LIMIT.search(received.everything):
        return manners.unlimited()
    if _OVERFLOW.search(received.everything):
        return None
    return manners.plainer() if plain else manners.looser()


def as_failed(received: Received, error: object) -> Received:
    """An answer of status 2xx that holds an error, with the status that the error names, else 400."""
    code = str(error.get("code")) if isinstance(error, dict) else ""
    return Received(int(code) if _STATUS.fullmatch(code) else 400, received.headers, received.body)


@dataclass(frozen=True, slots=True)
class Server:
    """The server as its errors name it: its address, the model asked for, and the key, never to be shown."""

    base_url: str
    model: str
    key: str = field(repr=False)

    @property
    def name(self) -> str:
        """Host and port."""
        return urlsplit(self.base_url).netloc.rpartition("@")[2]

    def quote(self, text: object) -> str:
        """What the server said, fit for a message."""
        return quote(text, self.key)

    def unreachable(self, error: Exception, timeout_s: float) -> ProviderError:
        """Our error for what the transport raised; anything unknown is raised again as the bug it is."""
        import httpx

        match error:
            case ProviderError():
                return error
            case httpx.ConnectTimeout():
                return self._not_there("it does not accept connections", sent=False)
            case TimeoutError() | httpx.TimeoutException():
                return ProviderUnreachable(
                    f"The server at {self.name} gave no answer within {timeout_s:g} seconds. A smaller "
                    "model, or a smaller LOOKBOOK_TEXT_CONTEXT, is answered sooner.",
                    PROVIDER,
                    sent=not isinstance(error, httpx.PoolTimeout),
                )
            case httpx.HTTPError() | httpx.InvalidURL():
                sent = isinstance(error, httpx.TransportError)
                sent = sent and not isinstance(error, httpx.ConnectError | httpx.UnsupportedProtocol)
                return self._not_there(transport_reason(error, self.key), sent=sent)
        raise error

    def _not_there(self, reason: str, *, sent: bool) -> ProviderUnreachable:
        return ProviderUnreachable(
            f"The server at {self.name} can't be reached ({reason}). Is it running? "
            "Check LOOKBOOK_TEXT_BASE_URL.",
            PROVIDER,
            sent=sent,
        )

    def fault(self, received: Received) -> ProviderError:
        """Our error for an answer that is none."""
        code, said = received.status, self.quote(received.words)
        if code in {401, 403}:
            return self._key_rejected(said or f"HTTP {code}")
        if code in {402, 429}:
            return self._quota(received, said)
        if code in {404, 405}:
            return self._nothing_there(received)
        if 300 <= code < 400:
            return ProviderUnreachable(
                f"The server at {self.name} sent the request elsewhere (HTTP {code}). That is not followed, "
                "because script and key would go along. Check LOOKBOOK_TEXT_BASE_URL.",
                PROVIDER,
            )
        if code == 413 or _OVERFLOW.search(received.everything):
            return self._too_long(said)
        if _FILTERED.search(received.everything):
            return self.refused(said)
        return self._trouble(code, said)

    def _trouble(self, code: int, said: str) -> ProviderError:
        if code == 503 and "loading" in said.lower():
            return ProviderUnreachable(
                f"The server at {self.name} is still loading the model. Try again in a while.", PROVIDER
            )
        if code == 408 or code >= 500:
            return ProviderUnreachable(
                f"The server at {self.name} is in trouble (HTTP {code}{after_colon(said)}). "
                "Its own log says more; try again in a while.",
                PROVIDER,
                sent=True,
            )
        return ProviderError(
            f"The server at {self.name} turned the request down (HTTP {code}{after_colon(said)}).", PROVIDER
        )

    def _key_rejected(self, said: str) -> KeyRejected:
        if not self.key:
            return KeyRejected(
                f"The server at {self.name} asks for a key. Set LOOKBOOK_TEXT_API_KEY.", PROVIDER
            )
        return KeyRejected(
            f"The server at {self.name} rejected the key: {said}. Check LOOKBOOK_TEXT_API_KEY.", PROVIDER
        )

    def _nothing_there(self, received: Received) -> ProviderUnreachable:
        if "model" in received.everything.lower():
            return ProviderUnreachable(
                f"The server at {self.name} has no model “{self.model}”. Load it there (with Ollama: "
                f"ollama pull {self.model}), or set LOOKBOOK_TEXT_MODEL to one that it serves.",
                PROVIDER,
            )
        return ProviderUnreachable(
            f"There is no OpenAI-compatible API at {self.quote(self.base_url)} (HTTP {received.status}). "
            "Such addresses mostly end in /v1; check LOOKBOOK_TEXT_BASE_URL.",
            PROVIDER,
        )

    def _quota(self, received: Received, said: str) -> QuotaExceeded:
        retry = retry_after_s(received.headers.get("retry-after", ""))
        advice = "Try again in a while." if retry is None else f"Try again in {retry:g} seconds."
        return QuotaExceeded(
            f"The limit of the server at {self.name} is reached{after_colon(said)}. {advice}", PROVIDER, retry
        )

    def _too_long(self, said: str) -> PromptTooLong:
        return PromptTooLong(
            f"The prompt is too long for the model “{self.model}”{after_colon(said)}. Set "
            "LOOKBOOK_TEXT_CONTEXT to the context that the server gives it, or give it a larger one.",
            PROVIDER,
        )

    def cut(self, read: int) -> PromptTooLong:
        """The server read `read` tokens of a longer prompt and answered all the same."""
        return PromptTooLong(
            f"The server at {self.name} cut the prompt: the model saw {read:,} tokens of it. Give the model "
            "a larger context (Ollama: OLLAMA_CONTEXT_LENGTH or num_ctx), or set LOOKBOOK_TEXT_CONTEXT to "
            "the one it has.",
            PROVIDER,
        )

    def refused(self, said: str) -> Refused:
        """The model, or a filter before it, declined."""
        return Refused(
            f"The model “{self.model}” refused{after_colon(said)}. Change the text and try again.", PROVIDER
        )

    def no_api(self) -> ProviderUnreachable:
        """Something answered with success, but not in JSON."""
        return ProviderUnreachable(
            f"What answered at {self.name} was no OpenAI-compatible server: it sent something other than "
            "JSON. A proxy or a login page may stand between; check LOOKBOOK_TEXT_BASE_URL.",
            PROVIDER,
        )

    def unusable(self, why: str, raw: str = "") -> AnswerInvalid:
        """An answer came that can't be used; `why` goes on after the model's name."""
        return AnswerInvalid(f"The answer of the model “{self.model}” {why}", PROVIDER, raw)


def retry_after_s(header: str) -> float | None:
    """Seconds to wait by a Retry-After header, a number or a date; None when it says neither."""
    value = header.strip()
    if _SECONDS.fullmatch(value):
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())
