"""Writing without a model: what rules can do honestly, and a plain sentence for what they can't."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Final

from core.errors import AnswerInvalid
from core.models import Asset, EngineInfo, EnrichProposal, RewriteKind, Usage
from core.providers.ports import TextAnswer
from core.rules.rewriting.answers import replacement_in
from core.rules.rewriting.aspects import missing_aspects
from core.rules.rewriting.plainness import plainer
from core.rules.rewriting.selecting import Selection
from core.rules.rewriting.settling import no_conflict, settled
from core.rules.rewriting.shortening import shorter
from core.writing.engine import RewriteTask

INFO: Final = EngineInfo("offline", "rules")
_SETTING = (
    "Set GEMINI_API_KEY with LOOKBOOK_PROVIDER=auto, or LOOKBOOK_PROVIDER=openai with LOOKBOOK_TEXT_BASE_URL "
    "and LOOKBOOK_TEXT_MODEL."
)
_NEEDS_MODEL: Final = {
    RewriteKind.MORE_SPECIFIC: f"Rules invent no detail: this needs a language model. {_SETTING}",
    RewriteKind.ERA: f"Rules know no period: this needs a language model. {_SETTING}",
    RewriteKind.OWN: f"Rules follow no instruction: this needs a language model. {_SETTING}",
}


class OfflineWriting:
    """A `WritingEngine` of rules: free, at once, and the same words for the same text."""

    @property
    def info(self) -> EngineInfo:
        """Provider "offline", model "rules"."""
        return INFO

    def impossible(self, asset: Asset, selection: Selection, kind: RewriteKind) -> str:
        """Why a kind can't be done for this very selection, as a sentence; "" when it can."""
        if kind in _NEEDS_MODEL:
            return _NEEDS_MODEL[kind]
        if _does(_rewritten(asset, selection, kind), selection):
            return ""
        return _nothing_to_do(asset, selection, kind)

    def estimate(self, task: RewriteTask) -> Usage:
        """Nothing."""
        return Usage()

    async def rewrite(self, task: RewriteTask) -> AsyncGenerator[str | TextAnswer, None]:
        """The whole answer at once.

        Raises:
            AnswerInvalid: rules can't do this, or find nothing to do.
        """
        if why := self.impossible(task.asset, task.selection, task.kind):
            raise AnswerInvalid(why, INFO.provider)
        words = _rewritten(task.asset, task.selection, task.kind)
        yield TextAnswer(words, Usage())

    def estimate_enrich(self, asset: Asset, text: str, additions: str) -> Usage:
        """Nothing."""
        return Usage()

    async def enrich(self, asset: Asset, text: str, additions: str) -> EnrichProposal:
        """What is missing, and no idea: rules invent no face."""
        return EnrichProposal((), missing_aspects(asset, text, additions), INFO, Usage())


def _does(words: str, selection: Selection) -> bool:
    """Whether the words are another wording, and one that stands the check."""
    try:
        return replacement_in(words, selection) != selection.words
    except AnswerInvalid:
        return False


def _rewritten(asset: Asset, selection: Selection, kind: RewriteKind) -> str:
    if kind is RewriteKind.SHORTER:
        return shorter(selection)
    if kind is RewriteKind.PLAINER:
        return plainer(selection)
    return settled(selection, asset.conflicts, (asset.name, *asset.aliases))


def _nothing_to_do(asset: Asset, selection: Selection, kind: RewriteKind) -> str:
    if kind is RewriteKind.SHORTER:
        return "The rules find no words here that could go without losing what is seen."
    if kind is RewriteKind.PLAINER:
        return "The rules find no camera word and no word of mood here."
    return no_conflict(asset, selection) or (
        "The rules can't fit the decided state into these words. Select whole sentences, or write it by hand."
    )
