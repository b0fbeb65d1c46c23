"""Built-in style capsules, read from `capsules.toml` beside this file (SPEC 2.4)."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

HASH_LENGTH: Final = 16
"""Hex digits of a style's text hash: 64 bits, enough to tell the styles of one workspace apart."""


@dataclass(frozen=True, slots=True)
class Capsule:
    """A built-in style. `slug` never changes; `palette` is six "#rrggbb" colours, dark to light."""

    slug: str
    name: str
    tagline: str
    visual_description: str
    palette: tuple[str, ...]


@cache
def builtin_capsules() -> tuple[Capsule, ...]:
    """All built-in styles, in the order in which the picker shows them."""
    source = files("core.styles").joinpath("capsules.toml").read_text(encoding="utf-8")
    return tuple(
        Capsule(
            slug=row["slug"],
            name=row["name"],
            tagline=row["tagline"],
            visual_description=row["visual_description"].strip(),
            palette=tuple(row["palette"]),
        )
        for row in tomllib.loads(source)["capsule"]
    )


def text_hash(visual_description: str, palette: Sequence[str], references: Sequence[str] = ()) -> str:
    """What identifies a style on the images made in it: equal exactly when text, palette and the SHA-256s of
    its reference images are. A name makes no picture.

    Returns the first 16 hex digits of a SHA-256.
    """
    parts = [visual_description, list(palette), *([list(references)] if references else [])]
    content = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]
