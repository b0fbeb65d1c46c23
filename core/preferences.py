"""What a person chose by a key and finds again at the next start; `config.toml` and the environment win."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.settings import THEMES, Settings


@dataclass(frozen=True, slots=True)
class Preferences:
    """The small file `state.json` of a workspace."""

    path: Path

    def first_theme(self, settings: Settings) -> str:
        """The theme to begin with: the setting where there is one, else the one chosen last."""
        chosen = self._read().get("theme")
        if settings.sets_theme or chosen not in THEMES:
            return settings.theme
        return str(chosen)

    def remember_theme(self, name: str) -> None:
        """Keep the theme for the next start; a theme that is not lookbook's is not kept.

        Raises:
            OSError: the workspace can't be written.
        """
        if name in THEMES:
            self._write({**self._read(), "theme": name})

    def _read(self) -> dict[str, Any]:
        # A file that is missing or broken holds no choice.
        with suppress(OSError, ValueError):
            found = json.loads(self.path.read_text(encoding="utf-8"))
            return found if isinstance(found, dict) else {}
        return {}

    def _write(self, state: dict[str, Any]) -> None:
        written = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        written.write_text(json.dumps(state), encoding="utf-8")
        written.replace(self.path)
