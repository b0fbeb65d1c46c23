"""What a filter can ask of a row of the review: words in what it says, and its properties. Pure."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from core.models import AssetType, DraftId, ReviewRow, RowChange, RowState
from tui.screens.review_text import RowText, summary_of, text_of

Test = Callable[[ReviewRow], bool]
"""Whether something holds of a row."""

MOST_QUOTED = 24
"""Characters of a term that a problem repeats."""

_VALUE = re.compile(r'"([^"]*+)"?+|([^,"]++)')
_DECIMAL = re.compile(r"[0-9]++\.?+[0-9]*+|\.[0-9]++")


# --- what can be read of a term ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """A term as read: nothing while it is half typed, both when only one of its values is wrong."""

    test: Test | None = None
    problem: str = ""


def negated(test: Test) -> Test:
    """Holds where `test` does not."""
    return lambda row: not test(row)


def any_of(tests: list[Test]) -> Test | None:
    """One test for several of which one must hold; None for none."""
    if len(tests) <= 1:
        return tests[0] if tests else None
    return lambda row: any(test(row) for test in tests)


def _values(text: str) -> list[str]:
    """The values of a predicate: apart by commas, but not inside quotes."""
    values = ((quoted or bare).strip() for quoted, bare in _VALUE.findall(text))
    return [value for value in dict.fromkeys(values) if value]


def complaint(term: str, hint: str) -> str:
    """What is wrong with a term, in a sentence for the person who types it."""
    said = term if len(term) <= MOST_QUOTED else f"{term[:MOST_QUOTED]}…"
    return f"“{said}” {hint}"


# --- the kinds of predicates ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """A predicate with a few words as values; the beginning of a word is enough."""

    words: Mapping[str, Test]

    def takes(self, sign: str) -> bool:
        """Whether the predicate knows a sign such as "<"."""
        return sign in ":="

    def read(self, name: str, sign: str, text: str) -> Reading:
        """The test for what was typed as `text`."""
        tests: list[Test] = []
        wrong = ""
        for value in _values(text):
            found = [test for word, test in self.words.items() if word.startswith(value)]
            tests += found
            if not found:
                wrong = complaint(f"{name}{sign}{value}", f"is none of: {', '.join(self.words)}.")
        return Reading(any_of(tests), wrong)


@dataclass(frozen=True, slots=True)
class Words:
    """A predicate that looks for its values in one part of what a row says."""

    part: Callable[[RowText], str]

    def takes(self, sign: str) -> bool:
        """See `Choice.takes`."""
        return sign in ":="

    def read(self, _name: str, _sign: str, text: str) -> Reading:
        """See `Choice.read`."""
        return Reading(any_of([self._has(value) for value in _values(text)]))

    def _has(self, value: str) -> Test:
        return lambda row: value in self.part(text_of(row))


_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Number:
    """A predicate that compares; it holds when it does for one of the row's `numbers`.

    `value` reads what was typed: None while it is half typed, ValueError when it is no number.
    """

    numbers: Callable[[ReviewRow], Iterable[float]]
    value: Callable[[str], float | None]
    example: str

    def takes(self, _sign: str) -> bool:
        """See `Choice.takes`."""
        return True

    def read(self, name: str, sign: str, text: str) -> Reading:
        """See `Choice.read`."""
        try:
            if sign in _COMPARE:
                return Reading(self._compared(sign, text))
            tests = [self._among(value) for value in _values(text)]
        except ValueError:
            return Reading(problem=complaint(f"{name}{sign}{text}", f"needs a number: {self.example}."))
        return Reading(any_of([test for test in tests if test is not None]))

    def _compared(self, sign: str, text: str) -> Test | None:
        bound, compare = self.value(text.replace(",", ".")), _COMPARE[sign]
        if bound is None:
            return None
        return lambda row: any(compare(number, bound) for number in self.numbers(row))

    def _among(self, text: str) -> Test | None:
        """A number as it is shown, or a range; a range without an end, or with a half typed one, is open."""
        first, dash, last = text.partition("-")
        low = self.value(first)
        high = self.value(last) if dash else None
        if low is None:
            return None
        if not dash:
            return lambda row: any(abs(number - low) <= 0.5 for number in self.numbers(row))
        if high is None or high < low:
            return lambda row: any(number >= low for number in self.numbers(row))
        return lambda row: any(low <= number <= high for number in self.numbers(row))


Predicate = Choice | Words | Number


def _count(text: str) -> float | None:
    """A number; None while there is only its point."""
    if text in ("", "."):
        return None
    if not _DECIMAL.fullmatch(text):
        raise ValueError(text)
    return float(text)


def _per_cent(text: str) -> float | None:
    """A share in per cent: "80%", "80" and "0.8" are the same. A bare zero is the beginning of one."""
    bare = text.removesuffix("%")
    number = _count(bare)
    if number is None or (number == 0 and bare == text):
        return None
    return number if number > 1 or bare != text else _shown(number)


def _shown(share: float) -> float:
    # 0.57 * 100 is 56.99999999999999.
    return round(share * 100, 6)


# --- the predicates ------------------------------------------------------------------------------


def predicates(doubles: Collection[DraftId]) -> Mapping[str, Predicate]:
    """All predicates by name. `doubles` are the rows that may be the same as another."""
    return {**_PREDICATES, "double": Choice(_yes_no(lambda row: row.id in doubles))}


def _yes_no(test: Test) -> Mapping[str, Test]:
    return {"yes": test, "no": negated(test)}


def _is_type(type: AssetType) -> Test:
    return lambda row: row.draft.type is type


def _is_state(state: RowState) -> Test:
    return lambda row: row.state is state


def _is_change(change: RowChange) -> Test:
    return lambda row: row.change is change


def is_disputed(row: ReviewRow) -> bool:
    """Whether a person still has to decide a conflict of the row."""
    return any(conflict.decision is None for conflict in row.draft.conflicts)


def _confidence(row: ReviewRow) -> tuple[float, ...]:
    """In per cent; a row of one's own has none."""
    return () if row.draft.manual_add else (_shown(row.draft.confidence_score),)


