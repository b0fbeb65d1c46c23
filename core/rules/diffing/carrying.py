"""What a person decided or wrote in the earlier review, on the draft of the new scan (SPEC 2.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.models import Conflict, Difference, Draft, RowChange, RowState
from core.rules.committing import decided_description
from core.rules.diffing.differing import changed_traits, earlier_text, keep_decided
from core.rules.diffing.evidence import Surroundings
from core.rules.diffing.rows import CarriedRow, EarlierRow, Ground
from core.rules.diffing.words import Strangers, bare, bare_names, says, words
from core.rules.naming import names_of

BY_HAND = "set by hand"
"""What a priority's reason says when a person set it."""


@dataclass(frozen=True, slots=True)
class _Names:
    """What a row is called by now. Where the script gave up `renamed_from`, it says `script_name`."""

    name: str
    aliases: tuple[str, ...]
    renamed_from: str = ""
    script_name: str = ""


def as_on_the_board(row: EarlierRow) -> EarlierRow:
    """The row and its grounds under the name that its asset has by now; the name they had stays as an alias.

    A name that the row itself offers stays, as nobody has answered it yet, unless the asset was given one
    since.
    """
    if row.asset is None:
        return row
    draft = row.draft if _is_name_offered(row, row.asset.name) else called(row.draft, row.asset.name)
    grounds = (replace(one, draft=called(one.draft, row.asset.name)) for one in row.grounds)
    return replace(row, draft=draft, grounds=tuple(grounds))


def _is_name_offered(row: EarlierRow, asset_name: str) -> bool:
    if not row.grounds or row.draft.suggested_name == row.grounds[0].draft.suggested_name:
        return False
    return not named_since(asset_name, row.draft, row.grounds[-1].draft)


def named_since(name: str, draft: Draft, base: Draft) -> bool:
    """Whether an asset got its `name` on the board after its row was made and named.

    Then `base`, the draft that it rests on, is not called so, and the row's draft has no such name but for
    aliases that it had then.
    """
    came = {*names_of(draft)} - {*base.aliases}
    return name not in came | {base.suggested_name}


def called(draft: Draft, name: str) -> Draft:
    """The draft under another name; the one that it had becomes an alias."""
    if draft.suggested_name == name:
        return draft
    aliases = _but(name, (*draft.aliases, draft.suggested_name))
    return replace(draft, suggested_name=name, aliases=aliases)


@dataclass(frozen=True, slots=True)
class Revision:
    """The earlier `revision` of the script, and the names that the script has changed since.

    `scripts` are the screenplay then and now.
    """

    revision: int
    renamed: Strangers
    scripts: tuple[Surroundings, Surroundings] = (Surroundings(None), Surroundings(None))


@dataclass(frozen=True, slots=True)
class _Comparison:
    """How a new draft stands to what was settled."""

    ground: Ground
    names: _Names
    conflicts: tuple[Conflict, ...]
    difference: Difference

    @property
    def is_same(self) -> bool:
        return self.difference.change is RowChange.SAME

    @property
    def is_of_the_picture(self) -> bool:
        """Whether the script describes it otherwise, whatever it is called."""
        difference = self.difference
        return bool(difference.added or difference.removed or difference.earlier_summary)


def carried(row: EarlierRow, new: Draft, since: Revision, *, by_hand: bool = False) -> CarriedRow:
    """The row of a draft that was found again. `by_hand` says that a person joined or parted what it is.

    It is compared with what was settled of its asset, which may be of an older revision than the row; what is
    decided of the row holds as long as the draft says the same as the row did.
    """
    last = Ground(row.draft, row.state, since.revision)
    found = [_compared(row, ground, new, since, by_hand=by_hand) for ground in row.grounds or (last,)]
    same = next((one for one in reversed(found) if one.is_same), None)
    if same is not None and not _is_edited(row):
        return CarriedRow(_draft(row, same, new, since), _settled(row, same), same.difference, row.asset)
    offer = found[0]
    step = _compared(row, last, new, since, by_hand=by_hand) if row.grounds else offer
    state = row.state if step.is_same else _undecided(row)
    difference = replace(offer.difference, change=RowChange.CHANGED)
    return CarriedRow(_draft(row, offer, new, since), state, difference, row.asset)


def _compared(row: EarlierRow, ground: Ground, new: Draft, since: Revision, *, by_hand: bool) -> _Comparison:
    earlier = ground.draft
    names = _names(row, earlier, new)
    conflicts, new_conflicts = keep_decided(earlier, new, since.renamed, since.scripts)
    conflicts, _ = keep_decided(row.draft, replace(new, conflicts=conflicts), since.renamed, since.scripts)
    added, removed = changed_traits(earlier, new)
    traits_changed = bool(added or removed)
    before = earlier_text(earlier, new, since.renamed, traits_changed=traits_changed, by_hand=by_hand)
    changed = bool(traits_changed or new_conflicts or names.renamed_from or before)
    change = RowChange.CHANGED if changed else RowChange.SAME
    difference = Difference(
        change, ground.revision, names.renamed_from, added, removed, before, new_conflicts, names.script_name
    )
    return _Comparison(ground, names, conflicts, difference)


