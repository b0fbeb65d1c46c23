"""The script itself: its pages with every mention marked, to read, to search, to name what a scan missed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from core.models import AssetType, DraftId, Line, Review, ReviewRow, Screenplay, ScriptId
from tui import keymap
from tui.base import UNREAD, Stage, TopBar, guarded, say
from tui.modals.confirm import ConfirmModal
from tui.modals.name_from_script import NameFromScriptModal
from tui.modals.prompt import PromptModal
from tui.screens.project import ProjectScreen
from tui.screens.script_places import (
    Spot,
    after,
    between,
    count_words,
    guess_type,
    marks_of,
    matches_of,
    mentions_stops,
    place_words,
    row_named,
    row_words,
    rows_words,
    spans_of,
    stops,
    tidy_name,
)
from tui.widgets.script_view import ScriptView

NOT_SCANNED = "Nothing is marked: this script has not been scanned."


class ScriptScreen(ProjectScreen[DraftId]):
    """A script over the screen that opened it. Its result is the draft that was chosen last, or None."""

    CSS_PATH = "script.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.SCRIPT)
    AUTO_FOCUS = "#pages"
    DEFAULT_CLASSES = UNREAD
    stage = Stage.SCRIPT
    help_id = "script"

    def __init__(
        self,
        script_id: ScriptId,
        review: Review | None = None,
        draft_id: DraftId | None = None,
        line: int | None = None,
        *,
        earlier: int | None = None,
    ) -> None:
        """The script of `review`, whose drafts are marked; without one nothing is.

        `draft_id` is chosen at first; the cursor begins on the `line` of that number, else on the draft's
        first mention, else at the top. `earlier` is the number of a revision before the one that is reviewed:
        it can be read, and no draft be made from it.
        """
        super().__init__()
        self.script_id = script_id
        self.review = review
        self.earlier = earlier
        self.screenplay: Screenplay | None = None
        self._first = (draft_id, line)
        self._mentions: list[Spot] = []
        self._all: list[Spot] = []
        self._matches: list[Spot] = []
        self._searched_from: Spot = (0, 0)

    def compose_content(self) -> ComposeResult:
        """Note, search, pages."""
        yield Static(id="script-note")
        with Horizontal(id="search-bar"):
            yield Input(placeholder="Find words in the script", id="search")
            yield Static(id="search-count")
        yield ScriptView(id="pages")

    def on_mount(self) -> None:
        """Read the pages."""
        self.load()

    @property
    def view(self) -> ScriptView:
        """The pages."""
        return self.query_one(ScriptView)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The script's lines; none before they are read."""
        return () if self.screenplay is None else self.screenplay.lines

    @property
    def rows(self) -> dict[DraftId, ReviewRow]:
        """The review's rows by id."""
        return {} if self.review is None else {row.id: row for row in self.review.rows}

    @work(group="script.load", exclusive=True, description="Reading the script")
    @guarded
    async def load(self) -> None:
        """Read the script's pages and go to where the screen was asked to begin."""
        screenplay = await self.services.projects.screenplay(self.script_id)
        if not self.is_open:
            return
        self.screenplay = screenplay
        # Over a review one is still in the review.
        self.query_one(TopBar).stage = Stage.SCRIPT if self.review is None else Stage.REVIEW
        self.view.show(screenplay.lines)
        draft_id, line = self._first
        self._choose(draft_id if draft_id in self.rows else None)
        if line is not None:
            self._go((line, dict(self._mentions).get(line, 0)))
        elif self._mentions:
            self._go(self._mentions[0])
        self._show_note()
        self.has_read()

    # --- what is marked --------------------------------------------------------------------------

    def _choose(self, draft_id: DraftId | None) -> None:
        """Make a draft's marks stand out, and n and N walk them."""
        rows, view = self.rows.values(), self.view
        view.chosen = draft_id
        view.marks = marks_of(rows, self.lines, also=draft_id)
        places = ((line, mark.start) for line, marks in view.marks.items() for mark in marks)
        self._all = stops(places, self.lines)
        self._mentions = [] if draft_id is None else mentions_stops(view.marks, self.lines, draft_id)
        self._show_note()
        self.refresh_bindings()

    def action_choose(self) -> None:
        """Choose the draft of the word under the cursor; of several, the next one with each time."""
        keys = list(dict.fromkeys(mark.key for mark in self.view.marks_here))
        if not keys:
            say(self, "No draft is marked here. + makes one of the selected name.")
            return
        chosen = self.view.chosen
        self._choose(keys[(keys.index(chosen) + 1) % len(keys)] if chosen in keys else keys[0])

    def on_script_view_word_activated(self) -> None:
        """A double click chooses."""
        self.action_choose()

    # --- where one is ----------------------------------------------------------------------------

    @property
    def _spot(self) -> Spot:
        return self.view.cursor_line, self.view.cursor[1]

    def on_script_view_cursor_moved(self) -> None:
        """The note follows."""
        self._show_note()

    def on_resize(self) -> None:
        """The note has another width."""
        self._show_note()

    def _show_note(self) -> None:
        if self.screenplay is None or not self.is_open or not self.lines:
            return
        width = self.size.width - 4
        where, page = place_words(self.screenplay, self._line)
        here = between(where, self._revision_words() + page, width)
        who = between(self._who_words(), self._walk_words(), width)
        self.query_one("#script-note", Static).update(here + Content("\n") + who, layout=False)
        self._show_count()

    def _revision_words(self) -> Content:
        """Which script it is, where it is not the one that is reviewed."""
        return (
            Content("") if self.earlier is None else Content.styled(f"revision {self.earlier}  ", "$warning")
        )

    def _who_words(self) -> Content:
        """Whom or what the cursor's word means."""
        if self.review is None:
            return Content.styled(NOT_SCANNED, "$quiet")
        return rows_words(self.view.marks_here, self.rows)

    def _walk_words(self) -> Content:
        """Which draft n and N walk, and how far one is; before one is chosen, how to choose."""
        chosen = self.view.chosen
        if self.searching:
            return Content("")
        if chosen is not None:
            mentioned = [(line, 0) for line, _ in self._mentions]
            count = count_words(mentioned, (self.view.cursor_line, 0))
            name = self.rows[chosen].draft.suggested_name
            return Content.assemble(("n N ", "bold $accent"), (f"{name}  {count}", "$quiet"))
        if self.view.marks_here:
            return Content.assemble(("enter", "bold $accent"), (" walks its mentions", "$quiet"))
        return Content("")

    @property
    def _line(self) -> Line:
        return self.lines[self.view.cursor[0]]

    # --- going -----------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What there is nothing of can't be walked; before a scan there are no mentions at all."""
        match action:
            case "next" | "previous":
                return bool(self._walk) or (None if self.review is not None else False)
            case "next_any" | "previous_any" | "choose":
                return bool(self._all) or (None if self.review is not None else False)
            case _:
                return super().check_action(action, parameters)

    @property
    def searching(self) -> bool:
        """Whether a search is on: n and N walk what it found."""
        return self.has_class("-searching")

    @property
    def _walk(self) -> list[Spot]:
        return self._matches if self.searching else self._mentions

    def _go(self, spot: Spot | None) -> None:
        if spot is not None:
            self.view.move_to_line(*spot)

    def action_next(self) -> None:
        """The next mention of the chosen draft, or match."""
        self._go(after(self._walk, self._spot, 1))

    def action_previous(self) -> None:
        """The mention or match before."""
        self._go(after(self._walk, self._spot, -1))

    def action_next_any(self) -> None:
        """The next mention of anything."""
        self._go(after(self._all, self._spot, 1))

    def action_previous_any(self) -> None:
        """The mention of anything before."""
        self._go(after(self._all, self._spot, -1))

    def action_next_scene(self) -> None:
        """To the next heading; from the last scene nowhere."""
        self._go(next((spot for spot in self._headings if spot[0] > self.view.cursor_line), None))

    def action_previous_scene(self) -> None:
        """To the heading of the scene, or from there to the one before."""
        before = [spot for spot in self._headings if spot[0] < self.view.cursor_line]
        self._go(before[-1] if before else None)

    @property
    def _headings(self) -> list[Spot]:
        return [] if self.screenplay is None else [(scene.line, 0) for scene in self.screenplay.scenes]

    @work(group="script.page", exclusive=True, description="Asking for a page")
    async def action_go_to_page(self) -> None:
        """Ask for a page, and go to its first line."""
        if self.screenplay is None:
            return
        pages = self.screenplay.pages
        check = partial(page_problem, pages=pages)
        answer = await self.app.push_screen_wait(PromptModal("Go to page", f"1 to {pages}", check=check))
        if answer is not None:
            self._go(next(((line.number, 0) for line in self.lines if line.page >= int(answer)), None))

    # --- searching -------------------------------------------------------------------------------

    def action_search(self) -> None:
        """Type what to find; the pages follow as one types."""
        self._searched_from = self._spot
        self.add_class("-searching")
        self._show_note()
        self.query_one("#search", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find as one types, from where the search began."""
        matches = matches_of(self.lines, event.value)
        self.view.found = spans_of(matches)
        places = (match[0][:2] for match in matches)
        walked, self._matches = bool(self._matches), stops(places, self.lines)
        line, column = self._searched_from
        self._go(after(self._matches, (line, column - 1), 1))
        self._show_count()
        if walked is not bool(self._matches):
            self.refresh_bindings()

    def _show_count(self) -> None:
        typed = self.query_one("#search", Input).value
        words = Content("nothing found" if typed else "")
        if self._matches:
            count = count_words(self._matches, self._spot)
            words = Content.assemble(("n N ", "bold $accent"), (count, "$quiet"))
        self.query_one("#search-count", Static).update(words)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps what was found and goes to the pages."""
        if not event.value:
            self._end_search()
        self.view.focus()

    def _end_search(self) -> None:
        self.view.focus()
        self.remove_class("-searching")
        self.query_one("#search", Input).value = ""
        self._show_note()
        self.refresh_bindings()

    def action_back(self) -> None:
        """Escape ends the search first, then goes back."""
        if self.searching:
            self._end_search()
        else:
            self.dismiss(self.view.chosen)

    # --- making a draft --------------------------------------------------------------------------

    @work(group="script.add", exclusive=True, description="Making a draft of a name")
    @guarded
    async def action_add(self) -> None:
        """Make a draft of the selected name; of one that is there already, offer the way to it."""
        if self.review is None or self.screenplay is None:
            say(self, "A scan comes first (1, then s): it opens the review that a draft stands in.")
            return
        if self.earlier is not None:
            say(self, "This is an earlier revision of the script. A draft is made from the newest one.")
            return
        name = tidy_name(self.view.selected_text)
        if not name:
            say(self, "Put the cursor on a name first, or select one with ⇧→.")
        elif (row := self._row_here(name)) is not None:
            await self._offer(row, name)
        else:
            await self._ask(self.screenplay, name)

    def _row_here(self, name: str) -> ReviewRow | None:
        """The draft that the selected name, or without a selection the word, means already."""
        if (row := row_named(self.rows.values(), name)) is not None or self.view.has_selection:
            return row
        return next((self.rows[mark.key] for mark in self.view.marks_here if mark.end), None)

    async def _offer(self, row: ReviewRow, name: str) -> None:
        own = row.draft.suggested_name
        said = f"{name} is a draft already" + ("." if name.casefold() == own.casefold() else f": {own}.")
        title, lines = "Nothing new", [Content(said), row_words(row)]
        if await self.app.push_screen_wait(ConfirmModal(title, lines, "Go to its next mention")):
            self._choose(row.id)
            self.action_next()

    async def _ask(self, screenplay: Screenplay, name: str) -> None:
        form = NameFromScriptModal(screenplay, name, guess_type(self._line, name), self._is_new)
        values = await self.app.push_screen_wait(form)
        if values is None or self.review is None:
            return
        add, type = self.services.reviews.add_custom, AssetType(values["type"])
        self.review, draft_id = await add(self.review.id, values["name"], type, values["description"])
        self._choose(draft_id)
        self.view.selected_from = None
        say(self, f"{values['name']} is a draft now. u in the review takes it back.")

    def _is_new(self, values: Mapping[str, str]) -> str:
        row = row_named(self.rows.values(), values["name"])
        return "" if row is None else f"{values['name']} is a draft already: {row.draft.suggested_name}."


def page_problem(text: str, pages: int) -> str:
    """What is wrong with a page that was typed, "" when there is such a page."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= pages:
        return ""
    return f"Please type a number from 1 to {pages}."
