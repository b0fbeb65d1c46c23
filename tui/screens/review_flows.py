"""What takes more than one step in the review: each flow asks, calls the service, shows what it says.

A flow runs in a worker of its screen. Nothing changes before the last yes, and every change can be undone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

from core.models import (
    AssetType,
    CommitPlan,
    Conflict,
    ConflictDecision,
    DraftId,
    MergeProposal,
    Review,
    ReviewId,
    ReviewRow,
    RowState,
    SplitProposal,
    SuggestedMerge,
    SuggestionAnswer,
)
from tui.base import Stage, say
from tui.modals.choose import ChooseModal, Option
from tui.modals.commit import CommitModal, assets
from tui.modals.confirm import ConfirmModal
from tui.modals.doubles import DoublesModal
from tui.modals.merge import MergeModal
from tui.modals.merge_name import MergeNameModal
from tui.modals.split import SplitModal
from tui.modals.split_parts import SplitChoice
from tui.modals.update import UpdateModal
from tui.widgets.draft_detail import DECISIONS, field_words, side_words

if TYPE_CHECKING:
    from tui.screens.review import ReviewScreen


async def merge(screen: ReviewScreen, rows: Sequence[ReviewRow]) -> None:
    """Choose name and type, look at the proposal beside its originals, accept it."""
    review_id, ids, reviews = screen.known_review.id, [row.id for row in rows], screen.services.reviews
    choice = await screen.app.push_screen_wait(MergeNameModal(rows))
    if choice is None:
        return

    async def propose() -> MergeProposal:
        return await reviews.propose_merge(review_id, ids, choice.name, choice.type)

    proposal = await screen.app.push_screen_wait(MergeModal(rows, choice.name, propose))
    if proposal is None:
        return
    screen.table.set_selected(())
    said = f"{len(rows)} rows merged into {proposal.draft.suggested_name}. u takes it back."
    await screen.change(
        lambda id: reviews.accept_merge(id, ids, proposal.draft, proposal.version), said, ids[0]
    )


async def split(screen: ReviewScreen, row: ReviewRow) -> None:
    """Choose what goes out, look at both halves, accept them."""
    review_id, reviews = screen.known_review.id, screen.services.reviews

    async def propose(choice: SplitChoice) -> SplitProposal:
        return await reviews.propose_split(
            review_id,
            row.id,
            name=choice.name,
            type=choice.type,
            aliases=choice.aliases,
            lines=choice.lines,
        )

    async def lines_naming(names: Collection[str]) -> Collection[int]:
        return await reviews.lines_naming(review_id, row.id, names)

    proposal = await screen.app.push_screen_wait(SplitModal(row, lines_naming, propose))
    if proposal is None:
        return
    made: list[DraftId] = []

    async def accept(id: ReviewId) -> Review:
        review, draft_id = await reviews.accept_split(id, proposal)
        made.append(draft_id)
        return review

    await screen.change(accept, f"{proposal.taken.suggested_name} is a row of its own. u takes it back.")
    screen.table.move_to(made[0] if made else row.id, unfold=True)


async def doubles(screen: ReviewScreen, row: ReviewRow | None) -> None:
    """Go through the likely duplicates: those of `row`, or all of the review when it has none."""
    reviews = screen.services.reviews

    async def answer(suggestion: SuggestedMerge, given: SuggestionAnswer) -> None:
        pair = suggestion.first, suggestion.second
        screen.take(await reviews.answer_suggestion(screen.known_review.id, *pair, given))

    while pairs := _pairs(screen, row):
        screenplay = await screen.services.projects.screenplay(screen.known_review.script_id)
        quotes = {
            line.number: f"sc. {line.scene}, p. {line.page}  “{line.text}”" for line in screenplay.lines
        }
        chosen = await screen.app.push_screen_wait(DoublesModal(pairs, quotes, answer))
        if chosen is None:
            return
        rows = [one for one in screen.known_review.rows if one.id in (chosen.first, chosen.second)]
        await merge(screen, rows)


def _pairs(screen: ReviewScreen, row: ReviewRow | None) -> list[tuple[SuggestedMerge, ReviewRow, ReviewRow]]:
    review = screen.known_review
    rows = {one.id: one for one in review.rows}
    own = [one for one in review.suggestions if row is not None and row.id in (one.first, one.second)]
    asked = own or [one for one in review.suggestions if not one.put_off] or list(review.suggestions)
    return [(one, rows[one.first], rows[one.second]) for one in asked]


async def decide_conflicts(screen: ReviewScreen, row: ReviewRow) -> None:
    """Ask for each conflict of a row; leaving one leaves the rest as they are."""
    decide, total = screen.services.reviews.decide_conflict, len(row.draft.conflicts)
    for index, conflict in enumerate(row.draft.conflicts):
        chosen = await screen.app.push_screen_wait(conflict_modal(row, conflict, index, total))
        if chosen is None:
            return
        decision = ConflictDecision(chosen) if chosen else None
        await screen.change(partial(decide, draft_id=row.id, index=index, decision=decision))


def conflict_modal(row: ReviewRow, conflict: Conflict, index: int, total: int) -> ChooseModal:
    """The question for one conflict; its result is a decision's value, "" for none yet."""
    D = ConflictDecision
    options = [
        Option(D.EARLIER.value, "Earlier", conflict.earlier.value),
        Option(D.LATER.value, "Later", conflict.later.value),
        Option(D.BOTH.value, "Both", f"{DECISIONS[D.BOTH]}: it changes in the film"),
        Option(D.AS_WRITTEN.value, "As written", "keep the summary as it is"),
        Option("", "Undecided", "ask again later"),
    ]
    text = f"Earlier: {side_words(conflict.earlier)}\n\nLater: {side_words(conflict.later)}"
    of = f" ({index + 1} of {total})" if total > 1 else ""
    title = f"{row.draft.suggested_name}: {field_words(conflict.field).lower()}{of}"
    current = D.LATER.value if conflict.decision is None else conflict.decision.value
    return ChooseModal(title, options, text=text, current=current, wide=True)


