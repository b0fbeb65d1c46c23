"""What takes more than one step with styles: each flow asks, calls the service, says how to take it back.

A flow runs in a worker of its screen. Nothing that makes a picture stale happens before a yes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import InvalidInput, NotAllowed, Stale
from core.models import StalePicture, StyleContent, StyleId, StyleVersion, VisualStyle
from core.paths import with_home
from tui.base import Stage, Undo, say
from tui.modals.confirm import ConfirmModal
from tui.modals.form import FormModal, TextField
from tui.modals.message import MessageModal
from tui.modals.pick_file import PickFileModal
from tui.modals.prompt import home_problem
from tui.modals.style_form import StyleFormModal, content_of
from tui.modals.style_references import StyleReferencesModal
from tui.modals.style_stale import StyleStaleModal
from tui.modals.style_versions import StyleVersionsModal

if TYPE_CHECKING:
    from tui.screens.styles import StylesScreen

_STYLE_SUFFIXES = (".json",)


# --- locking -----------------------------------------------------------------------------------------


async def lock(screen: StylesScreen, style: VisualStyle) -> None:
    """Lock a style, after naming what becomes stale; the first lock leads to the board."""
    branch, app, earlier = screen.place.branch, screen.lookbook, screen.locked_id
    styles = screen.services.styles
    stale = await styles.made_stale_by_lock(branch.id, style.id)
    back = await styles.made_current_by_lock(branch.id, style.id) if stale else 0
    if not await _accepts(screen, f"Lock {style.name}?", stale, "Lock it", back):
        return
    await styles.lock(branch.id, style.id)
    await app.refresh_place()

    async def undo() -> None:
        now = await styles.locked(branch.id)
        if now is None or now.id != style.id:
            raise NotAllowed(f"{branch.name} has been locked to another style since. Lock the one you want.")
        await styles.lock(branch.id, earlier)
        await app.refresh_place()

    say(screen, f"{style.name} is locked on {branch.name}.", undo=undo)
    if earlier is None:
        # The application's own worker: one of this screen would end with the screen, half way there.
        app.action_stage(Stage.BOARD)
    else:
        screen.load()


async def _accepts(
    screen: StylesScreen, title: str, stale: Sequence[StalePicture], verb: str, back: int = 0
) -> bool:
    if not stale:
        return True
    return await screen.app.push_screen_wait(StyleStaleModal(title, stale, verb, back=back)) is True


# --- writing -----------------------------------------------------------------------------------------


async def create(screen: StylesScreen, title: str, content: StyleContent | None) -> None:
    """Describe a style of one's own, new or from a copy."""
    written = content
    while (
        values := await screen.app.push_screen_wait(_form(screen, title, written, original=content))
    ) is not None:
        written = content_of(values, content)
        try:
            made = await _create(screen, written)
        except InvalidInput as error:
            # What was typed outlives a refusal.
            await screen.app.push_screen_wait(MessageModal(error.title, error.message, kind="error"))
        else:
            say(screen, f"{made.name} is there.", undo=_deleting(screen, made))
            screen.load(go_to=made.id)
            return


async def _create(screen: StylesScreen, wanted: StyleContent) -> VisualStyle:
    styles = screen.services.styles
    made = await styles.create(wanted.name, wanted.visual_description, wanted.palette, wanted.tagline)
    return await styles.edit(made.id, made.version, wanted) if wanted.reference_images else made


async def duplicate(screen: StylesScreen, style: VisualStyle, title: str) -> None:
    """Describe a style that begins as a copy."""
    names = {known.name.casefold() for known in screen.known}
    name, number = f"{style.name} copy", 2
    while name.casefold() in names:
        name, number = f"{style.name} copy {number}", number + 1
    await create(screen, title, replace(style.content, name=name))


async def edit(screen: StylesScreen, style: VisualStyle) -> None:
    """Change a style of one's own; of a built-in one, a copy. What was typed outlives a refusal."""
    if style.builtin:
        await duplicate(screen, style, f"{style.name} is built in: this is a copy of it")
        return
    written = style.content
    while True:
        form = _form(screen, f"Edit {style.name}", written, original=style.content, but=style.name)
        if (values := await screen.app.push_screen_wait(form)) is None:
            return
        written = content_of(values, style.content)
        try:
            if await change(screen, style, written):
                return
        except (Stale, InvalidInput) as error:
            await screen.app.push_screen_wait(MessageModal(error.title, error.message, kind="error"))
            style = await screen.services.styles.get(style.id)


