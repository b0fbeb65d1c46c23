"""The third criterion of the review: the shape of a picture follows from the type of its asset."""

from __future__ import annotations

import pytest

from core.models import AspectRatio, AssetType
from core.rules.framing import aspect_ratio_for, fits, pixel_size, ratio_reason


@pytest.mark.parametrize(
    ("type", "ratio", "size"),
    [
        (AssetType.CHARACTER, "2:3", (848, 1264)),
        (AssetType.LOCATION, "16:9", (1376, 768)),
        (AssetType.PROP, "1:1", (1024, 1024)),
    ],
)
def test_each_type_has_its_ratio_and_a_size_that_fits_it(
    type: AssetType, ratio: str, size: tuple[int, int]
) -> None:
    assert aspect_ratio_for(type).value == ratio
    assert pixel_size(aspect_ratio_for(type)) == size
    assert fits(*size, aspect_ratio_for(type))


def test_reasons_are_one_sentence_each_and_differ() -> None:
    reasons = [ratio_reason(type) for type in AssetType]
    assert len(set(reasons)) == len(AssetType)
    assert all(reason.endswith(".") and reason.count(".") == 1 and len(reason) <= 60 for reason in reasons)


@pytest.mark.parametrize(
    ("width", "height", "ratio", "fitting"),
    [
        (1000, 1000, AspectRatio.SQUARE, True),
        (1030, 1000, AspectRatio.SQUARE, True),
        (1031, 1000, AspectRatio.SQUARE, False),
        (970, 1000, AspectRatio.SQUARE, True),
        (969, 1000, AspectRatio.SQUARE, False),
        (1920, 1080, AspectRatio.LANDSCAPE, True),
        (1080, 1920, AspectRatio.LANDSCAPE, False),
        (1600, 1000, AspectRatio.LANDSCAPE, False),
        (2, 3, AspectRatio.PORTRAIT, True),
        (3, 4, AspectRatio.PORTRAIT, False),
        (832, 1248, AspectRatio.PORTRAIT, True),
        (0, 0, AspectRatio.SQUARE, False),
        (10, 0, AspectRatio.LANDSCAPE, False),
    ],
)
def test_a_ratio_is_accepted_within_three_percent(
    width: int, height: int, ratio: AspectRatio, fitting: bool
) -> None:
    assert fits(width, height, ratio) is fitting
