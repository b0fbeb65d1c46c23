"""What can be drawn stays: camera words, what “we” see, similes of feeling and words of mood go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.rules.prose import sentence_spans
from core.rules.rewriting.edits import Edit, Rule, edited, matches
from core.rules.rewriting.selecting import Selection

_SHOUTED = (
    r"(?:EXTREME |MEDIUM )?CLOSE(?:[- ]?UP)?(?: SHOT)?(?: ON| OF)?|(?:NEW |REVERSE |WIDE )?ANGLE(?: ON)?"
    r"|WIDE(?: SHOT)?(?: ON| OF)?|(?:ESTABLISHING|TRACKING|MEDIUM|LONG|AERIAL|INSERT)(?: SHOT)?(?: OF| ON)?"
    r"|INSERT|FAVOU?RING|P\.?O\.?V\.?(?: OF)?|PAN(?:NING)?(?: TO| ACROSS| OVER)?"
    r"|TILT(?:ING)?(?: UP| DOWN)?(?: TO)?"
    r"|DOLLY(?: IN| OUT)?(?: ON| TO)?|(?:ZOOM|PUSH)(?:ING)?(?: IN)?(?: ON| TO)?|RACK FOCUS(?: TO)?"
    r"|(?:SMASH |MATCH |JUMP )?CUT TO|DISSOLVE TO|FADE (?:IN|OUT|TO)(?: ON)?|REVEAL(?:ING)?|SUPER|TITLE"
)
_CAMERA_WORDS = (
    r"cinematic|(?:low|high|wide|dutch)[- ]angle|over-the-shoulder|eye-level|top-down|slow-motion|full-length"
    r"|(?:bird|worm)['’]?s?['’]?[- ]eye|extreme|tight|slow|dramatic|moody|atmospheric|stunning|sweeping"
    r"|hand-?held|medium|long|wide|close|establishing|tracking|aerial|dolly|crane|overhead|panoramic|static"
    r"|steady|full|two|angled"
)
_CLOSE_UP = r"(?:mid|medium )?close[- ]?ups?(?: shots?)?"
_FRAMED = (
    rf"(?:(?:{_CAMERA_WORDS}),? (?:and )?){{0,8}}"
    rf"(?:(?:{_CAMERA_WORDS}) (?:shots?|views?|angles?)|{_CLOSE_UP})"
)
_FRAMING = re.compile(
    rf"(?<![\w-])(?:an?|the) (?:very,? ){{0,4}}{_FRAMED} (?:of|on) (?=[\w\"“])", re.IGNORECASE
)
_OPENING_FRAME = re.compile(
    rf"(?<![\w-])(?:(?:(?:in|from) )?(?:an? )?{_FRAMED}(?: (?:of|on) | ?[:—–.] ?| - |, (?!but|yet|and))"
    r"|angle on )(?=[\w\"“])",
    re.IGNORECASE,
)
_CAMERA = re.compile(
    r"(?<![\w-])(?:the )?camera (?:slowly |gently |then )?"
    r"(?:pans|tilts|moves|pushes|pulls|tracks|dollies|zooms|finds|reveals|follows|holds|lingers|drifts|glides|sweeps"
    r"|closes|settles|focuses)"
    r"(?: (?:in|out|up|down|back|past|over|across|on|to|onto|along|from|away|slowly|closer)){0,3} "
    r"(?!(?:him|her|them|it|in|out|up|as|and|while|until|through|into|toward|towards)\b)(?=[\w\"“])",
    re.IGNORECASE,
)
_SEEN = (
    r"(?:(?<!, )(?:and |then ))?we (?:now |then |also |can |first |finally |suddenly |barely |clearly ){0,2}"
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
_SIMILE = re.compile(
    r"(?:(?P<before>,) |,? ?— ?| )?(?<![\w-])(?P<as>as) (?:if|though) [^,.;:!?—()\n]{1,160}(?P<after>,)?",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r" (?:in|on|at|by|with|near|under|over|beside|behind|between|from|into)\b")
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
    "|poignant|bittersweet|timeless|legendary|soulful|brooding|moody|otherworldly|unsettling|indescribable|ineffable"
    "|unspoken|heartbreaking|spine-chilling|mesmeri[sz]ing|awe-inspiring|cinematic|dramatic|atmospheric"
)
_OTHER_ADJECTIVES = (
    "dark|tall|old|young|thin|pale|small|large|big|huge|long|short|lean|gaunt|handsome|beautiful|quiet|cold|black"
    "|white|grey|gray|red|blue|green|brown|empty|narrow|wide|deep|lone|single|silent|strange|middle-aged|elderly"
)
_DETERMINERS = (
    r"an?|the|his|her|its|their|my|our|your|this|that|these|those|some|another|each|every|one|two|three"
    r"|[\w-]+['’]s"
)
_NO_NOUN = (
    "an?|the|his|her|its|their|my|our|your|this|that|these|those|him|it|them|us|me|you|all|each|every|and|or|but"
    "|yet|in|as|to|with|than|for|of|on|at|by|from|over|under|about|after|before|because|while|when|where|if|is|are"
)
_DEGREE = r"(?:(?:very|really|truly|deeply|quite|rather),? ){0,4}"
_MOOD = rf"{_DEGREE}(?:{_MOOD_ADJECTIVES})"
_BEFORE_NOUN = re.compile(
    rf"(?<![\w-])(?:{_DETERMINERS}) (?:(?:{_OTHER_ADJECTIVES}),? ){{0,6}}?"
    rf"(?P<mood>{_MOOD}(?:,? (?:and )?{_MOOD}){{0,6}}(?:,| and| but|, but)? )(?!(?:{_NO_NOUN})\b)(?=\w)",
    re.IGNORECASE,
)
_HELPERS = (
    *("do", "does", "did", "not", "n't", "n’t", "to", "I", "will", "would", "can", "could", "may", "might"),
    *("shall", "should", "must", "'d", "’d", "'ll", "’ll"),
)
_NO_VERB = r"(?<![\w-])" + "".join(rf"(?<!{helper} )" for helper in _HELPERS)
_VERY_VERY = re.compile(r"(?<![\w-])very(?:,? very)+,? (?=\w)", re.IGNORECASE)


def plainer(selection: Selection) -> str:
    """The words of the selection without what can't be drawn; the same words where rules find nothing."""
    return edited(selection, _RULES)


