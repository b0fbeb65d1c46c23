"""Where the action names a physical thing: the noun with its modifiers, whose it is, and who handles it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from core.scan.offline.lexicon import (
    kind_of,
    loose_nouns,
    nouns,
    qualities,
    singular,
    thing_kind,
    verbal_nouns,
)
from core.scan.offline.naming import Found, NameIndex
from core.scan.offline.source import Sentence, Source
from core.scan.offline.words import words

MAX_MODIFIERS = 5
HANDLED_WITHIN = 9

TANGIBLE = ("object", "vehicle", "worn", "furniture", "stuff", "food")

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_OWNER = re.compile(r"['’]s?\Z", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.;:!?()—–\"“”]|--|\.\.")
_IN_HAND = re.compile(r",? (?:still )?in (?:(?:his|her|one|each|both|either) )?(?:\w+ )?hands?\b", re.IGNORECASE)
_PASSIVE = re.compile(r" (?:is|are|gets|being|been|was|were) (?:\w+ly )?(\w+)")
_PARTICLES = frozenset("up out off down over open on away back aside around together apart".split())
_INTO = frozenset("in into on onto to at from through under over behind against across toward towards by near".split())
_PRONOUNS = frozenset("i you we us me he she they him them it who himself herself themselves yourself".split())
_POSSESSIVES = frozenset(("his", "her", "their"))


@dataclass(frozen=True, slots=True)
class Seen:
    """One place where a thing is named. `modifiers` are lower case; `owner` and `by` are keys of people or ""."""

    head: str
    modifiers: tuple[str, ...]
    owner: str
    owned: bool
    """Whether the owner is named ("Ada's key"), not only meant ("her key")."""
    of: str
    """What a picture shows: the name after "of", as spelled; else ""."""
    sentence: Sentence
    start: int
    end: int
    capital: bool
    handled: bool
    used: bool
    """Named as carried, entered or put something into: less than handled."""
    by: str

    @property
    def plural(self) -> bool:
        """Whether several are named."""
        return not self.sentence.text[: self.end].lower().endswith(self.head)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    low: str
    start: int
    end: int


class _Reading:
    """A sentence as tokens, with the people it names."""

    def __init__(self, sentence: Sentence, tokens: Sequence[_Token], found: Sequence[Found], subject: str) -> None:
        self.sentence, self.tokens, self.found, self.subject = sentence, tokens, found, subject
        self.text = sentence.text
        self.shouting = sentence.text.isupper()

    def gap(self, at: int) -> str:
        """What stands between a token and the next."""
        return self.text[self.tokens[at].end : self.tokens[at + 1].start]

    def is_name(self, at: int) -> bool:
        """Whether a token is part of a person's name."""
        start = self.tokens[at].start
        return any(name.start <= start < name.end for name in self.found)

    def person_before(self, at: int) -> str:
        """The person named last before a token; else the one that the paragraph is about."""
        start = self.tokens[at].start
        named = [name.owner for name in self.found if name.start < start]
        return named[-1] if named else self.subject


def see_things(source: Source, people: NameIndex) -> Iterator[Seen]:
    """Every tangible thing that the action names as a noun, in script order."""
    subject, scene = "", None
    for sentence in source.sentences:
        if sentence.scene != scene:
            subject, scene = "", sentence.scene
        tokens = [_Token(m[0], m[0].lower(), m.start(), m.end()) for m in _WORD.finditer(sentence.text)]
        found = list(people.find(sentence.text))
        reading = _Reading(sentence, tokens, found, subject)
        yield from _things(reading)
        subject = next((name.owner for name in found if not name.possessive), subject)


def _things(reading: _Reading) -> Iterator[Seen]:
    tokens, at = reading.tokens, 0
    while at < len(tokens):
        size = _noun_at(reading, at) if _may_start(tokens[at].low) else 0
        last = at + max(size, 1) - 1
        if size and not reading.is_name(at) and not _modifies(reading, last):
            first = _first_modifier(reading, at)
            if _is_noun(reading, first, at, last):
                yield _seen(reading, first, at, last)
        at = last + 1


# --- the noun phrase -----------------------------------------------------------------------------


@cache
def _may_start(word: str) -> bool:
    """Whether any entry of the lexicon begins with this word."""
    return word in _openers() or _tangible(word)


