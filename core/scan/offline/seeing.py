"""Where the action names a physical thing: its noun, its modifiers, whose it is, and who handles it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.scan.offline.handling import handling
from core.scan.offline.lexicon import kind_of, singular, thing_kind
from core.scan.offline.naming import NameIndex
from core.scan.offline.noun_phrases import Phrase, Reading, phrases
from core.scan.offline.source import Sentence, Source
from core.scan.offline.thing_words import TANGIBLE
from core.scan.offline.words import words

_POSSESSIVES = ("his", "her", "their")
_OF = " of "
_OF_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Seen:
    """One place where a thing is named; `start` to `end` in the sentence, modifiers included.

    `head` is its noun in the singular and `modifiers` the words before it, in lower case. `owner`, `shows`
    and `by` are keys of people or "": whose it is, whom a picture shows, who handles or uses it.
    """

    head: str
    modifiers: tuple[str, ...]
    sentence: Sentence
    start: int
    end: int
    capital: bool
    owner: str
    owned: bool
    """Whether the owner is named ("Ada's key"), not only meant ("her key")."""
    shows: str
    handled: bool
    by: str

    @property
    def plural(self) -> bool:
        """Whether several are named."""
        return not self.sentence.text[: self.end].lower().endswith(self.head)

    @property
    def definite(self) -> bool:
        """Whether it is named as known: the key."""
        return self.sentence.text[: self.start].lower().endswith("the ")


def see_things(source: Source, people: NameIndex) -> Iterator[Seen]:
    """Every tangible thing that the action names as a noun, in script order."""
    subject, scene = "", None
    for sentence in source.sentences:
        if sentence.scene != scene:
            subject, scene = "", sentence.scene
        found = tuple(people.find(sentence.text))
        reading = Reading(sentence, found, subject)
        for phrase in phrases(reading):
            if not _is_person(reading.tokens[phrase.last].text, people):
                yield _seen(reading, phrase)
        subject = next((name.owner for name in found if not name.possessive), subject)


def _is_person(word: str, people: NameIndex) -> bool:
    """Whether a word in capitals is somebody's, its apostrophe lost: JEANS hand."""
    return word.isupper() and word.endswith("S") and bool(people.find(word[:-1]))


def _seen(reading: Reading, phrase: Phrase) -> Seen:
    span = reading.tokens[phrase.noun : phrase.last + 1]
    noun, head = " ".join(token.low for token in span), singular(span[-1].low)
    compound = len(span) > 1 and kind_of(head) not in TANGIBLE
    before = reading.tokens[phrase.first : phrase.noun if compound else phrase.last]
    owner, owned = _owner(reading, phrase.first)
    done = handling(reading, phrase, thing_kind(noun) or "")
    return Seen(
        head=singular(noun) if compound else head,
        modifiers=tuple(token.low for token in before),
        sentence=reading.sentence,
        start=reading.tokens[phrase.first].start,
        end=span[-1].end,
        capital=all(token.text.isupper() for token in span) and not reading.shouting,
        owner=owner,
        owned=owned,
        shows=_shows(reading, phrase.last, head),
        handled=done.handled,
        by=reading.person_before(phrase.first if done.verb is None else done.verb) if done.used else "",
    )


def _owner(reading: Reading, first: int) -> tuple[str, bool]:
    """Whose the thing is, and whether that is said by name."""
    if first == 0:
        return "", False
    before = reading.tokens[first - 1]
    for name in reading.found:
        if name.possessive and before.start < name.end <= before.end:
            return name.owner, True
    return (reading.person_before(first - 1) if before.low in _POSSESSIVES else ""), False


def _shows(reading: Reading, last: int, head: str) -> str:
    """“a photo of Ada”: the person after “of”, for pictures."""
    after = reading.tokens[last].end
    if head not in words("pictures") or not reading.text.startswith(_OF, after):
        return ""
    within = range(after + len(_OF), after + len(_OF) + _OF_WITHIN)
    return next((name.owner for name in reading.found if name.start in within), "")
