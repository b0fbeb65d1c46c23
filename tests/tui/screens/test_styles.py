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
from tests.tui.seeing import settle, text, until
from tui import keymap
from tui.modals.style_form import colours_of, problems
from tui.modals.style_references import StyleReferencesModal
from tui.modals.style_stale import stale_lines
from tui.screens.styles import StylesScreen
from tui.stale import StaleAsset
from tui.widgets.row_table import RowTable
from tui.widgets.style_detail import palette_column, text_lines


def test_every_key_has_its_action() -> None:
    assert keymap.missing_actions(StylesScreen, keymap.STYLES) == []
    assert keymap.missing_actions(StyleReferencesModal, keymap.STYLE_REFERENCES) == []


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
        assert all(part in seen for part in ("Medium   black-and-white still", "Avoid    any colour"))


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
        assert "3 pictures become stale." in text(app)
        assert "IDA MARSH" in text(app)
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
        await until(pilot, "How it looks")
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, StylesScreen)
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


def test_what_is_wrong_is_said_of_each_field() -> None:
    wrong = problems({"name": "Noir", "description": "", "palette": "#12"}, {"noir"})
    assert list(wrong) == ["name", "description", "palette"]
    assert "already" in wrong["name"]
    assert problems({"name": "Noir 2", "description": "Ink.", "palette": ""}, {"noir"}) == {}


def test_each_colour_has_its_code_once() -> None:
    lines = palette_column(["#101820", "#f2aa4c"], 2, 3).plain.splitlines()
    assert [line.strip() for line in lines] == ["#101820   8", "", "#f2aa4c  75", "", "contrast 9:1"]


def test_a_text_with_headings_is_set_beside_them() -> None:
    lines = text_lines("Own look.\nMedium: wet plate on tin\nLight: one lamp", 24)
    assert [line.plain.rstrip() for line in lines] == [
        "Own look.",
        "Medium   wet plate on",
        "         tin",
        "Light    one lamp",
    ]
    assert [line.plain for line in text_lines("No headings: here", 40)] == ["No headings: here"]


def test_every_stale_asset_is_named() -> None:
    assets = [StaleAsset("Film / main", f"A{n}", n == 0, True, n, 0) for n in range(43)]
    lines = [line.plain for line in stale_lines(assets)]
    assert (lines[0], lines[-1]) == ("Film / main", lines[43])
    assert len(lines) == 44
    assert "image key" in lines[1]
    assert lines[1].endswith("✓ locked")
    assert "image key, 2 candidates" in lines[3]


async def test_an_edit_in_use_names_what_becomes_stale_and_u_takes_it_back(make_app: MakeApp) -> None:
    async def own_look(services: Services) -> None:
        await seeds.picture_sample(services)
        _, branch = await seeds.here(services)
        own = await services.styles.duplicate((await services.styles.list())[0].id)
        await services.styles.lock(branch, own.id)
        found = await seeds.cards(services)
        await services.images.enqueue([found["IDA MARSH"].asset.id])
        await seeds.run_queue(services)

    async with make_app(own_look).run_test(size=(100, 40)) as pilot:
        app = await show(pilot)
        before = current(app)
        await pilot.press("e")
        await until(pilot, "How it looks")
        app.screen.query_one("#field-description", TextArea).text = "Medium: wet plate.\nEra: "
        await pilot.press("ctrl+s")
        await until(pilot, "1 picture becomes stale.")
        await pilot.press("enter")
        await until(pilot, "How it looks")
        assert app.screen.query_one("#field-description", TextArea).text == "Medium: wet plate."
        await pilot.press("escape")
        await until(pilot, "Keep writing")
        await pilot.press("enter")
        await until(pilot, "How it looks")
        await pilot.press("ctrl+s")
        await until(pilot, "1 picture becomes stale.")
        await pilot.press("right", "enter")
        await settle(pilot)
        assert current(app).visual_description == "Medium: wet plate."
        await pilot.press("u")
        await settle(pilot)
        assert current(app).text_hash == before.text_hash
        assert current(app).version == before.version + 2


async def test_a_style_is_deleted_and_comes_back(make_app: MakeApp) -> None:
    async def own_look(services: Services) -> None:
        await seeds.commit_sample(services)
        await services.styles.create("Own look", "Grain.", [])

    async with make_app(own_look).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        assert app.screen.check_action("delete", ()) is None
        await pilot.press("end", "x")
        await until(pilot, "Delete this style?")
        await pilot.press("right", "enter")
        await settle(pilot)
        assert "YOUR OWN" not in text(app)
        await pilot.press("u")
        await settle(pilot)
        assert "Own look" in text(app)


async def test_the_filter_looks_into_the_texts_and_escape_takes_it_away(make_app: MakeApp) -> None:
    async with make_app(seeds.commit_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("slash", *"hatch", "enter")
        await settle(pilot)
        assert "No style says that" in text(app)
        await pilot.press("escape", "slash", *"puppet", "enter")
        await settle(pilot)
        assert current(app).name == "Stop-Motion Miniature"
        assert STYLE not in text(app)


async def test_without_colours_the_sample_is_letters_and_the_palette_its_codes(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        seen = text(app)
        assert "▀" not in seen
        assert "@@" in seen
        assert all(colour in seen for colour in current(app).palette)
        assert "6 tones" in seen


@pytest.mark.parametrize("size", [(100, 30), (200, 60)])
def test_snapshot(make_app: MakeApp, snap_compare: seeds.SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(make_app(seeds.style_sample), terminal_size=size, run_before=show)
