"""Pages as they really come: one small script, set and worn in many ways, reads the same."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from core.errors import UnreadableScript
from core.models import LineKind
from core.screenplay import parse_script
from tests.core.screenplay.helpers import kinds
from tests.core.screenplay.pages import Set, as_set, drifting, flat, two_columns


def without_blanks(script: Set) -> Set:
    return [(kind, row) for kind, row in script if kind]


def speeches_set_tight(script: Set) -> Set:
    return [
        item
        for item, before in zip(script, [("", ""), *script], strict=False)
        if item[0] or before[0] != "dialogue"
    ]


def double_spaced(script: Set) -> Set:
    return [each for item in script for each in (item, ("", ""))]


def starred(script: Set) -> Set:
    return [(kind, f"{row:<85}*" if kind and at % 3 else row) for at, (kind, row) in enumerate(script)]


def scanned(script: Set) -> Set:
    def worn(row: str) -> str:
        row = re.sub(
            r"^( *)INT\. (.*)",
            lambda found: f"{found[1]}I N T .  " + "  ".join(map(" ".join, found[2].split())),
            row,
        )
        return row.replace("EXT.", "EXT .").replace("ORSON", "O R S O N").replace("net.", "net .")

    return [(kind, worn(row)) for kind, row in script]


def printed_twice(script: Set) -> Set:
    bold = ("heading", "cue")
    return [
        (kind, re.sub(r"\S", lambda found: found[0] * 2, row) if kind in bold else row)
        for kind, row in script
    ]


def numbered(script: Set) -> Set:
    return [
        (kind, f"{at:>6}{row[6:]:<70}{at}" if kind == "heading" else row)
        for at, (kind, row) in enumerate(script)
    ]


def page_numbers_in_the_text(script: Set) -> Set:
    """As some converters leave them: at the margin, right under a row of the script."""
    out: Set = []
    for at, item in enumerate(script):
        out.append(item)
        if at % 30 == 29:
            out.append(("furniture", " " * 15 + f"{at // 30 + 2}."))
    return out


WEAR: list[Callable[[Set], Set]] = [
    flat,
    two_columns,
    drifting,
    without_blanks,
    speeches_set_tight,
    double_spaced,
    starred,
    scanned,
    printed_twice,
    numbered,
    page_numbers_in_the_text,
]


def read(script: Set) -> list[str]:
    return [kind for kind, _ in kinds("\n".join(row for _, row in script), "worn.txt")]


@pytest.mark.parametrize("wear", [list, *WEAR], ids=lambda wear: wear.__name__)
def test_a_worn_script_reads_as_it_was_set(wear: Callable[[Set], Set]) -> None:
    worn = wear(as_set())
    assert read(worn) == [kind for kind, _ in worn if kind]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (two_columns, drifting),
        (two_columns, without_blanks),
        (flat, double_spaced),
        (drifting, without_blanks),
        (numbered, starred),
        (scanned, flat),
        (page_numbers_in_the_text, flat),
    ],
    ids=lambda wear: wear.__name__,
)
def test_wear_of_two_kinds(first: Callable[[Set], Set], second: Callable[[Set], Set]) -> None:
    worn = second(first(as_set()))
    assert read(worn) == [kind for kind, _ in worn if kind]


def test_letters_are_put_right_where_a_scan_has_set_them_apart() -> None:
    texts = [text for _, text in kinds("\n".join(row for _, row in scanned(as_set())), "worn.txt")]
    assert texts[0] == "INT. BOAT HOUSE - DAY"
    assert "EXT. PIER - NIGHT" in texts
    assert "ORSON" in texts


def test_letters_printed_twice_count_once() -> None:
    texts = [text for _, text in kinds("\n".join(row for _, row in printed_twice(as_set())), "worn.txt")]
    assert texts[0] == "INT. BOAT HOUSE - DAY"


def test_numbers_of_both_margins_label_the_scene() -> None:
    source = "\n".join(row for _, row in numbered(as_set()))
    scenes = parse_script(source.encode(), "worn.txt").scenes
    assert [(scene.label, scene.heading) for scene in scenes[:2]] == [
        ("0", "INT. BOAT HOUSE - DAY"),
        ("28", "EXT. PIER - NIGHT"),
    ]


def test_pages_are_those_that_numbers_in_the_text_count() -> None:
    source = "\n".join(row for _, row in page_numbers_in_the_text(as_set()))
    screenplay = parse_script(source.encode(), "worn.txt")
    assert (screenplay.pages, screenplay.pages_estimated) == (8, False)


def test_a_header_that_changes_its_date_is_furniture() -> None:
    script: Set = []
    for page in range(6):
        header = f"{'':15}THE FERRY - Rev. {page // 3 + 1}/7/98{page + 2:>30}."
        script += [("furniture", header), ("", ""), *as_set()[page * 31 :][:31], ("", "")]
    assert read(script) == [kind for kind, _ in script if kind]


def test_the_place_may_stand_before_the_side() -> None:
    source = "\n".join(row for _, row in as_set())
    source = source.replace("INT. BOAT HOUSE - DAY", "12. BOAT HOUSE. INT. DAY").replace(
        "EXT. PIER - NIGHT", "PIER. EXT. NIGHT"
    )
    screenplay = parse_script(source.encode(), "a.txt")
    assert [scene.heading for scene in screenplay.scenes[:2]] == ["BOAT HOUSE. INT. DAY", "PIER. EXT. NIGHT"]
    assert screenplay.scenes[0].label == "12"


def test_a_transcript_has_cues_and_speeches() -> None:
    source = (
        "INT. BOAT HOUSE - DAY\n\nORSON mends a net.\n\nORSON: You came by the road.\n"
        "PETRA (out of breath): The ferry is gone. Give\nme the lamp.\nORSON: Gone where?\nPETRA: Gone.\n"
    )
    assert kinds(source, "a.txt")[2:] == [
        ("cue", "ORSON"),
        ("dialogue", "You came by the road."),
        ("cue", "PETRA (out of breath)"),
        ("dialogue", "The ferry is gone. Give"),
        ("dialogue", "me the lamp."),
        ("cue", "ORSON"),
        ("dialogue", "Gone where?"),
        ("cue", "PETRA"),
        ("dialogue", "Gone."),
    ]


@pytest.mark.parametrize("direction", ["(Petra takes the lamp.)", "[Petra takes the lamp.]"])
def test_a_direction_between_the_speeches_of_a_transcript_is_action(direction: str) -> None:
    source = f"ORSON: You came by the road.\n{direction}\n(out of breath)\nPETRA: Gone.\n" * 2
    assert kinds(source, "a.txt")[:6] == [
        ("cue", "ORSON"),
        ("dialogue", "You came by the road."),
        ("action", direction),
        ("parenthetical", "(out of breath)"),
        ("cue", "PETRA"),
        ("dialogue", "Gone."),
    ]


def test_without_headings_slugs_head_the_scenes() -> None:
    rows = [("action" if kind == "heading" else kind, row) for kind, row in as_set()]
    source = "\n".join(row.replace("INT. ", "").replace("EXT. ", "") for _, row in rows)
    screenplay = parse_script(source.encode(), "a.txt")
    assert [scene.heading for scene in screenplay.scenes[:2]] == ["BOAT HOUSE - DAY", "PIER - NIGHT"]


def test_chapters_of_a_book_are_no_scenes() -> None:
    source = "CHAPTER ONE\n\nThe ferry was gone.\n\nCHAPTER TWO\n\nOrson mended his net.\n"
    with pytest.raises(UnreadableScript, match="no screenplay"):
        parse_script(source.encode(), "book.txt")


def test_slugs_that_name_a_time_are_scenes_without_any_speech() -> None:
    source = "PIER - NIGHT\n\nThe ferry is gone.\n\nBOAT HOUSE - DAY\n\nOrson mends his net.\n"
    assert [kind for kind, _ in kinds(source, "a.txt")] == ["heading", "action"] * 2


def test_cues_alone_make_a_screenplay() -> None:
    source = "ORSON\nGone where?\n\nPETRA\nGone.\n\nORSON\nI see.\n"
    assert [kind for kind, _ in kinds(source, "a.txt")] == ["cue", "dialogue"] * 3


def test_the_ends_of_acts_are_no_cues() -> None:
    marks: Set = [
        ("action", " " * 38 + "END OF ACT ONE"),
        ("", ""),
        ("action", " " * 40 + "ACT TWO"),
        ("", ""),
    ]
    worn = [*as_set(), *marks, *as_set(), *marks, *as_set()]
    assert read(worn) == [kind for kind, _ in worn if kind]


def test_a_heading_over_two_rows_is_one_scene() -> None:
    long = "INT. BOAT HOUSE - THE LOFT WHERE THE NETS ARE HUNG -"
    source = "\n".join(row for _, row in as_set()).replace(
        " " * 15 + "INT. BOAT HOUSE - DAY", " " * 15 + long + "\n" + " " * 15 + "LATE AFTERNOON", 1
    )
    screenplay = parse_script(source.encode(), "a.txt")
    assert screenplay.scenes[0].heading == long + " LATE AFTERNOON"
    assert [scene.number for scene in screenplay.scenes if "AFTERNOON" in scene.heading] == [1]
    assert screenplay.lines[1].kind is LineKind.FURNITURE


def test_plain_text_that_forces_elements_is_fountain() -> None:
    source = "INT. BOAT HOUSE - DAY\n\n.PIER, LATER\n\n[[to be cut]]\n\n@Petra\nFather!\n"
    assert [kind for kind, _ in kinds(source, "a.txt")] == ["heading", "heading", "note", "cue", "dialogue"]
