"""Whole scans by the real client over real HTTP: what is asked, kept, dropped, cached, and how it fails."""

from __future__ import annotations

import asyncio
import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from core.errors import KeyRejected, LookbookError, ProviderUnreachable, QuotaExceeded, Refused
from core.events import CallFinished, EntitiesFound, ScanBegan, ScanFinished, ScanWarned, StageStarted
from core.models import AssetType, ScanStage, Screenplay
from core.providers.gemini import GeminiText
from core.scan.engine import ScanEngine
from core.scan.model import ModelEngine
from core.screenplay import parse_script
from tests.core.scan.model.conftest import (
    MemoryCache,
    events_of,
    line_of,
    named,
    result_of,
    script,
)
from tests.fakes import gemini as fake
from tests.fakes.gemini import FakeGemini, Reply


def sample() -> Screenplay:
    data = resources.files("core").joinpath("sample/low-water.fountain").read_bytes()
    return parse_script(data, "low-water.fountain")


def says(**answer: Any) -> Reply:
    return fake.text(json.dumps(answer))


def test_it_fulfils_the_port(engine: ModelEngine) -> None:
    port: ScanEngine = engine
    assert (port.info.provider, port.info.offline) == ("gemini", False)


async def test_the_sample_goes_through_all_four_steps(server: FakeGemini, engine: ModelEngine) -> None:
    screenplay = sample()
    result = await result_of(engine, screenplay)
    assert server.steps()[:2] == ["Extraction", "Resolution"]
    assert sorted(server.steps()[2:]) == ["Distillation", "Verdicts"]
    names = {draft.suggested_name for draft in result.drafts}
    assert {"NELL", "YOUNG NELL", "STORM LANTERN", "FISH QUAY"} <= names
    texts = {line.number: line.text for line in screenplay.lines}
    for draft in result.drafts:
        assert draft.mentions
        assert all(texts[mention.line] == mention.text for mention in draft.mentions)
        lines = {mention.line for mention in draft.mentions}
        assert all(lines.issuperset(trait.lines) for trait in draft.traits)
        assert all(bool(trait.lines) is not trait.inferred for trait in draft.traits)
    order = [list(AssetType).index(draft.type) for draft in result.drafts]
    assert order == sorted(order)


async def test_the_script_is_sent_once_numbered_and_without_furniture(
    server: FakeGemini, engine: ModelEngine
) -> None:
    screenplay = script()
    await result_of(engine, screenplay)
    sent = server.requests[0].prompt
    number = line_of(screenplay, "steps in")
    assert f"\n{number}|The guard, OFFICER BOB, steps in." in sent
    assert "|# INT. BARN - NIGHT" in sent
    assert "|@ HANNAH ~ Who is there? @ THE GUARD ~ Only me." in sent
    assert server.steps().count("Extraction") == 1


async def test_events_come_in_order_and_the_counter_runs(server: FakeGemini, engine: ModelEngine) -> None:
    events = await events_of(engine, sample())
    assert isinstance(events[0], ScanBegan)
    assert isinstance(events[-1], ScanFinished)
    assert [event.stage for event in events if isinstance(event, StageStarted)] == list(ScanStage)
    assert any(isinstance(event, EntitiesFound) and event.characters > 5 for event in events)
    calls = [event for event in events if isinstance(event, CallFinished)]
    assert [call.calls_done for call in calls] == list(range(1, len(server.requests) + 1))
    assert calls[-1].calls_done == calls[-1].calls_planned
    costs = [call.usage.cost_usd for call in calls]
    assert costs == sorted(costs)
    assert events[-1].result.usage == calls[-1].usage
    assert calls[-1].usage.calls == len(server.requests)


async def test_the_estimate_is_not_exceeded(server: FakeGemini, engine: ModelEngine) -> None:
    estimate = engine.estimate(sample())
    usage = (await result_of(engine, sample())).usage
    assert usage.calls <= estimate.usage.calls
    assert usage.input_tokens <= estimate.usage.input_tokens
    assert usage.cost_usd <= estimate.usage.cost_usd
    assert estimate.script_tokens > 3000


