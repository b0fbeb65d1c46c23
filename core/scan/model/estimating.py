"""What a scan may cost, before it starts: an upper bound from the script alone, repairs not counted."""

from __future__ import annotations

from dataclasses import dataclass

from core.models import EngineInfo, LineKind, ScanEstimate, Usage
from core.providers.ports import TextModel
from core.scan.model.evidence import BATCH_ENTITIES, BATCH_TOKENS, ENTITY_TOKENS
from core.scan.model.mentions import key_of
from core.scan.model.source import Source, render, tokens

TEMPLATE_TOKENS = 1_500
THINKING_TOKENS = 4_000
WINDOW_SHARE = 0.6
_ENTITY_OUT = {"extract": 120, "resolve": 20, "distil": 350, "filter": 90}
_ENTITY_IN = {"resolve": 160, "filter": 250}
MIN_PROPS = 10
TOKENS_PER_PROP = 800


@dataclass(frozen=True, slots=True)
class Plan:
    """The calls a scan expects: `windows` to read, `batches` to distil."""

    script_tokens: int
    entities: int
    windows: int
    batches: int

    @property
    def calls(self) -> int:
        """All calls: one more to resolve, one to filter."""
        return self.windows + self.batches + 2


def window_budget(model: TextModel) -> int:
    """Tokens of script that one call carries; the rest is for the question and the answer."""
    return max(1_000, int(model.context_tokens * WINDOW_SHARE) - TEMPLATE_TOKENS)


def plan(source: Source, model: TextModel) -> Plan:
    """How many calls the script will take at most."""
    script = tokens(render(source.lines))
    names = {key_of(line.text) for line in source.lines if line.kind in {LineKind.CUE, LineKind.HEADING}}
    entities = len(names) + max(MIN_PROPS, script // TOKENS_PER_PROP)
    windows = max(1, len(source.windows(window_budget(model))))
    by_count = -(-entities // BATCH_ENTITIES)
    by_size = -(-entities * ENTITY_TOKENS // BATCH_TOKENS)
    return Plan(script, entities, windows, max(by_count, by_size))


def estimate(source: Source, model: TextModel, info: EngineInfo) -> ScanEstimate:
    """Calls, tokens and USD of a scan, as an upper bound."""
    expected = plan(source, model)
    # A line may serve several entities: three times the script is more than films with large casts need.
    evidence = min(expected.entities * ENTITY_TOKENS, 3 * expected.script_tokens)
    read = expected.script_tokens + evidence + expected.calls * TEMPLATE_TOKENS
    read += expected.entities * sum(_ENTITY_IN.values())
    written = expected.calls * THINKING_TOKENS + expected.entities * sum(_ENTITY_OUT.values())
    usage = Usage(expected.calls, read, written, model.price_usd(read, written))
    return ScanEstimate(info, expected.script_tokens, usage)
