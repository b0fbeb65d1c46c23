"""The built-in capsules as a person meets them in the picker, and the hash that marks images stale."""

from __future__ import annotations

import itertools
import re

import pytest

from core.styles import Capsule, builtin_capsules, text_hash
from core.text import clean

CAPSULES = builtin_capsules()
PARTS = ("Medium", "Lens", "Light", "Palette", "Texture", "Era", "Avoid")
FRAMING = (
    r"full[- ]figure|close-up|two thirds|half a face|headroom|off[- ]cent|centred|tilt|handheld|low angle"
    r"|wide frame|negative space|symmetr|silhouette against|worm's|bird's|over the shoulder|crowd"
)


def luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def vocabulary(capsule: Capsule) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", capsule.visual_description.lower()))


def test_there_are_a_dozen_with_names_and_slugs_of_their_own() -> None:
    assert len(CAPSULES) >= 12
    assert len({capsule.slug for capsule in CAPSULES}) == len(CAPSULES)
    assert len({capsule.name.casefold() for capsule in CAPSULES}) == len(CAPSULES)


@pytest.mark.parametrize("capsule", CAPSULES, ids=lambda capsule: capsule.slug)
class TestEachCapsule:
    def test_fits_the_picker(self, capsule: Capsule) -> None:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", capsule.slug)
        assert 0 < len(capsule.name) <= 30
        assert 0 < len(capsule.tagline) <= 60

    def test_briefs_an_image_model_in_seven_parts(self, capsule: Capsule) -> None:
        assert 80 <= len(capsule.visual_description.split()) <= 140
        assert clean(capsule.visual_description) == capsule.visual_description
        assert "  " not in capsule.visual_description
        parts = [line.partition(": ") for line in capsule.visual_description.splitlines()]
        assert tuple(heading for heading, _, _ in parts) == PARTS
        assert all(text.endswith(".") for _, _, text in parts)

    def test_leaves_the_framing_of_the_subject_to_the_prompt_of_its_type(self, capsule: Capsule) -> None:
        """A master picture shows the whole subject: what is asked of the frame is in `prompts/TYPE.md`."""
        asked = re.search(FRAMING, capsule.visual_description, re.IGNORECASE)
        assert asked is None, asked

    def test_has_six_colours_that_span_dark_to_light(self, capsule: Capsule) -> None:
        assert len(capsule.palette) == 6
        assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in capsule.palette)
        levels = [luminance(colour) for colour in capsule.palette]
        assert levels == sorted(levels)
        assert levels[-1] - levels[0] > 150


def test_no_two_are_the_same_look_in_other_words() -> None:
    for one, other in itertools.combinations(CAPSULES, 2):
        shared = vocabulary(one) & vocabulary(other)
        assert len(shared) / len(vocabulary(one) | vocabulary(other)) < 0.2, (one.slug, other.slug)
        assert one.palette != other.palette


def test_the_hash_covers_text_palette_and_reference_images() -> None:
    same = text_hash("hard light", ("#000000", "#ffffff"))
    assert re.fullmatch(r"[0-9a-f]{16}", same)
    assert text_hash("hard light", ["#000000", "#ffffff"]) == same
    others = {
        text_hash("hard  light", ("#000000", "#ffffff")),
        text_hash("hard light", ("#ffffff", "#000000")),
        text_hash("hard light", ("#000000",)),
        text_hash("hard light", ("#000000", "#ffffff"), ["ab" * 32]),
        text_hash("hard light", ("#000000", "#ffffff"), ["cd" * 32]),
    }
    assert len(others | {same}) == 6


def test_the_hash_is_the_same_in_every_release() -> None:
    assert text_hash("hard light", ("#000000", "#ffffff")) == "0fe19dfec4397c5c"
