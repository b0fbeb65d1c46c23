"""The lookbook to show people: one HTML page that needs no other file and no network."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from typing import Final

from core.handoff.bundle import HandoffAsset, HandoffBundle
from core.handoff.manifest import References
from core.models import AspectRatio, AssetId, AssetType, Mention

LONGEST_SIDE: Final = 1200
"""Pixels of an embedded picture; the full ones lie in `pictures/`."""

REFERENCE_SIDE: Final = 480
"""Pixels of an embedded reference image."""

QUOTES: Final = 4
"""How many mentions are quoted under an asset; the manifest has all."""

_HEADINGS: Final = {AssetType.CHARACTER: "Cast", AssetType.LOCATION: "Places", AssetType.PROP: "Props"}
_SWATCH: Final = re.compile("#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class TraitLine:
    """One field of traits as shown: `values` with whether each is inferred."""

    label: str
    values: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Plate:
    """One asset as the page shows it. `picture` is a data URI or empty."""

    anchor: str
    name: str
    aliases: str
    description: str
    additions: str
    picture: str
    ratio: str
    placeholder: bool
    locked: bool
    traits: tuple[TraitLine, ...]
    appears: str
    quotes: tuple[Mention, ...]
    more: int
    open_conflicts: int
    voice_id: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference image of the style as the page shows it."""

    name: str
    picture: str


def render_page(
    bundle: HandoffBundle, pictures: Mapping[AssetId, bytes], references: References | None = None
) -> str:
    """The whole page. `pictures` are full-size bytes by asset; everything from outside is escaped.

    The style's reference images are shown when `references` has their files.

    Raises:
        BadPicture: a picture can't be decoded.
    """
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = files("core.handoff").joinpath("lookbook.html.j2").read_text(encoding="utf-8")
    sections = [(type.value, heading, _plates(bundle, type, pictures)) for type, heading in _HEADINGS.items()]
    return environment.from_string(source).render(
        bundle=bundle,
        draft=not bundle.gate.open,
        swatches=_swatches(bundle),
        references=_shown_references(bundle, references or {}),
        sections=[section for section in sections if section[2]],
        placeholders=any(entry.image and entry.image.placeholder for entry in bundle.assets),
    )


def ranges(numbers: Sequence[int]) -> str:
    """Sorted numbers in the way people list them: "1, 3–5, 9"."""
    ordered = sorted(set(numbers))
    runs = []
    for _, members in groupby(enumerate(ordered), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in members]
        joint = "–" if len(run) > 2 else ", "
        runs.append(str(run[0]) if len(run) == 1 else f"{run[0]}{joint}{run[-1]}")
    return ", ".join(runs)


def appearance(mentions: Sequence[Mention]) -> str:
    """Where an asset appears, in one line; says so when it appears nowhere in the script."""
    if not mentions:
        return "Added by hand; not named in the script."
    scenes = [mention.scene for mention in mentions if mention.scene is not None]
    pages = {mention.page for mention in mentions}
    where = f"{_plural('Page', len(pages))} {ranges(sorted(pages))}"
    return f"{_plural('Scene', len(set(scenes)))} {ranges(scenes)} · {where.lower()}" if scenes else where


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"


def _swatches(bundle: HandoffBundle) -> list[str]:
    """Only what is a colour may stand in a style attribute."""
    return [colour for colour in bundle.style.palette if _SWATCH.fullmatch(colour)] if bundle.style else []


def _shown_references(bundle: HandoffBundle, references: References) -> list[Reference]:
    images = bundle.style.reference_images if bundle.style else ()
    return [
        Reference(image.name, _data_uri(image.path.read_bytes(), REFERENCE_SIDE))
        for image in images
        if image.sha256 in references
    ]


def _plates(bundle: HandoffBundle, type: AssetType, pictures: Mapping[AssetId, bytes]) -> list[Plate]:
    return [_plate(entry, pictures.get(entry.asset.id)) for entry in bundle.of_type(type)]


def _plate(entry: HandoffAsset, picture: bytes | None) -> Plate:
    asset = entry.asset
    quoted = [mention for mention in asset.source_mentions if mention.text.strip()]
    return Plate(
        anchor=f"asset-{asset.id}",
        name=asset.name,
        aliases=", ".join(asset.aliases),
        description=asset.description,
        additions=asset.additions,
        picture=_data_uri(picture, LONGEST_SIDE) if picture else "",
        ratio=_css_ratio(asset.aspect_ratio),
        placeholder=bool(entry.image and entry.image.placeholder),
        locked=asset.locked_at is not None,
        traits=_trait_lines(entry),
        appears=appearance(asset.source_mentions),
        quotes=tuple(quoted[:QUOTES]),
        more=max(0, len(quoted) - QUOTES),
        open_conflicts=sum(conflict.decision is None for conflict in asset.conflicts),
        voice_id=asset.voice_id or "",
    )


def _trait_lines(entry: HandoffAsset) -> tuple[TraitLine, ...]:
    fields: dict[str, list[tuple[str, bool]]] = {}
    for trait in entry.asset.traits:
        fields.setdefault(trait.field, []).append((trait.value, trait.inferred))
    return tuple(
        TraitLine(field.replace("_", " ").capitalize(), tuple(values)) for field, values in fields.items()
    )


def _css_ratio(ratio: AspectRatio) -> str:
    return ratio.value.replace(":", " / ")


def _data_uri(picture: bytes, longest_side: int) -> str:
    from core.providers.pictures import downscaled_jpeg

    return "data:image/jpeg;base64," + base64.b64encode(downscaled_jpeg(picture, longest_side)).decode(
        "ascii"
    )
