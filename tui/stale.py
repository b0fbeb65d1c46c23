"""What a change of style makes stale, in the words of the dialog and of the command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.models import StalePicture


@dataclass(frozen=True, slots=True)
class StaleAsset:
    """An asset with what of it becomes stale: its image key, other candidates, pictures not made yet."""

    place: str
    """Project and branch."""
    name: str
    locked: bool
    has_key: bool
    candidates: int
    queued: int

    @property
    def words(self) -> str:
        """What of it, e.g. "image key, 2 candidates"."""
        parts = ["image key"] if self.has_key else []
        parts += [_counted(self.candidates, "candidate")] if self.candidates else []
        parts += [f"{self.queued} queued"] if self.queued else []
        return ", ".join(parts)


def stale_assets(stale: Iterable[StalePicture]) -> list[StaleAsset]:
    """The assets, branch by branch, each once: first those whose image key becomes stale."""
    by_asset: dict[int, list[StalePicture]] = {}
    for picture in stale:
        by_asset.setdefault(picture.asset_id, []).append(picture)
    assets = [_asset(ones) for ones in by_asset.values()]
    places = list(dict.fromkeys(asset.place for asset in assets))
    return sorted(assets, key=lambda asset: (places.index(asset.place), not asset.has_key))


def _asset(ones: list[StalePicture]) -> StaleAsset:
    first, made = ones[0], [one for one in ones if not one.queued]
    keys = sum(one.is_key for one in made)
    return StaleAsset(
        place=f"{first.project_title} / {first.branch_name}",
        name=first.asset_name,
        locked=first.locked,
        has_key=keys > 0,
        candidates=len(made) - keys,
        queued=len(ones) - len(made),
    )


def stale_summary(stale: Iterable[StalePicture]) -> str:
    """How many pictures, in a sentence or two; "" for none."""
    stale = list(stale)
    queued = sum(one.queued for one in stale)
    made = len(stale) - queued
    sentences = []
    if made:
        sentences.append(f"{_counted(made, 'picture')} {'becomes' if made == 1 else 'become'} stale.")
    if queued:
        sentences.append(f"{_counted(queued, 'queued picture')} will be cancelled.")
    return " ".join(sentences)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
