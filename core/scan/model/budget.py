"""What a scan may send: tokens counted with care, and a ceiling that all steps together keep to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.rules.counting import tokens

INPUT_RATIO = 1.6
"""Input tokens of a whole scan for each token of the script, at most, wherever the script is long enough."""
PLANNED_RATIO = 1.58
"""What is planned for, because no two tokenizers count alike."""


@dataclass(slots=True)
class Budget:
    """The input tokens that one scan may still send; it may go below zero by repairs only."""

    total: int
    spent: int = field(default=0, init=False)

    @property
    def left(self) -> int:
        """What is still to be sent, never below zero."""
        return max(0, self.total - self.spent)

    def spend(self, sent: int) -> None:
        """Note a question that is sent, or was once and is now answered from the cache."""
        self.spent += sent


def fitting(parts: Iterable[str], room: int) -> Iterator[str]:
    """The first of `parts` that fit into `room` tokens together, each on a line of its own."""
    for part in parts:
        room -= tokens(part)
        if room < 0:
            return
        yield part
