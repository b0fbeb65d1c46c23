"""Runs the migrations without an ini file, also from an installed wheel."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine


def upgrade(database: Path) -> None:
    """Bring the SQLite file to the newest schema, in one transaction."""
    engine = create_engine(f"sqlite:///{database}")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            connection.commit()
            command.upgrade(config(connection), "head")
    finally:
        engine.dispose()


def config(connection: Connection) -> Config:
    """Alembic's configuration, bound to an open connection."""
    alembic = Config()
    alembic.set_main_option("script_location", "core.store:migrations")
    alembic.set_main_option("path_separator", "os")
    alembic.attributes["connection"] = connection
    return alembic
