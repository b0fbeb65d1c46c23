"""Names as they may be stored, whoever gave them, and as they are compared."""

from __future__ import annotations

import re

from core.errors import InvalidInput
from core.models import Draft
from core.text import clean_line, folded

MAX_NAME = 200
"""The most characters of a name: of a draft, an asset, a style."""

_ARTICLE = re.compile(r"^(?:the|an?) ")


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


def names_of(draft: Draft) -> tuple[str, ...]:
    """All names of a draft, the suggested one first."""
    return draft.suggested_name, *draft.aliases


def bare(name: str) -> str:
    """A name as it is found in a text: folded, without a leading article."""
    return _ARTICLE.sub("", folded(name))
