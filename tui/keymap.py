"""Every key of the application, in one place.

Screens and widgets take their `BINDINGS` from here (`BINDINGS = keymap.bindings(keymap.REVIEW)`); the
footer, the help and the command palette read the same table, so none of them can say what is not so. A
person's own keys go through `App.set_keymap` by the ids.
"""

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
    over a focused text field.
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


APP: Keys = (
    Key(
        "app.help",
        "question_mark,f1",
        "help",
        "Help",
        "The keys of this screen and what it is for",
        "Anywhere",
        True,
        display="?",
    ),
    Key("app.palette", "ctrl+p", "command_palette", "Commands", "Find any action by its name", "Anywhere"),
    Key(
        "app.theme",
        "ctrl+t",
        "toggle_theme",
        "Light or dark",
        "Switch between the light and the dark theme",
        "Anywhere",
    ),
    Key("app.stage.scan", "1", "stage(1)", "Script", "Go to the script and its scan", "Go to"),
    Key("app.stage.review", "2", "stage(2)", "Review", "Go to the review of the drafts", "Go to"),
    Key("app.stage.style", "3", "stage(3)", "Style", "Go to the visual styles", "Go to"),
    Key("app.stage.board", "4", "stage(4)", "Board", "Go to the asset board", "Go to"),
    Key("app.stage.gate", "5", "stage(5)", "Gate", "Go to the gate and the hand-off", "Go to"),
    Key("app.jobs", "6", "jobs", "Jobs", "Go to the image jobs", "Go to"),
    Key("app.library", "7", "library", "Library", "Go to the global library", "Go to"),
    Key("app.quit", "q", "quit", "Quit", "Save everything and leave", "Anywhere"),
    Key(
        "app.quit.always",
        "ctrl+q",
        "quit",
        "Quit",
        "Save everything and leave, from a text field too",
        "Anywhere",
        priority=True,
    ),
)

BACK: Keys = (
    Key(
        "screen.back",
        "escape,backspace,h,left",
        "back",
        "Back",
        "Go back to the screen before",
        "Anywhere",
        display="esc",
    ),
)

ROW_TABLE: Keys = (
    Key("table.up", "up,k", "move('up')", "Up", "The row above", "Move"),
    Key("table.down", "down,j", "move('down')", "Down", "The row below", "Move"),
    Key("table.page_up", "pageup", "move('page_up')", "Page up", "A page up", "Move"),
    Key("table.page_down", "pagedown", "move('page_down')", "Page down", "A page down", "Move"),
    Key("table.first", "home", "move('first')", "First", "The first row", "Move"),
    Key("table.last", "end", "move('last')", "Last", "The last row", "Move"),
    Key("table.open_fold", "enter,space,right", "open_fold", "Open", "Open the folded group", "Folds"),
    Key("table.fold", "z", "toggle_fold", "Fold", "Fold the group under the cursor, or open it", "Folds"),
    Key(
        "table.fold_all",
        "Z",
        "toggle_all_folds",
        "Fold all",
        "Open all groups; when none is folded, fold them all",
        "Folds",
        display="Z",
    ),
    Key("table.last_line", "enter", "activate_last_line", "Choose", "Do what the last line says", "Move"),
)

ROW_SELECT: Keys = (
    Key(
        "table.toggle",
        "space",
        "toggle_row",
        "Select",
        "Select the row, or take it out of the selection",
        "Select",
    ),
    Key("table.extend_up", "shift+up", "extend('up')", "Extend up", "Select on to the row above", "Select"),
    Key(
        "table.extend_down",
        "shift+down",
        "extend('down')",
        "Extend down",
        "Select on to the row below",
        "Select",
    ),
    Key(
        "table.extend_page_up",
        "shift+pageup",
        "extend('page_up')",
        "Extend a page up",
        "Select on, a page up",
        "Select",
    ),
    Key(
        "table.extend_page_down",
        "shift+pagedown",
        "extend('page_down')",
        "Extend a page down",
        "Select on, a page down",
        "Select",
    ),
    Key(
        "table.extend_first",
        "shift+home",
        "extend('first')",
        "Extend to the first",
        "Select on to the first row",
        "Select",
    ),
    Key(
        "table.extend_last",
        "shift+end",
        "extend('last')",
        "Extend to the last",
        "Select on to the last row",
        "Select",
    ),
    Key(
        "table.range",
        "v,V",
        "range",
        "Range",
        "Start a range here; moving selects, the same key ends it",
        "Select",
    ),
    Key("table.all", "ctrl+a", "select_all", "All", "Select all rows that are shown, or none", "Select"),
    Key("table.invert", "i", "invert", "Invert", "Select what is not selected of what is shown", "Select"),
)

