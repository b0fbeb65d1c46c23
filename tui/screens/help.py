"""Help: what the open screen is for, and its keys as they are bound now."""

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
    """A dialog with the screen's text from `tui/help` and its keys by groups."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_CLOSE)
    AUTO_FOCUS = "#help"
    hint = "↑ ↓ scroll   esc close"

    DEFAULT_CSS = """
    HelpScreen {
        #help { height: 1fr; scrollbar-size-vertical: 1; }
        #help > Static { width: 1fr; height: auto; margin-bottom: 1; }
    }
    """

    def __init__(self, help_id: str, bound: Mapping[str, ActiveBinding]) -> None:
        """`help_id` names text and keys; `bound` is the screen's `active_bindings`."""
        self.help_id = help_id
        self.bound = bound
        title, self.text = help_text(help_id)
        super().__init__(title, wide=True, tall=True)

    def compose_body(self) -> ComposeResult:
        """The text, then a block for each group."""
        with VerticalScroll(id="help"):
            yield Static(Content(self.text))
            for group, keys in grouped(self._keys()).items():
                lines = [Content.styled(group.upper(), "$quiet"), *(self._line(key) for key in keys)]
                yield Static(Content("\n").join(lines))

    def _keys(self) -> Iterator[keymap.Key]:
        """The screen's own keys, those of the widget with the focus, and the application's."""
        ids = {active.binding.id for active in self.bound.values()}
        own = keymap.SCREENS.get(self.help_id, ())
        table = (key for key in keymap.WIDGETS if key.id in ids)
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
