"""Opening a workspace: made whole and private, refused with a way out when it can't be used."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

from core.errors import StoreError
from core.paths import Workspace
from core.store.migrations.runner import config
from core.store.opening import APPLICATION_ID, SCHEMA_VERSION, prepare
from core.store.tables import Base


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "deep" / "home")


def set_version(workspace: Workspace, version: int) -> None:
    with closing(sqlite3.connect(workspace.database)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")


def names(workspace: Workspace) -> list[str]:
    """What lies in the workspace, without SQLite's own side files."""
    return sorted(p.name for p in workspace.home.iterdir() if not p.name.endswith(("-wal", "-shm")))


def test_a_new_workspace_is_private_and_whole(workspace: Workspace) -> None:
    prepare(workspace)
    assert stat.S_IMODE(workspace.home.stat().st_mode) == 0o700
    assert stat.S_IMODE(workspace.database.stat().st_mode) == 0o600
    assert names(workspace) == ["lookbook.db", "pictures"]


def test_the_migrations_make_the_tables_that_the_code_knows(workspace: Workspace) -> None:
    prepare(workspace)
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = create_engine(f"sqlite:///{workspace.database}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_a_database_of_the_first_release_is_brought_up_to_date_with_its_reviews(workspace: Workspace) -> None:
    workspace.home.mkdir(parents=True)
    engine = create_engine(f"sqlite:///{workspace.database}")
    with engine.connect() as connection:
        command.upgrade(config(connection), "0001")
    engine.dispose()
    with closing(sqlite3.connect(workspace.database)) as old:
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        old.execute("PRAGMA user_version = 1")
        old.execute(
            "INSERT INTO reviews (project_id, script_id, branch_id, provider, model, calls, input_tokens, "
            "output_tokens, cost_usd, warnings, state, created_at) "
            "VALUES (1, 1, 1, 'offline', 'rules', 0, 0, 0, 0, '[]', 'open', '2026-11-01 12:00:00')"
        )
        old.commit()
    prepare(workspace)
    with closing(sqlite3.connect(workspace.database)) as new:
        assert new.execute("SELECT suggestions, unread FROM reviews").fetchall() == [("[]", "[]")]
        assert new.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def test_undo_steps_of_an_earlier_schema_name_their_table_and_drafts_know_their_assets(
    workspace: Workspace,
) -> None:
    workspace.home.mkdir(parents=True)
    engine = create_engine(f"sqlite:///{workspace.database}")
    with engine.connect() as connection:
        command.upgrade(config(connection), "0002")
    engine.dispose()
    with closing(sqlite3.connect(workspace.database)) as old:
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        old.execute("PRAGMA user_version = 2")
        old.execute(
            "INSERT INTO review_drafts (id, review_id, position, draft, state) "
            "VALUES (7, 1, 0, '{}', 'committed')"
        )
        old.execute(
            "INSERT INTO project_assets (id, branch_id, draft_id, type, name, aliases, description, traits, "
            "conflicts, source_mentions, priority, confidence, manual_add, version, created_at, updated_at) "
            "VALUES (3, 1, 7, 'prop', 'OAR', '[]', '', '{}', '[]', '[]', 1, 1, 0, 1, "
            "'2026-11-01', '2026-11-01')"
        )
        old.execute(
            "INSERT INTO review_actions (review_id, label, before, after, undone, created_at) "
            """VALUES (1, 'approve OAR', '{"7": {"state": "open"}}', '{"7": null}', 0, '2026-11-01')"""
        )
        old.commit()
    prepare(workspace)
    with closing(sqlite3.connect(workspace.database)) as new:
        assert new.execute("SELECT asset_id, version, difference FROM review_drafts").fetchall() == [
            (3, 0, None)
        ]
        (images,) = new.execute("SELECT before, after FROM review_actions").fetchall()
    assert [json.loads(image) for image in images] == [
        {"drafts": {"7": {"state": "open"}}},
        {"drafts": {"7": None}},
    ]


def test_pictures_of_an_earlier_schema_stay_current_and_locked_when_a_style_hash_loses_the_name(
    workspace: Workspace,
) -> None:
    workspace.home.mkdir(parents=True)
    engine = create_engine(f"sqlite:///{workspace.database}")
    with engine.connect() as connection:
        command.upgrade(config(connection), "0003")
    engine.dispose()
    with closing(sqlite3.connect(workspace.database)) as old:
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        old.execute("PRAGMA user_version = 3")
        old.execute(
            "INSERT INTO visual_styles (id, name, tagline, visual_description, palette, builtin, text_hash, "
            """created_at) VALUES (5, 'Noir', '', 'hard light', '["#000000"]', 0, 'named', '2026-11-01')"""
        )
        old.execute(
            "INSERT INTO project_assets (id, branch_id, type, name, aliases, description, traits, conflicts, "
            "source_mentions, priority, confidence, manual_add, version, created_at, updated_at) VALUES "
            "(3, 1, 'prop', 'OAR', '[]', '', '{}', '[]', '[]', 1, 1, 0, 1, '2026-11-01', '2026-11-01')"
        )
        old.execute(
            "INSERT INTO images (id, asset_id, sha256, mime, width, height, prompt, style_id, style_hash, "
            "description_hash, aspect_ratio, provider, model, placeholder, created_at) VALUES "
            "(9, 3, 'ab', 'image/png', 8, 8, '', 5, 'named', '', '1:1', 'offline', '', 1, '2026-11-01')"
        )
        old.execute("UPDATE project_assets SET image_key_id = 9, locked_at = '2026-11-02'")
        old.commit()
    prepare(workspace)
    with closing(sqlite3.connect(workspace.database)) as new:
        (made_in,) = new.execute("SELECT style_hash FROM images").fetchone()
        assert new.execute("SELECT text_hash FROM visual_styles").fetchone() == (made_in,) != ("named",)
        assert new.execute("SELECT version, name, text_hash FROM visual_style_versions").fetchall() == [
            (1, "Noir", made_in)
        ]
        for change in ("description = 'x'", "additions = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="asset is locked"):
                new.execute(f"UPDATE project_assets SET {change}")


def test_opening_again_changes_nothing(workspace: Workspace) -> None:
    prepare(workspace)
    before = workspace.database.read_bytes()
    prepare(workspace)
    assert workspace.database.read_bytes() == before


def test_several_programs_may_start_at_once(workspace: Workspace) -> None:
    program = (
        "import sys; from pathlib import Path; from core.paths import Workspace;"
        "from core.store.opening import prepare; prepare(Workspace(Path(sys.argv[1])))"
    )
    line = [sys.executable, "-c", program, str(workspace.home)]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: subprocess.run(line, capture_output=True, text=True), range(4)))
    assert [run.stderr for run in done] == [""] * 4
    assert names(workspace) == ["lookbook.db", "pictures"]


