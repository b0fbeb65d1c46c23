"""The list of projects: what there is, how far each has come, and what is next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import var
from textual.widgets import Static

from core.models import ImportResult, ProjectCard, ProjectId, ProjectStage, Script
from core.services.projects import MAIN_BRANCH
from tui import keymap
from tui.base import UNREAD, guarded, say
from tui.modals.choose import ChooseModal, Option
from tui.modals.pick_file import SCRIPT_SUFFIXES, PickFileModal
from tui.screens.project import ServiceScreen
from tui.widgets.empty import EmptyState
from tui.widgets.facts import FactsBuilder, FactsPane
from tui.widgets.row_table import Cell, Column, RowTable

STAGE_WORDS: dict[ProjectStage, tuple[str, str, str]] = {
    ProjectStage.IMPORTED: ("○", "imported", "scan the script"),
    ProjectStage.IN_REVIEW: ("◐", "in review", "approve and commit the drafts"),
    ProjectStage.NO_STYLE: ("◐", "no style yet", "lock a visual style"),
    ProjectStage.VISUALIZING: ("◐", "visualizing", "choose and lock each picture"),
    ProjectStage.GATE_OPEN: ("✓", "gate open", "hand off"),
}
"""A stage's glyph, its words, and the next thing to do."""

NEXT_DRAFT, NEW_FILM = "next", "new"
"""What a script can be whose title is known."""

FORMAT_NAMES = {"fountain": "Fountain", "fdx": "Final Draft", "text": "plain text", "pdf": "PDF"}

COLUMNS = (
    Column("Project", width=16, fraction=2.0),
    Column("Stage", width=14),
    Column("Next", width=14, fraction=1.0, style="$quiet", hide_below=76),
    Column("Assets", width=6, align="right"),
    Column("Locked", width=7, align="right"),
    Column("Script", width=22, style="$quiet", hide_below=98),
    Column("Imported", width=10, style="$quiet", hide_below=110),
)


class HomeScreen(ServiceScreen[None]):
    """All projects, the newest first."""

    CSS_PATH = "home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.HOME)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (140, "-wide")]
    AUTO_FOCUS = "#projects"
    DEFAULT_CLASSES = UNREAD
    help_id = "home"

    importing: var[str] = var("", toggle_class="-busy")

    def __init__(self) -> None:
        super().__init__()
        self.cards: tuple[ProjectCard, ...] = ()

    def compose_content(self) -> ComposeResult:
        """The table, the project under the cursor, and what stands there when there is none."""
        with Horizontal(id="home-body"):
            yield RowTable[ProjectCard](
                COLUMNS, key=lambda card: card.project.id, cells=project_cells, empty="", id="projects"
            )
            yield FactsPane(id="project")
        yield EmptyState(
            "From a screenplay to a locked set of master pictures",
            "lookbook finds every character, location and key prop of a script,\n"
            "lets you decide what becomes an asset, and draws each in one style.\n\n"
            "No script at hand? `lookbook demo` opens the bundled sample.",
            [("n", "choose a screenplay"), ("?", "help"), ("q", "quit")],
            id="home-empty",
        )
        yield Static(id="home-busy")

    def on_screen_resume(self) -> None:
        """The list is read again: other screens change it."""
        self.project_title = self.branch_name = ""
        self.load()

    @work(group="home.load", exclusive=True, description="Reading the projects")
    @guarded
    async def load(self) -> None:
        """Read all projects."""
        self.cards = await self.services.projects.cards()
        self._show()
        self.has_read()

    def _show(self) -> None:
        """Without projects the table makes room for what to do."""
        self.set_class(not self.cards, "-none")
        table = self.query_one("#projects", RowTable)
        table.set_rows(self.cards)
        self._show_current()
        self.refresh_bindings()

    def on_row_table_cursor_moved(self) -> None:
        """The facts follow the cursor."""
        self._show_current()

    def _show_current(self) -> None:
        if (card := self._current) is not None:
            self.query_one(FactsPane).show(project_facts(card))

    @property
    def _current(self) -> ProjectCard | None:
        row = self.query_one("#projects", RowTable).cursor_row
        return row if isinstance(row, ProjectCard) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing can be opened while there is nothing; one import at a time."""
        if action == "open":
            return bool(self.cards)
        if action == "new":
            return None if self.importing else True
        return super().check_action(action, parameters)

    def action_open(self) -> None:
        """Open the project under the cursor where it stands."""
        if (card := self._current) is not None:
            self.lookbook.open_project(card.project.id)

    def on_row_table_row_activated(self) -> None:
        """A double click opens."""
        self.action_open()

    @work(group="home.new", description="Choosing a screenplay")
    async def action_new(self) -> None:
        """Choose a screenplay and begin a project with it."""
        path = await self.app.push_screen_wait(
            PickFileModal("New project: choose a screenplay", Path.cwd(), suffixes=SCRIPT_SUFFIXES)
        )
        if path is not None:
            self.import_script(path)

    @work(group="home.import", description="Importing a screenplay")
    @guarded
    async def import_script(self, path: Path) -> None:
        """Import a script and open its project; what can't be read is said in a dialog."""
        projects, into = self.services.projects, None
        self.importing = path.name
        try:
            known = await projects.namesake(path)
            if known is not None:
                chosen = await self.app.push_screen_wait(_next_draft(known, path))
                if chosen is None:
                    return
                into = known.project.id if chosen == NEXT_DRAFT else None
            result = await projects.import_script(path, into)
        finally:
            self.importing = ""
        self._tell_import(result)
        self._open(result.project.id)

    def _open(self, project_id: ProjectId) -> None:
        self.lookbook.open_project(project_id)

    def _tell_import(self, result: ImportResult) -> None:
        say(self, import_words(result))

    def watch_importing(self, name: str) -> None:
        """The line at the bottom says what is being read."""
        self.query_one("#home-busy", Static).update(Content(f"Reading {name}…" if name else ""))
        self.refresh_bindings()


