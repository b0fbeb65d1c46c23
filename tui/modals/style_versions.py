"""A style as it was in each of its versions: what changed, and when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.models import StyleVersion
from tui import keymap
from tui.modals.dialog import Dialog
from tui.modals.word_changes import changed_words
from tui.widgets.made_from import when
from tui.widgets.row_table import Column, RowTable
from tui.widgets.style_detail import palette_column
from tui.widgets.swatches import has_true_colours, hex_colours


class StyleVersionsModal(Dialog[int]):
    """The versions, the present one first, beside what each changed; the result is the one to bring back."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_CHOOSE)
    help_text = "Each version of the style, with the words it changed. Pictures keep the version they had."
    AUTO_FOCUS = "RowTable"

    DEFAULT_CSS = """
    StyleVersionsModal {
        #versions { width: 26; margin-right: 2; background: transparent; }
        #version { width: 1fr; scrollbar-size-vertical: 1; }
        #version > Static { width: 1fr; height: auto; }
    }
    """

    def __init__(
        self, name: str, versions: Iterable[StyleVersion], *, own: bool, current: int | None = None
    ) -> None:
        """`name` is the style's; only one of one's `own` can be brought back. The cursor starts on
        the version `current`."""
        super().__init__(f"Versions of {name}", wide=True, tall=True)
        self.versions = tuple(versions)
        self.own = own
        self.current = current
        self.hint = "↑ ↓ look   enter bring it back   esc close" if own else "↑ ↓ look   esc close"

    def compose_body(self) -> ComposeResult:
        """The list, and beside it the one under the cursor."""
        with Horizontal():
            yield RowTable[StyleVersion](
                [Column("Version", width=8), Column("Since", width=12, fraction=1.0, style="$quiet")],
                key=lambda version: version.version,
                cells=lambda version: (str(version.version), when(version.created_at)),
                empty="It has no other version.",
                id="versions",
            )
            with VerticalScroll(id="version", can_focus=False):
                yield Static()

    def on_mount(self) -> None:
        """Fill the list."""
        self._table.set_rows(self.versions)
        if self.current is not None:
            self._table.move_to(self.current)

    @property
    def _table(self) -> RowTable[StyleVersion]:
        return cast("RowTable[StyleVersion]", self.query_one("#versions", RowTable))

    def on_row_table_cursor_moved(self) -> None:
        """What the version holds follows the cursor."""
        version = self._table.cursor_row
        shown = Content("") if version is None else self._shown(version)
        self.query_one("#version > Static", Static).update(shown)

    def _shown(self, version: StyleVersion) -> Content:
        earlier = next((one for one in self.versions if one.version < version.version), None)
        return version_content(version, earlier, 4 if has_true_colours(self) else 0)

    def on_row_table_row_activated(self) -> None:
        """A double click does what enter does."""
        self.action_choose()

    def action_choose(self) -> None:
        """The version under the cursor, unless it is the present one."""
        version = self._table.cursor_row
        if self.own and version is not None and version != self.versions[0]:
            self.dismiss(version.version)


def version_content(version: StyleVersion, earlier: StyleVersion | None, block_cells: int) -> Content:
    """A version with what it changed: new words bold, those that went underlined in the text before."""
    lines = [Content.styled(version.name, "bold $accent"), Content("")]
    if earlier is None or earlier.visual_description == version.visual_description:
        lines.append(Content(version.visual_description))
    else:
        old, new = changed_words(earlier.visual_description, version.visual_description)
        lines += [new, Content(""), Content.styled(f"BEFORE, IN VERSION {earlier.version}", "$quiet"), old]
    lines += [Content(""), palette_column(hex_colours(version.palette), 1, block_cells)]
    if earlier is not None and earlier.palette != version.palette:
        lines.append(Content.styled(f"before: {' '.join(earlier.palette) or 'no colours'}", "$warning"))
    if version.reference_images:
        names = ", ".join(one.name for one in version.reference_images)
        lines += [Content(""), Content(f"Reference images: {names}")]
    return Content("\n").join(lines)
