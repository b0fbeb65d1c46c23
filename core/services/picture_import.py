"""Picture files of one's own: read, looked at, and brought into an asset's ratio. All of it blocks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.errors import BadPicture, WrongShape
from core.models import Anchor, AspectRatio, AssetType, Fit, FoundPicture
from core.providers.pictures import MAX_BYTES, PictureInfo, fit_picture, inspect_picture, plain_picture
from core.rules.framing import aspect_ratio_for, crop_anchor, crop_cuts, fits, pixel_size, spare_percent
from core.text import clean_line

PREVIEW_PIXELS = 768
"""The longer side of a preview: more than a terminal shows."""


@dataclass(frozen=True, slots=True)
class TakenPicture:
    """A picture as it becomes a candidate, and the line that says where it came from."""

    data: bytes
    info: PictureInfo
    origin: str


def find_picture(path: Path, type: AssetType) -> FoundPicture:
    """What a file is and how it fits an asset of the type.

    Raises:
        BadPicture: it can't be read, or is no PNG, JPEG or WebP.
    """
    info, ratio = inspect_picture(_read(path)), aspect_ratio_for(type)
    cuts = crop_cuts(info.width, info.height, ratio)
    return FoundPicture(
        path=path,
        name=clean_line(path.name),
        mime=info.mime,
        width=info.width,
        height=info.height,
        ratio=ratio,
        fits=not cuts,
        spare_percent=spare_percent(info.width, info.height, ratio) if cuts else 0,
        cuts=cuts,
        anchor=crop_anchor(type, cuts),
        notes=(*info.oddities, *_smallness(info, ratio)),
    )


def preview_picture(path: Path, ratio: AspectRatio, fit: Fit, anchor: Anchor) -> bytes:
    """A PNG of at most `PREVIEW_PIXELS` of how the picture would look."""
    return fit_picture(_read(path), ratio, fit, anchor, longest=PREVIEW_PIXELS)


def take_picture(path: Path, ratio: AspectRatio, fit: Fit | None, anchor: Anchor) -> TakenPicture:
    """The picture as a candidate: as it is where it is plain and fits, else made anew as PNG.

    Raises:
        BadPicture: as `find_picture`.
        WrongShape: it does not fit, and `fit` is not given.
    """
    data, name = _read(path), clean_line(path.name)
    info = inspect_picture(data)
    if fits(info.width, info.height, ratio):
        data = plain_picture(data) if info.oddities else data
        return TakenPicture(data, inspect_picture(data), f"imported from {name}")
    if fit is None:
        raise WrongShape(
            f"{name} is {info.width}x{info.height}, not {ratio}. Say whether to crop or to pad it."
        )
    kept = f", {anchor} kept" if fit == "crop" and anchor != "centre" else ""
    how = "cropped" if fit == "crop" else "padded"
    data = fit_picture(data, ratio, fit, anchor)
    return TakenPicture(data, inspect_picture(data), f"imported from {name}, {how}{kept}")


def _smallness(info: PictureInfo, ratio: AspectRatio) -> tuple[str, ...]:
    width, height = pixel_size(ratio)
    if info.width * 2 > width and info.height * 2 > height:
        return ()
    return (f"It is small: generated pictures have {width}x{height} pixels.",)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadPicture(f"{clean_line(str(path))} can't be read: {error.strerror}.") from error
