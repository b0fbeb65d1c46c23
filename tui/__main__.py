"""The command line's entry: opens the services, then the application or one command."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from argparse import Namespace
from collections.abc import Awaitable, Callable, Sequence
from contextlib import contextmanager
from errno import EIO, ENOSPC
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import LookbookError
from tui.cli.parser import build_parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.services import Services
    from core.settings import Settings

Command = Callable[["Services", Namespace], Awaitable[int]]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status: 0 done, 1 failed or gate closed, 2 usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal without the marks we print gets question marks, not an error.
            stream.reconfigure(errors="replace")
    args = _parse_args(sys.argv[1:] if argv is None else argv)
    try:
        status = _run(args)
        sys.stdout.flush()
        return status
    except LookbookError as error:
        print(f"lookbook: {error.message}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("lookbook: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of stdout has gone, as in `| head`; the interpreter must not complain at its exit.
        _give_up_on_stdout()
        return 1
    except OSError as error:
        if error.errno not in (ENOSPC, EIO):
            raise
        _give_up_on_stdout()
        print(f"lookbook: the output can't be written: {error.strerror}", file=sys.stderr)
        return 1


def _give_up_on_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parse_args(argv: Sequence[str]) -> Namespace:
    """`lookbook SCRIPT` is short for `lookbook open SCRIPT`."""
    parser = build_parser()
    known = {"-h", "--help", "--version"} | set(_COMMANDS)
    if not argv or (argv[0] not in known and not argv[0].startswith("-")):
        return parser.parse_args(["open", *argv])
    return parser.parse_args(argv)


def _run(args: Namespace) -> int:
    match args.command:
        case "parse":
            from tui.cli.parse import parse

            return parse(args)
        case "doctor":
            from tui.cli.doctor import doctor

            return doctor(args)
        case "open":
            return asyncio.run(_open_app(args.script))
        case "demo":
            return asyncio.run(_demo())
        case name:
            return asyncio.run(_with_services(_load(name), args))


_COMMANDS = {
    "open": "",
    "demo": "",
    "parse": "",
    "doctor": "",
    "scan": "drafts",
    "review": "drafts",
    "commit": "drafts",
    "branches": "branches",
    "styles": "styles",
    "generate": "pictures",
    "worker": "pictures",
    "lock": "assets",
    "unlock": "assets",
    "promote": "assets",
    "gate": "assets",
    "export": "assets",
}


def _load(name: str) -> Command:
    from importlib import import_module

    command: Command = getattr(import_module(f"tui.cli.{_COMMANDS[name]}"), name)
    return command


async def _with_services(command: Command, args: Namespace) -> int:
    from core.bootstrap import open_services
    from core.settings import load_settings

    overrides: dict[str, Any] = {"provider": "offline"} if getattr(args, "offline", False) else {}
    async with open_services(load_settings(overrides)) as services:
        return await command(services, args)


async def _open_app(script: Path | None) -> int:
    from core.bootstrap import open_services
    from core.settings import load_settings

    settings = load_settings()
    async with open_services(settings) as services:
        if script is None:
            return await _show(services, settings)
        if await services.projects.namesake(script) is not None:
            return await _show(services, settings, script=script)
        imported = await services.projects.import_script(script)
        return await _show(services, settings, imported.project.id)


async def _demo() -> int:
    from core.bootstrap import open_services
    from core.sample import sample_path
    from core.settings import load_settings

    with _thrown_away() as home:
        settings = load_settings({"home": home, "provider": "offline"})
        async with open_services(settings) as services:
            imported = await services.projects.import_script(sample_path())
            return await _show(services, settings, imported.project.id)


@contextmanager
def _thrown_away() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="lookbook-demo-"))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


async def _show(
    services: Services, settings: Settings, project_id: Any = None, script: Path | None = None
) -> int:
    from core.preferences import Preferences
    from tui.colours import apply_colours

    apply_colours(settings.colours, os.environ)
    from tui.app import LookbookApp

    app, preferences = LookbookApp(services, project_id, script), Preferences(settings.workspace.state)
    app.keep_theme = preferences.remember_theme
    if not app.has_few_colours:
        app.theme = preferences.first_theme(settings)
    app.pictures.setting = settings.pictures
    await app.run_async()
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main())
