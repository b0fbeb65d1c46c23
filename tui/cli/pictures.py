"""Commands about pictures: generate, worker."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Sequence

from core.errors import NotAllowed
from core.events import JobChanged, QueueDrained
from core.models import AssetId, BatchEstimate, BranchId, Job, JobState
from core.services import Services
from tui.cli.assets import branch_of, named_assets
from tui.cli.output import counted, job_json, note, print_json

POLL_S = 2.0


async def generate(services: Services, args: Namespace) -> int:
    """`lookbook generate`: queue, then run the queue in this process until it is empty."""
    branch_id = await branch_of(services, args)
    wanted = await _wanted(services, branch_id, args.assets)
    estimate = await services.images.estimate(wanted, args.count)
    for name, reason in estimate.skipped:
        note(f"skipped: {name} {reason}")
    for sentence in estimate.notes:
        note(sentence)
    _require_consent(estimate, args)
    jobs = await services.images.enqueue(estimate.asset_ids, args.count, args.limit)
    note(f"{counted(len(jobs), 'picture')} by {estimate.engine.model}, ${estimate.price_usd:.2f} at most.")
    ended = await _run_queue(services)
    mine = [ended.get(job.id, job) for job in jobs]
    if args.json:
        print_json([job_json(job) for job in mine])
    return 0 if all(job.state is JobState.SUCCEEDED for job in mine) else 1


async def worker(services: Services, args: Namespace) -> int:
    """`lookbook worker`: run what is queued; with --forever wait for more."""
    ended = await _run_queue(services)
    while args.forever:
        await asyncio.sleep(POLL_S)
        ended |= await _run_queue(services)
    return 0 if all(job.state is not JobState.FAILED for job in ended.values()) else 1


async def _wanted(services: Services, branch_id: BranchId, names: Sequence[str]) -> Sequence[AssetId]:
    if names:
        return [card.asset.id for card in await named_assets(services, branch_id, names)]
    return await services.images.missing(branch_id)


def _require_consent(estimate: BatchEstimate, args: Namespace) -> None:
    if estimate.price_usd > 0 and args.limit is None and not args.yes:
        raise NotAllowed(
            f"{counted(estimate.jobs, 'picture')} by {estimate.engine.model} cost "
            f"${estimate.price_usd:.2f}. Add --yes, or --limit with what you allow."
        )


async def _run_queue(services: Services) -> dict[int, Job]:
    ended: dict[int, Job] = {}
    async for event in services.new_worker().run():
        match event:
            case JobChanged(job):
                ended[job.id] = job
                note(f"{job.asset_name}: {job.state}{f': {job.error}' if job.error else ''}")
            case QueueDrained(succeeded, failed, spent_usd) if succeeded or failed:
                note(f"{counted(succeeded, 'picture')} made, {failed} failed, ${spent_usd:.2f} spent.")
    return ended
