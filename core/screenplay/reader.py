"""The door: a file or its bytes become a `Screenplay`, or one clear sentence says why not."""

from __future__ import annotations

from pathlib import Path, PurePath

from core.errors import UnreadableScript
from core.models import LineKind, Screenplay, ScriptFormat
from core.screenplay.encoding import decode, split_lines
from core.screenplay.fountain import read_fountain, title_of
from core.screenplay.limits import MAX_PDF_BYTES, MAX_TEXT_BYTES
from core.screenplay.paging import estimate_pages
from core.screenplay.reading import Origin, Read, assemble
from core.text import clean_line


def read_script(path: Path) -> Screenplay:
    """Read a script from a file; the format is told by its content first, its suffix second.

    Raises:
        UnreadableScript: missing, a folder, not permitted, too large, or no screenplay.
    """
    return parse_script(_read_bytes(path), path.name)


def parse_script(data: bytes, name: str) -> Screenplay:
    """Read a script from its bytes; `name` is its file name, for the suffix, the title and messages.

    Raises:
        UnreadableScript: the bytes are no screenplay that can be read.
    """
    shown = clean_line(PurePath(name).name) or "The file"
    _require_size(len(data), data.startswith(b"%PDF"), shown)
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableScript(f"{shown} is empty. Choose the file that holds the screenplay.")
    text, encoding = decode(data, shown)
    return _parse_fountain(text, encoding, shown)


def _parse_fountain(text: str, encoding: str, name: str) -> Screenplay:
    lines, _ = split_lines(text, name)
    reads = read_fountain(lines)
    _require_screenplay(reads, name)
    title = clean_line(title_of(lines)) or PurePath(name).stem
    return assemble(reads, estimate_pages(reads), Origin(title, ScriptFormat.FOUNTAIN, encoding, True))


def _require_screenplay(reads: list[Read], name: str) -> None:
    if not any(read.kind in (LineKind.HEADING, LineKind.CUE) for read in reads):
        raise UnreadableScript(
            f"{name} is text but no screenplay: it has no scene heading (INT. or EXT.) and no character cue. "
            "Open a script in Fountain, Final Draft (.fdx), PDF or screenplay layout."
        )


def _require_size(size: int, pdf: bool, name: str) -> None:
    limit = MAX_PDF_BYTES if pdf else MAX_TEXT_BYTES
    if size > limit:
        raise UnreadableScript(
            f"{name} is too large for a screenplay: {size / 1e6:,.0f} MB, "
            f"and the limit is {limit // 2**20} MB. Export the script alone, without pictures."
        )


def _read_bytes(path: Path) -> bytes:
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
