"""What the services ask of a scan engine; `offline/` and `model/` fulfil it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from core.events import ScanEvent
from core.models import Draft, EngineInfo, ScanEstimate, Screenplay, Usage
from core.providers.ports import TextAnswer


class ScanEngine(Protocol):
    """Turns a screenplay into drafts, and several drafts into one."""

    @property
    def info(self) -> EngineInfo:
        """Who reads."""

    def estimate(self, screenplay: Screenplay) -> ScanEstimate:
        """An upper bound of what `scan` will spend. Pure and fast enough for a screen."""

    def scan(self, screenplay: Screenplay) -> AsyncIterator[ScanEvent]:
        """Extract, resolve, distil, filter (SPEC 2.2). `ScanBegan` is first, `ScanFinished` last.

        Raises:
            ProviderError: when nothing could be read at all; a part that failed is a `ScanWarned`.
        """

    async def merge(self, drafts: Sequence[Draft], primary: str) -> tuple[Draft, Usage]:
        """One cohesive draft named `primary` from two or more; mentions are joined, the other names
        become aliases, conflicts are found again (SPEC 2.3). The first draft's type is kept.

        Raises:
            ProviderError: the model did not answer; nothing has changed.
        """


class AnswerCache(Protocol):
    """Answers by content: the same question is paid for once (SPEC 2.2)."""

    async def get(self, key: str) -> TextAnswer | None:
        """The stored answer to this very question, or None."""

    async def put(self, key: str, step: str, info: EngineInfo, answer: TextAnswer) -> None:
        """Keep an answer as soon as it has come; `step` names the prompt that asked."""
