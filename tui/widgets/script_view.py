"""The screenplay to read and to point at: a cursor that goes from word to word, by keys and by mouse.

Places are those of `core.models.Line`: a line's number, and characters of its text from 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from core.models import Line
from tui import keymap
from tui.widgets.script_layout import character_at, row_at, word_at, word_start, words
from tui.widgets.script_pages import GUTTER, Place, ScriptPages, text_rows

WHEEL_LINES = 3


class ScriptView(ScriptPages):
    """The pages under a cursor. Keys are in `keymap.SCRIPT_VIEW`."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.SCRIPT_VIEW)

    @dataclass
    class CursorMoved(Message):
        """The cursor stands elsewhere, or the selection is another."""

        view: ScriptView

        @property
        def control(self) -> ScriptView:
            """The view, for `@on(..., "#id")`."""
            return self.view

    @dataclass
    class WordActivated(Message):
        """A double click on a word. Enter is the screen's own key: see `keymap`."""

        view: ScriptView

        @property
        def control(self) -> ScriptView:
            """The view, for `@on(..., "#id")`."""
            return self.view

    _unplaced = False

    # --- places ----------------------------------------------------------------------------------

    def show(self, lines: Iterable[Line]) -> None:
        """Show these lines, which are in order, with the cursor on the first one that is seen."""
        self.lines, self.cursor = tuple(lines), (0, 0)
        self._typeset()
        self.action_first()

    def move_to_line(self, number: int, column: int | None = None) -> None:
        """Put the cursor on a line, on the word at `column`, and the line at a third of the height.

        From a line that is not shown the cursor goes on to the next one.
        """
        if not self._rows:
            return
        index, column = self._index_of(number), column or 0
        at = row_at(self._rows, index, column)
        row = self._rows[at if self._rows[at].line >= index else self._near(at + 1, 1)]
        self._put((row.line, column if row.line == index else 0))
        self._unplaced = not self.size.height
        self._scroll(self._cursor_row - self.size.height // 3)

    @property
    def has_selection(self) -> bool:
        """Whether words were selected, by shift or with the mouse."""
        return self.selected_from is not None

    @property
    def _cursor_row(self) -> int:
        return row_at(self._rows, *self.cursor)

    def _near(self, at: int, toward: int) -> int:
        """The row with text that is nearest to the row `at`: on toward an end (-1 or 1), or else back."""
        at = min(max(at, 0), len(self._rows) - 1)
        return next(chain(text_rows(self._rows, at, toward), text_rows(self._rows, at, -toward)))

    def _put(self, place: Place) -> None:
        """Put the cursor on the word at a place; a selection ends."""
        self.selected_from = None
        self._go(place)

    def _go(self, place: Place) -> None:
        index, column = place
        self.cursor = (index, word_start(self.lines[index].text, column))
        self._show_cursor()
        self.post_message(self.CursorMoved(self))

    def _show_cursor(self) -> None:
        """Scroll by half a page when the cursor is not seen: fewer full repaints over a slow line."""
        row, height = self._cursor_row, self.size.height
        if not 0 <= row - round(self.scroll_y) < height:
            self._scroll(row - height // 2)

    def _scroll(self, y: int) -> None:
        self.scroll_to(y=max(0, y), animate=False, force=True)

    def on_resize(self) -> None:
        """Rows follow the width; the cursor stays on its word and in sight."""
        self._typeset()
        if not self._rows:
            return
        if self._unplaced:
            self._unplaced = False
            self._scroll(self._cursor_row - self.size.height // 3)
        else:
            self._show_cursor()

    # --- keys ------------------------------------------------------------------------------------

    def _step(self, rows: int) -> None:
        """Move by rows, to the word that stands under or over the cursor's word there."""
        if not self._rows:
            return
        here = self._rows[self._cursor_row]
        cell = here.indent + Content(self._text[here.start : self.cursor[1]]).cell_length
        row = self._rows[self._near(self._cursor_row + rows, 1 if rows > 0 else -1)]
        self._put((row.line, character_at(self.lines[row.line].text, row, cell - row.indent)))

    def action_cursor_up(self) -> None:
        """One row up."""
        self._step(-1)

    def action_cursor_down(self) -> None:
        """One row down."""
        self._step(1)

    def action_page_up(self) -> None:
        """A page of the terminal up."""
        self._step(1 - max(2, self.size.height))

    def action_page_down(self) -> None:
        """A page of the terminal down."""
        self._step(max(2, self.size.height) - 1)

    def action_first(self) -> None:
        """To the first word."""
        self._go_to_row(0, 1)

    def action_last(self) -> None:
        """To the first word of the last row."""
        self._go_to_row(len(self._rows) - 1, -1)

    def _go_to_row(self, at: int, toward: int) -> None:
        if self._rows:
            row = self._rows[self._near(at, toward)]
            self._put((row.line, row.start))

    def action_word(self, direction: int) -> None:
        """To the next word (1) or the one before (-1), beyond the line's end too."""
        if not self._rows:
            return
        place = self._next_word(direction) or self._next_line(direction)
        if place is not None:
            self._put(place)

    def action_extend(self, direction: int) -> None:
        """Select on to the line's next word (1), or to the one before (-1)."""
        if not self._rows:
            return
        if self.selected_from is None:
            self.selected_from = self.cursor[1]
        self._go(self._next_word(direction) or self.cursor)

    def _next_word(self, direction: int) -> Place | None:
        """The word beside the cursor's, None at the line's end."""
        spans = words(self._text)
        at = word_at(self._text, self.cursor[1]) + direction
        return (self.cursor[0], spans[at][0]) if 0 <= at < len(spans) else None

    def _next_line(self, direction: int) -> Place | None:
        """The first word of the line after, or the last one of the line before; None at the script's end."""
        rows = (self._rows[at] for at in text_rows(self._rows, self._cursor_row, direction))
        row = next((row for row in rows if row.line != self.cursor[0]), None)
        return None if row is None else (row.line, 0 if direction > 0 else row.end)

    # --- mouse -----------------------------------------------------------------------------------

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The word under the mouse; with shift the words up to it, if it is in the cursor's line."""
        place = self._place_at(event.x, event.y)
        if place is None:
            return
        if event.shift and place[0] == self.cursor[0]:
            self.selected_from = self.cursor[1] if self.selected_from is None else self.selected_from
            self._go(place)
        else:
            self._put(place)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Dragged: the words of the line up to the mouse."""
        if self.app.mouse_captured is not self:
            return
        place = self._place_at(event.x, event.y)
        if place is not None and place[0] == self.cursor[0] and self._word != self._word_at(place[1]):
            self.selected_from = self.cursor[1] if self.selected_from is None else self.selected_from
            self._go(place)

    def on_mouse_up(self) -> None:
        """The drag ends."""
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A double click activates the word."""
        if event.chain == 2 and self._place_at(event.x, event.y) is not None:
            self.post_message(self.WordActivated(self))

    def _place_at(self, x: int, y: int) -> Place | None:
        """The character at a cell of the view, None where no text is."""
        at = y + round(self.scroll_y)
        if not (0 <= y < self.size.height and at < len(self._rows) and self._rows[at].is_text):
            return None
        row = self._rows[at]
        cell = x - self._margin - GUTTER - row.indent
        return row.line, character_at(self.lines[row.line].text, row, cell)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel scrolls at once: a smooth scroll would resend the page many times."""
        event.stop()
        event.prevent_default()
        self.scroll_to(y=self.scroll_y + WHEEL_LINES, animate=False)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """See `on_mouse_scroll_down`."""
        event.stop()
        event.prevent_default()
        self.scroll_to(y=self.scroll_y - WHEEL_LINES, animate=False)
