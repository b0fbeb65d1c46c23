"""The pages of a screenplay, drawn row by row with their marks: what `ScriptView` moves a cursor over.

Only rows that are seen are drawn, so that a key costs the same in a script of any length.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from core.models import AssetType, DraftId, Line, LineKind
from tui.theme import TYPE_MARKS
from tui.widgets.script_layout import MEASURE, Row, row_at, typeset, word_at, words

GUTTER = 9
"""Cells before the text: the cursor's bar, the line's number, the sign of a mention without a word, air."""

EDGE = 2
"""Cells after the text: the scrollbar's, kept free without it too, and one of air."""

Place = tuple[int, int]
"""An index in `ScriptPages.lines`, and a character of that line's text from 0."""

Span = tuple[int, int]
"""Characters of a line's text, the end exclusive."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention in a line: of the draft `key`, at characters `start` to `end`. With `end` 0 the line is about
    it without a word for it."""

    start: int
    end: int
    type: AssetType
    key: DraftId
    pronoun: bool = False


Marks = Mapping[int, Sequence[Mark]]
"""The marks of each line, by its number."""

Found = Mapping[int, Sequence[Span]]
"""What a search has found in each line, by its number."""

_PARTS = {
    LineKind.HEADING: "heading",
    LineKind.LYRIC: "lyric",
    LineKind.PARENTHETICAL: "quiet",
    LineKind.TRANSITION: "quiet",
    **dict.fromkeys((LineKind.TITLE_PAGE, LineKind.SECTION, LineKind.SYNOPSIS, LineKind.NOTE), "aside"),
}
"""The component class of each kind of line; the others are plain text."""

TYPE_PARTS = tuple(f"{type}{manner}" for type in AssetType for manner in ("", "-pronoun", "-chosen"))


_FILLED = frozenset({"word", "selected", "found", *(f"{type}-chosen" for type in AssetType)})
"""The component classes that bring their own background."""


