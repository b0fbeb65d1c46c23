"""What an image prompt must hold, whoever wrote its template (SPEC 2.4)."""

from __future__ import annotations

from core.errors import PromptError


def require_style_first(prompt: str, style: str, description: str) -> None:
    """Raise unless the style's whole text stands in the prompt, ahead of the asset's description.

    Raises:
        PromptError: a template of one's own lost or moved one of them.
    """
    at = prompt.find(style)
    if at < 0:
        raise PromptError("The image prompt lost the visual style. Put {{ style }} first in its file.")
    if prompt.find(description, at + len(style)) < 0:
        raise PromptError("The image prompt must hold the description after the style. See its file.")
