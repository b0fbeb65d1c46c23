"""Scene headings taken apart: `INT./EXT. HOUSE - KITCHEN - NIGHT (LATER)`.

Place and sub-places are words of the heading as they stand in it; times, camera, motion and weather are
told apart by `heading_words`, wherever in the heading they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from core.screenplay.heading_words import (
    ABBREVIATIONS,
    ASIDE_LEAD,
    CAMERA_LEAD,
    CAMERA_ONLY,
    CAMERA_TAIL,
    CLAUSE,
    LEAN,
    MOMENTS,
    MOTION_ONLY,
    OWN_VIEW,
    QUALIFIERS,
    SUBJECT_LEAD,
    TIMES,
    WEAK_MOMENTS,
    WEATHER,
)
from core.screenplay.shapes import heading_prefix, split_scene_number

MAX_HEADING_CHARS = 400

_DASH = re.compile(r" ?-{2,} ?| - | ?[–—~] ?| -(?=\S)|(?<=\S)- |(?<=[^\x00-\u2fff])-|^- ?| ?-$")
_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]{0,80})[)\]）]")
_UNCLOSED = re.compile(r" [(\[][^()\[\]]{0,80}$")
_MARGIN = re.compile(r"(?: ?#{1,2}(?=[A-Za-z ]{3})| ?>)[^\n]{0,200}$")
_LEADING_NUMBER = re.compile(r"[A-Z]{0,2}\d{1,4}(?:[.-]\d{1,4})?(?:\.? ?[A-Z]{1,2}(?=[.) ]))?[.)]? +")
_INNER_SIDE = re.compile(r"(?<![\w'’-])(?:I/E|(?:INT|EXT)(?:\.? ?/ ?(?:INT|EXT))?)(?![\w'’-])\.?")
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3})\. +(?=\S)")
_CLOCK = re.compile(r"['’`]?\d{1,4}S?|\d{1,2}:\d{2}", re.IGNORECASE)
_HOUR = re.compile(r"(?:ABOUT )?\d{1,2}(?:[:.]\d{2})? ?(?:[AP]\.? ?M\.?|O['’]CLOCK)", re.IGNORECASE)
_YEAR = re.compile(r"(?:(?:1[0-9]|20|21)\d{2}['’]?S?|['’`]\d{2}S?)\Z", re.IGNORECASE)
_DAY_OF = re.compile(r"(?:FIRST|SECOND|THIRD|LAST|NEXT|ANOTHER) (?:DAY|NIGHT|MORNING|EVENING) OF\b")
_STAGE_MARK = re.compile(r"[A-Z]|O\.?[SC]\.?|V\.?O\.?|CONT['’]?D?\.?|OPTIONAL|STOCK", re.IGNORECASE)
_REMARKS = (_STAGE_MARK, CAMERA_ONLY, MOTION_ONLY)
_SPLIT_WORDS = re.compile(r"[\s/,.\-]+")
_SIDE_LEAD = re.compile(r"(?:THE )?(?:INTERIOR|EXTERIOR) OF (?:THE )?", re.IGNORECASE)
_SIDE_NOUN = re.compile(r" \(?(?:INTERIOR|EXTERIOR|AGAIN)S?\)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's parts in its own letters. `interior` is "INT", "EXT", "INT/EXT", "EST" or "".

    `asides` are remarks on the set, in brackets, after a colon or a dash ("TANK", "ON THE ROOF"): part
    of its name only where they name a place. `also` are the further sets of a heading that names several
    ("INT. CAR / EXT. ROAD").
    """

    interior: str
    place: str
    sub_places: tuple[str, ...]
    time: str
    asides: tuple[str, ...] = ()
    also: tuple[Heading, ...] = ()


@dataclass(slots=True)
class _Findings:
    places: list[str] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)


def parse_heading(text: str) -> Heading:
    """Take a heading apart; what is no side, time, camera or motion is place and sub-places, in order."""
    chunks = _chunks(_without_margins(text))
    parsed = [(side, _read(rest)) for side, rest in chunks]
    if len(parsed) > 1 and not parsed[0][0]:
        parsed = _with_lead(parsed[0][1], parsed[1:])
    headings = [_heading(side, found) for side, found in parsed]
    named = [heading for heading in headings if heading.place] or headings[:1]
    first, *others = named
    time = first.time or next((heading.time for heading in headings if heading.time), "")
    return Heading(first.interior, first.place, first.sub_places, time, first.asides, tuple(others))


