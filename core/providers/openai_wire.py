"""What goes over the wire to an OpenAI-compatible server, and what comes back (Chat Completions).

Servers differ in what they take and in what they do with it: none of what they say is believed unread.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import BaseModel

Json = dict[str, Any]
Form = Literal["json_schema", "json_object", "none"]

CHARS_PER_TOKEN = 4
MIN_LIMIT_SHARE = 0.25
CUT_SHARE = 0.65
MIN_CUT_TOKENS = 1_500
SMALLEST_CONTEXT = 2_048
_LESS: dict[Form, Form] = {"json_schema": "json_object", "json_object": "none"}


@dataclass(frozen=True, slots=True)
class Manners:
    """What a server takes: the strictest `form` of an answer, and whether an answer may be `limited`.

    Plain answers: whether it sends them in pieces (`streams`), and says then what they weigh (`counted`).
    """

    form: Form = "json_schema"
    limited: bool = True
    streams: bool = True
    counted: bool = True

    def unlimited(self) -> Manners:
        """For a server that turns `max_tokens` down."""
        return replace(self, limited=False)

    def looser(self) -> Manners | None:
        """For a server that turns `response_format` down; None when nothing was asked of the form."""
        less = _LESS.get(self.form)
        return replace(self, form=less) if less else None

    def plainer(self) -> Manners | None:
        """For a server that turns a plain request down; None when nothing more can be left out."""
        if not self.streams:
            return None
        return replace(self, counted=False) if self.counted else replace(self, streams=False)


@dataclass(frozen=True, slots=True)
class Question:
    """One prompt, the model it goes to, the schema of its answer and the tokens there are for both."""

    model: str
    prompt: str
    schema: type[BaseModel]
    context_tokens: int

    @property
    def words(self) -> str:
        """The prompt with the schema behind it: a server that enforces a schema does not show it to the
        model, and one that ignores it leaves the model nothing else."""
        schema = json.dumps(strict_schema(self.schema), ensure_ascii=False, separators=(",", ":"))
        return f"{self.prompt}\n\nAnswer with one JSON object of this schema and nothing else:\n{schema}"

    def body(self, manners: Manners) -> Json:
        """The request for a server of these manners."""
        words = self.words
        body: Json = {"model": self.model, "messages": [{"role": "user", "content": words}], "stream": False}
        if manners.form == "json_schema":
            form = {"name": self.schema.__name__, "schema": strict_schema(self.schema), "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        elif manners.form == "json_object":
            body["response_format"] = {"type": "json_object"}
        if manners.limited:
            body["max_tokens"] = room_for_answer(words, self.context_tokens)
        return body


@dataclass(frozen=True, slots=True)
class PlainQuestion:
    """One prompt that is answered with plain text, the model, and the tokens there are for both."""

    model: str
    prompt: str
    context_tokens: int

    def body(self, manners: Manners) -> Json:
        """The request for a server of these manners."""
        body: Json = {
            "model": self.model,
            "messages": [{"role": "user", "content": self.prompt}],
            "stream": manners.streams,
        }
        if manners.streams and manners.counted:
            body["stream_options"] = {"include_usage": True}
        if manners.limited:
            body["max_tokens"] = room_for_answer(self.prompt, self.context_tokens)
        return body


def room_for_answer(words: str, context_tokens: int) -> int:
    """Tokens that an answer may take: what the prompt leaves, and a quarter of the context at least.

    Without a limit Ollama lets a model that repeats itself go on until the deadline.
    """
    return max(int(context_tokens * MIN_LIMIT_SHARE), context_tokens - len(words) // CHARS_PER_TOKEN)


def strict_schema(schema: type[BaseModel]) -> Json:
    """The JSON schema as strict mode wants it: objects are closed, and all of their fields are required."""
    closed = _closed(schema.model_json_schema())
    assert isinstance(closed, dict)
    return closed


def _closed(node: object) -> object:
    if isinstance(node, list):
        return [_closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    closed = {key: _closed(value) for key, value in node.items()}
    if closed.get("type") == "object" and isinstance(fields := closed.get("properties"), dict):
        closed |= {"additionalProperties": False, "required": list(fields)}
    return closed


class Part(BaseModel):
    """A piece of an answer, from servers that send it in pieces."""

    text: str | None = None


class Message(BaseModel):
    """What the model said, or why it declined. Thoughts in fields of their own are not read."""

    content: str | list[Part] | None = None
    refusal: str | None = None

    @property
    def text(self) -> str:
        """The content as it came."""
        if isinstance(self.content, list):
            return "".join(part.text or "" for part in self.content)
        return self.content or ""


class Choice(BaseModel):
    """One answer, and why the model stopped."""

    message: Message = Message()
    finish_reason: str | None = None


class Counts(BaseModel):
    """Tokens as the server counted them; many count nothing."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class Completion(BaseModel):
    """A body of status 2xx; some servers send an `error` in one."""

    choices: list[Choice] = []
    usage: Counts | None = None
    error: Any = None

    @property
    def choice(self) -> Choice:
        """The first answer, an empty one when there is none."""
        return self.choices[0] if self.choices else Choice()


class Change(BaseModel):
    """What one piece of a streamed answer adds to it."""

    delta: Message | None = None
    finish_reason: str | None = None


class Piece(BaseModel):
    """One event of a streamed answer; the last one often has nothing but `usage`."""

    choices: list[Change] = []
    usage: Counts | None = None
    error: Any = None


def was_cut(words: str, counts: Counts | None) -> bool:
    """Whether the server read only a part of the prompt, as Ollama does without saying so.

    It keeps half of its context, or fills all of it: a count far below four characters a token, or a full
    context of a usual size, gives that away.
    """
    read = counts.prompt_tokens if counts else None
    expected = len(words) // CHARS_PER_TOKEN
    if not read or read < 0 or expected < MIN_CUT_TOKENS:
        return False
    full = read >= SMALLEST_CONTEXT and read & (read - 1) == 0
    return full or read < CUT_SHARE * expected


def object_in(text: str) -> str:
    """The JSON object that an answer is, without thoughts, code fences and prose around it.

    Text without an object comes back as it is, for the validation to refuse.
    """
    words = (text if text.lstrip().startswith("{") else without_thoughts(text)).strip()
    start = words.find("{")
    if start < 0:
        return words
    try:
        _, end = json.JSONDecoder().raw_decode(words, start)
    except (ValueError, RecursionError):
        end = words.rfind("}") + 1
    return words[start:end] if end > start else words[start:]


def without_thoughts(text: str) -> str:
    """What a model says after it has thought aloud; nothing as long as it is known to think."""
    # Templates of some models open the thoughts before the answer begins: only their end is sure to be there.
    thoughts, ended, answer = text.partition("</think>")
    if ended:
        return answer
    return "" if thoughts.lstrip().startswith("<think>") else text
