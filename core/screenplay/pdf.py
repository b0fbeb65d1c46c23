"""PDF to rows: pypdfium2 gives characters with positions, rows are built from their baselines.

A hostile PDF can hang PDFium or make it abort (FACTS 5), so `extract_rows` works in a child process
with a limit on time and memory; `extract_rows_here` is the same without the child.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from statistics import median
from typing import Any

from core.errors import UnreadableScript
from core.screenplay.limits import MAX_LINE_CHARS, MAX_LINES, MAX_PDF_PAGES
from core.screenplay.rows import Row
from core.text import clean

TIME_LIMIT_S = 60
MEMORY_LIMIT_BYTES = 1536 * 1024 * 1024
PITCH = 7.2
"""Points to a character: 12-point Courier is 10 to the inch."""
_LINE_PITCH = 12.0
_SAME_ROW = 3.0
_DOUBLED = 1.5
_EVEN_BLANK, _UNEVEN_BLANK = 1.6, 3.0
"""Advances between letters that leave room for a blank: two in Courier; other faces have wide letters."""
_SLANTED_RUN = 4
"""Letters in a row, each on a height of its own, that make a watermark."""
_ENOUGH_GAPS = 8
_SELDOM = 30
_LEAST_LEADING = 8.0
_MEASURED_ROWS = 24
_ENCRYPTED = 4
_MAX_CHARS_PER_PAGE = 50_000
_HYPHENS = {0x02: 0x2D, 0xFFFE: 0x2D, 0xAD: 0x2D}

_Glyph = tuple[float, float, str, bool]
"""(baseline y, x, character, whether a blank is before it in the file), in points; y grows upwards"""


@dataclass(frozen=True, slots=True)
class _Placed:
    y: float
    x: float
    text: str


def extract_rows(data: bytes, name: str, time_limit_s: float = TIME_LIMIT_S) -> list[Row]:
    """The rows of a PDF, read in a child process; columns are characters from the paper's edge.

    Raises:
        UnreadableScript: encrypted, damaged, without text, or too much for the limits.
    """
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
    command = [sys.executable, "-m", "core.screenplay.pdf_child", name]
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=time_limit_s,
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableScript(
            f"{name} could not be read within {time_limit_s:g} seconds; it may be damaged. Export the "
            "script as PDF again, or as Fountain."
        ) from error
    return _answer(done.stdout, done.returncode, name)


def _answer(output: bytes, status: int, name: str) -> list[Row]:
    if status != 0:
        raise UnreadableScript(
            f"{name} is a damaged PDF, or too complex to read. Export the script again, as PDF or Fountain."
        )
    answer: dict[str, Any] = json.loads(output)
    if "error" in answer:
        raise UnreadableScript(answer["error"])
    return [Row(*row) for row in answer["rows"]]


def extract_rows_here(data: bytes, name: str) -> list[Row]:
    """The rows of a PDF, read in this process: quicker, and only for files that are trusted.

    Raises:
        UnreadableScript: encrypted, damaged, or without text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _not_opened(error, name) from error
    try:
        return _document_rows(document, name)
    except pypdfium2.PdfiumError as error:
        raise UnreadableScript(
            f"{name} is a damaged PDF: a page of it can't be read. Export the script as PDF again."
        ) from error
    finally:
        document.close()


def _not_opened(error: Exception, name: str) -> UnreadableScript:
    if getattr(error, "err_code", None) == _ENCRYPTED:
        return UnreadableScript(
            f"{name} is protected by a password. Save a copy without the password and open that."
        )
    return UnreadableScript(f"{name} is a damaged PDF. Export the script as PDF again, or as Fountain.")


def _document_rows(document: Any, name: str) -> list[Row]:
    count = len(document)
    if count > MAX_PDF_PAGES:
        raise UnreadableScript(
            f"{name} has {count:,} pages and the limit is {MAX_PDF_PAGES:,}. Open the screenplay alone."
        )
    pages = [_page_lines(_glyphs(document, number)) for number in range(count)]
    if not any(pages):
        raise UnreadableScript(
            f"{name} holds pictures of pages but no text (a scan). Run it through OCR, or ask for the script "
            "as Final Draft (.fdx), Fountain or a PDF with text."
        )
    leading = _leading(pages)
    rows: list[Row] = []
    for number, lines in enumerate(pages, start=1):
        rows += _page_rows(lines, number, leading)
        if len(rows) > MAX_LINES:
            raise UnreadableScript(f"{name} has more lines than any script. Open the screenplay alone.")
    return rows


