"""How the drafts of a review stand in its table: folds, orders, cells, widths, counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from textual.app import ComposeResult
from textual.content import Content

from core.models import (
    AssetType,
    Conflict,
    ConflictDecision,
    ConflictSide,
    Difference,
    Draft,
    DraftId,
    Mention,
    Review,
    ReviewRow,
    RowChange,
    RowState,
)
from tests.tui import seeing
from tests.tui.engine import CHARACTER, COAT, DRAFTS, LOCATION, PROP
from tests.tui.reviews import review_of, suggested
from tui.base import BaseApp
from tui.screens.review_filter import Filter, parse_filter
from tui.screens.review_rows import (
    AS_SCANNED,
    COLUMNS,
    FOLDS,
    ORDERS,
    Sorting,
    arrange,
    by_column,
    cells,
    fold,
    folded_at_first,
    last_line,
    next_sorting,
    row_style,
    status,
    turned,
)
from tui.widgets.row_table import RowTable

EVERY = Filter()


def row(
    number: int,
    name: str = "",
    type: AssetType = CHARACTER,
    *,
    state: RowState = RowState.OPEN,
    change: RowChange | None = None,
    lines: Iterable[int] = (),
    low: bool = False,
    **draft: object,
) -> ReviewRow:
    mentions = tuple(Mention(line, 1, 1, "A line.") for line in lines)
    made = Draft(name or f"ROW {number}", type, is_high_priority=not low, mentions=mentions)
    difference = None if change is None else Difference(change, 1)
    return ReviewRow(DraftId(number), replace(made, **draft), state, difference=difference)  # type: ignore[arg-type]


def ids(rows: Iterable[ReviewRow]) -> list[int]:
    return [row.id for row in rows]


def folds(rows: Iterable[ReviewRow]) -> list[str]:
    """The folds that rows stand in, in their order."""
    return list(dict.fromkeys(fold(row) for row in arrange(rows, AS_SCANNED, EVERY)))


# --- folds ---------------------------------------------------------------------------------------


def test_a_first_review_stands_by_type_then_low_then_out() -> None:
    rows = [
        row(1, state=RowState.MERGED),
        row(2, state=RowState.DISCARDED),
        row(3, type=PROP, low=True),
        row(4, type=PROP, state=RowState.COMMITTED),
        row(5, type=LOCATION),
        row(6, state=RowState.APPROVED),
    ]
    assert folds(rows) == ["Characters", "Locations", "Props", "Low priority", "Discarded", "Merged"]


def test_what_a_revision_changed_comes_first_and_what_it_left_alone_last() -> None:
    rows = [
        row(1, change=RowChange.SAME, state=RowState.DISCARDED),
        row(2, change=RowChange.SAME, state=RowState.COMMITTED),
        row(3, change=RowChange.SAME),
        row(4, change=RowChange.GONE, state=RowState.COMMITTED),
        row(5, change=RowChange.NEW, low=True),
        row(6, change=RowChange.CHANGED, state=RowState.APPROVED),
    ]
    assert folds(rows) == ["Changed", "New", "Gone", "Characters", "Unchanged", "Discarded"]


@pytest.mark.parametrize(
    ("state", "change", "expected"),
    [
        (RowState.OPEN, RowChange.SAME, "Characters"),
        (RowState.APPROVED, RowChange.SAME, "Unchanged"),
        (RowState.COMMITTED, RowChange.SAME, "Unchanged"),
        (RowState.DISCARDED, RowChange.NEW, "Discarded"),
        (RowState.MERGED, RowChange.CHANGED, "Merged"),
        (RowState.OPEN, RowChange.GONE, "Gone"),
        (RowState.COMMITTED, None, "Characters"),
    ],
)
def test_a_row_stands_where_it_needs_its_person(
    state: RowState, change: RowChange | None, expected: str
) -> None:
    assert fold(row(1, state=state, change=change)) == expected
    assert expected in FOLDS


def test_what_is_decided_is_folded_at_first_unless_nothing_else_is_there() -> None:
    same = row(1, change=RowChange.SAME, state=RowState.COMMITTED)
    out = row(2, state=RowState.DISCARDED)
    some = review_of([same, out, row(3, change=RowChange.NEW)], compared_with=1)
    assert folded_at_first(some) == {"Unchanged", "Discarded", "Merged"}
    assert folded_at_first(review_of([same, out], compared_with=1)) == {"Discarded", "Merged"}
    assert folded_at_first(review_of([])) == {"Unchanged", "Discarded", "Merged"}


def test_only_what_fits_the_filter_is_shown() -> None:
    rows = [row(1, "IDA"), row(2, "BOB"), row(3, "IDA'S LAMP", PROP)]
    assert ids(arrange(rows, AS_SCANNED, parse_filter("ida -type:char"))) == [3]


# --- orders --------------------------------------------------------------------------------------

LATER = replace(COAT, decision=ConflictDecision.LATER)
MIXED = [
    row(1, "bob", lines=(40, 9), confidence_score=0.5, visual_summary="A man."),
    row(2, "ANN", lines=(7,), confidence_score=0.9, conflicts=(LATER, LATER), state=RowState.APPROVED),
    row(3, "Cy", lines=(), manual_add=True, conflicts=(COAT,), state=RowState.COMMITTED, visual_summary="B."),
    row(4, "ann", lines=(8, 9, 10), confidence_score=0.5, conflicts=(LATER,)),
]


@pytest.mark.parametrize(
    ("column", "ascending", "descending"),
    [
        ("name", [2, 4, 1, 3], [3, 1, 2, 4]),
        ("mentions", [3, 2, 1, 4], [4, 1, 2, 3]),
        ("confidence", [1, 4, 2, 3], [2, 1, 4, 3]),
        ("appears", [2, 4, 1, 3], [1, 4, 2, 3]),
        ("conflict", [1, 4, 2, 3], [3, 2, 4, 1]),
        ("state", [1, 4, 2, 3], [3, 2, 1, 4]),
        ("summary", [2, 4, 1, 3], [1, 3, 2, 4]),
        ("", [1, 2, 3, 4], [1, 2, 3, 4]),
        ("no such column", [1, 2, 3, 4], [1, 2, 3, 4]),
    ],
)
def test_each_column_sorts_both_ways_and_keeps_what_is_alike_as_scanned(
    column: str, ascending: list[int], descending: list[int]
) -> None:
    assert ids(arrange(MIXED, Sorting(column), EVERY)) == ascending
    assert ids(arrange(MIXED, Sorting(column, descending=True), EVERY)) == descending


def test_priority_sorts_where_a_fold_holds_both() -> None:
    rows = [row(1, change=RowChange.NEW, low=True), row(2, change=RowChange.NEW)]
    assert ids(arrange(rows, by_column("priority", AS_SCANNED), EVERY)) == [2, 1]


def test_rows_never_leave_their_fold() -> None:
    rows = [row(1, "Z"), row(2, "A", PROP), row(3, "B"), row(4, "A", low=True)]
    assert ids(arrange(rows, Sorting("name"), EVERY)) == [3, 1, 2, 4]


def test_every_column_has_an_order() -> None:
    assert {column.id for column in COLUMNS} == set(ORDERS)


def test_a_click_sorts_a_second_one_turns_a_third_is_as_scanned() -> None:
    first = by_column("mentions", AS_SCANNED)
    assert first == Sorting("mentions", descending=True)
    second = by_column("mentions", first)
    assert second == Sorting("mentions", descending=False)
    assert by_column("mentions", second) == AS_SCANNED


def test_a_click_on_another_column_begins_with_its_own_direction() -> None:
    assert by_column("name", Sorting("mentions", descending=False)) == Sorting("name", descending=False)
    assert by_column("no such column", Sorting("name")) == AS_SCANNED


def test_the_orders_go_round_and_can_be_turned() -> None:
    seen = [AS_SCANNED]
    while (following := next_sorting(seen[-1])) != AS_SCANNED:
        seen.append(following)
    assert [sorting.column for sorting in seen] == ["", *ORDERS]
    assert turned(turned(seen[1])) == seen[1] != turned(seen[1])
    assert turned(AS_SCANNED) == AS_SCANNED


# --- cells ---------------------------------------------------------------------------------------


def drawn(row: ReviewRow, extent: int = 100, width: int = 10) -> list[str]:
    """The texts of a row's cells."""
    return [
        cell if isinstance(cell, str) else (cell if isinstance(cell, Content) else cell(width)).plain
        for cell in cells(row, extent)
    ]


