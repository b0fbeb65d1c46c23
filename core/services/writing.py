"""Targeted rewriting and enriching of a description (SPEC 2.5). Nothing changes before a person accepts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from core.errors import AnswerInvalid, AssetLocked, InvalidInput
from core.events import RewriteReady, RewriteStreamed
from core.models import (
    Asset,
    AssetId,
    EngineInfo,
    EnrichProposal,
    RewriteKind,
    RewriteOffer,
    RewriteProposal,
    Usage,
)
from core.providers.ports import TextAnswer
from core.rules.prose import sentence_at
from core.rules.rewriting.answers import preview, replacement_in
from core.rules.rewriting.selecting import MAX_TEXT, Selection, select
from core.services.assets import Assets
from core.services.common import Context
from core.store.engine import uninterrupted
from core.store.mapping import to_asset
from core.text import clean
from core.writing.engine import RewriteTask, WritingEngine, offer

MAX_INSTRUCTION = 2_000
"""Characters of an era or of an own instruction."""


class Writing:
    """Other words for a selection, and what the script does not say; offsets are code points of the text."""

    def __init__(self, context: Context, assets: Assets, engine: WritingEngine) -> None:
        self._store = context.store
        self._assets = assets
        self._engine = engine

    @property
    def engine(self) -> EngineInfo:
        """Who writes."""
        return self._engine.info

    def sentence_at(self, text: str, at: int) -> tuple[int, int]:
        """Where the sentence that has a place of the text begins and ends, end exclusive."""
        return sentence_at(text, at)

    # --- rewriting -------------------------------------------------------------------------------

    async def offers(self, asset_id: AssetId, text: str, start: int, end: int) -> tuple[RewriteOffer, ...]:
        """All kinds in the order of the menu, each with why it can't be done for this selection, or "".

        `text` is that on the screen.

        Raises:
            InvalidInput: nothing is selected.
        """
        asset, selection = await self._asset(asset_id), select(text, start, end)
        if asset.locked_at is not None:
            return tuple(offer(kind, _locked(asset)) for kind in RewriteKind)
        return await asyncio.to_thread(self._offers, asset, selection)

    def _offers(self, asset: Asset, selection: Selection) -> tuple[RewriteOffer, ...]:
        return tuple(offer(kind, self._engine.impossible(asset, selection, kind)) for kind in RewriteKind)

    async def estimate(
        self, asset_id: AssetId, text: str, start: int, end: int, kind: RewriteKind, instruction: str = ""
    ) -> Usage:
        """What a rewrite will take, as an upper bound in tokens and USD; zero where it is free.

        Raises:
            InvalidInput: nothing is selected.
        """
        task = RewriteTask(
            await self._asset(asset_id), select(text, start, end), kind, _instruction(instruction)
        )
        return await asyncio.to_thread(self._engine.estimate, task)

    async def rewrite(
        self, asset_id: AssetId, text: str, start: int, end: int, kind: RewriteKind, instruction: str = ""
    ) -> AsyncGenerator[RewriteStreamed | RewriteReady, None]:
        """Other words for a selection of the text on the screen; `instruction` is the era, or a person's own.

        One request. The last event holds the proposal, which was checked: all outside the selection stays
        byte for byte. Closing this ends the request and changes nothing; so does every error.

        Raises:
            AssetLocked: a locked asset can't change.
            InvalidInput: nothing is selected, the instruction is missing, or this can't be done for it.
            ProviderError: no answer, or one that can't be used.
        """
        task = await self._task(asset_id, select(text, start, end), kind, _instruction(instruction))
        async with aclosing(self._engine.rewrite(task)) as answers:
            async for answer in answers:
                if isinstance(answer, TextAnswer):
                    yield RewriteReady(self._proposal(task.selection, answer))
                else:
                    yield RewriteStreamed(preview(answer, task.selection))

    async def _task(
        self, asset_id: AssetId, selection: Selection, kind: RewriteKind, instruction: str
    ) -> RewriteTask:
        asset = await self._asset(asset_id)
        if asset.locked_at is not None:
            raise AssetLocked(_locked(asset))
        if why := await asyncio.to_thread(self._engine.impossible, asset, selection, kind):
            raise InvalidInput(why)
        if not instruction and (needs := offer(kind, "").needs):
            raise InvalidInput(
                "Name the era first." if needs == "era" else "Say first what is to be done with the words."
            )
        return RewriteTask(asset, selection, kind, instruction)

    def _proposal(self, selection: Selection, answer: TextAnswer) -> RewriteProposal:
        info = self._engine.info
        replacement = replacement_in(answer.text, selection, info.provider)
        return RewriteProposal(
            selection.text, selection.start, selection.end, replacement, info, answer.usage
        )

    async def accept(self, asset_id: AssetId, shown_version: int, proposal: RewriteProposal) -> Asset:
        """Put the replacement into the stored description; the text before becomes a revision.

        Raises:
            AssetLocked: a locked asset can't change.
            Stale: it was changed since `shown_version`, or its text is not the one that was rewritten.
            AnswerInvalid: the proposal would change what is not selected.
        """
        selection = select(proposal.before, proposal.start, proposal.end)
        if not selection.fits(proposal.replacement):
            raise AnswerInvalid(
                "The new words would change letters outside the selection. The text is as it was.",
                proposal.engine.provider,
                proposal.replacement,
            )
        return await self._assets.replace_text(asset_id, shown_version, proposal.before, proposal.after)

    # --- enriching -------------------------------------------------------------------------------

    async def estimate_enrich(self, asset_id: AssetId, text: str, additions: str = "") -> Usage:
        """What `enrich` will take, as an upper bound; zero where nobody is asked."""
        asset = await self._asset(asset_id)
        return await asyncio.to_thread(self._engine.estimate_enrich, asset, clean(text), clean(additions))

    async def enrich(self, asset_id: AssetId, text: str, additions: str = "") -> EnrichProposal:
        """What a picture needs and neither the script nor the text on the screen says.

        With ideas for it where a model writes. Nothing is stored. `additions` are the statements that were
        accepted before.

        Raises:
            AssetLocked: a locked asset can't change.
            InvalidInput: the text is too long.
            ProviderError: no answer, or one that can't be used.
        """
        asset = await self._asset(asset_id)
        if asset.locked_at is not None:
            raise AssetLocked(_locked(asset))
        if len(text) + len(additions) > MAX_TEXT:
            raise InvalidInput(f"The description has over {MAX_TEXT:,} characters. Shorten it by hand first.")
        return await self._engine.enrich(asset, clean(text), clean(additions))

    @uninterrupted
    async def _asset(self, asset_id: AssetId) -> Asset:
        async with self._store.read() as tx:
            return to_asset(await tx.asset(asset_id))


def _locked(asset: Asset) -> str:
    return f"{asset.name} is locked. Unlock it to change it."


def _instruction(words: str) -> str:
    """An era or an instruction as it is sent.

    Raises:
        InvalidInput: it is too long.
    """
    if len(words) > MAX_INSTRUCTION:
        raise InvalidInput(f"An instruction has at most {MAX_INSTRUCTION:,} characters.")
    return clean(words).strip()
