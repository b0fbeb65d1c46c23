"""Where things lie: the workspace under `LOOKBOOK_HOME` and the files in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders and files of one `LOOKBOOK_HOME`. Nothing is made by asking for a path."""

    home: Path

    @property
    def database(self) -> Path:
        """The SQLite database."""
        return self.home / "lookbook.db"

    @property
    def pictures(self) -> Path:
        """Content-addressed pictures."""
        return self.home / "pictures"

    @property
    def prompts(self) -> Path:
        """The user's own prompt files; they win over the built-in ones."""
        return self.home / "prompts"

    @property
    def config(self) -> Path:
        """The user's settings."""
        return self.home / "config.toml"

    @property
    def state(self) -> Path:
        """What was chosen by key, e.g. the theme."""
        return self.home / "state.json"


def with_home(path: str | Path) -> Path:
    """A path as a person writes it, with the home folder in place of "~" or "~name".

    Raises:
        InvalidInput: nobody has that name here, or the home folder is not known.
    """
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        name = Path(path).parts[0].removeprefix("~")
        what = f"There is no user {name}" if name else "Your home folder is not known"
        raise InvalidInput(f"{what}. Write the path without {Path(path).parts[0]}.") from error


def default_home() -> Path:
    """The platform's user data folder for lookbook."""
    from platformdirs import user_data_path

    return user_data_path("lookbook", appauthor=False)
