"""Bringing entries of the library into a branch: names that are taken are asked about, once for many."""

from __future__ import annotations

from collections.abc import Sequence

from textual.screen import Screen

from core.errors import LookbookError
from core.models import Asset, Collision, GlobalAsset
from core.services import Services
from tui.base import say
from tui.modals.choose import ChooseModal, Option
from tui.modals.message import MessageModal
from tui.place import Place
from tui.screens.library_rows import LibraryView
from tui.theme import TYPE_MARKS

FOR_ALL = "all "
"""Stands before the answer that holds for all that are taken."""

Answers = dict[int, Collision | None]


async def bring(
    screen: Screen[None], services: Services, view: LibraryView, wanted: Sequence[GlobalAsset]
) -> None:
    """Ask about each taken name, then copy; what did not work is told together."""
    place = view.place
    if place is None or (answers := await _ask(screen, view, wanted)) is None:
        return
    left = [
        entry for entry in wanted if answers.get(entry.id) is Collision.REPLACE and is_locked(entry, view)
    ]
    brought: list[tuple[Asset, Asset | None]] = []
    skipped, problems = [], []
    for entry in [entry for entry in wanted if entry not in left]:
        answer = answers.get(entry.id)
        taken = view.taken_by(entry)
        before = taken.asset if taken is not None and answer is Collision.REPLACE else None
        try:
            asset = await services.library.bring(entry.id, place.branch.id, answer)
        except LookbookError as error:
            problems.append(error.message)
            continue
        if asset is None:
            skipped.append(entry.name)
        else:
            brought.append((asset, before))

    async def take_back() -> None:
        for asset, before in reversed(brought):
            await services.library.take_back(asset.id, asset.version, before)

    undo = take_back if brought else None
    if brought or skipped or left:
        words = brought_words([asset for asset, _ in brought], wanted, skipped, place, len(left))
        say(screen, words, undo=undo)
    if problems:
        title = f"{len(problems)} of {len(wanted)} could not be brought in"
        await screen.app.push_screen_wait(MessageModal(title, "\n\n".join(problems), kind="error"))


async def _ask(screen: Screen[None], view: LibraryView, wanted: Sequence[GlobalAsset]) -> Answers | None:
    """What to do with each name that is taken, by entry id; None when that was not answered."""
    taken = [entry for entry in wanted if view.taken_by(entry) is not None]
    answers: Answers = {}
    for at, entry in enumerate(taken):
        choice = await screen.app.push_screen_wait(question(entry, view, taken[at:]))
        if choice is None:
            return None
        collision = Collision(choice.removeprefix(FOR_ALL))
        rest = taken[at:] if choice.startswith(FOR_ALL) else [entry]
        answers |= {one.id: collision for one in rest}
        if choice.startswith(FOR_ALL):
            break
    return answers


def is_locked(entry: GlobalAsset, view: LibraryView) -> bool:
    """Whether the branch's asset of that name is locked."""
    taken = view.taken_by(entry)
    return taken is not None and taken.asset.locked_at is not None


def question(entry: GlobalAsset, view: LibraryView, left: Sequence[GlobalAsset]) -> ChooseModal:
    """What shall be done about a taken name; `left` are still to be answered, this one included."""
    place = view.place
    assert place is not None, "a collision without a branch"
    locked = is_locked(entry, view)
    options = [
        Option(Collision.RENAME, "Rename", f"Bring it in as {entry.name} with a number"),
        Option(Collision.SKIP, "Skip", "Leave the branch's asset as it is"),
    ]
    if not locked:
        options.append(
            Option(Collision.REPLACE, "Replace", "The branch's asset takes over its text, voice and picture")
        )
    if (count := len(left)) > 1:
        options += [
            Option(FOR_ALL + Collision.RENAME, f"Rename all {count}", "All whose names are taken"),
            Option(FOR_ALL + Collision.SKIP, f"Skip all {count}", "Bring in only what is free"),
        ]
        if free := sum(not is_locked(one, view) for one in left):
            title = f"Replace all {count}" if free == count else f"Replace {free}, leave {count - free}"
            options.append(Option(FOR_ALL + Collision.REPLACE, title, "Locked assets stay as they are"))
    word = TYPE_MARKS[entry.type].word
    text = f"{place.project.title} / {place.branch.name} has a {word} of that name."
    if locked:
        text += " It is locked, so it can't be replaced."
    return ChooseModal(f"{entry.name} is taken", options, text=text)


def brought_words(
    brought: Sequence[Asset],
    wanted: Sequence[GlobalAsset],
    skipped: Sequence[str],
    place: Place,
    locked: int = 0,
) -> str:
    """What bringing in did, in one sentence; `locked` assets were to be replaced and could not be."""
    stay = f"{locked} locked, left as {'it is' if locked == 1 else 'they are'}" if locked else ""
    if not brought and not skipped:
        return f"{stay}; nothing has changed."
    if not brought:
        what = skipped[0] if len(skipped) == 1 else f"All {len(skipped)}"
        verb = "was" if len(skipped) == 1 else "were"
        return f"{what} {verb} skipped{f', {stay}' if stay else ''}; nothing has changed."
    board = f"on the board of {place.project.title} now"
    left = (f", {len(skipped)} skipped" if skipped else "") + (f", {stay}" if stay else "")
    if len(brought) > 1:
        return f"{len(brought)} assets are {board}{left}."
    asset, names = brought[0], {entry.name for entry in wanted}
    original = next((name for name in names if asset.name.startswith(f"{name} ")), asset.name)
    called = asset.name if asset.name in names else f"{original}, as {asset.name},"
    return f"{called} is {board}{left}."
