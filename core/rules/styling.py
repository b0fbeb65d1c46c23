"""What a style of one's own may hold, and when it may go (SPEC 2.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from core.errors import InvalidInput, NotAllowed
from core.models import ReferenceImage, StyleContent, StyleUse
from core.rules.naming import require_name
from core.text import clean, clean_line

MAX_DESCRIPTION = 6000
"""The most characters of a style's description: it stands in every prompt."""

MAX_COLOURS = 12

MAX_REFERENCES = 4
"""The most reference images of a style: they ride along with every picture and are paid for each time."""

_COLOUR = re.compile(r"#[0-9a-f]{6}")


def require_content(content: StyleContent) -> StyleContent:
    """A style as it may be stored: cleaned, named, described, with a palette of "#rrggbb".

    Raises:
        InvalidInput: no name, no description, either too long, a colour that is none, too many colours or
            reference images, one reference image twice.
    """
    description = clean(content.visual_description).strip()
    if not description:
        raise InvalidInput("A style needs a description: medium, lens, light, palette, texture, era.")
    if len(description) > MAX_DESCRIPTION:
        raise InvalidInput(
            f"The description has {len(description)} characters; {MAX_DESCRIPTION} is the most."
        )
    return replace(
        content,
        name=require_name(content.name, "A style"),
        tagline=clean_line(content.tagline),
        visual_description=description,
        palette=_required_palette(content.palette),
        reference_images=_required_references(content),
    )


def _required_palette(palette: Iterable[str]) -> tuple[str, ...]:
    colours = tuple(colour.strip().lower() for colour in palette)
    if wrong := [colour for colour in colours if not _COLOUR.fullmatch(colour)]:
        raise InvalidInput(f"{clean_line(wrong[0])!r} is no colour; write it as #rrggbb.")
    if len(colours) > MAX_COLOURS:
        raise InvalidInput(f"A palette of {len(colours)} colours is too much; {MAX_COLOURS} is the most.")
    return colours


def _required_references(content: StyleContent) -> tuple[ReferenceImage, ...]:
    references = content.reference_images
    if len(references) > MAX_REFERENCES:
        raise InvalidInput(f"A style has {MAX_REFERENCES} reference images at most. Remove one first.")
    if len({one.sha256 for one in references}) < len(references):
        raise InvalidInput("The style has this reference image already.")
    return references


def free_name(name: str, taken: Iterable[str]) -> str:
    """`name`, or with the first number after it that nobody in `taken` has."""
    used = {one.casefold() for one in taken}
    free, number = name, 2
    while free.casefold() in used:
        free, number = f"{name} {number}", number + 1
    return free


def require_deletable(name: str, use: StyleUse) -> None:
    """Raise unless nothing refers to the style.

    Raises:
        NotAllowed: a branch locks it, or a picture or an image job refers to it; the message says who.
    """
    if not use.is_used:
        return
    users = [f"{project} / {branch} is locked to it" for project, branch in use.branches]
    counts = (
        (use.pictures, "picture", "made in it"),
        (use.put_away, "picture", "made in it and put away"),
        (use.jobs, "image job", "asked for in it"),
    )
    users += [f"{count} {word}{'' if count == 1 else 's'} {how}" for count, word, how in counts if count]
    raise NotAllowed(
        f"{name} is in use and stays: {'; '.join(users)}. What a picture was made from must be known."
    )
