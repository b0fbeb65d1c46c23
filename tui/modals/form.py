"""Several labelled fields, accepted together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Select, Static, TextArea

from core.text import clean, clean_line
from tui import keymap
from tui.modals.dialog import Dialog, buttons

FormCheck = Callable[[Mapping[str, str]], str]
"""Says what is wrong with the values in one sentence, or "" when they are right."""


@dataclass(frozen=True, slots=True)
class TextField:
    """A line of text, or a text of several lines when `lines` is more than 1 (its height in cells)."""

    id: str
    label: str
    value: str = ""
    placeholder: str = ""
    required: bool = False
    lines: int = 1


@dataclass(frozen=True, slots=True)
class SelectField:
    """One of `options`: (value, label)."""

    id: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str


Field = TextField | SelectField


def _nothing_wrong(_values: Mapping[str, str]) -> str:
    return ""


class FormModal(Dialog[dict[str, str]]):
    """A form; the result maps each field's id to its cleaned value, None when cancelled."""

    help_text = "Fill in the fields; those with a star are needed. Nothing is kept until you accept."
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_SUBMIT)
    hint = "tab next field   ^s accept   esc cancel"
    AUTO_FOCUS = "Input, TextArea, Select"

    DEFAULT_CSS = """
    FormModal {
        #fields { height: auto; max-height: 1fr; scrollbar-size-vertical: 1; }
        #fields > .dialog-label.-first { margin-top: 0; }
        .dialog-error { margin-top: 1; }
        .dialog-buttons { margin-top: 1; }
    }
    """

    def __init__(
        self,
        title: str,
        fields: Iterable[Field],
        *,
        verb: str = "Save",
        check: FormCheck = _nothing_wrong,
        wide: bool = False,
    ) -> None:
        """`check` is asked on accepting, after the required fields were found filled."""
        super().__init__(title, wide=wide)
        self.fields = tuple(fields)
        self.verb = verb
        self.check = check

    def compose_body(self) -> ComposeResult:
        """A label over each field."""
        with VerticalScroll(id="fields", can_focus=False):
            for place, field in enumerate(self.fields):
                label = f"{field.label} *" if isinstance(field, TextField) and field.required else field.label
                yield Static(Content(label), classes="dialog-label" + ("" if place else " -first"))
                yield _widget(field)
        yield Static(classes="dialog-error")
        yield buttons(("cancel", "Cancel", "default"), ("submit", self.verb, "primary"))

    def values(self) -> dict[str, str]:
        """What stands in the fields now, cleaned."""
        return {field.id: self._value(field) for field in self.fields}

    def _value(self, field: Field) -> str:
        widget = self.query_one(f"#field-{field.id}")
        match widget:
            case TextArea():
                return clean(widget.text).strip()
            case Input():
                return clean_line(widget.value)
            case _:
                assert isinstance(widget, Select)
                return str(widget.value)

    def action_submit(self) -> None:
        """Accept, or say what is missing or wrong."""
        values = self.values()
        missing = [f for f in self.fields if isinstance(f, TextField) and f.required and not values[f.id]]
        problem = f"“{missing[0].label}” is needed." if missing else self.check(values)
        if problem:
            self.show_problem(problem)
        else:
            self.dismiss(values)

    def on_input_submitted(self) -> None:
        """Enter goes on to the next field; in the last one it accepts."""
        last = self.query("#fields Input, #fields TextArea, #fields Select").last()
        if self.focused is last:
            self.action_submit()
        else:
            self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Accept or cancel."""
        if event.button.id == "submit":
            self.action_submit()
        else:
            self.action_cancel()


def _widget(field: Field) -> Widget:
    name = f"field-{field.id}"
    if isinstance(field, SelectField):
        options = [(Content(label), value) for value, label in field.options]
        return Select[str](options, value=field.value, allow_blank=False, id=name)
    if field.lines == 1:
        return Input(field.value, placeholder=field.placeholder, id=name)
    area = TextArea(field.value, id=name, tab_behavior="focus", soft_wrap=True)
    area.styles.height = field.lines
    area.cursor_blink = False
    return area
