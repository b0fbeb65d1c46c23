"""Small edits of a selection that leave a sentence whole: its capital, its commas, “a” or “an”, its blanks.

An edit that could only be mended outside the selection is not made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.rules.phrases import article
from core.rules.rewriting.selecting import Selection

_ROUNDS = 4
_ARTICLE = re.compile(r"(?<!\w)an? $", re.IGNORECASE)
_TWO_ARTICLES = re.compile(
    r"(?<![\w-])(?:an?|the) (?:\w+-\w+ )?"
    r"(?:an?|the|his|her|its|their|my|our|your|this|these|those)(?![\w'’-])",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r"[\w'’-]+")
_STOPS = frozenset(".;:!?")
_CLOSES = _STOPS | {",", ")"}
_NEAR = 40


@dataclass(frozen=True, slots=True)
class Edit:
    """`put` stands for `text[start:end]` from now on."""

    start: int
    end: int
    put: str = ""


Rule = Callable[[str], Iterator[Edit]]
"""All edits that a rule would make in a text."""


def matches(pattern: re.Pattern[str], put: str = "") -> Rule:
    """The rule that puts something, a template of `re`, in the place of each match."""

    def rule(text: str) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            yield Edit(*match.span(), match.expand(put))

    return rule


def edited(selection: Selection, rules: Sequence[Rule]) -> str:
    """The words of the selection after all edits that fit; the same words where there are none."""
    now = selection
    for _ in range(_ROUNDS):
        before = now
        for rule in rules:
            now = _applied(now, rule)
        if now == before:
            break
    return now.words


def _applied(selection: Selection, rule: Rule) -> Selection:
    for edit in sorted(rule(selection.text), key=lambda edit: edit.start, reverse=True):
        if selection.start <= edit.start and edit.end <= selection.end:
            mended = _mended(selection, edit)
            if mended is not None and _leaves_words(selection, mended):
                selection = _with(selection, mended)
    return selection


def _with(selection: Selection, edit: Edit) -> Selection:
    text = selection.text[: edit.start] + edit.put + selection.text[edit.end :]
    return replace(selection, text=text, end=selection.end + len(text) - len(selection.text))


def _leaves_words(selection: Selection, edit: Edit) -> bool:
    words = selection.text[selection.start : edit.start] + edit.put + selection.text[edit.end : selection.end]
    return bool(re.search(r"\w", words))


def _mended(selection: Selection, edit: Edit) -> Edit | None:
    """The edit with what must change around it; None where that is not selected."""
    begins = _begins_sentence(selection.text, edit.start)
    if not edit.put:
        edit = _closed_up(selection, edit, begins)
    if _dangles(selection, edit):
        return None
    if begins:
        return _with_capital(selection, edit)
    return _with_article(selection, edit)


def _begins_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - _NEAR) : at].rstrip(" \"“‘'(")
    return not before or before[-1] in ".!?…\n"


def _closed_up(selection: Selection, edit: Edit, begins: bool) -> Edit:
    """Without the blanks and the commas that a cut leaves behind."""
    text, start, end = selection.text, edit.start, edit.end
    while end < selection.end and begins and text[end] in " ,":
        end += 1
    while end < selection.end and text[end] == " " and text[start - 1 : start] in {"", " ", "(", "\n"}:
        end += 1
    if text[end : end + 1] in _CLOSES or end == len(text):
        while start > selection.start and text[start - 1] == " ":
            start -= 1
        if text[end : end + 1] in _STOPS | {","} and start > selection.start and text[start - 1] == ",":
            start -= 1
    return replace(edit, start=start, end=end)


def _dangles(selection: Selection, edit: Edit) -> bool:
    """Whether two blanks or articles, a lone comma or a mark at the begin of a sentence would be left."""
    whole = _with(selection, edit).text
    here = whole[max(0, edit.start - 1) : edit.start + len(edit.put) + 1]
    around = whole[max(0, edit.start - 2) : edit.start + len(edit.put) + 2]
    if _has_two_articles(whole, edit) and not _has_two_articles(selection.text, edit):
        return True
    if re.search(r"[.!?…] ?[,;:]|, ?[.,;:!?]|\( ?\)", around):
        return True
    return "  " in here or bool(re.fullmatch(r" [,.;:!?)]", here))


def _has_two_articles(text: str, edit: Edit) -> bool:
    return bool(_TWO_ARTICLES.search(text, max(0, edit.start - _NEAR), edit.start + len(edit.put) + _NEAR))


def _with_capital(selection: Selection, edit: Edit) -> Edit | None:
    if edit.put:
        return replace(edit, put=edit.put[:1].upper() + edit.put[1:])
    follows = selection.text[edit.end : edit.end + 1]
    if not follows.islower():
        return edit
    return replace(edit, end=edit.end + 1, put=follows.upper()) if edit.end < selection.end else None


def _with_article(selection: Selection, edit: Edit) -> Edit | None:
    said = _ARTICLE.search(selection.text[max(0, edit.start - _NEAR) : edit.start])
    if said is None:
        return edit
    follows = _NEXT_WORD.match(edit.put + selection.text[edit.end : edit.end + _NEAR])
    if follows is None:
        return None
    right = article(follows[0])
    if right == said[0].strip().lower():
        return edit
    start = edit.start - len(said[0])
    right = right.capitalize() if said[0][0].isupper() else right
    return replace(edit, start=start, put=f"{right} {edit.put}") if start >= selection.start else None
