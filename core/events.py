"""What long work says while it runs: facts in the past tense, matched on by whoever watches."""

from __future__ import annotations

from dataclasses import dataclass

from core.models import EngineInfo, Job, ReviewId, RewriteProposal, ScanResult, ScanStage, Usage


@dataclass(frozen=True, slots=True)
class StageStarted:
    """A scan stage began; `calls_planned` are all calls the scan expects to make, as known now."""

    stage: ScanStage
    calls_planned: int


@dataclass(frozen=True, slots=True)
class CallFinished:
    """A model call was answered. `usage` is the scan's total so far; `cached` answers cost nothing."""

    stage: ScanStage
    calls_done: int
    calls_planned: int
    usage: Usage
    cached: bool = False


@dataclass(frozen=True, slots=True)
class EntitiesFound:
    """How many entities are known so far, by type."""

    characters: int
    locations: int
    props: int


@dataclass(frozen=True, slots=True)
class ScanWarned:
    """Something the person should know, e.g. a window that could not be read."""

    message: str


@dataclass(frozen=True, slots=True)
class ScanFinished:
    """The drafts are there. Always the engine's last event."""

    result: ScanResult


@dataclass(frozen=True, slots=True)
class ScanBegan:
    """The scan's first event: who reads, and what it expects to spend."""

    engine: EngineInfo
    estimate: Usage


ScanEvent = ScanBegan | StageStarted | CallFinished | EntitiesFound | ScanWarned | ScanFinished


@dataclass(frozen=True, slots=True)
class ReviewOpened:
    """The drafts of a scan are stored and wait for a person."""

    review_id: ReviewId


@dataclass(frozen=True, slots=True)
class JobChanged:
    """A job moved to another state; `job` is as stored now."""

    job: Job


@dataclass(frozen=True, slots=True)
class QueueDrained:
    """No job is left to run. Counts are of this run; `spent_usd` is what its pictures cost."""

    succeeded: int
    failed: int
    spent_usd: float


@dataclass(frozen=True, slots=True)
class RewriteStreamed:
    """A rewrite goes on: `text` is the replacement so far, whole and not yet checked."""

    text: str


@dataclass(frozen=True, slots=True)
class RewriteReady:
    """The replacement is there and was checked. Always the last event of a rewrite."""

    proposal: RewriteProposal


RewriteEvent = RewriteStreamed | RewriteReady
