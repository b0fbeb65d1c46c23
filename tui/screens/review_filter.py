"""The filter language of the review: what one types above the table, and which rows it means. Pure.

Terms stand apart by spaces and must all hold; `-` before a term means not, quotes make one term of several
words. A plain word is looked for in what a row says; `type:prop`, `conf<0.5` and their like ask for a
property. A term that is only half typed counts as not there: the table does not go empty under one's hands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from core.models import DraftId, Review, ReviewRow
from tui.screens.review_predicates import SYNONYMS, Predicate, Reading, Test, complaint, negated, predicates
from tui.screens.review_text import folded, text_of

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

_TERM = re.compile(r'(?:[^\s"]|"[^"]*+"?+)++')
_PREDICATE = re.compile(r"([a-z]++)(<=|>=|[:<>=])(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a text asks for. `problems` are sentences for the person who types; those terms are left out."""

    tests: tuple[Test, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether it asks for nothing, so that every row fits."""
        return not self.tests

    def fits(self, row: ReviewRow) -> bool:
        """Whether all terms hold of a row."""
        return all(test(row) for test in self.tests)


def parse_filter(text: str, doubles: Collection[DraftId] = frozenset()) -> Filter:
    """Read a filter as it is being typed; never fails. `doubles` are the rows that `double:yes` means."""
    known = predicates(doubles)
    readings = [_term(word, known) for word in dict.fromkeys(_TERM.findall(folded(text)))]
    tests = tuple(reading.test for reading in readings if reading.test is not None)
    return Filter(tests, tuple(reading.problem for reading in readings if reading.problem))


def likely_doubles(review: Review) -> frozenset[DraftId]:
    """The rows that may be the same as another one; what was put off for now does not count."""
    pairs = ((one.first, one.second) for one in review.suggestions if not one.put_off)
    return frozenset(draft_id for pair in pairs for draft_id in pair)


def _term(word: str, known: Mapping[str, Predicate]) -> Reading:
    if word[0] not in "-!":
        return _positive(word, known)
    reading = _positive(word[1:], known)
    return Reading(reading.test and negated(reading.test), reading.problem)


def _positive(word: str, known: Mapping[str, Predicate]) -> Reading:
    said = _PREDICATE.match(word)
    predicate = known.get(SYNONYMS.get(said[1], said[1])) if said else None
    if said is None:
        return _plain(word)
    if predicate is None or not predicate.takes(said[2]):
        return _plain(word, complaint(f"{said[1]}{said[2]}", "asks for nothing known: looked for as a word."))
    return predicate.read(said[1], said[2], said[3])


def _plain(word: str, problem: str = "") -> Reading:
    wanted = word.replace('"', "").strip()
    return Reading((lambda row: wanted in text_of(row).words) if wanted else None, problem)
