"""Rows to models. Rows end here: what leaves the store is a fresh frozen value."""

from __future__ import annotations

from collections.abc import Iterable

from core.models import (
    AspectRatio,
    Asset,
    AssetId,
    AssetRevision,
    AssetType,
    Branch,
    BranchId,
    DraftId,
    GlobalAsset,
    GlobalAssetId,
    Image,
    ImageId,
    Job,
    JobId,
    JobState,
    Project,
    ProjectId,
    ReferenceImage,
    ReferenceRole,
    ReviewRow,
    ReviewView,
    RowState,
    Script,
    ScriptFormat,
    ScriptId,
    StyleId,
    StyleVersion,
    VisualStyle,
)
from core.rules.committing import decided_description
from core.store import tables
from core.store.pictures import PictureFiles
from core.wire import (
    Json,
    conflict_from_wire,
    difference_from_wire,
    draft_from_wire,
    mention_from_wire,
    traits_from_wire,
)


def to_project(row: tables.ProjectRow) -> Project:
    """A film."""
    return Project(ProjectId(row.id), row.title, row.created_at)


def to_branch(row: tables.BranchRow) -> Branch:
    """A look of the film."""
    locked = row.locked_visual_style_id
    return Branch(
        BranchId(row.id),
        ProjectId(row.project_id),
        row.name,
        None if locked is None else StyleId(locked),
        None if row.forked_from_id is None else BranchId(row.forked_from_id),
    )


def to_script(row: tables.ScriptRow) -> Script:
    """A revision, without its bytes."""
    return Script(
        id=ScriptId(row.id),
        project_id=ProjectId(row.project_id),
        revision=row.revision,
        title=row.title,
        format=ScriptFormat(row.format),
        encoding=row.encoding,
        sha256=row.sha256,
        source_path=row.source_path,
        pages=row.pages,
        pages_estimated=row.pages_estimated,
        scenes=row.scenes,
        imported_at=row.imported_at,
    )


def to_review_row(row: tables.DraftRow) -> ReviewRow:
    """A draft and what was decided of it, without its asset."""
    draft, merged = draft_from_wire(row.draft), row.merged_into
    return ReviewRow(
        id=DraftId(row.id),
        draft=draft,
        state=RowState(row.state),
        merged_into=None if merged is None else DraftId(merged),
        description=decided_description(draft),
        difference=None if row.difference is None else difference_from_wire(row.difference),
    )


def to_review_view(kept: Json) -> ReviewView:
    """How a person looked at a review last."""
    return ReviewView(
        cursor=kept["cursor"],
        selected=tuple(kept["selected"]),
        folded=frozenset(kept["folded"]),
        sort=kept["sort"],
        descending=kept["descending"],
        filter_text=kept["filter_text"],
    )


def to_style(row: tables.StyleRow, files: PictureFiles) -> VisualStyle:
    """A style capsule, its reference images with the paths of their files."""
    return VisualStyle(
        id=StyleId(row.id),
        name=row.name,
        tagline=row.tagline,
        visual_description=row.visual_description,
        palette=tuple(row.palette),
        builtin=row.builtin,
        text_hash=row.text_hash,
        version=row.version,
        reference_images=to_references(row.reference_images, files),
    )


def to_style_version(row: tables.StyleVersionRow, files: PictureFiles) -> StyleVersion:
    """A style as it was in one version."""
    return StyleVersion(
        version=row.version,
        name=row.name,
        visual_description=row.visual_description,
        palette=tuple(row.palette),
        reference_images=to_references(row.reference_images, files),
        text_hash=row.text_hash,
        created_at=row.created_at,
    )


def to_references(stored: Iterable[Json], files: PictureFiles) -> tuple[ReferenceImage, ...]:
    """Reference images with the paths of their files."""
    return tuple(
        ReferenceImage(
            name=one["name"],
            sha256=one["sha256"],
            path=files.path(one["sha256"], one["mime"]),
            mime=one["mime"],
            width=one["width"],
            height=one["height"],
            role=ReferenceRole(one.get("role", ReferenceRole.STYLE)),
        )
        for one in stored
    )