def _moody_adjectives(text: str) -> Iterator[Edit]:
    """Those before a noun, joined ones together; the comma before them goes where the noun follows."""
    for match in _BEFORE_NOUN.finditer(text):
        start, end = match.span("mood")
        listed = text[:start].endswith(", ") and not text[:end].endswith(", ")
        yield Edit(start - 2, end, " ") if listed else Edit(start, end)


def _opening(pattern: re.Pattern[str]) -> Rule:
    """Cuts the matches that nothing of their own phrase stands before."""

    def rule(text: str) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            before = text[: match.start()].rstrip(" ")
            if not before or not (before[-1].isalnum() or before[-1] in "'’"):
                yield Edit(*match.span())

    return rule


def _similes(text: str) -> Iterator[Edit]:
    """With both their commas before words of place, which go on with the sentence; else a comma stays."""
    for match in _SIMILE.finditer(text):
        goes_on = match["before"] and _PREPOSITION.match(text, match.end())
        opens = text[: match.start()].rstrip()[-1:] in {"", *".!?…"}
        start = match.start("as") if opens else match.start()
        keeps = match["after"] and not goes_on and not opens
        yield Edit(start, match.end() - 1 if keeps else match.end())


def _only_mood(text: str) -> Iterator[Edit]:
    """Whole sentences that tell of nothing but a feeling."""
    for start, end in sentence_spans(text):
        if _ONLY_SENSE.fullmatch(text, start, end):
            yield Edit(start, end)


_RULES = (
    matches(_FRAMING),
    _opening(_OPENING_FRAME),
    _opening(_CAMERA),
    _opening(re.compile(rf"(?<![\w-])(?:{_SHOUTED})(?![\w-])(?: ?[:—–-]+)? ?(?=[\w\"“])")),
    matches(_VERY_VERY),
    _opening(re.compile(rf"(?<![\w-])(?:{_SEEN})(?![\w-]):? ", re.IGNORECASE)),
    matches(_IN_FRAME),
    _only_mood,
    matches(_WITH_SENSE),
    _similes,
    matches(re.compile(rf"(?<![\w-])(?:{_MOOD_ADVERBS})(?![\w-])", re.IGNORECASE)),
    _moody_adjectives,
    matches(re.compile(r"(?<![\w-])(?:seems|appears|looks) to be(?! \w+ing\b)(?= \w)", re.IGNORECASE), "is"),
    matches(re.compile(rf"{_NO_VERB}(?:seem|appear|look) to be(?! \w+ing\b)(?= \w)", re.IGNORECASE), "are"),
)
