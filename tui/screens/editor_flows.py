"""What the editor does with text and asset, from the question to the answer; the screen starts each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

from textual.geometry import Offset

from core.events import RewriteReady, RewriteStreamed
from core.models import (
    Conflict,
    ConflictDecision,
    RewriteKind,
    RewriteNeeds,
    RewriteOffer,
    RewriteProposal,
    Usage,
)
from tui.base import say
from tui.modals.choose import ChooseModal, Option
from tui.modals.context_menu import ContextMenu, MenuEntry
from tui.modals.enrich import EnrichModal
from tui.modals.history import HistoryModal
from tui.modals.prompt import PromptModal
from tui.modals.rewrite import RewriteModal
from tui.screens.editor_parts import decision_options

if TYPE_CHECKING:
    from tui.screens.editor import EditorScreen

ENRICH = "enrich"

QUESTIONS: dict[RewriteNeeds, tuple[str, str]] = {
    "era": ("Which era?", "A year or a time, such as 1947 or late Edo period."),
    "instruction": ("What shall be done?", "In your own words; only the selection changes."),
}


async def rewrite(screen: EditorScreen, at: Offset) -> None:
    """Targeted rewriting (SPEC 2.5): a menu, what is still needed, the proposal, and only then the change."""
    if await screen.stored_text() is None:
        return
    area, writing = screen.words.area, screen.services.writing
    await screen.show_as_stored()
    text, (start, end) = area.text, area.span
    if start == end:
        start, end = writing.sentence_at(text, start)
    if not text[start:end].strip():
        say(screen, "There is no text here to rewrite.")
        return
    before = area.selection
    area.select_span(start, end)
    try:
        await _choose_rewrite(screen, at, text, start, end)
    finally:
        # A selection that a person did not make must not be what the next letter replaces.
        if area.text == text:
            area.selection = before


async def _choose_rewrite(screen: EditorScreen, at: Offset, text: str, start: int, end: int) -> None:
    writing = screen.services.writing
    offers = await writing.offers(screen.asset_id, text, start, end)
    cost = await writing.estimate(screen.asset_id, text, start, end, RewriteKind.MORE_SPECIFIC)
    menu = ContextMenu(menu_title(text[start:end]), menu_entries(offers, cost), at)
    choice = await screen.app.push_screen_wait(menu)
    if choice == ENRICH:
        await enrich(screen)
    elif choice is not None:
        offer = next(offer for offer in offers if offer.kind == choice)
        await _rewrite_as(screen, offer, text, start, end)


async def _rewrite_as(screen: EditorScreen, offer: RewriteOffer, text: str, start: int, end: int) -> None:
    instruction = await _instruction(screen, offer.needs)
    if instruction is None:
        return
    writing, kind = screen.services.writing, RewriteKind(offer.kind)

    def ask() -> AsyncIterator[RewriteStreamed | RewriteReady]:
        return writing.rewrite(screen.asset_id, text, start, end, kind, instruction)

    proposal = await screen.app.push_screen_wait(RewriteModal(offer.label, text[start:end], ask))
    if proposal is not None:
        await _accept(screen, proposal)


async def _accept(screen: EditorScreen, proposal: RewriteProposal) -> None:
    await screen.change(lambda version: screen.services.writing.accept(screen.asset_id, version, proposal))
    end = proposal.start + len(proposal.replacement)
    screen.words.area.select_span(end, end)
    say(screen, "The selection is rewritten; ^z takes it back.")


async def _instruction(screen: EditorScreen, needs: RewriteNeeds) -> str | None:
    if not needs:
        return ""
    title, label = QUESTIONS[needs]
    return await screen.app.push_screen_wait(PromptModal(title, label))


def menu_title(selection: str) -> str:
    """What the menu is about: "12 words", "1 word"."""
    count = len(selection.split())
    return f"{count} word{'' if count == 1 else 's'}"


def menu_entries(offers: Sequence[RewriteOffer], cost: Usage) -> list[MenuEntry]:
    """The ways to rewrite with their price, and the way to what the script does not say."""
    price = f"≤ ${cost.cost_usd:.4f}" if cost.cost_usd else ""
    entries = [
        MenuEntry(
            offer.kind.value,
            offer.label,
            price,
            offer.impossible_because,
        )
        for offer in offers
    ]
    return [*entries, MenuEntry(ENRICH, "What the script does not say…", "f10")]


async def enrich(screen: EditorScreen) -> None:
    """Enrich (SPEC 2.2, inferred): propose, let a person take, add it to the part of its own."""
    autosave = await screen.stored_text()
    if autosave is None:
        return
    words, writing = screen.words, screen.services.writing
    text, additions = words.area.text, words.additions.text
    added = await screen.app.push_screen_wait(
        EnrichModal(autosave.text.name, lambda: writing.enrich(screen.asset_id, text, additions))
    )
    if added is None:
        return
    words.show_additions()
    words.additions.become("\n".join(filter(None, (additions.rstrip(), added))))
    words.additions.focus()
    count = len(added.splitlines())
    say(screen, f"{count} line{'' if count == 1 else 's'} added under “Not in the script”; ^z takes it back.")


async def history(screen: EditorScreen) -> None:
    """Earlier texts; enter brings one back, as an edit that can be undone."""
    autosave = await screen.stored_if_possible()
    if autosave is None:
        return
    assets = screen.services.assets
    revisions = await assets.revisions(screen.asset_id)
    chosen = await screen.app.push_screen_wait(HistoryModal(autosave.text.name, revisions))
    if chosen is not None:
        await screen.change(lambda version: assets.restore(screen.asset_id, version, chosen))


async def decide_conflict(screen: EditorScreen) -> None:
    """Ask what holds, and take it back on demand."""
    conflicts = screen.view.card.asset.conflicts if screen.view is not None else ()
    index = await _which_conflict(screen, conflicts)
    if index is None:
        return
    conflict = conflicts[index]
    current = conflict.decision or ConflictDecision.LATER
    question = ChooseModal(
        f"What holds: {conflict.field.replace('_', ' ')}?",
        decision_options(conflict),
        text="Until it is decided, the later one is taken. The description stays as you wrote it: "
        "select what it says of this, and ^space fixes it.",
        current=current.value,
        wide=True,
    )
    if (choice := await screen.app.push_screen_wait(question)) is not None:
        assets, decision = screen.services.assets, ConflictDecision(choice)
        await screen.change(lambda version: assets.decide_conflict(screen.asset_id, version, index, decision))

        async def take_back() -> None:
            # The editor may be gone by then.
            version = (await assets.card(screen.asset_id)).asset.version
            await assets.decide_conflict(screen.asset_id, version, index, conflict.decision)

        say(
            screen,
            f"{conflict.field.replace('_', ' ').capitalize()}: {decision.value.replace('_', ' ')} holds.",
            undo=take_back,
        )


async def _which_conflict(screen: EditorScreen, conflicts: Sequence[Conflict]) -> int | None:
    if len(conflicts) < 2:
        return 0 if conflicts else None
    options = [
        Option(
            str(at), conflict.field.replace("_", " "), f"{conflict.earlier.value} / {conflict.later.value}"
        )
        for at, conflict in enumerate(conflicts)
    ]
    first_open = next((at for at, conflict in enumerate(conflicts) if conflict.decision is None), 0)
    question = ChooseModal("Which conflict?", options, current=str(first_open), wide=True)
    chosen = await screen.app.push_screen_wait(question)
    return None if chosen is None else int(chosen)


async def open_script(screen: EditorScreen, line: int | None) -> None:
    """Open the revision that the mentions are quoted from, at a line of it; the text is stored before."""
    from tui.screens.script import ScriptScreen

    await screen.stored_if_possible()
    if screen.view is None:
        return
    asset, project = screen.view.card.asset, screen.place.project
    newest = screen.place.script.revision
    script = await screen.services.projects.script_quoted(project.id, asset.source_mentions, newest)
    review = await screen.services.reviews.latest(project.id)
    shown = review if review is not None and review.script_id == script.id else None
    rows = () if shown is None else shown.rows
    draft = next((row.id for row in rows if row.asset is not None and row.asset.id == asset.id), None)
    first = min((mention.line for mention in asset.source_mentions), default=None)
    earlier = None if script.revision == newest else script.revision
    await screen.app.push_screen_wait(
        ScriptScreen(script.id, shown, draft, first if line is None else line, earlier=earlier)
    )
