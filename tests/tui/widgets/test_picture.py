"""Pictures in cells: fitted, never stretched, and sentences where there is no picture."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PIL import Image
from rich.console import Console
from textual.app import ComposeResult

from core.errors import BadPicture
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


@pytest.mark.parametrize(
    ("size", "room", "expected"),
    [
        ((832, 1216), (60, 30), (41, 60)),
        ((1376, 768), (60, 30), (60, 34)),
        ((1024, 1024), (60, 30), (60, 60)),
        ((10, 10), (60, 10), (20, 20)),
        ((5000, 2), (40, 20), (40, 2)),
        ((2, 5000), (40, 20), (1, 40)),
    ],
)
def test_fits_the_room_and_keeps_the_ratio(
    size: tuple[int, int], room: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert cells.fit(size, *room) == expected


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp"])
@pytest.mark.parametrize("depth", ["direct", "segments", "grey"])
def test_paints_every_format_at_every_depth(tmp_path: Path, suffix: str, depth: cells.Depth) -> None:
    path = save(tmp_path / f"a.{suffix}", (400, 600))
    painted = cells.paint_file(path, 30, 15, depth)
    assert (painted.width, painted.height) == (20, 15)
    assert [strip.cell_length for strip in painted.strips] == [20] * 15


def test_raw_lines_and_segments_have_the_same_pixels(tmp_path: Path) -> None:
    noise = Image.frombytes("RGB", (20, 20), random.Random(5).randbytes(1200))
    noise.save(tmp_path / "noise.png")
    raw = cells.paint_file(tmp_path / "noise.png", 20, 10, "direct").strips[3].render(Console())
    segments = cells.paint_file(tmp_path / "noise.png", 20, 10, "segments").strips[3]
    first = next(iter(segments)).style
    assert first is not None
    assert first.color is not None
    assert first.color.triplet is not None
    upper = first.color.triplet
    assert f"38;2;{upper.red};{upper.green};{upper.blue}m" in raw
    assert raw.count("▀") == 20


def test_transparency_shows_grey_not_what_is_hidden_behind_it(tmp_path: Path) -> None:
    path = save(tmp_path / "clear.png", (10, 10), (255, 0, 0, 0), "RGBA")
    style = next(iter(cells.paint_file(path, 5, 5, "segments").strips[0])).style
    assert style is not None
    assert style.color is not None
    assert style.color.name == "#808080"


def test_a_changed_file_is_painted_again(tmp_path: Path) -> None:
    path = save(tmp_path / "a.png", (10, 10), (0, 0, 255))
    before = cells.paint_file(path, 5, 5, "segments")
    assert cells.paint_file(path, 5, 5, "segments") is before
    save(path, (20, 10), (0, 255, 0))
    assert cells.paint_file(path, 5, 5, "segments").height != before.height


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\nnope", b"%!PS-Adobe EPSF\n", b"GIF89a" + b"\0" * 40]
)
def test_what_is_no_picture_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(content)
    with pytest.raises(BadPicture, match=r"broken\.png is damaged"):
        cells.paint_file(path, 10, 10, "segments")
    with pytest.raises(BadPicture, match="can't be found"):
        cells.paint_file(tmp_path / "none.png", 10, 10, "segments")


def test_a_truncated_picture_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "cut.jpg"
    Image.effect_noise((400, 400), 80).save(path)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(BadPicture, match="damaged"):
        cells.paint_file(path, 10, 10, "direct")


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
