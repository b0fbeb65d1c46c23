"""`lookbook styles`: list, show, lock, export, import and delete visual styles."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Awaitable, Callable, Sequence

from core.errors import NotAllowed
from core.models import StalePicture, StyleUse, VisualStyle
from core.services import Services
from tui.cli.assets import branch_of
from tui.cli.output import Json, counted, note, print_json, stale_json, style_json, style_use_json
from tui.stale import stale_assets, stale_summary

Action = Callable[[Services, Namespace], Awaitable[int]]


async def styles(services: Services, args: Namespace) -> int:
    """`lookbook styles` and its actions."""
    actions: dict[str | None, Action] = {
        None: _list,
        "show": _show,
        "lock": _lock,
        "export": _export,
        "import": _import,
        "delete": _delete,
    }
    return await actions[args.action](services, args)


async def _list(services: Services, args: Namespace) -> int:
    found = await services.styles.list()
    if args.json:
        print_json([style_json(style) for style in found])
    else:
        for style in found:
            print(f"{style.id:>4}  {style.name:<28}  {style.tagline}")
    return 0


async def _show(services: Services, args: Namespace) -> int:
    style = await services.styles.find(args.style)
    use = await services.styles.use(style.id)
    if args.json:
        print_json({**style_json(style), "use": style_use_json(use)})
        return 0
    origin = "built in" if style.builtin else "your own"
    print(f"{style.name} ({origin}, version {style.version}, id {style.id})")
    for text in (style.tagline, "", style.visual_description, "", f"Colours: {' '.join(style.palette)}"):
        print(text)
    for reference in style.reference_images:
        print(f"Reference: {reference.name}, {reference.width}x{reference.height}, {reference.path}")
    print(use_line(use))
    return 0


def use_line(use: StyleUse) -> str:
    """Who uses a style, in a line."""
    if not use.is_used:
        return "Not in use."
    branches = ", ".join(f"{project} / {branch}" for project, branch in use.branches)
    locked = f"locked on {branches}" if branches else "locked nowhere"
    away = f" ({use.put_away} put away)" if use.put_away else ""
    return f"In use: {locked}; {counted(use.pictures + use.put_away, 'picture')} made in it{away}."


async def _lock(services: Services, args: Namespace) -> int:
    branch_id = await branch_of(services, args)
    style = await services.styles.find(args.style)
    stale = await services.styles.made_stale_by_lock(branch_id, style.id)
    for line in stale_lines(stale):
        note(line)
    if stale and not args.yes:
        raise NotAllowed(
            f"{style.name} was not locked: {counted(len(stale), 'picture')} would become stale. "
            "Add --yes to lock it all the same."
        )
    await services.styles.lock(branch_id, style.id)
    note(f"{style.name} is locked on {args.branch}.")
    if args.json:
        print_json({"style": style_json(style), "stale": [stale_json(one) for one in stale]})
    return 0


def stale_lines(stale: Sequence[StalePicture]) -> list[str]:
    """What becomes stale: how much of it, then each asset by its branch."""
    lines = [stale_summary(stale)] if stale else []
    for asset in stale_assets(stale):
        locked = ", locked" if asset.locked else ""
        lines.append(f"  {asset.place}: {asset.name} ({asset.words}{locked})")
    return lines


async def _export(services: Services, args: Namespace) -> int:
    style = await services.styles.find(args.style)
    path = await services.styles.export(style.id, args.file, replace=args.force)
    note(f"{style.name} is in {path}.")
    return 0


async def _import(services: Services, args: Namespace) -> int:
    brought = await services.styles.import_file(args.file)
    there = "is there already" if brought.known else "is there now"
    return _told(brought.style, f"{brought.style.name} {there}.", {"known": brought.known}, args)


async def _delete(services: Services, args: Namespace) -> int:
    style = await services.styles.find(args.style)
    deleted = await services.styles.delete(style.id, style.version)
    return _told(deleted.style, f"{style.name} is deleted.", {}, args)


def _told(style: VisualStyle, text: str, more: Json, args: Namespace) -> int:
    note(text)
    if args.json:
        print_json({**style_json(style), **more})
    return 0