def _scenes(row: ReviewRow) -> Iterable[float]:
    return (mention.scene for mention in row.draft.mentions if mention.scene is not None)


_PREDICATES: Mapping[str, Predicate] = {
    "type": Choice(
        {
            "characters": _is_type(AssetType.CHARACTER),
            "locations": _is_type(AssetType.LOCATION),
            "props": _is_type(AssetType.PROP),
            "places": _is_type(AssetType.LOCATION),
        }
    ),
    "state": Choice({state.value: _is_state(state) for state in RowState}),
    "change": Choice(
        {
            **{change.value: _is_change(change) for change in RowChange},
            "unchanged": _is_change(RowChange.SAME),
        }
    ),
    "prio": Choice(
        {"high": lambda row: row.draft.is_high_priority, "low": lambda row: not row.draft.is_high_priority}
    ),
    "conflict": Choice(
        {
            **_yes_no(lambda row: bool(row.draft.conflicts)),
            "open": is_disputed,
            "decided": lambda row: bool(row.draft.conflicts) and not is_disputed(row),
        }
    ),
    "manual": Choice(_yes_no(lambda row: row.draft.manual_add)),
    "inferred": Choice(_yes_no(lambda row: any(trait.inferred for trait in row.draft.traits))),
    "summary": Choice(_yes_no(lambda row: bool(summary_of(row)))),
    "variant": Choice(_yes_no(lambda row: bool(row.draft.variant_of))),
    "conf": Number(_confidence, _per_cent, "conf<0.5"),
    "mentions": Number(lambda row: (len(row.draft.mentions),), _count, "mentions>3"),
    "page": Number(lambda row: (mention.page for mention in row.draft.mentions), _count, "page:30-40"),
    "scene": Number(_scenes, _count, "scene:12"),
    "name": Words(lambda text: text.name),
    "alias": Words(lambda text: text.aliases),
    "trait": Words(lambda text: text.traits),
    "line": Words(lambda text: text.lines),
}

SYNONYMS: Mapping[str, str] = {
    "types": "type",
    "priority": "prio",
    "confidence": "conf",
    "mention": "mentions",
    "ment": "mentions",
    "conflicts": "conflict",
    "doubles": "double",
    "pages": "page",
    "p": "page",
    "sc": "scene",
    "scenes": "scene",
    "aliases": "alias",
    "traits": "trait",
    "lines": "line",
}
"""Other words that a person may use for a predicate."""
