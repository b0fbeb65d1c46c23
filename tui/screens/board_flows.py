"""What takes several steps on the board: generating, locking, unlocking and promoting for many at once.

Each says what it did and how to take it back; what did not work is told in one dialog that leads to each.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence

from core.errors import LookbookError
from core.models import AssetCard, AssetId, BatchEstimate, Job
from core.services import Services
from tui.base import say
from tui.modals.batch import BatchModal
from tui.modals.confirm import ConfirmModal
from tui.modals.message import MessageModal
from tui.modals.problems import Problem, ProblemsModal
from tui.screens.board_rows import called
from tui.screens.job_undo import cancel_waiting
from tui.screens.project import ProjectScreen
from tui.widgets.made_from import pictures, price_words

Act = Callable[[AssetCard], Awaitable[object]]

MOST_NAMES = 3
"""Assets that a notice names."""


async def generate(screen: ProjectScreen[None], asset_ids: Sequence[AssetId], named: str = "") -> None:
    """Say what it costs, ask how many each, and queue; what is taken back is what has not begun.

    `named` is the name of the one asset.
    """
    images = screen.services.images
    one = await images.estimate(asset_ids)
    if not one.asset_ids:
        reasons = "\n".join(f"{name} {reason}." for name, reason in one.skipped)
        await screen.app.push_screen_wait(MessageModal("Nothing to generate", reasons))
        return
    choice = await screen.app.push_screen_wait(BatchModal(_named(one, named), one))
    if choice is None:
        return
    jobs = await images.enqueue(one.asset_ids, choice.each, choice.limit_usd, with_key=choice.with_key)
    screen.lookbook.jobs.kick()
    said = f"{pictures(len(jobs))} queued: {price_words(one, choice.each)}."
    say(screen, said, undo=lambda: cancel_waiting(screen.services, jobs))
    screen.load()


def _named(one: BatchEstimate, named: str) -> str:
    return named if named and len(one.asset_ids) == 1 else f"{len(one.asset_ids)} assets"


async def lock(screen: ProjectScreen[None], cards: Sequence[AssetCard]) -> None:
    """Lock what can be, as it was shown."""
    assets = screen.services.assets
    open_ones = [card for card in cards if card.asset.locked_at is None]
    if not open_ones:
        say(screen, "It is locked already." if len(cards) == 1 else "All of them are locked already.")
        return
    await _each(
        screen,
        open_ones,
        lambda card: assets.lock(card.asset.id, card.asset.version),
        "locked",
        undo=lambda card: assets.unlock(card.asset.id),
        also=default_words,
    )


def default_words(cards: Sequence[AssetCard]) -> str:
    """For which of the assets that were locked the default holds, because nobody decided a conflict."""
    names = [card.asset.name for card in cards if card.asset.conflict_open]
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    shown = ", ".join(names[:MOST_NAMES]) + more
    return f" No conflict of {shown} was decided: what is later holds." if names else ""


async def unlock(screen: ProjectScreen[None], cards: Sequence[AssetCard]) -> None:
    """Unlock after asking."""
    assets = screen.services.assets
    locked = [card for card in cards if card.asset.locked_at is not None]
    lines = ("Text, voice and image key can change again.", "The gate stays closed until then.")
    question = ConfirmModal(f"Unlock {called(locked)}?", lines, "Unlock")
    if await screen.app.push_screen_wait(question):
        await _each(
            screen,
            locked,
            lambda card: assets.unlock(card.asset.id),
            "unlocked",
            undo=lambda card: assets.lock(card.asset.id),
        )


async def promote(screen: ProjectScreen[None], cards: Sequence[AssetCard]) -> None:
    """Copy locked ones to the library; what is there in this version already stays as it is."""
    library = screen.services.library
    known = {entry.id for entry in await library.list()}
    promoted = []

    async def one(card: AssetCard) -> None:
        promoted.append(await library.promote(card.asset.id))

    worked, problems = await _attempt(cards, one)
    new = [entry for entry in promoted if entry.id not in known]
    words = promotion_words(len(new), len(worked) - len(new), sum(entry.earlier > 0 for entry in new))

    async def take_out() -> None:
        for entry in new:
            await library.remove(entry.id)

    if worked:
        say(screen, words, undo=take_out if new else None)
    await _tell(screen, problems, len(cards), "promoted")


def promotion_words(new: int, known: int, updates: int = 0) -> str:
    """What a promotion did, in one sentence; `updates` of the `new` entries are later versions of others."""
    if not new:
        return "It was in the library already." if known == 1 else "All of them were in the library already."
    there = f", {known} {'was' if known == 1 else 'were'} there already" if known else ""
    beside = f" {updates} beside an earlier version, which stays." if updates else ""
    return f"{new} asset{'' if new == 1 else 's'} copied to the library{there}.{beside}"


async def _each(
    screen: ProjectScreen[None],
    cards: Sequence[AssetCard],
    act: Act,
    done: str,
    *,
    undo: Act,
    also: Callable[[Sequence[AssetCard]], str] = lambda _: "",
) -> None:
    """Do it to each; say how many it worked for, and in one dialog why it did not for the others."""
    worked, problems = await _attempt(cards, act)
    screen.load()

    async def take_back() -> None:
        for card in worked:
            await undo(card)

    if worked:
        say(screen, f"{called(worked)} {done}.{also(worked)}", undo=take_back)
    await _tell(screen, problems, len(cards), done)


async def _attempt(cards: Iterable[AssetCard], act: Act) -> tuple[list[AssetCard], list[Problem]]:
    worked, problems = [], []
    for card in cards:
        try:
            await act(card)
        except LookbookError as error:
            problems.append(Problem(card.asset.id, card.asset.name, error.message))
        else:
            worked.append(card)
    return worked, problems


async def _tell(screen: ProjectScreen[None], problems: Sequence[Problem], of: int, done: str) -> None:
    if problems:
        title = f"{len(problems)} of {of} could not be {done}"
        chosen = await screen.app.push_screen_wait(ProblemsModal(title, problems))
        if chosen is not None:
            await screen.open_editor(chosen)


async def stop(screen: ProjectScreen[None], waiting: Sequence[Job]) -> None:
    """Take these jobs out of the queue; what has begun meanwhile goes on."""
    images = screen.services.images
    await cancel_waiting(screen.services, waiting)
    screen.load()

    async def queue_again() -> None:
        for job in waiting:
            await images.retry(job.id)
        screen.lookbook.jobs.kick()

    say(screen, f"{pictures(len(waiting))} taken out of the queue.", undo=queue_again)


async def missing(services: Services, screen: ProjectScreen[None]) -> tuple[AssetId, ...]:
    """The assets of the branch without a current picture and with none being made; says so without any."""
    found = await services.images.missing(screen.place.branch.id)
    if not found:
        say(screen, "Every asset has a current picture, or is getting one.")
    return found
