"""The real google-genai client over real HTTP against the stand-in: what it sends, each way it can fail."""

from __future__ import annotations

import asyncio
import io
import logging
import subprocess
import sys
import traceback
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from PIL import Image
from pydantic import BaseModel

from core.errors import (
    AnswerInvalid,
    KeyRejected,
    ProviderError,
    ProviderUnreachable,
    QuotaExceeded,
    Refused,
)
from core.models import AspectRatio, AssetType
from core.providers.gemini import REFERENCE_BYTES, GeminiImages, GeminiText
from core.providers.ports import ImageModel, ImageRequest, SentReference, TextModel
from tests.fakes import gemini as fake
from tests.fakes.gemini import FakeGemini, Reply

KEY = "a-key-that-must-never-be-seen"


class Verdict(BaseModel):
    """A schema to ask for."""

    ok: bool


@pytest.fixture
async def server() -> AsyncIterator[FakeGemini]:
    async with FakeGemini() as running:
        yield running


@pytest.fixture
async def text(server: FakeGemini) -> AsyncIterator[GeminiText]:
    model = GeminiText(KEY, base_url=server.url, timeout_s=20)
    yield model
    await model.close()


@pytest.fixture
async def images(server: FakeGemini) -> AsyncIterator[GeminiImages]:
    model = GeminiImages(KEY, base_url=server.url, timeout_s=20)
    yield model
    await model.close()


def request(ratio: AspectRatio = AspectRatio.PORTRAIT) -> ImageRequest:
    return ImageRequest("ink. A person.", ratio, "NELL", AssetType.CHARACTER)


def chain(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)) + repr(error)


def test_both_fulfil_their_ports() -> None:
    text: TextModel = GeminiText(KEY)
    images: ImageModel = GeminiImages(KEY)
    assert (text.info.model, images.info.model) == ("gemini-3.8-flash", "gemini-nano-banana-2.1")
    assert KEY not in repr(text) + repr(images)


async def test_text_is_asked_for_by_schema_and_nothing_deprecated(
    server: FakeGemini, text: GeminiText
) -> None:
    server.queue(fake.text('{"ok": true}'))
    answer = await text.answer("Is it?", Verdict)
    asked = server.requests[0]
    assert answer.text == '{"ok": true}'
    assert (asked.path, asked.prompt) == ("/v1/models/gemini-3.8-flash:generateContent", "Is it?")
    assert asked.config == {
        "responseMimeType": "application/json",
        "responseJsonSchema": Verdict.model_json_schema(),
    }


async def test_the_api_version_is_a_setting(server: FakeGemini) -> None:
    model = GeminiText(KEY, base_url=server.url, api_version="v1beta")
    server.queue(fake.text("{}"))
    await model.answer("?", Verdict)
    await model.close()
    assert server.requests[0].path.startswith("/v1beta/")


async def test_usage_counts_thoughts_as_output_and_is_priced(server: FakeGemini, text: GeminiText) -> None:
    usage = {"promptTokenCount": 1000, "candidatesTokenCount": 200, "thoughtsTokenCount": 300}
    server.queue(fake.candidate([{"text": "hm", "thought": True}, {"text": "{}"}], usage=usage))
    answer = await text.answer("?", Verdict)
    assert answer.text == "{}"
    assert (answer.usage.calls, answer.usage.input_tokens, answer.usage.output_tokens) == (1, 1000, 500)
    assert answer.usage.cost_usd == pytest.approx(text.price_usd(1000, 500))
    assert answer.usage.cost_usd > 0


@pytest.mark.parametrize(
    ("ratio", "size"),
    [
        (AspectRatio.PORTRAIT, (848, 1264)),
        (AspectRatio.LANDSCAPE, (1376, 768)),
        (AspectRatio.SQUARE, (1024, 1024)),
    ],
)
async def test_a_picture_comes_in_the_ratio_asked_for(
    server: FakeGemini, images: GeminiImages, ratio: AspectRatio, size: tuple[int, int]
) -> None:
    answer = await images.generate(request(ratio))
    assert Image.open(io.BytesIO(answer.data)).size == size
    assert server.requests[0].config == {
        "responseModalities": ["IMAGE"],
        "imageConfig": {"aspectRatio": ratio.value, "imageSize": "1K"},
    }
    assert server.image_prompts == ["ink. A person."]
    assert (answer.price_usd, answer.placeholder) == (images.price_usd, False)


