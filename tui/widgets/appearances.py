"""Where in the film an entity appears, as one short line of blocks. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from textual.content import Content

BLOCKS = "▁▂▃▄▅▆▇█"
"""One mention in a part to the fullest part, each an eighth of a cell higher."""

NONE = "·"
"""A part of the film without a mention."""

FULL_FROM = 8
"""A part with fewer mentions is never full, so that two lines of a prop do not look like a lead."""


def appearances(
    lines: Iterable[int], extent: int, cells: int, *, style: str, conflicts: Iterable[int] = ()
) -> Content:
    """The strip, exactly `cells` wide: each cell an equal part of the script, in its order.

    `lines` are the numbers of the mentioned lines, from 1, in any order; `extent` is the number of the
    script's last line. Heights go by the square root of the mentions in a part, against the row's fullest
    part. `style` is a style of theme variables; parts with a line of `conflicts` are in `$warning`.
    """
    counts = _spread(lines, extent, cells)
    disputed = _spread(conflicts, extent, cells)
    fullest = max((FULL_FROM, *counts.values()))

    def drawn(cell: int) -> tuple[str, str]:
        count = counts[cell] or disputed[cell]
        colour = "$warning" if disputed[cell] else style if count else "$faint"
        return block(count, fullest), colour

    runs = groupby(map(drawn, range(cells)), key=lambda pair: pair[1])
    return Content.assemble(*(("".join(char for char, _ in run), colour) for colour, run in runs))


def block(count: int, fullest: int) -> str:
    """The character for `count` mentions where the fullest part has `fullest`, at least two."""
    if not count:
        return NONE
    share = (math.sqrt(min(count, fullest)) - 1) / (math.sqrt(fullest) - 1)
    return BLOCKS[round(share * (len(BLOCKS) - 1))]


def _spread(lines: Iterable[int], extent: int, cells: int) -> Counter[int]:
    """How many lines fall into each cell; a line that is wider than a cell fills all of its own."""
    counts: Counter[int] = Counter()
    if extent < 1 or cells < 1:
        return counts
    for line, times in Counter(min(max(line, 1), extent) for line in lines).items():
        first, after = (line - 1) * cells // extent, line * cells // extent
        for cell in range(first, max(first + 1, after)):
            counts[cell] += times
    return counts
