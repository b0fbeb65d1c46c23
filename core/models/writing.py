"""Targeted rewriting of a description, and what is proposed beyond the script (SPEC 2.5)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from core.models.drafts import EngineInfo, Usage


class RewriteKind(StrEnum):
    """What a rewrite does to a selection, in the order of the menu."""

    MORE_SPECIFIC = "more_specific"
    SHORTER = "shorter"
    PLAINER = "plainer"
    ERA = "era"
    FIX_CONFLICT = "fix_conflict"
    OWN = "own"


RewriteNeeds = Literal["", "era", "instruction"]
"""What a rewrite asks the person for first: nothing, an era, or what to do."""


@dataclass(frozen=True, slots=True)
class RewriteOffer:
    """One line of the menu. `impossible_because` is a sentence, or empty when it can be done."""

    kind: RewriteKind
    label: str
    needs: RewriteNeeds = ""
    impossible_because: str = ""


@dataclass(frozen=True, slots=True)
class RewriteProposal:
    """A new wording for `before[start:end]`, offsets in code points; all around it stays as it is."""

    before: str
    start: int
    end: int
    replacement: str
    engine: EngineInfo
    usage: Usage

    @property
    def selection(self) -> str:
        """What is replaced."""
        return self.before[self.start : self.end]

    @property
    def after(self) -> str:
        """The whole text with the replacement."""
        return self.before[: self.start] + self.replacement + self.before[self.end :]


@dataclass(frozen=True, slots=True)
class EnrichIdea:
    """One visual statement that the script doesn't make, about one aspect of the asset."""

    aspect: str
    text: str


@dataclass(frozen=True, slots=True)
class EnrichProposal:
    """What could be added. `missing` are the aspects that a picture needs and that nothing tells yet; an idea
    for each of them is not sure to be there."""

    ideas: tuple[EnrichIdea, ...]
    missing: tuple[str, ...]
    engine: EngineInfo
    usage: Usage
