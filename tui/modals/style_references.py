"""The reference images of a style: add, take away, put in order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from core.errors import LookbookError
from core.models import ReferenceImage
from tui import keymap
from tui.modals.dialog import Dialog, buttons
from tui.modals.pick_file import PICTURE_SUFFIXES, PickFileModal
from tui.widgets.picture import Picture
from tui.widgets.row_table import Column, RowTable
from tui.widgets.style_detail import MOST_REFERENCES

Read = Callable[[Path], Awaitable[ReferenceImage]]
"""Stores a picture file and says what it is."""


class StyleReferencesModal(Dialog[tuple[ReferenceImage, ...]]):
    """The pictures in their order beside the one under the cursor; the result is the pictures as they are to
    be, None when cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.STYLE_REFERENCES, keymap.MODAL_SUBMIT)
    help_text = (
        "Pictures that ride along with every prompt in this style, in this order. The model takes light, "
        "palette and texture from them, not their subject."
    )
    AUTO_FOCUS = "RowTable"
    hint = "a add   x remove   K J order   ^s save   esc cancel"

    DEFAULT_CSS = """
    StyleReferencesModal {
        #references-body { height: 1fr; }
        #references { width: 2fr; margin-right: 2; background: transparent; }
        #references-body Picture { width: 3fr; }
        .dialog-buttons { margin-top: 1; }
    }
    """

    def __init__(self, name: str, references: Iterable[ReferenceImage], read: Read) -> None:
        """`name` is the style's."""
        super().__init__(f"Reference images of {name}", wide=True, tall=True)
        self.references = list(references)
        self.read = read

    def compose_body(self) -> ComposeResult:
        """What they are for, list and picture, what went wrong, buttons."""
        yield Static(
            Content(
                f"They ride along with every prompt where the model takes pictures; up to {MOST_REFERENCES}, "
                "the first counts most."
            ),
            classes="dialog-text dialog-hint",
        )
        with Horizontal(id="references-body"):
            yield RowTable[ReferenceImage](
                [Column("Name", width=12, fraction=1.0), Column("Size", width=11, style="$quiet")],
                key=lambda one: one.sha256,
                cells=lambda one: (one.name, f"{one.width}×{one.height}"),
                empty="None yet. Press a to add a picture.",
                id="references",
            )
            yield Picture(empty_text="PNG, JPEG or WebP")
        yield Static(classes="dialog-error")
        yield buttons(("cancel", "Cancel", "default"), ("submit", "Save", "primary"))

    def on_mount(self) -> None:
        """Fill the list."""
        self._show()

    @property
    def _table(self) -> RowTable[ReferenceImage]:
        return cast("RowTable[ReferenceImage]", self.query_one("#references", RowTable))

    def _show(self) -> None:
        # What stands in an empty list has the whole width.
        self.query_one(Picture).display = bool(self.references)
        self._table.set_rows(self.references)
        self.on_row_table_cursor_moved()

    def on_row_table_cursor_moved(self) -> None:
        """The picture follows the cursor."""
        current = self._table.cursor_row
        self.query_one(Picture).path = None if current is None else current.path

    @work(group="references.add", exclusive=True, description="Adding a reference image")
    async def action_add(self) -> None:
        """Choose a file."""
        if len(self.references) >= MOST_REFERENCES:
            self.show_problem(f"A style has {MOST_REFERENCES} reference images at most. Remove one first.")
            return
        picked = await self.app.push_screen_wait(
            PickFileModal("Add a reference image", Path.cwd(), suffixes=PICTURE_SUFFIXES)
        )
        if picked is None:
            return
        try:
            added = await self.read(picked)
        except LookbookError as error:
            self.show_problem(error.message)
            return
        self.show_problem("")
        if all(one.sha256 != added.sha256 for one in self.references):
            self.references.append(added)
        self._show()
        self._table.move_to(added.sha256)

    def action_remove(self) -> None:
        """Take the one under the cursor away; nothing is saved yet."""
        if (current := self._table.cursor_row) is not None:
            self.references.remove(current)
            self._show()

    def action_move_reference(self, by: int) -> None:
        """Move the one under the cursor up or down."""
        if (current := self._table.cursor_row) is not None:
            at = self.references.index(current)
            self.references.remove(current)
            self.references.insert(max(0, at + by), current)
            self._show()

    def action_submit(self) -> None:
        """These, in this order."""
        self.dismiss(tuple(self.references))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Save or cancel."""
        if event.button.id == "submit":
            self.action_submit()
        else:
            self.dismiss(None)
