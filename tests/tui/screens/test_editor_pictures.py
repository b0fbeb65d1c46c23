"""Candidates in the editor: the strip, full screen, two side by side, put away and brought back."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from core.services import Services
from tests.tui import seeds
from tests.tui.conftest import MakeApp, WorkspaceApp, until
from tests.tui.screens.test_editor import card, edit
from tests.tui.seeing import settle, text
from tui import keymap
from tui.modals.fit import FitModal
from tui.modals.text_view import TextViewModal
from tui.screens.compare_pictures import ComparePicturesScreen
from tui.screens.editor import EditorScreen
from tui.screens.preview import PreviewScreen
from tui.widgets.candidate_strip import CandidateStrip


async def three(services: Services) -> None:
    """A `Seed`: as `picture_sample`, with three pictures of IDA MARSH."""

    await seeds.picture_sample(services)
    ida = (await seeds.cards(services))["IDA MARSH"].asset
    await services.images.enqueue([ida.id], 2)
    await seeds.run_queue(services)


def test_every_key_has_its_action() -> None:
    assert keymap.missing_actions(PreviewScreen, keymap.PREVIEW) == []
    assert keymap.missing_actions(ComparePicturesScreen, keymap.COMPARE_PICTURES) == []
    assert keymap.missing_actions(CandidateStrip, keymap.CANDIDATES) == []


async def in_the_strip(pilot: Pilot[None]) -> WorkspaceApp:
    app = await edit(pilot)
    app.screen.query_one(CandidateStrip).focus()
    await settle(pilot)
    return app


async def test_the_strip_walks_chooses_and_puts_away_and_u_brings_back(make_app: MakeApp) -> None:
    async with make_app(three).run_test(size=(120, 40)) as pilot:
        app = await in_the_strip(pilot)
        assert "3/3  ● image key" in text(app)
        await pilot.press("left")
        assert "2/3  ○ candidate" in text(app)
        await pilot.press("k")
        await until(pilot, lambda: "2/3  ● image key" in text(app))
        await pilot.press("x")
        await until(pilot, lambda: "/2  " in text(app))
        assert (await card(app)).asset.image_key_id is None
        await pilot.press("u")
        await until(pilot, lambda: "/3  " in text(app))
        assert (await card(app)).asset.image_key_id is not None


async def test_full_screen_goes_through_the_candidates_and_back_to_the_one_looked_at_last(
    make_app: MakeApp,
) -> None:
    async with make_app(three).run_test(size=(100, 30)) as pilot:
        app = await in_the_strip(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PreviewScreen) and "3/3" in text(app))
        await pilot.press("right")
        await until(pilot, lambda: "1/3  ○ candidate" in text(app))
        await pilot.press("k")
        await until(pilot, lambda: "1/3  ● image key" in text(app))
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, TextViewModal) and "PROMPT" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PreviewScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, EditorScreen) and "1/3  ● image key" in text(app))


async def test_two_are_compared_and_the_right_one_becomes_the_key(make_app: MakeApp) -> None:
    async with make_app(three).run_test(size=(100, 30)) as pilot:
        app = await in_the_strip(pilot)
        await pilot.press("left", "c")
        await until(pilot, lambda: isinstance(app.screen, ComparePicturesScreen) and "2/3" in text(app))
        assert "3/3  ● image key" in text(app)
        assert "Made from the same text" in text(app)
        await pilot.press("right")
        assert "1/3  ○ candidate" in text(app)
        await pilot.press("s", "k")
        await pilot.pause()
        assert "3/3  ● image key" in text(app), "what is the key already stays"
        await pilot.press("s", "k")
        await until(pilot, lambda: "1/3  ● image key" in text(app))
        await pilot.press("x")
        await until(pilot, lambda: "/2  " in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, EditorScreen))


@pytest.mark.parametrize(("size", "tiles"), [((100, 30), 1), ((100, 40), 6)])
async def test_the_strip_is_pictures_where_there_is_room_and_numbers_where_not(
    make_app: MakeApp, size: tuple[int, int], tiles: int
) -> None:
    async with make_app(three).run_test(size=size) as pilot:
        app = await in_the_strip(pilot)
        strip = app.screen.query_one(CandidateStrip)
        assert strip.query("CandidateTile").first().size.height == tiles
        assert "[● 3]" in text(app)


async def test_a_picture_in_another_shape_is_fitted_as_it_was_shown(
    make_app: MakeApp, tmp_path: Path
) -> None:
    from PIL import Image

    picture = tmp_path / "ida.png"
    made = Image.new("RGB", (400, 1000), "#40566b")
    made.paste("#ffffff", (0, 0, 400, 100))
    made.save(picture)
    async with make_app(seeds.style_sample).run_test(size=(100, 30)) as pilot:
        app = await edit(pilot)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: bool(app.screen.query(Input)) and "Import a picture" in text(app))
        app.screen.query_one(Input).value = str(picture)
        await until(pilot, lambda: " kB" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FitModal) and "Crop, keep the top" in text(app))
        assert "400×1000" in text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "imported from ida.png" in text(app))
        (image,) = await app.services.assets.candidates((await card(app)).asset.id)
        with Image.open(image.path) as stored:
            assert stored.convert("RGB").getpixel((stored.width // 2, 2)) == (255, 255, 255)
