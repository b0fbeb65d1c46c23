"""What the stand-in for Gemini answers when it has no orders: simple rules over the request's own text.

No intelligence, but never an invention: every line number it cites stands in the prompt.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

SIZES = {"2:3": (848, 1264), "16:9": (1376, 768), "1:1": (1024, 1024)}
FIELDS = {
    "character": ("physical_features", "clothing", "demeanor"),
    "location": ("architecture", "atmosphere_light", "dressing"),
    "prop": ("form", "material", "condition"),
}
_NUMBERED = re.compile(r"^(\d+)\|(?:([#@~]) )?(.*)$", re.MULTILINE)
_HEADING = re.compile(r"^(?:(?:INT|EXT|EST|I/E)[./ ]+)+(?P<place>.*?)(?: - .*)?$", re.IGNORECASE)
_ENTITY = re.compile(
    r'^(?P<id>e\d+) (?P<names>"(?:[^"\\]|\\.)*"(?:, "(?:[^"\\]|\\.)*")*)(?:: (?P<what>.*))?$'
)
_TYPES = {"characters": "character", "locations": "location", "props": "prop"}
_FACT = re.compile(r"^(?P<id>f\d+) \[(?P<field>\w+)\][^:]*: (?P<value>.*)$", re.MULTILINE)
_CAPS = re.compile(r"\b[A-Z]{3,} [A-Z]{3,}\b")
MAX_PROPS = 8


@dataclass(frozen=True, slots=True)
class Numbered:
    """One numbered passage of a prompt; `mark` is "#", "@", "~" or ""."""

    number: int
    mark: str
    text: str


@dataclass(slots=True)
class Listed:
    """One entity as a prompt lists it, with the passages below it; `what` is what else stands in its line."""

    id: str
    type: str
    name: str
    what: str
    body: list[Numbered]


def numbered(prompt: str) -> list[Numbered]:
    """All numbered passages of a prompt."""
    return [Numbered(int(number), mark, words) for number, mark, words in _NUMBERED.findall(prompt)]


def listed(prompt: str) -> list[Listed]:
    """The entities of a prompt, typed by the line of their type or by their own."""
    found: list[Listed] = []
    by_number: dict[int, Numbered] = {}
    type_ = ""
    for line in prompt.splitlines():
        type_ = _TYPES.get(line, type_)
        if match := _ENTITY.match(line):
            what = match["what"] or ""
            own, _, seen = what.partition("; see ")
            one = Listed(match["id"], own if own in FIELDS else type_, "", what, [])
            one.name = json.loads(f"[{match['names']}]")[0]
            one.body += [by_number[int(number)] for number in re.findall(r"\d+", seen)]
            found.append(one)
        elif found and (passages := numbered(line)):
            by_number[passages[0].number] = passages[0]
            found[-1].body += passages
    return found


def answer_for(step: str, prompt: str) -> Json | None:
    """The JSON answer to a prompt whose schema is titled `step`; None for an unknown one."""
    answers: dict[str, Callable[[str], Json]] = {
        "Extraction": _extraction,
        "Resolution": _resolution,
        "Distillation": lambda text: {"profiles": [_profile(entity) for entity in listed(text)]},
        "Verdicts": lambda text: {"verdicts": [_verdict(entity) for entity in listed(text)]},
        "MergedProfile": _merged,
        "Ideas": _ideas,
    }
    return answers[step](prompt) if step in answers else None


def _extraction(prompt: str) -> Json:
    lines = numbered(prompt)
    cast = dict.fromkeys(_cue_name(line.text) for line in lines if line.mark == "@")
    places = dict.fromkeys(place for line in lines if line.mark == "#" and (place := _place(line.text)))
    action = [line for line in lines if not line.mark]
    capitals = dict.fromkeys(found for line in action for found in _CAPS.findall(line.text))
    props = [name for name in capitals if not any(name in other or other in name for other in cast)]
    found = [
        *(_entity(name, "character", lines) for name in cast if name),
        *(_entity(name, "location", lines) for name in places),
        *(_entity(name, "prop", action) for name in props[:MAX_PROPS]),
    ]
    return {"entities": [entity for entity in found if entity["lines"]]}


def _cue_name(cue: str) -> str:
    return re.sub(r"\(.*?\)|\^", "", cue.partition(" ~ ")[0]).strip()


def _place(heading: str) -> str:
    match = _HEADING.match(re.sub(r"\(.*?\)", "", heading).strip())
    return match["place"].strip() if match else ""


def _entity(name: str, type_: str, lines: list[Numbered]) -> Json:
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    hits = [line for line in lines if pattern.search(line.text.partition(" ~ ")[0])]
    first = [line.number for line in sorted(hits, key=lambda line: line.mark != "")]
    ghost = _ghost(name, hits)
    return {"name": name, "type": type_, "aliases": [], "lines": first[:12], "ghost": ghost}


def _ghost(name: str, hits: list[Numbered]) -> str:
    if re.search(r"\b(?:CROWD|GUESTS|VOICES)\b", name):
        return "crowd"
    if re.search(r"\b(?:SILENCE|NOISE|SOUND)\b", name):
        return "sound"
    cues = [line.text for line in hits if line.mark == "@"]
    return "voice_only" if cues and all("V.O." in cue.partition(" ~ ")[0] for cue in cues) else "none"


def _resolution(prompt: str) -> Json:
    """Joins names that differ in their spaces only."""
    same: dict[tuple[str, str], list[str]] = {}
    for one in listed(prompt):
        same.setdefault((one.type, one.name.replace(" ", "")), []).append(one.id)
    joins = [
        {
            "members": members,
            "primary": members[0],
            "lines": [],
            "reason": "The names differ in their spaces only.",
        }
        for members in same.values()
        if len(members) > 1
    ]
    return {"joins": joins, "suggestions": []}


def _profile(one: Listed) -> Json:
    action = [line for line in one.body if not line.mark]
    lines = sorted(action, key=lambda line: one.name.casefold() not in line.text.casefold())[:3]
    fields = FIELDS[one.type]
    traits: list[Json] = [
        {"field": fields[i], "value": _phrase(line.text), "lines": [line.number], "inferred": False}
        for i, line in enumerate(lines)
    ]
    phrases = (f"{trait['value']}." for trait in traits[:2])
    summary = " ".join((f"This is {one.name.title()}.", *phrases)) if traits else ""
    return {"id": one.id, "traits": traits, "conflicts": [], "visualSummary": summary}


def _phrase(words: str) -> str:
    return " ".join(words.split()[:9]).strip(" .,;:!?")


def _verdict(one: Listed) -> Json:
    ghost = re.search(r"read as (\w+)", one.what)
    high = ghost is None
    return {
        "id": one.id,
        "isHighPriority": high,
        "ghost": ghost[1] if ghost else "none",
        "priorityReason": "It is seen, and the story needs it." if high else "It can't be seen.",
        "confidenceScore": 0.9 if high else 0.4,
        "confidenceReason": "clear facts" if high else "no facts",
    }


def _merged(prompt: str) -> Json:
    facts = [match.groupdict() for match in _FACT.finditer(prompt)]
    traits = [{"field": f["field"], "value": f["value"], "facts": [f["id"]]} for f in facts]
    return {
        "visualSummary": " ".join(f"{f['value']}." for f in facts[:3]),
        "traits": traits,
        "conflicts": [],
    }


def _ideas(prompt: str) -> Json:
    """One statement for each aspect that the prompt lists."""
    listing = prompt.partition("<aspects>")[2].partition("</aspects>")[0]
    aspects = re.findall(r"^- ([^:\n]+)", listing, re.MULTILINE)
    return {"ideas": [{"aspect": aspect, "text": f"Of a plain kind, as to {aspect}."} for aspect in aspects]}


def rewording_of(prompt: str) -> list[str]:
    """The pieces of an answer to rewrite.md: the marked words, and what is new to them."""
    marked = re.search(r"<selection>(.*?)</selection>", prompt.partition("<description")[2], re.DOTALL)
    words = (marked[1] if marked else "the words").strip().rstrip(".").split()
    return [f"{word} " for word in [*words, "weathered", "by", "salt"]]


def picture_for(prompt: str, aspect_ratio: str) -> bytes:
    """A PNG of the ratio's 1K size, in colours that follow from the prompt; ratios unknown are square."""
    from PIL import Image, ImageDraw

    seed = hashlib.sha256(prompt.encode()).digest()
    width, height = SIZES.get(aspect_ratio, (1024, 1024))
    ground, figure = tuple(seed[0:3]), tuple(seed[3:6])
    image = Image.new("RGB", (width, height), ground)
    box = (width // 3, height // 4, width - width // 3, height - height // 10)
    ImageDraw.Draw(image).ellipse(box, fill=figure)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()
