"""Stand-ins for models: a reader of scripts and a maker of pictures that record what they are asked."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from core.errors import LookbookError
from core.events import ScanBegan, ScanEvent, ScanFinished
from core.models import (
    AspectRatio,
    AssetType,
    Draft,
    EngineInfo,
    Mention,
    ScanEstimate,
    ScanResult,
    Screenplay,
    Suggestion,
    UnreadLines,
    Usage,
)
from core.providers.ports import ImageAnswer, ImageRequest
from core.rules.merging import merge_drafts

SIZES = {
    AspectRatio.PORTRAIT: (106, 158),
    AspectRatio.LANDSCAPE: (172, 96),
    AspectRatio.SQUARE: (128, 128),
}

MARA = Draft(
    "MARA VOSS",
    AssetType.CHARACTER,
    aliases=("MARA",),
    visual_summary="A harbour pilot of fifty in a blue coat.",
    confidence_score=0.9,
    mentions=(Mention(3, 1, 1, "MARA VOSS, a harbour pilot of fifty in a blue coat."),),
)
PILOT = Draft(
    "THE PILOT",
    AssetType.CHARACTER,
    visual_summary="A woman with a scar on the left hand.",
    mentions=(Mention(9, 1, 1, "The pilot hides her scarred left hand."),),
)
QUAY = Draft("QUAY", AssetType.LOCATION, visual_summary="A stone quay with one iron crane.")
WHISTLE = Draft("BRASS WHISTLE", AssetType.PROP, visual_summary="A dented brass whistle on a cord.")
DRAFTS = (MARA, PILOT, QUAY, WHISTLE)


@dataclass
class ReadyEngine:
    """A `ScanEngine` that has read the script already."""

    drafts: Sequence[Draft] = DRAFTS
    suggestions: Sequence[Suggestion] = ()
    unread: Sequence[UnreadLines] = ()
    merges: list[tuple[str, ...]] = field(default_factory=list)
    info: EngineInfo = EngineInfo("offline", "ready")  # noqa: RUF009

    def estimate(self, screenplay: Screenplay) -> ScanEstimate:
        """Free."""
        return ScanEstimate(self.info, 0, Usage())

    async def scan(self, screenplay: Screenplay) -> AsyncIterator[ScanEvent]:
        """The drafts at once."""
        yield ScanBegan(self.info, Usage())
        suggestions, unread = tuple(self.suggestions), tuple(self.unread)
        yield ScanFinished(
            ScanResult(self.info, Usage(), tuple(self.drafts), suggestions=suggestions, unread=unread)
        )

    async def merge(self, drafts: Sequence[Draft], primary: str) -> tuple[Draft, Usage]:
        """The rules' merge."""
        self.merges.append(tuple(draft.suggested_name for draft in drafts))
        return merge_drafts(drafts, primary), Usage()


@dataclass
class RecordingModel:
    """An `ImageModel` that paints one plain colour. `faults` are raised first, one a request; while
    `gate` is closed it doesn't answer."""

    price_usd: float = 0.04
    faults: list[LookbookError] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    requests: list[ImageRequest] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    max_references: int = 14
    info: EngineInfo = EngineInfo("painter", "plain-1")  # noqa: RUF009

    def __post_init__(self) -> None:
        self.gate.set()

    async def generate(self, request: ImageRequest) -> ImageAnswer:
        """A picture in the ratio asked for."""
        self.requests.append(request)
        self.asked.set()
        await self.gate.wait()
        if self.faults:
            raise self.faults.pop(0)
        data = (
            self.answers.pop(0) if self.answers else picture(*SIZES[request.aspect_ratio], len(self.requests))
        )
        return ImageAnswer(data, self.price_usd)

    async def close(self) -> None:
        """Nothing to release."""


def picture(width: int, height: int, shade: int = 0, format: str = "PNG") -> bytes:
    """A picture of one colour, as bytes."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (40, 80, (shade * 37) % 256)).save(buffer, format)
    return buffer.getvalue()
