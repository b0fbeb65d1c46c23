"""The field above the drafts in which one types a filter."""

from __future__ import annotations

from collections.abc import Collection

from core.models import DraftId
from tui.screens.review_filter import FILTER_HELP, Filter, parse_filter
from tui.widgets import filter_bar

EXAMPLES = "   ".join(example for example, _ in FILTER_HELP)


class FilterBar(filter_bar.FilterBar):
    """The field in the language of the review."""

    def __init__(self) -> None:
        super().__init__("ida   type:prop   conf<0.5   conflict:open   -coat", EXAMPLES)

    def parsed(self, doubles: Collection[DraftId]) -> Filter:
        """What is typed, read; the line says what is wrong with it, else gives examples."""
        wanted = parse_filter(self.text, doubles)
        self.tell(wanted.problems)
        return wanted
