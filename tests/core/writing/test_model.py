"""A rewrite by both kinds of server over real HTTP: one request, and none that outlives its reader."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from core.models import RewriteKind
from core.providers.gemini import GeminiText
from core.providers.openai_compatible import OpenAICompatibleText
from core.providers.ports import TextAnswer
from core.rules.rewriting.answers import replacement_in
from core.rules.rewriting.selecting import select
from core.writing.engine import RewriteTask
from core.writing.model import ModelWriting
from tests.core.rules.rewriting.test_aspects import asset
from tests.fakes import gemini, openai_server
from tests.fakes.gemini import FakeGemini
from tests.fakes.openai_server import FakeOpenAI

TEXT = "A pilot in a blue coat."
TASK = RewriteTask(asset(), select(TEXT, 11, 22), RewriteKind.MORE_SPECIFIC)


@pytest.fixture(params=["gemini", "openai"])
async def served(
    request: pytest.FixtureRequest,
) -> AsyncIterator[tuple[FakeGemini | FakeOpenAI, ModelWriting]]:
    if request.param == "gemini":
        async with FakeGemini() as google:
            flash = GeminiText("key", base_url=google.url)
            yield google, ModelWriting(flash)
            await flash.close()
    else:
        async with FakeOpenAI() as server:
            qwen = OpenAICompatibleText(server.base_url, "qwen3:8b")
            yield server, ModelWriting(qwen)
            await qwen.close()


async def test_one_rewrite_is_one_request(served: tuple[FakeGemini | FakeOpenAI, ModelWriting]) -> None:
    server, writing = served
    answers = [answer async for answer in writing.rewrite(TASK)]
    last = answers[-1]
    assert isinstance(last, TextAnswer)
    assert replacement_in(last.text, TASK.selection) == "a blue coat weathered by salt"
    assert (server.steps(), last.usage.calls) == (["stream"], 1)


async def test_enriching_is_one_request(served: tuple[FakeGemini | FakeOpenAI, ModelWriting]) -> None:
    server, writing = served
    proposal = await writing.enrich(asset(), TEXT, "")
    assert [idea.aspect for idea in proposal.ideas] == list(proposal.missing)
    assert (server.steps(), proposal.usage.calls) == (["Ideas"], 1)


async def test_a_rewrite_that_is_left_ends_its_request(
    served: tuple[FakeGemini | FakeOpenAI, ModelWriting],
) -> None:
    server, writing = served
    fake = gemini if isinstance(server, FakeGemini) else openai_server
    server.queue(fake.streamed("a long ", hang=True))
    rewrite = writing.rewrite(TASK)
    assert await anext(rewrite) == "a long "
    await rewrite.aclose()
    await asyncio.wait_for(server.left.wait(), 5)
    assert server.steps() == ["stream"]
