"""Which new drafts are which earlier rows: by name, then by evidence. A wrong match is worse than none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from core.models import AssetType, Draft, Screenplay
from core.rules.diffing.evidence import Profile, Surroundings, profile_of
from core.rules.diffing.likeness import (
    Face,
    Likeness,
    agree,
    clear,
    likenesses,
    likenesses_across_types,
    sole_best,
)
from core.rules.diffing.namesakes import Namesake, Pair, namesakes, only_pairs
from core.rules.diffing.rows import EarlierRow
from core.rules.diffing.words import NOBODY, Strangers, bare_names

Score = tuple[float, float]
"""How sure a pair of namesakes is: the evidence they share, then the names, each in 0..1."""


NOTHING: Score = (0.0, 0.0)


class Matching:
    """The matches of a scan with the earlier review. Rows and drafts are spoken of by position.

    `drafts_of` has for each matched row its drafts, the best one first; `row_of` is the other way round.
    `old` and `new` are the profiles of both, `scripts` what stands around their mentions.
    """

    def __init__(
        self,
        earlier: Sequence[EarlierRow],
        drafts: Sequence[Draft],
        screenplays: tuple[Screenplay | None, Screenplay | None],
    ) -> None:
        before, after = self.scripts = Surroundings(screenplays[0]), Surroundings(screenplays[1])
        self.drafts_of: dict[int, list[int]] = {}
        self.row_of: dict[int, int] = {}
        self.old = [profile_of(row.draft, before) for row in earlier]
        self.new = [profile_of(draft, after) for draft in drafts]
        self._earlier = earlier
        self._drafts = drafts
        faces = [face for at, row in enumerate(earlier) for face in _faces(at, row, before)]
        self._alike = likenesses(faces, [draft.type for draft in drafts], self.new)
        self._telling = {(one.row, one.new) for one in self._alike if one.tells}
        self._shared = _best_scores(self._alike)
        self._known_as, _ = _known(self._alike)
        self._called = [_with_settled_names(*both) for both in zip(self.old, earlier, strict=True)]
        self._namesakes = namesakes(self._called, self.new)
        self._by_name()
        self._join_the_rest()
        self._by_name_in_another_type()
        self._join_in_another_type()
        self._by_evidence(one_type=True)
        self._by_evidence(one_type=False)
        self._join_the_rest()

    def changed_names(self) -> set[str]:
        """The bare names that matched drafts have given up or taken, where the script renamed them."""
        pairs = [(self.old[row], self.new[new]) for new, row in self.row_of.items()]
        return {
            name
            for old, new in pairs
            if old.name not in new.names and new.name not in old.names
            for name in old.names ^ new.names
        }

    def missing(self, row: int) -> Iterator[Draft]:
        """What a person joined in a row, and none of the drafts is that the row has now."""
        drafts = [self.new[new] for new in self.drafts_of.get(row, ())]
        for draft in self._earlier[row].merged:
            own = self.profile(draft)
            is_named = any(own.names & one.names for one in drafts)
            if not is_named and not any(agree(own.evidence, one.evidence) for one in drafts[1:]):
                yield draft

    def profile(self, draft: Draft) -> Profile:
        """An earlier draft as it is compared."""
        return profile_of(draft, self.scripts[0])

    def _match(self, row: int, new: int) -> None:
        self.drafts_of.setdefault(row, []).append(new)
        self.row_of[new] = row

    def _is_free(self, row: int, new: int) -> bool:
        return row not in self.drafts_of and new not in self.row_of

    # --- by name ---------------------------------------------------------------------------------

    def _by_name(self) -> None:
        for how in sorted(Namesake, reverse=True):
            pairs = [pair for pair in self._pairs(one_type=True) if self._namesakes[pair] is how]
            strangers = self._swapped() if how is Namesake.SUGGESTED else self._better_placed()
            self._match_the_best(pair for pair in pairs if pair not in strangers)

    def _pairs(self, *, one_type: bool) -> Iterator[Pair]:
        """Namesakes of one type, or of two."""
        return (
            (row, new)
            for row, new in self._namesakes
            if (self._drafts[new].type in _types(self._earlier[row])) is one_type
        )

    def _swapped(self) -> set[Pair]:
        """Namesakes that share nothing, and each of which the evidence knows as somebody else."""
        rows, drafts = _known(self._alike)
        return {
            (row, new)
            for row, new in self._namesakes
            if (row, new) not in self._telling
            and row not in rows.get(new, {row})
            and new not in drafts.get(row, {new})
        }

    def _better_known(self) -> set[Pair]:
        """Namesakes by alias of which the evidence knows one as another that is unmatched, too."""
        rows, drafts = _known(one for one in self._alike if self._is_free(one.row, one.new))
        return {
            (row, new)
            for row, new in self._namesakes
            if row not in rows.get(new, {row}) or new not in drafts.get(row, {new})
        }

    def _better_placed(self) -> set[Pair]:
        """Namesakes by alias of which the evidence knows one as another, or the draft is of a merge.

        What a person had split off before they merged the rest has a name of the rest, and less of its lines.
        """
        best: dict[int, Score] = {}
        for row, new in self._pairs(one_type=True):
            if self._earlier[row].merged and self._joins(row, new):
                best[new] = max(self._score(row, new), best.get(new, NOTHING))
        less = {pair for pair in self._namesakes if self._score(*pair) < best.get(pair[1], NOTHING)}
        return self._better_known() | less

    def _match_the_best(self, pairs: Iterable[Pair]) -> None:
        """The surest namesakes first; of two that are equally sure, neither."""
        by_score: dict[Score, list[Pair]] = defaultdict(list)
        for pair in pairs:
            by_score[self._score(*pair)].append(pair)
        for score in sorted(by_score, reverse=True):
            free = [pair for pair in by_score[score] if self._is_free(*pair)]
            tied = self._tied(free)
            for pair in free:
                if self._is_free(*pair) and pair not in tied:
                    self._match(*pair)

    def _tied(self, pairs: Iterable[Pair]) -> set[Pair]:
        """Rows that go by different names of one draft are no rivals, nor are drafts that would be joined."""
        rows: dict[int, list[int]] = defaultdict(list)
        drafts: dict[int, list[int]] = defaultdict(list)
        for row, new in pairs:
            rows[new].append(row)
            drafts[row].append(new)
        tied = {(row, new) for new, some in rows.items() for row in some if self._has_rival(row, new, some)}
        for row, some in drafts.items():
            if len(some) > 1 and not all(self._joins(row, new) for new in some):
                tied.update((row, new) for new in some)
        return tied

    def _has_rival(self, row: int, new: int, rows: Iterable[int]) -> bool:
        names = self._called[row].names & self.new[new].names
        return any(names & self._called[other].names for other in rows if other != row)

    def _join_the_rest(self) -> None:
        """What a person merged and the new scan holds apart is one row again."""
        scores: dict[int, dict[int, Score]] = defaultdict(dict)
        for row, new in self._pairs(one_type=True):
            if new not in self.row_of and row in self.drafts_of and self._joins(row, new):
                scores[new][row] = self._score(row, new)
        for new, rows in scores.items():
            if (best := sole_best(rows)) is not None:
                self._match(best, new)

    def _joins(self, row: int, new: int) -> bool:
        if self.new[new].name not in self.old[row].names:
            return False
        elsewhere = row not in self._known_as.get(new, {row})
        return (bool(self._earlier[row].merged) and not elsewhere) or (row, new) in self._telling

    def _score(self, row: int, new: int) -> Score:
        one, other = self._called[row].names, self.new[new].names
        return self._shared.get((row, new), 0.0), len(one & other) / len(one | other)

    def _by_name_in_another_type(self) -> None:
        """A person may have changed a row's type: the name and the lines are what they were."""
        pairs = [
            (row, new)
            for row, new in self._pairs(one_type=False)
            if self._is_free(row, new) and agree(self.old[row].texts, self.new[new].texts)
        ]
        for pair in only_pairs(pairs):
            self._match(*pair)

    def _join_in_another_type(self) -> None:
        """What a person gave the type of the rows that they merged it with has its own in the script."""
        rows: dict[int, list[int]] = defaultdict(list)
        for row, new in self._pairs(one_type=False):
            is_left = new not in self.row_of and row in self.drafts_of and bool(self._earlier[row].merged)
            old, draft = self.old[row], self.new[new]
            if is_left and draft.name in old.names and agree(old.texts, draft.texts):
                rows[new].append(row)
        for new, (row, *others) in rows.items():
            if not others:
                self._match(row, new)

    # --- by evidence -----------------------------------------------------------------------------

    def _by_evidence(self, *, one_type: bool) -> None:
        """What is left is known by what stands around its name, whatever else left stands there, too.

        A person may have changed a row's type: then its names are where those of a draft of another type are.
        """
        for one in sorted(clear(self._left_alike(one_type)), key=lambda one: (-one.score, one.new)):
            if one.new not in self.row_of:
                self._match(one.row, one.new)

    def _left_alike(self, one_type: bool) -> tuple[Likeness, ...]:
        rows = [at for at, row in enumerate(self._earlier) if at not in self.drafts_of or row.merged]
        drafts = [at for at in range(len(self._drafts)) if at not in self.row_of]
        left = [*(self.old[at] for at in rows), *(self.new[at] for at in drafts)]
        names = {name for profile in left for name in profile.names}
        strangers = Strangers(names | self.changed_names())
        before, after = self.scripts
        faces = [
            face
            for at in rows
            for face in _faces(at, self._earlier[at], before, strangers)
            if self._is_left(face)
        ]
        profiles = [profile_of(self._drafts[at], after, (), strangers) for at in drafts]
        types = [self._drafts[at].type for at in drafts]
        alike = likenesses(faces, types, profiles) if one_type else likenesses_across_types(faces, profiles)
        return tuple(replace(one, new=drafts[one.new]) for one in alike)

    def _is_left(self, face: Face) -> bool:
        """Of a matched row, what a person joined in it and no draft goes by."""
        drafts = self.drafts_of.get(face.row, ())
        return not any(face.names & self.new[new].names for new in drafts)


