"""Settings: the environment wins over the file, and a typo is an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import SettingsError
from core.settings import load_settings

VARIABLES = (
    "LOOKBOOK_PROVIDER",
    "LOOKBOOK_HOME",
    "GEMINI_API_KEY",
    "GOOGLE_API_KEY",
    "GOOGLE_GEMINI_BASE_URL",
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LOOKBOOK_HOME", str(tmp_path))
    return tmp_path


def test_without_a_key_it_is_offline(home: Path) -> None:
    settings = load_settings()
    assert settings.home == home
    assert not settings.uses_gemini


def test_a_key_alone_chooses_gemini(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "one")
    assert load_settings().uses_gemini
    monkeypatch.setenv("GOOGLE_API_KEY", "two")
    key = load_settings().google_api_key
    assert key is not None
    assert key.get_secret_value() == "two"


def test_the_key_is_not_in_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "very-secret")
    assert "very-secret" not in repr(load_settings())


def test_the_file_is_read_and_the_environment_wins(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "config.toml").write_text('provider = "offline"\nimage_concurrency = 2\n')
    monkeypatch.setenv("GEMINI_API_KEY", "one")
    settings = load_settings()
    assert (settings.uses_gemini, settings.image_concurrency) == (False, 2)
    monkeypatch.setenv("LOOKBOOK_PROVIDER", "gemini")
    assert load_settings().uses_gemini
    assert not load_settings({"provider": "offline"}).uses_gemini


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('provder = "offline"', "provder"),
        ('provider = "dall-e"', "provider"),
        ("image_concurrency = 99", "image_concurrency"),
        ("this is no toml", "config.toml"),
    ],
)
def test_a_wrong_file_is_one_sentence(home: Path, text: str, names: str) -> None:
    (home / "config.toml").write_text(text)
    with pytest.raises(SettingsError, match=names):
        load_settings()


def test_gemini_without_a_key_is_refused() -> None:
    with pytest.raises(SettingsError, match="no key is set"):
        load_settings({"provider": "gemini"})
