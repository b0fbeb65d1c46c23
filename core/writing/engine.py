"""What the services ask of a writing engine; `offline` and `model` fulfil it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Final, Protocol

from core.models import Asset, EngineInfo, EnrichProposal, RewriteKind, RewriteNeeds, RewriteOffer, Usage
from core.providers.ports import TextAnswer
from core.rules.rewriting.selecting import Selection

LABELS: Final = {
    RewriteKind.MORE_SPECIFIC: "More specific",
    RewriteKind.SHORTER: "Shorter",
    RewriteKind.PLAINER: "Plainer",
    RewriteKind.ERA: "Change the era…",
    RewriteKind.FIX_CONFLICT: "Fix the conflict",
    RewriteKind.OWN: "Own instruction…",
}
_NEEDS: Final[dict[RewriteKind, RewriteNeeds]] = {RewriteKind.ERA: "era", RewriteKind.OWN: "instruction"}


@dataclass(frozen=True, slots=True)
class RewriteTask:
    """A selection of an asset's description and what to do with it.

    `instruction` is the era, or a person's own words.
    """

    asset: Asset
    selection: Selection
    kind: RewriteKind
    instruction: str = ""


class WritingEngine(Protocol):
    """Proposes other words for a selection, and statements that are missing. It never writes."""

    @property
    def info(self) -> EngineInfo:
        """Who writes."""

    def impossible(self, asset: Asset, selection: Selection, kind: RewriteKind) -> str:
        """Why a kind can't be done for this very selection, as a sentence; "" when it can."""

    def estimate(self, task: RewriteTask) -> Usage:
        """What a rewrite takes, as an upper bound."""

    def rewrite(self, task: RewriteTask) -> AsyncGenerator[str | TextAnswer, None]:
        """The answer so far each time it has grown, at last all of it: unchecked, for `replacement_in`.

        Raises:
            ProviderError: no answer, or none that is of use.
        """

    def estimate_enrich(self, asset: Asset, text: str, additions: str) -> Usage:
        """What `enrich` takes, as an upper bound."""

    async def enrich(self, asset: Asset, text: str, additions: str) -> EnrichProposal:
        """Statements for what is missing; none that repeats or contradicts what is said.

        Raises:
            ProviderError: no answer, or none that is of use.
        """


def offer(kind: RewriteKind, impossible_because: str) -> RewriteOffer:
    """A line of the menu."""
    return RewriteOffer(kind, LABELS[kind], _NEEDS.get(kind, ""), impossible_because)
