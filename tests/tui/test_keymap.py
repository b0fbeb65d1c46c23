"""The one keymap: nothing said that is not so, nothing bound twice."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest
from textual.binding import Binding

from tui import keymap
from tui.app import LookbookApp
from tui.screens.help import help_text

TWO_FACED = {"editor": {"ctrl+l"}, "review": {"u"}}
"""Keys whose two actions exclude each other: what is locked can only be unlocked, and the undo of the review,
which knows every action, stands for that of the application, which knows the last."""

OWN = {"review": {"u"}}
"""Keys of the application that a screen has an own meaning for: the review undoes step by step."""

LETTERS: dict[str, set[str]] = {
    "slash": {"filter", "search"},
    "o": {"sort"},
    "space": {"toggle_row", "open_fold", "page_down"},
    "e": {"edit", "export", "rename"},
    "n": {"new", "add_custom", "import_revision", "next", "put_off", "fork"},
    "x": {"discard", "delete", "remove", "cancel", "stop", "stop_task", "never"},
    "d": {"duplicate", "decide_conflict"},
    "l": {"lock", "lock_ready"},
    "L": {"unlock"},
    "u": {"undo"},
    "U": {"redo"},
    "p": {"promote", "promote_all", "set_priority"},
    "g": {"generate", "generate_missing", "again", "go_to_page"},
    "y": {"copy_path"},
    "r": {"restore", "retry", "read_script", "references"},
    "R": {"read_again"},
    "m": {"merge"},
    "c": {"commit", "compare"},
    "question_mark": {"help"},
    "q": {"quit", "cancel", "close"},
}
"""What a letter may mean, on whatever screen: the names of actions. One that isn't here is free."""

MOVES = {"pages.page_down", "facts.up", "facts.down", "review.detail", "screen.back"}
"""Keys that move as in vi: h, j, k and l."""


def test_every_id_is_there_once() -> None:
    twice = [name for name, count in Counter(key.id for key in keymap.every_key()).items() if count > 1]
    assert twice == []


@pytest.mark.parametrize("screen", keymap.SCREENS)
def test_no_screen_binds_a_key_twice_or_hides_one_of_the_application(screen: str) -> None:
    keys = (*keymap.SCREENS[screen], *keymap.APP)
    bound = Counter(name.strip() for key in keys for name in key.keys.split(","))
    twice = TWO_FACED.get(screen, set()) | OWN.get(screen, set())
    assert {name for name, count in bound.items() if count > 1} == twice


def meaning(action: str) -> str:
    """What an action does, without the place that it is in: "app.undo" and "candidate('delete')" too."""
    name, _, of = action.removeprefix("app.").partition("(")
    return of.strip("')") if name == "candidate" else name


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_means_the_same_on_every_screen(letter: str) -> None:
    meant = {
        key.id: meaning(key.action)
        for key in keymap.every_key()
        if letter in (name.strip() for name in key.keys.split(",")) and key.id not in MOVES
    }
    assert {id: action for id, action in meant.items() if action not in LETTERS[letter]} == {}


SELECTS_NOTHING = {"styles"}
"""Screens whose table takes no selection, so that its keys are free."""

WITHOUT_TABLE = {"preview", "compare_pictures"}
"""Screens of pictures alone."""


@pytest.mark.parametrize("screen", keymap.SCREENS)
def test_the_table_hides_no_key_of_a_screen(screen: str) -> None:
    opening = {"table.open_fold", "table.last_line"}
    if screen in WITHOUT_TABLE:
        return
    keys = keymap.ROW_TABLE if screen in SELECTS_NOTHING else keymap.ROW_TABLE_ALL
    table = {name.strip() for key in keys if key.id not in opening for name in key.keys.split(",")}
    own = {name.strip() for key in keymap.SCREENS[screen] for name in key.keys.split(",")}
    assert table & own == set()


@pytest.mark.parametrize("screen", keymap.SCREENS)
def test_every_screen_has_a_help_text(screen: str) -> None:
    title, text = help_text(screen)
    assert title
    assert text
    assert (files("tui") / "help" / f"{screen}.md").is_file()


def test_every_key_explains_itself() -> None:
    assert [key.id for key in keymap.every_key() if not (key.label and key.tooltip and key.group)] == []


@pytest.mark.parametrize(
    ("key", "shown"),
    [("ctrl+g", "^g"), ("shift+up", "⇧↑"), ("upper_v", "V"), ("question_mark", "?"), ("+", "+")],
)
def test_keys_read_as_a_person_reads_them(key: str, shown: str) -> None:
    assert keymap.key_name(key) == shown


def test_bindings_carry_id_tooltip_and_a_group_of_their_own() -> None:
    made = [binding for binding in keymap.bindings(keymap.REVIEW) if isinstance(binding, Binding)]
    assert len(made) == len(keymap.REVIEW)
    assert all(binding.id and binding.tooltip for binding in made)
    assert len({binding.group for binding in made}) == len(made)


@pytest.mark.parametrize("screen", keymap.SCREENS)
def test_every_key_of_a_screen_does_something(screen: str) -> None:
    module = pytest.importorskip(f"tui.screens.{screen}", reason=f"there is no {screen} screen yet")
    cls = getattr(module, f"{screen.title().replace('_', '')}Screen")
    assert keymap.missing_actions(cls, (*keymap.SCREENS[screen], *keymap.BACK)) == []
    assert cls.help_id == screen


def test_every_key_of_the_application_does_something() -> None:
    assert keymap.missing_actions(LookbookApp, keymap.APP) == []


def test_missing_actions_names_what_a_screen_does_not_do() -> None:
    class Half:
        def action_lock(self) -> None: ...

    assert "lock" not in keymap.missing_actions(Half, keymap.BOARD)
    assert "generate" in keymap.missing_actions(Half, keymap.BOARD)
