"""Estimated pages against the ones that Final Draft makes."""

from __future__ import annotations

import json

import pytest

from core.models import LineKind
from core.screenplay import parse_script, read_script
from core.screenplay.paging import PAGE_LINES, estimate_pages
from core.screenplay.reading import Read
from tests.core.screenplay.helpers import shared

BLANK = Read(LineKind.BLANK, "")


def actions(count: int) -> list[Read]:
    """Paragraphs of one row, each with a blank one before it."""
    return [BLANK, Read(LineKind.ACTION, "Rain.")] * count


def test_a_page_holds_fifty_four_rows() -> None:
    full = actions(PAGE_LINES // 2)
    assert estimate_pages(full)[-1] == 1
    assert estimate_pages([*full, *actions(1)])[-1] == 2


def test_a_heading_goes_with_what_follows_it() -> None:
    script = [
        *actions(26),
        BLANK,
        Read(LineKind.HEADING, "INT. HOUSE - DAY"),
        BLANK,
        Read(LineKind.ACTION, "x"),
    ]
    assert estimate_pages(script)[-3:] == [2, 2, 2]


def test_pages_never_go_back_and_the_title_page_is_no_page() -> None:
    source = (
        "Title: X\n\nINT. HOUSE - DAY\n\n" + "Rain falls on the roof. " * 300 + "\n\n" + "BOB\nHi.\n\n" * 80
    )
    pages = [line.page for line in parse_script(source.encode(), "a.fountain").lines]
    assert pages == sorted(pages)
    assert (pages[0], pages[2]) == (1, 1)


def test_action_in_capitals_is_set_as_a_multi_camera_script() -> None:
    def pages(action: str) -> int:
        blocks = [BLANK, Read(LineKind.ACTION, action), BLANK, Read(LineKind.CUE, "ANN")]
        return estimate_pages([*blocks, Read(LineKind.DIALOGUE, "No.")] * 40)[-1]

    # Double-spaced, each speech of one row takes a row more: six a block and not five.
    assert (pages("Ann puts the net down, slowly."), pages("ANN PUTS THE NET DOWN, SO SLOWLY.")) == (4, 5)


def final_draft_pages(name: str) -> list[int]:
    """The page of each heading as Final Draft sets the script, the title page not counted."""
    breaks = json.loads(shared(f"{name}-obfuscated.page-breaks.json").read_text("utf-8"))
    title_pages: int = breaks["scope"]["title_page_count"]
    return [
        page["number"] - title_pages
        for page in breaks["pages"]
        for item in page["items"]
        if item["kind"] == "Scene Heading"
    ]


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("gumshoe", "fountain"), ("gumshoe", "fdx"), ("mostly-genius", "fdx"), ("mostly-genius", "fountain")],
    ids=["fountain", "fdx", "multi-camera fdx", "multi-camera fountain"],
)
def test_headings_fall_where_final_draft_puts_them(name: str, suffix: str) -> None:
    ours = [scene.page for scene in read_script(shared(f"{name}-obfuscated.{suffix}")).scenes]
    theirs = final_draft_pages(name)
    assert len(ours) == len(theirs)
    assert all(abs(one - other) <= 1 for one, other in zip(ours, theirs, strict=True))


def test_printed_pages_of_a_pdf_are_final_drafts_own() -> None:
    screenplay = read_script(shared("mostly-genius-obfuscated.pdf"))
    assert [scene.page for scene in screenplay.scenes] == final_draft_pages("mostly-genius")
