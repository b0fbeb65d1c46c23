"""Jump mode: a letter over each field, pane and stage; typing it goes there (as Posting has it).

A letter takes one cell, a blank one at the target's beginning where there is one, so that what one
recognises the target by stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Offset, Region
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from tui import keymap

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""The letters in the order in which they are given: the fingers' own row first."""

LOOKED_AT = 3
"""So many cells of a target's first line are looked at for a blank one."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a letter stands, as a cell of the screen, and what going there does."""

    at: Offset
    go: Callable[[], object]


class JumpScreen(ModalScreen[Target]):
    """The letters over the screen below; the result is the target of the one typed, None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.JUMP)

    DEFAULT_CSS = """
    JumpScreen {
        background: transparent;
        layers: letters;
        & > .jump-letter {
            layer: letters;
            position: absolute;
            width: 1;
            height: 1;
            background: $background;
            color: $foreground;
            text-style: bold reverse;
        }
    }
    """

    def __init__(self, targets: Iterable[Target]) -> None:
        """More targets than letters stay without one."""
        super().__init__()
        self.targets = dict(zip(LETTERS, targets, strict=False))

    def compose(self) -> ComposeResult:
        """A letter at each target."""
        for letter, target in self.targets.items():
            label = Static(Content(letter), classes="jump-letter")
            label.styles.offset = target.at
            yield label

    @on(events.Key)
    def go(self, event: events.Key) -> None:
        """The letter of a target goes there."""
        if (target := self.targets.get((event.character or "").lower())) is not None:
            event.stop()
            self.dismiss(target)

    def on_click(self) -> None:
        """A click leaves."""
        self.dismiss(None)

    def on_resize(self, event: events.Resize) -> None:
        """Another size has other places."""
        if event.size != self.app.size:
            self.dismiss(None)

    def action_cancel(self) -> None:
        """Leave without going anywhere."""
        self.dismiss(None)


def focus_targets(screen: Screen[object]) -> Iterator[Target]:
    """What can have the focus on `screen` and is seen, in reading order."""
    seen = [(widget, region) for widget in screen.focus_chain if (region := _seen(screen, widget))]
    for widget, region in sorted(seen, key=lambda pair: (pair[1].y, pair[1].x)):
        yield Target(_letter_place(widget, region), widget.focus)


def _seen(screen: Screen[object], widget: Widget) -> Region:
    return screen.find_widget(widget).visible_region


def _letter_place(widget: Widget, region: Region) -> Offset:
    """The first blank cell of the target's first line, else its first cell."""
    first = widget.render_lines(Region(0, 0, min(LOOKED_AT, region.width), 1))
    text = first[0].text if first else ""
    return region.offset + Offset(max(0, text.find(" ")), 0)
