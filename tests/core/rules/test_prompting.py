"""The style stands in front, whoever wrote the template; the framing is never lost."""

from __future__ import annotations

import pytest

from core.errors import PromptError
from core.models import AspectRatio, PromptPartKind
from core.rules.prompting import ADDITIONS, require_style_first, subject_text

STYLE, TEXT, MORE = "Grain and dusk.", "A harbour pilot.", "A long face."
FRAME = "Upright, 2:3."
ADDED = ADDITIONS + MORE


def check(prompt: str, additions: str = "") -> dict[PromptPartKind, str]:
    parts = require_style_first(prompt, STYLE, TEXT, additions, AspectRatio.PORTRAIT)
    assert "".join(part.text for part in parts) == prompt
    return {part.kind: part.text.strip() for part in parts}


def test_the_additions_are_a_paragraph_of_their_own_that_is_marked() -> None:
    assert subject_text(TEXT, MORE) == f"{TEXT}\n\n{ADDED}"
    assert subject_text(TEXT, "") == TEXT
    assert "script does not say" in ADDITIONS


@pytest.mark.parametrize(
    "prompt",
    [
        f"{STYLE} {TEXT} {FRAME}",
        f"Style:\n{STYLE}\nShow {TEXT} {STYLE} {FRAME}",
        f"In 2:3. {STYLE}\n\n{TEXT}\n\n{FRAME}",
    ],
)
def test_style_then_description_then_framing_is_right(prompt: str) -> None:
    check(prompt)


def test_the_parts_are_cut_between_paragraphs() -> None:
    head, asset = f"{STYLE}\n\nRed leads.", f"One person: {TEXT}"
    assert check(f"{head}\n\n{asset}\n\n{FRAME}") == {
        PromptPartKind.STYLE: head,
        PromptPartKind.ASSET: asset,
        PromptPartKind.FRAMING: FRAME,
    }
    assert check(f"{head}\n\n{asset}\n\n{ADDED}\n\n{FRAME}", MORE)[PromptPartKind.ADDITIONS] == ADDED


@pytest.mark.parametrize(
    ("prompt", "additions", "why"),
    [
        (f"{TEXT} {FRAME}", "", "lost the visual style"),
        ("", "", "lost the visual style"),
        (f"Grain and {TEXT} {FRAME}", "", "lost the visual style"),
        (f"Be bold.\n\n{STYLE} {TEXT} {FRAME}", "", "style must come first"),
        (f"{STYLE} {FRAME}", "", "must hold the description after the style"),
        (f"{TEXT} {STYLE} {FRAME}", "", "must hold the description after the style"),
        (f"{STYLE} {TEXT} {FRAME}", MORE, "lost what was added"),
        (f"{STYLE} {TEXT} {MORE} {FRAME}", MORE, "lost what was added"),
        (f"{STYLE} {ADDED} {TEXT} {FRAME}", MORE, "lost what was added"),
        (f"{STYLE} {TEXT}", "", "framing, with the ratio 2:3"),
        (f"2:3, {STYLE} {TEXT}", "", "framing, with the ratio 2:3"),
        (f"{STYLE} {TEXT} {FRAME} {ADDED}", MORE, "framing, with the ratio 2:3"),
    ],
)
def test_anything_else_is_refused(prompt: str, additions: str, why: str) -> None:
    with pytest.raises(PromptError, match=why):
        check(prompt, additions)
