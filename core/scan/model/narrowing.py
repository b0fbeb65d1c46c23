"""Asking for less when an answer can't be had: halves, then halves of those, then that part stays open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from core.errors import ProviderError
from core.scan.model.asking import Asker, Question, attempt, together

A = TypeVar("A", bound=BaseModel)
P = TypeVar("P")

MAX_HALVINGS = 2


@dataclass(frozen=True)
class Parts(Generic[P, A]):
    """How a part is asked for and halved. `question(part, repairs, last)`; `halves(part)` is empty when it is
    as small as it gets."""

    question: Callable[[P, bool, bool], Question[A]]
    halves: Callable[[P], Sequence[P]]


async def narrowed(
    asker: Asker, part: P, parts: Parts[P, A], halvings: int = MAX_HALVINGS
) -> list[tuple[P, A | ProviderError]]:
    """The answer for a part, or those for its halves and quarters; an error for what can't be had.

    The whole part has one repair round, its halves have none. Where an earlier scan got as far as the halves,
    the whole is not asked for again.

    Raises:
        ProviderError: one that the next call would meet as well.
    """
    smaller = parts.halves(part) if halvings else ()
    if not smaller or not await _failed_before(asker, part, parts, halvings):
        question = parts.question(part, halvings == MAX_HALVINGS, not smaller)
        answer = await attempt(asker.ask(question))
        if not isinstance(answer, ProviderError) or not smaller:
            return [(part, answer)]
    found = await together([narrowed(asker, half, parts, halvings - 1) for half in smaller])
    return [one for half in found for one in half]


async def _failed_before(asker: Asker, part: P, parts: Parts[P, A], halvings: int) -> bool:
    """Whether a part was refused and its halves were answered, or theirs."""
    if await asker.knows(parts.question(part, False, False)):
        return False
    return await _halves_known(asker, part, parts, halvings)


async def _halves_known(asker: Asker, part: P, parts: Parts[P, A], halvings: int) -> bool:
    for half in parts.halves(part) if halvings else ():
        if await asker.knows(parts.question(half, False, False)):
            return True
        if await _halves_known(asker, half, parts, halvings - 1):
            return True
    return False
