"""Joining drafts of one identity, and which names look like those of one (SPEC 2.3)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, combinations, zip_longest

from core.errors import InvalidInput
from core.models import AssetType, Draft, Mention, MentionKind, Trait
from core.rules.conflicts import find_again, with_states
from core.rules.naming import bare, names_of
from core.rules.prose import sentences, unique
from core.rules.sourcing import lines_of_sentences
from core.text import folded

SUMMARY_SENTENCES = 3

Pair = tuple[int, int]

_DIFFERENT = frozenset(
    """
    young old older younger baby little big teenage adult elder fake first second third other left
    right upper lower north south east west
    """.split()
)
_COUNTED = frozenset("ii iii iv vi vii viii ix one two three four five six seven eight nine ten".split())
_SILENT = re.compile(r"[’'.]")
_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")
_VOWELS = re.compile(r"(?<=.)[aeiouy]")
_DOUBLED = re.compile(r"(.)\1+")


def merge_drafts(drafts: Sequence[Draft], primary: str) -> Draft:
    """One draft named `primary` from two or more; the first one's type is kept.

    All other names become aliases, mentions and traits are joined, conflicts are found again and keep their
    decisions, the summary is at most three sentences of the originals and nobody's own words. High priority
    and the best confidence win; reasons that differ stand on lines of their own, each with its draft's name.

    Raises:
        InvalidInput: no drafts, or a blank name.
    """
    if not drafts or not primary.strip():
        raise InvalidInput(
            "A merge needs at least one draft and a name. Select the rows and pick the name to keep."
        )
    mentions = join_mentions(draft.mentions for draft in drafts)
    traits = join_traits(draft.traits for draft in drafts)
    summary = join_summaries([draft.visual_summary for draft in drafts])
    conflicts = find_again(traits, mentions, chain.from_iterable(draft.conflicts for draft in drafts))
    weighty = [draft for draft in drafts if draft.is_high_priority] or list(drafts)
    return replace(
        drafts[0],
        suggested_name=primary.strip(),
        aliases=_aliases(drafts, primary.strip()),
        visual_summary=summary,
        summary_lines=lines_of_summary(summary, drafts),
        traits=with_states(traits, conflicts),
        conflicts=conflicts,
        is_high_priority=any(draft.is_high_priority for draft in drafts),
        priority_reason=_reasons((draft.suggested_name, draft.priority_reason) for draft in weighty),
        confidence_score=max(draft.confidence_score for draft in drafts),
        confidence_reason=_reasons((draft.suggested_name, draft.confidence_reason) for draft in weighty),
        mentions=mentions,
        manual_add=all(draft.manual_add for draft in drafts),
        hand_written=False,
    )


def with_hand_written(draft: Draft, originals: Iterable[Draft]) -> Draft:
    """A merged draft with the words that a person wrote in its originals, as they were written."""
    texts = unique(one.visual_summary for one in originals if one.hand_written)
    if not texts:
        return replace(draft, hand_written=False)
    return replace(draft, visual_summary=" ".join(texts), summary_lines=(), hand_written=True)


def join_mentions(mentions: Iterable[Sequence[Mention]]) -> tuple[Mention, ...]:
    """The union of mentions by line, in script order; of one line, all places and the surest kind."""
    by_line: dict[int, Mention] = {}
    for mention in chain.from_iterable(mentions):
        known = by_line.setdefault(mention.line, mention)
        if known is not mention:
            columns = tuple(sorted({*known.columns, *mention.columns}))
            kind = min(known.kind, mention.kind, key=list(MentionKind).index)
            by_line[mention.line] = replace(known, columns=columns, kind=kind)
    return tuple(by_line[line] for line in sorted(by_line))


def join_traits(traits: Iterable[Sequence[Trait]]) -> tuple[Trait, ...]:
    """The union of traits; a value that occurs twice keeps all its lines. Evidence beats inference."""
    joined: dict[tuple[str, str], Trait] = {}
    for trait in chain.from_iterable(traits):
        key = trait.field, folded(trait.value)
        known = joined.setdefault(key, trait)
        lines = tuple(sorted({*known.lines, *trait.lines}))
        joined[key] = replace(known, lines=lines, inferred=not lines)
    return tuple(joined.values())


def join_summaries(summaries: Sequence[str]) -> str:
    """Three sentences at most, in turn from each summary, none twice, in the order of the originals."""
    split = [sentences(summary) for summary in summaries]
    in_turn = chain.from_iterable(zip_longest(*split))
    chosen = {folded(sentence) for sentence in unique(filter(None, in_turn))[:SUMMARY_SENTENCES]}
    return " ".join(sentence for sentence in unique(chain.from_iterable(split)) if folded(sentence) in chosen)


def lines_of_summary(summary: str, drafts: Iterable[Draft]) -> tuple[int, ...]:
    """The lines that the sentences of a summary are taken from, which the drafts' summaries are made of."""
    taken_from: dict[str, tuple[int, ...]] = {}
    for one, lines in chain.from_iterable(lines_of_sentences(draft).items() for draft in drafts):
        taken_from[folded(one)] = taken_from.get(folded(one)) or lines
    told = (taken_from.get(folded(one), ()) for one in sentences(summary))
    return tuple(dict.fromkeys(chain.from_iterable(told)))


def _reasons(given: Iterable[tuple[str, str]]) -> str:
    """Reasons by name as one text; a reason of several lines is of a merge and has its names."""
    names: dict[str, list[str]] = {}
    for name, reason in given:
        for line in reason.splitlines():
            names.setdefault(line, []).extend([name] if line == reason else [])
    if len(names) < 2:
        return next(iter(names), "")
    return "\n".join(f"{', '.join(of)}: {line}" if of else line for line, of in names.items())