async def change(screen: StylesScreen, style: VisualStyle, content: StyleContent) -> bool:
    """Give a style another content, after naming what becomes stale; False when that was not wanted."""
    styles = screen.services.styles
    stale = await styles.made_stale_by_edit(style.id, content)
    if not await _accepts(screen, f"Change {style.name}?", stale, "Change it"):
        return False
    changed = await styles.edit(style.id, style.version, content)
    screen.load(go_to=style.id)
    if changed.version == style.version:
        say(screen, f"{style.name} is as it was.")
        return True

    async def undo() -> None:
        await styles.edit(style.id, changed.version, style.content)

    say(screen, f"{changed.name} is saved as version {changed.version}.", undo=undo)
    return True


def _form(
    screen: StylesScreen,
    title: str,
    content: StyleContent | None,
    *,
    original: StyleContent | None,
    but: str = "",
) -> StyleFormModal:
    names = [style.name for style in screen.known if style.name != but]
    lines = max(4, min(16, screen.app.size.height - 26))
    return StyleFormModal(title, content, names, lines=lines, original=original)


def _deleting(screen: StylesScreen, made: VisualStyle) -> Undo:
    async def undo() -> None:
        await screen.services.styles.delete(made.id, made.version)

    return undo


# --- the rest ----------------------------------------------------------------------------------------


async def delete(screen: StylesScreen, style: VisualStyle) -> None:
    """Delete a style that nothing uses, after asking; who uses it is said otherwise."""
    styles = screen.services.styles
    if not (await styles.use(style.id)).is_used:
        lines = [f"{style.name} and its {_versions(style.version)} go. Nothing uses it."]
        question = ConfirmModal("Delete this style?", lines, "Delete it", danger=True)
        if not await screen.app.push_screen_wait(question):
            return
    deleted = await styles.delete(style.id, style.version)

    async def undo() -> None:
        await styles.restore(deleted)

    say(screen, f"{style.name} is deleted.", undo=undo)
    screen.load()


def _versions(count: int) -> str:
    return "text" if count == 1 else f"{count} versions"


async def references(screen: StylesScreen, style: VisualStyle) -> None:
    """Add, take away and order the reference images of a style of one's own."""
    styles = screen.services.styles
    chosen = style.reference_images
    while True:
        modal = StyleReferencesModal(style.name, chosen, styles.read_reference)
        if (answer := await screen.app.push_screen_wait(modal)) is None:
            return
        chosen = answer
        if await change(screen, style, replace(style.content, reference_images=chosen)):
            return


async def versions(screen: StylesScreen, style: VisualStyle) -> None:
    """Look at the versions of a style, and bring one back."""
    found = await screen.services.styles.versions(style.id)
    number: int | None = None
    while True:
        modal = StyleVersionsModal(style.name, found, own=not style.builtin, current=number)
        number = await screen.app.push_screen_wait(modal)
        version = next((one for one in found if one.version == number), None)
        if version is None or await change(screen, style, _brought_back(style, version)):
            return


def _brought_back(style: VisualStyle, version: StyleVersion) -> StyleContent:
    return replace(
        style.content,
        visual_description=version.visual_description,
        palette=version.palette,
        reference_images=version.reference_images,
    )


async def bring(screen: StylesScreen) -> None:
    """Take a style from a file."""
    picker = PickFileModal("Take a style from a file", Path.cwd(), suffixes=_STYLE_SUFFIXES)
    if (path := await screen.app.push_screen_wait(picker)) is None:
        return
    brought = await screen.services.styles.import_file(path)
    if brought.known:
        say(screen, f"{brought.style.name} is there already.")
    else:
        say(screen, f"{brought.style.name} is there.", undo=_deleting(screen, brought.style))
    go_to: StyleId = brought.style.id
    screen.load(go_to=go_to)


async def export(screen: StylesScreen, style: VisualStyle) -> None:
    """Write a style into a file, after asking where, and before one that is there is replaced."""
    styles = screen.services.styles
    start = Path.cwd() / styles.file_name(style)
    form = FormModal(
        f"Write {style.name} into a file",
        [TextField("file", "File, with the reference images in it", str(start), required=True)],
        verb="Write",
        check=lambda values: home_problem(values["file"]),
        wide=True,
    )
    if (values := await screen.app.push_screen_wait(form)) is None:
        return
    path = await asyncio.to_thread(with_home, values["file"])
    if replaces := await asyncio.to_thread(path.is_file):
        lines = [f"{path} is there already."]
        question = ConfirmModal("Replace the file?", lines, "Replace it", danger=True)
        if not await screen.app.push_screen_wait(question):
            return
    written = await styles.export(style.id, path, replace=replaces)
    say(screen, f"{style.name} is in {written}.")