def _with_settled_names(profile: Profile, row: EarlierRow) -> Profile:
    """The profile of a row with the names of what was settled before: the script may go back to them."""
    return replace(profile, names=profile.names.union(*(bare_names(one.draft) for one in row.grounds)))


def _types(row: EarlierRow) -> set[AssetType]:
    """The type of a row, and those of the drafts that a person joined in it."""
    return {row.draft.type, *(draft.type for draft in row.merged)}


def _faces(at: int, row: EarlierRow, around: Surroundings, strangers: Strangers = NOBODY) -> Iterator[Face]:
    """The looks of a row: each draft that a person joined in it, and what the row has besides."""
    names = bare_names(row.draft)
    merged = [profile_of(draft, around, names, strangers) for draft in row.merged]
    brought_names = frozenset[str]().union(*(one.names for one in merged))
    brought = frozenset[str]().union(*(one.evidence for one in merged))
    own = profile_of(row.draft, around, brought_names, strangers)
    own_names = names - brought_names or names
    yield Face(at, row.draft.type, own_names, own.evidence - brought, own.named - brought)
    for draft, one in zip(row.merged, merged, strict=True):
        yield Face(at, draft.type, one.names, one.evidence, one.named)


def _known(alike: Iterable[Likeness]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Which rows the evidence knows drafts as, and which drafts it knows rows as."""
    rows: dict[int, set[int]] = defaultdict(set)
    drafts: dict[int, set[int]] = defaultdict(set)
    for one in clear(alike):
        rows[one.new].add(one.row)
        drafts[one.row].add(one.new)
    return rows, drafts


def _best_scores(alike: Iterable[Likeness]) -> Mapping[Pair, float]:
    best: dict[Pair, float] = {}
    for one in alike:
        best[one.row, one.new] = max(one.score, best.get((one.row, one.new), 0.0))
    return best