FACTS: Keys = (
    Key("facts.up", "up,k", "link(-1)", "Up", "The piece of evidence above", "Detail"),
    Key("facts.down", "down,j", "link(1)", "Down", "The piece of evidence below", "Detail"),
    Key("facts.page_up", "pageup", "link(-8)", "Page up", "Further up", "Detail"),
    Key("facts.page_down", "pagedown", "link(8)", "Page down", "Further down", "Detail"),
    Key("facts.first", "home", "link_end(-1)", "First", "The first piece of evidence", "Detail"),
    Key("facts.last", "end", "link_end(1)", "Last", "The last piece of evidence", "Detail"),
    Key("facts.open", "enter,s", "open_link", "Script", "Open the script at that line", "Detail", True),
)

SCRIPT_VIEW: Keys = (
    Key("pages.up", "up,k", "cursor_up", "Up", "The row above", "Move"),
    Key("pages.down", "down,j", "cursor_down", "Down", "The row below", "Move"),
    Key("pages.left", "left", "word(-1)", "Left", "The word before", "Move"),
    Key("pages.right", "right", "word(1)", "Right", "The next word", "Move"),
    Key("pages.page_up", "pageup", "page_up", "Page up", "A screen up", "Move"),
    Key("pages.page_down", "pagedown,space", "page_down", "Page down", "A screen down", "Move"),
    Key("pages.first", "home", "first", "First", "The script's beginning", "Move"),
    Key("pages.last", "end", "last", "Last", "The script's end", "Move"),
    Key("pages.extend_left", "shift+left", "extend(-1)", "Select left", "Select the word before", "Move"),
    Key("pages.extend_right", "shift+right", "extend(1)", "Select right", "Select the next word", "Move"),
)

HOME: Keys = (
    Key("home.open", "enter", "open", "Open", "Open the project where it stands", "Projects", True),
    Key(
        "home.new",
        "n",
        "new",
        "New from a script",
        "Choose a screenplay and begin a project",
        "Projects",
        True,
    ),
    Key("home.library", "l", "app.library", "Library", "Browse the global library", "Projects", True),
)

SCAN: Keys = (
    Key(
        "scan.start",
        "s",
        "start",
        "Start the scan",
        "Read the script and propose drafts",
        "Scan",
        True,
    ),
    Key(
        "scan.cancel",
        "x",
        "cancel",
        "Cancel",
        "Stop the scan at once; what was answered is kept",
        "Scan",
        True,
        display="esc",
    ),
    Key("scan.escape", "escape", "escape", "Cancel or back", "Stop a running scan, else go back", "Scan"),
    Key(
        "scan.import",
        "n",
        "import_revision",
        "New revision",
        "Import a changed script into this project",
        "Script",
        True,
    ),
    Key("scan.read", "r", "read_script", "Read the script", "Open the script's pages", "Script", True),
)

SCRIPT: Keys = (
    Key(
        "script.choose",
        "enter",
        "choose",
        "Choose",
        "Choose the draft that the word means, to walk its mentions",
        "Mentions",
        True,
    ),
    Key(
        "script.next", "n", "next", "Next", "The next mention of the chosen draft, or match", "Mentions", True
    ),
    Key(
        "script.previous",
        "N",
        "previous",
        "Previous",
        "The mention of the chosen draft, or match, before",
        "Mentions",
        display="N",
    ),
    Key(
        "script.next_any",
        "tab,right_square_bracket",
        "next_any",
        "Any mention",
        "The next mention of anything",
        "Mentions",
        True,
    ),
    Key(
        "script.previous_any",
        "shift+tab,left_square_bracket",
        "previous_any",
        "Any mention before",
        "The mention of anything before",
        "Mentions",
    ),
    Key("script.add", "plus", "add", "Make a draft", "Make a draft of the selected name", "Mentions", True),
    Key(
        "script.search",
        "slash,f",
        "search",
        "Search",
        "Find words in the script as you type",
        "Look",
        True,
        display="/",
    ),
    Key("script.page", "g", "go_to_page", "Page", "Go to a page", "Look", True),
    Key("script.next_scene", "right_curly_bracket", "next_scene", "Next scene", "To the next scene", "Look"),
    Key(
        "script.previous_scene",
        "left_curly_bracket",
        "previous_scene",
        "Scene before",
        "To the beginning of the scene, or to the one before",
        "Look",
    ),
)

