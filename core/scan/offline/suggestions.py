"""Figures that may be one person where the text does not say so: for the user to decide, with the reason."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from core.models import AssetType, Suggestion
from core.scan.offline.cues import folded
from core.scan.offline.genders import Gender, gender_of_name
from core.scan.offline.identity import Figure, talk_to_each_other
from core.scan.offline.presence import looks_of
from core.scan.offline.source import Source
from core.scan.offline.spellings import HER_TITLES, distance, sets_apart
from core.scan.offline.vocabulary import Vocabulary
from core.scan.offline.words import words

MAX_SUGGESTIONS = 12
MIN_TWIN_LETTERS = 5
MAX_LINES = 6
MAX_COMPARED = 40
RARE = 4
"""Cues and introductions of a name that may be a slip."""
MAX_FULLER = 6

_INITIALS = re.compile(r"[A-Z](?:\.? ?[A-Z]){1,3}\.?")


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two figures, how strongly something speaks for one identity, the reason, and the lines."""

    first: Figure
    second: Figure
    weight: float
    reason: str
    lines: tuple[int, ...]


def suggest_people(source: Source, cast: Sequence[Figure]) -> tuple[Suggestion, ...]:
    """The likeliest pairs, the strongest first, twelve at most."""
    people = [figure for figure in cast if not figure.group]
    pairs = [
        *_typo_twins(people),
        *_part_names(people, source.vocabulary),
        *_initials(people),
        *_bare_titles(people),
        *_named_later(source, people),
    ]
    best: dict[frozenset[str], _Pair] = {}
    looks = looks_of(cast)
    for pair in sorted(pairs, key=lambda pair: -pair.weight):
        keys = frozenset((pair.first.key, pair.second.key))
        related = looks.get(pair.first.key) == pair.second.key or looks.get(pair.second.key) == pair.first.key
        if not related:
            best.setdefault(keys, pair)
    return tuple(
        Suggestion(AssetType.CHARACTER, pair.first.key, pair.second.key, pair.reason, pair.lines[:MAX_LINES])
        for pair in list(best.values())[:MAX_SUGGESTIONS]
    )


# --- one name spelled in two ways ----------------------------------------------------------------


def _typo_twins(people: Sequence[Figure]) -> Iterator[_Pair]:
    """LIEUTENANT STRATA and LIEUTENANT STRATUS: a letter or two apart, and one of them rare."""
    for one, other, spelled in _near_by_spelling(people):
        rare, usual = sorted((one, other), key=_size)
        if _size(rare) > RARE or _size(usual) < 2 * _size(rare) or _talk_to_each_other(one, other):
            continue
        reason = (
            f"{spelled[0]} and {spelled[1]} are spelled almost alike, and {rare.key} is rare: perhaps a slip."
        )
        yield _Pair(usual, rare, 2.0 + min(1.0, _size(usual) / 50), reason, _lines(rare))


def _near_by_spelling(people: Sequence[Figure]) -> Iterator[tuple[Figure, Figure, tuple[str, str]]]:
    """Pairs with names that differ by a slip, found by a shared start or end so that few are compared."""
    blocks: dict[tuple[str, str], list[tuple[str, Figure]]] = defaultdict(list)
    for figure in people:
        for name in figure.names:
            letters = folded(name).replace(" ", "")
            if len(letters) >= MIN_TWIN_LETTERS:
                blocks["start", letters[:3]].append((name, figure))
                blocks["end", letters[-4:]].append((name, figure))
    seen: set[frozenset[str]] = set()
    for listed in blocks.values():
        for (one, first), (other, second) in combinations(listed[:MAX_COMPARED], 2):
            keys = frozenset((first.key, second.key))
            if len(keys) == 2 and keys not in seen and _is_slip(one, other):
                seen.add(keys)
                yield first, second, (one, other)


def _is_slip(one: str, other: str) -> bool:
    short, long = sorted((folded(one), folded(other)), key=len)
    if re.findall(r"\d+", one) != re.findall(r"\d+", other) or long in (
        short + "S",
        short + "ESS",
        short + "RESS",
    ):
        return False
    different = [(a, b) for a, b in zip(short.split(), long.split(), strict=False) if a != b]
    if len(short.split()) != len(long.split()):
        return short.replace(" ", "") == long.replace(" ", "")
    if len(different) != 1 or {*different[0]} & (words("qualifiers") | words("numbers") | words("titles")):
        return False
    a, b = different[0]
    if {a, b} <= words("male_names") | words("female_names") or min(len(a), len(b)) < 4:
        return False
    return distance(a, b, 2) <= (1 if max(len(a), len(b)) < 7 else 2)


# --- a short name and several full ones ----------------------------------------------------------


