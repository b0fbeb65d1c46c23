"""The global library: what other films have locked, found again and brought into this one (SPEC 2.7).

How entries stand and look is in `library_rows`, bringing in in `library_flows`.
"""

from __future__ import annotations

from typing import ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import var
from textual.widgets import Static

from core.models import GlobalAsset
from tui import keymap
from tui.base import UNREAD, guarded, say
from tui.modals.confirm import ConfirmModal
from tui.pictures import copy_path
from tui.screens import library_flows as flows
from tui.screens import library_rows as rows
from tui.screens.library_rows import LibraryView, Sorting
from tui.screens.project import ServiceScreen
from tui.widgets.empty import EmptyState
from tui.widgets.facts import FactsBuilder, FactsPane
from tui.widgets.filter_bar import FilterBar
from tui.widgets.picture import Picture
from tui.widgets.row_table import RowTable


class LibraryScreen(ServiceScreen[None]):
    """The assets that all films share. Shown with or without an open project."""

    CSS_PATH = "library.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.LIBRARY)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (140, "-wide")]
    AUTO_FOCUS = "#library"
    DEFAULT_CLASSES = UNREAD
    help_id = "library"

    view: var[LibraryView] = var(LibraryView, init=False)
    current: var[GlobalAsset | None] = var(None, init=False)
    sorting: var[Sorting] = var(Sorting(), init=False)

    def compose_content(self) -> ComposeResult:
        """Where assets would go, the search, the list, and the asset under the cursor."""
        yield Static(id="library-target")
        yield FilterBar("names, descriptions   film:low   style:35mm   type:prop", rows.FILTER_EXAMPLES)
        with Horizontal(id="library-body"):
            yield RowTable[GlobalAsset](
                rows.COLUMNS,
                key=lambda entry: entry.id,
                cells=rows.cells,
                group=rows.group,
                folded=[rows.EARLIER],
                selectable=True,
                empty="Nothing in the library fits that. Press escape to see all.",
                id="library",
            )
            with Vertical(id="library-detail"):
                yield Picture(id="library-picture", empty_text="", caption=True)
                yield FactsPane(id="library-facts")
        yield EmptyState(
            "The library is empty",
            "Locked assets come here when they are promoted: with p at the gate (5) or the board (4).\n"
            "They stay when their film goes.",
            [("esc", "back")],
            id="library-empty",
        )

    # --- reading ---------------------------------------------------------------------------------

    def on_screen_resume(self) -> None:
        """Read again: other films may have promoted since."""
        self.load()

    def read_again(self) -> None:
        """What was taken back is seen at once."""
        self.load()

    @work(group="library.load", exclusive=True, description="Reading the library")
    @guarded
    async def load(self) -> None:
        """Read the library, and what the open branch has of it."""
        place, services = self.lookbook.place, self.services
        entries = await services.library.list()
        if place is None:
            self.view = LibraryView(entries, read=True)
        else:
            brought = await services.library.brought(place.project.id)
            self.view = LibraryView(
                entries,
                style=await services.styles.locked(place.branch.id),
                brought=brought,
                cards=await services.assets.cards(place.branch.id),
                place=place,
                read=True,
                brought_ids=frozenset(one.global_id for one in brought),
            )
        self.has_read()

    def watch_view(self, view: LibraryView) -> None:
        """The list follows."""
        self.set_class(view.read and not view.entries, "-none")
        self._show_rows()

    def _show_rows(self) -> None:
        wanted = rows.parse_filter(self.filter_bar.text, self.view)
        self.filter_bar.tell(wanted.problems)
        shown = rows.arrange(self.view.entries, self.sorting, wanted)
        ids = {entry.id for entry in shown}
        hidden = [entry.id for entry in self.view.entries if entry.id not in ids]
        self._table.set_sort(self.sorting.column, self.sorting.descending)
        self._table.set_rows(shown, hidden=hidden, ignore_folds=not wanted.empty)
        self._show_current()

    @property
    def _table(self) -> RowTable[GlobalAsset]:
        return cast("RowTable[GlobalAsset]", self.query_one("#library", RowTable))

    @property
    def filter_bar(self) -> FilterBar:
        """Where one types what is looked for."""
        return self.query_one(FilterBar)

    @property
    def _targets(self) -> tuple[GlobalAsset, ...]:
        wanted = set(self._table.targets)
        return tuple(entry for entry in self.view.entries if entry.id in wanted)

    def on_row_table_cursor_moved(self) -> None:
        """The detail follows the cursor."""
        self._show_current()

    def on_row_table_selection_changed(self) -> None:
        """What enter would bring follows the marks."""
        self._show_current()

    def _show_current(self) -> None:
        selected = self._table.selected_count
        self.query_one("#library-target", Static).update(rows.target_line(self.view, selected))
        entry = self._table.cursor_row
        self.query_one(Picture).path = None if entry is None else entry.path
        built = FactsBuilder() if entry is None else rows.facts(entry, self.view)
        self.query_one(FactsPane).show(built, keep_place=entry == self.current)
        self.current = entry
        self.refresh_bindings()

    # --- searching and sorting -------------------------------------------------------------------

    def action_filter(self) -> None:
        """Show the search line and type into it."""
        self.filter_bar.open()

    def on_filter_bar_changed(self) -> None:
        """The list narrows as one types."""
        self._show_rows()

    def on_filter_bar_kept(self) -> None:
        """Enter keeps the search and goes back to the list."""
        if not self.filter_bar.text:
            self.filter_bar.close()
        self._table.focus()

    def action_sort(self) -> None:
        """Sort by the next column."""
        self.sorting = rows.next_sorting(self.sorting)

    def action_turn(self) -> None:
        """Sort the other way round."""
        self.sorting = rows.turned(self.sorting)

    def on_row_table_header_clicked(self, message: RowTable.HeaderClicked) -> None:
        """A click on a column sorts by it, then turns the order."""
        column = message.column_id
        same = self.sorting.column == column
        self.sorting = rows.turned(self.sorting) if same else rows.natural(column)

    def watch_sorting(self) -> None:
        """Rows and indicator follow."""
        self._show_rows()

    def action_back(self) -> None:
        """Escape takes the search away first, then the marks."""
        if self.filter_bar.is_open:
            self.filter_bar.close()
            self._table.focus()
        elif self._table.selected_count:
            self._table.set_selected(())
        else:
            super().action_back()

    # --- bringing in, taking out -----------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Bringing in needs a project to bring into."""
        if action == "bring":
            return True if self._targets and self.lookbook.place is not None else None
        if action == "remove":
            return True if self._targets else None
        if action in {"filter", "sort", "turn", "copy_path"}:
            return True if self.view.entries else None
        return super().check_action(action, parameters)

    def on_row_table_row_activated(self) -> None:
        """A double click brings the asset in."""
        if self.lookbook.place is None:
            say(self, "Open a project first.", warning=True)
        else:
            self.action_bring()

    @work(group="library.bring", description="Bringing in assets")
    @guarded
    async def action_bring(self) -> None:
        """Copy the marked entries, or the one under the cursor, into the branch."""
        await flows.bring(self, self.services, self.view, self._targets)
        self._table.set_selected(())
        self.load()

    @work(group="library.remove", description="Taking entries out of the library")
    @guarded
    async def action_remove(self) -> None:
        """Take the marked entries, or the one under the cursor, out of the library, after asking."""
        entries = self._targets
        what = entries[0].name if len(entries) == 1 else f"{len(entries)} entries"
        lines = ["Films that have brought it keep their copies.", "The film that it came from keeps it, too."]
        question = ConfirmModal(f"Take {what} out of the library?", lines, "Take out", danger=True)
        if not await self.app.push_screen_wait(question):
            return
        removed = [await self.services.library.remove(entry.id) for entry in entries]

        async def put_back() -> None:
            for one in removed:
                await self.services.library.put_back(one)

        say(self, f"{what} taken out of the library.", undo=put_back)
        self._table.set_selected(())
        self.load()

    def action_copy_path(self) -> None:
        """Copy the path of the picture, to open it elsewhere."""
        if (entry := self._table.cursor_row) is not None:
            copy_path(self, entry.path)