REVIEW: Keys = (
    Key(
        "review.approve",
        "a",
        "approve",
        "Approve",
        "Approve the selection, or the row under the cursor",
        "Decide",
        True,
    ),
    Key("review.discard", "x", "discard", "Discard", "Discard the selection, or the row", "Decide", True),
    Key(
        "review.restore",
        "r",
        "restore",
        "Restore",
        "Make a discarded or approved row undecided; take a merged one out again",
        "Decide",
    ),
    Key(
        "review.conflict",
        "d",
        "decide_conflict",
        "Conflicts",
        "Decide the row's conflicts: earlier, later, both, as written",
        "Decide",
    ),
    Key("review.merge", "m", "merge", "Merge", "Join two or more selected rows into one", "Decide", True),
    Key(
        "review.commit",
        "c",
        "commit",
        "Commit",
        "Make the approved rows assets of the branch",
        "Decide",
        True,
    ),
    Key(
        "review.split",
        "M",
        "split",
        "Split",
        "Take aliases or mentions of the row out into a row of their own",
        "Decide",
        display="M",
    ),
    Key(
        "review.doubles",
        "equals_sign",
        "doubles",
        "Likely doubles",
        "Go through what may be one under two names: merge, not now, never these two",
        "Decide",
    ),
    Key(
        "review.offer",
        "b",
        "offer",
        "Both texts",
        "What this revision offers an asset: its text, and the new one",
        "Decide",
    ),
    Key("review.edit", "e,enter", "edit", "Edit", "Edit name, type and summary", "Edit", True, display="e"),
    Key("review.type", "t", "set_type", "Type", "Set the type of the selection, or the row", "Edit"),
    Key(
        "review.priority",
        "p",
        "set_priority",
        "Priority",
        "Switch high or low priority of the selection",
        "Edit",
    ),
    Key("review.add", "plus,n", "add_custom", "Add", "Add a row of your own", "Edit", True, display="+"),
    Key(
        "review.by_type",
        "asterisk",
        "select_by_type",
        "By type",
        "Select all rows of the type under the cursor",
        "Select",
    ),
    Key(
        "review.high",
        "H",
        "select_high",
        "High priority",
        "Select all undecided rows of high priority that are shown",
        "Select",
        display="H",
    ),
    Key(
        "review.filter",
        "slash,f",
        "filter",
        "Filter",
        "Show only the rows that contain what you type",
        "Look",
        True,
        display="/",
    ),
    Key("review.sort", "o", "sort", "Sort", "Sort by the next column", "Look"),
    Key("review.turn", "O", "turn", "Turn the order", "Sort the other way round", "Look", display="O"),
    Key(
        "review.detail",
        "l,right",
        "detail",
        "Evidence",
        "Go into the detail: walk its evidence and all mentions",
        "Look",
        True,
        display="l",
    ),
    Key(
        "review.left",
        "left,h,backspace",
        "left",
        "Back",
        "From the evidence to the row; from the rows back, when nothing is marked or filtered",
        "Look",
        display="←",
    ),
    Key("review.script", "s", "script", "Script", "Open the script where the row is mentioned", "Look", True),
    Key(
        "review.read_again",
        "R",
        "read_again",
        "Read again",
        "Ask the model again for the lines that it could not read",
        "Look",
        display="R",
    ),
    Key("review.undo", "u", "undo", "Undo", "Take back the last action", "Undo"),
    Key("review.redo", "U", "redo", "Redo", "Do it again", "Undo", display="U"),
)

STYLES: Keys = (
    Key(
        "styles.lock",
        "enter,l",
        "lock",
        "Lock this style",
        "Force every picture of the branch to this style",
        "Style",
        True,
    ),
    Key("styles.new", "n", "new", "New", "Describe a style of your own", "Style", True),
    Key("styles.duplicate", "d", "duplicate", "Duplicate", "Copy the style to change it", "Style", True),
)

