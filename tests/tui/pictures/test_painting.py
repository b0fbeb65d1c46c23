"""From files to cells: fitted and never stretched, every way, kept, and sentences for what is no picture."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PIL import Image
from rich.console import Console

from core.errors import BadPicture
from tui.pictures.cache import ByteCache
from tui.pictures.fitting import Canvas, filled, fit
from tui.pictures.painting import paint_file
from tui.pictures.ways import USUAL_CELL, Look, Way

SEGMENTS = Look(Way.SEGMENTS)


def save(
    path: Path, size: tuple[int, int], color: tuple[int, ...] = (200, 40, 40), mode: str = "RGB"
) -> Path:
    Image.new(mode, size, color).save(path)
    return path


@pytest.mark.parametrize(
    ("size", "room", "pixels", "cells"),
    [
        ((832, 1216), (60, 30), (41, 60), (41, 30)),
        ((1376, 768), (60, 30), (60, 33), (60, 17)),
        ((1024, 1024), (60, 30), (60, 60), (60, 30)),
        ((10, 10), (60, 10), (20, 20), (20, 10)),
        ((5000, 2), (40, 20), (40, 1), (40, 1)),
        ((2, 5000), (40, 20), (1, 40), (1, 20)),
    ],
)
def test_fits_the_room_and_keeps_the_ratio(
    size: tuple[int, int], room: tuple[int, int], pixels: tuple[int, int], cells: tuple[int, int]
) -> None:
    placed = fit(size, room, (1, 2), USUAL_CELL)
    assert (placed.pixels, (placed.columns, placed.lines)) == (pixels, cells)


@pytest.mark.parametrize("grid", [(1, 1), (1, 2), (2, 2), (9, 20)])
@pytest.mark.parametrize("cell", [(10, 20), (9, 20), (8, 18)])
def test_no_ratio_is_off_by_more_than_a_pixel(grid: tuple[int, int], cell: tuple[int, int]) -> None:
    chance = random.Random(7)
    for _ in range(200):
        size = (chance.randrange(200, 2000), chance.randrange(200, 2000))
        room = (chance.randrange(20, 120), chance.randrange(10, 60))
        placed = fit(size, room, grid, cell)
        wide, high = (placed.pixels[at] * cell[at] / grid[at] for at in (0, 1))
        assert wide <= room[0] * cell[0]
        assert high <= room[1] * cell[1]
        slack = cell[0] / grid[0] / wide + cell[1] / grid[1] / high
        assert abs(wide / high / (size[0] / size[1]) - 1) < slack


def test_what_is_left_of_the_last_cells_is_the_ground() -> None:
    canvas = Canvas(Image.new("RGB", (3, 3), (255, 255, 255)), 2, 2, (3, 3))
    whole = filled(canvas, (2, 2), (1, 2, 3))
    assert whole.size == (4, 4)
    assert [whole.getpixel((x, 3)) for x in range(4)] == [(1, 2, 3)] * 4
    assert whole.getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp"])
@pytest.mark.parametrize("way", list(Way))
def test_paints_every_format_every_way(tmp_path: Path, suffix: str, way: Way) -> None:
    path = save(tmp_path / f"a.{suffix}", (400, 600))
    painted = paint_file(path, (30, 15), Look(way))
    assert (painted.width, painted.height, painted.source) == (20, 15, (400, 600))
    assert [strip.cell_length for strip in painted.strips] == [20] * 15


def test_raw_lines_and_segments_have_the_same_pixels(tmp_path: Path) -> None:
    noise = Image.frombytes("RGB", (20, 20), random.Random(5).randbytes(1200))
    noise.save(tmp_path / "noise.png")
    raw = paint_file(tmp_path / "noise.png", (20, 10), Look(Way.HALF)).strips[3].render(Console())
    segments = paint_file(tmp_path / "noise.png", (20, 10), SEGMENTS).strips[3]
    first = next(iter(segments)).style
    assert first is not None
    assert first.color is not None
    assert first.color.triplet is not None
    upper = first.color.triplet
    assert f"38;2;{upper.red};{upper.green};{upper.blue}m" in raw
    assert raw.count("▀") == 20


def test_transparency_shows_grey_not_what_is_hidden_behind_it(tmp_path: Path) -> None:
    path = save(tmp_path / "clear.png", (10, 10), (255, 0, 0, 0), "RGBA")
    style = next(iter(paint_file(path, (5, 5), SEGMENTS).strips[0])).style
    assert style is not None
    assert style.color is not None
    assert style.color.name == "#808080"


def test_a_changed_file_is_painted_again_and_another_look_too(tmp_path: Path) -> None:
    path = save(tmp_path / "a.png", (10, 10), (0, 0, 255))
    before = paint_file(path, (5, 5), SEGMENTS)
    assert paint_file(path, (5, 5), SEGMENTS) is before
    assert paint_file(path, (5, 5), Look(Way.SEGMENTS, "256")) is not before
    save(path, (20, 10), (0, 255, 0))
    assert paint_file(path, (5, 5), SEGMENTS).height != before.height


def test_the_cache_keeps_bytes_and_the_oldest_goes() -> None:
    cache: ByteCache[str, str] = ByteCache(100)
    for name in "abc":
        cache.put(name, name, 40)
    assert [cache.get(name) for name in "abc"] == [None, "b", "c"]
    cache.get("b")
    cache.put("d", "d", 40)
    assert [cache.get(name) for name in "bcd"] == ["b", None, "d"]
    cache.put("b", "B", 60)
    assert (cache.get("b"), cache.get("d"), cache.bytes) == ("B", "d", 100)
    cache.put("giant", "x", 101)
    assert (len(cache), cache.bytes) == (0, 0)


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\nnope", b"%!PS-Adobe EPSF\n", b"GIF89a" + b"\0" * 40]
)
def test_what_is_no_picture_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(content)
    with pytest.raises(BadPicture, match=r"broken\.png is damaged"):
        paint_file(path, (10, 10), SEGMENTS)
    with pytest.raises(BadPicture, match="can't be found"):
        paint_file(tmp_path / "none.png", (10, 10), SEGMENTS)


def test_a_truncated_picture_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "cut.jpg"
    Image.effect_noise((400, 400), 80).save(path)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(BadPicture, match="damaged"):
        paint_file(path, (10, 10), Look(Way.HALF))
