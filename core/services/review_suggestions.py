"""Likely duplicates as a review stores them: pairs of drafts, and what a person answered (SPEC 2.3).

A stored suggestion is `{"first", "second", "reason", "lines"}` with the ids of two drafts; once answered it
has an "answer", and for "never" the "names" of both sides, by which the next scan of the project knows them.
One without a reason is an answer that a person gave to a pair that nobody suggested.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from core.models import Draft, DraftId, ReviewRow, RowState, SuggestedMerge, Suggestion, SuggestionAnswer
from core.store.tables import DraftRow
from core.wire import Json

_IN_REVIEW = (RowState.OPEN, RowState.APPROVED)

Names = frozenset[str]
NeverPair = frozenset[Names]


def between_rows(
    suggestions: Iterable[Suggestion],
    rows: Mapping[tuple[str, str], DraftRow],
    never: Collection[NeverPair],
) -> list[Json]:
    """Suggestions by the ids of their rows, which are looked up by type and by the name that the scan gave.

    Pairs that a person keeps apart are answered already.
    """
    found = []
    for one in suggestions:
        first, second = rows.get((one.type, one.first)), rows.get((one.type, one.second))
        if first is None or second is None:
            continue
        pair = {"first": first.id, "second": second.id, "reason": one.reason, "lines": list(one.lines)}
        names = row_names(first), row_names(second)
        if kept_apart(*names, never):
            pair |= {"answer": SuggestionAnswer.NEVER, "names": [sorted(side) for side in names]}
        found.append(pair)
    return found


def draft_names(draft: Json) -> Names:
    """What a draft is called, in its wire format: folded names, its own and its aliases."""
    return frozenset(
        " ".join(name.casefold().split()) for name in (draft["suggestedName"], *draft["aliases"])
    )


def row_names(row: DraftRow) -> Names:
    """`draft_names` of a row, with the name that the script gave it before."""
    before = (row.difference or {}).get("renamedFrom", "")
    return draft_names(row.draft) | ({" ".join(before.casefold().split())} if before else set())


def names_of(draft: Draft) -> Names:
    """`draft_names` of a draft."""
    return draft_names({"suggestedName": draft.suggested_name, "aliases": draft.aliases})


def never_pairs(suggestions: Iterable[Sequence[Json]]) -> list[NeverPair]:
    """The pairs that a person keeps apart for good, of the stored suggestions of a project's reviews."""
    answered = (
        one for stored in suggestions for one in stored if one.get("answer") == SuggestionAnswer.NEVER
    )
    return [frozenset(frozenset(names) for names in one["names"]) for one in answered]


def kept_apart(first: Names, second: Names, never: Iterable[NeverPair]) -> bool:
    """Whether a person said "never" to two drafts with these names."""
    return any(_speaks_of(pair, first, second) for pair in never)


def _speaks_of(pair: NeverPair, first: Names, second: Names) -> bool:
    if len(pair) != 2:
        return False
    one, other = pair
    return bool(one & first and other & second) or bool(one & second and other & first)


def answered(
    stored: Sequence[Json], first: DraftRow, second: DraftRow, answer: SuggestionAnswer | None
) -> list[Json]:
    """The stored suggestions with one pair answered; None opens it again."""
    given: Json = {} if answer is None else {"answer": answer.value}
    if answer is SuggestionAnswer.NEVER:
        given["names"] = [sorted(row_names(first)), sorted(row_names(second))]
    answers = answers_of(stored)
    pair = f"{first.id}-{second.id}"
    key = pair if any(_pair(one) == pair for one in stored) else _turned(pair, stored)
    return with_answers(stored, {**answers, key: given} if given else _without(answers, key))


def _turned(pair: str, stored: Sequence[Json]) -> str:
    turned = "-".join(reversed(pair.split("-")))
    return turned if any(_pair(one) == turned for one in stored) else pair


def _without(answers: Mapping[str, Json], key: str) -> dict[str, Json]:
    return {pair: answer for pair, answer in answers.items() if pair != key}


def answers_of(stored: Iterable[Json]) -> dict[str, Json]:
    """What was answered, by pair."""
    return {
        _pair(one): {key: one[key] for key in ("answer", "names") if key in one}
        for one in stored
        if "answer" in one
    }


def with_answers(stored: Iterable[Json], answers: Mapping[str, Json]) -> list[Json]:
    """The suggestions with exactly these answers."""
    kept = [one for one in stored if one["reason"] or _pair(one) in answers]
    plain = [{key: value for key, value in one.items() if key not in ("answer", "names")} for one in kept]
    known = {_pair(one) for one in plain}
    unasked = [
        {"first": int(first), "second": int(second), "reason": "", "lines": []}
        for first, second in (pair.split("-") for pair in answers if pair not in known)
    ]
    return [{**one, **answers.get(_pair(one), {})} for one in (*plain, *unasked)]


def _pair(one: Json) -> str:
    return f"{one['first']}-{one['second']}"


def open_suggestions(stored: Iterable[Json], rows: Iterable[ReviewRow]) -> tuple[SuggestedMerge, ...]:
    """The suggestions that can still be followed: two rows of one type, neither put aside, not "never".

    A row that was merged stands for the one that took it in. What was put off comes last.
    """
    by_id = {row.id: row for row in rows}
    found: dict[frozenset[DraftId], SuggestedMerge] = {}
    for one in stored:
        first, second = (_survivor(by_id, one[side]) for side in ("first", "second"))
        if one.get("answer") == SuggestionAnswer.NEVER or not first or not second or first.id == second.id:
            continue
        if first.draft.type is second.draft.type:
            put_off = one.get("answer") == SuggestionAnswer.NOT_NOW
            merge = SuggestedMerge(first.id, second.id, one["reason"], tuple(one["lines"]), put_off)
            found.setdefault(frozenset((first.id, second.id)), merge)
    never = {frozenset((one["first"], one["second"])) for one in stored if one.get("answer") == "never"}
    return tuple(sorted((one for pair, one in found.items() if pair not in never), key=lambda m: m.put_off))


def _survivor(rows: Mapping[DraftId, ReviewRow], draft_id: int) -> ReviewRow | None:
    """The row, or the one that took it in; None when that one is out of the review."""
    row, seen = rows.get(DraftId(draft_id)), set[DraftId]()
    while row is not None and row.merged_into is not None and row.id not in seen:
        seen.add(row.id)
        row = rows.get(row.merged_into)
    return row if row is not None and row.state in _IN_REVIEW else None
