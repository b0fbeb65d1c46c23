"""Resolve: which names are one person. Joined only where spelling leaves one reading, or the text says so.

A wrong merge costs more than a duplicate, so every rule here asks for exactly one candidate.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from core.scan.offline.characters import Candidate, is_group
from core.scan.offline.naming import Found, NameIndex, is_proper, is_role
from core.scan.offline.source import Cue, Sentence, Source, canonical
from core.scan.offline.words import words

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
_LISTED = re.compile(r"^,? (?:and|or|&) ")
_OPENERS = frozenset(
    (
        *(
            "AND",
            "BUT",
            "THE",
            "THEN",
            "NOW",
            "AS",
            "WHEN",
            "WHILE",
            "IF",
            "OH",
            "HEY",
            "HI",
            "HELLO",
            "THANKS",
        ),
        *(
            "SORRY",
            "YES",
            "NO",
            "WELL",
            "WHAT",
            "WHERE",
            "WHO",
            "BOTH",
            "ONLY",
            "SO",
            "OK",
            "OKAY",
            "DEAR",
            "EVEN",
        ),
        *(
            "POOR",
            "JUST",
            "ALL",
            "GOOD",
            "BYE",
            "WITH",
            "FROM",
            "FOR",
            "AT",
            "IN",
            "ON",
            "TO",
            "INSIDE",
            "BEHIND",
        ),
    )
)
_TITLE_CASE = re.compile(
    r"(?<![\w'’])(?:(?:Mr|Mrs|Ms|Dr)\. |(?:[A-Z][a-z]+ ))(?:[A-Z][\w'’-]+)(?: [A-Z][\w'’-]+)?"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One person: the name to suggest first, then the other names, cues, and introductions."""

    names: tuple[str, ...]
    cues: tuple[Cue, ...]
    intros: tuple[tuple[Sentence, int], ...]
    joined_by: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The suggested name; unique in a cast."""
        return self.names[0]


class _Groups:
    """Names that were found to be one person (a union-find), with the reasons."""

    def __init__(self, names: Iterable[str]) -> None:
        self.parent = {name: name for name in names}
        self.reasons: dict[str, list[str]] = {}

    def find(self, name: str) -> str:
        while self.parent[name] != name:
            name = self.parent[name]
        return name

    def join(self, one: str, other: str, reason: str = "") -> None:
        one, other = self.find(one), self.find(other)
        if one != other:
            self.parent[other] = one
            self.reasons.setdefault(one, []).extend(
                [*self.reasons.pop(other, []), *([reason] if reason else [])]
            )

    def members(self) -> dict[str, list[str]]:
        grouped: dict[str, list[str]] = {}
        for name in self.parent:
            grouped.setdefault(self.find(name), []).append(name)
        return grouped


def resolve(source: Source, candidates: Mapping[str, Candidate]) -> tuple[Figure, ...]:
    """The cast: each person once, with every name the script gives them."""
    groups = _Groups(candidates)
    for short, full in _spelled_alike(list(candidates)):
        groups.join(full, short)
    _join_stated(source, candidates, groups)
    texts = [sentence.text for sentence in source.sentences] + [speech.text for speech in source.speeches]
    extra = _names_in_text(texts, groups)
    return tuple(
        _figure([candidates[name] for name in members], extra.get(root, ()), groups.reasons.get(root, []))
        for root, members in groups.members().items()
    )


# --- by spelling ---------------------------------------------------------------------------------


def _spelled_alike(names: list[str]) -> Iterator[tuple[str, str]]:
    """(short, full): NELL and NELL HARKER, ROOK and CAPTAIN ROOK; never across a qualifier."""
    holding = _by_word(names)
    for short in names:
        if is_group(short):
            continue
        fits = [full for full in holding[short.split()[-1]] if full != short and _is_short_for(short, full)]
        longest = [full for full in fits if not any(_is_short_for(full, other) for other in fits)]
        if len(longest) == 1:
            yield short, longest[0]


def _by_word(names: Iterable[str]) -> dict[str, list[str]]:
    """The names that hold each word, so that only those are compared."""
    holding: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for word in dict.fromkeys(name.split()):
            holding[word].append(name)
    return holding


def _is_short_for(short: str, full: str) -> bool:
    parts, whole = short.split(), full.split()
    if len(parts) >= len(whole) or whole[0] in words("qualifiers") or is_group(full):
        return False
    titled, bare = parts[0] in words("titles"), [part for part in parts if part not in words("titles")]
    if not bare:
        return False
    core = [part for part in whole if part not in words("titles")]
    if titled and parts[0] not in whole and whole[0] in words("titles"):
        return False
    if not is_proper(" ".join(bare)):
        return False
    return core[-len(bare) :] == bare or (core[: len(bare)] == bare and not titled and not is_role(full))


# --- by what the text says -----------------------------------------------------------------------


def _join_stated(source: Source, candidates: Mapping[str, Candidate], groups: _Groups) -> None:
    index = NameIndex({root: members for root, members in groups.members().items() if not is_group(root)})
    speakers = {root: _scenes(candidates, members) for root, members in groups.members().items()}
    for one, other, sentence in [*_statements(source, index), *_self_naming(source, index, groups)]:
        together = speakers[one] & speakers[other]
        if one != other and not together:
            groups.join(one, other, f"line {sentence[0]} (“{sentence[1]}”)")


def _scenes(candidates: Mapping[str, Candidate], names: list[str]) -> set[int | None]:
    return {cue.scene for name in names for cue in candidates[name].cues}


def _statements(source: Source, index: NameIndex) -> Iterator[tuple[str, str, tuple[int, str]]]:
    before: tuple[int, list[Found]] = (-1, [])
    for sentence in source.sentences:
        found = list(index.find(sentence.text))
        evidence = (sentence.line, _excerpt(sentence.text))
        for one, other in pairwise(found):
            if _says_same(sentence.text, one, other):
                yield one.owner, other.owner, evidence
        earlier = before[1] if before[0] == sentence.paragraph else []
        for at, name in enumerate(found):
            subjects = {item.owner for item in [*earlier, *found[:at]]}
            if (
                len(subjects) == 1
                and _HE_IS.search(sentence.text[max(0, name.start - 60) : name.start])
                and _closes(sentence.text, name)
            ):
                yield subjects.pop(), name.owner, evidence
        before = (sentence.paragraph, found or earlier)


def _says_same(text: str, one: Found, other: Found) -> bool:
    between = text[one.end : other.start]
    if _CALLED.match(between):
        return True
    if other.possessive or one.possessive or not _closes(text, other):
        return False
    role = is_role(text[other.start : other.end]) or is_role(text[one.start : one.end])
    return role and bool(_APPOSED.match(between) or _IS.match(between))


def _closes(text: str, found: Found) -> bool:
    after = text[found.end :]
    return not found.possessive and bool(_CLOSES.match(after)) and not _LISTED.match(after)


def _self_naming(
    source: Source, index: NameIndex, groups: _Groups
) -> Iterator[tuple[str, str, tuple[int, str]]]:
    for speech in source.speeches:
        match = _MY_NAME.search(speech.text)
        if match and len(speech.speakers) == 1 and speech.speakers[0] in groups.parent:
            name = next((found for found in index.find(speech.text) if found.start == match.end()), None)
            if name:
                yield name.owner, groups.find(speech.speakers[0]), (speech.line, _excerpt(speech.text))


def _excerpt(text: str) -> str:
    return text if len(text) <= 80 else text[:79].rstrip() + "…"


# --- other spellings in the running text ---------------------------------------------------------


def _names_in_text(texts: list[str], groups: _Groups) -> dict[str, tuple[str, ...]]:
    """Mr. Greyson, Bram Teague: names of the text that end in, or begin with, one person's own name."""
    known = set(groups.parent)
    holding = _by_word(known)
    found: dict[str, list[str]] = {}
    spelled = dict.fromkeys(
        canonical(match[0])
        for text in texts
        for match in _TITLE_CASE.finditer(text)
        if _is_inside(text, match)
    )
    for name in spelled:
        if name in known or name.split()[0] in words("qualifiers") or is_group(name):
            continue
        near = {own for word in name.replace(".", "").split() for own in holding.get(word, ())}
        owners = {groups.find(own) for own in near if _is_spelling_of(name, own)}
        if len(owners) == 1:
            found.setdefault(owners.pop(), []).append(name)
    return {root: (*names, *_first_names(names, texts, known)) for root, names in found.items()}


