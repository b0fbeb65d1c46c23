"""What stands where there is nothing yet: one sentence, and the keys that change it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class EmptyState(Widget):
    """A title, a sentence, and hints (key, what it does), in the middle of the room."""

    DEFAULT_CSS = """
    EmptyState {
        width: 1fr;
        height: 1fr;
        align: center middle;
        content-align: center middle;
        text-align: center;
        color: $quiet;
        padding: 1 4;
    }
    """

    title: reactive[str] = reactive("", layout=True)
    text: reactive[str] = reactive("", layout=True)
    hints: reactive[tuple[tuple[str, str], ...]] = reactive((), layout=True)

    def __init__(
        self,
        title: str,
        text: str = "",
        hints: Iterable[tuple[str, str]] = (),
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`hints` are (key as shown, what it does), e.g. ("n", "choose a screenplay")."""
        super().__init__(id=id, classes=classes)
        self.set_reactive(EmptyState.title, title)
        self.set_reactive(EmptyState.text, text)
        self.set_reactive(EmptyState.hints, tuple(hints))

    def render(self) -> Content:
        """Title, a blank, the sentence, a blank, the hints."""
        blocks = [Content.styled(self.title, "bold $foreground")]
        if self.text:
            blocks.append(Content(self.text))
        if self.hints:
            blocks.append(Content("   ").join(self._hint(key, what) for key, what in self.hints))
        return Content("\n\n").join(blocks)

    def _hint(self, key: str, what: str) -> Content:
        return Content.assemble((key, "bold $accent"), f" {what}")
