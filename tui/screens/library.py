"""The global library: what other films have locked, found again and brought into this one (SPEC 2.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import var
from textual.widgets import Input, Static

from core.models import Asset, AssetType, Collision, GlobalAsset
from tui import keymap
from tui.base import UNREAD, guarded, say
from tui.modals.choose import ChooseModal, Option
from tui.place import Place
from tui.screens.project import ServiceScreen
from tui.theme import TYPE_MARKS, TYPE_PLURALS
from tui.widgets.empty import EmptyState
from tui.widgets.facts import FactsBuilder, FactsPane
from tui.widgets.picture import Picture
from tui.widgets.row_table import Column, RowTable

TYPE_ORDER = tuple(AssetType)

COLUMNS = (
    Column("", width=1),
    Column("Name", width=13, fraction=2.0),
    Column("Film", width=11, fraction=1.0, style="$quiet"),
    Column("Style", width=16, fraction=1.0, style="$quiet", hide_below=62),
    Column("Promoted", width=10, style="$quiet", hide_below=50),
)


@dataclass(frozen=True, slots=True)
class LibraryView:
    """What was found for `search`, by type; `read` is False before the first time."""

    assets: tuple[GlobalAsset, ...] = ()
    search: str = ""
    read: bool = False


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
    searching: var[bool] = var(False, toggle_class="-searching")

    def compose_content(self) -> ComposeResult:
        """Where assets would go, the search, the list, and the asset under the cursor."""
        yield Static(id="library-target")
        yield Input(placeholder="Names, descriptions, films, styles…", id="library-search")
        with Horizontal(id="library-body"):
            yield RowTable[GlobalAsset](
                COLUMNS,
                key=lambda asset: asset.id,
                cells=_cells,
                group=lambda asset: TYPE_PLURALS[asset.type],
                empty="Nothing in the library contains that. Press escape to see all.",
                id="library",
            )
            with Vertical(id="library-detail"):
                yield Picture(id="library-picture", empty_text="")
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
        self.query_one("#library-target", Static).update(target_line(self.lookbook.place))
        self.load()

    @work(group="library.load", exclusive=True, description="Reading the library")
    @guarded
    async def load(self) -> None:
        """Read what the search finds."""
        search = self.query_one("#library-search", Input).value.strip()
        found = await self.services.library.list(search)
        ordered = sorted(found, key=lambda asset: TYPE_ORDER.index(asset.type))
        self.view = LibraryView(tuple(ordered), search, read=True)
        self.has_read()

    def watch_view(self, view: LibraryView) -> None:
        """The list follows."""
        self.set_class(view.read and not view.assets and not view.search, "-none")
        self._table.set_rows(view.assets)
        self._show_current()

    @property
    def _table(self) -> RowTable[GlobalAsset]:
        return cast("RowTable[GlobalAsset]", self.query_one("#library", RowTable))

    def on_row_table_cursor_moved(self) -> None:
        """The detail follows the cursor."""
        self._show_current()

    def _show_current(self) -> None:
        self.current = self._table.cursor_row
        self.refresh_bindings()

    def watch_current(self, asset: GlobalAsset | None) -> None:
        """Picture and facts of the asset under the cursor."""
        self.query_one(Picture).path = None if asset is None else asset.path
        self.query_one(FactsPane).show(FactsBuilder() if asset is None else asset_facts(asset))

    # --- searching -------------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Show the search line and type into it."""
        self.searching = True
        self.query_one("#library-search", Input).focus()

    def on_input_changed(self) -> None:
        """The list narrows as one types."""
        self.load()

    def on_input_submitted(self) -> None:
        """Enter keeps the search and goes back to the list."""
        self.searching = bool(self.query_one("#library-search", Input).value)
        self._table.focus()

    def action_back(self) -> None:
        """Escape takes the search away first."""
        if self.searching:
            self.searching = False
            self.query_one("#library-search", Input).value = ""
            self._table.focus()
        else:
            super().action_back()

    # --- bringing in -----------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Bringing in needs a project to bring into."""
        if action == "bring":
            return True if self._table.cursor_row is not None and self.lookbook.place is not None else None
        if action == "filter":
            return True if self.view.assets or self.view.search else None
        return super().check_action(action, parameters)

    def on_row_table_row_activated(self) -> None:
        """A double click brings the asset in."""
        if self.lookbook.place is None:
            say(self, "Open a project first.", warning=True)
        else:
            self.action_bring()

    @work(group="library.bring", description="Bringing in an asset")
    @guarded
    async def action_bring(self) -> None:
        """Copy the asset under the cursor into the branch; asks when its name is taken there."""
        asset, place = self._table.cursor_row, self.lookbook.place
        if asset is None or place is None:
            return
        collision = None
        if await self._is_taken(asset, place):
            choice = await self.app.push_screen_wait(_ask_collision(asset, place))
            if choice is None:
                return
            collision = Collision(choice)
        brought = await self.services.library.bring(asset.id, place.branch.id, collision)
        say(self, brought_words(brought, asset, place))

    async def _is_taken(self, asset: GlobalAsset, place: Place) -> bool:
        cards = await self.services.assets.cards(place.branch.id)
        wanted = (asset.type, asset.name.casefold())
        return any((card.asset.type, card.asset.name.casefold()) == wanted for card in cards)


def _ask_collision(asset: GlobalAsset, place: Place) -> ChooseModal:
    word = TYPE_MARKS[asset.type].word
    return ChooseModal(
        f"{asset.name} is taken",
        [
            Option(Collision.RENAME, "Rename", f"Bring it in as {asset.name} with a number"),
            Option(Collision.SKIP, "Skip", "Leave the branch as it is"),
        ],
        text=f"{place.project.title} / {place.branch.name} has a {word} of that name.",
    )


def brought_words(brought: Asset | None, asset: GlobalAsset, place: Place) -> str:
    """What bringing in did, in one sentence."""
    if brought is None:
        return f"{asset.name} was skipped; nothing has changed."
    name = asset.name if brought.name == asset.name else f"{asset.name}, as {brought.name},"
    return f"{name} is on the board of {place.project.title} now."


def target_line(place: Place | None) -> Content:
    """Where enter would bring an asset."""
    if place is None:
        return Content.assemble(("○ ", "$warning"), "Open a project first to bring assets into it.")
    return Content.assemble(
        ("Enter copies the asset into ", "$quiet"), (f"{place.project.title} / {place.branch.name}", "bold")
    )


def asset_facts(asset: GlobalAsset) -> FactsBuilder:
    """What is said of an asset under its picture."""
    facts = FactsBuilder().title(asset.name)
    facts.text(Content.assemble(TYPE_MARKS[asset.type].content, f"  {asset.aspect_ratio}"))
    facts.heading("Description").text(asset.description or "None.")
    facts.heading("From")
    facts.fact("Film", asset.project_title).fact("Style", asset.style_name or "not known")
    facts.fact("Promoted", _day(asset))
    if asset.aliases:
        facts.fact("Also called", ", ".join(asset.aliases))
    if asset.voice_id:
        facts.fact("Voice", asset.voice_id)
    return facts


def _cells(asset: GlobalAsset) -> Sequence[str | Content]:
    return (
        TYPE_MARKS[asset.type].sign,
        asset.name,
        asset.project_title,
        asset.style_name,
        _day(asset),
    )


def _day(asset: GlobalAsset) -> str:
    return f"{asset.promoted_at.astimezone():%Y-%m-%d}"