def _draft(row: EarlierRow, found: _Comparison, new: Draft, since: Revision) -> Draft:
    """The new draft with all that a person decided and wrote of the row."""
    earlier = row.draft
    draft = _with_text(row, found, new, since.renamed)
    draft = replace(draft, suggested_name=found.names.name, aliases=found.names.aliases, type=earlier.type)
    draft = replace(draft, conflicts=found.conflicts, manual_add=earlier.manual_add)
    if BY_HAND not in earlier.priority_reason:
        return draft
    return replace(draft, is_high_priority=earlier.is_high_priority, priority_reason=earlier.priority_reason)


def _is_open(row: EarlierRow) -> bool:
    """Whether the row is an offer to its asset that nobody has taken or refused."""
    return bool(row.grounds) and row.state in (RowState.OPEN, RowState.APPROVED)


def _is_edited(row: EarlierRow) -> bool:
    """Whether a person has put something of their own into an offer that nobody has answered yet."""
    if not _is_open(row):
        return False
    ground, draft = row.grounds[0].draft, row.draft
    is_named = draft.suggested_name != ground.suggested_name and draft.suggested_name in _given_names(row)
    return _is_text_edited(row) or is_named or draft.type is not ground.type


def _is_text_edited(row: EarlierRow) -> bool:
    texts = {one.draft.visual_summary for one in row.grounds if one.draft.hand_written}
    return _is_open(row) and row.draft.hand_written and row.draft.visual_summary not in texts


def kept(row: EarlierRow, revision: int, change: RowChange) -> CarriedRow:
    """The row as it was, for it is gone from the script, or was never taken from it.

    An offer that the script doesn't make any more is what it was before.
    """
    difference = Difference(change, revision)
    if _is_open(row) and not _is_edited(row):
        ground = row.grounds[0]
        return CarriedRow(ground.draft, ground.state, difference, row.asset)
    if change is RowChange.SAME and _is_open(row):
        difference = replace(difference, change=RowChange.CHANGED)
    is_gone = change is RowChange.GONE and row.state is RowState.APPROVED
    return CarriedRow(row.draft, RowState.OPEN if is_gone else _standing(row), difference, row.asset)


def _settled(row: EarlierRow, same: _Comparison) -> RowState:
    return same.ground.state if row.grounds else _standing(row)


def _standing(row: EarlierRow) -> RowState:
    """The state of a row that stays as it is: one without its asset is committed no more."""
    is_lost = row.state is RowState.COMMITTED and row.asset is None
    return RowState.OPEN if is_lost else row.state


def _undecided(row: EarlierRow) -> RowState:
    """What changed is to be decided again, also where a person kept an asset as it was before."""
    return RowState.DISCARDED if row.state is RowState.DISCARDED and row.asset is None else RowState.OPEN


def _names(row: EarlierRow, earlier: Draft, new: Draft) -> _Names:
    """The name until now, unless the script itself has another one; what a person gave stays."""
    given = _given_names(row)
    own = row.draft.suggested_name
    name = own if own in given else earlier.suggested_name
    renamed_from = _renamed_from(earlier, new, given)
    if renamed_from and name not in given:
        return _Names(
            new.suggested_name,
            _but(new.suggested_name, (*new.aliases, *given)),
            renamed_from,
            new.suggested_name,
        )
    script_name = new.suggested_name if renamed_from else ""
    return _Names(name, _but(name, (new.suggested_name, *new.aliases, *given)), renamed_from, script_name)


def _renamed_from(earlier: Draft, new: Draft, given: Sequence[str]) -> str:
    """The name that the script has given up for another one; "" when it has not.

    Behind a name that a person gave it is the fullest one of the script's own.
    """
    names = [name for name in names_of(earlier) if name not in given]
    if not names or bare(new.suggested_name) in bare_names(earlier):
        return ""
    name = names[0] if names[0] == earlier.suggested_name else max(names, key=len)
    return "" if bare(name) in bare_names(new) else name


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


def _with_text(row: EarlierRow, found: _Comparison, new: Draft, renamed: Strangers) -> Draft:
    """The new draft with a person's text, or with the text until now where it holds as it is.

    What a person wrote of an asset stands there. Beside it the script's text is offered, where it describes
    the asset otherwise, and nothing where only names have changed.
    """
    earlier = found.ground.draft
    if _is_text_edited(row):
        return _with_own(new, row.draft)
    if row.asset is not None and found.is_of_the_picture and new.visual_summary:
        return new
    if earlier.hand_written and (earlier.visual_summary or not earlier.manual_add):
        return _with_own(new, earlier)
    before, is_on_board = renamed.fold(earlier.visual_summary), _is_on_board(row, earlier)
    is_alike = before == renamed.fold(new.visual_summary)
    is_free = not is_on_board and (is_alike or bool(found.names.renamed_from))
    if found.difference.earlier_summary or not before or is_free:
        return new
    lines = new.summary_lines if is_alike else ()
    return replace(new, visual_summary=earlier.visual_summary, summary_lines=lines)


def _with_own(new: Draft, written: Draft) -> Draft:
    return replace(new, visual_summary=written.visual_summary, summary_lines=(), hand_written=True)


def _is_on_board(row: EarlierRow, ground: Draft) -> bool:
    """Whether the asset's text was written on the board."""
    return row.asset is not None and row.asset.description != decided_description(ground)
