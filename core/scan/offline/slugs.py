"""Secondary slugs: a line in capitals, alone in a scene, that moves it to another part of the set."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from core.models import Line, LineKind
from core.scan.offline.place_names import split_room
from core.scan.offline.place_words import ROOMS
from core.scan.offline.sites import Reader, Site, Words
from core.scan.offline.source import canonical
from core.scan.offline.words import CAMERA
from core.screenplay.headings import parse_heading

MAX_SLUG_WORDS = 8

_LEAD = re.compile(r"(?:BACK )?(?:(?:IN|AT|ON|INSIDE|TO|INTO|BY)\b(?: THE| AN?)? ?)?")
_MARGIN_LABEL = re.compile(r"([A-Z]{0,2}\d{1,4}[A-Z]{0,2}) +(.{1,80}?) +\*?\1\*?")


def with_slugs(reader: Reader, sites: Collection[Site]) -> list[Site]:
    """The stays of the headings and of the slugs between them, in script order; each ends at the next."""
    ordered = sorted([*sites, *_slugs(reader, sites)], key=lambda site: site.line)
    ends = {site.scene.number: site.last for site in sites}
    starts = sorted({site.line for site in ordered})
    following = dict(pairwise(starts))
    return [
        replace(site, last=min(following.get(site.line, last + 1) - 1, last))
        for site in ordered
        for last in (ends.get(site.scene.number, site.last),)
    ]


def _slugs(reader: Reader, sites: Iterable[Site]) -> Iterator[Site]:
    known = {site.name.words for site in sites}
    scenes = {scene.number: scene for scene in reader.screenplay.scenes}
    for line in _lines_alone(reader.screenplay.lines):
        text = _bare(line.text)
        if line.scene in scenes and text and not _is_somebody(text, reader.people):
            site = reader.site(scenes[line.scene], line.number, line.number, parse_heading(text))
            if site is not None and (site.name.words in known or _is_plain_room(site.words)):
                yield replace(site, is_slug=True)


def _bare(text: str) -> str:
    """A slug without its scene number and preposition: `12 BACK IN THE KITCHEN 12`; "" for what is none."""
    text = text.strip()
    label = _MARGIN_LABEL.fullmatch(text)
    text = (label[2] if label else text).lstrip("-–— ")
    lead = _LEAD.match(text)
    bare = text[lead.end() :] if lead else text
    is_shout = text[-1:] in ("!", "?", "…", '"', "”") or text.endswith("..")
    return (
        "" if is_shout or len(text.split()) > MAX_SLUG_WORDS or CAMERA.search(bare.split(" - ")[0]) else bare
    )


def _is_somebody(text: str, people: Collection[str]) -> bool:
    return canonical(text) in people


def _is_plain_room(words: tuple[Words, ...]) -> bool:
    """KITCHEN, UPSTAIRS HALLWAY, LIVING ROOM: a room and what rooms are told apart by, nothing else."""
    return len(words) == 1 and words[0][-1] in ROOMS and not split_room(words[0])[0] and words[0] != ("ROOM",)


def _lines_alone(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines of action in capitals with no action before or behind them."""
    by_number = {line.number: line for line in lines}
    for line in by_number.values():
        around = (by_number.get(line.number - 1), by_number.get(line.number + 1))
        alone = all(other is None or other.kind is not LineKind.ACTION for other in around)
        if alone and line.kind is LineKind.ACTION and line.text.isupper():
            yield line
