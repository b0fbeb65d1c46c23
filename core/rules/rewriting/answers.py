"""What a model answers when it is asked for a replacement, and the replacement that is in it.

Models add fences, quotes and labels, say again what stands around the selection, or send the whole text. What
can be taken off exactly is; an answer that rewrote more than the selection is refused.
"""

from __future__ import annotations

import re

from core.errors import AnswerInvalid
from core.rules.rewriting.selecting import Selection, is_mark
from core.text import clean

OPENS, CLOSES = "<selection>", "</selection>"
"""How the selection is marked in the prompt; `escaped` text holds no such mark."""

_MARK = re.compile(r"</?selection>", re.IGNORECASE)
_FENCE = re.compile(r"(?:```|~~~)[\w-]*\n(?P<inside>.*?)\n?(?:```|~~~)", re.DOTALL)
_LABEL = re.compile(
    r"(?:(?:sure|certainly|of course|okay|ok)[,.!]?\s{1,3})?[*_#\s]{0,4}"
    r"(?:here(?:['’]s| is| are) [\w ,'’-]{1,60}"
    r"|(?:the )?(?:rewritten|revised|new|updated|shortened|shorter|plainer)"
    r"(?: (?:text|passage|selection|version|phrase|words|wording|description))?"
    r"|(?:the )?(?:replacement|rewrite|revision|selection|answer|output|result)(?: text)?)"
    r"[*_]{0,3}:[*_]{0,3}\s{0,4}",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"\n\n[*_(]{0,3}(?:note\b|i(?:['’]ve|['’]m)? \w|let me know|explanation|changes?\b"
    r"|this (?:version|rewrite|keeps)).*",
    re.IGNORECASE | re.DOTALL,
)
_PAIRS = {'"': '"', "“": "”", "„": "“", "«": "»", "‘": "’", "'": "'", "`": "`"}
_STRONG = ("**", "__")
_WORD = re.compile(r"\w+")
_RUN = 6
"""So many words in a row that stand outside the selection too are no coincidence."""
_FEW = 3
_MOST_WRAPS = 5
_ROOM, _TIMES = 2_000, 4
"""A replacement has at most so many characters, and so many for each that it replaces."""


