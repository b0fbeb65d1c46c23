"""Opening a workspace: what is there is checked before anything writes to it.

The check is plain `sqlite3` on the file's own header fields, so a start with nothing to migrate imports no
Alembic.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from core.errors import StoreError
from core.paths import Workspace

APPLICATION_ID = 0x4C4F4F4B  # "LOOK"
SCHEMA_VERSION = 4


def prepare(workspace: Workspace) -> None:
    """Make the workspace usable: folders, database, migrations. Safe when several start at once.

    Raises:
        StoreError: the folder can't be made or written, or the database is damaged, foreign or newer.
    """
    _make_private_folder(workspace.home)
    _make_private_folder(workspace.pictures)
    if not workspace.database.exists():
        _create(workspace.database)
    version = _read_version(workspace.database)
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"The database in {workspace.home} was made by a newer lookbook (schema {version}, this "
            f"one knows {SCHEMA_VERSION}). Update lookbook, or set LOOKBOOK_HOME to another folder."
        )
    if version < SCHEMA_VERSION:
        _migrate(workspace.database)


def _make_private_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The workspace folder {folder} can't be made: {error.strerror}. "
            "Set LOOKBOOK_HOME to a folder that you can write to."
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StoreError(
            f"The workspace folder {folder} can't be written. Set LOOKBOOK_HOME to one that can."
        )


def _create(database: Path) -> None:
    """Build the database beside its place and link it there whole: nobody sees half of one."""
    building = database.with_name(f"{database.name}.new-{os.getpid()}")
    building.unlink(missing_ok=True)
    os.close(os.open(building, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        _migrate(building)
        try:
            os.link(building, database)
        except FileExistsError:
            return
        except OSError:  # a file system without hard links
            building.rename(database)
    finally:
        for leftover in database.parent.glob(f"{building.name}*"):
            leftover.unlink(missing_ok=True)


def _read_version(database: Path) -> int:
    try:
        if database.stat().st_size == 0:
            raise StoreError(
                f"The database {database} is empty: it was cut off. "
                "Put a backup in its place, or move it away to start anew."
            )
        connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
        try:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        finally:
            connection.close()
    except (sqlite3.DatabaseError, OSError) as error:
        raise StoreError(
            f"The database {database} can't be read ({error}). "
            "Put a backup in its place, or move it away to start anew."
        ) from error
    if application != APPLICATION_ID:
        raise StoreError(
            f"{database} is a database of another program. Move it away, or set LOOKBOOK_HOME elsewhere."
        )
    return int(version)


def _migrate(database: Path) -> None:
    from core.store.migrations.runner import upgrade

    upgrade(database)
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
