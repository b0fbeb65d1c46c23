"""Which engines answer under which settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.bootstrap import open_services
from core.settings import load_settings

SERVER = {"provider": "openai", "text_base_url": "http://127.0.0.1:9/v1", "text_model": "qwen3:8b"}
KEY = {"google_api_key": "a-test-key"}


@pytest.mark.parametrize(
    ("given", "text", "image", "note"),
    [
        ({"provider": "offline"}, "offline", "offline", "offline, as set"),
        ({"provider": "offline"} | KEY, "offline", "offline", "offline, as set"),
        ({"provider": "auto"} | KEY, "gemini", "gemini", ""),
        ({"provider": "gemini"} | KEY, "gemini", "gemini", ""),
        (SERVER, "openai", "offline", "pictures offline: no Gemini key is set"),
        (SERVER | KEY, "openai", "gemini", "pictures by Gemini"),
    ],
)
async def test_the_settings_choose_who_reads_and_who_draws(
    tmp_path: Path, given: dict[str, Any], text: str, image: str, note: str
) -> None:
    async with open_services(load_settings({"home": tmp_path} | given)) as services:
        engines = services.engines
    assert (engines.text.provider, engines.image.provider, engines.note) == (text, image, note)
    assert (engines.text.model == "qwen3:8b") == (text == "openai")