def _is_inside(text: str, match: re.Match[str]) -> bool:
    """At the start of a sentence any word has a capital: only a title or the middle proves a name."""
    before = text[: match.start()].rstrip(" \"“”'‘(")
    titled = match[0].split()[0].rstrip(".").upper() in words("titles")
    return titled or (bool(before) and before[-1] not in ".!?…:-–—")


def _is_spelling_of(name: str, own: str) -> bool:
    parts, whole = name.replace(".", "").split(), own.split()
    bare = [part for part in parts if part not in words("titles")]
    if not bare or is_role(own) or whole[0] in words("qualifiers"):
        return False
    core = [part for part in whole if part not in words("titles")]
    if parts[0] in words("titles"):
        return core[-len(bare) :] == bare and (whole[0] not in words("titles") or whole[0] == parts[0])
    return len(core) == 1 and len(bare) == 2 and core[0] in bare and bare[0] not in _OPENERS


def _first_names(names: list[str], texts: list[str], known: set[str]) -> Iterator[str]:
    for name in names:
        first = name.split()[0].rstrip(".")
        alone = re.compile(rf"(?<![\w'’]){re.escape(first.title())}(?![\w'’ -]* ?[A-Z])")
        if first not in words("titles") and first not in known and any(alone.search(text) for text in texts):
            yield first


def _figure(parts: list[Candidate], extra: Iterable[str], reasons: list[str]) -> Figure:
    cues = sorted((cue for part in parts for cue in part.cues), key=lambda cue: cue.line)
    intros = sorted((intro for part in parts for intro in part.intros), key=lambda intro: intro[0].line)
    main = max(parts, key=lambda part: (is_proper(part.name), len(part.cues) > 0, len(part.cues)))
    fuller = [p.name for p in parts if p.intros and main.name != p.name and _is_short_for(main.name, p.name)]
    names = [*fuller[:1], main.name, *(part.name for part in parts), *extra]
    return Figure(tuple(dict.fromkeys(names)), tuple(cues), tuple(intros), tuple(dict.fromkeys(reasons)))