def strip_colours(row: ReviewRow) -> set[str]:
    """The styles of a row's strip."""
    strip = cells(row, 400)[[column.id for column in COLUMNS].index("appears")]
    assert callable(strip)
    return {str(span.style) for span in strip(10).spans}


def test_the_cells_of_a_row() -> None:
    ida = row(
        1, "IDA", lines=(1, 100), confidence_score=0.94, conflicts=(COAT,), visual_summary="Old.\nGrey."
    )
    ida = replace(ida, draft=replace(ida.draft, conflicts=()))
    assert drawn(ida) == ["○", "◆ IDA", "high", "94%", "2", "▁········▁", "–", "Old. Grey."]


def test_the_summary_is_the_text_that_pictures_are_made_from_and_the_reason_where_none_will_be() -> None:
    decided = replace(row(1, visual_summary="A blue coat."), description="A torn jacket.")
    assert drawn(decided)[-1] == "A torn jacket."
    assert drawn(row(2, low=True, visual_summary="A crowd.", priority_reason="a crowd"))[-1] == "a crowd"


def test_a_row_of_ones_own_has_no_confidence() -> None:
    assert drawn(row(1, manual_add=True))[3] == "own"


@pytest.mark.parametrize(
    ("conflicts", "expected"), [((), "–"), ((LATER,), "1"), ((COAT, LATER), "! 2"), ((COAT,), "! 1")]
)
def test_an_undecided_conflict_is_marked(conflicts: tuple[Conflict, ...], expected: str) -> None:
    assert drawn(row(1, conflicts=conflicts))[6] == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (RowChange.NEW, "■+ KEY"),
        (RowChange.CHANGED, "■~ KEY"),
        (RowChange.GONE, "■− KEY"),
        (RowChange.SAME, "■ KEY"),
        (None, "■ KEY"),
    ],
)
def test_a_sign_says_what_the_revision_did(change: RowChange | None, expected: str) -> None:
    assert drawn(row(1, "KEY", PROP, change=change))[1] == expected


