"""The command palette: every action that the open screen and the application have a key for, by name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.binding import ActiveBinding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.types import IgnoreReturnCallbackType

from tui import keymap

_QUIET_GROUPS = {"Move"}
"""Found when searched for, but not offered at once."""


class KeyCommands(Provider):
    """Offers what `keymap` knows and what is bound now, and runs it where the key would."""

    async def discover(self) -> Hits:
        """All actions, in the order of the keymap, before anything is typed."""
        for key, active in self._commands():
            if key.group not in _QUIET_GROUPS:
                yield DiscoveryHit(
                    _prompt(Content(key.label), key),
                    self._runner(active),
                    text=key.label,
                    help=_help(key, active),
                )

    async def search(self, query: str) -> Hits:
        """The actions whose label or sentence fits `query`."""
        matcher = self.matcher(query)
        for key, active in self._commands():
            score = max(matcher.match(key.label), 0.8 * matcher.match(key.tooltip))
            if score > 0:
                label = matcher.highlight(key.label)
                yield Hit(
                    score, _prompt(label, key), self._runner(active), text=key.label, help=_help(key, active)
                )

    def _commands(self) -> Iterator[tuple[keymap.Key, ActiveBinding]]:
        active = {
            bound.binding.id: bound for bound in self.screen.active_bindings.values() if bound.binding.id
        }
        for key in keymap.every_key():
            if key.id in active and key.action != "command_palette":
                yield key, active[key.id]

    def _runner(self, active: ActiveBinding) -> IgnoreReturnCallbackType:
        return partial(self.app.run_action, active.binding.action, active.node)


def _prompt(label: Content, key: keymap.Key) -> Content:
    return Content.assemble(label, "  ", (key.shown_keys, "$accent"))


def _help(key: keymap.Key, active: ActiveBinding) -> str:
    return key.tooltip if active.enabled else f"{key.tooltip} (not possible now)"
