"""Rows of a review as the services find, make and change them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from core.errors import InvalidInput, NotFound, Stale
from core.models import (
    AssetType,
    Difference,
    Draft,
    DraftId,
    Review,
    ReviewId,
    ReviewRow,
    RowChange,
    RowState,
)
from core.rules.committing import decided_description
from core.rules.diffing import CarriedRow, EarlierRow, as_renamed, without_evidence
from core.rules.merging import with_hand_written
from core.rules.naming import names_of, require_name
from core.rules.splitting import split_draft
from core.rules.unmerging import replayed
from core.services.review_history import History
from core.services.review_journal import Change
from core.store import tables
from core.store.mapping import to_review_row
from core.store.transaction import Transaction
from core.text import clean
from core.wire import difference_to_wire, draft_to_wire

FINAL_STATES = (RowState.MERGED, RowState.COMMITTED)

Rows = Sequence[tables.DraftRow]


def changeable(rows: Rows) -> list[tables.DraftRow]:
    """The rows that a review can still change: what is committed is an asset by now."""
    return [row for row in rows if row.state != RowState.COMMITTED]


def action_name(verb: str, rows: Rows) -> str:
    """What undo calls an action: the verb and the row, or how many rows."""
    what = str(rows[0].draft["suggestedName"]) if len(rows) == 1 else f"{len(rows)} rows"
    return f"{verb} {what}"


def without_name(names: Iterable[str], gone: str) -> tuple[str, ...]:
    """The names but one, none twice."""
    return tuple(name for name in dict.fromkeys(names) if name.casefold() != gone.casefold())


def custom_draft(name: str, type: AssetType, description: str) -> Draft:
    """A draft that a person adds (`manual_add`).

    Raises:
        InvalidInput: the name is empty or too long.
    """
    return Draft(
        suggested_name=require_name(name, "A draft"),
        type=type,
        visual_summary=clean(description).strip(),
        priority_reason="added by hand",
        manual_add=True,
        hand_written=True,
    )


def edited(
    draft: Draft,
    *,
    name: str | None = None,
    type: AssetType | None = None,
    visual_summary: str | None = None,
    shown: str | None = None,
) -> Draft:
    """The draft with what a person changed of it. The old name becomes an alias, so its mentions hold.

    A summary that differs from the description that was `shown`, without it the draft's, is a person's from
    then on: nothing else changes it.
    """
    if visual_summary is not None:
        draft = _written(draft, visual_summary, decided_description(draft) if shown is None else shown)
    if name is not None and name != draft.suggested_name:
        aliases = without_name((*draft.aliases, draft.suggested_name), name)
        draft = replace(draft, suggested_name=name, aliases=aliases)
    return draft if type is None else replace(draft, type=type)


def _written(draft: Draft, text: str, shown: str) -> Draft:
    """The draft with a person's summary; one that says what stands there anyway is nobody's."""
    if text == shown.strip():
        return draft
    return replace(draft, visual_summary=text, summary_lines=(), hand_written=True)


async def new_row(tx: Transaction, review_id: ReviewId, draft: Draft) -> tables.DraftRow:
    """A row for the table's end."""
    return tables.DraftRow(
        review_id=review_id,
        position=await tx.last_position(review_id) + 1,
        draft=draft_to_wire(draft),
        state=RowState.OPEN,
    )


async def rows_by_id(tx: Transaction, review_id: ReviewId, ids: Iterable[DraftId]) -> list[tables.DraftRow]:
    """These rows of a review, in the order of the table.

    Raises:
        NotFound: one of them is not in it.
    """
    wanted = set(ids)
    rows = await tx.drafts(review_id, wanted)
    if len(rows) != len(wanted):
        raise NotFound("One of the rows is not in this review any more. Reload it.")
    return list(rows)


async def take_out(tx: Transaction, change: Change, rows: Rows) -> None:
    """Take what merged rows brought out of the rows that have it by now, which are as before the merge then,
    but for what was changed since.

    Raises:
        InvalidInput: one of these is committed: its asset has all of it.
    """
    if rows:
        every = {one.id: one for one in await tx.drafts(rows[0].review_id)}
        history = History(await tx.actions(rows[0].review_id), every, change, rows)
        # What no merge of the journal explains is taken from what is left, so it comes last.
        for row in sorted(rows, key=history.is_carried):
            _take_out(history, row)


def _take_out(history: History, row: tables.DraftRow) -> None:
    keepers = _keepers(history.rows, row)
    if keepers and keepers[-1].state == RowState.COMMITTED:
        name = keepers[-1].draft["suggestedName"]
        raise InvalidInput(f"{name} is committed: undo the commit first.")
    history.change.watch(keepers)
    taken = to_review_row(row).draft
    for part, keeper in pairwise((row, *keepers)):
        now = to_review_row(keeper).draft
        known = history.merges(part, keeper)
        instead = replayed(now, history.steps(keeper)) if known else _split_off(now, taken)
        keeper.draft = draft_to_wire(instead)
        _give_back(row, keeper)


def _give_back(row: tables.DraftRow, keeper: tables.DraftRow) -> None:
    """The asset that a row has brought, and that the keeper is the row under another name."""
    if keeper.asset_id == row.asset_id:
        keeper.asset_id = None
    difference = to_review_row(keeper).difference
    if difference is None or not is_gone(row):
        return
    if difference.renamed_from in names_of(to_review_row(row).draft):
        keeper.difference = difference_to_wire(Difference(RowChange.NEW, difference.revision))


