"""What can be drawn stays: camera words, what “we” see, similes of feeling and words of mood go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.rules.prose import sentence_spans
from core.rules.rewriting.edits import Edit, edited, matches
from core.rules.rewriting.selecting import Selection

_SHOUTED = (
    r"(?:EXTREME |MEDIUM )?CLOSE(?:[- ]?UP)?(?: SHOT)?(?: ON| OF)?|(?:NEW |REVERSE |WIDE )?ANGLE(?: ON)?"
    r"|WIDE(?: SHOT)?(?: ON| OF)?|(?:ESTABLISHING|TRACKING|MEDIUM|LONG|AERIAL|INSERT)(?: SHOT)?(?: OF| ON)?"
    r"|INSERT|FAVOU?RING|P\.?O\.?V\.?(?: OF)?|PAN(?:NING)?(?: TO| ACROSS| OVER)?"
    r"|TILT(?:ING)?(?: UP| DOWN)?(?: TO)?"
    r"|DOLLY(?: IN| OUT)?(?: ON| TO)?|(?:ZOOM|PUSH)(?:ING)?(?: IN)?(?: ON| TO)?|RACK FOCUS(?: TO)?"
    r"|(?:SMASH |MATCH |JUMP )?CUT TO|DISSOLVE TO|FADE (?:IN|OUT|TO)(?: ON)?|REVEAL(?:ING)?|SUPER|TITLE"
)
_SPOKEN = (
    r"(?:in |an? )?(?:extreme )?close[- ]?up(?: shot)?(?: on| of)?|angle on|(?:an? )?wide shot (?:of|on)"
    r"|(?:an? )?(?:establishing|tracking|aerial|dolly|crane|low-angle|high-angle) shot (?:of|on)"
    r"|the camera \w+"
    r"(?: (?:in|out|up|down|back|past|over|across|on|to|onto|along|from|away|slowly|closer)){0,3}"
    r"|camera (?:pans|tilts|moves|pushes|finds|reveals|follows|holds)"
    r"(?: (?:in|to|on|across|over|up|down)){0,2}"
)
_SEEN = (
    r"(?:and |as |then )?we (?:now |then |also |can |first |finally |suddenly |barely |clearly ){0,2}"
    r"(?:see|notice|glimpse|make out|discover|reveal|find|meet|recogni[sz]e)"
    r"(?! (?:him|her|them|it)\b)(?: that)?"
)
_IN_FRAME = re.compile(
    r",? ?(?<![\w-])(?:(?:in|into|out of|fills|across) (?:the )?(?:frame|shot|screen|picture)"
    r"|in (?:slow motion|slo-mo|close-?up|soft focus|silence)|(?:on|off)[- ]?screen"
    r"|in (?:the )?[bf]\.?g(?:\.(?= [a-z]))?"
    r"|in the (?:background|foreground))(?=[\s,.;:!?)]|$)|(?<!\w)\((?:o\.?s\.?|v\.?o\.?|o\.?c\.?"
    r"|cont['’]?d|beat|pre-?lap)\)",
    re.IGNORECASE,
)
_SIMILE = re.compile(r"(?:, |,? ?— ?| )?(?<![\w-])as (?:if|though) [^,.;:!?—()\n]{1,160},?", re.IGNORECASE)
_MOODS = (
    "dread|menace|loss|foreboding|mystery|melancholy|sadness|sorrow|doom|unease|danger|hope|despair|wonder|peace|calm"
    "|longing|nostalgia|authority|confidence|defeat|dignity|tension|loneliness|fear|terror|grief|mischief|purpose"
    "|decay|history|abandonment|power|sophistication|innocence|tragedy|guilt|shame|joy|anticipation|isolation"
)
_SENSE = (
    r"(?:an?|the|some|a certain) (?:\w+ )?(?:sense|air|aura|feeling|atmosphere|mood) of "
    rf"(?:\w+ )?(?:{_MOODS})(?: (?:and|or) (?:{_MOODS}))?"
)
_WITH_SENSE = re.compile(rf",? ?(?<!\w)(?:and )?with {_SENSE}(?!\w)(?! that\b)", re.IGNORECASE)
_ONLY_SENSE = re.compile(
    r"(?:There (?:is|was)|It (?:has|gives|carries)|(?:He|She|They) (?:has|have|carries|carry)) (?:off )?"
    rf"{_SENSE}(?: (?:about|around|to|in) (?:him|her|it|them|the place|everything))?[.!]?"
    r"|(?:It|Everything|The (?:whole )?place|The air) (?:feels|seems|reeks|smells) [^.!?\n]{1,120}[.!]?"
    r"|(?:You|One|We) (?:can|could) (?:almost |just |practically )?(?:feel|smell|taste|sense|hear|tell) "
    r"[^.!?\n]{1,120}[.!]?",
    re.IGNORECASE,
)
_MOOD_ADVERBS = (
    "hauntingly|eerily|ominously|menacingly|mysteriously|hopelessly|achingly|strangely|oddly|breathtakingly"
    "|stunningly|unbearably|palpably|somehow|inexplicably|curiously|impossibly|unnervingly|disturbingly|unsettlingly"
    "|ironically|tragically|painfully|heartbreakingly|mercifully|seemingly|apparently|undeniably|unmistakably"
    "|forebodingly|chillingly|hypnotically|soulfully|wistfully|poignantly"
)
_MOOD_ADJECTIVES = (
    "haunting|eerie|ominous|palpable|unforgettable|breathtaking|iconic|mysterious|enigmatic|evocative|foreboding"
    "|poignant|bittersweet|timeless|legendary|soulful|brooding|otherworldly|unsettling|indescribable|ineffable"
    "|unspoken|heartbreaking|spine-chilling|mesmeri[sz]ing|awe-inspiring|cinematic|dramatic|atmospheric"
)
_BEFORE_NOUN = re.compile(
    rf"(?<=\w )(?:{_MOOD_ADJECTIVES}),? "
    r"(?=(?!(?:and|or|but|in|as|to|with|that|than|for|of|when|where)\b)\w)",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"(?:\b(?:is|are|was|were|looks?|seems?|feels?|and|but|so|too|more|most) )$", re.IGNORECASE
)


def plainer(selection: Selection) -> str:
    """The words of the selection without what can't be drawn; the same words where rules find nothing."""
    return edited(selection, _RULES)


