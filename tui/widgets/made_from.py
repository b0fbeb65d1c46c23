"""What a picture was made from, and how it stands, in the words of the board and the editor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from textual.content import Content

from core.models import BatchEstimate, EngineInfo, Image, StyleId, Usage
from tui.widgets.facts import FactsBuilder

StyleNames = Mapping[StyleId, str]


def when(moment: datetime) -> str:
    """A time as a person at this machine reads it, e.g. "14 Mar 12:00"."""
    return f"{moment.astimezone():%d %b %H:%M}"


def currency(image: Image) -> Content:
    """ "current", or "stale" with the reasons."""
    if not image.stale:
        return Content.styled("current", "$success")
    return Content.styled(f"stale: {', '.join(image.stale)}", "$warning")


def maker(image: Image) -> str:
    """Who made a picture: "offline placeholder", "imported from ida.png", or provider and model."""
    if image.provider == "import":
        return image.prompt
    if image.placeholder:
        return f"{image.provider} placeholder"
    return f"{image.provider} {image.model}".strip()


def add_made_from(facts: FactsBuilder, image: Image, style_names: StyleNames) -> None:
    """Add who made the picture, in which style, when, and its shape."""
    style = style_names.get(image.style_id, "a style that is gone") if image.style_id else "no style"
    facts.fact("Made by", maker(image)).fact("Style", style).fact("Made on", when(image.created_at))
    facts.fact("Shape", f"{image.aspect_ratio}, {image.width}×{image.height}")


def price_words(estimate: BatchEstimate, times: int = 1) -> str:
    """What `times` such batches cost: "free", or dollars and the model that takes them."""
    price = estimate.price_usd * times
    if price == 0:
        return "free, offline placeholders" if estimate.engine.offline else "free"
    return f"${price:.2f} with {estimate.engine.model}"


def pictures(count: int) -> str:
    """ "1 picture", "2 pictures"."""
    return f"{count} picture{'' if count == 1 else 's'}"


def usage_words(engine: EngineInfo, usage: Usage) -> str:
    """Who wrote a text and what it cost: "by rules, offline", or the model, its tokens and dollars."""
    if engine.offline:
        return "by rules, offline"
    cost = f", ${usage.cost_usd:.4f}" if usage.cost_usd else ""
    return f"{engine.model}, {usage.input_tokens + usage.output_tokens} tokens{cost}"
