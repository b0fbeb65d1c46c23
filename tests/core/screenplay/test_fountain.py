"""Fountain 1.1, element by element. Each case is the smallest script that shows the rule."""

from __future__ import annotations

import pytest

from core.models import LineKind, ScriptFormat
from core.screenplay import parse_script, read_script
from tests.core.screenplay.helpers import kinds, shared

SCENE = "INT. HOUSE - DAY\n\n"


@pytest.mark.parametrize(
    "heading",
    [
        "INT. HOUSE - DAY",
        "ext. olympia circus - night",
        "EST. CASTLE",
        "EST CASTLE",
        "INT HOUSE",
        "INT./EXT. CAR",
        "INT/EXT CAR",
        "EXT./INT. CAR",
        "I/E CAR - DAY",
        "I./E. CAR",
        "ИНТ. КВАРТИРА – ДЕНЬ",
    ],
)
def test_headings_by_their_prefix(heading: str) -> None:
    assert kinds(f"{heading}\n\nRain.") == [("heading", heading), ("action", "Rain.")]


@pytest.mark.parametrize(
    "text", ["INTERNAL AFFAIRS", "INTO THE NIGHT", "EXTRAS", "ESTHER", "...and then", ". DOT"]
)
def test_what_only_begins_like_a_heading_is_none(text: str) -> None:
    assert kinds(f"{SCENE}{text}\n\nRain.")[1] == ("action", text)


def test_forced_heading_and_scene_numbers() -> None:
    screenplay = parse_script(b"INT. HOUSE - DAY #12A#\n\nRain.\n\n.THE DREAM #110-B#\n\nFog.", "a.fountain")
    assert [(s.number, s.label, s.heading, s.line) for s in screenplay.scenes] == [
        (1, "12A", "INT. HOUSE - DAY", 1),
        (2, "110-B", "THE DREAM", 5),
    ]
    assert [line.scene for line in screenplay.lines] == [1, 1, 1, 1, 2, 2, 2]


def test_a_heading_needs_a_blank_line_before_it_but_real_files_leave_out_the_one_after() -> None:
    assert kinds("INT. HOUSE - DAY\nRain.")[0] == ("heading", "INT. HOUSE - DAY")
    assert kinds(f"{SCENE}He reads the page:\nINT. HOUSE - DAY\n\nRain.")[2][0] == "action"


def test_a_file_without_blank_lines_keeps_its_scenes() -> None:
    source = "INT. HOUSE - DAY\nRain.\nEXT. ROAD - NIGHT\nFog.\nINT. BARN - DAY\nHay."
    assert [kind for kind, _ in kinds(source)] == ["heading", "action"] * 3


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("BRIANNA", "BRIANNA"),
        ("BRIANNA (O.S.)", "BRIANNA (O.S.)"),
        ("MOM (on the radio)", "MOM (on the radio)"),
        ("STEEL (V.O.) (CONT'D)", "STEEL (V.O.) (CONT'D)"),
        ("R2D2", "R2D2"),
        ("    DONT", "DONT"),
        ("@McCLANE", "McCLANE"),
        ("@Han (O.S.)", "Han (O.S.)"),
        ("@ジョン", "ジョン"),
        ("STEEL ^", "STEEL"),
        ("МАША", "МАША"),
        ("GROẞMUTTER", "GROẞMUTTER"),
        ("*STEEL*", "STEEL"),
    ],
)
def test_cues(cue: str, text: str) -> None:
    assert kinds(f"{SCENE}{cue}\nHello.")[1:] == [("cue", text), ("dialogue", "Hello.")]


@pytest.mark.parametrize("text", ["Han (O.S.)", "23", "AND ^ (Dual)", "STEEL, he says", "ジョン"])
def test_what_is_no_cue(text: str) -> None:
    assert kinds(f"{SCENE}{text}\nHello.")[1:] == [("action", text), ("action", "Hello.")]


def test_a_name_followed_by_a_blank_line_is_action() -> None:
    assert kinds(f"{SCENE}BOB\n\nHello.")[1] == ("action", "BOB")