def _aliases(drafts: Sequence[Draft], primary: str) -> tuple[str, ...]:
    names = chain.from_iterable(names_of(draft) for draft in drafts)
    return tuple(name for name in unique(names) if folded(name) != folded(primary))


# --- names that are nearly one ---------------------------------------------------------------------


@dataclass(frozen=True)
class _Name:
    """A name as it is compared: its words without article, accents and punctuation."""

    position: int
    text: str
    words: tuple[str, ...]

    @cached_property
    def letters(self) -> str:
        """The words without the spaces between them."""
        return "".join(self.words)

    @property
    def singular(self) -> str:
        """The letters, each word of more than three without the s of a plural."""
        return "".join(word.removesuffix("s") if len(word) > 3 else word for word in self.words)

    @property
    def marks(self) -> tuple[tuple[str, ...], frozenset[str], str]:
        """What tells two apart however alike they are: numbers, GUARD A and B, OLD and YOUNG."""
        last = self.words[-1] if len(self.words) > 1 else ""
        label = last if len(last) == 1 or last in _COUNTED else ""
        return tuple(_DIGITS.findall(self.letters)), _DIFFERENT.intersection(self.words), label


def near_misses(names: Sequence[tuple[AssetType, str]]) -> list[tuple[int, int, str]]:
    """All pairs of positions whose names may be meant for one of their type, each with the reason, in order.

    A name that is there again, but for case and spaces, is paired with the first such and with no other.
    """
    found: dict[Pair, str] = {}
    firsts: dict[tuple[AssetType, str], int] = {}
    groups: dict[tuple[AssetType, object], list[_Name]] = defaultdict(list)
    for position, (type, text) in enumerate(names):
        first = firsts.setdefault((type, folded(text)), position)
        name = _Name(position, text, _words(text))
        if first != position:
            found[first, position] = f"both are called “{text}”"
        elif name.words:
            groups[type, name.marks].append(name)
    for (type, _), group in groups.items():
        parts = _parts(group, people=type is AssetType.CHARACTER)
        for one, other, reason in chain(_same(group), _misspelled(group), parts):
            pair = sorted((one.position, other.position))
            found.setdefault((pair[0], pair[1]), reason)
    return [(first, second, reason) for (first, second), reason in sorted(found.items())]


def _words(name: str) -> tuple[str, ...]:
    letters = unicodedata.normalize("NFKD", bare(name))
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    return tuple(_WORD.findall(_SILENT.sub("", plain)))


def _same(group: Iterable[_Name]) -> Iterator[tuple[_Name, _Name, str]]:
    alike: dict[str, list[_Name]] = defaultdict(list)
    for name in group:
        alike[name.singular].append(name)
    for one, other in chain.from_iterable(combinations(names, 2) for names in alike.values()):
        by = "in an article" if bare(one.text) == bare(other.text) else "in accents, spaces or punctuation"
        by = by if one.letters == other.letters else "in a plural"
        yield one, other, f"“{one.text}” and “{other.text}” differ only {by}"


def _misspelled(group: Iterable[_Name]) -> Iterator[tuple[_Name, _Name, str]]:
    """Names that are one when a letter is left out of either, or all vowels and doubled letters of both."""
    alike: dict[str, list[_Name]] = defaultdict(list)
    for name in group:
        letters = name.letters
        shorter = {letters[:at] + letters[at + 1 :] for at in range(len(letters))}
        for key in {letters, *shorter, f"~{_sounds(letters)}"}:
            alike[key].append(name)
    pairs = chain.from_iterable(combinations(names, 2) for names in alike.values() if len(names) > 1)
    judged: set[Pair] = set()
    for one, other in pairs:
        pair = one.position, other.position
        if pair not in judged and _spelled_alike(one, other):
            yield one, other, f"“{one.text}” and “{other.text}” are spelled almost alike"
        judged.add(pair)


def _spelled_alike(one: _Name, other: _Name) -> bool:
    if len(one.words) != len(other.words):
        return min(len(one.letters), len(other.letters)) > 7 and _one_word(one.letters, other.letters)
    apart = [words for words in zip(one.words, other.words, strict=True) if words[0] != words[1]]
    return all(_one_word(first, second) for first, second in apart)


def _one_word(first: str, second: str) -> bool:
    """Whether two words differ by so little, for their length, that one may be the other misspelled."""
    length = min(len(first), len(second))
    if length < 4:
        return False
    start = _shared(first, second)
    end = _shared(first[start:][::-1], second[start:][::-1])
    short, long = sorted((first[start : len(first) - end], second[start : len(second) - end]), key=len)
    if len(long) == 1:
        return not short or length >= (6 if start else 8)
    if len(short) == 2 and short == long[::-1]:
        return True
    return _sounds(first) == _sounds(second) and len(_sounds(first)) >= 4


def _shared(first: str, second: str) -> int:
    """How many letters both begin with."""
    at = 0
    while first[at : at + 1] == second[at : at + 1] != "":
        at += 1
    return at


def _sounds(word: str) -> str:
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", word))


def _parts(group: Sequence[_Name], *, people: bool) -> Iterator[tuple[_Name, _Name, str]]:
    """Names within others. Of places and things one word in another name says nothing (CAR, POLICE CAR), and
    a name that another begins with is a house, not its room."""
    holding: dict[str, set[int]] = defaultdict(set)
    for at, name in enumerate(group):
        for word in name.words:
            holding[word].add(at)
    for name in group:
        for at in set.intersection(*sorted((holding[word] for word in name.words), key=len)):
            whole = group[at].words
            telling = people or (len(name.words) > 1 and whole[: len(name.words)] != name.words)
            if len(set(whole)) > len(set(name.words)) and telling:
                yield name, group[at], f"“{name.text}” is part of “{group[at].text}”"
