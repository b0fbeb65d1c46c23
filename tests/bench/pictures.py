"""What a picture costs, each way: processor time to paint, and bytes to send, as ratios to a floor.

The floor of the same run: as many cells written as blanks of one colour each, made and rendered the same way;
of kitty, whose pixels go beside the cells, the bytes of both count.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PIL import Image, ImageDraw
from rich.color import Color
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.pictures.engines import ENGINES
from tui.pictures.engines.kitty import sending
from tui.pictures.fitting import decode
from tui.pictures.ways import Look, Way

ROOM = (60, 40)
RUNS = 7
LOOKS = (
    ("kitty, over ssh", Look(Way.KITTY, thrifty=True)),
    ("kitty, local", Look(Way.KITTY)),
    ("half blocks", Look(Way.HALF)),
    ("quadrants", Look(Way.QUADRANTS)),
    ("segments", Look(Way.SEGMENTS)),
    ("segments, 256", Look(Way.SEGMENTS, "256")),
    ("segments, 16", Look(Way.SEGMENTS, "16")),
    ("ascii", Look(Way.ASCII)),
)


def photo(path: Path) -> Path:
    """A picture of one megapixel with ramps, edges and grain, the same every time."""
    chance = random.Random(4)
    ramps = [Image.radial_gradient("L").resize((832, 1216)).rotate(90 * at) for at in range(3)]
    image = Image.merge("RGB", ramps)
    pen = ImageDraw.Draw(image)
    for _ in range(60):
        x, y, radius = chance.randrange(832), chance.randrange(1216), chance.randrange(10, 150)
        colour = (chance.randrange(256), chance.randrange(256), chance.randrange(256))
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    Image.blend(image, Image.effect_noise(image.size, 60).convert("RGB"), 0.15).save(path)
    return path


def blanks(columns: int, lines: int, console: Console) -> int:
    """The floor: the bytes of so many blank cells, no two neighbours of one colour."""
    sent = 0
    for line in range(lines):
        segments = [
            Segment(" ", Style(bgcolor=Color.from_rgb(7 * column % 256, 5 * line % 256, 90)))
            for column in range(columns)
        ]
        sent += len(Strip(segments, columns).render(console))
    return sent


def paint(path: Path, look: Look, console: Console) -> int:
    """Decode, scale, paint and render one picture; the bytes that go to the terminal."""
    engine = ENGINES[look.way]
    canvas = decode(path, ROOM, engine.grid(look), look.cell, engine.most(look))
    drawn = engine.paint(canvas, look)
    cells = sum(len(strip.render(console).encode()) for strip in drawn.strips)
    return cells + (sum(map(len, sending(drawn.sent))) if drawn.sent else 0)


def print_pictures() -> None:
    """One row a way: ratios to the floor, and milliseconds and kB of this machine."""
    systems = {"truecolor": "truecolor", "256": "256", "16": "standard", "none": "truecolor"}
    with tempfile.TemporaryDirectory() as folder:
        path = photo(Path(folder) / "photo.png")
        canvas = decode(path, ROOM, (1, 2), (10, 20))
        plain = Console(color_system="truecolor", force_terminal=True)
        floor_s, floor_bytes = _measured(lambda: blanks(canvas.columns, canvas.lines, plain))
        opening_s, _ = _measured(lambda: decode(path, ROOM, (1, 2), (10, 20)).columns)
        print(f"A picture of 832x1216 in {canvas.columns}x{canvas.lines} cells; median of {RUNS} runs.\n")
        print("| way | paint, times the floor | bytes, times the floor | ms | kB |")
        print("|---|---|---|---|---|")
        print(f"| floor: blank cells | 1.0 | 1.00 | {1000 * floor_s:.1f} | {floor_bytes / 1000:.1f} |")
        print(f"| decode and scale alone | {opening_s / floor_s:.1f} | | {1000 * opening_s:.1f} | |")
        for name, look in LOOKS:
            console = Console(color_system=systems[look.colours], force_terminal=True)  # type: ignore[arg-type]
            seconds, sent = _measured(partial(paint, path, look, console))
            print(
                f"| {name} | {seconds / floor_s:.1f} | {sent / floor_bytes:.2f} | {1000 * seconds:.1f} "
                f"| {sent / 1000:.1f} |"
            )


def _measured(work: Callable[[], int]) -> tuple[float, int]:
    """Seconds of processor time, and what the work gave; the first run warms up and doesn't count."""
    given = work()
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times), given
