"""What a row of the review says, folded so that what one types can be looked for in it. Pure."""

from __future__ import annotations

from functools import cached_property

from core.models import DraftId, ReviewRow
from tui.filtering import folded, joined

MOST_KEPT = 20_000
"""As many rows' folded texts are kept: more than a review has."""


def summary_of(row: ReviewRow) -> str:
    """The text that pictures would be made from; what the scan wrote while there is no other."""
    return row.description or row.draft.visual_summary


class RowText:
    """What a row says, folded; each part is made when a filter first asks for it."""

    def __init__(self, row: ReviewRow) -> None:
        self.row = row

    @cached_property
    def words(self) -> str:
        """Where a plain word is looked for: name, aliases, summary, traits, the reason of a low priority."""
        draft = self.row.draft
        reason = "" if draft.is_high_priority else draft.priority_reason
        values = (trait.value for trait in draft.traits)
        return joined((draft.suggested_name, *draft.aliases, summary_of(self.row), reason, *values))

    @cached_property
    def name(self) -> str:
        """The name alone."""
        return folded(self.row.draft.suggested_name)

    @cached_property
    def aliases(self) -> str:
        """The other names."""
        return joined(self.row.draft.aliases)

    @cached_property
    def traits(self) -> str:
        """The values of the traits."""
        return joined(trait.value for trait in self.row.draft.traits)

    @cached_property
    def lines(self) -> str:
        """The lines of the script that speak of it."""
        return joined(mention.text for mention in self.row.draft.mentions)


_texts: dict[DraftId, RowText] = {}


def text_of(row: ReviewRow) -> RowText:
    """A row's text, kept until another value of the row is asked about."""
    known = _texts.get(row.id)
    if known is None or known.row is not row:
        if len(_texts) >= MOST_KEPT:
            _texts.clear()
        known = _texts[row.id] = RowText(row)
    return known
