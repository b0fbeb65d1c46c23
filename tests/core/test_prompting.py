"""Prompts as files: exactly their variables, own ones first, script text stays text."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import PromptError
from core.prompting import load_prompt

BUILTIN = {
    "extract": {"title", "part", "script"},
    "resolve": {"title", "entities"},
    "distil": {"title", "evidence"},
    "filter": {"title", "entities"},
    "merge": {"type", "name", "descriptions"},
    "repair": {"question", "answer", "error"},
    "character": {"style", "palette", "name", "description"},
    "location": {"style", "palette", "name", "description"},
    "prop": {"style", "palette", "name", "description"},
}


def write(folder: Path, name: str, body: str, head: str | None = None) -> Path:
    path = folder / f"{name}.md"
    front = head or f"id: {name}\nreturns: X\nversion: 2"
    path.write_text(f"---\n{front}\n---\n{body}", encoding="utf-8")
    return path


@pytest.mark.parametrize("name", BUILTIN)
def test_each_builtin_prompt_names_its_variables_and_renders(name: str) -> None:
    prompt = load_prompt(name)
    assert prompt.id == name
    assert set(prompt.variables) == BUILTIN[name]
    text = prompt.render(**{variable: f"<<{variable}>>" for variable in prompt.variables})
    assert all(f"<<{variable}>>" in text for variable in prompt.variables)


@pytest.mark.parametrize(("name", "ratio"), [("character", "2:3"), ("location", "16:9"), ("prop", "1:1")])
def test_image_prompts_put_the_style_first_and_the_framing_last(name: str, ratio: str) -> None:
    text = load_prompt(name).render(style="STYLE", palette="", name="NAME", description="DESCRIPTION")
    places = [text.index(part) for part in ("STYLE", "NAME", "DESCRIPTION", ratio)]
    assert places == sorted(places)
    assert "palette of the film" not in text


def test_evidence_stands_before_the_question() -> None:
    text = load_prompt("extract").render(title="T", part="1/1", script="1|# INT. BARN - DAY")
    assert text.index("INT. BARN") < text.index("script supervisor")


def test_missing_and_surplus_variables_are_errors() -> None:
    prompt = load_prompt("resolve")
    with pytest.raises(PromptError, match="not given “entities”"):
        prompt.render(title="T")
    with pytest.raises(PromptError, match="doesn't name “extra”"):
        prompt.render(title="T", entities="", extra=1)


def test_template_syntax_in_a_value_stays_text() -> None:
    hostile = "{{ 7 * 7 }} {% for x in y %} {# gone #} <b>&amp;"
    assert hostile in load_prompt("resolve").render(title="T", entities=hostile)


def test_an_own_prompt_wins_and_others_stay_builtin(tmp_path: Path) -> None:
    write(tmp_path, "resolve", "Mine: {{ entities }}")
    assert load_prompt("resolve", tmp_path).render(entities="E") == "Mine: E\n"
    assert load_prompt("distil", tmp_path) == load_prompt("distil")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("no front matter", "front matter"),
        ("---\nid: resolve\nreturns: X\n---\nbody", "version"),
        ("---\nid: other\nreturns: X\nversion: 1\n---\nbody", "must be “resolve”"),
        ("---\nid: resolve\nreturns: X\nversion: one\n---\nbody", "whole number"),
        ("---\nid: resolve\nreturns: X\nversion: 1\n---\n{{ unclosed", "line 1"),
    ],
)
def test_a_wrong_file_is_named_with_its_fault(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "resolve.md").write_text(text, encoding="utf-8")
    with pytest.raises(PromptError, match=says):
        load_prompt("resolve", tmp_path)


def test_an_own_prompt_cannot_reach_into_python(tmp_path: Path) -> None:
    write(tmp_path, "resolve", "{{ entities.__class__.__mro__[1].__subclasses__() }}")
    with pytest.raises(PromptError, match="can't be rendered"):
        load_prompt("resolve", tmp_path).render(entities="E")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "resolve.md").write_bytes("---\nid: é".encode("latin-1"))
    with pytest.raises(PromptError, match="UTF-8"):
        load_prompt("resolve", tmp_path)


@pytest.mark.parametrize("name", ["../secrets", "Resolve", "", "nothing_like_it"])
def test_unknown_names_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(PromptError):
        load_prompt(name, tmp_path)


def test_jinja_is_not_imported_before_a_prompt_is_loaded() -> None:
    code = "import sys, core.prompting; sys.exit('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
