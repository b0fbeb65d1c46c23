"""Stage 3, the visual style: choose one capsule and lock it on the branch (SPEC 2.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.reactive import reactive, var
from textual.widget import Widget
from textual.widgets import Static

from core.models import StyleId, VisualStyle
from tui import keymap
from tui.base import UNREAD, Stage, guarded, say
from tui.modals.confirm import ConfirmModal
from tui.modals.form import FormModal, TextField
from tui.screens.project import ProjectScreen
from tui.widgets.row_table import Column, RowTable
from tui.widgets.style_sample import StyleSample
from tui.widgets.swatches import hex_colours, palette_content

WIDE = 140
"""Cells of width from which the list has room for broad swatches."""

BLOCK_CELLS = 8
"""The width of a colour in the detail."""

TALL = 40
"""Lines of height from which the detail is drawn twice as large."""

SWATCHES = 6
"""How many colours the list shows; the built-in styles have as many."""

_COLOUR = re.compile(r"#[0-9a-f]{6}\Z")


class StylesScreen(ProjectScreen[None]):
    """All capsules at the left, the one under the cursor at the right."""

    CSS_PATH = "styles.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.STYLES)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (TALL, "-tall")]
    DEFAULT_CLASSES = UNREAD
    stage = Stage.STYLE
    help_id = "styles"

    known: var[tuple[VisualStyle, ...]] = var((), init=False)
    locked_id: var[StyleId | None] = var(None, init=False)

    def compose_content(self) -> ComposeResult:
        """What is locked, the list, the detail."""
        yield Static(id="styles-locked")
        with Horizontal(id="styles-body"):
            yield RowTable[VisualStyle](
                columns(self._swatch_cells),
                key=lambda style: style.id,
                cells=self._cells,
                group=_origin,
                id="styles",
            )
            yield StyleDetail(id="style")

    def on_mount(self) -> None:
        """Show what is there, from the locked style on."""
        self.query_one("#styles", RowTable).focus()
        self.load(first=True)

    @work(group="styles.load", exclusive=True, description="Reading the styles")
    @guarded
    async def load(self, first: bool = False, go_to: StyleId | None = None) -> None:
        """Read the styles again; `first` puts the cursor on the locked one, `go_to` on another."""
        locked = await self.services.styles.locked(self.place.branch.id)
        self.locked_id = None if locked is None else locked.id
        self.known = await self.services.styles.list()
        self._show(locked)
        target = self.locked_id if first else go_to
        if target is not None:
            self.query_one("#styles", RowTable).move_to(target)
        self.has_read()

    def _show(self, locked: VisualStyle | None) -> None:
        self.query_one("#styles-locked", Static).update(locked_line(locked, self.place.branch.name))
        # Groups stand together only when their rows do.
        self.query_one("#styles", RowTable).set_rows(sorted(self.known, key=lambda style: not style.builtin))
        self._show_current()

    def _cells(self, style: VisualStyle) -> tuple[str | Content, ...]:
        sign = Content.styled("✓", "$success") if style.id == self.locked_id else Content("")
        swatches = palette_content(style.palette[:SWATCHES], self._swatch_cells)
        return sign, style.name, style.tagline, swatches

    @property
    def _swatch_cells(self) -> int:
        return 2 if self.app.size.width >= WIDE else 1

    def on_row_table_cursor_moved(self) -> None:
        """The detail follows the cursor."""
        self._show_current()

    @property
    def current(self) -> VisualStyle | None:
        """The style under the cursor, as it is now: a key typed ahead must not act on the one before."""
        # The footer asks before the table is there.
        rows = [table.cursor_row for table in self.query("#styles").results(RowTable)]
        return rows[0] if rows and isinstance(rows[0], VisualStyle) else None

    def _show_current(self) -> None:
        self.query_one(StyleDetail).shown = self.current
        self.refresh_bindings()

    # --- locking ---------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is locked can't be locked again."""
        if action in {"lock", "duplicate"} and self.current is None:
            return None
        if action == "lock" and self.current is not None and self.current.id == self.locked_id:
            return None
        return super().check_action(action, parameters)

    def on_row_table_row_activated(self) -> None:
        """A double click locks."""
        if self.check_action("lock", ()):
            self.action_lock()
        elif self.current is not None:
            say(self, f"{self.current.name} is locked already. Press 4 for the board.")

    @work(group="styles.lock", description="Locking a style")
    @guarded
    async def action_lock(self) -> None:
        """Lock the style under the cursor, after asking when pictures become stale."""
        style, first = self.current, self.locked_id is None
        if style is None or not await self._accepts_stale(style):
            return
        await self.services.styles.lock(self.place.branch.id, style.id)
        await self.lookbook.refresh_place()
        say(self, f"{style.name} is locked on {self.place.branch.name}.")
        if first:
            # The application's own worker: one of this screen would end with the screen, half way there.
            self.lookbook.action_stage(Stage.BOARD)
        else:
            self.load()

    async def _accepts_stale(self, style: VisualStyle) -> bool:
        stale = await self.services.styles.made_stale_by(self.place.branch.id, style.id)
        if not stale:
            return True
        keys = "1 image key was" if stale == 1 else f"{stale} image keys were"
        lines = [
            f"{keys} made in another style and will count as stale.",
            "Nothing is deleted, but the gate stays closed until they are made again.",
        ]
        question = ConfirmModal(f"Lock {style.name}?", lines, "Lock it", danger=True)
        answer = await self.app.push_screen_wait(question)
        return answer is True

    # --- one's own -------------------------------------------------------------------------------

    def action_new(self) -> None:
        """Describe a style of one's own."""
        self.describe("New style", None)

    def action_duplicate(self) -> None:
        """Describe a style that begins as a copy of the one under the cursor."""
        if (style := self.current) is not None:
            self.describe(f"A style from {style.name}", style)

    @work(group="styles.new", description="Describing a style")
    @guarded
    async def describe(self, title: str, source: VisualStyle | None) -> None:
        """Ask for a style's text and keep it."""
        names = {style.name.casefold() for style in self.known}
        lines = 8 if self.app.size.height >= 28 else 4
        form = FormModal(
            title, style_fields(source, names, lines), check=lambda v: problem(v, names), wide=True
        )
        values = await self.app.push_screen_wait(form)
        if values is None:
            return
        made = await self.services.styles.create(
            values["name"], values["description"], colours_of(values["palette"]), values["tagline"]
        )
        say(self, f"{made.name} is there. Press enter to lock it.")
        self.load(go_to=made.id)


