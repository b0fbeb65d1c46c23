"""A small film to hand off: real cards as pictures, names that try the file system, a trait of each kind."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from core.handoff import HandoffAsset, HandoffBundle
from core.models import (
    Asset,
    AssetId,
    AssetRevision,
    AssetType,
    Blocker,
    BlockerKind,
    Branch,
    BranchId,
    Conflict,
    ConflictSide,
    GateReport,
    Image,
    ImageId,
    Mention,
    Project,
    ProjectId,
    Remedy,
    Script,
    ScriptFormat,
    ScriptId,
    StyleId,
    Trait,
    VisualStyle,
)
from core.providers.cards import draw_card
from core.providers.ports import ImageRequest
from core.rules.framing import aspect_ratio_for, pixel_size
from core.styles import builtin_capsules, text_hash

NOW = datetime(2026, 3, 7, 12, 30, tzinfo=UTC)
CAPSULE = builtin_capsules()[0]

MARA = (
    "A wiry woman of fifty in an oilskin coat, salt in her cropped grey hair, one eyebrow cut by an old scar."
)
QUAY = "A stone quay under a low sky. Rope, fish crates, a single sodium lamp that never goes out."
WATCH = "A brass pocket watch, its glass cracked across the twelve, stopped at ten past four."


def style() -> VisualStyle:
    look = CAPSULE
    hashed = text_hash(look.visual_description, look.palette)
    return VisualStyle(
        StyleId(3), look.name, look.tagline, look.visual_description, look.palette, True, hashed
    )


def asset(number: int, type: AssetType, name: str, description: str = "", lines: int = 2) -> Asset:
    """A locked asset with `lines` mentions on as many pages."""
    return Asset(
        id=AssetId(number),
        branch_id=BranchId(1),
        type=type,
        name=name,
        aliases=(),
        description=description,
        traits=(),
        conflicts=(),
        source_mentions=tuple(
            Mention(40 * page, page, page, f"{name.upper()} stands there, page {page}.")
            for page in range(1, lines + 1)
        ),
        voice_id=None,
        aspect_ratio=aspect_ratio_for(type),
        priority=True,
        confidence=0.87654,
        manual_add=lines == 0,
        image_key_id=ImageId(number),
        locked_at=NOW,
        version=2,
        created_at=NOW,
        updated_at=NOW,
    )


def pictured(entry: Asset, folder: Path) -> HandoffAsset:
    """The asset with an offline card as its image key, stored in `folder`."""
    request = ImageRequest(
        f"{CAPSULE.visual_description} {entry.description}",
        entry.aspect_ratio,
        entry.name,
        entry.type,
        CAPSULE.palette,
    )
    data = _card(request)
    path = folder / f"{entry.id}.png"
    path.write_bytes(data)
    return HandoffAsset(entry, image_of(entry, path, data, request.prompt))


@cache
def _card(request: ImageRequest) -> bytes:
    """Drawn once a run: the tests are about the hand-off."""
    return draw_card(request)


def image_of(entry: Asset, path: Path, data: bytes, prompt: str = "a prompt") -> Image:
    """The row of a stored picture."""
    width, height = pixel_size(entry.aspect_ratio)
    return Image(
        id=ImageId(entry.id),
        asset_id=entry.id,
        sha256=hashlib.sha256(data).hexdigest(),
        path=path,
        mime="image/png",
        width=width,
        height=height,
        prompt=prompt,
        style_id=StyleId(3),
        style_hash=style().text_hash,
        description_hash="d" * 16,
        aspect_ratio=entry.aspect_ratio,
        provider="offline",
        model="framing card",
        placeholder=True,
        created_at=NOW,
    )


def mara() -> Asset:
    """A character with everything that an asset can have."""
    first = Mention(40, 1, 1, "MARA, 50, wiry, in a yellow oilskin coat.")
    later = Mention(900, 7, 12, "Mara's coat is torn to rags.")
    return replace(
        asset(1, AssetType.CHARACTER, "Mara Voss", MARA, lines=7),
        aliases=("THE HARBOUR MASTER", "Mrs Voss"),
        traits=(
            Trait("physical_features", "wiry, fifty", (40,)),
            Trait("physical_features", "cropped grey hair", inferred=True),
            Trait("clothing", "oilskin coat", (40, 80)),
        ),
        conflicts=(
            Conflict("clothing", ConflictSide("whole coat", first), ConflictSide("torn coat", later)),
        ),
        voice_id="21m00Tcm4TlvDq8ikWAM",
    )


def film(folder: Path) -> HandoffBundle:
    """One of each type and all of them locked; the pictures' files lie in `folder`."""
    entries = (
        replace(pictured(mara(), folder), revisions=(AssetRevision(1, "An earlier Mara.", NOW),)),
        pictured(asset(2, AssetType.CHARACTER, "Tomasz", "A boy of twelve, all elbows.", lines=0), folder),
        pictured(asset(3, AssetType.LOCATION, "EXT. Harbour Quay", QUAY, lines=3), folder),
        pictured(asset(4, AssetType.PROP, "Pocket Watch", WATCH, lines=1), folder),
    )
    return HandoffBundle(
        project=Project(ProjectId(1), "The Salt Line", NOW),
        branch=Branch(BranchId(1), ProjectId(1), "main", StyleId(3)),
        script=Script(
            ScriptId(1),
            ProjectId(1),
            2,
            "The Salt Line",
            ScriptFormat.FOUNTAIN,
            "utf-8",
            "a" * 64,
            "salt.fountain",
            14,
            True,
            22,
            NOW,
        ),
        style=style(),
        gate=GateReport(BranchId(1), len(entries), len(entries), ()),
        assets=entries,
        made_at=NOW,
        generator="lookbook 0.1.0",
    )


def closed(bundle: HandoffBundle) -> HandoffBundle:
    """The same film with one asset not yet locked."""
    blocker = Blocker(
        BlockerKind.ASSET,
        AssetId(4),
        "Pocket Watch",
        "It is not locked.",
        "Lock it on the asset board.",
        Remedy.LOCK,
    )
    return replace(
        bundle, gate=GateReport(BranchId(1), len(bundle.assets), len(bundle.assets) - 1, (blocker,))
    )
