"""The asset board: every asset of the branch under the one style, and what each still needs (SPEC 2.5).

How assets stand and look is in `board_rows`, the language of the filter in `board_filter`, the tiles in
`board_gallery`, what takes several steps in `board_flows`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.reactive import var
from textual.widgets import Static

from core.models import AssetCard, AssetId, Image, Job, JobState, StyleId, VisualStyle
from tui import keymap
from tui.base import UNREAD, Stage, StyleAnchor, guarded
from tui.pictures import copy_path
from tui.screens import board_flows as flows
from tui.screens import board_rows as rows
from tui.screens.board_filter import FILTER_HELP, parse_filter
from tui.screens.board_gallery import Gallery
from tui.screens.board_rows import BoardLook, Sorting
from tui.screens.job_words import Run, run_words
from tui.screens.project import ProjectScreen
from tui.widgets.empty import EmptyState
from tui.widgets.facts import FactsPane
from tui.widgets.filter_bar import FilterBar
from tui.widgets.picture import Picture
from tui.widgets.progress import Meter
from tui.widgets.row_table import RowTable

NEEDS_STYLE = "Please select a visual style anchor before generating."
"""The review's own words for a branch without a locked style (SPEC 2.4)."""

EXAMPLES = "   ".join(example for example, _ in FILTER_HELP)
NEEDS_ASSETS = frozenset(
    {"edit", "filter", "sort", "turn", "select_by_type", "toggle_gallery", "generate", "generate_missing"}
)


@dataclass(frozen=True, slots=True)
class BoardView:
    """The board as last read."""

    cards: tuple[AssetCard, ...] = ()
    style: VisualStyle | None = None
    style_names: dict[StyleId, str] = field(default_factory=dict)
    jobs: tuple[Job, ...] = ()
    read: bool = False


