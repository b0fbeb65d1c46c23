"""Where things stand in a script: the marks of a review's drafts, what a search finds, the way from one to
the next; and what a selected name may be. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from textual.content import Content

from core.models import AssetType, DraftId, Line, LineKind, Mention, ReviewRow, RowState, Screenplay
from tui.screens.review_rows import is_gone
from tui.theme import TYPE_MARKS
from tui.widgets.script_layout import HIDDEN, word_start
from tui.widgets.script_pages import Mark, Marks, Span

Spot = tuple[int, int]
"""A line's number and the character of it at which a word begins: where a cursor can stand."""

Match = tuple[tuple[int, int, int], ...]
"""What a search found, part by part: a line's number, the first character, the character after the last."""

RUNNING = (LineKind.ACTION, LineKind.DIALOGUE, LineKind.LYRIC)
"""Kinds whose text goes on in the next line of the same kind."""

OUT = (RowState.DISCARDED, RowState.MERGED)
"""States of rows whose mentions are not marked."""

PRONOUNS = frozenset(
    "i me my mine myself you your yours yourself he him his himself she her hers herself it its itself "
    "we us our ours ourselves they them their theirs themselves who whose".split()
)
"""Marked more quietly than a name: a page has many of them."""

_POSSESSIVE = re.compile(r"['’][sS]?$")


# --- marks and matches -----------------------------------------------------------------------------


def marks_of(rows: Iterable[ReviewRow], lines: Iterable[Line], also: DraftId | None = None) -> Marks:
    """The marks of the rows that are in the review, and of the row `also`, by the number of their line.

    What is gone from the script counts another revision's lines: it has none.
    """
    texts = {line.number: line.text for line in lines}
    marks: dict[int, list[Mark]] = defaultdict(list)
    for row in rows:
        if is_gone(row) or (row.state in OUT and row.id != also):
            continue
        for mention in row.draft.mentions:
            if mention.line in texts:
                marks[mention.line] += _marks(row, mention, texts[mention.line])
    return dict(marks)


def _marks(row: ReviewRow, mention: Mention, text: str) -> Iterator[Mark]:
    """A mention's marks. Where its words are not those of the line, the line is marked as a whole."""
    columns = [(start, end) for start, end in mention.columns if text[start:end] == mention.text[start:end]]
    for start, end in columns or [(0, 0)]:
        pronoun = text[start:end].casefold() in PRONOUNS
        yield Mark(start, end, row.draft.type, row.id, pronoun)


def matches_of(lines: Iterable[Line], query: str) -> list[Match]:
    """Where the words of `query` stand, one after the other, the first from its beginning, in any case; also
    over the end of a line, where its text runs on."""
    wanted = re.sub(r"^[\W_]+", "", query).split()
    if not wanted:
        return []
    pattern = re.compile(r"(?<![^\W_])" + r"\s+".join(map(re.escape, wanted)), re.IGNORECASE)
    return [
        tuple(_parts(run, *match.span()))
        for run in _runs(lines)
        for match in pattern.finditer("\n".join(line.text for line in run))
    ]


def spans_of(matches: Iterable[Match]) -> dict[int, list[Span]]:
    """The found stretches of each line, by its number."""
    spans: dict[int, list[Span]] = defaultdict(list)
    for number, start, end in chain.from_iterable(matches):
        spans[number].append((start, end))
    return dict(spans)


