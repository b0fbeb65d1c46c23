"""Scores the drafts of a scan against labels made by hand, as `shared/score_extraction.py` counts them.

A draft and a label match when they share a name, articles, case and punctuation apart. Each draft answers one
label at most. Labels with `key: false` are optional: found or not, they cost nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SIDE = re.compile(r"^(INT|EXT|EST|I/E|INT\./EXT|INT/EXT)\b[./ ]*")
_NOISE = re.compile(r"[^A-Z0-9 ]+")
_ARTICLE = re.compile(r"^(THE|A|AN)\s+")
EXACT_NAME = 10
"""How much an equal first name counts against one shared alias when several labels could match."""

Wire = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """One type's figures in 0..1, and the names behind them."""

    drafts: int
    precision: float
    recall: float
    split: tuple[str, ...]
    """Drafts beyond the first for one label: duplicates that a person must merge."""
    fused: tuple[str, ...]
    """Labels swallowed by a draft that answers another one: wrong merges."""
    ghosts: tuple[str, ...]
    missed: tuple[str, ...]
    priority_precision: float
    priority_recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def score(drafts: Sequence[Wire], gold: Wire) -> dict[str, Score]:
    """The figures by type, for drafts in the wire format of SPEC 2.2."""
    return {
        type: _score(
            [draft for draft in drafts if draft["type"] == type],
            [label for label in gold["entities"] if label["type"] == type],
        )
        for type in ("character", "location", "prop")
    }


def _score(drafts: Sequence[Wire], labels: Sequence[Wire]) -> Score:
    pairs = _pairs(drafts, labels)
    of_draft: dict[int, int] = {}
    for _, draft, label in pairs:
        if draft not in of_draft and label not in of_draft.values():
            of_draft[draft] = label
    found = set(of_draft.values())
    touched = {draft for _, draft, _ in pairs}
    key = {at for at, label in enumerate(labels) if label.get("key", True)}
    high = {at for at, draft in enumerate(drafts) if draft["isHighPriority"]}
    high_key = {of_draft[draft] for draft in high & of_draft.keys()} & key
    return Score(
        drafts=len(drafts),
        precision=_share(len(of_draft), len(drafts)),
        recall=_share(len(key & found), len(key)),
        split=_names_at(drafts, touched - of_draft.keys()),
        fused=_names_at(labels, {label for _, _, label in pairs} - found),
        ghosts=_names_at(drafts, set(range(len(drafts))) - touched),
        missed=_names_at(labels, key - found),
        priority_precision=_share(len(high_key), len(high)),
        priority_recall=_share(len(high_key), len(key)),
    )


def _pairs(drafts: Sequence[Wire], labels: Sequence[Wire]) -> list[tuple[int, int, int]]:
    """(weight, draft, label) for each pair that shares a name, the likeliest first."""
    named = [_names(label) for label in labels]
    pairs = []
    for at, draft in enumerate(drafts):
        own = _names(draft)
        for label, names in enumerate(named):
            if shared := own & names:
                exact = _norm(draft["suggestedName"]) == _norm(labels[label]["name"])
                pairs.append((len(shared) + EXACT_NAME * exact, at, label))
    return sorted(pairs, reverse=True)


def _names(entity: Wire) -> set[str]:
    main = entity.get("suggestedName") or entity.get("name") or ""
    return {name for raw in (main, *entity["aliases"]) if (name := _norm(raw))}


def _norm(name: str) -> str:
    bare = _SIDE.sub("", name.upper().replace("’", "'"))
    bare = re.sub(r"'S\b", "S", bare)
    return _ARTICLE.sub("", " ".join(_NOISE.sub(" ", bare).split()))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _names_at(entities: Sequence[Wire], places: set[int]) -> tuple[str, ...]:
    return tuple(entities[at].get("suggestedName") or entities[at]["name"] for at in sorted(places))
