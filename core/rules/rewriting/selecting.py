"""A selection of a description, and the text with something else in its place.

Everything outside the selection stays byte for byte: that is checked here, whoever wrote the replacement.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from core.errors import InvalidInput
from core.text import clean

MAX_TEXT = 40_000
"""Characters of a description that are rewritten at all: no description is longer, and no rule slow."""


@dataclass(frozen=True, slots=True)
class Selection:
    """`text[start:end]`, offsets in code points; `text` is clean and the selection holds more than blanks."""

    text: str
    start: int
    end: int

    @property
    def words(self) -> str:
        """What is selected."""
        return self.text[self.start : self.end]

    @property
    def before(self) -> str:
        """What stands before it."""
        return self.text[: self.start]

    @property
    def after(self) -> str:
        """What stands after it."""
        return self.text[self.end :]

    def padded(self, words: str) -> str:
        """Words without blanks around them, with those that the selection begins and ends with."""
        bare = self.words.strip()
        at = self.words.index(bare)
        return self.words[:at] + words + self.words[at + len(bare) :]

    def fits(self, replacement: str) -> bool:
        """Whether the text can be saved with the replacement and nothing outside it changes by that."""
        whole = self.before + replacement + self.after
        return not is_mark(replacement[:1]) and clean(whole) == whole


def select(text: str, start: int, end: int) -> Selection:
    """The selection of a text.

    Raises:
        InvalidInput: it is empty or out of range, or the text can't be saved as it is.
    """
    if not 0 <= start < end <= len(text):
        raise InvalidInput("Nothing is selected. Select the words to rewrite first.")
    if not text[start:end].strip():
        raise InvalidInput("Only blanks are selected. Select the words to rewrite first.")
    if len(text) > MAX_TEXT:
        raise InvalidInput(f"The description has over {MAX_TEXT:,} characters. Shorten it by hand first.")
    if clean(text) != text:
        raise InvalidInput("The text on the screen is not as it will be saved. Save it first, then rewrite.")
    return Selection(text, start, end)


def is_mark(char: str) -> bool:
    """Whether a character joins the one before it: it would change what stands outside."""
    return bool(char) and unicodedata.category(char).startswith("M")
