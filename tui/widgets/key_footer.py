"""The footer: the open screen's most important keys, and always the way to all the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Footer, Input, TextArea
from textual.widgets._footer import FooterKey

from tui.keymap import every_key, key_name

MARGIN = 2
"""Cells between two keys, as `app.tcss` has it."""


class KeyFooter(Footer):
    """Textual's footer, which leaves out the last keys that don't fit instead of cutting them; the very last
    one, help, stays and says that it has more."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)
        self._composed_for = 0

    def compose(self) -> ComposeResult:
        """The keys that fit."""
        self._composed_for = self.size.width
        if not (composed := list(super().compose())):
            # The screen is not there yet, and must not be asked what can be done on it.
            return
        keys = in_order(composed, self.screen.active_bindings)
        if isinstance(self.screen.focused, Input | TextArea):
            _name_what_works(keys)
        yield from fitting(keys, self.size.width - 2)

    async def on_resize(self) -> None:
        """Another width, other keys."""
        if self._composed_for != self.size.width:
            await self.recompose()


def in_order(keys: Sequence[Widget], active: Mapping[str, ActiveBinding]) -> list[Widget]:
    """The keys as the keymap has them, each node's together: Textual puts what a base class binds first."""
    nodes = {active.node: at for at, active in reversed(list(enumerate(active.values())))}
    table = {key.id: at for at, key in enumerate(every_key())}

    def rank(widget: Widget) -> tuple[int, int]:
        bound = active.get(widget.key) if isinstance(widget, FooterKey) else None
        return (nodes[bound.node], table.get(bound.binding.id or "", 0)) if bound else (len(nodes), 0)

    return sorted(keys, key=rank)


def _name_what_works(keys: Iterable[Widget]) -> None:
    """A field types what can be typed: Textual leaves those keys out, and what is left names itself."""
    for key in keys:
        if isinstance(key, FooterKey):
            key.key_display = key_name(key.key)


def fitting(keys: Sequence[Widget], room: int) -> list[Widget]:
    """The first of `keys` that fit into `room` cells together with the last one, and the last one, which says
    how many are left out."""
    for left_out in range(len(keys)):
        shown, last = list(keys[: len(keys) - 1 - left_out]), keys[-1]
        more = f", {left_out} more" if left_out else ""
        if sum(map(_cells, shown)) + _cells(last) + len(more) <= room:
            if isinstance(last, FooterKey):
                last.description += more
            return [*shown, last]
    return list(keys[-1:])


def _cells(key: Widget) -> int:
    if not isinstance(key, FooterKey):
        return 0
    return Content(f"{key.key_display} {key.description}").cell_length + MARGIN
