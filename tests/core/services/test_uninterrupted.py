"""A cancel never meets an open transaction: every service method that opens one is `@uninterrupted`."""

from __future__ import annotations

import ast
import asyncio
from pathlib import Path

import pytest

import core.services
from tests.core.services.conftest import Studio

FILES = sorted(Path(core.services.__file__).parent.glob("*.py"))


def opens_a_transaction(function: ast.AsyncFunctionDef) -> bool:
    """Whether the function itself enters `self._store.read()` or `.write()`."""
    return any(
        isinstance(call, ast.Call) and ast.unparse(call.func) in ("self._store.read", "self._store.write")
        for call in ast.walk(function)
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_method_with_a_transaction_is_uninterrupted(path: Path) -> None:
    functions = [
        node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.AsyncFunctionDef)
    ]
    bare = [
        function.name
        for function in functions
        if opens_a_transaction(function)
        and "uninterrupted" not in [ast.unparse(decorator) for decorator in function.decorator_list]
    ]
    assert bare == []


async def test_reads_cancelled_at_any_moment_leave_nothing_open(studio: Studio) -> None:
    await studio.pictured()
    for steps in range(25):
        task = asyncio.create_task(studio.services.assets.cards(studio.branch))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(5):
        await studio.store.close()
    assert {task for task in asyncio.all_tasks() if task is not asyncio.current_task()} == set()
