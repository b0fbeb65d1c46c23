"""One small script as it is set on the page, and ways in which its columns wear."""

from __future__ import annotations

COLUMNS = {"heading": 15, "action": 15, "cue": 37, "parenthetical": 31, "dialogue": 25, "transition": 60}
ACT = [
    ("heading", "INT. BOAT HOUSE - DAY"),
    ("", ""),
    ("action", "Rain beats on the tin roof. ORSON, sixty, mends a net with hands"),
    ("action", "that know the work. A lamp swings from the beam above him."),
    ("", ""),
    ("cue", "ORSON"),
    ("dialogue", "You came by the road. Nobody comes"),
    ("dialogue", "by the road in this weather."),
    ("", ""),
    ("cue", "PETRA (O.S.)"),
    ("parenthetical", "(out of breath)"),
    ("dialogue", "The ferry is gone."),
    ("", ""),
    ("action", "He lays the net down."),
    ("", ""),
    ("cue", "ORSON"),
    ("dialogue", "Gone where?"),
    ("", ""),
    ("cue", "PETRA"),
    ("dialogue", "If I knew that I would not have run"),
    ("dialogue", "all the way up here to ask you. Give"),
    ("dialogue", "me the lamp."),
    ("", ""),
    ("action", "She takes it and is out of the door before he can find his coat."),
    ("action", "The net slides to the floor."),
    ("", ""),
    ("transition", "CUT TO:"),
    ("", ""),
    ("heading", "EXT. PIER - NIGHT"),
    ("", ""),
    ("action", "Petra runs out along the planks, the lamp held high over her head."),
    ("", ""),
    ("cue", "PETRA"),
    ("dialogue", "Father!"),
    ("", ""),
]
SCRIPT = ACT * 6
Set = list[tuple[str, str]]
"""(kind, row as it is printed)"""


def as_set() -> Set:
    """The script on the standard page."""
    return [(kind, " " * COLUMNS.get(kind, 0) + text) for kind, text in SCRIPT]


def flat(script: Set) -> Set:
    return [(kind, row.strip()) for kind, row in script]


def two_columns(script: Set) -> Set:
    left = ("heading", "action")
    return [(kind, row.strip() if kind in left else " " * 10 + row.strip()) for kind, row in script]


def drifting(script: Set) -> Set:
    return [(kind, " " * (at // 23 * 7 % 13) + row) for at, (kind, row) in enumerate(script)]
