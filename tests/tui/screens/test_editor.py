"""The editor: what is typed is stored and is what pictures are made from; nothing overwrites it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from core.models import AssetCard, ConflictDecision
from core.services import Services
from tests.tui import seeds
from tests.tui.conftest import MakeApp, WorkspaceApp, until
from tests.tui.seeds import opened
from tests.tui.seeing import settle, text
from tui import keymap
from tui.base import TopBar
from tui.modals.batch import BatchModal
from tui.modals.both_texts import BothTextsModal
from tui.modals.choose import ChooseModal
from tui.modals.context_menu import ContextMenu
from tui.modals.history import HistoryModal
from tui.modals.pick_file import PickFileModal
from tui.screens.board import NEEDS_STYLE, BoardScreen
from tui.screens.editor import EditorScreen
from tui.screens.gate import GateScreen
from tui.screens.home import HomeScreen
from tui.widgets.picture import Picture

OWN_KEYS = {"ctrl+" + letter for letter in "acdekuvwxyz"} | {"f6", "f7"}
"""What a text area needs for itself."""


def test_every_key_has_its_action() -> None:
    assert keymap.missing_actions(EditorScreen, keymap.EDITOR) == []


def test_no_key_takes_an_editing_key_from_the_text() -> None:
    keys = {name.strip() for key in keymap.EDITOR for name in key.keys.split(",")}
    assert keys & OWN_KEYS == set()


async def edit(pilot: Pilot[None], name: str = "IDA MARSH") -> WorkspaceApp:
    app = await opened(pilot, BoardScreen())
    card = (await seeds.cards(app.services))[name]
    await app.push_screen(EditorScreen(card.asset.id))
    await until(pilot, lambda: isinstance(app.screen, EditorScreen) and app.screen.view is not None)
    await until(pilot, lambda: drawn(app))
    return app


async def show(pilot: Pilot[None]) -> None:
    await edit(pilot)


def drawn(app: WorkspaceApp) -> bool:
    """Whether every picture that is on the screen is painted, the candidates of the strip too."""
    due = [picture for picture in app.screen.query(Picture) if picture.path and picture.is_on_screen]
    return all(picture.picture_size.area for picture in due)


def description(app: WorkspaceApp) -> TextArea:
    return app.screen.query_one("#description", TextArea)


def as_read(app: WorkspaceApp) -> str:
    """The description as the screen last read it from the store."""
    assert isinstance(app.screen, EditorScreen)
    return app.screen.view.card.asset.description if app.screen.view else ""


async def card(app: WorkspaceApp, name: str = "IDA MARSH") -> AssetCard:
    return (await seeds.cards(app.services))[name]


async def generate(pilot: Pilot[None]) -> None:
    """Generate one picture and wait until it is seen."""
    await pilot.press("ctrl+g")
    await until(pilot, lambda: isinstance(pilot.app.screen, BatchModal))
    await pilot.press("enter")
    app = pilot.app
    assert isinstance(app, WorkspaceApp)
    await until(pilot, lambda: isinstance(app.screen, EditorScreen) and not app.jobs.running)
    await settle(pilot)


async def test_it_shows_text_traits_conflict_voice_mentions_and_the_ratio_with_its_reason(
    make_app: MakeApp,
) -> None:
    async with make_app(seeds.picture_sample).run_test(size=(200, 60)) as pilot:
        seen = text(await edit(pilot))
        assert "2:3  A character is framed upright" in seen
        assert "Global Voice Profile (ElevenLabs ID)" in seen
        assert "earlier a blue oilskin coat (sc. 1, p. 1)" in seen
        assert "later   a torn grey jacket (sc. 9, p. 6)" in seen
        assert "grey braid, broad hands; narrow" in seen
        assert "~ inferred: narrow face" in seen
        assert "sc. 1, p. 1  IDA wades out to the boat." in seen
        assert "1/1  ● image key  ·  current" in seen
        assert "offline placeholder · 35mm Naturalism" in seen


async def test_what_is_typed_is_saved_and_the_picture_becomes_stale(make_app: MakeApp) -> None:
    async with make_app(seeds.picture_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        await pilot.press(*"Old. ")
        await until(pilot, lambda: as_read(app).startswith("Old. A weathered woman"))
        assert "stale: the" in text(app)
        assert " saved" in text(app)
        assert (await card(app)).asset.description == description(app).text


async def test_generate_uses_exactly_the_text_on_the_screen(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        await pilot.press(*"Typed just now. ", "ctrl+g")
        await until(pilot, lambda: isinstance(app.screen, BatchModal))
        await pilot.press("enter")
        _, branch = await seeds.here(app.services)
        await until(pilot, lambda: isinstance(app.screen, EditorScreen) and "1/1" in text(app))
        (job,) = await app.services.images.jobs(branch)
        shown = description(app).text
        assert shown.startswith("Typed just now. A weathered")
        assert shown in job.prompt
        (image,) = await app.services.assets.candidates((await card(app)).asset.id)
        assert image.stale == ()


async def test_a_picture_that_comes_leaves_text_and_cursor_alone(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        asset = (await card(app)).asset
        await app.services.images.enqueue([asset.id])
        await pilot.press("right", "right", *"xyz")
        app.jobs.kick()
        await pilot.press(*"uvw")
        await until(pilot, lambda: "1/1  ● image key" in text(app))
        await settle(pilot)
        assert description(app).text.startswith("A xyzuvwweathered")
        assert description(app).cursor_location == (0, 8)
        assert not isinstance(app.screen, BothTextsModal)
        await until(pilot, lambda: " saved" in text(app))
        assert (await card(app)).asset.description == description(app).text


async def test_without_a_style_generate_is_disabled_with_the_reason(make_app: MakeApp) -> None:
    async with make_app(seeds.commit_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        assert NEEDS_STYLE[:25] in text(app)
        assert app.screen.check_action("generate", ()) is None
        await pilot.press("ctrl+g")
        await settle(pilot)
        assert isinstance(app.screen, EditorScreen)


async def test_escape_saves_before_it_leaves(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        await pilot.press(*"Saved on leaving. ", "escape")
        await until(pilot, lambda: isinstance(app.screen, BoardScreen))
        assert (await card(app)).asset.description.startswith("Saved on leaving. ")


async def test_whatever_takes_the_screen_away_the_text_is_saved(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        await pilot.press(*"No key for leaving. ")
        while not isinstance(app.screen, HomeScreen):
            await app.pop_screen()
        assert (await card(app)).asset.description.startswith("No key for leaving. ")


async def test_a_name_that_can_not_be_saved_is_said_and_asked_about_on_leaving(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        app.screen.query_one("#name", Input).value = "THE GUARD"
        await until(pilot, lambda: "not saved: The branch has another" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Leave without saving?" in text(app))
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, EditorScreen)
        await pilot.press("escape")
        await until(pilot, lambda: "Leave without saving?" in text(app))
        await pilot.press("right", "enter")
        await until(pilot, lambda: isinstance(app.screen, BoardScreen))


async def test_quitting_asks_before_what_can_not_be_saved_is_lost(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        app.screen.query_one("#name", Input).value = "THE GUARD"
        await until(pilot, lambda: "not saved: The branch has another" in text(app))
        await pilot.press("ctrl+q")
        await until(pilot, lambda: "Leave without saving?" in text(app))
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, EditorScreen)
        assert not app.is_ending


async def test_going_elsewhere_by_mouse_asks_before_a_text_is_lost(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        app.screen.query_one("#name", Input).value = "THE GUARD"
        await until(pilot, lambda: "not saved: The branch has another" in text(app))
        await pilot.click(TopBar, offset=(text(app).splitlines()[0].index("5 Gate"), 0))
        await until(pilot, lambda: "Leave without saving?" in text(app))
        await pilot.press("right", "enter")
        await until(pilot, lambda: isinstance(app.screen, GateScreen))


async def test_quitting_over_another_sessions_text_asks_whose_holds(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        asset = (await card(app)).asset
        await app.services.assets.save(asset.id, asset.version, description="Theirs, written elsewhere.")
        await pilot.press("X", "ctrl+q")
        await until(pilot, lambda: isinstance(app.screen, BothTextsModal))
        assert not app.is_ending


async def test_a_text_that_is_left_unsaved_by_force_is_printed_at_the_end(
    make_app: MakeApp, capsys: pytest.CaptureFixture[str]
) -> None:
    app = make_app(seeds.style_sample)
    async with app.run_test(size=(100, 30)) as pilot:
        await edit(pilot)
        asset = (await card(app)).asset
        await app.services.assets.save(asset.id, asset.version, description="Theirs, written elsewhere.")
        description(app).insert("Mine. ")
        await until(pilot, lambda: isinstance(app.screen, BothTextsModal))
        app.exit()
    app._print_error_renderables()
    assert "Mine. A weathered" in capsys.readouterr().err


async def test_another_sessions_text_is_shown_beside_mine_and_a_person_chooses(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        asset = (await card(app)).asset
        await app.services.assets.save(asset.id, asset.version, description="Theirs, written elsewhere.")
        description(app).insert("Mine. ")
        await until(pilot, lambda: "Theirs, written elsewhere." in text(app))
        assert "Mine. A weathered" in text(app)
        await until(pilot, lambda: app.focused is not None and app.focused.id == "mine")
        await pilot.press("right", "enter")
        await until(pilot, lambda: isinstance(app.screen, EditorScreen) and " saved" in text(app))
        assert description(app).text == "Theirs, written elsewhere."
        await pilot.press("ctrl+z")
        assert description(app).text.startswith("Mine. A weathered")


async def test_the_prompt_is_of_the_text_on_the_screen_with_the_style_first(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 60)) as pilot:
        app = await edit(pilot)
        await pilot.press(*"Barefoot. ", "ctrl+r")
        await until(pilot, lambda: "Prompt of IDA MARSH" in text(app))
        seen = " ".join(text(app).split())
        assert seen.index("visual style of the whole picture") < seen.index("Barefoot. A weathered")


async def test_candidates_are_looked_at_one_by_one_and_one_becomes_the_key(make_app: MakeApp) -> None:
    async with make_app(seeds.picture_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        await generate(pilot)
        await until(pilot, lambda: "1/2  ○ candidate  ·  current" in text(app))
        await pilot.press("ctrl+n")
        assert "2/2  ● image key" in text(app)
        assert app.screen.check_action("choose_key", ()) is None
        await pilot.press("ctrl+b", "f5")
        await until(pilot, lambda: "1/2  ● image key" in text(app))


async def test_lock_makes_it_read_only_and_unlock_asks(make_app: MakeApp) -> None:
    async with make_app(seeds.picture_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: "locked, read only" in text(app))
        before = description(app).text
        await pilot.press("x", "y")
        assert description(app).text == before
        assert app.screen.check_action("generate", ()) is None
        await pilot.press("f9")
        await settle(pilot)
        assert [asset.name for asset in await app.services.library.list()] == ["IDA MARSH"]
        await pilot.press("ctrl+l")
        await until(pilot, lambda: "Unlock this asset?" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "locked, read only" not in text(app) and " saved" in text(app))
        assert not description(app).read_only


async def test_a_conflict_is_decided_with_both_sides_in_sight(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, ChooseModal))
        assert "a blue oilskin coat (sc. 1, p. 1)" in text(app)
        await pilot.press("up", "enter")
        await until(pilot, lambda: "clothing: earlier holds" in text(app))
        (conflict,) = (await card(app)).asset.conflicts
        assert conflict.decision is ConflictDecision.EARLIER


async def test_a_decision_is_taken_back_when_the_editor_is_gone(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, ChooseModal))
        await pilot.press("up", "enter")
        await until(pilot, lambda: "clothing: earlier holds" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, BoardScreen))
        await pilot.press("u")
        await settle(pilot)
        (conflict,) = (await card(app)).asset.conflicts
        assert conflict.decision is None


async def test_what_no_text_may_hold_is_shown_as_it_is_stored_before_rewriting(
    make_app: MakeApp,
) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        description(app).load_text("A red\u200bcoat.")
        await until(pilot, lambda: " saved" in text(app))
        await pilot.press("ctrl+@")
        await until(pilot, lambda: isinstance(app.screen, ContextMenu))
        assert description_of(app) == "A redcoat."


def description_of(app: WorkspaceApp) -> str:
    """The description in the editor, under a dialog too."""
    return next(screen for screen in app.screen_stack if isinstance(screen, EditorScreen)).words.area.text


async def test_an_earlier_text_comes_back_with_two_keys_and_can_be_undone(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        first = description(app).text
        await pilot.press(*"Worse. ")
        await until(pilot, lambda: " saved" in text(app))
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, HistoryModal))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EditorScreen) and description(app).text == first)
        assert (await card(app)).asset.description == first
        await pilot.press("ctrl+z")
        assert description(app).text == f"Worse. {first}"


async def test_a_picture_of_ones_own_in_another_shape_is_cropped_when_one_says_so(
    make_app: MakeApp, tmp_path: Path
) -> None:
    from PIL import Image

    picture = tmp_path / "ida.png"
    Image.new("RGB", (600, 400), "#40566b").save(picture)
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, PickFileModal))
        app.screen.query_one(Input).value = str(picture)
        await until(pilot, lambda: "1 kB" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Another aspect ratio" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "imported from ida.png" in text(app))
        (image,) = await app.services.assets.candidates((await card(app)).asset.id)
        assert image.height * 2 == pytest.approx(image.width * 3, rel=0.03)


async def no_mentions(services: Services) -> None:
    """A `Seed`: a location with markup in its text."""
    await seeds.style_sample(services)
    asset = (await seeds.cards(services))["TIDE STATION"].asset
    await services.assets.save(
        asset.id, asset.version, name="TIDE [bold]STATION[/]", description="[red]x[/red]"
    )


async def test_a_location_has_no_voice_and_text_is_never_markup(make_app: MakeApp) -> None:
    async with make_app(no_mentions).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot, "TIDE [bold]STATION[/]")
        seen = text(app)
        assert "TIDE [bold]STATION[/]" in seen
        assert "[red]x[/red]" in seen
        assert "ElevenLabs" not in seen
        assert "16:9" in seen


async def test_in_a_narrow_terminal_text_and_picture_take_turns(make_app: MakeApp) -> None:
    async with make_app(seeds.picture_sample).run_test(size=(80, 24)) as pilot:
        app = await edit(pilot)
        assert "A weathered woman" in text(app)
        assert "image key  ·" not in text(app)
        await pilot.press("f2")
        await until(pilot, lambda: "● image key  ·  current" in text(app))
        assert "A weathered woman" not in text(app)
        await pilot.press("escape")
        await until(pilot, lambda: "A weathered woman" in text(app))
        assert isinstance(app.screen, EditorScreen)


@pytest.mark.parametrize("size", [(100, 30), (200, 60)])
def test_snapshot(make_app: MakeApp, snap_compare: seeds.SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(make_app(seeds.picture_sample), terminal_size=size, run_before=show)


async def test_a_key_that_is_pressed_twice_asks_once(make_app: MakeApp) -> None:
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        for _ in range(3):
            app.post_message(events.Key("ctrl+g", None))
        await until(pilot, lambda: isinstance(app.screen, BatchModal))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EditorScreen))
        await settle(pilot)
        (_, branch) = await seeds.here(app.services)
        assert len(await app.services.images.jobs(branch)) == 1
        assert isinstance(app.screen, EditorScreen)
