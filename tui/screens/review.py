"""The review station: a person decides what becomes a master asset (SPEC 2.3).

What takes several steps (merging, splitting, committing) is in `review_flows`, keeping what was typed in
`review_editing`; how rows stand in the table in `review_rows`; the language of the filter in `review_filter`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from typing import ClassVar, cast

from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import var
from textual.timer import Timer
from textual.widgets import Input, Static

from core.errors import LookbookError
from core.models import (
    DraftId,
    Review,
    ReviewId,
    ReviewRow,
    ReviewView,
    RowChange,
    RowState,
    UnreadLines,
)
from tui import keymap
from tui.base import UNREAD, Stage, guarded, say, show_error
from tui.modals.confirm import ConfirmModal
from tui.screens import review_editing
from tui.screens import review_flows as flows
from tui.screens.project import ProjectScreen
from tui.screens.review_filter import likely_doubles
from tui.screens.review_filter_bar import FilterBar
from tui.screens.review_rows import AS_SCANNED, OUT, Sorting, by_column, next_sorting, status, turned
from tui.screens.review_table import ReviewTable
from tui.widgets.draft_detail import add_evidence, draft_facts
from tui.widgets.draft_form import DraftEdit, DraftForm
from tui.widgets.empty import EmptyState
from tui.widgets.facts import FactsBuilder, FactsPane
from tui.widgets.row_table import Key, RowTable

SETTLE_S = 0.04
"""How long the cursor rests on a row before its detail is shown."""

KEEP_VIEW_S = 1.0
"""How often cursor, marks and filter are kept, when they changed."""

LONGEST_WAIT_S = 1.0
"""A field that has not got the focus by then never will: keys are the rows' again."""

FIXED = (RowState.MERGED, RowState.COMMITTED)
"""States of rows that no longer change here, but for restoring a merged one."""

NEEDS_REVIEW = frozenset(key.action for key in keymap.REVIEW)
NEEDS_TARGETS = frozenset({"approve", "discard", "restore", "set_type", "set_priority"})
NEEDS_ROW = frozenset({"select_by_type"})


