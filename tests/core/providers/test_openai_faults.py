"""Each way an OpenAI-compatible server can fail, over real HTTP, and the error it becomes."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import AsyncIterator
from email.utils import formatdate

import pytest
from pydantic import BaseModel

from core.errors import (
    AnswerInvalid,
    KeyRejected,
    PromptTooLong,
    ProviderError,
    ProviderUnreachable,
    QuotaExceeded,
    Refused,
)
from core.providers import openai_compatible
from core.providers.openai_compatible import OpenAICompatibleText
from core.providers.openai_faults import Server
from tests.fakes import openai_server as fake
from tests.fakes.openai_server import FakeOpenAI, Reply

KEY = "a-key-that-must-never-be-seen"
MODEL = "qwen3:8b"
CONTEXT = 4_096


class Verdict(BaseModel):
    """A schema to ask for."""

    ok: bool


@pytest.fixture
async def server() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as running:
        yield running


@pytest.fixture
async def text(server: FakeOpenAI) -> AsyncIterator[OpenAICompatibleText]:
    model = OpenAICompatibleText(server.base_url, MODEL, KEY, context_tokens=CONTEXT, timeout_s=20)
    yield model
    await model.close()


def chain(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)) + repr(error)


OLLAMA_404 = fake.failure(404, 'model "qwen3:8b" not found, try pulling it first', type="api_error")
VLLM_404 = fake.as_json({"object": "error", "message": "The model `q` does not exist.", "code": 404}, 404)
LOADING = fake.failure(503, "Loading model", type="unavailable_error", code=503)
LLAMA_CPP_LONG = fake.failure(
    400,
    "the request exceeds the available context size, try increasing it",
    type="exceed_context_size_error",
)
OPENAI_LONG = fake.failure(400, "Too many tokens.", code="context_length_exceeded")
BIG = b'{"choices": "' + b"x" * (openai_compatible.MAX_ANSWER_BYTES + 1) + b'"}'

FAULTS: list[tuple[str, Reply, type[ProviderError], str]] = [
    ("unauthorized", fake.failure(401, "bad key"), KeyRejected, "LOOKBOOK_TEXT_API_KEY"),
    ("forbidden", fake.failure(403, "not yours"), KeyRejected, "not yours"),
    ("no model at Ollama", OLLAMA_404, ProviderUnreachable, "ollama pull qwen3:8b"),
    ("no model at vLLM", VLLM_404, ProviderUnreachable, "LOOKBOOK_TEXT_MODEL"),
    ("no such path", fake.as_json({"detail": "Not Found"}, 404), ProviderUnreachable, "/v1; check"),
    ("a page for 404", fake.html(404), ProviderUnreachable, "no OpenAI-compatible API"),
    ("too many requests", fake.rate_limited(), QuotaExceeded, "15 seconds"),
    ("no money", fake.failure(402, "Insufficient credits"), QuotaExceeded, "Insufficient credits"),
    ("limit that speaks of tokens", fake.failure(429, "maximum context"), QuotaExceeded, "limit"),
    ("too long for llama.cpp", LLAMA_CPP_LONG, PromptTooLong, "LOOKBOOK_TEXT_CONTEXT"),
    ("too long by code", OPENAI_LONG, PromptTooLong, "too long"),
    ("too long for a proxy", fake.html(413), PromptTooLong, "too long"),
    ("too long, as 500", fake.failure(500, "input exceeds the context length"), PromptTooLong, "too long"),
    ("filtered prompt", fake.failure(400, "no", code="content_filter"), Refused, "refused: no"),
    ("loading", LOADING, ProviderUnreachable, "still loading"),
    ("no memory", fake.as_json({"error": "needs 9 GiB"}, 500), ProviderUnreachable, "HTTP 500: needs 9 GiB"),
    ("a page for 502", fake.html(502), ProviderUnreachable, "(HTTP 502)"),
    ("a flood of words", fake.failure(500, "x" * 300_000), ProviderUnreachable, "(HTTP 500)"),
    ("plain words", Reply(b"busy", 503, "text/plain"), ProviderUnreachable, "HTTP 503: busy"),
    ("a login page", fake.html(), ProviderUnreachable, "no OpenAI-compatible server"),
    ("redirect", fake.redirect("http://127.0.0.1:1/"), ProviderUnreachable, "HTTP 302"),
    ("cut", fake.cut_connection(), ProviderUnreachable, "can't be reached"),
    ("invalid JSON", Reply(b'{"choices": [{]}'), AnswerInvalid, "damaged"),
    ("another shape", fake.as_json({"choices": [{"message": {"content": 7}}]}), AnswerInvalid, "damaged"),
    ("a list", fake.as_json([1]), AnswerInvalid, "damaged"),
    ("nested without end", Reply(b'{"choices":' + b"[" * 100_000), AnswerInvalid, "damaged"),
    ("huge", Reply(BIG), AnswerInvalid, "larger than 8 MB"),
    ("truncated", fake.text('{"ok": tr', "length"), AnswerInvalid, "cut off"),
    ("truncated, in other words", fake.text("{", "max_tokens"), AnswerInvalid, "cut off"),
    ("no choice", fake.as_json({"choices": []}), AnswerInvalid, "empty"),
    ("no content", fake.completion({"content": None}), AnswerInvalid, "empty"),
    ("blank", fake.text(" \n"), AnswerInvalid, "empty"),
    ("only thoughts", fake.text("<think>I wonder {"), AnswerInvalid, "empty"),
    ("refusal", fake.completion({"content": None, "refusal": "I won't."}), Refused, "I won't."),
    ("content filter", fake.text("", "content_filter"), Refused, "content_filter"),
    ("error in a 200", fake.as_json({"error": {"message": "slow", "code": 429}}), QuotaExceeded, "slow"),
    ("words in a 200", fake.as_json({"error": "Unexpected endpoint"}), ProviderError, "Unexpected endpoint"),
]


@pytest.mark.parametrize(("reply", "kind", "says"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
async def test_each_fault_has_its_error(
    server: FakeOpenAI, text: OpenAICompatibleText, reply: Reply, kind: type[ProviderError], says: str
) -> None:
    server.queue(reply)
    with pytest.raises(ProviderError) as caught:
        await text.answer("?", Verdict)
    assert type(caught.value) is kind
    assert says in caught.value.message
    assert caught.value.provider == "openai"
    assert len(server.requests) == 1


async def test_a_truncated_answer_is_kept_for_the_repair(
    server: FakeOpenAI, text: OpenAICompatibleText
) -> None:
    server.queue(fake.text('{"ok": tr', "length"))
    with pytest.raises(AnswerInvalid) as caught:
        await text.answer("?", Verdict)
    assert caught.value.raw == '{"ok": tr'


async def test_a_server_that_wants_a_key_says_so(server: FakeOpenAI) -> None:
    async with FakeOpenAI(key=KEY) as strict:
        model = OpenAICompatibleText(strict.base_url, MODEL)
        with pytest.raises(KeyRejected, match="Set LOOKBOOK_TEXT_API_KEY"):
            await model.answer("?", Verdict)
        await model.close()


@pytest.mark.parametrize(
    ("header", "delay"),
    [("15", 15.0), ("0.5", 0.5), (None, None), ("soon", None), ("-3", None), ("Wed, 99 Foo", None)],
)
async def test_a_limit_keeps_its_delay(
    server: FakeOpenAI, text: OpenAICompatibleText, header: str | None, delay: float | None
) -> None:
    server.queue(fake.rate_limited(header))
    with pytest.raises(QuotaExceeded) as caught:
        await text.answer("?", Verdict)
    assert caught.value.retry_after_s == delay


async def test_a_delay_may_be_a_date(server: FakeOpenAI, text: OpenAICompatibleText) -> None:
    server.queue(
        fake.rate_limited(formatdate(time.time() + 3_600, usegmt=True)), fake.rate_limited(formatdate(0))
    )
    delays = []
    for _ in range(2):
        with pytest.raises(QuotaExceeded) as caught:
            await text.answer("?", Verdict)
        delays.append(caught.value.retry_after_s)
    assert delays[0] is not None
    assert 3_000 < delays[0] <= 3_600
    assert delays[1] == 0.0


async def test_no_answer_in_time(server: FakeOpenAI) -> None:
    model = OpenAICompatibleText(server.base_url, MODEL, timeout_s=0.2)
    server.queue(fake.hanging())
    with pytest.raises(ProviderUnreachable, match=r"within 0\.2 seconds") as caught:
        await model.answer("?", Verdict)
    assert caught.value.sent
    await model.close()


async def test_nobody_listens() -> None:
    model = OpenAICompatibleText("http://127.0.0.1:9/v1", MODEL)
    with pytest.raises(ProviderUnreachable, match=r"127\.0\.0\.1:9 can't be reached.*running") as caught:
        await model.answer("?", Verdict)
    assert not caught.value.sent
    await model.close()


@pytest.mark.parametrize("key", ["schlüssel", "two\nlines"])
async def test_a_key_that_no_header_can_carry_is_rejected_here(server: FakeOpenAI, key: str) -> None:
    with pytest.raises(KeyRejected):
        await OpenAICompatibleText(server.base_url, MODEL, key).answer("?", Verdict)
    assert server.requests == []


def test_the_key_is_in_no_repr() -> None:
    assert KEY not in repr(OpenAICompatibleText("http://127.0.0.1:9/v1", MODEL, KEY))
    assert KEY not in repr(Server("http://127.0.0.1:9/v1", MODEL, KEY))


async def test_the_key_is_in_no_message_no_traceback_and_no_log(
    server: FakeOpenAI, text: OpenAICompatibleText, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = fake.failure(401, f"the key {KEY} is odd")
    refusal = fake.completion({"refusal": f"not with {KEY}"})
    for reply in (told, refusal, fake.html(), fake.cut_connection(), fake.redirect("http://127.0.0.1:1/")):
        server.queue(reply)
        with pytest.raises(ProviderError) as caught:
            await text.answer("?", Verdict)
        assert KEY not in chain(caught.value)
        assert caught.value.__context__ is None
    assert KEY not in caplog.text
