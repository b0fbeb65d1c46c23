"""One style whole: what it does to a picture, its colours, its text by parts, its pictures, who uses it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from core.models import ReferenceImage, StyleUse, VisualStyle
from tui.widgets.picture import Picture
from tui.widgets.style_sample import StyleSample
from tui.widgets.style_text import PARTS, style_parts
from tui.widgets.swatches import contrast, has_true_colours, hex_colours, lightness, palette_content

TALL = 40
"""Lines of height from which the detail is drawn twice as large."""

WIDE = 140

MOST_REFERENCES = 4

_LABEL_CELLS = max(map(len, PARTS)) + 2
_BRANCHES = 3
"""How many branches that lock a style are named."""


class StyleDetail(VerticalScroll, can_focus=True):
    """One style: a frame in its colours, the palette with its codes, the whole description."""

    shown: reactive[VisualStyle | None] = reactive(None)

    def compose(self) -> ComposeResult:
        """From what is seen at a glance to what is read."""
        yield Static(id="style-name")
        with Horizontal(id="style-colours"):
            yield StyleSample(id="style-sample")
            yield PaletteColumn(id="style-palette")
        yield StyleText(id="style-text")
        with Horizontal(id="style-references"):
            for _ in range(MOST_REFERENCES):
                with Vertical():
                    yield Picture()
                    yield Static(classes="style-reference-name")
        yield Static(id="style-use")

    def watch_shown(self, style: VisualStyle | None) -> None:
        """All parts follow, from the top."""
        self.set_class(style is None, "-none")
        if style is None or not self.is_mounted:
            return
        self.query_one("#style-name", Static).update(
            Content.assemble((style.name, "bold $accent"), ("\n" if style.tagline else ""), style.tagline)
        )
        sample = self.query_one(StyleSample)
        sample.palette, sample.text = style.palette, style.visual_description
        self.query_one(PaletteColumn).palette = style.palette
        self.query_one(StyleText).text = style.visual_description
        self._show_references(style.reference_images)
        self.set_class(not hex_colours(style.palette), "-colourless")
        self.scroll_home(animate=False)

    def _show_references(self, references: tuple[ReferenceImage, ...]) -> None:
        row = self.query_one("#style-references")
        row.display = bool(references)
        for at, slot in enumerate(row.query(Vertical)):
            reference = references[at] if at < len(references) else None
            slot.display = reference is not None
            slot.query_one(Picture).path = None if reference is None else reference.path
            slot.query_one(Static).update(Content("" if reference is None else reference.name))

    def show_use(self, use: StyleUse) -> None:
        """Who uses it, once that is read."""
        if self.shown is not None:
            self.query_one("#style-use", Static).update(use_content(self.shown, use))


class PaletteColumn(Widget):
    """A palette as a column of colours, each with its code and how light it looks, and the contrast of the
    whole; two lines a colour where there is room."""

    palette: reactive[tuple[str, ...]] = reactive((), layout=True)

    def render(self) -> Content:
        """The colours, the darkest first."""
        tall, wide = self.screen.size.height >= TALL, self.screen.size.width >= WIDE
        cells = (8 if wide else 3) if has_true_colours(self) else 0
        return palette_column(hex_colours(self.palette), 2 if tall else 1, cells)


def palette_column(colours: Iterable[str], lines_each: int, block_cells: int) -> Content:
    """A block of `lines_each` lines for each colour, beside it its code and its lightness, 0 to 100; below,
    the contrast of the lightest to the darkest."""
    colours = list(colours)
    lines = []
    for colour in colours:
        block = palette_content([colour], block_cells)
        lines.append(Content.assemble(block, " ", colour, (f" {lightness(colour):>3}", "$quiet")))
        lines += [block] * (lines_each - 1)
    lines.append(Content.styled(f"contrast {contrast(colours):.0f}:1", "$quiet"))
    return Content("\n").join(lines)


class StyleText(Widget):
    """A description, its headings at the left where it has some; paragraphs else."""

    DEFAULT_CSS = """
    StyleText { height: auto; }
    """

    text: reactive[str] = reactive("", layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text takes at this width."""
        return len(text_lines(self.text, width))

    def render(self) -> Content:
        """The lines."""
        return Content("\n").join(text_lines(self.text, self.size.width))


def text_lines(text: str, width: int) -> list[Content]:
    """A description in lines of at most `width` cells: each part beside its heading."""
    if width < 2 * _LABEL_CELLS:
        return Content(text).wrap(max(1, width))
    lines: list[Content] = []
    for heading, body in style_parts(text):
        if len(heading) > _LABEL_CELLS - 2:
            heading, body = "", f"{heading}: {body}"
        indent = _LABEL_CELLS if heading else 0
        wrapped = Content(body).wrap(width - indent)
        label = Content.styled(heading.ljust(indent), "$accent")
        blank = Content(" " * indent)
        lines += [(blank if at else label) + line for at, line in enumerate(wrapped)]
    return lines


def use_content(style: VisualStyle, use: StyleUse) -> Content:
    """Where a style comes from, its version, who uses it."""
    origin = "Built in" if style.builtin else "Your own"
    version = f", version {style.version}" if style.version > 1 else ""
    parts = [Content.styled(f"{origin}{version}. ", "$quiet")]
    if use.branches:
        names = ", ".join(f"{project} / {branch}" for project, branch in use.branches[:_BRANCHES])
        more = len(use.branches) - _BRANCHES
        parts += [Content(f"Locked on {names}{f' and {more} more' if more > 0 else ''}. ")]
    if pictures := use.pictures:
        parts += [Content(f"{pictures} picture{'' if pictures == 1 else 's'} made in it. ")]
    if use.put_away:
        parts += [Content(f"{use.put_away} put away. ")]
    if not use.is_used:
        parts += [Content.styled("Not in use.", "$quiet")]
    return Content("").join(parts)