@cache
def _openers() -> frozenset[str]:
    return frozenset(re.split("[ -]", noun)[0] for noun, kind in nouns().items() if kind in TANGIBLE and not noun.isalpha())


@cache
def _tangible(phrase: str) -> bool:
    last = singular(re.split("[ -]", phrase)[-1])
    never = last in words("never_props") and (last == singular(phrase) or last not in words("kept_in_compounds"))
    return not never and thing_kind(phrase) in TANGIBLE


def _noun_at(reading: _Reading, at: int) -> int:
    """How many words from `at` name a tangible thing: the longest entry of the lexicon, 0 for none."""
    span = reading.tokens[at : at + 3]
    for size in (3, 2, 1):
        if len(span) >= size and all(reading.gap(at + i) in (" ", "-") for i in range(size - 1)):
            if _tangible(" ".join(token.low for token in span[:size])):
                return size
    return 0


def _modifies(reading: _Reading, last: int) -> bool:
    """Whether the noun only qualifies the next one (“coat rack”), or is its owner (“the helmet's glass”)."""
    token = reading.tokens[last]
    if _OWNER.search(token.text):
        return True
    if last + 1 >= len(reading.tokens) or reading.gap(last) not in (" ", "-"):
        return False
    following = reading.tokens[last + 1]
    plural = singular(token.low) != token.low
    known = nouns().get(following.low) or nouns().get(singular(following.low)) or thing_kind(following.low)
    if known is None or known == "decoy":
        return not plural and _may_be_noun(following.low) and following.text.islower()
    if following.low.endswith("s"):
        return not _is_verb(_stem(following.low))
    return not (plural and _is_verb(following.low))


@cache
def _is_verb(word: str) -> bool:
    return word in verbal_nouns() or word in loose_nouns() or word in _handles() or word in words("acting")


@cache
def _stem(word: str) -> str:
    """A word without its -s, as a verb loses it: "rings", though WordNet has the rings of a gymnast."""
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


@cache
def _may_be_noun(word: str) -> bool:
    """Whether a word after a noun may be the noun that it qualifies: no function word, no verb, no adverb."""
    if len(word) < 3 or word.endswith(("s", "ed", "ing", "ly", "en")) or "'" in word or "’" in word or word[0].isdigit():
        return False
    closed = words("determiners", "boundaries", "adverbs", "acting", "handling") | _PRONOUNS
    return word not in closed and word not in qualities() and word not in _handles() and kind_of(word) != "person"


def _first_modifier(reading: _Reading, at: int) -> int:
    """Where the modifiers of the noun at `at` begin."""
    first = at
    while first > 0 and at - first < MAX_MODIFIERS and _is_modifier(reading, first - 1):
        first -= 1
    determined = first > 0 and _determines(reading.tokens[first - 1])
    while first < at and not determined and _is_doubtful(reading, first):
        first += 1
    return first


def _determines(token: _Token) -> bool:
    return token.low in words("determiners") or _OWNER.search(token.text) is not None


def _is_doubtful(reading: _Reading, at: int) -> bool:
    """Without an article before it a word is a modifier only if it is in capitals, a quality or a thing."""
    token = reading.tokens[at]
    if token.low.endswith(("ing", "s")) or token.low in loose_nouns():
        return True
    if token.text.isupper() and not reading.shouting:
        return False
    return not (token.low in qualities() or _tangible(token.low))


def _is_modifier(reading: _Reading, at: int) -> bool:
    token, gap = reading.tokens[at], reading.gap(at)
    listed = gap == ", " and _is_quality(token.low) and reading.tokens[at + 1].low != "and"
    if gap not in (" ", "-") and not listed:
        return False
    low = token.low
    if _determines(token) or low in words("boundaries") or low in _PRONOUNS or reading.is_name(at):
        return False
    if low in words("acting") and low.endswith("s"):
        return False
    if low.endswith("ing") and at and not token.text.isupper() and _follows_noun(reading, at):
        return False
    if low in _handled_forms() and not (low in qualities() or _tangible(low) or low.endswith(("ed", "ing", "en"))):
        return gap == "-"
    return kind_of(low) != "person" or gap == "-" or token.text.isupper()


