"""What a page carries that is not the script: page numbers, (MORE), CONTINUED, headers and footers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from core.screenplay.shapes import is_continued, is_cue_shape, is_dotted_heading, is_page_number

_DIGITS = re.compile(r"\d+")
_NUMBER_RIGHT = re.compile(r" {2,}(\*? ?[A-Z]{0,2}\d{1,4}[A-Z]{0,3}[.)]?)$")
_EDGE_ROWS = 2
_RIGHT_SIDE = 35

Placed = tuple[str, int, int]
"""(text, column, page)"""


def find_furniture(rows: Sequence[Placed]) -> frozenset[int]:
    """The indices of the rows that belong to the page."""
    edges = _edge_rows(rows)
    headers = _repeated(rows, edges)
    return frozenset(
        index
        for index, (text, column, _) in enumerate(rows)
        if text
        and (is_continued(text) or index in headers or _is_number(rows, index, column, index in edges))
    )


def split_right_number(text: str) -> tuple[str, str]:
    """A heading without the number at its right edge, and that number."""
    match = _NUMBER_RIGHT.search(text[-60:])
    if match is None:
        return text, ""
    return text[: len(text) - len(match[0])].rstrip(), match[1].strip("* .)")


def _edge_rows(rows: Sequence[Placed]) -> frozenset[int]:
    """The first and last rows of each page, where a file has pages."""
    by_page: dict[int, list[int]] = {}
    for index, (text, _, page) in enumerate(rows):
        if text:
            by_page.setdefault(page, []).append(index)
    if len(by_page) < 2:
        return frozenset()
    return frozenset(index for own in by_page.values() for index in (*own[:_EDGE_ROWS], *own[-_EDGE_ROWS:]))


def _is_number(rows: Sequence[Placed], index: int, column: int, edge: bool) -> bool:
    text = rows[index][0]
    if not is_page_number(text):
        return False
    alone = _is_blank(rows, index - 1) and _is_blank(rows, index + 1)
    return edge or (alone and column >= _RIGHT_SIDE)


def _is_blank(rows: Sequence[Placed], index: int) -> bool:
    return not 0 <= index < len(rows) or not rows[index][0]


def _repeated(rows: Sequence[Placed], edges: frozenset[int]) -> frozenset[int]:
    """Rows at the edges whose words, digits aside, come back on many pages; cues and headings may."""
    pages = rows[-1][2] if rows else 1
    keys = {index: _DIGITS.sub("#", " ".join(rows[index][0].lower().split())) for index in edges}
    counts = Counter(keys.values())
    least = max(3, pages // 4)
    return frozenset(
        index for index, key in keys.items() if counts[key] >= least and not _is_script(rows, index)
    )


def _is_script(rows: Sequence[Placed], index: int) -> bool:
    text = rows[index][0]
    return is_dotted_heading(text) or (is_cue_shape(text) and not _is_blank(rows, index + 1))
