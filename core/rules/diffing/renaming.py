"""What a person says is one entity under another name, where nothing in the script shows it (SPEC 2.3)."""

from __future__ import annotations

from dataclasses import replace

from core.models import Draft, RowState
from core.rules.diffing.carrying import Revision, as_on_the_board, carried
from core.rules.diffing.rows import CarriedRow, EarlierRow
from core.rules.diffing.words import Strangers, bare_names


def as_renamed(gone: EarlierRow, new: Draft, revision: int) -> CarriedRow:
    """The row of a new draft that is a gone row of script `revision` by another name.

    All evidence is the new draft's. What a person decided of the gone row and wrote in it is carried over as
    for a name that was recognised; it is to be decided again, also when it was discarded.
    """
    names = bare_names(gone.draft) ^ bare_names(new)
    row = carried(as_on_the_board(gone), new, Revision(revision, Strangers(names)))
    return replace(row, state=RowState.OPEN) if row.state is RowState.DISCARDED else row


def without_evidence(gone: Draft) -> Draft:
    """A gone draft as it joins others: its names and what a person wrote, nothing of the earlier script."""
    text = gone.visual_summary if gone.hand_written else ""
    return replace(gone, visual_summary=text, summary_lines=(), traits=(), conflicts=(), mentions=())
