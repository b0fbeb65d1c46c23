"""Saving as one types: pace, single flight, and never over another session's text."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.errors import AssetLocked, InvalidInput, Stale
from core.models import Asset, Trait
from core.services import Services
from tests.tui import seeds
from tests.tui.conftest import open_workspace
from tests.tui.engine import ScriptedEngine, mention
from tui.autosave import Autosave
from tui.traits import evidence, shown, typed


class Desk:
    """One session's autosave on an asset, and what it was told."""

    def __init__(self, services: Services, asset: Asset, delay_s: float) -> None:
        self.services = services
        self.states: list[str] = []
        self.tasks: list[asyncio.Task[None]] = []
        self.autosave = Autosave(
            services.assets, asset, start=self._start, changed=self._changed, delay_s=delay_s
        )

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self.tasks.append(asyncio.create_task(work))

    def _changed(self) -> None:
        self.states.append(self.autosave.state)

    def type(self, **fields: Any) -> None:
        """Show the text with these fields changed, as the screen does after each key."""
        self.autosave.put(replace(self.autosave.text, **fields))

    async def rest(self) -> None:
        """Until nothing waits to be saved."""
        while tasks := [task for task in self.tasks if not task.done()]:
            await asyncio.gather(*tasks)

    async def stored(self) -> Asset:
        """The asset as it is in the database."""
        return (await self.services.assets.card(self.autosave.asset.id)).asset


@asynccontextmanager
async def desk(home: Path, delay_s: float = 0.01, name: str = "IDA MARSH") -> AsyncIterator[Desk]:
    """A desk on one asset of the sample."""
    async with open_workspace(home, ScriptedEngine()) as services:
        if not await services.projects.cards():
            await seeds.style_sample(services)
        yield Desk(services, (await seeds.cards(services))[name].asset, delay_s)


@pytest.fixture
def home(tmp_path: Path, prepared_home: Path) -> Path:
    """A workspace of this test."""
    return Path(shutil.copytree(prepared_home, tmp_path / "home"))


async def test_what_is_typed_is_stored_by_itself_and_the_state_says_so(home: Path) -> None:
    async with desk(home) as d:
        d.type(description="A tall woman.", voice_id="v-1")
        assert d.autosave.state == "saving…"
        await d.rest()
        stored = await d.stored()
        assert (stored.description, stored.voice_id) == ("A tall woman.", "v-1")
        assert d.autosave.state == "saved"
        assert stored.version == d.autosave.asset.version


async def test_steady_typing_does_not_put_saving_off_for_ever(home: Path) -> None:
    async with desk(home, delay_s=0.02) as d:
        first = d.autosave.asset.version
        for count in range(1, 60):
            d.type(description="a" * count)
            await asyncio.sleep(0.005)
            if d.autosave.asset.version > first:
                break
        assert d.autosave.asset.version > first, "never stored while typing"
        await d.rest()
        assert (await d.stored()).description == d.autosave.text.description


async def test_a_burst_is_one_save_not_one_for_each_key(home: Path) -> None:
    async with desk(home, delay_s=0.05) as d:
        before = d.autosave.asset.version
        for count in range(1, 40):
            d.type(description="a" * count)
        await d.rest()
        assert (await d.stored()).version == before + 1


async def test_flush_stores_at_once_and_only_what_differs(home: Path) -> None:
    async with desk(home, delay_s=60) as d:
        await d.autosave.flush()
        assert (await d.stored()).version == d.autosave.asset.version
        d.type(description="Now.")
        await asyncio.gather(d.autosave.flush(), d.autosave.flush())
        stored = await d.stored()
        assert stored.description == "Now."
        assert stored.version == d.autosave.asset.version
        for task in d.tasks:
            task.cancel()


async def test_a_name_that_is_taken_holds_up_nothing_else_and_is_said(home: Path) -> None:
    async with desk(home) as d:
        d.type(name="THE GUARD", description="Kept all the same.")
        with pytest.raises(InvalidInput):
            await d.autosave.flush()
        await d.rest()
        assert (await d.stored()).description == "Kept all the same."
        assert d.autosave.state.startswith("not saved: The branch has another character named THE GUARD")
        d.type(name="IDA M.")
        await d.rest()
        assert (await d.stored()).name == "IDA M."
        assert d.autosave.state == "saved"


async def test_a_picture_that_became_the_image_key_is_no_reason_to_ask(home: Path) -> None:
    async with desk(home) as d:
        await d.services.images.enqueue([d.autosave.asset.id])
        await seeds.run_queue(d.services)
        assert (await d.stored()).version > d.autosave.asset.version
        d.type(description="Typed while it was made.")
        await d.rest()
        stored = await d.stored()
        assert stored.description == "Typed while it was made."
        assert stored.image_key_id is not None
        assert d.autosave.theirs is None
        assert d.autosave.state == "saved"