def _heading(side: str, found: _Findings) -> Heading:
    place, *subs = found.places or [""]
    return Heading(side, place, tuple(subs), ", ".join(found.times), tuple(found.asides))


def _with_lead(lead: _Findings, rest: list[tuple[str, _Findings]]) -> list[tuple[str, _Findings]]:
    """What stands before the side: a time or a remark (`DAY - INT. X`), or the place (`HOUSE. INT. DAY`)."""
    found = rest[0][1]
    found.times[:0] = lead.times
    found.places[:0] = lead.places
    return rest


# --- the whole line ------------------------------------------------------------------------------


def _without_margins(text: str) -> str:
    """The heading without scene numbers, revision marks and what a writer noted behind it."""
    text, _ = split_scene_number(" ".join(text.split())[:MAX_HEADING_CHARS])
    text = _MARGIN.sub("", text).strip(" *`")
    number = _LEADING_NUMBER.match(text)
    if number and ("." in number[0] or heading_prefix(text[number.end() :])):
        label = number[0].strip(" .)")
        text = text[number.end() :].removesuffix(label).strip(" *")
    return text


def _chunks(text: str) -> list[tuple[str, str]]:
    """The heading at its sides: `INT. CAR / EXT. ROAD` has two; what precedes the first has the side ""."""
    side, rest = _split_interior(_without_lead(text))
    chunks: list[tuple[str, str]] = []
    start = 0
    for match in _INNER_SIDE.finditer(rest):
        chunks.append((side, rest[start : match.start()].strip(" /&")))
        side, start = _side(match[0]), match.end()
    chunks.append((side, rest[start:].strip(" ./&")))
    if len(chunks) > 1 and chunks[0][0] and not chunks[0][1]:
        chunks.pop(0)
    return chunks


def _without_lead(text: str) -> str:
    """`FLASHBACK: INT. HOUSE` begins at its side."""
    lead, colon, rest = text.partition(":")
    return rest.strip() if colon and len(lead) < 40 and heading_prefix(rest.strip()) else text


def _split_interior(text: str) -> tuple[str, str]:
    match = heading_prefix(text)
    if match is None:
        return "", text
    rest = text[match.end() :].lstrip(" .-–—:。")
    if match["side"].upper() == "EST":
        nested, inner = _split_interior(rest)
        return nested or "EST", inner
    return _side(match["side"]), rest


def _side(side: str) -> str:
    upper = side.upper().strip(" .")
    if any(mark in upper for mark in "/\\&–-"):
        return "INT/EXT"
    return "INT" if upper[:3] in ("INT", "ИНТ", "INN") else "EXT"


# --- the parts -----------------------------------------------------------------------------------


def _read(text: str) -> _Findings:
    found = _Findings()
    text, late = _take_brackets(_UNCLOSED.sub("", text), found)
    for piece in (piece for part in _DASH.split(text) for piece in _sentences(part)):
        head, *notes = re.split(r":(?!\d)", piece)
        for part in filter(None, map(_trim, re.split(r",(?= |$)", head))):
            _sort(part, found, first=not found.places)
        found.asides += [note for note in map(_trim, notes) if note and not _is_time(note)]
    found.times += late
    lettered = [place for place in found.places if re.search(r"[^\W\d_]", place)]
    found.places = lettered or found.places[:1]
    return found


def _sentences(text: str) -> list[str]:
    pieces, start = [], 0
    for match in _SENTENCE.finditer(text):
        if text[start : match.start()].rpartition(" ")[2].upper() not in ABBREVIATIONS:
            pieces.append(text[start : match.start()])
            start = match.end()
    return [*pieces, text[start:]]


