"""Names as they may be stored, whoever gave them, and as they are compared."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from core.errors import InvalidInput
from core.models import AssetType, Draft, DraftId, ReviewRow, RowState
from core.text import clean_line, folded

MAX_NAME = 200
"""The most characters of a name: of a draft, an asset, a style."""

_IN_REVIEW = (RowState.OPEN, RowState.APPROVED, RowState.COMMITTED)
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


def taken_by(
    rows: Iterable[ReviewRow], name: str, type: AssetType, but: Collection[DraftId] = ()
) -> ReviewRow | None:
    """The row still in the review whose name or alias this is, of that type; None when the name is free.

    `but` are the rows that are to be called so. Where one of them is already, none is called so anew.
    """
    wanted = folded(name)
    of_type = [row for row in rows if row.draft.type is type and row.state in _IN_REVIEW]
    called = [row for row in of_type if folded(row.draft.suggested_name) == wanted]
    if any(row.id in but for row in called):
        return None
    others = [row for row in (*called, *of_type) if row.id not in but]
    return next((row for row in others if wanted in map(folded, names_of(row.draft))), None)


def bare(name: str) -> str:
    """A name as it is found in a text: folded, without a leading article."""
    return _ARTICLE.sub("", folded(name))
