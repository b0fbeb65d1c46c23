"""What every screen stands on: the top bar, the style anchor, guarded work, help, palette, themes."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import pytest
from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input
from textual.worker import WorkerFailed

from core.errors import InvalidInput
from core.models import EngineInfo, EngineStatus, StyleId, VisualStyle
from tests.tui import seeing
from tui import keymap
from tui.base import (
    UNREAD,
    BaseApp,
    LookbookScreen,
    Stage,
    StyleAnchor,
    TopBar,
    Undo,
    engine_badges,
    guarded,
    say,
    say_final,
)
from tui.modals.message import MessageModal
from tui.theme import DARK_THEME, LIGHT_THEME, TERMINAL_THEME
from tui.toasts import seconds_for
from tui.widgets.key_footer import KeyFooter

OFFLINE = EngineInfo("offline", "rules")
GEMINI = EngineInfo("gemini", "gemini-3.8-flash")
NEON = VisualStyle(StyleId(1), "Wet [b]Neon", "Night", "…", ("#0b1418", "#f2c879"), True, "hash")


class Board(LookbookScreen[None]):
    """A screen that can go wrong in both ways."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.BOARD)
    stage = Stage.BOARD
    help_id = "board"
    done: ClassVar[list[str]] = []

    def compose_content(self) -> ComposeResult:
        yield StyleAnchor()
        yield Input(id="filter", disabled=True)

    def action_generate(self) -> None:
        self.done.append("generate")

    @work(group="board.lock", exclusive=True, description="Locking")
    @guarded
    async def action_lock(self) -> None:
        raise InvalidInput("No [/b] picture.")

    @work(group="board.unlock", exclusive=True, description="Unlocking")
    @guarded
    async def action_unlock(self) -> None:
        raise ZeroDivisionError("a bug")


class FrameApp(BaseApp):
    def __init__(self) -> None:
        super().__init__()
        self.stages: list[int] = []

    async def on_mount(self) -> None:
        await self.push_screen(Board())
        board = self.screen
        assert isinstance(board, Board)
        board.done.clear()
        board.project_title, board.branch_name = "The Long [/b] Watch", "main"
        board.engine = EngineStatus(OFFLINE, OFFLINE)

    def action_stage(self, number: int) -> None:
        self.stages.append(number)


@pytest.mark.parametrize("width", [80, 100, 200])
async def test_the_top_bar_says_where_one_is_and_what_answers(width: int) -> None:
    app = FrameApp()
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        top = seeing.lines(app)[0]
        assert "lookbook  The Long" in top
        assert all(f"{stage.value} {stage.name.capitalize()}" in top for stage in Stage)
        assert top.endswith("offline")
        assert len(top) < width


async def test_the_stages_can_be_clicked_and_pressed() -> None:
    app = FrameApp()
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.pause()
        await pilot.click(TopBar, offset=(seeing.lines(app)[0].index("2 Review"), 0))
        await pilot.click(TopBar, offset=(2, 0))
        await pilot.press("5")
        assert app.stages == [2, 5]


@pytest.mark.parametrize("width", [40, 56, 80, 100, 200])
async def test_the_footer_never_cuts_a_key_and_always_shows_help(width: int) -> None:
    app = FrameApp()
    async with app.run_test(size=(200, 24)) as pilot:
        await seeing.until(pilot, "? Help")
        whole = seeing.lines(app)[-1]
        await pilot.resize_terminal(width, 24)
        await seeing.until(pilot, "? Help")
        shown = seeing.lines(app)[-1].split("  ")
        keys = whole.split("  ")
        left_out = len(keys) - len(shown)
        assert shown[-1] == (f"? Help, {left_out} more" if left_out else "? Help")
        assert all(key in keys for key in shown[:-1])
        assert (left_out > 0) == (width < 100)
        assert ("/ Filter" in shown) == (width >= 100)


async def test_a_key_in_the_footer_can_be_clicked() -> None:
    app = FrameApp()
    Board.done.clear()
    async with app.run_test(size=(100, 24)) as pilot:
        await seeing.until(pilot, "? Help")
        column = seeing.lines(app)[-1].index("Generate")
        await pilot.hover(KeyFooter, offset=(column, 0))
        assert app.screen.query_one(KeyFooter).pointed == "g"
        await pilot.click(KeyFooter, offset=(column, 0))
        assert Board.done == ["generate"]
        await pilot.click(KeyFooter, offset=(99, 0))
        assert Board.done == ["generate"]


async def test_the_style_anchor_shows_the_style_or_the_way_to_one() -> None:
    app = FrameApp()
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.pause()
        assert "No style locked — press 3 to choose one" in seeing.lines(app)[1]
        app.screen.query_one(StyleAnchor).locked_style = NEON
        await pilot.pause()
        assert "Wet [b]Neon" in seeing.lines(app)[1]


