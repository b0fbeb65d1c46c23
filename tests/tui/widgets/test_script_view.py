"""The script's pages, by keys and by mouse, as a person sees them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.pilot import Pilot

from core.models import AssetType, DraftId, Line, LineKind
from core.screenplay import parse_script
from tests.tui import seeing
from tui.base import BaseApp
from tui.widgets.script_layout import MEASURE, typeset, wrapped
from tui.widgets.script_pages import GUTTER, Mark
from tui.widgets.script_view import ScriptView

SCRIPT = """INT. LAMP ROOM - NIGHT

MARA VOSS lifts the lamp. Its light goes round the room, over the charts \
and the brass and the long wet window, and comes back to her.


MARA
(low)
Who's there?

JONAS [/b] enters.

CUT TO:
"""
FILM = parse_script(SCRIPT.encode(), "lamp.fountain")
HEADING, ACTION, CUE, SPEECH, JONAS, CUT = 1, 3, 6, 8, 10, 12


def line(number: int, kind: LineKind, text: str, page: int = 1) -> Line:
    return Line(number, kind, text, 1, page)


class PagesApp(BaseApp):
    """The pages alone, and what they posted."""

    def __init__(self, lines: tuple[Line, ...] = FILM.lines) -> None:
        super().__init__()
        self.lines = lines
        self.posted: list[Message] = []
        self.view = ScriptView()

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.view.show(self.lines)
        self.view.focus()

    def on_script_view_word_activated(self, event: ScriptView.WordActivated) -> None:
        self.posted.append(event)


@asynccontextmanager
async def opened(
    lines: tuple[Line, ...] = FILM.lines, size: tuple[int, int] = (74, 24)
) -> AsyncIterator[tuple[PagesApp, Pilot[None]]]:
    app = PagesApp(lines)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


def texts(app: PagesApp) -> list[str]:
    """What is drawn right of the gutter, where the terminal leaves no margin."""
    return [row[GUTTER:].rstrip() for row in seeing.lines(app)]


def style_of(app: PagesApp, words: str) -> str:
    """The style in which words are drawn that make up a segment, as Rich writes it."""
    for strip in seeing.strips(app):
        for segment in strip:
            if segment.text == words:
                return str(segment.style)
    raise AssertionError(f"{words!r} is not a segment of its own")


# --- the page ----------------------------------------------------------------------------------------


async def test_a_screenplay_stands_as_on_its_page() -> None:
    async with opened() as (app, _):
        seen = texts(app)
    assert seen[:16] == [
        "INT. LAMP ROOM - NIGHT",
        "",
        "MARA VOSS lifts the lamp. Its light goes round the room, over",
        "the charts and the brass and the long wet window, and comes",
        "back to her.",
        "",
        " " * 22 + "MARA",
        " " * 16 + "(low)",
        " " * 10 + "Who's there?",
        "",
        "JONAS [/b] enters.",
        "",
        " " * 55 + "CUT TO:",
        "",
        "",
        "",
    ]


async def test_every_line_has_its_number_once() -> None:
    async with opened() as (app, _):
        numbers = [row[:GUTTER].strip(" ▌") for row in seeing.lines(app)]
    assert [number for number in numbers if number] == ["1", "3", "6", "7", "8", "10", "12"]


@pytest.mark.parametrize("width", [30, 80, 200])
async def test_no_row_is_cut_at_any_width(width: int) -> None:
    async with opened(size=(width, 40)) as (app, _):
        words = " ".join(seeing.text(app).split())
    for line in FILM.lines:
        for word in line.text.split():
            assert word in words


async def test_in_a_wide_terminal_the_page_stands_in_the_middle() -> None:
    async with opened(size=(200, 24)) as (app, _):
        left = seeing.lines(app)[0].index("INT.")
    assert abs((left + MEASURE / 2) - 100) <= GUTTER


async def test_a_page_begins_with_a_quiet_rule_and_what_belongs_to_the_paper_is_hidden() -> None:
    lines = (
        line(1, LineKind.ACTION, "The last row."),
        line(2, LineKind.FURNITURE, "LAMP 12."),
        line(3, LineKind.BLANK, "", 12),
        line(4, LineKind.ACTION, "The first row.", 12),
        line(5, LineKind.PAGE_BREAK, "===", 12),
    )
    async with opened(lines) as (app, _):
        seen = texts(app)[:6]
    assert seen[0] == "The last row."
    assert seen[2].startswith("────")
    assert seen[2].endswith("── 12 ──")
    assert [seen[1], *seen[3:]] == ["", "", "The first row.", ""]


def test_pages_are_set_in_time_that_grows_with_the_script_only() -> None:
    """Half a million characters without a blank are broken anywhere, not tried at every one."""
    rows = list(wrapped("x" * 500_000, 50))
    assert len(rows) == 10_000
    assert rows[1] == (50, 100)


@pytest.mark.parametrize("text", ["厨房 " * 60, "e\u0301" * 300, "word " * 40, " a  b ", "日本" * 99 + " x"])
@pytest.mark.parametrize("cells", [1, 7, 62])
def test_rows_hold_what_fits_and_nothing_is_lost(text: str, cells: int) -> None:
    rows = [text[start:end] for start, end in wrapped(text, cells)]
    assert all(Content(row).cell_length <= max(2, cells) for row in rows)
    assert "".join(rows).replace(" ", "") == text.replace(" ", "")


def test_rows_are_in_the_order_in_which_they_are_found() -> None:
    places = [(row.line, row.start) for row in typeset(FILM.lines * 3, 40)]
    assert places == sorted(places)


# --- the cursor --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "number", "word"),
    [
        ([], HEADING, "INT"),
        (["down"], ACTION, "MARA"),
        (["right"], HEADING, "LAMP"),
        (["right"] * 4, ACTION, "MARA"),
        (["right"] * 4 + ["left"], HEADING, "NIGHT"),
        (["left"], HEADING, "INT"),
        (["down", "down"], ACTION, "the"),
        (["right", "right", "down", "down"], ACTION, "charts"),
        (["j"] * 4, CUE, "MARA"),
        (["end"], CUT, "CUT"),
        (["end", "right"], CUT, "TO"),
        (["end", "right", "right"], CUT, "TO"),
        (["end", "up"], JONAS, "enters"),
        (["end", "k", "home"], HEADING, "INT"),
        (["pagedown"], CUT, "CUT"),
        (["space", "pageup"], HEADING, "NIGHT"),
    ],
)
async def test_keys_go_from_word_to_word(keys: list[str], number: int, word: str) -> None:
    async with opened() as (app, pilot):
        await pilot.press(*keys)
        assert (app.view.cursor_line, app.view.selected_text) == (number, word)


async def test_shift_selects_words_of_one_line_and_moving_lets_them_go() -> None:
    async with opened() as (app, pilot):
        await pilot.press("down", "shift+right")
        assert app.view.selected_text == "MARA VOSS"
        assert "MARA VOSS" in [segment.text for strip in seeing.strips(app) for segment in strip]
        await pilot.press("shift+left", "shift+left")
        assert app.view.selected_text == "MARA"
        await pilot.press("right")
        assert not app.view.has_selection
        await pilot.press("end", *["shift+right"] * 5)
        assert app.view.selected_text == "CUT TO"


async def test_a_name_is_selected_without_what_stands_around_it() -> None:
    lines = (line(1, LineKind.ACTION, '"GUARD #1," says Mary-Ann O’Neil.'),)
    async with opened(lines) as (app, pilot):
        await pilot.press("shift+right")
        assert app.view.selected_text == "GUARD #1"
        await pilot.press("right", "right", "shift+right")
        assert app.view.selected_text == "Mary-Ann O’Neil"


async def test_a_line_without_words_can_be_passed() -> None:
    lines = tuple(line(at, LineKind.ACTION, text) for at, text in enumerate(["One.", "...", "Two."], 1))
    async with opened(lines) as (app, pilot):
        await pilot.press("down")
        assert (app.view.cursor_line, app.view.selected_text) == (2, "")
        await pilot.press("shift+right", "right")
        assert (app.view.cursor_line, app.view.selected_text) == (3, "Two")


async def test_nothing_happens_without_lines() -> None:
    async with opened(()) as (app, pilot):
        await pilot.press("down", "right", "shift+left", "end", "pageup")
        await pilot.click(ScriptView, offset=(20, 1))
        app.view.move_to_line(3)
        assert (app.view.cursor_line, app.view.selected_text) == (0, "")


MANY = tuple(line(at, LineKind.ACTION, f"Line {at} of the film.") for at in range(1, 10_001))


async def test_going_to_a_line_puts_it_at_a_third_of_the_height() -> None:
    async with opened(MANY, (80, 30)) as (app, pilot):
        app.view.move_to_line(7_000, 15)
        await pilot.pause()
        assert app.view.selected_text == "the"
        assert "Line 7000 of" in seeing.lines(app)[10]
        await pilot.press("down")
        assert "Line 7000 of" in seeing.lines(app)[10]


async def test_the_pages_stand_still_until_the_cursor_leaves_them() -> None:
    async with opened(MANY, (80, 20)) as (app, pilot):
        await pilot.press(*["down"] * 19)
        assert "Line 1 of" in seeing.lines(app)[0]
        await pilot.press("down")
        assert "Line 11 of" in seeing.lines(app)[0]


async def test_a_line_that_is_not_shown_leads_to_the_next_one() -> None:
    async with opened() as (app, _):
        app.view.move_to_line(CUE - 1)
        assert app.view.cursor_line == CUE
        app.view.move_to_line(0)
        assert app.view.cursor_line == HEADING
        app.view.move_to_line(9_999)
        assert app.view.cursor_line == CUT


async def test_the_cursor_keeps_its_word_when_the_width_changes() -> None:
    async with opened(size=(100, 12)) as (app, pilot):
        await pilot.press("down", *["right"] * 18)
        word = app.view.selected_text
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert (app.view.cursor_line, app.view.selected_text) == (ACTION, word)
        assert any(row.lstrip().startswith("▌") and word in row for row in seeing.lines(app))


# --- marks -------------------------------------------------------------------------------------------

MARA, LAMP, ROOM = DraftId(1), DraftId(2), DraftId(3)
MARKS = {
    HEADING: (Mark(5, 14, AssetType.LOCATION, ROOM),),
    ACTION: (
        Mark(0, 9, AssetType.CHARACTER, MARA),
        Mark(20, 24, AssetType.PROP, LAMP),
        Mark(0, 0, AssetType.LOCATION, ROOM),
        Mark(130, 133, AssetType.CHARACTER, MARA, pronoun=True),
    ),
    SPEECH: (Mark(0, 99, AssetType.CHARACTER, MARA), Mark(5, 5, AssetType.PROP, LAMP)),
}


async def test_a_mark_is_drawn_by_its_type_and_the_chosen_one_stronger() -> None:
    async with opened() as (app, pilot):
        await pilot.press("end")
        app.view.marks = MARKS
        await pilot.pause()
        name = style_of(app, "MARA VOSS")
        assert "underline" in name
        assert "underline" in style_of(app, "lamp")
        assert style_of(app, "lamp") != name
        app.view.chosen = MARA
        await pilot.pause()
        assert style_of(app, "MARA VOSS") != name
        assert "bold" in style_of(app, "MARA VOSS")


async def test_a_mention_without_a_word_marks_the_gutter() -> None:
    async with opened() as (app, pilot):
        assert "▲" not in seeing.text(app)
        app.view.marks = MARKS
        await pilot.pause()
        rows = [row for row in seeing.lines(app) if "▲" in row]
        plain = style_of(app, "▲")
        app.view.chosen = ROOM
        await pilot.pause()
        assert style_of(app, "▲") != plain
        ink, ground = style_of(app, "▲").replace("bold ", "").replace("underline ", "").split(" on ")
        assert ink != ground
    assert len(rows) == 1
    assert "MARA VOSS" in rows[0]


@pytest.mark.parametrize(
    ("keys", "keys_of"),
    [
        ([], []),
        (["right"], [ROOM]),
        (["down"], [MARA, ROOM]),
        (["down", "right", "right"], [ROOM]),
        (["end"], []),
    ],
)
async def test_the_marks_of_the_cursors_word(keys: list[str], keys_of: list[DraftId]) -> None:
    async with opened() as (app, pilot):
        app.view.marks = MARKS
        await pilot.press(*keys)
        assert [mark.key for mark in app.view.marks_here] == keys_of


# --- the mouse ---------------------------------------------------------------------------------------


def spot(app: PagesApp, word: str) -> tuple[int, int]:
    """The cell at which a word begins on the screen."""
    return next((row.index(word), y) for y, row in enumerate(seeing.lines(app)) if word in row)


async def test_a_click_takes_the_word_and_shift_selects_up_to_another() -> None:
    async with opened() as (app, pilot):
        await pilot.click(ScriptView, offset=spot(app, "light"))
        assert app.view.selected_text == "light"
        await pilot.click(ScriptView, offset=spot(app, "round"), shift=True)
        assert app.view.selected_text == "light goes round"
        await pilot.click(ScriptView, offset=spot(app, "MARA VOSS"), shift=True)
        assert app.view.selected_text == "MARA VOSS lifts the lamp. Its light"


async def test_dragging_selects_words_of_the_line_it_began_in() -> None:
    async with opened() as (app, pilot):
        await pilot.mouse_down(ScriptView, offset=spot(app, "MARA VOSS"))
        await pilot.hover(ScriptView, offset=spot(app, "VOSS"))
        await pilot.hover(ScriptView, offset=spot(app, "JONAS"))
        await pilot.mouse_up(ScriptView, offset=spot(app, "JONAS"))
        assert app.view.selected_text == "MARA VOSS"
        await pilot.hover(ScriptView, offset=spot(app, "lamp"))
        assert app.view.selected_text == "MARA VOSS"


async def test_a_click_between_the_lines_changes_nothing() -> None:
    async with opened() as (app, pilot):
        await pilot.press("right")
        await pilot.click(ScriptView, offset=(20, 1))
        assert app.view.selected_text == "LAMP"


async def test_a_double_click_activates_the_word() -> None:
    async with opened() as (app, pilot):
        await pilot.click(ScriptView, offset=spot(app, "JONAS"), times=2)
        await pilot.pause()
        assert len(app.posted) == 1
        assert app.view.selected_text == "JONAS"


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    async with opened(MANY) as (app, pilot):
        app.view.post_message(wheel_down(app.view))
        await pilot.pause()
        assert "Line 4 of" in seeing.lines(app)[0]
        assert app.view.cursor_line == 1


def wheel_down(view: ScriptView) -> events.MouseScrollDown:
    return events.MouseScrollDown(
        view, x=10, y=5, delta_x=0, delta_y=0, button=0, shift=False, meta=False, ctrl=False
    )
