"""Commands about the branches of a film: list, fork, delete, compare."""

from __future__ import annotations

from argparse import Namespace

from core.errors import NotAllowed
from core.models import AssetCard, AssetPair, BranchCard, BranchComparison, BranchId, ProjectId, WordRun
from core.services import Services
from tui.cli.output import Json, counted, print_json


async def branches(services: Services, args: Namespace) -> int:
    """`lookbook branches`."""
    project_id = (await services.projects.find(args.project)).project.id
    act = {None: _list, "fork": _fork, "delete": _delete, "compare": _compare}[args.action]
    return await act(services, project_id, args)


async def _list(services: Services, project_id: ProjectId, args: Namespace) -> int:
    cards = await services.branches.list(project_id)
    if args.json:
        print_json([branch_json(card) for card in cards])
        return 0
    for card in cards:
        style = "no style locked" if card.style is None else card.style.name
        gate = "gate open" if card.gate_open else f"{card.locked} of {card.assets} locked"
        origin = f", forked from {card.forked_from}" if card.forked_from else ""
        print(f"{'●' if card.is_open else '○'} {card.branch.name}: {style}, {gate}{origin}")
    return 0


async def _fork(services: Services, project_id: ProjectId, args: Namespace) -> int:
    source = await services.projects.branch_named(project_id, args.source)
    made = await services.branches.fork(source.id, args.name)
    card = await _card(services, project_id, made.id)
    if args.json:
        print_json(branch_json(card))
    else:
        print(f"{made.name} is forked from {source.name} with {counted(card.assets, 'asset')}.")
    return 0


async def _delete(services: Services, project_id: ProjectId, args: Namespace) -> int:
    branch = await services.projects.branch_named(project_id, args.name)
    loss = await services.branches.loss(branch.id)
    if loss.needs_consent and not (args.with_locked_and_paid or loss.is_last or loss.busy):
        raise NotAllowed(
            f"{branch.name} has {loss.held}. Give --with-locked-and-paid to delete them with it."
        )
    await services.branches.delete(branch.id, with_locked_and_paid=args.with_locked_and_paid)
    if args.json:
        print_json({"deleted": branch.name, "assets": loss.assets, "pictures": loss.pictures})
    else:
        gone = f"{counted(loss.assets, 'asset')} and {counted(loss.pictures, 'picture')}"
        print(f"{branch.name} is deleted, with {gone}.")
    return 0


async def _compare(services: Services, project_id: ProjectId, args: Namespace) -> int:
    one, other = [await services.projects.branch_named(project_id, name) for name in (args.one, args.other)]
    found = await services.branches.compare(one.id, other.id)
    if args.json:
        print_json(comparison_json(found))
        return 0
    if found.pairs:
        print(f"= the same, ~ not the same, − only on {one.name}, + only on {other.name}")
    for pair in found.pairs:
        print(_pair_line(pair, one.name, other.name))
    return 0


async def _card(services: Services, project_id: ProjectId, branch_id: BranchId) -> BranchCard:
    return next(card for card in await services.branches.list(project_id) if card.branch.id == branch_id)


def branch_json(card: BranchCard) -> Json:
    """A branch with how far it has come."""
    return {
        "id": card.branch.id,
        "name": card.branch.name,
        "style": None if card.style is None else card.style.name,
        "forkedFrom": card.forked_from or None,
        "assets": card.assets,
        "current": card.current,
        "locked": card.locked,
        "gateOpen": card.gate_open,
        "open": card.is_open,
        "createdAt": card.created_at.isoformat(),
    }


def comparison_json(found: BranchComparison) -> Json:
    """Two branches, and the pairs of their assets; runs of words are "same", or of one side only."""
    return {
        "one": branch_json(found.one),
        "other": branch_json(found.other),
        "pairs": [
            {
                "type": pair.type,
                "one": _side_json(pair.one),
                "other": _side_json(pair.other),
                "differences": list(pair.differences),
                "description": _runs_json(pair.description),
                "additions": _runs_json(pair.additions),
            }
            for pair in found.pairs
        ],
    }


def _side_json(card: AssetCard | None) -> Json | None:
    if card is None:
        return None
    asset = card.asset
    return {
        "id": asset.id,
        "name": asset.name,
        "state": card.state,
        "locked": asset.locked_at is not None,
        "imageKeyId": asset.image_key_id,
        "stale": list(card.stale),
    }


def _runs_json(runs: tuple[WordRun, ...]) -> list[Json]:
    return [{"kind": run.kind, "text": run.text} for run in runs]


def _pair_line(pair: AssetPair, one: str, other: str) -> str:
    name = pair.shown.asset.name
    if not pair.is_matched:
        sign, branch = ("−", one) if pair.other is None else ("+", other)
        return f"{sign} {pair.type:<9} {name}: only on {branch}"
    differences = ", ".join(pair.differences) or "nothing differs"
    return f"{'~' if pair.differs else '='} {pair.type:<9} {name}: {differences}"
