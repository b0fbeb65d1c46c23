"""Keys of the library that all films share."""

from __future__ import annotations

from tui.keymap.key import Key, Keys

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
