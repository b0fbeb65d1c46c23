"""Settings: the environment and `config.toml`, validated in one place.

The environment wins over the file. A key that is unknown in the file is an error, so that a typo is
not a setting that silently does nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from core.errors import SettingsError
from core.paths import Workspace, default_home

Provider = Literal["auto", "offline", "gemini", "openai"]
Theme = Literal["lookbook-dark", "lookbook-light", "lookbook-terminal"]
THEMES: tuple[str, ...] = get_args(Theme)
MIN_CONTEXT = 4_096


class Settings(BaseSettings):
    """What the environment and `LOOKBOOK_HOME/config.toml` say."""

    model_config = SettingsConfigDict(
        env_prefix="LOOKBOOK_", env_ignore_empty=True, extra="forbid", validate_by_name=True
    )

    home: Path = Field(default_factory=default_home)
    """The workspace folder: database, pictures, own prompts, config.toml."""

    provider: Provider = "auto"
    """`offline`, `gemini`, `openai`, or `auto`: Gemini when a key is set, else offline.

    `openai` is any OpenAI-compatible server; it reads, and pictures are Gemini's when a key is set.
    """

    text_model: str = "gemini-3.8-flash"
    """The model that reads scripts; the default is Gemini's, other servers need theirs named."""

    text_base_url: str | None = None
    """Where the OpenAI-compatible server is, mostly ending in `/v1`."""

    text_api_key: SecretStr | None = None
    """The key of that server; servers at home need none."""

    text_context: int = Field(default=8_192, ge=MIN_CONTEXT, le=10_000_000)
    """Tokens that that server gives the model for prompt and answer together."""

    scan_windows: Literal["parallel", "one"] = "parallel"
    """A scan reads the script in parts at once, or in one part where all of it fits."""

    image_model: str = "gemini-nano-banana-2.1"
    """The Gemini model that makes pictures."""

    gemini_api_version: str = "v1"
    """The REST version of the Gemini API."""

    image_concurrency: int = Field(default=3, ge=1, le=16)
    """How many pictures are asked for at once."""

    theme: Theme = "lookbook-dark"
    """The application's colours; `lookbook-terminal` are the terminal's own 16."""

    pictures: Literal["auto", "half", "quadrants", "kitty", "segments", "ascii"] = "auto"
    """How pictures are shown: what suits the terminal best, or one of the ways."""

    colours: Literal["auto", "truecolor", "256", "16", "none"] = "auto"
    """The colours of the terminal, where it doesn't tell: ssh loses COLORTERM, which says truecolor."""

    google_api_key: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("GOOGLE_API_KEY", "GEMINI_API_KEY")
    )
    """The Gemini key; `GOOGLE_API_KEY` wins over `GEMINI_API_KEY`, as in Google's own client."""

    google_gemini_base_url: str | None = Field(default=None, validation_alias="GOOGLE_GEMINI_BASE_URL")
    """Another address for the Gemini API, as google-genai reads it."""

    @field_validator("text_base_url")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        # A key in the address would be shown wherever the address is.
        if value is not None and not _is_plain_address(value):
            raise ValueError("it must be an address like http://127.0.0.1:11434/v1, with no key in it")
        return value

    @property
    def workspace(self) -> Workspace:
        """The paths under `home`."""
        return Workspace(self.home)

    @property
    def sets_theme(self) -> bool:
        """Whether the environment or config.toml says which theme to use."""
        return "theme" in self.model_fields_set

    @property
    def uses_gemini(self) -> bool:
        """Whether Gemini reads. `gemini` without a key is refused when settings are loaded."""
        return self.provider == "gemini" or (self.provider == "auto" and self.google_api_key is not None)

    @property
    def draws_with_gemini(self) -> bool:
        """Whether Gemini makes the pictures, which OpenAI-compatible servers don't."""
        return self.uses_gemini or (self.provider == "openai" and self.google_api_key is not None)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then config.toml."""
        home = init_settings().get("home") or env_settings().get("home") or default_home()
        config = TomlConfigSettingsSource(settings_cls, Workspace(Path(home)).config)
        return init_settings, env_settings, config


def load_settings(overrides: Mapping[str, Any] | None = None) -> Settings:
    """Read the settings; `overrides` (from the command line) win over everything.

    Raises:
        SettingsError: a value is wrong, a key is unknown, or the provider lacks what it needs.
    """
    try:
        settings = Settings(**(overrides or {}))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"The setting {where!r} is wrong: {reason}.") from None
    except ValueError as error:
        raise SettingsError(f"config.toml can't be read: {error}.") from None
    _require_complete(settings)
    return settings


def _is_plain_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return usable and value.isascii() and value.isprintable() and not any(sign in value for sign in "@?# ")


def _require_complete(settings: Settings) -> None:
    if settings.provider == "gemini" and settings.google_api_key is None:
        raise SettingsError(
            "The provider is set to gemini, but no key is set. "
            "Set GEMINI_API_KEY, or set the provider to offline."
        )
    if settings.provider == "openai" and settings.text_base_url is None:
        raise SettingsError(
            "The provider is set to openai, but no server is. Set LOOKBOOK_TEXT_BASE_URL to its address, "
            "such as http://127.0.0.1:11434/v1."
        )
    if settings.provider == "openai" and "text_model" not in settings.model_fields_set:
        raise SettingsError(
            "The provider is set to openai, but no model is. Set LOOKBOOK_TEXT_MODEL to one that the server "
            "has."
        )
