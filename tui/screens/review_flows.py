"""What takes more than one step in the review: each flow asks, calls the service, shows what it says.

A flow runs in a worker of its screen. Nothing changes before the last yes, and every change can be undone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
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
    RowChange,
    RowState,
    SplitProposal,
    SuggestedMerge,
    SuggestionAnswer,
)
from tui.base import Stage, say
from tui.modals.choose import ChooseModal, Option
from tui.modals.commit import CommitModal, assets
from tui.modals.confirm import ConfirmModal
from tui.modals.doubles import DoublesModal, Pair
from tui.modals.merge import MergeModal
from tui.modals.merge_name import MergeNameModal, NameCheck
from tui.modals.split import SplitModal
from tui.modals.split_parts import SplitChoice
from tui.modals.update import UpdateModal
from tui.screens.review_rows import is_gone
from tui.widgets.draft_detail import DECISIONS, field_words, place, side_words, taken_words

if TYPE_CHECKING:
    from tui.screens.review import ReviewScreen


async def merge(screen: ReviewScreen, rows: Sequence[ReviewRow]) -> None:
    """Choose name and type, look at the proposal beside its originals, accept it."""
    if is_rename(rows):
        await rename(screen, rows)
        return
    review_id, ids, reviews = screen.known_review.id, [row.id for row in rows], screen.services.reviews
    check = _name_check(screen, ids)
    choice = await screen.app.push_screen_wait(MergeNameModal(rows, check))
    if choice is None:
        return

    async def propose() -> MergeProposal:
        return await reviews.propose_merge(review_id, ids, choice.name, choice.type)

    proposal = await screen.app.push_screen_wait(MergeModal(rows, choice.name, propose, check))
    if proposal is None:
        return
    said = f"{len(rows)} rows merged into {proposal.draft.suggested_name}. u takes it back."
    await _accept_merge(screen, proposal, said)


def is_rename(rows: Sequence[ReviewRow]) -> bool:
    """Whether merging these rows says that one that is gone is a new one under another name."""
    changes = [row.change for row in rows if row.state is not RowState.MERGED]
    return len(rows) == 2 and set(changes) == {RowChange.GONE, RowChange.NEW}


async def rename(screen: ReviewScreen, rows: Sequence[ReviewRow]) -> None:
    """Look at what goes over from a row that is gone to a new one, accept it."""
    review_id, ids, reviews = screen.known_review.id, [row.id for row in rows], screen.services.reviews
    check = _name_check(screen, ids)
    gone, new = sorted(rows, key=lambda row: row.change is RowChange.NEW)

    async def propose() -> MergeProposal:
        return await reviews.propose_rename(review_id, ids)

    proposal = await screen.app.push_screen_wait(
        MergeModal((gone, new), new.draft.suggested_name, propose, check)
    )
    if proposal is None:
        return
    said = f"{gone.draft.suggested_name} goes on as {proposal.draft.suggested_name}. u takes it back."
    await _accept_merge(screen, proposal, said)


def _name_check(screen: ReviewScreen, ids: Sequence[DraftId]) -> NameCheck:
    """Why these rows, or what is split from them, can't be called so; "" when they can."""

    def check(name: str, type: AssetType) -> str:
        return taken_words(name, screen.services.reviews.taken_by(screen.known_review, name, type, ids))

    return check


async def _accept_merge(screen: ReviewScreen, proposal: MergeProposal, said: str) -> None:
    """Carry a merge out; the cursor goes to the row that stays."""
    accept, rows = screen.services.reviews.accept_merge, proposal.originals
    ids = [row.id for row in rows]
    kept = next((row.id for row in rows if row.change is not RowChange.GONE), ids[0])
    screen.table.set_selected(())
    await screen.change(lambda id: accept(id, ids, proposal.draft, proposal.version), said, kept)


async def split(screen: ReviewScreen, row: ReviewRow) -> None:
    """Choose what goes out, look at both halves, accept them."""
    review_id, reviews = screen.known_review.id, screen.services.reviews
    check = _name_check(screen, [row.id])

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

    proposal = await screen.app.push_screen_wait(SplitModal(row, lines_naming, propose, check))
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
    suggestions = screen.known_review.suggestions
    own = [one for one in suggestions if row is not None and row.id in (one.first, one.second)]
    await _go_through(screen, own or [one for one in suggestions if not one.put_off] or suggestions)


