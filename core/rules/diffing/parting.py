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
from core.rules.diffing.words import Strangers, bare, bare_names, says, words

MOST_HOLDERS = 8
"""A name or line that more drafts have in common tells nothing of any of them."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class Parts:
    """The new drafts as they are without what was taken out, and what was taken, by earlier row.

    `taken` are unmatched rows, `joined` what a person merged in a matched row.
    """

    drafts: tuple[Draft, ...]
    changed: frozenset[int]
    taken: Mapping[int, Draft]
    joined: Mapping[int, Sequence[Draft]]


def part(matching: Matching, earlier: Sequence[EarlierRow], drafts: Sequence[Draft]) -> Parts:
    """Take out of the drafts what they hold beside another row's: unmatched rows, and what was joined."""
    whole = _Whole(matching, list(drafts))
    taken: dict[int, Draft] = {}
    joined: dict[int, list[Draft]] = defaultdict(list)
    for at, row in enumerate(earlier):
        if at in matching.drafts_of:
            found = (whole.take(at, one, matching.profile(one)) for one in matching.missing(at))
            joined[at].extend(one for one in found if one)
        elif not row.draft.manual_add and (own := whole.take(at, row.draft, matching.old[at])):
            taken[at] = own
    return Parts(tuple(whole.drafts), frozenset(whole.changed), taken, joined)


class _Whole:
    """The new `drafts` as they become while rows are taken out of them; `changed` are their positions."""

    def __init__(self, matching: Matching, drafts: list[Draft]) -> None:
        self.drafts = drafts
        self.changed: set[int] = set()
        self._matching = matching
        self._strangers = Strangers(matching.changed_names())
        self._folded = [_folded(profile, self._strangers) for profile in matching.new]
        self._holders = _holders(self._folded)

    def take(self, row: int, earlier: Draft, own: Profile) -> Draft | None:
        """What a draft holds of an earlier one of a row, out of that draft; None when none does."""
        folded = _folded(own, self._strangers)
        for new, other in self._held_by(row, folded):
            if parts := self._parts(new, other, earlier, own, folded):
                self.drafts[new], taken = parts
                self.changed.add(new)
                return taken
        return None

    def _parts(
        self, new: int, other: int, earlier: Draft, own: Profile, folded: Profile
    ) -> tuple[Draft, Draft] | None:
        """A draft, which is the row `other`, without what is an earlier draft's, and that."""
        draft, rest = self.drafts[new], self._matching.old[other]
        parted = _parted(draft, earlier, self._folded[new], folded, _folded(rest, self._strangers))
        # Where the script changed a part of its name, the name that it has by now is looked for first.
        if parted and all(self._strangers.mask(name) == name for name in own.names):
            return parted
        return _renamed(draft, earlier, self._matching.new[new], own, rest) or parted

    def _held_by(self, row: int, own: Profile) -> Iterator[tuple[int, int]]:
        """The drafts with something of a row, and the row that each is; those with most of it first."""
        found = (self._holders.get(key, ()) for key in _keys(own))
        counts = Counter(at for some in found if len(some) <= MOST_HOLDERS for at in some)
        for new in sorted(counts, key=lambda at: (-counts[at], at)):
            other = self._matching.row_of.get(new)
            if other is not None and other != row:
                yield new, other


def _folded(profile: Profile, strangers: Strangers) -> Profile:
    """A profile without the names that the script has changed: it knows a line also where one stands."""
    places = {line: strangers.mask(text) for line, text in profile.places.items()}
    known = {line: strangers.mask(text) for line, text in profile.known.items()}
    return replace(profile, places=places, known=known)


def _holders(profiles: Sequence[Profile]) -> Mapping[str, list[int]]:
    """The drafts that go by a name, quote a line or share evidence."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, profile in enumerate(profiles):
        for key in _keys(profile):
            holders[key].append(at)
    return holders


def _keys(profile: Profile) -> frozenset[str]:
    return profile.names | profile.texts | profile.evidence


def _parted(
    draft: Draft, earlier: Draft, whole: Profile, own: Profile, rest: Profile
) -> tuple[Draft, Draft] | None:
    """A draft without what is an earlier row's `own`, and that; None when there is nothing, or no `rest`."""
    names = (whole.names & own.names) - rest.names
    texts = own.texts - rest.texts
    by_name = own.name in names and draft.type is earlier.type
    is_meant = by_name or agree(texts, whole.texts - rest.texts)
    passed_on = bool(names) and not whole.names & rest.names
    if passed_on or not is_meant:
        return None
    there, left = (_quoting(whole, some) for some in (texts, rest.texts - own.texts))
    # A person may have split off a name without any mention, or all mentions with it.
    lines = _lines(draft, names, there) - left if own.places else frozenset()
    is_nothing = bool(own.places) and not lines
    if is_nothing or (rest.places and len(lines) >= len(draft.mentions)):
        return None
    shared = _quoting(whole, own.texts & rest.texts)
    return _without(draft, names, lines), _only(draft, earlier, names, lines | shared)


def _quoting(profile: Profile, texts: frozenset[str]) -> frozenset[int]:
    """The lines of a profile that say one of the texts."""
    return frozenset(line for line, text in profile.places.items() if text in texts)


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
