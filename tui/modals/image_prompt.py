"""The exact final prompt, with all that rides along, before anything is paid for (SPEC 2.5)."""

from __future__ import annotations

from textual.content import Content

from core.models import EngineInfo, ImagePrompt, PromptPartKind
from tui.modals.text_view import TextViewModal

HEADS: dict[PromptPartKind, str] = {
    PromptPartKind.STYLE: "Style",
    PromptPartKind.ASSET: "Asset",
    PromptPartKind.ADDITIONS: "Not in the script",
    PromptPartKind.FRAMING: "Framing",
}


class ImagePromptModal(TextViewModal):
    """References in their order, then the text; the names of its parts are for the reader."""

    help_text = (
        "This is what the model gets, to the letter: the references in this order, each with its line, then "
        "the text. The names of the parts in small capitals are ours and are not sent."
    )

    def __init__(self, name: str, prompt: ImagePrompt, engine: EngineInfo) -> None:
        """`name` is the asset's; `engine` is who will get it."""
        references = f", {len(prompt.references)} reference images" if prompt.references else ""
        note = f"{len(prompt.text)} characters{references}, as {engine.provider} {engine.model} will get them"
        super().__init__(f"Prompt of {name}", prompt_content(prompt), note=note)


def prompt_content(prompt: ImagePrompt) -> Content:
    """The references with their lines, then the text part by part."""
    blocks = [
        Content.assemble((f"REFERENCE {number}", "$quiet"), "\n", caption, "\n", (str(image.path), "$quiet"))
        for number, (image, caption) in enumerate(zip(prompt.references, prompt.captions, strict=True), 1)
    ]
    blocks += [
        Content.assemble((HEADS[part.kind].upper(), "$quiet"), "\n", part.text.strip())
        for part in prompt.parts
        if part.text.strip()
    ]
    return Content("\n\n").join(blocks)
