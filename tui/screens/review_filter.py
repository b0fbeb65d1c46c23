"""The filter language of the review: see `tui.filtering`; here is what can be asked of its rows. Pure."""

from __future__ import annotations

from collections.abc import Collection

from core.models import DraftId, Review, ReviewRow
from tui.filtering import Filter as AnyFilter
from tui.filtering import Language
from tui.screens.review_predicates import SYNONYMS, predicates
from tui.screens.review_text import text_of

Filter = AnyFilter[ReviewRow]

FILTER_HELP: tuple[tuple[str, str], ...] = (
    ("blue coat", "both words, in name, aliases, summary or traits"),
    ('"blue coat"', "these words side by side"),
    ("-coat", "not this; a minus goes before any term"),
    ("type:prop,location", "one of these types"),
    ("state:open", "open, approved, discarded, merged or committed"),
    ("prio:low", "priority: high or low"),
    ("conf<0.5", "confidence; also conf>=80% and conf:0.9"),
    ("mentions>3", "how often the script speaks of it"),
    ("conflict:open", "yes, no, open or decided"),
    ("double:yes", "may be the same as another row"),
    ("change:new", "against the earlier revision: new, changed, gone or same"),
    ("page:30-40", "appears on these pages; scene:12 likewise"),
    ("name:ida", "in the name; also alias:, trait: and line: for the lines of the script"),
    ("inferred:yes", "has traits that the script does not give"),
    ("summary:no", "has no summary"),
    ("manual:yes", "added by hand; variant:yes is another look of someone"),
)
"""Examples and what they mean, the most useful first: for the line under the field, and for the help."""


def parse_filter(text: str, doubles: Collection[DraftId] = frozenset()) -> Filter:
    """Read a filter as it is being typed; never fails. `doubles` are the rows that `double:yes` means."""
    return Language(predicates(doubles), SYNONYMS, lambda row: text_of(row).words).read(text)


def likely_doubles(review: Review) -> frozenset[DraftId]:
    """The rows that may be the same as another one; what was put off for now does not count."""
    pairs = ((one.first, one.second) for one in review.suggestions if not one.put_off)
    return frozenset(draft_id for pair in pairs for draft_id in pair)
