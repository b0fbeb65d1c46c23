"""What medium a style's text speaks of: its sample is drawn from that."""

from __future__ import annotations

import pytest

from core.styles import builtin_capsules
from tui.widgets.style_sample import pixels
from tui.widgets.style_text import sample_look, style_parts

LOOKS = {capsule.slug: sample_look(capsule.visual_description) for capsule in builtin_capsules()}


def test_no_two_built_in_styles_are_drawn_alike_for_the_same_palette() -> None:
    palette = ("#101820", "#806040", "#f0e0d0")
    drawn = {slug: pixels(look, palette, 40, 20) for slug, look in LOOKS.items()}
    assert len(set(drawn.values())) == len(drawn)


@pytest.mark.parametrize(
    ("slug", "surface", "light", "frame"),
    [
        ("natural-35mm", "grain", "soft", "full"),
        ("hard-light-noir", "grain", "hard", "full"),
        ("storybook-gouache", "paint", "soft", "paper"),
        ("charcoal-ink", "hatch", "soft", "paper"),
        ("woodcut-print", "cut", "soft", "paper"),
        ("stop-motion-miniature", "puppet", "soft", "full"),
        ("feature-3d", "render", "soft", "full"),
        ("verite-16mm", "grain", "soft", "gate"),
        ("neon-anamorphic", "smooth", "glow", "scope"),
        ("nordic-winter", "smooth", "soft", "full"),
        ("cel-anime", "flat", "soft", "full"),
        ("brutalist-matte", "paint", "hard", "full"),
    ],
)
def test_a_built_in_style_is_drawn_in_its_medium(slug: str, surface: str, light: str, frame: str) -> None:
    look = LOOKS[slug]
    assert (look.surface, look.light, look.frame) == (surface, light, frame)


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("A pencil sketch. Avoid film grain, gouache and 3D.", "hatch"),
        ("Newspaper comic with halftone dots.", "print"),
        ("VHS, 1991.", "noise"),
        ("Clean and bright.", "smooth"),
    ],
)
def test_ones_own_words_are_read_and_what_is_avoided_is_not(text: str, surface: str) -> None:
    assert sample_look(text).surface == surface


def test_the_one_accent_is_the_strongest_colour_and_nowhere_else() -> None:
    palette = ("#12100f", "#b3271e", "#ece4d6")
    drawn = pixels(LOOKS["charcoal-ink"], palette, 60, 30)
    reds = {(x, y) for y, line in enumerate(drawn) for x, colour in enumerate(line) if colour == "#b3271e"}
    assert reds
    assert min(x for x, _ in reds) > 30


def test_a_text_without_headings_is_one_part() -> None:
    assert style_parts("Ink. Light: none said") == [("", "Ink. Light: none said")]
    assert style_parts("Light: one lamp\nEra: 1900") == [("Light", "one lamp"), ("Era", "1900")]
