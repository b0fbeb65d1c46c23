"""A style's text as a person wrote it: its parts where it has headings, and what medium it speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

PARTS = ("Medium", "Lens", "Light", "Palette", "Texture", "Era", "Avoid")
"""What a style should say, in the order of the built-in ones."""

SKELETON = "\n".join(f"{part}: " for part in PARTS)

Surface = Literal["smooth", "grain", "flat", "paint", "hatch", "print", "cut", "puppet", "render", "noise"]
Light = Literal["soft", "hard", "glow"]
Frame = Literal["full", "paper", "gate", "scope"]

_HEADING = re.compile(r"^(\w[\w ]{1,18}): +(?=\S)", re.MULTILINE)
_AVOIDED = re.compile(r"\b(?:avoid|no|not|never|without|nothing)\b[^.;]*", re.IGNORECASE)

_SURFACES: tuple[tuple[Surface, str], ...] = (
    ("puppet", r"stop.motion|puppet|claymation|clay\b|needle.felt|miniature set"),
    ("render", r"computer.animat|3d\b|cgi\b|path.trac|ray.trac|unreal|octane"),
    ("hatch", r"charcoal|pencil|crayon|etching|engraving|hatch|pen and ink|india ink|sketch"),
    ("cut", r"wood.?cut|wood.?block|lino.?cut|ukiyo|block print"),
    ("print", r"halftone|comic|pop art|risograph|screen.?print|ben.day|letterpress|pulp cover"),
    ("flat", r"\bcels?\b|anime|vector|cartoon|clear line|ligne claire|paper cut|flat colour|flat color"),
    ("paint", r"gouache|watercolou?r|oil paint|\boils?\b|acrylic|tempera|fresco|paint(?:ed|ing)"),
    ("noise", r"camcorder|\bdv\b|vhs|\bvideo|webcam|pixel|glitch|cctv|surveillance"),
    ("smooth", r"\bdigital|sensor"),
    (
        "grain",
        r"\bfilm\b|\d\d?mm\b|super.?8|negative|reversal|photo|print|kodachrome|technicolor|plate|stock",
    ),
)


@dataclass(frozen=True, slots=True)
class SampleLook:
    """How a style's sample is drawn: the medium of its surface, light, frame, and what else is seen of it."""

    surface: Surface = "smooth"
    light: Light = "soft"
    frame: Frame = "full"
    coarse: bool = False
    slats: bool = False
    """Shadows of a blind."""
    fringe: bool = False
    """Colours that don't quite meet."""
    accent: bool = False
    """One colour on one thing, the rest without."""
    blocks: bool = False
    """Buildings in the place of hills."""


def style_parts(text: str) -> list[tuple[str, str]]:
    """(heading, text) of each part of a description; a heading is "" where the text has none."""
    found = list(_HEADING.finditer(text))
    if not found:
        return [("", text)]
    ends = [*(match.start() for match in found[1:]), len(text)]
    parts = [(match[1], text[match.end() : end].strip()) for match, end in zip(found, ends, strict=True)]
    before = text[: found[0].start()].strip()
    return [("", before), *parts] if before else parts


def sample_look(text: str) -> SampleLook:
    """The look that a description speaks of: its medium first, then all but what it avoids."""
    parts = {heading.casefold(): body for heading, body in style_parts(text.casefold())}
    parts.pop("avoid", None)
    whole = _AVOIDED.sub("", " ".join(parts.values()))
    medium, light = parts.get("medium", whole), parts.get("light", whole)

    drawn = _surface(medium) or _surface(whole) or "smooth"
    built = " ".join(body for heading, body in parts.items() if heading != "palette")
    return SampleLook(
        surface=drawn,
        light=_light(light, whole),
        frame=_frame(drawn, whole),
        coarse=_says(r"coarse|pushed|16mm|super.?8|gritty|heavy grain", whole),
        slats=_says(r"\bslats?\b|\bblinds\b|banister", whole),
        fringe=_says(r"two-colou?r|two-strip|colou?r fringe|chromatic", whole),
        accent=_says(r"\b(?:one|single) (?:\w+ )?\w+ accent|spot colou?r", whole),
        blocks=_says(r"concrete|brutalis|monolith|skyscraper|metropolis", _AVOIDED.sub("", built)),
    )


def _says(pattern: str, text: str) -> bool:
    return re.search(pattern, text) is not None


def _light(light: str, whole: str) -> Light:
    if _says("neon|glow", light) and _says("night|neon", whole):
        return "glow"
    if _says(r"\bhard\b|harsh|fresnel|raking|spotlight", light):
        return "hard"
    open_sky = _says(r"\bnoon\b|desert|blazing", light) and not _says("overcast|soft|shadowless", light)
    return "hard" if open_sky else "soft"


def _surface(text: str) -> Surface | None:
    return next((surface for surface, pattern in _SURFACES if re.search(pattern, text)), None)


def _frame(surface: Surface, text: str) -> Frame:
    if surface in {"hatch", "paint", "cut", "print"} and re.search(
        r"paper|newsprint|canvas|sheet|page", text
    ):
        return "paper"
    if re.search(r"anamorphic|widescreen|cinemascope|\bscope\b", text):
        return "scope"
    if re.search(r"16mm|super.?8|8mm|reversal", text):
        return "gate"
    return "full"