async def test_an_error_of_the_engine_is_a_dialog_and_the_application_goes_on() -> None:
    app = FrameApp()
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("l")
        await seeing.settle(pilot)
        assert isinstance(app.screen, MessageModal)
        assert "No [/b] picture." in seeing.text(app)
        await pilot.press("escape", "g")
        assert Board.done == ["generate"]


async def test_a_bug_in_guarded_work_ends_the_application_visibly() -> None:
    app = FrameApp()

    async def press_it() -> None:
        async with app.run_test(size=(100, 24)) as pilot:
            await pilot.press("L")
            await seeing.settle(pilot)

    with pytest.raises(WorkerFailed, match="a bug"):
        await press_it()
    assert app.return_code == 1


async def test_a_notice_reads_no_markup() -> None:
    app = FrameApp()
    async with app.run_test(size=(100, 24), notifications=True) as pilot:
        say(app.screen, "Saved [/b] it")
        await pilot.pause()
        assert "Saved [/b] it" in seeing.text(app)


def toasts(app: BaseApp) -> list[str]:
    return [toast.message for toast in app._notifications]


async def test_toasts_are_few_and_none_is_there_twice() -> None:
    app = FrameApp()
    async with app.run_test(size=(100, 24), notifications=True) as pilot:
        for text in ("one", "two", "one", "three", "four"):
            say(app.screen, text)
        await pilot.pause()
        assert toasts(app) == ["one", "three", "four"]
        last = seeing.place_of(app, "four")[1]
        assert last < 22, "the footer and the line above it stay free"


@pytest.mark.parametrize(
    ("text", "undoable", "seconds"),
    [("Saved.", False, 3.0), ("Saved.", True, 5.0), ("x" * 60, False, 5.5), ("x" * 900, True, 12.0)],
)
def test_a_toast_stands_as_long_as_it_takes_to_read(text: str, undoable: bool, seconds: float) -> None:
    assert seconds_for(text, undoable=undoable) == seconds


async def test_what_a_notice_told_of_is_taken_back_once() -> None:
    taken: list[str] = []

    async def take_back() -> None:
        taken.append("back")

    app = FrameApp()
    async with app.run_test(size=(100, 24), notifications=True) as pilot:
        say(app.screen, "IDA MARSH locked.", undo=take_back)
        await pilot.pause()
        assert "IDA MARSH locked. u takes it back." in seeing.text(app)
        await pilot.press("u")
        await seeing.settle(pilot)
        assert taken == ["back"]
        assert toasts(app)[-1] == "Taken back: “IDA MARSH locked.”"
        await pilot.press("u")
        await seeing.settle(pilot)
        assert taken == ["back"]
        assert toasts(app)[-1] == "There is nothing to take back."


async def test_in_a_text_field_another_key_takes_back_and_the_notice_names_it() -> None:
    taken: list[str] = []

    async def take_back() -> None:
        taken.append("back")

    app = FrameApp()
    async with app.run_test(size=(100, 24), notifications=True) as pilot:
        field = Input()
        await app.screen.mount(field)
        field.focus()
        await pilot.pause()
        say(app.screen, "Candidate put away.", undo=take_back)
        await pilot.pause()
        assert "Candidate put away. alt-u takes it back." in seeing.text(app)
        await pilot.press("u")
        # As a terminal sends it: with a letter that a field would take.
        app.post_message(events.Key("alt+u", "u"))
        await pilot.pause()
        await seeing.settle(pilot)
        assert (field.value, taken) == ("u", ["back"])


async def test_notices_are_taken_back_one_by_one_and_none_before_what_is_final() -> None:
    taken: list[int] = []

    def take_back(number: int) -> Undo:
        async def undo() -> None:
            taken.append(number)

        return undo

    app = FrameApp()
    async with app.run_test(size=(100, 24)) as pilot:
        for number in (1, 2, 3):
            say(app.screen, f"Number {number}.", undo=take_back(number))
        await pilot.press("u", "u")
        await seeing.settle(pilot)
        assert taken == [3, 2]
        say_final(app.screen, "The branch is deleted.")
        await pilot.press("u")
        await seeing.settle(pilot)
        assert taken == [3, 2]


async def test_what_cannot_be_taken_back_any_more_says_why() -> None:
    async def refuse() -> None:
        raise InvalidInput("It is locked now.")

    app = FrameApp()
    async with app.run_test(size=(100, 24)) as pilot:
        say(app.screen, "Text saved.", undo=refuse)
        await pilot.press("u")
        await seeing.until(pilot, "It is locked now.")
        assert app.undos == []


