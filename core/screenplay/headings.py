"""Scene headings taken apart: `INT./EXT. HOUSE - KITCHEN - NIGHT (LATER)`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.screenplay.shapes import heading_prefix, split_scene_number

_DASH = re.compile(r" ?-{2,} ?| - | ?[–—] ?| -(?=\S)|(?<=\S)- |(?<=[^\x00-\u2fff])-")
_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]{0,80})[)\]）]")
_TIMES = frozenset(
    """
    DAY DAYTIME NIGHT NIGHTTIME MORNING EVENING AFTERNOON DUSK DAWN SUNSET SUNRISE SUNDOWN SUNUP NOON MIDDAY
    MIDNIGHT TWILIGHT DAYBREAK NIGHTFALL JOUR NUIT MATIN SOIR TAG NACHT MORGEN ABEND DÍA DIA NOCHE NOITE TARDE
    GIORNO NOTTE MATTINA SERA ДЕНЬ НОЧЬ УТРО ВЕЧЕР 日 夜 朝 天 晚
    """.split()
)
_MOMENTS = frozenset(
    """
    CONTINUOUS LATER EARLIER SAME SIMULTANEOUS MOMENTS PRESENT INTERCUT FLASHBACK FLASHFORWARD HOUR
    """.split()
)
_QUALIFIERS = frozenset(
    """
    EARLY LATE MID PRE THAT THE NEXT MOMENT MINUTES HOURS DAYS WEEKS MONTHS YEARS A FEW SECONDS CONT CONTINUED
    CONTINUING FOLLOWING TIME ONE TWO THREE BEFORE AFTER FIRST LIGHT TO OR VERY ALMOST DREAM PAST SUNNY RAINY
    STORMY OVERCAST BRIGHT LAST WEEK MONTH YEAR MAGIC GOLDEN FOR AM PM
    """.split()
)
_LEAN = frozenset({"EARLY", "LATE", "MID", "PRE"})
_CLOCK = re.compile(r"\d{1,4}S?|\d{1,2}:\d{2}", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[0-9]|20|21)\d{2}S?\Z", re.IGNORECASE)
_CAMERA = re.compile(
    r"(?:(?:[\w.]{1,30}['’]S? )?POV(?: OF| FROM)?|POINT OF VIEW|ESTABLISHING(?: SHOT)?|ANGLE(?: ON)?|"
    r"(?:EXTREME )?CLOSE(?: ?UP| ON)?|"
    r"(?:AERIAL|WIDE|TRACKING|MASTER|LONG|DRONE|STOCK)(?: SHOT| ANGLE| FOOTAGE)?|"
    r"INSERT|MONTAGE|SERIES OF SHOTS|STOCK|FLASHBACK|FLASHFORWARD|INTERCUT(?: WITH)?|DREAM(?: SEQUENCE)?|"
    r"BACK TO(?: SCENE)?)(?: [-–—:]| ON\b| OF\b|:)?",
    re.IGNORECASE,
)
_SPLIT_WORDS = re.compile(r"[\s/,.\-]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's parts in its own letters. `interior` is "INT", "EXT", "INT/EXT", "EST" or ""."""

    interior: str
    place: str
    sub_places: tuple[str, ...]
    time: str


def parse_heading(text: str) -> Heading:
    """Take a heading apart; what is neither side, time nor camera word is place and sub-places, in order."""
    text, _ = split_scene_number(" ".join(text.split())[:400])
    interior, rest = _split_interior(_without_lead(text))
    rest, asides, times = _take_brackets(rest)
    parts = [part for raw in _DASH.split(rest) if (part := _trim(raw))]
    while parts and (_is_time(parts[-1]) or (len(parts) > 1 and _CAMERA.fullmatch(parts[-1]))):
        last = parts.pop()
        if _is_time(last):
            times.insert(0, last)
    places = [place for place in map(_without_camera, parts) if place]
    if places and not times:
        places[-1], time = _split_trailing_time(places[-1])
        times = [time] if time else []
    places = [place for place in (*places, *asides) if place]
    return Heading(interior, places[0] if places else "", tuple(places[1:]), ", ".join(times))


def _without_lead(text: str) -> str:
    """`FLASHBACK: INT. HOUSE` begins at its side."""
    lead, colon, rest = text.partition(":")
    return rest.strip() if colon and len(lead) < 40 and heading_prefix(rest.strip()) else text


def _split_interior(text: str) -> tuple[str, str]:
    match = heading_prefix(text)
    if match is None:
        return "", text
    side = match["side"].upper()
    rest = text[match.end() :].lstrip(" .-–:。")
    if any(mark in side for mark in "/\\&–-"):
        return "INT/EXT", rest
    if side == "EST":
        nested, inner = _split_interior(rest)
        return nested or "EST", inner
    return ("INT" if side[:3] in ("INT", "ИНТ", "INN") else "EXT"), rest


def _trim(text: str) -> str:
    return text.strip(" .,:;-–—")


def _take_brackets(text: str) -> tuple[str, list[str], list[str]]:
    """The text without its brackets, and what stood in them: places, and times."""
    inner = [_trim(found) for found in _BRACKETS.findall(text)]
    times = [found for found in inner if _is_time(found)]
    asides = [found for found in inner if not _is_time(found) and not _CAMERA.fullmatch(found)]
    return " ".join(_BRACKETS.sub(" ", text).split()), asides, times


def _is_time(text: str) -> bool:
    words = [word for word in _SPLIT_WORDS.split(text.upper()) if word]
    if len(words) == 1 and _YEAR.match(words[0]):
        return True
    known = _TIMES | _MOMENTS | _QUALIFIERS
    return (
        0 < len(words) <= 6
        and all(word in known or _CLOCK.fullmatch(word) for word in words)
        and any(word in _TIMES or word in _MOMENTS for word in words)
    )


def _without_camera(text: str) -> str:
    match = _CAMERA.match(text)
    if match and (match.end() == len(text) or not text[match.end()].isalnum()):
        return _trim(text[match.end() :])
    return text


def _split_trailing_time(place: str) -> tuple[str, str]:
    """`HOUSE NIGHT`, `HOUSE. NIGHT` and `HOUSE, EARLY MORNING`: a time at the end without a dash."""
    words = place.split(" ")
    if len(words) < 2 or _trim(words[-1]).upper() not in _TIMES:
        return place, ""
    at = len(words) - 1
    if at > 1 and _trim(words[at - 1]).upper() in _LEAN:
        at -= 1
    return _trim(" ".join(words[:at])), _trim(" ".join(words[at:]))
