"""The state that a conflict was decided for, or else the later one, in the words that are selected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from core.models import Asset, Conflict, ConflictDecision, ConflictSide
from core.rules.describing import follow_decisions, states
from core.rules.phrases import phrase
from core.rules.prose import content, sentence_spans, sentences
from core.rules.rewriting.selecting import Selection


def touching(selection: Selection, conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """The conflicts that the selected sentences still tell of, each decided: an open one for the later state.

    Those that a person keeps as written are none.
    """
    start, end = _sentences_around(selection)
    told = sentences(selection.text[start:end])
    decided = (replace(one, decision=one.decision or ConflictDecision.LATER) for one in conflicts)
    open_ones = (one for one in decided if one.decision is not ConflictDecision.AS_WRITTEN)
    return tuple(one for one in open_ones if any(_tells(sentence, one, told) for sentence in told))


def no_conflict(asset: Asset, selection: Selection) -> str:
    """Why there is no conflict to fix in a selection, as a sentence; "" when there is one."""
    if not asset.conflicts:
        return f"The script has no conflict about {asset.name}."
    if not touching(selection, asset.conflicts):
        return f"The selected words tell of no conflict of {asset.name} that is left to fix."
    return ""


def settled(selection: Selection, conflicts: Sequence[Conflict], names: Collection[str] = ()) -> str:
    """The words of the selection as the conflicts are decided; the same words where that needs others.

    `names` are the asset's own.
    """
    start, end = _sentences_around(selection)
    before, after = selection.text[start : selection.start], selection.text[selection.end : end]
    now = follow_decisions(selection.text[start:end], touching(selection, conflicts), names)
    room = len(now) - len(before) - len(after)
    if room <= 0 or not now.startswith(before) or not now.endswith(after):
        return selection.words
    words = now[len(before) : len(now) - len(after)].strip()
    return selection.padded(words) if words else selection.words


def _sentences_around(selection: Selection) -> tuple[int, int]:
    """Where the sentences begin and end that have anything of the selection."""
    spans = sentence_spans(selection.text)
    near = [span for span in spans if span[0] < selection.end and span[1] > selection.start]
    if not near:
        return selection.start, selection.end
    return min(near[0][0], selection.start), max(near[-1][1], selection.end)


def _tells(sentence: str, conflict: Conflict, told: Sequence[str]) -> bool:
    """Whether a sentence says what lost; of two states that both stand, one without the other."""
    if conflict.decision is ConflictDecision.BOTH:
        said = [any(_says(one, side) for one in told) for side in (conflict.earlier, conflict.later)]
        return any(said) and not all(said)
    won, lost = conflict.later, conflict.earlier
    if conflict.decision is ConflictDecision.EARLIER:
        won, lost = lost, won
    return _says(sentence, lost) or _hints(sentence, lost, won)


def _says(sentence: str, side: ConflictSide) -> bool:
    return states(sentence, phrase(side.value))


def _hints(sentence: str, lost: ConflictSide, won: ConflictSide) -> bool:
    """Whether it says most of what lost, and nothing that only what won has."""
    losing, winning = content(lost.value), content(won.value)
    said = content(sentence)
    return (
        2 * len(said & losing) > len(losing)
        and bool(said & (losing - winning))
        and not said & (winning - losing)
    )


def evidence(conflicts: Iterable[Conflict]) -> Iterator[str]:
    """Each conflict in lines for a model: what holds, what does not, and the script's own words for both."""
    for conflict in conflicts:
        sides = {"earlier": conflict.earlier, "later": conflict.later}
        for name, side in sides.items():
            holds = conflict.decision is ConflictDecision.BOTH or conflict.decision == name
            field = conflict.field.replace("_", " ")
            said = f"page {side.mention.page}: {side.mention.text}"
            yield f"{field}, {'holds' if holds else 'no longer holds'}: {side.value} ({said})"
