"""Keys of the gate."""

from __future__ import annotations

from tui.keymap.key import Key, Keys

GATE: Keys = (
    Key("gate.open", "enter", "open", "Go to blocker", "Open what keeps the gate closed", "Gate", True),
    Key(
        "gate.lock",
        "l",
        "lock_ready",
        "Lock all ready",
        "Lock every asset that is only not locked",
        "Gate",
        True,
    ),
    Key(
        "gate.generate",
        "g",
        "generate_missing",
        "Generate missing",
        "Make a picture for each asset without a current one",
        "Gate",
        True,
    ),
    Key("gate.export", "e", "export", "Export", "Write the hand-off folder", "Gate", True),
    Key(
        "gate.promote",
        "p",
        "promote_all",
        "Promote all",
        "Copy all locked assets to the global library",
        "Gate",
        True,
    ),
)
