"""One Fountain script in its four editions: Fountain, Final Draft, plain text in screenplay layout, PDF.

    python -m tests.sample_editions SCRIPT.fountain FOLDER

The pages are set here, by rules of their own, so that the reader's paginator is not tested against itself.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from core.models import Line, LineKind, Screenplay
from core.screenplay import read_script

PAGE_ROWS = 54
COLUMN = {
    LineKind.HEADING: (15, 60),
    LineKind.ACTION: (15, 60),
    LineKind.CUE: (35, 38),
    LineKind.PARENTHETICAL: (29, 24),
    LineKind.DIALOGUE: (25, 35),
    LineKind.LYRIC: (25, 35),
    LineKind.TRANSITION: (60, 18),
}
"""Left column and width in characters, 10 to the inch: 108, 252, 209 and 180 points from the paper's edge."""
NUMBER_COLUMN = 72
FDX_TYPES = {
    LineKind.HEADING: "Scene Heading",
    LineKind.ACTION: "Action",
    LineKind.CUE: "Character",
    LineKind.PARENTHETICAL: "Parenthetical",
    LineKind.DIALOGUE: "Dialogue",
    LineKind.LYRIC: "Lyric",
    LineKind.TRANSITION: "Transition",
}
SPEECH = (LineKind.PARENTHETICAL, LineKind.DIALOGUE, LineKind.LYRIC)

Row = tuple[int, str]
"""(column, text); an empty text is a blank row."""


