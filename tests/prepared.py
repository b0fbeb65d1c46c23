"""An empty workspace without the price of migrating one: a copy of the first that was made."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from core.paths import Workspace
from core.store.opening import prepare


def prepare_copy(workspace: Workspace) -> None:
    """What `core.store.opening.prepare` does; for tests of something else."""
    if not workspace.database.exists():
        workspace.pictures.mkdir(mode=0o700, parents=True)
        workspace.database.write_bytes(_migrated())
    prepare(workspace)


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        prepare(workspace)
        return workspace.database.read_bytes()
