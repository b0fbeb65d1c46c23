"""The review station: a person decides what becomes a master asset (SPEC 2.3)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.reactive import var
from textual.timer import Timer
from textual.widgets import Input, Static

from core.errors import LookbookError
from core.models import (
    AssetType,
    CommitPlan,
    Conflict,
    ConflictDecision,
    DraftId,
    LeftOut,
    Review,
    ReviewId,
    ReviewRow,
    RowState,
    UnreadLines,
)
from tui import keymap
from tui.base import UNREAD, Stage, guarded, say, show_error
from tui.modals.choose import ChooseModal, Option
from tui.modals.commit import CommitModal, assets
from tui.modals.confirm import ConfirmModal
from tui.modals.form import Field, FormModal, SelectField, TextField
from tui.modals.merge import MergeModal, MergeNameModal
from tui.modals.text_view import TextViewModal
from tui.screens.project import ProjectScreen
from tui.screens.review_filter import likely_doubles, parse_filter
from tui.screens.review_rows import (
    AS_SCANNED,
    COLUMNS,
    OUT,
    Sorting,
    arrange,
    cells,
    fold,
    last_line,
    next_sorting,
    row_style,
    status,
)
from tui.theme import TYPE_MARKS
from tui.widgets.draft_detail import (
    DECISIONS,
    draft_facts,
    evidence_text,
    field_words,
    mention_count,
    side_words,
)
from tui.widgets.empty import EmptyState
from tui.widgets.facts import FactsPane
from tui.widgets.row_table import RowTable

SETTLE_S = 0.04
"""How long the cursor rests on a row before its detail is shown."""

FIXED = (RowState.MERGED, RowState.COMMITTED)
"""States of rows that no longer change here, but for restoring a merged one."""

TYPE_OPTIONS = tuple((type.value, TYPE_MARKS[type].word.capitalize()) for type in AssetType)

NEEDS_REVIEW = frozenset(action for key in keymap.REVIEW if (action := key.action))
NEEDS_ROW = frozenset(
    {"approve", "discard", "restore", "edit", "set_type", "set_priority", "select_by_type", "evidence"}
)


class ReviewScreen(ProjectScreen[None]):
    """Stage 2. What is shown is always what the service said last; nothing is patched here."""

    CSS_PATH = "review.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.REVIEW)
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (96, "-narrow"), (150, "-wide")]
    AUTO_FOCUS = "#drafts"
    DEFAULT_CLASSES = UNREAD
    stage = Stage.REVIEW
    help_id = "review"

    filter_text: var[str] = var("", init=False)
    sorting: var[Sorting] = var(AS_SCANNED, init=False)

    def __init__(self) -> None:
        super().__init__()
        self.review: Review | None = None
        self._extent = 0
        self._writing = asyncio.Lock()
        self._settling: Timer | None = None
        self._possible: tuple[bool | None, ...] = ()

    def compose_content(self) -> ComposeResult:
        """Note, filter, table and detail, counts; or what to do when there was no scan."""
        yield Static(id="review-note")
        with Container(id="filter-bar"):
            yield Input(placeholder="Filter by name, alias or summary", id="filter")
        with Horizontal(id="review-body"):
            yield RowTable[ReviewRow](
                COLUMNS,
                key=lambda row: row.id,
                cells=lambda row: cells(row, self._extent),
                group=fold,
                row_style=row_style,
                selectable=True,
                empty="",
                id="drafts",
            )
            yield FactsPane(id="draft")
        yield Static(id="review-status")
        yield EmptyState(
            "Nothing to review yet",
            "A scan proposes the characters, locations and props of the script; here you decide.",
            [("1", "scan the script first")],
            id="review-empty",
        )

    @property
    def table(self) -> RowTable[ReviewRow]:
        """The table of drafts."""
        return cast("RowTable[ReviewRow]", self.query_one("#drafts", RowTable))

    def on_mount(self) -> None:
        """Read the newest review."""
        self.load()

    # --- reading and showing ---------------------------------------------------------------------

    @work(group="review.load", exclusive=True, description="Reading the review")
    @guarded
    async def load(self) -> None:
        """Read the project's newest review."""
        self._take(await self.services.reviews.latest(self.place.project.id))

    def _take(self, review: Review | None) -> None:
        if not self.is_open:
            return
        self.review = review
        self._extent = 0 if review is None else last_line(review)
        self.set_class(review is None, "-none")
        note = "" if review is None else self._note(review)
        self.set_class(bool(note), "-noted")
        self.query_one("#review-note", Static).update(Content(note))
        self._show_rows()
        self.has_read()

    def _note(self, review: Review) -> str:
        if review.script_id != self.place.script.id:
            return "! This review is of an earlier revision of the script. Press 1 to scan the newest."
        if review.unread:
            return f"! {unread_words(review.unread)} Press R to read again."
        if review.warnings:
            more = f" Press 1 for {len(review.warnings) - 1} more." if len(review.warnings) > 1 else ""
            return f"! {review.warnings[0]}{more}"
        return ""

    def _show_rows(self) -> None:
        review = self.review
        rows, doubles = (
            ((), frozenset[DraftId]()) if review is None else (review.rows, likely_doubles(review))
        )
        self.table.empty = "No row has all these words. Press esc to see all." if self.filter_text else ""
        self.table.set_rows(arrange(rows, self.sorting, parse_filter(self.filter_text, doubles)))
        self._show_detail()
        self._show_status()

    def _show_status(self) -> None:
        if self.review is not None:
            table = self.table
            selected, shown = len(table.selected), len(table.rows)
            line = status(self.review, selected=selected, shown=shown, sorting=self.sorting)
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
        row = self.table.cursor_row
        pane = self.query_one("#draft", FactsPane)
        pane.display = row is not None
        if row is not None:
            into = "" if row.merged_into is None else self._name_of(row.merged_into)
            pane.show(draft_facts(row, into, self._doubles_of(row)))

    def _doubles_of(self, row: ReviewRow) -> list[tuple[str, str]]:
        """The names of the rows that one may be the same as, each with the reason."""
        suggestions = () if self.review is None else self.review.suggestions
        return [
            (self._name_of(one.second if one.first == row.id else one.first), one.reason)
            for one in suggestions
            if row.id in (one.first, one.second)
        ]

    def _name_of(self, draft_id: DraftId) -> str:
        return next((row.draft.suggested_name for row in self._rows([draft_id])), "another row")

    def _rows(self, ids: Iterable[object]) -> list[ReviewRow]:
        """The rows of these ids, in review order."""
        wanted = set(ids)
        return [] if self.review is None else [row for row in self.review.rows if row.id in wanted]

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
        if self.review is None:
            return False
        if action in NEEDS_ROW:
            return bool(self.table.targets) or None
        match action:
            case "merge":
                return len(self._mergeable) >= 2 or None
            case "commit":
                return bool(self._approved or self._commit_by_selection) or None
            case "undo":
                return self.review.undo_label is not None or None
            case "redo":
                return self.review.redo_label is not None or None
            case "read_again":
                return bool(self.review.unread)
            case "select_doubles":
                row = self.table.cursor_row
                return (row is not None and bool(self._doubles_of(row))) or None
            case "decide_conflict":
                row = self.table.cursor_row
                return (row is not None and bool(row.draft.conflicts)) or None
            case _:
                return True

    @property
    def _mergeable(self) -> list[ReviewRow]:
        return [row for row in self._rows(self.table.selected) if row.state not in FIXED]

    @property
    def _approved(self) -> list[ReviewRow]:
        rows = () if self.review is None else self.review.rows
        return [row for row in rows if row.state is RowState.APPROVED]

    @property
    def _commit_by_selection(self) -> list[ReviewRow]:
        """The rows that one step may approve and commit: selected, and open."""
        return [row for row in self._rows(self.table.selected) if row.state is RowState.OPEN]

    # --- writing ---------------------------------------------------------------------------------

    @work(group="review.write", description="Changing the review")
    async def _write(
        self, change: Callable[[ReviewId], Awaitable[Review]], said: str = "", go_to: DraftId | None = None
    ) -> None:
        """Do one change after the other, and show what the service then says."""
        async with self._writing:
            if self.review is None:
                return
            try:
                review = await change(self.review.id)
            except LookbookError as error:
                show_error(self, error)
                review = await self.services.reviews.get(self.review.id)
                said = ""
            self._take(review)
        if go_to is not None:
            self.table.move_to(go_to)
        if said:
            say(self, said)

    def _decide(
        self, verb: Callable[[ReviewId, list[DraftId]], Awaitable[Review]], skip: tuple[RowState, ...]
    ) -> None:
        """Apply `verb` to the targets; rows in a state of `skip` only when there are no others."""
        table, targets = self.table, self._rows(self.table.targets)
        ids = [row.id for row in targets if row.state not in skip] or [row.id for row in targets]
        if not table.selected:
            table.step(1)
        elif table.cursor in set(ids):
            self._leave(set(ids))
        table.set_selected(())
        left = len(targets) - len(ids)
        said = f"{left} rows that are discarded, merged or committed stay as they are." if left else ""
        self._write(lambda review_id: verb(review_id, ids), said)

    def _leave(self, going: set[DraftId]) -> None:
        """Put the cursor on the next row that stays where it is."""
        keys = [row.id for row in self.table.rows]
        at = keys.index(cast(DraftId, self.table.cursor))
        after = [key for key in (*keys[at:], *reversed(keys[:at])) if key not in going]
        if after:
            self.table.move_to(after[0])

    def action_approve(self) -> None:
        """Approve the targets; rows that were discarded only when nothing else is meant."""
        self._decide(self.services.reviews.approve, (RowState.DISCARDED, *FIXED))

    def action_discard(self) -> None:
        """Put the targets aside."""
        self._decide(self.services.reviews.discard, FIXED)

    def action_restore(self) -> None:
        """Make the targets undecided again."""
        self._decide(self.services.reviews.restore, (RowState.COMMITTED,))

    def action_undo(self) -> None:
        """Take the last action back."""
        label = self.review.undo_label if self.review is not None else ""
        self._write(self.services.reviews.undo, f"Undone: {label}")

    def action_redo(self) -> None:
        """Do again what was taken back."""
        label = self.review.redo_label if self.review is not None else ""
        self._write(self.services.reviews.redo, f"Done again: {label}")

    # --- editing ---------------------------------------------------------------------------------

    def on_row_table_row_activated(self) -> None:
        """A double click edits."""
        self.action_edit()

    def action_edit(self) -> None:
        """Edit name, type and summary of the row under the cursor."""
        row = self.table.cursor_row
        if row is None:
            return
        if row.state in FIXED:
            say(self, f"{row.draft.suggested_name} is {row.state}: it can't be edited here.", warning=True)
            return
        draft = row.draft
        fields: list[Field] = [
            TextField("name", "Name", draft.suggested_name, required=True),
            SelectField("type", "Type", TYPE_OPTIONS, draft.type.value),
            TextField("summary", "Visual summary", draft.visual_summary, lines=6),
        ]

        def save(values: dict[str, str] | None) -> None:
            if values is not None:
                edit = self.services.reviews.edit
                name, type, summary = values["name"], AssetType(values["type"]), values["summary"]
                self._write(lambda review: edit(review, row.id, name=name, type=type, visual_summary=summary))

        self.app.push_screen(FormModal(f"Edit {draft.suggested_name}", fields, wide=True), save)

    def action_add_custom(self) -> None:
        """Add a row that the scan missed."""
        fields: list[Field] = [
            TextField("name", "Name", required=True, placeholder="e.g. THE LIGHTHOUSE KEEPER"),
            SelectField("type", "Type", TYPE_OPTIONS, AssetType.CHARACTER.value),
            TextField("summary", "Description", lines=6),
        ]
        form = FormModal("Add a row of your own", fields, verb="Add", check=self._is_new, wide=True)
        self.app.push_screen(form, self._add)

    def _is_new(self, values: Mapping[str, str]) -> str:
        rows = () if self.review is None else self.review.rows
        same = (
            row.draft.suggested_name.casefold() == values["name"].casefold()
            for row in rows
            if row.state not in OUT
        )
        return f"The review has {values['name']} already." if any(same) else ""

    def _add(self, values: dict[str, str] | None) -> None:
        if values is not None:
            self.filter_text = ""
            self._add_row(values["name"], AssetType(values["type"]), values["summary"])

    @work(group="review.write", description="Adding a row")
    @guarded
    async def _add_row(self, name: str, type: AssetType, description: str) -> None:
        async with self._writing:
            if self.review is not None:
                add = self.services.reviews.add_custom
                review, draft_id = await add(self.review.id, name, type, description)
                self._take(review)
                self.table.move_to(draft_id)

    def action_set_type(self) -> None:
        """Give the targets another type."""
        targets = self._rows(self.table.targets)
        options = [Option(value, label) for value, label in TYPE_OPTIONS]
        title = f"Type of {targets[0].draft.suggested_name if len(targets) == 1 else f'{len(targets)} rows'}"

        def choose(value: str | None) -> None:
            if value is not None:
                ids, set_type = [row.id for row in targets], self.services.reviews.set_type
                self._write(lambda review: set_type(review, ids, AssetType(value)))

        self.app.push_screen(ChooseModal(title, options, current=targets[0].draft.type.value), choose)

    def action_set_priority(self) -> None:
        """High for the targets; low when they are all high."""
        targets = self._rows(self.table.targets)
        high = not all(row.draft.is_high_priority for row in targets)
        ids, set_priority = [row.id for row in targets], self.services.reviews.set_priority
        self._write(lambda review: set_priority(review, ids, high))

    @work(group="review.conflict", exclusive=True, description="Deciding conflicts")
    async def action_decide_conflict(self) -> None:
        """Ask for each conflict of the row under the cursor; cancelling leaves the rest as they are."""
        row = self.table.cursor_row
        if row is None or row.state in FIXED:
            return
        total = len(row.draft.conflicts)
        for index, conflict in enumerate(row.draft.conflicts):
            chosen = await self.app.push_screen_wait(conflict_modal(row, conflict, index, total))
            if chosen is None:
                return
            self._write_decision(row.id, index, ConflictDecision(chosen) if chosen else None)

    def _write_decision(self, draft_id: DraftId, index: int, decision: ConflictDecision | None) -> None:
        decide = self.services.reviews.decide_conflict
        self._write(lambda review: decide(review, draft_id, index, decision))

    # --- merging ---------------------------------------------------------------------------------

    @work(group="review.merge", exclusive=True, description="Merging rows")
    @guarded
    async def action_merge(self) -> None:
        """Choose the name, look at the proposal, accept it."""
        rows, review = self._mergeable, self.review
        if review is None or len(rows) < 2:
            return
        ids = [row.id for row in rows]
        name = await self.app.push_screen_wait(MergeNameModal(rows))
        if name is None:
            return
        propose = self.services.reviews.propose_merge
        draft = await self.app.push_screen_wait(MergeModal(rows, name, lambda: propose(review.id, ids, name)))
        if draft is None:
            return
        self.table.set_selected(())
        accept = self.services.reviews.accept_merge
        said = f"{len(rows)} rows merged into {draft.suggested_name}. u takes it back."
        self._write(lambda review_id: accept(review_id, ids, draft), said, ids[0])

    # --- selecting, looking ----------------------------------------------------------------------

    def action_invert(self) -> None:
        """Select the shown rows that are not selected."""
        selected = set(self.table.selected)
        self.table.set_selected(row.id for row in self.table.rows if row.id not in selected)

    def action_select_by_type(self) -> None:
        """Select the rows that are still in the review and of the type under the cursor."""
        current = self.table.cursor_row
        if current is not None:
            rows = (row for row in self.table.rows if row.state not in (*OUT, RowState.COMMITTED))
            keep = {*self.table.selected, *(row.id for row in rows if row.draft.type is current.draft.type)}
            self.table.set_selected(keep)

    def action_select_high(self) -> None:
        """Select what the scan holds worth a master picture, and nobody has decided yet."""
        rows = (row for row in self.table.rows if row.state is RowState.OPEN and row.draft.is_high_priority)
        self.table.set_selected({*self.table.selected, *(row.id for row in rows)})

    def action_select_doubles(self) -> None:
        """Select the row under the cursor and all that it may be the same as; m then merges them."""
        row = self.table.cursor_row
        if row is None or self.review is None:
            return
        pairs = ({one.first, one.second} for one in self.review.suggestions)
        self.table.set_selected({row.id}.union(*(pair for pair in pairs if row.id in pair)))

    def action_sort(self) -> None:
        """The next order."""
        self.sorting = next_sorting(self.sorting)

    def watch_sorting(self, sorting: Sorting) -> None:
        """Rows, indicator and status follow."""
        self.table.set_sort(sorting.column, sorting.descending)
        self._show_rows()

    def action_filter(self) -> None:
        """Type a filter; the table follows as one types."""
        self.add_class("-filtering")
        self.query_one("#filter", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as one types."""
        self.filter_text = event.value

    def on_input_submitted(self) -> None:
        """Enter keeps the filter and goes to the rows."""
        self.table.focus()

    def watch_filter_text(self, text: str) -> None:
        """The table follows; without a filter its field goes."""
        if not text and self.focused is not self.query_one("#filter"):
            self._close_filter()
        self._show_rows()

    def _close_filter(self) -> None:
        self.remove_class("-filtering")
        self.query_one("#filter", Input).value = ""

    def action_back(self) -> None:
        """Escape ends the filter first, then the selection, then goes back."""
        if self.has_class("-filtering"):
            self.table.focus()
            self._close_filter()
        elif self.table.selected:
            self.table.set_selected(())
        else:
            super().action_back()

    @work(group="review.evidence", exclusive=True, description="Reading the script")
    @guarded
    async def action_evidence(self) -> None:
        """Every mention of the row under the cursor, by scene."""
        row, review = self.table.cursor_row, self.review
        if row is None or review is None:
            return
        screenplay = await self.services.projects.screenplay(review.script_id)
        scenes = len({mention.scene for mention in row.draft.mentions})
        note = f"{mention_count(row.draft.mentions)} in {scenes} scene{'' if scenes == 1 else 's'}"
        text = evidence_text(row.draft, screenplay.scenes)
        self.app.push_screen(TextViewModal(row.draft.suggested_name, text, note=note))

    # --- reading again ---------------------------------------------------------------------------

    @work(group="review.read_again", exclusive=True, description="Asking before reading again")
    async def action_read_again(self) -> None:
        """Ask the model once more for the lines that it gave no answer for; the scan screen shows it."""
        review = self.review
        if review is None or not review.unread:
            return
        lines = [
            unread_words(review.unread),
            "What was answered before is kept and costs nothing; only these lines are asked for again.",
            "What is found for the first time is added. No row that stands here changes.",
        ]
        if await self.app.push_screen_wait(ConfirmModal("Read again?", lines, "Read again")):
            self.lookbook.scans.start(self.place, again=review.id)
            self.lookbook.action_stage(Stage.SCRIPT)

    # --- committing ------------------------------------------------------------------------------

    @work(group="review.commit", exclusive=True, description="Committing")
    @guarded
    async def action_commit(self) -> None:
        """Show the plan and carry it out; selected rows can be approved in the same step."""
        if self.review is None:
            return
        review_id, selected = self.review.id, self._commit_by_selection
        approving = not self._approved and bool(selected)
        plan = self._plan_of(selected) if approving else await self.services.reviews.plan_commit(review_id)
        if await self.app.push_screen_wait(CommitModal(plan, approving=approving)):
            if approving:
                await self.services.reviews.approve(review_id, [row.id for row in selected])
            await self._commit(review_id)

    def _plan_of(self, rows: list[ReviewRow]) -> CommitPlan:
        """The plan for rows that are not approved yet."""
        others = () if self.review is None else (row for row in self.review.rows if row not in rows)
        out = (LeftOut(row, "not selected") for row in others if row.state is RowState.OPEN)
        return CommitPlan(tuple(rows), (), tuple(out), ())

    async def _commit(self, review_id: ReviewId) -> None:
        try:
            made = await self.services.reviews.commit(review_id)
        finally:
            self._take(await self.services.reviews.get(review_id))
        self.table.set_selected(())
        await self.lookbook.refresh_place()
        say(self, f"{assets(len(made))} committed.")
        styled = self.place.branch.locked_visual_style_id is not None
        self.lookbook.action_stage(Stage.BOARD if styled else Stage.STYLE)


def unread_words(unread: Sequence[UnreadLines]) -> str:
    """Which lines could not be read, and why."""
    first = unread[0]
    more = f" (and {len(unread) - 1} more)" if len(unread) > 1 else ""
    return f"Lines {first.first} to {first.last} could not be read{more}: {first.reason}"


def conflict_modal(row: ReviewRow, conflict: Conflict, index: int, total: int) -> ChooseModal:
    """The question for one conflict; its result is a decision's value, "" for none yet."""
    D = ConflictDecision
    options = [
        Option(D.EARLIER.value, "Earlier", conflict.earlier.value),
        Option(D.LATER.value, "Later", conflict.later.value),
        Option(D.BOTH.value, "Both", f"{DECISIONS[D.BOTH]}: it changes in the film"),
        Option(D.AS_WRITTEN.value, "As written", "keep the summary as it is"),
        Option("", "Undecided", "ask again later"),
    ]
    text = f"Earlier: {side_words(conflict.earlier)}\n\nLater: {side_words(conflict.later)}"
    of = f" ({index + 1} of {total})" if total > 1 else ""
    title = f"{row.draft.suggested_name}: {field_words(conflict.field).lower()}{of}"
    current = D.LATER.value if conflict.decision is None else conflict.decision.value
    return ChooseModal(title, options, text=text, current=current, wide=True)
