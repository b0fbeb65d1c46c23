"""What the editor does with pictures, from the question to the answer; the screen starts each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.models import Anchor, Asset, Fit, FoundPicture, Job
from core.services import ShownText
from tui.autosave import AssetText, Autosave
from tui.base import say
from tui.modals.batch import BatchChoice, BatchModal
from tui.modals.fit import FitChoice, FitModal
from tui.modals.image_prompt import ImagePromptModal
from tui.modals.pick_file import PICTURE_SUFFIXES, PickFileModal
from tui.screens.job_undo import cancel_waiting
from tui.widgets.made_from import pictures, price_words

if TYPE_CHECKING:
    from tui.screens.editor import EditorScreen


async def generate(screen: EditorScreen) -> None:
    """Store the text, ask how many and from what, then let the service save, read and queue (SPEC 2.5)."""
    autosave = await screen.stored_text()
    if autosave is None:
        return
    one = await screen.services.images.estimate([screen.asset_id])
    # Without a description there is nothing to choose: the service says why.
    nothing = BatchChoice(1, None)
    choice = await screen.app.push_screen_wait(BatchModal(autosave.text.name, one)) if one.jobs else nothing
    if choice is None:
        return
    jobs = await _queue(screen, autosave, choice)
    words = f"{pictures(len(jobs))} queued: {price_words(one, len(jobs))}."
    say(screen, words, undo=lambda: cancel_waiting(screen.services, jobs))


async def _queue(screen: EditorScreen, autosave: Autosave, choice: BatchChoice) -> list[Job]:
    jobs: list[Job] = []

    async def queue(text: AssetText, version: int) -> Asset:
        shown = ShownText(version, text.description, text.name, text.voice_id, text.traits, text.additions)
        asset, queued = await screen.services.images.generate(
            screen.asset_id, shown, choice.each, choice.limit_usd, with_key=choice.with_key
        )
        jobs.extend(queued)
        return asset

    screen.failure = ""
    await autosave.through(queue)
    screen.lookbook.jobs.kick()
    screen.load()
    return jobs


async def show_prompt(screen: EditorScreen) -> None:
    """Show the exact final prompt, with all that rides along, of the text on the screen."""
    autosave = await screen.stored_text()
    if autosave is None:
        return
    prompt = await screen.services.images.prompt(screen.asset_id)
    modal = ImagePromptModal(autosave.text.name, prompt, screen.services.images.engine)
    await screen.app.push_screen_wait(modal)


async def import_picture(screen: EditorScreen) -> None:
    """Take a file as a candidate; one in another shape is fitted as a person says, who sees each way."""
    if await screen.stored_text() is None:
        return
    picker = PickFileModal("Import a picture", Path.cwd(), suffixes=PICTURE_SUFFIXES)
    path = await screen.app.push_screen_wait(picker)
    if path is None:
        return
    candidates = screen.services.candidates
    found = await candidates.inspect(screen.asset_id, path)
    way = FitChoice("crop") if found.fits else await _way_to_fit(screen, found)
    if way is None:
        return
    image = await candidates.import_picture(screen.asset_id, path, way.fit, way.anchor)
    screen.load()
    words = " ".join([f"{found.name} is a candidate now.", *found.notes])
    say(screen, words, undo=lambda: candidates.delete(image.id))


async def _way_to_fit(screen: EditorScreen, found: FoundPicture) -> FitChoice | None:
    async def fitted(fit: Fit, anchor: Anchor) -> bytes:
        return await screen.services.candidates.preview(screen.asset_id, found.path, fit, anchor)

    return await screen.app.push_screen_wait(FitModal(found, fitted))


async def preview(screen: EditorScreen) -> None:
    """The picture as large as the terminal; the one that was looked at last is shown after it."""
    from tui.screens.preview import PreviewScreen

    if screen.shown_image is not None:
        await screen.stored_if_possible()
        screen.look_at(
            await screen.app.push_screen_wait(PreviewScreen(screen.candidates, screen.shown_image))
        )


async def compare(screen: EditorScreen) -> None:
    """Two pictures side by side."""
    from tui.screens.compare_pictures import ComparePicturesScreen

    if screen.shown_image is not None:
        await screen.stored_if_possible()
        shown = ComparePicturesScreen(screen.candidates, screen.shown_image)
        screen.look_at(await screen.app.push_screen_wait(shown))
