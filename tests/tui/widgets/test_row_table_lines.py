"""Lines of a table against the plainest possible list of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from tui.widgets.row_table_lines import LAST_LINE, Heading, Key, RowLines

GROUPS = "abc"

tables = some.builds(
    lambda rows, folded, last_line: RowLines(
        enumerate(rows), lambda row: row[0], lambda row: row[1], folded, last_line
    ),
    some.lists(some.sampled_from(GROUPS)),
    some.sets(some.sampled_from(GROUPS)),
    some.booleans(),
)


def plainly(lines: RowLines[tuple[int, str]]) -> list[Key | None]:
    """The stop of every line, None for an open heading."""
    stops: list[Key | None] = []
    for group in lines.groups:
        members = [lines.keys[index] for index in group.rows]
        stops += [Heading(group.title)] if group.folded else [None, *members]
    return [*stops, LAST_LINE] if lines.stop_at(len(lines) - 1) is LAST_LINE else stops


@given(tables)
def test_every_line_and_its_stop_find_each_other(lines: RowLines[tuple[int, str]]) -> None:
    stops = plainly(lines)
    assert [lines.stop_at(line) for line in range(-1, len(lines) + 1)] == [None, *stops, None]
    assert all(lines.line_of(stop) == line for line, stop in enumerate(stops) if stop is not None)
    assert all(lines.stop_of(key) in stops for key in lines.keys)


@given(tables, some.integers(-20, 20), some.data())
def test_a_step_ends_on_a_stop_that_way_or_stays(
    lines: RowLines[tuple[int, str]], by: int, data: some.DataObject
) -> None:
    stops = plainly(lines)
    at = [line for line, stop in enumerate(stops) if stop is not None]
    if not at:
        assert lines.step(None, by) is None
        return
    start = data.draw(some.sampled_from(at))
    end = lines.line_of(lines.step(stops[start], by))
    assert end in at
    assert abs(end - start) <= abs(by) + 1
    assert (end - start) * by >= 0


@given(tables, some.data())
def test_a_span_holds_the_rows_between_two_stops_and_those_of_folds(
    lines: RowLines[tuple[int, str]], data: some.DataObject
) -> None:
    at = [line for line, stop in enumerate(plainly(lines)) if stop is not None]
    if not at:
        return
    one, other = sorted((data.draw(some.sampled_from(at)), data.draw(some.sampled_from(at))))
    wanted: list[int] = []
    for stop in plainly(lines)[one : other + 1]:
        group = lines.group_of(stop) if isinstance(stop, Heading) else None
        wanted += (
            group.rows if group is not None else [lines.index_of[stop]] if stop in lines.index_of else []
        )
    span = lines.span(lines.stop_at(other), lines.stop_at(one))
    assert list(span) == wanted


@given(tables)
def test_the_last_line_is_the_nearest_only_without_rows(lines: RowLines[tuple[int, str]]) -> None:
    for line in range(len(lines) + 2):
        assert (lines.nearest(line) is LAST_LINE) == (not lines.keys and len(lines) == 1)
