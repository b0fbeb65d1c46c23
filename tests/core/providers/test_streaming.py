"""Plain text as it comes, over real HTTP: both clients, each way a stream can end, one request each."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator

import pytest

from core.errors import (
    AnswerInvalid,
    KeyRejected,
    PromptTooLong,
    ProviderError,
    ProviderUnreachable,
    QuotaExceeded,
    Refused,
)
from core.providers.gemini import GeminiText
from core.providers.openai_compatible import OpenAICompatibleText
from core.providers.ports import TextAnswer, TextModel
from core.providers.streaming import MAX_STREAMED_CHARS
from tests.fakes import gemini, openai_server
from tests.fakes.gemini import FakeGemini
from tests.fakes.http_server import Reply, cut_connection, events, html
from tests.fakes.openai_server import FakeOpenAI, change

KEY = "a-key-that-must-never-be-seen"
LONG = "x" * (MAX_STREAMED_CHARS // 2 + 1)
LONG_PROMPT = "She lifts the lantern. " * 400


@pytest.fixture
async def google() -> AsyncIterator[FakeGemini]:
    async with FakeGemini() as running:
        yield running


@pytest.fixture
async def flash(google: FakeGemini) -> AsyncIterator[GeminiText]:
    model = GeminiText(KEY, base_url=google.url, timeout_s=20)
    yield model
    await model.close()


@pytest.fixture
async def server() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as running:
        yield running


@pytest.fixture
async def qwen(server: FakeOpenAI) -> AsyncIterator[OpenAICompatibleText]:
    model = OpenAICompatibleText(server.base_url, "qwen3:8b", KEY, context_tokens=4_096, timeout_s=20)
    yield model
    await model.close()


async def all_of(model: TextModel, prompt: str = "?") -> tuple[list[str], TextAnswer]:
    """What was told on the way, and the answer."""
    told: list[str] = []
    async for piece in model.stream(prompt):
        if isinstance(piece, TextAnswer):
            return told, piece
        told.append(piece)
    raise AssertionError("the stream has no answer at its end")


async def test_gemini_streams_and_counts(google: FakeGemini, flash: GeminiText) -> None:
    google.queue(gemini.streamed("a long ", "navy ", "coat"))
    told, answer = await all_of(flash)
    assert answer.text == "a long navy coat"
    assert told[-1] == "a long navy coat"
    assert all(answer.text.startswith(one) for one in told)
    assert (answer.usage.calls, answer.usage.input_tokens, answer.usage.output_tokens) == (1, 40, 13)
    assert answer.usage.cost_usd == pytest.approx(flash.price_usd(40, 13))
    (asked,) = google.requests
    assert asked.path == "/v1/models/gemini-3.8-flash:streamGenerateContent?alt=sse"
    assert asked.config == {}, "nothing deprecated is set"


async def test_gemini_keeps_its_thoughts_to_itself(google: FakeGemini, flash: GeminiText) -> None:
    parts = [{"text": "Let me see.", "thought": True}, {"text": "a coat"}]
    google.queue(events({"candidates": [{"content": {"parts": parts}, "finishReason": "STOP"}]}))
    told, answer = await all_of(flash)
    assert (told, answer.text) == (["a coat"], "a coat")


def candidates(*parts: str, **more: object) -> dict[str, object]:
    """One piece of Gemini's stream."""
    content = {"parts": [{"text": part} for part in parts]}
    return {"candidates": [{"content": content} | more]}


GEMINI_FAULTS: list[tuple[str, Reply, type[ProviderError], str]] = [
    ("limit", gemini.rate_limited("15s"), QuotaExceeded, "15 seconds"),
    ("bad key", gemini.bad_key(), KeyRejected, "GEMINI_API_KEY"),
    ("cut before", cut_connection(), ProviderUnreachable, "can't be reached"),
    ("cut between", gemini.streamed("a", cut=True), ProviderUnreachable, "can't be reached"),
    ("cut in a piece", events(candidates("a"), '{"candidates": [{"con'), AnswerInvalid, "damaged"),
    ("not finished", gemini.streamed("a long", finish_reason=""), AnswerInvalid, "before it was finished"),
    ("a login page", html(), ProviderUnreachable, "not Gemini"),
    ("too long", gemini.streamed("a", finish_reason="MAX_TOKENS"), AnswerInvalid, "cut off"),
    ("goes on", gemini.streamed("a", finish_reason="CONTINUATION"), AnswerInvalid, "cut off"),
    ("endless", gemini.streamed(LONG, LONG), AnswerInvalid, "100,000"),
    ("empty", gemini.streamed(), AnswerInvalid, "empty"),
    ("blocked prompt", events({"promptFeedback": {"blockReason": "SAFETY"}}), Refused, "safety"),
    ("refused midway", events(candidates("a"), candidates(finishReason="SAFETY")), Refused, "safety filter"),
    (
        "an error in the stream",
        events(candidates("a"), {"error": {"code": 503, "status": "UNAVAILABLE", "message": "busy"}}),
        ProviderUnreachable,
        "busy",
    ),
]


