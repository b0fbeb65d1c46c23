"""A script of a feature's length, made up from a few words and always the same."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import cycle

CAST = [
    f"{first} {last}"
    for last in ("MARSH", "ROOK", "HARKER", "TEAGUE", "WICK", "PENROSE")
    for first in ("ADA", "BEN", "CLEO", "DORA", "EZRA")
]
PLACES = [
    f"{owner} {room}"
    for owner in ("MILL", "QUAY", "SCHOOL", "FERRY", "CHAPEL", "TAVERN", "COTTAGE")
    for room in ("HALL", "ROOF", "OFFICE", "CELLAR", "YARD")
]
THINGS = ["STORM LANTERN", "SLUICE KEY", "TIN BOX", "BRASS WHISTLE", "RED LEDGER", "IRON HOOK"]
LOOKS = [
    "a torn green coat",
    "a clean white shirt",
    "grey hair cut short",
    "an old leather cap",
    "pale thin hands",
]
DEEDS = [
    "walks to the far wall and waits",
    "looks back at the door",
    "turns the page",
    "says nothing for a while",
]
ROOMS = [
    "Low beams, a stone floor, one window black with soot. Rain drips into a bucket.",
    "Long tables stand in rows under dim lamps, and dust lies on all of them.",
    "The wind has taken half the roof; a brick chimney stands alone against the sky.",
]
LINES = [
    "I told you that the water comes at nine, and you would not listen to me then either.",
    "No.",
    "Then we go by the old road, whatever they say, and we go before it is light.",
    "What did she give you for it?",
    "Nothing that you would want to have, and nothing that I would want to keep.",
    "Quiet now.",
]


def feature(scenes: int = 110) -> str:
    """Fountain, about 250 tokens a scene."""
    return "\n\n".join(_scenes(scenes)) + "\n"


def _scenes(scenes: int) -> Iterator[str]:
    cast, things, looks, deeds = cycle(CAST), cycle(THINGS), cycle(LOOKS), cycle(DEEDS)
    rooms, lines = cycle(ROOMS), cycle(LINES)
    for at in range(scenes):
        first, second = next(cast), next(cast)
        place = PLACES[at * 11 % len(PLACES)]
        yield f"{'EXT' if at % 3 else 'INT'}. {place} - {'DAY' if at % 2 else 'NIGHT'}"
        yield _wrapped(next(rooms))
        yield _wrapped(f"{first}, in {next(looks)}, lifts the {next(things).lower()} and {next(deeds)}.")
        for turn in range(9):
            yield f"{(first, second)[turn % 2]}\n{_wrapped(next(lines), 36)}"
        yield _wrapped(f"{second.title()} {next(deeds)}. She puts the {next(things)} on the ground.")
        yield f"{second} (V.O.)\n{_wrapped(next(lines), 36)}"


def _wrapped(text: str, width: int = 60) -> str:
    return "\n".join(textwrap.wrap(text, width))
