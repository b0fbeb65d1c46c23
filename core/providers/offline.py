"""Pictures without a network: framing cards, drawn here and marked as placeholders (SPEC 3)."""

from __future__ import annotations

import asyncio
from typing import Final

from core.models import EngineInfo
from core.providers.ports import ImageAnswer, ImageRequest

INFO: Final = EngineInfo("offline", "framing card")


class OfflineImages:
    """Draws instead of imagining: an `ImageModel` that is free and always answers.

    The same request gives the same bytes; another prompt gives another variation of the card.
    """

    @property
    def info(self) -> EngineInfo:
        """Provider "offline", model "framing card"."""
        return INFO

    @property
    def price_usd(self) -> float:
        """Always 0.0."""
        return 0.0

    @property
    def max_references(self) -> int:
        """None: what is drawn follows no picture."""
        return 0

    async def generate(self, request: ImageRequest) -> ImageAnswer:
        """Draw one card as PNG, off the event loop."""
        return ImageAnswer(await asyncio.to_thread(_draw, request), price_usd=0.0, placeholder=True)

    async def close(self) -> None:
        """Nothing is held open."""


def _draw(request: ImageRequest) -> bytes:
    from core.providers.cards import draw_card  # loads Pillow, which start-up must not

    return draw_card(request)
