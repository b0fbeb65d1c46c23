"""Distil: visual facts as the script words them, each with its line. Nothing is made up, nothing reworded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.models import AssetType, Trait
from core.scan.offline.characters import AGE_WORDS
from core.scan.offline.lexicon import kind_of
from core.scan.offline.naming import Found, NameIndex
from core.scan.offline.source import Sentence, Source
from core.scan.offline.words import pattern, words

MAX_VALUE_CHARS = 140
MAX_PLACE_CHARS = 240
MAX_PLAIN_WORDS = 9
MAX_AFTER_CHARS = 500
MAX_TAIL_WORDS = 9

_PRONOUN = re.compile(r"(?:He|She|They|It|His|Her|Their|Its)\b")
_IS_DESCRIBED = re.compile(
    r"(?:(?:He|She|They|It)(?:['’]s| is| are|['’]re) |The (?:[\w-]+,? ){1,5})", re.IGNORECASE
)
_IS_A = re.compile(r"(?:(?: is| was|['’]s) an?|, an?) ")
_FRAGMENT = re.compile(r"(?:An?|In an?|In his|In her|Wearing|Dressed in|Now in|Now wearing)\b")
_CHUNKS = re.compile(r"\s*(?:[,;:.!?()“”\"]|\s--|\s[–—])\s*")
_SUBCLAUSE = re.compile(
    r"\s(?:and (?:\w+ing|wears|holds|carries|has)|as (?:he|she|they|it|if he|if she)|while|when|"
    r"until|because|where|so that|one might)\b",
    re.I,
)
_LEAD = re.compile(
    r"^(?:and|but|with|has|have|had|wears|wearing|in|is|are|he['’]s|she['’]s|he is|she is|"
    r"who|whose|now|revealing|showing|sporting|he has|she has|"
    r"he wears|she wears|they wear|dressed in|dons|clad in|it is|it['’]s|sits|of|made of)\s+",
    re.IGNORECASE,
)
_OPEN_ADJECTIVES = re.compile(r"(?:(?:he|she|they)['’]s |is )?(?:an?|the) [\w-]+\Z", re.IGNORECASE)
_OF_PEOPLE = re.compile(
    r"^(?:Her|They|Then|INSERT|CLOSE|ANGLE)\b|\b(?:he|she|him|his|hers|someone|somebody|herself|himself|hands)\b"
    r"|^(?:He|She|His)\b|\b[A-Z]{3,} [A-Z]{3,}\b"
)
_THEIR_BODY = re.compile(
    rf"\b(?:her|their) (?:\w+ )?(?:back|fist|fingers?|{'|'.join(sorted(words('body')))})\b", re.IGNORECASE
)
_DEED = re.compile(r"(?:and|then|but|or|so|which|where|when|as (?:he|she|they|it)|\w+ing)\b(?! like)")
_TAIL_STOPS = frozenset(
    "and as but he her hers herself him himself his it she that then they who which while".split()
)
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Fact:
    """A trait as found, before equal ones are joined: whose, what, and the sentence that says so."""

    owner: str
    field: str
    value: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Text of a sentence that speaks of one person; `described` when it is a description, not a deed."""

    owner: str
    text: str
    described: bool
    possessive: bool = False


# --- people --------------------------------------------------------------------------------------


def people_facts(source: Source, index: NameIndex) -> Iterator[Fact]:
    """What the action says of the looks of each person that `index` knows."""
    subject, paragraph, introduced = "", -1, False
    for sentence in source.sentences:
        if sentence.paragraph != paragraph:
            subject, paragraph, introduced = "", sentence.paragraph, False
        found = list(index.find(sentence.text))
        for stretch in _stretches(sentence.text, found, subject, introduced):
            for field, value in _person_values(stretch):
                yield Fact(stretch.owner, field, value, sentence)
        named = next((name.owner for name in found if not name.possessive), "")
        capital = any(sentence.text[name.start : name.end].isupper() for name in found)
        introduced = capital or (introduced and not named)
        subject = _introduced(sentence.text, found) or named or subject


