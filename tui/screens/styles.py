"""Stage 3, the visual style: choose one, make one's own, lock one on the branch (SPEC 2.4)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import var
from textual.widgets import Input, Static

from core.models import StyleId, VisualStyle
from tui import keymap
from tui.base import UNREAD, Stage, guarded, say
from tui.screens import style_flows
from tui.screens.project import ProjectScreen
from tui.widgets.row_table import Column, RowTable
from tui.widgets.style_detail import TALL, WIDE, StyleDetail
from tui.widgets.swatches import has_true_colours, palette_content

SWATCHES = 6
"""How many colours the list shows; the built-in styles have as many."""

OF_A_STYLE = frozenset({"lock", "edit", "duplicate", "delete", "references", "versions", "export"})
"""The actions that need a style under the cursor."""

Flow = Callable[["StylesScreen", VisualStyle], Awaitable[None]]


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
    filtering: var[bool] = var(False, toggle_class="-filtering")

    def compose_content(self) -> ComposeResult:
        """What is locked, the filter, the list, the detail."""
        yield Static(id="styles-locked")
        yield Input(placeholder="Show only styles with…", id="styles-filter")
        with Horizontal(id="styles-body"):
            yield RowTable[VisualStyle](
                columns(self._swatch_cells),
                key=lambda style: style.id,
                cells=self._cells,
                group=_origin,
                empty="No style says that. Press escape to see all.",
                id="styles",
            )
            yield StyleDetail(id="style")

    def on_mount(self) -> None:
        """Show what is there, from the locked style on."""
        self._table.focus()
        self.load(first=True)

    @work(group="styles.load", exclusive=True, description="Reading the styles")
    @guarded
    async def load(self, first: bool = False, go_to: StyleId | None = None) -> None:
        """Read the styles again; `first` puts the cursor on the locked one, `go_to` on another."""
        locked = await self.services.styles.locked(self.place.branch.id)
        self.locked_id = None if locked is None else locked.id
        self.known = await self.services.styles.list()
        self.query_one("#styles-locked", Static).update(locked_line(locked, self.place.branch.name))
        if go_to is not None and go_to not in {style.id for style in self._found()}:
            self._end_filter()
        self._show()
        target = self.locked_id if first else go_to
        if target is not None:
            self._table.move_to(target, unfold=True)
        self.has_read()

    def _found(self) -> list[VisualStyle]:
        words = self.query_one("#styles-filter", Input).value.casefold().split()
        # Groups stand together only when their rows do.
        rows = sorted(self.known, key=lambda style: not style.builtin)
        return [style for style in rows if _contains(style, words)]

    def _show(self) -> None:
        self._table.set_rows(self._found(), ignore_folds=self.filtering)
        self._show_current()

    @property
    def _table(self) -> RowTable[VisualStyle]:
        return cast("RowTable[VisualStyle]", self.query_one("#styles", RowTable))

    def _cells(self, style: VisualStyle) -> tuple[str | Content, ...]:
        sign = Content.styled("✓", "$success") if style.id == self.locked_id else Content("")
        if has_true_colours(self):
            swatches = palette_content(style.palette[:SWATCHES], self._swatch_cells)
        else:
            swatches = Content.styled(f"{len(style.palette)} tones", "$quiet")
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
        detail, style = self.query_one(StyleDetail), self.current
        detail.shown = style
        if style is not None:
            self.load_use(style)
        self.refresh_bindings()

    @work(group="styles.use", exclusive=True, description="Reading who uses a style")
    @guarded
    async def load_use(self, style: VisualStyle) -> None:
        """Read who uses the style that is shown."""
        use = await self.services.styles.use(style.id)
        detail = self.query_one(StyleDetail)
        if detail.shown == style:
            detail.show_use(use)

    # --- filtering -------------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Show the filter line and type into it."""
        self.filtering = True
        self.query_one("#styles-filter", Input).focus()

    @on(Input.Changed, "#styles-filter")
    def _narrow(self) -> None:
        self._show()

    @on(Input.Submitted, "#styles-filter")
    def _keep_filter(self) -> None:
        """Enter keeps the filter and goes back to the list."""
        self.filtering = bool(self.query_one("#styles-filter", Input).value)
        self._table.focus()

    def action_back(self) -> None:
        """Escape takes the filter away first."""
        if self.filtering:
            self._end_filter()
        else:
            super().action_back()

    def _end_filter(self) -> None:
        self.query_one("#styles-filter", Input).value = ""
        self.filtering = False
        self._table.focus()

    # --- actions ---------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is locked can't be locked again, what is built in stays as it is."""
        style = self.current
        if action in OF_A_STYLE and style is None:
            return None
        if action == "lock" and style is not None and style.id == self.locked_id:
            return None
        if action in {"delete", "references"} and style is not None and style.builtin:
            return None
        return super().check_action(action, parameters)

    def on_row_table_row_activated(self) -> None:
        """A double click locks."""
        if self.check_action("lock", ()):
            self.action_lock()
        elif self.current is not None:
            say(self, f"{self.current.name} is locked already. Press 4 for the board.")

    @work(group="styles.flow", description="Working on a style")
    @guarded
    async def _run(self, flow: Flow) -> None:
        if (style := self.current) is not None:
            await flow(self, style)

    def action_lock(self) -> None:
        """Lock the style under the cursor, after naming the pictures that become stale."""
        self._run(style_flows.lock)

    def action_edit(self) -> None:
        """Change the style under the cursor."""
        self._run(style_flows.edit)

    def action_delete(self) -> None:
        """Delete the style under the cursor."""
        self._run(style_flows.delete)

    def action_references(self) -> None:
        """The reference images of the style under the cursor."""
        self._run(style_flows.references)

    def action_versions(self) -> None:
        """The versions of the style under the cursor."""
        self._run(style_flows.versions)

    def action_export(self) -> None:
        """Write the style under the cursor into a file."""
        self._run(style_flows.export)

    def action_duplicate(self) -> None:
        """Describe a style that begins as a copy of the one under the cursor."""
        self._run(lambda screen, style: style_flows.duplicate(screen, style, f"A style from {style.name}"))

    @work(group="styles.flow", description="Describing a style")
    @guarded
    async def action_new(self) -> None:
        """Describe a style of one's own."""
        await style_flows.create(self, "New style", None)

    @work(group="styles.flow", description="Taking a style from a file")
    @guarded
    async def action_import_file(self) -> None:
        """Take a style from a file."""
        await style_flows.bring(self)


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


def _contains(style: VisualStyle, words: Iterable[str]) -> bool:
    text = f"{style.name} {style.tagline} {style.visual_description}".casefold()
    return all(word in text for word in words)


def _origin(style: VisualStyle) -> str:
    return "Built in" if style.builtin else "Your own"
