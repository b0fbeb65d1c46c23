"""One script in four editions reads as the same script."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.models import LineKind, Screenplay
from core.screenplay import read_script
from tests.core.screenplay.helpers import SHARED, elements
from tests.sample_editions import write_editions

SAMPLES = Path(__file__).resolve().parents[3] / "core" / "sample"
OWN = """\
Title: The *Long* Speech
Author: Nobody

FADE IN:

INT. HOUSE - DAY #1#

ANN (30s) waits by the window. Her coat is blue, of heavy wool, and it has seen much better days than these.

BOB (O.S.)
(softly)
Put it down. It was your mother's.

EXT. ROAD - NIGHT #1A#

Rain.

ANN
{speech}

BOB
No.

CUT TO:

INT. HOUSE - LATER #2#

The coat hangs on a nail.
""".format(speech="I said that I would not, and then I said it again. " * 60)


def sources(folder: Path) -> list[Path]:
    """The scripts to try: our own small one, the bundled sample, and the shared feature where it is."""
    own = folder / "own.fountain"
    own.write_text(OWN, "utf-8")
    return [own, *SAMPLES.glob("*.fountain")]


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Screenplay]]:
    """All editions of all samples, read."""
    folder = tmp_path_factory.mktemp("editions")
    return [
        {suffix: read_script(path) for suffix, path in write_editions(source, folder / "out").items()}
        for source in sources(folder)
    ]


@pytest.mark.parametrize("suffix", ["fdx", "txt", "pdf"])
def test_same_scenes_cast_and_speeches(editions: list[dict[str, Screenplay]], suffix: str) -> None:
    for edition in editions:
        assert elements(edition[suffix]) == elements(edition["fountain"])
        assert edition[suffix].title == edition["fountain"].title
        assert [(scene.number, scene.label) for scene in edition[suffix].scenes] == [
            (scene.number, scene.label) for scene in edition["fountain"].scenes
        ]


def test_same_pages_within_one(editions: list[dict[str, Screenplay]]) -> None:
    for edition in editions:
        printed = [scene.page for scene in edition["pdf"].scenes]
        assert printed == [scene.page for scene in edition["txt"].scenes]
        estimated = [scene.page for scene in edition["fountain"].scenes]
        assert all(abs(one - other) <= 1 for one, other in zip(printed, estimated, strict=True))


def test_a_speech_over_the_page_is_one_speech(editions: list[dict[str, Screenplay]]) -> None:
    more = [line for line in editions[0]["pdf"].lines if line.text == "(MORE)"]
    assert more
    assert {line.kind for line in more} == {LineKind.FURNITURE}


def test_a_feature(tmp_path: Path) -> None:
    feature = SHARED / "barrier15-phoenix-child.fountain"
    if not feature.exists():
        pytest.skip("../shared/scripts/barrier15-phoenix-child.fountain is not here")
    read = {suffix: read_script(path) for suffix, path in write_editions(feature, tmp_path).items()}
    assert elements(read["fdx"]) == elements(read["fountain"])
    # A heading that only a dot forces has no shape of its own on the page.
    printed = [item for item in elements(read["fountain"]) if item != ("heading", "IMAGINEDENDLESSOCEAN")]
    assert elements(read["txt"]) == printed
    assert elements(read["pdf"]) == printed
