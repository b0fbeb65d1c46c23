"""The footer: the open screen's most important keys, and always the way to all the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Footer, Input, TextArea
from textual.widgets._footer import FooterKey

from tui.keymap import key_name

MARGIN = 2
"""Cells between two keys, as `app.tcss` has it."""


class KeyFooter(Footer):
    """Textual's footer, which leaves out the last keys that don't fit instead of cutting them; the very last
    one, help, stays."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)
        self._composed_for = 0

    def compose(self) -> ComposeResult:
        """The keys that fit."""
        self._composed_for = self.size.width
        keys = list(super().compose())
        if isinstance(self.screen.focused, Input | TextArea):
            _name_what_works(keys)
        yield from fitting(keys, self.size.width - 2)

    async def on_resize(self) -> None:
        """Another width, other keys."""
        if self._composed_for != self.size.width:
            await self.recompose()


def _name_what_works(keys: Iterable[Widget]) -> None:
    """A field types what can be typed: Textual leaves those keys out, and what is left names itself."""
    for key in keys:
        if isinstance(key, FooterKey):
            key.key_display = key_name(key.key)


def fitting(keys: Sequence[Widget], room: int) -> Iterable[Widget]:
    """The first of `keys` that fit into `room` cells together with the last one, and the last one."""
    if not keys:
        return
    left = room - _cells(keys[-1])
    for key in keys[:-1]:
        left -= _cells(key)
        if left < 0:
            break
        yield key
    yield keys[-1]


def _cells(key: Widget) -> int:
    if not isinstance(key, FooterKey):
        return 0
    return Content(f"{key.key_display} {key.description}").cell_length + MARGIN
