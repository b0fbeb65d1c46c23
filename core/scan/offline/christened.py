"""Things that have a proper name, as ships and swords do: the Ember One, a boat called Bess."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from core.scan.offline.lexicon import singular, thing_kind
from core.scan.offline.naming import NameIndex
from core.scan.offline.seeing import Seen
from core.scan.offline.source import Sentence, Source
from core.scan.offline.thing_words import is_tangible
from core.scan.offline.words import CAMERA, words

MAX_APPOSITION_CHARS = 120
MAX_CHRISTENED = 20
"""No film names more ships; each is searched for in the whole action."""

_NAME = r"(?P<name>[A-Z][\w’'-]*(?: (?:(?:of|the|and) )?[A-Z0-9][\w’'-]*){0,3})"
_CALLED = re.compile(
    rf"\b(?P<noun>\w+),? (?:named|called|christened|dubbed) (?:the |The )?[“\"]?{_NAME}(?![\w’'])"
)
_QUOTED = re.compile(rf"\b[Tt]he (?P<noun>\w+),? [“\"]{_NAME}[”\"]")
_APPOSED = re.compile(
    rf"(?<![\w’'-])(?:[Tt]he )?[“\"]?{_NAME}[”\"]?, an? (?P<rest>[^.;:!?“”\"]{{1,{MAX_APPOSITION_CHARS}}})"
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def see_christened(source: Source, people: NameIndex) -> dict[str, list[Seen]]:
    """Each name that the script itself gives to a thing, in capitals, with where the action says it."""
    given: Counter[tuple[str, str]] = Counter()
    for sentence in source.sentences:
        for name, noun in _given(sentence.text):
            if not people.find(name) and not CAMERA.search(name):
                given[name, noun] += 1
    nouns = {name: noun for (name, noun), _ in reversed(given.most_common(MAX_CHRISTENED))}
    return {name: seen for name, noun in nouns.items() if (seen := list(_mentions(source, name, noun)))}


def _given(text: str) -> Iterator[tuple[str, str]]:
    """Name and noun where a sentence christens a thing."""
    for match in _CALLED.finditer(text):
        if is_tangible(match["noun"].lower()):
            yield _plain(match["name"]), singular(match["noun"].lower())
    for match in _QUOTED.finditer(text):
        if thing_kind(match["noun"].lower()) == "vehicle":
            yield _plain(match["name"]), singular(match["noun"].lower())
    for match in _APPOSED.finditer(text) if ", a" in text else ():
        if noun := _apposed(match["rest"]):
            yield _plain(match["name"]), noun


def _apposed(rest: str) -> str:
    """The vehicle that “large, trilobite-like ship with four engines” is, else ""."""
    last = ""
    for word in _WORD.findall(rest.lower()):
        if word in words("boundaries"):
            break
        last = word
    return singular(last) if thing_kind(last) == "vehicle" else ""


def _plain(name: str) -> str:
    return re.sub(r"\A(?:THE|The) ", "", name).upper().replace("’", "'").removesuffix("'S")


def _mentions(source: Source, name: str, noun: str) -> Iterator[Seen]:
    spelled = re.compile(rf"(?<![\w’'-]){re.escape(name)}(?![\w-])", re.IGNORECASE)
    for sentence in source.sentences:
        if name in sentence.text.upper():
            for match in spelled.finditer(sentence.text):
                if not match[0].islower():
                    yield _seen(sentence, noun, match)


def _seen(sentence: Sentence, noun: str, match: re.Match[str]) -> Seen:
    return Seen(
        head=noun,
        modifiers=(),
        sentence=sentence,
        start=match.start(),
        end=match.end(),
        capital=match[0].isupper() and not sentence.text.isupper(),
        owner="",
        owned=False,
        shows="",
        handled=False,
        by="",
    )