def escaped(text: str) -> str:
    """Text that stands between tags of a prompt and holds none."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def replacement_in(answer: str, selection: Selection, provider: str = "") -> str:
    """The replacement for the selection that a model's answer holds, with the blanks around it adapted.

    Raises:
        AnswerInvalid: it is empty, far too long, the same words, or would change what is not selected.
    """
    refuse = _Refusal(provider, answer)
    if len(answer) > len(selection.text) + _most(selection):
        raise refuse.because("The model's answer is far longer than the selection.")
    words = _unescaped(_tidy(clean(answer)), selection)
    words = _unwrapped(words, selection)
    words = _without_marks(words, selection, refuse)
    words = _without_neighbours(_unwrapped(words, selection), selection)
    if "\n" not in selection.words.strip():
        words = " ".join(words.split())
    _require_usable(words, selection, refuse)
    return selection.padded(words)


def preview(answer: str, selection: Selection) -> str:
    """The replacement as far as it can be told from an answer that still comes; not checked."""
    words = _unwrapped(_MARK.sub("", _tidy(clean(answer))), selection)
    whole = selection.before.strip()
    if whole and whole.startswith(words):
        return ""
    return words[len(whole) :].lstrip() if whole and words.startswith(whole) else words


class _Refusal:
    """Makes the errors for one answer."""

    def __init__(self, provider: str, answer: str) -> None:
        self._provider = provider
        self._answer = answer

    def because(self, why: str) -> AnswerInvalid:
        """The error: what happened, and that nothing has changed."""
        return AnswerInvalid(f"{why} The text is as it was. Try again.", self._provider, self._answer)


def _tidy(text: str) -> str:
    """Without blanks at the ends of lines and without more than one empty line in a row."""
    lines = [line.rstrip(" ") for line in text.split("\n")]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip()


def _unescaped(words: str, selection: Selection) -> str:
    """With the signs that the prompt had escaped, unless the description has them so itself."""
    for sign in "<>&":
        if (code := escaped(sign)) not in selection.text:
            words = words.replace(code, sign)
    return words


def _unwrapped(words: str, selection: Selection) -> str:
    """Without the fence, the label, the quotes and the remarks around the replacement."""
    for _ in range(_MOST_WRAPS):
        bare = _without_quotes(_without_label(_without_fence(words), selection), selection)
        if bare == words:
            break
        words = bare
    return words


def _without_fence(words: str) -> str:
    if words.startswith(("```", "~~~")) and "\n" in words:
        match = _FENCE.match(words)
        return match["inside"].strip() if match else words.partition("\n")[2].strip()
    return words


def _without_label(words: str, selection: Selection) -> str:
    if selection.words.strip().count("\n\n") == 0:
        words = _REMARK.sub("", words)
    match = _LABEL.match(words)
    if match is None or match.end() == len(words) or _LABEL.match(selection.words.strip()):
        return words
    return words[match.end() :].strip()


def _without_quotes(words: str, selection: Selection) -> str:
    own = selection.words.strip()
    for strong in _STRONG:
        inside = words[2:-2]
        if len(words) > 4 and words.startswith(strong) and words.endswith(strong) and strong not in inside:
            return words if own.startswith(strong) else inside.strip()
    closing = _PAIRS.get(words[:1])
    if closing is None or len(words) < 3 or words[-1] != closing or own[:1] == words[0]:
        return words
    inside = words[1:-1]
    bare = re.sub(r"(?<=\w)['’](?=\w)", "", inside)
    return words if words[0] in bare or closing in bare else inside.strip()


def _without_marks(words: str, selection: Selection, refuse: _Refusal) -> str:
    """What stands between the marks of the prompt, where the model has sent them back."""
    marks = list(_MARK.finditer(words))
    if not marks:
        return words
    first, last = marks[0], marks[-1]
    outside = words[: first.start()].strip(), words[last.end() :].strip()
    if len(marks) == 1:
        return words[first.end() :].strip() if not outside[0] else words[: first.start()].strip()
    around = selection.before.strip().endswith(outside[0]) and selection.after.strip().startswith(outside[1])
    if len(marks) > 2 or not around or first[0][1] == "/" or last[0][1] != "/":
        raise refuse.because("The model rewrote more than the selection.")
    return words[first.end() : last.start()].strip()


def _without_neighbours(words: str, selection: Selection) -> str:
    """Without what stands before or after the selection already, be it one word or all of the text."""
    before, after, own = selection.before.rstrip(), selection.after.lstrip(), selection.words.strip()
    if shared := _overlap(before, words):
        words = words if own.startswith(words[:shared]) else words[shared:].strip()
    if words and (shared := _overlap(words, after)):
        words = words if own.endswith(words[-shared:]) else words[:-shared].strip()
    if words.endswith(".") and selection.after[:1] in {",", ";", ":", "!", "?"} and not own.endswith("."):
        words = words[:-1].rstrip()
    return words


def _overlap(left: str, right: str) -> int:
    """How many characters `left` ends and `right` begins with, in whole words."""
    for length in range(min(len(left), len(right)), 0, -1):
        if right.startswith(left[-length:]) and _cuts_no_word(left, right, length):
            return length
    return 0


def _cuts_no_word(left: str, right: str, length: int) -> bool:
    starts = left[-length - 1 : -length] if length < len(left) else ""
    return not _joined(starts, right[:1]) and not _joined(
        right[length - 1 : length], right[length : length + 1]
    )


def _joined(one: str, other: str) -> bool:
    return bool(_WORD.match(one)) and (bool(_WORD.match(other)) or is_mark(other))


def _require_usable(words: str, selection: Selection, refuse: _Refusal) -> None:
    own = selection.words.strip()
    if not words:
        raise refuse.because("The model gave no words for the selection.")
    if words == own:
        raise refuse.because("The model gave the selection back as it is.")
    if len(words) > _most(selection):
        raise refuse.because("The model's answer is far longer than the selection.")
    if is_mark(words[0]):
        raise refuse.because("The model's answer begins with an accent that belongs to no letter.")
    if _MARK.search(words) or _repeats(words, selection):
        raise refuse.because("The model rewrote more than the selection.")
    if not selection.fits(selection.padded(words)):
        raise refuse.because("The model's answer would change letters outside the selection.")


def _most(selection: Selection) -> int:
    return _TIMES * len(selection.words) + _ROOM


def _repeats(words: str, selection: Selection) -> bool:
    """Whether it says at length what stands outside the selection."""
    said = _folded(words)
    outside = _runs(_folded(selection.before)) | _runs(_folded(selection.after))
    if (_runs(said) & outside) - _runs(_folded(selection.words)):
        return True
    begins = _folded(selection.before)[:_FEW]
    return len(begins) == _FEW and said[:_FEW] == begins and _folded(selection.words)[:_FEW] != begins


def _folded(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
