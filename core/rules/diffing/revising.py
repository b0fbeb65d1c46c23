"""The review of a new revision as a difference to the earlier one (SPEC 2.3). Pure; no asset is touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from core.models import AssetType, Difference, Draft, RowChange, RowState, Screenplay
from core.rules.diffing.carrying import Revision, as_on_the_board, carried, kept
from core.rules.diffing.matching import Matching
from core.rules.diffing.parting import Parts, part
from core.rules.diffing.relocating import Lines
from core.rules.diffing.rows import CarriedRow, EarlierRow
from core.rules.diffing.words import Strangers, bare, bare_names
from core.rules.merging import merge_drafts


def carry_over(
    earlier: Sequence[EarlierRow],
    drafts: Sequence[Draft],
    *,
    screenplay: Screenplay,
    earlier_screenplay: Screenplay | None,
    revision: int,
) -> tuple[CarriedRow, ...]:
    """The rows of the review of `drafts`, compared with the `earlier` review of script `revision`.

    First one row for each draft, in their order; then what a person had split from one of them or added by
    hand; what is gone from the script; at last what a person had merged and this scan lacks. What a person
    decided or wrote is carried over. Without the earlier screenplay renamed entities are known by the lines
    that name them alone.
    """
    rows = [as_on_the_board(row) for row in earlier]
    matching = Matching(rows, drafts, (earlier_screenplay, screenplay))
    parts = part(matching, rows, drafts)
    names = matching.changed_names().union(*_offered_names(rows, drafts, matching))
    since = Revision(revision, Strangers(names), matching.scripts)
    lines = Lines(screenplay)
    found = [_found(at, rows, matching, parts, since) for at in range(len(drafts))]
    left = [at for at in range(len(rows)) if at not in matching.drafts_of]
    carried_of = dict(_left(left, rows, parts, since, lines))
    places = {row: best for row, (best, *_) in matching.drafts_of.items()}
    places |= {at: place for place, at in enumerate(carried_of, len(drafts))}
    missing = _missing(matching, places, since, lines)
    return _with_variants(drafts, (*found, *carried_of.values(), *missing))


def _offered_names(
    rows: Sequence[EarlierRow], drafts: Sequence[Draft], matching: Matching
) -> Iterator[frozenset[str]]:
    """The names that the script has changed since what was settled of an asset, where nobody answered yet."""
    for new, row in matching.row_of.items():
        after = bare_names(drafts[new])
        for ground in rows[row].grounds:
            before = bare_names(ground.draft)
            if (
                bare(ground.draft.suggested_name) not in after
                and bare(drafts[new].suggested_name) not in before
            ):
                yield before ^ after


def _found(
    at: int, rows: Sequence[EarlierRow], matching: Matching, parts: Parts, since: Revision
) -> CarriedRow:
    """The row of the new draft at a position."""
    draft, row = parts.drafts[at], matching.row_of.get(at)
    if row is None:
        return CarriedRow(draft, RowState.OPEN, Difference(RowChange.NEW, since.revision))
    best, *joined = matching.drafts_of[row]
    if at != best:
        same = Difference(RowChange.SAME, since.revision)
        return CarriedRow(draft, RowState.MERGED, same, merged_into=best)
    by_hand = bool(joined or rows[row].merged or at in parts.changed)
    drafts = [parts.drafts[new] for new in sorted((best, *joined))]
    whole = _joined([*drafts, *parts.joined.get(row, ())], draft)
    return carried(rows[row], whole, since, by_hand=by_hand)


def _joined(drafts: Sequence[Draft], best: Draft) -> Draft:
    if len(drafts) == 1:
        return best
    return replace(merge_drafts(drafts, best.suggested_name), type=best.type, variant_of=best.variant_of)


def _left(
    left: Sequence[int], rows: Sequence[EarlierRow], parts: Parts, since: Revision, lines: Lines
) -> Iterator[tuple[int, CarriedRow]]:
    """The rows that no draft is, by position: parted ones, those that the script still says, what is gone."""
    gone = []
    for at in left:
        row = rows[at]
        if at in parts.taken:
            yield at, carried(row, parts.taken[at], since, by_hand=True)
        elif (draft := lines.relocated(row.draft)) is not None:
            if row.grounds:
                yield at, carried(row, draft, since)
            else:
                yield at, kept(replace(row, draft=draft), since.revision, RowChange.SAME)
        elif row.draft.manual_add or _is_empty(row.draft):
            yield at, kept(row, since.revision, RowChange.SAME)
        else:
            gone.append(at)
    yield from ((at, kept(rows[at], since.revision, RowChange.GONE)) for at in gone)


def _is_empty(draft: Draft) -> bool:
    """Whether nothing of a draft is of the script, as when all its mentions were split off."""
    return not draft.mentions and (draft.hand_written or not draft.visual_summary)


def _missing(
    matching: Matching, places: Mapping[int, int], since: Revision, lines: Lines
) -> Iterator[CarriedRow]:
    """What a person merged and the scan lacks; `places` are the positions of the earlier rows by now."""
    for row, place in places.items():
        for draft in matching.missing(row):
            there = lines.relocated(draft)
            change = RowChange.GONE if there is None else RowChange.SAME
            difference = Difference(change, since.revision)
            yield CarriedRow(there or draft, RowState.MERGED, difference, merged_into=place)


def _with_variants(drafts: Sequence[Draft], rows: Sequence[CarriedRow]) -> tuple[CarriedRow, ...]:
    """Looks of an entity name it as it is called by now."""
    names: Mapping[tuple[AssetType, str], str] = {
        (draft.type, bare(draft.suggested_name)): row.draft.suggested_name
        for draft, row in zip(drafts, rows, strict=False)
    }
    return tuple(_with_variant(row, names) for row in rows)


def _with_variant(row: CarriedRow, names: Mapping[tuple[AssetType, str], str]) -> CarriedRow:
    draft = row.draft
    known = names.get((draft.type, bare(draft.variant_of)), draft.variant_of) if draft.variant_of else ""
    is_gone = row.difference is not None and row.difference.change is RowChange.GONE
    if known == draft.variant_of or is_gone:
        return row
    return replace(row, draft=replace(draft, variant_of=known))