def _introduced(text: str, found: list[Found]) -> str:
    return next((name.owner for name in found if text[name.start : name.end].isupper()), "")


def _stretches(text: str, found: list[Found], subject: str, introduced: bool) -> Iterator[_Stretch]:
    if not found:
        described = _IS_DESCRIBED.match(text) is not None and (text[:3] != "The" or _names_a_person(text))
        if subject and (described or _PRONOUN.match(text) or (introduced and _FRAGMENT.match(text))):
            yield _Stretch(subject, text, described or introduced)
        return
    if subject and _PRONOUN.match(text):
        yield _Stretch(subject, text[: found[0].start], _IS_DESCRIBED.match(text) is not None)
    elif found[0].start > 0 and not found[0].possessive:
        yield _Stretch(found[0].owner, text[: found[0].start], described=False)
    ends = [name.start for name in found[1:]] + [len(text)]
    skipped = int(_is_about_somebody_else(text, found[0]))
    for name, end in list(zip(found, ends, strict=True))[skipped:]:
        after = text[name.end : end]
        described = text[name.start : name.end].isupper() or _IS_A.match(after) is not None
        yield _Stretch(name.owner, after, described, name.possessive)


def _is_about_somebody_else(text: str, first: Found) -> bool:
    """“The woman beside Ada has red hair”: what follows the name is said of the woman."""
    before = text[: first.start]
    nobody = (
        re.match(r"(?:The|An?|This|That|Another) ", before) and not text[first.start : first.end].isupper()
    )
    return bool(nobody) and _names_a_person(before)


def _names_a_person(text: str) -> bool:
    return any(kind_of(word.lower()) == "person" for word in _WORDS.findall(text)[:6])


def _person_values(stretch: _Stretch) -> Iterator[tuple[str, str]]:
    chunks = _phrases(stretch.text.removeprefix("'s").removeprefix("’s"))
    dressing = False
    for chunk in chunks[:1] if stretch.possessive else chunks:
        whole = _SUBCLAUSE.split(chunk)[0]
        clothing = _clothing(whole, stretch, dressing)
        dressing = bool(clothing)
        if clothing:
            yield "clothing", clothing
        plain = _before_verb(whole) if stretch.described else whole
        if (
            plain
            and not (clothing and clothing in plain)
            and (field := _person_field(plain, stretch.described))
        ):
            yield field, _value(plain)


def _phrases(text: str) -> list[str]:
    """A text at its commas; adjectives in a row, colours in a row and what befell a garment stay together."""
    phrases: list[str] = []
    for chunk in filter(None, _CHUNKS.split(text)):
        last = phrases[-1] if phrases else ""
        if last and (_OPEN_ADJECTIVES.match(last) or _continues(last, chunk)):
            phrases[-1] = f"{last}, {chunk}"
        else:
            phrases.append(chunk)
    return phrases


def _continues(last: str, chunk: str) -> bool:
    if (
        re.match(r"(?:\w+ )?and ", chunk)
        and pattern("colours").search(last[-12:])
        and pattern("colours").match(chunk)
    ):
        return True
    spoilt = pattern("worn_out").search(chunk) is not None and len(chunk.split()) <= 5
    return spoilt and _garment(last) is not None


def _garment(chunk: str) -> int | None:
    """Where the first garment of a phrase stands, counted in words."""
    tokens = [token.lower() for token in _WORDS.findall(chunk)]
    return next((i for i, token in enumerate(tokens) if kind_of(token) == "worn"), None)


def _clothing(chunk: str, stretch: _Stretch, dressing: bool) -> str:
    """The garments of a phrase, with what is said of them, and nothing of what is done in them.

    `dressing` says that the phrase before was of garments: a list of them goes on without its verb.
    """
    tokens = list(_WORDS.finditer(chunk))
    worn = _garment(chunk)
    if worn is None or (len(tokens) < 2 and not dressing):
        return ""
    ends = tokens[_garments_end(_lowered(tokens), worn) - 1].end()
    markers = [i for i in range(worn) if _opens_garment(tokens[i][0], tokens[i + 1][0])]
    bare = tokens[0][0].lower() in words("determiners") or pattern("colours", "materials").match(chunk)
    if markers and worn - markers[-1] <= 8:
        return _value(re.sub(r"^(?:in|on)\s+", "", chunk[tokens[markers[-1] + 1].start() : ends]))
    if (stretch.possessive and worn <= 3) or (stretch.described and bare):
        return _value(chunk[:ends])
    return _value(chunk[:ends]) if dressing and _next_garment(_lowered(tokens), 0) == worn else ""