BOARD: Keys = (
    Key(
        "board.edit",
        "enter,e",
        "edit",
        "Edit",
        "Open the asset in the editor",
        "Assets",
        True,
        display="enter",
    ),
    Key(
        "board.generate",
        "g",
        "generate",
        "Generate",
        "Make pictures for the selection, or the asset",
        "Pictures",
        True,
    ),
    Key(
        "board.generate_all",
        "b",
        "generate_missing",
        "All missing",
        "Make a picture for each asset without a current one",
        "Pictures",
        True,
    ),
    Key("board.lock", "l", "lock", "Lock", "Lock the selection, or the asset", "Assets", True),
    Key("board.unlock", "u", "unlock", "Unlock", "Unlock after asking", "Assets", True),
    Key("board.promote", "p", "promote", "Promote", "Copy a locked asset to the global library", "Assets"),
    Key(
        "board.filter",
        "slash,f",
        "filter",
        "Filter",
        "Show only the assets that contain what you type",
        "Look",
        True,
        display="/",
    ),
)

EDITOR: Keys = (
    Key(
        "editor.generate",
        "ctrl+g",
        "generate",
        "Generate",
        "Save the text, then make pictures from it",
        "Pictures",
        True,
        True,
    ),
    Key(
        "editor.picture",
        "f2",
        "toggle_picture",
        "Picture",
        "In a narrow terminal: show the picture, or the text",
        "Look",
        True,
    ),
    Key(
        "editor.next",
        "ctrl+n,ctrl+down",
        "next_candidate",
        "Next",
        "Look at the next candidate",
        "Pictures",
        True,
        True,
    ),
    Key(
        "editor.previous",
        "ctrl+b,ctrl+up",
        "previous_candidate",
        "Previous picture",
        "Look at the candidate before",
        "Pictures",
        False,
        True,
    ),
    Key(
        "editor.choose",
        "f5",
        "choose_key",
        "Image key",
        "Make this candidate the image key",
        "Pictures",
        True,
        True,
    ),
    Key(
        "editor.import",
        "ctrl+o",
        "import_picture",
        "Import picture",
        "Take a file of your own as a candidate",
        "Pictures",
        False,
        True,
    ),
    Key(
        "editor.prompt",
        "ctrl+r",
        "show_prompt",
        "Prompt",
        "Read the exact final prompt before paying for it",
        "Pictures",
        True,
        True,
    ),
    Key(
        "editor.lock",
        "ctrl+l",
        "lock",
        "Lock",
        "Lock the asset: text, voice and image key are final",
        "Asset",
        True,
        True,
    ),
    Key(
        "editor.unlock",
        "ctrl+l",
        "unlock",
        "Unlock",
        "Unlock the asset after asking",
        "Asset",
        True,
        True,
    ),
    Key(
        "editor.save",
        "ctrl+s",
        "save",
        "Save now",
        "Save at once; it is saved as you type, too",
        "Asset",
        False,
        True,
    ),
    Key(
        "editor.conflicts",
        "f3",
        "decide_conflict",
        "Conflicts",
        "Decide what holds where the script contradicts itself",
        "Asset",
        True,
    ),
    Key(
        "editor.history",
        "f4",
        "history",
        "History",
        "Look at earlier descriptions and bring one back",
        "Asset",
        True,
    ),
    Key("editor.promote", "f9", "promote", "Promote", "Copy the locked asset to the global library", "Asset"),
)

JOBS: Keys = (
    Key("jobs.cancel", "x", "cancel", "Cancel", "Take the selected jobs out of the queue", "Jobs", True),
    Key(
        "jobs.retry",
        "r",
        "retry",
        "Retry",
        "Queue failed jobs again; asks when they may have been paid for",
        "Jobs",
        True,
    ),
    Key("jobs.open", "enter", "open", "Open asset", "Open the asset of this job in the editor", "Jobs", True),
)

GATE: Keys = (
    Key("gate.open", "enter", "open", "Go to blocker", "Open what keeps the gate closed", "Gate", True),
    Key("gate.export", "e", "export", "Export", "Write the hand-off folder", "Gate", True),
    Key(
        "gate.promote",
        "p",
        "promote_all",
        "Promote all",
        "Copy all locked assets to the global library",
        "Gate",
        True,
    ),
)

LIBRARY: Keys = (
    Key("library.bring", "enter", "bring", "Bring in", "Copy the asset into this branch", "Library", True),
    Key(
        "library.filter",
        "slash,f",
        "filter",
        "Search",
        "Show only the assets that contain what you type",
        "Library",
        True,
        display="/",
    ),
)

DRAFT_FORM: Keys = (
    Key("form.save", "ctrl+s", "save", "Save", "Save the row, from any field", "Editing", True, True),
    Key("form.cancel", "escape", "cancel", "Leave", "Leave the row as it was", "Editing", True, True),
)

