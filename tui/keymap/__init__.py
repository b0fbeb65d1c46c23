"""Every key of the application, in one place.

Screens and widgets take their `BINDINGS` from here (`BINDINGS = keymap.bindings(keymap.REVIEW)`); the
footer, the help and the command palette read the same table, so none of them can say what is not so. A
person's own keys go through `App.set_keymap` by the ids.
"""

from __future__ import annotations

from collections.abc import Iterable

from tui.keymap.app import APP, BACK, RUNNING
from tui.keymap.board import BOARD, GALLERY
from tui.keymap.branches import BRANCHES, COMPARE
from tui.keymap.dialogs import (
    JUMP,
    MODAL,
    MODAL_CHOOSE,
    MODAL_CLOSE,
    MODAL_COMMIT,
    MODAL_DOUBLES,
    MODAL_HANDOFF,
    MODAL_LIST,
    MODAL_MENU,
    MODAL_MERGE,
    MODAL_REWRITE,
    MODAL_SCROLL,
    MODAL_SUBMIT,
    MODAL_UPDATE,
)
from tui.keymap.editor import CANDIDATES, COMPARE_PICTURES, EDITOR, PREVIEW
from tui.keymap.gate import GATE
from tui.keymap.home import HOME
from tui.keymap.jobs import JOBS
from tui.keymap.key import HelpGroup, Key, Keys, bindings, key_name
from tui.keymap.library import LIBRARY
from tui.keymap.review import REVIEW
from tui.keymap.script import SCAN, SCRIPT
from tui.keymap.styles import STYLE_REFERENCES, STYLES
from tui.keymap.widgets import DRAFT_FORM, FACTS, ROW_SELECT, ROW_TABLE, SCRIPT_VIEW

ROW_TABLE_ALL: Keys = ROW_TABLE + ROW_SELECT

WIDGETS: Keys = ROW_TABLE_ALL + GALLERY + FACTS + DRAFT_FORM + SCRIPT_VIEW + CANDIDATES
"""The keys of widgets that hold the focus on a screen."""

SCREENS: dict[str, Keys] = {
    "home": HOME,
    "scan": SCAN,
    "review": REVIEW,
    "script": SCRIPT,
    "styles": STYLES,
    "board": BOARD,
    "editor": EDITOR,
    "preview": PREVIEW,
    "compare_pictures": COMPARE_PICTURES,
    "jobs": JOBS,
    "gate": GATE,
    "library": LIBRARY,
    "branches": BRANCHES,
    "compare": COMPARE,
}


def every_key() -> Keys:
    """All keys of the application, each once: what stops something first, then the screens' own."""
    return (
        *RUNNING,
        *(key for table in SCREENS.values() for key in table),
        *WIDGETS,
        *BACK,
        *APP,
        *MODAL,
        *MODAL_SUBMIT,
        *MODAL_LIST,
        *MODAL_CHOOSE,
        *MODAL_SCROLL,
        *MODAL_MERGE,
        *MODAL_DOUBLES,
        *MODAL_COMMIT,
        *MODAL_UPDATE,
        *MODAL_REWRITE,
        *MODAL_HANDOFF,
        *MODAL_CLOSE,
        *MODAL_MENU,
        *JUMP,
        *STYLE_REFERENCES,
    )


def missing_actions(cls: type, keys: Iterable[Key]) -> list[str]:
    """The actions of `keys` that `cls` has no method for: what a screen's own test asserts to be empty."""
    names = (key.action.split("(")[0] for key in keys)
    return [name for name in names if "." not in name and not hasattr(cls, f"action_{name}")]


__all__ = [
    "APP",
    "BACK",
    "BOARD",
    "BRANCHES",
    "CANDIDATES",
    "COMPARE",
    "COMPARE_PICTURES",
    "DRAFT_FORM",
    "EDITOR",
    "FACTS",
    "GALLERY",
    "GATE",
    "HOME",
    "JOBS",
    "JUMP",
    "LIBRARY",
    "MODAL",
    "MODAL_CHOOSE",
    "MODAL_CLOSE",
    "MODAL_COMMIT",
    "MODAL_DOUBLES",
    "MODAL_HANDOFF",
    "MODAL_LIST",
    "MODAL_MENU",
    "MODAL_MERGE",
    "MODAL_REWRITE",
    "MODAL_SCROLL",
    "MODAL_SUBMIT",
    "MODAL_UPDATE",
    "PREVIEW",
    "REVIEW",
    "ROW_SELECT",
    "ROW_TABLE",
    "ROW_TABLE_ALL",
    "RUNNING",
    "SCAN",
    "SCREENS",
    "SCRIPT",
    "SCRIPT_VIEW",
    "STYLES",
    "STYLE_REFERENCES",
    "WIDGETS",
    "HelpGroup",
    "Key",
    "Keys",
    "bindings",
    "every_key",
    "key_name",
    "missing_actions",
]
