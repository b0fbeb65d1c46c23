"""What a line looks like, whatever its format: heading, cue, transition, page furniture.

All patterns are anchored and free of nested repetition, so each is linear in the line's length.
"""

from __future__ import annotations

import re

from core.screenplay.limits import PATTERN_CHARS

_SIDE = r"(?:INT|EXT|ИНТ|НАТ|ЭКСТ)"
_PREFIX = re.compile(
    rf"(?P<side>{_SIDE}\.? ?[/\\&–-] ?{_SIDE}|[IE]\.?/[IE]|{_SIDE}|EST|INNEN|AU(?:SS|ß)EN)"
    r"(?P<end>[.。:]|[ -]|$)",
    re.IGNORECASE,
)
_SCENE_NUMBER = re.compile(r"#([^#]{1,24})#$")
_TRANSITIONS = re.compile(
    r"(?:(?:SLOW |QUICK )?FADE (?:IN|OUT|UP|TO BLACK|TO WHITE|IN ON|OUT ON)|(?:SMASH |HARD )?CUT TO BLACK|"
    r"(?:SMASH|MATCH|JUMP|HARD|TIME|QUICK) CUT|CROSSFADE|DISSOLVE|CUT|BACK TO SCENE|IRIS (?:IN|OUT))[.:]{1,3}"
)
_LOOSE_TRANSITION = re.compile(
    r"(?:(?:SMASH|MATCH|JUMP|HARD|TIME|QUICK|SNAP|SHOCK|FLASH|SLOW|DIRECT) ){0,2}"
    r"(?:CUT(?: BACK)?|(?:CROSS ?)?FADE|(?:LAP )?DISSOLVE|WIPE|IRIS)S?"
    r"(?: (?:IN|OUT|UP|TO|ON|THROUGH|INTO)){1,2}"
    r"(?: (?:BLACK|WHITE)(?:OUT)?)?(?: ?[.:]{1,3})?",
    re.IGNORECASE,
)
_ACT_BREAK = re.compile(
    r"(?:END (?:OF )?)?"
    r"(?:ACT (?:ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|\d|[IVX]{1,4})|COLD OPEN(?:ING)?|TEASER|TAG)|THE END"
)
_PLACE_FIRST = re.compile(
    rf"[.,;:/-] {{0,4}}\(?(?:{_SIDE}|INTERIOR|EXTERIOR)[ ./,)–-]|[.,-] {{0,4}}(?:{_SIDE})$"
)
_EXTENSIONS = re.compile(r" *(?:[(（][^()（）]{0,60}[)）] ?)*$")
_MARGIN_NUMBER = r"\*? ?[A-Z]{0,2}\d{1,4}[A-Z]{0,3}\.?"
_PAGE_NUMBER = re.compile(
    rf"(?:(?:PAGE|PG\.?) ?)?{_MARGIN_NUMBER}(?: OF \d{{1,4}})?|- ?\d{{1,4}} ?-", re.IGNORECASE
)
_CONTINUED = re.compile(
    r"(?:\d{1,4}[A-Z]{0,2} {1,20})?(?:\( ?(?:MORE|CONT(?:INUED|['’]?D)?\.?) ?\)|"
    r"CONTINUED:?(?: ?\(\d{1,3}\))?)(?: {1,20}\d{1,4}[A-Z]{0,2})?",
    re.IGNORECASE,
)


def heading_prefix(text: str) -> re.Match[str] | None:
    """The INT., EXT., EST., I/E at the start of a heading (Fountain 1.1, Scene Heading), any case."""
    return _PREFIX.match(text[:40])


def is_dotted_heading(text: str) -> bool:
    """A heading that can't be a sentence: its prefix ends in a dot, or names both sides."""
    match = heading_prefix(text)
    return bool(match) and len(text) < 250 and (match["end"] in ".。:" or "/" in match["side"])  # type: ignore[index]


def split_scene_number(text: str) -> tuple[str, str]:
    """Heading and printed number of `INT. HOUSE #12A#` (Fountain 1.1, Scene Numbers)."""
    if len(text) > PATTERN_CHARS:
        return text, ""
    tail = text.rstrip()
    match = _SCENE_NUMBER.search(tail, max(0, len(tail) - 26))
    if match is None:
        return text, ""
    return tail[: match.start()].rstrip(), match[1].strip()


def is_uppercase(text: str) -> bool:
    """True when there are letters with case and all are capitals (a German ß counts as one)."""
    return text.isupper() or ("ß" in text and text.replace("ß", "").isupper())


def is_transition(text: str) -> bool:
    """`CUT TO:` by Fountain's rule, and the well-known ones that don't end in TO:."""
    if len(text) > 60 or not is_uppercase(text):
        return False
    return text.endswith(" TO:") or bool(_TRANSITIONS.fullmatch(text))


def cue_name(text: str) -> str:
    """The name of a cue without its extensions: `BRIANNA (O.S.)` gives `BRIANNA`."""
    return text.partition("(")[0].partition("（")[0].strip()


def is_cue_shape(text: str) -> bool:
    """A name in capitals, with extensions in any case (Fountain 1.1, Character)."""
    if len(text) > 120:
        return False
    name = cue_name(text)
    return (
        is_uppercase(name) and "^" not in name and bool(_EXTENSIONS.match(text, text.find(name) + len(name)))
    )


def has_place_first(text: str) -> bool:
    """`HOUSE. INT. DAY`: the side follows the place, as European scripts set it."""
    return len(text) < 250 and bool(_PLACE_FIRST.search(text))


def is_slug(text: str) -> bool:
    """A line in capitals that says where or what is seen next: `ANGLE ON BOB`, `OMITTED`."""
    return 3 <= len(text) < 80 and is_uppercase(text) and text[-1] not in ".!?," and text[0] not in "(\"“'"


def is_act_break(text: str) -> bool:
    """`ACT ONE`, `END OF ACT TWO`, `COLD OPEN`, `THE END`: no name, though it stands where names do."""
    return len(text) < 40 and bool(_ACT_BREAK.fullmatch(text.strip(' .:"“”')))


def is_page_transition(text: str) -> bool:
    """A transition as typists set it on a page: any case, any end (`Cut to.`, `SNAP CUT TO BLACK`)."""
    return len(text) <= 40 and bool(_LOOSE_TRANSITION.fullmatch(text))


def is_parenthetical(text: str) -> bool:
    """`(beat)`, in ASCII or fullwidth brackets."""
    return text[:1] in ("(", "（") and text[-1:] in (")", "）")


def is_page_number(text: str) -> bool:
    """`12.`, `12A.`, `- 12 -`, `Page 12 of 110`."""
    return len(text) <= 24 and bool(_PAGE_NUMBER.fullmatch(text))


def is_continued(text: str) -> bool:
    """`(MORE)`, `CONTINUED:`, `(CONTINUED)`, with or without a count and margin numbers."""
    return len(text) <= 70 and bool(_CONTINUED.fullmatch(" ".join(text.split())))
