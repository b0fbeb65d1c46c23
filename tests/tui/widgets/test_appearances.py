"""The strip that shows where in the film an entity appears."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from tui.widgets.appearances import BLOCKS, NONE, appearances


def strip(lines: list[int], extent: int, cells: int, conflicts: tuple[int, ...] = ()) -> Content:
    return appearances(lines, extent, cells, style="$type-prop", conflicts=conflicts)


def colours(content: Content) -> dict[str, str]:
    """The characters of each colour."""
    return {str(span.style): content.plain[span.start : span.end] for span in content.spans}


@pytest.mark.parametrize(
    ("lines", "extent", "cells", "expected"),
    [
        ([1], 100, 10, "▁·········"),
        ([100], 100, 10, "·········▁"),
        ([10, 11], 100, 10, "▁▁········"),
        ([1, 50, 100], 100, 3, "▁▁▁"),
        ([1] * 2 + [100] * 8, 100, 4, "▃··█"),
        ([], 100, 4, "····"),
        ([], 0, 4, "····"),
        ([7], 0, 4, "····"),
        ([1], 1, 4, "▁▁▁▁"),
        ([1], 2, 5, "▁▁···"),
        ([2], 2, 5, "··▁▁▁"),
        ([3], 5, 10, "····▁▁····"),
        ([1], 100, 1, "▁"),
        ([1], 100, 0, ""),
        ([0, 101], 100, 10, "▁········▁"),
    ],
)
def test_each_mention_stands_in_its_part_of_the_script(
    lines: list[int], extent: int, cells: int, expected: str
) -> None:
    assert strip(lines, extent, cells).plain == expected


@given(st.lists(st.integers(1, 9000), max_size=60), st.integers(9000, 20_000), st.integers(1, 240))
def test_it_is_as_wide_as_asked_and_shows_something_exactly_where_something_is(
    lines: list[int], extent: int, cells: int
) -> None:
    plain = strip(lines, extent, cells).plain
    assert len(plain) == cells
    if cells <= extent:
        assert {at for at, char in enumerate(plain) if char != NONE} == {
            (line - 1) * cells // extent for line in lines
        }


@given(st.integers(1, 400), st.integers(1, 400))
def test_the_first_line_fills_the_first_cell_and_the_last_line_the_last(extent: int, cells: int) -> None:
    plain = strip([1, extent], extent, cells).plain
    assert NONE not in (plain[0], plain[-1])


def test_more_mentions_are_never_lower_and_the_fullest_part_is_full() -> None:
    lines = [part * 100 + 1 for part in range(10) for _ in range(part * part + 1)]
    heights = [BLOCKS.index(char) for char in strip(lines, 1000, 10).plain]
    assert heights == sorted(heights)
    assert (heights[0], heights[-1]) == (0, len(BLOCKS) - 1)
    assert len(set(heights)) >= 6


def test_two_mentions_do_not_look_like_a_lead() -> None:
    assert "█" not in strip([5, 6, 90], 100, 10).plain


def test_the_parts_with_a_side_of_an_undecided_conflict_stand_out() -> None:
    seen = strip([1, 15, 55, 95], 100, 10, conflicts=(15, 95))
    warned = [span.start for span in seen.spans if str(span.style) == "$warning"]
    assert warned == [1, 9]
    assert seen.plain == "▁▁···▁···▁"


def test_a_side_without_a_mention_of_its_own_is_seen_too() -> None:
    assert strip([1], 100, 10, conflicts=(60,)).plain == "▁····▁····"


def test_colours_are_those_of_the_type_and_quiet_where_nothing_is() -> None:
    shown = colours(strip([1], 100, 3))
    assert shown == {"$type-prop": "▁", "$faint": "··"}
