"""The most likely parts of a run of rows, by dynamic programming (Viterbi's algorithm).

Each row is judged by its own letters, by its place below the row above, and by what that row is. The script
is read more than once: first by what all screenplays share, then by what the reading before has shown of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from core.screenplay.habits import BLOCK, PARTS, UNSEEN, Habits, habits_of
from core.screenplay.looks import Part
from core.screenplay.sight import Sight, View

_READINGS = 4
_SETTLED = 100
"""A reading that changes no more than one row in a hundred is the last."""
_LOST_CUE = 6.0
"""What a cue at the very end costs, since nothing is said under it."""


def most_likely(view: View) -> list[int]:
    """The part of each row."""
    parts: list[int] = []
    for _ in range(_READINGS if view.sights else 0):
        before, parts = parts, _read(view.sights, habits_of(view, parts))
        changed = sum(one != other for one, other in zip(before, parts, strict=False))
        if before and changed * _SETTLED <= len(parts):
            break
    return parts


def _read(sights: Sequence[Sight], habits: Habits) -> list[int]:
    gaps, shifts, lengths, far = habits.gaps, habits.shifts, habits.lengths, habits.far
    first = sights[0]
    paths = [(habits.first[part] + cost + lengths[part][first.length], part) for part, cost in first.looks]
    trail: list[dict[int, int]] = []
    for at, sight in enumerate(sights[1:], start=1):
        near = habits.near[at // BLOCK]
        after = (sight.after_action, sight.after_action, *(sight.after_speech,) * (PARTS - 2))
        step: list[tuple[float, int]] = []
        back: dict[int, int] = {}
        for part, cost in sight.looks:
            best, origin = inf, 0
            for spent, above in paths:
                pair = above * PARTS + part
                total = spent + gaps[pair][after[above]] + shifts[pair][sight.shift]
                if total < best:
                    best, origin = total, above
            back[part] = origin
            place = near[part].get(sight.column)
            if place is None:
                place = far[part].get(sight.column, UNSEEN)
            step.append((best + cost + lengths[part][sight.length] + place, part))
        trail.append(back)
        paths = step
    return _trace(paths, trail)


def _trace(paths: Sequence[tuple[float, int]], trail: Sequence[dict[int, int]]) -> list[int]:
    ends = [(cost + (_LOST_CUE if part == Part.CUE else 0.0), part) for cost, part in paths]
    parts = [min(ends)[1]]
    for back in reversed(trail):
        parts.append(back[parts[-1]])
    parts.reverse()
    return parts
