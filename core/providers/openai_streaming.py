"""A streamed answer of an OpenAI-compatible server: its events, or a whole answer where it sends none."""

from __future__ import annotations

from pydantic import ValidationError

from core.providers.openai_faults import Received, Server, as_failed
from core.providers.openai_wire import Choice, Completion, Counts, Message, Piece, without_thoughts
from core.providers.streaming import MAX_STREAMED_CHARS, Tell

_EVENTS = (b"data:", b"event:", b"id:", b"retry:", b"error:", b":")


class Incoming:
    """The body of one answer as it comes; `tell` hears how far the answer is, without thoughts."""

    def __init__(self, server: Server, tell: Tell) -> None:
        self._server = server
        self._tell = tell
        self._body = bytearray()
        self._is_stream: bool | None = None
        self._text = ""
        self._refusal = ""
        self._finish_reason: str | None = None
        self._usage: Counts | None = None
        self._done = False

    def take(self, data: bytes) -> bool:
        """Add what has come; whether that was the end.

        Raises:
            ProviderError: the server says that something went wrong, or the answer is damaged or endless.
        """
        self._body += data
        if self._is_stream is None and b"\n" in self._body.lstrip():
            self._is_stream = self._body.lstrip().startswith(_EVENTS)
        if not self._is_stream:
            return False
        *lines, rest = self._body.split(b"\n")
        self._body = rest
        for line in lines:
            self._line(bytes(line).strip())
        return self._done

    def _line(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        if name not in {b"data", b"error"} or not value.strip() or self._done:
            return
        if value.strip() == b"[DONE]":
            self._done = True
        elif name == b"error":
            raise self._server.fault(Received(500, body=b'{"error": %b}' % value.strip()))
        else:
            self._add(value.strip())

    def _add(self, event: bytes) -> None:
        try:
            piece = Piece.model_validate_json(event)
        except ValidationError:
            piece = None
        if piece is None:
            raise self._server.unusable("was damaged and can't be read. Try again.", self._text)
        if piece.error:
            raise self._server.fault(as_failed(Received(200, body=event), piece.error))
        self._usage = piece.usage or self._usage
        for change in piece.choices[:1]:
            self._finish_reason = change.finish_reason or self._finish_reason
            self._grow(change.delta or Message())

    def _grow(self, delta: Message) -> None:
        self._refusal += delta.refusal or ""
        if not delta.text:
            return
        self._text += delta.text
        if len(self._text) > MAX_STREAMED_CHARS:
            raise self._server.unusable(
                f"is longer than {MAX_STREAMED_CHARS:,} characters and was not read to its end."
            )
        if so_far := without_thoughts(self._text).lstrip():
            self._tell(so_far)

    def completion(self) -> Completion | None:
        """The answer, put together; None when it came whole: `whole` has it then.

        Raises:
            AnswerInvalid: it ended before it was finished.
        """
        if not self._is_stream:
            return None
        self.take(b"\n")
        if not self._done and self._finish_reason is None:
            raise self._server.unusable("ended before it was finished. Try again.", self._text)
        message = Message(content=self._text, refusal=self._refusal or None)
        return Completion(
            choices=[Choice(message=message, finish_reason=self._finish_reason)], usage=self._usage
        )

    @property
    def whole(self) -> bytes:
        """What came, where it was no stream."""
        return bytes(self._body)
