"""Choose a file by keys, over ssh too: type a path, or walk the list; folders are read off the event loop."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from core.text import clean_line
from tui import keymap
from tui.modals.dialog import Dialog
from tui.modals.typed_path import PathInput, rank
from tui.widgets.row_table import Column, RowTable

SCRIPT_SUFFIXES = (".fountain", ".spmd", ".fdx", ".txt", ".pdf")
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
MOST_ENTRIES = 2000

_ASKED_FOR = {SCRIPT_SUFFIXES: "screenplay", PICTURE_SUFFIXES: "picture"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A folder or file of the list. `size` is bytes, 0 for a folder."""

    path: Path
    name: str
    folder: bool
    size: int = 0
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A folder as read; `problem` says in a sentence why it could not be, or is empty.
    `cut` counts the entries that are left out."""

    folder: Path
    entries: tuple[Entry, ...] = ()
    problem: str = ""
    cut: int = 0


def list_folder(folder: Path, suffixes: Iterable[str]) -> Listing:
    """The folders in `folder`, then the files with one of `suffixes`; blocking."""
    wanted = tuple(suffix.lower() for suffix in suffixes)
    try:
        with os.scandir(folder) as found:
            entries = [entry for item in found if (entry := _entry(item, wanted)) is not None]
    except FileNotFoundError:
        return Listing(folder, problem="There is no such folder.")
    except NotADirectoryError:
        return Listing(folder, problem="This is a file, not a folder.")
    except (OSError, ValueError) as error:
        return Listing(
            folder, problem=f"This folder can't be read: {getattr(error, 'strerror', None) or error}."
        )
    entries.sort(key=lambda entry: (not entry.folder, entry.name.casefold()))
    return Listing(folder, tuple(entries[:MOST_ENTRIES]), cut=max(0, len(entries) - MOST_ENTRIES))


def _entry(item: os.DirEntry[str], wanted: tuple[str, ...]) -> Entry | None:
    name = clean_line(item.name)
    try:
        if item.is_dir():
            return Entry(Path(item.path), name, folder=True)
        if not item.is_file() or not item.name.lower().endswith(wanted):
            return None
        facts = item.stat()
    except OSError:
        # A link into nowhere, or a file that has just gone: nothing to choose.
        return None
    return Entry(Path(item.path), name, False, facts.st_size, datetime.fromtimestamp(facts.st_mtime, UTC))


def _size(size: int) -> str:
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size //= 1000
    return f"{size} GB"


class PickFileModal(Dialog[Path]):
    """A path field over the list of its folder; the result is a file's path, None when cancelled."""

    help_text = (
        "Type or paste a path, drop a file, or walk through the folders. Tab completes; only files of the "
        "kind that is asked for are listed. Enter takes what is typed in full, else what is marked."
    )
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_LIST)
    hint = "enter open   tab complete   ↑ ↓ move   esc cancel"

    DEFAULT_CSS = """
    PickFileModal {
        RowTable { background: $surface; margin-top: 1; }
        .dialog-hint { height: 1; }
    }
    """

    def __init__(self, title: str, start: Path, *, suffixes: Iterable[str] = SCRIPT_SUFFIXES) -> None:
        """`start` is the folder to begin in."""
        super().__init__(title, wide=True, tall=True)
        self.start = start
        self.suffixes = tuple(suffixes)
        self._listing = Listing(start)
        self._best: Path | None = None

    def compose_body(self) -> ComposeResult:
        """Path, list, and a line about both."""
        what = _ASKED_FOR.get(self.suffixes, "file")
        yield PathInput(_folder_text(self.start), placeholder=f"/path/to/a/{what}", select_on_focus=False)
        yield RowTable[Entry](
            [
                Column("Name", width=16, fraction=1.0),
                Column("Size", width=8, align="right", style="$quiet"),
                Column("Changed", width=10, style="$quiet", hide_below=60),
            ],
            key=lambda entry: entry.path,
            cells=_cells,
            lit=True,
            empty="Nothing to choose here.",
        )
        yield Static(Content(f"Shown: folders and {' '.join(self.suffixes)}"), classes="dialog-hint")
        yield Static(classes="dialog-error")

    @property
    def _typed(self) -> tuple[Path, str]:
        """The folder that is typed, and the beginning of a name after it."""
        text = os.path.expanduser(self.query_one(Input).value)  # noqa: PTH111 - Path drops the last slash
        folder, name = os.path.split(text)
        return Path(folder or "."), name

    def on_mount(self) -> None:
        """The list is walked by the field's up and down, so the field keeps the keys."""
        self.query_one(RowTable).can_focus = False

    def on_input_changed(self) -> None:
        """Another folder is read; within the same one the list is narrowed at once."""
        self.show_problem("")
        folder, _ = self._typed
        if folder == self._listing.folder and self._listing.entries:
            self._show()
        else:
            self._read(folder)

    @work(group="folder", exclusive=True, description="Reading a folder")
    async def _read(self, folder: Path) -> None:
        await self._list(folder)

    async def _list(self, folder: Path) -> None:
        self._listing = await asyncio.to_thread(list_folder, folder, self.suffixes)
        self._show()

    def _show(self) -> None:
        folder, name = self._typed
        listing = self._listing
        found = _fitting(listing.entries, name)
        parent = [Entry(folder.parent, "..", folder=True)] if folder != folder.parent and not name else []
        table = self.query_one(RowTable)
        table.set_rows([*parent, *found])
        self._best = found[0].path if found else None
        if found:
            table.move_to(found[0].path)
        if listing.problem:
            self.show_problem(listing.problem)
        elif listing.cut:
            self.show_problem(f"{listing.cut} more are not listed; type the whole name to take one of them.")

    def action_list(self, lines: int) -> None:
        """Move the list's cursor by `lines`."""
        self.query_one(RowTable).step(lines)

    def action_complete(self) -> None:
        """Put the entry under the cursor into the field; a folder is entered."""
        entry = self._current
        if entry is not None:
            self._type(_folder_text(entry.path) if entry.folder else str(entry.path))

    @property
    def _current(self) -> Entry | None:
        row = self.query_one(RowTable).cursor_row
        return row if isinstance(row, Entry) else None

    def _type(self, text: str) -> None:
        field = self.query_one(Input)
        field.value = text
        field.cursor_position = len(text)

    def on_input_submitted(self) -> None:
        """Enter takes the file, or opens the folder, that is typed in full, else the one under the cursor."""
        self._enter()

    @work(group="folder", exclusive=True, description="Looking a path up")
    async def _enter(self) -> None:
        folder, name = self._typed
        if folder != self._listing.folder or not self._listing.entries:
            # A path that was pasted a moment ago: the list is still another folder's.
            await self._list(folder)
        current = self._current
        walked = current is not None and self._best not in (None, current.path)
        kind = "" if walked or not name else await asyncio.to_thread(_kind, folder / name)
        if kind == "file" and not name.lower().endswith(self.suffixes):
            self.show_problem(f"{clean_line(name)} is not one of {' '.join(self.suffixes)}.")
        elif kind:
            self._open(Entry(folder / name, name, kind == "folder"))
        else:
            self._open(current)

    def on_row_table_row_activated(self, event: RowTable.RowActivated) -> None:
        """A double click does what enter does."""
        self._open(self._current)

    def _open(self, entry: Entry | None) -> None:
        if entry is None:
            why = self._listing.problem or "No such file here."
            self.show_problem(f"{why} Type a path, or choose from the list.")
        elif entry.folder:
            self._type(_folder_text(entry.path))
        else:
            self.dismiss(entry.path)


def _fitting(entries: Iterable[Entry], typed: str) -> list[Entry]:
    ranked = [(at, entry) for entry in entries if (at := rank(entry.name, typed)) is not None]
    return [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])]


def _kind(path: Path) -> str:
    """What is there: "file", "folder", or nothing that can be opened; blocking."""
    if os.path.isfile(path):  # noqa: PTH113 - Path raises where a folder may not be looked into
        return "file"
    return "folder" if os.path.isdir(path) else ""  # noqa: PTH112


def _cells(entry: Entry) -> tuple[str | Content, ...]:
    if entry.folder:
        return (Content.styled(f"{entry.name}/", "$accent"), "", "")
    assert entry.changed is not None
    return (entry.name, _size(entry.size), f"{entry.changed:%Y-%m-%d}")


def _folder_text(folder: Path) -> str:
    text = str(folder.resolve())
    return text if text.endswith(os.sep) else text + os.sep