async def _go_through(screen: ReviewScreen, asked: Sequence[SuggestedMerge]) -> None:
    """Ask about each pair once, while both rows are in the review; those to merge are merged at once."""
    reviews, left = screen.services.reviews, list(asked)

    async def answer(pair: SuggestedMerge, given: SuggestionAnswer) -> None:
        review_id = screen.known_review.id
        screen.take(await reviews.answer_suggestion(review_id, pair.first, pair.second, given))
        left.remove(pair)

    screenplay = await screen.services.projects.screenplay(screen.known_review.script_id)
    quotes = {line.number: f"sc. {line.scene}, p. {line.page}  “{line.text}”" for line in screenplay.lines}
    while pairs := [pair for one in left if (pair := _in_review(screen, one)) is not None]:
        chosen = await screen.app.push_screen_wait(DoublesModal(pairs, quotes, answer))
        if chosen is None:
            return
        left.remove(chosen)
        await merge(screen, screen.rows_of((chosen.first, chosen.second)))


def _in_review(screen: ReviewScreen, pair: SuggestedMerge) -> Pair | None:
    """A pair with its rows; None once one of them is out of the review."""
    rows = screen.rows_of((pair.first, pair.second))
    inside = [row for row in rows if row.state in (RowState.OPEN, RowState.APPROVED)]
    return (pair, inside[0], inside[1]) if len(inside) == 2 else None


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
    return ChooseModal(title, options, text=text, current=current, wide=True, grace=True)


async def offer(screen: ReviewScreen, row: ReviewRow) -> None:
    """Show an asset's text beside what this revision says of it: take, keep, edit, or decide later."""
    reviews, asset = screen.services.reviews, row.asset
    if asset is None:
        return
    offered = await reviews.offer(screen.known_review.id, row.id)
    places = await _earlier_places(screen, row)
    match await screen.app.push_screen_wait(UpdateModal(row, asset, places, offered)):
        case "take":
            await screen.change(lambda id: reviews.approve(id, [row.id]))
        case "keep":
            await screen.change(lambda id: reviews.discard(id, [row.id]))
        case "edit":
            screen.edit(row)
        case _:
            pass


async def _earlier_places(screen: ReviewScreen, row: ReviewRow) -> dict[int, str]:
    """Where the lines stand that the row says are gone, in the revision that it is compared with."""
    if row.difference is None or not row.difference.removed:
        return {}
    project_id, revision = screen.known_review.project_id, row.difference.revision
    screenplay = await screen.services.projects.screenplay_of(project_id, revision)
    return {line.number: place(line) for line in screenplay.lines}


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
        await _look_at_near_misses(screen, plan)
    if answer != "commit":
        return
    version = plan.version
    if approving:
        approved_now = await reviews.approve(review.id, approving)
        version = approved_now.version if approved_now.version == plan.version + 1 else plan.version
    try:
        made = await reviews.commit(review.id, version, plan.asset_versions)
    finally:
        screen.take(await reviews.get(review.id))
    screen.table.set_selected(())
    await screen.lookbook.refresh_place()
    say(screen, f"{assets(len(made))} committed. u in the review takes it back.")
    styled = screen.place.branch.locked_visual_style_id is not None
    screen.lookbook.action_stage(Stage.BOARD if styled else Stage.STYLE)


async def _look_at_near_misses(screen: ReviewScreen, plan: CommitPlan) -> None:
    """Go through the pairs of names that nearly meet; one that the branch has already is only told."""
    rows = {row.draft.suggested_name: row.id for row in (*plan.make, *plan.update)}
    pairs = [
        SuggestedMerge(rows[miss.first], rows[miss.second], miss.reason, ())
        for miss in plan.near_misses
        if miss.first in rows and miss.second in rows
    ]
    for miss in plan.near_misses[:1] if not pairs else ():
        say(screen, f"The branch has one of them already: {miss.reason}.", warning=True)
    await _go_through(screen, pairs)


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
    if line is None and row is not None and row.draft.mentions:
        line = row.draft.mentions[0].line
    if row is not None and row.difference is not None and is_gone(row):
        await _open_earlier(screen, row, row.difference.revision, line)
        return
    script = ScriptScreen(review.script_id, review, None if row is None else row.id, line)
    chosen = await screen.app.push_screen_wait(script)
    screen.take(await screen.services.reviews.get(review.id))
    if chosen is not None:
        screen.table.move_to(chosen, unfold=True)


async def _open_earlier(screen: ReviewScreen, row: ReviewRow, revision: int, line: int | None) -> None:
    """Open the revision of the script that still speaks of a row, to be read; only the row is marked."""
    from tui.screens.script import ScriptScreen

    projects, review = screen.services.projects, screen.known_review
    script = await projects.script_quoted(screen.place.project.id, row.draft.mentions, revision)
    then = replace(review, script_id=script.id, rows=(replace(row, difference=None),))
    await screen.app.push_screen_wait(ScriptScreen(script.id, then, row.id, line, earlier=script.revision))