def test_names_are_never_markup() -> None:
    assert drawn(row(1, "[red]X[/]"))[1] == "◆ [red]X[/]"


def test_the_strip_is_coloured_by_type_and_warns_of_undecided_conflicts_only() -> None:
    far = Conflict("clothing", COAT.earlier, ConflictSide("torn", Mention(301, 9, 6, "Torn.")))
    lines = (21, 150, 301)
    assert strip_colours(row(1, lines=lines, conflicts=(far,))) == {"$type-character", "$warning", "$faint"}
    decided = replace(far, decision=ConflictDecision.BOTH)
    assert strip_colours(row(1, lines=lines, conflicts=(decided,))) == {"$type-character", "$faint"}
    assert strip_colours(row(1, type=PROP, lines=lines)) == {"$type-prop", "$faint"}


def test_what_is_out_or_gone_is_quiet() -> None:
    assert strip_colours(row(1, lines=(5,), conflicts=(COAT,), state=RowState.DISCARDED)) == {"$faint"}
    assert strip_colours(row(1, lines=(5,), change=RowChange.GONE)) == {"$faint"}
    assert row_style(row(1, state=RowState.MERGED)) == "$faint"
    assert row_style(row(1, state=RowState.APPROVED)) == ""


def test_the_strips_reach_to_the_last_line_that_the_newest_script_mentions() -> None:
    rows = [row(1, lines=(3, 90)), row(2, lines=(40,)), row(3, lines=(500,), change=RowChange.GONE)]
    assert last_line(review_of(rows)) == 90
    assert last_line(review_of([])) == 0


# --- widths --------------------------------------------------------------------------------------


