"""The tables of the first release, and the triggers that keep a locked asset as it is.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of the first release."""
    op.create_table(
        "global_assets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("traits", sa.JSON(), nullable=False),
        sa.Column("voice_id", sa.Text(), nullable=True),
        sa.Column("aspect_ratio", sa.Text(), nullable=False),
        sa.Column("style_name", sa.Text(), nullable=False),
        sa.Column("style_hash", sa.Text(), nullable=False),
        sa.Column("project_title", sa.Text(), nullable=False),
        sa.Column("source_asset_id", sa.Integer(), nullable=False),
        sa.Column("source_version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("placeholder", sa.Boolean(), nullable=False),
        sa.Column("promoted_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_global_assets"),
    )
    op.create_table(
        "model_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("cost_usd", sa.Double(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_model_calls"),
        sa.UniqueConstraint("key", name="uq_model_calls_key"),
    )
    op.create_table(
        "projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_projects"),
    )
    op.create_table(
        "visual_styles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tagline", sa.Text(), nullable=False),
        sa.Column("visual_description", sa.Text(), nullable=False),
        sa.Column("palette", sa.JSON(), nullable=False),
        sa.Column("builtin", sa.Boolean(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visual_styles"),
        sa.UniqueConstraint("slug", name="uq_visual_styles_slug"),
    )
    op.create_table(
        "branches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("locked_visual_style_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["locked_visual_style_id"],
            ["visual_styles.id"],
            name="fk_branches_locked_visual_style_id_visual_styles",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name="fk_branches_project_id_projects", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_branches"),
        sa.UniqueConstraint("project_id", "name", name="uq_branches_project_id"),
    )
    op.create_table(
        "scripts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("encoding", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("source_path", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("pages_estimated", sa.Boolean(), nullable=False),
        sa.Column("scenes", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name="fk_scripts_project_id_projects", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scripts"),
        sa.UniqueConstraint("project_id", "revision", name="uq_scripts_project_id"),
    )
    op.create_index("ix_scripts_sha256", "scripts", ["sha256"])

    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("script_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("cost_usd", sa.Double(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("committed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name="fk_reviews_branch_id_branches"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name="fk_reviews_project_id_projects", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["script_id"], ["scripts.id"], name="fk_reviews_script_id_scripts"),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
    )
    op.create_index("ix_reviews_project_id", "reviews", ["project_id"])

    op.create_table(
        "review_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name="fk_review_actions_review_id_reviews", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_actions"),
    )
    op.create_index("ix_review_actions_review_id", "review_actions", ["review_id"])

    op.create_table(
        "review_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name="fk_review_drafts_review_id_reviews", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_drafts"),
    )
    op.create_index("ix_review_drafts_review_id", "review_drafts", ["review_id"])

    op.create_table(
        "project_assets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("global_asset_id", sa.Integer(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("traits", sa.JSON(), nullable=False),
        sa.Column("conflicts", sa.JSON(), nullable=False),
        sa.Column("source_mentions", sa.JSON(), nullable=False),
        sa.Column("voice_id", sa.Text(), nullable=True),
        sa.Column("aspect_ratio", sa.Text(), server_default="1:1", nullable=False),
        sa.Column("priority", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("manual_add", sa.Boolean(), nullable=False),
        sa.Column("image_key_id", sa.Integer(), nullable=True),
        sa.Column("locked_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branches.id"], name="fk_project_assets_branch_id_branches", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["review_drafts.id"], name="fk_project_assets_draft_id_review_drafts"
        ),
        sa.ForeignKeyConstraint(
            ["global_asset_id"], ["global_assets.id"], name="fk_project_assets_global_asset_id_global_assets"
        ),
        sa.ForeignKeyConstraint(
            ["image_key_id"], ["images.id"], name="fk_project_assets_image_key_id_images", use_alter=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_project_assets"),
        sa.UniqueConstraint("draft_id", name="uq_project_assets_draft_id"),
    )
    op.create_index("ix_project_assets_branch_id", "project_assets", ["branch_id"])

    op.create_table(
        "asset_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"],
            ["project_assets.id"],
            name="fk_asset_revisions_asset_id_project_assets",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_asset_revisions"),
    )
    op.create_index("ix_asset_revisions_asset_id", "asset_revisions", ["asset_id"])

    op.create_table(
        "images",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("style_id", sa.Integer(), nullable=True),
        sa.Column("style_hash", sa.Text(), nullable=False),
        sa.Column("description_hash", sa.Text(), nullable=False),
        sa.Column("aspect_ratio", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("placeholder", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["project_assets.id"], name="fk_images_asset_id_project_assets", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["style_id"], ["visual_styles.id"], name="fk_images_style_id_visual_styles"),
        sa.PrimaryKeyConstraint("id", name="pk_images"),
    )
    op.create_index("ix_images_asset_id", "images", ["asset_id"])

    op.create_table(
        "image_generation_jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("style_id", sa.Integer(), nullable=False),
        sa.Column("style_hash", sa.Text(), nullable=False),
        sa.Column("description_hash", sa.Text(), nullable=False),
        sa.Column("aspect_ratio", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("price_usd", sa.Double(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("image_id", sa.Integer(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("not_before", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asset_id"],
            ["project_assets.id"],
            name="fk_image_generation_jobs_asset_id_project_assets",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_image_generation_jobs_image_id_images"),
        sa.ForeignKeyConstraint(
            ["style_id"], ["visual_styles.id"], name="fk_image_generation_jobs_style_id_visual_styles"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_image_generation_jobs"),
    )
    op.create_index("ix_image_generation_jobs_asset_id", "image_generation_jobs", ["asset_id"])
    op.create_index("ix_image_generation_jobs_state", "image_generation_jobs", ["state", "id"])

    for trigger in LOCK_TRIGGERS:
        op.execute(trigger)


_FROZEN = [
    "branch_id",
    "type",
    "name",
    "aliases",
    "description",
    "traits",
    "conflicts",
    "source_mentions",
    "voice_id",
    "aspect_ratio",
    "image_key_id",
]

LOCK_TRIGGERS = (
    f"""
    CREATE TRIGGER project_assets_locked_update BEFORE UPDATE ON project_assets
    WHEN OLD.locked_at IS NOT NULL
        AND ({" OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _FROZEN)})
    BEGIN SELECT RAISE(ABORT, 'asset is locked'); END
    """,
    """
    CREATE TRIGGER project_assets_locked_delete BEFORE DELETE ON project_assets
    WHEN OLD.locked_at IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'asset is locked'); END
    """,
    *(
        f"""
        CREATE TRIGGER images_locked_{event.lower()} BEFORE {event} ON images
        WHEN EXISTS (SELECT 1 FROM project_assets WHERE image_key_id = OLD.id AND locked_at IS NOT NULL)
        BEGIN SELECT RAISE(ABORT, 'asset is locked'); END
        """
        for event in ("UPDATE", "DELETE")
    ),
)
