"""Prices follow the vendor's dates, and what is not listed is not guessed."""

from __future__ import annotations

from datetime import date

import pytest

from core.providers.prices import image_price, text_price


@pytest.mark.parametrize(
    ("day", "usd"),
    [(date(2026, 11, 23), 4.5), (date(2026, 12, 31), 4.5), (date(2027, 1, 1), 9.0)],
)
def test_a_text_price_ends_on_its_day(day: date, usd: float) -> None:
    assert text_price("gemini-3.8-flash", 1_000_000, 1_000_000, day) == pytest.approx(usd)


def test_pictures_have_a_price_each() -> None:
    assert image_price("gemini-nano-banana-2.1") == pytest.approx(0.0336)


def test_unknown_models_have_no_price() -> None:
    assert text_price("somebody-else", 1, 1) is None
    assert image_price("somebody-else") is None
