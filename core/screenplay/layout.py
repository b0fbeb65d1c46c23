"""Screenplay layout without markup: plain text and the lines of a PDF, told apart by place and shape.

The standard page has action at column 15, dialogue at 25, parentheticals at 31, cues at 37 (FACTS 5). Real
pages drift, lose their indentation or their blank rows: so each script is read by what it does itself
(`sequence`). Here page furniture and title page are set apart before that, and the lines put together after.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from core.models import LineKind
from core.screenplay.furniture import find_furniture
from core.screenplay.looks import KINDS
from core.screenplay.numbers import split_numbers
from core.screenplay.reading import Read
from core.screenplay.rows import Row, repaired, squeeze
from core.screenplay.sequence import most_likely
from core.screenplay.shapes import (
    cue_name,
    is_act_break,
    is_cue_shape,
    is_dotted_heading,
    is_slug,
    is_transition,
)
from core.screenplay.sight import see
from core.screenplay.wrapped import join_headings

_BYLINE = re.compile(
    r"(?-i:[Bb]y [A-Z])|\bby:?$|\b(?:written|story|adapted|created|directed|novel) by\b|"
    r"\b(?:draft|copyright|based on|registered|screenplay|teleplay|revised|productions?)\b|©|@|\(c\)",
    re.IGNORECASE,
)
_TIME_OF_DAY = re.compile(r"\b(?:DAY|NIGHT|MORNING|AFTERNOON|EVENING|DAWN|DUSK|CONTINUOUS)$")
_MOST_FRONT_ROWS = 60


def read_layout(rows: Sequence[Row]) -> list[Read]:
    """Classify each row; the result has as many entries as `rows`."""
    rows, carried = join_headings([repaired(row) for row in rows])
    furniture = find_furniture(rows)
    unread = furniture.rows | carried
    front = _title_page_end(rows, unread)
    view = see(rows, unread.union(range(front)))
    parts = most_likely(view)
    kinds = {sight.index: KINDS[part] for sight, part in zip(view.sights, parts, strict=True)}
    if LineKind.HEADING not in kinds.values():
        kinds |= dict.fromkeys(_slugs(rows, kinds), LineKind.HEADING)
    kinds |= dict.fromkeys(unread, LineKind.FURNITURE)
    labels = {index: str(number) for index, number in furniture.numbers.items()}
    return [_read(row, kinds.get(index), labels.get(index, "")) for index, row in enumerate(rows)]


def _slugs(rows: Sequence[Row], kinds: Mapping[int, LineKind]) -> list[int]:
    """Rows in capitals that stand alone: what heads the scenes of a script that has no INT. and EXT.

    In a text without any speech only those that name a time of day do; others may be chapters of a book.
    """
    spoken = LineKind.CUE in kinds.values()
    return [
        index
        for index, kind in kinds.items()
        if kind is LineKind.ACTION
        and is_slug(rows[index].text)
        and (spoken or _TIME_OF_DAY.search(rows[index].text))
        and not is_act_break(rows[index].text)
        and not (index and rows[index - 1].text)
        and not (index + 1 < len(rows) and rows[index + 1].text)
    ]


def _read(row: Row, kind: LineKind | None, label: str) -> Read:
    if not row.text:
        return Read(LineKind.BLANK, "")
    if kind is None:
        return Read(LineKind.TITLE_PAGE, squeeze(row.text))
    if kind is LineKind.HEADING:
        text, label, _ = split_numbers(row.text)
        return Read(kind, squeeze(text), label)
    if kind is LineKind.CUE:
        return Read(kind, squeeze(row.text).removesuffix(":"))
    return Read(kind, squeeze(row.text), label)


def title_of(reads: Iterable[Read]) -> str:
    """The first block of the title page, up to three rows and no byline; "" without a title page."""
    parts: list[str] = []
    for read in reads:
        if read.kind is not LineKind.TITLE_PAGE or _BYLINE.search(read.text):
            if parts or read.kind not in (LineKind.BLANK, LineKind.FURNITURE):
                break
            continue
        parts.append(read.text)
        if len(parts) == 3:
            break
    return _without_quotes(" ".join(parts))


def _without_quotes(title: str) -> str:
    """A title without the quotes around all of it; one that only ends in a quote keeps it."""
    if len(title) > 2 and (title[0], title[-1]) in (('"', '"'), ("“", "”")):
        return title[1:-1]
    return title


def _title_page_end(rows: Sequence[Row], furniture: frozenset[int]) -> int:
    """The number of rows before the body: whole pages, or a block with a byline."""
    solid = [index for index, row in enumerate(rows) if row.text and index not in furniture]
    body = min(_first_heading(rows, solid), _first_cue(rows, solid))
    if body == len(rows):
        return 0
    front = [row for at, row in enumerate(rows[:body]) if row.text and at not in furniture]
    if not front or len(front) > _MOST_FRONT_ROWS:
        return 0
    if front[0].page < rows[body].page:
        first = rows[body].page
        return next(index for index, row in enumerate(rows) if row.page == first)
    return body if any(_BYLINE.search(row.text) for row in front) else 0


def _first_heading(rows: Sequence[Row], solid: Sequence[int]) -> int:
    """Where the first heading or transition stands; the number of rows without one."""
    for index in solid:
        text, label, _ = split_numbers(rows[index].text)
        if label or is_dotted_heading(text) or is_transition(text):
            return index
    return len(rows)


def _first_cue(rows: Sequence[Row], solid: Sequence[int]) -> int:
    """Where a name that comes back stands over words that are no byline; the number of rows without one."""
    names = Counter(cue_name(rows[index].text) for index in solid if is_cue_shape(rows[index].text))
    for index, below in pairwise(solid):
        if (
            names[cue_name(rows[index].text)] > 1
            and index + 1 == below
            and not _BYLINE.search(rows[below].text)
        ):
            return index
    return len(rows)
