"""One key: what it is called, where it is shown, how it is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, eq=True)
class HelpGroup(Binding.Group):
    """A binding's group in the help. `owner` keeps the footer from folding neighbours into one label."""

    owner: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """One key and what it does.

    `keys` is Textual's notation, alternatives separated by commas. `label` is the footer's word,
    `tooltip` the sentence of the help. `footer` says whether it is shown in the footer. `priority` wins
    over a focused text field. `needs` is what the action is disabled without, e.g. "two selected rows": the
    palette says it; an action that says nothing is not offered there while it is disabled.
    """

    id: str
    keys: str
    action: str
    label: str
    tooltip: str
    group: str
    footer: bool = False
    priority: bool = False
    display: str | None = None
    needs: str = ""

    @property
    def binding(self) -> Binding:
        """The Textual binding of this key."""
        return Binding(
            self.keys,
            self.action,
            self.label,
            show=self.footer,
            key_display=self.display or key_name(self.keys.split(",")[0].strip()),
            priority=self.priority,
            tooltip=self.tooltip,
            id=self.id,
            group=HelpGroup(self.group, owner=self.id),
        )

    @property
    def shown_keys(self) -> str:
        """The keys as a person reads them, e.g. "^g" or "↓ j"."""
        return self.display or " ".join(key_name(key.strip()) for key in self.keys.split(","))


Keys = tuple[Key, ...]

_NAMES = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "escape": "esc",
    "question_mark": "?",
    "slash": "/",
    "apostrophe": "'",
    "asterisk": "*",
    "equals_sign": "=",
    "plus": "+",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "backspace": "bksp",
    "@": "space",
}


def key_name(key: str) -> str:
    """A Textual key as a person reads it: "ctrl+g" is "^g", "shift+up" is "⇧↑"."""
    *modifiers, name = key.split("+") if key != "+" else [key]
    if name.startswith("upper_"):
        name = name.removeprefix("upper_").upper()
    signs = "".join({"ctrl": "^", "shift": "⇧", "alt": "alt-"}[modifier] for modifier in modifiers)
    return signs + _NAMES.get(name, name)


def bindings(*tables: Iterable[Key]) -> list[BindingType]:
    """The tables as a class's `BINDINGS`, in order."""
    return [key.binding for table in tables for key in table]
