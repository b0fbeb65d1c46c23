"""Final Draft's XML to lines: only what is printed in the script itself (FACTS 5).

Read are Content's own paragraphs and those of its DualDialogue; notes, summaries and beats that lie inside a
paragraph are not text of the script. A blank line stands before every block, as on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import UnreadableScript
from core.models import LineKind, Screenplay, ScriptFormat
from core.screenplay.fdx_tags import Marks, marks_of, read_tags
from core.screenplay.limits import MAX_LINE_CHARS, MAX_LINES
from core.screenplay.paging import STANDARD, PageStyle, estimate_pages
from core.screenplay.reading import Origin, Read, assemble
from core.text import clean, clean_line

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_KINDS = {
    "scene heading": LineKind.HEADING,
    "character": LineKind.CUE,
    "parenthetical": LineKind.PARENTHETICAL,
    "dialogue": LineKind.DIALOGUE,
    "transition": LineKind.TRANSITION,
    "lyric": LineKind.LYRIC,
    "lyrics": LineKind.LYRIC,
    "singing": LineKind.LYRIC,
    "outline 1": LineKind.SECTION,
    "outline 2": LineKind.SECTION,
    "outline 3": LineKind.SECTION,
    "outline 4": LineKind.SECTION,
    "outline body": LineKind.SYNOPSIS,
}
_ACTION = {"Action": LineKind.ACTION}
_ROW_POINTS = 12
_SLACK = {LineKind.HEADING: 1, LineKind.ACTION: 1, LineKind.PARENTHETICAL: 1}
"""Characters that Final Draft lets stand beyond the right indent, by its own page breaks."""
_WITHIN_SPEECH = (LineKind.PARENTHETICAL, LineKind.DIALOGUE, LineKind.LYRIC)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}encoding=["']([A-Za-z0-9._-]{1,40})["']""")
_PAGE = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    kind: LineKind
    text: str
    label: str = ""
    page: int | None = None
    new_page: bool = False
    marks: Marks = ()


