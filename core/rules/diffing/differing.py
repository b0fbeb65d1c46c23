"""What a revision changed of one entity, as far as a picture would show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from core.models import Conflict, ConflictDecision, Draft, Mention, Trait
from core.rules.conflicts import find_conflicts, stems
from core.rules.diffing.evidence import Surroundings
from core.rules.diffing.words import Strangers, words

_Evidence = tuple[str, ...]

SAME_STEMS = 0.6
"""The share of the shorter value's stems by which two wordings are one trait."""


def changed_traits(earlier: Draft, new: Draft) -> tuple[tuple[Trait, ...], tuple[Trait, ...]]:
    """The traits that came and those that went; where they stand never counts, nor do inferred ones."""
    before, after = _seen(earlier), _seen(new)
    return _without_partner(after, before), _without_partner(before, after)


def _seen(draft: Draft) -> list[Trait]:
    return [trait for trait in draft.traits if not trait.inferred]


def _without_partner(traits: Sequence[Trait], others: Iterable[Trait]) -> tuple[Trait, ...]:
    by_field: dict[str, list[Trait]] = defaultdict(list)
    for other in others:
        by_field[other.field].append(other)
    return tuple(
        trait for trait in traits if not any(_is_same(trait, other) for other in by_field[trait.field])
    )


def _is_same(one: Trait, other: Trait) -> bool:
    """Alike in words, and one picture can hold both: a red coat is no blue coat, however alike the rest."""
    if words(one.value) == words(other.value):
        return True
    first, second = stems(one.value), stems(other.value)
    smaller = min(len(first), len(second))
    return smaller > 0 and len(first & second) / smaller >= SAME_STEMS and not _clash(one, other)


def _clash(one: Trait, other: Trait) -> bool:
    """Asked as of two scenes: what is said in one breath never conflicts."""
    traits = [Trait(trait.field, trait.value, (scene,)) for scene, trait in enumerate((one, other), 1)]
    return bool(find_conflicts(traits, [Mention(scene, scene, scene, "") for scene in (1, 2)]))


def keep_decided(
    earlier: Draft, new: Draft, renamed: Strangers, scripts: tuple[Surroundings, Surroundings]
) -> tuple[tuple[Conflict, ...], int]:
    """The new conflicts with what was decided on the same evidence, and how many rest on new evidence.

    `scripts` are what the earlier draft and the new one were taken from.
    """
    before, after = scripts
    known: dict[_Evidence, ConflictDecision | None] = {}
    for conflict in earlier.conflicts:
        for key in _evidence(conflict, renamed, before):
            known[key] = known.get(key) or conflict.decision
    keys = [_known_key(_evidence(conflict, renamed, after), known) for conflict in new.conflicts]
    kept = (
        replace(conflict, decision=(known[key] if key else None) or conflict.decision)
        for conflict, key in zip(new.conflicts, keys, strict=True)
    )
    return tuple(kept), keys.count(None)


def _known_key(keys: Iterable[_Evidence], known: Collection[_Evidence]) -> _Evidence | None:
    return next((key for key in keys if key in known), None)


def _evidence(conflict: Conflict, renamed: Strangers, script: Surroundings) -> tuple[_Evidence, _Evidence]:
    """The field of a conflict, both values and both lines, and the same with both paragraphs.

    Never where they stand; and where lines break is the layout's business.
    """
    sides = (conflict.earlier, conflict.later)
    values = [side.value for side in sides]
    lines = [side.mention.text for side in sides]
    paragraphs = [script.paragraph(side.mention) for side in sides]
    by_line, by_paragraph = (
        (conflict.field, *map(renamed.fold, (*values, *texts))) for texts in (lines, paragraphs)
    )
    return by_line, by_paragraph


def earlier_text(
    earlier: Draft, new: Draft, renamed: Strangers, *, traits_changed: bool, by_hand: bool
) -> str:
    """The summary until now where it is to be shown beside the new one, else "".

    An extract is the script's own text, so another one is a change. What a model wrote is another text each
    time, and so is what was joined or parted `by_hand`: there only other traits make it a change.
    """
    if earlier.hand_written or renamed.fold(earlier.visual_summary) == renamed.fold(new.visual_summary):
        return ""
    extracts = bool(earlier.summary_lines and new.summary_lines) and not by_hand
    return earlier.visual_summary if extracts or traits_changed else ""
