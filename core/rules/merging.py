"""Joining drafts of one identity (SPEC 2.3), and which drafts look like one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import chain, combinations, zip_longest

from core.errors import InvalidInput
from core.models import Draft, Mention, MentionKind, Trait
from core.rules.conflicts import find_again, with_states
from core.rules.prose import sentences, unique
from core.text import folded

SUMMARY_SENTENCES = 3
LIKELY_RATIO = 0.86

_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
_DIFFERENT = frozenset(
    """
    young old older younger baby little big teenage adult elder fake first second third other left
    right upper lower north south east west
    """.split()
)


def merge_drafts(drafts: Sequence[Draft], primary: str) -> Draft:
    """One draft named `primary` from two or more; the first one's type is kept.

    All other names become aliases, mentions and traits are joined, conflicts are found again with the decisions
    made on them, the summary is at most three sentences of the originals, and the program's. High priority and
    the best confidence win.

    Raises:
        InvalidInput: no drafts, or a blank name.
    """
    if not drafts or not primary.strip():
        raise InvalidInput(
            "A merge needs at least one draft and a name. Select the rows and pick the name to keep."
        )
    mentions = join_mentions(draft.mentions for draft in drafts)
    traits = join_traits(draft.traits for draft in drafts)
    conflicts = find_again(traits, mentions, chain.from_iterable(draft.conflicts for draft in drafts))
    weighty = [draft for draft in drafts if draft.is_high_priority] or list(drafts)
    return replace(
        drafts[0],
        suggested_name=primary.strip(),
        aliases=_aliases(drafts, primary.strip()),
        visual_summary=join_summaries([draft.visual_summary for draft in drafts]),
        summary_lines=tuple(sorted({line for draft in drafts for line in draft.summary_lines})),
        traits=with_states(traits, conflicts),
        conflicts=conflicts,
        is_high_priority=any(draft.is_high_priority for draft in drafts),
        priority_reason="; ".join(unique(draft.priority_reason for draft in weighty)),
        confidence_score=max(draft.confidence_score for draft in drafts),
        confidence_reason="; ".join(unique(draft.confidence_reason for draft in weighty)),
        mentions=mentions,
        manual_add=all(draft.manual_add for draft in drafts),
        hand_written=False,
    )


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
    return " ".join(
        sentence for sentence in unique(chain.from_iterable(split)) if folded(sentence) in chosen
    )


def likely_duplicates(drafts: Sequence[Draft]) -> list[tuple[int, int, str]]:
    """Pairs of positions in `drafts` that may be one identity, each with the reason. Only suggestions."""
    return [
        (i, j, reason)
        for (i, one), (j, other) in combinations(enumerate(drafts), 2)
        if one.type is other.type and (reason := _likeness(one, other))
    ]


def _likeness(one: Draft, other: Draft) -> str:
    shared = {_bare(name) for name in _names(one)} & {_bare(name) for name in _names(other)}
    if shared:
        return f"both are called {min(shared)}"
    first, second = _bare(one.suggested_name), _bare(other.suggested_name)
    a, b = set(first.split()), set(second.split())
    if (a ^ b) & _DIFFERENT or re.findall(r"\d+", first) != re.findall(r"\d+", second):
        return ""
    if (a < b or b < a) and min(len(a), len(b)) > 0:
        return f"“{min(first, second, key=len)}” is part of “{max(first, second, key=len)}”"
    alike = SequenceMatcher(None, first, second).ratio() >= LIKELY_RATIO
    return f"“{first}” and “{second}” are spelled almost alike" if alike else ""


def _aliases(drafts: Sequence[Draft], primary: str) -> tuple[str, ...]:
    names = chain.from_iterable(_names(draft) for draft in drafts)
    return tuple(name for name in unique(names) if folded(name) != folded(primary))


def _names(draft: Draft) -> Iterator[str]:
    yield draft.suggested_name
    yield from draft.aliases


def _bare(name: str) -> str:
    return _ARTICLE.sub("", folded(name))
