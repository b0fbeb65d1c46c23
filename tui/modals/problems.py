"""What did not work for several things, in one dialog, with a jump to each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from core.models import AssetId
from tui import keymap
from tui.modals.dialog import Dialog
from tui.widgets.row_table import Column, RowTable

MOST_LINES = 10


@dataclass(frozen=True, slots=True)
class Problem:
    """Why it did not work for an asset, as a sentence."""

    asset_id: AssetId
    name: str
    message: str


class ProblemsModal(Dialog[AssetId]):
    """The assets it did not work for; the result is the one to go to, None to stay."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_CHOOSE)
    help_text = "What it did not work for, each with its reason. Enter goes to the asset to mend it."
    hint = "enter go to the asset   esc close"

    DEFAULT_CSS = """
    ProblemsModal #why { margin-top: 1; height: auto; min-height: 2; }
    """

    def __init__(self, title: str, problems: Iterable[Problem]) -> None:
        super().__init__(f"✗ {title}", wide=True)
        self.problems = tuple(problems)
        self.set_class(True, "-danger")

    def compose_body(self) -> ComposeResult:
        """The list, and the whole sentence of the one under the cursor."""
        columns = [Column("", width=14, fraction=1.0), Column("", width=20, fraction=3.0, style="$quiet")]
        table = RowTable[Problem](
            columns,
            key=lambda problem: problem.asset_id,
            cells=lambda problem: (problem.name, problem.message.removeprefix(f"{problem.name} ")),
            show_header=False,
        )
        table.styles.height = min(len(self.problems), MOST_LINES)
        table.styles.background = "transparent"
        yield table
        yield Static(id="why", classes="dialog-text")

    def on_mount(self) -> None:
        """Fill the list."""
        self.query_one(RowTable).set_rows(self.problems)

    def on_row_table_cursor_moved(self) -> None:
        """The sentence follows."""
        problem = self.query_one(RowTable).cursor_row
        if isinstance(problem, Problem):
            self.query_one("#why", Static).update(Content(problem.message))

    def on_row_table_row_activated(self) -> None:
        """A double click does what enter does."""
        self.action_choose()

    def action_choose(self) -> None:
        """Go to the asset under the cursor."""
        problem = self.query_one(RowTable).cursor_row
        if isinstance(problem, Problem):
            self.dismiss(problem.asset_id)
