"""What is said of image jobs: totals, progress, prices, times. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from textual.content import Content

from core.models import Job, JobState
from tui.theme import JOB_MARKS
from tui.widgets.facts import FactsBuilder

ACTIVE = frozenset({JobState.QUEUED, JobState.RUNNING})
RETRIABLE = frozenset({JobState.FAILED, JobState.CANCELLED, JobState.UNKNOWN})


def totals(jobs: Sequence[Job]) -> Content:
    """How many jobs are in each state, and what was spent; only states that occur."""
    counts = Counter(job.state for job in jobs)
    parts = [
        Content.assemble(JOB_MARKS[state].sign, f" {counts[state]} ", (JOB_MARKS[state].word, "$quiet"))
        for state in JobState
        if counts[state]
    ]
    if jobs:
        cost = spent(jobs)
        parts.append(Content.assemble(price(cost) if cost else "nothing", (" spent", "$quiet")))
    return Content("   ").join(parts)


def spent(jobs: Sequence[Job]) -> float:
    """What the pictures that came have cost, USD."""
    return sum(job.price_usd for job in jobs if job.state is JobState.SUCCEEDED)


def run_progress(jobs: Sequence[Job]) -> tuple[int, int] | None:
    """(over, all) of what was asked for since the oldest job that waits or runs; None when none does."""
    active = [job for job in jobs if job.state in ACTIVE]
    if not active:
        return None
    begun = min(job.created_at for job in active)
    over = [job for job in jobs if job.state not in ACTIVE and (job.finished_at or job.created_at) >= begun]
    return len(over), len(over) + len(active)


@dataclass(frozen=True, slots=True)
class Run:
    """The pictures that were asked for since the oldest that waits or runs, or did in the last run."""

    jobs: tuple[Job, ...]

    @classmethod
    def of(cls, jobs: Sequence[Job], last: Run | None = None) -> Run | None:
        """The run that is going on, else the one that was `last` seen, as it ended; None without any."""
        active = [job for job in jobs if job.state in ACTIVE]
        if active:
            begun = min(job.created_at for job in active)
            return cls(tuple(job for job in jobs if (job.finished_at or job.created_at) >= begun))
        seen = set() if last is None else {job.id for job in last.jobs}
        return cls(ended) if (ended := tuple(job for job in jobs if job.id in seen)) else None

    def count(self, *states: JobState) -> int:
        """How many of its jobs are in one of these states."""
        return sum(job.state in states for job in self.jobs)


def run_words(run: Run) -> Content:
    """ "◐ 3 of 12 pictures made · x stops the 7 that wait"; at its end what it did cost."""
    made, all_of_it, waiting = run.count(JobState.SUCCEEDED), len(run.jobs), run.count(JobState.QUEUED)
    going_on = run.count(*ACTIVE) > 0
    lost = run.count(JobState.FAILED, JobState.UNKNOWN)
    sign = JOB_MARKS[JobState.RUNNING if going_on else JobState.FAILED if lost else JobState.SUCCEEDED].sign
    parts = [Content.assemble(sign, f" {made} of {all_of_it} picture{'' if all_of_it == 1 else 's'} made")]
    if cost := spent(run.jobs):
        parts.append(Content(f"{price(cost)} spent"))
    if lost:
        parts.append(Content.styled(f"{lost} failed: 6 says why", "$warning"))
    if cancelled := run.count(JobState.CANCELLED):
        parts.append(Content.styled(f"{cancelled} cancelled", "$quiet"))
    if waiting:
        parts.append(Content.styled(f"x stops the {waiting} that wait", "$quiet"))
    return Content.styled(" · ", "$faint").join(parts)


def took(job: Job, now: datetime) -> str:
    """How long the request has taken, or is taking until `now`; "–" before it has begun."""
    if job.started_at is None or job.state is JobState.QUEUED:
        return "–"
    return span((job.finished_at or now) - job.started_at)


def span(time: timedelta) -> str:
    """A time in its two largest units, e.g. "4 s", "2m 05s", "3h 10m", "5 d"."""
    seconds = max(0, int(time.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60}m {seconds % 60:02}s"
    if seconds < 86400:
        return f"{seconds // 3600}h {seconds % 3600 // 60:02}m"
    return f"{seconds // 86400} d"


def price(usd: float) -> str:
    """USD with cents; nothing costs "free"."""
    return f"${usd:.2f}" if usd else "free"


def price_cell(job: Job) -> str:
    """What a job has cost; "~" before an estimate, "?" behind what may have been paid, "–" for nothing."""
    match job.state:
        case JobState.FAILED | JobState.CANCELLED:
            return "–"
        case JobState.QUEUED | JobState.RUNNING if job.price_usd:
            return f"~{price(job.price_usd)}"
        case JobState.UNKNOWN if job.price_usd:
            return f"{price(job.price_usd)}?"
        case _:
            return price(job.price_usd)


def job_facts(job: Job) -> FactsBuilder:
    """All that is known of a job: the error first, for that is what one looks for."""
    facts = FactsBuilder().title(job.asset_name).text(JOB_MARKS[job.state].content)
    if job.error:
        facts.heading("Error" if job.state in RETRIABLE else "Note").text(job.error)
    facts.heading("Prompt").text(job.prompt)
    facts.heading("Made by")
    facts.fact("Provider", job.provider).fact("Model", job.model).fact("Ratio", job.aspect_ratio.value)
    facts.fact("Attempt", str(job.attempt)).fact("Price", price_cell(job))
    return facts
