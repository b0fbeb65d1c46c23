"""Scene headings taken apart."""

from __future__ import annotations

import pytest

from core.screenplay import parse_heading


@pytest.mark.parametrize(
    ("text", "interior", "place", "sub_places", "time"),
    [
        ("INT. HOUSE - DAY", "INT", "HOUSE", (), "DAY"),
        ("INT. HOUSE - KITCHEN - NIGHT", "INT", "HOUSE", ("KITCHEN",), "NIGHT"),
        ("INT./EXT. CAR - NIGHT (LATER)", "INT/EXT", "CAR", (), "NIGHT, LATER"),
        ("EXT/INT CAR", "INT/EXT", "CAR", (), ""),
        ("I/E CAR. DAY", "INT/EXT", "CAR", (), "DAY"),
        ("INT. HOUSE NIGHT", "INT", "HOUSE", (), "NIGHT"),
        ("EXT. ROAD -- DAWN -- CONTINUOUS", "EXT", "ROAD", (), "DAWN, CONTINUOUS"),
        ("ext. road", "EXT", "road", (), ""),
        ("EST. CASTLE - DUSK", "EST", "CASTLE", (), "DUSK"),
        ("EXT. MAIN STREET - EARLY MORNING", "EXT", "MAIN STREET", (), "EARLY MORNING"),
        ("INT. HALL - MOMENTS LATER", "INT", "HALL", (), "MOMENTS LATER"),
        ("INT. X-RAY ROOM - SAME TIME", "INT", "X-RAY ROOM", (), "SAME TIME"),
        ("EXT. BEACH - MAGIC HOUR", "EXT", "BEACH", (), "MAGIC HOUR"),
        ("INT. OFFICE - TWO DAYS LATER", "INT", "OFFICE", (), "TWO DAYS LATER"),
        ("INT. ATTIC - THE ROOM OF A LATE HOUR", "INT", "ATTIC", ("THE ROOM OF A LATE HOUR",), ""),
        ("INT. DAY ROOM - DAY", "INT", "DAY ROOM", (), "DAY"),
        ("EXT. CITY - ESTABLISHING - DAY", "EXT", "CITY", (), "DAY"),
        ("INT. BAR - JOHN'S POV - NIGHT", "INT", "BAR", (), "NIGHT"),
        ("EXT. DINER - 1962 - DAY", "EXT", "DINER", (), "1962, DAY"),
        ("INT. HALL (SECOND FLOOR) - DAY", "INT", "HALL", (), "DAY"),
        ("FLASHBACK: INT. HOUSE - DAY", "INT", "HOUSE", (), "DAY"),
        ("INT. HOUSE - DAY #12A#", "INT", "HOUSE", (), "DAY"),
        ("ИНТ. КВАРТИРА – КУХНЯ – ДЕНЬ", "INT", "КВАРТИРА", ("КУХНЯ",), "ДЕНЬ"),
        ("INT。 病院-日", "INT", "病院", (), "日"),
        ("THE DREAM", "", "THE DREAM", (), ""),
        ("INT. CABIN NIGHT", "INT", "CABIN", (), "NIGHT"),
        ("INT HOUSE, DAY", "INT", "HOUSE", (), "DAY"),
        ("INT -- CABIN -- NIGHT (1946)", "INT", "CABIN", (), "NIGHT, 1946"),
        ("DAY - INT. BARN", "INT", "BARN", (), "DAY"),
        ("INT. DAY - BARN", "INT", "BARN", (), "DAY"),
        ("HOSPITAL CORRIDOR. INT. DAY.", "INT", "HOSPITAL CORRIDOR", (), "DAY"),
        ("14. ADA'S HOME. INT. NIGHT. 2008", "INT", "ADA'S HOME", (), "NIGHT, 2008"),
        ("12A INT. BARN - DAY 12A", "INT", "BARN", (), "DAY"),
        ("INT. BARN - DAY 119 *", "INT", "BARN", (), "DAY 119"),
        ("INT. ROOM 21 - DAY ##BLACK AND WHITE SEQUENCE## 52 *", "INT", "ROOM 21", (), "DAY"),
        ("INT./EXT. CAR - MOVING - DAY", "INT/EXT", "CAR", (), "DAY"),
        ("INT. CAR - ADA DRIVING", "INT", "CAR", (), ""),
        ("EXT. PARKING LOT", "EXT", "PARKING LOT", (), ""),
        ("EXT DAWN THE JAGUAR SPEEDS ALONG", "EXT", "THE JAGUAR", (), "DAWN"),
        ("EXT. SHIP BEING PULLED ASHORE", "EXT", "SHIP", (), ""),
        ("EXT. PARADISE FALLS - DUSK", "EXT", "PARADISE FALLS", (), "DUSK"),
        ("EXT. WEST PIER, BRIGHTON MISTY NIGHT 1954", "EXT", "WEST PIER", ("BRIGHTON",), "MISTY NIGHT 1954"),
        ("INT. HALL - 5 A.M.", "INT", "HALL", (), "5 A.M"),
        ("INT. HALL - (JUN '88)", "INT", "HALL", (), "JUN '88"),
        ("INT. COURT - SECOND DAY OF TRIAL - DAY", "INT", "COURT", (), "SECOND DAY OF TRIAL, DAY"),
        ("INT. HALL - ADA'S FLASHBACK", "INT", "HALL", (), "ADA'S FLASHBACK"),
        ("INT. LOBBY - (DUSK) - SEMI-LONG SHOT", "INT", "LOBBY", (), "DUSK"),
        ("INT. STUDIO REVERSE ANGLE", "INT", "STUDIO", (), ""),
        ("INT. SHIP - BRIDGE ADA'S POV SCREEN", "INT", "SHIP", ("BRIDGE",), ""),
        ("EXT. CAFE - GUESTS' POV FROM CAR - DAY", "EXT", "CAFE", (), "DAY"),
        ("EXT. AERIAL OF THE LAKE - DAY", "EXT", "LAKE", (), "DAY"),
        ("INT. BRIDGE - FAVORING THE VIEWER (O)", "INT", "BRIDGE", (), ""),
        ("INT. INSERT STAGE - DAY", "INT", "INSERT STAGE", (), "DAY"),
        ("INT. HALL WITH HIGH CEILINGS - DAY", "INT", "HALL", (), "DAY"),
        ("EXT. VILLAGE. MAIN STREET. DAY.", "EXT", "VILLAGE", ("MAIN STREET",), "DAY"),
        ("INT. ST. ANNE'S CHURCH", "INT", "ST. ANNE'S CHURCH", (), ""),
        ("INT. SHIP - AIRLOCK NO. 3", "INT", "SHIP", ("AIRLOCK NO. 3",), ""),
        ("INT. MOTEL, ROOM 6", "INT", "MOTEL", ("ROOM 6",), ""),
        ("INT. 7-11 - NIGHT", "INT", "7-11", (), "NIGHT"),
        ("INT. DAY-CARE - DAY", "INT", "DAY-CARE", (), "DAY"),
        ("EXT. EXT. MOTEL - DAY", "EXT", "MOTEL", (), "DAY"),
        ("INT.", "INT", "", (), ""),
        ("", "", "", (), ""),
    ],
)
def test_parts_of_a_heading(
    text: str, interior: str, place: str, sub_places: tuple[str, ...], time: str
) -> None:
    heading = parse_heading(text)
    assert (heading.interior, heading.place, heading.sub_places, heading.time) == (
        interior,
        place,
        sub_places,
        time,
    )


