"""A plain answer of Gemini as its pieces come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import AnswerInvalid
from core.providers.gemini_faults import PROVIDER
from core.providers.streaming import MAX_STREAMED_CHARS, Tell

if TYPE_CHECKING:
    from google.genai.types import GenerateContentResponseUsageMetadata


class Growing:
    """The answer so far; `tell` hears of it. Usage and the reason to stop are the last that were said."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.text = ""
        self.reason = ""
        self.meta: GenerateContentResponseUsageMetadata | None = None

    def add(self, words: str, reason: str, meta: GenerateContentResponseUsageMetadata | None) -> None:
        """Add a piece.

        Raises:
            AnswerInvalid: the answer goes on and on.
        """
        self.reason = reason or self.reason
        self.meta = meta or self.meta
        self.text += words
        if len(self.text) > MAX_STREAMED_CHARS:
            raise AnswerInvalid(
                f"Gemini's answer has over {MAX_STREAMED_CHARS:,} characters and was not read to its end.",
                PROVIDER,
            )
        if words:
            self._tell(self.text)

    def require_ended(self) -> None:
        """Raise `AnswerInvalid` when the model never said that it was done."""
        if not self.reason:
            raise AnswerInvalid(
                "Gemini's answer ended before it was finished. Try again.", PROVIDER, self.text
            )
