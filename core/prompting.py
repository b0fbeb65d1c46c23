"""Prompts: Markdown files with a front matter and exactly the variables they name.

A file of one's own in `LOOKBOOK_HOME/prompts` wins over the built-in one of the same name:

    ---
    id: resolve
    returns: Resolution
    version: 1
    ---
    <entities>
    {{ entities }}
    </entities>

Values are put in as they are: template syntax inside a script stays text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import PromptError

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import ImmutableSandboxedEnvironment

MAX_PROMPT_BYTES = 200_000
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_KEYS = ("id", "returns", "version")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as loaded. `returns` names the schema of its answer; `variables` is what it demands."""

    id: str
    returns: str
    version: int
    template: str = field(repr=False)
    variables: frozenset[str]

    def render(self, **variables: object) -> str:
        """The final text.

        Raises:
            PromptError: a variable that the prompt names is missing, or one is given that it doesn't name.
        """
        self._demand_exactly(variables)
        from jinja2 import TemplateError

        try:
            return _compiled(self.template).render(variables).strip() + "\n"
        except (TemplateError, ArithmeticError, TypeError, ValueError) as error:
            raise PromptError(f"The prompt “{self.id}” can't be rendered: {error}.") from error

    def _demand_exactly(self, given: Mapping[str, object]) -> None:
        missing = sorted(self.variables - given.keys())
        surplus = sorted(given.keys() - self.variables)
        if missing:
            raise PromptError(f"The prompt “{self.id}” was not given {_list(missing)}.")
        if surplus:
            raise PromptError(
                f"The prompt “{self.id}” doesn't name {_list(surplus)}. Put it back into the prompt file, "
                "or delete the file to use the built-in prompt."
            )


def load_prompt(name: str, folder: Path | None = None) -> Prompt:
    """The prompt `name` from `folder`, else the built-in one.

    Raises:
        PromptError: no such prompt, or its file can't be read or understood.
    """
    if not _NAME.fullmatch(name):
        raise PromptError(
            f"“{name}” is no name of a prompt: lower-case letters, digits and underscores only."
        )
    own = _own_text(name, folder)
    return _parse(name, _builtin_text(name) if own is None else own)


def _own_text(name: str, folder: Path | None) -> str | None:
    path = folder / f"{name}.md" if folder else None
    if path is None or not path.is_file():
        return None
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PromptError(f"The prompt file {path} can't be read: {error.strerror or error}.") from error
    if len(data) > MAX_PROMPT_BYTES:
        raise PromptError(f"The prompt file {path} is larger than {MAX_PROMPT_BYTES // 1000} kB.")
    return _decode(data, str(path))


def _builtin_text(name: str) -> str:
    resource = resources.files("prompts").joinpath(f"{name}.md")
    if not resource.is_file():
        raise PromptError(f"There is no prompt “{name}”.")
    return _decode(resource.read_bytes(), f"{name}.md")


def _decode(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise PromptError(f"The prompt file {where} is not UTF-8. Save it as UTF-8.") from error


@lru_cache(maxsize=32)
def _parse(name: str, text: str) -> Prompt:
    head, body = _split(name, text)
    meta = _front_matter(name, head)
    if meta["id"] != name:
        raise PromptError(f"The prompt file {name}.md calls itself “{meta['id']}”: its id must be “{name}”.")
    if not meta["version"].isdigit():
        raise PromptError(f"The version of the prompt “{name}” must be a whole number.")
    return Prompt(name, meta["returns"], int(meta["version"]), body, _variables(name, body))


def _split(name: str, text: str) -> tuple[str, str]:
    opening, _, rest = text.partition("\n")
    head, found, body = rest.partition("\n---\n")
    if opening.strip() != "---" or not found:
        raise PromptError(
            f"The prompt file {name}.md must begin with a front matter between two lines of “---”."
        )
    return head, body


def _front_matter(name: str, head: str) -> dict[str, str]:
    pairs = [line.partition(":") for line in head.splitlines() if line.strip()]
    meta = {key.strip(): value.strip() for key, _, value in pairs}
    wrong = sorted(set(_KEYS) ^ meta.keys())
    if wrong:
        raise PromptError(
            f"The front matter of the prompt “{name}” must have exactly id, returns and version: "
            f"see {_list(wrong)}."
        )
    return meta


def _variables(name: str, body: str) -> frozenset[str]:
    from jinja2 import TemplateSyntaxError, meta

    try:
        tree = _environment().parse(body)
    except TemplateSyntaxError as error:
        raise PromptError(
            f"The prompt “{name}” has a fault in line {error.lineno}: {error.message}."
        ) from error
    return frozenset(meta.find_undeclared_variables(tree))


@lru_cache(maxsize=32)
def _compiled(template: str) -> Template:
    return _environment().from_string(template)


def _environment() -> ImmutableSandboxedEnvironment:
    # A prompt file may come from a colleague: the sandbox keeps its template from reaching into Python.
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )


def _list(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
