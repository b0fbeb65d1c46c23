"""Invalid, truncated, blocked, empty: repaired once, narrowed down, then said; nothing is paid for twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from core.errors import (
    AnswerInvalid,
    KeyRejected,
    LookbookError,
    PromptTooLong,
    ProviderUnreachable,
    QuotaExceeded,
    Refused,
)
from core.events import CallFinished, ScanWarned
from core.models import ScanResult, Screenplay
from core.scan.model import ModelEngine
from tests.core.scan.model.conftest import MemoryCache, events_of, found, named, result_of, script
from tests.fakes.text_models import RecordedModel, Reply

SCENES = "".join(
    f"INT. ROOM{at} - DAY\n\nPERSON{at} wears a red hat.\n\nPERSON{at}\nHello, I am here.\n\n"
    for at in range(8)
)
TRUNCATED = '{"entities": [{"name": "HA'


async def scanned(
    recorded: RecordedModel, cache: MemoryCache, screenplay: Screenplay | None = None
) -> ScanResult:
    return await result_of(ModelEngine(recorded, cache), screenplay or script(SCENES))


def fails_with(words: str, reply: Reply) -> Callable[[str], Reply]:
    """`reply` to every question that holds the words, the plausible answer to the others."""
    return lambda prompt: reply if words in prompt else None


@pytest.mark.parametrize("bad", [{"entities": [{"name": "HANNAH"}]}, TRUNCATED, "", {"entities": []}])
async def test_one_repair_round_gets_the_fault_and_is_paid(
    recorded: RecordedModel, cache: MemoryCache, bad: Reply
) -> None:
    recorded.queue("Extraction", bad)
    result = await scanned(recorded, cache)
    first, repair = recorded.prompts("Extraction")
    assert repair.startswith(first.strip()[:200])
    assert "can't be used: The " in repair
    assert result.unread == ()
    assert len(result.drafts) == 16
    assert result.usage.calls == len(recorded.asked)


async def test_the_fault_is_said_in_words(recorded: RecordedModel, cache: MemoryCache) -> None:
    recorded.queue("Extraction", {"entities": [{"name": "HANNAH"}]})
    await scanned(recorded, cache)
    repair = recorded.prompts("Extraction")[1]
    assert '{"name": "HANNAH"}' in repair
    assert "entities.0.type: Field required" in repair


@pytest.mark.parametrize("bad", [TRUNCATED, "", AnswerInvalid("It was cut off.", "recorded", TRUNCATED)])
async def test_an_invalid_answer_is_not_paid_for_twice(
    recorded: RecordedModel, cache: MemoryCache, bad: Reply
) -> None:
    recorded.queue("Extraction", bad)
    first = await scanned(recorded, cache)
    asked = len(recorded.asked)
    again = await scanned(recorded, cache)
    assert len(recorded.asked) == asked
    assert again.drafts == first.drafts
    assert again.usage.calls == 0


async def test_a_crash_before_the_repair_keeps_the_invalid_answer(
    recorded: RecordedModel, cache: MemoryCache
) -> None:
    recorded.queue("Extraction", TRUNCATED, ProviderUnreachable("No network.", "recorded"))
    with pytest.raises(ProviderUnreachable):
        await scanned(recorded, cache)
    await scanned(recorded, cache)
    first, repair, again, *_ = recorded.prompts("Extraction")
    assert again == repair != first


async def test_a_window_that_stays_invalid_is_halved(recorded: RecordedModel, cache: MemoryCache) -> None:
    recorded.queue("Extraction", TRUNCATED, TRUNCATED)
    result = await scanned(recorded, cache)
    whole, _, *parts = recorded.prompts("Extraction")
    left, right = sorted(parts, key=lambda prompt: "PERSON7" in prompt)
    assert ("PERSON0" in left, "PERSON7" in left) == (True, False)
    assert ("PERSON0" in right, "PERSON7" in right) == (False, True)
    assert len(left) + len(right) < 2 * len(whole)
    assert result.unread == ()
    assert {f"PERSON{at}" for at in range(8)} <= {draft.suggested_name for draft in result.drafts}


@pytest.mark.parametrize(
    "error", [Refused("It refused.", "recorded"), PromptTooLong("It does not fit.", "recorded")]
)
async def test_a_window_that_is_blocked_or_does_not_fit_is_halved_at_once(
    recorded: RecordedModel, cache: MemoryCache, error: LookbookError
) -> None:
    recorded.queue("Extraction", error)
    result = await scanned(recorded, cache)
    assert not any("previous_answer" in prompt for prompt in recorded.prompts("Extraction"))
    assert len(recorded.prompts("Extraction")) == 3
    assert result.unread == ()
    asked = len(recorded.asked)
    assert (await scanned(recorded, cache)).drafts == result.drafts
    assert len(recorded.asked) == asked


@pytest.mark.parametrize("bad", [Refused("It refused.", "recorded"), TRUNCATED, ""])
async def test_what_can_not_be_read_is_narrowed_down_and_said(
    recorded: RecordedModel, cache: MemoryCache, bad: Reply
) -> None:
    recorded.always("Extraction", fails_with("PERSON6", bad))
    result = await scanned(recorded, cache)
    lines = script(SCENES).lines
    (unread,) = result.unread
    hidden = {line.number for line in lines if "PERSON6" in line.text}
    assert unread.first <= min(hidden) <= max(hidden) <= unread.last
    assert unread.last - unread.first < len(lines) / 3
    assert unread.reason
    assert any(f"Lines {unread.first} to {unread.last} could not be read" in said for said in result.warnings)
    names = {draft.suggested_name for draft in result.drafts}
    assert {f"PERSON{at}" for at in range(6)} <= names
    assert "PERSON6" not in names


@pytest.mark.parametrize("bad", [Refused("It refused.", "recorded"), TRUNCATED])
async def test_the_same_scan_again_asks_only_for_what_is_missing(
    recorded: RecordedModel, cache: MemoryCache, bad: Reply
) -> None:
    recorded.always("Extraction", fails_with("PERSON6", bad))
    first = await scanned(recorded, cache)
    asked = len(recorded.asked)
    recorded.usually("Extraction")
    again = await scanned(recorded, cache)
    assert again.unread == ()
    assert named(again, "PERSON6").mentions
    (fresh,) = [one.prompt for one in recorded.asked[asked:] if one.step == "Extraction"]
    assert "PERSON6" in fresh
    assert "PERSON0" not in fresh
    assert {draft.suggested_name for draft in first.drafts} <= {
        draft.suggested_name for draft in again.drafts
    }


@pytest.mark.parametrize(
    ("bad", "kind"), [(Refused("No.", "recorded"), Refused), (TRUNCATED, AnswerInvalid), ("", AnswerInvalid)]
)
async def test_a_script_of_which_nothing_can_be_read_is_an_error(
    recorded: RecordedModel, cache: MemoryCache, bad: Reply, kind: type[LookbookError]
) -> None:
    recorded.always("Extraction", lambda _: bad)
    with pytest.raises(kind):
        await scanned(recorded, cache)
    assert set(recorded.steps()) == {"Extraction"}
    assert len(recorded.asked) <= 8


@pytest.mark.parametrize("bad", [Refused("It refused.", "recorded"), '{"profiles": []}', TRUNCATED, ""])
async def test_entities_that_can_not_be_described_stay_and_are_named(
    recorded: RecordedModel, cache: MemoryCache, bad: Reply
) -> None:
    recorded.always("Distillation", fails_with('"PERSON6"', bad))
    result = await scanned(recorded, cache)
    assert named(result, "PERSON6").traits == ()
    assert not named(result, "PERSON6").is_high_priority
    assert named(result, "PERSON1").traits
    (said,) = [warning for warning in result.warnings if "Without a description" in warning]
    assert "PERSON6" in said
    assert "PERSON1," not in said


async def test_entities_that_an_answer_forgets_are_named(recorded: RecordedModel, cache: MemoryCache) -> None:
    recorded.queue(
        "Distillation", {"profiles": [{"id": "e1", "traits": [], "conflicts": [], "visualSummary": ""}]}
    )
    result = await scanned(recorded, cache)
    assert any("the model's answer leaves them out" in warning for warning in result.warnings)


@pytest.mark.parametrize(
    ("step", "said"), [("Resolution", "could not be joined"), ("Verdicts", "evidence alone")]
)
@pytest.mark.parametrize("bad", [Refused("It refused.", "recorded"), TRUNCATED])
async def test_a_step_without_an_answer_is_a_warning_and_is_asked_again(
    recorded: RecordedModel, cache: MemoryCache, step: str, said: str, bad: Reply
) -> None:
    recorded.always(step, lambda _: bad)
    events = await events_of(ModelEngine(recorded, cache), script(SCENES))
    assert any(said in event.message for event in events if isinstance(event, ScanWarned))
    recorded.usually(step)
    asked = len(recorded.asked)
    result = await scanned(recorded, cache)
    assert not any(said in warning for warning in result.warnings)
    assert step in {one.step for one in recorded.asked[asked:]}
    assert "Extraction" not in {one.step for one in recorded.asked[asked:]}


@pytest.mark.parametrize("step", ["Extraction", "Resolution", "Distillation", "Verdicts"])
@pytest.mark.parametrize(
    "error",
    [
        KeyRejected("Wrong key.", "recorded"),
        QuotaExceeded("Used up.", "recorded"),
        ProviderUnreachable("No network.", "recorded"),
    ],
)
async def test_what_would_fail_again_stops_the_scan_and_what_was_paid_stays(
    recorded: RecordedModel, cache: MemoryCache, step: str, error: LookbookError
) -> None:
    recorded.always(step, lambda _: error)
    with pytest.raises(type(error)):
        await scanned(recorded, cache)
    answered = [asked for asked in recorded.asked if asked.step != step]
    recorded.usually(step)
    await scanned(recorded, cache)
    for asked in answered:
        assert recorded.asked.count(asked) == 1


async def test_answers_under_way_when_another_fails_are_kept(
    recorded: RecordedModel, cache: MemoryCache
) -> None:
    """The quota ends with the third window; the fourth was sent before that, and is paid for."""
    model = RecordedModel(context_tokens=1_500)
    long = script(SCENES * 30)
    model.expect(4)
    model.queue("Extraction", None, None, QuotaExceeded("Used up.", "recorded"))
    with pytest.raises(QuotaExceeded):
        await scanned(model, cache, long)
    paid = len(cache.answers)
    assert paid >= 3
    before = len(model.asked)
    await scanned(model, cache, long)
    prompts = [one.prompt for one in model.asked]
    assert sum(prompts.count(prompt) > 1 for prompt in set(prompts[:before])) == before - paid


async def test_a_cancelled_scan_goes_on_where_it_stopped(recorded: RecordedModel, cache: MemoryCache) -> None:
    running = asyncio.create_task(scanned(recorded, cache))
    while len(cache.answers) < 2:
        await asyncio.sleep(0)
    recorded.expect(99)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    recorded.expect(0)
    await scanned(recorded, cache)
    assert recorded.steps().count("Extraction") == 1
    assert recorded.steps().count("Resolution") == 1


@pytest.mark.parametrize("change", ["model", "script"])
async def test_another_model_or_script_is_another_question(
    recorded: RecordedModel, cache: MemoryCache, change: str
) -> None:
    await scanned(recorded, cache)
    other = RecordedModel(name="other") if change == "model" else recorded
    asked = len(other.asked)
    await scanned(other, cache, script(SCENES + ("\nIt rains.\n" if change == "script" else "")))
    assert "Extraction" in {one.step for one in other.asked[asked:]}


async def test_a_second_scan_asks_nothing_and_gives_the_same(
    recorded: RecordedModel, cache: MemoryCache
) -> None:
    recorded.queue(
        "Extraction", {"entities": [found("PERSON1", "character", [3]), found("PERSON2", "character", [])]}
    )
    first = await scanned(recorded, cache)
    asked = len(recorded.asked)
    events = await events_of(ModelEngine(recorded, cache), script(SCENES))
    assert len(recorded.asked) == asked
    again = await scanned(recorded, cache)
    assert (again.drafts, again.suggestions, again.warnings) == (
        first.drafts,
        first.suggestions,
        first.warnings,
    )
    assert all(event.cached for event in events if isinstance(event, CallFinished))
