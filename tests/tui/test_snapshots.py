"""How the ground of all screens looks: one table in a frame, one dialog, both themes, pinned sizes."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import pytest
from textual.app import ComposeResult
from textual.binding import BindingType

from core.models import AssetState, AssetType, EngineInfo, EngineStatus, StyleId, VisualStyle
from tui import keymap
from tui.base import BaseApp, LookbookScreen, Stage, StyleAnchor
from tui.modals.form import FormModal, SelectField, TextField
from tui.theme import ASSET_MARKS, DARK_THEME, LIGHT_THEME, TYPE_MARKS, TYPE_PLURALS
from tui.widgets.row_table import Column, RowTable

Snap = Callable[..., bool]
Row = tuple[int, AssetType, str, AssetState]

NAMES = {
    AssetType.CHARACTER: ("MARA [/b] VOSS", "THE HARBOUR MASTER", "YOUNG MARA"),
    AssetType.LOCATION: (
        "厨房 KITCHEN",
        "LIGHTHOUSE, GALLERY — a long name that has to be cut somewhere here",
    ),
    AssetType.PROP: ("BRASS KEY", "LOGBOOK"),
}
STYLE = VisualStyle(
    StyleId(1),
    "Wet Neon 35mm",
    "Anamorphic night, sodium and teal",
    "…",
    ("#0b1418", "#2f6f7e", "#f2c879"),
    True,
    "",
)


def rows() -> list[Row]:
    states = list(AssetState)
    flat = [(kind, name) for kind, names in NAMES.items() for name in names]
    return [(at, kind, name, states[at]) for at, (kind, name) in enumerate(flat)]


class TableScreen(LookbookScreen[None]):
    """The table as a screen has it."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.BOARD)
    stage = Stage.BOARD

    def compose_content(self) -> ComposeResult:
        yield StyleAnchor()
        yield RowTable[Row](
            [
                Column("", width=1),
                Column("Name", width=12, fraction=1, id="name"),
                Column("State", width=16),
                Column("Mentions", width=8, align="right", style="$quiet"),
            ],
            key=lambda row: row[0],
            cells=lambda row: (TYPE_MARKS[row[1]].sign, row[2], ASSET_MARKS[row[3]].content, str(row[0] * 7)),
            group=lambda row: TYPE_PLURALS[row[1]],
            selectable=True,
        )

    def on_mount(self) -> None:
        offline = EngineInfo("offline", "rules")
        self.project_title, self.branch_name = "Low Water", "main"
        self.engine = EngineStatus(offline, offline)
        self.query_one(StyleAnchor).locked_style = STYLE
        table = self.query_one(RowTable)
        table.set_rows(rows())
        table.set_sort("name")
        table.focus()


class SnapApp(BaseApp):
    def __init__(self, theme: str) -> None:
        super().__init__()
        self.theme = theme

    def on_mount(self) -> None:
        self.push_screen(TableScreen())


@pytest.mark.parametrize("theme", [DARK_THEME, LIGHT_THEME])
def test_a_table_in_its_frame(snap_compare: Snap, theme: str) -> None:
    keys = ["down", "space", "shift+down"]
    assert snap_compare(SnapApp(theme), press=keys, terminal_size=(100, 30))


def test_a_table_in_a_small_terminal(snap_compare: Snap) -> None:
    assert snap_compare(SnapApp(DARK_THEME), terminal_size=(80, 24))


class FormApp(BaseApp):
    def on_mount(self) -> None:
        self.push_screen(TableScreen())
        types = tuple((kind.value, f"{mark.glyph} {mark.word}") for kind, mark in TYPE_MARKS.items())
        self.push_screen(
            FormModal(
                "Add a custom asset",
                [
                    TextField("name", "Name", required=True),
                    SelectField("type", "Type", types, "prop"),
                    TextField("description", "Description", lines=4),
                ],
                verb="Add",
            )
        )


def test_a_form_over_a_screen(snap_compare: Snap) -> None:
    assert snap_compare(FormApp(), press=["ctrl+s"], terminal_size=(80, 24))
