"""The library: what is shown of an asset, the search, bringing in, a taken name, no project."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from core.services import Services
from tests.tui import seeds
from tests.tui.conftest import MakeApp, WorkspaceApp, press, until
from tests.tui.seeds import MADE, STYLE, opened
from tests.tui.seeing import settle, text
from tui import keymap
from tui.screens.library import LibraryScreen
from tui.widgets.picture import Picture


def test_every_key_has_its_action() -> None:
    assert keymap.missing_actions(LibraryScreen, keymap.LIBRARY) == []


async def show(pilot: Pilot[None]) -> WorkspaceApp:
    app = await opened(pilot, LibraryScreen())
    await until(pilot, lambda: bool(app.screen.query_one(Picture).picture_size.area))
    return app


async def names(services: Services) -> list[str]:
    return sorted(await seeds.cards(services))


async def test_an_empty_library_says_how_assets_get_there(make_app: MakeApp) -> None:
    async with make_app(seeds.commit_sample).run_test(size=(100, 30)) as pilot:
        app = await opened(pilot, LibraryScreen())
        assert "The library is empty" in text(app)
        assert "with p at the gate (5)" in text(app)


async def test_assets_stand_by_type_with_film_style_picture_and_words(make_app: MakeApp) -> None:
    async with make_app(seeds.promote_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        seen = text(app)
        places = [seen.index(word) for word in ("CHARACTERS  2", "LOCATIONS  1", "PROPS  1")]
        assert places == sorted(places)
        assert all(name in seen for name in MADE)
        assert STYLE in seen
        assert "LOW WATER" in seen
        assert "2026-03-14" in seen
        await pilot.press("end")
        await settle(pilot)
        assert "✓ current here" in text(app)
        await pilot.press("tab", "end")
        await settle(pilot)
        assert "A brass key" in " ".join(line[70:].strip() for line in text(app).splitlines())


async def test_search_narrows_and_escape_takes_it_away_before_it_leaves(make_app: MakeApp) -> None:
    async with make_app(seeds.promote_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await press(pilot, ["slash", *"rust"])
        await until(pilot, lambda: "BRASS KEY" not in text(app))
        assert "TIDE STATION" in text(app)
        await press(pilot, ["x"])
        await until(pilot, lambda: "Nothing in the library fits that" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "BRASS KEY" in text(app))
        assert isinstance(app.screen, LibraryScreen)
        await pilot.press("escape")
        await settle(pilot)
        assert type(app.screen).__name__ == "HomeScreen"


async def test_a_free_name_is_brought_in_with_its_picture(make_app: MakeApp) -> None:
    async def rename_ida(services: Services) -> None:
        await seeds.promote_sample(services)
        ida = (await seeds.cards(services))["IDA MARSH"].asset
        unlocked = await services.assets.unlock(ida.id)
        await services.assets.save(ida.id, unlocked.version, description=ida.description, name="OLD IDA")

    async with make_app(rename_ida).run_test(size=(100, 30), notifications=True) as pilot:
        app = await show(pilot)
        await press(pilot, ["down", "enter"])
        await until(pilot, lambda: "IDA MARSH is on the board of LOW WATER now." in text(app))
        assert (await seeds.cards(app.services))["IDA MARSH"].image_key_path is not None


async def test_a_taken_name_is_asked_about(make_app: MakeApp) -> None:
    async with make_app(seeds.promote_sample).run_test(size=(100, 30), notifications=True) as pilot:
        app = await show(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "THE GUARD is taken" in text(app))
        await press(pilot, ["down", "enter"])
        await until(pilot, lambda: "THE GUARD was skipped" in text(app))
        assert await names(app.services) == sorted(MADE)
        await pilot.press("enter")
        await until(pilot, lambda: "THE GUARD is taken" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "THE GUARD, as THE GUARD 2," in text(app))
        assert await names(app.services) == sorted([*MADE, "THE GUARD 2"])


async def test_many_are_brought_with_one_answer_and_u_takes_them_back(make_app: MakeApp) -> None:
    async def unlocked(services: Services) -> None:
        await seeds.promote_sample(services)
        for card in (await seeds.cards(services)).values():
            await services.assets.unlock(card.asset.id)

    async with make_app(unlocked).run_test(size=(100, 30), notifications=True) as pilot:
        app = await show(pilot)
        await pilot.press("ctrl+a", "enter")
        await until(pilot, lambda: "Rename all 4" in text(app))
        await press(pilot, ["down", "down", "down", "enter"])
        await until(pilot, lambda: "4 assets are on the board of LOW WATER now." in text(app))
        assert len(await names(app.services)) == 8
        await pilot.press("u")
        await until(pilot, lambda: "Taken back" in text(app))
        assert await names(app.services) == sorted(MADE)


async def test_replacing_all_leaves_locked_assets_out_and_says_how_many(make_app: MakeApp) -> None:
    async def one_unlocked(services: Services) -> None:
        await seeds.promote_sample(services)
        await services.assets.unlock((await seeds.cards(services))["THE GUARD"].asset.id)

    async with make_app(one_unlocked).run_test(size=(100, 30), notifications=True) as pilot:
        app = await show(pilot)
        await pilot.press("ctrl+a", "enter")
        await until(pilot, lambda: "Replace 1, leave 3" in text(app))
        await press(pilot, ["end", "enter"])
        await until(pilot, lambda: "3 locked" in text(app))
        assert "could not be brought in" not in text(app)
        assert await names(app.services) == sorted(MADE)


async def test_an_entry_is_taken_out_after_asking_and_put_back(make_app: MakeApp) -> None:
    async with make_app(seeds.promote_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("x")
        await until(pilot, lambda: "Take THE GUARD out of the library?" in text(app))
        await press(pilot, ["right", "enter"])
        await until(pilot, lambda: "CHARACTERS  1" in text(app))
        await pilot.press("u")
        await until(pilot, lambda: "CHARACTERS  2" in text(app))


async def test_a_collision_that_is_not_answered_changes_nothing(make_app: MakeApp) -> None:
    async with make_app(seeds.promote_sample).run_test(size=(100, 30)) as pilot:
        app = await show(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "THE GUARD is taken" in text(app))
        await pilot.press("escape")
        await settle(pilot)
        assert await names(app.services) == sorted(MADE)


async def test_without_a_project_it_can_be_read_and_says_what_is_missing(make_app: MakeApp) -> None:
    async with make_app(seeds.promote_sample).run_test(size=(100, 30), notifications=True) as pilot:
        app = await opened(pilot, LibraryScreen(), project=False)
        assert "Open a project first" in text(app)
        assert "BRASS KEY" in text(app)
        assert app.screen.check_action("bring", ()) is None
        await pilot.press("enter")
        await settle(pilot)
        assert await names(app.services) == sorted(MADE)
        await pilot.press("escape")
        await settle(pilot)
        assert type(app.screen).__name__ == "HomeScreen"


async def show_without_picture(pilot: Pilot[None]) -> None:
    """Pixels differ between releases of Pillow; the tests of the picture are its own."""
    app = await opened(pilot, LibraryScreen())
    app.screen.query_one(Picture).path = None
    await settle(pilot)


@pytest.mark.parametrize("size", [(100, 30), (200, 60)])
def test_snapshot(make_app: MakeApp, snap_compare: seeds.SnapCompare, size: tuple[int, int]) -> None:
    app = make_app(seeds.promote_sample)
    assert snap_compare(app, terminal_size=size, run_before=show_without_picture)