@pytest.mark.parametrize(
    ("reply", "kind", "says"), [f[1:] for f in GEMINI_FAULTS], ids=[f[0] for f in GEMINI_FAULTS]
)
async def test_each_fault_of_geminis_stream_has_its_error(
    google: FakeGemini, flash: GeminiText, reply: Reply, kind: type[ProviderError], says: str
) -> None:
    google.queue(reply)
    with pytest.raises(ProviderError) as caught:
        await all_of(flash)
    assert type(caught.value) is kind, caught.value.message
    assert says in caught.value.message
    assert len(google.requests) == 1, "no hidden retry: each would be paid for"


async def test_a_compatible_server_streams_and_counts(server: FakeOpenAI, qwen: OpenAICompatibleText) -> None:
    server.queue(openai_server.streamed("a long ", "navy ", "coat", prompt_tokens=40))
    told, answer = await all_of(qwen)
    assert (told[-1], answer.text) == ("a long navy coat", "a long navy coat")
    assert (answer.usage.calls, answer.usage.input_tokens, answer.usage.output_tokens) == (1, 40, 3)
    (asked,) = server.requests
    assert (asked.prompt, asked.form) == ("?", "")
    assert asked.body["stream_options"] == {"include_usage": True}
    assert asked.body["max_tokens"] > 0


@pytest.mark.parametrize(
    "words",
    [("<think>", "a red", "</think>", "\n\na ", "coat"), ("hm, a red", " one.</think>", "a ", "coat")],
    ids=["thoughts", "thoughts that began before"],
)
async def test_thoughts_are_taken_out(
    server: FakeOpenAI, qwen: OpenAICompatibleText, words: tuple[str, ...]
) -> None:
    server.queue(openai_server.streamed(*words))
    told, answer = await all_of(qwen)
    assert answer.text == "a coat"
    assert told[-1] == "a coat"
    assert not any("think" in one for one in told)


@pytest.mark.parametrize("done", [True, False])
async def test_a_stream_may_leave_out_its_last_event_or_its_reason(
    server: FakeOpenAI, qwen: OpenAICompatibleText, done: bool
) -> None:
    server.queue(openai_server.streamed("a coat", done=done, finish_reason=None if done else "stop"))
    assert (await all_of(qwen))[1].text == "a coat"


async def test_a_server_that_does_not_stream_answers_whole() -> None:
    async with FakeOpenAI(streams=False) as server:
        model = OpenAICompatibleText(server.base_url, "m")
        told, answer = await all_of(model, "<description>A <selection>coat</selection></description>")
        assert (told, answer.text) == ([], "coat weathered by salt")
        server.queue(openai_server.text("<think>hm</think> a coat", prompt_tokens=7))
        assert (await all_of(model))[1].text == "a coat"
        await model.close()
    assert len(server.requests) == 2


OPENAI_FAULTS: list[tuple[str, Reply, type[ProviderError], str]] = [
    ("limit", openai_server.rate_limited("15"), QuotaExceeded, "15 seconds"),
    ("cut before", cut_connection(), ProviderUnreachable, "can't be reached"),
    ("cut between", openai_server.streamed("a", cut=True), ProviderUnreachable, "can't be reached"),
    ("not JSON", events(change({"content": "a"}), '{"choices": [{"del'), AnswerInvalid, "damaged"),
    (
        "not finished",
        openai_server.streamed("a", finish_reason=None, done=False),
        AnswerInvalid,
        "before it was finished",
    ),
    ("a login page", html(), ProviderUnreachable, "no OpenAI-compatible server"),
    ("too long", openai_server.streamed("a", finish_reason="length"), AnswerInvalid, "cut off"),
    ("endless", openai_server.streamed(LONG, LONG), AnswerInvalid, "100,000"),
    ("empty", openai_server.streamed(), AnswerInvalid, "empty"),
    ("only thoughts", openai_server.streamed("<think>on and on"), AnswerInvalid, "empty"),
    ("filtered", openai_server.streamed("a", finish_reason="content_filter"), Refused, "content_filter"),
    (
        "refused",
        events(change({"refusal": "I "}), change({"refusal": "won't"}), "[DONE]"),
        Refused,
        "I won't",
    ),
    (
        "an error in the stream",
        events(change({"content": "a"}), {"error": {"code": 500, "message": "slot died"}}),
        ProviderUnreachable,
        "slot died",
    ),
    (
        "an error as its own event",
        Reply(pieces=(b'error: {"code": 500, "message": "slot died"}\n\n',)),
        ProviderUnreachable,
        "slot died",
    ),
]