def test_a_newer_database_is_refused_and_left_alone(workspace: Workspace) -> None:
    prepare(workspace)
    set_version(workspace, SCHEMA_VERSION + 1)
    before = workspace.database.read_bytes()
    with pytest.raises(StoreError, match="made by a newer lookbook"):
        prepare(workspace)
    assert workspace.database.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"", b"SQLite format 3\x00" + b"\xff" * 200, b"not a database at all" * 9]
)
def test_a_damaged_database_is_refused_and_left_alone(workspace: Workspace, content: bytes) -> None:
    workspace.home.mkdir(parents=True)
    workspace.database.write_bytes(content)
    with pytest.raises(StoreError, match="backup"):
        prepare(workspace)
    assert workspace.database.read_bytes() == content


def test_a_database_of_another_program_is_refused(workspace: Workspace) -> None:
    workspace.home.mkdir(parents=True)
    with closing(sqlite3.connect(workspace.database)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(StoreError, match="another program"):
        prepare(workspace)


def test_a_home_that_is_a_file_is_refused(workspace: Workspace) -> None:
    workspace.home.parent.mkdir(parents=True)
    workspace.home.write_text("in the way")
    with pytest.raises(StoreError, match="LOOKBOOK_HOME"):
        prepare(workspace)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_can_not_be_written_is_refused(workspace: Workspace) -> None:
    workspace.home.mkdir(parents=True, mode=0o500)
    with pytest.raises(StoreError, match="can't be written"):
        prepare(workspace)
