"""What a person decided or wrote in the earlier review, on the draft of the new scan (SPEC 2.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.models import Difference, Draft, RowChange, RowState
from core.rules.diffing.differing import changed_traits, earlier_text, keep_decided
from core.rules.diffing.evidence import Surroundings
from core.rules.diffing.rows import CarriedRow, EarlierRow
from core.rules.diffing.words import Strangers, bare, bare_names, says, words

BY_HAND = "set by hand"
"""What a priority's reason says when a person set it."""


@dataclass(frozen=True, slots=True)
class _Names:
    """What a row is called by now; `renamed_from` only where the script gave it the new name."""

    name: str
    aliases: tuple[str, ...]
    renamed_from: str = ""


def as_on_the_board(row: EarlierRow) -> EarlierRow:
    """The row under the name that its asset has by now; the name it had stays as an alias."""
    name = row.draft.suggested_name
    if row.asset is None or row.asset.name == name or _renamed(row):
        return row
    aliases = _but(row.asset.name, (*row.draft.aliases, name))
    return replace(row, draft=replace(row.draft, suggested_name=row.asset.name, aliases=aliases))


def _renamed(row: EarlierRow) -> bool:
    """Whether the row offers its asset a new name, which nobody has answered yet."""
    offered = row.difference.renamed_from if row.difference is not None else ""
    return bool(offered) and row.state is not RowState.COMMITTED


@dataclass(frozen=True, slots=True)
class Revision:
    """The earlier `revision` of the script, and the names that the script has changed since.

    `scripts` are the screenplay then and now.
    """

    revision: int
    renamed: Strangers
    scripts: tuple[Surroundings, Surroundings]


def carried(row: EarlierRow, new: Draft, since: Revision, *, by_hand: bool = False) -> CarriedRow:
    """The row of a draft that was found again. `by_hand` says that a person joined or parted what it is."""
    earlier = row.draft
    names = _names(row, new)
    conflicts, new_conflicts = keep_decided(earlier, new, since.renamed, since.scripts)
    added, removed = changed_traits(earlier, new)
    traits_changed = bool(added or removed)
    before = earlier_text(earlier, new, since.renamed, traits_changed=traits_changed, by_hand=by_hand)
    changed = bool(traits_changed or new_conflicts or names.renamed_from or before)
    change = RowChange.CHANGED if changed else RowChange.SAME
    draft = _with_text(earlier, new, since.renamed, is_new=bool(before or names.renamed_from))
    draft = replace(draft, suggested_name=names.name, aliases=names.aliases, type=earlier.type)
    draft = replace(draft, conflicts=conflicts, manual_add=earlier.manual_add)
    if BY_HAND in earlier.priority_reason:
        high, reason = earlier.is_high_priority, earlier.priority_reason
        draft = replace(draft, is_high_priority=high, priority_reason=reason)
    difference = Difference(change, since.revision, names.renamed_from, added, removed, before, new_conflicts)
    if change is RowChange.SAME and _is_unanswered(row):
        difference = row.difference or difference
    return CarriedRow(draft, _state(row, change), difference, row.asset)


def _is_unanswered(row: EarlierRow) -> bool:
    """Whether the row is an offer to its asset that nobody has taken or refused."""
    offers = row.difference is not None and row.difference.change is RowChange.CHANGED
    return offers and row.asset is not None and row.state in (RowState.OPEN, RowState.APPROVED)


def kept(row: EarlierRow, revision: int, change: RowChange) -> CarriedRow:
    """The row as it was, for it is gone from the script, or was never taken from it."""
    return CarriedRow(row.draft, _state(row, change), Difference(change, revision), row.asset)


def _state(row: EarlierRow, change: RowChange) -> RowState:
    """What changed is to be decided again, also where a person kept an asset as it was before."""
    if row.state is RowState.COMMITTED and row.asset is None:
        return RowState.OPEN
    if change is RowChange.SAME:
        return row.state
    if change is RowChange.GONE:
        return row.state if row.state is not RowState.APPROVED else RowState.OPEN
    return RowState.DISCARDED if row.state is RowState.DISCARDED and row.asset is None else RowState.OPEN


def _names(row: EarlierRow, new: Draft) -> _Names:
    """The name until now, unless the script itself has another one; aliases of a person stay."""
    earlier, given = row.draft, _given_names(row)
    name = earlier.suggested_name
    is_kept = (
        bare(name) in bare_names(new) or bare(new.suggested_name) in bare_names(earlier) or name in given
    )
    if is_kept:
        return _Names(name, _but(name, (new.suggested_name, *new.aliases, *given)))
    return _Names(new.suggested_name, _but(new.suggested_name, (*new.aliases, *given)), name)


def _given_names(row: EarlierRow) -> list[str]:
    """The names that a row has from a person: those of a merge, and those that were written down.

    A scan takes names from the lines that it quotes, so what none of them says was written by hand.
    """
    draft = row.draft
    joined = frozenset[str]().union(*(bare_names(one) for one in row.merged))
    quoted = " | ".join(words(mention.text) for mention in draft.mentions)
    return [
        name
        for name in (draft.suggested_name, *draft.aliases)
        if draft.manual_add or bare(name) in joined or (quoted and not says(quoted, bare(name)))
    ]


def _but(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names without the one, none twice; case does not tell them apart."""
    spelled: dict[str, str] = {}
    for one in filter(str.strip, names):
        spelled.setdefault(one.casefold(), one)
    spelled.pop(name.casefold(), None)
    return tuple(spelled.values())


def _with_text(earlier: Draft, new: Draft, renamed: Strangers, *, is_new: bool) -> Draft:
    """The new draft with a person's text, or with the text until now where it holds as it is."""
    is_written = earlier.hand_written and (earlier.visual_summary or not earlier.manual_add)
    if is_written:
        text = earlier.visual_summary
        return replace(new, visual_summary=text, summary_lines=(), hand_written=True)
    before = renamed.fold(earlier.visual_summary)
    if is_new or not before or before == renamed.fold(new.visual_summary):
        return new
    return replace(new, visual_summary=earlier.visual_summary, summary_lines=())
