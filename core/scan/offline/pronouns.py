"""Pronouns that can only mean one figure: I in a speech, he and she behind the one fitting name.

Measured on films with hand-made coreference: I and me mean the speaker in 97 of 100 cases; he and she in
action with one fitting name so far in the paragraph in 89, in dialogue in 18: there they are not read.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.scan.offline.genders import Gender, gender_by_count, gender_of_name, gender_of_pronoun
from core.scan.offline.identity import Figure
from core.scan.offline.naming import Found
from core.scan.offline.presence import Presence
from core.scan.offline.source import Sentence, Source
from core.scan.offline.vocabulary import is_person_noun
from core.scan.offline.words import words

MAX_NAME = 30

_FIRST = re.compile(r"(?<![\w'’-])(?:I|[Mm](?:e|y|ine|yself)|M[EY])(?![\w-])")
_THIRD = re.compile(r"(?<![\w'’-])(?:he|she|him|her|his|hers|himself|herself)(?![\w-])", re.IGNORECASE)
_OBJECT_HER = re.compile(
    r"\s*(?:$|[.,;:!?)—–]|--|(?:and|as|with|to|in|on|at|from|for|into|by|up|down|off|out|away|back|over|"
    r"through|a|an|the|while|but|who|that|like|about)\b)",
    re.IGNORECASE,
)
_NOUN = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]?")


@dataclass(frozen=True, slots=True)
class Meant:
    """A pronoun in a line: whose it is, and its columns."""

    owner: str
    line: int
    columns: tuple[int, int]


def spoken_pronouns(source: Source, owner_of: Mapping[str, str]) -> Iterator[Meant]:
    """I, me, my, mine, myself in a speech of one speaker. `owner_of` maps the names of cues to keys."""
    for speech in source.speeches:
        if len(speech.speakers) != 1 or speech.speakers[0] not in owner_of:
            continue
        owner = owner_of[speech.speakers[0]]
        for match in _FIRST.finditer(speech.text):
            if not _is_numeral(speech.text, match):
                yield Meant(owner, speech.line, match.span())


def acted_pronouns(source: Source, cast: Sequence[Figure], presence: Presence) -> Iterator[Meant]:
    """He and she in action where exactly one fitting name stands so far in the paragraph."""
    groups = {figure.key for figure in cast if figure.group}
    said = [*_read_paragraphs(source, groups, presence)]
    genders = _genders(cast, said)
    for reading in said:
        fitting = {name for name in reading.names if _fits(genders[name], reading.gender)}
        if len(fitting) == 1 and not reading.others:
            yield Meant(fitting.pop(), reading.line, reading.columns)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A he or she with the figures named before it in its paragraph; `others` when nameless people are."""

    gender: Gender
    names: tuple[str, ...]
    others: bool
    line: int
    columns: tuple[int, int]


@dataclass(slots=True)
class _Paragraph:
    """What a paragraph has said so far: who was named, and the genders of people without a name."""

    number: int = -1
    named: dict[str, None] = field(default_factory=dict)
    nameless: set[Gender] = field(default_factory=set)

    def read(self, sentence: Sentence, found: list[Found]) -> Iterator[_Reading]:
        """The pronouns of the next sentence, each with what stands before it."""
        covered = 0
        subjects: set[str] = set()
        before: set[Gender] = set()
        for match in _outside_quotes(sentence.text):
            subjects |= self._note(sentence.text, found, covered, match.start())
            covered = match.end()
            gender = gender_of_pronoun(match[0])
            if not _is_object(sentence.text, match) or not (subjects or gender in before):
                line, columns = sentence.place_of(*match.span())
                others = bool(self.nameless & {gender, Gender.UNKNOWN})
                yield _Reading(gender, tuple(self.named), others, line, columns)
            before.add(gender)
        self._note(sentence.text, found, covered, len(sentence.text))

    def _note(self, text: str, found: list[Found], start: int, end: int) -> set[str]:
        """Reads on from one place to another; gives those who may be the subject of what follows."""
        self.nameless |= _nameless(text[start:end], start, found)
        names = [name for name in found if start <= name.start < end]
        self.named.update(dict.fromkeys(name.owner for name in names))
        return {name.owner for name in names if not name.possessive}


def _read_paragraphs(source: Source, groups: set[str], presence: Presence) -> Iterator[_Reading]:
    paragraph = _Paragraph()
    for sentence in source.sentences:
        if sentence.paragraph != paragraph.number:
            paragraph = _Paragraph(sentence.paragraph)
        found = [name for name in presence.in_sentence(sentence) if name.owner not in groups]
        yield from paragraph.read(sentence, found)


def _outside_quotes(text: str) -> Iterator[re.Match[str]]:
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    for match in _THIRD.finditer(text):
        if not any(start <= match.start() < end for start, end in quoted):
            yield match


def _is_object(text: str, match: re.Match[str]) -> bool:
    word = match[0].lower()
    return word == "him" or (word == "her" and bool(_OBJECT_HER.match(text, match.end())))


def _nameless(text: str, offset: int, found: list[Found]) -> set[Gender]:
    """The genders of people who are spoken of without a name: a woman, the guard."""
    said = set()
    for match in _NOUN.finditer(text):
        at = offset + match.start()
        if match[0][0].isupper() and not match[0].isupper():
            continue
        if is_person_noun(match[0]) and not any(name.start <= at < name.end for name in found):
            said.add(gender_of_name(match[0]))
    return said


def _genders(cast: Sequence[Figure], said: list[_Reading]) -> dict[str, Gender]:
    counts: dict[str, Counter[Gender]] = defaultdict(Counter)
    for reading in said:
        if len(reading.names) == 1 and not reading.others:
            counts[reading.names[0]][reading.gender] += 1
    return {figure.key: _gender(figure, counts[figure.key]) for figure in cast}


def _gender(figure: Figure, said: Counter[Gender]) -> Gender:
    stated = gender_by_count(said)
    if stated is not Gender.UNKNOWN:
        return stated
    named = (gender_of_name(name) for name in figure.names)
    return next((gender for gender in named if gender is not Gender.UNKNOWN), Gender.UNKNOWN)


def _fits(known: Gender, said: Gender) -> bool:
    return known in (said, Gender.UNKNOWN)


def _is_numeral(text: str, match: re.Match[str]) -> bool:
    """World War I, Henry I: a numeral behind a name."""
    before = text[max(0, match.start() - MAX_NAME) : match.start()].rstrip().rpartition(" ")[2]
    named = before[:1].isupper() and before.isalpha() and before.upper() not in words("small", "openers")
    return match[0] == "I" and named and text[match.end() : match.end() + 1] in ("", ".", ",")
