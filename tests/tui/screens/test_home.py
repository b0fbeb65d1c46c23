"""The list of projects, by keys, on a real workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.services import Services
from tests.tui.conftest import SAMPLE, MakeApp, import_sample, press, until
from tests.tui.seeing import settle, text
from tui import keymap
from tui.screens.home import HomeScreen
from tui.screens.scan import ScanScreen

SIZES = [(100, 30), (200, 60)]


def test_every_key_has_its_action() -> None:
    assert keymap.missing_actions(HomeScreen, keymap.HOME) == []


async def test_an_empty_workspace_says_what_lookbook_is_and_what_to_press(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(pilot)
        seen = text(app)
    assert "From a screenplay to a locked set of master pictures" in seen
    assert "n choose a screenplay" in seen
    assert "lookbook demo" in seen


async def test_a_project_is_listed_with_its_stage_and_what_is_next(make_app: MakeApp) -> None:
    app = make_app(import_sample)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(pilot)
        seen = text(app)
    assert "LOW WATER" in seen
    assert "imported" in seen
    assert "scan the script" in seen
    assert "Fountain" in seen


async def test_a_script_becomes_a_project_that_opens_at_its_scan(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(pilot)
        await choose_file(pilot, SAMPLE)
        await until(pilot, lambda: isinstance(app.screen, ScanScreen))
        await settle(pilot)
        assert "LOW WATER" in text(app)
        assert (await app.services.projects.cards())[0].script.source_path == str(SAMPLE)


async def test_a_script_that_is_known_opens_its_project_and_says_so(make_app: MakeApp) -> None:
    app = make_app(import_sample)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(pilot)
        await choose_file(pilot, SAMPLE)
        await until(pilot, lambda: isinstance(app.screen, ScanScreen))
        await until(pilot, lambda: "This very text is known" in text(app))
        assert len(await app.services.projects.cards()) == 1


async def test_a_file_that_is_no_script_is_said_in_a_dialog_and_the_list_goes_on(
    make_app: MakeApp, tmp_path: Path
) -> None:
    broken = tmp_path / "empty.fountain"
    broken.write_bytes(b"")
    app = make_app(import_sample)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(pilot)
        await choose_file(pilot, broken)
        await until(pilot, lambda: "This script can't be read" in text(app))
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, HomeScreen)
        assert "LOW WATER" in text(app)


async def test_names_with_brackets_are_shown_as_they_are(make_app: MakeApp, tmp_path: Path) -> None:
    script = tmp_path / "odd.fountain"
    script.write_text("Title: THE [/bold] [red]ROOM\n\nINT. ROOM - DAY\n\nA room.\n")

    async def seed(services: Services) -> None:
        await services.projects.import_script(script)

    app = make_app(seed)
    async with app.run_test(size=(200, 60)) as pilot:
        await settle(pilot)
        assert "THE [/bold] [red]ROOM" in text(app)


async def test_coming_back_reads_the_list_again(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(import_sample)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ScanScreen))
        other = tmp_path / "other.fountain"
        other.write_text("Title: SECOND FILM\n\nINT. ROOM - DAY\n\nA room.\n")
        await app.services.projects.import_script(other)
        await pilot.press("escape")
        await until(pilot, lambda: "SECOND FILM" in text(app))


@pytest.mark.parametrize(("keys", "revisions"), [(["enter"], [2]), (["down", "enter"], [1, 1])])
async def test_a_script_of_a_known_title_is_the_next_draft_or_another_film(
    make_app: MakeApp, tmp_path: Path, keys: list[str], revisions: list[int]
) -> None:
    second = tmp_path / "second-draft.fountain"
    second.write_text(SAMPLE.read_text() + "\nThe end.\n")
    app = make_app(import_sample)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(pilot)
        await choose_file(pilot, second)
        await until(pilot, lambda: "LOW WATER is a project already" in text(app))
        await press(pilot, keys)
        await until(pilot, lambda: isinstance(app.screen, ScanScreen))
        assert [card.script.revision for card in await app.services.projects.cards()] == revisions


async def test_nothing_is_imported_when_it_is_not_said_what_a_script_is(
    make_app: MakeApp, tmp_path: Path
) -> None:
    second = tmp_path / "second-draft.fountain"
    second.write_text(SAMPLE.read_text() + "\nThe end.\n")
    app = make_app(import_sample)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settle(pilot)
        await choose_file(pilot, second)
        await until(pilot, lambda: "LOW WATER is a project already" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        assert [card.script.revision for card in await app.services.projects.cards()] == [1]


async def choose_file(pilot: Any, path: Path) -> None:
    """Open the file picker, type the path, take it."""
    await pilot.press("n")
    await until(pilot, lambda: "choose a screenplay" in text(pilot.app))
    field = pilot.app.screen.query_one("Input")
    field.value = str(path)
    await until(pilot, lambda: path.name in text(pilot.app))
    await pilot.pause(0.1)
    await pilot.press("enter")


@pytest.mark.parametrize("size", SIZES)
def test_snapshot(make_app: MakeApp, snap_compare: Any, size: tuple[int, int]) -> None:
    async def run_before(pilot: Any) -> None:
        await until(pilot, lambda: "LOW WATER" in text(pilot.app))
        await settle(pilot)

    assert snap_compare(make_app(import_sample), terminal_size=size, run_before=run_before)
