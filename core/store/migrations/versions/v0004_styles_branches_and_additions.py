"""Styles have versions and reference images, branches know what they were forked from, assets have additions,
candidates can be put away, and a style's hash is of what pictures are made from, which its name is not.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import hashlib
import json

import sqlalchemy as sa
from alembic import op

from core.store.migrations.versions.v0001_first_release import LOCK_TRIGGERS

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_STYLES = sa.table(
    "visual_styles",
    *(sa.column(name) for name in ("id", "name", "visual_description", "text_hash", "created_at")),
    sa.column("palette", sa.JSON),
)


def upgrade() -> None:
    """Columns and the table of style versions, then the hashes; locked assets stay locked and current."""
    _add_columns()
    op.create_table(
        "visual_style_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("style_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("visual_description", sa.Text(), nullable=False),
        sa.Column("palette", sa.JSON(), nullable=False),
        sa.Column("reference_images", sa.JSON(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["style_id"],
            ["visual_styles.id"],
            name="fk_visual_style_versions_style_id_visual_styles",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visual_style_versions"),
        sa.UniqueConstraint("style_id", "version", name="uq_visual_style_versions_style_id"),
    )
    for trigger in LOCK_TRIGGERS:
        op.execute(f"DROP TRIGGER {trigger.split()[2]}")
    _hash_anew()
    for trigger in LOCK_TRIGGERS:
        op.execute(
            trigger.replace("OLD.description", "OLD.description OR NEW.additions IS NOT OLD.additions")
        )


def _add_columns() -> None:
    op.add_column("projects", sa.Column("open_branch_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("branches") as branches:
        branches.add_column(sa.Column("forked_from_id", sa.Integer(), nullable=True))
        branches.create_foreign_key(
            "fk_branches_forked_from_id_branches", "branches", ["forked_from_id"], ["id"]
        )
    op.add_column("visual_styles", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    for table in ("project_assets", "asset_revisions", "global_assets"):
        op.add_column(table, sa.Column("additions", sa.Text(), nullable=False, server_default=""))
    for table in ("visual_styles", "images", "image_generation_jobs"):
        op.add_column(table, sa.Column("reference_images", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("project_assets", sa.Column("forked_from_id", sa.Integer(), nullable=True))
    op.add_column("images", sa.Column("deleted_at", sa.DateTime(), nullable=True))
    op.add_column("global_assets", sa.Column("branch_name", sa.Text(), nullable=False, server_default=""))


def _hash_anew() -> None:
    """A renamed style makes no picture stale: the name leaves the hash, on pictures and jobs too."""
    bind = op.get_bind()
    for style in bind.execute(sa.select(_STYLES)).all():
        new = _hash(style.visual_description, style.palette)
        values = {"new": new, "old": style.text_hash}
        bind.execute(sa.text("UPDATE visual_styles SET text_hash = :new WHERE text_hash = :old"), values)
        for table in ("images", "image_generation_jobs", "global_assets"):
            bind.execute(sa.text(f"UPDATE {table} SET style_hash = :new WHERE style_hash = :old"), values)
        bind.execute(
            sa.text(
                "INSERT INTO visual_style_versions (style_id, version, name, visual_description, palette,"
                " reference_images, text_hash, created_at)"
                " SELECT id, 1, name, visual_description, palette, '[]', text_hash, created_at"
                " FROM visual_styles WHERE id = :id"
            ),
            {"id": style.id},
        )


def _hash(visual_description: str, palette: list[str]) -> str:
    content = json.dumps([visual_description, palette], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]
