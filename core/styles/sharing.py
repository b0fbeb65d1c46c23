"""A style as one file, to give to another workspace: JSON, reference images inside it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from core.errors import InvalidInput
from core.models import VisualStyle

FORMAT: Final = "lookbook-style"
FORMAT_VERSION: Final = 1
SUFFIX: Final = ".lookbook-style.json"
MAX_BYTES: Final = 32 * 1024 * 1024
"""The largest file that is read: four reference images of the largest size, and room."""


@dataclass(frozen=True, slots=True)
class SharedStyle:
    """What stands in a file, as it was written: nothing of it is checked but its shape.

    `references` are (name, bytes) pairs.
    """

    name: str
    tagline: str
    visual_description: str
    palette: tuple[str, ...]
    references: tuple[tuple[str, bytes], ...] = ()


def file_name(name: str) -> str:
    """How the file of a style is called: its name in letters that every file system takes."""
    plain = re.sub(r"[^\w-]+", "-", name.casefold()).strip("-_")[:60]
    return f"{plain or 'style'}{SUFFIX}"


def to_file(style: VisualStyle, pictures: Iterable[bytes]) -> bytes:
    """The file of a style; `pictures` are the bytes of its reference images, in their order."""
    references = [
        {"name": one.name, "mime": one.mime, "sha256": one.sha256, "data": base64.b64encode(data).decode()}
        for one, data in zip(style.reference_images, pictures, strict=True)
    ]
    content = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "name": style.name,
        "tagline": style.tagline,
        "description": style.visual_description,
        "palette": list(style.palette),
        "references": references,
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def from_file(data: bytes) -> SharedStyle:
    """The style in a file.

    Raises:
        InvalidInput: no style file, one of a later version, or a damaged one, in a sentence.
    """
    content = _object(data)
    if content.get("format") != FORMAT:
        raise InvalidInput("This file is no lookbook style: `lookbook styles export` writes such files.")
    if content.get("version") != FORMAT_VERSION:
        raise InvalidInput("This style was written by a later lookbook. Update this one to read it.")
    palette, references = content.get("palette", []), content.get("references", [])
    if not isinstance(palette, list) or not isinstance(references, list):
        raise _damaged("palette and references must be lists")
    return SharedStyle(
        name=_text(content, "name"),
        tagline=_text(content, "tagline", ""),
        visual_description=_text(content, "description"),
        palette=tuple(map(str, palette)),
        references=tuple(map(_reference, references)),
    )


def _object(data: bytes) -> dict[str, Any]:
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InvalidInput("This file is no lookbook style: it holds no JSON text.") from error
    return content if isinstance(content, dict) else {}


def _reference(given: object) -> tuple[str, bytes]:
    if not isinstance(given, dict):
        raise _damaged("a reference image is no object")
    try:
        data = base64.b64decode(_text(given, "data"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise _damaged("a reference image can't be decoded") from error
    if hashlib.sha256(data).hexdigest() != given.get("sha256"):
        raise _damaged("a reference image is not the one that was exported")
    return _text(given, "name", ""), data


def _text(content: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = content.get(name, default)
    if not isinstance(value, str):
        raise _damaged(f"“{name}” is missing or no text")
    return value


def _damaged(why: str) -> InvalidInput:
    return InvalidInput(f"The style file is damaged: {why}. Export it again.")
