"""`lookbook doctor`: what the terminal can show, what is set, and what would make more possible."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from core.errors import SettingsError
from core.settings import Settings, load_settings
from tui.cli.output import print_json
from tui.colours import apply_colours, colours_of
from tui.pictures.choosing import choose, obstacle_to
from tui.pictures.copying import clipboard_hint
from tui.pictures.environment import Environment, cell_pixels, utf8_word
from tui.pictures.tmux import ask_tmux
from tui.pictures.ways import Way, way_name

LIBRARIES = ("textual", "rich", "pillow", "term-image", "sqlalchemy", "google-genai", "httpx", "pypdfium2")
SHOWN_OF_KEY = 4
"""Characters of a key that are shown, of one that is at least four times as long."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: `name` and `value`, `hint` what to do about it; `broken`: nothing works so."""

    name: str
    value: str
    hint: str = ""
    broken: bool = False


Report = dict[str, list[Finding]]


def doctor(args: Namespace) -> int:
    """Print the report; 1 when something is broken. It opens no service and no database."""
    report = examine(dict(os.environ))
    if args.json:
        print_json(_as_json(report))
    else:
        _print(report)
    return 1 if any(one.broken for findings in report.values() for one in findings) else 0


def examine(variables: Mapping[str, str]) -> Report:
    """The report for the environment `variables`, in sections."""
    settings, error = _settings()
    env = look_at_terminal(settings, variables)
    return {
        "terminal": list(_terminal(env, settings)),
        "pictures": list(_pictures(env, settings)),
        "engines": list(_engines(settings)),
        "workspace": [*_workspace(settings.home), *_settings_finding(settings, error)],
        "libraries": [Finding(name, _version(name)) for name in ("lookbook", *LIBRARIES)],
    }


def _settings() -> tuple[Settings, str]:
    """The settings, or what stands without the wrong ones, and what is wrong."""
    try:
        return load_settings(), ""
    except SettingsError as error:
        settings = Settings.model_construct()
        settings.home = Path(os.environ.get("LOOKBOOK_HOME") or settings.home)
        return settings, error.message


def _settings_finding(settings: Settings, error: str) -> list[Finding]:
    path = settings.workspace.config
    if error:
        return [Finding("settings", error, f"Correct {path}, or the environment.", broken=True)]
    return [Finding("settings", str(path) if path.exists() else f"{path} (not there: defaults)")]


# --- the terminal --------------------------------------------------------------------------------


def look_at_terminal(settings: Settings, variables: Mapping[str, str]) -> Environment:
    """The terminal as the application would find it."""
    told = dict(variables)
    apply_colours(settings.colours, told)
    return Environment(
        told, colours_of(color_system(told), "NO_COLOR" in told), ask_tmux(variables), cell=cell_pixels()
    )


def color_system(variables: Mapping[str, str]) -> str | None:
    """Rich's colour system, by the same means as Textual has it."""
    from rich.console import Console

    forced: Any = variables.get("TEXTUAL_COLOR_SYSTEM") or "auto"
    environ = {name: value for name, value in variables.items() if name != "NO_COLOR"}
    return Console(
        color_system=forced, force_terminal=True, legacy_windows=False, _environ=environ
    ).color_system


def _terminal(env: Environment, settings: Settings) -> list[Finding]:
    size = shutil.get_terminal_size()
    said = utf8_word(env.variables)[1]
    return [
        Finding("TERM", env.variables.get("TERM", "") or "not set"),
        Finding("TERM_PROGRAM", env.variables.get("TERM_PROGRAM", "") or "not set"),
        Finding("size", f"{size.columns}x{size.lines} cells of {env.cell[0]}x{env.cell[1]} pixels"),
        Finding("colours", f"{env.colours} ({_why_colours(env, settings)})", _colour_hint(env)),
        Finding("UTF-8", f"{'yes' if env.utf8 else 'no'} ({said or 'nothing says otherwise'})"),
        Finding("multiplexer", _multiplexer(env)),
        Finding("ssh", "yes" if env.ssh else "no"),
        Finding("clipboard", "OSC 52", clipboard_hint(env)),
    ]


