"""How the drafts of a review stand in its table: columns, folds, order, cells, counts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textual.content import Content

from core.models import Draft, Review, ReviewRow, RowChange, RowState
from tui.screens.review_filter import Filter
from tui.screens.review_predicates import is_disputed
from tui.screens.review_text import summary_of
from tui.theme import CHANGE_MARKS, ROW_MARKS, TYPE_MARKS, TYPE_PLURALS
from tui.widgets.appearances import appearances
from tui.widgets.row_table import Cell, Column

OUT = (RowState.DISCARDED, RowState.MERGED)
"""States of rows that stand in a fold at the end."""

DECIDED = (RowState.APPROVED, RowState.COMMITTED)
"""States in which an unchanged row needs nobody any more."""

CHANGE_FOLDS = {RowChange.CHANGED: "Changed", RowChange.NEW: "New", RowChange.GONE: "Gone"}
LOW, UNCHANGED, DISCARDED, MERGED = "Low priority", "Unchanged", "Discarded", "Merged"
FOLDS = (*CHANGE_FOLDS.values(), *TYPE_PLURALS.values(), LOW, UNCHANGED, DISCARDED, MERGED)
"""The folds in their order: what a revision changed comes first, what is decided or out comes last."""

FOLD_PLACES = {title: place for place, title in enumerate(FOLDS)}

COLUMNS = (
    Column("", width=1, id="state"),
    Column("Name", width=17, fraction=1.0, id="name"),
    Column("Prio", width=4, style="$quiet", id="priority", hide_below=64),
    Column("Conf", width=4, align="right", id="confidence"),
    Column("Ment", width=4, align="right", style="$quiet", id="mentions"),
    Column("Appears", width=10, fraction=1.2, id="appears"),
    Column("Conflict", width=4, fraction=0.6, align="right", id="conflict", short="!"),
    Column("Summary", width=20, fraction=1.4, style="$quiet", id="summary", hide_below=90),
)
"""The least widths are those of a table of 58 cells: what is left beside the detail at 100 columns."""


# --- order ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sorting:
    """How the rows stand within their fold: by the column of this id, or "" as scanned."""

    column: str = ""
    descending: bool = False


AS_SCANNED = Sorting()

STATE_PLACES = {state: place for place, state in enumerate(RowState)}

Key = Callable[[ReviewRow], tuple[object, ...] | None]


@dataclass(frozen=True, slots=True)
class Order:
    """An order of rows. `descending` is its natural direction; rows whose `key` is None stand last in both.

    `words` say it in the status line, both ways: ascending, descending.
    """

    words: tuple[str, str]
    descending: bool
    key: Key


def _by_name(row: ReviewRow) -> tuple[object, ...]:
    return (row.draft.suggested_name.casefold(),)


def _by_confidence(row: ReviewRow) -> tuple[object, ...] | None:
    return None if row.draft.manual_add else (row.draft.confidence_score,)


def _by_appearance(row: ReviewRow) -> tuple[object, ...] | None:
    lines = [mention.line for mention in row.draft.mentions]
    return (min(lines), -len(lines)) if lines else None


def _by_conflict(row: ReviewRow) -> tuple[object, ...]:
    open_ones = sum(conflict.decision is None for conflict in row.draft.conflicts)
    return (open_ones, len(row.draft.conflicts))


ORDERS: dict[str, Order] = {
    "name": Order(("by name", "by name, Z first"), False, _by_name),
    "mentions": Order(
        ("least mentions first", "most mentions first"), True, lambda r: (len(r.draft.mentions),)
    ),
    "confidence": Order(("least confidence first", "most confidence first"), True, _by_confidence),
    "appears": Order(("by first appearance", "last to appear first"), False, _by_appearance),
    "conflict": Order(("conflicts last", "conflicts first"), True, _by_conflict),
    "state": Order(("undecided first", "decided first"), False, lambda r: (STATE_PLACES[r.state],)),
    "priority": Order(
        ("low priority first", "high priority first"), True, lambda r: (r.draft.is_high_priority,)
    ),
    "summary": Order(("no summary first", "with summary first"), False, lambda r: (bool(summary_of(r)),)),
}
"""The orders by the id of their column, in the order in which a key goes through them."""


def next_sorting(sorting: Sorting) -> Sorting:
    """The next order, each in its natural direction; after the last one as scanned."""
    columns = ["", *ORDERS]
    return _natural(columns[(columns.index(sorting.column) + 1) % len(columns)])


def turned(sorting: Sorting) -> Sorting:
    """The same order in the other direction."""
    return Sorting(sorting.column, not sorting.descending) if sorting.column else sorting


def by_column(column: str, sorting: Sorting) -> Sorting:
    """What a click on a column's head makes of `sorting`: its order, then turned, then as scanned."""
    natural = _natural(column)
    if sorting == natural:
        return turned(natural)
    return AS_SCANNED if sorting.column == column else natural


