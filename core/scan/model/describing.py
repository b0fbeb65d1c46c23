"""Distil: the evidence of all entities at once, in batches; the looks that the model makes of it."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import ProviderError
from core.models import ScanStage
from core.scan.model.asking import Asker, Question, together
from core.scan.model.evidence import Evidence, Known, batches, choose, distil_text, halves, rank
from core.scan.model.narrowing import Parts, narrowed
from core.scan.model.schemas import Distillation, Profile
from core.scan.model.source import Source

MAX_LISTED = 8
Batch = tuple[Evidence, ...]


def deal(source: Source, known: Sequence[Known], count: int, room: int, room_of_one: int) -> list[Batch]:
    """`room` tokens of evidence in `count` batches of `room_of_one` at most; fewer when little is shown."""
    groups = batches([rank(one, source) for one in known], count)
    choose(groups, room, room_of_one)
    return [tuple(group) for group in groups if any(one.chosen for one in group)]


async def describe(asker: Asker, source: Source, dealt: Sequence[Batch]) -> dict[str, Profile]:
    """The profiles by entity id.

    Raises:
        ProviderError: the next call would fail as this one did.
    """
    _say_left_out(asker, [one for batch in dealt for one in batch])
    shown = [tuple(one for one in batch if one.chosen) for batch in dealt]
    answers = await together([narrowed(asker, batch, _parts(source)) for batch in shown])
    profiles: dict[str, Profile] = {}
    for batch, answer in (part for parts in answers for part in parts):
        if isinstance(answer, ProviderError):
            _say_undescribed(asker, batch, f"the model failed ({answer.message})")
            continue
        profiles |= {profile.id: profile for profile in answer.profiles}
        forgotten = [one for one in batch if one.entity.id not in profiles]
        if forgotten:
            _say_undescribed(asker, forgotten, "the model's answer leaves them out")
    return profiles


def _parts(source: Source) -> Parts[Batch, Distillation]:
    def question(batch: Batch, repairs: bool, last: bool) -> Question[Distillation]:
        variables = {"title": source.title, "evidence": distil_text(batch)}
        ids = {one.entity.id for one in batch}

        def fault(answer: Distillation) -> str:
            found = ids & {profile.id for profile in answer.profiles}
            return "" if found else f"The answer has no profile of {', '.join(sorted(ids))}."

        return Question("distil", Distillation, variables, ScanStage.DISTIL, fault, repairs, last)

    return Parts(question, halves)


def _say_left_out(asker: Asker, evidence: Sequence[Evidence]) -> None:
    short = [one for one in evidence if one.left_out]
    if short:
        passages = sum(one.left_out for one in short)
        asker.warn(
            f"{len(short)} entities have more passages than the budget allows: the {passages} least visual "
            "ones were not read a second time for their look."
        )


def _say_undescribed(asker: Asker, group: Sequence[Evidence], reason: str) -> None:
    names = ", ".join(one.entity.name for one in group[:MAX_LISTED])
    more = " and others" if len(group) > MAX_LISTED else ""
    asker.warn(f"Without a description, because {reason}: {names}{more}.")
