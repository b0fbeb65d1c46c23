"""The lines on top of screens: where one is, the stages and who answers; and the locked style."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from functools import partial

from textual import events
from textual.content import Content
from textual.geometry import Offset
from textual.reactive import reactive
from textual.widget import Widget

from core.models import EngineStatus, VisualStyle
from core.services.projects import MAIN_BRANCH
from tui.jump import Target
from tui.widgets.swatches import palette_content


class Stage(IntEnum):
    """The five stages of the top bar; the number is the key."""

    SCRIPT = 1
    REVIEW = 2
    STYLE = 3
    BOARD = 4
    GATE = 5


STAGE_NAMES = {
    Stage.SCRIPT: "Script",
    Stage.REVIEW: "Review",
    Stage.STYLE: "Style",
    Stage.BOARD: "Board",
    Stage.GATE: "Gate",
}


def engine_badges(engine: EngineStatus | None) -> tuple[str, ...]:
    """Who answers, the longest words first: "offline", or the models; both when text and image differ, for
    one of them may cost money."""
    if engine is None:
        return ()
    infos = (engine.text, engine.image)
    if all(info.offline for info in infos):
        return ("offline",)
    models = ["offline" if info.offline else info.model for info in infos]
    # "openai" is the protocol here: as a badge it would say that the script goes to that company.
    text, image = ("server" if info.compatible else info.provider for info in infos)
    return (f"text {models[0]} · image {models[1]}", f"text {text} · image {image}", f"{text}/{image}")


class TopBar(Widget):
    """One line: where one is (project, branch), the five stages, and who answers."""

    DEFAULT_CSS = """
    TopBar {
        dock: top;
        height: 1;
        background: $panel;
        color: $foreground;
    }
    """

    project_title: reactive[str] = reactive("")
    branch_name: reactive[str] = reactive("")
    stage: reactive[Stage | None] = reactive(None)
    badges: reactive[tuple[str, ...]] = reactive(())
    """Who answers, in longer and shorter words; the longest that leave room for the place are shown."""

    def render(self) -> Content:
        """The line: the place at the left, stages and badge at the right; the place is cut last."""
        right = self._right()
        room = self.size.width - right.cell_length - 3
        left = self._place(room).truncate(max(0, room), ellipsis=True)
        gap = " " * max(1, self.size.width - left.cell_length - right.cell_length - 2)
        return Content.assemble(" ", left, gap, right, " ")

    def _place(self, room: int) -> Content:
        """Project and branch. Where the room is short the first branch goes, for another one our own name."""
        project = self._project()
        branch = Content.styled(f" / {self.branch_name}", "$quiet") if self.branch_name else Content("")
        if project.cell_length + branch.cell_length <= room:
            return project + branch
        return project if self.branch_name in {"", MAIN_BRANCH} else Content(self.project_title) + branch

    def _project(self) -> Content:
        brand = Content.styled("lookbook", "bold $accent")
        return brand + Content(f"  {self.project_title}") if self.project_title else brand

    def _right(self) -> Content:
        tabs = Content("").join(self._tab(stage) for stage in Stage) if self.project_title else Content("")
        room = self.size.width - tabs.cell_length - self._project().cell_length - 5
        fitting = [badge for badge in self.badges if Content(badge).cell_length <= room]
        badge = next(iter(fitting or self.badges[-1:]), "")
        return tabs + Content.styled(f"  {badge}", "$quiet") if badge else tabs

    def _tab(self, stage: Stage) -> Content:
        text = f" {stage.value} {STAGE_NAMES[stage]} "
        if stage is self.stage:
            return Content.styled(text, "bold $on-accent on $accent")
        return Content.assemble((f" {stage.value}", "$accent"), (f" {STAGE_NAMES[stage]} ", "$quiet"))

    async def on_click(self, event: events.Click) -> None:
        """A click on a stage goes there, as its key does."""
        if (stage := self.stage_at(event.x)) is not None:
            await self.run_action(f"app.stage({stage.value})")

    def stage_at(self, x: int) -> Stage | None:
        """The stage drawn at column `x`, None beside them."""
        return next((stage for stage, cells in self._tab_cells() if x in cells), None)

    def _tab_cells(self) -> Iterator[tuple[Stage, range]]:
        """Each stage with the columns that it is drawn in."""
        at = self.size.width - 1 - self._right().cell_length
        for stage in Stage if self.project_title else ():
            width = self._tab(stage).cell_length
            yield stage, range(at, at + width)
            at += width

    def jump_targets(self) -> Iterator[Target]:
        """The stages, each with a blank cell before its number."""
        for stage, cells in self._tab_cells():
            going = partial(self.call_later, self.run_action, f"app.stage({stage.value})")
            yield Target(self.region.offset + Offset(cells.start, 0), going)


class StyleAnchor(Widget):
    """The branch's locked style, one line with its palette; it stands on top of the board, always."""

    DEFAULT_CSS = """
    StyleAnchor {
        height: 1;
        padding: 0 1;
        background: $surface;
        color: $foreground;
    }
    """

    locked_style: reactive[VisualStyle | None] = reactive(None)

    def render(self) -> Content:
        """The anchor; without a locked style, what to do about it."""
        style = self.locked_style
        if style is None:
            return Content.assemble(
                ("○ ", "$warning"), "No style locked — press ", ("3", "bold $accent"), " to choose one"
            )
        palette = palette_content(style.palette)
        head = Content.assemble(
            ("✓ ", "$success"), ("Style  ", "$quiet"), (style.name, "bold"), "  ", palette
        )
        line = head + Content.styled(f"  {style.tagline}", "$quiet")
        return line.truncate(self.size.width, ellipsis=True)
