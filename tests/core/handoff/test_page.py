"""The lookbook page as people get it, and that nothing in a script can break out of it."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from core.handoff.bundle import HandoffBundle
from core.handoff.page import appearance, ranges, render_page
from core.models import Mention, Trait
from tests.core.handoff.film import closed, film

HOSTILE = '</p><script>alert(1)</script><img src=x onerror="alert(1)">{{ 7 * 7 }}'


class Elements(HTMLParser):
    """Counts the elements of a page and gathers its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def page_of(bundle: HandoffBundle) -> Elements:
    pictures = {entry.asset.id: entry.image.path.read_bytes() for entry in bundle.assets if entry.image}
    elements = Elements()
    elements.feed(render_page(bundle, pictures))
    return elements


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [([], ""), ([3], "3"), ([1, 2], "1, 2"), ([1, 2, 3], "1–3"), ([9, 1, 2, 3, 5, 5], "1–3, 5, 9")],
)
def test_numbers_are_listed_the_way_people_do(numbers: list[int], shown: str) -> None:
    assert ranges(numbers) == shown


def test_where_an_asset_appears() -> None:
    assert appearance([]) == "Added by hand; not named in the script."
    assert appearance([Mention(3, None, 1, "x")]) == "Page 1"
    assert appearance([Mention(3, 2, 1, "x"), Mention(9, 3, 1, "y")]) == "Scenes 2, 3 · page 1"


def test_the_page_shows_the_film_its_look_and_each_asset(tmp_path: Path) -> None:
    bundle = film(tmp_path)
    page = page_of(bundle)
    assert bundle.style is not None
    for shown in (
        "The Salt Line",
        bundle.style.name,
        *bundle.style.palette,
        "Cast",
        "Places",
        "Props",
        "7 March 2026",
    ):
        assert shown in page.text
    for entry in bundle.assets:
        assert entry.asset.name in page.text
        assert entry.asset.description in page.text
    assert "also THE HARBOUR MASTER, Mrs Voss" in page.text
    assert "cropped grey hair (inferred)" in page.text
    assert "Scenes 1–7 · pages 1–7" in page.text
    assert "and 3 more in the manifest" in page.text
    assert "Offline placeholder" in page.text
    assert page.tags.count("img") == 4


def test_the_page_needs_no_other_file_and_no_network(tmp_path: Path) -> None:
    page = page_of(film(tmp_path))
    sources = [value or "" for name, value in page.attributes if name in ("src", "href")]
    assert sources
    assert all(source.startswith(("data:image/jpeg;base64,", "#")) for source in sources)
    assert not {"script", "link", "iframe"} & set(page.tags)


def test_a_closed_gate_makes_it_a_draft(tmp_path: Path) -> None:
    bundle = film(tmp_path)
    assert "DRAFT" not in page_of(bundle).text
    assert "DRAFT — gate closed · 3 of 4 locked" in page_of(closed(bundle)).text


def test_text_from_outside_stays_text(tmp_path: Path) -> None:
    bundle = film(tmp_path)
    assert bundle.style is not None
    entry = bundle.assets[0]
    hostile = replace(
        entry.asset,
        name=HOSTILE,
        aliases=(HOSTILE,),
        description=HOSTILE,
        voice_id=HOSTILE,
        traits=(Trait(HOSTILE, HOSTILE),),
        source_mentions=(Mention(1, 1, 1, HOSTILE),),
    )
    before = page_of(bundle)
    after = page_of(
        replace(
            bundle,
            project=replace(bundle.project, title=HOSTILE),
            style=replace(bundle.style, name=HOSTILE, palette=("red;background:url(//x)", "#123456")),
            assets=(replace(entry, asset=hostile), *bundle.assets[1:]),
            generator=HOSTILE,
        )
    )
    assert "script" not in after.tags
    assert after.tags.count("img") == before.tags.count("img")
    assert not [name for name, _ in after.attributes if name.startswith("on")]
    assert "{{ 7 * 7 }}" in after.text
    assert not re.search(r"url\(", str([value for name, value in after.attributes if name == "style"]))


def test_a_bare_branch_still_makes_a_page(tmp_path: Path) -> None:
    bundle = replace(film(tmp_path), assets=(), style=None, script=None)
    page = page_of(bundle)
    assert "No visual style is locked yet" in page.text
    assert "There are no assets on this branch yet." in page.text
