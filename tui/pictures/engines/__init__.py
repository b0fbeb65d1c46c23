"""The engines, one a way to show a picture."""

from __future__ import annotations

from tui.pictures.engines.ascii import AsciiEngine
from tui.pictures.engines.engine import Drawn, Engine, Sent
from tui.pictures.engines.half import HalfEngine
from tui.pictures.engines.kitty import KittyEngine
from tui.pictures.engines.quadrants import QuadrantEngine
from tui.pictures.engines.segments import SegmentEngine
from tui.pictures.ways import Way

ENGINES: dict[Way, Engine] = {
    Way.KITTY: KittyEngine(),
    Way.HALF: HalfEngine(),
    Way.QUADRANTS: QuadrantEngine(),
    Way.SEGMENTS: SegmentEngine(),
    Way.ASCII: AsciiEngine(),
}

__all__ = ["ENGINES", "Drawn", "Engine", "Sent"]
