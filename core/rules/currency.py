"""Whether a picture is current: made in this style, from this text, in this ratio (SPEC 2.4, 2.7)."""

from __future__ import annotations

import hashlib

from core.models import AspectRatio


def description_hash(name: str, description: str, additions: str = "") -> str:
    """The hash of an asset's text as a picture is made from it: 16 hex digits."""
    added = f"\n\0{additions.strip()}" if additions.strip() else ""
    return hashlib.sha256(f"{name}\n{description.strip()}{added}".encode()).hexdigest()[:16]


def stale_reasons(
    *,
    image_style: tuple[int | None, str],
    locked_style: tuple[int | None, str],
    image_text: str,
    text: str,
    image_ratio: str,
    ratio: AspectRatio,
) -> tuple[str, ...]:
    """Why a picture is not current, in words for the screen; empty when it is.

    Styles are (id, text hash) pairs, texts are description hashes. Without a locked style nothing is
    current: there is no look to agree with.
    """
    reasons = []
    if locked_style[0] is None:
        reasons.append("no visual style is locked")
    elif image_style[0] != locked_style[0]:
        reasons.append("made in another style")
    elif image_style[1] != locked_style[1]:
        reasons.append("the style's text has changed")
    if image_text != text:
        reasons.append("the description has changed")
    if image_ratio != ratio:
        reasons.append("made in another aspect ratio")
    return tuple(reasons)
