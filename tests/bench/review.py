"""How the review station bears its rows: what a key costs, in times of what the same key costs with 25 rows.

A key is pressed, and waited for until it is drawn; what counts is processor time, for the waiting is the
test harness's. Deciding writes to a real SQLite file and reads again.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from textual.pilot import Pilot

from core.models import AssetType, Draft, Mention, Trait
from core.paths import Workspace
from core.store.opening import prepare
from tests.tui.conftest import WorkspaceApp, scan_sample
from tests.tui.engine import ScriptedEngine
from tests.tui.seeing import settle, until
from tui.screens.review import ReviewScreen

SIZES = (25, 250, 1_000, 10_000)
"""Rows: the floor, a feature, a series, more than anybody has."""

MENTIONS = 12
REPEATS = 30
KEYS = (
    ("down", ("down",)),
    ("page down", ("pagedown",)),
    ("select", ("space",)),
    ("sort", ("o",)),
    ("filter, a letter", ("slash", "n", "escape")),
    ("approve", ("a",)),
    ("undo", ("u",)),
)


def drafts(count: int) -> Iterator[Draft]:
    """Drafts as a feature has them: a summary, a trait, a dozen mentions, one in ten of low priority."""
    for number in range(count):
        lines = [1 + (number * 7 + at * 331) % 6_000 for at in range(MENTIONS)]
        name = f"PERSON {number:05}"
        mentions = [
            Mention(line, 1 + line // 40, 1 + line // 55, f"{name} waits.", ((0, 12),))
            for line in sorted(lines)
        ]
        yield Draft(
            name,
            list(AssetType)[number % 3],
            visual_summary=f"{name} wears a coat of number {number} and says nothing of it.",
            traits=(Trait("clothing", f"coat of number {number}", (lines[0],)),),
            is_high_priority=number % 10 != 0,
            priority_reason="speaks in three scenes",
            confidence_score=(number % 100) / 100,
            mentions=tuple(mentions),
        )


async def measured(count: int) -> dict[str, float]:
    """Processor seconds a key, by what it does, in a review of `count` rows, and until it was open."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        prepare(Workspace(home))
        app = WorkspaceApp(home, ScriptedEngine(tuple(drafts(count))), scan_sample, project=True)
        async with app.run_test(size=(120, 40), notifications=False) as pilot:
            await until(pilot, "open  ")
            seconds = {"open again": await _opened_again(pilot)}
            for what, keys in KEYS:
                seconds[what] = await _median(pilot, keys)
    return seconds


async def _opened_again(pilot: Pilot[None]) -> float:
    assert isinstance(pilot.app, WorkspaceApp)
    start = time.process_time()
    await pilot.app.show(ReviewScreen())
    await until(pilot, "open  ")
    return time.process_time() - start


async def _median(pilot: Pilot[None], keys: Sequence[str]) -> float:
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        await pilot.press(*keys)
        await settle(pilot)
        times.append(time.process_time() - start)
    return statistics.median(times)


def print_review() -> None:
    """One row a key, one column a size."""
    found = {count: asyncio.run(measured(count)) for count in SIZES}
    floor = found[SIZES[0]]
    print("| key | " + " | ".join(f"{count:,} rows" for count in SIZES) + " | ms with the least, the most |")
    print("|---" * (len(SIZES) + 2) + "|")
    for what, seconds in floor.items():
        ratios = " | ".join(f"{found[count][what] / seconds:.1f}" for count in SIZES)
        print(f"| {what} | {ratios} | {seconds * 1000:.0f}, {found[SIZES[-1]][what] * 1000:.0f} |")
