"""A row table alone in an application, and what it posted."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.message import Message

from tests.tui import seeing
from tui.base import BaseApp
from tui.widgets.row_table import Cell, Column, RowTable

COLUMNS = (Column("Name", width=8, fraction=1, id="name"), Column("No", width=4, align="right"))


@dataclass(frozen=True)
class Row:
    key: int
    kind: str
    name: str


def rows_of(count: int) -> list[Row]:
    """Rows of two groups, half and half."""
    return [Row(at, "characters" if at < count // 2 else "props", f"Row {at}") for at in range(count)]


def name_and_number(row: Row) -> tuple[Cell, ...]:
    """The cells of a row."""
    return (row.name, str(row.key))


class TableApp(BaseApp):
    """A table with the focus; Enter is bound here as a screen binds it for itself."""

    BINDINGS = [("enter", "own_enter", "Own")]

    def __init__(
        self,
        rows: list[Row],
        *,
        selectable: bool = True,
        grouped: bool = True,
        folded: Collection[str] = (),
        last_line: str = "",
        pure: bool = False,
        cells: Callable[[Row], tuple[Cell, ...]] = name_and_number,
        columns: tuple[Column, ...] = COLUMNS,
    ) -> None:
        super().__init__()
        self.rows = rows
        self.posted: list[Message] = []
        self.entered = 0
        self.table = RowTable[Row](
            columns,
            key=lambda row: row.key,
            cells=cells,
            group=(lambda row: row.kind) if grouped else None,
            folded=folded,
            pure=pure,
            selectable=selectable,
            empty="No rows.",
            last_line=last_line,
        )

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.table.set_rows(self.rows)
        self.table.focus()

    def action_own_enter(self) -> None:
        """What a screen does on Enter."""
        self.entered += 1

    def on_row_table_cursor_moved(self, event: RowTable.CursorMoved) -> None:
        self.posted.append(event)

    def on_row_table_row_activated(self, event: RowTable.RowActivated) -> None:
        self.posted.append(event)

    def on_row_table_selection_changed(self, event: RowTable.SelectionChanged) -> None:
        self.posted.append(event)

    def on_row_table_header_clicked(self, event: RowTable.HeaderClicked) -> None:
        self.posted.append(event)

    def on_row_table_last_line_activated(self, event: RowTable.LastLineActivated) -> None:
        self.posted.append(event)


def cursor_line(app: TableApp) -> str:
    """The one line that carries the cursor's bar."""
    (line,) = [line for line in seeing.lines(app) if line.startswith("▌")]
    return line


def selected(app: TableApp) -> list[object]:
    """The keys that are selected."""
    return list(app.table.selected)


def shown(app: TableApp) -> list[str]:
    """The first words of every line under the header, without bars and boxes."""
    lines = (line.lstrip("▌ ").removeprefix("[ ]").removeprefix("[x]") for line in seeing.lines(app)[1:])
    return [line.strip().split("  ")[0] for line in lines if line.strip()]
