"""What commands print: JSON or plain lines on stdout, the rest on stderr."""

from __future__ import annotations

import json
import sys
from typing import Any

from core.models import (
    Asset,
    AssetType,
    GateReport,
    GlobalAsset,
    Job,
    Screenplay,
    StalePicture,
    StyleUse,
    VisualStyle,
)

Json = dict[str, Any]


def print_json(value: object) -> None:
    """One JSON document on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def note(text: str) -> None:
    """A line for the person on stderr."""
    print(text, file=sys.stderr, flush=True)


def told_of(name: str, message: str) -> str:
    """A message with what it is about before it, unless it begins with that."""
    return message if message.startswith(f"{name} ") else f"{name}: {message}"


def counted(number: int, word: str) -> str:
    """`1 scene`, `2 scenes`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def counted_types(types: list[AssetType]) -> str:
    """`3 characters, 2 locations, 1 prop`."""
    return ", ".join(counted(types.count(type), type.value) for type in AssetType)


def headline(screenplay: Screenplay) -> str:
    """A script in one line: title, format, pages, scenes."""
    about = " (estimated)" if screenplay.pages_estimated else ""
    return (
        f"{screenplay.title}: {screenplay.format}, {counted(screenplay.pages, 'page')}{about}, "
        f"{counted(len(screenplay.scenes), 'scene')}"
    )


def asset_json(asset: Asset) -> Json:
    """An asset in short: what a script needs to go on."""
    return {
        "id": asset.id,
        "type": asset.type,
        "name": asset.name,
        "aspectRatio": asset.aspect_ratio,
        "imageKeyId": asset.image_key_id,
        "locked": asset.locked_at is not None,
        "version": asset.version,
    }


def style_json(style: VisualStyle) -> Json:
    """A style capsule."""
    return {
        "id": style.id,
        "name": style.name,
        "tagline": style.tagline,
        "visualDescription": style.visual_description,
        "palette": list(style.palette),
        "builtin": style.builtin,
        "textHash": style.text_hash,
        "version": style.version,
        "referenceImages": [
            {name: getattr(one, name) for name in ("name", "sha256", "mime", "width", "height")}
            for one in style.reference_images
        ],
    }


def style_use_json(use: StyleUse) -> Json:
    """Who uses a style."""
    return {
        "branches": [{"project": project, "branch": branch} for project, branch in use.branches],
        "pictures": use.pictures,
        "putAway": use.put_away,
        "jobs": use.jobs,
    }


def stale_json(picture: StalePicture) -> Json:
    """A picture that a change of style has made stale, or a queued one that it cancels."""
    return {
        "project": picture.project_title,
        "branch": picture.branch_name,
        "assetId": picture.asset_id,
        "asset": picture.asset_name,
        "imageKey": picture.is_key,
        "locked": picture.locked,
        "queued": picture.queued,
    }


def job_json(job: Job) -> Json:
    """An image job."""
    return {
        "id": job.id,
        "assetId": job.asset_id,
        "asset": job.asset_name,
        "state": job.state,
        "aspectRatio": job.aspect_ratio,
        "provider": job.provider,
        "model": job.model,
        "attempt": job.attempt,
        "priceUsd": job.price_usd,
        "error": job.error,
        "imageId": job.image_id,
    }


def gate_json(report: GateReport) -> Json:
    """The gate's verdict with its blockers."""
    return {
        "open": report.open,
        "assets": report.assets,
        "locked": report.locked,
        "blockers": [
            {"kind": b.kind, "assetId": b.asset_id, "name": b.name, "reason": b.reason, "fix": b.fix}
            for b in report.blockers
        ],
    }


def global_asset_json(asset: GlobalAsset) -> Json:
    """An asset of the library in short."""
    return {"id": asset.id, "type": asset.type, "name": asset.name, "project": asset.project_title}
