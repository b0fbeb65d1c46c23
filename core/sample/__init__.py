"""The bundled sample: an original short screenplay with the traps of SPEC 2.2 in it on purpose."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

SAMPLE_NAME = "low-water.fountain"


def sample_path() -> Path:
    """Where the sample screenplay lies on disk; `lookbook` is always installed unpacked."""
    return Path(str(files(__name__) / SAMPLE_NAME))


def sample_text() -> str:
    """The sample screenplay as text."""
    return sample_path().read_text(encoding="utf-8")
