"""File names that a person can read and every platform can hold."""

from __future__ import annotations

import unicodedata
from typing import Final

from core.text import clean_line

MAX_LETTERS: Final = 60
MAX_BYTES: Final = 180
"""Of a name in UTF-8, without extension: file systems end at 255."""

RESERVED: Final = frozenset(
    ["con", "prn", "aux", "nul", "conin", "conout"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"]
)
"""Device names of Windows; they can't be files there, with any extension."""


def safe_stem(name: str, fallback: str) -> str:
    """`name` in lower case, letters and digits of any script kept, all else as single hyphens.

    `fallback` is used when nothing is left, and follows a name that Windows reserves.
    """
    text = unicodedata.normalize("NFC", clean_line(name)).lower()
    kept = "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in text)
    stem = _cut("-".join(kept.split()))
    if not stem:
        return fallback
    return f"{stem}-{fallback}" if stem in RESERVED else stem


def unique_stem(name: str, fallback: str, taken: set[str]) -> str:
    """`safe_stem`, numbered from 2 when `taken` has it already; `taken` then has the new one, too."""
    stem, number = safe_stem(name, fallback), 1
    candidate = stem
    while _folded(candidate) in taken:
        number += 1
        candidate = f"{stem}-{number}"
    taken.add(_folded(candidate))
    return candidate


def _cut(stem: str) -> str:
    short = stem[:MAX_LETTERS].encode()[:MAX_BYTES].decode(errors="ignore")
    return short.strip("-")


def _folded(stem: str) -> str:
    """What file systems that ignore case and normalise Unicode take a name for."""
    return unicodedata.normalize("NFKC", stem).casefold()
