"""Keys of widgets that hold the focus on a screen: tables, facts, the script's pages, the draft form."""

from __future__ import annotations

from tui.keymap.key import Key, Keys

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

DRAFT_FORM: Keys = (
    Key("form.save", "ctrl+s", "save", "Save", "Save the row, from any field", "Editing", True, True),
    Key("form.cancel", "escape", "cancel", "Leave", "Leave the row as it was", "Editing", True, True),
)
