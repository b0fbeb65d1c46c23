"""Two branches side by side: the same entity in two looks, its pictures and the words that differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import var
from textual.widgets import Input, Static

from core.models import AssetCard, AssetDifference, AssetPair, BranchCard, BranchComparison, BranchId
from tui import keymap
from tui.base import UNREAD, guarded, say
from tui.modals.confirm import ConfirmModal
from tui.screens.compare_parts import (
    differs_words,
    name_of,
    pair_sign,
    side_facts,
    side_head,
    without_picture,
)
from tui.screens.project import ProjectScreen
from tui.theme import TYPE_PLURALS
from tui.widgets.empty import EmptyState
from tui.widgets.facts import FactsPane
from tui.widgets.picture import Picture
from tui.widgets.row_table import Column, RowTable

Side = Literal[0, 1]
SIDES: tuple[Side, Side] = (0, 1)

TAKEN = frozenset({AssetDifference.DESCRIPTION, AssetDifference.ADDITIONS, AssetDifference.TRAITS})
"""What is taken over as the text of an asset; its name and voice are chosen for themselves."""

COLUMNS = (
    Column("", width=1),
    Column("Asset", width=12, fraction=1.0),
    Column("Differs in", width=14, fraction=1.0, style="$quiet", hide_below=44),
)


class CompareScreen(ProjectScreen[None]):
    """The rows of both branches; of the one under the cursor both sides, of which one is chosen."""

    CSS_PATH = "compare.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.COMPARE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-medium"), (150, "-wide")]
    AUTO_FOCUS = "#pairs"
    DEFAULT_CLASSES = UNREAD
    help_id = "compare"

    view: var[BranchComparison | None] = var(None, init=False)
    side: var[Side] = var(0, init=False)
    different: var[bool] = var(False, init=False)
    filtering: var[bool] = var(False, toggle_class="-filtering")
    pictures: var[bool] = var(False, toggle_class="-pictures")
    """Whether pictures stand where they would not by themselves, and are away where they would."""

    def __init__(self, one: BranchId, other: BranchId) -> None:
        """`one` stands at the left."""
        super().__init__()
        self.branch_ids = one, other

    def compose_content(self) -> ComposeResult:
        """The rows at the left, the two sides beside them."""
        yield Input(placeholder="Show only assets with…", id="compare-filter")
        with Horizontal(id="compare-body"):
            yield RowTable[AssetPair](
                COLUMNS,
                key=_key,
                cells=_cells,
                group=self._group,
                empty="Nothing here.",
                id="pairs",
            )
            for side in SIDES:
                with Vertical(id=f"side-{side}", classes="side"):
                    yield Static(classes="side-head")
                    yield Picture(classes="side-picture")
                    pane = FactsPane(classes="side-facts")
                    pane.can_focus = False
                    yield pane
        yield EmptyState(
            "Neither branch has assets yet",
            "Only what a person has approved in the review becomes an asset.",
            [("2", "open the review")],
            id="compare-empty",
        )

    # --- reading ---------------------------------------------------------------------------------

    def on_screen_resume(self) -> None:
        """Read again: the editor may have changed a side, and the branch that is worked on."""
        self.branch_name = self.place.branch.name
        self.load()

    def on_job_moved(self) -> None:
        """Pictures come while one looks."""
        self.reload_soon()

    @work(group="compare.load", exclusive=True, description="Comparing two branches")
    @guarded
    async def load(self) -> None:
        """Compare the two branches as they are now."""
        self.view = await self.services.branches.compare(*self.branch_ids)
        self.has_read()

    def watch_view(self, view: BranchComparison | None) -> None:
        """Rows and both sides follow."""
        self.set_class(view is not None and not view.pairs, "-none")
        self._show_rows()

    def watch_side(self) -> None:
        """The chosen side is marked; what can be done depends on it."""
        self._show_sides()

    def watch_different(self) -> None:
        """Fewer rows, or all."""
        self._show_rows()

    def _show_rows(self) -> None:
        if self.view is None:
            return
        words = self.query_one("#compare-filter", Input).value.casefold().split()
        shown = [
            pair
            for pair in self.view.pairs
            if _contains(pair, words) and (pair.differs or not self.different)
        ]
        self._table.empty = (
            "No asset contains that. Press escape to see all."
            if words
            else "Nothing differs but the pictures. Press D to see all."
        )
        self._table.set_rows(shown)
        self._show_sides()

    def on_row_table_cursor_moved(self) -> None:
        """Both sides follow the cursor."""
        self._show_sides()

    def _show_sides(self) -> None:
        view, pair = self.view, self.pair
        if view is None:
            return
        for side in SIDES:
            pane = self.query_one(f"#side-{side}")
            branch = self._branch(side)
            pane.set_class(side == self.side, "-chosen")
            is_here = branch.branch.id == self.place.branch.id
            pane.query_one(".side-head", Static).update(side_head(branch, side == self.side, is_here))
            card = None if pair is None else _card(pair, side)
            picture = pane.query_one(Picture)
            picture.empty_text = without_picture(card, branch)
            picture.path = None if card is None else card.image_key_path
            if picture.path is None:
                picture.reload()
            pane.query_one(FactsPane).show(side_facts(pair, side, branch.branch.name))
        self.refresh_bindings()

    @property
    def _table(self) -> RowTable[AssetPair]:
        return cast("RowTable[AssetPair]", self.query_one("#pairs", RowTable))

    @property
    def pair(self) -> AssetPair | None:
        """The row under the cursor."""
        tables = list(self.query("#pairs").results(RowTable))
        row = tables[0].cursor_row if tables else None
        return row if isinstance(row, AssetPair) else None

    def _branch(self, side: Side) -> BranchCard:
        assert self.view is not None, "a side was asked for before the first read"
        return (self.view.one, self.view.other)[side]

    def _group(self, pair: AssetPair) -> str:
        if pair.is_matched:
            return TYPE_PLURALS[pair.type]
        return f"Only on {self._branch(0 if pair.other is None else 1).branch.name}"

    # --- looking ---------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what a side has can be opened; only a text that differs can be taken."""
        if action == "edit":
            return True if self.pair is not None and _card(self.pair, self.side) is not None else None
        if action == "take":
            return True if self.pair is not None and _texts_differ(self.pair) else None
        if action in {"filter", "toggle_different"}:
            return True if self.view is not None and self.view.pairs else None
        return super().check_action(action, parameters)

    def action_side(self, side: int) -> None:
        """Choose the side at the left (0) or at the right (1)."""
        self.side = SIDES[side]

    def action_other_side(self) -> None:
        """Choose the other side."""
        self.side = SIDES[1 - self.side]

    def action_toggle_different(self) -> None:
        """Only what differs in more than its picture, or everything."""
        self.different = not self.different
        if self.different and self.view is not None:
            say(self, f"{sum(pair.differs for pair in self.view.pairs)} of {len(self.view.pairs)} differ.")

    def action_toggle_pictures(self) -> None:
        """Pictures instead of texts in a narrow terminal; in a wide one texts only, or both."""
        self.pictures = not self.pictures

    def action_scroll_text(self, lines: int) -> None:
        """Scroll both texts: what is compared stays side by side."""
        for pane in self.query(FactsPane):
            pane.scroll_relative(y=lines, animate=False)

    def action_filter(self) -> None:
        """Show the filter line and type into it."""
        self.filtering = True
        self.query_one("#compare-filter", Input).focus()

    def on_input_changed(self) -> None:
        """The list narrows as one types."""
        self._show_rows()

    def on_input_submitted(self) -> None:
        """Enter keeps the filter and goes back to the list."""
        self.filtering = bool(self.query_one("#compare-filter", Input).value)
        self._table.focus()

    def action_back(self) -> None:
        """Escape takes the filter away first."""
        if self.filtering:
            self.query_one("#compare-filter", Input).value = ""
            self.filtering = False
            self._table.focus()
        else:
            super().action_back()

    # --- doing -----------------------------------------------------------------------------------

    def on_row_table_row_activated(self) -> None:
        """A double click opens the chosen side."""
        if self.check_action("edit", ()):
            self.action_edit()

    @work(group="compare.edit", exclusive=True, description="Opening the editor")
    @guarded
    async def action_edit(self) -> None:
        """Open the chosen side in the editor; of another branch only after asking to work on that one."""
        pair, branch = self.pair, self._branch(self.side).branch
        card = None if pair is None else _card(pair, self.side)
        if card is None:
            return
        if branch.id != self.place.branch.id:
            lines = [
                f"{card.asset.name} is on {branch.name}; you work on {self.place.branch.name}.",
                "To edit it you go over to its branch. Pictures that are being made go on.",
            ]
            question = ConfirmModal(f"Work on {branch.name}?", lines, f"Work on {branch.name}")
            if not await self.app.push_screen_wait(question) or not await self.lookbook.work_on(branch.id):
                return
        await self.open_editor(card.asset.id)

    @work(group="compare.take", exclusive=True, description="Taking a text over")
    @guarded
    async def action_take(self) -> None:
        """Give the chosen side's asset the text of the other, after asking."""
        if (pair := self.pair) is None or pair.one is None or pair.other is None:
            return
        into, source = (pair.one, pair.other) if self.side == 0 else (pair.other, pair.one)
        here, there = self._branch(self.side).branch.name, self._branch(SIDES[1 - self.side]).branch.name
        if into.asset.locked_at is not None:
            say(self, f"{into.asset.name} is locked on {here}. Unlock it there to change it.", warning=True)
            return
        question = ConfirmModal(f"Take the text of {there}?", _take_lines(into, here, there), "Take it")
        if not await self.app.push_screen_wait(question):
            return
        try:
            taken = await self.services.branches.take_text(
                into.asset.id, into.asset.version, source.asset.id, source.asset.version
            )
        finally:
            self.load()
        before = into.asset

        async def undo() -> None:
            await self.services.assets.save(
                taken.id,
                taken.version,
                description=before.description,
                additions=before.additions,
                traits=before.traits,
            )

        say(self, f"{before.name} has the text of {there} on {here} now.", undo=undo)


def _take_lines(into: AssetCard, here: str, there: str) -> list[str]:
    lines = [
        f"{into.asset.name} on {here} gets the description, additions and traits that it has on {there}.",
        "Its text until now stays in its history.",
    ]
    if into.asset.image_key_id is not None and not into.stale:
        lines.append("Its picture was made from that text, and will count as stale.")
    return lines


def _key(pair: AssetPair) -> tuple[int, int]:
    return (
        0 if pair.one is None else pair.one.asset.id,
        0 if pair.other is None else pair.other.asset.id,
    )


def _card(pair: AssetPair, side: Side) -> AssetCard | None:
    return (pair.one, pair.other)[side]


def _texts_differ(pair: AssetPair) -> bool:
    return pair.is_matched and bool(TAKEN & set(pair.differences))


def _cells(pair: AssetPair) -> Sequence[str | Content]:
    return pair_sign(pair), name_of(pair), differs_words(pair)


def _contains(pair: AssetPair, words: Sequence[str]) -> bool:
    cards = [card.asset for card in (pair.one, pair.other) if card is not None]
    text = "\n".join("\n".join((a.name, *a.aliases, a.type, a.description, a.additions)) for a in cards)
    return all(word in text.casefold() for word in words)
