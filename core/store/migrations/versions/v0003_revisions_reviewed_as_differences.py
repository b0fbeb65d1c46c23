"""Reviews count their changes, know the earlier revision they are compared with and how a person looked at
them last, and undo more than drafts.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.store.migrations.versions.v0001_first_release import LOCK_TRIGGERS

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ACTIONS = sa.table(
    "review_actions", sa.column("id", sa.Integer), sa.column("before", sa.JSON), sa.column("after", sa.JSON)
)


def upgrade() -> None:
    """Columns, the assets that earlier commits made, and undo steps in the shape that names its tables."""
    op.add_column("reviews", sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("reviews", sa.Column("compared_with", sa.Integer(), nullable=True))
    op.add_column("reviews", sa.Column("view", sa.JSON(), nullable=True))
    op.add_column("review_drafts", sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("review_drafts", sa.Column("difference", sa.JSON(), nullable=True))
    op.add_column("review_drafts", sa.Column("asset_id", sa.Integer(), nullable=True))
    op.create_index("ix_review_drafts_asset_id", "review_drafts", ["asset_id"])
    op.execute(
        "UPDATE review_drafts SET asset_id = "
        "(SELECT project_assets.id FROM project_assets WHERE project_assets.draft_id = review_drafts.id)"
    )
    _never_use_ids_twice()
    bind = op.get_bind()
    for id_, before, after in bind.execute(sa.select(_ACTIONS)).all():
        images = {"before": {"drafts": before}, "after": {"drafts": after}}
        bind.execute(_ACTIONS.update().where(_ACTIONS.c.id == id_).values(**images))


def _never_use_ids_twice() -> None:
    """Undo takes rows away: another row under the id of one would be taken for it by what remembers ids."""
    triggers = [" ".join(trigger.split()[2:3]) for trigger in LOCK_TRIGGERS]
    for trigger in triggers:
        op.execute(f"DROP TRIGGER {trigger}")
    for table in ("review_drafts", "project_assets"):
        with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass
    for create in LOCK_TRIGGERS:
        op.execute(create)
