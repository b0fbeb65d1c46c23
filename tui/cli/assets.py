"""Commands about assets: lock, unlock, promote, gate, export."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Awaitable, Callable, Iterable, Sequence

from core.errors import InvalidInput, LookbookError
from core.models import AssetCard, BranchId, HandoffProgress
from core.services import Services
from tui.cli.output import Json, asset_json, counted, gate_json, global_asset_json, note, print_json, told_of


async def branch_of(services: Services, args: Namespace) -> BranchId:
    """The branch that the command line names."""
    card = await services.projects.find(args.project)
    return (await services.projects.branch_named(card.project.id, args.branch)).id


async def named_assets(services: Services, branch_id: BranchId, names: Iterable[str]) -> list[AssetCard]:
    """The assets that the command line names, in its order."""
    return [await services.assets.find(branch_id, name) for name in names]


async def lock(services: Services, args: Namespace) -> int:
    """`lookbook lock`."""

    async def one(card: AssetCard) -> Json:
        return asset_json(await services.assets.lock(card.asset.id))

    cards = await _chosen(services, args)
    status = await _each(cards, one, "locked", args)
    locked = [(await services.assets.card(card.asset.id)).asset for card in cards if card.asset.conflict_open]
    if names := [asset.name for asset in locked if asset.locked_at is not None]:
        note(f"What is later holds, for no decision was made on a conflict of: {', '.join(names)}")
    return status


async def unlock(services: Services, args: Namespace) -> int:
    """`lookbook unlock`."""

    async def one(card: AssetCard) -> Json:
        return asset_json(await services.assets.unlock(card.asset.id))

    return await _each(await _chosen(services, args), one, "unlocked", args)


async def promote(services: Services, args: Namespace) -> int:
    """`lookbook promote`."""

    async def one(card: AssetCard) -> Json:
        return global_asset_json(await services.library.promote(card.asset.id))

    return await _each(await _chosen(services, args), one, "promoted", args)


async def gate(services: Services, args: Namespace) -> int:
    """`lookbook gate`: exit status 0 when open, 1 when closed."""
    report = await services.gate.check(await branch_of(services, args))
    if args.json:
        print_json(gate_json(report))
    else:
        print(f"Gate {'open' if report.open else 'closed'}: {report.locked} of {report.assets} locked.")
        for blocker in report.blockers:
            print(f"  {blocker.name}: {blocker.reason}. {blocker.fix}")
    return 0 if report.open else 1


async def export(services: Services, args: Namespace) -> int:
    """`lookbook export`: the hand-off folder; a closed gate is told, and written into the manifest."""
    result = await services.handoff.export(await branch_of(services, args), args.out, _tell_progress)
    if not result.gate_open:
        note("warning: the gate is closed; the manifest says so.")
    if args.json:
        pictures = [str(path) for path in result.pictures]
        manifest = str(result.manifest)
        print_json({"folder": str(result.folder), "manifest": manifest, "pictures": pictures,
                    "gateOpen": result.gate_open})  # fmt: skip
    else:
        print(f"{counted(len(result.pictures), 'picture')} and the manifest are in {result.folder}.")
    return 0


def _tell_progress(progress: HandoffProgress) -> None:
    note(f"{progress.doing} {min(progress.done + 1, progress.total)} / {progress.total}")


async def _chosen(services: Services, args: Namespace) -> Sequence[AssetCard]:
    branch_id = await branch_of(services, args)
    if args.all:
        return await services.assets.cards(branch_id)
    if not args.assets:
        raise InvalidInput("Name the assets, or give --all.")
    return await named_assets(services, branch_id, args.assets)


async def _each(
    cards: Iterable[AssetCard], act: Callable[[AssetCard], Awaitable[Json]], done: str, args: Namespace
) -> int:
    """Do it to each; what fails is told and does not stop the others."""
    results, failures = [], 0
    for card in cards:
        try:
            results.append(await act(card))
        except LookbookError as error:
            failures += 1
            note(told_of(card.asset.name, error.message))
    if args.json:
        print_json(results)
    else:
        print(f"{counted(len(results), 'asset')} {done}.")
    return 1 if failures else 0
