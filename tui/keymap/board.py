"""Keys of the asset board."""

from __future__ import annotations

from tui.keymap.key import Key, Keys

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
    Key("board.unlock", "L", "unlock", "Unlock", "Unlock after asking", "Assets", True, display="L"),
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