@dataclass
class Pages:
    """Rows gathered page by page."""

    done: list[list[Row]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def room(self) -> int:
        """The rows left on the page."""
        return PAGE_ROWS - len(self.rows)

    def turn(self) -> None:
        """Begin a new page."""
        if self.rows:
            self.done.append(self.rows)
        self.rows = []

    def blank(self, count: int = 1) -> None:
        """Blank rows, none at the head of a page."""
        if self.rows:
            self.rows += [(0, "")] * min(count, self.room())

    def finish(self) -> list[list[Row]]:
        """All pages."""
        self.turn()
        return self.done


def write_editions(fountain: Path, folder: Path) -> dict[str, Path]:
    """Write the four editions of `fountain` into `folder`; the path of each by its suffix without the dot."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {suffix: folder / f"{fountain.stem}.{suffix}" for suffix in ("fountain", "fdx", "txt", "pdf")}
    screenplay = read_script(fountain)
    if fountain.resolve() != paths["fountain"].resolve():
        shutil.copyfile(fountain, paths["fountain"])
    pages = compose(screenplay)
    write_fdx(screenplay, paths["fdx"])
    write_text(pages, paths["txt"])
    write_pdf(pages, paths["pdf"])
    return paths


def compose(screenplay: Screenplay) -> list[list[Row]]:
    """The script set on pages, the title page first; page numbers and (MORE) as Final Draft prints them."""
    pages = Pages()
    for block in blocks(screenplay):
        place(block, pages, screenplay)
    body = pages.finish()
    numbered = [page_head(number) + rows for number, rows in enumerate(body, start=1)]
    return [title_rows(screenplay), *numbered]


def blocks(screenplay: Screenplay) -> Iterator[list[Line]]:
    """Runs of lines that are set together: a heading, an action paragraph, a cue with its speech."""
    block: list[Line] = []
    for line in screenplay.lines:
        printed = line.kind in COLUMN and (line.text or line.kind is LineKind.DIALOGUE)
        if block and not (printed and joins(block[-1], line)):
            yield block
            block = []
        if printed or line.kind is LineKind.PAGE_BREAK:
            block.append(line)
    if block:
        yield block


def joins(above: Line, line: Line) -> bool:
    """Whether a line belongs to the block of the line above."""
    if line.kind in SPEECH:
        return above.kind in (LineKind.CUE, *SPEECH)
    return above.kind is line.kind is LineKind.ACTION


def place(block: list[Line], pages: Pages, screenplay: Screenplay) -> None:
    """Set one block; none is begun where it can't show two rows."""
    kind = block[0].kind
    if kind is LineKind.PAGE_BREAK:
        pages.turn()
    elif kind is LineKind.CUE:
        place_speech(block, pages)
    else:
        space = 2 if kind is LineKind.HEADING else 1
        if pages.room() < space + (5 if kind is LineKind.HEADING else 2):
            pages.turn()
        pages.blank(space)
        for row in set_rows(block, screenplay):
            if not pages.room():
                pages.turn()
            pages.rows.append(row)


def set_rows(block: list[Line], screenplay: Screenplay) -> list[Row]:
    """The rows of a block, wrapped to its width; a numbered heading has its number in both margins."""
    rows: list[Row] = []
    for line in block:
        left, width = COLUMN[line.kind]
        wrapped = textwrap.wrap(line.text, width) or [""]
        rows += [(left, text) for text in wrapped]
        label = screenplay.scenes[line.scene - 1].label if line.scene else ""
        if line.kind is LineKind.HEADING and label:
            rows[-len(wrapped)] = (9, f"{label:<6}{wrapped[0]:<60}  {label}")
    return rows


def place_speech(block: list[Line], pages: Pages) -> None:
    """Set a speech; one that runs over the page says (MORE), and its cue again with (CONT'D)."""
    cue, *spoken = block
    rows = [
        (COLUMN[line.kind][0], text)
        for line in spoken
        for text in textwrap.wrap(line.text, COLUMN[line.kind][1])
    ]
    if pages.room() < 5 and pages.room() < 2 + len(rows):
        pages.turn()
    pages.blank()
    left = COLUMN[LineKind.CUE][0]
    pages.rows.append((left, cue.text))
    while rows:
        if pages.room() >= len(rows):
            pages.rows += rows
            return
        here = pages.room() - 1
        pages.rows += [*rows[:here], (left, "(MORE)")]
        rows = rows[here:]
        pages.turn()
        name = cue.text.replace(" (CONT'D)", "")
        pages.rows.append((left, f"{name} (CONT'D)"))


def page_head(number: int) -> list[Row]:
    """The page number at the top right; the first page has none."""
    return [(NUMBER_COLUMN, f"{number}."), (0, "")] if number > 1 else []


def title_rows(screenplay: Screenplay) -> list[Row]:
    """A title page: the title a third of the way down, centred, and a byline."""
    lines = [screenplay.title, "", "Written by", "", "The Author"]
    return [(0, "")] * 18 + [(max(0, 42 - len(text) // 2), text) for text in lines]


def write_text(pages: list[list[Row]], path: Path) -> None:
    """Plain text in screenplay layout, a form feed before each page but the first."""
    texts = ["\n".join((" " * left + text).rstrip() for left, text in rows) for rows in pages]
    path.write_text("\n\f".join(texts) + "\n", encoding="utf-8")


def write_pdf(pages: list[list[Row]], path: Path) -> None:
    """US letter, Courier 12, six rows to the inch."""
    from reportlab.lib.pagesizes import letter
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=letter, invariant=1)
    for rows in pages:
        canvas.setFont("Courier", 12)
        for index, (left, text) in enumerate(rows):
            if text:
                canvas.drawString(left * 7.2, 756 - 12 * index, text)
        canvas.showPage()
    canvas.save()


def write_fdx(screenplay: Screenplay, path: Path) -> None:
    """A Final Draft script with its cast list; each text in two runs, as an editor leaves them."""
    root = ElementTree.Element("FinalDraft", DocumentType="Script", Template="No", Version="5")
    content = ElementTree.SubElement(root, "Content")
    breaks = False
    for line in screenplay.lines:
        breaks = breaks or line.kind is LineKind.PAGE_BREAK
        if line.kind not in FDX_TYPES or not line.text:
            continue
        paragraph = ElementTree.SubElement(content, "Paragraph", Type=FDX_TYPES[line.kind])
        if breaks:
            paragraph.set("StartsNewPage", "Yes")
            breaks = False
        if line.kind is LineKind.HEADING and line.scene:
            scene = screenplay.scenes[line.scene - 1]
            paragraph.set("Number", scene.label)
        half = len(line.text) // 2
        ElementTree.SubElement(paragraph, "Text").text = line.text[:half]
        ElementTree.SubElement(paragraph, "Text", Style="Italic").text = line.text[half:]
    title = ElementTree.SubElement(ElementTree.SubElement(root, "TitlePage"), "Content")
    ElementTree.SubElement(ElementTree.SubElement(title, "Paragraph"), "Text").text = screenplay.title
    smart = ElementTree.SubElement(ElementTree.SubElement(root, "SmartType"), "Characters")
    cues = (line.text.split("(")[0].strip() for line in screenplay.lines if line.kind is LineKind.CUE)
    for name in dict.fromkeys(cues):
        ElementTree.SubElement(smart, "Character").text = name
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


if __name__ == "__main__":
    for edition in write_editions(Path(sys.argv[1]), Path(sys.argv[2])).values():
        print(edition)