def _moody_adjectives(text: str) -> Iterator[Edit]:
    for match in _BEFORE_NOUN.finditer(text):
        if not _PREDICATE.search(text[max(0, match.start() - 12) : match.start()]):
            yield Edit(*match.span())


def _only_mood(text: str) -> Iterator[Edit]:
    """Whole sentences that tell of nothing but a feeling."""
    for start, end in sentence_spans(text):
        if _ONLY_SENSE.fullmatch(text, start, end):
            yield Edit(start, end)


_RULES = (
    matches(re.compile(rf"(?<![\w-])(?:{_SHOUTED})(?![\w-])(?: ?[:—–-]+)? ?(?=[\w\"“])")),
    matches(re.compile(rf"(?<![\w-])(?:{_SPOKEN})(?![\w-])(?: ?[:—–-]+)? ?(?=[\w\"“])", re.IGNORECASE)),
    matches(re.compile(rf"(?<![\w-])(?:{_SEEN})(?![\w-]):? ", re.IGNORECASE)),
    matches(_IN_FRAME),
    _only_mood,
    matches(_WITH_SENSE),
    matches(_SIMILE),
    matches(re.compile(rf"(?<![\w-])(?:{_MOOD_ADVERBS})(?![\w-])", re.IGNORECASE)),
    _moody_adjectives,
    matches(re.compile(r"(?<![\w-])(?:seems|appears|looks) to be(?! \w+ing\b)(?= \w)", re.IGNORECASE), "is"),
    matches(re.compile(r"(?<![\w-])(?:seem|appear|look) to be(?! \w+ing\b)(?= \w)", re.IGNORECASE), "are"),
)