def _sort(part: str, found: _Findings, *, first: bool) -> None:
    """Put a part where it belongs: a time, a place, a remark on it, or nowhere."""
    upper = part.upper()
    if _is_time(part) and not (first and _is_weak(upper)):
        found.times.append(part)
    elif any(known.fullmatch(upper) for known in _REMARKS[first:]) or (not first and _is_shot(upper)):
        return
    elif not first and ASIDE_LEAD.match(upper):
        found.asides.append(_split_trailing_time(part)[0])
    else:
        place, times = _without_time(_without_camera(part, first=first))
        found.times += times
        if place and not CAMERA_ONLY.fullmatch(place.upper()):
            found.places.append(place)


def _take_brackets(text: str, found: _Findings) -> tuple[str, list[str]]:
    """The text without its brackets, and the times that stood in them; remarks become asides."""
    times = []
    for inner in map(_trim, _BRACKETS.findall(text)):
        upper = inner.upper()
        if _is_time(inner):
            times.append(inner)
        elif inner and not any(known.fullmatch(upper) for known in _REMARKS):
            found.asides.append(inner)
    return _BRACKETS.sub(" - ", text).replace(")", " ").strip(), times


def _trim(text: str) -> str:
    return text.strip(" .,:;-–—*`~")


def _is_time(text: str) -> bool:
    """Whether a part tells a time, a date or the weather and nothing else."""
    words = [bare for word in _SPLIT_WORDS.split(text.upper()) if (bare := word.strip("'’`*"))]
    if _DAY_OF.match(text.upper()) or (len(words) == 1 and (_YEAR.match(words[0]) or words[0] in WEATHER)):
        return True
    if _HOUR.fullmatch(text.strip()) or _YEAR.fullmatch(text.strip()):
        return True
    known = TIMES | MOMENTS | WEAK_MOMENTS | QUALIFIERS
    owned = (
        2 if len(words) > 1 and words[-1] in ("FLASHBACK", "DAYDREAM", "DREAM", "MEMORY", "NIGHTMARE") else 0
    )
    return (
        0 < len(words) <= 8
        and (bool(owned) or all(word in known or _CLOCK.fullmatch(word) for word in words))
        and any(word in TIMES or word in MOMENTS or word in WEAK_MOMENTS for word in words)
    )


def _is_shot(upper: str) -> bool:
    """A part that says whom the shot shows, or through whose eyes."""
    return any(lead.match(upper) for lead in (SUBJECT_LEAD, CAMERA_LEAD, OWN_VIEW))


def _is_weak(upper: str) -> bool:
    """THE DREAM, SPRING, MEMORY: alone at the start of a heading they are a place."""
    words = set(_SPLIT_WORDS.split(upper))
    return bool(words & WEAK_MOMENTS) and not words & (TIMES | MOMENTS)


def _without_camera(part: str, *, first: bool) -> str:
    upper = part.upper()
    lead = CAMERA_LEAD.match(upper) if first else None
    start = lead.end() if lead and lead.end() < len(part) else 0
    ends = [match.start() for cut in (CAMERA_TAIL, CLAUSE) if (match := cut.search(upper, start + 1))]
    place = _SIDE_LEAD.sub("", _trim(part[start : min(ends, default=len(part))]))
    return _SIDE_NOUN.sub("", place)


def _without_time(part: str) -> tuple[str, list[str]]:
    """`HOUSE NIGHT`, `HOUSE EARLY MORNING`, `DAWN THE ROAD`: a time at either end without a dash."""
    place, time = _split_trailing_time(part)
    words = place.split(" ")
    if len(words) > 2 and words[0].upper() in TIMES and words[1].upper() in ("THE", "A", "AN"):
        return " ".join(words[1:]), [words[0], *([time] if time else [])]
    return place, [time] if time else []


def _split_trailing_time(place: str) -> tuple[str, str]:
    words = place.split(" ")
    bare = [_trim(word).upper() for word in words]
    start = len(words)
    while start and (bare[start - 1] in TIMES | MOMENTS | QUALIFIERS or _CLOCK.fullmatch(bare[start - 1])):
        start -= 1
    at = next((at for at in range(start, len(words)) if bare[at] in TIMES or bare[at] in MOMENTS), len(words))
    while at < len(words) and at > start and bare[at - 1] in LEAN:
        at -= 1
    return (_trim(" ".join(words[:at])), _trim(" ".join(words[at:]))) if at else (place, "")