def from_references(references: Iterable[ReferenceImage]) -> list[Json]:
    """Reference images as they are stored: without paths, for the workspace may move."""
    names = ("name", "sha256", "mime", "width", "height", "role")
    return [{name: getattr(one, name) for name in names} for one in references]


def to_asset(row: tables.AssetRow) -> Asset:
    """A committed asset."""
    key = row.image_key_id
    return Asset(
        id=AssetId(row.id),
        branch_id=BranchId(row.branch_id),
        type=AssetType(row.type),
        name=row.name,
        aliases=tuple(row.aliases),
        description=row.description,
        traits=traits_from_wire(row.traits),
        conflicts=tuple(conflict_from_wire(conflict) for conflict in row.conflicts),
        source_mentions=tuple(mention_from_wire(mention) for mention in row.source_mentions),
        voice_id=row.voice_id,
        aspect_ratio=AspectRatio(row.aspect_ratio),
        priority=row.priority,
        confidence=row.confidence,
        manual_add=row.manual_add,
        image_key_id=None if key is None else ImageId(key),
        locked_at=row.locked_at,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        additions=row.additions,
        forked_from=None if row.forked_from_id is None else AssetId(row.forked_from_id),
    )


def to_revision(row: tables.AssetRevisionRow) -> AssetRevision:
    """An earlier description."""
    return AssetRevision(row.version, row.description, row.saved_at, row.additions)


def to_image(row: tables.ImageRow, files: PictureFiles, stale: tuple[str, ...] = ()) -> Image:
    """A stored picture with the path of its file."""
    return Image(
        id=ImageId(row.id),
        asset_id=AssetId(row.asset_id),
        sha256=row.sha256,
        path=files.path(row.sha256, row.mime),
        mime=row.mime,
        width=row.width,
        height=row.height,
        prompt=row.prompt,
        style_id=None if row.style_id is None else StyleId(row.style_id),
        style_hash=row.style_hash,
        description_hash=row.description_hash,
        aspect_ratio=row.aspect_ratio,
        provider=row.provider,
        model=row.model,
        placeholder=row.placeholder,
        created_at=row.created_at,
        reference_images=to_references(row.reference_images, files),
        stale=stale,
    )


def to_job(row: tables.JobRow, asset_name: str, files: PictureFiles) -> Job:
    """An image job with the name of its asset."""
    return Job(
        id=JobId(row.id),
        asset_id=AssetId(row.asset_id),
        asset_name=asset_name,
        state=JobState(row.state),
        prompt=row.prompt,
        style_id=StyleId(row.style_id),
        style_hash=row.style_hash,
        description_hash=row.description_hash,
        aspect_ratio=AspectRatio(row.aspect_ratio),
        provider=row.provider,
        model=row.model,
        attempt=row.attempt,
        price_usd=row.price_usd,
        error=row.error,
        image_id=None if row.image_id is None else ImageId(row.image_id),
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        reference_images=to_references(row.reference_images, files),
    )


def to_global_asset(row: tables.GlobalAssetRow, files: PictureFiles) -> GlobalAsset:
    """An asset of the library."""
    return GlobalAsset(
        id=GlobalAssetId(row.id),
        type=AssetType(row.type),
        name=row.name,
        aliases=tuple(row.aliases),
        description=row.description,
        traits=traits_from_wire(row.traits),
        voice_id=row.voice_id,
        aspect_ratio=AspectRatio(row.aspect_ratio),
        style_name=row.style_name,
        project_title=row.project_title,
        sha256=row.sha256,
        path=files.path(row.sha256, row.mime),
        promoted_at=row.promoted_at,
        additions=row.additions,
        branch_name=row.branch_name,
        style_hash=row.style_hash,
        mime=row.mime,
        width=row.width,
        height=row.height,
        prompt=row.prompt,
        provider=row.provider,
        model=row.model,
        placeholder=row.placeholder,
        source_asset_id=AssetId(row.source_asset_id),
        source_version=row.source_version,
    )