def _follows_noun(reading: _Reading, at: int) -> bool:
    """“a chair watching television”: after a noun -ing is a verb; after an article or an adjective a modifier."""
    before = reading.tokens[at - 1]
    if reading.gap(at - 1) not in (" ", "-") or _determines(before) or before.low in words("boundaries"):
        return False
    return not (_is_quality(before.low) or before.low in words("materials"))


@cache
def _is_quality(word: str) -> bool:
    """Adjectives, participles and adverbs: they say how a thing is, not of what kind."""
    if is_look(word) or word.isdigit():
        return True
    if _tangible(word):
        return False
    return word in qualities() or (word.endswith(("ed", "ish", "ly", "est")) and kind_of(word) is None)


def may_be_verb(noun: str) -> bool:
    """Whether the noun is a verb as well: watch, ring."""
    return noun in loose_nouns() or noun in verbal_nouns()


def is_look(word: str) -> bool:
    """Whether a modifier says what the thing looks like, or only which one is meant: red, dented, next."""
    return word in words("colours", "condition", "sound", "worn_out", "form", "vague", "demeanor", "physical")


def is_quality(word: str) -> bool:
    """Whether a modifier says how a thing is, not of what kind: old, dented, glowing."""
    return _is_quality(word)


def _is_noun(reading: _Reading, first: int, at: int, last: int) -> bool:
    """A bare word may be a verb (“they watch”): a noun has an article, an adjective or a plural."""
    head, tokens = reading.tokens[last], reading.tokens
    determined = first > 0 and _determines(tokens[first - 1]) and tokens[first - 1].end + 1 == tokens[first].start
    plural = singular(head.low) != head.low or _stem(head.low) != head.low
    capital = head.text.isupper() and not reading.shouting and len(head.text) > 1
    if capital and singular(head.low) in words("camera"):
        return False
    if head.low in loose_nouns() and not _is_governed(reading, at):
        return False
    if plural and _is_verb(_stem(head.low)) and not _stands_as_noun(reading, first, at, determined):
        return False
    if first < at and not plural and _is_verb(head.low) and _acts(tokens[at - 1].low):
        return False
    if determined:
        return True
    if last > at or capital or plural:
        return True
    if first < at:
        return True
    if first == 0 or head.low in loose_nouns():
        return False
    return tokens[first - 1].low in _handled_forms() and thing_kind(head.low) in ("stuff", "food")


def _is_governed(reading: _Reading, at: int) -> bool:
    """A loose noun has an article, an adjective or a thing right before it: “wall safe”, not “the child safe”."""
    if at == 0:
        return False
    before = reading.tokens[at - 1]
    known = _is_quality(before.low) or before.low in words("materials") or thing_kind(before.low) not in (None, "person")
    return _determines(before) or known or before.text.isupper()


@cache
def _acts(before: str) -> bool:
    """“eyes dart”, “slowly return”: after a plural or an adverb the word is a verb."""
    return before.endswith("ly") or (before.endswith("s") and _stem(before) != before and not _is_quality(before))


def _stands_as_noun(reading: _Reading, first: int, at: int, determined: bool) -> bool:
    """“The phone rings” is no ring; “the rings”, “two gold rings” and “takes rings” are."""
    tokens = reading.tokens
    before = tokens[at - 1].low if at else ""
    if before in words("determiners") or before in _handled_forms() or _OWNER.search(before):
        return True
    return first < at and _is_quality(before) and (determined or first > 0)


# --- what is done with it ------------------------------------------------------------------------


@cache
def _handles() -> frozenset[str]:
    return words("handles", "rides")


@cache
def _handled_forms() -> frozenset[str]:
    """The handling verbs in all their forms."""
    return frozenset(form for verb in words("handles") for form in _forms(verb)) | words("handles_past")


@cache
def _riding_forms() -> frozenset[str]:
    return frozenset(form for verb in words("rides") for form in _forms(verb)) | {"drove", "flew", "rode"}


def _forms(verb: str) -> Iterator[str]:
    stem = verb[:-1] if verb.endswith("e") else verb
    yield verb
    yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    if verb.endswith("y") and verb[-2] not in "aeiou":
        yield from (verb[:-1] + "ies", verb[:-1] + "ied")
    yield from (stem + "ing", stem + "ed", stem + stem[-1] + "ing", stem + stem[-1] + "ed")