def _natural(column: str) -> Sorting:
    return Sorting(column, ORDERS[column].descending) if column in ORDERS else AS_SCANNED


def _sorted(rows: Iterable[ReviewRow], sorting: Sorting) -> list[ReviewRow]:
    if sorting.column not in ORDERS:
        return list(rows)
    keyed = [(ORDERS[sorting.column].key(row), row) for row in rows]
    with_key = [(key, row) for key, row in keyed if key is not None]
    with_key.sort(key=lambda pair: pair[0], reverse=sorting.descending)
    return [*(row for _, row in with_key), *(row for key, row in keyed if key is None)]


# --- folds ---------------------------------------------------------------------------------------


def fold(row: ReviewRow) -> str:
    """The heading that a row stands under.

    What a revision of the script left as it was needs a decision only while it has none (SPEC 2.3).
    """
    if row.state is RowState.DISCARDED:
        return DISCARDED if row.asset is None else UNCHANGED
    if row.state is RowState.MERGED:
        return MERGED
    if row.change in CHANGE_FOLDS:
        return CHANGE_FOLDS[row.change]
    if row.change is RowChange.SAME and row.state in DECIDED:
        return UNCHANGED
    return TYPE_PLURALS[row.draft.type] if row.draft.is_high_priority else LOW


def folded_at_first(review: Review) -> set[str]:
    """The folds that are closed when a review is opened; what is unchanged is open where nothing else is."""
    out = {DISCARDED, MERGED}
    others = {fold(row) for row in review.rows} - out
    return out if others == {UNCHANGED} else {UNCHANGED, *out}


def arrange(rows: Iterable[ReviewRow], sorting: Sorting, wanted: Filter) -> list[ReviewRow]:
    """The rows that fit the filter, fold by fold, each fold sorted; rows that are alike stay as scanned."""
    found = _sorted(rows if wanted.empty else (row for row in rows if wanted.fits(row)), sorting)
    found.sort(key=lambda row: FOLD_PLACES[fold(row)])
    return found


# --- cells ---------------------------------------------------------------------------------------


def row_style(row: ReviewRow) -> str:
    """What is out of the review is dimmed."""
    return "$faint" if row.state in OUT else ""


def last_line(review: Review) -> int:
    """The last line of the script that a row has a mention in; what is gone counts another script's lines."""
    last = (row.draft.mentions[-1].line for row in review.rows if row.draft.mentions and not is_gone(row))
    return max(last, default=0)


def is_gone(row: ReviewRow) -> bool:
    """Whether the script speaks of it no longer."""
    return row.change is RowChange.GONE


