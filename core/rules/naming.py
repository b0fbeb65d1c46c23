"""Names as they may be stored, whoever gave them."""

from __future__ import annotations

from core.errors import InvalidInput
from core.text import clean_line

MAX_NAME = 200
"""The most characters of a name: of a draft, an asset, a style."""


def require_name(text: str, what: str) -> str:
    """A name as it may be stored: cleaned, on one line, not empty.

    Raises:
        InvalidInput: nothing is left of it, or it is longer than `MAX_NAME` characters.
    """
    name = clean_line(text)
    if not name:
        raise InvalidInput(f"{what} needs a name.")
    if len(name) > MAX_NAME:
        raise InvalidInput(f"{what} has a name of {len(name)} characters; {MAX_NAME} is the most.")
    return name
