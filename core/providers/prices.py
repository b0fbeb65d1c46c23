"""What Google's models cost: one dated table, from the vendor's price page.

Prices are USD: text per million tokens (thoughts count as output), images per picture of size 1K. A model
that is not listed has no known price, which is said, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

AS_OF = date(2026, 11, 1)
"""The day the tables were read from the vendor's page."""


@dataclass(frozen=True, slots=True)
class TextPrice:
    """USD per million tokens, valid up to and including `until` (None: no end announced)."""

    input: float
    output: float
    until: date | None = None


TEXT_PRICES: Mapping[str, tuple[TextPrice, ...]] = {
    "gemini-3.8-flash": (TextPrice(0.75, 3.75, until=date(2026, 12, 31)), TextPrice(1.50, 7.50)),
}

IMAGE_PRICES: Mapping[str, float] = {
    "gemini-nano-banana-2.1": 0.0336,
    "gemini-3.1-flash-image": 0.067,
    "gemini-3-pro-image": 0.134,
}


def text_price(model: str, input_tokens: int, output_tokens: int, on: date | None = None) -> float | None:
    """USD for one call on the day `on` (default: today, UTC), or None when the model is not listed."""
    price = _price_on(TEXT_PRICES.get(model, ()), on or datetime.now(UTC).date())
    if price is None:
        return None
    return (input_tokens * price.input + output_tokens * price.output) / 1_000_000


def image_price(model: str) -> float | None:
    """USD for one picture of size 1K, or None when the model is not listed."""
    return IMAGE_PRICES.get(model)


def _price_on(prices: tuple[TextPrice, ...], day: date) -> TextPrice | None:
    return next((price for price in prices if price.until is None or day <= price.until), None)
