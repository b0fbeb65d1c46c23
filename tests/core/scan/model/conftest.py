"""Recorded answers, a real client with a stand-in server, a cache in memory, and a short script."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from core.events import ScanEvent, ScanFinished
from core.models import Draft, EngineInfo, ScanResult, Screenplay
from core.providers.gemini import GeminiText
from core.providers.ports import TextAnswer
from core.scan.model import ModelEngine
from core.screenplay import parse_script
from tests.fakes.gemini import FakeGemini
from tests.fakes.text_models import RecordedModel

SCRIPT = """Title: THE BARN

INT. BARN - NIGHT

HANNAH, forty, tall, in a torn green coat, lifts a rusty LANTERN.

She limps to the door.

HANNAH
Who is there?

THE GUARD
Only me.

The guard, OFFICER BOB, steps in. Grey beard, brass whistle.

EXT. FIELD - DAY

Hannah wears a clean white coat now. Hope is far away.

BOB
Morning.
"""


@dataclass
class MemoryCache:
    """An answer cache that records what was put into it."""

    answers: dict[str, TextAnswer] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)

    async def get(self, key: str) -> TextAnswer | None:
        return self.answers.get(key)

    async def put(self, key: str, step: str, info: EngineInfo, answer: TextAnswer) -> None:
        self.answers[key] = answer
        self.steps.append(step)


def script(text: str = SCRIPT) -> Screenplay:
    """A Fountain text as read."""
    return parse_script(text.encode(), "barn.fountain")


def line_of(screenplay: Screenplay, words: str) -> int:
    """The number of the first line that holds these words."""
    return next(line.number for line in screenplay.lines if words in line.text)


def found(name: str, type_: str, lines: list[int], *aliases: str, ghost: str = "none") -> dict[str, Any]:
    """One entity as the model answers extract.md."""
    return {"name": name, "type": type_, "aliases": list(aliases), "lines": lines, "ghost": ghost}


def trait(field_: str, value: str, *lines: int, inferred: bool = False) -> dict[str, Any]:
    """One trait as the model answers distil.md."""
    return {"field": field_, "value": value, "lines": list(lines), "inferred": inferred}


def verdict(id_: str, *, high: bool = True, ghost: str = "none", score: float = 0.9) -> dict[str, Any]:
    """One verdict as the model answers filter.md."""
    return {
        "id": id_,
        "isHighPriority": high,
        "ghost": ghost,
        "priorityReason": "Because.",
        "confidenceScore": score,
        "confidenceReason": "clear facts",
    }


def profile(id_: str, *traits: dict[str, Any], summary: str = "A summary.", **more: Any) -> dict[str, Any]:
    """One profile as the model answers distil.md."""
    return {"id": id_, "traits": list(traits), "conflicts": [], "visualSummary": summary} | more


def clash(field_: str, earlier: tuple[str, int], later: tuple[str, int]) -> dict[str, Any]:
    """One conflict as the model answers distil.md."""
    return {
        "field": field_,
        "earlierValue": earlier[0],
        "earlierLine": earlier[1],
        "laterValue": later[0],
        "laterLine": later[1],
    }


def join(*members: str, lines: list[int], reason: str = "named so") -> dict[str, Any]:
    """One join as the model answers resolve.md; the first member is the primary."""
    return {"members": list(members), "primary": members[0], "lines": lines, "reason": reason}


def resolution(*joins: dict[str, Any], suggestions: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    """The answer to resolve.md."""
    return {"joins": list(joins), "suggestions": list(suggestions)}


async def events_of(engine: ModelEngine, screenplay: Screenplay) -> list[ScanEvent]:
    """All events of a scan."""
    return [event async for event in engine.scan(screenplay)]


async def result_of(engine: ModelEngine | RecordedModel, screenplay: Screenplay) -> ScanResult:
    """The result of a scan, by an engine or by a model alone."""
    scanning = ModelEngine(engine, MemoryCache()) if isinstance(engine, RecordedModel) else engine
    last = (await events_of(scanning, screenplay))[-1]
    assert isinstance(last, ScanFinished)
    return last.result


def named(result: ScanResult, name: str) -> Draft:
    """The draft of this name."""
    return next(draft for draft in result.drafts if draft.suggested_name == name)


@pytest.fixture
async def server() -> AsyncIterator[FakeGemini]:
    async with FakeGemini() as running:
        yield running


@pytest.fixture
async def model(server: FakeGemini) -> AsyncIterator[GeminiText]:
    text = GeminiText("key", base_url=server.url, timeout_s=20)
    yield text
    await text.close()


@pytest.fixture
def cache() -> MemoryCache:
    return MemoryCache()


@pytest.fixture
def engine(model: GeminiText, cache: MemoryCache) -> ModelEngine:
    return ModelEngine(model, cache)


@pytest.fixture
def recorded() -> RecordedModel:
    return RecordedModel()
