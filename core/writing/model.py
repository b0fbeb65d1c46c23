"""Writing by a language model: the whole text goes out, the replacement alone comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from core.errors import AnswerInvalid, PromptTooLong
from core.models import Asset, EngineInfo, EnrichIdea, EnrichProposal, RewriteKind, Usage
from core.prompting import load_prompt
from core.providers.ports import TextAnswer, TextModel
from core.rules.counting import tokens
from core.rules.prose import unique
from core.rules.rewriting.answers import CLOSES, OPENS, escaped
from core.rules.rewriting.aspects import missing_aspects
from core.rules.rewriting.ideas import worth_showing
from core.rules.rewriting.selecting import Selection
from core.rules.rewriting.settling import evidence, no_conflict, touching
from core.text import clean_line
from core.writing.engine import RewriteTask

PROMPT_SHARE = 0.75
"""Of the model's context: the rest is for the answer, and for what it thinks before."""
THINKING_TOKENS = 2_000
LONGER = 3
"""A replacement is estimated as so many times as long as what it replaces."""
TOKENS_PER_IDEA = 60
MAX_EVIDENCE = 60
MAX_EVIDENCE_CHARS = 8_000


class Idea(BaseModel):
    """One statement about one aspect."""

    model_config = ConfigDict(extra="ignore")

    aspect: str
    text: str


class Ideas(BaseModel):
    """The answer to enrich.md."""

    model_config = ConfigDict(extra="ignore")

    ideas: list[Idea]


class ModelWriting:
    """A `WritingEngine` that asks `model`, once for each rewrite; own prompts come from `prompts_folder`.

    Nothing is cached: asked again, it is to answer otherwise.
    """

    def __init__(self, model: TextModel, prompts_folder: Path | None = None) -> None:
        self._model = model
        self._folder = prompts_folder

    @property
    def info(self) -> EngineInfo:
        """Who writes."""
        return self._model.info

    def impossible(self, asset: Asset, selection: Selection, kind: RewriteKind) -> str:
        """Why a kind can't be done for this very selection, as a sentence; "" when it can."""
        return no_conflict(asset, selection) if kind is RewriteKind.FIX_CONFLICT else ""

    def estimate(self, task: RewriteTask) -> Usage:
        """One call: the prompt, and a generous answer with thoughts."""
        written = LONGER * tokens(task.selection.words) + THINKING_TOKENS
        return self._usage(self._rewrite_prompt(task), written)

    async def rewrite(self, task: RewriteTask) -> AsyncGenerator[str | TextAnswer, None]:
        """What the model says, as it says it.

        Raises:
            ProviderError: any of its kinds.
            PromptError: the prompt file doesn't fit its variables.
        """
        prompt = await asyncio.to_thread(self._rewrite_prompt, task)
        self._require_room(prompt)
        answers = self._model.stream(prompt)
        try:
            async for answer in answers:
                yield answer
        finally:
            await answers.aclose()

    def _rewrite_prompt(self, task: RewriteTask) -> str:
        selection, asset = task.selection, task.asset
        marked = f"{OPENS}{escaped(selection.words)}{CLOSES}"
        fixes = task.kind is RewriteKind.FIX_CONFLICT
        conflicts = touching(selection, asset.conflicts) if fixes else ()
        return load_prompt("rewrite", self._folder).render(
            type=asset.type.value,
            name=_name(asset),
            description=escaped(selection.before) + marked + escaped(selection.after),
            kind=task.kind.value,
            instruction=escaped(task.instruction),
            evidence="\n".join(escaped(clean_line(line)) for line in evidence(conflicts)),
        )

    def estimate_enrich(self, asset: Asset, text: str, additions: str) -> Usage:
        """One call, or none when nothing is missing."""
        missing = missing_aspects(asset, text, additions)
        if not missing:
            return Usage()
        written = TOKENS_PER_IDEA * len(missing) + THINKING_TOKENS
        return self._usage(self._enrich_prompt(asset, text, additions, missing), written)

    async def enrich(self, asset: Asset, text: str, additions: str) -> EnrichProposal:
        """Statements for what is missing; without anything missing nobody is asked.

        Raises:
            ProviderError: any of its kinds; an answer of another form is `AnswerInvalid`.
            PromptError: the prompt file doesn't fit its variables.
        """
        missing = missing_aspects(asset, text, additions)
        if not missing:
            return EnrichProposal((), (), self.info, Usage())
        prompt = await asyncio.to_thread(self._enrich_prompt, asset, text, additions, missing)
        self._require_room(prompt)
        answer = await self._model.answer(prompt, Ideas)
        ideas = worth_showing(self._ideas(answer), missing, asset, text, additions)
        return EnrichProposal(ideas, missing, self.info, answer.usage)

    def _enrich_prompt(self, asset: Asset, text: str, additions: str, missing: Iterable[str]) -> str:
        return load_prompt("enrich", self._folder).render(
            type=asset.type.value,
            name=_name(asset),
            description=escaped("\n".join(filter(None, (text, additions)))),
            evidence="\n".join(map(escaped, _script_of(asset))),
            aspects="\n".join(f"- {aspect}" for aspect in missing),
        )

    def _ideas(self, answer: TextAnswer) -> list[EnrichIdea]:
        try:
            said = Ideas.model_validate_json(answer.text)
        except ValidationError:
            said = None
        if said is None:
            raise AnswerInvalid(
                "The model's answer does not have the form that was asked for. Nothing changed. Try again.",
                self.info.provider,
                answer.text,
            )
        return [EnrichIdea(idea.aspect, idea.text) for idea in said.ideas]

    def _usage(self, prompt: str, written: int) -> Usage:
        read = tokens(prompt)
        return Usage(1, read, written, self._model.price_usd(read, written))

    def _require_room(self, prompt: str) -> None:
        if tokens(prompt) > PROMPT_SHARE * self._model.context_tokens:
            raise PromptTooLong(
                f"The description is too long for the model “{self.info.model}”: it reads "
                f"{self._model.context_tokens:,} tokens, prompt and answer together. Shorten it by hand, or "
                "choose another model. Nothing was sent.",
                self.info.provider,
            )


def _name(asset: Asset) -> str:
    return escaped(clean_line(asset.name)).replace('"', "'")


def _script_of(asset: Asset) -> Iterator[str]:
    """The script's facts, then its own lines, as far as there is room."""
    facts = (f"{one.field.replace('_', ' ')}: {one.value}" for one in asset.traits if not one.inferred)
    room = MAX_EVIDENCE_CHARS
    for line in unique([*facts, *(one.text for one in asset.source_mentions)])[:MAX_EVIDENCE]:
        room -= len(line)
        if room < 0:
            return
        yield clean_line(line)
