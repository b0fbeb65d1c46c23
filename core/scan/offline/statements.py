"""Resolve by what the text says: “also known as”, “OFFICER BOB, the guard,”, “He is the guard”."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from itertools import pairwise

from core.scan.offline.naming import Found, NameIndex
from core.scan.offline.source import Source
from core.scan.offline.vocabulary import Vocabulary

Statement = tuple[str, str, tuple[int, str]]
"""Two owners that the text calls one, with the line and the words that say so."""

_SAME = r"(?:the |that |that same |the same |none other than |no other than |our |your )?"
_CALLED = re.compile(
    rf"^[\"”)]*[,(]* *(?:(?:also|better|otherwise|now) )?(?:known as|a\.?k\.?a\.?|alias|née) {_SAME}[\"“]?$",
    re.IGNORECASE,
)
_APPOSED = re.compile(
    r"^(?:,| --| —| –|:) (?:the|our|that|that same|the same|none other than) $", re.IGNORECASE
)
_IS = re.compile(
    r"^[,]? (?:is|was|turns out to be|reveals (?:him|her|them)self (?:as|to be)) "
    rf"(?:really |actually |also |in fact |now |in truth )?{_SAME}$",
    re.IGNORECASE,
)
_HE_IS = re.compile(
    rf"\b(?:he|she|they|it)(?: is| was| are|['’]s|['’]re) (?:really |actually |also |now )?{_SAME}$",
    re.IGNORECASE,
)
_MY_NAME = re.compile(r"\b(?:my name(?: is|['’]s)|(?:they|people) call me|call me) ", re.IGNORECASE)
_CLOSES = re.compile(r"^\s*(?:[,.;:!?)—–]|--|$)")
_LISTED = re.compile(r"^,? (?:and|or|&) |^, (?:the|an?|his|her|[A-Z])")


def statements(source: Source, index: NameIndex) -> Iterator[Statement]:
    """What the action says: an apposition, an alias, or “He is the guard” behind the only name before it."""
    before: tuple[int, list[Found]] = (-1, [])
    for sentence in source.sentences:
        found = list(index.find(sentence.text))
        earlier = before[1] if before[0] == sentence.paragraph else []
        for one, other in _said_in(sentence.text, found, earlier, source.vocabulary):
            yield one, other, (sentence.line, sentence.text)
        before = (sentence.paragraph, found or earlier)


def self_naming(
    source: Source, index: NameIndex, key_of: Callable[[str], str], known: Container[str]
) -> Iterator[Statement]:
    """“My name is Ada Marsh”, by a speaker whose cue is only a role; `key_of` gives a known name's owner."""
    for speech in source.speeches:
        match = _MY_NAME.search(speech.text)
        if not match or len(speech.speakers) != 1 or speech.speakers[0] not in known:
            continue
        name = next((found for found in index.find(speech.text) if found.start == match.end()), None)
        if name and source.vocabulary.is_role(speech.speakers[0]):
            yield name.owner, key_of(speech.speakers[0]), (speech.line, speech.text)


def excerpt(text: str) -> str:
    """A text in 80 characters at most."""
    return text if len(text) <= 80 else text[:79].rstrip() + "…"


def _said_in(
    text: str, found: list[Found], earlier: list[Found], vocabulary: Vocabulary
) -> Iterator[tuple[str, str]]:
    for one, other in pairwise(found):
        if _says_same(text, one, other, vocabulary):
            yield one.owner, other.owner
    for at, name in enumerate(found):
        subjects = {item.owner for item in [*earlier, *found[:at]]}
        if len(subjects) != 1 or not _closes(text, name):
            continue
        (subject,) = subjects
        if _HE_IS.search(text[max(0, name.start - 60) : name.start]) and _one_is_role(
            text, name, subject, vocabulary
        ):
            yield subject, name.owner


def _one_is_role(text: str, found: Found, other: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.is_role(text[found.start : found.end]) or vocabulary.is_role(other)


def _says_same(text: str, one: Found, other: Found, vocabulary: Vocabulary) -> bool:
    between = text[one.end : other.start]
    if _CALLED.match(between):
        return True
    if other.possessive or one.possessive or not _closes(text, other):
        return False
    role = any(vocabulary.is_role(text[name.start : name.end]) for name in (one, other))
    return role and bool(_APPOSED.match(between) or _IS.match(between))


def _closes(text: str, found: Found) -> bool:
    after = text[found.end :]
    return not found.possessive and bool(_CLOSES.match(after)) and not _LISTED.match(after)