MODAL: Keys = (
    Key("modal.cancel", "escape", "cancel", "Cancel", "Close without doing anything", "Dialog"),
    Key("modal.next", "right", "app.focus_next", "Next", "The next button", "Dialog"),
    Key("modal.previous", "left", "app.focus_previous", "Previous", "The button before", "Dialog"),
)

MODAL_SUBMIT: Keys = (
    Key(
        "modal.submit",
        "ctrl+s",
        "submit",
        "Accept",
        "Accept, from any field",
        "Dialog",
        priority=True,
    ),
)

MODAL_LIST: Keys = (
    Key("modal.list.up", "up", "list(-1)", "Up", "The entry above", "Dialog"),
    Key("modal.list.down", "down", "list(1)", "Down", "The entry below", "Dialog"),
    Key("modal.list.page_up", "pageup", "list(-10)", "Page up", "Ten entries up", "Dialog"),
    Key("modal.list.page_down", "pagedown", "list(10)", "Page down", "Ten entries down", "Dialog"),
    Key(
        "modal.list.complete", "tab", "complete", "Complete", "Take the entry's name", "Dialog", priority=True
    ),
)

MODAL_CHOOSE: Keys = (Key("modal.choose", "enter", "choose", "Choose", "Take the row", "Dialog"),)

MODAL_SCROLL: Keys = (
    Key("modal.scroll.up", "up", "scroll_text(-1)", "Up", "A line up", "Dialog"),
    Key("modal.scroll.down", "down", "scroll_text(1)", "Down", "A line down", "Dialog"),
    Key("modal.scroll.page_up", "pageup", "scroll_text(-10)", "Page up", "Ten lines up", "Dialog"),
    Key("modal.scroll.page_down", "pagedown", "scroll_text(10)", "Page down", "Ten lines down", "Dialog"),
)

MODAL_MERGE: Keys = (
    Key("modal.merge.edit", "e", "edit", "Edit", "Change name and summary of the proposal", "Dialog"),
    Key("modal.merge.again", "g", "again", "Again", "Ask for another proposal", "Dialog"),
)

MODAL_DOUBLES: Keys = (
    Key("modal.doubles.merge", "m", "merge", "Merge", "Merge these two", "Dialog"),
    Key("modal.doubles.later", "n", "put_off", "Not now", "Ask about these two later", "Dialog"),
    Key("modal.doubles.never", "x", "never", "Never these two", "Keep these two apart for good", "Dialog"),
    Key("modal.doubles.next", "s,right", "next", "Skip", "Look at the next pair", "Dialog"),
    Key("modal.doubles.previous", "left", "previous", "Previous", "Look at the pair before", "Dialog"),
)

MODAL_COMMIT: Keys = (
    Key("modal.commit.near", "equals_sign", "near", "Look at them", "Look at names that are alike", "Dialog"),
)

MODAL_UPDATE: Keys = (
    Key("modal.update.take", "a", "take", "Take the new text", "Give the asset the new text", "Dialog"),
    Key("modal.update.keep", "k", "keep", "Keep", "Leave the asset's text as it is", "Dialog"),
    Key("modal.update.edit", "e", "edit", "Edit first", "Change the new text before it is taken", "Dialog"),
)

MODAL_CLOSE: Keys = (Key("modal.close", "q,enter", "cancel", "Close", "Close the text", "Dialog"),)

ROW_TABLE_ALL: Keys = ROW_TABLE + ROW_SELECT

WIDGETS: Keys = ROW_TABLE_ALL + FACTS + DRAFT_FORM + SCRIPT_VIEW
"""The keys of widgets that hold the focus on a screen."""

SCREENS: dict[str, Keys] = {
    "home": HOME,
    "scan": SCAN,
    "review": REVIEW,
    "script": SCRIPT,
    "styles": STYLES,
    "board": BOARD,
    "editor": EDITOR,
    "jobs": JOBS,
    "gate": GATE,
    "library": LIBRARY,
}


def every_key() -> Keys:
    """All keys of the application, screens first, each once."""
    return (
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
        *MODAL_CLOSE,
    )


def missing_actions(cls: type, keys: Iterable[Key]) -> list[str]:
    """The actions of `keys` that `cls` has no method for: what a screen's own test asserts to be empty."""
    names = (key.action.split("(")[0] for key in keys)
    return [name for name in names if "." not in name and not hasattr(cls, f"action_{name}")]
