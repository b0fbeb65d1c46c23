"""A description that follows what a person decided of its conflicts, so that it is of one look (SPEC 2.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.models import Conflict, ConflictDecision, ConflictSide
from core.rules.phrases import Phrase, exchanged, phrase, spoken
from core.rules.prose import closed, content, sentences, unique

_DECIDED = (ConflictDecision.EARLIER, ConflictDecision.LATER, ConflictDecision.BOTH)


@dataclass(frozen=True, slots=True)
class _Look:
    """One value of a conflict, and the first place that says so."""

    phrase: Phrase
    line: int
    page: int


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What decisions that hang together leave: the looks that stand, in script order, and those that do not.

    `lost` has the look that takes its place for each one that does not stand.
    """

    field: str
    standing: tuple[_Look, ...]
    lost: Mapping[_Look, _Look]

    @property
    def phrases(self) -> list[Phrase]:
        """All phrases that it speaks of."""
        return [look.phrase for look in (*self.standing, *self.lost)]


def follow_decisions(text: str, conflicts: Sequence[Conflict], names: Collection[str] = ()) -> str:
    """The description as the decided conflicts have it; undecided ones and “as written” leave it alone.

    A value that lost gives way to the one that won where it stands word for word; a sentence that is about
    nothing else is left out; a value that won and that nothing states is added. `names` are the entity's own.
    """
    outcomes = _outcomes([conflict for conflict in conflicts if conflict.decision in _DECIDED])
    if not outcomes:
        return text
    told = sentences(text)
    known = content(" ".join(names))
    edited = [_Sentence(one, content(one) - known, outcomes).edited(told) for one in told]
    body = unique(one for one in edited if one)
    statements = [_statement(outcome, _statements(body, outcome)) for outcome in outcomes]
    return " ".join(filter(None, [closed(" ".join(body)), *statements]))


# --- what was decided ----------------------------------------------------------------------------


