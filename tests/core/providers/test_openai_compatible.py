"""The client of OpenAI-compatible servers over real HTTP: what it sends, each way it can fail."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
from pydantic import BaseModel

from core.errors import (
    PromptTooLong,
    ProviderError,
    ProviderUnreachable,
)
from core.providers.openai_compatible import OpenAICompatibleText
from core.providers.ports import TextModel
from tests.fakes import openai_server as fake
from tests.fakes.openai_server import FakeOpenAI

KEY = "a-key-that-must-never-be-seen"
MODEL = "qwen3:8b"
CONTEXT = 4_096
LONG_PROMPT = "She lifts the lantern. " * 400
"""2,300 tokens, by four characters each."""


class Point(BaseModel):
    """A part of a schema, to be found under `$defs`."""

    line: int


class Verdict(BaseModel):
    """A schema to ask for."""

    ok: bool
    points: list[Point] = []


@pytest.fixture
async def server() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as running:
        yield running


@pytest.fixture
async def text(server: FakeOpenAI) -> AsyncIterator[OpenAICompatibleText]:
    model = OpenAICompatibleText(server.base_url, MODEL, KEY, context_tokens=CONTEXT, timeout_s=20)
    yield model
    await model.close()


def test_it_fulfils_its_port() -> None:
    model: TextModel = OpenAICompatibleText("http://127.0.0.1:11434/v1", MODEL, KEY, context_tokens=CONTEXT)
    assert (model.info.provider, model.info.model, model.info.offline) == ("openai", MODEL, False)
    assert (model.context_tokens, model.price_usd(1_000_000, 1_000_000)) == (CONTEXT, 0.0)
    assert KEY not in repr(model)


async def test_the_schema_is_sent_twice_and_strictly(server: FakeOpenAI, text: OpenAICompatibleText) -> None:
    server.queue(fake.text('{"ok": true, "points": []}'))
    answer = await text.answer("Is it?", Verdict)
    asked = server.requests[0]
    assert answer.text == '{"ok": true, "points": []}'
    assert (asked.model, asked.form, asked.with_key) == (MODEL, "json_schema", True)
    form = asked.body["response_format"]["json_schema"]
    assert (form["name"], form["strict"]) == ("Verdict", True)
    assert form["schema"]["required"] == ["ok", "points"], "also what has a default"
    for closed in (form["schema"], form["schema"]["$defs"]["Point"]):
        assert closed["additionalProperties"] is False
    assert asked.prompt.startswith("Is it?\n")
    assert json.loads(asked.prompt.splitlines()[-1]) == form["schema"]


async def test_an_answer_may_take_what_the_prompt_leaves_and_a_quarter_at_least(
    server: FakeOpenAI, text: OpenAICompatibleText
) -> None:
    server.queue(fake.text("{}"), fake.text("{}"))
    await text.answer("x" * 8_000, Verdict)
    await text.answer("x" * 80_000, Verdict)
    first, second = (asked.body["max_tokens"] for asked in server.requests)
    assert CONTEXT // 4 < first <= CONTEXT - 2_000
    assert second == CONTEXT // 4


@pytest.mark.parametrize("path", ["/v1", "/v1/", "/v1/chat/completions"])
async def test_an_address_is_taken_as_people_write_it(server: FakeOpenAI, path: str) -> None:
    server.queue(fake.text("{}"))
    model = OpenAICompatibleText(server.url + path, MODEL)
    assert (await model.answer("?", Verdict)).text == "{}"
    assert not server.requests[0].with_key, "servers at home need no key"
    await model.close()


async def test_usage_is_what_the_server_counted_and_costs_nothing_known(
    server: FakeOpenAI, text: OpenAICompatibleText
) -> None:
    counted = {"prompt_tokens": 1000, "completion_tokens": 300}
    server.queue(fake.completion({"content": "{}"}, usage=counted), fake.text('{"ok": true}'))
    usage = (await text.answer("?", Verdict)).usage
    assert (usage.calls, usage.input_tokens, usage.output_tokens, usage.cost_usd) == (1, 1000, 300, 0.0)
    uncounted = (await text.answer("x" * 4_000, Verdict)).usage
    assert 1_000 <= uncounted.input_tokens < 1_500
    assert uncounted.output_tokens == 3


WRAPPED = {
    "bare": '{"ok": true}',
    "fenced": '```json\n{"ok": true}\n```',
    "fenced without a language": '```\n{"ok": true}\n```',
    "prose around": 'Here it is:\n{"ok": true}\nI hope {that} helps.',
    "thoughts": '<think>Is it {"ok": false}?\n</think>\n\n{"ok": true}',
    "thoughts that began before": 'It may be {"ok": false}.</think>{"ok": true}',
    "thoughts and a fence": '<think>hm</think>Sure!\n```json\n{"ok": true}```',
}


@pytest.mark.parametrize("answer", WRAPPED.values(), ids=WRAPPED)
async def test_what_stands_around_the_object_goes(
    server: FakeOpenAI, text: OpenAICompatibleText, answer: str
) -> None:
    server.queue(fake.text(answer))
    assert (await text.answer("?", Verdict)).text == '{"ok": true}'


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ('{"name": "</think> {"}', '{"name": "</think> {"}'),
        ('{"a": {"b": [1]}} and {"c": 2}', '{"a": {"b": [1]}}'),
        ("No, I would rather talk.", "No, I would rather talk."),
        ('Here: {"ok": tru', '{"ok": tru'),
        ('Here: {"ok": tru} so', '{"ok": tru}'),
        ("{" * 20_000, "{" * 20_000),
        ('{"a":' * 20_000, '{"a":' * 20_000),
    ],
)
async def test_what_is_no_whole_object_is_left_to_the_validation(
    server: FakeOpenAI, text: OpenAICompatibleText, answer: str, left: str
) -> None:
    server.queue(fake.text(answer))
    assert (await text.answer("?", Verdict)).text == left


async def test_an_answer_in_pieces_is_put_together(server: FakeOpenAI, text: OpenAICompatibleText) -> None:
    pieces = [{"type": "text", "text": '{"ok":'}, {"type": "text", "text": " true}"}]
    server.queue(fake.completion({"content": pieces, "reasoning_content": "I think {"}))
    assert (await text.answer("?", Verdict)).text == '{"ok": true}'


@pytest.mark.parametrize("read", [1_100, 2_048, 2_050, 4_096])
async def test_a_prompt_that_the_server_cut_without_a_word_is_no_answer(
    server: FakeOpenAI, text: OpenAICompatibleText, read: int
) -> None:
    prompt = LONG_PROMPT * (2 if read > 1_100 else 1)
    server.queue(fake.text('{"ok": true}', prompt_tokens=read))
    with pytest.raises(PromptTooLong, match=f"saw {read:,} tokens") as caught:
        await text.answer(prompt, Verdict)
    assert "OLLAMA_CONTEXT_LENGTH" in caught.value.message
    assert "LOOKBOOK_TEXT_CONTEXT" in caught.value.message


@pytest.mark.parametrize("read", [None, 0, -1, 1_700, 2_300, 3_500])
async def test_a_count_near_the_estimate_or_none_is_believed(
    server: FakeOpenAI, text: OpenAICompatibleText, read: int | None
) -> None:
    server.queue(fake.text('{"ok": true}', prompt_tokens=read))
    assert (await text.answer(LONG_PROMPT, Verdict)).text == '{"ok": true}'


async def test_a_short_prompt_is_never_taken_for_cut(server: FakeOpenAI, text: OpenAICompatibleText) -> None:
    server.queue(fake.text("{}", prompt_tokens=12))
    assert (await text.answer("She lifts the lantern. " * 40, Verdict)).text == "{}"


@pytest.mark.parametrize(
    ("forms", "asked_for"),
    [
        (("json_schema",), ["json_schema", "json_schema"]),
        (("json_object",), ["json_schema", "json_object", "json_object"]),
        ((), ["json_schema", "json_object", "", ""]),
    ],
)
async def test_a_form_that_is_turned_down_is_remembered(forms: tuple[str, ...], asked_for: list[str]) -> None:
    async with FakeOpenAI(forms=forms) as server:
        model = OpenAICompatibleText(server.base_url, MODEL)
        for _ in range(2):
            assert (await model.answer("?", Verdict)).text == "{}"
        await model.close()
    assert [asked.form for asked in server.requests] == asked_for


async def test_a_request_that_is_wrong_in_every_form_is_an_error_and_changes_nothing(
    server: FakeOpenAI, text: OpenAICompatibleText
) -> None:
    server.queue(*[fake.failure(400, "odd")] * 3, fake.text("{}"))
    with pytest.raises(ProviderError, match="HTTP 400: odd"):
        await text.answer("?", Verdict)
    await text.answer("?", Verdict)
    assert [asked.form for asked in server.requests] == ["json_schema", "json_object", "", "json_schema"]


@pytest.mark.parametrize(
    "words",
    [
        "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (3000 in the "
        "messages, 2000 in the completion). Please reduce the length of the messages or completion.",
        "'max_tokens' or 'max_completion_tokens' is too large: 2000. This model's maximum context length is "
        "4096 tokens and your request has 3000 input tokens (2000 > 4096 - 3000).",
        "Unsupported parameter: 'max_tokens' is not supported with this model.",
    ],
)
async def test_a_limit_that_is_turned_down_is_left_out_from_then_on(
    server: FakeOpenAI, text: OpenAICompatibleText, words: str
) -> None:
    server.queue(fake.failure(400, words), fake.text("{}"), fake.text("{}"))
    await text.answer("?", Verdict)
    await text.answer("?", Verdict)
    assert ["max_tokens" in asked.body for asked in server.requests] == [True, False, False]
    assert {asked.form for asked in server.requests} == {"json_schema"}


async def test_a_prompt_too_long_for_vllm_is_known_by_its_second_refusal() -> None:
    async with FakeOpenAI(window=1_000, exact=True) as server:
        model = OpenAICompatibleText(server.base_url, MODEL)
        with pytest.raises(PromptTooLong):
            await model.answer(LONG_PROMPT, Verdict)
        await model.close()
    assert ["max_tokens" in asked.body for asked in server.requests] == [True, False]


async def test_a_call_can_be_cancelled_and_the_model_used_again(
    server: FakeOpenAI, text: OpenAICompatibleText
) -> None:
    server.queue(fake.hanging(), fake.text("{}"))
    call = asyncio.create_task(text.answer("?", Verdict))
    await server.wait_for_requests(1)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert (await text.answer("?", Verdict)).text == "{}"


async def test_a_closed_model_opens_again(server: FakeOpenAI, text: OpenAICompatibleText) -> None:
    server.queue(fake.text("{}"), fake.text("{}"))
    await text.answer("?", Verdict)
    await text.close()
    assert (await text.answer("?", Verdict)).text == "{}"


async def test_this_machine_is_not_asked_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_API_KEY", "another")
    async with FakeOpenAI(key=KEY) as strict:
        model = OpenAICompatibleText(strict.base_url, MODEL, KEY)
        strict.queue(fake.text("{}"))
        assert (await model.answer("?", Verdict)).text == "{}"
        await model.close()


async def test_another_machine_is_asked_through_the_proxy_of_the_environment(
    server: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTP_PROXY", server.url)
    model = OpenAICompatibleText("http://render-box.invalid/v1", MODEL)
    # The stand-in does not know a proxy's paths: that it was asked at all is what counts.
    with pytest.raises(ProviderUnreachable, match="no OpenAI-compatible API"):
        await model.answer("?", Verdict)
    await model.close()


def test_importing_the_provider_imports_no_transport() -> None:
    code = "import sys, core.providers.openai_compatible; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
