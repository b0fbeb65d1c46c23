"""What every screen stands on: the top bar, the style anchor, errors shown, work that is guarded."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from enum import IntEnum
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from textual import events, work
from textual.app import App, ComposeResult
from textual.await_remove import AwaitRemove
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import WorkerFailed

from core.errors import LookbookError
from core.models import EngineStatus, VisualStyle
from core.services.projects import MAIN_BRANCH
from tui import keymap
from tui.commands import KeyCommands
from tui.theme import DARK, DARK_THEME, THEMES, other_theme
from tui.widgets.key_footer import KeyFooter
from tui.widgets.swatches import palette_content

P = ParamSpec("P")
T = TypeVar("T")
NodeT = TypeVar("NodeT", bound=DOMNode)


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


Undo = Callable[[], Awaitable[object]]
"""Takes back what was done last. It raises a `LookbookError` when that is not possible any more."""


@dataclass(frozen=True, slots=True)
class LastUndo:
    """What was done last, in the words of its notice, and how to take it back."""

    told: str
    undo: Undo


UNREAD = "-unread"
"""The class of a screen before its first read: its content keeps its place and focus, and is not seen."""


class BaseApp(App[None]):
    """An application with lookbook's themes and without animations: what tests of widgets run in, and what
    the application itself is made from."""

    # Absolute: Textual looks beside the subclass otherwise.
    CSS_PATH: ClassVar[str | Path] = Path(__file__).with_name("app.tcss")
    COMMANDS = {KeyCommands}
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.APP)

    def __init__(self) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK_THEME
        self.animation_level = "none"
        self.last_undo: LastUndo | None = None

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """lookbook's variables for a theme that is not lookbook's, so that any theme can be chosen."""
        return DARK.variables

    @property
    def is_ending(self) -> bool:
        """Whether the application is leaving, so that no dialog will be seen any more."""
        return self._exit or not self._running

    def _handle_exception(self, error: Exception) -> None:
        """A screen that is quit while it is being built or read misses its own widgets: that is no bug."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if not (self.is_ending and isinstance(cause, NoMatches)):
            super()._handle_exception(error)

    def on_key(self, event: events.Key) -> None:
        """A key that no widget took: the screen in front may have it before it is looked up as a binding."""
        if isinstance(screen := self.screen, LookbookScreen) and screen.catch_key(event):
            event.prevent_default()

    @work(group="app.undo", description="Taking back what was done last")
    async def action_undo(self) -> None:
        """Take back what the last notice told of; the screen in front reads again."""
        last, self.last_undo = self.last_undo, None
        if last is None:
            say(self, "There is nothing to take back.")
            return
        try:
            await last.undo()
        except LookbookError as error:
            show_error(self, error)
        else:
            say(self, f"Taken back: {last.told}")
        if isinstance(screen := self.screen, LookbookScreen):
            screen.read_again()

    def action_toggle_theme(self) -> None:
        """From dark to light and back."""
        self.theme = other_theme(self.theme)

    def action_help(self) -> None:
        """The keys and the purpose of the screen that is open."""
        from tui.screens.help import HelpScreen

        if isinstance(screen := self.screen, LookbookScreen):
            self.push_screen(HelpScreen(screen.help_id, screen.active_bindings))


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
        if not self.project_title:
            return None
        at = self.size.width - 1 - self._right().cell_length
        for stage in Stage:
            width = self._tab(stage).cell_length
            if at <= x < at + width:
                return stage
            at += width
        return None


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