def looks_like_fdx(head: bytes) -> bool:
    """Whether a file that begins with `head` is XML, Final Draft's or another's, in any encoding."""
    start = head[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith((b"<?xml", b"<FinalDraft", b"<!DOCTYPE FinalDraft"))


def parse_fdx(data: bytes, name: str, fallback_title: str) -> Screenplay:
    """Read a Final Draft file; pages are the file's own where its headings have them.

    Raises:
        UnreadableScript: broken or hostile XML, or XML of something else.
    """
    root = _parse_xml(data, name)
    content = root.find("Content")
    if root.tag != "FinalDraft" or content is None:
        raise UnreadableScript(
            f"{name} is XML but no Final Draft script. Export the script as .fdx, Fountain or PDF."
        )
    front = _title_page(root)
    body = list(_paragraphs(content))
    reads, known, places = _reads(front, body)
    if len(reads) > MAX_LINES:
        raise UnreadableScript(
            f"{name} has {len(reads):,} lines, more than any script. Open the script alone."
        )
    pages, estimated = _pages(reads, known, _page_style(root))
    title = next((clean_line(text) for text in front if text.strip()), "") or fallback_title
    origin = Origin(title, ScriptFormat.FDX, _encoding(data), estimated, _cast(root), read_tags(root, places))
    return assemble(reads, pages, origin)


def _parse_xml(data: bytes, name: str) -> Element:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnreadableScript(
            f"{name} carries XML definitions (a DTD or entities), which no Final Draft script has; "
            "it was not opened. Export the script again as .fdx."
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableScript(
            f"{name} is a damaged Final Draft file ({clean_line(str(error))}). Open it in Final Draft and "
            "save it again, or export it as PDF."
        ) from error
    return root


def _encoding(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    match = _DECLARED.match(data.lstrip(b"\xef\xbb\xbf \t\r\n"))
    return match[1].decode("ascii").lower() if match else "utf-8"


def _title_page(root: Element) -> list[str]:
    content = root.find("TitlePage/Content")
    if content is None:
        return []
    return [_text(paragraph).strip() for paragraph in content.findall("Paragraph")]


def _text(paragraph: Element) -> str:
    """All `<Text>` runs joined, with line breaks as they are; capitals by style become capitals."""
    runs = (
        (run.text or "").upper() if "AllCaps" in (run.get("Style") or "") else (run.text or "")
        for run in paragraph.findall("Text")
    )
    return clean("".join(runs))[:MAX_LINE_CHARS]


def _paragraphs(content: Element) -> Iterator[_Paragraph]:
    for element in content.findall("Paragraph"):
        dual = element.find("DualDialogue")
        if dual is None:
            yield _paragraph(element)
        else:
            yield from map(_paragraph, dual.findall("Paragraph"))


def _paragraph(element: Element) -> _Paragraph:
    kind = _KINDS.get((element.get("Type") or "").strip().lower(), LineKind.ACTION)
    text = _text(element)
    if kind in (LineKind.HEADING, LineKind.CUE, LineKind.TRANSITION):
        text = clean_line(text)
    scene = element.find("SceneProperties")
    printed = _PAGE.match(scene.get("Page") or "") if scene is not None else None
    return _Paragraph(
        kind,
        text,
        clean_line(element.get("Number") or "") if kind is LineKind.HEADING else "",
        int(printed[0]) if printed and kind is LineKind.HEADING else None,
        element.get("StartsNewPage") == "Yes",
        marks_of(element),
    )


_Places = list[tuple[str, int]]
"""(number of a tag, number of the line that carries it)"""


def _reads(front: list[str], body: list[_Paragraph]) -> tuple[list[Read], dict[int, int], _Places]:
    """The lines as read, the pages that the file knows by the index of the line, and where its tags are."""
    reads = [Read(LineKind.TITLE_PAGE if text else LineKind.BLANK, text) for text in front]
    while reads and reads[-1].kind is LineKind.BLANK:
        reads.pop()
    known: dict[int, int] = {}
    places: _Places = []
    start = len(reads)
    for paragraph in body:
        if not paragraph.text.strip():
            continue
        if paragraph.new_page and len(reads) > start:
            reads.append(Read(LineKind.PAGE_BREAK, ""))
        if reads and paragraph.kind not in _WITHIN_SPEECH:
            reads.append(Read(LineKind.BLANK, ""))
        if paragraph.page:
            known[len(reads)] = paragraph.page
        lines = _lines_of(paragraph)
        places += ((number, len(reads) + min(line, len(lines) - 1) + 1) for number, line in paragraph.marks)
        reads += lines
    return reads, known, places


def _lines_of(paragraph: _Paragraph) -> list[Read]:
    return [
        Read(paragraph.kind if text.strip() else LineKind.BLANK, text.strip(), paragraph.label)
        for text in paragraph.text.strip("\n").split("\n")
    ]


def _page_style(root: Element) -> PageStyle:
    """The margins and line spacing that the script is set in (a multi-camera script doubles its dialogue)."""
    widths, before, spacing = dict(STANDARD.widths), dict(STANDARD.before), dict(STANDARD.spacing)
    for settings in root.findall("ElementSettings")[:100]:
        kind = _KINDS.get((settings.get("Type") or "").lower()) or _ACTION.get(settings.get("Type") or "")
        spec = settings.find("ParagraphSpec")
        if kind not in widths or spec is None:
            continue
        inches = _number(spec, "RightIndent", 0) - _number(spec, "LeftIndent", 0)
        if 1 <= inches <= 8:
            widths[kind] = round(inches * 10) + _SLACK.get(kind, 0)
        before[kind] = min(10, round(_number(spec, "SpaceBefore", 12) / _ROW_POINTS))
        spacing[kind] = max(1, min(3, round(_number(spec, "Spacing", 1))))
    return PageStyle(widths, before, spacing)


def _number(element: Element, name: str, default: float) -> float:
    try:
        value = float(element.get(name) or default)
    except ValueError:
        return default
    return value if 0 <= value < 1000 else default


def _pages(reads: list[Read], known: dict[int, int], style: PageStyle) -> tuple[list[int], bool]:
    """The paginator's pages, pulled to the file's own at each heading that has one."""
    pages = estimate_pages(reads, style)
    headings = sum(read.kind is LineKind.HEADING for read in reads)
    if not known or len(known) * 2 < headings:
        return pages, True
    stops = sorted(known)
    for start, end in zip(stops, [*stops[1:], len(pages)], strict=True):
        shift = known[start] - pages[start]
        roof = known.get(end, 10_000)
        pages[start:end] = [max(known[start], min(page + shift, roof)) for page in pages[start:end]]
    return _never_back(pages), False


def _never_back(pages: list[int]) -> list[int]:
    """Page numbers that only grow: a wrong one in the file must not reorder the script."""
    highest = 1
    out = []
    for page in pages:
        highest = max(highest, page)
        out.append(highest)
    return out


def _cast(root: Element) -> tuple[str, ...]:
    names = [element.text or "" for element in root.findall("SmartType/Characters/Character")]
    names += [element.get("Character") or "" for element in root.findall("Cast/Member")]
    return tuple(dict.fromkeys(name for raw in names[:10_000] if (name := clean_line(raw))))
