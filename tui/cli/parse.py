"""`lookbook parse`: how a script is read. Needs no workspace, no network and nothing slow to import."""

from __future__ import annotations

from argparse import Namespace

from core.screenplay import read_script, screenplay_to_wire
from tui.cli.output import headline, print_json


def parse(args: Namespace) -> int:
    """Print the scenes, or with --json every line."""
    screenplay = read_script(args.script)
    if args.json:
        print_json(screenplay_to_wire(screenplay))
        return 0
    print(headline(screenplay))
    for scene in screenplay.scenes:
        print(f"{scene.label or scene.number:>5}  p. {scene.page:<4} {scene.heading}")
    return 0
