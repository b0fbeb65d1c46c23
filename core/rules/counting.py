"""How many tokens a text takes, counted with care: what is estimated must not be exceeded."""

from __future__ import annotations

import re

_CHARS_PER_TOKEN = 4.0
_WIDE_CHARS_PER_TOKEN = 1.5
_DIGIT = re.compile(r"\d")


def tokens(text: str) -> int:
    """How many tokens a text takes at most: four characters each, 1.5 outside ASCII, one a digit.

    Many tokenizers read figures digit by digit, and line numbers are many.
    """
    wide = 0 if text.isascii() else sum(not char.isascii() for char in text)
    digits = len(_DIGIT.findall(text))
    return int((len(text) - wide - digits) / _CHARS_PER_TOKEN + wide / _WIDE_CHARS_PER_TOKEN + digits) + 1
