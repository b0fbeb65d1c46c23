"""Which way pictures are shown, and why: pure, so that `doctor`, caption and toast say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tui.pictures.environment import Environment, utf8_word
from tui.pictures.ways import Way, way_name

PicturesSetting = Literal["auto", "half", "quadrants", "kitty", "segments", "ascii"]

SMALL = (24, 12)
"""Cells of a pane: in fewer columns or lines, four quarters a cell show more than two halves."""

_COLOUR_WORDS = {
    "truecolor": "24-bit colour",
    "256": "256 colours",
    "16": "16 colours",
    "none": "no colour is wanted (NO_COLOR)",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A way, and the reason for it in words for a person."""

    way: Way
    why: str


def choose(
    env: Environment, setting: PicturesSetting = "auto", room: tuple[int, int] | None = None
) -> Choice:
    """The way for a pane of `room` cells (None: a large one). A setting that can't be met says so."""
    if setting == "auto":
        return _automatic(env, room)
    wanted = Way(setting)
    if (obstacle := obstacle_to(wanted, env)) is None:
        return Choice(wanted, "chosen by hand")
    instead = _automatic(env, room)
    why, _, _ = obstacle.partition("; ")
    return Choice(instead.way, f"{way_name(wanted, env.colours)} are not possible: {why}")


def _automatic(env: Environment, room: tuple[int, int] | None) -> Choice:
    if obstacle_to(Way.KITTY, env) is None:
        return Choice(Way.KITTY, f"{_place_of_pixels(env)} shows pixels")
    if not env.utf8:
        return Choice(Way.ASCII, f"the terminal is not UTF-8 ({utf8_word(env.variables)[1]})")
    if obstacle_to(Way.HALF, env) is not None:
        return Choice(Way.SEGMENTS, _why_segments(env))
    if env.ssh:
        return Choice(Way.QUADRANTS, "24-bit colour over ssh: they take fewer bytes")
    if room is not None and (room[0] < SMALL[0] or room[1] < SMALL[1]):
        return Choice(Way.QUADRANTS, "24-bit colour, a small pane")
    return Choice(Way.HALF, "24-bit colour, local terminal")


def _why_segments(env: Environment) -> str:
    if env.headless:
        return "there is no terminal"
    return "a filter rewrites the colours" if env.filtered else _COLOUR_WORDS[env.colours]


def _place_of_pixels(env: Environment) -> str:
    name = env.pixel_terminal or ""
    return f"{name} outside tmux" if env.multiplexer == "tmux" else name


def possible_ways(env: Environment) -> tuple[Way, ...]:
    """What can be shown here, the best first."""
    ways = [way for way in Way if obstacle_to(way, env) is None]
    if Way.HALF in ways:
        ways.remove(Way.SEGMENTS)  # the same picture in more bytes
    return tuple(ways)


def obstacle_to(way: Way, env: Environment) -> str | None:
    """Why `way` is not possible here and what would make it so; None when it is."""
    if way is Way.ASCII:
        return None
    if not env.utf8:
        said = utf8_word(env.variables)[1]
        return f"the terminal is not UTF-8 ({said}); set LANG to a locale such as C.UTF-8"
    match way:
        case Way.KITTY:
            return _obstacle_to_pixels(env)
        case Way.SEGMENTS:
            return None
        case _:
            return _obstacle_to_raw_colours(env)


def _obstacle_to_raw_colours(env: Environment) -> str | None:
    if env.headless:
        return "there is no terminal"
    if env.colours == "none":
        return 'no colour is wanted; unset NO_COLOR, or set colours = "truecolor"'
    if env.colours != "truecolor":
        return (
            f"the terminal says {_COLOUR_WORDS[env.colours]}; where it has more, set COLORTERM=truecolor, "
            'or colours = "truecolor"'
        )
    return "a filter rewrites the colours; unset TEXTUAL_FILTERS" if env.filtered else None


def _obstacle_to_pixels(env: Environment) -> str | None:
    if env.headless:
        return "there is no terminal"
    if env.multiplexer == "tmux":
        obstacle = _obstacle_in_tmux(env)
    elif env.multiplexer is not None:
        obstacle = f"{env.multiplexer} doesn't let them through; leave it, or use tmux 3.3 or newer"
    elif env.pixel_terminal is None:
        obstacle = "the terminal is neither kitty nor ghostty, as TERM and TERM_PROGRAM say"
    else:
        obstacle = None
    if obstacle is None and (env.colours in {"none", "16"} or env.filtered):
        obstacle = _obstacle_to_raw_colours(env)
    return obstacle


def _obstacle_in_tmux(env: Environment) -> str | None:
    if env.tmux is None:
        return "tmux doesn't say which terminal shows it"
    if env.pixel_terminal is None:
        return f"the terminal outside tmux is {env.tmux.terminal or 'not attached'}, not kitty or ghostty"
    if not env.tmux.passthrough:
        return "tmux lets nothing through; say tmux set -g allow-passthrough on"
    return None
