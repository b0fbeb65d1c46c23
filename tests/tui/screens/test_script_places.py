"""Where things stand in a script, as tables."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.content import Content

from core.models import (
    AssetType,
    Difference,
    Draft,
    DraftId,
    Line,
    LineKind,
    Mention,
    ReviewRow,
    RowChange,
    RowState,
)
from tui.screens.script_places import (
    after,
    between,
    count_words,
    guess_type,
    marks_of,
    matches_of,
    mentions_stops,
    row_named,
    spans_of,
    stops,
    tidy_name,
)
from tui.widgets.script_pages import Mark, Marks

CHARACTER, LOCATION, PROP = AssetType.CHARACTER, AssetType.LOCATION, AssetType.PROP


def line(number: int, text: str, kind: LineKind = LineKind.ACTION) -> Line:
    return Line(number, kind, text, 1, 1)


LINES = (
    line(1, "INT. LAMP ROOM - NIGHT", LineKind.HEADING),
    line(3, "She holds the Lamp. Mara turns."),
    line(4, "LAMP 12", LineKind.FURNITURE),
    line(5, "A lamplit clamp;  the   lamp."),
)


def row(
    id: int, name: str, *mentions: Mention, state: RowState = RowState.OPEN, aliases: tuple[str, ...] = ()
) -> ReviewRow:
    return ReviewRow(DraftId(id), Draft(name, CHARACTER, aliases=aliases, mentions=mentions), state)


def on(number: int, *columns: tuple[int, int], text: str = "") -> Mention:
    words = text or next(line.text for line in LINES if line.number == number)
    return Mention(number, 1, 1, words, columns)


def spans(marks: Marks) -> dict[int, list[tuple[int, int, bool]]]:
    return {number: [(mark.start, mark.end, mark.pronoun) for mark in here] for number, here in marks.items()}


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        (on(3, (0, 3), (20, 24)), {3: [(0, 3, True), (20, 24, False)]}),
        (on(3), {3: [(0, 0, False)]}),
        (on(3, (14, 18), text="Another line than this"), {3: [(0, 0, False)]}),
        (on(3, (14, 18), (400, 404), text=LINES[1].text + " " * 400), {3: [(14, 18, False)]}),
        (on(99, (0, 4), text="Gone."), {}),
    ],
)
def test_a_mark_stands_where_the_mentions_words_are(
    mention: Mention, expected: dict[int, list[tuple[int, int, bool]]]
) -> None:
    assert spans(marks_of([row(1, "MARA", mention)], LINES)) == expected


@pytest.mark.parametrize("state", RowState)
def test_what_is_out_of_the_review_is_marked_only_when_it_is_asked_for(state: RowState) -> None:
    rows = [row(1, "MARA", on(3, (20, 24)), state=state)]
    out = state in (RowState.DISCARDED, RowState.MERGED)
    assert bool(marks_of(rows, LINES)) is not out
    assert marks_of(rows, LINES, also=DraftId(1))


def test_what_is_gone_from_the_script_is_marked_nowhere() -> None:
    gone = replace(row(1, "MARA", on(3, (20, 24))), difference=Difference(RowChange.GONE, 1))
    assert not marks_of([gone], LINES, also=gone.id)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("lamp", {1: [(5, 9)], 3: [(14, 18)], 5: [(2, 6), (24, 28)]}),
        ("lam", {1: [(5, 8)], 3: [(14, 17)], 5: [(2, 5), (24, 27)]}),
        ("the lamp", {3: [(10, 18)], 5: [(18, 28)]}),
        ("amp", {}),
        ("  LAMP  ", {1: [(5, 9)], 3: [(14, 18)], 5: [(2, 6), (24, 28)]}),
        ("lamp.", {3: [(14, 19)], 5: [(24, 29)]}),
        ("12", {}),
        ("(", {}),
        ("", {}),
    ],
)
def test_a_search_finds_words_from_their_beginning(
    query: str, expected: dict[int, list[tuple[int, int]]]
) -> None:
    assert spans_of(matches_of(LINES, query)) == expected


def test_a_search_goes_on_over_the_end_of_a_line_but_not_of_a_paragraph() -> None:
    lines = [
        line(1, "He lifts the brass"),
        line(2, "storm lamp."),
        line(3, "", LineKind.BLANK),
        line(4, "Lamp"),
    ]
    assert matches_of(lines, "brass storm lamp") == [((1, 13, 18), (2, 0, 10))]
    assert matches_of(lines, "lamp. lamp") == []
    cue = [line(1, "STORM", LineKind.CUE), line(2, "Lamp?", LineKind.DIALOGUE)]
    assert matches_of(cue, "storm lamp") == []


SPOTS = [(1, 5), (3, 0), (3, 20), (5, 2)]


@pytest.mark.parametrize(
    ("at", "following", "before", "words"),
    [
        ((1, 5), (3, 0), (5, 2), "1 of 4"),
        ((3, 4), (3, 20), (3, 0), "4 in all"),
        ((3, 20), (5, 2), (3, 0), "3 of 4"),
        ((9, 0), (1, 5), (5, 2), "4 in all"),
        ((0, 0), (1, 5), (5, 2), "4 in all"),
    ],
)
def test_from_one_spot_to_the_next_round_the_end(
    at: tuple[int, int], following: tuple[int, int], before: tuple[int, int], words: str
) -> None:
    assert (after(SPOTS, at, 1), after(SPOTS, at, -1), count_words(SPOTS, at)) == (following, before, words)


def test_there_is_no_way_where_there_are_no_spots() -> None:
    assert after([], (1, 1), 1) is None


def test_stops_are_where_a_cursor_stands_each_once() -> None:
    assert stops([(5, 4), (3, 2), (5, 2), (5, 12)], LINES) == [(3, 0), (5, 2), (5, 10)]


def test_a_mention_is_one_stop_at_a_name_rather_than_a_pronoun() -> None:
    here = (Mark(0, 3, CHARACTER, DraftId(1), pronoun=True), Mark(20, 24, CHARACTER, DraftId(1)))
    other = (Mark(24, 28, PROP, DraftId(2)),)
    assert mentions_stops({3: here, 5: other}, LINES, DraftId(1)) == [(3, 20)]


@pytest.mark.parametrize(
    ("text", "name"),
    [("NELL'S", "NELL"), ("Nell’s", "Nell"), ("the  BOSS", "the BOSS"), ("JAMES'", "JAMES"), ("", "")],
)
def test_a_name_is_tidied(text: str, name: str) -> None:
    assert tidy_name(text) == name


@pytest.mark.parametrize(
    ("kind", "name", "type"),
    [
        (LineKind.HEADING, "LAMP ROOM", LOCATION),
        (LineKind.CUE, "MARA", CHARACTER),
        (LineKind.ACTION, "MARA", CHARACTER),
        (LineKind.ACTION, "Mara Voss", CHARACTER),
        (LineKind.ACTION, "brass key", PROP),
        (LineKind.DIALOGUE, "brass Key", PROP),
    ],
)
def test_a_type_is_guessed(kind: LineKind, name: str, type: AssetType) -> None:
    assert guess_type(line(1, "", kind), name) is type


@pytest.mark.parametrize(
    ("name", "expected"),
    [("mara", 1), ("Voss", 1), ("JONAS", 3), ("KEEPER", None), ("SOMEONE", None)],
)
def test_a_name_is_taken_by_the_row_that_has_it(name: str, expected: int | None) -> None:
    rows = [
        row(1, "MARA", aliases=("VOSS",)),
        row(2, "JONAS", state=RowState.DISCARDED),
        row(3, "OLD JONAS", aliases=("JONAS",)),
        row(4, "KEEPER", state=RowState.MERGED),
    ]
    found = row_named(rows, name)
    assert (None if found is None else found.id) == expected


@pytest.mark.parametrize(
    ("left", "right", "line"),
    [("ab", "cd", "ab    cd"), ("abcdefgh", "cd", "abc…  cd"), ("abcdefghij", "", "abcde…  ")],
)
def test_two_parts_of_a_line_stand_at_its_ends(left: str, right: str, line: str) -> None:
    assert between(Content(left), Content(right), 8).plain == line
