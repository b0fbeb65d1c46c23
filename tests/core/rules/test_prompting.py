"""The style stands in front, whoever wrote the template."""

from __future__ import annotations

import pytest

from core.errors import PromptError
from core.rules.prompting import require_style_first

STYLE, TEXT = "Grain and dusk.", "A harbour pilot."


@pytest.mark.parametrize("prompt", [f"{STYLE} {TEXT}", f"Style:\n{STYLE}\nShow {TEXT} {STYLE}"])
def test_style_then_description_is_right(prompt: str) -> None:
    require_style_first(prompt, STYLE, TEXT)


@pytest.mark.parametrize(
    ("prompt", "why"),
    [
        (TEXT, "lost the visual style"),
        ("", "lost the visual style"),
        (f"Grain and {TEXT}", "lost the visual style"),
        (STYLE, "must hold the description after the style"),
        (f"{TEXT} {STYLE}", "must hold the description after the style"),
    ],
)
def test_anything_else_is_refused(prompt: str, why: str) -> None:
    with pytest.raises(PromptError, match=why):
        require_style_first(prompt, STYLE, TEXT)