def test_a_short_name_without_capitals_right_above_a_bracket_is_a_cue() -> None:
    assert kinds(f"{SCENE}ジョン\n（失われた）\nここは？")[1:] == [
        ("cue", "ジョン"),
        ("parenthetical", "（失われた）"),
        ("dialogue", "ここは？"),
    ]


def test_a_speech_with_parentheticals_lyrics_and_two_blanks() -> None:
    source = f"{SCENE}DAN\n(softly)\nOne.\n~La la\n  \nTwo.\n\nThree."
    assert kinds(source)[1:] == [
        ("cue", "DAN"),
        ("parenthetical", "(softly)"),
        ("dialogue", "One."),
        ("lyric", "La la"),
        ("dialogue", ""),
        ("dialogue", "Two."),
        ("action", "Three."),
    ]


def test_forced_elements_and_structure() -> None:
    source = (
        f"{SCENE}!SCANNING THE AISLES\nWhere is he?\n\n# ACT I\n\n## Sequence\n\n= They meet.\n\n"
        "> Burn to white\n\n> **THE END** <\n\n~Song\n\n===\n\nCUT TO:\n\nFADE OUT."
    )
    assert kinds(source)[1:] == [
        ("action", "SCANNING THE AISLES"),
        ("action", "Where is he?"),
        ("section", "ACT I"),
        ("section", "Sequence"),
        ("synopsis", "They meet."),
        ("transition", "Burn to white"),
        ("action", "THE END"),
        ("lyric", "Song"),
        ("page_break", ""),
        ("transition", "CUT TO:"),
        ("transition", "FADE OUT."),
    ]


def test_a_page_break_begins_a_page() -> None:
    screenplay = parse_script(f"{SCENE}Rain.\n\n===\n\nFog.".encode(), "a.fountain")
    assert (screenplay.lines[2].page, screenplay.lines[-1].page, screenplay.pages) == (1, 2, 2)
    assert screenplay.pages_estimated


def test_boneyard_is_read_as_note_and_a_heading_may_follow_it() -> None:
    source = "CUT TO:\n/*\nINT. GARAGE - DAY\n\nBOB\nGone.\n*/\nEXT. MANSION - DAY\n\nA /* cut */man drinks."
    assert kinds(source) == [
        ("transition", "CUT TO:"),
        ("note", "INT. GARAGE - DAY"),
        ("note", "BOB"),
        ("note", "Gone."),
        ("heading", "EXT. MANSION - DAY"),
        ("action", "A man drinks."),
    ]


def test_an_unclosed_boneyard_hides_nothing() -> None:
    assert kinds(f"{SCENE}Rain /* falls.\n\nEXT. ROAD - DAY\n\nFog.")[1:] == [
        ("action", "Rain /* falls."),
        ("heading", "EXT. ROAD - DAY"),
        ("action", "Fog."),
    ]


def test_notes_on_one_line_on_several_and_the_one_that_an_empty_line_breaks() -> None:
    source = (
        f"{SCENE}DAN and JACK[[names?]] drink.\n\n[[A note alone.]]\n\nThe phone rings.[[More.\n"
        "Still note\n  \n"
        "end.]] He looks.\n\nOpen [[this\nnever\n\ncloses.]] Done."
    )
    assert kinds(source)[1:] == [
        ("action", "DAN and JACK drink."),
        ("note", "A note alone."),
        ("action", "The phone rings."),
        ("note", "Still note"),
        ("action", "He looks."),
        ("action", "Open [[this"),
        ("action", "never"),
        ("action", "closes.]] Done."),
    ]