class StyleDetail(VerticalScroll, can_focus=True):
    """One style: a frame in its colours, the palette with its codes, the whole description."""

    shown: reactive[VisualStyle | None] = reactive(None)

    def compose(self) -> ComposeResult:
        """From what is seen at a glance to what is read."""
        yield Static(id="style-name")
        with Horizontal(id="style-colours"):
            yield StyleSample(id="style-sample")
            yield PaletteColumn(id="style-palette")
        yield Static(id="style-text")

    def watch_shown(self, style: VisualStyle | None) -> None:
        """All parts follow, from the top."""
        if style is None or not self.is_mounted:
            return
        self.query_one("#style-name", Static).update(
            Content.assemble((style.name, "bold $accent"), ("\n" if style.tagline else ""), style.tagline)
        )
        self.query_one(StyleSample).palette = style.palette
        self.query_one(PaletteColumn).palette = style.palette
        self.query_one("#style-text", Static).update(Content(style.visual_description))
        self.set_class(not hex_colours(style.palette), "-colourless")
        self.scroll_home(animate=False)


class PaletteColumn(Widget):
    """A palette as a column of colours, each with its code; two lines a colour where there is room."""

    palette: reactive[tuple[str, ...]] = reactive((), layout=True)

    def render(self) -> Content:
        """The colours, the darkest first."""
        return palette_column(hex_colours(self.palette), 2 if self.screen.size.height >= TALL else 1)


def palette_column(colours: Iterable[str], lines_each: int) -> Content:
    """A block of `lines_each` lines for each colour, its code beside the first of them."""
    lines = []
    for colour in colours:
        block = palette_content([colour], BLOCK_CELLS)
        lines.append(Content.assemble(block, "  ", (colour, "$quiet")))
        lines += [block] * (lines_each - 1)
    return Content("\n").join(lines)


def columns(swatch_cells: int) -> tuple[Column, ...]:
    """The list's columns, with swatches of `swatch_cells` cells."""
    return (
        Column("", width=1),
        Column("Style", width=18, fraction=1.0),
        Column("", width=26, fraction=2.0, style="$quiet", hide_below=72),
        Column("Palette", width=max(7, SWATCHES * swatch_cells)),
    )


def locked_line(locked: VisualStyle | None, branch: str) -> Content:
    """What is locked on the branch; without a lock, what locking does."""
    if locked is None:
        return Content.assemble(
            ("○ ", "$warning"),
            f"No style is locked on {branch}. ",
            ("Lock the one to make every picture in.", "$quiet"),
        )
    return Content.assemble(
        ("✓ ", "$success"),
        (locked.name, "bold"),
        (f" is the style of every picture of {branch}.", "$quiet"),
    )


def style_fields(source: VisualStyle | None, names: Iterable[str], lines: int) -> tuple[TextField, ...]:
    """The form's fields, filled with a copy of `source` under a name that is free; the description is
    `lines` high."""
    return (
        TextField("name", "Name", _copy_name(source.name, set(names)) if source else "", required=True),
        TextField("tagline", "In a line", source.tagline if source else ""),
        TextField(
            "description",
            "Visual description: medium, light, lens, palette, texture",
            source.visual_description if source else "",
            required=True,
            lines=lines,
        ),
        TextField(
            "palette",
            "Palette, dark to light",
            " ".join(source.palette) if source else "",
            placeholder="#1c1a17 #4a3f35 #a38a6d #efe6d8",
        ),
    )


def _copy_name(name: str, taken: set[str]) -> str:
    copy, number = f"{name} copy", 2
    while copy.casefold() in taken:
        copy, number = f"{name} copy {number}", number + 1
    return copy


def colours_of(text: str) -> list[str]:
    """The colours of a list that is separated by blanks, commas or semicolons; "#" may be left out."""
    words = re.split(r"[\s,;]+", text.strip().lower())
    return [word if word.startswith("#") else f"#{word}" for word in words if word]


def problem(values: Mapping[str, str], names: Iterable[str]) -> str:
    """What is wrong with a described style, in one sentence, or ""."""
    if values["name"].casefold() in set(names):
        return f"There is a style named {values['name']} already."
    wrong = [colour for colour in colours_of(values["palette"]) if not _COLOUR.match(colour)]
    return f"{wrong[0]} is no colour; write it as #rrggbb." if wrong else ""


def _origin(style: VisualStyle) -> str:
    return "Built in" if style.builtin else "Your own"
