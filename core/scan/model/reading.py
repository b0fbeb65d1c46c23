"""Extract: every window of the script at once; what can't be read is narrowed down, and then said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.errors import AnswerInvalid, ProviderError
from core.models import LineKind, ScanStage, UnreadLines
from core.scan.model.asking import Asker, Question, together
from core.scan.model.narrowing import Parts, narrowed
from core.scan.model.schemas import Extraction
from core.scan.model.source import Passage, Source, halves, render

Window = tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the windows gave, and the stretches that no answer could be had for."""

    extractions: tuple[Extraction, ...]
    unread: tuple[UnreadLines, ...]


def questions(source: Source, windows: Sequence[Window]) -> list[Question[Extraction]]:
    """The questions of a script where all goes well."""
    return [
        _question(source, window, f"{number} of {len(windows)}") for number, window in enumerate(windows, 1)
    ]


async def read(asker: Asker, source: Source, windows: Sequence[Window]) -> Reading:
    """Read all windows.

    Raises:
        ProviderError: nothing could be read, or the next call would fail as this one did.
    """
    if not windows:
        raise AnswerInvalid("The script has no scenes, speech or action that could be scanned.")
    answers = await together(
        [
            narrowed(asker, window, _parts(source, f"{number} of {len(windows)}"))
            for number, window in enumerate(windows, 1)
        ]
    )
    parts = [part for answer in answers for part in answer]
    failed = [(window, answer) for window, answer in parts if isinstance(answer, ProviderError)]
    if len(failed) == len(parts):
        raise failed[0][1]
    unread = tuple(_joined(failed))
    for lines in unread:
        asker.warn(
            f"Lines {lines.first} to {lines.last} could not be read and are left out: {lines.reason} "
            "Scan again to read them; what was read costs nothing."
        )
    read = [_within(answer, window) for window, answer in parts if isinstance(answer, Extraction)]
    return Reading(tuple(read), unread)


def _parts(source: Source, part: str) -> Parts[Window, Extraction]:
    def question(window: Window, repairs: bool, last: bool) -> Question[Extraction]:
        return _question(source, window, part, repairs=repairs, last=last)

    return Parts(question, halves)


def _question(
    source: Source, window: Window, part: str, *, repairs: bool = True, last: bool = False
) -> Question[Extraction]:
    variables = {"title": source.title, "part": part, "script": render(window)}
    people = any(passage.kind is LineKind.CUE for passage in window)

    def fault(answer: Extraction) -> str:
        missing = people and not answer.entities
        return "The answer lists no entity, though the passages have cues." if missing else ""

    return Question("extract", Extraction, variables, ScanStage.EXTRACT, fault, repairs, last)


def _within(answer: Extraction, window: Window) -> Extraction:
    """An answer with the numbers only that stand in its window."""
    shown = {line.number for passage in window for line in passage.lines}
    return Extraction(
        entities=[
            one.model_copy(update={"lines": [n for n in one.lines if n in shown]}) for one in answer.entities
        ]
    )


def _joined(failed: Iterable[tuple[Window, ProviderError]]) -> Iterable[UnreadLines]:
    for window, error in failed:
        yield UnreadLines(window[0].number, window[-1].lines[-1].number, error.message)
