"""The command line: what can be typed, and the help for it. Imports nothing slow."""

from __future__ import annotations

import argparse
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

DESCRIPTION = """\
From a screenplay to a locked set of master visual assets, in the terminal.

`lookbook` alone opens the application; `lookbook SCRIPT` opens it on that script's project, made if new;
`lookbook demo` opens it on the bundled sample, offline, in a workspace that is thrown away.
"""

EPILOG = """\
A PROJECT is named by its title, its id, or the path of its script.

exit status: 0 done; 1 it failed, or the gate is closed; 2 the command line was wrong.
With --json, stdout holds the JSON and nothing else; progress and warnings go to stderr.

environment:
  LOOKBOOK_HOME            the workspace: database, pictures, own prompts, config.toml
  LOOKBOOK_PROVIDER        auto (Gemini when a key is set, else offline), offline, gemini, or openai
  GEMINI_API_KEY           the Gemini key; GOOGLE_API_KEY wins over it
  GOOGLE_GEMINI_BASE_URL   another address for the Gemini API
  LOOKBOOK_TEXT_BASE_URL   with openai: any OpenAI-compatible server, like http://127.0.0.1:11434/v1
  LOOKBOOK_TEXT_MODEL      the model that reads; with openai it must be named
  LOOKBOOK_TEXT_CONTEXT    with openai: the model's context in tokens (8192)
  LOOKBOOK_TEXT_API_KEY    with openai: the server's key, where it wants one
  LOOKBOOK_SCAN_WINDOWS    parallel (the script in parts at once), or one (where all of it fits)
  LOOKBOOK_PICTURES        auto, kitty, half, quadrants, segments or ascii: how pictures are shown (f8)
  LOOKBOOK_COLOURS         auto, truecolor, 256, 16 or none: the terminal's colours; ssh loses COLORTERM
"""