class BoardScreen(ProjectScreen[None]):
    """All assets of the branch by type; pictures and locks are made from here for many at once."""

    CSS_PATH = "board.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.BOARD)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS = ""
    DEFAULT_CLASSES = UNREAD
    stage = Stage.BOARD
    help_id = "board"

    view: var[BoardView] = var(BoardView, init=False)
    sorting: var[Sorting] = var(rows.BY_NAME, init=False)
    gallery_shown: var[bool] = var(False, init=False, toggle_class="-gallery")

    def __init__(self) -> None:
        super().__init__()
        self.table = RowTable[AssetCard](
            rows.COLUMNS,
            key=lambda card: card.asset.id,
            cells=rows.cells,
            group=rows.group,
            selectable=True,
            empty="No asset fits the filter. Press escape to see all.",
            id="assets",
        )
        self.gallery = Gallery(self.table, id="gallery")
        self._run: Run | None = None

    def compose_content(self) -> ComposeResult:
        """The anchor, the counts, the list or the gallery, and the picture of the asset under the cursor."""
        yield StyleAnchor()
        with Horizontal(id="board-head"):
            yield Static(id="board-counts")
            yield Meter(id="board-meter")
        yield Static(Content.assemble(("! ", "bold"), NEEDS_STYLE), id="board-needs-style")
        yield Static(id="board-run")
        yield FilterBar("ida   type:prop   state:stale   no:voice   -coat", EXAMPLES)
        with Horizontal(id="board-body"):
            yield self.table
            yield self.gallery
            with Vertical(id="board-detail"):
                yield Picture(id="board-picture", caption=True)
                yield FactsPane(id="board-facts")
        yield EmptyState(
            "No assets yet: commit a review (2)",
            "Only what a person has approved in the review becomes an asset.",
            [("2", "open the review")],
            id="board-empty",
        )

    def on_mount(self) -> None:
        """Look as one has looked last."""
        look = self.lookbook.board_looks.get(self.place.branch.id, BoardLook())
        self.table.fold(look.folded)
        self.sorting = look.sorting
        self.gallery_shown = look.gallery
        self.filter_bar.take(look.filter_text)
        self._front.focus()

    def _keep_look(self) -> None:
        """The next board of this branch looks the same."""
        if not self.view.read:
            return
        row = self.table.cursor_row
        self.lookbook.board_looks[self.place.branch.id] = BoardLook(
            gallery=self.gallery_shown,
            sorting=self.sorting,
            filter_text=self.filter_bar.text,
            folded=self.table.folded,
            cursor=None if row is None else row.asset.id,
            selected=cast("tuple[AssetId, ...]", self.table.selected),
        )

    # --- reading ---------------------------------------------------------------------------------

    def on_screen_resume(self) -> None:
        """The list is read again: the editor, the styles and the review change it."""
        self.load()

    def on_job_moved(self) -> None:
        """A batch moves several jobs at a time; they are read together."""
        self.reload_soon()

    @work(group="board.load", exclusive=True, description="Reading the assets")
    @guarded
    async def load(self) -> None:
        """Read assets, counts and the locked style."""
        branch_id = self.place.branch.id
        look = None if self.view.read else self.lookbook.board_looks.get(branch_id)
        self.view = BoardView(
            cards=await self.services.assets.cards(branch_id),
            style=await self.services.styles.locked(branch_id),
            style_names={style.id: style.name for style in await self.services.styles.list()},
            jobs=await self.services.images.jobs(branch_id),
            read=True,
        )
        if look is not None:
            self.table.set_selected(look.selected)
            if look.cursor is not None:
                self.table.move_to(look.cursor)
        self.has_read()

    def watch_view(self, view: BoardView) -> None:
        """Everything on the screen follows what was read."""
        self.query_one(StyleAnchor).locked_style = view.style
        meter = self.query_one("#board-meter", Meter)
        meter.total = len(view.cards)
        meter.done = sum(card.asset.locked_at is not None and not card.stale for card in view.cards)
        meter.note = "ready for the gate"
        self.set_class(view.read and view.style is None, "-no-style")
        self.set_class(view.read and not view.cards, "-none")
        self._show_run()
        self._show_rows()

    def _show_run(self) -> None:
        """How far the pictures are that were asked for, and what they have cost when all are made."""
        self._run = Run.of(self.view.jobs, self._run)
        self.set_class(self._run is not None, "-running")
        if self._run is not None:
            self.query_one("#board-run", Static).update(run_words(self._run))

    def _show_rows(self) -> None:
        wanted = parse_filter(self.filter_bar.text)
        self.filter_bar.tell(wanted.problems)
        shown = rows.arrange(self.view.cards, self.sorting, wanted)
        ids = {card.asset.id for card in shown}
        hidden = [card.asset.id for card in self.view.cards if card.asset.id not in ids]
        self.table.set_sort(self.sorting.column, self.sorting.descending)
        self.table.set_rows(shown, hidden=hidden, ignore_folds=not wanted.empty)
        self.gallery.refresh_rows(filtered=not wanted.empty)
        self._show_counts()
        self._show_current()

    def _show_counts(self) -> None:
        line = rows.counts(
            self.view.cards,
            shown=len(self.table.rows),
            selected=self.table.selected_count,
            sorting=self.sorting,
        )
        self.query_one("#board-counts", Static).update(line)

    @property
    def filter_bar(self) -> FilterBar:
        """Where a filter is typed."""
        return self.query_one(FilterBar)

    @property
    def _front(self) -> RowTable[AssetCard] | Gallery:
        return self.gallery if self.gallery_shown else self.table

    @property
    def _targets(self) -> tuple[AssetCard, ...]:
        """What an action applies to, marked assets that the filter hides included."""
        wanted = set(self.table.targets)
        return tuple(card for card in self.view.cards if card.asset.id in wanted)

    # --- the picture beside the list -------------------------------------------------------------

    def on_row_table_cursor_moved(self) -> None:
        """The picture follows the cursor; what can be done follows it, too."""
        self.gallery.refresh_marks()
        self._show_current()

    def _show_current(self) -> None:
        self.load_detail(self.table.cursor_row)
        self._keep_look()
        self.refresh_bindings()

    @work(group="board.detail", exclusive=True, description="Reading what a picture was made from")
    @guarded
    async def load_detail(self, card: AssetCard | None) -> None:
        """Show the image key of `card` and what it was made from."""
        if self.gallery_shown:
            return
        key: Image | None = None
        if card is not None and card.asset.image_key_id is not None:
            images = await self.services.assets.candidates(card.asset.id)
            key = next((image for image in images if image.id == card.asset.image_key_id), None)
        self._show_detail(card, key)

    def _show_detail(self, card: AssetCard | None, key: Image | None) -> None:
        picture = self.query_one("#board-picture", Picture)
        picture.empty_text = "" if card is None else rows.without_picture(card, self.view.style is not None)
        picture.path = None if card is None else card.image_key_path
        if picture.path is None:
            picture.reload()
        self.query_one("#board-facts", FactsPane).show(rows.facts(card, key, self.view.style_names))

    # --- what can be done now --------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without assets nothing can be done; without a locked style nothing can be generated."""
        if action in {"generate", "generate_missing"} and self.view.style is None:
            return None
        if action in NEEDS_ASSETS:
            return True if self.view.cards else None
        match action:
            case "lock":
                return None if not self.view.cards else self._any(locked=False)
            case "unlock":
                return self._any(locked=True)
            case "promote":
                return self._any(locked=True) or None
            case "copy_path":
                row = self.table.cursor_row
                return True if row is not None and row.image_key_path is not None else None
            case "stop":
                return any(job.state is JobState.QUEUED for job in self.view.jobs)
            case _:
                return super().check_action(action, parameters)

    def _any(self, *, locked: bool) -> bool:
        try:
            return any((card.asset.locked_at is not None) is locked for card in self._targets)
        except NoMatches:
            # The footer asks before the table is there.
            return False

    # --- opening, looking, filtering -------------------------------------------------------------

    def on_row_table_row_activated(self) -> None:
        """A double click opens the editor."""
        self.action_edit()

    def on_gallery_opened(self) -> None:
        """See `on_row_table_row_activated`."""
        self.action_edit()

    @work(group="board.edit", exclusive=True, description="Opening the editor")
    async def action_edit(self) -> None:
        """Open the asset under the cursor in the editor; the heading of a fold opens the fold."""
        if (card := self.table.cursor_row) is not None:
            await self.open_editor(card.asset.id)
        elif self.table.open_fold():
            self.gallery.refresh_rows()

    def on_row_table_selection_changed(self) -> None:
        """What can be done depends on what is selected."""
        self.gallery.refresh_marks()
        self._show_counts()
        self._keep_look()
        self.refresh_bindings()

    def action_toggle_gallery(self) -> None:
        """From the list to the gallery and back."""
        self.gallery_shown = not self.gallery_shown

    def watch_gallery_shown(self, shown: bool) -> None:
        """Keys, cursor and marks go along."""
        if not self.is_mounted:
            return
        typing = self.filter_bar.is_open and not (self.table.has_focus or self.gallery.has_focus)
        if not typing:
            self._front.focus()
        self._show_current()

    def action_sort(self) -> None:
        """Sort by the next column."""
        self.sorting = rows.next_sorting(self.sorting)

    def action_turn(self) -> None:
        """Sort the other way round."""
        self.sorting = rows.turned(self.sorting)

    def on_row_table_header_clicked(self, message: RowTable.HeaderClicked) -> None:
        """A click on a column sorts by it, then turns the order."""
        self.sorting = rows.by_column(message.column_id, self.sorting)

    def watch_sorting(self) -> None:
        """Rows, indicator and status follow."""
        if self.view.read:
            self._show_rows()

    def action_select_by_type(self) -> None:
        """Select all of the type under the cursor that are shown."""
        if (current := self.table.cursor_row) is not None:
            alike = [card.asset.id for card in self.table.rows if card.asset.type is current.asset.type]
            self.table.set_selected([*self.table.selected, *alike])

    def action_filter(self) -> None:
        """Show the filter line and type into it."""
        self.filter_bar.open()

    def on_filter_bar_changed(self) -> None:
        """The list narrows as one types; the cursor stands on an asset that fits."""
        if self.view.read:
            self._show_rows()

    def on_filter_bar_kept(self) -> None:
        """Enter keeps the filter and goes back to the list."""
        if not self.filter_bar.text:
            self.filter_bar.close()
        self._front.focus()

    def action_back(self) -> None:
        """Escape takes the filter away first, then the marks."""
        if self.filter_bar.is_open:
            self.filter_bar.close()
            self._front.focus()
        elif self.table.selected_count:
            self.table.set_selected(())
        else:
            super().action_back()

    def action_copy_path(self) -> None:
        """Copy the path of the image key, to open it elsewhere."""
        row = self.table.cursor_row
        if row is not None and row.image_key_path is not None:
            copy_path(self, row.image_key_path)

    # --- for many at once ------------------------------------------------------------------------

    @work(group="board.generate", description="Queueing pictures")
    @guarded
    async def action_generate(self) -> None:
        """Ask how many, then queue pictures of the selection or of the asset under the cursor."""
        if targets := self._targets:
            await flows.generate(self, [card.asset.id for card in targets], rows.called(targets))

    @work(group="board.generate", description="Queueing pictures")
    @guarded
    async def action_generate_missing(self) -> None:
        """The same for each asset that has no current picture and none in the making."""
        if found := await flows.missing(self.services, self):
            names = [card.asset.name for card in self.view.cards if card.asset.id == found[0]]
            await flows.generate(self, found, "".join(names))

    @work(group="board.stop", description="Taking pictures out of the queue")
    @guarded
    async def action_stop(self) -> None:
        """Take what waits out of the queue; what runs has been asked for and is waited for."""
        waiting = [job for job in self.view.jobs if job.state is JobState.QUEUED]
        await flows.stop(self, waiting)

    @work(group="board.lock", description="Locking assets")
    @guarded
    async def action_lock(self) -> None:
        """Lock the selection, or the asset under the cursor; what can't be locked is told in one dialog."""
        if targets := self._targets:
            await flows.lock(self, targets)

    @work(group="board.lock", description="Unlocking assets")
    @guarded
    async def action_unlock(self) -> None:
        """Unlock after asking."""
        await flows.unlock(self, self._targets)

    @work(group="board.promote", description="Promoting assets")
    @guarded
    async def action_promote(self) -> None:
        """Copy the locked ones of the selection, or the asset under the cursor, to the global library."""
        await flows.promote(self, self._targets)
