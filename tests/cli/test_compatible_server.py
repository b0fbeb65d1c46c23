"""A scan by an OpenAI-compatible server, by the commands alone, over real HTTP to a stand-in."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from core.sample import sample_path
from tests.cli.conftest import Done, Lookbook
from tests.cli.test_path import walk_to_the_hand_off
from tests.fakes.gemini import FakeGemini
from tests.fakes.openai_server import FakeOpenAI, failure

MODEL = "qwen3:8b"
KEY = "a-secret-key"


def environment(server: FakeOpenAI, **more: str) -> dict[str, str]:
    """What a person sets to scan by this server."""
    named = {"LOOKBOOK_PROVIDER": "openai", "LOOKBOOK_TEXT_MODEL": MODEL}
    return named | {"LOOKBOOK_TEXT_BASE_URL": server.base_url} | more


async def scan(lookbook: Lookbook, server: FakeOpenAI, *args: str, **more: str) -> Done:
    """`lookbook scan` of the sample by this server."""
    return await asyncio.to_thread(lookbook, "scan", sample_path(), *args, **environment(server, **more))


async def test_a_scan_names_its_engine_counts_its_tokens_and_no_price(lookbook: Lookbook) -> None:
    async with FakeOpenAI(key=KEY) as server:
        done = await scan(lookbook, server, "--json", LOOKBOOK_TEXT_API_KEY=KEY)
        assert done.status == 0, done.err
        assert done.json["engine"] == {"provider": "openai", "model": MODEL}
        usage = done.json["usage"]
        assert usage["calls"] == len(server.requests) >= 4
        assert usage["inputTokens"] == sum(len(asked.prompt) // 4 for asked in server.requests)
        assert usage["costUsd"] == 0.0
        assert {draft["type"] for draft in done.json["drafts"]} >= {"character", "location"}
        assert all(draft["mentions"] for draft in done.json["drafts"])
        assert "$" not in done.err
        assert KEY not in done.out + done.err


async def test_a_small_context_is_read_in_more_windows(lookbook: Lookbook, tmp_path: Path) -> None:
    windows = []
    for context in ("4096", "32768"):
        async with FakeOpenAI() as server:
            home = str(tmp_path / context)
            done = await scan(lookbook, server, LOOKBOOK_TEXT_CONTEXT=context, LOOKBOOK_HOME=home)
            assert done.status == 0, done.err
            assert {asked.model for asked in server.requests} == {MODEL}
            windows.append(server.steps().count("Extraction"))
    assert windows[0] > windows[1] == 1


async def test_the_same_scan_again_asks_nothing(lookbook: Lookbook) -> None:
    async with FakeOpenAI() as server:
        first = await scan(lookbook, server, "--json")
        asked = len(server.requests)
        again = await scan(lookbook, server, "--json")
        assert again.json["drafts"] == first.json["drafts"]
        assert len(server.requests) == asked
        shown = await scan(lookbook, server)
        assert shown.err.splitlines()[-1] == f"Read by {MODEL}."


async def test_the_path_goes_on_with_geminis_pictures_when_it_has_a_key(
    lookbook: Lookbook, tmp_path: Path
) -> None:
    async with FakeOpenAI() as server, FakeGemini() as gemini:
        both = environment(server, GEMINI_API_KEY="a-test-key", GOOGLE_GEMINI_BASE_URL=gemini.url)

        def by_both(*args: object) -> Done:
            return lookbook(*args, **both)

        await asyncio.to_thread(walk_to_the_hand_off, by_both, sample_path(), tmp_path)
        assert set(gemini.steps()) == {"image"}
        assert "Extraction" in server.steps()


@pytest.mark.parametrize("args", [("--json",), ()])
async def test_a_model_that_is_not_there_is_one_sentence_with_what_to_do(
    lookbook: Lookbook, args: tuple[str, ...]
) -> None:
    async with FakeOpenAI() as server:
        server.always("Extraction", failure(404, f'model "{MODEL}" not found, try pulling it first'))
        done = await scan(lookbook, server, *args)
        assert (done.status, done.out) == (1, "")
        assert f"ollama pull {MODEL}" in done.err.splitlines()[-1]


def test_a_server_that_is_down_is_never_a_silent_change_of_engine(lookbook: Lookbook) -> None:
    down = {"LOOKBOOK_TEXT_BASE_URL": "http://127.0.0.1:9/v1", "LOOKBOOK_TEXT_MODEL": MODEL}
    done = lookbook("scan", sample_path(), "--json", LOOKBOOK_PROVIDER="openai", **down)
    assert (done.status, done.out) == (1, "")
    assert "127.0.0.1:9 can't be reached" in done.err.splitlines()[-1]


def test_a_missing_address_is_one_sentence(lookbook: Lookbook) -> None:
    done = lookbook("scan", sample_path(), LOOKBOOK_PROVIDER="openai", LOOKBOOK_TEXT_MODEL=MODEL)
    assert (done.status, len(done.err.splitlines())) == (1, 1)
    assert "LOOKBOOK_TEXT_BASE_URL" in done.err


def test_offline_needs_no_server_though_one_is_set(lookbook: Lookbook) -> None:
    down = {"LOOKBOOK_TEXT_BASE_URL": "http://127.0.0.1:9/v1", "LOOKBOOK_TEXT_MODEL": MODEL}
    done = lookbook("scan", sample_path(), "--json", "--offline", LOOKBOOK_PROVIDER="openai", **down)
    assert done.status == 0
    assert done.json["engine"]["provider"] == "offline"
