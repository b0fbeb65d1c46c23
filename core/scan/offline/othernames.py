"""Resolve: the other spellings of a person's name in the running text, for finding every mention."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from core.scan.offline.cues import canonical, folded, is_descent
from core.scan.offline.naming import MAX_GAP
from core.scan.offline.spellings import HER_TITLES, bare_parts, sets_apart, title_fits
from core.scan.offline.vocabulary import Vocabulary
from core.scan.offline.words import words

_PART = r"(?:[A-Z]['’])?[A-Z][\w-]*[a-z]"
_FULL_NAME = re.compile(
    rf"(?<![\w'’])(?:(?:[A-Z][a-z]{{1,9}}\.? )?{_PART}(?: (?:[A-Z]\. )?{_PART}){{1,2}}"
    rf"|[A-Z][a-z]{{1,4}}\. ?{_PART})(?!\w)"
)
_TITLE_RUN = re.compile(rf"(?<![\w'’-]){_PART}(?:,? {_PART})*(?![\w-])")
_ENDS_SENTENCE = re.compile(
    r"(?!(?:MR|MRS|MS|DR|LT|ST|SGT|CAPT|COL|GEN|PROF|REV|SEN)\.|[A-Z]\.)(?<!\w)\w+\. "
)
_OWN = re.compile(r"['’]s$")


def other_spellings(
    texts: Sequence[str], owned: Mapping[str, Iterable[str]], vocabulary: Vocabulary
) -> dict[str, tuple[str, ...]]:
    """Names of the running text that can only be one figure's: Mr. Greyson, Bram Teague, Bram.

    `owned` maps each figure's key to its names; a spelling that two could own is nobody's.
    """
    names = {key: list(listed) for key, listed in owned.items()}
    spelled = [name for name in _full_names(texts) if not vocabulary.is_group(name)]
    for _ in range(2):
        for key, name in list(_claims(spelled, names, vocabulary)):
            names[key].append(name)
    alone = _alone(texts)
    for key, word in list(_single_names(names, vocabulary)):
        if word in alone:
            names[key].append(word)
    return {key: tuple(listed[len(list(owned[key])) :]) for key, listed in names.items()}


# --- names of several words ----------------------------------------------------------------------


def _full_names(texts: Sequence[str]) -> list[str]:
    """Names of several words, the usual ones first; each met twice, or proved by a title or a first name."""
    met = Counter(
        canonical(_OWN.sub("", match[0]))
        for text in texts
        for match in _FULL_NAME.finditer(text)
        if _is_inside(text, match)
    )
    sure = words("titles", "male_names", "female_names")
    return [
        name
        for name, times in met.most_common()
        if (times > 1 or folded(name).split()[0] in sure) and not _ENDS_SENTENCE.search(name)
    ]


def _is_inside(text: str, match: re.Match[str]) -> bool:
    """At the start of a sentence any word has a capital: only a title or the middle proves a name."""
    before = text[max(0, match.start() - MAX_GAP) : match.start()].rstrip(" \"“”'‘(")
    first = match[0].split()[0].rstrip(".").upper()
    if first in words("titles", "male_names", "female_names"):
        return True
    return first not in words("small", "openers") and (not before or before[-1] not in ".!?…:-–—")


def _claims(
    spelled: Iterable[str], names: Mapping[str, list[str]], vocabulary: Vocabulary
) -> Iterator[tuple[str, str]]:
    """(owner, name) of each name that one figure alone can own, and that fits its other names."""
    holding = _owners_of_words(names)
    known = {folded(name) for listed in names.values() for name in listed}
    added: dict[str, list[str]] = defaultdict(list)
    for name in spelled:
        if folded(name) in known:
            continue
        near = {owner for word in folded(name).split() for owner in holding.get(word, ())}
        owners = [key for key in near if any(_is_spelling_of(name, own, vocabulary) for own in names[key])]
        if len(owners) != 1 or _shares_surname(name, near - set(owners), names):
            continue
        if not _contradicts(name, [*names[owners[0]], *added[owners[0]]]):
            added[owners[0]].append(name)
            known.add(folded(name))
            yield owners[0], name


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
    bare, core = bare_parts(parts), bare_parts(whole)
    if not bare or not core or vocabulary.is_role(own) or sets_apart(parts[0]) or sets_apart(whole[0]):
        return False
    if any(vocabulary.is_common(part) or not vocabulary.names(part) for part in bare if part not in core):
        return False
    if parts[0] in HER_TITLES and not title_fits(parts[0], [*core, *bare]):
        return False
    if parts[0] in words("titles") and len(bare) == 1:
        return core[-1] == bare[0] and _same_title(parts[0], whole[0], core)
    return _adds_a_name(bare, core) and (whole[0] not in words("titles") or title_fits(whole[0], bare))


def _same_title(title: str, first: str, core: list[str]) -> bool:
    return title == first if first in words("titles") else title_fits(title, core)


def _adds_a_name(bare: list[str], core: list[str]) -> bool:
    opens = bare[0] in words("small", "openers", "titles")
    return len(core) == 1 and len(bare) == 2 and core[0] in bare and not opens


def _contradicts(name: str, listed: Iterable[str]) -> bool:
    """Whether a full name has another surname or another first name than one that is known."""
    bare = bare_parts(folded(name).split())
    full = [parts for other in listed if len(parts := bare_parts(folded(other).split())) > 1]
    return len(bare) > 1 and any((parts[0] == bare[0]) != (parts[-1] == bare[-1]) for parts in full)


def _shares_surname(name: str, others: set[str], names: Mapping[str, list[str]]) -> bool:
    """Whether others bear the last word of a new full name, too."""
    last = folded(name).split()[-1]
    return any(last in folded(other).split() for key in others for other in names[key])


# --- a first name or a surname alone -------------------------------------------------------------


def _alone(texts: Sequence[str]) -> frozenset[str]:
    """Words with a capital that stand alone inside a sentence, in capitals; common first names anywhere."""
    return frozenset(
        word for text in texts for match in _TITLE_RUN.finditer(text) if (word := _alone_in(text, match))
    )


def _alone_in(text: str, match: re.Match[str]) -> str:
    first, *rest = match[0].upper().replace(",", "").split()
    if len(rest) == 1 and first in words("small", "openers"):
        return rest[0]
    proved = first in words("male_names", "female_names") or (match.start() and _is_inside(text, match))
    return first if proved and not rest else ""


def _single_names(names: Mapping[str, list[str]], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """The first or last word of a full name that is nobody else's."""
    holders = Counter(word for listed in names.values() for word in _own_words(listed))
    for key, listed in names.items():
        full = [folded(name).split() for name in listed if vocabulary.is_proper(name)]
        full = [parts for parts in full if parts[0] not in HER_TITLES and not sets_apart(parts[0])]
        ends = dict.fromkeys(word for parts in full if len(parts) > 1 for word in (parts[0], parts[-1]))
        for word in ends:
            if holders[word] == 1 and word not in listed and _may_stand_alone(word, vocabulary):
                yield key, word


def _own_words(listed: Iterable[str]) -> set[str]:
    """The words of a figure's names; those of YOUNG ADA are the other ADA's."""
    return {word for name in listed if not sets_apart(name.split()[0]) for word in folded(name).split()}


def _may_stand_alone(word: str, vocabulary: Vocabulary) -> bool:
    if len(word) < 3 or not word.isalpha() or is_descent(word) or vocabulary.is_role(word):
        return False
    ordinary = word in words("qualifiers", "numbers", "small", "openers") or vocabulary.is_common(word)
    return not ordinary and vocabulary.names(word) > 0
