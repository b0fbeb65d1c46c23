"""Bytes to text: the encodings that real scripts come in (SPEC 2.1)."""

from __future__ import annotations

import codecs
import re

from core.errors import UnreadableScript
from core.screenplay.limits import MAX_LINE_CHARS, MAX_LINES
from core.text import clean

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 64 * 1024
_BINARY_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1b]")
_NEWLINE = re.compile("\r\n|\r|\n")
_ODD_BREAKS = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of `data` and the name of the encoding it was read with; `name` is for the message.

    Raises:
        UnreadableScript: the bytes are no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace").removeprefix("\ufeff"), encoding
    wide = _utf16_without_bom(data[:_SAMPLE])
    if wide:
        return data.decode(wide, errors="replace"), wide
    if _looks_binary(data[:_SAMPLE]):
        raise UnreadableScript(
            f"{name} holds binary data, not text. Export the script as Fountain, Final Draft (.fdx), "
            "PDF or plain text and open that file."
        )
    return _decode_narrow(data)


def split_lines(text: str, name: str, tab_width: int = 1) -> tuple[list[str], frozenset[int]]:
    """The cleaned lines as an editor counts them, and the 0-based ones that held a form feed.

    Raises:
        UnreadableScript: more lines, or a longer line, than any script has.
    """
    raw = _NEWLINE.split(text)
    if len(raw) > MAX_LINES:
        raise UnreadableScript(
            f"{name} has {len(raw):,} lines and the limit is {MAX_LINES:,}. Open the screenplay alone, "
            "without what else is in the file."
        )
    longest = max(range(len(raw)), key=lambda index: len(raw[index]))
    if len(raw[longest]) > MAX_LINE_CHARS:
        raise UnreadableScript(
            f"Line {longest + 1} of {name} has {len(raw[longest]):,} characters: the line breaks are lost. "
            "Export the script again, as Fountain or Final Draft (.fdx)."
        )
    breaks = frozenset(index for index, line in enumerate(raw) if "\f" in line)
    if tab_width > 1:
        raw = [line.expandtabs(tab_width) for line in raw]
    lines = clean("\n".join(line.translate(_ODD_BREAKS) for line in raw)).split("\n")
    return lines, breaks


def _utf16_without_bom(sample: bytes) -> str | None:
    """ASCII in UTF-16, blanks and newlines at the least, has its zeros all on one side."""
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    few = len(sample) // 40
    if odd > few and even * 20 < odd:
        return "utf-16-le"
    if even > few and odd * 20 < even:
        return "utf-16-be"
    return None


def _looks_binary(sample: bytes) -> bool:
    # A stray control or two is dirt in a text; many of them, or zeros, are data.
    controls = len(_BINARY_CONTROLS.findall(sample))
    return (controls > 16 and controls * 50 > len(sample)) or sample.count(0) * 20 > len(sample)


def _decode_narrow(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        lenient = data.decode("utf-8", errors="replace")
    # A damaged UTF-8 file is told from an 8-bit one by how many of its letters did decode.
    bad = lenient.count("\ufffd")
    good = sum(not char.isascii() for char in lenient) - bad
    if bad * 10 <= good:
        return lenient, "utf-8"
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"
