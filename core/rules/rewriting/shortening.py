"""Fewer words for the same look: fillers, doubled adjectives, asides and repetitions go; no visual fact."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.rules.prose import content_words, sentence_spans
from core.rules.rewriting.edits import Edit, edited, matches
from core.rules.rewriting.selecting import Selection

_SYNONYMS = tuple(
    frozenset(group.split())
    for group in (
        "big large huge enormous massive gigantic immense vast",
        "small little tiny minute diminutive",
        "old aged elderly ancient",
        "thin slender lean slim skinny",
        "gaunt haggard emaciated",
        "dirty filthy grimy grubby",
        "tattered ragged torn threadbare",
        "worn weathered battered",
        "dark gloomy dim murky",
        "bright brilliant dazzling",
        "cold icy freezing chilly",
        "tired weary exhausted",
        "beautiful pretty lovely gorgeous",
        "messy cluttered untidy disorderly",
        "broken smashed shattered",
        "shiny gleaming shining glossy",
        "quiet silent still",
        "empty deserted abandoned",
        "strong sturdy robust",
        "strange odd weird peculiar",
        "wet soaked drenched sodden",
        "plain simple unadorned",
    )
)
_GROUP_OF = {word: number for number, group in enumerate(_SYNONYMS) for word in group}
_LOOKS_IN = {
    "colou?r": "red blue green yellow black white grey gray brown orange purple pink violet crimson scarlet "
    "navy golden silver beige dark pale light",
    "shape": "round square oval oblong rectangular triangular circular conical curved flat",
    "size": "large small big tiny huge enormous medium little",
}
_WORDY = {
    "in order to": "to",
    "is dressed in": "wears",
    "is clad in": "wears",
    "is wearing": "wears",
    "are wearing": "wear",
    "due to the fact that": "because",
    "in spite of the fact that": "although",
    "despite the fact that": "although",
    "a large number of": "many",
    "a great number of": "many",
    "a number of": "several",
    "a great deal of": "much",
    "at this point in time": "now",
    "at the present time": "now",
    "each and every": "every",
    "in close proximity to": "near",
    "made out of": "made of",
    "inside of": "inside",
    "outside of": "outside",
    "off of": "off",
    "all of the": "all the",
    "both of the": "both",
    "years of age": "years old",
    "has got": "has",
    "have got": "have",
}
_DEGREE = (
    "very(?! much)|really|quite(?! an?\\b| the\\b| some\\b| like\\b)|rather(?! than\\b| an?\\b)"
    "|extremely|incredibly|particularly|absolutely|totally|utterly|completely|entirely|exceedingly|remarkably|truly|fairly"
    "|basically|actually|literally|simply|obviously|clearly|essentially|undeniably|undoubtedly|certainly|definitely"
)
_NOT_BEFORE = "".join(
    f"(?<!{word} )"
    for word in ("not", "n't", "n’t", "never", "the", "this", "that", "his", "her", "its", "as")
)
_ASIDE = (
    "of course|as it turns out|it turns out|to be honest|in fact|as a matter of fact|needless to say"
    "|or so it seems|for what it['’]s worth|so to speak|as it were|if you will|by the way|to say the least"
    "|as we (?:will |shall )?(?:soon |later )?(?:see|learn|know|discover|find out)"
    "|it must be said|it should be noted|interestingly enough|strangely enough|oddly enough"
)
_TOLD = frozenset(
    """
    a an the of to in on at as it is was will be we he she they him her them his their who whom that this
    which what when where more about and or but not no yes then later earlier soon before after again here
    there only just even still also too very see sees seen know known knows learn learned learns discover
    find out meet met meets hear heard remember remembered explain explained mention mentioned note noted
    course perhaps maybe probably possibly presumably apparently story plot film script scene page
    audience cont'd cont’d contd more o.s v.o o.c os vo oc
    """.split()
)
"""Words of the telling: what is made of them alone, no camera sees."""
_PLACE_AFTER = (
    "in|on|at|with|by|to|from|over|of|against|up|down|across|into|around|between|under|beneath|above"
)
_FOLLOWS_ING = f"a|an|the|his|her|its|their|{_PLACE_AFTER}"
_RELATIVE = re.compile(
    r"(?<=\w)(,?) (?:which|that|who) (?:is|are|was|were) "
    rf"(?=(?:\w+ed|broken|worn|woven|hidden|torn|cut|built|hung|set|made|bent|stuck) (?:{_PLACE_AFTER})\b"
    rf"|\w+ing (?:{_FOLLOWS_ING})\b)"
)
_PAIR = re.compile(r"(?<![\w-])(?=([a-z]+)(?:, and |, | and | )([a-z]+)(?![\w'’-]))")
_BRACKETED = re.compile(r"\(([^()\n]{1,200})\)")
_WORD = re.compile(r"[\w'’.]+")


def shorter(selection: Selection) -> str:
    """The words of the selection, shortened; the same words where rules find nothing to leave out."""
    words = edited(selection, _RULES)
    return words if len(words) < len(selection.words) else selection.words


def _doubled(text: str) -> Iterator[Edit]:
    for match in _PAIR.finditer(text):
        one, other = match[1], match[2]
        group = _GROUP_OF.get(one)
        if (group is not None and group == _GROUP_OF.get(other)) or (one == other and len(one) > 2):
            yield Edit(match.end(1), match.end(2))


def _told_asides(text: str) -> Iterator[Edit]:
    for match in _BRACKETED.finditer(text):
        words = [word.strip(".'’").casefold() for word in _WORD.findall(match[1])]
        if words and all(word in _TOLD for word in words):
            yield Edit(*match.span())


def _repeated(text: str) -> Iterator[Edit]:
    """Sentences whose every telling word another one says in the same order, the later of two alike."""
    spans = sentence_spans(text)
    told = [f" {' '.join(content_words(text[start:end]))} " for start, end in spans]
    for at, ((start, end), own) in enumerate(zip(spans, told, strict=True)):
        elsewhere = (other for number, other in enumerate(told) if other != own or number < at)
        if own.strip() and any(own in other for other in elsewhere):
            yield Edit(start, end)


def _phrases() -> Iterator[tuple[re.Pattern[str], str]]:
    for what, looks in _LOOKS_IN.items():
        yield re.compile(rf"(?<![\w-])({'|'.join(looks.split())}) in {what}\b", re.IGNORECASE), r"\1"
    for wordy, plain in _WORDY.items():
        yield re.compile(rf"(?<![\w-])(?<!the )(?<!an ){wordy}(?![\w-])", re.IGNORECASE), plain
    yield re.compile(r"(?<![\w-])(?:located|situated) (in|on|at|near|by)\b"), r"\1"
    yield _RELATIVE, r"\1 "


_RULES = (
    _told_asides,
    matches(re.compile(rf",? ?(?<!\w)(?:{_ASIDE})(?!\w| that\b),?", re.IGNORECASE)),
    *(matches(pattern, put) for pattern, put in _phrases()),
    matches(re.compile(rf"(?<![\w-]){_NOT_BEFORE}(?:{_DEGREE})(?= \w)", re.IGNORECASE)),
    _doubled,
    _repeated,
)
