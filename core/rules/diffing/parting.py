"""What a person split, and the new scan holds together, is two rows again."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.models import Draft, Trait
from core.rules.conflicts import find_conflicts, with_states
from core.rules.diffing.evidence import Profile
from core.rules.diffing.likeness import agree
from core.rules.diffing.matching import Matching
from core.rules.diffing.rows import EarlierRow
from core.rules.diffing.words import bare, bare_names, says, words

MOST_HOLDERS = 8
"""A name or line that more drafts have in common tells nothing of any of them."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class Parts:
    """The new drafts as they are without what was taken out, and what was taken, by earlier row."""

    drafts: tuple[Draft, ...]
    changed: frozenset[int]
    taken: Mapping[int, Draft]


def part(matching: Matching, earlier: Sequence[EarlierRow], drafts: Sequence[Draft]) -> Parts:
    """Take the evidence of unmatched rows out of the drafts that hold it beside another row's."""
    kept, taken, changed = list(drafts), {}, set()
    holders = _holders(matching.new)
    for at, row in enumerate(earlier):
        if at in matching.drafts_of or row.draft.manual_add:
            continue
        for new, other in _held_by(at, matching, holders):
            profiles = matching.new[new], matching.old[at], matching.old[other]
            if parts := _parted(kept[new], row.draft, *profiles) or _renamed(kept[new], row.draft, *profiles):
                kept[new], taken[at] = parts
                changed.add(new)
                break
    return Parts(tuple(kept), frozenset(changed), taken)


def _holders(profiles: Sequence[Profile]) -> Mapping[str, list[int]]:
    """The drafts that go by a name, quote a line or share evidence."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, profile in enumerate(profiles):
        for key in _keys(profile):
            holders[key].append(at)
    return holders


def _keys(profile: Profile) -> frozenset[str]:
    return profile.names | profile.texts | profile.evidence


def _held_by(row: int, matching: Matching, holders: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, int]]:
    """The drafts with something of a row, and the row that each is; those with most of it first."""
    found = (holders.get(key, ()) for key in _keys(matching.old[row]))
    counts = Counter(at for some in found if len(some) <= MOST_HOLDERS for at in some)
    for new in sorted(counts, key=lambda at: (-counts[at], at)):
        other = matching.row_of.get(new)
        if other is not None and matching.drafts_of[other] == [new]:
            yield new, other


def _parted(
    draft: Draft, earlier: Draft, whole: Profile, own: Profile, rest: Profile
) -> tuple[Draft, Draft] | None:
    """A draft without what is an earlier row's `own`, and that; None when there is nothing, or no `rest`."""
    names = (whole.names & own.names) - rest.names
    texts = own.texts - rest.texts
    lines = _lines(draft, names, frozenset(line for line, text in whole.places.items() if text in texts))
    by_name = own.name in names and draft.type is earlier.type
    is_meant = by_name or agree(texts, whole.texts - rest.texts)
    passed_on = bool(names) and not whole.names & rest.names
    if passed_on or not is_meant or not lines or len(lines) >= len(draft.mentions):
        return None
    return _without(draft, names, lines), _only(draft, earlier, names, lines)


def _renamed(
    draft: Draft, earlier: Draft, whole: Profile, own: Profile, rest: Profile
) -> tuple[Draft, Draft] | None:
    """The same where the script has another name for what is `own`: one that its lines alone say."""
    evidence = own.evidence - rest.evidence
    there = frozenset(line for line, text in whole.known.items() if text in evidence)
    names = _said_only_there(draft, there) - own.names - rest.names - {whole.name}
    lines = _lines(draft, names, there)
    if not names or not agree(evidence, whole.evidence - rest.evidence) or len(lines) >= len(draft.mentions):
        return None
    taken = _only(draft, earlier, names, lines)
    name, *aliases = taken.aliases
    return _without(draft, names, lines), replace(taken, suggested_name=name, aliases=tuple(aliases))


def _said_only_there(draft: Draft, lines: frozenset[int]) -> frozenset[str]:
    """The names that some lines say and no other line says alone; never a part of a name that stays."""
    names = bare_names(draft)
    inside = [words(mention.text) for mention in draft.mentions if mention.line in lines]
    outside = [words(mention.text) for mention in draft.mentions if mention.line not in lines]
    there = {name for name in names if any(says(text, name) for text in inside)}
    alone = {name for name in there if any(_says_alone(text, name, names) for text in outside)}
    left = names - (there - alone)
    return frozenset(name for name in there - alone if not any(says(other, name) for other in left))


def _says_alone(text: str, name: str, names: frozenset[str]) -> bool:
    """Whether a text says a name, and none of the others but those that are part of it."""
    return says(text, name) and not any(says(text, other) and not says(name, other) for other in names)


def _lines(draft: Draft, names: frozenset[str], own: frozenset[int]) -> frozenset[int]:
    """The lines that were the row's own, and those that name it alone; where none does, all that name it."""
    others = bare_names(draft) - names
    said = [(mention.line, words(mention.text)) for mention in draft.mentions]
    naming = {line for line, text in said if any(says(text, name) for name in names)}
    shared = {line for line, text in said if any(says(text, name) for name in others)}
    there = own & {line for line, _ in said}
    return frozenset((there | (naming - shared)) or naming)


def _without(draft: Draft, names: frozenset[str], lines: frozenset[int]) -> Draft:
    spelled = [name for name in (draft.suggested_name, *draft.aliases) if bare(name) not in names]
    left = frozenset(mention.line for mention in draft.mentions) - lines
    texts = [words(mention.text) for mention in draft.mentions if mention.line in lines]
    sentences = (one for one in _SENTENCE_END.split(draft.visual_summary) if not _is_said(one, texts))
    part = _of_lines(draft, left)
    return replace(
        part, suggested_name=spelled[0], aliases=tuple(spelled[1:]), visual_summary=" ".join(sentences)
    )


def _only(draft: Draft, earlier: Draft, names: frozenset[str], lines: frozenset[int]) -> Draft:
    """What was taken, under the earlier row's name and with its text, until another one is written."""
    spelled = [name for name in (draft.suggested_name, *draft.aliases) if bare(name) in names]
    aliases = tuple(name for name in spelled if bare(name) != bare(earlier.suggested_name))
    return replace(
        _of_lines(draft, lines),
        suggested_name=earlier.suggested_name,
        aliases=aliases,
        visual_summary=earlier.visual_summary,
    )


def _is_said(sentence: str, texts: Iterable[str]) -> bool:
    return any(says(text, words(sentence)) for text in texts)


def _of_lines(draft: Draft, lines: frozenset[int]) -> Draft:
    """A draft with the evidence of some lines; what is inferred stays, conflicts are found again."""
    mentions = tuple(mention for mention in draft.mentions if mention.line in lines)
    traits = tuple(
        _within(trait, lines) for trait in draft.traits if trait.inferred or lines & {*trait.lines}
    )
    conflicts = find_conflicts(traits, mentions)
    return replace(
        draft,
        mentions=mentions,
        traits=with_states(traits, conflicts),
        conflicts=conflicts,
        summary_lines=tuple(line for line in draft.summary_lines if line in lines),
    )


def _within(trait: Trait, lines: frozenset[int]) -> Trait:
    return replace(trait, lines=tuple(line for line in trait.lines if line in lines))
