"""Three waits and 1.6 times the script's own tokens, counted by the model that is asked."""

from __future__ import annotations

import asyncio
import re

import pytest

from core.events import ScanFinished, StageStarted
from core.models import ScanResult, ScanStage, Screenplay
from core.scan.model import ModelEngine
from core.scan.model.evidence import excerpt
from core.scan.model.planning import plan
from core.scan.model.source import Source
from tests.core.scan.model.conftest import MemoryCache, named, result_of, script
from tests.core.scan.model.feature import feature
from tests.fakes.text_models import RecordedModel, count_tokens


async def scan_in_waits(model: RecordedModel, screenplay: Screenplay, engine: ModelEngine) -> ScanResult:
    """A scan in which no answer comes before all questions of its wait are there."""
    result: ScanResult | None = None
    async for event in engine.scan(screenplay):
        match event:
            case StageStarted(ScanStage.EXTRACT):
                model.expect(window_count(screenplay, model))
            case StageStarted(ScanStage.RESOLVE):
                model.expect(1)
            case StageStarted(ScanStage.DISTIL, planned):
                model.expect(planned - len(model.asked))
            case ScanFinished(found):
                result = found
    assert result is not None
    return result


def window_count(screenplay: Screenplay, model: RecordedModel) -> int:
    """How many windows a scan of a script has, as a scan with another model shows."""
    return len(plan(Source(screenplay), model, None, one_window=False).windows)


def own_tokens(screenplay: Screenplay) -> int:
    """The script's own tokens as the recorded model counts: the lines that matter, one newline each."""
    return sum(count_tokens(line.text + "\n") for line in Source(screenplay).lines)


@pytest.mark.parametrize("scenes", [110, 240])
async def test_a_feature_takes_three_waits_and_at_most_1_6_times_its_tokens(scenes: int) -> None:
    screenplay = script(feature(scenes))
    model = RecordedModel()
    engine = ModelEngine(model, MemoryCache())
    result = await scan_in_waits(model, screenplay, engine)
    own = own_tokens(screenplay)
    assert own > 20_000
    assert model.waits == 3
    assert model.input_tokens <= 1.6 * own
    assert sum(len(asked.prompt) for asked in model.asked) <= 1.6 * sum(
        len(line.text) + 1 for line in Source(screenplay).lines
    )
    assert {"Extraction", "Resolution", "Distillation", "Verdicts"} == set(model.steps())
    assert len(result.drafts) > 50
    assert sum(bool(draft.traits) for draft in result.drafts) > 40


async def test_the_estimate_is_near_and_an_upper_bound() -> None:
    screenplay = script(feature())
    model = RecordedModel()
    engine = ModelEngine(model, MemoryCache())
    estimate = engine.estimate(screenplay)
    usage = (await result_of(engine, screenplay)).usage
    assert estimate.input_ratio <= 1.6
    assert usage.calls <= estimate.usage.calls <= usage.calls + 4
    ratio = usage.input_tokens / own_tokens(screenplay)
    assert estimate.input_ratio - 0.2 <= ratio <= estimate.input_ratio


async def test_a_very_short_script_is_said_to_cost_more_than_its_length() -> None:
    engine = ModelEngine(RecordedModel(), MemoryCache())
    estimate = engine.estimate(script())
    assert estimate.input_ratio > 1.6
    usage = (await result_of(engine, script())).usage
    assert usage.input_tokens <= estimate.usage.input_tokens


async def test_every_line_of_the_script_is_sent_once_to_be_read() -> None:
    screenplay = script(feature(40))
    model = RecordedModel()
    await result_of(ModelEngine(model, MemoryCache()), screenplay)
    sent = "\n".join(model.prompts("Extraction"))
    passages = [f"\n{passage.number}|" for passage in Source(screenplay).passages]
    assert [sent.count(number) for number in passages] == [1] * len(passages)


async def test_a_passage_is_shown_once_in_a_batch() -> None:
    model = RecordedModel()
    await result_of(ModelEngine(model, MemoryCache()), script(feature(40)))
    for prompt in model.prompts("Distillation"):
        numbers = re.findall(r"^(\d+)\|", prompt, re.MULTILINE)
        assert numbers
        assert len(numbers) == len(set(numbers))
    assert any("; see " in prompt for prompt in model.prompts("Distillation"))


async def test_scarce_evidence_is_dealt_to_all_batches() -> None:
    model = RecordedModel()
    await result_of(ModelEngine(model, MemoryCache()), script(feature()))
    dealt = [len(re.findall(r"^\d+\|", one, re.MULTILINE)) for one in model.prompts("Distillation")]
    assert len(dealt) > 1
    assert min(dealt) * 4 > max(dealt)


async def test_one_window_where_all_fits_and_the_user_prefers_it() -> None:
    screenplay = script(feature())
    for one_window, context, windows in ((True, 1_000_000, 1), (False, 1_000_000, 2), (True, 12_000, 5)):
        model = RecordedModel(context_tokens=context)
        await result_of(ModelEngine(model, MemoryCache(), one_window=one_window), screenplay)
        assert len(model.prompts("Extraction")) == windows


@pytest.mark.parametrize("context", [2_000, 4_000, 8_000])
async def test_no_question_is_larger_than_a_small_context(context: int) -> None:
    model = RecordedModel(context_tokens=context)
    result = await result_of(ModelEngine(model, MemoryCache()), script(feature(60)))
    assert max(count_tokens(asked.prompt) for asked in model.asked) <= context
    assert len(result.drafts) > 15


async def test_a_repair_fits_into_a_small_context_too() -> None:
    model = RecordedModel(context_tokens=8_000)
    model.queue("Extraction", "No JSON, and much of it. " * 5_000)
    await result_of(ModelEngine(model, MemoryCache()), script(feature(60)))
    assert any("previous_answer" in prompt for prompt in model.prompts("Extraction"))
    assert max(count_tokens(asked.prompt) for asked in model.asked) <= 8_000


async def test_at_most_eight_questions_are_under_way_at_once() -> None:
    model = RecordedModel(context_tokens=1_400)
    model.expect(99)
    scan = asyncio.create_task(result_of(ModelEngine(model, MemoryCache()), script(feature(60))))
    while len(model.asked) < 8:
        await asyncio.sleep(0)
    for _ in range(200):
        await asyncio.sleep(0)
    assert model.steps() == ["Extraction"] * 8
    scan.cancel()
    with pytest.raises(asyncio.CancelledError):
        await scan


async def test_what_is_left_out_is_counted_and_shows_least() -> None:
    dull = "HANNAH says something about nothing in particular to nobody, and then she says it all again.\n\n"
    text = (
        f"INT. BARN - DAY\n\n{dull * 300}HANNAH wears a green velvet coat and a grey hat.\n\nHANNAH\nYes.\n"
    )
    model = RecordedModel()
    result = await result_of(model, script(text))
    (asked,) = model.prompts("Distillation")
    assert "green velvet coat" in asked
    assert asked.count("about nothing in particular") < 60
    assert any("least visual ones were not read" in warning for warning in result.warnings)
    assert len(named(result, "HANNAH").mentions) == 302


def test_an_excerpt_keeps_what_shows() -> None:
    text = (
        "She walks to the end of the pier and stops to think about what he said. He does not follow. "
        "Her coat is torn and wet to the seams. Nobody comes. A BELL rings. Nobody will."
    )
    assert excerpt(text) == (
        "She walks to the end of the pier and stops to think about what he said. … "
        "Her coat is torn and wet to the seams. … A BELL rings. …"
    )
    assert excerpt("Short. Dull.") == "Short. Dull."
