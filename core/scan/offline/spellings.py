"""Resolve by spelling: which short name belongs to which full one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from core.scan.offline.cues import folded
from core.scan.offline.genders import Gender, gender_of_name
from core.scan.offline.vocabulary import Vocabulary
from core.scan.offline.words import words

HER_TITLES = ("MRS", "MISS", "MS")
"""Behind them stands a surname that may be a husband's or a father's as well."""


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
        own = bare_parts(folded(short).split())
        near = min((holding[word] for word in own), key=len, default=[])
        fits = [full for full in near if full != short and is_short_for(short, full, vocabulary)]
        longest = [full for full in fits if not any(is_short_for(full, other, vocabulary) for other in fits)]
        if len(longest) == 1:
            yield short, longest[0]


def is_short_for(short: str, full: str, vocabulary: Vocabulary) -> bool:
    """Whether a name is part of a person's fuller one: HARKER and CAPTAIN HARKER of CAPTAIN NELL HARKER."""
    parts, whole = folded(short).split(), folded(full).split()
    bare, core = bare_parts(parts), bare_parts(whole)
    titled = parts[0] in words("titles")
    longer = len(parts) < len(whole) or (titled and len(bare) < len(core))
    if not longer or sets_apart(whole[0]) or vocabulary.is_group(full) or _figures(parts) != _figures(whole):
        return False
    if not bare or not vocabulary.is_proper(" ".join(bare)):
        return False
    if not titled and whole[0] in HER_TITLES and len(core) == 1:
        return False
    if titled and parts[0] not in whole and (whole[0] in words("titles") or not title_fits(parts[0], core)):
        return False
    if core[: len(bare)] == bare and not titled and core[len(bare) : len(bare) + 1] == ["THE"]:
        return True
    return core[-len(bare) :] == bare or (
        core[: len(bare)] == bare and not titled and not vocabulary.is_role(full)
    )


def _figures(parts: Iterable[str]) -> list[str]:
    """What tells MAN #1 from MAN #2, and both from a MAN."""
    return [part for part in parts if any(char.isdigit() for char in part)]


def is_by_title(short: str, full: str) -> bool:
    """Whether a name brings a title that the full one lacks: MR. PERRY may be NEIL PERRY or his father."""
    title = folded(short).split()[0]
    return title in words("titles") and title not in folded(full).split()


def sets_apart(word: str) -> bool:
    """Whether a first word tells one person from another of the name: YOUNG ADA, SECOND GUARD, A1 THOR."""
    return word in words("qualifiers", "numbers") or any(char.isdigit() for char in word)


def bare_parts(parts: list[str]) -> list[str]:
    """The words of a name without the titles before it and JR behind it; HARBOUR OFFICER keeps both words."""
    first = next((at for at, part in enumerate(parts) if part not in words("titles")), len(parts))
    return [part for part in parts[first:] if part not in words("descents")]


def title_fits(title: str, core: list[str]) -> bool:
    """Whether a title may stand before a name: MRS. before a man's first name is his wife."""
    said, known = gender_of_name(title), gender_of_name(" ".join(core))
    if title in HER_TITLES:
        return known is Gender.FEMALE
    return Gender.UNKNOWN in (said, known) or said is known


def distance(one: str, other: str, limit: int) -> int:
    """Letters to add, drop, change or swap with a neighbour to come from one word to the other; capped."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return min(row[-1], limit + 1)
