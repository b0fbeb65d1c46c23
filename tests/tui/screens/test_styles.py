"""The style picker: what is locked, locking with and without pictures at stake, styles of one's own."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from core.models import VisualStyle
from core.services import Services
from tests.tui import seeds
from tests.tui.conftest import MakeApp, WorkspaceApp
from tests.tui.seeds import OTHER_STYLE, STYLE, opened
from tests.tui.seeing import settle, text
from tui import keymap
from tui.screens.styles import StylesScreen, colours_of, palette_column, problem
from tui.widgets.row_table import RowTable
from tui.widgets.style_sample import tone


def test_every_key_has_its_action() -> None:
    assert keymap.missing_actions(StylesScreen, keymap.STYLES) == []


async def show(pilot: Pilot[None]) -> WorkspaceApp:
    return await opened(pilot, StylesScreen())


def current(app: WorkspaceApp) -> VisualStyle:
    row = app.screen.query_one("#styles", RowTable).cursor_row
    assert isinstance(row, VisualStyle)
    return row


async def locked_name(app: WorkspaceApp) -> str:
    _, branch = await seeds.here(app.services)
    style = await app.services.styles.locked(branch)
    return "" if style is None else style.name


async def test_without_a_lock_it_says_so_and_enter_locks_and_goes_to_the_board(make_app: MakeApp) -> None:
    async with make_app(seeds.commit_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        assert "No style is locked on main" in text(app)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert await locked_name(app) == OTHER_STYLE
        assert app.place is not None
        assert app.place.branch.locked_visual_style_id is not None
        assert type(app.screen).__name__ == "BoardScreen"


async def test_the_cursor_starts_on_the_locked_style_and_the_detail_shows_it_whole(make_app: MakeApp) -> None:
    async def lock_the_third(services: Services) -> None:
        await seeds.commit_sample(services)
        _, branch = await seeds.here(services)
        await services.styles.lock(branch, (await services.styles.list())[2].id)

    async with make_app(lock_the_third).run_test(size=(100, 40)) as pilot:
        app = await show(pilot)
        style = (await app.services.styles.list())[2]
        assert current(app) == style
        seen = text(app)
        assert f"✓ {style.name} is the style of every picture" in seen
        assert all(colour in seen for colour in style.palette)
        words = " ".join(line[41:].strip(" ▁▂▃▄▅▆▇█▀") for line in seen.splitlines())
        assert style.visual_description[:60] in words
        assert style.visual_description[-25:] in words


async def test_the_locked_style_can_not_be_locked_again(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30), notifications=True) as pilot:
        app = await show(pilot)
        assert app.screen.check_action("lock", ()) is None
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, StylesScreen)
        assert f"{STYLE} is the style of every picture" in text(app)
        await pilot.click("#styles", offset=(8, 2), times=2)
        await settle(pilot)
        assert "is locked already" in text(app)


async def test_another_style_asks_first_when_pictures_become_stale(make_app: MakeApp) -> None:
    async with make_app(seeds.picture_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("down", "l")
        await pilot.pause()
        assert "3 image keys were made in another style" in text(app)
        await pilot.press("escape")
        await settle(pilot)
        assert await locked_name(app) == STYLE
        await pilot.press("l")
        await pilot.pause()
        await pilot.press("right", "enter")
        await settle(pilot)
        assert await locked_name(app) == OTHER_STYLE
        assert isinstance(app.screen, StylesScreen)
        assert f"✓ {OTHER_STYLE} is the style" in text(app)


async def test_a_style_of_ones_own_is_listed_and_the_cursor_stands_on_it(make_app: MakeApp) -> None:
    async with make_app(seeds.commit_sample).run_test(size=(100, 40)) as pilot:
        app = await show(pilot)
        await pilot.press("n")
        await pilot.pause()
        app.screen.query_one("#field-name", Input).value = "Tide [bold]table[/]"
        app.screen.query_one("#field-description", TextArea).text = "Wet plate, one lamp."
        app.screen.query_one("#field-palette", Input).value = "#101820, nonsense"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "#nonsense is no colour" in text(app)
        app.screen.query_one("#field-palette", Input).value = "#101820 f2aa4c"
        await pilot.press("ctrl+s")
        await settle(pilot)
        made = current(app)
        assert (made.name, made.palette, made.builtin) == (
            "Tide [bold]table[/]",
            ("#101820", "#f2aa4c"),
            False,
        )
        assert "YOUR OWN  1" in text(app)
        assert "Tide [bold]table[/]" in text(app)


async def test_duplicate_begins_with_the_text_of_the_style(make_app: MakeApp) -> None:
    async with make_app(seeds.commit_sample).run_test(size=(100, 40)) as pilot:
        app = await show(pilot)
        source = current(app)
        await pilot.press("d")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await settle(pilot)
        copy = current(app)
        assert copy.name == f"{source.name} copy"
        assert (copy.visual_description, copy.palette) == (source.visual_description, source.palette)


@pytest.mark.parametrize(
    ("typed", "colours"),
    [
        ("", []),
        ("#101820 #F2AA4C", ["#101820", "#f2aa4c"]),
        ("101820, f2aa4c;", ["#101820", "#f2aa4c"]),
    ],
)
def test_a_palette_is_read_as_people_type_it(typed: str, colours: list[str]) -> None:
    assert colours_of(typed) == colours


def test_a_taken_name_is_found_before_the_form_closes() -> None:
    assert "already" in problem({"name": "Noir", "palette": ""}, {"noir"})
    assert problem({"name": "Noir 2", "palette": ""}, {"noir"}) == ""


def test_each_colour_has_its_code_once() -> None:
    lines = palette_column(["#101820", "#f2aa4c"], 2).plain.splitlines()
    assert [line.strip() for line in lines] == ["#101820", "", "#f2aa4c", ""]


def test_the_sample_uses_dark_for_the_figure_and_light_for_the_sun() -> None:
    tones = {tone(x, y, 70, 24) for x in range(70) for y in range(24)}
    assert tones == {0.0, 0.2, 0.4, 0.6, 0.8, 1.0}


@pytest.mark.parametrize("size", [(100, 30), (200, 60)])
def test_snapshot(make_app: MakeApp, snap_compare: seeds.SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(make_app(seeds.style_sample), terminal_size=size, run_before=show)
