"""The tables, as SQLAlchemy sees them. Columns are named after the words of SPEC 1."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Json = dict[str, Any]
JsonList = list[Any]


class UtcDateTime(TypeDecorator[datetime]):
    """UTC-aware in Python, naive UTC in the database: SQLite keeps no zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Drop the zone after converting to UTC."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """All tables; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, Json: JSON, JsonList: JSON, str: Text}


class ProjectRow(Base):
    """One film."""

    __tablename__ = "projects"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    open_branch_id: Mapped[int | None]
    """The branch that was worked on last; None is the first one."""
    created_at: Mapped[datetime]


class BranchRow(Base):
    """One look of the film; the style lock lives here, not on assets."""

    __tablename__ = "branches"
    __table_args__ = (UniqueConstraint("project_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    name: Mapped[str]
    locked_visual_style_id: Mapped[int | None] = mapped_column(ForeignKey("visual_styles.id"))
    forked_from_id: Mapped[int | None] = mapped_column(ForeignKey("branches.id"))
    created_at: Mapped[datetime]


class ScriptRow(Base):
    """One imported revision; `content` is the file as it was, so that a better reader can read it again."""

    __tablename__ = "scripts"
    __table_args__ = (UniqueConstraint("project_id", "revision"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    revision: Mapped[int]
    title: Mapped[str]
    format: Mapped[str]
    encoding: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    source_path: Mapped[str]
    pages: Mapped[int]
    pages_estimated: Mapped[bool]
    scenes: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    imported_at: Mapped[datetime]


class ReviewRow(Base):
    """One curation session over the drafts of one scan."""

    __tablename__ = "reviews"
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    script_id: Mapped[int] = mapped_column(ForeignKey("scripts.id"))
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    provider: Mapped[str]
    model: Mapped[str]
    calls: Mapped[int]
    input_tokens: Mapped[int]
    output_tokens: Mapped[int]
    cost_usd: Mapped[float]
    warnings: Mapped[JsonList]
    suggestions: Mapped[JsonList]
    """Pairs of draft ids that may be one identity: the reason, the lines that speak for it, what a person
    answered, and for "never" the names that the answer is about, for the next scan."""
    unread: Mapped[JsonList]
    """Stretches of the script that no answer could be had for."""
    state: Mapped[str]
    version: Mapped[int] = mapped_column(server_default="0")
    """Counts the changes of the review and its drafts."""
    compared_with: Mapped[int | None]
    """The revision of the script that the drafts' differences are to."""
    view: Mapped[Json | None]
    """How the screen stood when a person looked last: cursor, marks, folds, order, filter."""
    created_at: Mapped[datetime]
    committed_at: Mapped[datetime | None]


class DraftRow(Base):
    """One draft of a review: the draft in its wire format, and what a person decided of it.

    `version` is the review's when the row changed last. `asset_id` is the asset that a commit made of it,
    or that it offers another text for; no foreign key, for `project_assets` refers to this table.
    """

    __tablename__ = "review_drafts"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    draft: Mapped[Json]
    state: Mapped[str]
    merged_into: Mapped[int | None]
    version: Mapped[int] = mapped_column(server_default="0")
    difference: Mapped[Json | None]
    asset_id: Mapped[int | None] = mapped_column(index=True)


class ReviewActionRow(Base):
    """One undoable action: what it touched as it was before and after, as `{table: {key: columns}}`.

    Columns are those that the action changed; None stands for "no such row".
    """

    __tablename__ = "review_actions"
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"), index=True)
    label: Mapped[str]
    before: Mapped[Json]
    after: Mapped[Json]
    undone: Mapped[bool]
    created_at: Mapped[datetime]


class StyleRow(Base):
    """A style capsule. `slug` is set for built-in ones and identifies them across versions."""

    __tablename__ = "visual_styles"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    tagline: Mapped[str]
    visual_description: Mapped[str]
    palette: Mapped[JsonList]
    builtin: Mapped[bool]
    reference_images: Mapped[JsonList] = mapped_column(default=list, server_default="[]")
    text_hash: Mapped[str]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    """Counts the changes of name, text, palette and reference images."""
    created_at: Mapped[datetime]


class StyleVersionRow(Base):
    """A style as it was in one version: what `style_hash` on an image stands for, also after an edit."""

    __tablename__ = "visual_style_versions"
    __table_args__ = (UniqueConstraint("style_id", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    style_id: Mapped[int] = mapped_column(ForeignKey("visual_styles.id", ondelete="CASCADE"))
    version: Mapped[int]
    name: Mapped[str]
    visual_description: Mapped[str]
    palette: Mapped[JsonList]
    reference_images: Mapped[JsonList]
    text_hash: Mapped[str]
    created_at: Mapped[datetime]


class AssetRow(Base):
    """A committed asset. Database triggers keep a locked row as it is (SPEC 2.7)."""

    __tablename__ = "project_assets"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id", ondelete="CASCADE"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("review_drafts.id"), unique=True)
    global_asset_id: Mapped[int | None] = mapped_column(ForeignKey("global_assets.id"))
    forked_from_id: Mapped[int | None]
    """The asset of the branch that this one was forked from."""
    type: Mapped[str]
    name: Mapped[str]
    aliases: Mapped[JsonList]
    description: Mapped[str]
    additions: Mapped[str] = mapped_column(default="", server_default="")
    """What a picture needs and the script does not say, as a person accepted it; never in `description`."""
    traits: Mapped[Json]
    conflicts: Mapped[JsonList]
    source_mentions: Mapped[JsonList]
    voice_id: Mapped[str | None]
    aspect_ratio: Mapped[str] = mapped_column(server_default="1:1")
    priority: Mapped[bool]
    confidence: Mapped[float]
    manual_add: Mapped[bool]
    image_key_id: Mapped[int | None] = mapped_column(
        ForeignKey("images.id", name="fk_project_assets_image_key_id_images", use_alter=True)
    )
    locked_at: Mapped[datetime | None]
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class AssetRevisionRow(Base):
    """A description as it was before a save replaced it."""

    __tablename__ = "asset_revisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int] = mapped_column(ForeignKey("project_assets.id", ondelete="CASCADE"), index=True)
    version: Mapped[int]
    description: Mapped[str]
    additions: Mapped[str] = mapped_column(default="", server_default="")
    saved_at: Mapped[datetime]


class ImageRow(Base):
    """A stored picture; the file is `pictures/<sha256>`, the row says all that it was made from."""

    __tablename__ = "images"
    id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int] = mapped_column(ForeignKey("project_assets.id", ondelete="CASCADE"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    mime: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    prompt: Mapped[str]
    reference_images: Mapped[JsonList] = mapped_column(default=list, server_default="[]")
    style_id: Mapped[int | None] = mapped_column(ForeignKey("visual_styles.id"))
    style_hash: Mapped[str]
    description_hash: Mapped[str]
    aspect_ratio: Mapped[str]
    provider: Mapped[str]
    model: Mapped[str]
    placeholder: Mapped[bool]
    deleted_at: Mapped[datetime | None]
    """A candidate that a person put away; it is shown nowhere and can be brought back."""
    created_at: Mapped[datetime]


class JobRow(Base):
    """One image to make. `lease_until` is how long its owner may be silent before it counts as lost."""

    __tablename__ = "image_generation_jobs"
    __table_args__ = (Index("ix_image_generation_jobs_state", "state", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int] = mapped_column(ForeignKey("project_assets.id", ondelete="CASCADE"), index=True)
    state: Mapped[str]
    prompt: Mapped[str]
    reference_images: Mapped[JsonList] = mapped_column(default=list, server_default="[]")
    style_id: Mapped[int] = mapped_column(ForeignKey("visual_styles.id"))
    style_hash: Mapped[str]
    description_hash: Mapped[str]
    aspect_ratio: Mapped[str]
    provider: Mapped[str]
    model: Mapped[str]
    attempt: Mapped[int]
    price_usd: Mapped[float]
    error: Mapped[str]
    image_id: Mapped[int | None] = mapped_column(ForeignKey("images.id"))
    owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class GlobalAssetRow(Base):
    """An asset of the shared library; it refers to no project, so that it outlives them all."""

    __tablename__ = "global_assets"
    id: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str]
    name: Mapped[str]
    aliases: Mapped[JsonList]
    description: Mapped[str]
    additions: Mapped[str] = mapped_column(default="", server_default="")
    traits: Mapped[Json]
    voice_id: Mapped[str | None]
    aspect_ratio: Mapped[str]
    style_name: Mapped[str]
    style_hash: Mapped[str]
    project_title: Mapped[str]
    branch_name: Mapped[str] = mapped_column(default="", server_default="")
    source_asset_id: Mapped[int]
    source_version: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    mime: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    prompt: Mapped[str]
    provider: Mapped[str]
    model: Mapped[str]
    placeholder: Mapped[bool]
    promoted_at: Mapped[datetime]


class ModelCallRow(Base):
    """One paid answer, by content: the same question is never paid for twice."""

    __tablename__ = "model_calls"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    step: Mapped[str]
    provider: Mapped[str]
    model: Mapped[str]
    input_tokens: Mapped[int]
    output_tokens: Mapped[int]
    cost_usd: Mapped[float]
    answer: Mapped[str]
    created_at: Mapped[datetime]
