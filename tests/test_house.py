"""The house's rules that an import contract can't see: what a fresh interpreter loads."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

OPEN = """
import asyncio, sys
from pathlib import Path
from core.bootstrap import open_services
from core.settings import load_settings

async def main():
    async with open_services(load_settings({"home": Path(sys.argv[1]), "provider": sys.argv[2]})) as services:
        await services.projects.cards()

asyncio.run(main())
print("\\n".join(sys.modules))
"""


def loaded_by(program: str, *args: str, **environment: str) -> set[str]:
    """The modules that a program has loaded at its end, in an interpreter of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program, *args],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={"PATH": "", **environment},
    )
    return set(done.stdout.split())


def test_the_services_load_no_screen() -> None:
    modules = loaded_by("import core.services, core.bootstrap, sys; print('\\n'.join(sys.modules))")
    assert "core.services" in modules
    assert not {name for name in modules if name.split(".")[0] in {"textual", "rich", "tui"}}


@pytest.mark.parametrize(
    ("provider", "environment"),
    [
        ("offline", {}),
        ("gemini", {"GEMINI_API_KEY": "k"}),
        ("openai", {"LOOKBOOK_TEXT_BASE_URL": "http://127.0.0.1:9/v1", "LOOKBOOK_TEXT_MODEL": "m"}),
    ],
)
def test_a_start_on_an_existing_workspace_loads_nothing_slow(
    tmp_path: Path, provider: str, environment: dict[str, str]
) -> None:
    loaded_by(OPEN, str(tmp_path / "home"), provider, **environment)
    modules = loaded_by(OPEN, str(tmp_path / "home"), provider, **environment)
    assert "sqlalchemy" in modules
    for slow in ("google.genai", "httpx", "PIL", "alembic", "pypdfium2", "term_image", "textual"):
        assert slow not in modules, slow


@pytest.mark.parametrize("arguments", ["['--help']", "['--version']"])
def test_help_and_version_load_neither_textual_nor_sqlalchemy(arguments: str) -> None:
    modules = loaded_by(
        f"import sys\nfrom tui.__main__ import main\n"
        f"try: main({arguments})\nexcept SystemExit: pass\nprint('\\n'.join(sys.modules))"
    )
    assert "tui.cli.parser" in modules
    assert not {"textual", "sqlalchemy", "pydantic"} & modules


def test_reading_a_script_loads_neither_textual_nor_sqlalchemy(tmp_path: Path) -> None:
    script = tmp_path / "a.fountain"
    script.write_text("INT. ROOM - DAY\n\nA bare room.\n")
    modules = loaded_by(
        "import sys\nfrom tui.__main__ import main\n"
        "main(['parse', sys.argv[1]])\nprint('\\n'.join(sys.modules))",
        str(script),
    )
    assert "core.screenplay" in modules
    assert not {"textual", "sqlalchemy", "pydantic"} & modules


def test_the_generic_package_names_are_ours() -> None:
    import core
    import prompts
    import tui

    for package in (core, tui, prompts):
        assert Path(str(package.__file__)).parent.parent == ROOT
    assert metadata.version("lookbook")