class ScriptPages(ScrollView, can_focus=True):
    """The pages with gutter, marks, search hits and a cursor that stands on a word."""

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"script--{part}"
        for part in (
            *("aside", "heading", "lyric", "quiet", "number", "rule"),
            *("bar", "cursor", "word", "selected", "found"),
            *TYPE_PARTS,
        )
    }

    DEFAULT_CSS = """
    ScriptPages {
        height: 1fr;
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .script--aside { color: $quiet; text-style: italic; }
        & > .script--heading { text-style: bold; }
        & > .script--lyric { text-style: italic; }
        & > .script--quiet { color: $quiet; }
        & > .script--number { color: $faint; text-style: none; }
        & > .script--rule { color: $faint; text-style: none; }
        & > .script--bar { color: $accent; }
        & > .script--cursor { background: $cursor-line; }
        & > .script--word { background: $accent; color: $on-accent; text-style: bold; }
        & > .script--selected { background: $accent; color: $on-accent; text-style: bold; }
        & > .script--found { background: $warning 35%; color: $foreground; }
        & > .script--character { color: $type-character; text-style: underline; }
        & > .script--location { color: $type-location; text-style: underline; }
        & > .script--prop { color: $type-prop; text-style: underline; }
        & > .script--character-pronoun { color: $type-character; }
        & > .script--location-pronoun { color: $type-location; }
        & > .script--prop-pronoun { color: $type-prop; }
        & > .script--character-chosen { background: $type-character; color: $on-accent; text-style: bold; }
        & > .script--location-chosen { background: $type-location; color: $on-accent; text-style: bold; }
        & > .script--prop-chosen { background: $type-prop; color: $on-accent; text-style: bold; }
    }
    """

    marks: var[Marks] = var[Marks]({}, init=False)
    """The mentions of each line."""
    found: var[Found] = var[Found]({}, init=False)
    """What a search has found."""
    chosen: var[DraftId | None] = var(None, init=False)
    """The draft whose marks stand out."""
    cursor: var[Place] = var((0, 0), init=False)
    """Where the cursor's word begins; in a line without words its first character."""
    selected_from: var[int | None] = var(None, init=False)
    """The character of the cursor's line at which a selection began; None without one."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Without pages; `lines` brings them."""
        super().__init__(id=id, classes=classes)
        self.lines: tuple[Line, ...] = ()
        self._rows: list[Row] = []
        self._strips: LRUCache[int, Strip] = LRUCache(512)

    # --- what stands where -----------------------------------------------------------------------

    @property
    def cursor_line(self) -> int:
        """The number of the line under the cursor; 0 without lines."""
        return self.lines[self.cursor[0]].number if self.lines else 0

    @property
    def selected_text(self) -> str:
        """The selected words of the cursor's line; without a selection the word under the cursor."""
        start, end = self._selection
        return self._text[start:end]

    @property
    def marks_here(self) -> tuple[Mark, ...]:
        """The marks of the cursor's word, the shortest first; then those of the whole line."""
        start, end = self._word
        marks = self.marks.get(self.cursor_line, ())
        here = (mark for mark in marks if mark.start < end and start < mark.end)
        return (
            *sorted(here, key=lambda mark: mark.end - mark.start),
            *(mark for mark in marks if not mark.end),
        )

    def _index_of(self, number: int) -> int:
        """The index of the line of a number, or of the next one that there is."""
        return min(bisect_left(self.lines, number, key=lambda line: line.number), len(self.lines) - 1)

    @property
    def _text(self) -> str:
        return self.lines[self.cursor[0]].text if self.lines else ""

    @property
    def _word(self) -> Span:
        """The word under the cursor; empty in a line without words."""
        return self._word_at(self.cursor[1])

    @property
    def _selection(self) -> Span:
        start, end = self._word
        if self.selected_from is None:
            return start, end
        other = self._word_at(self.selected_from)
        return min(start, other[0]), max(end, other[1])

    def _word_at(self, column: int) -> Span:
        at = word_at(self._text, column)
        return (0, 0) if at < 0 else words(self._text)[at]

    # --- what is drawn again ---------------------------------------------------------------------

    def watch_cursor(self, old: Place, new: Place) -> None:
        """The rows of both lines."""
        self._refresh_line(old[0])
        self._refresh_line(new[0])

    def watch_anchor(self) -> None:
        """The rows of the selection's line."""
        self._refresh_line(self.cursor[0])

    def watch_marks(self) -> None:
        """Everything."""
        self._draw_again()

    def watch_found(self) -> None:
        """Everything."""
        self._draw_again()

    def watch_chosen(self) -> None:
        """Everything."""
        self._draw_again()

    def notify_style_update(self) -> None:
        """Another theme: what was drawn is void."""
        super().notify_style_update()
        self._strips.clear()

    def _draw_again(self) -> None:
        self._strips.clear()
        self.refresh()

    def _refresh_line(self, index: int) -> None:
        """Draw those rows of a line again that are seen."""
        first, after = row_at(self._rows, index, 0), row_at(self._rows, index + 1, -2) + 1
        rows = Region(0, first - round(self.scroll_y), self.size.width, after - first)
        if seen := rows.intersection(self.size.region):
            self.refresh(seen)

    # --- layout ----------------------------------------------------------------------------------

    @property
    def _cells(self) -> int:
        """The longest row."""
        return min(MEASURE, self.size.width - GUTTER - EDGE)

    @property
    def _margin(self) -> int:
        """Cells left of the gutter: the page stands in the middle."""
        return max(0, (self.size.width - GUTTER - self._cells - EDGE) // 2)

    def _typeset(self) -> None:
        self._rows = typeset(self.lines, self._cells)
        self.virtual_size = Size(self.size.width, len(self._rows))
        self._draw_again()

    # --- drawing ---------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One row of the pages; those of the cursor's line are not kept, for they change with every key."""
        at, width = y + round(self.scroll_y), self.size.width
        if at >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        if self._rows[at].line == self.cursor[0]:
            return self._strip(at, width)
        if (strip := self._strips.get(at)) is None:
            strip = self._strips[at] = self._strip(at, width)
        return strip

    def _strip(self, at: int, width: int) -> Strip:
        return Strip(self._segments(at)).adjust_cell_length(width, self.rich_style)

    def _segments(self, at: int) -> Iterator[Segment]:
        row = self._rows[at]
        yield Segment(" " * self._margin, self.rich_style)
        if row.page:
            yield from self._rule(row.page)
        if not row.is_text:
            return
        under_cursor = at == row_at(self._rows, *self.cursor)
        base = self._part("cursor", partial=False) if under_cursor else self.visual_style
        yield from self._gutter(row, under_cursor, base)
        text = Content(" " * row.indent) + self._inked(row)
        text = text.pad_right(max(0, self._cells + 1 - text.cell_length))
        for piece, style in text.render(base, end="", parse_style=self._parse):
            yield Segment(piece, style.rich_style)

    def _rule(self, page: int) -> Iterator[Segment]:
        """The line that a page begins with, its number where a page has it: at the right."""
        number = f" {page} "
        rule = "─" * (self._cells - len(number) - 2) + number + "──"
        yield Segment(" " * GUTTER, self.rich_style)
        yield Segment(rule, self._over(self.visual_style, "rule"))

    def _gutter(self, row: Row, under_cursor: bool, base: Style) -> Iterator[Segment]:
        number = str(self.lines[row.line].number) if row.start == 0 else ""
        yield Segment("▌" if under_cursor else " ", self._over(base, "bar"))
        yield Segment(f"{number:>{GUTTER - 4}} ", self._over(base, "number"))
        sign = self._sign(row, base) if row.start == 0 else None
        yield sign or Segment(" ", base.rich_style)
        yield Segment(" ", base.rich_style)

    def _sign(self, row: Row, base: Style) -> Segment | None:
        """What says that the line is about a draft without a word for it; the chosen one comes first."""
        marks = [mark for mark in self.marks.get(self.lines[row.line].number, ()) if not mark.end]
        if not marks:
            return None
        mark = min(marks, key=lambda mark: mark.key != self.chosen)
        style = (base + self._ink(self._type_part(mark))).rich_style
        return Segment(TYPE_MARKS[mark.type].glyph, style)

    def _inked(self, row: Row) -> Content:
        """The row's text with all that is laid over it, the lowest layer first."""
        text = Content(self.lines[row.line].text[row.start : row.end])
        for part, start, end in self._layers(row):
            first, last = max(start, row.start), min(end, row.end)
            if first < last:
                text = text.stylize(
                    self._part(part, partial=part not in _FILLED), first - row.start, last - row.start
                )
        return text

    def _layers(self, row: Row) -> Iterator[tuple[str, int, int]]:
        """(component, start, end) in characters of the line: its kind, marks, search hits, the cursor's."""
        line = self.lines[row.line]
        if line.kind in _PARTS:
            yield _PARTS[line.kind], row.start, row.end
        marks = self.marks.get(line.number, ())
        for mark in sorted(marks, key=lambda mark: (mark.key == self.chosen, mark.start - mark.end)):
            yield self._type_part(mark), mark.start, mark.end
        for start, end in self.found.get(line.number, ()):
            yield "found", start, end
        if row.line == self.cursor[0]:
            yield "selected" if self.selected_from is not None else "word", *self._selection

    def _type_part(self, mark: Mark) -> str:
        manner = "-chosen" if mark.key == self.chosen else "-pronoun" if mark.pronoun else ""
        return f"{mark.type}{manner}"

    def _part(self, part: str, *, partial: bool = True) -> Style:
        return self.get_visual_style(f"script--{part}", partial=partial)

    def _ink(self, part: str) -> Style:
        """A component as it is laid over what is there: with its own background, where it brings one."""
        return self._part(part, partial=part not in _FILLED)

    def _over(self, base: Style, part: str) -> RichStyle:
        """A component's colour and weight on the background of `base`."""
        return (base + self._part(part)).rich_style

    def _parse(self, style: str | Style) -> Style:
        return self.app.stylesheet.parse_style(style)


def text_rows(rows: Sequence[Row], start: int, toward: int) -> Iterable[int]:
    """The indices of rows with text, from `start` on toward an end (-1 or 1)."""
    stop = len(rows) if toward > 0 else -1
    return (at for at in range(start, stop, toward) if rows[at].is_text)
