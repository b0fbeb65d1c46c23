"""Words in capitals inside action, taken apart into what may be names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.scan.offline.cues import canonical, is_descent
from core.scan.offline.words import words

MAX_NAME_WORDS = 5

_TOKEN = re.compile(r"\S+")
_EDGES = " \t.,:;!?…()[]{}<>\"“”‘'’*_-–—"
_ENDS_RUN = re.compile(r"[,.:;!?…)\]\"”/–—-]['’]?$")
_STARTS_RUN = re.compile(r"[(\[\"“]")
_QUOTED = re.compile(r"[\"“][^\"”]{3,}[\"”]")
_DOTS = re.compile(r"\.{2,}|-{2,}")
_OWN = re.compile(r"['’]S?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Run:
    """Words in capitals that stand together: where each starts and ends, and the words without their edges.

    `owning` when 's follows the last.
    """

    parts: tuple[str, ...]
    spots: tuple[tuple[int, int], ...]
    owning: bool = False

    @property
    def name(self) -> str:
        """The words as one canonical name."""
        return canonical(" ".join(self.parts))

    @property
    def start(self) -> int:
        """The offset of the first word."""
        return self.spots[0][0]

    @property
    def end(self) -> int:
        """The offset behind the last word."""
        return self.spots[-1][1]

    def cut(self, start: int, end: int) -> Run:
        """The words from the one to the other, exclusive."""
        return Run(self.parts[start:end], self.spots[start:end], self.owning and end == len(self.parts))


def runs(text: str) -> Iterator[Run]:
    """The runs of capitals of a sentence; none of one all in capitals, nor of what stands in quotes."""
    if sum(char.islower() for char in text) < 3:
        return
    parts: list[str] = []
    spots: list[tuple[int, int]] = []
    for token in _tokens(text):
        bare = token[0].strip(_EDGES)
        capital = _is_capital(bare, bool(parts))
        if parts and (not capital or _STARTS_RUN.match(token[0])):
            yield Run(tuple(parts), tuple(spots))
            parts, spots = [], []
        if not capital:
            continue
        start = token.start() + token[0].index(bare)
        parts.append(_OWN.sub("", bare))
        spots.append((start, start + len(parts[-1])))
        if _OWN.search(bare) or _ends_run(token, bare, text):
            yield Run(tuple(parts), tuple(spots), bool(_OWN.search(bare)))
            parts, spots = [], []
    if parts:
        yield Run(tuple(parts), tuple(spots))


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """The words that are not quoted: a sign, a title, a headline."""
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    spaced = _DOTS.sub(lambda dots: dots[0][0] + " " * (len(dots[0]) - 1), text)
    for token in _TOKEN.finditer(spaced):
        while quoted and quoted[0][1] <= token.start():
            quoted.pop(0)
        if not quoted or token.end() <= quoted[0][0] + 1:
            yield token


def _ends_run(token: re.Match[str], bare: str, text: str) -> bool:
    descent = re.match(r"\s*,?\s*(?:JR|SR|III|II|IV)\b", text[token.end() : token.end() + 8])
    return bool(_ENDS_RUN.search(token[0])) and not descent and not _is_abbreviated(bare, token[0])


def pieces(run: Run) -> Iterator[Run]:
    """A run cut at its small words: `PHOTO OF HIS WIFE` gives PHOTO and WIFE."""
    start = 0
    for at, part in enumerate([*run.parts, "THE"]):
        if part.upper() in words("small") or part == "&":
            if 0 < at - start <= MAX_NAME_WORDS:
                yield run.cut(start, at)
            start = at + 1


def _is_abbreviated(bare: str, token: str) -> bool:
    return token.endswith(".") and (bare in words("titles") or len(bare) == 1 or is_descent(bare))


def _is_capital(bare: str, within: bool) -> bool:
    if within and (bare == "&" or re.fullmatch(r"#?\d+", bare)):
        return True
    letters = [char for char in _OWN.sub("", bare) if char.isalpha()]
    scottish = bare[:2] in ("Mc", "Mac") and bare[2:].isupper() and len(bare) > 4
    return bool(letters) and (scottish or all(char.isupper() for char in letters))
