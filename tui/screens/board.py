"""The asset board: every asset of the branch under the one style, and what each still needs (SPEC 2.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.reactive import var
from textual.widgets import Input, Static

from core.errors import LookbookError
from core.models import AssetCard, AssetId, AssetState, AssetType, Image, StyleId, VisualStyle
from tui import keymap
from tui.base import UNREAD, Stage, StyleAnchor, guarded, say
from tui.modals.confirm import ConfirmModal
from tui.modals.generate import GenerateModal
from tui.modals.message import MessageModal
from tui.screens.project import ProjectScreen
from tui.theme import TYPE_MARKS, TYPE_PLURALS, mark
from tui.widgets.empty import EmptyState
from tui.widgets.facts import FactsBuilder, FactsPane
from tui.widgets.made_from import add_made_from, currency, pictures, price_words, when
from tui.widgets.picture import Picture
from tui.widgets.row_table import Column, RowTable

NEEDS_STYLE = "Please select a visual style anchor before generating."
"""The review's own words for a branch without a locked style (SPEC 2.4)."""

COLUMNS = (
    Column("State", width=15),
    Column("Name", width=16, fraction=1.0),
    Column("Ratio", width=5, style="$quiet"),
    Column("Pictures", width=8, align="right"),
    Column("Voice", width=10, style="$quiet", hide_below=84),
    Column("Description", width=16, fraction=3.0, style="$quiet", hide_below=84),
    Column("Updated", width=12, style="$quiet", hide_below=104),
)


@dataclass(frozen=True, slots=True)
class BoardView:
    """The board as last read."""

    cards: tuple[AssetCard, ...] = ()
    style: VisualStyle | None = None
    style_names: dict[StyleId, str] = field(default_factory=dict)
    read: bool = False


