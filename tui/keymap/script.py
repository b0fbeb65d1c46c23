"""Keys of the script: its scan and its pages."""

from __future__ import annotations

from tui.keymap.key import Key, Keys

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
