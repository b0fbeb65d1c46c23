"""Plain text in screenplay layout."""

from __future__ import annotations

import pytest

from core.models import LineKind, ScriptFormat
from core.screenplay import parse_script
from tests.core.screenplay.helpers import kinds

PAGE = """\
                                                                        1.

     1         INT. HOUSE - DAY                                           1

               ANN (30s) waits by the window. Her coat is blue and has
               seen better days.                                         *

                                   BOB (O.S.)
                             (softly,
                              to her)
                         Put it down. It was your
                         mother's.

                                   ANN
                         No.

                                                            CUT TO:

               EXT. ROAD - NIGHT

               Rain. ANN runs.

                                   ANN
                         I said no. I said it
                                   (MORE)

                                                                        2.

     CONTINUED:
                                   ANN (CONT'D)
                         twice.

                                                             FADE OUT.
"""


def test_every_element_of_a_page() -> None:
    assert kinds(PAGE, "draft.txt") == [
        ("furniture", "1."),
        ("heading", "INT. HOUSE - DAY"),
        ("action", "ANN (30s) waits by the window. Her coat is blue and has"),
        ("action", "seen better days."),
        ("cue", "BOB (O.S.)"),
        ("parenthetical", "(softly,"),
        ("parenthetical", "to her)"),
        ("dialogue", "Put it down. It was your"),
        ("dialogue", "mother's."),
        ("cue", "ANN"),
        ("dialogue", "No."),
        ("transition", "CUT TO:"),
        ("heading", "EXT. ROAD - NIGHT"),
        ("action", "Rain. ANN runs."),
        ("cue", "ANN"),
        ("dialogue", "I said no. I said it"),
        ("furniture", "(MORE)"),
        ("furniture", "2."),
        ("furniture", "CONTINUED:"),
        ("cue", "ANN (CONT'D)"),
        ("dialogue", "twice."),
        ("transition", "FADE OUT."),
    ]


def test_pages_lines_and_numbers_are_those_of_the_file() -> None:
    screenplay = parse_script(PAGE.encode(), "draft.txt")
    assert screenplay.format is ScriptFormat.TEXT
    assert [(scene.label, scene.line, scene.page) for scene in screenplay.scenes] == [
        ("1", 3, 1),
        ("", 19, 1),
    ]
    assert (screenplay.pages, screenplay.pages_estimated) == (2, False)
    assert screenplay.lines[-4].text == "twice."
    assert screenplay.lines[-4].page == 2


@pytest.mark.parametrize("shift", [0, -10, 8])
def test_the_margin_of_the_file_does_not_matter(shift: int) -> None:
    lines = PAGE.split("\n")
    moved = [
        " " * shift + line if shift >= 0 else line[-shift:] if not line[:-shift].strip() else line
        for line in lines
    ]
    body = [line for line in moved if "HOUSE" not in line and "CONTINUED" not in line]
    straight = [line for line in lines if "HOUSE" not in line and "CONTINUED" not in line]
    assert kinds("\n".join(body), "draft.txt") == kinds("\n".join(straight), "draft.txt")


def test_tabs_are_columns() -> None:
    source = "\tINT. HOUSE - DAY\n\n\tRain.\n\n\t\t\t\tANN\n\t\tHello.\n\n\t\t\t\tBOB\n\t\tBye.\n"
    assert [kind for kind, _ in kinds(source, "a.txt")] == [
        "heading",
        "action",
        "cue",
        "dialogue",
        "cue",
        "dialogue",
    ]


def test_title_page_before_a_form_feed() -> None:
    source = (
        "\n\n" + " " * 30 + "LOW TIDE\n\n" + " " * 30 + "Written by\n\n" + " " * 30 + "A. Writer\n\f" + PAGE
    )
    screenplay = parse_script(source.encode(), "a.txt")
    assert screenplay.title == "LOW TIDE"
    assert [line.text for line in screenplay.lines if line.kind is LineKind.TITLE_PAGE] == [
        "LOW TIDE",
        "Written by",
        "A. Writer",
    ]
    assert [scene.page for scene in screenplay.scenes] == [1, 1]


def test_a_running_header_is_furniture_on_every_page() -> None:
    page = "          LOW TIDE - Blue Draft 1/2/26{number:>30}.\n\n" + PAGE.split("\n\n", 1)[1]
    source = "\f".join(page.format(number=number) for number in range(1, 6))
    screenplay = parse_script(source.encode(), "a.txt")
    headers = [line for line in screenplay.lines if line.text.startswith("LOW TIDE")]
    assert len(headers) == 5
    assert {line.kind for line in headers} == {LineKind.FURNITURE}


def test_a_number_alone_on_the_right_is_a_page_and_one_in_a_speech_is_not() -> None:
    source = PAGE.replace("No.", "1984.").replace(" " * 72 + "2.", " " * 40 + "2.")
    read = kinds(source, "draft.txt")
    assert ("dialogue", "1984.") in read
    assert ("furniture", "2.") in read