def test_a_note_breaks_no_speech() -> None:
    assert [kind for kind, _ in kinds(f"{SCENE}DAN\n[[louder?]]\nHello.\n[[why]]\nBye.")][1:] == [
        "cue",
        "note",
        "dialogue",
        "note",
        "dialogue",
    ]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("From *inches* away", "From inches away"),
        ("_Steel's face *fills* the_ scope", "Steel's face fills the scope"),
        ("***all*** **three** *ways*", "all three ways"),
        (r"enters **\*9765\***", "enters *9765*"),
        ("He dialed *69 and then *23, and hung up", "He dialed *69 and then *23, and hung up"),
        (r"Barrier\_15 and a_b", "Barrier_15 and a_b"),
        ("share *a look", "share *a look"),
    ],
)
def test_emphasis_is_taken_off(marked: str, plain: str) -> None:
    assert kinds(f"{SCENE}{marked}")[1] == ("action", plain)


def test_title_page_over_several_lines() -> None:
    source = (
        "Title:\n    _**BRICK & STEEL**_\n  \n    FULL RETIRED\nCredit: Written by\nAuthor: Stu\n\n"
        "INT. HOUSE - DAY\n\nRain."
    )
    screenplay = parse_script(source.encode(), "a.fountain")
    assert screenplay.title == "BRICK & STEEL FULL RETIRED"
    assert [line.number for line in screenplay.lines if line.kind is LineKind.TITLE_PAGE] == [1, 2, 4, 5, 6]
    assert screenplay.scenes[0].line == 8


@pytest.mark.parametrize("first", ["FADE IN:", "CUT TO:", "LATER THAT DAY: a car."])
def test_no_title_page_where_a_script_begins_with_a_colon(first: str) -> None:
    screenplay = parse_script(f"{first}\n\nINT. HOUSE - DAY\n\nRain.".encode(), "My Film.fountain")
    assert screenplay.title == "My Film"
    assert screenplay.lines[0].text == first
    assert screenplay.lines[0].kind is not LineKind.TITLE_PAGE


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_numbers_are_those_of_the_file_in_any_newline(newline: str) -> None:
    source = newline.join(["INT. HOUSE - DAY", "", "Rain.\u2028Snow.", "", "BOB", "Hi."])
    screenplay = parse_script(source.encode(), "a.fountain")
    assert [(line.number, line.text) for line in screenplay.lines if line.text] == [
        (1, "INT. HOUSE - DAY"),
        (3, "Rain. Snow."),
        (5, "BOB"),
        (6, "Hi."),
    ]


def test_nothing_that_is_read_can_steer_the_terminal() -> None:
    screenplay = parse_script(b"INT. HOUSE\x1b[31m - DAY\n\nRa\xc2\x9bin.", "a\x1b.fountain")
    assert all(char.isprintable() for line in screenplay.lines for char in line.text)
    assert screenplay.title.isprintable()


def test_a_real_feature_is_read_whole() -> None:
    screenplay = read_script(shared("barrier15-phoenix-child.fountain"))
    assert screenplay.title == 'Barrier_15 "The Phoenix Child"'
    assert screenplay.format is ScriptFormat.FOUNTAIN
    assert len(screenplay.scenes) == 115
    assert 105 <= screenplay.pages <= 120
    assert sum(line.kind is LineKind.CUE for line in screenplay.lines) == 775


@pytest.mark.parametrize("case", ["Boneyards", "Character", "LineBreaks", "SceneHeading", "Transition"])
def test_another_authors_view_of_headings_and_cues(case: str) -> None:
    """The dumps of screenplay-tools, where its author and the specification agree."""
    dump = shared(f"fountain-cases/{case}.txt").read_text("utf-8").split("/*0*/BONEYARD")[0]
    theirs = [
        line.split('"')[1].strip() for line in dump.split("\n") if line.startswith(("HEADING:", "CHARACTER:"))
    ]
    ours = [
        line.text.split("(")[0].strip()
        for line in read_script(shared(f"fountain-cases/{case}.fountain")).lines
        if line.kind in (LineKind.HEADING, LineKind.CUE)
    ]
    # He takes a name that begins with a digit for action; Fountain 1.1 asks for one letter anywhere.
    first_3cpo = [ours.index("3CPO")] if case == "Character" else []
    assert [text for index, text in enumerate(ours) if index not in first_3cpo] == theirs
