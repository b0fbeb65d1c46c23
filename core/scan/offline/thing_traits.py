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
LOOKS = ("condition", "sound", "worn_out", "materials", "form", "colours")

_CHUNKS = re.compile(r"\s*(?:[,;:.!?()“”\"]|\s--|\s[–—])\s*")
_DESCRIBES = re.compile(r"[,:]|\s(?:is|are|with|made)\s")
_DEED = re.compile(r"(?:and|then|but|or|so|which|where|when|as (?:he|she|they|it)|\w+ing)\b(?! like)")
_LEAD = re.compile(r"(?:and|but|with|has|have|is|are|it is|it['’]s|sits|of|made of) ", re.IGNORECASE)
_OPENS = re.compile(
    rf"(?:it is |it['’]s |an? )?(?:very |quite |too )?{pattern(*LOOKS).pattern}", re.IGNORECASE
)
_ELSEWHERE = re.compile(r"(?:like|about|in|on|at|into|onto|around|through|written|the)\b", re.IGNORECASE)
_PEOPLE = re.compile(r"\b(?:he|she|him|his|they|them)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def thing_facts(source: Source, thing: Thing) -> Iterator[tuple[str, str, Sentence]]:
    """What the action says of the thing: field, value, and the sentence that says so."""
    people = {word for item in thing.seen for word in f"{item.by} {item.owner}".split()}
    for item in thing.seen:
        for field, value in _said_of(item):
            yield field, value, item.sentence
        following = source.after(item.sentence)
        if following and _goes_on(item, following):
            for field, value in _looks(following.text):
                if value.upper() not in people:
                    yield field, value, following


def _said_of(item: Seen) -> Iterator[tuple[str, str]]:
    """Its own modifiers, and what follows its name in the sentence."""
    text = item.sentence.text
    named = text[item.start : item.end]
    if field := _field(" ".join(item.modifiers)):
        yield field, _trimmed(named)
    after = text[item.end : item.end + MAX_AFTER_CHARS]
    if not _DESCRIBES.match(after):
        return
    for chunk in _chunks(after)[: 6 if after[0] in ",:" else 2]:
        field = _field(chunk)
        if field is None or _PEOPLE.search(chunk) or _ELSEWHERE.match(chunk):
            return
        yield field, _trimmed(chunk)


def _looks(text: str) -> Iterator[tuple[str, str]]:
    """What a sentence says that describes the thing named before it: phrases that open with a look."""
    for chunk in _chunks(text[:MAX_AFTER_CHARS])[:6]:
        field = _field(chunk)
        if field and _OPENS.match(chunk):
            yield field, _trimmed(chunk)


def _chunks(text: str) -> list[str]:
    chunks = (chunk for chunk in _CHUNKS.split(text) if chunk)
    return [chunk for chunk in chunks if len(_WORD.findall(chunk)) <= MAX_CHUNK_WORDS and not _is_deed(chunk)]


def _goes_on(item: Seen, following: Sentence) -> bool:
    """A sentence that only names the thing is described by the next: “The key. Green, crusted.”"""
    if _PEOPLE.search(following.text):
        return False
    if re.match(r"(?:It is|It['’]s|Its) ", following.text):
        return item.end >= len(item.sentence.text) - 2
    naming = [word.lower() for word in _WORD.findall(item.sentence.text)]
    return len(naming) <= 6 and not words("acting", "handling") & set(naming)


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