def _outcomes(decided: Sequence[Conflict]) -> list[_Outcome]:
    """One for each group of conflicts that share a look, whatever their order."""
    groups: list[list[Conflict]] = []
    for conflict in decided:
        near = [group for group in groups if any(_share(conflict, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([conflict, *(other for group in near for other in group)])
    outcomes = [_outcome(group) for group in groups]
    return sorted(outcomes, key=lambda one: (one.field, one.standing[0].line, one.standing[0].phrase.key))


def _share(one: Conflict, other: Conflict) -> bool:
    return one.field == other.field and bool(_keys(one) & _keys(other))


def _keys(conflict: Conflict) -> set[str]:
    return {_key(conflict.earlier), _key(conflict.later)}


def _key(side: ConflictSide) -> str:
    return phrase(side.value).key


def _outcome(group: Sequence[Conflict]) -> _Outcome:
    looks = _looks(group)
    beaten: dict[str, list[_Look]] = defaultdict(list)
    for conflict in group:
        pair = conflict.earlier, conflict.later
        if conflict.decision is not ConflictDecision.BOTH:
            winner, loser = pair if conflict.decision is ConflictDecision.EARLIER else reversed(pair)
            beaten[_key(loser)].append(looks[_key(winner)])
    # Decisions that contradict each other leave the last look, as an undecided conflict does.
    standing = [look for key, look in looks.items() if key not in beaten] or [list(looks.values())[-1]]
    lost = {look: _heir(look, beaten, standing) for look in looks.values() if look not in standing}
    return _Outcome(group[0].field, tuple(standing), lost)


def _looks(group: Sequence[Conflict]) -> dict[str, _Look]:
    """The looks by key, each at its first place, in script order."""
    sides = [side for conflict in group for side in (conflict.earlier, conflict.later)]
    looks: dict[str, _Look] = {}
    for side in sorted(sides, key=lambda side: (side.mention.line, side.value)):
        looks.setdefault(_key(side), _Look(phrase(side.value), side.mention.line, side.mention.page))
    return looks


def _heir(look: _Look, beaten: Mapping[str, list[_Look]], standing: Sequence[_Look]) -> _Look:
    """The first look that stands on the way from one that lost to those that it lost to."""
    ways, seen = [look], {look}
    for one in ways:
        if one in standing:
            return one
        won = sorted(beaten.get(one.phrase.key, ()), key=lambda winner: winner.line)
        ways += [winner for winner in dict.fromkeys(won) if winner not in seen]
        seen.update(won)
    return standing[-1]


# --- what becomes of a sentence ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of the description; `about` are the stems of what it says, without the entity's names."""

    text: str
    about: frozenset[str]
    outcomes: Sequence[_Outcome]

    def edited(self, told: Sequence[str]) -> str:
        """The sentence as the decisions have it, "" when nothing of it is left."""
        phrases = [phrase for outcome in self.outcomes for phrase in outcome.phrases]
        there = spoken(self.text, phrases)
        pairs = [pair for outcome in self.outcomes for pair in outcome.lost.items()]
        changes = {
            lost.phrase.key: (lost.phrase, won.phrase)
            for lost, won in pairs
            if won.phrase.key and won.phrase.key not in there  # “the coat gives way to the coat” says nothing
        }
        others = [one for one in told if one != self.text]
        if any(self._idle(lost, won, others) for lost, won in pairs if lost.phrase.key in there):
            return ""
        edited = exchanged(self.text, changes, phrases)
        if edited == self.text and any(self._concerns(lost, won, there) for lost, won in pairs):
            return ""
        return edited

    def _idle(self, lost: _Look, won: _Look, others: Sequence[str]) -> bool:
        """Whether it says nothing but what lost, and another sentence states what won."""
        return self.about <= content(lost.phrase.core) and any(states(one, won.phrase) for one in others)

    def _concerns(self, lost: _Look, won: _Look, there: frozenset[str]) -> bool:
        """Whether most of it is about what lost, and none about what won but word for word."""
        losing, winning = content(lost.phrase.core), content(won.phrase.core)
        if {lost.phrase.key, won.phrase.key} <= there:
            return 2 * len(self.about & (losing | winning)) > len(self.about)
        if not self.about & (losing - winning) or self.about & (winning - losing):
            return False
        return 2 * len(self.about & losing) > len(self.about)


def states(sentence: str, value: Phrase) -> bool:
    """Whether a sentence says a value, word for word or with all that it is made of."""
    wanted = content(value.core)
    if not value.key or value.key in spoken(sentence, [value]):
        return True
    return bool(wanted) and wanted <= content(sentence)


# --- what is added -------------------------------------------------------------------------------


def _statements(body: Sequence[str], outcome: _Outcome) -> list[bool]:
    """Whether the text states each look that stands; a sentence that tells what lost states nothing."""
    lost = {look.phrase.key for look in outcome.lost}
    plain = [one for one in body if not lost & spoken(one, outcome.phrases)] or [""]
    return [any(states(one, look.phrase) for one in plain) for look in outcome.standing]


def _statement(outcome: _Outcome, stated: Sequence[bool]) -> str:
    """A sentence that says what the text does not, "" when it says all."""
    what = outcome.field.replace("_", " ").capitalize()
    first, *later = outcome.standing
    if not later:
        return "" if stated[0] else f"{what}: {first.phrase.text}."
    if all(stated):
        return f"{what} changes on page {_listed(str(look.page) for look in later)}."
    missing = "; ".join(_missing(outcome.standing, stated))
    return f"{what} {missing}." if any(stated) else f"{what}: {missing}."


def _missing(standing: Sequence[_Look], stated: Sequence[bool]) -> Iterator[str]:
    for at, look in enumerate(standing):
        if stated[at]:
            continue
        if at:
            yield f"from page {look.page}: {look.phrase.text}"
        elif any(stated):
            yield f"until page {standing[1].page}: {look.phrase.text}"
        else:
            yield look.phrase.text


def _listed(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
