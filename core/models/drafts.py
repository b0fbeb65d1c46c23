"""What a scan proposes, and what it takes (SPEC 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class AssetType(StrEnum):
    """The three kinds of master visual asset."""

    CHARACTER = "character"
    LOCATION = "location"
    PROP = "prop"


TRAIT_FIELDS: Mapping[AssetType, tuple[str, ...]] = {
    AssetType.CHARACTER: ("physical_features", "clothing", "demeanor"),
    AssetType.LOCATION: ("architecture", "atmosphere_light", "dressing"),
    AssetType.PROP: ("form", "material", "condition"),
}


class MentionKind(StrEnum):
    """How a line speaks of an entity, the surest way first."""

    HEADING = "heading"
    CUE = "cue"
    NAME = "name"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Mention:
    """One line of the script in which an entity appears; `text` is the script's own line.

    `columns` are the places in the line's text, in order: (start, end) in characters from 0, end exclusive.
    Empty when the line is about the entity without a word for it. `kind` is the surest way it is meant.
    """

    line: int
    scene: int | None
    page: int
    text: str
    columns: tuple[tuple[int, int], ...] = ()
    kind: MentionKind = MentionKind.NAME


@dataclass(frozen=True, slots=True)
class Trait:
    """One visual fact. `lines` are the mentions that say so; empty exactly when `inferred`.

    `from_page` is the page on which a later state of the entity begins (SPEC 2.2, conflicts), else None.
    """

    field: str
    value: str
    lines: tuple[int, ...] = ()
    inferred: bool = False
    from_page: int | None = None


class ConflictDecision(StrEnum):
    """What a person decided of a conflict (SPEC 2.2)."""

    EARLIER = "earlier"
    LATER = "later"
    BOTH = "both"
    AS_WRITTEN = "as_written"


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One side of a visual conflict: the value and the mention that says so."""

    value: str
    mention: Mention


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two pieces of evidence that cannot both be in one picture; undecided while `decision` is None.

    An undecided conflict counts as open; the summary takes the later side until then.
    """

    field: str
    earlier: ConflictSide
    later: ConflictSide
    decision: ConflictDecision | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a scan proposes. `confidence_score` is in 0..1; both verdicts come with their reasons.

    `summary_lines` are the lines of the script that the summary is taken from, where it is an extract.
    `variant_of` names the draft of which this is another look, not another person (YOUNG EDWARD of EDWARD).
    `hand_written` says that a person wrote the summary: nothing but a person changes it then.
    """

    suggested_name: str
    type: AssetType
    aliases: tuple[str, ...] = ()
    visual_summary: str = ""
    summary_lines: tuple[int, ...] = ()
    traits: tuple[Trait, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    is_high_priority: bool = True
    priority_reason: str = ""
    confidence_score: float = 1.0
    confidence_reason: str = ""
    mentions: tuple[Mention, ...] = ()
    variant_of: str = ""
    manual_add: bool = False
    hand_written: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two drafts of one type, by suggested name, that may be one identity; a person decides.

    `lines` are those of the script that speak for it, where any do.
    """

    type: AssetType
    first: str
    second: str
    reason: str
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadLines:
    """A stretch of the script, both lines included, that no answer could be had for, and why."""

    first: int
    last: int
    reason: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What model calls cost: counts, tokens and USD. Adds up with `+`."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cost_usd + other.cost_usd,
        )


class ScanStage(StrEnum):
    """The steps of a scan in their order (SPEC 2.2)."""

    EXTRACT = "extract"
    RESOLVE = "resolve"
    DISTIL = "distil"
    FILTER = "filter"


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """Who answers: provider ("offline", "gemini", "openai") and model."""

    provider: str
    model: str

    @property
    def offline(self) -> bool:
        """True for the engine that needs no network and costs nothing."""
        return self.provider == "offline"

    @property
    def compatible(self) -> bool:
        """True for a model behind any OpenAI-compatible server, whose price nobody knows."""
        return self.provider == "openai"


@dataclass(frozen=True, slots=True)
class ScanEstimate:
    """What a scan will take before it starts: an upper bound, in calls, tokens and USD."""

    engine: EngineInfo
    script_tokens: int
    usage: Usage

    @property
    def input_ratio(self) -> float:
        """Input tokens of the whole scan for each token of the script; 0 when nothing is asked."""
        return self.usage.input_tokens / self.script_tokens if self.script_tokens else 0.0


@dataclass(frozen=True, slots=True)
class ScanResult:
    """The drafts of one scan, characters, locations, then props, the weightiest first."""

    engine: EngineInfo
    usage: Usage
    drafts: tuple[Draft, ...]
    warnings: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    unread: tuple[UnreadLines, ...] = ()
    """What can be read by the same scan again: all other answers are kept and cost nothing."""
