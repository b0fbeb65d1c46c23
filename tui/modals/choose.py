"""One of several options, each with a word of explanation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from tui import keymap
from tui.modals.dialog import Dialog
from tui.widgets.row_table import Column, RowTable

MOST_LINES = 14


@dataclass(frozen=True, slots=True)
class Option:
    """An option: what is returned, how it is called, what it means."""

    value: str
    title: str
    description: str = ""


class ChooseModal(Dialog[str]):
    """A list; enter takes the option under the cursor, None when cancelled."""

    help_text = "Take one of the options with enter. Nothing has happened yet."
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_CHOOSE)
    hint = "enter choose   esc cancel"

    DEFAULT_CSS = """
    ChooseModal #choose-description { margin-top: 1; display: none; }
    """

    def __init__(
        self,
        title: str,
        options: Iterable[Option],
        *,
        text: str = "",
        current: str | None = None,
        wide: bool = False,
        grace: bool = False,
    ) -> None:
        """`current` is the value on which the cursor stands first. With `grace` nothing is chosen in the
        first half second."""
        super().__init__(title, wide=wide)
        self.grace = grace
        self.options = tuple(options)
        self.text = text
        self.current = current

    def compose_body(self) -> ComposeResult:
        """A sentence, when there is one, and the list."""
        if self.text:
            yield Static(Content(self.text), classes="dialog-text")
        title_cells = max((Content(option.title).cell_length for option in self.options), default=8)
        columns = [Column("", width=min(title_cells, 40)), Column("", fraction=1.0, style="$quiet")]
        table = RowTable[Option](
            columns,
            key=lambda option: option.value,
            cells=lambda option: (option.title, option.description),
            show_header=False,
        )
        table.styles.height = min(len(self.options), MOST_LINES)
        table.styles.background = "transparent"
        yield table
        yield Static(id="choose-description", classes="dialog-hint")

    def on_mount(self) -> None:
        """Fill the list."""
        table = self.query_one(RowTable)
        table.set_rows(self.options)
        if self.current is not None:
            table.move_to(self.current)
        if self.grace:
            self.start_grace()

    def on_resize(self) -> None:
        """Where a description is cut, that of the option under the cursor stands whole under the list."""
        self.call_after_refresh(self._show_description)

    def on_row_table_cursor_moved(self) -> None:
        """It follows the cursor."""
        self._show_description()

    def _show_description(self) -> None:
        table, line = self.query_one(RowTable), self.query_one("#choose-description", Static)
        titles = max((Content(option.title).cell_length for option in self.options), default=8)
        room = table.size.width - min(titles, 40) - 4
        line.display = any(Content(option.description).cell_length > room for option in self.options)
        if isinstance(option := table.cursor_row, Option):
            line.update(Content(option.description))

    def on_row_table_row_activated(self) -> None:
        """A double click does what enter does."""
        self.action_choose()

    def action_choose(self) -> None:
        """The option under the cursor."""
        if (key := self.query_one(RowTable).cursor) is not None and not self.in_grace:
            self.dismiss(str(key))
