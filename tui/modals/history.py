"""Earlier descriptions of an asset: look at each, bring one back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.models import AssetRevision
from tui import keymap
from tui.modals.dialog import Dialog
from tui.widgets.made_from import when
from tui.widgets.row_table import Column, RowTable


class HistoryModal(Dialog[int]):
    """The revisions, the latest first, beside the text of one; the result is the version of it."""

    help_text = (
        "Earlier texts of the asset, each with the first words in which it differs from now. The one that "
        "you bring back becomes a new text; the present one stays in this list."
    )
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_CHOOSE)
    AUTO_FOCUS = "RowTable"
    hint = "↑ ↓ look   enter bring it back   esc cancel"

    DEFAULT_CSS = """
    HistoryModal {
        #revisions { width: 45%; min-width: 42; margin-right: 2; background: transparent; }
        #revision-text { width: 1fr; scrollbar-size-vertical: 1; }
        #revision-text > Static { width: 1fr; height: auto; }
    }
    """

    def __init__(self, name: str, revisions: Iterable[AssetRevision]) -> None:
        """`name` is the asset's."""
        super().__init__(f"Earlier texts of {name}", wide=True, tall=True)
        self.revisions = tuple(revisions)

    def compose_body(self) -> ComposeResult:
        """The list, and the text beside it."""
        with Horizontal():
            yield RowTable[AssetRevision](
                [
                    Column("Until", width=12),
                    Column("Differs from now", width=8, fraction=1.0, style="$quiet"),
                ],
                key=lambda revision: revision.version,
                cells=lambda revision: (when(revision.saved_at), revision.differs),
                empty="There is no earlier text yet.",
                id="revisions",
            )
            with VerticalScroll(id="revision-text", can_focus=False):
                yield Static()

    def on_mount(self) -> None:
        """Fill the list."""
        self._table.set_rows(self.revisions)

    @property
    def _table(self) -> RowTable[AssetRevision]:
        return cast("RowTable[AssetRevision]", self.query_one("#revisions", RowTable))

    def on_row_table_cursor_moved(self) -> None:
        """The text follows the cursor."""
        revision = self._table.cursor_row
        text = "" if revision is None else _whole(revision) or "(empty)"
        self.query_one("#revision-text > Static", Static).update(Content(text))

    def on_row_table_row_activated(self) -> None:
        """A double click does what enter does."""
        self.action_choose()

    def action_choose(self) -> None:
        """The revision under the cursor."""
        if (revision := self._table.cursor_row) is not None:
            self.dismiss(revision.version)


def _whole(revision: AssetRevision) -> str:
    """The description and, where there was any, what the script does not say: both come back."""
    if not revision.additions:
        return revision.description
    return f"{revision.description}\n\nNot in the script:\n{revision.additions}"
