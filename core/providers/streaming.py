"""An answer that comes in pieces, read in a task of its own.

Vendors' iterators nest, and an abandoned one holds its connection until it is collected. A task that is
cancelled closes them all at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable

from core.providers.ports import TextAnswer

Tell = Callable[[str], None]
MAX_STREAMED_CHARS = 100_000
"""No plain answer is longer: a model that repeats itself is stopped."""


async def streamed(read: Callable[[Tell], Awaitable[TextAnswer]]) -> AsyncGenerator[str | TextAnswer, None]:
    """What `read` tells of the answer so far, and last what it returns; closing this ends the request.

    A reader slower than the answer sees the latest state, not each one.

    Raises:
        ProviderError: what `read` raises.
    """
    latest: list[str] = []
    came = asyncio.Event()

    def tell(so_far: str) -> None:
        latest[:] = [so_far]
        came.set()

    work = asyncio.ensure_future(read(tell))
    work.add_done_callback(lambda _: came.set())
    try:
        while True:
            await came.wait()
            came.clear()
            if latest:
                yield latest.pop()
            if work.done() and not latest:
                break
        yield await work
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