def build_parser() -> argparse.ArgumentParser:
    """The parser. `args.command` is None for the application itself."""
    parser = argparse.ArgumentParser(
        prog="lookbook",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"lookbook {version('lookbook')}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for add in (_app, _reading, _review, _branches, _styles, _generate, _locking, _gate, _worker, _doctor):
        add(commands)
    return parser


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _app(commands: Commands) -> None:
    _command(commands, "demo", "open the application on the bundled sample, offline")
    command = _command(commands, "open", "open the application (the default)")
    command.add_argument("script", nargs="?", type=Path, metavar="SCRIPT", help="the script to open")


def _reading(commands: Commands) -> None:
    command = _command(commands, "parse", "show how a script is read: title, scenes, pages, lines")
    command.add_argument("script", type=Path, metavar="SCRIPT", help="Fountain, FDX, PDF or plain text")
    _json(command)
    command = _command(commands, "scan", "scan a script and print the drafts; writes no asset")
    command.add_argument("script", type=Path, metavar="SCRIPT", help="Fountain, FDX, PDF or plain text")
    _json(command)
    _offline(command)


def _review(commands: Commands) -> None:
    command = _command(
        commands, "review", "write the review of a project for an editor: approve rows there, then commit"
    )
    command.add_argument(
        "project",
        metavar="PROJECT|SCRIPT",
        help="a project, or a script: imported and scanned if need be; one that changed is the next revision",
    )
    command.add_argument(
        "--project",
        dest="of",
        metavar="PROJECT",
        help="import SCRIPT as the next revision of PROJECT, also when its file has another name",
    )
    command.add_argument("--out", type=Path, metavar="FILE", help="write to FILE instead of stdout")
    command.add_argument("--rescan", action="store_true", help="scan anew, also when there is a review")
    _branch(command)
    _offline(command)
    command = _command(
        commands, "commit", "make assets of the approved rows of a review file; 1 if one is refused"
    )
    _project(command)
    command.add_argument(
        "review",
        type=Path,
        metavar="REVIEW.json",
        help="as `lookbook review` wrote it; what a row with an id leaves out stays as the review has it",
    )
    _branch(command)
    _json(command)


def _branches(commands: Commands) -> None:
    command = _command(commands, "branches", "list the branches of a project, fork, delete or compare them")
    _project(command)
    _json(command)
    actions = command.add_subparsers(dest="action", metavar="ACTION")
    fork = actions.add_parser("fork", help="try another look: assets and texts come along, pictures do not")
    fork.add_argument("source", metavar="FROM", help="the branch to fork")
    fork.add_argument("name", metavar="NAME", help="the name of the new one")
    delete = actions.add_parser("delete", help="delete a branch with its assets, pictures and reviews")
    delete.add_argument("name", metavar="NAME", help="the branch to delete")
    delete.add_argument(
        "--with-locked-and-paid",
        action="store_true",
        help="also when it has locked assets, or pictures that were paid for",
    )
    compare = actions.add_parser("compare", help="say in what the assets of two branches differ")
    compare.add_argument("one", metavar="A")
    compare.add_argument("other", metavar="B")
    for action in (fork, delete, compare):
        # The default is the command's own, or it would take a --json before the action back.
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")


def _styles(commands: Commands) -> None:
    command = _command(commands, "styles", "list the visual styles; show, lock, export, import or delete one")
    _json(command)
    actions = command.add_subparsers(dest="action", metavar="ACTION")
    show = actions.add_parser("show", help="show a style whole, and who uses it")
    lock = actions.add_parser("lock", help="lock a style: every picture of the branch is made in it")
    _project(lock)
    export = actions.add_parser("export", help="write a style with its reference images into one file")
    delete = actions.add_parser("delete", help="delete a style of your own that nothing uses")
    for action in (show, lock, export, delete):
        action.add_argument("style", metavar="STYLE", help="the name or id of a style")
    _branch(lock)
    lock.add_argument("--yes", action="store_true", help="also when pictures become stale by it")
    export.add_argument("file", type=Path, metavar="FILE", help="the file, or the folder to write it into")
    export.add_argument("--force", action="store_true", help="replace a file that is there")
    bring = actions.add_parser("import", help="take a style from a file that export wrote")
    bring.add_argument("file", type=Path, metavar="FILE", help="NAME.lookbook-style.json")
    for action in (show, lock, delete, bring):
        # Suppressed, or it would take back a --json that stands before the action.
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")


def _generate(commands: Commands) -> None:
    command = _command(commands, "generate", "make pictures of assets, and wait for them")
    _project(command)
    _assets(command, "which; default: all without a current picture")
    command.add_argument("--count", type=int, default=1, metavar="N", help="candidates each (default 1)")
    command.add_argument("--limit", type=float, metavar="USD", help="refuse a batch that costs more")
    command.add_argument("--yes", action="store_true", help="pay without a limit")
    _branch(command)
    _json(command)
    _offline(command)


def _locking(commands: Commands) -> None:
    for name, text in (
        ("lock", "lock assets whose image key is current"),
        ("unlock", "unlock assets"),
        ("promote", "copy locked assets to the library that all projects share"),
    ):
        command = _command(commands, name, text)
        _project(command)
        _assets(command, "which; needed unless --all is given")
        command.add_argument("--all", action="store_true", help="all assets of the branch")
        _branch(command)
        _json(command)


def _gate(commands: Commands) -> None:
    command = _command(commands, "gate", "exit 0 when the gate is open, 1 with the blockers when closed")
    _project(command)
    _branch(command)
    _json(command)
    command = _command(commands, "export", "write the hand-off: pictures, manifest, lookbook to show")
    _project(command)
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write")
    _branch(command)
    _json(command)


def _worker(commands: Commands) -> None:
    command = _command(commands, "worker", "run queued image jobs without a screen")
    command.add_argument("--forever", action="store_true", help="wait for more when none is left")


def _doctor(commands: Commands) -> None:
    command = _command(
        commands, "doctor", "say what the terminal can show, which keys are set, and where files go"
    )
    _json(command)


def _command(commands: Commands, name: str, text: str) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")


def _project(command: argparse.ArgumentParser) -> None:
    command.add_argument("project", metavar="PROJECT", help="its title, id, or the path of its script")


def _assets(command: argparse.ArgumentParser, text: str) -> None:
    command.add_argument("assets", nargs="*", metavar="ASSET", help=text)


def _branch(command: argparse.ArgumentParser) -> None:
    command.add_argument("--branch", default="main", metavar="B", help="the branch (default main)")


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print JSON")


def _offline(command: argparse.ArgumentParser) -> None:
    command.add_argument("--offline", action="store_true", help="use the offline engine, whatever is set")