class ReviewScreen(ProjectScreen[None]):
    """Stage 2. What is shown is always what the service said last; nothing is patched here."""

    CSS_PATH = "review.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.REVIEW)
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (96, "-narrow"), (150, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-tall")]
    AUTO_FOCUS = "#drafts"
    DEFAULT_CLASSES = UNREAD
    stage = Stage.REVIEW
    help_id = "review"

    sorting: var[Sorting] = var(AS_SCANNED, init=False)
    editing: var[bool] = var(False, toggle_class="-editing", init=False)

    def __init__(self) -> None:
        super().__init__()
        self.review: Review | None = None
        self.form = DraftForm(id="form")
        self._by_id: dict[DraftId, ReviewRow] = {}
        self._doubles: dict[DraftId, list[tuple[DraftId, str]]] = {}
        self._approved = 0
        self._waiting = False
        self._typed_ahead = ""
        self._before_filter: Key | None = None
        self._kept_view: ReviewView | None = None
        self._writing = asyncio.Lock()
        self._stepping = asyncio.Lock()
        self._settling: Timer | None = None
        self._possible: tuple[bool | None, ...] = ()

    def compose_content(self) -> ComposeResult:
        """Note, filter, table and detail, counts; or what to do when there was no scan."""
        yield Static(id="review-note")
        yield FilterBar()
        with Horizontal(id="review-body"):
            yield ReviewTable(id="drafts")
            with Vertical(id="draft-side"):
                yield self.form
                yield FactsPane(id="draft")
        yield Static(id="review-status")
        yield EmptyState(
            "Nothing to review yet",
            "A scan proposes the characters, locations and props of the script; here you decide.",
            [("1", "scan the script first")],
            id="review-empty",
        )

    @property
    def table(self) -> ReviewTable:
        """The table of drafts."""
        return self.query_one("#drafts", ReviewTable)

    @property
    def filter_bar(self) -> FilterBar:
        """Where a filter is typed."""
        return self.query_one(FilterBar)

    @property
    def detail(self) -> FactsPane:
        """The detail of the row under the cursor."""
        return self.query_one("#draft", FactsPane)

    @property
    def known_review(self) -> Review:
        """The review, where there must be one."""
        assert self.review is not None, "an action that needs a review ran without one"
        return self.review

    @property
    def selected(self) -> list[ReviewRow]:
        """The selected rows, in the table's order; also those that the filter hides."""
        return self.rows_of(self.table.selected)

    def on_mount(self) -> None:
        """Read the newest review."""
        self.set_interval(KEEP_VIEW_S, self._keep_view_now_and_then)
        self.load()

    # --- reading and showing ---------------------------------------------------------------------

    @work(group="review.load", exclusive=True, description="Reading the review")
    @guarded
    async def load(self) -> None:
        """Read the branch's newest review."""
        reviews, place = self.services.reviews, self.place
        review = await reviews.latest(place.project.id, place.branch.id)
        view = None if review is None else await reviews.view(review.id)
        self.take(review, view)

    def take(self, review: Review | None, view: ReviewView | None = None) -> None:
        """Show a review as the service gave it; another one than before as `view` has it."""
        if not self.is_open:
            return
        is_new = review is not None and (self.review is None or self.review.id != review.id)
        if review is not None and is_new:
            self.table.begin(review)
        self.review = review
        self._by_id = {} if review is None else {row.id: row for row in review.rows}
        self._doubles = doubles_of(review)
        self._approved = sum(row.state is RowState.APPROVED for row in self._by_id.values())
        self.set_class(review is None, "-none")
        note = "" if review is None else self._note(review)
        self.set_class(bool(note), "-noted")
        self.query_one("#review-note", Static).update(Content(note))
        self._show_rows()
        if is_new and view is not None:
            self._look_as(view)
        if is_new:
            self._kept_view = self._view
        self.has_read()

    def _look_as(self, view: ReviewView) -> None:
        """Go on where one was: sorting, filter, folds, marks, the row under the cursor."""
        self.table.fold(view.folded)
        self.sorting = Sorting(view.sort, view.descending)
        if view.filter_text:
            self.filter_bar.add_class("-open")
            self.filter_bar.query_one(Input).value = view.filter_text
        self.table.set_selected(view.selected)
        if view.cursor is not None:
            self.table.move_to(view.cursor)

    @property
    def _view(self) -> ReviewView:
        table, sorting = self.table, self.sorting
        return ReviewView(
            cursor=None if (row := table.cursor_row) is None else row.id,
            selected=cast("tuple[DraftId, ...]", table.selected),
            folded=table.folded,
            sort=sorting.column,
            descending=sorting.descending,
            filter_text=self.filter_bar.text,
        )

    def _keep_view_now_and_then(self) -> None:
        """A kill goes on where one was, give or take a second."""
        if self.is_open and self._view != self._kept_view:
            self._keep_view()

    @work(group="review.view", description="Keeping the place in the review")
    async def _keep_view(self) -> None:
        await self._store_view()

    async def _store_view(self) -> None:
        """A failure is not told: nothing that a person made is in it."""
        if self.review is None or (view := self._view) == self._kept_view:
            return
        self._kept_view = view
        with suppress(LookbookError):
            await self.services.reviews.keep_view(self.review.id, view)

    def _note(self, review: Review) -> str:
        if review.script_id != self.place.script.id:
            return "! This review is of an earlier revision of the script. Press 1 to scan the newest."
        if review.unread:
            return f"! R reads again: {unread_words(review.unread)}"
        if review.warnings:
            many = len(review.warnings)
            more = f" {many} notes (press 1 for all)." if many > 1 else ""
            return f"!{more} {review.warnings[0]}"
        return ""

    def _show_rows(self) -> None:
        if self.review is not None:
            wanted = self.filter_bar.parsed(likely_doubles(self.review))
            self.table.show(self.review, self.sorting, wanted)
        self._show_detail()
        self._show_status()

    def _show_status(self) -> None:
        if self.review is not None:
            table = self.table
            line = status(
                self.review,
                selected=table.selected_count,
                hidden=table.hidden_selected,
                shown=len(table.rows),
                sorting=self.sorting,
                ranging=table.ranging,
            )
            self.query_one("#review-status", Static).update(line)
        self._show_possible()

    def _show_possible(self) -> None:
        """Build the footer again only when something else is possible: it costs more than a row."""
        possible = tuple(self.check_action(key.action, ()) for key in keymap.REVIEW if key.footer)
        if possible != self._possible:
            self._possible = possible
            self.refresh_bindings()

    def _show_detail(self) -> None:
        if not self.is_open:
            return
        row = self._row_of_detail
        self.detail.display = row is not None
        if row is not None:
            into = "" if row.merged_into is None else self.name_of(row.merged_into)
            doubles = [(self.name_of(other), reason) for other, reason in self._doubles.get(row.id, ())]
            inside = self.detail.has_focus
            facts = (
                add_evidence(FactsBuilder(), row.draft)
                if self.editing
                else draft_facts(
                    row,
                    into,
                    doubles,
                    keeper_committed=self._is_in_committed(row),
                    all_mentions=inside,
                    estimated=self.place.script.pages_estimated,
                )
            )
            self.detail.show(facts, keep_place=inside)

    @property
    def _row_of_detail(self) -> ReviewRow | None:
        """The row under the cursor, or the edited one wherever the cursor went; a new one has none."""
        if not self.editing or (edit := self.form.edit) is None:
            return self.table.cursor_row
        return None if edit.draft_id is None else self._by_id.get(edit.draft_id)

    def _is_in_committed(self, row: ReviewRow) -> bool:
        """Whether the row is merged, by way of others too, into one that is committed."""
        while row.merged_into is not None and (keeper := self._by_id.get(row.merged_into)) is not None:
            row = keeper
        return row.state is RowState.COMMITTED

    def name_of(self, draft_id: DraftId) -> str:
        """What a row is called."""
        row = self._by_id.get(draft_id)
        return "another row" if row is None else row.draft.suggested_name

    def rows_of(self, ids: Iterable[object]) -> list[ReviewRow]:
        """The rows of these ids, in their order."""
        return [self._by_id[id] for id in cast("Iterable[DraftId]", ids) if id in self._by_id]

    def on_row_table_cursor_moved(self) -> None:
        """The detail follows when the cursor rests: a held key lays out one detail, not sixty."""
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLE_S, self._show_detail)
        self._show_possible()

    def on_row_table_selection_changed(self) -> None:
        """The counts follow the selection."""
        self._show_status()

    # --- what can be done now --------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a review nothing; merging needs two rows, committing an approved or selected one."""
        if action not in NEEDS_REVIEW:
            return super().check_action(action, parameters)
        if self.review is None or self.editing or self._waiting or isinstance(self.focused, Input):
            return False
        if action in NEEDS_TARGETS:
            return self._can_change() or None
        if action in NEEDS_ROW:
            return self.table.cursor_row is not None or None
        return self._check_special(action, self.review, self.table.cursor_row)

    def _can_change(self) -> bool:
        """Whether an action would change anything: what is committed is an asset by now."""
        row = self.table.cursor_row
        if self.table.selected_count or row is None:
            return bool(self.table.targets)
        return row.state is not RowState.COMMITTED

    def _check_special(self, action: str, review: Review, row: ReviewRow | None) -> bool | None:
        match action:
            case "merge":
                return self.table.selected_count >= 2 or None
            case "commit":
                return self._approved > 0 or self.table.selected_count > 0 or None
            case "undo":
                return review.undo_label is not None or None
            case "redo":
                return review.redo_label is not None or None
            case "read_again":
                return bool(review.unread)
            case "doubles":
                return bool(review.suggestions) or None
            case "decide_conflict":
                return (row is not None and row.state not in FIXED and bool(row.draft.conflicts)) or None
            case "split":
                return (row is not None and row.state not in FIXED and len(row.draft.mentions) > 1) or None
            case "offer":
                return row is not None and row.asset is not None and row.change is RowChange.CHANGED
            case "detail":
                return (row is not None and not self.detail.has_focus) or None
            case _:
                return True

    # --- writing ---------------------------------------------------------------------------------

    async def change(
        self, change: Callable[[ReviewId], Awaitable[Review]], said: str = "", go_to: DraftId | None = None
    ) -> bool:
        """Do one change after the other, and show what the service then says; False when it was refused."""
        async with self._writing:
            review = self.known_review
            try:
                self.take(await change(review.id))
            except LookbookError as error:
                show_error(self, error)
                self.take(await self.services.reviews.get(review.id))
                return False
        if go_to is not None and self.is_open:
            self.table.move_to(go_to)
        if said:
            say(self, said)
        return True

    @work(group="review.write", description="Changing the review")
    async def _write(self, change: Callable[[ReviewId], Awaitable[Review]], said: str = "") -> None:
        if self.review is not None:
            await self.change(change, said)

    def _decide(
        self,
        verb: Callable[[ReviewId, list[DraftId]], Awaitable[Review]],
        skip: tuple[RowState, ...],
        only: Callable[[ReviewRow], bool] = lambda row: True,
    ) -> None:
        """Apply `verb` to the targets; rows in a state of `skip` only when there are no others."""
        table = self.table
        targets = [row for row in self.rows_of(table.targets) if row.state is not RowState.COMMITTED]
        left_alone = len(table.targets) - len(targets)
        meant = [row for row in targets if only(row)]
        ids = [row.id for row in meant if row.state not in skip] or [row.id for row in meant]
        left_alone += len(targets) - len(ids)
        if ids:
            if not table.selected_count:
                table.step(1)
            elif table.cursor in set(ids):
                self._leave(set(ids))
            table.set_selected(())
            self._write(lambda review_id: verb(review_id, ids))
        if left_alone:
            rows = f"{left_alone} row{' stays' if left_alone == 1 else 's stay'}"
            say(
                self,
                f"{rows} as before: discarded, merged, committed, or of a locked asset.",
                warning=not ids,
            )

    def _leave(self, going: set[DraftId]) -> None:
        """Put the cursor on the next row that stays where it is."""
        keys = [row.id for row in self.table.rows]
        at = keys.index(cast(DraftId, self.table.cursor))
        after = [key for key in (*keys[at:], *reversed(keys[:at])) if key not in going]
        if after:
            self.table.move_to(after[0])

    def action_approve(self) -> None:
        """Approve the targets; rows that were discarded only when nothing else is meant."""
        approve = self.services.reviews.approve
        self._decide(approve, (RowState.DISCARDED, *FIXED), lambda row: not (row.asset and row.asset.locked))

    def action_discard(self) -> None:
        """Put the targets aside."""
        self._decide(self.services.reviews.discard, FIXED)

    def action_restore(self) -> None:
        """Make the targets undecided again."""
        self._decide(self.services.reviews.restore, (RowState.COMMITTED,))

    def action_undo(self) -> None:
        """Take the last action back."""
        self._step_back(undo=True)

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._step_back(undo=False)

    @work(group="review.write", description="Undoing or redoing")
    async def _step_back(self, *, undo: bool) -> None:
        """A commit that is taken back changes what the project is, too."""
        async with self._stepping:
            before, reviews = self.known_review, self.services.reviews
            label = before.undo_label if undo else before.redo_label
            if label is None or not await self.change(reviews.undo if undo else reviews.redo):
                return
            self.app.clear_notifications()
            say(self, f"{'Undone' if undo else 'Done again'}: {label}")
            if self.known_review.state is not before.state:
                await self.lookbook.refresh_place()

    def action_set_priority(self) -> None:
        """High for the targets; low when they are all high."""
        targets = self.rows_of(self.table.targets)
        high = not all(row.draft.is_high_priority for row in targets)
        ids, set_priority = [row.id for row in targets], self.services.reviews.set_priority
        self._write(lambda review: set_priority(review, ids, high))

    # --- editing in place ------------------------------------------------------------------------

    def on_row_table_row_activated(self) -> None:
        """A double click edits."""
        self.action_edit()

    def on_row_table_last_line_activated(self) -> None:
        """A double click on the last line adds."""
        self.action_add_custom()

    def action_edit(self) -> None:
        """Edit name, type and summary of the row under the cursor; open a fold; begin a row of one's own."""
        if self.table.on_last_line:
            self.action_add_custom()
        elif not self.table.open_fold() and (row := self.table.cursor_row) is not None:
            self.edit(row)

    def edit(self, row: ReviewRow) -> None:
        """Put a row's fields beside its evidence."""
        if row.state in FIXED:
            say(self, f"{row.draft.suggested_name} is {row.state}: it can't be edited here.", warning=True)
            return
        self.editing = True
        self._wait_for_field()
        self.form.edit_row(row)

    def action_add_custom(self) -> None:
        """Begin a row that the scan missed."""
        self.editing = True
        self._wait_for_field()
        self.form.add_row()
        self._show_detail()

    def watch_editing(self) -> None:
        """The detail has the evidence alone, and the footer what is possible meanwhile."""
        self._show_detail()
        self._show_possible()
        self.refresh_bindings()

    def _end_editing(self) -> None:
        self.form.end()
        self.editing = False
        self.table.focus()

    def on_draft_form_saved(self, message: DraftForm.Saved) -> None:
        """Keep what was typed, when it can be kept."""
        if problem := review_editing.why_taken(self, message.edit):
            self.form.show_problem(problem)
            return
        self._end_editing()
        self._save(message.edit, message.started)

    @work(group="review.write", description="Saving a row")
    async def _save(self, edit: DraftEdit, started: DraftEdit) -> None:
        await review_editing.save(self, edit, started)

    @work(group="review.form", exclusive=True, description="Leaving the fields")
    async def on_draft_form_left(self, message: DraftForm.Left) -> None:
        """What was typed is only dropped by a second yes."""
        lines = ["What you typed in this row would be lost."]
        if not message.changed or await self.app.push_screen_wait(
            ConfirmModal("Drop the changes?", lines, "Drop them", danger=True)
        ):
            self._end_editing()

    async def may_leave(self) -> bool:
        """What is being typed is kept before the screen goes, and so is how one looked at the rows."""
        await self._keep_typed()
        await self._store_view()
        return True

    async def on_unmount(self) -> None:
        """A dropped line keeps what was being typed, too."""
        await self._keep_typed()

    async def _keep_typed(self) -> None:
        edit, started = self.form.edit, self.form.started
        self.form.end()
        if edit is not None and started is not None and edit != started and edit.name:
            await review_editing.keep_typed(self, edit, started)

    # --- several steps ---------------------------------------------------------------------------

    def _start(self, flow: Callable[[], Awaitable[None]]) -> None:
        """Begin what takes several steps. Until its dialog is up, and between two, keys are nobody's.

        What was said before must not lie over the dialog.
        """
        self._waiting = True
        self.app.clear_notifications()
        self._run(flow)

    @work(group="review.flow", exclusive=True, description="Going through the steps of an action")
    @guarded
    async def _run(self, flow: Callable[[], Awaitable[None]]) -> None:
        try:
            await flow()
        finally:
            self._waiting = False

    def catch_key(self, event: events.Key) -> bool:
        """Typed ahead of a dialog, a key must not act on the rows; ahead of a field, it is typed into it."""
        character = event.character if event.is_printable else None
        # A field takes its own keys: one that comes up to here was on its way before the field had the focus.
        if isinstance(field := self.focused, Input) and character:
            field.insert_text_at_cursor(character)
        elif self._waiting:
            self._typed_ahead += character or ""
        else:
            return False
        return True

    def _wait_for_field(self) -> None:
        """A text field will have the focus; what is typed until then belongs to it."""
        self._waiting, self._typed_ahead = True, ""
        self.set_timer(LONGEST_WAIT_S, self._stop_waiting)

    def _stop_waiting(self) -> None:
        self._waiting = False

    def on_descendant_focus(self) -> None:
        """A field takes what was typed ahead. The detail has all mentions while one is in it, and the footer
        has the keys of what has the focus."""
        if self._waiting and isinstance(field := self.focused, Input):
            self._waiting = False
            field.insert_text_at_cursor(self._typed_ahead)
        self._show_detail()
        self._show_possible()

    def action_merge(self) -> None:
        """Join the selected rows."""
        rows = self.selected
        if not flows.is_rename(rows):
            rows = [row for row in rows if row.state not in FIXED]
        if len(rows) < 2:
            say(self, "Select two rows or more that are still in the review.", warning=True)
        else:
            self._start(lambda: flows.merge(self, rows))

    def action_split(self) -> None:
        """Take aliases or mentions of the row under the cursor out."""
        if (row := self.table.cursor_row) is not None:
            self._start(lambda: flows.split(self, row))

    def action_doubles(self) -> None:
        """Go through the likely doubles of the row, or of the review."""
        row = self.table.cursor_row
        self._start(lambda: flows.doubles(self, row))

    def action_decide_conflict(self) -> None:
        """Ask for each conflict of the row under the cursor."""
        if (row := self.table.cursor_row) is not None:
            self._start(lambda: flows.decide_conflicts(self, row))

    def action_offer(self) -> None:
        """Show what this revision offers the row's asset."""
        if (row := self.table.cursor_row) is not None:
            self._start(lambda: flows.offer(self, row))

    def action_set_type(self) -> None:
        """Give the targets another type."""
        rows = self.rows_of(self.table.targets)
        self._start(lambda: flows.set_type(self, rows))

    def action_commit(self) -> None:
        """Show what a commit makes, and make it."""
        self._start(lambda: flows.commit(self))

    def action_read_again(self) -> None:
        """Ask the model once more for the lines that it gave no answer for."""
        unread = self.known_review.unread
        self._start(lambda: flows.read_again(self, unread_words(unread)))

    # --- the script ------------------------------------------------------------------------------

    def action_detail(self) -> None:
        """Walk the evidence of the row under the cursor."""
        self.detail.focus()

    def action_script(self) -> None:
        """Open the script where the row under the cursor is mentioned first."""
        self._open_script(None)

    def on_facts_pane_line_chosen(self, message: FactsPane.LineChosen) -> None:
        """Open the script at a piece of evidence."""
        self._open_script(message.line)

    def _open_script(self, line: int | None) -> None:
        row = self.table.cursor_row
        self._start(lambda: flows.open_script(self, row, line))

    # --- selecting, sorting, filtering -----------------------------------------------------------

    def action_select_by_type(self) -> None:
        """Select the rows that are still in the review and of the type under the cursor."""
        current = self.table.cursor_row
        if current is not None:
            rows = (row for row in self.table.rows if row.state not in (*OUT, RowState.COMMITTED))
            self._select_too(row for row in rows if row.draft.type is current.draft.type)

    def action_select_high(self) -> None:
        """Select what the scan holds worth a master picture, and nobody has decided yet."""
        rows = (row for row in self.table.rows if row.state is RowState.OPEN)
        self._select_too(row for row in rows if row.draft.is_high_priority)

    def _select_too(self, rows: Iterable[ReviewRow]) -> None:
        self.table.set_selected({*self.table.selected, *(row.id for row in rows)})

    def action_sort(self) -> None:
        """Sort by the next column."""
        self.sorting = next_sorting(self.sorting)

    def action_turn(self) -> None:
        """Sort the other way round."""
        self.sorting = turned(self.sorting)

    def on_row_table_header_clicked(self, message: RowTable.HeaderClicked) -> None:
        """A click on a column sorts by it, turns the order, gives it up."""
        self.sorting = by_column(message.column_id, self.sorting)

    def watch_sorting(self) -> None:
        """Rows, indicator and status follow."""
        self._show_rows()

    def action_filter(self) -> None:
        """Type a filter; the table follows as one types."""
        if not self.filter_bar.is_open:
            self._before_filter = self.table.cursor
        self._wait_for_field()
        self.filter_bar.open()

    def on_filter_bar_changed(self) -> None:
        """Filter as one types: the cursor stands on the row from before the filter, or on the first that
        fits. Without a filter the row from before it is under the cursor again."""
        stood = self.table.cursor
        self._show_rows()
        if self.filter_bar.text and (fitting := [row.id for row in self.table.rows]):
            if self._before_filter in fitting:
                self.table.move_to(self._before_filter)
            elif self.table.cursor != stood:
                self.table.move_to(fitting[0])
        if not self.filter_bar.is_open and self._before_filter is not None:
            self.table.move_to(self._before_filter)

    def on_filter_bar_kept(self) -> None:
        """Enter keeps the filter and goes to the rows: where one goes from there counts."""
        self._before_filter = None
        self.table.focus()

    def action_left(self) -> None:
        """Go back as escape does, but lose no mark and no filter on the way."""
        if self.table.has_focus and (self.filter_bar.is_open or self.table.selected_count):
            say(self, "Esc ends the filter, then clears the marks, then goes back.")
        else:
            self.action_back()

    def action_back(self) -> None:
        """Escape leaves the detail first, then ends the filter, then the selection, then goes back."""
        if self.detail.has_focus:
            self.table.focus()
        elif self.filter_bar.is_open:
            self.table.focus()
            self.filter_bar.close()
        elif self.table.selected_count:
            self.table.set_selected(())
        elif not self._waiting:
            self._waiting = True
            self._go_back()

    @work(group="review.leave", exclusive=True, description="Leaving the review")
    async def _go_back(self) -> None:
        """Keys that come until the screen is gone are nobody's: their dialog would close in its place."""
        try:
            await self._store_view()
        finally:
            self._waiting = False
        super().action_back()


def doubles_of(review: Review | None) -> dict[DraftId, list[tuple[DraftId, str]]]:
    """Of each row that may be the same as others: those rows, with the reason."""
    doubles: dict[DraftId, list[tuple[DraftId, str]]] = {}
    for one in () if review is None else review.suggestions:
        doubles.setdefault(one.first, []).append((one.second, one.reason))
        doubles.setdefault(one.second, []).append((one.first, one.reason))
    return doubles


def unread_words(unread: Sequence[UnreadLines]) -> str:
    """Which lines could not be read, and why."""
    first = unread[0]
    more = f" (and {len(unread) - 1} more)" if len(unread) > 1 else ""
    return f"Lines {first.first} to {first.last} could not be read{more}: {first.reason}"
