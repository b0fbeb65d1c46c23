"""Transactions: nothing lost between writers, nothing half done after a cancel."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import StoreError
from core.paths import Workspace
from core.store.engine import Store, uninterrupted
from core.store.opening import prepare
from core.store.pictures import PictureFiles
from core.store.tables import ProjectRow

ADD_ONE = """
import asyncio, sys
from pathlib import Path
from core.store.engine import Store

async def main():
    store = Store.at(Path(sys.argv[1]))
    for _ in range(int(sys.argv[2])):
        async with store.write() as tx:
            row = await tx.project(1)
            row.title = str(int(row.title) + 1)
    await store.close()

asyncio.run(main())
"""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    workspace = Workspace(tmp_path)
    prepare(workspace)
    opened = Store.at(workspace.database)
    async with opened.write() as tx:
        await tx.add(ProjectRow(title="0", created_at=datetime.now(UTC)))
    yield opened
    await opened.close()


async def title(store: Store) -> str:
    async with store.read() as tx:
        return (await tx.project(1)).title


async def test_a_failed_write_leaves_nothing(store: Store) -> None:
    async def fail() -> None:
        async with store.write() as tx:
            (await tx.project(1)).title = "half"
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        await fail()
    assert await title(store) == "0"


async def test_processes_that_write_at_once_lose_nothing(store: Store, tmp_path: Path) -> None:
    command = [sys.executable, "-c", ADD_ONE, str(tmp_path / "lookbook.db"), "50"]
    runs = [await asyncio.to_thread(subprocess.Popen, command, stderr=subprocess.PIPE) for _ in range(4)]
    errors = [(await asyncio.to_thread(run.communicate))[1] for run in runs]
    assert errors == [b""] * 4
    assert await title(store) == "200"


async def test_a_cancel_leaves_no_lock_and_no_half_write(store: Store) -> None:
    @uninterrupted
    async def add_one() -> None:
        async with store.write() as tx:
            row = await tx.project(1)
            await asyncio.sleep(0)
            row.title = str(int(row.title) + 1)

    chance = random.Random(7)
    for _ in range(60):
        task = asyncio.create_task(add_one())
        for _ in range(chance.randrange(30)):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    before = int(await title(store))
    await add_one()
    assert int(await title(store)) == before + 1


def test_a_picture_is_stored_once_and_privately(tmp_path: Path) -> None:
    files = PictureFiles(tmp_path / "pictures")
    name = files.put(b"bytes", "image/png")
    assert files.put(b"bytes", "image/png") == name
    stored = [path for path in (tmp_path / "pictures").rglob("*") if path.is_file()]
    assert stored == [files.path(name, "image/png")]
    assert stored[0].read_bytes() == b"bytes"
    assert stored[0].stat().st_mode & 0o077 == 0


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("in the way")
    with pytest.raises(StoreError, match="can't be stored"):
        PictureFiles(tmp_path / "pictures").put(b"bytes", "image/png")
