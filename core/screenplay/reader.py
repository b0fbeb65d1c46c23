"""The door: a file or its bytes become a `Screenplay`, or one clear sentence says why not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

from core.errors import UnreadableScript
from core.models import Line, LineKind, Screenplay, ScriptFormat
from core.screenplay.dual import untangle
from core.screenplay.encoding import decode, split_lines
from core.screenplay.fdx import looks_like_fdx, parse_fdx
from core.screenplay.fountain import has_marks, has_title_page, read_fountain, title_of
from core.screenplay.layout import read_layout
from core.screenplay.layout import title_of as layout_title
from core.screenplay.limits import MAX_PDF_BYTES, MAX_TEXT_BYTES
from core.screenplay.paging import estimate_pages
from core.screenplay.pdf import extract_rows, extract_rows_here
from core.screenplay.printed import printed_pages, text_pages, text_rows
from core.screenplay.reading import Origin, Read, assemble
from core.screenplay.rows import Row
from core.screenplay.transcript import spread
from core.text import clean_line

_FOUNTAIN_SUFFIXES = (".fountain", ".spmd", ".ftn")
_OTHER_FILE = "Open a script in Fountain, Final Draft (.fdx), PDF or screenplay layout."
_HIDDEN_LETTERS = "If it shows a script, its fonts hide the letters: export it again, or run it through OCR."
_NOTHING = b"\0 \t\r\n\f\xef\xbb\xbf\xff\xfe"
"""Blanks, newlines and byte order marks in any encoding: a file of these alone is empty."""
_TEXT_SUFFIXES = (".txt", ".text", ".asc")
_OTHER_DOCUMENTS = (
    (b"pk\x03\x04", "a zip archive or an Office, Highland or Celtx document"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "a rich text (RTF) document"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
)


def read_script(path: Path) -> Screenplay:
    """Read a script from a file; the format is told by its content first, its suffix second.

    Raises:
        UnreadableScript: missing, a folder, not permitted, too large, or no screenplay.
    """
    return parse_script(read_bytes(path), path.name)


def parse_script(data: bytes, name: str) -> Screenplay:
    """Read a script from its bytes; `name` is its file name, for the suffix, the title and messages.

    Raises:
        UnreadableScript: the bytes are no screenplay that can be read.
    """
    shown = clean_line(PurePath(name).name) or "The file"
    _require_size(len(data), data.startswith(b"%PDF"), shown)
    if not data.strip(_NOTHING):
        raise UnreadableScript(f"{shown} is empty. Choose the file that holds the screenplay.")
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return _parse_pdf(extract_rows(data, shown), shown)
    if looks_like_fdx(data):
        screenplay = parse_fdx(data, shown, PurePath(shown).stem)
        _require_screenplay(screenplay.lines, shown)
        return screenplay
    _require_known_document(data, shown)
    return _parse_text(*decode(data, shown), shown)


def parse_pdf_here(data: bytes, name: str) -> Screenplay:
    """Read a PDF in this process: quicker than `parse_script`, and only for files that are trusted.

    Raises:
        UnreadableScript: as `parse_script`.
    """
    return _parse_pdf(extract_rows_here(data, name), name)


def _parse_pdf(rows: list[Row], name: str) -> Screenplay:
    rows = untangle(rows)
    reads = read_layout(rows)
    _require_screenplay(reads, name, _HIDDEN_LETTERS)
    pages = printed_pages(reads, [row.page for row in rows])
    title = layout_title(reads) or PurePath(name).stem
    return assemble(reads, pages, Origin(title, ScriptFormat.PDF, "utf-8", False))


def _parse_text(text: str, encoding: str, name: str) -> Screenplay:
    if PurePath(name).suffix.lower() not in _FOUNTAIN_SUFFIXES:
        lines, breaks = split_lines(text, name, tab_width=8)
        if not has_title_page(lines) and not has_marks(lines):
            return _parse_layout(spread(text_rows(lines, breaks)), encoding, name)
    return _parse_fountain(text, encoding, name)


def _parse_layout(rows: list[Row], encoding: str, name: str) -> Screenplay:
    reads = read_layout(rows)
    _require_screenplay(reads, name)
    pages = text_pages(reads, [row.page for row in rows])
    origin = Origin(layout_title(reads) or PurePath(name).stem, ScriptFormat.TEXT, encoding, pages is None)
    return assemble(reads, pages or estimate_pages(reads), origin)


def _parse_fountain(text: str, encoding: str, name: str) -> Screenplay:
    """Fountain, and plain text without indentation, which follows the same rules."""
    lines, _ = split_lines(text, name)
    reads = read_fountain(lines)
    _require_screenplay(reads, name)
    title = clean_line(title_of(lines)) or PurePath(name).stem
    plain = PurePath(name).suffix.lower() in _TEXT_SUFFIXES and not has_title_page(lines)
    kind = ScriptFormat.TEXT if plain else ScriptFormat.FOUNTAIN
    return assemble(reads, estimate_pages(reads), Origin(title, kind, encoding, True))


def _require_known_document(data: bytes, name: str) -> None:
    """Name the formats that people try most, so that the sentence can say how to go on."""
    for start, what in _OTHER_DOCUMENTS:
        if data[:64].lstrip().lower().startswith(start):
            raise UnreadableScript(
                f"{name} is {what}, which lookbook does not read. Export the script as Fountain, Final Draft "
                "(.fdx), PDF or plain text."
            )


def _require_screenplay(reads: Sequence[Read | Line], name: str, way_out: str = _OTHER_FILE) -> None:
    if not any(read.kind in (LineKind.HEADING, LineKind.CUE) for read in reads):
        raise UnreadableScript(
            f"{name} is text but no screenplay: it has no scene heading (INT. or EXT.) and no character cue. "
            + way_out
        )


def _require_size(size: int, pdf: bool, name: str) -> None:
    limit = MAX_PDF_BYTES if pdf else MAX_TEXT_BYTES
    if size > limit:
        raise UnreadableScript(
            f"{name} is too large for a screenplay: over {limit // 2**20} MB. Export the script alone, "
            "without pictures."
        )


def read_bytes(path: Path) -> bytes:
    """The bytes of a script's file, up to what is too large to be one; `parse_script` says so.

    Raises:
        UnreadableScript: missing, a folder, no ordinary file, not permitted.
    """
    name = clean_line(path.name) or clean_line(str(path))
    try:
        if path.is_dir():
            raise UnreadableScript(f"{name} is a folder. Choose the script file in it.")
        if path.exists() and not path.is_file():
            raise UnreadableScript(f"{name} is no ordinary file. Save the script to a file and open that.")
        with path.open("rb") as file:
            return file.read(MAX_PDF_BYTES + 1)
    except FileNotFoundError as error:
        raise UnreadableScript(f"There is no file {clean_line(str(path))}. Check the name.") from error
    except PermissionError as error:
        raise UnreadableScript(
            f"{name} may not be read: permission denied. Ask its owner, or copy it to a folder of yours."
        ) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UnreadableScript(
            f"{name} could not be read: {reason}. Copy it to this machine and try again."
        ) from error
