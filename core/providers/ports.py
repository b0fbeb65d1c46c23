"""What the engine asks of a provider. Who fulfils it stands beside this file, one module a vendor."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from core.models import AspectRatio, AssetType, EngineInfo, Usage

if TYPE_CHECKING:
    from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """A model's answer: `text` as it came, not yet validated; JSON where a schema was given."""

    text: str
    usage: Usage


class TextModel(Protocol):
    """A language model with structured output, and with plain text as it comes."""

    @property
    def info(self) -> EngineInfo:
        """Provider and model, as stored with each answer."""

    @property
    def context_tokens(self) -> int:
        """How many tokens fit into one call: the prompt and, with most servers, its answer."""

    def price_usd(self, input_tokens: int, output_tokens: int) -> float:
        """What a call with so many tokens costs, in USD; 0.0 when unknown or free."""

    async def answer(self, prompt: str, schema: type[BaseModel]) -> TextAnswer:
        """Answer `prompt` with JSON for `schema`: one request, no hidden retry.

        Raises:
            ProviderError: any of its kinds; a truncated or empty answer is `AnswerInvalid`.
        """

    def stream(self, prompt: str) -> AsyncGenerator[str | TextAnswer, None]:
        """Answer `prompt` with plain text: the answer so far each time it has grown, at last all of it.

        One request, no hidden retry; the model's thoughts are left out. Closing it ends the request.

        Raises:
            ProviderError: any of its kinds; an answer that ends before it is finished is `AnswerInvalid`.
        """

    async def close(self) -> None:
        """Release connections."""


@dataclass(frozen=True, slots=True)
class SentReference:
    """A picture that goes before the prompt, after the line that says what to take from it."""

    caption: str
    data: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """What a picture is made from. `prompt` is final: style first (SPEC 2.5). `references` go before it.

    `subject`, `type`, `palette` ("#rrggbb") and `variation` (0 for an asset's first picture, then
    1, 2, …) serve providers that draw rather than imagine.
    """

    prompt: str
    aspect_ratio: AspectRatio
    subject: str
    type: AssetType
    palette: tuple[str, ...] = ()
    variation: int = 0
    references: tuple[SentReference, ...] = ()


@dataclass(frozen=True, slots=True)
class ImageAnswer:
    """A picture as it came: bytes not yet looked at, what it cost, whether it is a placeholder."""

    data: bytes
    price_usd: float
    placeholder: bool = False


class ImageModel(Protocol):
    """A model, or a drawing routine, that makes one picture a call."""

    @property
    def info(self) -> EngineInfo:
        """Provider and model, as stored with each image."""

    @property
    def price_usd(self) -> float:
        """What one picture costs, in USD; 0.0 when free."""

    @property
    def max_references(self) -> int:
        """How many reference pictures go along with a prompt; 0 when none."""

    async def generate(self, request: ImageRequest) -> ImageAnswer:
        """Make one picture: one request, no hidden retry.

        Raises:
            ProviderError: any of its kinds; a safety block is `Refused` with the model's reason.
        """

    async def close(self) -> None:
        """Release connections."""
