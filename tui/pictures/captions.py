"""The line under a picture: what it is, how it is shown, and the keys for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.pictures.ways import Way, way_name

if TYPE_CHECKING:
    from tui.pictures.painting import Painted


def caption_line(painted: Painted, width: int, switch_key: str, copy_key: str) -> str:
    """The longest of the words that fit into `width` cells; "" when none do. A key "" is not named."""
    name = way_name(painted.look.way, painted.look.colours)
    size = f"{painted.source[0]}×{painted.source[1]}"
    whole = f"{size} shown as {name} {painted.width}×{painted.height}"
    switch = f" · {switch_key} another way" if switch_key else ""
    copy = f" · {copy_key} copies the path" if copy_key else ""
    lines = (whole + switch + copy, whole + switch, whole, f"{size} · {name}", name)
    fitting = next((line for line in lines if cell_len(line) <= width), "")
    if painted.look.way is Way.ASCII:
        fitting = fitting.replace("×", "x").replace(" · ", ", ")
    return fitting
