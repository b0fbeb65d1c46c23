"""A check box that can be read without colours."""

from __future__ import annotations

from textual.widgets import Checkbox


class TickBox(Checkbox):
    """Says by its sign, and not by colour alone, whether it is ticked."""

    DEFAULT_CSS = """
    TickBox, TickBox:focus {
        width: 1fr; height: 1; border: none; padding: 0; background: transparent;
    }
    TickBox:focus { text-style: bold; }
    """

    @property
    def BUTTON_INNER(self) -> str:  # type: ignore[override]
        """The tick, or nothing."""
        return "✓" if self.value else " "
