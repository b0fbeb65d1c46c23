"""The engine and its transactions: readers deferred, writers immediate, nothing left half done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection, event
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine

from core.errors import AssetLocked, StoreError
from core.store.transaction import Transaction

P = ParamSpec("P")
T = TypeVar("T")

PRAGMAS = (
    "PRAGMA busy_timeout = 10000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
)


class Store:
    """The database of one workspace. `read()` and `write()` are the only ways in."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        immediate = engine.execution_options(sqlite_begin="IMMEDIATE")
        self._readers = async_sessionmaker(engine, expire_on_commit=False)
        self._writers = async_sessionmaker(immediate, expire_on_commit=False)
        self._writing = asyncio.Lock()

    @classmethod
    def at(cls, database: Path) -> Store:
        """A store on an existing, migrated database file."""
        engine = create_async_engine(f"sqlite+aiosqlite:///{database}")
        event.listen(engine.sync_engine, "connect", _on_connect)
        event.listen(engine.sync_engine, "begin", _on_begin)
        return cls(engine)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """A snapshot to read from; changes to its rows are dropped. Its methods are `@uninterrupted`.

        Raises:
            StoreError: the database can't be read.
        """
        with _told():
            async with self._readers() as session:
                yield Transaction(session)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        """One write transaction: committed when the block ends, rolled back when it raises.

        It takes the write lock at its start, so what it reads is still true when it writes. Its
        methods are `@uninterrupted`.

        Raises:
            StoreError: the database can't be written; nothing has changed.
            AssetLocked: a trigger kept a locked asset as it is; nothing has changed.
        """
        with _told():
            async with self._writing, self._writers() as session, session.begin():
                yield Transaction(session)

    async def close(self) -> None:
        """Give all connections back, once the transactions whose callers have left are through."""
        loop = asyncio.get_running_loop()
        if open_ones := [task for task in _transactions if task.get_loop() is loop]:
            await asyncio.wait(open_ones)
        await self._engine.dispose()


_transactions: set[asyncio.Future[Any]] = set()
"""What `uninterrupted` has begun and is not done: an application that ends leaves some behind."""


def uninterrupted(method: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Let a short transaction finish although its caller is cancelled.

    A cancel in the middle of a write can leave the write lock held, one in the middle of a read a
    connection that never closes (aiosqlite 0.22.1 waits for a thread that SQLAlchemy has stopped). So the
    cancel waits, and the caller, who then knows nothing, reads again.
    """

    @wraps(method)
    async def run(*args: P.args, **kwargs: P.kwargs) -> T:
        task = asyncio.ensure_future(method(*args, **kwargs))
        _transactions.add(task)
        task.add_done_callback(_transactions.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await finished(task)
            raise

    return run


async def finished(task: asyncio.Future[Any]) -> None:
    """Wait until `task` is done, however often the caller is cancelled meanwhile; its outcome stays in it."""
    while not task.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait([task])


@contextmanager
def _told() -> Iterator[None]:
    """The database's own complaints, as errors for a person."""
    try:
        yield
    except IntegrityError as error:
        if "asset is locked" in str(error.orig):
            raise AssetLocked("The asset is locked. Unlock it to change it.") from error
        raise
    except DatabaseError as error:
        raise StoreError(
            f"The database can't be used: {error.orig}. Nothing was changed. "
            "Look at the disk's free space and at what else uses the workspace, then try again."
        ) from error


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _on_begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