def _runs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The shown lines, those together whose text runs on from one to the next."""
    run: list[Line] = []
    for line in lines:
        if line.kind in HIDDEN:
            continue
        if run and not _runs_on(run[-1], line):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _runs_on(line: Line, following: Line) -> bool:
    return line.kind is following.kind and line.kind in RUNNING and following.number == line.number + 1


def _parts(run: Sequence[Line], start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """What a stretch of the joined text is in each line: number, first character, end."""
    for line in run:
        if start < len(line.text) and end > 0:
            yield line.number, max(0, start), min(end, len(line.text))
        start, end = (at - len(line.text) - 1 for at in (start, end))


# --- from one to the next --------------------------------------------------------------------------


def stops(places: Iterable[Spot], lines: Iterable[Line]) -> list[Spot]:
    """Where a cursor comes to stand that is put at each of these places, in order."""
    texts = {line.number: line.text for line in lines}
    return sorted({(number, word_start(texts[number], column)) for number, column in places})


def mentions_stops(marks: Marks, lines: Sequence[Line], draft_id: DraftId) -> list[Spot]:
    """One stop for each line that mentions a draft: at the first word for it, a name before a pronoun."""
    places: list[Spot] = []
    for number, here in marks.items():
        mine = sorted((mark.pronoun, mark.start) for mark in here if mark.key == draft_id)
        places += [(number, mine[0][1])] if mine else []
    return stops(places, lines)


def after(spots: Sequence[Spot], at: Spot, direction: int) -> Spot | None:
    """The next spot from `at` on (1), or the one before (-1), round the end; None when there are none."""
    if not spots:
        return None
    index = bisect_right(spots, at) if direction > 0 else bisect_left(spots, at) - 1
    return spots[index % len(spots)]


def count_words(spots: Sequence[Spot], at: Spot) -> str:
    """ "3 of 17" on the third of them, "17 in all" beside them."""
    index = bisect_left(spots, at)
    here = index < len(spots) and spots[index] == at
    return f"{index + 1} of {len(spots)}" if here else f"{len(spots)} in all"


# --- a name ------------------------------------------------------------------------------------------


def tidy_name(text: str) -> str:
    """Selected words as a name: on one line, without the possessive at its end."""
    return _POSSESSIVE.sub("", " ".join(text.split()))


def guess_type(line: Line, name: str) -> AssetType:
    """What a name of a line most likely is: in a heading a place, in a cue or with capitals a person."""
    if line.kind is LineKind.HEADING:
        return AssetType.LOCATION
    if line.kind is LineKind.CUE or all(word[0].isupper() for word in name.split()):
        return AssetType.CHARACTER
    return AssetType.PROP


def row_named(rows: Iterable[ReviewRow], name: str) -> ReviewRow | None:
    """The row that has a name already, as its own or as an alias; one that is in the review before others."""
    wanted = name.casefold()
    named = (
        row
        for row in rows
        if row.state is not RowState.MERGED
        and wanted in (own.casefold() for own in (row.draft.suggested_name, *row.draft.aliases))
    )
    return min(named, key=lambda row: row.state in OUT, default=None)


# --- words -------------------------------------------------------------------------------------------


def place_words(screenplay: Screenplay, line: Line) -> tuple[Content, Content]:
    """Title and scene of a line, and its page."""
    where = Content.styled(screenplay.title, "bold")
    if line.scene is not None:
        scene = screenplay.scenes[line.scene - 1]
        where += Content.assemble((f"   {scene.label or scene.number}  ", "$quiet"), scene.heading)
    about = "about " if screenplay.pages_estimated else ""
    return where, Content.styled(f"p. {line.page} of {about}{screenplay.pages}", "$quiet")


def row_words(row: ReviewRow) -> Content:
    """ "◆ MARA VOSS, character, 41 mentions"."""
    draft, mark = row.draft, TYPE_MARKS[row.draft.type]
    number = len(draft.mentions)
    words = f", {mark.word}, {number} mention{'' if number == 1 else 's'}"
    return Content.assemble((mark.glyph, mark.style), " ", (draft.suggested_name, "bold"), (words, "$quiet"))


def rows_words(marks: Iterable[Mark], rows: Mapping[DraftId, ReviewRow]) -> Content:
    """All drafts that a word means, each once."""
    keys = dict.fromkeys(mark.key for mark in marks)
    return Content("   ").join(row_words(rows[key]) for key in keys if key in rows)


def between(left: Content, right: Content, cells: int) -> Content:
    """Two parts of a line of `cells` cells, at its ends; the left one is cut where both don't fit."""
    room = max(0, cells - right.cell_length - 2)
    left = left.truncate(room, ellipsis=True)
    gap = " " * max(0, cells - left.cell_length - right.cell_length)
    return Content.assemble(left, gap, right)