def _next_draft(known: ProjectCard, path: Path) -> ChooseModal:
    title = known.project.title
    return ChooseModal(
        f"{title} is a project already",
        [
            Option(NEXT_DRAFT, "Its next draft", f"Import it as revision {known.script.revision + 1}"),
            Option(NEW_FILM, "Another film", "Begin a second project of that title"),
        ],
        text=f"{path.name} has the same title.",
    )


def import_words(result: ImportResult) -> str:
    """What an import did, in one sentence."""
    script = result.script
    if result.new_project:
        return f"Imported {script.title}: {script.scenes} scenes, {pages_words(script)}."
    if result.new_revision:
        return f"Imported revision {script.revision} of {result.project.title}; earlier ones are kept."
    return f"This very text is known: revision {script.revision} of {result.project.title}. Nothing changed."


def pages_words(script: Script) -> str:
    """ "14 pages", with "about" when the file has no page numbers."""
    count = f"{script.pages} page{'' if script.pages == 1 else 's'}"
    return f"about {count}" if script.pages_estimated else count


def format_name(script: Script) -> str:
    """A script's format as a person calls it."""
    return FORMAT_NAMES[script.format.value]


def day(moment: datetime) -> str:
    """A date where one is, e.g. "2026-11-23"."""
    return f"{moment.astimezone():%Y-%m-%d}"


def stage_content(stage: ProjectStage) -> Content:
    """Glyph and words of a stage."""
    glyph, words, _ = STAGE_WORDS[stage]
    style = {"✓": "$success", "○": "$quiet"}.get(glyph, "$accent")
    return Content.assemble((glyph, style), " ", words)


def project_cells(card: ProjectCard) -> tuple[Cell, ...]:
    """A project's cells, in the order of `COLUMNS`."""
    script = card.script
    return (
        _title(card),
        stage_content(card.stage),
        STAGE_WORDS[card.stage][2],
        str(card.assets or "–"),
        f"{card.locked}/{card.assets}" if card.assets else "–",
        _script_words(script),
        day(script.imported_at),
    )


def _title(card: ProjectCard) -> Callable[[int], Content]:
    """The film, the branch that it is open on where that is not `main`, and how many it has."""
    branch = "" if card.branch.name == MAIN_BRANCH else f" / {card.branch.name}"
    counts = (f"  {card.branches} branches", f" ({card.branches})", "") if card.branches > 1 else ("",)

    def fitting(width: int) -> Content:
        titles = [Content.assemble(card.project.title, (branch + count, "$quiet")) for count in counts]
        return next((title for title in titles if title.cell_length <= width), titles[-1])

    return fitting


def _script_words(script: Script) -> str:
    about = "~" if script.pages_estimated else ""
    return f"{format_name(script)}, {about}{script.pages} p., r{script.revision}"


def project_facts(card: ProjectCard) -> FactsBuilder:
    """What is said of a project beside the list."""
    script = card.script
    facts = FactsBuilder().title(card.project.title)
    facts.fact("Stage", stage_content(card.stage))
    facts.fact("Next", STAGE_WORDS[card.stage][2])
    facts.heading("Script")
    facts.fact("Format", format_name(script)).fact("Length", pages_words(script))
    facts.fact("Scenes", str(script.scenes)).fact("Revision", str(script.revision))
    facts.fact("Imported", day(script.imported_at)).fact("File", Path(script.source_path).name)
    of = f", one of {card.branches}" if card.branches > 1 else ""
    facts.heading(f"Branch {card.branch.name}{of}")
    facts.fact("Style", "locked" if card.branch.locked_visual_style_id else "none locked yet")
    facts.fact("Assets", str(card.assets)).fact("Locked", f"{card.locked} of {card.assets}")
    return facts