class BoardScreen(ProjectScreen[None]):
    """All assets of the branch by type; pictures and locks are made from here for many at once."""

    CSS_PATH = "board.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.BOARD)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS = "#assets"
    DEFAULT_CLASSES = UNREAD
    stage = Stage.BOARD
    help_id = "board"

    view: var[BoardView] = var(BoardView, init=False)
    filtering: var[bool] = var(False, toggle_class="-filtering")

    def compose_content(self) -> ComposeResult:
        """The anchor, the counts, the list and the picture of the asset under the cursor."""
        yield StyleAnchor()
        yield Static(id="board-counts")
        yield Static(Content.assemble(("! ", "bold"), NEEDS_STYLE), id="board-needs-style")
        yield Input(placeholder="Show only assets with…", id="board-filter")
        with Horizontal(id="board-body"):
            yield RowTable[AssetCard](
                COLUMNS,
                key=lambda card: card.asset.id,
                cells=_cells,
                group=lambda card: TYPE_PLURALS[card.asset.type],
                selectable=True,
                empty="No asset contains that. Press escape to see all.",
                id="assets",
            )
            with Vertical(id="board-detail"):
                yield Picture(id="board-picture")
                yield FactsPane(id="board-facts")
        yield EmptyState(
            "No assets yet: commit a review (2)",
            "Only what a person has approved in the review becomes an asset.",
            [("2", "open the review")],
            id="board-empty",
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
        self.view = BoardView(
            cards=await self.services.assets.cards(branch_id),
            style=await self.services.styles.locked(branch_id),
            style_names={style.id: style.name for style in await self.services.styles.list()},
            read=True,
        )
        self.has_read()

    def watch_view(self, view: BoardView) -> None:
        """Everything on the screen follows what was read."""
        self.query_one(StyleAnchor).locked_style = view.style
        self.query_one("#board-counts", Static).update(_counts(view.cards))
        self.set_class(view.read and view.style is None, "-no-style")
        self.set_class(view.read and not view.cards, "-none")
        self._show_rows()
        self.load_detail(self._current)
        self.refresh_bindings()

    def _show_rows(self) -> None:
        words = self.query_one("#board-filter", Input).value.casefold().split()
        self._table.set_rows(card for card in self.view.cards if _contains(card, words))

    @property
    def _table(self) -> RowTable[AssetCard]:
        return cast("RowTable[AssetCard]", self.query_one("#assets", RowTable))

    @property
    def _current(self) -> AssetCard | None:
        return self._table.cursor_row

    @property
    def _targets(self) -> tuple[AssetCard, ...]:
        wanted = set(self._table.targets)
        return tuple(card for card in self._table.rows if card.asset.id in wanted)

    # --- the picture beside the list -------------------------------------------------------------

    def on_row_table_cursor_moved(self) -> None:
        """The picture follows the cursor; what can be done follows it, too."""
        self.load_detail(self._current)
        self.refresh_bindings()

    @work(group="board.detail", exclusive=True, description="Reading what a picture was made from")
    @guarded
    async def load_detail(self, card: AssetCard | None) -> None:
        """Show the image key of `card` and what it was made from."""
        key: Image | None = None
        if card is not None and card.asset.image_key_id is not None:
            images = await self.services.assets.candidates(card.asset.id)
            key = next((image for image in images if image.id == card.asset.image_key_id), None)
        self._show_detail(card, key)

    def _show_detail(self, card: AssetCard | None, key: Image | None) -> None:
        picture = self.query_one("#board-picture", Picture)
        picture.empty_text = "" if card is None else _without_picture(card, self.view.style)
        picture.path = None if card is None else card.image_key_path
        if picture.path is None:
            picture.reload()
        self.query_one("#board-facts", FactsPane).show(_facts(card, key, self.view.style_names))

    # --- what can be done now --------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without assets nothing can be done; without a locked style nothing can be generated."""
        if action in {"generate", "generate_missing"}:
            return True if self.view.cards and self.view.style is not None else None
        if action in {"edit", "filter"}:
            return True if self.view.cards else None
        if action == "lock":
            return None if not self.view.cards else self._any(locked=False)
        if action == "unlock":
            return self._any(locked=True)
        if action == "promote":
            return self._any(locked=True) or None
        return super().check_action(action, parameters)

    def _any(self, *, locked: bool) -> bool:
        try:
            return any((card.asset.locked_at is not None) is locked for card in self._targets)
        except NoMatches:
            # The footer asks before the table is there.
            return False

    # --- opening and filtering -------------------------------------------------------------------

    def on_row_table_row_activated(self) -> None:
        """A double click opens the editor."""
        self.action_edit()

    @work(group="board.edit", exclusive=True, description="Opening the editor")
    async def action_edit(self) -> None:
        """Open the asset under the cursor in the editor."""
        if (card := self._current) is not None:
            await self.open_editor(card.asset.id)

    def on_row_table_selection_changed(self) -> None:
        """What can be done depends on what is selected."""
        self.refresh_bindings()

    def action_filter(self) -> None:
        """Show the filter line and type into it."""
        self.filtering = True
        self.query_one("#board-filter", Input).focus()

    def on_input_changed(self) -> None:
        """The list narrows as one types."""
        self._show_rows()

    def on_input_submitted(self) -> None:
        """Enter keeps the filter and goes back to the list."""
        self.filtering = bool(self.query_one("#board-filter", Input).value)
        self._table.focus()

    def action_back(self) -> None:
        """Escape takes the filter away first."""
        if self.filtering:
            self.query_one("#board-filter", Input).value = ""
            self.filtering = False
            self._table.focus()
        else:
            super().action_back()

    # --- generating ------------------------------------------------------------------------------

    @work(group="board.generate", description="Queueing pictures")
    @guarded
    async def action_generate(self) -> None:
        """Ask how many, then queue pictures of the selection or of the asset under the cursor."""
        await self._generate([card.asset.id for card in self._targets])

    @work(group="board.generate", description="Queueing pictures")
    @guarded
    async def action_generate_missing(self) -> None:
        """The same for each asset that has no current picture and none in the making."""
        missing = await self.services.images.missing(self.place.branch.id)
        if missing:
            await self._generate(missing)
        else:
            say(self, "Every asset has a current picture, or is getting one.")

    async def _generate(self, asset_ids: Sequence[AssetId]) -> None:
        one = await self.services.images.estimate(asset_ids)
        if not one.asset_ids:
            reasons = "\n".join(f"{name} {reason}." for name, reason in one.skipped)
            await self.app.push_screen_wait(MessageModal("Nothing to generate", reasons))
            return
        count = await self.app.push_screen_wait(GenerateModal(self._called(one.asset_ids), one))
        if count is None:
            return
        jobs = await self.services.images.enqueue(one.asset_ids, int(count))
        self.lookbook.jobs.kick()
        say(self, f"{pictures(len(jobs))} queued: {price_words(one, int(count))}.")
        self.load()

    def _called(self, asset_ids: Sequence[AssetId]) -> str:
        return _called([card for card in self.view.cards if card.asset.id in set(asset_ids)])

    # --- locking and promoting -------------------------------------------------------------------

    @work(group="board.lock", description="Locking assets")
    @guarded
    async def action_lock(self) -> None:
        """Lock the selection, or the asset under the cursor; what can't be locked is told in one dialog."""
        open_ones = [card for card in self._targets if card.asset.locked_at is None]
        if not open_ones:
            say(self, "It is locked already.")
            return

        async def lock(card: AssetCard) -> None:
            await self.services.assets.lock(card.asset.id, card.asset.version)

        await self._each(open_ones, lock, "locked")

    @work(group="board.lock", description="Unlocking assets")
    @guarded
    async def action_unlock(self) -> None:
        """Unlock after asking."""
        locked = [card for card in self._targets if card.asset.locked_at is not None]
        lines = (
            "Text, voice and image key can change again.",
            "The gate stays closed until then.",
        )
        question = ConfirmModal(f"Unlock {_called(locked)}?", lines, "Unlock")
        if await self.app.push_screen_wait(question):

            async def unlock(card: AssetCard) -> None:
                await self.services.assets.unlock(card.asset.id)

            await self._each(locked, unlock, "unlocked")

    @work(group="board.promote", description="Promoting assets")
    @guarded
    async def action_promote(self) -> None:
        """Copy the locked ones of the selection, or the asset under the cursor, to the global library."""

        async def promote(card: AssetCard) -> None:
            await self.services.library.promote(card.asset.id)

        await self._each(self._targets, promote, "promoted")

    async def _each(
        self, cards: Iterable[AssetCard], act: Callable[[AssetCard], Awaitable[None]], done: str
    ) -> None:
        """Do it to each; say how many it worked for, and in one dialog why it did not for the others."""
        worked, problems = [], []
        for card in cards:
            try:
                await act(card)
            except LookbookError as error:
                named = card.asset.name in error.message
                problems.append(error.message if named else f"{card.asset.name}: {error.message}")
            else:
                worked.append(card)
        self.load()
        if worked:
            say(self, f"{_called(worked)} {done}.")
        if problems:
            title = f"{len(problems)} of {len(problems) + len(worked)} could not be {done}"
            text = "\n\n".join(problems)
            await self.app.push_screen_wait(MessageModal(title, text, kind="error"))


def _called(cards: Sequence[AssetCard]) -> str:
    return cards[0].asset.name if len(cards) == 1 else f"{len(cards)} assets"


def _contains(card: AssetCard, words: Sequence[str]) -> bool:
    asset = card.asset
    parts = (asset.name, *asset.aliases, asset.type, card.state, asset.description, asset.voice_id or "")
    haystack = " ".join(parts).casefold()
    return all(word in haystack for word in words)


def _cells(card: AssetCard) -> tuple[str | Content, ...]:
    asset = card.asset
    return (
        mark(card.state).content,
        asset.name,
        asset.aspect_ratio.value,
        str(card.candidates or "–"),
        asset.voice_id or ("–" if asset.type is AssetType.CHARACTER else ""),
        " ".join(asset.description.split()),
        when(asset.updated_at),
    )


def _counts(cards: Sequence[AssetCard]) -> Content:
    """The counts towards the gate: "locked 3 / 12 · 2 stale · 1 generating"."""
    states = Counter(card.state for card in cards)
    states[AssetState.STALE] = sum(bool(card.stale) for card in cards)
    parts = [Content.assemble(("locked ", "$quiet"), (f"{states[AssetState.LOCKED]} / {len(cards)}", "bold"))]
    for state in (
        AssetState.STALE,
        AssetState.GENERATING,
        AssetState.CONFLICT_OPEN,
        AssetState.READY,
        AssetState.CANDIDATES,
        AssetState.NO_IMAGE,
    ):
        if states[state]:
            parts.append(Content.assemble((str(states[state]), mark(state).style), f" {mark(state).word}"))
    return Content.styled(" · ", "$faint").join(parts)


def _without_picture(card: AssetCard, style: VisualStyle | None) -> str:
    if card.state is AssetState.GENERATING:
        return "Its picture is being made."
    if card.candidates:
        return "No image key yet.\nPress enter to choose one of its candidates."
    return "No picture yet." if style is None else "No picture yet.\nPress g to generate."


def _facts(card: AssetCard | None, key: Image | None, style_names: dict[StyleId, str]) -> FactsBuilder:
    facts = FactsBuilder()
    if card is None:
        return facts
    asset = card.asset
    facts.title(asset.name)
    facts.text(Content.assemble(TYPE_MARKS[asset.type].content, f"  {asset.aspect_ratio}"))
    facts.fact("State", mark(card.state).content)
    if key is not None:
        facts.fact("Image key", currency(key))
        add_made_from(facts, key, style_names)
    if asset.voice_id:
        facts.fact("Voice", asset.voice_id)
    if asset.description:
        facts.heading("Description").text(asset.description)
    return facts
