"""How a script sets its lines: what all screenplays share, and what a first reading shows of this one.

A table of costs is made from counts: the counts that any screenplay would give (`_MOVES` and the tables below
it, each worth a few dozen rows), and those of the script itself as read so far. So a script without blank
rows, with its indentation lost or with a margin of its own is read by what it does, not by the standard page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from core.screenplay.looks import NEVER, Part
from core.screenplay.sight import LENGTHS, UNKNOWN_SHIFT, Sight, View

PARTS = len(Part)
_H, _A, _C, _P, _D, _T = Part

_MOVES = {
    (_H, _A): 0.88, (_H, _C): 0.07, (_H, _H): 0.03, (_H, _T): 0.01,
    (_A, _A): 0.62, (_A, _C): 0.28, (_A, _H): 0.08, (_A, _T): 0.02, (_A, _P): 1e-5, (_A, _D): 2e-6,
    (_C, _D): 0.84, (_C, _P): 0.16, (_C, _A): 1e-5, (_C, _C): 1e-5, (_C, _H): 1e-6,
    (_P, _D): 0.93, (_P, _P): 0.4, (_P, _A): 0.01, (_P, _C): 1e-3, (_P, _H): 1e-5,
    (_D, _D): 0.53, (_D, _C): 0.27, (_D, _A): 0.14, (_D, _P): 0.04, (_D, _H): 0.02, (_D, _T): 0.01,
    (_T, _H): 0.75, (_T, _A): 0.22, (_T, _C): 0.02, (_T, _T): 0.01,
}  # fmt: skip
"""How likely one part follows another, row by row."""
_FIRST = {_A: 0.5, _H: 0.35, _T: 0.05, _C: 0.1}
_APART = {
    (_H, _H): 0.5, (_A, _A): 0.35, (_C, _D): 0.03, (_C, _P): 0.03, (_P, _D): 0.03, (_P, _P): 0.02,
    (_D, _D): 0.03, (_D, _P): 0.03,
}  # fmt: skip
"""How likely a blank row stands between two parts; 0.96 where not said."""
_ROOM = {(_A, _A): 0.12, (_D, _D): 0.07, (_H, _H): 0.5, (_H, _A): 0.5}
"""How likely the row above a tight one had room for a word more; 0.5 below a cue, 0.85 where not said."""
_RIGHT, _BELOW, _LEFT = (0.04, 0.24, 0.72), (0.02, 0.96, 0.02), (0.72, 0.24, 0.04)
"""How likely a row begins left of, below or right of the row above, where the columns are not known yet."""
_SHIFTS = {
    (_A, _C): _RIGHT, (_H, _C): _RIGHT, (_T, _C): _LEFT, (_D, _C): _RIGHT, (_P, _C): _RIGHT,
    (_A, _T): _RIGHT, (_D, _T): _RIGHT, (_H, _T): _RIGHT, (_D, _P): _RIGHT, (_A, _D): _RIGHT,
    (_A, _P): _RIGHT,
    (_C, _D): _LEFT, (_C, _P): _LEFT, (_P, _D): _LEFT, (_D, _A): _LEFT, (_D, _H): _LEFT, (_P, _A): _LEFT,
    (_T, _H): _LEFT, (_T, _A): _LEFT, (_P, _H): _LEFT, (_C, _A): _LEFT, (_C, _H): _LEFT,
}  # fmt: skip
_LENGTH = {
    _H: (0.02, 0.12, 0.28, 0.28, 0.16, 0.08, 0.05, 0.01),
    _A: (0.05, 0.08, 0.08, 0.09, 0.13, 0.32, 0.20, 0.05),
    _C: (0.45, 0.42, 0.10, 0.02, 0.01, 0.001, 0.001, 0.001),
    _P: (0.30, 0.42, 0.20, 0.06, 0.01, 0.005, 0.002, 0.001),
    _D: (0.13, 0.18, 0.29, 0.36, 0.03, 0.006, 0.003, 0.001),
    _T: (0.35, 0.50, 0.10, 0.03, 0.01, 0.005, 0.002, 0.001),
}
"""How likely a row of each part is 0 to 9, 10 to 19, … characters long, wrapped as on the standard page."""
_ANY_LENGTH = (1 / LENGTHS,) * LENGTHS
_WORTH = 40.0
"""How many rows of the script itself weigh as much as what all scripts share."""
BLOCK = 48
"""Rows that share a table of columns: about a page."""
_FEW = 5.0
_STRAY = 0.004
_COLUMN_WEIGHT = 0.7
"""Below one, since a row's column and its shift from the row above are partly the same evidence."""
UNSEEN = -_COLUMN_WEIGHT * log(_STRAY)
"""What a column costs where the part was never seen to stand."""


