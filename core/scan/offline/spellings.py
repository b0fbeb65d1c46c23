"""Resolve by spelling: short and full names, and the other spellings of a name in the running text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from core.scan.offline.cues import canonical, folded, is_descent
from core.scan.offline.genders import Gender, gender_of_name
from core.scan.offline.vocabulary import Vocabulary
from core.scan.offline.words import words

_TITLE_CASE = re.compile(
    r"(?<![\w'’])(?:(?:[A-Z][a-z]{1,9}\.? )?(?:[A-Z]['’])?[A-Z][\w-]*[a-z](?: (?:[A-Z]\. )?(?:[A-Z]['’])?[A-Z][\w-]*[a-z]){1,2}"
    r"|[A-Z][a-z]{1,4}\. ?[A-Z][\w-]*[a-z])(?!\w)"
)
_HER_TITLES = ("MRS", "MISS", "MS")
"""Behind them stands a surname that may be a husband's or a father's as well."""
_ENDS_SENTENCE = re.compile(r"(?!(?:MR|MRS|MS|DR|LT|ST|SGT|CAPT|COL|GEN|PROF|REV|SEN)\.|[A-Z]\.)(?<!\w)\w+\. ")
_TITLE_RUN = re.compile(r"(?<![\w'’-])[A-Z][\w-]*[a-z](?:,? [A-Z][\w-]*[a-z])*(?![\w-])")
_OWN = re.compile(r"['’]s$")


def by_word(names: Iterable[str]) -> dict[str, list[str]]:
    """The names that hold each word, so that only those are compared."""
    holding: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for word in dict.fromkeys(folded(name).split()):
            holding[word].append(name)
    return holding


def spelled_alike(names: list[str], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """(short, full): NELL and NELL HARKER, ROOK and CAPTAIN ROOK; never across a qualifier."""
    holding = by_word(names)
    for short in names:
        if vocabulary.is_group(short):
            continue
        near = holding[folded(short).split()[-1]]
        fits = [full for full in near if full != short and is_short_for(short, full, vocabulary)]
        longest = [full for full in fits if not any(is_short_for(full, other, vocabulary) for other in fits)]
        if len(longest) == 1:
            yield short, longest[0]


def is_short_for(short: str, full: str, vocabulary: Vocabulary) -> bool:
    """Whether a name is part of a fuller one of one person: HARKER, CAPTAIN HARKER, NELL of CAPTAIN NELL HARKER."""
    parts, whole = folded(short).split(), folded(full).split()
    bare, core = _bare(parts), _bare(whole)
    titled = parts[0] in words("titles")
    longer = len(parts) < len(whole) or (titled and len(bare) < len(core))
    if not longer or sets_apart(whole[0]) or vocabulary.is_group(full):
        return False
    if not bare or not vocabulary.is_proper(" ".join(bare)):
        return False
    if not titled and whole[0] in _HER_TITLES and len(core) == 1:
        return False
    if titled and parts[0] not in whole and (whole[0] in words("titles") or not _title_fits(parts[0], core)):
        return False
    if core[: len(bare)] == bare and not titled and core[len(bare) : len(bare) + 1] == ["THE"]:
        return True
    return core[-len(bare) :] == bare or (core[: len(bare)] == bare and not titled and not vocabulary.is_role(full))


def is_by_title(short: str, full: str) -> bool:
    """Whether a short name brings a title that the full one lacks: MR. PERRY may be NEIL PERRY or his father."""
    title = folded(short).split()[0]
    return title in words("titles") and title not in folded(full).split()


def sets_apart(word: str) -> bool:
    """Whether a first word tells one person from another of the name: YOUNG ADA, SECOND GUARD, A1 THOR."""
    return word in words("qualifiers", "numbers") or any(char.isdigit() for char in word)


def other_spellings(
    texts: Sequence[str], owned: Mapping[str, Iterable[str]], vocabulary: Vocabulary
) -> dict[str, tuple[str, ...]]:
    """Names of the running text that can only be one figure's: Mr. Greyson, Bram Teague, Bram.

    `owned` maps each figure's key to its names; a spelling that two could own is nobody's.
    """
    spelled = _spelled(texts)
    known = {folded(name) for names in owned.values() for name in names}
    added: dict[str, list[str]] = defaultdict(list)
    for _ in range(2):
        names = {key: [*listed, *added[key]] for key, listed in owned.items()}
        holding = _owners_of_words(names)
        for name in spelled:
            if folded(name) in known or vocabulary.is_group(name):
                continue
            near = {owner for word in folded(name).split() for owner in holding.get(word, ())}
            owners = [key for key in near if any(_is_spelling_of(name, own, vocabulary) for own in names[key])]
            if len(owners) == 1 and not _shared_surname_only(name, near, owners[0], names):
                known.add(folded(name))
                added[owners[0]].append(name)
    alone = {
        match[0].upper()
        for text in texts
        for match in _TITLE_RUN.finditer(text)
        if " " not in match[0] and (match.start() or match[0].upper() in _given()) and _is_inside(text, match)
    }
    for key, short in _single_names({key: [*listed, *added[key]] for key, listed in owned.items()}, vocabulary):
        if short not in known and short in alone:
            added[key].append(short)
    return {key: tuple(listed) for key, listed in added.items() if listed}


def _spelled(texts: Iterable[str]) -> list[str]:
    """Names of several words, each met twice or with a title or a common first name to prove it."""
    met = Counter(
        canonical(_OWN.sub("", match[0]))
        for text in texts
        for match in _TITLE_CASE.finditer(text)
        if _is_inside(text, match)
    )
    sure = words("titles") | words("male_names") | words("female_names")
    return [
        name
        for name, times in met.items()
        if (times > 1 or folded(name).split()[0] in sure) and not _ENDS_SENTENCE.search(name)
    ]


def _is_inside(text: str, match: re.Match[str]) -> bool:
    """At the start of a sentence any word has a capital: only a title or the middle proves a name."""
    before = text[: match.start()].rstrip(" \"“”'‘(")
    first = match[0].split()[0].rstrip(".").upper()
    if first in words("titles"):
        return True
    return first not in words("small", "openers") and (not before or before[-1] not in ".!?…:-–—" or first in _given())


def _given() -> frozenset[str]:
    return words("male_names", "female_names")


def _owners_of_words(names: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    holding: dict[str, set[str]] = defaultdict(set)
    for key, listed in names.items():
        for name in listed:
            for word in folded(name).split():
                holding[word].add(key)
    return holding


def _is_spelling_of(name: str, own: str, vocabulary: Vocabulary) -> bool:
    """Whether a name of the text adds a title, a first name or a surname to a known one."""
    parts, whole = folded(name).split(), folded(own).split()
    bare, core = _bare(parts), _bare(whole)
    if not bare or not core or vocabulary.is_role(own) or sets_apart(parts[0]) or sets_apart(whole[0]):
        return False
    if any(vocabulary.is_common(part) or not vocabulary.names(part) for part in bare if part not in core):
        return False
    titled = parts[0] in words("titles")
    if parts[0] in _HER_TITLES and not _title_fits(parts[0], [*core, *bare]):
        return False
    if titled and len(bare) == 1:
        fits = whole[0] == parts[0] if whole[0] in words("titles") else _title_fits(parts[0], core)
        return core[-1] == bare[0] and fits
    if len(core) != 1 or len(bare) != 2 or core[0] not in bare or bare[0] in words("small", "openers", "titles"):
        return False
    return whole[0] not in words("titles") or _title_fits(whole[0], bare)


def _shared_surname_only(name: str, near: set[str], owner: str, names: Mapping[str, list[str]]) -> bool:
    """A new full name by its last word alone, when others bear that word too."""
    last = folded(name).split()[-1]
    return any(last in folded(other).split() for key in near - {owner} for other in names[key])


def _single_names(names: Mapping[str, list[str]], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """The first or last word of a full name that stands alone in the text and is nobody else's."""
    holders = Counter(
        word
        for listed in names.values()
        for word in {word for name in listed if not sets_apart(name.split()[0]) for word in folded(name).split()}
    )
    for key, listed in names.items():
        full = [parts for name in listed if len(parts := folded(name).split()) > 1 and vocabulary.is_proper(name)]
        full = [parts for parts in full if parts[0] not in _HER_TITLES and not sets_apart(parts[0])]
        for word in dict.fromkeys(word for parts in full for word in (parts[0], parts[-1])):
            lone = holders[word] == 1 and len(word) > 2 and word.isalpha() and not is_descent(word)
            ordinary = vocabulary.is_role(word) or word in words("qualifiers", "numbers", "small", "openers")
            ordinary = ordinary or vocabulary.is_common(word)
            if lone and not ordinary and vocabulary.names(word) and word not in listed:
                yield key, word


def _bare(parts: list[str]) -> list[str]:
    return [part for part in parts if part not in words("titles", "descents")]


def _title_fits(title: str, core: list[str]) -> bool:
    """MRS. and a man's first name are two people."""
    said, known = gender_of_name(title), gender_of_name(" ".join(core))
    if title in _HER_TITLES:
        return known is Gender.FEMALE
    return Gender.UNKNOWN in (said, known) or said is known
