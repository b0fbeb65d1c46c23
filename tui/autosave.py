"""Saving as one types: throttled, one save at a time, never over what another session wrote (SPEC 2.5).

It works on values, not on widgets, so that it can still save when the screen is gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from core.errors import LookbookError, Stale
from core.models import Asset, Trait
from core.services import Assets

DELAY_S: Final = 0.25
"""How long an edit waits for others; steady typing is saved at this pace, too."""

MOST_TRIES: Final = 5
"""How often a save is sent again because only the image key or a decision has moved the version."""

T = TypeVar("T")

Act = Callable[[int], Awaitable[Asset]]
"""A write that is given the version which the screen shows, and returns the asset as it is then."""


@dataclass(frozen=True, slots=True)
class AssetText:
    """What a person can type in the editor. An empty `voice_id` is no voice."""

    name: str
    description: str
    voice_id: str
    traits: tuple[Trait, ...]
    additions: str = ""

    @classmethod
    def of(cls, asset: Asset) -> AssetText:
        """The text of an asset as it is stored."""
        return cls(asset.name, asset.description, asset.voice_id or "", asset.traits, asset.additions)


class Autosave:
    """Keeps the text of one asset saved. `asset` is as last stored, `text` as last shown on the screen.

    `theirs` is the asset as another session wrote it, while a person has to choose; `problem` says why the
    text is not saved, or is empty.
    """

    def __init__(
        self,
        assets: Assets,
        asset: Asset,
        *,
        start: Callable[[Coroutine[Any, Any, None]], object],
        changed: Callable[[], None],
        delay_s: float = DELAY_S,
    ) -> None:
        """`start` runs a coroutine beside everything else and lets bugs fly; `changed` is called whenever
        the words of `state` may be others."""
        self.asset = asset
        self.text = AssetText.of(asset)
        self.theirs: Asset | None = None
        self.problem = ""
        self._assets = assets
        self._start = start
        self._changed = changed
        self._delay_s = delay_s
        self._stored = self.text
        self._in_flight: AssetText | None = None
        self._waiting = False
        self._busy = asyncio.Lock()

    @property
    def dirty(self) -> bool:
        """Whether the screen shows what is not stored yet."""
        return self.text != self._stored

    @property
    def state(self) -> str:
        """For the screen: "saved", "saving…" or "not saved: why"."""
        if self.problem:
            return f"not saved: {self.problem}"
        return "saving…" if self.dirty else "saved"

    # --- what the screen tells -------------------------------------------------------------------

    def put(self, text: AssetText) -> None:
        """The screen shows `text` now; it is stored soon, however long one types on."""
        if text == self.text:
            return
        self.text = text
        if self.theirs is None:
            self.problem = ""
        self._save_soon()
        self._changed()

    def _save_soon(self) -> None:
        if self.dirty and not self.problem and not self._waiting:
            self._waiting = True
            self._start(self._save_later())

    async def _save_later(self) -> None:
        try:
            await asyncio.sleep(self._delay_s)
        finally:
            self._waiting = False
        with suppress(LookbookError):  # `problem` holds it, and the screen shows that
            async with self._busy:
                await self._store(self.text)
        self._save_soon()

    def take(self, fresh: Asset) -> bool:
        """Take over the asset as it was just read, as far as that overwrites nothing that was typed.

        Returns whether the text is another by it, so that the screen has to show it.
        """
        if self._busy.locked() or fresh.version < self.asset.version:
            return False
        if AssetText.of(fresh) == AssetText.of(self.asset):
            self.asset = fresh
            return False
        if self.dirty:
            return False
        self._adopt(fresh)
        return True

    # --- writing ---------------------------------------------------------------------------------

    async def flush(self) -> None:
        """Store what the screen shows, now; it is stored when this returns.

        Raises:
            Stale: another session changed the text; `theirs` holds it until `keep_mine` or `take_theirs`.
            LookbookError: it could not be stored; `problem` says why, and the text is kept.
        """
        async with self._busy:
            await self._store_all()

    async def change(self, act: Act, *, save_first: bool = True) -> bool:
        """Store the text, then let `act` change the asset; no save comes between.

        Returns whether the text is another by it. Raises as `flush`, and what `act` raises.
        """
        async with self._busy:
            if save_first:
                await self._store_all()
            shown = self.text
            asset = await self._send(act, None)
            if AssetText.of(asset) == AssetText.of(self.asset) or self.text != shown:
                self.asset = asset
                return False
            self._adopt(asset)
            return True

    async def through(self, act: Callable[[AssetText, int], Awaitable[Asset]]) -> None:
        """Let `act` itself store the text on the screen, as Generate does; no save comes between.

        Raises as `flush`, and what `act` raises.
        """
        async with self._busy:
            self._require_no_conflict()
            text = self.text
            self.asset = await self._send(lambda version: act(text, version), text)
            self._stored, self.problem = text, ""
            self._changed()

    async def _store_all(self) -> None:
        while self.dirty:
            await self._store(self.text)

    async def _store(self, text: AssetText) -> None:
        """The name goes by itself: one that can't be used holds up nothing else."""
        self._require_no_conflict()
        rest = replace(text, name=self._stored.name)
        try:
            if rest != self._stored:
                await self._store_fields(
                    rest,
                    description=_if_new(rest.description, self._stored.description),
                    voice_id=_if_new(rest.voice_id, self._stored.voice_id),
                    traits=_if_new(rest.traits, self._stored.traits),
                    additions=_if_new(rest.additions, self._stored.additions),
                )
            if text.name != self._stored.name:
                await self._store_fields(text, name=text.name)
        finally:
            self._changed()

    async def _store_fields(self, text: AssetText, **fields: Any) -> None:
        self.asset = await self._send(
            lambda version: self._assets.save(self.asset.id, version, **fields), text
        )
        self._stored, self.problem = text, ""

    async def _send(self, act: Act, text: AssetText | None) -> Asset:
        self._in_flight = text or self._in_flight
        for _ in range(MOST_TRIES):
            try:
                asset = await act(self.asset.version)
            except Stale:
                await self._look_again()
            except LookbookError as error:
                self._in_flight = None
                if text is not None and self.dirty:
                    self.problem = error.message
                raise
            else:
                self._in_flight = None
                return asset
        raise Stale("This asset changes faster than it can be saved. Please try again in a moment.")

    async def _look_again(self) -> None:
        """A picture that became the image key is no reason to ask; another text is."""
        fresh = (await self._assets.card(self.asset.id)).asset
        if AssetText.of(fresh) in (AssetText.of(self.asset), self._in_flight):
            self.asset = fresh
            return
        self.theirs, self._in_flight = fresh, None
        self.problem = "changed in another session"
        self._require_no_conflict()

    def _require_no_conflict(self) -> None:
        if self.theirs is not None:
            self._changed()
            raise Stale(f"{self.theirs.name} was changed in another session while you were typing.")

    # --- when two sessions wrote -----------------------------------------------------------------

    async def keep_mine(self) -> None:
        """Store what the screen shows over what the other session wrote. Raises as `flush`."""
        if self.theirs is not None:
            self.asset, self._stored = self.theirs, AssetText.of(self.theirs)
            self.theirs, self.problem = None, ""
        await self.flush()

    def take_theirs(self) -> None:
        """Give up what the screen shows for what the other session wrote; the screen has to show it."""
        if self.theirs is not None:
            self._adopt(self.theirs)

    def give_up(self) -> None:
        """Give up what is not stored: the person leaves without it."""
        self._adopt(self.theirs or self.asset)

    def _adopt(self, asset: Asset) -> None:
        self.asset = asset
        self.text = self._stored = AssetText.of(asset)
        self.theirs, self.problem = None, ""
        self._changed()


def _if_new(value: T, stored: T) -> T | None:
    return None if value == stored else value
