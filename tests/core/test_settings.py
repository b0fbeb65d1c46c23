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
    "LOOKBOOK_TEXT_BASE_URL",
    "LOOKBOOK_TEXT_MODEL",
    "LOOKBOOK_TEXT_API_KEY",
    "LOOKBOOK_TEXT_CONTEXT",
    "LOOKBOOK_SCAN_WINDOWS",
)
SERVER = "http://127.0.0.1:11434/v1"


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


def test_a_compatible_server_needs_an_address_and_a_model_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOKBOOK_PROVIDER", "openai")
    with pytest.raises(SettingsError, match="LOOKBOOK_TEXT_BASE_URL"):
        load_settings()
    monkeypatch.setenv("LOOKBOOK_TEXT_BASE_URL", SERVER)
    with pytest.raises(SettingsError, match="LOOKBOOK_TEXT_MODEL"):
        load_settings()
    monkeypatch.setenv("LOOKBOOK_TEXT_MODEL", "qwen3:8b")
    settings = load_settings()
    assert (settings.text_base_url, settings.text_model) == (SERVER, "qwen3:8b")
    assert (settings.text_api_key, settings.text_context, settings.scan_windows) == (None, 8_192, "parallel")


def test_a_model_may_be_named_in_the_file(home: Path) -> None:
    lines = ('provider = "openai"', f'text_base_url = "{SERVER}"', 'text_model = "q"', 'scan_windows = "one"')
    (home / "config.toml").write_text("\n".join(lines))
    settings = load_settings()
    assert (settings.text_model, settings.scan_windows) == ("q", "one")


def test_beside_a_compatible_server_gemini_draws_when_it_has_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"provider": "openai", "text_base_url": SERVER, "text_model": "q"}
    settings = load_settings(given)
    assert not settings.uses_gemini
    assert not settings.draws_with_gemini
    monkeypatch.setenv("GEMINI_API_KEY", "one")
    settings = load_settings(given)
    assert not settings.uses_gemini
    assert settings.draws_with_gemini


def test_an_address_alone_changes_no_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOKBOOK_TEXT_BASE_URL", SERVER)
    assert load_settings().provider == "auto"
    assert not load_settings().draws_with_gemini


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1:11434/v1",
        "file:///etc/passwd",
        "http://",
        "http://:8000/v1",
        "http://user:very-secret@box/v1",
        "http://box/v1?key=very-secret",
        "http://box:99999/v1",
        "http://box /v1",
        "http://[::1/v1",
    ],
)
def test_what_is_no_plain_address_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(SettingsError, match="text_base_url") as caught:
        load_settings({"text_base_url": address})
    assert "very-secret" not in caught.value.message
    assert SERVER in caught.value.message


@pytest.mark.parametrize(
    "address", [SERVER, "https://api.example.com/v1", "http://[::1]:8080", "http://box/a/b/"]
)
def test_plain_addresses_are_taken(address: str) -> None:
    assert load_settings({"text_base_url": address}).text_base_url == address


def test_a_context_too_small_for_any_scan_is_refused() -> None:
    with pytest.raises(SettingsError, match="text_context"):
        load_settings({"text_context": 2_048})


def test_the_servers_key_is_not_in_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOKBOOK_TEXT_API_KEY", "very-secret")
    assert "very-secret" not in repr(load_settings())
