"""Makes the README's pictures: walks the bundled sample along the path and saves what is on the screen.

    python -m tests.screenshots [FOLDER] [--size 110x32] [--light]

Without FOLDER it renews the README's pictures, which lie beside this file; into a FOLDER it saves every
screen of the path. The size is in cells.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from core.bootstrap import open_services
from core.sample import sample_path
from core.settings import load_settings
from tests.tui.seeing import settle, until
from tui.app import LookbookApp
from tui.theme import DARK_THEME, LIGHT_THEME

HERE = Path(__file__).parent
README_PICTURES = ("review", "board")

_FONT_FACE = re.compile(r"@font-face \{[^}]*\}\s*")
_FONT = re.compile(r"font-family: [^;\"]*")


async def walk(folder: Path, size: tuple[int, int], theme: str) -> None:
    """Save `scan.svg`, `review.svg`, `styles.svg`, `board.svg`, `editor.svg` and `gate.svg`."""
    with tempfile.TemporaryDirectory() as home:
        settings = load_settings({"home": Path(home), "provider": "offline"})
        async with open_services(settings) as services:
            imported = await services.projects.import_script(sample_path())
            app = LookbookApp(services, imported.project.id)
            app.theme = theme
            async with app.run_test(size=size, notifications=False) as pilot:
                await _path(pilot, folder)


async def _path(pilot: Pilot[None], folder: Path) -> None:
    await until(pilot, "Start the scan")
    await until(pilot, "CARROW SEA WALL")
    _save(pilot, folder, "scan")
    await pilot.press("s")
    await until(pilot, "CHARACTERS")
    await pilot.press("down", "space", "down", "space")
    await settle(pilot)
    _save(pilot, folder, "review")
    await _commit(pilot)
    await until(pilot, "Two-Strip Technicolor")
    await pilot.press("down", "down")
    await settle(pilot)
    _save(pilot, folder, "styles")
    await pilot.press("enter")
    await until(pilot, "no image")
    await pilot.press("b")
    await until(pilot, "Generate")
    await pilot.press("enter")
    await _pictures(pilot)
    _save(pilot, folder, "board")
    await pilot.press("enter")
    await until(pilot, "Description")
    await settle(pilot)
    _save(pilot, folder, "editor")
    await pilot.press("escape")
    await until(pilot, "All missing")
    await pilot.press("5")
    await until(pilot, "Gate closed")
    _save(pilot, folder, "gate")


async def _commit(pilot: Pilot[None]) -> None:
    await pilot.press("escape", "H", "a")
    await settle(pilot)
    await pilot.press("c")
    await until(pilot, "enter do it")
    await pilot.press("enter")


async def _pictures(pilot: Pilot[None]) -> None:
    app = pilot.app
    assert isinstance(app, LookbookApp)
    while not app.jobs.running:
        await pilot.pause()
    while app.jobs.running:
        await pilot.pause(0.1)
    await pilot.pause(0.4)  # the board reads what moved within a fifth of a second together
    await settle(pilot)


def _save(pilot: Pilot[None], folder: Path, name: str) -> None:
    """The screen as SVG, in the reader's own monospaced font: nothing is fetched to show it."""
    if folder == HERE and name not in README_PICTURES:
        return
    svg = pilot.app.export_screenshot(title="lookbook")
    svg = _FONT.sub("font-family: monospace", _FONT_FACE.sub("", svg))
    (folder / f"{name}.svg").write_text(svg, encoding="utf-8")


def main() -> None:
    """Read the command line and walk."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=HERE)
    parser.add_argument("--size", default="110x32", metavar="COLUMNSxROWS")
    parser.add_argument("--light", action="store_true")
    args = parser.parse_args()
    columns, rows = (int(part) for part in args.size.split("x"))
    args.folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(walk(args.folder, (columns, rows), LIGHT_THEME if args.light else DARK_THEME))


if __name__ == "__main__":
    main()