def _why_colours(env: Environment, settings: Settings) -> str:
    if settings.colours != "auto":
        return f"the setting colours = {settings.colours}"
    for name in ("NO_COLOR", "TEXTUAL_COLOR_SYSTEM", "COLORTERM", "TERM"):
        if env.variables.get(name) or (name == "NO_COLOR" and name in env.variables):
            return f"{name}={env.variables[name]}"
    return "neither TERM nor COLORTERM is set"


def _colour_hint(env: Environment) -> str:
    if env.colours == "truecolor" or "NO_COLOR" in env.variables:
        return ""
    lost = " ssh loses it." if env.ssh else ""
    return f'Set COLORTERM=truecolor, or colours = "truecolor", where the terminal has 24 bits.{lost}'


def _multiplexer(env: Environment) -> str:
    if env.multiplexer != "tmux" or env.tmux is None:
        return env.multiplexer or "none"
    passed = "on" if env.tmux.passthrough else "off"
    outside = env.tmux.terminal or "nobody attached"
    return f"tmux {env.tmux.version} (allow-passthrough {passed}, terminal outside: {outside})"


def _pictures(env: Environment, settings: Settings) -> list[Finding]:
    choice = choose(env, settings.pictures)
    others = [Finding(way.value, *_possibility(way, env)) for way in Way if way is not choice.way]
    return [Finding("in use", f"{choice.way} ({way_name(choice.way, env.colours)}: {choice.why})"), *others]


def _possibility(way: Way, env: Environment) -> tuple[str, str]:
    name, obstacle = way_name(way, env.colours), obstacle_to(way, env)
    if obstacle is None:
        return f"{name}: possible", ""
    reason, _, remedy = obstacle.partition("; ")
    return f"{name}: not possible, {reason}", f"{remedy[:1].upper()}{remedy[1:]}." if remedy else ""


# --- engines, workspace --------------------------------------------------------------------------


def _engines(settings: Settings) -> list[Finding]:
    reads = "offline"
    if settings.provider == "openai":
        reads = f"{settings.text_model} at {settings.text_base_url}"
    elif settings.uses_gemini:
        reads = settings.text_model
    return [
        Finding("reads scripts", reads),
        Finding("makes pictures", settings.image_model if settings.draws_with_gemini else "offline"),
        Finding("Gemini key", _key(settings.google_api_key)),
        Finding("server key", _key(settings.text_api_key)),
    ]


def _key(key: SecretStr | None) -> str:
    if key is None:
        return "not set"
    secret = key.get_secret_value()
    return f"set, …{secret[-SHOWN_OF_KEY:]}" if len(secret) >= 4 * SHOWN_OF_KEY else "set"


def _workspace(home: Path) -> list[Finding]:
    if problem := _unwritable(home):
        hint = "Change its permissions, or name another folder with LOOKBOOK_HOME."
        return [Finding("folder", f"{home}: {problem}", hint, broken=True)]
    return [Finding("folder", f"{home} ({'writable' if home.exists() else 'will be made'})")]


def _unwritable(home: Path) -> str:
    """Why nothing can be written to the folder, or to where it would be made; "" when it can."""
    nearest = next(folder for folder in (home.absolute(), *home.absolute().parents) if folder.exists())
    try:
        with tempfile.TemporaryFile(dir=nearest):
            return ""
    except NotADirectoryError:
        return f"{nearest} is no folder"
    except OSError as error:
        return f"it can't be written: {error.strerror}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


# --- printing ------------------------------------------------------------------------------------


def _print(report: Report) -> None:
    for section, findings in report.items():
        print(f"{section.capitalize()}")
        for one in findings:
            mark = "!" if one.broken else " "
            print(f"{mark} {one.name:<16}{one.value}")
            if one.hint:
                print(f"  {'':<16}{one.hint}")
    sys.stdout.flush()


def _as_json(report: Report) -> dict[str, Any]:
    return {
        section: {one.name: {"value": one.value, "hint": one.hint, "broken": one.broken} for one in findings}
        for section, findings in report.items()
    }