@pytest.mark.parametrize(
    ("reply", "kind", "says"), [f[1:] for f in OPENAI_FAULTS], ids=[f[0] for f in OPENAI_FAULTS]
)
async def test_each_fault_of_a_compatible_stream_has_its_error(
    server: FakeOpenAI, qwen: OpenAICompatibleText, reply: Reply, kind: type[ProviderError], says: str
) -> None:
    server.queue(reply)
    with pytest.raises(ProviderError) as caught:
        await all_of(qwen)
    assert type(caught.value) is kind, caught.value.message
    assert says in caught.value.message
    assert len(server.requests) == 1


async def test_a_prompt_that_the_server_cut_is_no_answer(
    server: FakeOpenAI, qwen: OpenAICompatibleText
) -> None:
    server.queue(openai_server.streamed("a coat", prompt_tokens=1_100))
    with pytest.raises(PromptTooLong):
        await all_of(qwen, LONG_PROMPT)


async def test_what_a_server_turns_down_is_left_out_from_then_on(
    server: FakeOpenAI, qwen: OpenAICompatibleText
) -> None:
    turned_down = openai_server.failure(400, "Unknown parameter: 'stream_options'")
    server.queue(turned_down, openai_server.streamed("a"), openai_server.streamed("a"))
    await all_of(qwen)
    await all_of(qwen)
    assert ["stream_options" in asked.body for asked in server.requests] == [True, False, False]
    server.queue(*[openai_server.failure(422, "stream must be false")], openai_server.text("a"))
    assert (await all_of(qwen))[1].text == "a"
    assert [asked.body["stream"] for asked in server.requests[3:]] == [True, False]


@pytest.mark.parametrize("piece", ["", "a long "], ids=["before the first word", "in the middle"])
async def test_closing_a_stream_closes_its_connection(
    google: FakeGemini, flash: GeminiText, server: FakeOpenAI, qwen: OpenAICompatibleText, piece: str
) -> None:
    words = [piece] if piece else []
    google.queue(gemini.streamed(*words, hang=True) if words else gemini.hanging())
    server.queue(openai_server.streamed(*words, hang=True) if words else openai_server.hanging())
    for fake, model in ((google, flash), (server, qwen)):
        stream = model.stream("?")
        first = asyncio.ensure_future(anext(stream))
        await fake.wait_for_requests(1)
        if piece:
            assert await first == piece
        else:
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)
        await stream.aclose()
        await asyncio.wait_for(fake.left.wait(), 5)
        assert len(fake.requests) == 1
    server.queue(openai_server.streamed("b"))
    assert (await all_of(qwen))[1].text == "b", "the model can be asked again"


async def test_no_end_in_time(google: FakeGemini, server: FakeOpenAI) -> None:
    google.queue(gemini.streamed("a", hang=True))
    server.queue(openai_server.streamed("a", hang=True))
    for model in (
        GeminiText(KEY, base_url=google.url, timeout_s=0.2),
        OpenAICompatibleText(server.base_url, "m", timeout_s=0.2),
    ):
        with pytest.raises(ProviderUnreachable, match=r"within 0\.2 seconds"):
            await all_of(model)
        await model.close()


async def test_the_key_is_in_no_message_and_no_traceback(
    google: FakeGemini,
    flash: GeminiText,
    server: FakeOpenAI,
    qwen: OpenAICompatibleText,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    replies = (events({"error": {"code": 500, "message": f"the key {KEY} is odd"}}), cut_connection())
    for reply in replies:
        google.queue(reply)
        server.queue(reply)
        for model in (flash, qwen):
            with pytest.raises(ProviderError) as caught:
                await all_of(model)
            assert KEY not in "".join(traceback.format_exception(caught.value))
    assert KEY not in caplog.text
