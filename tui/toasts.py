"""How long toasts stand, and which of them: read before they go, never a pile."""

from __future__ import annotations

from collections.abc import Sequence

LEAST_S, LEAST_WITH_UNDO_S, MOST_S = 3.0, 5.0, 12.0
READ_PER_S = 15
"""Characters that are read in a second, unhurried, beside other work."""

MOST_TOASTS = 3


def seconds_for(text: str, *, undoable: bool = False) -> float:
    """How long a toast stands, in seconds: time to see it and to read it, longer when one may act on it."""
    least = LEAST_WITH_UNDO_S if undoable else LEAST_S
    return min(MOST_S, max(least, 1.5 + len(text) / READ_PER_S))


def to_take_away(shown: Sequence[str], text: str) -> list[int]:
    """The numbers of the toasts that go when `text` comes: the same one, and the oldest above the limit."""
    same = [at for at, other in enumerate(shown) if other == text]
    kept = [at for at in range(len(shown)) if at not in same]
    return sorted(same + kept[: max(0, len(kept) - MOST_TOASTS + 1)])