@pytest.mark.parametrize(
    ("text", "asides"),
    [
        ("INT. HALL (SECOND FLOOR) - DAY", ("SECOND FLOOR",)),
        ("INT. ADA'S ROOM: SMALL AND TIDY - NIGHT", ("SMALL AND TIDY",)),
        ("EXT. PARK - ON THE BRIDGE - DAY", ("ON THE BRIDGE",)),
        ("INT. HALL (DAY)", ()),
    ],
)
def test_remarks_stand_apart_from_the_place(text: str, asides: tuple[str, ...]) -> None:
    heading = parse_heading(text)
    assert heading.asides == asides
    assert heading.sub_places == ()


@pytest.mark.parametrize(
    ("text", "sets"),
    [
        ("INT. ADA'S CAR / EXT. ROAD - DAY", [("INT", "ADA'S CAR"), ("EXT", "ROAD")]),
        ("EXT. ALLEY/INT. CAR, MOVING - DAY", [("EXT", "ALLEY"), ("INT", "CAR")]),
        ("INTERCUT - INT. HOUSE / EXT. ROAD", [("INT", "HOUSE"), ("EXT", "ROAD")]),
        ("INT./EXT. CAR - DAY", [("INT/EXT", "CAR")]),
    ],
)
def test_a_heading_may_name_several_sets(text: str, sets: list[tuple[str, str]]) -> None:
    heading = parse_heading(text)
    assert [(one.interior, one.place) for one in (heading, *heading.also)] == sets


@pytest.mark.parametrize(
    "text", ["- " * 300, "INT. " * 100, "A'S " * 120, "(" * 400, "INT. " + "CLOSE " * 80, ": " * 200]
)
def test_hostile_headings_are_read(text: str) -> None:
    parse_heading(text)
