"""Pictures that ride along with a prompt: which of them, and what a model shall take from each (SPEC 2.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from core.models import AssetType, ReferenceImage, ReferenceRole

_KEEP: Final[Mapping[AssetType, str]] = {
    AssetType.CHARACTER: "the same face, build and hair",
    AssetType.LOCATION: "the same architecture, layout and dressing",
    AssetType.PROP: "the same shape, material and wear",
}


def captions(references: Sequence[ReferenceImage], type: AssetType) -> tuple[str, ...]:
    """For each picture the line that goes before it: number, what it is, name, what to take from it."""
    return tuple(_caption(number, one, type) for number, one in enumerate(references, start=1))


def _caption(number: int, reference: ReferenceImage, type: AssetType) -> str:
    if reference.role is ReferenceRole.STYLE:
        return (
            f"Reference {number}, style, {reference.name}: "
            "take light, palette and texture from it, not its subject."
        )
    return (
        f"Reference {number}, {type}, {reference.name}: this is the {type} in an earlier picture; "
        f"keep {_KEEP[type]}. Style, pose and framing come from the text, and so does every detail it names."
    )


def choose_references(
    style: Sequence[ReferenceImage], key: ReferenceImage | None, most: int
) -> tuple[ReferenceImage, ...]:
    """What rides along where a model takes `most` pictures: the style's in their order, then the image key.

    The key was asked for, so the last of the style's make room for it.
    """
    keys = () if key is None or most < 1 else (key,)
    return (*style[: max(0, most - len(keys))], *keys)


def left_behind(style: Sequence[ReferenceImage], key: ReferenceImage | None, most: int, model: str) -> str:
    """What can't ride along and why, as a sentence; empty when all of it does."""
    going = choose_references(style, key, most)
    lost = len(style) - sum(one.role is ReferenceRole.STYLE for one in going)
    what = [_pictures(lost) + " of the style"] if lost else []
    what += ["the image key"] if key is not None and key not in going else []
    if not what:
        return ""
    takes = f"takes {most} at most" if most > 0 else "takes none"
    return f"Reference images: {model} {takes}, so {' and '.join(what)} won\u2019t go along."


def _pictures(count: int) -> str:
    return f"{count} picture{'' if count == 1 else 's'}"
