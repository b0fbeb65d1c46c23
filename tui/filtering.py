"""The filter language of tables: what one types above the rows, and which rows it means. Pure.

Terms stand apart by spaces and must all hold; `-` before a term means not, quotes make one term of several
words. A plain word is looked for in what a row says; `type:prop`, `conf<0.5` and their like ask for a
property. A term that is only half typed counts as not there: the table does not go empty under one's hands.

Each table brings its predicates and says what the text of a row is.
"""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
Test = Callable[[T], bool]
"""Whether something holds of a row."""

MOST_QUOTED = 24
"""Characters of a term that a problem repeats."""

_VALUE = re.compile(r'"([^"]*+)"?+|([^,"]++)')
_DECIMAL = re.compile(r"[0-9]++\.?+[0-9]*+|\.[0-9]++")
_TERM = re.compile(r'(?:[^\s"]|"[^"]*+"?+)++')
_PREDICATE = re.compile(r"([a-z]++)(<=|>=|[:<>=])(.*)", re.DOTALL)
_PLAIN = (("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"))
_BETWEEN = "\x1f"
"""Stands between the parts of a text, so that no term reaches from one into the next; nobody can type it."""


def folded(text: str) -> str:
    """`text` as it is compared: without case and accents, with plain quotes and dashes, on one line."""
    text = text.casefold().replace("\n", " ")
    if text.isascii():
        return text
    for typeset, plain in _PLAIN:
        text = text.replace(typeset, plain)
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def joined(parts: Iterable[str]) -> str:
    """Folded all at once: that is what a first filter over thousands of rows takes its time for."""
    return folded(_BETWEEN.join(parts))


# --- what can be read of a term ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A term as read: nothing while it is half typed, both when only one of its values is wrong."""

    test: Test[T] | None = None
    problem: str = ""


def negated(test: Test[T]) -> Test[T]:
    """Holds where `test` does not."""
    return lambda row: not test(row)


def any_of(tests: list[Test[T]]) -> Test[T] | None:
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
class Choice(Generic[T]):
    """A predicate with a few words as values; the beginning of a word is enough."""

    words: Mapping[str, Test[T]]

    def takes(self, sign: str) -> bool:
        """Whether the predicate knows a sign such as "<"."""
        return sign in ":="

    def read(self, name: str, sign: str, text: str) -> Reading[T]:
        """The test for what was typed as `text`."""
        tests: list[Test[T]] = []
        wrong = ""
        for value in _values(text):
            found = [test for word, test in self.words.items() if word.startswith(value)]
            tests += found
            if not found:
                wrong = complaint(f"{name}{sign}{value}", f"is none of: {', '.join(self.words)}.")
        return Reading(any_of(tests), wrong)


@dataclass(frozen=True, slots=True)
class Words(Generic[T]):
    """A predicate that looks for its values in one part of what a row says."""

    part: Callable[[T], str]

    def takes(self, sign: str) -> bool:
        """See `Choice.takes`."""
        return sign in ":="

    def read(self, _name: str, _sign: str, text: str) -> Reading[T]:
        """See `Choice.read`."""
        return Reading(any_of([self._has(value) for value in _values(text)]))

    def _has(self, value: str) -> Test[T]:
        return lambda row: value in self.part(row)


_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Number(Generic[T]):
    """A predicate that compares; it holds when it does for one of the row's `numbers`.

    `value` reads what was typed: None while it is half typed, ValueError when it is no number.
    """

    numbers: Callable[[T], Iterable[float]]
    value: Callable[[str], float | None]
    example: str

    def takes(self, _sign: str) -> bool:
        """See `Choice.takes`."""
        return True

    def read(self, name: str, sign: str, text: str) -> Reading[T]:
        """See `Choice.read`."""
        try:
            if sign in _COMPARE:
                return Reading(self._compared(sign, text))
            tests = [self._among(value) for value in _values(text)]
        except ValueError:
            return Reading(problem=complaint(f"{name}{sign}{text}", f"needs a number: {self.example}."))
        return Reading(any_of([test for test in tests if test is not None]))

    def _compared(self, sign: str, text: str) -> Test[T] | None:
        bound, compare = self.value(text.replace(",", ".")), _COMPARE[sign]
        if bound is None:
            return None
        return lambda row: any(compare(number, bound) for number in self.numbers(row))

    def _among(self, text: str) -> Test[T] | None:
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


Predicate = Choice[T] | Words[T] | Number[T]


def count(text: str) -> float | None:
    """A number; None while there is only its point."""
    if text in ("", "."):
        return None
    if not _DECIMAL.fullmatch(text):
        raise ValueError(text)
    return float(text)


def per_cent(text: str) -> float | None:
    """A share in per cent: "80%", "80" and "0.8" are the same. A bare zero is the beginning of one."""
    bare = text.removesuffix("%")
    number = count(bare)
    if number is None or (number == 0 and bare == text):
        return None
    return number if number > 1 or bare != text else shown(number)


def shown(share: float) -> float:
    # 0.57 * 100 is 56.99999999999999.
    return round(share * 100, 6)


def yes_no(test: Test[T]) -> Mapping[str, Test[T]]:
    """The words of a `Choice` between yes and no."""
    return {"yes": test, "no": negated(test)}


# --- filters -------------------------------------------------------------------------------------


# Without slots: a generic alias that is called, such as the review's, notes itself on what it makes.
@dataclass(frozen=True)
class Filter(Generic[T]):
    """What a text asks for. `problems` are sentences for the person who types; those terms are left out."""

    tests: tuple[Test[T], ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether it asks for nothing, so that every row fits."""
        return not self.tests

    def fits(self, row: T) -> bool:
        """Whether all terms hold of a row."""
        return all(test(row) for test in self.tests)


@dataclass(frozen=True, slots=True)
class Language(Generic[T]):
    """What can be asked of the rows of one table: its predicates by name, other words for those names, and
    the folded text in which plain words are looked for."""

    predicates: Mapping[str, Predicate[T]]
    synonyms: Mapping[str, str]
    words: Callable[[T], str]

    def read(self, text: str) -> Filter[T]:
        """Read a filter as it is being typed; never fails."""
        readings = [self._term(word) for word in dict.fromkeys(_TERM.findall(folded(text)))]
        tests = tuple(reading.test for reading in readings if reading.test is not None)
        return Filter(tests, tuple(reading.problem for reading in readings if reading.problem))

    def _term(self, word: str) -> Reading[T]:
        if word[0] not in "-!":
            return self._positive(word)
        reading = self._positive(word[1:])
        return Reading(reading.test and negated(reading.test), reading.problem)

    def _positive(self, word: str) -> Reading[T]:
        said = _PREDICATE.match(word)
        predicate = self.predicates.get(self.synonyms.get(said[1], said[1])) if said else None
        if said is None:
            return self._plain(word)
        if predicate is None or not predicate.takes(said[2]):
            problem = complaint(f"{said[1]}{said[2]}", "asks for nothing known: looked for as a word.")
            return self._plain(word, problem)
        return predicate.read(said[1], said[2], said[3])

    def _plain(self, word: str, problem: str = "") -> Reading[T]:
        wanted = word.replace('"', "").strip()
        return Reading((lambda row: wanted in self.words(row)) if wanted else None, problem)
