"""A picture in another shape: each way to fit it is seen before one is chosen (SPEC 2.5, aspect ratio)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from core.errors import LookbookError
from core.models import Anchor, Fit, FoundPicture
from tui import keymap
from tui.modals.dialog import Dialog
from tui.widgets.picture import Picture
from tui.widgets.row_table import Column, RowTable

WHERE: dict[Anchor, str] = {
    "top": "keep the top",
    "centre": "keep the middle",
    "bottom": "keep the bottom",
    "left": "keep the left",
    "right": "keep the right",
}

ANCHORS: dict[str, tuple[Anchor, ...]] = {
    "top and bottom": ("top", "centre", "bottom"),
    "sides": ("left", "centre", "right"),
}


@dataclass(frozen=True, slots=True)
class FitChoice:
    """A way to fit a picture; `anchor` is what a crop keeps."""

    fit: Fit
    anchor: Anchor = "centre"


Fitted = Callable[[Fit, Anchor], Awaitable[bytes]]
"""Makes the fitted picture small, as PNG, to be looked at."""


class FitModal(Dialog[FitChoice]):
    """The ways at the left, the picture as it would be at the right; None imports nothing."""

    help_text = (
        "Pictures of an asset all have the ratio of its type. Cropping cuts off what is too much, padding "
        "puts a plain ground around it; nothing is ever stretched. Your file stays as it is."
    )
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_CHOOSE)
    AUTO_FOCUS = "RowTable"
    hint = "↑ ↓ look   enter import it like this   esc cancel"

    DEFAULT_CSS = """
    FitModal {
        #ways { width: 40; margin-right: 2; }
        #ways > RowTable { height: 6; background: transparent; }
        #fitted { width: 1fr; height: 1fr; }
    }
    """

    def __init__(self, found: FoundPicture, fitted: Fitted) -> None:
        super().__init__("Another aspect ratio", wide=True, tall=True)
        self.found = found
        self.fitted = fitted
        self.ways = ways_to_fit(found)
        self._looked_at = TemporaryDirectory(prefix="lookbook-fit-")

    def compose_body(self) -> ComposeResult:
        """What the file is, the ways, and the picture as it would be."""
        yield Static(Content(found_words(self.found)), classes="dialog-text")
        with Horizontal():
            with Vertical(id="ways"):
                yield RowTable[FitChoice](
                    [Column("", width=22), Column("", fraction=1.0, style="$quiet")],
                    key=lambda way: (way.fit, way.anchor),
                    cells=lambda way: way_words(self.found, way),
                    show_header=False,
                )
                yield Static(classes="dialog-error")
            yield Picture(id="fitted", empty_text="")

    def on_mount(self) -> None:
        """The cursor begins where nothing that matters is cut."""
        table = self.query_one(RowTable)
        table.set_rows(self.ways)
        table.move_to(("crop", self.found.anchor))
        self.show_fitted()

    @property
    def way(self) -> FitChoice | None:
        """The way under the cursor."""
        row = self.query_one(RowTable).cursor_row
        return row if isinstance(row, FitChoice) else None

    def on_row_table_cursor_moved(self) -> None:
        """The picture follows."""
        self.show_fitted()

    @work(group="fit.show", exclusive=True, description="Fitting a picture to look at")
    async def show_fitted(self) -> None:
        """Show the picture as it would be."""
        if (way := self.way) is None:
            return
        file = Path(self._looked_at.name) / f"{way.fit}-{way.anchor}.png"
        try:
            if not file.exists():
                file.write_bytes(await self.fitted(way.fit, way.anchor))
        except LookbookError as error:
            self.show_problem(error.message)
        else:
            self.query_one(Picture).path = file

    def on_unmount(self) -> None:
        """What was made to look at goes."""
        self._looked_at.cleanup()

    def on_row_table_row_activated(self) -> None:
        """A double click does what enter does."""
        self.action_choose()

    def action_choose(self) -> None:
        """The way under the cursor."""
        if self.way is not None:
            self.dismiss(self.way)


def ways_to_fit(found: FoundPicture) -> tuple[FitChoice, ...]:
    """The crops that make a difference, then the padding."""
    return (*(FitChoice("crop", anchor) for anchor in ANCHORS.get(found.cuts, ("centre",))), FitChoice("pad"))


def way_words(found: FoundPicture, way: FitChoice) -> tuple[str, str]:
    """A way in a few words, and how much it costs of the picture."""
    if way.fit == "pad":
        return "Pad, show all of it", f"{found.spare_percent}% ground"
    return f"Crop, {WHERE[way.anchor]}", f"{found.spare_percent}% cut off"


def found_words(found: FoundPicture) -> str:
    """What the file is, and why it does not fit."""
    what = f"{found.name} is {found.width}×{found.height}; the picture has to be {found.ratio.value}."
    return " ".join([what, *found.notes])
