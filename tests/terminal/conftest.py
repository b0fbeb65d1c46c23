"""What the tests in a pseudo-terminal share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.gemini import Server, gemini_server


@pytest.fixture
def gemini(tmp_path: Path) -> Iterator[Server]:
    """A stand-in for Gemini that accepts `KEY` only."""
    with gemini_server(tmp_path) as server:
        yield server