async def offer(screen: ReviewScreen, row: ReviewRow) -> None:
    """Show an asset's text beside what this revision says of it: take, keep, edit, or decide later."""
    reviews, asset = screen.services.reviews, row.asset
    if asset is None:
        return
    match await screen.app.push_screen_wait(UpdateModal(row, asset)):
        case "take":
            await screen.change(lambda id: reviews.approve(id, [row.id]))
        case "keep":
            await screen.change(lambda id: reviews.discard(id, [row.id]))
        case "edit":
            screen.edit(row)
        case _:
            pass


async def set_type(screen: ReviewScreen, rows: Sequence[ReviewRow]) -> None:
    """Ask for the type of rows."""
    title = f"Type of {rows[0].draft.suggested_name if len(rows) == 1 else f'{len(rows)} rows'}"
    options = [Option(type.value, type.value.capitalize()) for type in AssetType]
    chosen = await screen.app.push_screen_wait(ChooseModal(title, options, current=rows[0].draft.type.value))
    if chosen is not None:
        ids, set_type = [row.id for row in rows], screen.services.reviews.set_type
        await screen.change(lambda id: set_type(id, ids, AssetType(chosen)))


async def commit(screen: ReviewScreen) -> None:
    """Show the plan and carry it out; with nothing approved, it approves the selected rows too."""
    review, reviews = screen.known_review, screen.services.reviews
    approved = any(row.state is RowState.APPROVED for row in review.rows)
    approving = [] if approved else [row.id for row in screen.selected if row.state is RowState.OPEN]
    plan = await reviews.plan_commit(review.id, approving)
    answer = await screen.app.push_screen_wait(CommitModal(plan, approving=bool(approving)))
    if answer == "near":
        _look_at_near_misses(screen, plan)
    if answer != "commit":
        return
    if approving:
        await reviews.approve(review.id, approving)
    try:
        made = await reviews.commit(review.id)
    finally:
        screen.take(await reviews.get(review.id))
    screen.table.set_selected(())
    await screen.lookbook.refresh_place()
    say(screen, f"{assets(len(made))} committed. u in the review takes it back.")
    styled = screen.place.branch.locked_visual_style_id is not None
    screen.lookbook.action_stage(Stage.BOARD if styled else Stage.STYLE)


def _look_at_near_misses(screen: ReviewScreen, plan: CommitPlan) -> None:
    """Select the rows whose names nearly meet, the cursor on the first."""
    names = {name.casefold() for miss in plan.near_misses for name in (miss.first, miss.second)}
    rows = [row for row in screen.known_review.rows if row.draft.suggested_name.casefold() in names]
    shown = [row.id for row in rows if row.state in (RowState.OPEN, RowState.APPROVED)]
    screen.table.set_selected(shown)
    if shown:
        screen.table.move_to(shown[0], unfold=True)


async def read_again(screen: ReviewScreen, lines: str) -> None:
    """Ask before the model is asked once more for what it gave no answer for; the scan screen shows it."""
    text = [
        lines,
        "What was answered before is kept and costs nothing; only these lines are asked for again.",
        "What is found for the first time is added. No row that stands here changes.",
    ]
    if await screen.app.push_screen_wait(ConfirmModal("Read again?", text, "Read again")):
        screen.lookbook.scans.start(screen.place, again=screen.known_review.id)
        screen.lookbook.action_stage(Stage.SCRIPT)


async def open_script(screen: ReviewScreen, row: ReviewRow | None, line: int | None) -> None:
    """Open the script at a line, or where `row` is mentioned first; come back to the row chosen there."""
    from tui.screens.script import ScriptScreen

    review = screen.known_review
    first = row.draft.mentions[0].line if row is not None and row.draft.mentions else None
    script = ScriptScreen(
        review.script_id, review, None if row is None else row.id, line if line is not None else first
    )
    chosen = await screen.app.push_screen_wait(script)
    screen.take(await screen.services.reviews.get(review.id))
    if chosen is not None:
        screen.table.move_to(chosen, unfold=True)
