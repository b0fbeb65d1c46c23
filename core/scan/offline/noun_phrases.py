"""Things as the action names them: a noun of the lexicon with the modifiers before it, told from a verb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.scan.offline.lexicon import kind_of, loose_nouns, qualities, singular, thing_kind
from core.scan.offline.naming import Found
from core.scan.offline.source import Sentence
from core.scan.offline.thing_words import (
    PRONOUNS,
    handling_forms,
    is_noun,
    is_quality,
    is_tangible,
    is_verb,
    may_be_noun,
    opens_compound,
    without_s,
)
from core.scan.offline.words import words

MAX_MODIFIERS = 5
JOINTS = (" ", "-")
"""What may stand between the words of a name."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_OWNER = re.compile(r"['’]s?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence, as spelled and in lower case, with its place."""

    text: str
    low: str
    start: int
    end: int

    @property
    def owns(self) -> bool:
        """Whether it is a possessive: Ada's."""
        return _OWNER.search(self.text) is not None

    @property
    def determines(self) -> bool:
        """Whether a noun must follow: the, his, two, Ada's."""
        return self.low in words("determiners") or self.owns


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens of a reading: where the modifiers begin, where the noun begins, and its last token."""

    first: int
    noun: int
    last: int


class Reading:
    """A sentence as tokens, with the people it names and the one whom the lines before are about."""

    def __init__(self, sentence: Sentence, found: Sequence[Found], subject: str) -> None:
        self.sentence, self.text, self.found, self.subject = sentence, sentence.text, found, subject
        self.tokens = [Token(m[0], m[0].lower(), m.start(), m.end()) for m in _WORD.finditer(self.text)]

    @cached_property
    def shouting(self) -> bool:
        """Whether the sentence is all in capitals, so that capitals tell nothing."""
        return self.text.isupper()

    def gap(self, at: int) -> str:
        """What stands between a token and the next."""
        return self.text[self.tokens[at].end : self.tokens[at + 1].start]

    def is_capital(self, at: int) -> bool:
        """Whether a token is set in capitals in a sentence that is not."""
        text = self.tokens[at].text
        return text.isupper() and len(text) > 1 and not self.shouting

    def is_name(self, at: int) -> bool:
        """Whether a token is part of a person's name."""
        start = self.tokens[at].start
        return any(name.start <= start < name.end for name in self.found)

    def person_before(self, at: int) -> str:
        """The person named last before a token; else the one whom the lines before are about."""
        start = self.tokens[at].start
        return next((name.owner for name in reversed(self.found) if name.start < start), self.subject)


def phrases(reading: Reading) -> Iterator[Phrase]:
    """The tangible things that a sentence names as nouns, left to right."""
    at = 0
    while at < len(reading.tokens):
        size = _noun_at(reading, at)
        last = at + max(size, 1) - 1
        if size and not reading.is_name(at) and not _qualifies(reading, last):
            phrase = Phrase(_first_modifier(reading, at), at, last)
            if _is_named(reading, phrase):
                yield phrase
        at = last + 1


def _noun_at(reading: Reading, at: int) -> int:
    """How many words from `at` name a tangible thing: the longest entry of the lexicon, 0 for none."""
    span = reading.tokens[at : at + 3] if opens_compound(reading.tokens[at].low) else []
    while len(span) > 1:
        joined = all(reading.gap(at + i) in JOINTS for i in range(len(span) - 1))
        if joined and is_tangible(" ".join(token.low for token in span)):
            return len(span)
        span = span[:-1]
    return int(is_tangible(reading.tokens[at].low) or _is_toy(reading, at))


def _is_toy(reading: Reading, at: int) -> bool:
    """“plush phoenix”: what a toy is of is no thing by itself."""
    if at == 0 or reading.gap(at - 1) != " " or reading.tokens[at - 1].low not in words("toys"):
        return False
    low = reading.tokens[at].low
    return kind_of(low) in (None, "person") and may_be_noun(low)


def _qualifies(reading: Reading, last: int) -> bool:
    """Whether the noun only qualifies the next one (“coat rack”), or is its owner (“the helmet's glass”)."""
    token = reading.tokens[last]
    if token.owns:
        return True
    if last + 1 >= len(reading.tokens) or reading.gap(last) not in JOINTS:
        return False
    following = reading.tokens[last + 1]
    plural = singular(token.low) != token.low
    if not is_noun(following.low):
        alike = following.text.islower() or (reading.is_capital(last) and reading.is_capital(last + 1))
        return not plural and alike and may_be_noun(following.low)
    if following.low.endswith("s"):
        return not is_verb(without_s(following.low))
    return not (plural and is_verb(following.low))


# --- modifiers -----------------------------------------------------------------------------------


def _first_modifier(reading: Reading, at: int) -> int:
    first = at
    while first > 0 and at - first < MAX_MODIFIERS and _is_modifier(reading, first - 1):
        first -= 1
    determined = first > 0 and reading.tokens[first - 1].determines
    while first < at and not determined and _is_doubtful(reading, first):
        first += 1
    return first


def _is_modifier(reading: Reading, at: int) -> bool:
    token, gap = reading.tokens[at], reading.gap(at)
    listed = gap == ", " and is_quality(token.low) and reading.tokens[at + 1].low != "and"
    if (gap not in JOINTS and not listed) or _ends_phrase(token) or reading.is_name(at):
        return False
    if token.low.endswith("ing") and at and not token.text.isupper() and _follows_noun(reading, at):
        return False
    if token.low in handling_forms() and not _is_adjective(token.low):
        return gap == "-"
    return kind_of(token.low) != "person" or gap == "-" or token.text.isupper()


def _ends_phrase(token: Token) -> bool:
    """Whether no modifier stands at or before this word: an article, a preposition, “walks”."""
    acts = token.low.endswith("s") and token.low in words("acting")
    return token.determines or acts or token.low in words("boundaries") or token.low in PRONOUNS


def _is_adjective(word: str) -> bool:
    return word in qualities() or is_tangible(word) or word.endswith(("ed", "ing", "en"))


def _follows_noun(reading: Reading, at: int) -> bool:
    """“a chair watching television”: after a noun -ing is a verb; after an article a modifier."""
    before = reading.tokens[at - 1]
    if reading.gap(at - 1) not in JOINTS or before.determines or before.low in words("boundaries"):
        return False
    return not (is_quality(before.low) or before.low in words("materials"))


def _is_doubtful(reading: Reading, at: int) -> bool:
    """Without an article before it a word is a modifier only if it is in capitals, a quality or a thing."""
    low = reading.tokens[at].low
    if low.endswith(("ing", "s")) or low in loose_nouns():
        return True
    return not (reading.is_capital(at) or low in qualities() or is_tangible(low))


# --- noun or verb --------------------------------------------------------------------------------


def _is_named(reading: Reading, phrase: Phrase) -> bool:
    """A bare word may be a verb (“they watch”): a noun has an article, a modifier or a plural."""
    head, capital = reading.tokens[phrase.last].low, reading.is_capital(phrase.last)
    filmed = singular(head) in words("camera") or reading.tokens[phrase.first].low == "camera"
    if (capital and filmed) or not _may_stand(reading, phrase):
        return False
    if _is_determined(reading, phrase) or capital or phrase.first < phrase.last or _is_plural(head):
        return True
    taken = phrase.first > 0 and reading.tokens[phrase.first - 1].low in handling_forms()
    return taken and thing_kind(head) in ("stuff", "food")


def _may_stand(reading: Reading, phrase: Phrase) -> bool:
    """Whether the words before it let the noun be one, where it could be a verb or an adjective as well."""
    head, before = reading.tokens[phrase.last].low, reading.tokens[phrase.noun - 1].low if phrase.noun else ""
    if head in loose_nouns() and not _is_governed(reading, phrase.noun):
        return False
    if before in words("ringers") and without_s(head) in words("ringing"):
        return False
    if _is_plural(head):
        return not is_verb(without_s(head)) or _is_several(reading, phrase)
    return not (phrase.first < phrase.noun and is_verb(head) and _asks_for_verb(before))


def _is_plural(word: str) -> bool:
    return singular(word) != word or without_s(word) != word


def _is_determined(reading: Reading, phrase: Phrase) -> bool:
    return (
        phrase.first > 0
        and reading.tokens[phrase.first - 1].determines
        and reading.gap(phrase.first - 1) == " "
    )


def _is_governed(reading: Reading, at: int) -> bool:
    """A loose noun has an article, adjective or thing right before it: “wall safe”, not “the child safe”."""
    if at == 0:
        return False
    before = reading.tokens[at - 1]
    if before.determines or before.text.isupper() or before.low in words("materials"):
        return True
    return is_quality(before.low) or thing_kind(before.low) not in (None, "person")


def _is_several(reading: Reading, phrase: Phrase) -> bool:
    """“The phone rings” is no ring; “the rings”, “two gold rings” and “takes rings” are."""
    if phrase.noun == 0:
        return False
    before = reading.tokens[phrase.noun - 1]
    if before.determines or before.low in handling_forms():
        return True
    return 0 < phrase.first < phrase.noun and is_quality(before.low)


def _asks_for_verb(before: str) -> bool:
    """“eyes dart”, “slowly return”: after a plural or an adverb the word is a verb."""
    plural = before.endswith("s") and without_s(before) != before
    return before.endswith("ly") or (plural and not is_quality(before))