ColumnCosts = list[dict[int, float]]
"""By part, then by column."""
_Columns = Counter[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Habits:
    """Costs: `first` by part; `gaps` and `shifts` by the pair (above * PARTS + here) and what `Sight` says;
    `lengths` by part and bucket; `near` and `far` by part and column, near by block of rows. A column that is
    in neither costs `UNSEEN`."""

    first: Sequence[float]
    gaps: Sequence[Sequence[float]]
    shifts: Sequence[Sequence[float]]
    lengths: Sequence[Sequence[float]]
    near: Sequence[ColumnCosts]
    far: ColumnCosts


def habits_of(view: View, parts: Sequence[int] = ()) -> Habits:
    """The habits of a script whose rows were read as `parts`; what all scripts share where there are none."""
    sights = view.sights
    pairs = Counter(
        (above * PARTS + here, sight.after_action if above <= _A else sight.after_speech, sight.shift)
        for above, here, sight in zip(parts, parts[1:], sights[1:], strict=False)
    )
    blocks = _column_counts(sights, parts)
    far = _shares(Counter((part, sight.column) for part, sight in zip(parts, sights, strict=False)))
    return Habits(
        [-log(_FIRST.get(part, 1e-5)) for part in Part],
        _gap_costs(pairs, _has_blanks(sights)),
        _shift_costs(pairs),
        _length_costs(view, parts),
        _near_costs(blocks, far),
        _column_costs({key: 0.5 * share for key, share in far.items()}),
    )


_Pairs = Counter[tuple[int, int, int]]


def _has_blanks(sights: Sequence[Sight]) -> bool:
    """Whether blank rows part the blocks of this script at all."""
    known = [sight.after_action for sight in sights if sight.after_action < 4]
    return sum(place >= 2 for place in known) * 20 > len(known)


def _gap_costs(pairs: _Pairs, blanks: bool) -> list[list[float]]:
    seen: list[list[float]] = [[0.0] * 5 for _ in range(PARTS * PARTS)]
    for (pair, gap, _), count in pairs.items():
        seen[pair][gap] += count
    return [
        _gap_row(Part(pair // PARTS), Part(pair % PARTS), counts, blanks) for pair, counts in enumerate(seen)
    ]


def _gap_row(above: Part, here: Part, counts: list[float], blanks: bool) -> list[float]:
    move = _MOVES.get((above, here))
    if move is None:
        return [NEVER / 2] * 5
    apart = _APART.get((above, here), 0.96) if blanks else 0.5
    room = _ROOM.get((above, here), 0.5 if above is _C else 0.85)
    usual = ((1 - apart) * (1 - room), (1 - apart) * room, apart * 0.15, apart * 0.85)
    total = sum(counts[:4]) + _WORTH
    costs = [-log((count + _WORTH * share) / total) for count, share in zip(counts, usual, strict=False)]
    return [cost - log(move) for cost in (*costs, 0.9)]


def _shift_costs(pairs: _Pairs) -> list[list[float]]:
    seen: list[dict[int, int]] = [{} for _ in range(PARTS * PARTS)]
    for (pair, _, shift), count in pairs.items():
        seen[pair][shift] = seen[pair].get(shift, 0) + count
    return [_shift_row(Part(pair // PARTS), Part(pair % PARTS), counts) for pair, counts in enumerate(seen)]


def _shift_row(above: Part, here: Part, counts: dict[int, int]) -> list[float]:
    left, below, right = _SHIFTS.get((above, here), _BELOW)
    usual = [left / 16] * 38 + [below * share for share in (0.05, 0.05, 0.8, 0.05, 0.05)] + [right / 16] * 38
    total = sum(counts.values()) - counts.get(UNKNOWN_SHIFT, 0) + _WORTH
    costs = [-log((counts.get(at, 0) + _WORTH * share) / total) for at, share in enumerate(usual)]
    return [*costs, 2.0]


def _length_costs(view: View, parts: Sequence[int]) -> list[list[float]]:
    seen = Counter((part, sight.length) for part, sight in zip(parts, view.sights, strict=False))
    rows = []
    for part in Part:
        if part in (_C, _P, _T):
            # Names and asides are short in every script; the usual ones of this one must not oust the others.
            rows.append([-log(share) for share in _LENGTH[part]])
            continue
        usual = _LENGTH[part] if view.narrow else _ANY_LENGTH
        total = sum(seen[part, at] for at in range(LENGTHS)) + _WORTH
        rows.append([-log((seen[part, at] + _WORTH * share) / total) for at, share in enumerate(usual)])
    return rows


def _column_counts(sights: Sequence[Sight], parts: Sequence[int]) -> list[_Columns]:
    """How often each part stands at each column, by block of rows."""
    blocks: list[_Columns] = [Counter() for _ in range(len(sights) // BLOCK + 1)]
    for at, (part, sight) in enumerate(zip(parts, sights, strict=False)):
        blocks[at // BLOCK][part, sight.column] += 1
    return blocks


def _shares(counts: _Columns) -> dict[tuple[int, int], float]:
    rows = [0] * PARTS
    for (part, _), count in counts.items():
        rows[part] += count
    return {(part, column): count / (rows[part] + _FEW) for (part, column), count in counts.items()}


def _near_costs(blocks: Sequence[_Columns], far: dict[tuple[int, int], float]) -> list[ColumnCosts]:
    """What a column costs in each block: half by what stands in and beside it, half by all the script."""
    costs = []
    for at in range(len(blocks)):
        near = _shares(sum(blocks[max(0, at - 1) : at + 2], Counter()))
        costs.append(_column_costs({key: 0.5 * share + 0.5 * far[key] for key, share in near.items()}))
    return costs


def _column_costs(shares: dict[tuple[int, int], float]) -> ColumnCosts:
    costs: ColumnCosts = [{} for _ in range(PARTS)]
    for (part, column), share in shares.items():
        costs[part][column] = -_COLUMN_WEIGHT * log(share + _STRAY)
    return costs
