"""What an image prompt must hold, whoever wrote its template (SPEC 2.4)."""

from __future__ import annotations

from typing import Final

from core.errors import PromptError
from core.models import AspectRatio, PromptPart, PromptPartKind

ADDITIONS: Final = "The script does not say it, but it was decided for this film: "
"""What stands before the accepted additions, in a paragraph of their own."""


def subject_text(description: str, additions: str) -> str:
    """The description as a template gets it: the script's own, then what was added, marked as such."""
    return "\n\n".join(text for text in (description, _added(additions)) if text)


def require_style_first(
    prompt: str, style: str, description: str, additions: str, ratio: AspectRatio
) -> tuple[PromptPart, ...]:
    """The parts of a prompt, which joined are the prompt again: style, asset, what was added, framing.

    Nothing but words of the style's own paragraph may stand before it.

    Raises:
        PromptError: a template of one's own lost or moved one of them.
    """
    at = prompt.find(style)
    if at < 0:
        raise PromptError("The image prompt lost the visual style. Put {{ style }} first in its file.")
    if "\n\n" in prompt[:at]:
        raise PromptError(
            "The visual style must come first. Move {{ style }} to the top of the prompt's file."
        )
    style_end = at + len(style)
    described = prompt.find(description, style_end)
    if described < 0:
        raise PromptError("The image prompt must hold the description after the style.")
    added = prompt.find(_added(additions), described + len(description))
    if added < 0:
        raise PromptError(
            "The image prompt lost what was added to the description: all of {{ description }}."
        )
    end = added + len(_added(additions))
    if ratio not in prompt[end:]:
        raise PromptError(
            f"The image prompt must say its framing, with the ratio {ratio}, after the description."
        )
    return _parts(prompt, style_end, described, added if additions else None, end)


def _parts(
    prompt: str, style_end: int, described: int, added: int | None, end: int
) -> tuple[PromptPart, ...]:
    """Cut between paragraphs, so that what introduces a text stays with it."""
    asset, framing = prompt.rfind("\n\n", style_end, described), prompt.find("\n\n", end)
    starts = {
        PromptPartKind.STYLE: 0,
        PromptPartKind.ASSET: style_end if asset < 0 else asset,
        PromptPartKind.ADDITIONS: added,
        PromptPartKind.FRAMING: end if framing < 0 else framing,
    }
    kept = [(kind, start) for kind, start in starts.items() if start is not None]
    stops = [*(start for _, start in kept[1:]), len(prompt)]
    return tuple(
        PromptPart(kind, prompt[start:stop]) for (kind, start), stop in zip(kept, stops, strict=True)
    )


def _added(additions: str) -> str:
    return ADDITIONS + additions if additions else ""
