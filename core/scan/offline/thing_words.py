"""What single words are to a thing: its noun, a modifier of its kind or look, a verb that handles it."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
from core.scan.offline.words import words

TANGIBLE = ("object", "vehicle", "worn", "furniture", "stuff", "food")
PRONOUNS = frozenset(
    ("i", "you", "we", "us", "me", "he", "she", "they", "him", "them", "it", "who", "himself", "herself")
)

_NO_NOUN_ENDINGS = ("s", "ed", "ing", "ly", "en")
_QUALITY_ENDINGS = ("ed", "ish", "ly", "est")
_PARTICIPLES = ("ed", "en", "n", "t")


@cache
def is_tangible(phrase: str) -> bool:
    """Whether a word or compound names something that can be held, worn, driven or eaten, in any number."""
    if thing_kind(phrase) not in TANGIBLE:
        return False
    last = singular(re.split("[ -]", phrase)[-1])
    compound = last != singular(phrase) and last in words("kept_in_compounds")
    return compound or last not in words("never_props")


def opens_compound(word: str) -> bool:
    """Whether an entry of the lexicon that is a compound begins with this word."""
    return word in _openers()


@cache
def _openers() -> frozenset[str]:
    compounds = (noun for noun, kind in nouns().items() if kind in TANGIBLE and not noun.isalpha())
    return frozenset(re.split("[ -]", noun)[0] for noun in compounds)


@cache
def is_noun(word: str) -> bool:
    """Whether the lexicon knows the word as a noun of any class, in any number."""
    known = nouns().get(word) or nouns().get(singular(word)) or thing_kind(word)
    return known not in (None, "decoy")


@cache
def may_be_noun(word: str) -> bool:
    """Whether a word after a noun may be the noun that it qualifies: no function word, no verb, no adverb."""
    if len(word) < 3 or not word.isalpha() or word.endswith(_NO_NOUN_ENDINGS):
        return False
    closed = words("determiners", "boundaries", "adverbs", "acting", "handling") | PRONOUNS
    return not (word in closed or word in qualities() or kind_of(word) == "person")


@cache
def is_verb(word: str) -> bool:
    """Whether the word may be a verb, in its plain form."""
    return may_be_verb(word) or word in words("handles", "rides", "acting")


@cache
def may_be_verb(noun: str) -> bool:
    """Whether a noun is a verb as well: watch, ring."""
    return noun in loose_nouns() or noun in verbal_nouns()


@cache
def without_s(word: str) -> str:
    """A word without its -s, as a verb loses it: "rings", though WordNet has the rings of a gymnast."""
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


@cache
def is_look(word: str) -> bool:
    """Whether a modifier says what the thing looks like, or only which one is meant: red, dented, next."""
    return word in words("colours", "condition", "sound", "worn_out", "form", "vague", "demeanor", "physical")


@cache
def is_quality(word: str) -> bool:
    """Whether a modifier says how a thing is, not of what kind: adjectives, participles, adverbs, figures."""
    if is_look(word) or word.isdigit():
        return True
    if is_tangible(word):
        return False
    return word in qualities() or (word.endswith(_QUALITY_ENDINGS) and kind_of(word) is None)


@cache
def handling_forms() -> frozenset[str]:
    """The verbs that handle a thing, in all their forms."""
    return frozenset(form for verb in words("handles") for form in _forms(verb)) | words("handles_past")


@cache
def riding_forms() -> frozenset[str]:
    """What is done with a vehicle, handling included, in all forms."""
    rides = frozenset(form for verb in words("rides") for form in _forms(verb))
    return handling_forms() | rides | {"drove", "flew", "rode"}


def is_handled(participle: str) -> bool:
    """Whether a word after "is" says that the thing is handled: taken, opened."""
    return participle in handling_forms() and participle.endswith(_PARTICIPLES)


def _forms(verb: str) -> Iterator[str]:
    stem = verb[:-1] if verb.endswith("e") else verb
    yield verb
    yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    if verb.endswith("y") and verb[-2] not in "aeiou":
        yield from (verb[:-1] + "ies", verb[:-1] + "ied")
    yield from (stem + "ing", stem + "ed", stem + stem[-1] + "ing", stem + stem[-1] + "ed")
