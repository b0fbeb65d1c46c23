"""The themes: contrasts as WCAG 2.1 counts them, in true colour and in 256; and the terminal's own."""

from __future__ import annotations

from itertools import product

import pytest
from rich.color import ColorSystem
from rich.style import Style
from textual.color import Color
from textual.theme import Theme

from tests.tui import seeing
from tui.base import BaseApp
from tui.modals.context_menu import ContextMenu, MenuEntry
from tui.terminal_ink import colourless_style, terminal_style
from tui.theme import DARK, LIGHT, TERMINAL_THEME

GROUNDS = ("background", "surface", "panel", "cursor-line")
TEXTS = ("foreground", "quiet", "accent", "success", "warning", "error")
TYPES = ("type-character", "type-location", "type-prop")


def variables(theme: Theme) -> dict[str, str]:
    return {**theme.to_color_system().generate(), **theme.variables}


def rgb(color: str, depth: ColorSystem) -> tuple[int, int, int]:
    """A colour as the terminal draws it."""
    return tuple(Color.parse(color).rich_color.downgrade(depth).get_truecolor())  # type: ignore[return-value]


def luminance(color: tuple[int, int, int]) -> float:
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (c / 255 for c in color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_weak(theme: Theme, depth: ColorSystem, inks: tuple[str, ...], least: float) -> list[str]:
    colors = variables(theme)
    seen = {
        f"{ink} on {ground}": contrast(rgb(colors[ink], depth), rgb(colors[ground], depth))
        for ink, ground in product(inks, GROUNDS)
    }
    return [f"{what} {value:.2f}" for what, value in seen.items() if value < least]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_text_stands_out_from_every_ground(theme: Theme) -> None:
    assert too_weak(theme, ColorSystem.TRUECOLOR, (*TEXTS, *TYPES), 4.5) == []
    assert too_weak(theme, ColorSystem.TRUECOLOR, ("faint",), 3.0) == []


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_it_does_in_256_colours_too(theme: Theme) -> None:
    assert too_weak(theme, ColorSystem.EIGHT_BIT, ("foreground", "quiet"), 4.5) == []
    assert too_weak(theme, ColorSystem.EIGHT_BIT, (*TEXTS, *TYPES, "faint"), 3.0) == []


@pytest.mark.parametrize("depth", [ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_line_of_the_cursor_is_a_ground_of_its_own(theme: Theme, depth: ColorSystem) -> None:
    grounds = {ground: rgb(variables(theme)[ground], depth) for ground in GROUNDS}
    assert contrast(grounds["cursor-line"], grounds["background"]) > 1.2
    assert len(set(grounds.values())) == len(grounds)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_what_stands_on_the_accent_is_read(theme: Theme) -> None:
    colors = variables(theme)
    on = rgb(colors["on-accent"], ColorSystem.TRUECOLOR)
    grounds = ("accent", "error", "quiet", *TYPES)
    weak = [name for name in grounds if contrast(on, rgb(colors[name], ColorSystem.TRUECOLOR)) < 4.5]
    assert weak == []


def test_with_the_terminal_s_own_colours_the_cursor_is_reversed_and_quiet_text_dim() -> None:
    under_cursor = terminal_style(Style.parse("bright_green on bright_black"))
    assert (under_cursor.reverse, under_cursor.bold, under_cursor.dim) == (True, True, False)
    assert under_cursor.color is not None
    assert under_cursor.color.is_default
    quiet = terminal_style(Style.parse("bright_black on default"))
    assert quiet.dim
    assert quiet.color is not None
    assert quiet.color.is_default
    assert terminal_style(Style.parse("green on default")) == Style.parse("green on default")


def test_without_colours_a_ground_is_reversed_and_nothing_has_a_colour() -> None:
    plain = colourless_style(Style.parse("bold red on default"))
    assert (plain.reverse, plain.bold) == (None, True)
    on_accent = colourless_style(Style.parse("black on magenta"))
    assert on_accent.reverse
    for style in (plain, on_accent):
        assert [part.is_default for part in (style.color, style.bgcolor) if part is not None] == [True, True]


MENU = (MenuEntry("one", "One"), MenuEntry("two", "Two"))


async def drawn_with(
    monkeypatch: pytest.MonkeyPatch, words: str, **environment: str
) -> tuple[BaseApp, list[Style]]:
    """A menu in such a terminal: the styles of its line with these words."""
    monkeypatch.delenv("COLORTERM")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    app = BaseApp()
    async with app.run_test(size=(60, 16)) as pilot:
        app.push_screen(ContextMenu("Menu", MENU))
        await seeing.until(pilot, "Two")
        await pilot.press("ctrl+t")
        line = next(strip for strip in seeing.strips(app) if words in strip.text)
        return app, [part.style for part in line if part.style and words in part.text]


@pytest.mark.parametrize("environment", [{"TERM": "xterm"}, {"TERM": "linux"}, {"NO_COLOR": "1"}])
async def test_in_few_colours_the_terminal_s_own_are_used_and_the_cursor_is_seen(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    app, cursor = await drawn_with(monkeypatch, "One", **environment)
    assert app.theme == TERMINAL_THEME
    assert all(style.reverse for style in cursor)
    if "NO_COLOR" in environment:
        colours = [part for style in cursor for part in (style.color, style.bgcolor)]
        assert all(colour is None or colour.is_default for colour in colours)