async def test_a_large_reference_goes_as_a_smaller_picture(server: FakeGemini, images: GeminiImages) -> None:
    out = io.BytesIO()
    Image.effect_noise((2000, 1000), 90).save(out, "PNG")
    assert len(out.getvalue()) > REFERENCE_BYTES
    reference = SentReference("Reference 1", out.getvalue(), "image/png")
    await images.generate(replace(request(), references=(reference,)))
    caption, sent, prompt = server.requests[0].parts
    assert (caption, prompt) == ("Reference 1", "ink. A person.")
    assert sent[0] == "image/jpeg"
    assert Image.open(io.BytesIO(sent[1])).size == (1536, 768)  # type: ignore[arg-type]


async def test_the_last_picture_that_is_no_thought_counts(server: FakeGemini, images: GeminiImages) -> None:
    parts = [
        fake.inline_image(b"sketch", thought=True),
        fake.inline_image(b"first"),
        {"text": "Here it is."},
        fake.inline_image(b"last", "image/jpeg"),
        fake.inline_image(b"afterthought", thought=True),
    ]
    server.queue(fake.candidate(parts))
    assert (await images.generate(request())).data == b"last"


FAULTS: list[tuple[str, Reply, type[ProviderError], str]] = [
    ("bad key", fake.bad_key(), KeyRejected, "GEMINI_API_KEY"),
    ("unauthorized", fake.failure(401, "UNAUTHENTICATED", "no"), KeyRejected, "no"),
    ("forbidden", fake.failure(403, "PERMISSION_DENIED", "not yours"), KeyRejected, "not yours"),
    ("bad request", fake.failure(400, "INVALID_ARGUMENT", "odd ratio"), ProviderError, "odd ratio"),
    ("unknown model", fake.failure(404, "NOT_FOUND", "no model"), ProviderError, "Choose another model"),
    ("server error", fake.failure(500, "INTERNAL", "oops"), ProviderUnreachable, "HTTP 500: oops"),
    ("overloaded", Reply(b"busy", 503, "text/plain"), ProviderUnreachable, "HTTP 503"),
    ("details as text", fake.failure(429, "RESOURCE_EXHAUSTED", "slow", "text"), QuotaExceeded, "slow"),
    ("error as list", fake.as_json([{"error": {"message": "listed"}}], 429), QuotaExceeded, "limit"),
    ("a login page", fake.html(), ProviderUnreachable, "not Gemini"),
    ("cut", fake.cut_connection(), ProviderUnreachable, "can't be reached"),
    ("redirect", fake.redirect("http://127.0.0.1:1/"), ProviderUnreachable, "HTTP 302"),
    ("other success", fake.as_json({}, 202), ProviderError, ""),
    ("truncated", fake.truncated(), AnswerInvalid, "cut off"),
    ("empty object", fake.as_json({}), AnswerInvalid, "empty"),
    ("empty text", fake.text(" "), AnswerInvalid, "empty"),
    ("malformed", fake.refused("MALFORMED_RESPONSE"), AnswerInvalid, "MALFORMED_RESPONSE"),
    ("safety", fake.refused("SAFETY", "DANGEROUS_CONTENT"), Refused, "dangerous content"),
    ("prohibited", fake.refused("PROHIBITED_CONTENT"), Refused, "PROHIBITED_CONTENT"),
    ("blocked prompt", fake.blocked(), Refused, "PROHIBITED_CONTENT"),
    ("blocked newly", fake.blocked("A_REASON_FROM_2027"), Refused, "A_REASON_FROM_2027"),
]