async def test_another_sessions_text_is_never_overwritten_unasked(home: Path) -> None:
    async with desk(home) as mine, desk(home) as theirs:
        theirs.type(description="Theirs.")
        await theirs.rest()
        mine.type(description="Mine.")
        await mine.rest()
        assert (await mine.stored()).description == "Theirs."
        assert mine.autosave.state == "not saved: changed in another session"
        assert mine.autosave.theirs is not None
        assert mine.autosave.theirs.description == "Theirs."
        mine.type(description="Mine, still.")
        with pytest.raises(Stale):
            await mine.autosave.flush()
        assert (await mine.stored()).description == "Theirs."


async def test_keep_mine_stores_mine_and_take_theirs_shows_theirs(home: Path) -> None:
    async with desk(home) as mine, desk(home) as theirs:
        for text, choose in (("Mine.", "mine"), ("Mine again.", "theirs")):
            theirs.autosave.take(await theirs.stored())
            theirs.type(description=f"Theirs against {text}")
            await theirs.autosave.flush()
            mine.type(description=text)
            with pytest.raises(Stale):
                await mine.autosave.flush()
            if choose == "mine":
                await mine.autosave.keep_mine()
                assert (await mine.stored()).description == "Mine."
            else:
                mine.autosave.take_theirs()
                assert mine.autosave.text.description == "Theirs against Mine again."
            assert mine.autosave.state == "saved"
            await mine.rest()
            await theirs.rest()


async def test_a_lock_elsewhere_refuses_the_save_and_keeps_the_text_on_the_screen(home: Path) -> None:
    async with desk(home) as d:
        await d.services.images.enqueue([d.autosave.asset.id])
        await seeds.run_queue(d.services)
        await d.services.assets.lock(d.autosave.asset.id)
        d.type(description="Too late.")
        with pytest.raises(AssetLocked):
            await d.autosave.flush()
        assert d.autosave.state.startswith("not saved: IDA MARSH is locked")
        assert d.autosave.text.description == "Too late."
        asset_id = d.autosave.asset.id
        await d.autosave.change(lambda _: d.services.assets.unlock(asset_id), save_first=False)
        await d.autosave.flush()
        assert (await d.stored()).description == "Too late."
        await d.rest()


async def test_reading_again_takes_no_older_state_and_no_typed_text(home: Path) -> None:
    async with desk(home, delay_s=60) as d:
        old = d.autosave.asset
        d.type(description="Newer.")
        await d.autosave.flush()
        assert not d.autosave.take(old)
        assert d.autosave.text.description == "Newer."
        elsewhere = await d.services.assets.save(old.id, d.autosave.asset.version, voice_id="v-9")
        d.type(description="Typed.")
        assert not d.autosave.take(elsewhere)
        assert d.autosave.text.voice_id == ""
        d.type(description="Newer.")
        assert d.autosave.take(elsewhere)
        assert d.autosave.text.voice_id == "v-9"
        for task in d.tasks:
            task.cancel()


async def test_a_save_that_was_cut_off_is_known_again_as_ones_own(home: Path) -> None:
    async with desk(home, delay_s=60) as d:
        # A save may be through before the cancel comes: it is tried until one is cut off.
        for attempt in range(50):
            text = f"Cut off {attempt}."
            d.type(description=text)
            saving = asyncio.create_task(d.autosave.flush())
            while not saving.done() and (await d.stored()).description != text:
                saving.cancel()
                await asyncio.sleep(0.005)
            await asyncio.gather(saving, return_exceptions=True)
            if d.autosave.dirty:
                break
        assert d.autosave.dirty, "no save was cut off"
        await d.autosave.flush()
        assert d.autosave.theirs is None
        assert (await d.stored()).description == text
        for task in d.tasks:
            task.cancel()


# --- traits as lines -----------------------------------------------------------------------------

TRAITS = (
    Trait("clothing", "blue coat", (21,)),
    Trait("physical_features", "grey braid", (21, 24)),
    Trait("clothing", "tall boots", inferred=True),
)


def test_untouched_lines_give_the_stored_traits_in_their_order() -> None:
    lines = {name: shown(TRAITS, name) for name in ("physical_features", "clothing", "demeanor")}
    assert lines["clothing"] == "blue coat; tall boots"
    assert typed(lines, TRAITS, TRAITS) == TRAITS


def test_a_value_that_stays_keeps_its_evidence_and_a_new_one_counts_as_inferred() -> None:
    found = typed({"clothing": "Blue coat;red scarf; ;"}, TRAITS, TRAITS)
    assert found == (TRAITS[1], TRAITS[0], Trait("clothing", "red scarf", inferred=True))


def test_evidence_names_pages_and_what_is_inferred() -> None:
    found = mention(21, "IDA, in a blue coat.")
    assert evidence(TRAITS, "clothing", [found]) == ("p. 1", "tall boots")
    assert evidence(TRAITS, "physical_features", []) == ("line 21, line 24", "")
