"""A menu over the screen, at the place it was asked for: what can be done with the thing there.

entries = [MenuEntry("shorter", "Shorter"), MenuEntry("era", "Change era…", "asks for one")]
chosen = await self.app.push_screen_wait(ContextMenu("12 words", entries, event.screen_offset))
if chosen is not None: ...
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Static

from tui import keymap
from tui.modals.dialog import Dialog

FRAME = 4
"""Cells that border and padding take from the width; two of them from the height."""

LEAST_WIDTH, MOST_WIDTH = 28, 64


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry: what is returned, what it says, a quiet word at the right (`hint`, e.g. the key that does
    the same), and in a sentence why it can't be chosen now, or ""."""

    id: str
    label: str
    hint: str = ""
    disabled_because: str = ""


def letters(labels: Iterable[str]) -> tuple[str, ...]:
    """A letter or digit for each label, all different: the first free one of its own, else any; " " when
    none is left."""
    taken: list[str] = []
    for label in labels:
        own = (sign for sign in label.lower() if sign.isascii() and sign.isalnum())
        free = (sign for sign in (*own, *"abcdefghijklmnopqrstuvwxyz0123456789") if sign not in taken)
        taken.append(next(free, " "))
    return tuple(taken)


class MenuList(Widget, can_focus=True):
    """The entries, one a line. The cursor can stand on what can't be chosen, so that its reason is read."""

    DEFAULT_CSS = """
    MenuList { height: auto; width: 1fr; color: $foreground; }
    """

    cursor: var[int] = var(0, init=False)

    @dataclass
    class Clicked(Message):
        """A click on the entry of this number."""

        index: int

    def __init__(self, entries: Sequence[MenuEntry]) -> None:
        super().__init__()
        self.entries = tuple(entries)
        self.letters = letters(entry.label for entry in entries)

    def watch_cursor(self) -> None:
        """Draw the cursor where it is."""
        self.refresh()

    def render(self) -> Content:
        """A letter, the label, the hint at the right; the line under the cursor has a bar and a ground."""
        return Content("\n").join(self._line(at) for at in range(len(self.entries)))

    def _line(self, at: int) -> Content:
        entry, width = self.entries[at], self.size.width
        off = bool(entry.disabled_because)
        left = Content.assemble(
            ("▌" if at == self.cursor else " ", "$accent"),
            (f"{' ' if off else self.letters[at]}  ", "bold $accent"),
            (entry.label, "$quiet" if off else ""),
        )
        hint = Content.styled("not now" if off else entry.hint, "$quiet")
        gap = max(2, width - left.cell_length - hint.cell_length)
        line = (left + Content(" " * gap) + hint).truncate(width, ellipsis=True)
        return line.stylize_before("$foreground on $cursor-line") if at == self.cursor else line

    def on_click(self, event: events.Click) -> None:
        """The line under the pointer."""
        if event.button == 1 and 0 <= event.y < len(self.entries):
            self.post_message(self.Clicked(event.y))


class ContextMenu(Dialog[str]):
    """A small menu; the result is the id of the chosen entry, None when it was left.

    Arrows and enter, the letter before an entry, or a click choose; escape and a click beside it leave. An
    entry that can't be chosen says why when one tries.
    """

    help_text = (
        "What can be done here. The letter before an entry chooses it; one that can't be chosen now says why."
    )
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_MENU)
    AUTO_FOCUS = "MenuList"
    hint = "esc"

    DEFAULT_CSS = """
    ContextMenu {
        & > #dialog { padding: 0 1; max-width: 100%; max-height: 100%; }
        &.-placed { align: left top; }
        #menu-why { height: auto; color: $warning; display: none; padding: 0 1; }
        #menu-why.-shown { display: block; }
    }
    """

    def __init__(self, title: str, entries: Sequence[MenuEntry], at: Offset | None = None) -> None:
        """`at` is a cell of the screen: the menu opens there, or as near as it fits; None is the middle."""
        super().__init__(title)
        self.entries = tuple(entries)
        self.at = at
        self.set_class(at is not None, "-placed")

    def compose_body(self) -> ComposeResult:
        """The entries, and room for the reason of the one under the cursor."""
        yield MenuList(self.entries)
        yield Static(id="menu-why")

    def on_mount(self) -> None:
        """The cursor begins on the first entry that can be chosen."""
        able = (at for at, entry in enumerate(self.entries) if not entry.disabled_because)
        self._list.cursor = next(able, 0)
        self._show_reason()
        self._place()

    def on_resize(self) -> None:
        """It stays within the terminal."""
        self._place()

    @property
    def _list(self) -> MenuList:
        return self.query_one(MenuList)

    def _place(self) -> None:
        box = self.query_one("#dialog")
        labels = (cell_len(entry.label) + cell_len(entry.hint or "not now") + 6 for entry in self.entries)
        widest = max((*labels, cell_len(self.dialog_title) + 2, LEAST_WIDTH - FRAME))
        width = min(widest + FRAME, MOST_WIDTH, self.size.width)
        box.styles.width = width
        if self.at is not None:
            height = len(self.entries) + 3
            x = max(0, min(self.at.x, self.size.width - width))
            y = max(0, min(self.at.y + 1, self.size.height - height))
            box.styles.offset = (x, y)

    # --- choosing --------------------------------------------------------------------------------

    def action_menu(self, lines: int) -> None:
        """Move the cursor, round the ends."""
        if self.entries:
            self._list.cursor = (self._list.cursor + lines) % len(self.entries)
            self._show_reason()

    def action_choose(self) -> None:
        """The entry under the cursor."""
        self._choose(self._list.cursor)

    @on(events.Key)
    def choose_by_letter(self, event: events.Key) -> None:
        """The letter before an entry chooses it."""
        if event.character and event.character in self._list.letters:
            event.stop()
            self._choose(self._list.letters.index(event.character))

    @on(MenuList.Clicked)
    def choose_clicked(self, event: MenuList.Clicked) -> None:
        """A click chooses."""
        self._choose(event.index)

    def on_click(self, event: events.Click) -> None:
        """A click beside the menu leaves it."""
        if not self.query_one("#dialog").region.contains_point(event.screen_offset):
            self.dismiss(None)

    def _choose(self, index: int) -> None:
        if not self.entries:
            return
        self._list.cursor = index
        self._show_reason()
        if not self.entries[index].disabled_because:
            self.dismiss(self.entries[index].id)

    def _show_reason(self) -> None:
        reason = self.entries[self._list.cursor].disabled_because if self.entries else ""
        line = self.query_one("#menu-why", Static)
        line.update(Content(reason))
        line.set_class(bool(reason), "-shown")
