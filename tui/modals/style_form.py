"""A style of one's own in a form: its palette in colour as one types, problems under their fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from textual.content import Content
from textual.widgets import Input, Static

from core.models import StyleContent
from core.text import clean, clean_line
from tui.modals.confirm import ConfirmModal
from tui.modals.form import FormModal, TextField
from tui.widgets.style_text import PARTS, SKELETON, style_parts
from tui.widgets.swatches import has_true_colours, palette_content

_COLOUR = re.compile(r"#[0-9a-f]{6}\Z")
_EMPTY_PART = re.compile(rf"^(?:{'|'.join(PARTS)}):[ \t]*(?:\n|\Z)", re.MULTILINE)

MOST_COLOURS = 12
DESCRIPTION = "field-description"


class StyleFormModal(FormModal):
    """The fields of a style; `values` that are wrong are said under their field and keep the form open."""

    DEFAULT_CSS = """
    StyleFormModal {
        .field-problem { color: $error; height: auto; display: none; }
        .field-problem.-shown { display: block; }
        #form-swatches { height: 1; }
        #form-parts { height: auto; }
    }
    """

    def __init__(
        self,
        title: str,
        content: StyleContent | None,
        names: Iterable[str],
        *,
        lines: int,
        original: StyleContent | None = None,
    ) -> None:
        """`names` are those that are taken, `lines` the height of the description. `content` may have been
        typed already, over `original`: leaving drops what differs from that only after a question."""
        super().__init__(title, style_fields(content, lines), wide=True)
        self.names = frozenset(name.casefold() for name in names)
        self._original = content_of(_first_values(style_fields(original, lines)))

    def on_mount(self) -> None:
        """What stands under the fields. On a low screen they scroll and the buttons stay."""
        for field in ("name", "description", "palette"):
            line = Static(id=f"problem-{field}", classes="field-problem", markup=False)
            self.mount(line, after=f"#field-{field}")
        self.mount(Static(id="form-parts", classes="dialog-hint"), after=f"#{DESCRIPTION}")
        self.mount(Static(id="form-swatches"), after="#field-palette")
        self.query_one("#fields").styles.max_height = max(6, self.app.size.height * 9 // 10 - 7)
        self.call_later(self._show)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Name and palette are judged as they are typed; what is said of a palette stands below it."""
        self._show()
        if event.input.id == "field-palette" and event.input.has_focus:
            self.call_after_refresh(self.query_one("#form-swatches").scroll_visible, animate=False)

    def on_text_area_changed(self) -> None:
        """The parts that are written already stand out."""
        self._show()

    def _show(self) -> None:
        if not self.query("#form-swatches"):
            return
        values = self.values()
        typed = problems(values, self.names)
        # What is merely missing yet is no problem before one accepts.
        self._show_problems({field: typed.get(field, "") for field in ("name", "palette") if values[field]})
        colours = [colour for colour in colours_of(values["palette"]) if _COLOUR.match(colour)]
        blocks = palette_content(colours, 6) if has_true_colours(self) else Content(" ".join(colours))
        self.query_one("#form-swatches", Static).update(blocks)
        self.query_one("#form-parts", Static).update(parts_hint(values["description"]))

    def _show_problems(self, found: Mapping[str, str]) -> None:
        for field in ("name", "description", "palette"):
            line = self.query_one(f"#problem-{field}", Static)
            line.update(Content(found.get(field, "")))
            line.set_class(bool(found.get(field)), "-shown")

    def values(self) -> dict[str, str]:
        """What stands in the fields; parts that were left empty are no text."""
        return _without_empty_parts(super().values())

    def action_cancel(self) -> None:
        """Leave; what was typed is only dropped by a second yes."""
        if content_of(self.values()) == self._original:
            self.dismiss(None)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        lines = ["What you typed would be lost."]
        question = ConfirmModal("Leave without saving?", lines, "Discard", no="Keep writing", danger=True)
        self.app.push_screen(question, answered)

    def action_submit(self) -> None:
        """Accept, or say under the field what is missing or wrong, and go there."""
        values = self.values()
        if not (found := problems(values, self.names)):
            self.dismiss(values)
            return
        self._show_problems(found)
        first = next(iter(found))
        self.query_one(f"#field-{first}").focus()
        self.call_after_refresh(self.query_one(f"#problem-{first}").scroll_visible, animate=False)


def _without_empty_parts(values: dict[str, str]) -> dict[str, str]:
    return {**values, "description": _EMPTY_PART.sub("", values["description"]).strip()}


def _first_values(fields: Iterable[TextField]) -> dict[str, str]:
    """What the form says of fields in which nobody has typed."""
    return _without_empty_parts(
        {
            field.id: clean_line(field.value) if field.lines == 1 else clean(field.value).strip()
            for field in fields
        }
    )


def style_fields(content: StyleContent | None, lines: int) -> tuple[TextField, ...]:
    """The form's fields with what they hold first; the description is `lines` high."""
    return (
        TextField("name", "Name", content.name if content else "", required=True),
        TextField("tagline", "In a line", content.tagline if content else ""),
        TextField(
            "description",
            "Visual description",
            content.visual_description if content else SKELETON,
            required=True,
            lines=lines,
        ),
        TextField(
            "palette",
            "Palette, dark to light",
            " ".join(content.palette) if content else "",
            placeholder="#1c1a17 #4a3f35 #a38a6d #efe6d8",
        ),
    )


def colours_of(text: str) -> list[str]:
    """The colours of a list that is separated by blanks, commas or semicolons; "#" may be left out."""
    words = re.split(r"[\s,;]+", text.strip().lower())
    return [word if word.startswith("#") else f"#{word}" for word in words if word]


def problems(values: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """What is wrong with a described style, a sentence a field, in the order of the fields."""
    found = {}
    if not values["name"]:
        found["name"] = "A style needs a name."
    elif values["name"].casefold() in set(names):
        found["name"] = f"There is a style named {values['name']} already."
    if not values["description"]:
        found["description"] = "A style needs a description: what is written here leads every prompt."
    colours = colours_of(values["palette"])
    if wrong := [colour for colour in colours if not _COLOUR.match(colour)]:
        found["palette"] = f"{wrong[0]} is no colour; write it as #rrggbb."
    elif len(colours) > MOST_COLOURS:
        found["palette"] = f"{len(colours)} colours are too many; {MOST_COLOURS} is the most."
    return found


def parts_hint(description: str) -> Content:
    """The seven parts, those that are written marked; and what a style must leave alone."""
    written = {heading.casefold() for heading, _ in style_parts(description)}
    parts = [
        Content.assemble(("✓ ", "$success"), part) if part.casefold() in written else Content(f"· {part}")
        for part in PARTS
    ]
    return Content("\n").join(
        [
            Content("  ").join(parts),
            Content("How it looks, not how the subject is framed: its type says that."),
        ]
    )


def content_of(values: Mapping[str, str], before: StyleContent | None = None) -> StyleContent:
    """The style that a form describes, with the reference images of the one it began from."""
    references = before.reference_images if before else ()
    palette = tuple(colours_of(values["palette"]))
    return StyleContent(values["name"], values["tagline"], values["description"], palette, references)
