"""The command palette: every action that the open screen, its focused widget and the application have a key
for, by name; and, when typed, every asset of the open branch and every project.

What can't be done now is offered only where the keymap says what it needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode
from textual.types import IgnoreReturnCallbackType

from tui import keymap

_QUIET_GROUPS = {"Move"}
"""Found when searched for, but not offered at once."""


@dataclass(frozen=True, slots=True)
class _Command:
    """A key, the node whose action it runs, and whether it can run now."""

    key: keymap.Key
    node: DOMNode
    enabled: bool

    @property
    def help(self) -> str:
        return self.key.tooltip if self.enabled else f"Not now: it needs {self.key.needs}."


class KeyCommands(Provider):
    """Offers what `keymap` knows for this screen and runs it where the key would, also while a text field
    takes the keys for itself."""

    async def discover(self) -> Hits:
        """All actions, in the order of the keymap, before anything is typed."""
        for command in self._commands():
            label = command.key.label
            if command.key.group not in _QUIET_GROUPS:
                prompt = _prompt(Content(label), command.key)
                yield DiscoveryHit(prompt, self._runner(command), text=label, help=command.help)

    async def search(self, query: str) -> Hits:
        """The actions whose label or sentence fits `query`."""
        matcher = self.matcher(query)
        for command in self._commands():
            label = command.key.label
            score = max(matcher.match(label), 0.8 * matcher.match(command.key.tooltip))
            if score > 0:
                prompt = _prompt(matcher.highlight(label), command.key)
                yield Hit(score, prompt, self._runner(command), text=label, help=command.help)

    def _commands(self) -> Iterator[_Command]:
        """What is bound now, then what only a text field's appetite hides; each action once."""
        active = {bound.binding.id: bound for bound in self.screen.active_bindings.values()}
        offered = {"command_palette", "app.command_palette"}
        for key in keymap.every_key():
            if key.action in offered:
                continue
            bound = active.get(key.id)
            command = _Command(key, bound.node, bound.enabled) if bound else self._hidden(key)
            if command is not None and (command.enabled or key.needs):
                offered.add(key.action)
                yield command

    def _hidden(self, key: keymap.Key) -> _Command | None:
        node = self._owner(key)
        state = node.check_action(key.action.split("(")[0], ()) if node else False
        return None if node is None or state is False else _Command(key, node, bool(state))

    def _owner(self, key: keymap.Key) -> DOMNode | None:
        if self.screen.is_modal:
            # A dialog is answered before anything else is done.
            return None
        if key in keymap.SCREENS.get(getattr(self.screen, "help_id", ""), ()):
            return self.screen
        return self.app if key in keymap.APP else None

    def _runner(self, command: _Command) -> IgnoreReturnCallbackType:
        return partial(self.app.run_action, command.key.action, command.node)


def _prompt(label: Content, key: keymap.Key) -> Content:
    return Content.assemble(label, "  ", (key.shown_keys, "$accent"))
