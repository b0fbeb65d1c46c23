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
    Key("styles.edit", "e", "edit", "Edit", "Change the style; of a built-in one, a copy", "Style", True),
    Key("styles.duplicate", "d", "duplicate", "Duplicate", "Copy the style to change it", "Style", True),
    Key("styles.delete", "x", "delete", "Delete", "Delete a style of your own that nothing uses", "Style"),
    Key(
        "styles.references",
        "r",
        "references",
        "References",
        "Pictures that ride along with every prompt",
        "Style",
        True,
    ),
    Key("styles.versions", "v", "versions", "Versions", "How the style was before, and when", "Style"),
    Key("styles.import", "i", "import_file", "Import", "Take a style from a file", "File"),
    Key("styles.export", "w", "export", "Write", "Write the style into a file for others", "File"),
    Key(
        "styles.filter",
        "slash,f",
        "filter",
        "Filter",
        "Show some styles only",
        "Look",
        True,
        display="/",
    ),
)

STYLE_REFERENCES: Keys = (
    Key("references.add", "a", "add", "Add", "Add a picture file", "Dialog"),
    Key("references.remove", "x", "remove", "Remove", "Take the picture away", "Dialog"),
    Key("references.earlier", "K", "move_reference(-1)", "Earlier", "Move it up", "Dialog", display="K"),
    Key("references.later", "J", "move_reference(1)", "Later", "Move it down", "Dialog", display="J"),
)
