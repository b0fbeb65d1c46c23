"""The file picker takes what is typed or pasted, and no other file."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from tests.tui.modals.opened import Opened, opened
from tests.tui.seeing import settle
from tui.modals.pick_file import PICTURE_SUFFIXES, PickFileModal
from tui.modals.typed_path import pasted_path, rank

PASTED = [
    ("/home/me/nell.png", "/home/me/nell.png"),
    ("  /home/me/my nell.png \n", "/home/me/my nell.png"),
    ("/home/me/it's nell.png", "/home/me/it's nell.png"),
    (r"/home/me/my\ nell\ \(2\).png ", "/home/me/my nell (2).png"),
    (r"/home/me/it\'s.png /home/me/b.png", "/home/me/it's.png"),
    ("'/home/me/my nell.png' ", "/home/me/my nell.png"),
    (r"'/home/me/it'\''s.png'", "/home/me/it's.png"),
    ('"/home/me/my nell.png"', "/home/me/my nell.png"),
    ("'/home/me/it's.png'", "/home/me/it's.png"),
    ("file:///home/me/my%20nell%231.png", "/home/me/my nell#1.png"),
    ("file://localhost/home/me/a.png\r\nfile:///b.png\r\n", "/home/me/a.png"),
    ("~/nell.png", "~/nell.png"),
    ("nell.png", None),
    ("''", ""),
    ("", None),
]


@pytest.mark.parametrize(("text", "path"), PASTED, ids=[text for text, _ in PASTED])
def test_a_pasted_path_is_read_as_terminals_write_it(text: str, path: str | None) -> None:
    assert pasted_path(text) == path


def test_names_are_ranked_by_how_well_they_fit() -> None:
    names = ["a nell.png.jpg", "nell.png (old).webp", "Nell.png", "nell.png", ".nell.png", "ida.png"]
    fitting = [name for name in names if rank(name, "nell.png") is not None]
    ranked = ["nell.png", "Nell.png", "nell.png (old).webp", "a nell.png.jpg"]
    assert sorted(fitting, key=lambda name: rank(name, "nell.png") or 0) == ranked
    assert rank(".nell.png", ".n") == 2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("nell.png", "a nell.png.jpg", "nell.png (old).webp", "ida.gif", ".dot.png"):
        (tmp_path / name).touch()
    (tmp_path / "z nell.png").mkdir()
    return tmp_path


async def paste(shown: Opened, text: str) -> None:
    shown.app.screen.query_one(Input).post_message(events.Paste(text))
    await settle(shown.pilot)


def picker(folder: Path) -> PickFileModal:
    return PickFileModal("Import", folder, suffixes=PICTURE_SUFFIXES)


async def test_the_name_that_is_typed_is_the_file_that_is_taken(folder: Path) -> None:
    async with opened(picker(folder)) as shown:
        await shown.press(*"nell.png")
        assert shown.text.index("nell.png ") < shown.text.index("nell.png (old).webp")
        await shown.press("enter")
        assert shown.results == [folder / "nell.png"]
    async with opened(picker(folder)) as shown:
        await shown.press(*"nell.png", "down", "enter")
        assert shown.results == [folder / "nell.png (old).webp"]


async def test_a_pasted_path_stands_for_the_folder_that_was_there(folder: Path) -> None:
    async with opened(picker(folder / "z nell.png")) as shown:
        assert "screenplay" not in shown.app.screen.query_one(Input).placeholder
        await paste(shown, f"'{folder / '.dot.png'}' ")
        assert shown.app.screen.query_one(Input).value == str(folder / ".dot.png")
        await shown.press("enter")
        assert shown.results == [folder / ".dot.png"]


async def test_a_file_of_another_kind_is_told_as_such(folder: Path) -> None:
    async with opened(picker(folder)) as shown:
        await paste(shown, f"file://{folder}/ida.gif")
        await shown.press("enter")
        assert "ida.gif is not one of .png .jpg .jpeg .webp" in shown.words
        await paste(shown, "~nouser/x\0")
        await shown.press("enter")
        assert "no such folder" in shown.words
        assert shown.results == []
