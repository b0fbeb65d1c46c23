"""Keys of the visual styles."""

from __future__ import annotations

from tui.keymap.key import Key, Keys

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