class LookbookScreen(Screen[T]):
    """A screen with top bar, content and footer. A subclass writes `compose_content` and sets `stage`,
    `help_id` (the name of its text in `tui/help` and of its keys in `keymap.SCREENS`)."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.BACK)

    DEFAULT_CSS = """
    LookbookScreen {
        background: $background;
        & > #content { height: 1fr; background: $background; }
        &.-unread > #content { opacity: 0%; }
    }
    """

    stage: ClassVar[Stage | None] = None
    help_id: ClassVar[str] = ""

    project_title: reactive[str] = reactive("")
    branch_name: reactive[str] = reactive("")
    engine: reactive[EngineStatus | None] = reactive(None)

    def compose(self) -> ComposeResult:
        """The frame around `compose_content`."""
        yield TopBar()
        with Container(id="content"):
            yield from self.compose_content()
        yield KeyFooter()

    def compose_content(self) -> ComposeResult:
        """What stands between top bar and footer."""
        yield from ()

    def on_mount(self) -> None:
        """The top bar shows the screen's own stage."""
        self.query_one(TopBar).stage = self.stage

    def has_read(self) -> None:
        """Show the content: the first read is there. A screen whose content comes from a read begins with
        `DEFAULT_CLASSES = UNREAD`, or it would say for a moment what is not so."""
        self.remove_class(UNREAD)

    def catch_key(self, event: events.Key) -> bool:
        """Whether the screen takes a key itself, so that it is nobody's command.

        For keys that were typed ahead of what they are meant for: a key on its way up is looked up where one
        is when it arrives.
        """
        return False

    def read_again(self) -> None:
        """Read again: what the screen shows may have changed. One that shows nothing stored has nothing to
        read."""

    async def may_leave(self) -> bool:
        """Whether the screen may go away now. One that holds what a person typed saves it first, or asks."""
        return True

    def watch_project_title(self, title: str) -> None:
        """The top bar follows."""
        self._tell_top_bar("project_title", title)

    def watch_branch_name(self, name: str) -> None:
        """The top bar follows."""
        self._tell_top_bar("branch_name", name)

    def watch_engine(self, engine: EngineStatus | None) -> None:
        """The top bar follows."""
        self._tell_top_bar("badges", engine_badges(engine))

    def _tell_top_bar(self, name: str, value: str | tuple[str, ...]) -> None:
        for bar in self.query(TopBar):
            setattr(bar, name, value)

    def remove(self) -> AwaitRemove:
        """Work ends before the widgets go: a load that answers in between would draw into nothing."""
        self.workers.cancel_node(self)
        return super().remove()

    @property
    def is_open(self) -> bool:
        """Whether the screen is in the stack of an application that goes on.

        A message may still come to a screen that has left it, and a read end while the application closes and
        the screen has lost its widgets.
        """
        return self.app.is_running and self in self.app.screen_stack and bool(self.children)

    def action_back(self) -> None:
        """To the screen before; the last one stays, and so does what has come over this one meanwhile."""
        if self.app.screen is self and len(self.app.screen_stack) > 2:
            self.app.pop_screen()


def show_error(node: DOMNode, error: LookbookError) -> None:
    """Show an error as a dialog: its title, its sentence, a key to close."""
    from tui.modals.message import MessageModal

    node.app.push_screen(MessageModal(error.title, error.message, kind="error"))


def say(node: DOMNode, text: str, *, warning: bool = False, undo: Undo | None = None) -> None:
    """A short notice at the corner; `text` is never read as markup. With `undo` it says that `u` takes back
    what it tells of, and the application keeps how, until something else is done."""
    if undo is not None and isinstance(app := node.app, BaseApp):
        app.last_undo = LastUndo(text, undo)
        text = f"{text} u takes it back."
    node.app.notify(text, markup=False, severity="warning" if warning else "information")


def guarded(
    work: Callable[Concatenate[NodeT, P], Awaitable[T]],
) -> Callable[Concatenate[NodeT, P], Coroutine[Any, Any, T | None]]:
    """Show a `LookbookError` of an async method of a widget or screen as a dialog; bugs fly on.

    Write it under `@work(group=…, exclusive=…, description=…)` and leave `exit_on_error` at True: what is
    left to raise is a bug, and ends the application visibly with a return code that is not 0. The result
    is None after an error; read again then, for a failed write has an unknown outcome.
    """

    @wraps(work)
    async def run(self: NodeT, /, *args: P.args, **kwargs: P.kwargs) -> T | None:
        try:
            return await work(self, *args, **kwargs)
        except LookbookError as error:
            show_error(self, error)
            return None

    return run
