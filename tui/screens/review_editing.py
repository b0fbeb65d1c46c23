"""Keeping what a person typed in the fields of a row: under a free name, and over nobody else's words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.models import AssetType, DraftId, Review, ReviewId
from tui.widgets.draft_detail import taken_words
from tui.widgets.draft_form import DraftEdit

if TYPE_CHECKING:
    from tui.screens.review import ReviewScreen


def why_taken(screen: ReviewScreen, edit: DraftEdit) -> str:
    """Why a row can't be called so, "" when it can. A new one is most likely meant for a row of any type."""
    review, taken_by = screen.known_review, screen.services.reviews.taken_by
    if edit.draft_id is None:
        others = (taken_by(review, edit.name, type) for type in AssetType)
        return next((taken_words(edit.name, other) for other in others if other), "")
    return taken_words(edit.name, taken_by(review, edit.name, edit.type, (edit.draft_id,)))


async def save(screen: ReviewScreen, edit: DraftEdit, started: DraftEdit) -> None:
    """Keep a row; what could not be kept stands in the fields again."""
    if edit.draft_id is None:
        await _add(screen, edit)
    elif not await _edit(screen, edit.draft_id, edit, started):
        for row in screen.rows_of([edit.draft_id]):
            screen.editing = True
            screen.form.go_on_with(edit.since(started), row)


async def _edit(screen: ReviewScreen, draft_id: DraftId, edit: DraftEdit, started: DraftEdit) -> bool:
    """Keep an edited row; not over a text that another session has written since."""
    reviews, fields = screen.services.reviews, edit.since(started)
    return await screen.change(lambda id: reviews.edit(id, draft_id, instead_of=started.summary, **fields))


async def _add(screen: ReviewScreen, edit: DraftEdit) -> None:
    screen.filter_bar.close()
    added: list[DraftId] = []

    async def add(review_id: ReviewId) -> Review:
        add_custom = screen.services.reviews.add_custom
        review, draft_id = await add_custom(review_id, edit.name, edit.type, edit.summary)
        added.append(draft_id)
        return review

    await screen.change(add)
    for draft_id in added:
        screen.table.move_to(draft_id)


async def keep_typed(screen: ReviewScreen, edit: DraftEdit, started: DraftEdit) -> None:
    """Keep what stands in the fields of a screen that goes. Nobody is asked any more: a name that is taken is
    not used, and what another session wrote is one undo away."""
    reviews, review_id = screen.services.reviews, screen.known_review.id
    is_taken = bool(why_taken(screen, edit))
    if edit.draft_id is None:
        name = f"{edit.name} (2)" if is_taken else edit.name
        await reviews.add_custom(review_id, name, edit.type, edit.summary)
    else:
        kept = replace(edit, name=started.name) if is_taken else edit
        await reviews.edit(review_id, edit.draft_id, **kept.since(started))
