"""The footer: the open screen's most important keys, and always the way to all the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import ClassVar

from textual import events
from textual.binding import ActiveBinding
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tui.keymap import every_key, key_name

MARGIN = 2
"""Cells between two keys."""


@dataclass(frozen=True, slots=True)
class ShownKey:
    """One key of the footer: as Textual knows it, as a person reads it, what it does, whether it can now."""

    key: str
    sign: str
    description: str
    enabled: bool

    @property
    def cells(self) -> int:
        """Its width."""
        return Content(f"{self.sign} {self.description}").cell_length


class KeyFooter(Widget):
    """The keys that can be pressed now, in one line, to be clicked too. The last ones that don't fit are left
    out instead of cut; the very last one, help, stays and says that it has more.

    Textual's own footer is a widget a key, all made anew whenever one of them changes: most of what a step
    costs on a screen.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-footer--key", "key-footer--pointed"}
    DEFAULT_CSS = """
    KeyFooter {
        dock: bottom;
        height: 1;
        padding: 0 1;
        color: $footer-description-foreground;
        background: $footer-background;
        text-wrap: nowrap;
        & > .key-footer--key { color: $accent; text-style: bold; }
        & > .key-footer--pointed { background: $block-hover-background; }
    }
    """

    keys: reactive[tuple[ShownKey, ...]] = reactive(())
    """All that the screen offers, whether they fit or not."""
    pointed: reactive[str] = reactive("")
    """The key under the mouse."""

    def on_mount(self) -> None:
        """Follow what can be done."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)

    def _bindings_updated(self, screen: Screen[object]) -> None:
        if screen.app.app_focus and self.is_attached and screen is self.screen:
            # A screen that is still being built must not be asked what can be done on it.
            self.call_after_refresh(self._read_bindings)

    def _read_bindings(self) -> None:
        if not self.is_attached:
            return
        screen = self.screen
        types = isinstance(screen.focused, Input | TextArea)
        self.keys = tuple(
            ShownKey(
                binding.key,
                # A field types what can be typed: those keys are not offered, and what is left names itself.
                key_name(binding.key) if types else self.app.get_key_display(binding),
                binding.description,
                enabled,
            )
            for _, binding, enabled, _ in in_order(screen.active_bindings)
        )

    @property
    def shown(self) -> tuple[ShownKey, ...]:
        """Those of `keys` that fit."""
        return fitting(self.keys, self.content_size.width)

    def render(self) -> Content:
        """One line."""
        key_style = self.get_visual_style("key-footer--key", partial=True)
        pointed = self.get_visual_style("key-footer--pointed", partial=True)
        parts = []
        for shown in self.shown:
            part = Content.assemble((shown.sign, key_style), " ", shown.description)
            part = part if shown.enabled else part.stylize("dim")
            parts.append(part.stylize(pointed) if shown.key == self.pointed else part)
        return Content(" " * MARGIN).join(parts)

    def _at(self, event: events.MouseEvent) -> ShownKey | None:
        offset = event.get_content_offset(self)
        shown = self.shown
        ends = accumulate(key.cells + MARGIN for key in shown)
        return next((key for key, end in zip(shown, ends, strict=True) if offset and offset.x < end), None)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Point at a key."""
        shown = self._at(event)
        self.pointed = shown.key if shown else ""

    def on_leave(self) -> None:
        """Point at none."""
        self.pointed = ""

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press the key; what has the focus keeps it."""
        if shown := self._at(event):
            if shown.enabled:
                self.app.simulate_key(shown.key)
            else:
                self.app.bell()


def in_order(active: Mapping[str, ActiveBinding]) -> list[ActiveBinding]:
    """What is shown of the bindings, one an action, as the keymap has them, each node's together: Textual
    puts what a base class binds first."""
    nodes = {bound.node: at for at, bound in reversed(list(enumerate(active.values())))}
    table = {key.id: at for at, key in enumerate(every_key())}
    of_actions: dict[str, ActiveBinding] = {}
    for bound in active.values():
        if bound.binding.show:
            of_actions.setdefault(bound.binding.action, bound)

    def rank(bound: ActiveBinding) -> tuple[int, int]:
        return nodes[bound.node], table.get(bound.binding.id or "", 0)

    return sorted(of_actions.values(), key=rank)


def fitting(keys: Sequence[ShownKey], room: int) -> tuple[ShownKey, ...]:
    """The first of `keys` that fit into `room` cells together with the last one, and the last one, which says
    how many are left out."""
    for left_out in range(len(keys)):
        shown, last = keys[: len(keys) - 1 - left_out], keys[-1]
        if left_out:
            last = replace(last, description=f"{last.description}, {left_out} more")
        if sum(key.cells + MARGIN for key in shown) + last.cells <= room:
            return (*shown, last)
    return tuple(keys[-1:])