async def test_another_prompt_is_another_question(
    server: FakeGemini, model: GeminiText, cache: MemoryCache, tmp_path: Path
) -> None:
    await result_of(ModelEngine(model, cache), script())
    own = "---\nid: extract\nreturns: Extraction\nversion: 9\n---\nMine.\n{{ title }}{{ part }}\n{{ script }}"
    (tmp_path / "extract.md").write_text(own, encoding="utf-8")
    before = server.steps().count("Extraction")
    await result_of(ModelEngine(model, cache, tmp_path), script())
    assert server.steps().count("Extraction") == before + 1
    assert sum(asked.prompt.startswith("Mine.") for asked in server.requests) == 1


async def test_one_repair_round_gets_the_fault_and_is_paid(
    server: FakeGemini, engine: ModelEngine, cache: MemoryCache
) -> None:
    server.queue(says(entities=[{"name": "HANNAH"}]), None)
    result = await result_of(engine, script())
    assert server.steps()[:2] == ["Extraction", "Extraction"]
    repair = server.requests[1].prompt
    assert repair.startswith(server.requests[0].prompt.strip()[:200])
    assert '{"name": "HANNAH"}' in repair
    assert "entities.0.type: Field required" in repair
    assert result.usage.calls == len(server.requests)
    asked = len(server.requests)
    await result_of(engine, script())
    assert len(server.requests) == asked


@pytest.mark.parametrize(
    ("step", "warning"),
    [("Resolution", "could not be joined"), ("Distillation", "HANNAH"), ("Verdicts", "evidence alone")],
)
async def test_a_step_that_is_refused_is_a_warning_and_the_drafts_come(
    server: FakeGemini, engine: ModelEngine, step: str, warning: str
) -> None:
    server.always(step, fake.refused())
    events = await events_of(engine, script())
    warned = [event.message for event in events if isinstance(event, ScanWarned)]
    last = events[-1]
    assert isinstance(last, ScanFinished)
    assert any(warning in message and "refused" in message for message in warned)
    assert last.result.warnings == tuple(warned)
    assert named(last.result, "HANNAH").mentions


async def test_a_refused_script_is_refused(server: FakeGemini, engine: ModelEngine) -> None:
    server.always("Extraction", fake.blocked())
    with pytest.raises(Refused):
        await events_of(engine, script())
    assert set(server.steps()) == {"Extraction"}


@pytest.mark.parametrize("step", ["Extraction", "Resolution", "Distillation", "Verdicts"])
@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (fake.bad_key(), KeyRejected),
        (fake.rate_limited(daily=True), QuotaExceeded),
        (fake.cut_connection(), ProviderUnreachable),
    ],
)
async def test_what_would_fail_again_stops_the_scan_and_what_was_paid_stays(
    server: FakeGemini, engine: ModelEngine, step: str, reply: Reply, kind: type[LookbookError]
) -> None:
    server.always(step, reply)
    with pytest.raises(kind):
        await events_of(engine, sample())
    answered = [asked for asked in server.steps() if asked != step]
    server.always(step, None)
    await result_of(engine, sample())
    for other in set(answered):
        assert server.steps().count(other) == answered.count(other)


class SmallContext(GeminiText):
    """The same model with room for a few scenes only."""

    @property
    def context_tokens(self) -> int:
        return 1_400


async def test_a_small_context_takes_more_windows(server: FakeGemini, cache: MemoryCache) -> None:
    model = SmallContext("key", base_url=server.url)
    engine = ModelEngine(model, cache)
    events = await events_of(engine, sample())
    assert server.steps().count("Extraction") > 3
    assert engine.estimate(sample()).usage.calls >= len(server.requests)
    assert not [e for e in events if isinstance(e, ScanWarned) and "could not be read" in e.message]
    await model.close()


async def test_a_cancelled_scan_goes_on_where_it_stopped(server: FakeGemini, engine: ModelEngine) -> None:
    server.always("Distillation", fake.hanging())
    scan = asyncio.create_task(events_of(engine, script()))
    await server.wait_for_requests(3)
    scan.cancel()
    with pytest.raises(asyncio.CancelledError):
        await scan
    server.always("Distillation", None)
    await result_of(engine, script())
    assert server.steps().count("Extraction") == 1
    assert server.steps().count("Resolution") == 1


async def test_an_abandoned_scan_stops_asking(server: FakeGemini, engine: ModelEngine) -> None:
    scan = engine.scan(script())
    async for event in scan:
        if isinstance(event, CallFinished):
            break
    await scan.aclose()
    asked = len(server.requests)
    assert asked <= 2
    await asyncio.sleep(0)
    assert len(server.requests) == asked