async def test_help_shows_the_text_and_the_keys_as_they_are_bound() -> None:
    app = FrameApp()
    async with app.run_test(size=(100, 70)) as pilot:
        app.set_keymap({"board.generate": "ctrl+y"})
        await pilot.press("question_mark")
        await pilot.pause()
        seen = seeing.text(app)
        assert "All assets of the branch by type" in seen
        assert "^y             Make pictures for the selection" in seen
        assert "ANYWHERE" in seen
        await pilot.press("escape")
        assert isinstance(app.screen, Board)


async def test_the_palette_finds_actions_by_name_and_runs_them() -> None:
    app = FrameApp()
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("ctrl+p", *"generate")
        await seeing.until(pilot, "Make pictures for the selection")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert Board.done == ["generate"]


async def test_the_palette_says_what_is_needed_or_does_not_offer_what_cannot_be_done() -> None:
    class Locked(Board):
        BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.JOBS)

        def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
            return None if action in {"generate", "retry"} else super().check_action(action, parameters)

    app = FrameApp()
    async with app.run_test(size=(100, 40)) as pilot:
        await app.push_screen(Locked())
        await pilot.press("ctrl+p", "r")
        await seeing.until(pilot, "Not now: it needs a job that failed")
        assert "Make pictures for the selection" not in seeing.text(app)


async def test_the_palette_offers_what_a_text_field_keeps_from_the_keys() -> None:
    app = FrameApp()
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        field = app.screen.query_one(Input)
        field.disabled = False
        field.focus()
        await pilot.press("g", "ctrl+p", *"generate")
        await seeing.until(pilot, "Make pictures for the selection")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert field.value == "g"
        assert Board.done == ["generate"]


async def test_the_theme_switches_and_every_theme_can_be_chosen() -> None:
    app = FrameApp()
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.theme == DARK_THEME
        await pilot.press("ctrl+t")
        assert app.theme == LIGHT_THEME
        await pilot.press("ctrl+t")
        assert app.theme == TERMINAL_THEME
        app.theme = "nord"
        await pilot.pause()
        await pilot.press("ctrl+t")
        assert app.theme == DARK_THEME


def test_the_badge_never_hides_that_one_of_two_is_offline() -> None:
    assert engine_badges(EngineStatus(OFFLINE, OFFLINE)) == ("offline",)
    badges = engine_badges(EngineStatus(GEMINI, OFFLINE))
    assert badges[0] == "text gemini-3.8-flash · image offline"
    assert all("gemini" in badge and "offline" in badge for badge in badges)
    assert engine_badges(None) == ()


def test_the_badge_of_a_compatible_server_names_the_model_and_no_company() -> None:
    local = EngineInfo("openai", "qwen3:8b")
    assert engine_badges(EngineStatus(local, OFFLINE)) == (
        "text qwen3:8b · image offline",
        "text server · image offline",
        "server/offline",
    )


async def test_a_long_badge_gives_way_to_the_project() -> None:
    app = FrameApp()
    async with app.run_test(size=(100, 24)) as pilot:
        assert isinstance(app.screen, Board)
        app.screen.engine = EngineStatus(GEMINI, OFFLINE)
        await pilot.pause()
        top = seeing.lines(app)[0]
        assert "The Long [/b] Watch" in top
        assert top.endswith("gemini/offline")
        await pilot.resize_terminal(200, 24)
        await pilot.pause()
        assert seeing.lines(app)[0].endswith("text gemini-3.8-flash · image offline")


class Unread(Board):
    """A screen whose content comes from a read."""

    DEFAULT_CLASSES = UNREAD


def seen(app: BaseApp) -> str:
    """What can be told from its ground on the first line of the content."""
    return "".join(
        part.text
        for part in seeing.strips(app)[1]
        if part.style is None or part.style.color != part.style.bgcolor
    ).strip()


async def test_nothing_is_said_before_the_first_read() -> None:
    async with BaseApp().run_test() as pilot:
        await pilot.app.push_screen(screen := Unread())
        await pilot.pause()
        assert isinstance(pilot.app, BaseApp)
        assert seen(pilot.app) == ""
        screen.has_read()
        await pilot.pause()
        assert "No style locked" in seen(pilot.app)


class LateReader(Board):
    """A screen whose read ends only when the application has taken it apart."""

    @work(group="load")
    @guarded
    async def load(self) -> None:
        while self.children:
            await asyncio.sleep(0)
        self.query_one(StyleAnchor)


async def test_a_read_that_ends_while_the_application_closes_is_no_bug() -> None:
    async with BaseApp().run_test() as pilot:
        await pilot.app.push_screen(screen := LateReader())
        screen.load()
