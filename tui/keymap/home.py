"""Keys of the list of projects."""

from __future__ import annotations

from tui.keymap.key import Key, Keys

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
)