def cells(row: ReviewRow, extent: int) -> tuple[Cell, ...]:
    """A row's cells, in the order of `COLUMNS`. `extent` is the number of the script's last line."""
    draft = row.draft
    return (
        ROW_MARKS[row.state].sign,
        name_cell(row),
        "high" if draft.is_high_priority else "low",
        "own" if draft.manual_add else f"{draft.confidence_score:.0%}",
        str(len(draft.mentions)),
        appears_cell(row, extent),
        conflict_cell(row),
        (summary_of(row) if draft.is_high_priority else draft.priority_reason).replace("\n", " "),
    )


def name_cell(row: ReviewRow) -> Content:
    """The signs of the type and of what a revision changed, and the name."""
    mark, out = TYPE_MARKS[row.draft.type], row.state in OUT
    parts = [Content(mark.glyph) if out else mark.sign]
    if row.change in CHANGE_FOLDS:
        change = CHANGE_MARKS[row.change]
        parts.append(Content(change.glyph) if out else change.sign)
    return Content.assemble(*parts, " ", row.draft.suggested_name)


def appears_cell(row: ReviewRow, extent: int) -> Callable[[int], Content]:
    """The strip, which is drawn when its width is known; of what is out or gone it shows no colour."""
    draft = row.draft
    dim = row.state in OUT or row.change is RowChange.GONE

    def drawn(width: int) -> Content:
        lines = [mention.line for mention in draft.mentions]
        if dim:
            return appearances(lines, extent, width, style="$faint")
        style = TYPE_MARKS[draft.type].style
        return appearances(lines, extent, width, style=style, conflicts=_disputed_lines(draft))

    return drawn


def _disputed_lines(draft: Draft) -> list[int]:
    undecided = (conflict for conflict in draft.conflicts if conflict.decision is None)
    return [side.mention.line for one in undecided for side in (one.earlier, one.later)]


def conflict_cell(row: ReviewRow) -> Content:
    """How many conflicts a row has; a mark while one is undecided."""
    number = len(row.draft.conflicts)
    if not number:
        return Content.styled("–", "$faint")
    return Content.styled(f"! {number}", "$warning") if is_disputed(row) else Content(str(number))


# --- status --------------------------------------------------------------------------------------


def status(
    review: Review,
    *,
    selected: int,
    shown: int,
    hidden: int = 0,
    sorting: Sorting = AS_SCANNED,
    ranging: bool = False,
) -> Content:
    """The line under the table, the most important first: a narrow terminal cuts it at its end.

    `hidden` of the `selected` rows are not seen now: filtered out, or in a closed fold. `shown` rows fit the
    filter.
    """
    parts = [selected_words(selected, hidden)]
    if ranging:
        parts.append(Content.styled("range", "bold $accent"))
    if shown != len(review.rows):
        parts.append(Content.styled(f"{shown} of {len(review.rows)} shown", "$warning"))
    parts += _counts(review)
    if sorting.column in ORDERS:
        parts.append(Content.styled(ORDERS[sorting.column].words[sorting.descending], "$quiet"))
    return Content("  ").join(parts)


def selected_words(selected: int, hidden: int) -> Content:
    """ "3 selected (1 hidden)"."""
    words = Content.styled(f"{selected} selected", "bold $accent" if selected else "$quiet")
    return Content.assemble(words, (f" ({hidden} hidden)", "$warning")) if hidden else words


def _counts(review: Review) -> Sequence[Content]:
    """How many rows are open and approved, the likely doubles, and what else there is."""
    states = Counter(row.state for row in review.rows)
    doubles = sum(not one.put_off for one in review.suggestions)
    parts = [_count(state, states[state]) for state in (RowState.OPEN, RowState.APPROVED)]
    if doubles:
        parts.append(Content.styled(f"= {doubles} likely double{'' if doubles == 1 else 's'}", "$warning"))
    rest = (RowState.DISCARDED, RowState.MERGED, RowState.COMMITTED)
    return [*parts, *(_count(state, states[state]) for state in rest if states[state])]


def _count(state: RowState, number: int) -> Content:
    mark = ROW_MARKS[state]
    return Content.assemble(mark.sign, f" {number} {mark.word}")
