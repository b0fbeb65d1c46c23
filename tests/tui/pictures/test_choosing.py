"""Which way is chosen, as a table: what the terminal is, what the user said, what is shown, and why."""

from __future__ import annotations

import pytest

from tui.colours import Colours, apply_colours, colours_of
from tui.pictures.choosing import PicturesSetting, choose, obstacle_to, possible_ways
from tui.pictures.environment import Environment, cell_of
from tui.pictures.tmux import Tmux, parse_answer
from tui.pictures.ways import Way

XTERM = {"TERM": "xterm-256color", "LANG": "en_GB.UTF-8"}
KITTY = {"TERM": "xterm-kitty", "LANG": "en_GB.UTF-8", "KITTY_WINDOW_ID": "1"}
SSH = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}
TMUX = {"TERM": "tmux-256color", "TERM_PROGRAM": "tmux", "TMUX": "socket,1,0", "LANG": "C.UTF-8"}
OPEN = Tmux("41", "xterm-ghostty ghostty 1.2", True)


@pytest.mark.parametrize(
    ("variables", "colours", "tmux", "way", "why"),
    [
        (XTERM, "truecolor", None, Way.HALF, "24-bit colour, local terminal"),
        (XTERM, "256", None, Way.SEGMENTS, "256 colours"),
        (XTERM, "16", None, Way.SEGMENTS, "16 colours"),
        (XTERM, "none", None, Way.SEGMENTS, "NO_COLOR"),
        (XTERM | SSH, "truecolor", None, Way.QUADRANTS, "over ssh"),
        (XTERM | {"SSH_TTY": "/dev/pts/1"}, "truecolor", None, Way.QUADRANTS, "over ssh"),
        (XTERM | SSH, "256", None, Way.SEGMENTS, "256 colours"),
        (KITTY, "truecolor", None, Way.KITTY, "kitty shows pixels"),
        (KITTY | SSH, "256", None, Way.KITTY, "kitty shows pixels"),
        (KITTY, "none", None, Way.SEGMENTS, "NO_COLOR"),
        (KITTY, "16", None, Way.SEGMENTS, "16 colours"),
        (XTERM | {"TERM_PROGRAM": "ghostty"}, "truecolor", None, Way.KITTY, "ghostty shows pixels"),
        (XTERM | {"KITTY_WINDOW_ID": "3"}, "truecolor", None, Way.KITTY, "kitty shows pixels"),
        # Another terminal that was started from kitty.
        (XTERM | {"KITTY_WINDOW_ID": "3", "TERM_PROGRAM": "vscode"}, "truecolor", None, Way.HALF, "local"),
        (TMUX | {"KITTY_WINDOW_ID": "3"}, "truecolor", None, Way.HALF, "local"),
        (TMUX, "truecolor", OPEN, Way.KITTY, "ghostty outside tmux"),
        (TMUX, "truecolor", Tmux("41", "xterm-ghostty", False), Way.HALF, "local"),
        (TMUX, "truecolor", Tmux("41", "xterm-256color", True), Way.HALF, "local"),
        (XTERM | {"TERM": "screen-256color", "STY": "1.x"}, "256", None, Way.SEGMENTS, "256 colours"),
        (KITTY | {"ZELLIJ": "0"}, "truecolor", None, Way.HALF, "local"),
        (XTERM | {"LANG": "C"}, "truecolor", None, Way.ASCII, "not UTF-8 (LANG=C)"),
        (KITTY | {"LC_ALL": "POSIX"}, "truecolor", None, Way.ASCII, "not UTF-8 (LC_ALL=POSIX)"),
        (XTERM | {"PYTHONIOENCODING": "latin-1:replace"}, "256", None, Way.ASCII, "PYTHONIOENCODING"),
        # Python puts C.UTF-8 there itself when the locale is C.
        (XTERM | {"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "truecolor", None, Way.ASCII, "LANG=C"),
        (XTERM | {"LANG": "C", "LC_CTYPE": "fr_FR.UTF-8"}, "truecolor", None, Way.HALF, "local"),
        ({"TERM": "xterm-256color"}, "truecolor", None, Way.HALF, "local"),
    ],
)
def test_automatic(
    variables: dict[str, str], colours: Colours, tmux: Tmux | None, way: Way, why: str
) -> None:
    choice = choose(Environment(variables, colours, tmux))
    assert choice.way is way
    assert why in choice.why


@pytest.mark.parametrize(
    ("room", "way"), [((38, 28), Way.HALF), ((8, 4), Way.QUADRANTS), ((60, 8), Way.QUADRANTS)]
)
def test_small_panes_have_quarters(room: tuple[int, int], way: Way) -> None:
    assert choose(Environment(XTERM), "auto", room).way is way


@pytest.mark.parametrize(
    ("setting", "colours", "way", "why"),
    [
        ("quadrants", "truecolor", Way.QUADRANTS, "chosen by hand"),
        ("ascii", "truecolor", Way.ASCII, "chosen by hand"),
        ("half", "256", Way.SEGMENTS, "half blocks are not possible: the terminal says 256 colours"),
        ("kitty", "truecolor", Way.HALF, "kitty pixels are not possible: the terminal is neither"),
    ],
)
def test_by_setting(setting: PicturesSetting, colours: Colours, way: Way, why: str) -> None:
    choice = choose(Environment(XTERM, colours), setting)
    assert choice.way is way
    assert choice.why.startswith(why)


@pytest.mark.parametrize(
    ("environment", "ways"),
    [
        (Environment(KITTY), (Way.KITTY, Way.HALF, Way.QUADRANTS, Way.ASCII)),
        (Environment(XTERM), (Way.HALF, Way.QUADRANTS, Way.ASCII)),
        (Environment(XTERM, "256"), (Way.SEGMENTS, Way.ASCII)),
        (Environment(XTERM, filtered=True), (Way.SEGMENTS, Way.ASCII)),
        (Environment(headless=True), (Way.SEGMENTS, Way.ASCII)),
        (Environment({"LANG": "C"}), (Way.ASCII,)),
    ],
)
def test_what_is_possible(environment: Environment, ways: tuple[Way, ...]) -> None:
    assert possible_ways(environment) == ways


@pytest.mark.parametrize(
    ("environment", "way", "words"),
    [
        (Environment(XTERM, "256"), Way.HALF, "set COLORTERM=truecolor"),
        (Environment(XTERM, "none"), Way.HALF, "unset NO_COLOR"),
        (Environment(TMUX, tmux=Tmux("4", "xterm-kitty")), Way.KITTY, "tmux set -g allow-passthrough on"),
        (Environment(TMUX, tmux=Tmux("4", "foot")), Way.KITTY, "the terminal outside tmux is foot"),
        (Environment(KITTY, "16"), Way.KITTY, "set COLORTERM=truecolor"),
        (Environment(KITTY | {"STY": "1"}), Way.KITTY, "screen doesn't let them through"),
        (Environment({"LANG": "C"}), Way.SEGMENTS, "set LANG to a locale such as C.UTF-8"),
    ],
)
def test_what_would_make_it_possible(environment: Environment, way: Way, words: str) -> None:
    assert words in (obstacle_to(way, environment) or "")


def test_tmux_answers() -> None:
    answer = "812\txterm-kitty\tkitty(0.41)\t1\texternal\t1\t3.5a\n"
    assert parse_answer(answer) == Tmux("812", "xterm-kitty kitty(0.41)", True, "external", True, "3.5a")
    assert parse_answer("\t\t\t\texternal\t0\t3.2\n") == Tmux("", "", False, "external", False, "3.2")
    assert parse_answer("no server running\n") is None


@pytest.mark.parametrize(
    ("setting", "before", "after"),
    [
        ("auto", {"NO_COLOR": "1"}, {"NO_COLOR": "1"}),
        ("truecolor", {"NO_COLOR": "1"}, {"TEXTUAL_COLOR_SYSTEM": "truecolor"}),
        ("256", {}, {"TEXTUAL_COLOR_SYSTEM": "256"}),
        ("16", {}, {"TEXTUAL_COLOR_SYSTEM": "standard"}),
        ("none", {}, {"NO_COLOR": "1"}),
    ],
)
def test_the_colour_setting_is_told_to_textual(
    setting: str, before: dict[str, str], after: dict[str, str]
) -> None:
    apply_colours(setting, before)  # type: ignore[arg-type]
    assert before == after


def test_colours_by_system() -> None:
    systems = ("truecolor", "256", "standard", None)
    assert [colours_of(system, False) for system in systems] == ["truecolor", "256", "16", "16"]
    assert colours_of("truecolor", True) == "none"


@pytest.mark.parametrize(
    ("window", "cell"),
    [
        ((50, 100, 900, 1000), (9, 20)),
        ((50, 100, 0, 0), (10, 20)),
        ((0, 0, 0, 0), (10, 20)),
        ((50, 100, 5000, 1000), (10, 20)),
    ],
)
def test_the_size_of_a_cell(window: tuple[int, int, int, int], cell: tuple[int, int]) -> None:
    assert cell_of(*window) == cell
