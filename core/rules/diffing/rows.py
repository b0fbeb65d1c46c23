"""What goes into a comparison with an earlier review, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass

from core.models import CommittedAsset, Difference, Draft, RowState


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """A row of the earlier review; its merged rows are no rows of their own but `merged` of their keeper.

    `asset` is the asset of the row as it is now, None when it has none or when it was deleted since.
    """

    id: int
    draft: Draft
    state: RowState
    asset: CommittedAsset | None = None
    merged: tuple[Draft, ...] = ()
    difference: Difference | None = None


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