def _keepers(rows: Mapping[int, tables.DraftRow], row: tables.DraftRow) -> list[tables.DraftRow]:
    """The chain of rows that a merged row went into."""
    keepers: list[tables.DraftRow] = []
    keeper = _keeper(rows, row)
    while keeper is not None and keeper not in keepers:
        keepers.append(keeper)
        keeper = _keeper(rows, keeper)
    return keepers


def _keeper(rows: Mapping[int, tables.DraftRow], row: tables.DraftRow) -> tables.DraftRow | None:
    return None if row.merged_into is None else rows.get(row.merged_into)


def _split_off(whole: Draft, part: Draft) -> Draft:
    """A merged draft without what only this part can have brought, as far as that is still there."""
    names = {name.casefold() for name in names_of(part)}
    brought = [name for name in names_of(whole) if name.casefold() in names]
    lines = {line for line, _ in _quotes(part) & _quotes(whole)}
    try:
        return split_draft(whole, part.suggested_name, part.type, brought, lines)[0]
    except InvalidInput:
        return whole


def is_gone(row: tables.DraftRow) -> bool:
    """Whether no line of this revision speaks of the row."""
    return to_review_row(row).change is RowChange.GONE


def restored_state(row: tables.DraftRow) -> RowState:
    """What a restored row is: undecided, but for a gone one that has its asset back."""
    had_asset = row.merged_into is not None and row.asset_id is not None and is_gone(row)
    return RowState.COMMITTED if had_asset else RowState.OPEN


def _quotes(draft: Draft) -> set[tuple[int, str]]:
    """What a draft quotes, by line: the same line of another revision of the script says something else."""
    return {(mention.line, mention.text) for mention in draft.mentions}


def find_row(review: Review, draft_id: DraftId) -> ReviewRow:
    """One row of a review.

    Raises:
        NotFound: it is not in it.
    """
    for row in review.rows:
        if row.id == draft_id:
            return row
    raise NotFound("The row is not in this review any more. Reload it.")


def renamed_pair(rows: Sequence[ReviewRow]) -> tuple[ReviewRow, ReviewRow] | None:
    """(a gone row, a new one) where these two are merged: one entity under another name; else None."""
    pair = {row.change: row for row in rows if row.state is not RowState.MERGED}
    gone, new = pair.get(RowChange.GONE), pair.get(RowChange.NEW)
    if len(rows) != 2 or gone is None or new is None or new.state is RowState.COMMITTED:
        return None
    return gone, new


def as_one(gone: ReviewRow, new: ReviewRow) -> CarriedRow:
    """The new row as the gone one under another name; a text that a person wrote in the new one is kept."""
    assert gone.difference is not None
    earlier = EarlierRow(gone.id, gone.draft, gone.state, gone.asset)
    row = as_renamed(earlier, new.draft, gone.difference.revision)
    if not new.draft.hand_written:
        return row
    originals = [new.draft] if gone.asset is not None else [gone.draft, new.draft]
    return replace(row, draft=with_hand_written(row.draft, originals))


def called(draft: Draft, name: str) -> Draft:
    """The draft under another name; the one that it had becomes an alias."""
    if name == draft.suggested_name:
        return draft
    aliases = without_name((*draft.aliases, draft.suggested_name), name)
    return replace(draft, suggested_name=name, aliases=aliases)


def present_drafts(rows: Sequence[ReviewRow]) -> list[Draft]:
    """The drafts of rows that are merged: beside those of this revision, gone ones have no evidence."""
    if all(row.change is RowChange.GONE for row in rows):
        return [row.draft for row in rows]
    return [without_evidence(row.draft) if row.change is RowChange.GONE else row.draft for row in rows]


def require_mergeable(rows: Sequence[ReviewRow]) -> None:
    """Two rows or more, all of them in the review.

    Raises:
        InvalidInput: else.
    """
    if len(rows) < 2:
        raise InvalidInput("Select at least two rows to merge.")
    if renamed_pair(rows) is not None:
        return
    require_in_review(rows)
    owners = [row.draft.suggested_name for row in rows if row.asset is not None]
    if len(owners) > 1:
        raise InvalidInput(f"{owners[0]} and {owners[1]} are two assets on the board: they stay two rows.")


def require_in_review(rows: Iterable[ReviewRow]) -> None:
    """Rows that are neither merged nor committed.

    Raises:
        InvalidInput: one of them is.
    """
    for row in rows:
        if row.state in FINAL_STATES:
            raise InvalidInput(f"{row.draft.suggested_name} is {row.state} already.")


def require_fresh(rows: Rows, version: int | None) -> None:
    """Rows that have not changed since the review had this version; None asks nothing.

    Raises:
        Stale: one of them has.
    """
    for row in rows:
        if version is not None and row.version > version:
            name = row.draft["suggestedName"]
            raise Stale(f"{name} was changed in another session since this was proposed. Look at it again.")


async def require_newest(tx: Transaction, review: tables.ReviewRow) -> None:
    """A review that no later scan of its film has taken the place of: that one has its rows and assets now.

    Raises:
        Stale: there is a newer one.
    """
    reviews = await tx.reviews(review.project_id)
    if any(one.id > review.id and one.branch_id == review.branch_id for one in reviews):
        raise Stale(
            "A later scan of this film has a review of its own. Go on there: it has what you decided."
        )
