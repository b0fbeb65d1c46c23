"""Reviews as values, for what decides on them without a store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from core.models import (
    BranchId,
    DraftId,
    EngineInfo,
    ProjectId,
    Review,
    ReviewId,
    ReviewRow,
    ReviewState,
    ScriptId,
    SuggestedMerge,
    Usage,
)


def review_of(
    rows: Iterable[ReviewRow],
    *,
    suggestions: tuple[SuggestedMerge, ...] = (),
    compared_with: int | None = None,
) -> Review:
    """An open review of these rows."""
    return Review(
        ReviewId(1),
        ProjectId(1),
        ScriptId(1),
        BranchId(1),
        EngineInfo("offline", "rules"),
        Usage(),
        ReviewState.OPEN,
        tuple(rows),
        (),
        datetime(2026, 3, 14, 12, 0, tzinfo=UTC),
        suggestions=suggestions,
        compared_with=compared_with,
    )


def suggested(first: int, second: int, *, put_off: bool = False) -> SuggestedMerge:
    """A likely duplicate of two rows."""
    return SuggestedMerge(DraftId(first), DraftId(second), "They share a coat.", (), put_off)
