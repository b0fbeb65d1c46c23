"""How queueing is taken back: what has not begun leaves the queue."""

from __future__ import annotations

from collections.abc import Iterable

from core.errors import NotAllowed
from core.models import Job
from core.services import Services


async def cancel_waiting(services: Services, jobs: Iterable[Job]) -> None:
    """Take those of the jobs out of the queue that have not begun; what runs has been asked for.

    Raises:
        NotAllowed: all of them have begun.
    """
    jobs, refused = tuple(jobs), list[NotAllowed]()
    for job in jobs:
        try:
            await services.images.cancel(job.id)
        except NotAllowed as error:
            refused.append(error)
    if len(refused) == len(jobs):
        raise NotAllowed("Nothing is left to cancel: every picture has begun or is made.")
