"""What a picture is asked for with, what it was made from, and files that may become one (SPEC 2.5, 2.6)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

from core.models.assets import AspectRatio, Image
from core.models.styles import ReferenceImage

Fit = Literal["crop", "pad"]
Anchor = Literal["top", "centre", "bottom", "left", "right"]
"""What a crop keeps; an anchor across the way in which nothing is cut counts as the centre."""
Cuts = Literal["", "sides", "top and bottom"]


class PromptPartKind(StrEnum):
    """What a stretch of an image prompt speaks of, in the order in which they stand."""

    STYLE = "style"
    ASSET = "asset"
    ADDITIONS = "additions"
    FRAMING = "framing"


@dataclass(frozen=True, slots=True)
class PromptPart:
    """A stretch of an image prompt."""

    kind: PromptPartKind
    text: str


@dataclass(frozen=True, slots=True)
class ImagePrompt:
    """All that a model is sent for a picture, in the order in which it is sent: for each of `references` its
    line of `captions` and the picture, then `text`. `parts` are `text` cut up: joined they give it again."""

    text: str
    references: tuple[ReferenceImage, ...]
    captions: tuple[str, ...]
    parts: tuple[PromptPart, ...]


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """A picture file before it becomes a candidate. Size in pixels, as a person sees it.

    `spare_percent` is how much of its area a crop would cut off, and just as much of a padded picture would
    be ground; 0 when it fits. `cuts` says where a crop cuts, so which anchors make a difference; `anchor` is
    what it keeps when nobody says. `notes` are sentences about what happens to the picture on the way.
    """

    path: Path
    name: str
    mime: str
    width: int
    height: int
    ratio: AspectRatio
    fits: bool
    spare_percent: int = 0
    cuts: Cuts = ""
    anchor: Anchor = "centre"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """What a picture was made from, as it was then.

    `style_version` is None when that version is not on record; `price_usd` and `attempt` when no job made it;
    `description` when no text on record has its hash (the prompt has it in any case). `differences` are
    sentences about what is another now; empty when the picture is current.
    """

    image: Image
    prompt: str
    references: tuple[ReferenceImage, ...]
    captions: tuple[str, ...]
    style_name: str
    style_version: int | None
    price_usd: float | None
    attempt: int | None
    description: str | None
    additions: str
    differences: tuple[str, ...]
