"""What was chosen by key comes back, and gives way to what was set."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.preferences import Preferences
from core.settings import load_settings


@pytest.fixture
def kept(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "state.json")


def test_the_theme_that_was_chosen_last_is_the_first_one_next_time(kept: Preferences, tmp_path: Path) -> None:
    settings = load_settings({"home": tmp_path})
    assert kept.first_theme(settings) == "lookbook-dark"
    kept.remember_theme("lookbook-terminal")
    kept.remember_theme("lookbook-light")
    assert Preferences(kept.path).first_theme(settings) == "lookbook-light"
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def test_what_config_toml_says_wins(kept: Preferences, tmp_path: Path) -> None:
    kept.remember_theme("lookbook-light")
    (tmp_path / "config.toml").write_text('theme = "lookbook-terminal"\n')
    assert kept.first_theme(load_settings({"home": tmp_path})) == "lookbook-terminal"


@pytest.mark.parametrize("found", ["", "{", "[]", '{"theme": "nord"}', '{"theme": 3}', '{"theme": []}'])
def test_a_file_that_says_nothing_sensible_is_no_choice(
    kept: Preferences, tmp_path: Path, found: str
) -> None:
    kept.path.write_text(found)
    assert kept.first_theme(load_settings({"home": tmp_path})) == "lookbook-dark"


def test_a_theme_that_is_not_lookbook_s_is_not_kept(kept: Preferences) -> None:
    kept.remember_theme("nord")
    assert not kept.path.exists()
