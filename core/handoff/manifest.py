"""The manifest of a hand-off: every field, all evidence, and the hash of every file, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.handoff.bundle import HandoffAsset, HandoffBundle
from core.models import AssetId, GateReport, Image, ReferenceImage, Script, VisualStyle
from core.wire import Json, conflict_to_wire, mention_to_wire, traits_to_wire

KIND: Final = "lookbook hand-off"
"""By this word a folder is known to be one of ours."""

SCHEMA_VERSION: Final = 1
"""Rises when a field changes its meaning or goes; new fields don't raise it."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of the hand-off: `path` relative to the folder with forward slashes, size in bytes."""

    path: str
    sha256: str
    bytes: int


References = Mapping[str, WrittenFile]
"""The files of the reference images, by SHA-256."""


def manifest_of(
    bundle: HandoffBundle,
    pictures: Mapping[AssetId, WrittenFile],
    references: References,
    files: Sequence[WrittenFile],
) -> Json:
    """The manifest as plain JSON values. `files` are all files but the manifest itself."""
    return {
        "kind": KIND,
        "schemaVersion": SCHEMA_VERSION,
        "generator": bundle.generator,
        "madeAt": bundle.made_at.isoformat(),
        "project": {
            "id": bundle.project.id,
            "title": bundle.project.title,
            "createdAt": bundle.project.created_at.isoformat(),
        },
        "branch": {
            "id": bundle.branch.id,
            "name": bundle.branch.name,
            "lockedVisualStyleId": bundle.branch.locked_visual_style_id,
            "forkedFrom": bundle.forked_from,
        },
        "script": _script(bundle.script) if bundle.script else None,
        "style": _style(bundle.style, references) if bundle.style else None,
        "gate": _gate(bundle.gate),
        "assets": [_asset(entry, pictures.get(entry.asset.id), references) for entry in bundle.assets],
        "files": [_file(file) for file in files],
    }


def _script(script: Script) -> Json:
    return {
        "id": script.id,
        "revision": script.revision,
        "title": script.title,
        "format": script.format.value,
        "sha256": script.sha256,
        "pages": script.pages,
        "pagesEstimated": script.pages_estimated,
        "scenes": script.scenes,
        "importedAt": script.imported_at.isoformat(),
    }


def _style(style: VisualStyle, references: References) -> Json:
    return {
        "id": style.id,
        "name": style.name,
        "tagline": style.tagline,
        "visualDescription": style.visual_description,
        "palette": list(style.palette),
        "builtin": style.builtin,
        "version": style.version,
        "textHash": style.text_hash,
        "referenceImages": _references(style.reference_images, references),
    }


def _references(images: Iterable[ReferenceImage], references: References) -> list[Json]:
    return [
        {
            "name": image.name,
            **_file(references[image.sha256]),
            "mime": image.mime,
            "width": image.width,
            "height": image.height,
        }
        for image in images
    ]


def _gate(gate: GateReport) -> Json:
    return {
        "open": gate.open,
        "assets": gate.assets,
        "locked": gate.locked,
        "blockers": [
            {
                "assetId": blocker.asset_id,
                "name": blocker.name,
                "reason": blocker.reason,
                "fix": blocker.fix,
                "remedy": blocker.remedy.value,
            }
            for blocker in gate.blockers
        ],
    }


def _asset(entry: HandoffAsset, file: WrittenFile | None, references: References) -> Json:
    asset = entry.asset
    return {
        "id": asset.id,
        "type": asset.type.value,
        "name": asset.name,
        "aliases": list(asset.aliases),
        "description": asset.description,
        "additions": asset.additions,
        "traits": traits_to_wire(asset.traits),
        "conflicts": [conflict_to_wire(conflict) for conflict in asset.conflicts],
        "mentions": [mention_to_wire(mention) for mention in asset.source_mentions],
        "voiceId": asset.voice_id,
        "aspectRatio": asset.aspect_ratio.value,
        "isHighPriority": asset.priority,
        "confidenceScore": round(asset.confidence, 3),
        "manualAdd": asset.manual_add,
        "imageKeyId": asset.image_key_id,
        "lockedAt": _moment(asset.locked_at),
        "version": asset.version,
        "createdAt": asset.created_at.isoformat(),
        "updatedAt": asset.updated_at.isoformat(),
        "revisions": [
            {
                "version": old.version,
                "savedAt": old.saved_at.isoformat(),
                "description": old.description,
                "additions": old.additions,
            }
            for old in entry.revisions
        ],
        "picture": _picture(entry.image, file, references) if entry.image and file else None,
    }


def _picture(image: Image, file: WrittenFile, references: References) -> Json:
    return {
        "imageId": image.id,
        **_file(file),
        "mime": image.mime,
        "width": image.width,
        "height": image.height,
        "prompt": image.prompt,
        "referenceImages": _references(image.reference_images, references),
        "styleId": image.style_id,
        "styleHash": image.style_hash,
        "descriptionHash": image.description_hash,
        "aspectRatio": str(image.aspect_ratio),
        "provider": image.provider,
        "model": image.model,
        "placeholder": image.placeholder,
        "createdAt": image.created_at.isoformat(),
        "stale": list(image.stale),
    }


def _file(file: WrittenFile) -> Json:
    return {"path": file.path, "sha256": file.sha256, "bytes": file.bytes}


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