def _glyphs(document: Any, number: int) -> list[_Glyph]:
    """The printed characters of a page by position; the order in the file says nothing."""
    from ctypes import byref, c_double

    from pypdfium2 import raw

    page = document[number]
    textpage = page.get_textpage()
    # The handle itself: the wrapper would be unwrapped anew for each of 200,000 letters.
    handle, origin = textpage.raw, raw.FPDFText_GetCharOrigin
    x, y = c_double(), c_double()
    at_x, at_y = byref(x), byref(y)
    glyphs: list[_Glyph] = []
    blank = False
    for index, code in enumerate(_codes(textpage)):
        code = _HYPHENS.get(code, code)
        if code <= 0x20 or code == 0xA0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            blank = True
        elif origin(handle, index, at_x, at_y):
            glyphs.append((y.value, x.value, chr(code), blank))
            blank = False
    textpage.close()
    page.close()
    return _without_slanted(glyphs)


def _codes(textpage: Any) -> Sequence[int]:
    """The code points of a page's characters, the first of them where it has more than any page."""
    from ctypes import c_ushort

    from pypdfium2 import raw

    count = min(textpage.count_chars(), _MAX_CHARS_PER_PAGE)
    units = (c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(textpage.raw, 0, count, units)
    codes: list[int] = units[:count]
    # One call for all is quicker, but leaves out letters without a code and splits those beyond 16 bits.
    if written == count + 1 and not any(0xD800 <= code < 0xE000 for code in codes):
        return codes
    return [raw.FPDFText_GetUnicode(textpage.raw, index) for index in range(count)]


def _without_slanted(glyphs: list[_Glyph]) -> list[_Glyph]:
    """The glyphs without those of a watermark, whose letters climb or fall across the page."""
    steps = sum(after[0] != before[0] and not after[3] for before, after in pairwise(glyphs))
    if steps < _SLANTED_RUN - 1:
        return glyphs
    out: list[_Glyph] = []
    run: list[_Glyph] = []
    for glyph in glyphs:
        if run and not (not glyph[3] and abs(glyph[0] - run[-1][0]) > 1 and glyph[1] - run[-1][1] > 0.5):
            out += run if len(run) < _SLANTED_RUN else []
            run = []
        run.append(glyph)
    return out + (run if len(run) < _SLANTED_RUN else [])


def _page_lines(glyphs: list[_Glyph]) -> list[_Placed]:
    """Glyphs that share a baseline, top to bottom, as text with its gaps."""
    heights: dict[float, list[_Glyph]] = {}
    for glyph in glyphs:
        heights.setdefault(glyph[0], []).append(glyph)
    lines: list[list[_Glyph]] = []
    for height in sorted(heights, reverse=True):
        if lines and lines[-1][0][0] - height <= _SAME_ROW:
            lines[-1] += heights[height]
        else:
            lines.append(heights[height])
    for line in lines:
        line.sort(key=itemgetter(1))
    pitch, least = _pitch(lines)
    placed = (_Placed(line[0][0], line[0][1], _joined(line, pitch, least)) for line in lines)
    return [line for line in placed if line.text]


def _joined(line: list[_Glyph], pitch: float, least: float) -> str:
    """The text of one row. A letter set twice on one spot is fake bold and counts once."""
    _, place, letter, _ = line[0]
    out = [letter]
    for _, x, char, blank in line[1:]:
        gap = x - place
        if gap < _DOUBLED and char == letter:
            continue
        if gap > least:
            out.append(" " * max(1, round(gap / pitch) - 1))
        elif blank:
            out.append(" ")
        out.append(char)
        place, letter = x, char
    return clean("".join(out)).replace("\n", " ").strip()[:MAX_LINE_CHARS]


def _pitch(lines: list[list[_Glyph]]) -> tuple[float, float]:
    """A page's usual advance from letter to letter, and the least gap that is a blank, in points."""
    gaps = [
        gap
        for line in lines[:_MEASURED_ROWS]
        for before, after in pairwise(line)
        if not after[3] and _DOUBLED < (gap := after[1] - before[1]) < 15.0
    ]
    if len(gaps) < _ENOUGH_GAPS:
        return PITCH, _UNEVEN_BLANK * PITCH
    pitch = median(gaps)
    even = sum(abs(gap - pitch) < 0.5 for gap in gaps) * 5 >= len(gaps) * 4
    return pitch, pitch * (_EVEN_BLANK if even else _UNEVEN_BLANK)


def _leading(pages: list[list[_Placed]]) -> float:
    """The distance between two rows of one paragraph, in points: the least that is common."""
    gaps = Counter(
        round(above.y - below.y)
        for lines in pages
        for above, below in pairwise(lines)
        if above.y - below.y > _LEAST_LEADING
    )
    # Where speech is double-spaced and action is not, the usual distance would hide each blank row.
    common = [gap for gap, count in gaps.items() if count * _SELDOM >= gaps.total()]
    return float(min(common, default=_LINE_PITCH))


def _page_rows(lines: list[_Placed], page: int, leading: float) -> list[Row]:
    rows: list[Row] = []
    above: _Placed | None = None
    for line in lines:
        if above is None or above.y - line.y > 1.45 * leading:
            rows.append(Row("", 0, page))
        rows.append(Row(line.text, max(0, round(line.x / PITCH)), page))
        above = line
    return rows
