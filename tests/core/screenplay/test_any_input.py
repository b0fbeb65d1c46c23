"""Whatever comes in, a `Screenplay` or one sentence comes out, and soon."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UnreadableScript
from core.models import Screenplay
from core.screenplay import parse_heading, parse_script
from core.screenplay.pdf import extract_rows_here

# fmt: off
PIECES = [
    "INT. HOUSE - DAY", "EXT. ", "BOB", "BOB (O.S.)", "@x", "Hello.", "(beat)", "", "", "  ", " ", "\t", "\f",
    "[[", "]]", "/*", "*/", "===", "# A", "= s", "> x <", "> x", "~la", "!A", ".A", "^", "#1#", "Title: X",
    "1.", "          12.", "(MORE)", "CONTINUED:", "                    BOB", "            Hello.", "***",
    "_", "\\*", "ジョン", "\u202e", "\x1b[2J", "\x85", "CUT TO:", "*", "(", "（",
]
# fmt: on
FDX = (
    b"<?xml version='1.0' encoding='UTF-8'?><FinalDraft><Content><Paragraph Type='Scene Heading' Number='1'>"
    b"<SceneProperties Page='1'/><Text>INT. HOUSE - DAY</Text></Paragraph><Paragraph Type='Character'>"
    b"<Text>ANN</Text></Paragraph><Paragraph Type='Dialogue'><Text TagNumber='1'>Yes.</Text></Paragraph>"
    b"</Content><TagData><TagDefinitions><TagDefinition Id='d' Label='yes' Number='1'/></TagDefinitions>"
    b"<Tags><Tag Number='1'><DefId>d</DefId></Tag></Tags></TagData></FinalDraft>"
)
lines = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=60)), max_size=40)


def read(data: bytes, name: str) -> Screenplay | None:
    """What is read of `data`, checked to be whole; None when it is refused in a sentence."""
    try:
        screenplay = parse_script(data, name)
    except UnreadableScript as error:
        refusal = error.message
    else:
        check_whole(screenplay)
        return screenplay
    assert refusal.endswith(".")
    assert "\n" not in refusal
    return None


def check_whole(screenplay: Screenplay) -> None:
    """Lines and scenes are numbered, pages only grow, headings are scenes, texts are safe to show."""
    numbers = [line.number for line in screenplay.lines]
    pages = [line.page for line in screenplay.lines]
    assert numbers == list(range(1, len(numbers) + 1))
    assert pages == sorted(pages)
    assert pages[0] >= 1
    assert [line.number for line in screenplay.lines if line.kind == "heading"] == [
        scene.line for scene in screenplay.scenes
    ]
    assert all("\n" not in line.text and "\x1b" not in line.text for line in screenplay.lines)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.fountain", "a.txt", "a.fdx", "a", ".", ""]))
def test_any_bytes(data: bytes, name: str) -> None:
    read(data, name)


@settings(max_examples=300, deadline=None)
@given(lines, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["a.fountain", "a.txt"]))
def test_any_lines(texts: list[str], newline: str, name: str) -> None:
    source = newline.join(texts)
    read(source.encode("utf-8", "replace"), name)


@settings(max_examples=100, deadline=None)
@given(lines)
def test_a_fountain_file_keeps_its_lines(texts: list[str]) -> None:
    flat = [text.replace("\r", " ").replace("\n", " ") for text in texts]
    source = "\n".join([*flat, "", "INT. HOUSE - DAY", ""])
    screenplay = read(source.encode("utf-8", "replace"), "a.fountain")
    assert screenplay is None or len(screenplay.lines) == source.count("\n") + 1


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_after_a_pdf_head(data: bytes) -> None:
    with pytest.raises(UnreadableScript):
        extract_rows_here(b"%PDF-1.7\n" + data, "a.pdf")


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(FDX)), st.integers(0, 40), st.binary(max_size=30))
def test_any_damage_to_a_final_draft_file(at: int, cut: int, put: bytes) -> None:
    read(FDX[:at] + put + FDX[at + cut :], "a.fdx")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_any_heading(text: str) -> None:
    heading = parse_heading(text)
    assert heading.place or not heading.sub_places


@pytest.mark.parametrize(
    "unit",
    [
        "*a ",
        "_a",
        "[[",
        "[[a\n",
        "/*",
        "/*\n",
        "(",
        "A (",
        "- ",
        " -",
        "INT. ",
        "> ",
        "#1",
        "\\",
        "***",
        "1 ",
        " " * 60 + "A\n",
    ],
)
@pytest.mark.parametrize("name", ["a.fountain", "a.txt"])
def test_time_grows_with_length_and_no_faster(unit: str, name: str) -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        read(b"INT. HOUSE - DAY\n\n" + unit.encode() * count, name)
        return time.process_time() - start

    seconds(10)
    # Twice the input may take four times as long on a busy machine, not sixteen.
    assert seconds(12_000) < 16 * seconds(6_000) + 0.2
