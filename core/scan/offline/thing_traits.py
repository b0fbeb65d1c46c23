"""Distil: what the script says of a thing's form, material and condition, in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.scan.offline.props import Thing
from core.scan.offline.seeing import Seen
from core.scan.offline.source import Sentence, Source
from core.scan.offline.traits import MAX_VALUE_CHARS
from core.scan.offline.words import pattern, words

MAX_AFTER_CHARS = 500
MAX_CHUNK_WORDS = 12
FIELDS = (
    ("condition", ("condition", "sound", "worn_out")),
    ("material", ("materials",)),
    ("form", ("form", "colours")),
)

_CHUNKS = re.compile(r"\s*(?:[,;:.!?()“”\"]|\s--|\s[–—])\s*")
_DESCRIBES = re.compile(r"[,:]|\s(?:is|are|of|with|made|in an?)\s")
_DEED = re.compile(r"(?:and|then|but|or|so|which|where|when|as (?:he|she|they|it)|\w+ing)\b(?! like)")
_LEAD = re.compile(r"(?:and|but|with|has|have|is|are|it is|it['’]s|sits|of|made of) ", re.IGNORECASE)
_PEOPLE = re.compile(r"\b(?:he|she|him|his|they|them)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def thing_facts(source: Source, thing: Thing) -> Iterator[tuple[str, str, Sentence]]:
    """What the action says of the thing: field, value, and the sentence that says so."""
    for item in thing.seen:
        for field, value in _values(item.sentence.text, item.start, item.end):
            yield field, value, item.sentence
        following = source.after(item.sentence)
        if following and _goes_on(item, following):
            for field, value in _values(following.text, 0, 0):
                yield field, value, following


def _goes_on(item: Seen, following: Sentence) -> bool:
    """A sentence that only names the thing is described by the next: “The key. Green, crusted.”"""
    if _PEOPLE.search(following.text):
        return False
    if re.match(r"(?:It is|It['’]s|Its) ", following.text):
        return item.end >= len(item.sentence.text) - 2
    naming = [word.lower() for word in _WORD.findall(item.sentence.text)]
    return len(naming) <= 6 and not words("acting", "handling") & set(naming)


def _values(text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    """What a sentence says of the thing named at `start`..`end`: its own words, then what follows."""
    named = text[start:end]
    if field := _field(named):
        yield field, _trimmed(named)
    after = text[end : end + MAX_AFTER_CHARS]
    if end and not _DESCRIBES.match(after):
        return
    for chunk in _CHUNKS.split(after)[: 6 if not end or after[0] in ",:" else 2]:
        tokens = _WORD.findall(chunk)
        if not tokens or len(tokens) > MAX_CHUNK_WORDS or _is_deed(chunk):
            continue
        field = _field(chunk)
        if tokens[0].lower() in ("he", "she", "they") or (field is None and end):
            return
        if field is not None:
            yield field, _trimmed(chunk)


def _is_deed(chunk: str) -> bool:
    return bool(_DEED.match(chunk) or pattern("acting", "handling").match(chunk))


def _field(chunk: str) -> str | None:
    for field, lists in FIELDS:
        if pattern(*lists).search(chunk):
            return field
    return "form" if re.search(r"\w-(?:sized|shaped|like)\b", chunk) else None


def _trimmed(chunk: str) -> str:
    text = chunk.strip(" -–—'’")
    while lead := _LEAD.match(text):
        text = text[lead.end() :]
    return text[:MAX_VALUE_CHARS].strip()
