"""Image jobs and what a batch costs (SPEC 2.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.models.assets import AspectRatio
from core.models.drafts import EngineInfo
from core.models.ids import AssetId, ImageId, JobId, StyleId
from core.models.styles import ReferenceImage


class JobState(StrEnum):
    """`unknown`: a paid request may have been made, its outcome was lost; a person settles it."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Job:
    """One row of `image_generation_jobs`. `price_usd` is the estimate until the job has succeeded."""

    id: JobId
    asset_id: AssetId
    asset_name: str
    state: JobState
    prompt: str
    style_id: StyleId
    style_hash: str
    description_hash: str
    aspect_ratio: AspectRatio
    provider: str
    model: str
    attempt: int
    price_usd: float
    error: str
    image_id: ImageId | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    reference_images: tuple[ReferenceImage, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchEstimate:
    """What a batch will make and cost, before anything is queued. `skipped`: (asset name, reason);
    `notes`: sentences about reference images that can't ride along; `keys`: how many of the assets have an
    image key that could."""

    engine: EngineInfo
    jobs: int
    price_usd: float
    asset_ids: tuple[AssetId, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    keys: int = 0
