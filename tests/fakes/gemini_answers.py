"""What the stand-in for Gemini answers when it has no orders: simple rules over the request's own text.

No intelligence, but never an invention: every line number it cites stands in the prompt.
"""

from __future__ import annotations

import hashlib
import html
import io
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
    r'^<entity id="(?P<id>[^"]+)" type="(?P<type>\w+)" name="(?P<name>[^"]*)".*?>\n(?P<body>.*?)^</entity>',
    re.MULTILINE | re.DOTALL,
)
_FACT = re.compile(r"^(?P<id>f\d+) \[(?P<field>\w+)\][^:]*: (?P<value>.*)$", re.MULTILINE)
_CAPS = re.compile(r"\b[A-Z]{3,} [A-Z]{3,}\b")
MAX_PROPS = 8


@dataclass(frozen=True, slots=True)
class Numbered:
    """One numbered line of a prompt; `mark` is "#", "@", "~" or ""."""

    number: int
    mark: str
    text: str


def numbered(prompt: str) -> list[Numbered]:
    """All numbered lines of a prompt."""
    return [Numbered(int(number), mark, words) for number, mark, words in _NUMBERED.findall(prompt)]


def answer_for(step: str, prompt: str) -> Json | None:
    """The JSON answer to a prompt whose schema is titled `step`; None for an unknown one."""
    answers: dict[str, Callable[[str], Json]] = {
        "Extraction": _extraction,
        "Resolution": _resolution,
        "Distillation": lambda text: {"profiles": [_profile(*entity) for entity in _entities(text)]},
        "Verdicts": lambda text: {"verdicts": [_verdict(*entity) for entity in _entities(text)]},
        "MergedProfile": _merged,
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
    return re.sub(r"\(.*?\)|\^", "", cue).strip()


def _place(heading: str) -> str:
    match = _HEADING.match(re.sub(r"\(.*?\)", "", heading).strip())
    return match["place"].strip() if match else ""


def _entity(name: str, type_: str, lines: list[Numbered]) -> Json:
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    hits = [line for line in lines if pattern.search(line.text)]
    first = [line.number for line in sorted(hits, key=lambda line: line.mark != "")]
    ghost = _ghost(name, hits)
    return {"name": name, "type": type_, "aliases": [], "lines": first[:12], "ghost": ghost}


def _ghost(name: str, hits: list[Numbered]) -> str:
    if re.search(r"\b(?:CROWD|GUESTS|VOICES)\b", name):
        return "crowd"
    if re.search(r"\b(?:SILENCE|NOISE|SOUND)\b", name):
        return "sound"
    cues = [line.text for line in hits if line.mark == "@"]
    return "voice_only" if cues and all("V.O." in cue for cue in cues) else "none"


def _resolution(prompt: str) -> Json:
    """Joins names that differ in their spaces only."""
    same: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for id_, type_, name, body in _entities(prompt):
        for line in numbered(body):
            if name.casefold() in line.text.casefold():
                same.setdefault((type_, name.replace(" ", "")), []).append((id_, line.number))
                break
    joins = [
        {
            "members": [id_ for id_, _ in members],
            "primary": members[0][0],
            "lines": [number for _, number in members],
            "reason": "The names differ in their spaces only.",
        }
        for members in same.values()
        if len(members) > 1
    ]
    return {"joins": joins}


def _entities(prompt: str) -> list[tuple[str, str, str, str]]:
    found = _ENTITY.finditer(prompt)
    return [(m["id"], m["type"], html.unescape(m["name"]), m["body"]) for m in found]


def _profile(id_: str, type_: str, name: str, body: str) -> Json:
    action = [line for line in numbered(body) if not line.mark]
    lines = sorted(action, key=lambda line: name.casefold() not in line.text.casefold())[:3]
    fields = FIELDS[type_]
    traits: list[Json] = [
        {"field": fields[i], "value": _phrase(line.text), "lines": [line.number], "inferred": False}
        for i, line in enumerate(lines)
    ]
    summary = " ".join(f"{trait['value']}." for trait in traits)
    return {"id": id_, "traits": traits, "conflicts": [], "visualSummary": summary}


def _phrase(words: str) -> str:
    return " ".join(words.split()[:9]).strip(" .,;:!?")


def _verdict(id_: str, type_: str, name: str, body: str) -> Json:
    ghost = re.search(r"took it for: (\w+)", body)
    high = "[" in body and not ghost
    return {
        "id": id_,
        "isHighPriority": high,
        "ghost": ghost[1] if ghost else "none",
        "priorityReason": "It is seen, and the story needs it." if high else "Nothing is said of its look.",
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
