"""Help: what the open screen or dialog is for, and its keys as they are bound now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from itertools import chain
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui import keymap
from tui.modals.dialog import Dialog

KEY_CELLS = 14


class HelpScreen(Dialog[None]):
    """A dialog with a text (a screen's is in `tui/help`) and the keys by groups."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_CLOSE)
    AUTO_FOCUS = "#help"
    hint = "↑ ↓ scroll   esc close"

    DEFAULT_CSS = """
    HelpScreen {
        #help { height: 1fr; scrollbar-size-vertical: 1; }
        #help > Static { width: 1fr; height: auto; margin-bottom: 1; }
    }
    """

    help_text = "What the screen or dialog below is for, and all its keys as they are bound now."

    def __init__(self, title: str, text: str, screen_id: str, bound: Mapping[str, ActiveBinding]) -> None:
        """`screen_id` names a screen's keys in the keymap, "" for a dialog, which has those that are bound.
        `bound` is what `active_bindings` says of the screen or dialog."""
        self.text, self.screen_id, self.bound = text, screen_id, bound
        super().__init__(title, wide=True, tall=True)

    def compose_body(self) -> ComposeResult:
        """The text, then a block for each group."""
        with VerticalScroll(id="help"):
            if self.text:
                yield Static(Content(self.text))
            for group, keys in grouped(self._keys()).items():
                lines = [Content.styled(group.upper(), "$quiet"), *(self._line(key) for key in keys)]
                yield Static(Content("\n").join(lines))

    def _keys(self) -> Iterator[keymap.Key]:
        """The screen's own keys, those of the widget with the focus, and the application's; of a dialog, all
        that are bound."""
        ids = {active.binding.id for active in self.bound.values()}
        own = keymap.SCREENS.get(self.screen_id)
        if own is None:
            return (key for key in keymap.every_key() if key.id in ids)
        table = (key for key in (*keymap.WIDGETS, *keymap.RUNNING) if key.id in ids)
        return chain(own, table, keymap.BACK, keymap.APP)

    def _line(self, key: keymap.Key) -> Content:
        names = [keymap.key_name(name) for name, active in self.bound.items() if active.binding.id == key.id]
        shown = " ".join(names) or key.shown_keys
        return Content.assemble((shown.ljust(KEY_CELLS), "bold $accent"), " ", key.tooltip)


def grouped(keys: Iterator[keymap.Key]) -> dict[str, list[keymap.Key]]:
    """The keys by group, groups in the order in which they come up."""
    groups: dict[str, list[keymap.Key]] = {}
    for key in keys:
        groups.setdefault(key.group, []).append(key)
    return groups


def help_text(help_id: str) -> tuple[str, str]:
    """(title, text) of a screen from `tui/help/<help_id>.md`; a plain title for a screen without one."""
    source = files("tui") / "help" / f"{help_id}.md"
    if not help_id or not source.is_file():
        return "Help", ""
    head, _, body = source.read_text(encoding="utf-8").partition("\n")
    paragraphs = body.strip().split("\n\n")
    return head.removeprefix("#").strip(), "\n\n".join(" ".join(part.split()) for part in paragraphs)
