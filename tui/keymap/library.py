"""Keys of the library that all films share."""

from __future__ import annotations

from tui.keymap.key import Key, Keys

LIBRARY: Keys = (
    Key(
        "library.bring",
        "enter,b",
        "bring",
        "Bring in",
        "Copy the selection, or the asset, into this branch",
        "Library",
        True,
        display="enter",
    ),
    Key(
        "library.remove",
        "x",
        "remove",
        "Take out",
        "Take the selection, or the asset, out of the library after asking",
        "Library",
        True,
    ),
    Key(
        "library.filter",
        "slash,f",
        "filter",
        "Search",
        "Show only the assets that fit what you type",
        "Library",
        True,
        display="/",
    ),
    Key("library.sort", "o", "sort", "Sort", "Sort by the next column", "Look", True),
    Key("library.turn", "O", "turn", "Turn the order", "Sort the other way round", "Look", display="O"),
    Key("library.copy_path", "y", "copy_path", "Copy path", "Copy the path of the picture", "Library"),
)
