"""What google-genai and its transport raise, and what Gemini says without raising, as our own errors.

The vendor's exceptions hold the request and with it the key: they are translated and then let go
(`raise … from None`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from core.errors import AnswerInvalid, KeyRejected, ProviderError, ProviderUnreachable, QuotaExceeded, Refused
from core.providers.transport import after_colon, quote, transport_reason

if TYPE_CHECKING:
    from google.genai.errors import APIError
    from google.genai.types import GenerateContentResponse

PROVIDER = "gemini"
_SECONDS = re.compile(r"(\d{1,6}(?:\.\d{1,9})?)s")
_REFUSALS = {
    "SAFETY": "its safety filter",
    "IMAGE_SAFETY": "its safety filter for images",
    "PROHIBITED_CONTENT": "content that it does not allow",
    "IMAGE_PROHIBITED_CONTENT": "content that it does not allow in images",
    "BLOCKLIST": "a word on its blocklist",
    "SPII": "personal data in the text",
    "RECITATION": "likeness to an existing work",
    "IMAGE_RECITATION": "likeness to an existing picture",
    "LANGUAGE": "a language that it does not support",
    "JAILBREAK": "text that looks like an attempt to steer it",
    "ESCALATION": "its content rules",
    "PUP_LIMITED_DISABLED": "a limit that Google has put on this account",
    "MODEL_ARMOR": "a filter of the account's owner",
    "IMAGE_OTHER": "a reason that it does not give",
    "NO_IMAGE": "a reason that it does not give",
    "OTHER": "a reason that it does not give",
}


def translate(error: Exception, model: str, key: str, timeout_s: float) -> ProviderError:
    """Our error for what a call raised; anything unknown is raised again as the bug it is."""
    import httpx
    from google.genai.errors import APIError, UnknownApiResponseError
    from pydantic import ValidationError

    match error:
        case APIError():
            return _from_status(error, model, key)
        case TimeoutError() | httpx.TimeoutException():
            return ProviderUnreachable(
                f"Gemini gave no answer within {timeout_s:g} seconds. Try again in a while.",
                PROVIDER,
                sent=not isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout),
            )
        case httpx.HTTPError() | httpx.InvalidURL():
            return ProviderUnreachable(
                f"Gemini can't be reached ({transport_reason(error, key)}). "
                "Check the network and the address of the server.",
                PROVIDER,
                sent=isinstance(error, httpx.TransportError)
                and not isinstance(error, httpx.ConnectError | httpx.UnsupportedProtocol),
            )
        case json.JSONDecodeError() | UnknownApiResponseError() if _is_no_json(error):
            return ProviderUnreachable(
                "What answered was not Gemini: it sent something other than JSON. "
                "A proxy or a login page may stand between; check the network and the address of the server.",
                PROVIDER,
            )
        case ValidationError() | UnknownApiResponseError():
            return AnswerInvalid("Gemini's answer was damaged and can't be read. Try again.", PROVIDER)
    raise error


def _is_no_json(error: Exception) -> bool:
    """Whether what came is something else altogether; a stream that was cut begins as JSON does."""
    if isinstance(error, json.JSONDecodeError):
        return True
    cause = error.__cause__
    return isinstance(cause, json.JSONDecodeError) and not cause.doc.lstrip().startswith(("{", "["))


def _from_status(error: APIError, model: str, key: str) -> ProviderError:
    code, said = error.code or 0, quote(error.message or error.status, key)
    if code in {401, 403} or "API_KEY_INVALID" in _reasons(error.details):
        return KeyRejected(
            f"Gemini rejected the key: {said or f'HTTP {code}'}. Check GEMINI_API_KEY.", PROVIDER
        )
    if code == 429:
        return _quota(error, said)
    if code == 404:
        return ProviderError(
            f"Gemini knows no model “{model}” here. Choose another model in the settings.", PROVIDER
        )
    if 300 <= code < 400:
        return ProviderUnreachable(
            f"The server sent the request elsewhere (HTTP {code}). That is not followed, because the key "
            "would go along. Check the address of the server.",
            PROVIDER,
        )
    if code == 408 or code >= 500:
        return ProviderUnreachable(
            f"Gemini is in trouble (HTTP {code}{after_colon(said)}). Try again in a while.",
            PROVIDER,
            sent=True,
        )
    return ProviderError(f"Gemini turned the request down (HTTP {code}{after_colon(said)}).", PROVIDER)


def _quota(error: APIError, said: str) -> QuotaExceeded:
    details = list(_details(error.details))
    ids = [str(v.get("quotaId", "")) for d in details for v in _dicts(d.get("violations"))]
    retry = next((_seconds(d["retryDelay"]) for d in details if "retryDelay" in d), None)
    daily = any("PerDay" in quota_id for quota_id in ids)
    if daily:
        advice = "The limit is for the day: go on tomorrow, or raise it in Google AI Studio."
    elif retry is not None:
        advice = f"Try again in {retry:g} seconds."
    else:
        advice = "Try again in a while."
    return QuotaExceeded(f"Gemini's limit is reached{after_colon(said)}. {advice}", PROVIDER, retry, daily)


def _seconds(value: object) -> float | None:
    found = _SECONDS.fullmatch(str(value))
    return float(found[1]) if found else None


def _details(body: Any) -> Iterator[dict[str, Any]]:
    """The error's details: the body may be a dict, a list or a string, and so may what is inside."""
    error = body.get("error", body) if isinstance(body, dict) else {}
    yield from _dicts(error.get("details") if isinstance(error, dict) else None)


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    items = value if isinstance(value, list) else [value]
    yield from (item for item in items if isinstance(item, dict))


def _reasons(body: Any) -> set[str]:
    return {str(detail.get("reason", "")) for detail in _details(body)}


def finish_reason(response: GenerateContentResponse) -> str:
    """Why the model stopped, as the API spells it; "" when it doesn't say."""
    reason = response.candidates[0].finish_reason if response.candidates else None
    return str(getattr(reason, "value", reason) or "")


def require_not_refused(response: GenerateContentResponse, key: str) -> None:
    """Raise `Refused` when the prompt was blocked or the model declined, with the reason in words."""
    feedback = response.prompt_feedback
    if feedback and feedback.block_reason:
        blocked = feedback.block_reason
        raise _refused(str(getattr(blocked, "value", blocked)), feedback.block_reason_message, key)
    reason = finish_reason(response)
    if reason in _REFUSALS:
        raise _refused(reason, _blocking_categories(response), key)


def _blocking_categories(response: GenerateContentResponse) -> str:
    # The SDK drops the server's `finishMessage`; the ratings that blocked are the only reason it hands on.
    ratings = (response.candidates[0].safety_ratings if response.candidates else None) or []
    names = [str(getattr(r.category, "value", r.category)) for r in ratings if r.blocked]
    return ", ".join(name.removeprefix("HARM_CATEGORY_").replace("_", " ").lower() for name in names)


def _refused(reason: str, message: str | None, key: str) -> Refused:
    why = _REFUSALS.get(reason, "a reason that it does not give")
    said = quote(message, key)
    words = f" It says: {said}" if said else ""
    return Refused(
        f"Gemini refused, because of {why} ({quote(reason, key)}).{words} Change the text and try again.",
        PROVIDER,
    )
