"""Text from a file, a model or a person, made safe where it enters.

Nothing that is shown may steer the terminal: escape sequences, C1 controls and bidirectional overrides pass
through every widget, so they are taken out here, once.
"""

from __future__ import annotations

import re
import unicodedata

MAX_COMBINING = 4

_NEWLINES = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROLS = {code: chr(0x2400 + code) for code in range(0x20) if code != 0x0A}
_CONTROLS[0x09] = " "
_REPLACED = [0x7F, *range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0x200E, 0x200F]
_REMOVED = [0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xE0000, 0xE0080)]
_TABLE: dict[int, str | None] = {
    **_CONTROLS,
    **dict.fromkeys(_REPLACED, "\ufffd"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **dict.fromkeys(_REMOVED, None),
}


def clean(text: str) -> str:
    """Make `text` safe to show and to store; newlines become LF. Idempotent.

    C0 controls become their visible pictures (U+2400 block), tabs spaces, C1 and bidirectional
    controls U+FFFD; zero-width and tag characters go; at most four combining marks stay on a letter.
    """
    text = _NEWLINES.sub("\n", text).translate(_TABLE)
    if text.isascii():
        return text
    return _cap_combining(text)


def clean_line(text: str) -> str:
    """`clean`, and on one line: for names, titles, file names."""
    return " ".join(clean(text).split())


def folded(text: str) -> str:
    """Text as it is compared: case and white space do not tell two apart."""
    return " ".join(text.casefold().split())


def _cap_combining(text: str) -> str:
    out: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= MAX_COMBINING:
            out.append(char)
    return "".join(out)
