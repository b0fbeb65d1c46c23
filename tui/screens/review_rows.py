"""How the drafts of a review stand in its table: folds, order, filter, cells, counts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textual.content import Content

from core.models import AssetType, Draft, Review, ReviewRow, RowState
from tui.theme import ROW_MARKS, TYPE_MARKS, TYPE_PLURALS
from tui.widgets.row_table import Column

OUT = (RowState.DISCARDED, RowState.MERGED)
"""States of rows that stand in a fold at the end."""

LOW, DISCARDED, MERGED = "Low priority", "Discarded", "Merged"
FOLDS = (*TYPE_PLURALS.values(), LOW, DISCARDED, MERGED)

COLUMNS = (
    Column("", width=1),
    Column("Name", width=16, fraction=1.0, id="name"),
    Column("Prio", width=4, style="$quiet", hide_below=64),
    Column("Conf", width=6, align="right", id="confidence"),
    Column("Ment", width=6, align="right", style="$quiet", id="mentions"),
    Column("Conflict", width=8, align="right"),
    Column("Summary", width=20, fraction=2.2, style="$quiet", hide_below=90),
)


@dataclass(frozen=True, slots=True)
class Order:
    """An order of the rows within their fold. `column` is where the table shows it."""

    words: str
    column: str = ""
    descending: bool = False
    key: Callable[[ReviewRow], tuple[object, ...]] | None = None


ORDERS = (
    Order("as scanned"),
    Order("name", "name", False, lambda row: (row.draft.suggested_name.casefold(),)),
    Order("mentions", "mentions", True, lambda row: (-len(row.draft.mentions),)),
    Order("confidence", "confidence", True, lambda row: (-row.draft.confidence_score,)),
)


def fold(row: ReviewRow) -> str:
    """The heading that a row stands under."""
    if row.state is RowState.DISCARDED:
        return DISCARDED
    if row.state is RowState.MERGED:
        return MERGED
    return TYPE_PLURALS[row.draft.type] if row.draft.is_high_priority else LOW


def arrange(rows: Iterable[ReviewRow], order: Order, filter_text: str = "") -> list[ReviewRow]:
    """The rows that fit the filter, fold by fold, each fold in `order`."""
    found = [row for row in rows if fits(row.draft, filter_text)]
    if order.key is not None:
        found.sort(key=order.key)
    found.sort(key=lambda row: FOLDS.index(fold(row)))
    return found


def fits(draft: Draft, filter_text: str) -> bool:
    """Whether every word of the filter is in the name, an alias or the summary."""
    text = " ".join((draft.suggested_name, *draft.aliases, draft.visual_summary)).casefold()
    return all(word in text for word in filter_text.casefold().split())


def row_style(row: ReviewRow) -> str:
    """What is out of the review is dimmed."""
    return "$faint" if row.state in OUT else ""


def cells(row: ReviewRow) -> tuple[str | Content, ...]:
    """A row's cells, in the order of `COLUMNS`."""
    draft = row.draft
    sign = TYPE_MARKS[draft.type].sign if row.state not in OUT else Content(TYPE_MARKS[draft.type].glyph)
    return (
        ROW_MARKS[row.state].sign,
        Content.assemble(sign, " ", draft.suggested_name),
        "high" if draft.is_high_priority else "low",
        "manual" if draft.manual_add else f"{draft.confidence_score:.0%}",
        str(len(draft.mentions)),
        conflict_cell(draft),
        (draft.visual_summary if draft.is_high_priority else draft.priority_reason).replace("\n", " "),
    )


def conflict_cell(draft: Draft) -> Content:
    """How many conflicts a draft has; a mark while one is undecided."""
    if not draft.conflicts:
        return Content.styled("–", "$faint")
    if any(conflict.decision is None for conflict in draft.conflicts):
        return Content.styled(f"! {len(draft.conflicts)}", "$warning")
    return Content(str(len(draft.conflicts)))


def status(review: Review, selected: int, shown: int, order: Order) -> Content:
    """The line under the table: what is selected and how the review stands."""
    states = Counter(row.state for row in review.rows)
    parts = [Content.styled(f"{selected} selected", "bold $accent" if selected else "$quiet")]
    for state in (RowState.APPROVED, RowState.OPEN, RowState.DISCARDED, RowState.COMMITTED):
        if states[state] or state in (RowState.APPROVED, RowState.OPEN):
            mark = ROW_MARKS[state]
            parts.append(Content.assemble((mark.glyph, mark.style), f" {states[state]} {mark.word}"))
    if review.suggestions:
        number = len(review.suggestions)
        parts.append(Content.styled(f"= {number} likely double{'' if number == 1 else 's'}", "$warning"))
    if shown != len(review.rows):
        parts.append(Content.styled(f"{shown} of {len(review.rows)} shown", "$warning"))
    if order.column:
        parts.append(Content.styled(f"by {order.words}", "$quiet"))
    return Content("   ").join(parts)


def by_type(rows: Sequence[ReviewRow]) -> list[tuple[AssetType, list[ReviewRow]]]:
    """The rows of each type that there are any of, in the order of the types."""
    groups = [(type, [row for row in rows if row.draft.type is type]) for type in AssetType]
    return [(type, group) for type, group in groups if group]
