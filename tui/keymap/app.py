"""Keys that hold everywhere, and the way back."""

from __future__ import annotations

from tui.keymap.key import Key, Keys

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
    Key(
        "app.palette",
        "ctrl+p",
        "command_palette",
        "Commands",
        "Find any action, asset or project by its name",
        "Anywhere",
    ),
    Key(
        "app.jump",
        "f12,apostrophe",
        "jump",
        "Jump",
        "A letter over each field, pane and stage: type it to go there",
        "Anywhere",
    ),
    Key(
        "app.theme",
        "ctrl+t",
        "toggle_theme",
        "Theme",
        "The next theme: dark, light, the terminal's own colours",
        "Anywhere",
    ),
    Key(
        "app.pictures",
        "f8",
        "next_picture_way",
        "Pictures another way",
        "Show pictures in the next of the ways that this terminal allows",
        "Anywhere",
    ),
    Key("app.stage.scan", "1", "stage(1)", "Script", "Go to the script and its scan", "Go to"),
    Key("app.stage.review", "2", "stage(2)", "Review", "Go to the review of the drafts", "Go to"),
    Key("app.stage.style", "3", "stage(3)", "Style", "Go to the visual styles", "Go to"),
    Key("app.stage.board", "4", "stage(4)", "Board", "Go to the asset board", "Go to"),
    Key("app.stage.gate", "5", "stage(5)", "Gate", "Go to the gate and the hand-off", "Go to"),
    Key("app.jobs", "6", "jobs", "Jobs", "Go to the image jobs", "Go to"),
    Key("app.library", "7", "library", "Library", "Go to the global library", "Go to"),
    Key("app.branches", "8", "branches", "Branches", "Go to the branches of the film", "Go to"),
    Key("app.undo", "u", "undo", "Undo", "Take back what was done last", "Anywhere"),
    Key(
        "app.undo.always",
        "alt+u",
        "undo",
        "Undo",
        "Take back what was done last, from a text field too",
        "Anywhere",
        priority=True,
    ),
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

RUNNING: Keys = (Key("screen.stop", "x", "stop_task", "Stop", "Stop what is running", "Anywhere", True),)

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
