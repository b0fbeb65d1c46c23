"""Pictures in cells: fitted, never stretched, and sentences where there is no picture."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from textual.app import ComposeResult

from tests.tui import seeing
from tui.base import BaseApp
from tui.widgets.picture import Picture


def save(
    path: Path, size: tuple[int, int], color: tuple[int, ...] = (200, 40, 40), mode: str = "RGB"
) -> Path:
    Image.new(mode, size, color).save(path)
    return path


class PictureApp(BaseApp):
    def __init__(self, path: Path | None) -> None:
        super().__init__()
        self.picture = Picture(path, empty_text="Nothing drawn yet\npress ^g")

    def compose(self) -> ComposeResult:
        yield self.picture


async def test_the_picture_stands_in_the_middle(tmp_path: Path) -> None:
    app = PictureApp(save(tmp_path / "a.png", (300, 300)))
    async with app.run_test(size=(60, 10)) as pilot:
        await seeing.settle(pilot)
        assert app.picture.picture_size == (20, 10)
        assert [(line.index("▀"), line.count("▀")) for line in seeing.lines(app)] == [(20, 20)] * 10
        await pilot.resize_terminal(60, 20)
        await seeing.settle(pilot)
        assert app.picture.picture_size == (40, 20)


async def test_empty_missing_and_broken_are_sentences(tmp_path: Path) -> None:
    app = PictureApp(None)
    async with app.run_test(size=(60, 10)) as pilot:
        await seeing.settle(pilot)
        assert "Nothing drawn yet" in seeing.text(app)
        app.picture.path = tmp_path / "gone.png"
        await seeing.settle(pilot)
        assert "gone.png can't be found" in seeing.text(app)
        app.picture.path = save(tmp_path / "b.png", (10, 10))
        await seeing.settle(pilot)
        assert "▀" in seeing.text(app)
        app.picture.path = None
        await seeing.settle(pilot)
        assert "press ^g" in seeing.text(app)


async def test_the_last_of_many_pictures_is_shown(tmp_path: Path) -> None:
    paths = [save(tmp_path / f"{at}.png", (10 + 10 * at, 10)) for at in range(5)]
    app = PictureApp(paths[0])
    async with app.run_test(size=(50, 10)) as pilot:
        for path in paths:
            app.picture.path = path
        await seeing.settle(pilot)
        assert app.picture.picture_size == (50, 5)
