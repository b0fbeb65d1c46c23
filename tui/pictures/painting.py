"""From a file to lines of cells: decoded, scaled, painted by an engine, and kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from textual.strip import Strip

from tui.pictures.cache import ByteCache, stamp
from tui.pictures.engines import ENGINES, Sent
from tui.pictures.fitting import decode, missing
from tui.pictures.ways import Look

KEPT_BYTES = 48_000_000
"""Of painted pictures, about a hundred panes of half blocks."""

SEGMENT_BYTES = 400
"""What a segment with a style of its own takes in memory, roughly."""


@dataclass(frozen=True, slots=True)
class Painted:
    """A picture as lines of cells, each `width` cells; `source` is the file's size in pixels."""

    width: int
    height: int
    strips: tuple[Strip, ...]
    source: tuple[int, int]
    look: Look
    sent: Sent | None = None


Key = tuple[tuple[str, int, int], tuple[int, int], Look]

_kept: ByteCache[Key, Painted] = ByteCache(KEPT_BYTES)


def paint_file(path: Path, room: tuple[int, int], look: Look) -> Painted:
    """The picture at `path`, fitted into `room` (columns, lines). Slow: call it in a thread.

    Raises:
        BadPicture: the file is missing, broken, no PNG, JPEG or WebP, or too large.
    """
    try:
        key = (stamp(path), room, look)
    except OSError as error:
        raise missing(path) from error
    if (painted := _kept.get(key)) is None:
        painted = _paint(path, room, look)
        _kept.put(key, painted, _weight(painted))
    return painted


def _paint(path: Path, room: tuple[int, int], look: Look) -> Painted:
    engine = ENGINES[look.way]
    canvas = decode(path, room, engine.grid(look), look.cell, engine.most(look))
    drawn = engine.paint(canvas, look)
    width = drawn.strips[0].cell_length if drawn.strips else 0
    return Painted(width, len(drawn.strips), drawn.strips, canvas.source, look, drawn.sent)


def _weight(painted: Painted) -> int:
    cells = sum(SEGMENT_BYTES * len(strip) + len(strip._render_cache or "") for strip in painted.strips)
    return cells + (len(painted.sent.png) if painted.sent else 0)
