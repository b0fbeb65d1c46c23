"""Targeted rewriting and enriching on the screen: only the selection changes, and only when one accepts."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Input

from tests.tui import seeds
from tests.tui.conftest import MakeApp, WorkspaceApp, until
from tests.tui.screens.test_editor import card, description, edit
from tests.tui.seeing import place_of, text
from tui.modals.context_menu import ContextMenu
from tui.modals.enrich import EnrichModal
from tui.modals.rewrite import RewriteModal
from tui.screens.editor import EditorScreen
from tui.widgets.asset_fields import DescriptionArea

HEAD = "A weathered woman of fifty. "
MIDDLE = "We see her really very slowly turning (as if haunted) in a heavy blue coat. "
TAIL = "Grey braid; broad hands."


async def with_text(pilot: Pilot[None]) -> WorkspaceApp:
    """The editor with a description that rules can shorten in the middle."""
    app = await edit(pilot)
    area = description(app)
    area.load_text(HEAD + MIDDLE + TAIL)
    await until(pilot, lambda: " saved" in text(app))
    return app


def area_of(app: WorkspaceApp) -> DescriptionArea:
    return app.screen.query_one("#description", DescriptionArea)


async def choose(pilot: Pilot[None], app: WorkspaceApp, label: str) -> None:
    """Choose an entry of the menu by its letter."""
    await until(pilot, lambda: isinstance(app.screen, ContextMenu))
    menu = app.screen
    assert isinstance(menu, ContextMenu)
    at = next(at for at, entry in enumerate(menu.entries) if entry.label.startswith(label))
    assert menu.entries[at].disabled_because == ""
    while menu._list.cursor != at:
        await pilot.press("down")
    await pilot.press("enter")


async def test_the_selection_gets_shorter_and_all_else_stays(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await with_text(pilot)
        area_of(app).select_span(len(HEAD), len(HEAD + MIDDLE) - 1)
        await pilot.press("ctrl+@")
        await choose(pilot, app, "Shorter")
        await until(pilot, lambda: isinstance(app.screen, RewriteModal) and "words become" in text(app))
        assert description_is(app, HEAD + MIDDLE + TAIL)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, EditorScreen) and " saved" in text(app))
        await until(pilot, lambda: description(app).text != HEAD + MIDDLE + TAIL)
        after = description(app).text
        assert after.startswith(HEAD)
        assert after.endswith(" " + TAIL)
        assert len(after) < len(HEAD + MIDDLE + TAIL)
        assert (await card(app)).asset.description == after
        await pilot.press("ctrl+z")
        await until(pilot, lambda: description_is(app, HEAD + MIDDLE + TAIL))


def description_is(app: WorkspaceApp, wanted: str) -> bool:
    """Whether the editor's field holds this text, under a dialog too."""
    editor = next(screen for screen in app.screen_stack if isinstance(screen, EditorScreen))
    return editor.words.area.text == wanted


async def test_without_a_selection_it_is_about_the_sentence_and_escape_leaves_the_text(
    make_app: MakeApp,
) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await with_text(pilot)
        area_of(app).select_span(len(HEAD) + 4, len(HEAD) + 4)
        await pilot.press("ctrl+@")
        await until(pilot, lambda: "15 words" in text(app))
        await choose(pilot, app, "Shorter")
        await until(pilot, lambda: isinstance(app.screen, RewriteModal) and "words become" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, EditorScreen))
        assert description_is(app, HEAD + MIDDLE + TAIL)
        await pilot.press("ctrl+@")
        await until(pilot, lambda: isinstance(app.screen, ContextMenu))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, EditorScreen) and not area_of(app).selected_text)
        await pilot.press("X")
        assert description_is(app, HEAD + MIDDLE[:4] + "X" + MIDDLE[4:] + TAIL)


async def test_the_menu_opens_on_a_right_click_and_says_why_something_is_not_possible(
    make_app: MakeApp,
) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await with_text(pilot)
        await pilot.click(offset=place_of(app, "braid"), button=3)
        await until(pilot, lambda: isinstance(app.screen, ContextMenu))
        menu = app.screen
        assert isinstance(menu, ContextMenu)
        reasons = {entry.label: entry.disabled_because for entry in menu.entries}
        assert "model" in reasons["More specific"]
        assert reasons["What the script does not say…"] == ""


async def test_what_the_script_does_not_say_has_its_own_part_and_is_in_the_prompt(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 40)) as pilot:
        app = await with_text(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, EnrichModal) and "Rules invent" in text(app))
        first = app.screen.query(".idea Input").first(Input)
        first.focus()
        await pilot.press(*"a broken nose", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, EditorScreen) and " saved" in text(app))
        await until(pilot, lambda: "Not in the script" in text(app))
        asset = (await card(app)).asset
        assert asset.additions.endswith(": a broken nose")
        assert asset.description == HEAD + MIDDLE + TAIL
        prompt = (await app.services.images.prompt(asset.id)).text
        assert prompt.index(asset.description) < prompt.index(asset.additions)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: app.screen.query_one("#additions", DescriptionArea).text == "")


async def test_a_locked_text_has_no_menu(make_app: MakeApp) -> None:
    async with make_app(seeds.picture_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: "locked, read only" in text(app))
        await pilot.press("ctrl+@", "f10")
        await pilot.click(offset=place_of(app, "weathered"), button=3)
        assert isinstance(app.screen, EditorScreen)