@pytest.mark.parametrize(("reply", "kind", "says"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
async def test_each_fault_of_a_text_call_has_its_error(
    server: FakeGemini, text: GeminiText, reply: Reply, kind: type[ProviderError], says: str
) -> None:
    server.queue(reply)
    with pytest.raises(ProviderError) as caught:
        await text.answer("?", Verdict)
    assert type(caught.value) is kind
    assert says in caught.value.message
    assert caught.value.provider == "gemini"
    assert len(server.requests) == 1


IMAGE_FAULTS: list[tuple[str, Reply, type[ProviderError], str]] = [
    ("no image", fake.refused("NO_IMAGE"), Refused, "NO_IMAGE"),
    ("image safety", fake.refused("IMAGE_SAFETY", "HARASSMENT"), Refused, "harassment"),
    ("only words", fake.text("I would rather not."), Refused, "I would rather not."),
    ("empty", fake.as_json({}), AnswerInvalid, "no picture"),
    ("empty picture", fake.candidate([fake.inline_image(b"")]), AnswerInvalid, "no picture"),
    (
        "bad base64",
        fake.candidate([{"inlineData": {"mimeType": "image/png", "data": "%%%"}}]),
        AnswerInvalid,
        "damaged",
    ),
    ("only a thought", fake.candidate([fake.inline_image(b"x", thought=True)]), AnswerInvalid, "no picture"),
    ("quota", fake.rate_limited(), QuotaExceeded, "15 seconds"),
]


@pytest.mark.parametrize(
    ("reply", "kind", "says"), [f[1:] for f in IMAGE_FAULTS], ids=[f[0] for f in IMAGE_FAULTS]
)
async def test_each_fault_of_an_image_call_has_its_error(
    server: FakeGemini, images: GeminiImages, reply: Reply, kind: type[ProviderError], says: str
) -> None:
    server.queue(reply)
    with pytest.raises(ProviderError) as caught:
        await images.generate(request())
    assert type(caught.value) is kind
    assert says in caught.value.message
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("reply", "delay", "daily"),
    [
        (fake.rate_limited("15s"), 15.0, False),
        (fake.rate_limited("0.5s"), 0.5, False),
        (fake.rate_limited(None, daily=True), None, True),
        (fake.rate_limited("soon"), None, False),
    ],
)
async def test_a_limit_keeps_its_delay_and_its_kind(
    server: FakeGemini, text: GeminiText, reply: Reply, delay: float | None, daily: bool
) -> None:
    server.queue(reply)
    with pytest.raises(QuotaExceeded) as caught:
        await text.answer("?", Verdict)
    assert (caught.value.retry_after_s, caught.value.daily) == (delay, daily)


async def test_no_answer_in_time(server: FakeGemini) -> None:
    model = GeminiText(KEY, base_url=server.url, timeout_s=0.2)
    server.queue(fake.hanging())
    with pytest.raises(ProviderUnreachable, match=r"within 0\.2 seconds"):
        await model.answer("?", Verdict)
    await model.close()


async def test_nobody_listens(server: FakeGemini) -> None:
    model = GeminiText(KEY, base_url="http://127.0.0.1:9")
    with pytest.raises(ProviderUnreachable, match="can't be reached"):
        await model.answer("?", Verdict)
    await model.close()


@pytest.mark.parametrize("key", ["", "   ", "schlüssel", "two\nlines"])
async def test_a_key_that_no_header_can_carry_is_rejected_here(server: FakeGemini, key: str) -> None:
    with pytest.raises(KeyRejected):
        await GeminiText(key, base_url=server.url).answer("?", Verdict)
    assert server.requests == []


async def test_a_call_can_be_cancelled_and_the_model_used_again(server: FakeGemini, text: GeminiText) -> None:
    server.queue(fake.hanging(), fake.text("{}"))
    call = asyncio.create_task(text.answer("?", Verdict))
    await server.wait_for_requests(1)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert (await text.answer("?", Verdict)).text == "{}"


async def test_a_closed_model_opens_again(server: FakeGemini, text: GeminiText) -> None:
    server.queue(fake.text("{}"), fake.text("{}"))
    await text.answer("?", Verdict)
    await text.close()
    assert (await text.answer("?", Verdict)).text == "{}"


async def test_the_key_is_in_no_message_no_traceback_and_no_log(
    server: FakeGemini, text: GeminiText, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = fake.failure(400, "INVALID_ARGUMENT", f"the key {KEY} is odd")
    for reply in (echo, fake.bad_key(), fake.html(), fake.cut_connection()):
        server.queue(reply)
        with pytest.raises(ProviderError) as caught:
            await text.answer("?", Verdict)
        assert KEY not in chain(caught.value)
        assert caught.value.__context__ is None
    assert KEY not in caplog.text


async def test_the_environment_does_not_choose_the_backend_or_the_key(
    server: FakeGemini, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE_GENAI_USE_VERTEXAI", "true")
    monkeypatch.setenv("GOOGLE_API_KEY", "another")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with FakeGemini(key=KEY) as strict:
        model = GeminiText(KEY, base_url=strict.url)
        strict.queue(fake.text("{}"))
        assert (await model.answer("?", Verdict)).text == "{}"
        await model.close()


async def test_a_wrong_key_is_rejected_by_the_server() -> None:
    async with FakeGemini(key="the right one") as strict:
        model = GeminiText(KEY, base_url=strict.url)
        with pytest.raises(KeyRejected):
            await model.answer("?", Verdict)
        await model.close()


def test_importing_the_provider_does_not_import_the_sdk() -> None:
    heavy = "{'google.genai', 'httpx', 'PIL'}"
    code = f"import sys, core.providers.gemini; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
