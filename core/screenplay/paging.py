"""Where the page breaks fall when a script is set in the standard layout.

12-point Courier on US letter, 54 lines a page (FACTS 5): action 61 columns wide, dialogue 35,
parenthetical 26, cue 38; two blank lines before a heading, one before everything else that opens a block.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.models import LineKind
from core.screenplay.limits import PATTERN_CHARS
from core.screenplay.reading import Read
from core.screenplay.shapes import is_uppercase

PAGE_LINES = 54
WIDTHS = {
    LineKind.HEADING: 61,
    LineKind.ACTION: 61,
    LineKind.CUE: 38,
    LineKind.PARENTHETICAL: 26,
    LineKind.DIALOGUE: 35,
    LineKind.LYRIC: 35,
    LineKind.TRANSITION: 61,
}


@dataclass(frozen=True, slots=True)
class PageStyle:
    """How a script is set: columns of width, rows before a block, rows that a line of text takes."""

    widths: Mapping[LineKind, int] = field(default_factory=lambda: WIDTHS)
    before: Mapping[LineKind, int] = field(default_factory=lambda: {LineKind.HEADING: 2})
    spacing: Mapping[LineKind, int] = field(default_factory=dict)


STANDARD = PageStyle()
MULTI_CAMERA = PageStyle(
    widths=WIDTHS | {LineKind.CUE: 28, LineKind.DIALOGUE: 38},
    before={LineKind.HEADING: 1},
    spacing={LineKind.DIALOGUE: 2},
)
"""Comedies played before an audience: action in capitals, speech wider and double-spaced for notes."""
_TELLING_ACTIONS = 8
_TELLING_LENGTH = 30
_SPEECH = (LineKind.PARENTHETICAL, LineKind.DIALOGUE, LineKind.LYRIC)


@dataclass(slots=True)
class _Block:
    """A run of lines that is set together: heading, paragraph, or cue with its speech."""

    kind: LineKind
    members: list[tuple[int, int]]
    """(index of the line, rows that it takes)"""

    @property
    def rows(self) -> int:
        return sum(rows for _, rows in self.members)


def wrap(text: str, width: int) -> list[str]:
    """The rows of a paragraph set in `width` columns; at least one."""
    return textwrap.wrap(text, width, break_on_hyphens=True, expand_tabs=False) or [""]


def page_style(reads: Sequence[Read]) -> PageStyle:
    """How a script is meant to be set: one whose action is all in capitals is multi-camera."""
    actions = [
        read.text for read in reads if read.kind is LineKind.ACTION and len(read.text) > _TELLING_LENGTH
    ]
    loud = sum(map(is_uppercase, actions))
    return MULTI_CAMERA if len(actions) >= _TELLING_ACTIONS and loud * 5 >= len(actions) * 4 else STANDARD


def estimate_pages(reads: Sequence[Read], style: PageStyle | None = None) -> list[int]:
    """The 1-based page of each line; the title page counts as page 1, and so does all before the body."""
    style = style or page_style(reads)
    setter = _Setter(len(reads), style)
    for block in _blocks(reads, style):
        setter.place(block)
    return setter.finish()


def _rows(read: Read, style: PageStyle) -> int:
    spacing = style.spacing.get(read.kind, 1)
    width = style.widths[read.kind]
    if len(read.text) <= width:
        return spacing
    if len(read.text) > PATTERN_CHARS:
        return -(-len(read.text) // width) * spacing
    return len(wrap(read.text, width)) * spacing


def _blocks(reads: Sequence[Read], style: PageStyle) -> list[_Block]:
    blocks: list[_Block] = []
    apart = True
    for index, read in enumerate(reads):
        if read.kind is LineKind.PAGE_BREAK:
            blocks.append(_Block(read.kind, [(index, 0)]))
        elif read.kind in style.widths:
            member = (index, _rows(read, style))
            if blocks and not apart and _joins(blocks[-1].kind, read.kind):
                blocks[-1].members.append(member)
            else:
                blocks.append(_Block(read.kind, [member]))
        apart = read.kind in (LineKind.BLANK, LineKind.PAGE_BREAK)
    return blocks


def _joins(block: LineKind, line: LineKind) -> bool:
    if line in _SPEECH:
        return block in (LineKind.CUE, *_SPEECH)
    return block is line is LineKind.ACTION


class _Setter:
    """Fills pages block by block, with the breaks that Final Draft makes."""

    def __init__(self, count: int, style: PageStyle) -> None:
        self.style = style
        self.pages = [0] * count
        self.page = 1
        self.row = 0
        self.held: list[_Block] = []

    def place(self, block: _Block) -> None:
        """Set a block; a heading waits for what follows it, since none may end a page."""
        if block.kind is LineKind.PAGE_BREAK:
            self._release()
            self._next_page()
            self._mark(block.members[0][0])
        elif block.kind is LineKind.HEADING:
            self.held.append(block)
        else:
            self._set(block)

    def finish(self) -> list[int]:
        """The pages of all lines, those of unprinted lines taken from the line before."""
        self._release()
        page = 1
        for index, own in enumerate(self.pages):
            page = self.pages[index] = max(own, page)
        return self.pages

    def _release(self) -> None:
        for heading in self.held:
            self._put(heading)
        self.held.clear()

    def _set(self, block: _Block) -> None:
        need = sum(self._space(heading) + heading.rows for heading in self.held)
        need += (1 if self.row or self.held else 0) + self._least(block)
        if self.row and self.row + need > PAGE_LINES:
            self._next_page()
        self._release()
        self._put(block)

    @staticmethod
    def _least(block: _Block) -> int:
        """The rows of a block that must stand together at the foot of a page."""
        if block.kind is LineKind.CUE:
            if block.rows <= 3:
                return block.rows
            parenthetical = len(block.members) > 2 and block.members[1][1] == 1
            return 4 if not parenthetical else min(block.rows, 5)
        return block.rows if block.rows <= 3 else 2

    def _space(self, block: _Block) -> int:
        if not self.row:
            return 0
        return self.style.before.get(block.kind, 1)

    def _put(self, block: _Block) -> None:
        self.row += self._space(block)
        speech = block.kind is LineKind.CUE
        for index, rows in block.members:
            self._mark(index)
            self._fill(rows, speech)

    def _fill(self, rows: int, speech: bool) -> None:
        """Take `rows`; a speech that runs over gives a row to (MORE) and one to the cue again."""
        while self.row + rows > PAGE_LINES:
            here = max(0, PAGE_LINES - self.row - (1 if speech else 0))
            rows -= here
            self._next_page()
            self.row = 1 if speech else 0
        self.row += rows

    def _mark(self, index: int) -> None:
        self.pages[index] = self.page

    def _next_page(self) -> None:
        self.page += 1
        self.row = 0
