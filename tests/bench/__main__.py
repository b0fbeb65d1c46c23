"""How good and how fast the offline engine is, and how the review bears its rows.

    python -m tests.bench quality [SCRIPT GOLD …] [--verbose]
    python -m tests.bench speed [SCRIPT …]
    python -m tests.bench review
    python -m tests.bench pictures

`quality` scores scans against labels made by hand: by default the bundled sample and, where it stands beside
the project, the shared feature. `speed` times reading and scanning as ratios to a floor of the same run:
splitting the same text into words. `review` times the keys of the review station with up to 10,000 rows as
ratios to the same keys with 25. `pictures` has the paint time and the bytes of each way to show a picture, as
ratios to blank cells of the same number. The median of several runs counts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from core.events import ScanFinished
from core.models import ScanResult, Screenplay
from core.sample import sample_path
from core.scan.offline import OfflineEngine
from core.screenplay.reader import parse_pdf_here, parse_script
from core.wire import draft_to_wire
from tests.bench.pictures import print_pictures
from tests.bench.review import print_review
from tests.bench.scoring import Score, score
from tests.sample_editions import write_editions

SHARED = Path(__file__).parents[3] / "shared"
FEATURE = SHARED / "scripts" / "barrier15-phoenix-child.fountain"
FEATURE_GOLD = SHARED / "gold" / "barrier15-phoenix-child.gold.json"
SAMPLE_GOLD = Path(__file__).parent / "gold" / "low-water.gold.json"
RUNS = 7


def scan(screenplay: Screenplay) -> ScanResult:
    """The offline scan of a script."""

    async def last() -> object:
        return [event async for event in OfflineEngine().scan(screenplay)][-1]

    finished = asyncio.run(last())
    assert isinstance(finished, ScanFinished)
    return finished.result


def quality(script: Path, gold: Path) -> dict[str, Score]:
    """The offline engine's figures on one script, by type."""
    screenplay = parse_script(script.read_bytes(), script.name)
    drafts = [draft_to_wire(draft) for draft in scan(screenplay).drafts]
    return score(drafts, json.loads(gold.read_text("utf-8")))


def print_quality(pairs: Sequence[tuple[Path, Path]], verbose: bool) -> None:
    """One row a script and type, as the README's table has them."""
    print("| script | | drafts | precision | recall | F1 | duplicates | wrong merges |")
    print("|---|---|---|---|---|---|---|---|")
    for script, gold in pairs:
        for type, found in quality(script, gold).items():
            figures = " | ".join(f"{x:.2f}" for x in (found.precision, found.recall, found.f1))
            print(
                f"| {script.stem} | {type}s | {found.drafts} | {figures} | {len(found.split)} "
                f"| {len(found.fused)} |"
            )
            for name in ("missed", "ghosts", "split", "fused") if verbose else ():
                print(f"    {name}: {', '.join(getattr(found, name))}")


def print_speed(scripts: Sequence[Path]) -> None:
    """Reading in each format, and the scan, as ratios to the floor; milliseconds for this machine."""
    print("| script | step | times the floor | ms |")
    print("|---|---|---|---|")
    for script in scripts:
        text = script.read_text("utf-8")
        floor = _median(partial(re.findall, r"\w+", text))
        print(f"| {script.stem} | floor: split into words | 1.0 | {floor * 1000:.1f} |")
        for step, work in _steps(script):
            seconds = _median(work)
            print(f"| {script.stem} | {step} | {seconds / floor:.1f} | {seconds * 1000:.0f} |")


def _steps(script: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    with tempfile.TemporaryDirectory() as folder:
        for kind, path in write_editions(script, Path(folder)).items():
            read = parse_pdf_here if path.suffix == ".pdf" else parse_script
            yield f"read {kind}", partial(read, path.read_bytes(), path.name)
    yield "offline scan", partial(scan, parse_script(script.read_bytes(), script.name))


def _median(work: Callable[[], object]) -> float:
    """Seconds of wall time; the first run warms caches and doesn't count."""
    work()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", choices=("quality", "speed", "review", "pictures"))
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--verbose", action="store_true", help="name what was missed, and what was wrong")
    args = parser.parse_args()
    if args.what == "quality":
        if len(args.files) % 2:
            parser.error("give each script with its labels: SCRIPT GOLD")
        pairs = list(zip(args.files[::2], args.files[1::2], strict=True))
        known = [(sample_path(), SAMPLE_GOLD), (FEATURE, FEATURE_GOLD)]
        print_quality(pairs or [pair for pair in known if pair[0].exists()], args.verbose)
    elif args.what == "review":
        print_review()
    elif args.what == "pictures":
        print_pictures()
    else:
        print_speed(args.files or [path for path in (sample_path(), FEATURE) if path.exists()])


if __name__ == "__main__":
    main()
