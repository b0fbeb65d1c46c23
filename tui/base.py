"""What every screen stands on: the top bar, the style anchor, errors shown, work that is guarded."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from textual import events, work
from textual.app import App, ComposeResult
from textual.await_remove import AwaitRemove
from textual.binding import BindingType
from textual.containers import Container
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.filter import LineFilter
from textual.notifications import Notify
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Input, TextArea
from textual.worker import Worker, WorkerFailed, get_current_worker

from core.errors import LookbookError
from core.models import EngineStatus
from tui import keymap
from tui.commands import KeyCommands
from tui.jump import JumpScreen, Target, focus_targets
from tui.pictures.session import PictureSession
from tui.terminal_ink import NoColours, TerminalInk
from tui.theme import DARK, DARK_THEME, TERMINAL_THEME, THEMES, next_theme
from tui.toasts import seconds_for, to_take_away
from tui.widgets.key_footer import KeyFooter
from tui.widgets.progress import RunningTask
from tui.widgets.top_bar import Stage, StyleAnchor, TopBar, engine_badges

__all__ = [
    "UNREAD",
    "BaseApp",
    "LastUndo",
    "LookbookScreen",
    "Stage",
    "StyleAnchor",
    "TopBar",
    "Undo",
    "engine_badges",
    "guarded",
    "say",
    "say_final",
    "show_error",
]

P = ParamSpec("P")
T = TypeVar("T")
NodeT = TypeVar("NodeT", bound=DOMNode)


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
        self.undos: list[LastUndo] = []
        """What can be taken back, the last thing last."""
        self._overtaken: WeakKeyDictionary[Worker[Any], type] = WeakKeyDictionary()
        """Workers that ran when another of their screen asked something, and what that was."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = TERMINAL_THEME if self.has_few_colours else DARK_THEME
        self.animation_level = "none"
        self.pictures = PictureSession(self)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """lookbook's variables for a theme that is not lookbook's, so that any theme can be chosen."""
        return DARK.variables

    @property
    def has_few_colours(self) -> bool:
        """Whether the terminal has 16 colours at most, or none are wanted (NO_COLOR): only the theme of the
        terminal's own colours is read then."""
        return self.no_color or self.console.color_system not in {"256", "truecolor"}

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The terminal's own colours are drawn in inks that every palette has; NO_COLOR leaves none."""
        if not self.current_theme.ansi:
            return super().get_line_filters()
        return (TerminalInk(), NoColours()) if self.no_color else (TerminalInk(),)

    async def push_screen_wait(self, screen: Screen[T] | str, *, mode: str | None = None) -> T | Any:
        """As Textual's, but for a key that was pressed again before its dialog came: the second worker, which
        would ask the same once more, ends here."""
        worker, question = get_current_worker(), type(screen)
        if self._overtaken.get(worker) is question:
            raise asyncio.CancelledError
        beside = (other for other in self.workers if other is not worker and other.node is worker.node)
        self._overtaken.update(dict.fromkeys(beside, question))
        return await super().push_screen_wait(screen, mode=mode)

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

    async def on_unmount(self) -> None:
        """The terminal keeps no picture of ours."""
        self.pictures.close()

    @work(group="app.pictures", exclusive=True, description="Showing pictures another way")
    async def action_next_picture_way(self) -> None:
        """Show pictures in the next of the ways that are possible here."""
        say(self, await self.pictures.next_way())

    def action_toggle_theme(self) -> None:
        """From dark to light, to the terminal's own colours, and back."""
        if self.has_few_colours:
            say(self, "This terminal shows 16 colours at most: its own are in use.")
            return
        self.theme = next_theme(self.theme)
        self.theme_chosen(self.theme)

    def theme_chosen(self, name: str) -> None:
        """The theme was chosen by key; the application keeps it for the next start."""

    def action_help(self) -> None:
        """The keys and the purpose of the screen or dialog that is open; over the help itself, back."""
        from tui.modals.dialog import Dialog
        from tui.screens.help import HelpScreen, help_text

        match self.screen:
            case HelpScreen() as help_screen:
                help_screen.dismiss(None)
            case LookbookScreen() as screen:
                self.push_screen(
                    HelpScreen(*help_text(screen.help_id), screen.help_id, screen.active_bindings)
                )
            case Dialog() as dialog:
                self.push_screen(
                    HelpScreen(dialog.dialog_title, dialog.help_text, "", dialog.active_bindings)
                )

    def action_jump(self) -> None:
        """A letter over each field, pane and stage; typing it goes there."""
        from tui.modals.dialog import Dialog

        screen = self.screen
        if isinstance(screen, LookbookScreen | Dialog):
            stages = [target for bar in screen.query(TopBar) for target in bar.jump_targets()]

            def go(target: Target | None) -> None:
                if target is not None:
                    target.go()

            self.push_screen(JumpScreen([*focus_targets(screen), *stages]), go)

    # --- what was said ---------------------------------------------------------------------------

    def on_notify(self, event: Notify) -> None:
        """A toast comes: the same text is shown once, and the oldest go where there are too many."""
        shown = list(self._notifications)
        for at in to_take_away([toast.message for toast in shown], event.notification.message):
            self._unnotify(shown[at], refresh=False)

    @work(group="app.undo", description="Taking back what was done last")
    async def action_undo(self) -> None:
        """Take back what was done last, one thing at a time; the screens read again."""
        if not self.undos:
            say(self, "There is nothing to take back.")
            return
        last = self.undos.pop()
        try:
            await last.undo()
        except LookbookError as error:
            show_error(self, error)
        else:
            say(self, f"Taken back: “{last.told}”")
        # The error's dialog may be in front by now.
        for screen in self.screen_stack:
            if isinstance(screen, LookbookScreen) and screen.is_open:
                screen.read_again()