def _seen(reading: _Reading, first: int, at: int, last: int) -> Seen:
    tokens = reading.tokens
    phrase = " ".join(token.low for token in tokens[at : last + 1])
    head = singular(tokens[last].low)
    whole = kind_of(head) not in TANGIBLE and last > at
    modifiers = tuple(token.low for token in tokens[first : at if whole else last])
    capital = all(token.text.isupper() for token in tokens[at : last + 1]) and not reading.shouting
    owner, owned = _owner(reading, first)
    handled, used, verb = _handling(reading, first, last, thing_kind(phrase) or "")
    by = reading.person_before(verb if verb >= 0 else first) if handled or used else ""
    return Seen(
        singular(phrase) if whole else head,
        modifiers,
        owner,
        owned,
        _shown(reading, last, head),
        reading.sentence,
        tokens[first].start,
        tokens[last].end,
        capital,
        handled,
        used,
        by,
    )


def _owner(reading: _Reading, first: int) -> tuple[str, bool]:
    if first == 0:
        return "", False
    before = reading.tokens[first - 1]
    named = next((n.owner for n in reading.found if n.possessive and before.start < n.end <= before.end), "")
    if named:
        return named, True
    return (reading.person_before(first - 1), False) if before.low in _POSSESSIVES else ("", False)


def _shown(reading: _Reading, last: int, head: str) -> str:
    """“a photo of Ada”: the name after “of”, for pictures."""
    after = reading.tokens[last].end
    if head not in words("pictures") or reading.text[after : after + 4] != " of ":
        return ""
    name = next((name for name in reading.found if after + 4 <= name.start <= after + 14), None)
    return name.owner if name else ""


def _handling(reading: _Reading, first: int, last: int, kind: str) -> tuple[bool, bool, int]:
    """Whether the thing is handled, whether it is used, and the token of the verb (-1 for none)."""
    after = reading.text[reading.tokens[last].end :]
    if _IN_HAND.match(after):
        return True, True, -1
    passive = _PASSIVE.match(after)
    if passive and passive[1].lower() in _handled_forms() and passive[1].lower().endswith(("ed", "en", "n", "t")):
        return True, True, -1
    return _handled_before(reading, first, kind)


def _handled_before(reading: _Reading, first: int, kind: str) -> tuple[bool, bool, int]:
    tokens, used = reading.tokens, False
    forms = _handled_forms() | _riding_forms() if kind == "vehicle" else _handled_forms()
    at = first
    while at > 0 and first - at < HANDLED_WITHIN:
        at -= 1
        if _CLAUSE_END.search(reading.gap(at)):
            break
        low = tokens[at].low
        particle = low in _PARTICLES and at > 0 and tokens[at - 1].low in forms
        if low in forms and not _is_nominal(reading, at):
            return not used, True, at
        if particle:
            return not used, True, at - 1
        if kind == "vehicle" and low in words("entering"):
            return True, True, at
        if low == "with" and not used:
            return _carried(reading, at)
        if low == "of" and (at == 0 or tokens[at - 1].low not in words("partitives")):
            break
        if low in _INTO:
            used = True
        elif low == "for" and at and tokens[at - 1].low not in ("reaches", "reaching", "fumbles", "digs", "grabs"):
            break
        elif low in words("acting") and low not in ("is", "are") and not used:
            break
    return False, False, -1


def _carried(reading: _Reading, at: int) -> tuple[bool, bool, int]:
    """“stabs him with the knife” handles it; “a man with a knife” carries it."""
    tokens = reading.tokens
    for before in range(at - 1, max(-1, at - HANDLED_WITHIN), -1):
        if _CLAUSE_END.search(reading.gap(before)):
            break
        if tokens[before].low in _handled_forms() and not _is_nominal(reading, before):
            return True, True, before
    return False, True, -1


def _is_nominal(reading: _Reading, at: int) -> bool:
    """“his hand”, “the point”, “a light”: a handling word with an article is no verb."""
    return at > 0 and (_determines(reading.tokens[at - 1]) or reading.tokens[at - 1].low == "of")
