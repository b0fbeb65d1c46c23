"""What is done with a thing: handled as the object of a verb within its clause, or only carried or used."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.scan.offline.noun_phrases import Phrase, Reading
from core.scan.offline.thing_words import handling_forms, is_handled, riding_forms
from core.scan.offline.words import words

HANDLED_WITHIN = 9
"""How many words before its name the verb may stand."""

_CLAUSE_END = re.compile(r"[.;:!?()—–\"“”]|--")
_IN_HAND = re.compile(
    r",? (?:still )?in (?:(?:his|her|one|each|both|either) )?(?:\w+ )?hands?\b", re.IGNORECASE
)
_PASSIVE = re.compile(r" (?:is|are|gets|being|been|was|were) (?:\w+ly )?(\w+)")


@dataclass(frozen=True, slots=True)
class Handling:
    """Whether a thing is handled, at least used, and the token of the verb, where one says so."""

    handled: bool = False
    used: bool = False
    verb: int | None = None


def handling(reading: Reading, phrase: Phrase, kind: str) -> Handling:
    """What the clause does with the thing; `kind` is its class in the lexicon."""
    after = reading.text[reading.tokens[phrase.last].end :]
    passive = _PASSIVE.match(after)
    if _IN_HAND.match(after) or (passive and is_handled(passive[1].lower())):
        return Handling(handled=True, used=True)
    return _Search(reading, phrase.first, kind).run()


class _Search:
    """Walks from the thing back to the verb of its clause."""

    def __init__(self, reading: Reading, first: int, kind: str) -> None:
        self.reading, self.first, self.vehicle = reading, first, kind == "vehicle"
        self.forms = riding_forms() if self.vehicle else handling_forms()
        self.aside = False
        """Whether a preposition stands between: put into it, taken from it."""

    def run(self) -> Handling:
        for at in range(self.first - 1, max(-1, self.first - 1 - HANDLED_WITHIN), -1):
            if _CLAUSE_END.search(self.reading.gap(at)) or self._ends(at):
                break
            if done := self._done(at):
                return done
            self.aside = self.aside or self._low(at) in words("prepositions")
        return Handling()

    def _low(self, at: int) -> str:
        return self.reading.tokens[at].low if at >= 0 else ""

    def _handles(self, at: int) -> bool:
        """Whether a token is a handling verb; with an article before it it is a noun: “his hand”."""
        before = at > 0 and (self.reading.tokens[at - 1].determines or self._low(at - 1) == "of")
        return self._low(at) in self.forms and not before

    def _done(self, at: int) -> Handling | None:
        low = self._low(at)
        if self._handles(at):
            return Handling(not self.aside, True, at)
        if low in words("particles") and self._low(at - 1) in self.forms:
            return Handling(not self.aside, True, at - 1)
        if low == "for" and self._low(at - 1) in words("reaching") and not self.aside:
            return Handling(True, True, at - 1)
        if self.vehicle and low in words("entering"):
            return Handling(True, True, at)
        return self._carried(at) if low == "with" and not self.aside else None

    def _carried(self, at: int) -> Handling:
        """“stabs him with the knife” handles it; “a man with a knife” carries it."""
        for before in range(at - 1, max(-1, at - HANDLED_WITHIN), -1):
            if _CLAUSE_END.search(self.reading.gap(before)):
                break
            if self._handles(before):
                return Handling(True, True, before)
        return Handling(used=True)

    def _ends(self, at: int) -> bool:
        """Whether what comes before is no longer about the thing: another verb, the whole that it is of."""
        low = self._low(at)
        if low == "of":
            return self._low(at - 1) not in words("partitives")
        if low == "for":
            return self.aside or self._low(at - 1) not in words("reaching")
        acts = low in words("acting") and low not in ("is", "are") and low not in self.forms
        return acts and not self.aside and not (self.vehicle and low in words("entering"))
