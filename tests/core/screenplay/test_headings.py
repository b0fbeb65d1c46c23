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