class Table(BaseApp):
    """The table of a review, alone."""

    def compose(self) -> ComposeResult:
        yield RowTable[ReviewRow](
            COLUMNS,
            key=lambda row: row.id,
            cells=lambda row: cells(row, 301),
            group=fold,
            row_style=row_style,
            selectable=True,
        )

    def on_mount(self) -> None:
        rows = [ReviewRow(DraftId(at), draft, RowState.OPEN) for at, draft in enumerate(DRAFTS)]
        self.query_one(RowTable).set_rows(arrange(rows, AS_SCANNED, EVERY))


async def shown(width: int, sorting: Sorting = AS_SCANNED) -> tuple[str, str]:
    """The heads of the columns and the row of IDA MARSH in a table of `width` cells."""
    app = Table()
    async with app.run_test(size=(width, 20)) as pilot:
        app.query_one(RowTable).set_sort(sorting.column, sorting.descending)
        await pilot.pause()
        lines = seeing.lines(app)
    return lines[0], next(line for line in lines if "IDA MARSH" in line)


# The table's cells at 100x30, where the detail stands beside it, at 80x24 and at 200x60.
@pytest.mark.parametrize(
    ("width", "heads", "strip"),
    [
        (58, "Name Conf Ment Appears !", 10),
        (78, "Name Prio Conf Ment Appears !", 16),
        (118, "Name Prio Conf Ment Appears Conflict Summary", 19),
    ],
)
async def test_what_is_seen_at_each_size(width: int, heads: str, strip: int) -> None:
    head, ida = await shown(width)
    assert head.split() == heads.split()
    assert sum(ida.count(char) for char in "▁▂▃▄▅▆▇█·") == strip
    assert "! 1" in ida
    assert "94%" in ida


@pytest.mark.parametrize("column", list(ORDERS))
async def test_the_arrow_of_every_order_is_seen_in_the_narrowest_table_that_has_its_column(
    column: str,
) -> None:
    width = max(58, *(shown.hide_below for shown in COLUMNS if shown.id == column))
    head, _ = await shown(width, Sorting(column, descending=True))
    assert "↓" in head


# --- status --------------------------------------------------------------------------------------


def full_review() -> Review:
    rows = [row(at) for at in range(140)]
    rows += [row(at, state=RowState.APPROVED) for at in range(140, 152)]
    rows += [row(at, state=RowState.DISCARDED) for at in range(152, 157)]
    return review_of(rows, suggestions=(suggested(1, 2), suggested(3, 4), suggested(5, 6, put_off=True)))


def test_the_line_says_how_the_review_stands() -> None:
    line = status(full_review(), selected=0, shown=157).plain
    assert line == "0 selected  ○ 140 open  ✓ 12 approved  = 2 likely doubles  ✗ 5 discarded"


def test_it_counts_what_is_selected_but_not_seen() -> None:
    line = status(full_review(), selected=3, hidden=2, shown=60).plain
    assert line.startswith("3 selected (2 hidden)  60 of 157 shown  ○ 140 open")


def test_it_says_that_a_range_is_begun_and_how_the_rows_are_sorted() -> None:
    sorting = by_column("appears", AS_SCANNED)
    line = status(full_review(), selected=1, shown=157, sorting=sorting, ranging=True).plain
    assert line.startswith("1 selected  range  ○ 140 open")
    assert line.endswith("by first appearance")
    turned_line = status(full_review(), selected=1, shown=157, sorting=turned(sorting)).plain
    assert turned_line.endswith("last to appear first")


def test_at_80_columns_the_selection_and_the_open_rows_are_seen() -> None:
    sorting = by_column("mentions", AS_SCANNED)
    line = status(full_review(), selected=12, hidden=3, shown=60, sorting=sorting, ranging=True)
    seen = line.truncate(74).plain
    for words in ("12 selected (3 hidden)", "range", "60 of 157 shown", "140 open", "12 approved"):
        assert words in seen


def test_one_double_is_one() -> None:
    assert (
        "= 1 likely double"
        in status(review_of([], suggestions=(suggested(1, 2),)), selected=0, shown=0).plain
    )
    assert "double" not in status(review_of([]), selected=0, shown=0).plain
