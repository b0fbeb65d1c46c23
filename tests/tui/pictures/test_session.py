"""An application's pictures: another way by hand, many at once, what the terminal holds, paths copied."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from tests.tui import seeing
from tui.base import BaseApp
from tui.pictures import copy_path
from tui.pictures.captions import caption_line
from tui.pictures.choosing import PicturesSetting
from tui.pictures.copying import clipboard_hint, cut_in_the_middle
from tui.pictures.engines import Sent
from tui.pictures.environment import Environment
from tui.pictures.painting import paint_file
from tui.pictures.pixels import TerminalPictures
from tui.pictures.session import THREADS, PictureSession
from tui.pictures.tmux import Tmux
from tui.pictures.ways import Look, Way
from tui.widgets.picture import Picture

LOCAL = Environment({"TERM": "xterm-256color", "LANG": "C.UTF-8"})
SENT = Sent(9, b"png", 3, 2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    Image.radial_gradient("L").resize((300, 200)).convert("RGB").save(tmp_path / "disc.png")
    return tmp_path / "disc.png"


class OneApp(BaseApp):
    def __init__(self, path: Path, environment: Environment, setting: PicturesSetting = "auto") -> None:
        super().__init__()
        self.path = path
        self.pictures = PictureSession(self, setting)
        self.pictures.environment = environment

    def compose(self) -> ComposeResult:
        yield Picture(self.path, caption=True)


async def test_the_key_goes_round_the_ways_says_which_and_repaints(path: Path) -> None:
    app = OneApp(path, LOCAL)
    async with app.run_test(size=(60, 20)) as pilot:
        await seeing.until(pilot, "300×200 shown as half blocks 57×19 · f8 another way")
        for caption, notice in (
            ("quadrant blocks 57×19", "quadrant blocks\nchosen by hand"),
            ("ASCII characters 57x19", "ASCII characters\nchosen by hand"),
            ("half blocks 57×19", "half blocks\n24-bit colour, local terminal"),
        ):
            await pilot.press("f8")
            await seeing.until(pilot, caption)
            assert [one.message for one in app._notifications][-1] == f"Pictures: {notice}"


async def test_where_there_is_one_way_the_key_says_so(path: Path) -> None:
    app = OneApp(path, Environment({"LANG": "C"}))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("f8")
        await seeing.settle(pilot)
        assert [one.message for one in app._notifications] == [
            "Pictures: ASCII characters, the only way here"
        ]


async def test_a_setting_holds_and_the_key_starts_from_it(path: Path) -> None:
    app = OneApp(path, LOCAL, "ascii")
    async with app.run_test(size=(60, 20)) as pilot:
        await seeing.until(pilot, "ASCII characters")
        await pilot.press("f8")
        await seeing.until(pilot, "half blocks")


async def test_the_same_picture_painted_again_is_not_drawn_again(path: Path) -> None:
    app = OneApp(path, LOCAL)
    async with app.run_test(size=(60, 20)) as pilot:
        await seeing.until(pilot, "half blocks")
        await seeing.settle(pilot)
        picture = app.query_one(Picture)
        shown = picture._painted
        picture.reload()
        await seeing.settle(pilot)
        assert picture._painted is shown
        assert not picture._repaint_required
        Image.new("RGB", (30, 30)).save(path)
        picture.reload()
        await seeing.until(pilot, "30×30 shown as")


class Gallery(BaseApp):
    """Forty thumbnails of eight by four cells, two and a half screens of them."""

    CSS = "VerticalScroll { layout: grid; grid-size: 4; grid-rows: 4; } Picture { width: 8; height: 4; }"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.pictures.environment = LOCAL
        self.painted: list[Path] = []
        self.most = self.now = 0
        for at in range(40):
            Image.new("RGB", (64, 64), (6 * at, 90, 90)).save(folder / f"{at}.png")
        self.folder = folder

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            for at in range(40):
                yield Picture(self.folder / f"{at}.png")

    def shown(self) -> set[int]:
        """The numbers of the thumbnails that are painted."""
        return {at for at, picture in enumerate(self.query(Picture)) if picture.picture_size.area}


async def test_of_forty_thumbnails_only_those_in_sight_are_painted(tmp_path: Path) -> None:
    app = Gallery(tmp_path)
    async with app.run_test(size=(60, 16)) as pilot:
        await seeing.settle(pilot)
        assert app.shown() == set(range(16))
        assert {picture._painted.look.way for picture in app.query(Picture) if picture._painted} == {
            Way.QUADRANTS
        }
        app.query_one(VerticalScroll).scroll_end(animate=False)
        await pilot.pause()
        await seeing.settle(pilot)
        assert app.shown() == set(range(16)) | set(range(24, 40))


async def test_thumbnails_wait_for_their_turn_and_those_scrolled_away_give_it_up(tmp_path: Path) -> None:
    app = Gallery(tmp_path)
    async with app.run_test(size=(60, 16)) as pilot:
        for _ in range(THREADS):
            await app.pictures.turns.acquire()
        before = app.shown()
        app.query_one(VerticalScroll).scroll_end(animate=False)
        await pilot.pause()
        await pilot.pause()
        app.query_one(VerticalScroll).scroll_home(animate=False)
        await pilot.pause()
        for _ in range(THREADS):
            app.pictures.turns.release()
        await seeing.settle(pilot)
        assert app.shown() - before == set(range(16)) - before


# --- what the terminal holds ---------------------------------------------------------------------


def test_a_picture_is_sent_once_and_deleted_with_the_last_that_shows_it() -> None:
    written: list[str] = []
    held = TerminalPictures(written.append)
    held.show(SENT)
    held.show(SENT)
    assert [text[:8] for text in written] == ["\x1b_Ga=T,U"]
    held.drop(SENT)
    assert (len(written), len(held)) == (1, 1)
    held.drop(SENT)
    assert written[1:] == ["\x1b_Ga=d,d=I,i=9,q=2\x1b\\"]
    held.show(SENT)
    held.send_again()
    assert written[2] == written[3] == written[0]
    held.clear()
    assert (written[4], len(held)) == (written[1], 0)
    held.drop(SENT)
    assert len(written) == 5


def test_in_tmux_each_sequence_is_wrapped() -> None:
    written: list[str] = []
    held = TerminalPictures(written.append)
    held.through_tmux = True
    held.show(SENT)
    held.drop(SENT)
    assert written[1] == "\x1bPtmux;\x1b\x1b_Ga=d,d=I,i=9,q=2\x1b\x1b\\\x1b\\"
    assert written[0].startswith("\x1bPtmux;\x1b\x1b_Ga=T,")


# --- the caption, and the path -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (80, "300×200 shown as half blocks 30×10 · f8 another way · y copies the path"),
        (60, "300×200 shown as half blocks 30×10 · f8 another way"),
        (40, "300×200 shown as half blocks 30×10"),
        (24, "300×200 · half blocks"),
        (12, "half blocks"),
        (8, ""),
    ],
)
def test_the_caption_has_the_words_that_fit(path: Path, width: int, line: str) -> None:
    assert caption_line(paint_file(path, (30, 20), Look(Way.HALF)), width, "f8", "y") == line


class CopyApp(OneApp):
    """With a key that copies the path, as screens with pictures have."""

    BINDINGS = [("y", "copy_path", "Copy the path")]

    def action_copy_path(self) -> None:
        copy_path(self.query_one(Picture), self.path)


async def test_the_path_is_copied_and_the_caption_names_the_key(path: Path) -> None:
    app = CopyApp(path, LOCAL)
    async with app.run_test(size=(90, 20)) as pilot:
        await seeing.until(pilot, "f8 another way · y copies the path")
        await pilot.press("y")
        assert app.clipboard == str(path)
        notice = [one.message for one in app._notifications][-1]
        assert notice.startswith("Copied the path /")
        assert notice.endswith("disc.png")


def test_a_long_path_is_cut_in_the_middle() -> None:
    cut = cut_in_the_middle("/home/" + "a" * 200 + "/disc.png", 40)
    assert len(cut) == 40
    assert cut.startswith("/home/aaa")
    assert cut.endswith("/disc.png")


@pytest.mark.parametrize(
    ("tmux", "hint"),
    [
        (Tmux(clipboard="on"), ""),
        (Tmux(clipboard="external", passthrough=True), ""),
        (Tmux(clipboard="external"), "tmux set -s set-clipboard on"),
        (None, "tmux set -s set-clipboard on"),
    ],
)
def test_what_tmux_needs_for_the_clipboard(tmux: Tmux | None, hint: str) -> None:
    words = clipboard_hint(Environment({"TMUX": "x"}, tmux=tmux))
    assert hint in words
    assert bool(words) == bool(hint)
    assert clipboard_hint(LOCAL) == ""