def _lowered(tokens: Iterable[re.Match[str]]) -> list[str]:
    return [token[0].lower() for token in tokens]


def _opens_garment(word: str, following: str) -> bool:
    """“in a coat” is worn; “in the coat rack” and “under it” are places."""
    if word.lower() not in words("wearing"):
        return False
    place = word.lower() in ("in", "on", "under", "beneath") and following.lower() in ("the", "this", "that")
    return not place and following.lower() not in ("it", "him", "them")


def _garments_end(tokens: list[str], first: int) -> int:
    """One past the last word on a run of garments: “helmet, goggles and a red scarf with tassels”."""
    end = first + 1
    while (next_ := _next_garment(tokens, end)) is not None:
        end = next_ + 1
    if tokens[end : end + 1] and tokens[end] in words("garment_tails", "worn_out", "sound"):
        for word in tokens[end : end + MAX_TAIL_WORDS]:
            if word in _TAIL_STOPS or word in words("acting"):
                break
            end += 1
        while tokens[end - 1] in words("boundaries", "determiners", "garment_tails"):
            end -= 1
    return end


def _next_garment(tokens: list[str], start: int) -> int | None:
    """The next garment of the same list, with nothing between but what qualifies it."""
    for at, word in enumerate(tokens[start : start + 5], start):
        if kind_of(word) == "worn":
            return at
        joins = word in ("and", "with", "over", "under") or word in words("determiners")
        if not joins and not pattern("colours", "materials", "condition", "worn_out", "sound", "form").match(
            word
        ):
            return None
    return None


def _person_field(chunk: str, described: bool) -> str:
    if _describes_body(chunk) and (described or not _acts(chunk)):
        return "physical_features"
    if not described or len(chunk.split()) > MAX_PLAIN_WORDS:
        return ""
    if AGE_WORDS.match(_value(chunk)) and not re.fullmatch(r"\d", _value(chunk)):
        return "physical_features"
    if pattern("demeanor").search(chunk) and not pattern("physical").search(chunk):
        return "demeanor"
    looks = pattern("physical").search(chunk) or re.search(r"\w-foot\b", chunk)
    return (
        "physical_features" if looks or (pattern("people").search(chunk) and len(chunk.split()) > 2) else ""
    )


def _describes_body(chunk: str) -> bool:
    tokens = [token.lower() for token in _WORDS.findall(chunk)]
    if len(tokens) > 14:
        return False
    looks = words("colours", "physical", "condition", "worn_out", "form", "demeanor")
    for at, token in enumerate(tokens):
        if token in words("body") and (
            looks & set(_noun_phrase(tokens[:at])) or tokens[at + 1 : at + 2] == ["so"]
        ):
            return True
    return False


def _noun_phrase(before: list[str]) -> list[str]:
    """The last words before a noun that belong to it: back to the first function word, four at most."""
    phrase: list[str] = []
    for token in reversed(before[-4:]):
        if token in words("boundaries", "determiners"):
            break
        phrase.append(token)
    return phrase


def _acts(chunk: str) -> bool:
    verbs = words("acting", "handling") - {"has", "is", "are", "was", "were"}
    return any(token.lower() in verbs and token.endswith("s") for token in _WORDS.findall(chunk))


def _before_verb(chunk: str) -> str:
    """A description ends where the deed begins: “a young engineer dons …”, “the portly man scowls …”."""
    tokens = list(_WORDS.finditer(chunk))
    for at, token in enumerate(tokens):
        word = token[0].lower()
        known = word in words("acting", "handling") - {"has", "is", "are"}
        after_person = at > 0 and kind_of(tokens[at - 1][0].lower()) == "person"
        if word.endswith("s") and (known or (after_person and not word.endswith("ss"))):
            return chunk[: token.start()].strip()
    return chunk


