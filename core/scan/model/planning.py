"""How a scan will be asked for: windows, calls and input tokens, before it starts.

The input of all questions together keeps to `PLANNED_RATIO` times the script's own tokens. What the script
and the prompts leave of that is dealt out between the lists and the evidence; repairs and smaller windows,
which nobody can foresee, come on top. A very short script can't keep to it: the prompts alone are longer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from core.models import EngineInfo, LineKind, ScanEstimate, Usage
from core.prompting import load_prompt
from core.providers.ports import TextModel
from core.rules.counting import tokens
from core.scan.model.asking import CONCURRENCY
from core.scan.model.budget import INPUT_RATIO, PLANNED_RATIO
from core.scan.model.mentions import key_of
from core.scan.model.schemas import SCHEMAS, schema_tokens
from core.scan.model.source import Passage, Source, render

WINDOW_TOKENS = 16_000
"""Large enough for the template to weigh little, small enough for careful answers."""
MIN_WINDOW_TOKENS = 600
WINDOW_SHARE = 0.6
"""Of the context: the rest is for the answer, for a repair, and for tokenizers that count more."""
BATCH_SHARE = 0.3
"""Where the answer is longer than what it is about."""
ONE_WINDOW_SHARE = 0.9

BATCH_ENTITIES = 40
MAX_BATCHES = CONCURRENCY - 1
"""All batches and the filter at once: one wait."""
TEMPLATES_SHARE = 0.08
"""Of the script's tokens, what repeating the distil prompt may cost at most."""
CONTEXT_PER_PROFILE = 550
CONTEXT_PER_VERDICT = 130
"""Of a small context, prompt and answer together, what one entity takes."""
MAX_VERDICTS = 200

THINKING_TOKENS = 4_000
_ENTITY_OUT = {"extract": 120, "resolve": 20, "distil": 350, "filter": 90}
FLOOR_PER_ENTITY = 60
MAX_FLOOR = 4_000
MIN_FLOOR = 2_000
MIN_PROPS = 10
TOKENS_PER_PROP = 800
TITLE_TOKENS = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """What a scan of one script asks. `templates` are the tokens of prompts and schemas, by name."""

    windows: tuple[tuple[Passage, ...], ...]
    script_tokens: int
    context: int
    templates: Mapping[str, int]
    entities: int
    input_tokens: int

    @property
    def calls(self) -> int:
        """All calls, repairs not counted."""
        return len(self.windows) + 1 + self.batches(self.entities) + self.verdict_calls(self.entities)

    def batches(self, entities: int) -> int:
        """In how many batches so many entities are distilled."""
        fit = max(2, self.context // CONTEXT_PER_PROFILE)
        frugal = max(2, int(self.script_tokens * TEMPLATES_SHARE / self.templates["distil"]))
        careful = min(MAX_BATCHES, frugal, -(-entities // BATCH_ENTITIES))
        return max(1, careful, -(-entities // fit))

    def verdict_calls(self, entities: int) -> int:
        """In how many calls so many entities are judged."""
        fit = max(4, min(MAX_VERDICTS, self.context // CONTEXT_PER_VERDICT))
        return max(1, -(-entities // fit))

    def room_of_one(self, prompt: str) -> int:
        """Tokens that the variables of one call to `prompt` may have at most."""
        share = WINDOW_SHARE if prompt == "resolve" else BATCH_SHARE
        return max(MIN_WINDOW_TOKENS, int((self.context - self.templates[prompt]) * share))


def plan(source: Source, model: TextModel, folder: Path | None, *, one_window: bool) -> Plan:
    """The plan for a script; `one_window` where all of it fits into one question.

    Raises:
        PromptError: a prompt file is wrong.
    """
    templates = {
        name: tokens(load_prompt(name, folder).template) + TITLE_TOKENS + schema_tokens(schema)
        for name, schema in SCHEMAS.items()
    }
    windows = _windows(source, model.context_tokens - templates["extract"], one_window=one_window)
    script = source.tokens
    names = {key_of(line.text) for line in source.lines if line.kind in {LineKind.CUE, LineKind.HEADING}}
    entities = len(names) + max(MIN_PROPS, script // TOKENS_PER_PROP)
    bare = Plan(windows, script, model.context_tokens, templates, entities, 0)
    return replace(bare, input_tokens=_allowed(bare))


def _windows(source: Source, context: int, *, one_window: bool) -> tuple[tuple[Passage, ...], ...]:
    whole = tokens(render(source.passages))
    if one_window and whole <= context * ONE_WINDOW_SHARE:
        return (source.passages,) if source.passages else ()
    limit = max(WINDOW_TOKENS, -(-whole // CONCURRENCY) + 1)
    return tuple(source.windows(max(MIN_WINDOW_TOKENS, min(limit, int(context * WINDOW_SHARE)))))


def _allowed(bare: Plan) -> int:
    """The ceiling of all input: the planned ratio; a little more where that leaves too little evidence; for a
    script so short that the prompts outweigh it, what the scan can't do without."""
    needed = _fixed(bare) + min(MAX_FLOOR, bare.entities * FLOOR_PER_ENTITY)
    ceiling = int(INPUT_RATIO * bare.script_tokens)
    if ceiling < _fixed(bare) + MIN_FLOOR:
        return needed
    return max(int(PLANNED_RATIO * bare.script_tokens), min(needed, ceiling))


def _fixed(bare: Plan) -> int:
    """The script once, and the prompts."""
    read = sum(tokens(render(window)) + bare.templates["extract"] for window in bare.windows)
    fixed = bare.templates["resolve"] + bare.templates["distil"] * bare.batches(bare.entities)
    fixed += bare.templates["filter"] * bare.verdict_calls(bare.entities)
    return read + fixed


def estimate(expected: Plan, model: TextModel, info: EngineInfo) -> ScanEstimate:
    """Calls, tokens and USD of a scan, as an upper bound; repairs are not in it."""
    written = expected.calls * THINKING_TOKENS + expected.entities * sum(_ENTITY_OUT.values())
    price = model.price_usd(expected.input_tokens, written)
    return ScanEstimate(
        info, expected.script_tokens, Usage(expected.calls, expected.input_tokens, written, price)
    )