def _part_names(people: Sequence[Figure], vocabulary: Vocabulary) -> Iterator[_Pair]:
    """MARSH beside ADA MARSH and BEN MARSH; MR. PERRY beside NEIL PERRY."""
    holding: dict[str, list[Figure]] = defaultdict(list)
    for figure in people:
        for word in {word for name in figure.names for word in folded(name).split()}:
            holding[word].append(figure)
    for figure in people:
        bare = [word for word in folded(figure.key).split() if word not in words("titles", "descents")]
        if (
            len(bare) != 1
            or bare[0] in words("voices")
            or not figure.cues
            or vocabulary.is_role(figure.key)
            or sets_apart(figure.key.split()[0])
        ):
            continue
        fuller = [other for other in holding[bare[0]] if other is not figure and _holds_more(other, bare[0])]
        apart = [other for other in fuller if _may_be_one(figure, other) and not _names_two(other, people)]
        if apart and len(fuller) <= MAX_FULLER:
            likely = max(apart, key=lambda other: (_size(other), len(figure.scenes & other.scenes)))
            yield _Pair(likely, figure, 1.5, _shared_name(figure, likely, fuller), _lines(figure))


def _may_be_one(one: Figure, other: Figure) -> bool:
    genders = {gender_of_name(one.key), gender_of_name(other.key)}
    wife = any(figure.key.replace(".", "").split()[0] in HER_TITLES for figure in (one, other))
    compatible = genders == {Gender.FEMALE} if wife else len(genders - {Gender.UNKNOWN}) < 2
    return compatible and not _talk_to_each_other(one, other)


def _names_two(figure: Figure, people: Sequence[Figure]) -> bool:
    """Two people's names side by side in a heading or a caption, not one full name."""
    if figure.cues:
        return False
    known = {name for other in people if other is not figure and other.cues for name in other.names}
    return all(word in known for word in figure.key.split())


def _holds_more(figure: Figure, word: str) -> bool:
    parts = folded(figure.key).split()
    return len(parts) > 1 and word in parts and not sets_apart(parts[0])


def _shared_name(short: Figure, full: Figure, fuller: Sequence[Figure]) -> str:
    others = [other.key for other in fuller if other is not full]
    if others:
        return f"{short.key} may be {full.key}; {' and '.join(others)} could be meant as well."
    return f"{short.key} is part of the name {full.key}, and the two never talk to each other."


# --- abbreviations and bare titles ---------------------------------------------------------------


def _initials(people: Sequence[Figure]) -> Iterator[_Pair]:
    """D.A. and DISTRICT ATTORNEY."""
    short = {re.sub(r"[. ]", "", figure.key): figure for figure in people if _INITIALS.fullmatch(figure.key)}
    for figure in people:
        parts = figure.key.split()
        other = short.get("".join(part[0] for part in parts)) if len(parts) > 1 else None
        if other and other is not figure and not _talk_to_each_other(figure, other):
            reason = f"{other.key} are the initials of {figure.key}."
            yield _Pair(figure, other, 1.6, reason, _lines(other))


def _bare_titles(people: Sequence[Figure]) -> Iterator[_Pair]:
    """LIEUTENANT beside the one LIEUTENANT STRATUS."""
    for figure in people:
        if figure.key not in words("titles") or not figure.cues:
            continue
        titled = [other for other in people if other is not figure and other.key.split()[0] == figure.key]
        apart = [other for other in titled if not _talk_to_each_other(figure, other)]
        if len(apart) == 1:
            reason = (
                f"{figure.key} alone may be {apart[0].key}, the one of that title who never talks to them."
            )
            yield _Pair(apart[0], figure, 1.4, reason, _lines(figure))


# --- a role that gets a name ---------------------------------------------------------------------


def _named_later(source: Source, people: Sequence[Figure]) -> Iterator[_Pair]:
    """WOMAN speaks, then NATALIE does, in one scene; WOMAN never again, and NATALIE never before."""
    pairs = [
        (role, figure)
        for role, figure in _successions(source, people)
        if _may_be_one(role, figure) and len(figure.cues) > len(role.cues) and _is_new(figure, role)
    ]
    followers = Counter(figure.key for _, figure in pairs)
    for role, figure in pairs:
        if followers[figure.key] == 1:
            reason = (
                f"{role.key} speaks for the last time where {figure.key} speaks for the first, in one scene."
            )
            yield _Pair(figure, role, 1.0, reason, (role.cues[-1].line, figure.cues[0].line))


def _successions(source: Source, people: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """(role, figure): at most one cue between a role's last and a figure's first, in one scene."""
    owner = {name: figure for figure in people for name in figure.names}
    order = [
        (cue, owner[cue.names[0]]) for cue in source.cues if len(cue.names) == 1 and cue.names[0] in owner
    ]
    for at, (cue, role) in enumerate(order):
        if cue != role.cues[-1] or not source.vocabulary.is_role(role.key):
            continue
        for later, figure in order[at + 1 : at + 3]:
            first = later == figure.cues[0] and later.scene == cue.scene == role.cues[0].scene
            if first and source.vocabulary.is_proper(figure.key):
                yield role, figure


def _is_new(figure: Figure, role: Figure) -> bool:
    """Whether the action introduces a figure only after the role has spoken."""
    return bool(figure.intros) and role.cues[0].line < figure.intros[0][0].line <= figure.cues[0].line


def _talk_to_each_other(one: Figure, other: Figure) -> bool:
    return talk_to_each_other(one.cues, other.cues)


def _size(figure: Figure) -> int:
    return len(figure.cues) + len(figure.intros)


def _lines(figure: Figure) -> tuple[int, ...]:
    return tuple(
        sorted({*(cue.line for cue in figure.cues), *(sentence.line for sentence, _ in figure.intros)})
    )
