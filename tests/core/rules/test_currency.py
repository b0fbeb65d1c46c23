"""When a picture is current, as a table."""

from __future__ import annotations

import pytest

from core.models import AspectRatio
from core.rules.currency import description_hash, stale_reasons


@pytest.mark.parametrize(
    ("image_style", "locked_style", "image_text", "image_ratio", "reasons"),
    [
        ((1, "s"), (1, "s"), "t", "2:3", ()),
        ((1, "s"), (None, ""), "t", "2:3", ("no visual style is locked",)),
        ((None, ""), (None, ""), "t", "2:3", ("no visual style is locked",)),
        ((2, "s"), (1, "s"), "t", "2:3", ("made in another style",)),
        ((None, "s"), (1, "s"), "t", "2:3", ("made in another style",)),
        ((1, "old"), (1, "s"), "t", "2:3", ("the style's text has changed",)),
        ((1, "s"), (1, "s"), "old", "2:3", ("the description has changed",)),
        ((1, "s"), (1, "s"), "t", "16:9", ("made in another aspect ratio",)),
        ((1, "s"), (1, "s"), "t", "100:99", ("made in another aspect ratio",)),
        (
            (2, "s"),
            (1, "s"),
            "old",
            "1:1",
            ("made in another style", "the description has changed", "made in another aspect ratio"),
        ),
    ],
)
def test_a_picture_is_current_in_this_style_of_this_text_in_this_ratio(
    image_style: tuple[int | None, str],
    locked_style: tuple[int | None, str],
    image_text: str,
    image_ratio: str,
    reasons: tuple[str, ...],
) -> None:
    found = stale_reasons(
        image_style=image_style,
        locked_style=locked_style,
        image_text=image_text,
        text="t",
        image_ratio=image_ratio,
        ratio=AspectRatio.PORTRAIT,
    )
    assert found == reasons


def test_the_hash_covers_name_and_text_and_no_blanks_around_it() -> None:
    assert description_hash("MARA", " A pilot.\n") == description_hash("MARA", "A pilot.")
    assert len({description_hash(*text) for text in (("A", "b"), ("A", "c"), ("B", "b"))}) == 3
