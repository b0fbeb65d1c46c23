"""Keys of dialogs."""

from __future__ import annotations

from tui.keymap.key import Key, Keys

MODAL: Keys = (
    Key("modal.cancel", "escape", "cancel", "Cancel", "Close without doing anything", "Dialog"),
    Key(
        "modal.help",
        "question_mark,f1",
        "app.help",
        "Help",
        "The keys of this dialog and what it is for",
        "Anywhere",
        True,
        display="?",
    ),
    Key(
        "modal.jump",
        "f12,apostrophe",
        "app.jump",
        "Jump",
        "A letter over each field: type it to go there",
        "Anywhere",
    ),
    Key(
        "modal.palette",
        "ctrl+p",
        "app.command_palette",
        "Commands",
        "Find any action of this dialog by its name",
        "Anywhere",
    ),
    Key("modal.theme", "ctrl+t", "app.toggle_theme", "Theme", "The next theme", "Anywhere"),
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

MODAL_HANDOFF: Keys = (
    Key("modal.handoff.stop", "x", "stop", "Stop", "Stop; an earlier hand-off stays as it is", "Dialog"),
    Key("modal.handoff.path", "y", "copy_path", "Copy path", "Copy the path of the folder", "Dialog"),
    Key("modal.handoff.close", "q,enter", "close", "Close", "Close the dialog", "Dialog"),
)

MODAL_CLOSE: Keys = (Key("modal.close", "q,enter", "cancel", "Close", "Close the text", "Dialog"),)

MODAL_MENU: Keys = (
    Key("modal.menu.up", "up", "menu(-1)", "Up", "The entry above", "Dialog"),
    Key("modal.menu.down", "down", "menu(1)", "Down", "The entry below", "Dialog"),
    Key(
        "modal.menu.choose",
        "enter",
        "choose",
        "Choose",
        "Take the entry; its letter does so at once",
        "Dialog",
    ),
)

JUMP: Keys = (
    Key("jump.cancel", "escape,f12,apostrophe", "cancel", "Leave", "Leave jump mode", "Jump", True),
)

MODAL_REWRITE: Keys = (
    Key("modal.rewrite.accept", "a", "accept", "Accept", "Put the new words in place of the old", "Dialog"),
    Key("modal.rewrite.again", "g", "again", "Again", "Ask for other words", "Dialog"),
)