class LookbookScreen(Screen[T]):
    """A screen with top bar, content and footer. A subclass writes `compose_content` and sets `stage`,
    `help_id` (the name of its text in `tui/help` and of its keys in `keymap.SCREENS`)."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.RUNNING, keymap.BACK)

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

    async def may_leave(self) -> bool:
        """Whether the screen may go away now. One that holds what a person typed saves it first, or asks."""
        return True

    def read_again(self) -> None:
        """Something that the screen shows may have changed; one that shows nothing of the store has nothing
        to read."""

    # --- long work -------------------------------------------------------------------------------

    @property
    def running_task(self) -> RunningTask | None:
        """The line of what runs on this screen now."""
        return next((task for task in self.query(RunningTask) if task.is_running), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to stop only while it runs."""
        if action == "stop_task":
            return self.running_task is not None
        return super().check_action(action, parameters)

    def action_stop_task(self) -> None:
        """Stop what runs."""
        if (task := self.running_task) is not None:
            task.stop()

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


MOST_UNDOS = 50

Undo = Callable[[], Awaitable[object]]
"""Takes back what was done last. It raises a `LookbookError` when that is not possible any more."""


@dataclass(frozen=True, slots=True)
class LastUndo:
    """What was done last, in the words of its notice, and how to take it back."""

    told: str
    undo: Undo


def say(node: DOMNode, text: str, *, warning: bool = False, undo: Undo | None = None) -> None:
    """A short notice at the corner; `text` is never read as markup. With `undo` it says which key takes back
    what it tells of, and the application keeps how; see `say_final` for what can't be taken back."""
    if undo is not None and isinstance(app := node.app, BaseApp):
        app.undos = [*app.undos[1 - MOST_UNDOS :], LastUndo(text, undo)]
        types = isinstance(app.focused, Input | TextArea)
        text = f"{text} {'alt-u' if types else 'u'} takes it back."
    stands = seconds_for(text, undoable=undo is not None)
    node.app.notify(text, markup=False, severity="warning" if warning else "information", timeout=stands)


def say_final(node: DOMNode, text: str) -> None:
    """A notice of something that can't be taken back: nor can what was done before, or `u` would seem to."""
    if isinstance(app := node.app, BaseApp):
        app.undos.clear()
    say(node, text)


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