def _value(chunk: str) -> str:
    text = chunk.strip(" -–—'’")
    while (shorter := _LEAD.sub("", text)) != text:
        text = shorter
    return text[:MAX_VALUE_CHARS].strip()


# --- things --------------------------------------------------------------------------------------


def thing_values(text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    """What a sentence says of the thing named at `start`..`end`: its own words, then what follows."""
    named = text[start:end]
    if field := _thing_field(named):
        yield field, _value(named)
    after = text[end : end + MAX_AFTER_CHARS]
    if end and not re.match(r"[,:]|\s(?:is|are|of|with|made|in an?)\s", after):
        return
    for chunk in _CHUNKS.split(after)[: 6 if not end or after[0] in ",:" else 2]:
        tokens = _WORDS.findall(chunk)
        if not tokens or len(tokens) > 12 or _is_deed(chunk):
            continue
        field = _thing_field(chunk)
        if tokens[0].lower() in ("he", "she", "they") or (field is None and end):
            return
        if field is not None:
            yield field, _value(chunk)


def _is_deed(chunk: str) -> bool:
    return bool(_DEED.match(chunk) or pattern("acting", "handling").match(chunk))


def _thing_field(chunk: str) -> str | None:
    for field, lists in (
        ("condition", ("condition", "sound", "worn_out")),
        ("material", ("materials",)),
        ("form", ("form", "colours")),
    ):
        if pattern(*lists).search(chunk):
            return field
    return "form" if re.search(r"\w-(?:sized|shaped|like)\b", chunk) else None


# --- places --------------------------------------------------------------------------------------


def place_values(text: str) -> Iterator[tuple[str, str]]:
    """What a sentence without people says of the set; deeds and shots say nothing."""
    if _OF_PEOPLE.search(text) or _THEIR_BODY.search(text) or text.isupper() or _acts(text.split(" ")[0]):
        return
    for chunk in re.split(r"\s*[;:.]\s+|\s--\s", text.rstrip(".")):
        built, light = (len(pattern(name).findall(chunk)) for name in ("architecture", "light"))
        furnished = sum(kind_of(word.lower()) in ("furniture", "object") for word in _WORDS.findall(chunk))
        if not _is_event(chunk) and (built or light or furnished > 1):
            look = "architecture" if built >= light else "atmosphere_light"
            yield "dressing" if furnished > built + light else look, chunk.strip()[:MAX_PLACE_CHARS]


def _is_event(chunk: str) -> bool:
    """What happens in a set is not its look (“The door opens”); nor is half a quotation."""
    tokens = [token.lower() for token in _WORDS.findall(chunk)]
    if len(tokens) > 38 or chunk.count('"') % 2 or chunk.count("“") != chunk.count("”"):
        return True
    somebody = any(kind_of(token) == "person" or token.upper() in words("groups") for token in tokens[:5])
    still = {"is", "are", "stands", "stand", "lies", "hangs"} & set(tokens)
    return somebody or (len(tokens) < 5 and not still and tokens[:1] != ["a"])


# --- joining -------------------------------------------------------------------------------------


def to_traits(facts: Iterable[Fact], type: AssetType, fields: tuple[str, ...]) -> tuple[Trait, ...]:
    """Facts of one entity as traits in the order of its fields; equal values cite all their lines."""
    lines: dict[tuple[str, str], list[int]] = {}
    spelled: dict[tuple[str, str], str] = {}
    for fact in facts:
        key = fact.field, fact.value.casefold()
        if fact.value:
            spelled.setdefault(key, fact.value)
            lines.setdefault(key, []).append(fact.sentence.line_of(fact.value))
    ordered = sorted(spelled, key=lambda key: fields.index(key[0]))
    return tuple(Trait(key[0], spelled[key], tuple(dict.fromkeys(lines[key]))) for key in ordered)
