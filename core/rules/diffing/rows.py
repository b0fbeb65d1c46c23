"""What goes into a comparison with an earlier review, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass

from core.models import CommittedAsset, Difference, Draft, RowState


@dataclass(frozen=True, slots=True)
class Ground:
    """What a person settled of an asset: the draft of script `revision` that it took, or that was refused.

    `state` is COMMITTED or DISCARDED.
    """

    draft: Draft
    state: RowState
    revision: int


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """A row of the earlier review; its merged rows are no rows of their own but `merged` of their keeper.

    `asset` is the asset of the row as it is now, None when it has none or when it was deleted since. The
    `grounds` of a row whose asset did not take it are what was settled before, the newest first: what was
    refused since, if anything, and what the asset rests on. All other rows are compared as they are.
    """

    id: int
    draft: Draft
    state: RowState
    asset: CommittedAsset | None = None
    merged: tuple[Draft, ...] = ()
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """A row of the new review; `merged_into` is a position among the rows, set exactly when MERGED.

    `difference` is None where there is no earlier review.
    """

    draft: Draft
    state: RowState
    difference: Difference | None = None
    asset: CommittedAsset | None = None
    merged_into: int | None = None
